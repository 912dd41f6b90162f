"""List filters for columns that hold several values of a vocabulary."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise

from exercises.domain.text import LabelledEnum
from exercises.models.fields import choices_of


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
