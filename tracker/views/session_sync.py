"""Where the player's outbox brings what a device recorded. It speaks JSON, and never redirects."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from exercises.models.screening import current_screening
from tracker.forms.sync import Errors, JsonError, ShapeError, SyncCall, TooManySetsError, read_sync
from tracker.services.create_athlete import create_athlete
from tracker.services.seal_prescription import opened_prescription
from tracker.services.sync_session import sync_session
from tracker.services.synced_entry import WHOLE, Outcome
from tracker.views.limits import seconds_to_wait


@login_not_required  # an outbox must not take the sign-in page for an answer
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def session_sync(request: HttpRequest) -> JsonResponse:
    """Say who is signed in, under which answers, with a token to send along; or save what was sent.

    Of what was sent it says what became of it.
    """
    user = request.user
    if not user.is_authenticated:
        return _refused(401, _("You are signed out."))
    if request.method != "POST":
        answers = current_screening(user)
        known = {"user": user.pk, "answers": answers.pk if answers else None}
        return JsonResponse(known | {"csrf": get_token(request)})
    wait = seconds_to_wait(request, "sync")
    if wait:
        answer = _refused(429, _("Too much at once. It stays on your device and is sent in a while."))
        answer["Retry-After"] = str(wait)
        return answer
    if request.content_type != "application/json":
        return _refused(415, _("Send JSON."))
    try:
        call = read_sync(request.body)
    except (RequestDataTooBig, TooManySetsError):
        return _refused(413, _("This is too much for one call."))
    except JsonError:
        return _refused(400, _("This is no JSON."))
    except ShapeError as error:
        return _refused(422, str(error))
    if call.user not in (None, user.pk):
        return _refused(409, _("Somebody else is signed in."))
    return JsonResponse(_answer(call, _saved(user, call)))


def _saved(user: User, call: SyncCall) -> Outcome:
    if call.session is None:
        return Outcome()
    return sync_session(
        athlete=create_athlete(user=user),
        session=call.session,
        sets=call.sets,
        now=timezone.now(),
        prescription=opened_prescription(call.note, user=user, routine=call.session.routine),
    )


def _answer(call: SyncCall, outcome: Outcome) -> dict[str, Any]:
    """Return every id that was sent either as saved or with its errors; what was wrong is not saved."""
    rejected = dict(call.rejected)
    for key, reasons in outcome.rejected.items():
        errors = {name: [_(reason.label)] for name, reason in reasons.items()}
        rejected[str(key)] = errors | rejected.get(str(key), {})
    saved = [str(key) for key in outcome.saved if str(key) not in rejected]
    listed = [*rejected.items(), *call.damaged]
    return {"saved": saved, "rejected": [{"id": key, "errors": _listed(errors)} for key, errors in listed]}


def _listed(errors: Errors) -> Errors | list[str]:
    """Return the errors by field; where they concern no field, as a list."""
    return errors.get(WHOLE, errors)


def _refused(status: int, text: str) -> JsonResponse:
    return JsonResponse({"errors": [text]}, status=status)
