"""What the page of a person's data shows: their imports, and what a file would bring back."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tracker.domain.archive.problems import ArchiveError, Reason
from tracker.domain.import_source import ImportSource
from tracker.models import Import, Upload
from tracker.services.archive_plan import ArchivePlan, Fate
from tracker.services.undo_import import Undone

IMPORTS_SHOWN = 10
NOTES_SHOWN = 20
KEPT_NAMED = 5

LABELS = {
    "sessions": gettext_lazy("Sessions"),
    "sets": gettext_lazy("Sets"),
    "mornings": gettext_lazy("Mornings after"),
    "measurements": gettext_lazy("Measurements"),
    "tests": gettext_lazy("Other tests"),
    "exercises": gettext_lazy("Exercises of your own"),
    "enrolments": gettext_lazy("Programmes and daily routines"),
    "plan_changes": gettext_lazy("Changes of the plan"),
    "screenings": gettext_lazy("Answers about your health"),
    "settings": gettext_lazy("Settings"),
}
"""In the order of the page. Sets that were removed say nothing to a person."""


@dataclass(frozen=True)
class ImportRow:
    """One import in the list."""

    id: uuid.UUID
    source: str
    is_own: bool
    file_name: str
    made_at: datetime
    can_be_undone: bool
    is_undone: bool
    is_under_way: bool


@dataclass(frozen=True)
class Count:
    """A kind of row: how many would be made, are there already, and stay out."""

    label: str
    new: int
    here: int
    left_out: int


@dataclass(frozen=True)
class Preview:
    """What a file would bring back."""

    id: uuid.UUID
    file_name: str
    counts: tuple[Count, ...]
    notes: tuple[str, ...]
    more_notes: int
    has_left_out: bool
    makes: int


def import_rows(user: User, now: datetime) -> list[ImportRow]:
    """Return the latest imports."""
    return [
        ImportRow(
            id=one.pk,
            source=_(one.source.label),
            is_own=one.source is ImportSource.OWN,
            file_name=one.file_name,
            made_at=one.made_at,
            can_be_undone=one.can_be_undone(now),
            is_undone=one.undone_at is not None,
            is_under_way=one.undone_at is None and one.finished_at is None,
        )
        for one in Import.objects.for_athlete(user).newest_first()[:IMPORTS_SHOWN]
    ]


def plan_as_json(plan: ArchivePlan) -> dict[str, Any]:
    """Return what a preview shows, as it is kept with the upload."""
    return {
        "counts": {
            member: [plan.counts[member, fate] for fate in (Fate.NEW, Fate.HERE, Fate.LEFT_OUT)]
            for member in LABELS
        },
        "notes": [
            [one.reason.text, dict(one.reason.values), one.count, one.place]
            for one in list(plan.notes.values())[:NOTES_SHOWN]
        ],
        "more_notes": max(0, len(plan.notes) - NOTES_SHOWN),
        "makes": plan.makes,
    }


def preview_of(upload: Upload) -> Preview:
    """Return what is shown of an upload before it is brought back."""
    kept = upload.mapping
    counts = tuple(
        Count(str(label), *kept["counts"][member])
        for member, label in LABELS.items()
        if any(kept["counts"][member])
    )
    return Preview(
        id=upload.pk,
        file_name=upload.file_name,
        counts=counts,
        notes=tuple(_note(*one) for one in kept["notes"]),
        more_notes=kept["more_notes"],
        has_left_out=any(one.left_out for one in counts),
        makes=kept["makes"],
    )


def _note(text: str, values: Mapping[str, object], count: int, place: str) -> str:
    where = {"reason": said(Reason(text, values)), "count": count, "place": place}
    many = ngettext("%(reason)s At %(place)s.", "%(reason)s %(count)d times, first at %(place)s.", count)
    return many % where


def brought_back_words(plan: ArchivePlan) -> str:
    """Return what is said once a file was brought back."""
    if not plan.makes:
        return _("Everything in this file is here already. Nothing was changed.")
    sessions = plan.counts["sessions", Fate.NEW]
    others = plan.makes - sessions - plan.counts["sets", Fate.NEW]
    words = [ngettext("%d session was brought back.", "%d sessions were brought back.", sessions) % sessions]
    if others:
        words.append(ngettext("So was %d other entry.", "So were %d other entries.", others) % others)
    return " ".join([*words, _("You can undo this for 30 days.")])


def undone_words(undone: Undone) -> str:
    """Return what is said once an import was undone, with the days of what stays."""
    gone = ngettext("%d entry was taken away.", "%d entries were taken away.", undone.gone) % undone.gone
    if not undone.kept:
        return gone
    days = ", ".join(date_format(day, "j M Y") for day in undone.kept[:KEPT_NAMED])
    more = "…" if len(undone.kept) > KEPT_NAMED else ""
    kept = _("What you changed since stays: %(days)s.") % {"days": days + more}
    return f"{gone} {kept}"


def said(reason: Reason) -> str:
    """Return a reason as a sentence in the person's language."""
    return _(reason.text) % reason.values if reason.values else _(reason.text)


def said_of(errors: Iterable[ArchiveError]) -> list[str]:
    """Return what is wrong with a file, each with its place."""
    return [f"{one.place}: {said(one.reason)}" if one.place else said(one.reason) for one in errors]
