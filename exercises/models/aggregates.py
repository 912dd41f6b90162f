"""Aggregates that both databases know under names of their own."""

from __future__ import annotations

from typing import Any

from django.db.models import Aggregate, JSONField


class GatheredJSON(Aggregate):
    """All values of a group as one JSON list, in no particular order; NULL for an empty group."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_AGG", **extra)
