"""Writing many documents into their rows at once, in a number of queries that grows slowly with them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any, NamedTuple, cast

from exercises.domain.document import ConditionDocument, Document, ReferenceDocument
from exercises.models import (
    Condition,
    Contraindication,
    Fault,
    ProgrammeTrack,
    Progression,
    Reference,
    RoutineItem,
    Step,
)
from exercises.models.base import CatalogueEntry
from exercises.services.apply_document import read_keys
from exercises.services.document_columns import columns_of
from exercises.services.document_parts import Keys, key_of, parts_of
from exercises.services.write_document import MODELS

AT_ONCE = 500


class Writing(NamedTuple):
    """A row, saved or new, and the document that it shall hold."""

    row: CatalogueEntry
    document: Document


def write_rows(writings: Sequence[Writing]) -> None:
    """Make every row say what its document says; new rows are created.

    The documents were checked (`problems_of`, their links), so rows are not validated one by one: the
    constraints of the database hold what is left. Rows come first and parts after them all, since a document
    may name a row that is made here.
    """
    for row, document in writings:
        for name, value in columns_of(document).items():
            setattr(row, name, value)
    old = [one for one in writings if one.row.pk is not None]
    for one in old:
        one.row.save()
    for model in MODELS.values():
        new = [one.row for one in writings if one.row.pk is None and type(one.row) is model]
        cast("Any", model)._base_manager.bulk_create(new, batch_size=AT_ONCE)
    keys = read_keys()
    _delete_parts([one.row for one in old])
    parts = [part.row for one in writings for part in parts_of(one.document, one.row, keys)]
    parts.sort(key=lambda part: type(part).__name__)
    for model, same in groupby(parts, key=type):
        cast("Any", model)._base_manager.bulk_create(list(same), batch_size=AT_ONCE)
    _write_follows(writings, keys)
    _write_sources(writings, keys)


def _delete_parts(rows: Sequence[CatalogueEntry]) -> None:
    """Delete what hangs on these rows; a rule about one exercise belongs to that exercise alone."""
    keys: dict[str, list[int]] = {}
    for row in rows:
        keys.setdefault(row._meta.model_name or "", []).append(row.pk)
    if exercises := keys.get("exercise"):
        for model in (Step, Fault, Progression, Contraindication):
            cast("Any", model)._base_manager.filter(exercise__in=exercises).delete()
    if conditions := keys.get("condition"):
        Contraindication.objects.filter(exercise=None, condition__in=conditions).delete()
    if routines := keys.get("routine"):
        RoutineItem.objects.filter(routine__in=routines).delete()
    if programmes := keys.get("programme"):
        ProgrammeTrack.objects.filter(programme__in=programmes).delete()


def _write_follows(writings: Sequence[Writing], keys: Keys) -> None:
    changed = []
    for row, document in writings:
        if isinstance(row, Condition) and isinstance(document, ConditionDocument):
            slug = document.follows
            row.follows_id = key_of(keys, Condition, slug, "follows") if slug else None
            changed.append(row)
    Condition.objects.bulk_update(changed, ["follows"], batch_size=AT_ONCE)


def _write_sources(writings: Sequence[Writing], keys: Keys) -> None:
    by_model: dict[type[CatalogueEntry], list[Writing]] = {}
    for one in writings:
        if not isinstance(one.document, ReferenceDocument):
            by_model.setdefault(type(one.row), []).append(one)
    for model, same in by_model.items():
        field: Any = cast("Any", model)._meta.get_field("sources")
        table: Any = field.remote_field.through
        owner, other = field.m2m_field_name(), field.m2m_reverse_field_name()
        links = [
            table(
                **{
                    f"{owner}_id": row.pk,
                    f"{other}_id": key_of(keys, Reference, slug, f"sources[{n}]"),
                }
            )
            for row, document in same
            if not isinstance(document, ReferenceDocument)
            for n, slug in enumerate(document.sources)
        ]
        table._base_manager.filter(**{f"{owner}__in": [row.pk for row, _document in same]}).delete()
        table._base_manager.bulk_create(links, batch_size=AT_ONCE)
