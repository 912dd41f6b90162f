"""Making a row of the catalogue say what its document says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import groupby
from typing import Any, cast

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from exercises.domain.decoding import DocumentError, FieldProblem
from exercises.domain.document import ConditionDocument, Document, ReferenceDocument
from exercises.domain.vocabulary import Status
from exercises.models import Condition, Exercise, Programme, Reference, Routine
from exercises.models.base import CatalogueEntry
from exercises.services.document_columns import FIELD_OF_COLUMN, columns_of
from exercises.services.document_parts import Keys, key_of, parts_of
from exercises.services.write_document import MODELS, describe

NAMED_MODELS: tuple[type[CatalogueEntry], ...] = (Reference, Condition, Exercise, Routine)
"""The models whose rows a document may name."""


@transaction.atomic
def apply_document(*, slug: str, document: Document) -> CatalogueEntry:
    """Create or change the row `slug` so that it says what `document` says, and return it.

    A row that says so already is not written. Raises DocumentError for what the models refuse, and for an
    exercise that is on the site or in review: it is changed through a draft that a reviewer publishes.
    """
    model = MODELS[type(document)]
    rows = cast("Any", model._default_manager).for_document()
    row: CatalogueEntry | None = rows.filter(slug=slug).first()
    if row is not None and describe(row) == document:
        return row
    if isinstance(row, Exercise) and row.status is not Status.DRAFT:
        raise DocumentError(
            FieldProblem("", _("Only a draft is changed at once; start one, and publish it."))
        )
    if isinstance(row, Exercise):
        # Nobody is known to have written this: whoever submits it answers for it, and does not review it.
        row.edited_by = None
    return write_row(slug=slug, document=document, row=row)


def write_row(*, slug: str, document: Document, row: CatalogueEntry | None) -> CatalogueEntry:
    """Write a document into `row`, or into a new row, with all its parts; whether it may is the caller's.

    Raises DocumentError for what the models refuse.
    """
    problems = problems_of(document)
    if problems:
        raise DocumentError(*problems)
    row = save_row(slug=slug, document=document, row=row)
    replace_parts(row=row, document=document, keys=read_keys())
    return row


def read_keys() -> Keys:
    """Return the keys of all rows that a document may name, by model and slug."""
    return {model: dict(model._default_manager.values_list("slug", "pk")) for model in NAMED_MODELS}


def problems_of(document: Document) -> list[FieldProblem]:
    """Return what the models' own fields refuse (lengths above all), without asking the database."""
    row = MODELS[type(document)](slug="any", **columns_of(document))
    unlinked: Keys = defaultdict(lambda: defaultdict(int))
    problems = _field_problems(row, "")
    for part in parts_of(document, row, unlinked):
        foreign = [field.name for field in part.row._meta.fields if field.is_relation]
        problems += _field_problems(part.row, part.field, exclude=foreign)
    return problems


def save_row(
    *, slug: str, document: Document, row: CatalogueEntry | None, loaded_digest: str | None = None
) -> CatalogueEntry:
    """Write the document's own columns into `row`, or into a new row, without its parts and sources."""
    if row is None:
        row = MODELS[type(document)](slug=slug)
    for name, value in columns_of(document).items():
        setattr(row, name, value)
    if loaded_digest is not None:
        row.loaded_digest = loaded_digest
    try:
        # The slug of a working copy is no address.
        row.full_clean(exclude=["slug"] if isinstance(row, Exercise) and row.revises_id else None)
    except ValidationError as error:
        raise DocumentError(*_problems_in(error, row, "")) from error
    row.save()
    return row


def replace_parts(*, row: CatalogueEntry, document: Document, keys: Keys) -> None:
    """Put the document's steps, faults, ladder, rules, items, tracks and sources in place of the row's."""
    parts = parts_of(document, row, keys)
    for old in _parts_in_place(row):
        old.delete()
    for model, same in groupby(parts, key=lambda part: type(part.row)):
        cast("Any", model)._default_manager.bulk_create([part.row for part in same])
    if isinstance(document, ConditionDocument):
        follows = key_of(keys, Condition, document.follows, "follows") if document.follows else None
        Condition.objects.filter(pk=row.pk).update(follows=follows)
    if not isinstance(document, ReferenceDocument):
        cast("Any", row).sources.set(
            [key_of(keys, Reference, slug, f"sources[{n}]") for n, slug in enumerate(document.sources)]
        )


def _parts_in_place(row: CatalogueEntry) -> Iterable[models.QuerySet[Any]]:
    if isinstance(row, Exercise):
        return (row.steps.all(), row.faults.all(), row.progressions.all(), row.contraindications.all())
    if isinstance(row, Condition):
        return (row.rules.filter(exercise=None),)
    if isinstance(row, Routine):
        return (row.items.all(),)
    return (row.tracks.all(),) if isinstance(row, Programme) else ()


def _field_problems(row: models.Model, prefix: str, exclude: Collection[str] = ()) -> list[FieldProblem]:
    try:
        row.clean_fields(exclude=exclude)
    except ValidationError as error:
        return _problems_in(error, row, prefix)
    return []


def _problems_in(error: ValidationError, row: models.Model, prefix: str) -> list[FieldProblem]:
    """Return a model's refusals under the names of the document's fields."""
    names = {NON_FIELD_ERRORS: "", **FIELD_OF_COLUMN.get(row._meta.model_name or "", {})}
    return [
        FieldProblem(".".join(part for part in (prefix, names.get(column, column)) if part), message)
        for column, messages in error.message_dict.items()
        for message in messages
    ]
