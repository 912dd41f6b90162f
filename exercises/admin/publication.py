"""The steps of publication, as tools of an exercise's page in the admin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exercises.admin.forms import PublishForm
from exercises.admin.preview import preview_page
from exercises.domain.decoding import encode
from exercises.domain.vocabulary import Status
from exercises.models import Exercise
from exercises.models.review import OF_CONTENT, lacks_of, last_role
from exercises.presenters.changes import shown_changes
from exercises.presenters.text import label_of
from exercises.services.archive_exercise import archive_exercise, offer_again
from exercises.services.discard_draft import discard_draft
from exercises.services.draft_base import moved_since
from exercises.services.publish_exercise import publish_exercise
from exercises.services.staff_rules import PUBLISH, SUBMIT, NotReadyError
from exercises.services.start_draft import start_draft
from exercises.services.submit_draft import send_back, submit_draft
from exercises.services.write_document import describe, digest

Step = Callable[[], Any]


class PublicationTools(admin.ModelAdmin):
    """What leads a draft to the site, for whoever may take the step. The services decide; pages only ask."""

    def get_urls(self) -> list[URLPattern]:
        pages = {
            "edit-draft": ("draft/", require_POST(self.edit_draft_view)),
            "submit": ("submit/", require_POST(self.submit_view)),
            "discard": ("discard/", require_POST(self.discard_view)),
            "send-back": ("send-back/", require_POST(self.send_back_view)),
            "archive": ("archive/", require_POST(self.archive_view)),
            "offer-again": ("offer-again/", require_POST(self.offer_again_view)),
            "preview": ("preview/", require_safe(self.preview_view)),
            "changes": ("changes/", require_safe(self.changes_view)),
            "publish": ("publish/", require_http_methods(["GET", "HEAD", "POST"])(self.publish_view)),
        }
        return [*cast("Any", self).tool_urls(pages), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        row, user = kwargs.get("obj"), cast("Any", request.user)
        context["is_editor"] = user.has_perm(SUBMIT)
        if row is not None:
            context |= {
                "is_reviewer": user.has_perm(PUBLISH),
                "is_own": row.edited_by_id == user.pk,
                "live": row.revises or row,
                "copy": getattr(row, "working_copy", None),
                "status_label": capfirst(label_of(row.status)),
                "lacks": [one for one in lacks_of(row, today=timezone.localdate()) if one in OF_CONTENT],
                "moved_url": self._moved_url(row),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def edit_draft_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Start a working copy, or lead to the one that is there."""
        row, by = self._exercise(request, object_id), cast("Any", request.user)
        found: list[Exercise] = []
        done = _("This is a draft. The site shows the exercise as before until a reviewer publishes this.")
        self._taken(request, lambda: found.append(start_draft(exercise=row, by=by)), done)
        return self._to(found[0] if found else row)

    def submit_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row = self._exercise(request, object_id)
        self.submit(request, row)
        return self._to(row)

    def submit(self, request: HttpRequest, row: Exercise) -> None:
        """Hand a draft over, and say what stands in the way of publishing it."""
        by, moved_url = cast("Any", request.user), self._moved_url(row)
        done = _("“%s” waits for a reviewer.") % row
        if self._taken(request, lambda: submit_draft(draft=row, by=by), done):
            lacks = lacks_of(self.get_queryset(request).get(pk=row.pk), today=timezone.localdate())
            missing = ", ".join(label_of(one) for one in lacks if one in OF_CONTENT)
            if missing:
                self.message_user(
                    request, _("It cannot be published like this: %s.") % missing, messages.WARNING
                )
            if moved_url:
                changed = _(
                    "What is on the site has changed since this draft was begun, and it replaces that."
                )
                link = format_html('{} <a href="{}">{}</a>', changed, moved_url, _("See what changed"))
                self.message_user(request, link, messages.WARNING)

    def discard_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row, by = self._exercise(request, object_id), cast("Any", request.user)
        if not self._taken(
            request, lambda: discard_draft(draft=row, by=by), _("The draft of “%s” is gone.") % row
        ):
            return self._to(row)
        return self._to(row.revises) if row.revises else redirect("admin:exercises_exercise_changelist")

    def send_back_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row, by = self._exercise(request, object_id), cast("Any", request.user)
        self._taken(
            request, lambda: send_back(draft=row, by=by), _("“%s” is a draft again, for its editor.") % row
        )
        return self._to(row)

    def archive_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row, by = self._exercise(request, object_id), cast("Any", request.user)
        done = _("“%s” is archived: kept for the history, offered to no one.") % row
        self._taken(request, lambda: archive_exercise(exercise=row, by=by, now=timezone.now()), done, log=row)
        return self._to(row)

    def offer_again_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        row, by = self._exercise(request, object_id), cast("Any", request.user)
        done = _("“%s” is offered again.") % row
        self._taken(request, lambda: offer_again(exercise=row, by=by, now=timezone.now()), done, log=row)
        return self._to(row)

    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show a draft as the site would show it."""
        row = self._exercise(request, object_id)
        return preview_page(request, row, back=cast("Any", self).tool_url("change", row.pk))

    def changes_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show what publishing a draft would change."""
        row = self._exercise(request, object_id)
        if row.status not in (Status.DRAFT, Status.IN_REVIEW):
            return self._to(row)
        title = _("What the draft of “%s” changes") % row
        return cast("Any", self).tool_page(request, "exercise/changes", title, row, **_read(row)[1])

    def publish_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show a reviewer what is to be signed, and publish it with the signature."""
        row, by = self._exercise(request, object_id), cast("Any", request.user)
        if not by.has_perm(PUBLISH):
            raise PermissionDenied
        if row.status is not Status.IN_REVIEW:
            self.message_user(
                request,
                _("“%(name)s” is not in review: %(status)s.") % {"name": row, "status": label_of(row.status)},
                messages.WARNING,
            )
            return self._to(row)
        seen, reading = _read(row)
        form = PublishForm(request.POST if request.method == "POST" else None)
        if form.is_valid() and self._published(request, row, form):
            return self._to(row.revises or row)
        # What is asked again rests on what is shown now, not on what was shown before.
        typed = {name: form[name].value() for name in ("role", "reason")} if form.is_bound else {}
        fresh = PublishForm(initial={"role": last_role(by), **typed, "seen": seen})
        return cast("Any", self).tool_page(
            request,
            "exercise/publish",
            _("Publish “%s”") % row,
            row,
            status=422 if form.is_bound else 200,
            form=fresh,
            errors=form.errors if form.is_bound else {},
            **reading,
        )

    def _published(self, request: HttpRequest, row: Exercise, form: PublishForm) -> bool:
        """Publish, or add to the form everything for which that cannot be."""
        by = cast("Any", request.user)
        try:
            version = publish_exercise(draft=row, by=by, now=timezone.now(), **form.cleaned_data)
        except NotReadyError as error:
            for problem in error.problems:
                form.add_error(None, problem)
            return False
        done = _("“%(name)s” is on the site, as version %(number)d.")
        self._say(request, done % {"name": row, "number": version.number}, log=row.revises or row)
        return True

    def _exercise(self, request: HttpRequest, object_id: str) -> Exercise:
        """Return the very row, working copies included. One that is gone was published or discarded."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        return cast("Exercise", row)

    def _taken(self, request: HttpRequest, step: Step, done: str, log: Exercise | None = None) -> bool:
        """Take a step, and say that it was taken or every reason why not."""
        try:
            step()
        except NotReadyError as error:
            for problem in error.problems:
                self.message_user(request, problem, messages.ERROR)
            return False
        self._say(request, done, log)
        return True

    def _say(self, request: HttpRequest, done: str, log: Exercise | None) -> None:
        if log is not None:
            self.log_change(request, log, done)
        self.message_user(request, done, messages.SUCCESS)

    def _moved_url(self, row: Exercise) -> str:
        """Return where to read what has changed on the site since a draft was begun; "" where nothing has."""
        moved, tool_url = moved_since(row), cast("Any", self).tool_url
        if moved is None:
            return ""
        if moved.begun_on is None or moved.now is None or moved.begun_on == moved.now:
            return str(tool_url("changes", row.pk))
        return f"{tool_url('compare', row.pk)}?old={moved.begun_on}&new={moved.now}"

    def _to(self, row: Exercise) -> HttpResponse:
        return redirect(cast("Any", self).tool_url("change", row.pk))


def _read(row: Exercise) -> tuple[str, dict[str, Any]]:
    """Return the digest of what a draft says, and what a page shows of it beside what the site says."""
    rows = Exercise.everything.for_document()
    document = describe(rows.get(pk=row.pk))
    live = encode(describe(rows.get(pk=row.revises_id))) if row.revises_id else None
    shown = {
        "is_new": live is None,
        "changes": shown_changes(live or {}, encode(document)),
        "editor": row.edited_by,
        "live": row.revises or row,
        "lacks": [one for one in lacks_of(row, today=timezone.localdate()) if one in OF_CONTENT],
    }
    return digest(document), shown
