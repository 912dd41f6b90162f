"""The pages of an import from another app: what the file holds, how far it is, and what came of it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.models import Exercise
from tracker.domain.foreign.likeness import Known, Likeness
from tracker.domain.foreign.problem import RowProblem
from tracker.domain.foreign.survey import Survey, name_key
from tracker.models import Import, Upload
from tracker.services.begin_import import KEEP, LEAVE, field_of

MANY_NAMES = 60
"""Above so many names each list holds the exercises most like it alone, or the page would grow heavy."""

MOST_LIKE = 8


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """A row that is refused; without a column it is the row as a whole."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Problems:
    """The rows that are refused, the first ones named."""

    count: int
    shown: tuple[ShownProblem, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.shown)


@dataclass(frozen=True, slots=True)
class NameRow:
    """One name of the file with what it may stand for; `groups` are a label and its slugs with names."""

    field: str
    name: str
    text: str
    chosen: str
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a kept file would bring in."""

    id: uuid.UUID
    file_name: str
    source: str
    facts: tuple[tuple[str, str], ...]
    first: datetime
    last: datetime
    remarks: tuple[str, ...]
    problems: Problems
    names: tuple[NameRow, ...]
    makes: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import is; `sessions` are those that it made."""

    id: uuid.UUID
    position: int
    total: int
    is_finished: bool
    is_undone: bool
    is_gone: bool
    sessions: str
    has_made_any: bool


def names_in(upload: Upload) -> list[str]:
    """Return the names of a kept file, in the order of its fields."""
    return [one["name"] for one in upload.mapping["survey"]["names"]]


def build_preview(
    upload: Upload, exercises: Sequence[Exercise], own: Iterable[Exercise], form: Any = None
) -> Preview:
    """Return the page of a kept file; a form that was sent has its choices and errors shown again."""
    told: Mapping[str, Any] = upload.mapping["survey"]
    new = told["sessions"] - told["known"]
    here = _("%(count)s, of which %(known)s are here already")
    sessions = here % {"count": told["sessions"], "known": told["known"]} if told["known"] else str(new)
    return Preview(
        id=upload.pk,
        file_name=upload.file_name,
        source=str(_(upload.source.label)),
        facts=((_("Sessions"), sessions), (_("Sets"), str(told["sets"]))),
        first=datetime.fromisoformat(told["first"]),
        last=datetime.fromisoformat(told["last"]),
        remarks=tuple(_remarks(told)),
        problems=_problems(told["refused"], told["problems"]),
        names=_names(told["names"], exercises, own, form) if new else (),
        makes=new,
    )


def problems_of(found: Survey) -> Problems:
    """Return the refused rows of a file that was not kept."""
    return Problems(found.refused, tuple(_shown(one) for one in found.problems))


def _problems(count: int, stored: Iterable[Mapping[str, Any]]) -> Problems:
    return Problems(count, tuple(_shown(RowProblem(**one)) for one in stored))


def _shown(one: RowProblem) -> ShownProblem:
    return ShownProblem(one.line, one.column, _(one.reason) % one.values if one.values else _(one.reason))


def _remarks(told: Mapping[str, Any]) -> Iterable[str]:
    """Say what of the file has no place here."""
    if count := told["undone"]:
        yield _row_words(
            count,
            ngettext(
                "%(count)s row names no amount, so nothing was done in it.",
                "%(count)s rows name no amount, so nothing was done in them.",
                count,
            ),
        )
    if count := told["efforts"]:
        yield _row_words(
            count,
            ngettext(
                "The effort of %(count)s set is left out: here it is noted for a whole session.",
                "The effort of %(count)s sets is left out: here it is noted for a whole session.",
                count,
            ),
        )
    if count := told["times"]:
        yield _row_words(
            count,
            ngettext(
                "%(count)s set has reps and a time; its reps are kept.",
                "%(count)s sets have reps and a time; their reps are kept.",
                count,
            ),
        )


def _row_words(count: int, text: str) -> str:
    return text % {"count": count}


def _names(
    told: Sequence[Mapping[str, Any]], exercises: Sequence[Exercise], own: Iterable[Exercise], form: Any
) -> tuple[NameRow, ...]:
    likeness = Likeness(Known(one.slug, (one.name, *one.synonym_list)) for one in exercises)
    known = {one.slug: one.name for one in exercises}
    have = {name_key(one.name) for one in own}
    rows = []
    for number, one in enumerate(told):
        name, field = one["name"], field_of(number)
        is_own = name_key(name) in have
        near = likeness.nearest(name, MOST_LIKE) if len(told) > MANY_NAMES else tuple(known)
        usual = KEEP if is_own else likeness.choice(name) or KEEP
        sets = ngettext("%(count)s set", "%(count)s sets", one["sets"]) % {"count": one["sets"]}
        keep = _("My own exercise, which I have") if is_own else _("Keep as my own exercise")
        rows.append(
            NameRow(
                field=field,
                name=name,
                text=sets,
                chosen=form.data.get(field, usual) if form else usual,
                groups=(
                    ("", ((KEEP, keep), (LEAVE, _("Leave out")))),
                    (_("It is this exercise"), tuple((slug, known[slug]) for slug in near)),
                ),
                errors=tuple(form.errors.get(field, ())) if form else (),
            )
        )
    return tuple(rows)


def build_progress(imported: Import, *, made: int, is_gone: bool) -> Progress:
    """Return the page of an import; `is_gone` says that its file is not kept any more."""
    text = ngettext("%(count)s session came in.", "%(count)s sessions came in.", made)
    return Progress(
        id=imported.pk,
        position=imported.position,
        total=imported.total,
        is_finished=imported.finished_at is not None,
        is_undone=imported.undone_at is not None,
        is_gone=is_gone,
        sessions=text % {"count": made},
        has_made_any=made > 0,
    )
