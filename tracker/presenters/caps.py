"""How far an exercise's ceiling is used up, in words."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tracker.domain.caps import CapUse


def cap_words(use: CapUse) -> str:
    """Say how many of the days in any 7 are used, and when it is next prescribed if not today."""
    values: dict[str, int | str] = {"used": use.used, "max": use.max}
    if use.next_day is None:
        return _("%(used)s of %(max)s days used in these 7.") % values
    values |= {"day": date_format(use.next_day, "l j F")}
    if use.used < use.max:
        return _("Done today already: %(used)s of %(max)s days used in these 7, next on %(day)s.") % values
    return _("%(used)s of %(max)s days used in these 7, next on %(day)s.") % values
