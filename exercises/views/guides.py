"""The knowledge pages, and the sources that they and the exercises rest on."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from exercises.models import Guide, Reference
from exercises.presenters.guides import guide_page, reference_groups
from exercises.views.page_memory import remembered


@login_not_required
@require_safe
@remembered
def guide_list(request: HttpRequest) -> HttpResponse:
    """List all guide pages in reading order."""
    return render(request, "exercises/guide_list.html", {"guides": Guide.objects.in_order()})


@login_not_required
@require_safe
@remembered
def guide_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one guide page with its numbered sources."""
    guide = get_object_or_404(Guide.objects.for_page(), slug=slug)
    return render(request, "exercises/guide_detail.html", {"page": guide_page(guide)})


@login_not_required
@require_safe
@remembered
def reference_list(request: HttpRequest) -> HttpResponse:
    """List every source, by kind."""
    groups = reference_groups(Reference.objects.all())
    return render(request, "exercises/reference_list.html", {"groups": groups})
