"""Django's views for staff, made safe against what browsers may send."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


def without_nul(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Return the autocompletion's view with NUL left out of the term: PostgreSQL's texts cannot hold it.

    Here and not in each model's admin, because users and groups can be searched for as well.
    """

    @wraps(view)
    def wrapper(request: HttpRequest) -> HttpResponse:
        typed = request.GET.copy()
        typed["term"] = typed.get("term", "").replace("\0", "")
        request.GET = typed  # type: ignore[assignment]
        return view(request)

    return wrapper


def known_keys_only(optgroups: Callable[..., Any]) -> Callable[..., Any]:
    """Return the method of Django's autocompleting choices that leaves out what cannot be a key.

    Django would ask the database for it, and break where a form with such a value is to be shown again.
    """

    @wraps(optgroups)
    def wrapper(self: Any, name: str, value: list[Any], attr: Any = None) -> Any:
        key = self.field.remote_field.model._meta.pk
        return optgroups(self, name, [one for one in value if _is_a_key(key, one)], attr)

    return wrapper


def _is_a_key(field: Field[Any, Any], value: Any) -> bool:
    try:
        field.to_python(value)
    except ValidationError:
        return False
    return True


def admin_login(_request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
    """Lead staff who are signed in to the admin, whatever they send.

    Django's own form would take a password of anybody's here, past the bounds and the second factor of the
    site's sign-in, which is the only one there is.
    """
    return redirect("admin:index")
