"""What the logs say of the catalogue, for whoever keeps it."""

from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tracker.presenters.catalogue_log import catalogue_log_page


@require_safe
def catalogue_log(request: HttpRequest) -> HttpResponse:
    """Show the table; the right to read the catalogue is enough, because it names nobody."""
    if not request.user.has_perm("exercises.view_exercise"):
        raise PermissionDenied
    context = {
        **admin.site.each_context(request),
        "title": _("What the logs say"),
        "page": catalogue_log_page(
            period=request.GET.get("period", ""), sort=request.GET.get("sort", ""), today=timezone.localdate()
        ),
    }
    return TemplateResponse(request, "admin/tracker/catalogue_log.html", context)
