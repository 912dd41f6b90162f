"""List filters: columns that hold several values of a vocabulary, and where an exercise stands."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exercises.domain.text import LabelledEnum
from exercises.domain.vocabulary import Status
from exercises.models.fields import choices_of
from exercises.models.review import Lack, lacking, lacking_nothing, on_its_way
from exercises.presenters.text import label_of

NOTHING = "nothing"


def vocabulary_filter(
    heading: str | Promise, vocabulary: type[LabelledEnum], *columns: str
) -> type[admin.SimpleListFilter]:
    """Return a filter that keeps the rows which name the chosen value in any of the columns."""

    class VocabularyFilter(admin.SimpleListFilter):
        title = heading  # type: ignore[assignment]
        parameter_name = columns[0]

        def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
            return choices_of(vocabulary)

        def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
            if not self.value():
                return queryset
            wanted = Q()
            for column in columns:
                wanted |= Q(**{f"{column}__has": self.value()})
            return queryset.filter(wanted)

    return VocabularyFilter


class CompletenessFilter(admin.SimpleListFilter):
    """Keeps what lacks something, or nothing."""

    title = _("completeness")
    parameter_name = "lacks"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*((one.value, label_of(one)) for one in Lack), (NOTHING, _("complete"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted, today = self.value(), timezone.localdate()
        if wanted == NOTHING:
            return queryset.filter(lacking_nothing(today=today))
        if wanted and wanted in Lack.__members__.values():
            return queryset.filter(lacking(wanted, today=today))
        return queryset.none() if wanted else queryset


class OnItsWayFilter(admin.SimpleListFilter):
    """Keeps what is a draft or in review, itself or as a working copy."""

    title = _("work under way")
    parameter_name = "way"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(one.value, label_of(one)) for one in (Status.DRAFT, Status.IN_REVIEW)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.value()
        if wanted in (Status.DRAFT, Status.IN_REVIEW):
            return queryset.filter(on_its_way(wanted))
        return queryset.none() if wanted else queryset
