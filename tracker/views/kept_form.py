"""What a person typed is kept while they sign in, and is back in the form afterwards."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

KEY = "kept_form"
MOST_CHARACTERS = 200 * 1024
"""A full sheet with the longest notes, whatever their alphabet."""

KEPT_SECONDS = 60 * 60

View = Callable[..., HttpResponse]


def keep_form(request: HttpRequest) -> bool:
    """Keep the posted form with the browser's session; say whether it was small enough."""
    posted = request.POST.copy()
    posted.pop("csrfmiddlewaretoken", None)
    text = posted.urlencode()
    if len(text) > MOST_CHARACTERS:
        return False
    request.session[KEY] = {"path": request.path, "form": text}
    if not request.user.is_authenticated:
        # Signing in gives the session its usual length again.
        request.session.set_expiry(KEPT_SECONDS)
    return True


def kept_form(request: HttpRequest) -> QueryDict | None:
    """Return the form that was kept for this page, if the address asks for it (`?kept=1`)."""
    kept = request.session.get(KEY) if "kept" in request.GET else None
    return QueryDict(kept["form"]) if kept and kept["path"] == request.path else None


def forget_form(request: HttpRequest) -> None:
    """Forget the kept form, now that it was saved."""
    request.session.pop(KEY, None)


def keeps_typed_work(view: View) -> View:
    """Ask for the sign-in like any other page, but keep what was posted."""

    @login_not_required
    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method != "POST":
            return redirect_to_login(request.get_full_path())
        if keep_form(request):
            messages.info(request, _("You were signed out. Sign in, and your form is back as you filled it."))
            return whole_page(request, redirect_to_login(f"{request.path}?kept=1").url)
        messages.error(request, _("This form was too long to keep. Go back in your browser to find it."))
        return whole_page(request, redirect_to_login(request.path).url)

    return wrapper


def whole_page(request: HttpRequest, url: str) -> HttpResponse:
    """Redirect the whole page, also where htmx asked for a part of it only."""
    return HttpResponseClientRedirect(url) if getattr(request, "htmx", False) else HttpResponseRedirect(url)
