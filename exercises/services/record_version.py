"""Keeping versions: what an entry of the catalogue said from one moment on, and who answers for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db.models import Max, Q

from exercises.domain.decoding import encode
from exercises.domain.document import Document, ExerciseDocument
from exercises.domain.vocabulary import Origin
from exercises.models import Exercise, Version
from exercises.services.write_document import digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who reviewed a version: the account, the role as it stands on the page, and the day."""

    reviewer: User
    role: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What to keep as the next version of an entry. `editor_name` is for an editor whose account is gone."""

    slug: str
    document: Document
    origin: Origin
    editor: User | None = None
    editor_name: str = ""
    signature: Signature | None = None
    reason: str = ""


def record_version(*, entry: Entry, now: datetime) -> Version:
    """Keep one version and return it."""
    return record_versions(entries=[entry], now=now)[0]


def record_versions(*, entries: Sequence[Entry], now: datetime) -> list[Version]:
    """Keep the next version of each entry, and return them in the same order.

    An exercise's row then points to its version. Three queries for any number of entries, and one more
    where there are exercises.
    """
    numbers = _numbers({(one.document.folder, one.slug) for one in entries})
    rows = [_version(one, numbers, now) for one in entries]
    Version.objects.bulk_create(rows)
    versions = {row.slug: row for row, one in zip(rows, entries, strict=True) if _is_exercise(one)}
    exercises = list(Exercise.objects.filter(slug__in=versions).only("pk", "slug")) if versions else []
    for exercise in exercises:
        exercise.version = versions[exercise.slug]
    Exercise.objects.bulk_update(exercises, ["version"], batch_size=200)
    return rows


def display_name(user: User | None) -> str:
    """Return how an account is named in the record, so that it outlives the account."""
    return (user.get_full_name() or user.email or user.username) if user else ""


def _is_exercise(entry: Entry) -> bool:
    return isinstance(entry.document, ExerciseDocument)


def _numbers(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    by_kind: dict[str, list[str]] = {}
    for kind, slug in wanted:
        by_kind.setdefault(kind, []).append(slug)
    some = Q(pk=None)
    for kind, slugs in by_kind.items():
        some |= Q(kind=kind, slug__in=slugs)
    found = Version.objects.filter(some).order_by().values_list("kind", "slug").annotate(last=Max("number"))
    return {(kind, slug): last for kind, slug, last in found}


def _version(entry: Entry, numbers: dict[tuple[str, str], int], now: datetime) -> Version:
    kind = entry.document.folder
    numbers[kind, entry.slug] = numbers.get((kind, entry.slug), 0) + 1
    signature = entry.signature
    return Version(
        kind=kind,
        slug=entry.slug,
        number=numbers[kind, entry.slug],
        document=encode(entry.document),
        digest=digest(entry.document),
        origin=entry.origin,
        reason=entry.reason,
        created_at=now,
        edited_by=entry.editor,
        editor_name=display_name(entry.editor) or entry.editor_name,
        reviewed_by=signature.reviewer if signature else None,
        reviewer_name=display_name(signature.reviewer) if signature else "",
        reviewer_role=signature.role if signature else "",
        reviewed_on=signature.on if signature else None,
    )
