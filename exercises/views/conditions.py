"""What to read before the first session."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from exercises.models import Condition
from exercises.presenters.conditions import before_you_start
from exercises.views.page_memory import remembered


@login_not_required
@require_safe
@remembered
def condition_list(request: HttpRequest) -> HttpResponse:
    """Show the red flags, then what each condition changes."""
    page = before_you_start(Condition.objects.for_page())
    return render(request, "exercises/before_you_start.html", {"page": page})
