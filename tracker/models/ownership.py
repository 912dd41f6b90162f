"""Whose row it is, decided in one place."""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class OwnedQuerySet(models.QuerySet[Row]):
    """Rows that belong to an athlete. Views reach them through `for_athlete` alone."""

    def for_athlete(self, user: Any) -> Self:
        """Only the rows of this user; another person's rows are as good as absent."""
        return self.filter(athlete_id=user.pk)
