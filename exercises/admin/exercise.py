"""Exercises with their steps, faults, ladder and rules: drafts to edit, what is published to read."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from exercises.admin.base import CatalogueAdmin
from exercises.admin.exercise_columns import IN_WORDS, ExerciseColumns
from exercises.admin.exercise_fields import FIELDSETS, STANDING
from exercises.admin.exercise_parts import ExerciseRuleInline, FaultInline, ProgressionInline, StepInline
from exercises.admin.filters import CompletenessFilter, OnItsWayFilter, vocabulary_filter
from exercises.admin.publication import PublicationTools
from exercises.admin.stale import WatchfulForm, says_now
from exercises.domain.vocabulary import Equipment, Muscle, Sport, Status, StressTag
from exercises.models import Contraindication, Exercise, Progression
from exercises.models.review import with_completeness
from exercises.services.archive_exercise import archive_exercise, offer_again
from exercises.services.discard_draft import ladder_problems
from exercises.services.staff_rules import PUBLISH, NotReadyError


class OneRowEach(ChangeList):
    """The list names every exercise once: a working copy stands in the row of what it revises."""

    def get_results(self, request: HttpRequest) -> None:
        self.root_queryset = self.root_queryset.filter(revises=None)
        super().get_results(request)

    def get_queryset(self, *args: Any, **kwargs: Any) -> QuerySet[Any]:
        return super().get_queryset(*args, **kwargs).filter(revises=None)


@admin.register(Exercise)
class ExerciseAdmin(PublicationTools, ExerciseColumns, CatalogueAdmin):
    """Only a draft is edited. Every other step is one of the tools of publication."""

    form: type[forms.ModelForm] = WatchfulForm
    list_display = ("name", "status", "aim", "level", "completeness", "draft")
    list_filter = (
        "status",
        OnItsWayFilter,
        CompletenessFilter,
        "aim",
        "level",
        "position",
        vocabulary_filter(_("equipment"), Equipment, "equipment", "optional_equipment"),
        vocabulary_filter(_("sport"), Sport, "sports"),
        vocabulary_filter(_("stress tag"), StressTag, "stress"),
        vocabulary_filter(_("muscle"), Muscle, "stretches", "works"),
    )
    search_fields = ("name", "slug", "synonyms", "summary")
    actions = ("archive", "unarchive")
    inlines = (StepInline, FaultInline, ProgressionInline, ExerciseRuleInline)
    parts = (Contraindication,)
    formfield_overrides: ClassVar[dict[Any, Any]] = {
        **CatalogueAdmin.formfield_overrides,
        models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 4})},
    }
    own_readonly: ClassVar[tuple[str, ...]] = ("address", *STANDING)
    fieldsets = FIELDSETS

    def get_queryset(self, request: HttpRequest) -> QuerySet[Exercise]:
        rows = Exercise.everything.select_related("version", "revises__version", "working_copy", "edited_by")
        rows = rows.defer("version__document", "revises__version__document")
        return with_completeness(rows).order_by("name")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return OneRowEach

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Leave out, where exercises are picked, working copies and what was merged into another.

        A ladder may lead to a draft, and says so to nobody until that is published; nothing else names one.
        """
        if request.path == reverse("admin:autocomplete"):
            queryset = queryset.filter(revises=None, merged_into=None)
            if request.GET.get("model_name") != "progression":
                queryset = queryset.exclude(status__in=(Status.DRAFT, Status.IN_REVIEW))
        return super().get_search_results(request, queryset, search_term)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.status is Status.DRAFT)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only what was never published is deleted. A working copy is discarded."""
        is_own_draft = obj is None or (obj.status is Status.DRAFT and obj.revises_id is None)
        return super().has_delete_permission(request, obj) and is_own_draft

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PUBLISH)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*self.own_readonly, "slug") if obj else self.own_readonly

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show the address that an exercise has on the site, not the one that keeps a working copy apart.

        Where nothing is edited, lists of a vocabulary stand in its words.
        """
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return fieldsets[:-1]
        instead = {"slug": "address"}
        if not self.has_change_permission(request, obj):
            instead |= IN_WORDS
        return [
            (name, {**options, "fields": [_one_instead(one, instead) for one in options["fields"]]})
            for name, options in fieldsets
        ]

    def view_on_site(self, obj: Exercise) -> str:
        return (obj.revises or obj).get_absolute_url()

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        is_there = obj is not None and (obj.revises or obj).status in (Status.PUBLISHED, Status.ARCHIVED)
        return self.view_on_site(obj) if is_there else None

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Name the editor of what was changed, and say where the ladder leads one way only."""
        super().save_related(request, form, formsets, change)
        row = form.instance
        # A form counts a text as changed when a browser sends its line ends otherwise; documents do not.
        if form.said != says_now(row):
            row.edited_by = request.user
            row.save(update_fields=["edited_by", "updated_at"])
        for step in Progression.objects.without_way_back(row):
            message = _(
                "%(other)s is on this ladder, but does not lead back here. Add this exercise to its ladder."
            )
            self.message_user(request, message % {"other": step.other}, messages.WARNING)

    def keep_version(self, request: HttpRequest, form: Any) -> None:
        """Keep none: an exercise gets a version by being published."""

    def response_add(self, request: HttpRequest, obj: Exercise, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._after_saving(request, obj) or super().response_add(request, obj, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Exercise) -> HttpResponse:
        return self._after_saving(request, obj) or super().response_change(request, obj)

    def _after_saving(self, request: HttpRequest, obj: Exercise) -> HttpResponse | None:
        if "_submit_draft" not in request.POST:
            return None
        self.submit(request, obj)
        return self._to(obj)

    @admin.action(description=_("Archive: keep for the history, offer to no one"), permissions=["publish"])
    def archive(self, request: HttpRequest, queryset: QuerySet[Exercise]) -> None:
        count = self._each(request, queryset, archive_exercise)
        if count:
            message = ngettext("%d exercise archived.", "%d exercises archived.", count) % count
            self.message_user(request, message, messages.SUCCESS)

    @admin.action(description=_("Offer again"), permissions=["publish"])
    def unarchive(self, request: HttpRequest, queryset: QuerySet[Exercise]) -> None:
        count = self._each(request, queryset, offer_again)
        if count:
            message = ngettext("%d exercise is offered again.", "%d exercises are offered again.", count)
            self.message_user(request, message % count, messages.SUCCESS)

    def _each(self, request: HttpRequest, queryset: QuerySet[Exercise], service: Any) -> int:
        """Take a step with each exercise, name those that refuse, and return how many did not."""
        count = 0
        for row in queryset:
            try:
                service(exercise=row, by=request.user, now=timezone.now())
            except NotReadyError as error:
                self.message_user(request, f"{row}: {' '.join(error.problems)}", messages.ERROR)
            else:
                count += 1
        return count

    @admin.display(description=_("origin"))
    def origin(self, row: Any) -> str:
        if row.revises_id is not None:
            return gettext("A working copy. The site shows what was published last.")
        return super().origin(row)

    def in_the_way(self, objs: Any) -> list[str]:
        found = super().in_the_way(objs)
        if found:
            advice = _("Archive it instead: it is then kept for the history and offered to no one.")
            found.append(str(advice))
        return [*found, *(problem for one in objs for problem in ladder_problems(one))]


def _one_instead(field: Any, instead: dict[str, str]) -> Any:
    return instead.get(field, field) if isinstance(field, str) else field
