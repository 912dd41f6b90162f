"""The start page of the admin: what waits for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from exercises.domain.vocabulary import Status
from exercises.models import Exercise
from exercises.models.review import OF_CONTENT, Lack, drafts_of, in_review, lacks_of, review_counts
from exercises.services.record_version import display_name

MOST = 20
"""So many rows are named; the list behind the link holds all."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An exercise on its way to the site."""

    pk: int
    name: str
    is_change: bool
    since: datetime
    editor: str
    is_own: bool
    lacks: tuple[Lack, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """`in_review`, `unreviewed` and `outdated` are for reviewers, `drafts` for editors."""

    is_reviewer: bool
    is_editor: bool
    in_review: tuple[Draft, ...]
    more_in_review: bool
    unreviewed: int
    outdated: int
    drafts: tuple[Draft, ...]
    more_drafts: bool

    @property
    def is_shown(self) -> bool:
        return self.is_reviewer or self.is_editor


def waiting_for(user: Any, *, today: date) -> Waiting:
    """Return what waits for a member of staff. Three queries at most."""
    is_reviewer = user.has_perm("exercises.publish_exercise")
    is_editor = user.has_perm("exercises.submit_exercise")
    reviews = list(in_review()[: MOST + 1]) if is_reviewer else []
    counts = review_counts(today=today) if is_reviewer else {"unreviewed": 0, "outdated": 0}
    drafts = list(drafts_of(user, today=today)[: MOST + 1]) if is_editor else []
    return Waiting(
        is_reviewer=is_reviewer,
        is_editor=is_editor,
        in_review=tuple(_draft(one, user, today) for one in reviews[:MOST]),
        more_in_review=len(reviews) > MOST,
        drafts=tuple(_draft(one, user, today) for one in drafts[:MOST]),
        more_drafts=len(drafts) > MOST,
        **counts,
    )


def _draft(row: Exercise, user: Any, today: date) -> Draft:
    lacks = lacks_of(row, today=today) if row.status is Status.DRAFT else ()
    is_own = row.edited_by_id is not None and row.edited_by_id == user.pk
    # The editor of a draft of one's own is oneself: it was not fetched, and is not shown.
    editor = "" if is_own else display_name(row.edited_by)
    return Draft(
        pk=row.pk,
        name=row.name,
        is_change=row.revises_id is not None,
        since=row.updated_at,
        editor=editor,
        is_own=is_own,
        lacks=tuple(one for one in lacks if one in OF_CONTENT),
    )
