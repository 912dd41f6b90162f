"""What a merge would move, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.models.catalogue_reading import FEWEST
from tracker.presenters.words import grouped


def describe_move(counts: Mapping[str, int]) -> str:
    """Return how many sets of how many people move; a few people are not counted, to tell nobody apart."""
    sets, people = counts["sets"], counts["people"]
    if not sets:
        return _("Nobody has logged it: no set moves.")
    if people < FEWEST:
        return _("Fewer than %(fewest)d people have logged it; their sets move.") % {"fewest": FEWEST}
    words = ngettext(
        "%(sets)s set of %(people)s people moves.", "%(sets)s sets of %(people)s people move.", sets
    )
    return words % {"sets": grouped(sets), "people": grouped(people)}
