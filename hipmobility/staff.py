"""Django's views for staff, made safe against what browsers may send."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse


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
