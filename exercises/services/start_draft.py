"""Starting a change of an exercise that is, or was, on the site: its working copy."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from exercises.models import Exercise
from exercises.services.apply_document import write_row
from exercises.services.staff_rules import SUBMIT, UNPUBLISHED, locked, refuse, require
from exercises.services.write_document import describe, digest


@transaction.atomic
def start_draft(*, exercise: Exercise, by: User) -> Exercise:
    """Return the exercise's working copy, which says what the exercise says until it is edited.

    One that is there already is returned as it stands. The site shows the exercise as before. A working
    copy's `loaded_digest` is the digest of what the exercise said when the copy was made or submitted.
    """
    require(by, SUBMIT)
    live = locked(exercise.pk)
    copy: Exercise | None = Exercise.everything.filter(revises=live).first()
    if copy is not None:
        return copy
    refuse(_start_problems(live))
    document = describe(live)
    copy = Exercise(slug=f"~{live.pk}", revises=live, edited_by=by, loaded_digest=digest(document))
    write_row(slug=copy.slug, document=document, row=copy)
    return copy


def _start_problems(live: Exercise) -> list[str]:
    problems = []
    if live.status in UNPUBLISHED:
        problems.append(_("This exercise was never published: it is a draft itself."))
    if live.merged_into is not None:
        problems.append(_("This exercise was merged into “%s”.") % live.merged_into)
    return problems
