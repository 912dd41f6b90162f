"""What a person's own aim cannot reach of a programme, and the number that would do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.models import Exercise
from tracker.domain.aims import aim_that_reaches
from tracker.domain.course import Pattern


def aim_words(pattern: Pattern, exercises: Mapping[str, Iterable[Exercise]], *, aim: int) -> str:
    """Say which exercises come on fewer days than they ask for, and how many sessions would do; or "".

    `exercises` holds those that the person does of each routine, by its slug.
    """
    routines: dict[Exercise, set[str]] = {}
    for routine, found in exercises.items():
        for one in found:
            routines.setdefault(one, set()).add(routine)
    names: dict[int, list[str]] = {}
    for one, places in routines.items():
        wanted = aim_that_reaches(pattern, places, least=one.dosage.days_a_week.min or 0, aim=aim)
        if wanted:
            names.setdefault(wanted, []).append(one.name)
    if not names:
        return ""
    text = ngettext(
        "With your aim of %(aim)s session a week, not every exercise comes as often as it asks for.",
        "With your aim of %(aim)s sessions a week, not every exercise comes as often as it asks for.",
        aim,
    )
    return " ".join([text % {"aim": aim}, *(_would_do(names[number], number) for number in sorted(names))])


def _would_do(names: list[str], sessions: int) -> str:
    return _("For %(names)s, %(sessions)s sessions a week would do.") % {
        "names": get_text_list(names, _("and")),
        "sessions": sessions,
    }
