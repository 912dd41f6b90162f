"""The routines on Today: those that are due, the one that is suggested without a plan, and all others."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from exercises.models import Routine
from tracker.domain.schedule import Plan
from tracker.models import ChangeKind
from tracker.presenters.plan_reasons import day_words, due_words, next_words, rest_words
from tracker.presenters.today_card import RoutineCard, routine_card
from tracker.services.offer import Offer
from tracker.services.plan_state import PlanState
from tracker.services.prescribe_session import places_of_routine
from tracker.services.read_today import Shelf

FIRST_ROUTINE = "hip-mobility-routine"
"""The routine that a new person is sent to: the short one of the founding article."""


@dataclass(frozen=True, slots=True)
class Rest:
    """Why nothing is due, when it goes on ("" where nothing is in sight), and with which routines."""

    text: str
    next: str
    routines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PutOff:
    """A routine that is put off for today; `change` is the key by which it is put back."""

    name: str
    change: uuid.UUID


@dataclass(frozen=True)
class Routines:
    """What was read for the page, and the cards that come from it."""

    state: PlanState
    offer: Offer
    shelf: Shelf
    plan: Plan
    today: date

    @cached_property
    def by_slug(self) -> Mapping[str, Routine]:
        return {one.slug: one for one in self.shelf.routines}

    @cached_property
    def names(self) -> Mapping[str, str]:
        return {slug: one.name for slug, one in self.by_slug.items()}

    def due(self) -> tuple[RoutineCard, ...]:
        """The cards of what is due; none while nobody knows what fits the person."""
        if not self.offer.judge.knows:
            return ()
        return tuple(
            self._card(self.by_slug[one.routine], due_words(one.reason, names=self.names, today=self.today))
            for one in self.plan.today.due
            if one.routine in self.by_slug
        )

    def suggested(self) -> RoutineCard | None:
        """The card of the routine last done, or of the first one, for a person without a plan."""
        if not self.offer.judge.knows or not self.plan.is_empty:
            return None
        done = [one.routine for one in self.offer.training.sessions if one.routine]
        wanted = (self.by_slug[slug] for slug in (*done, FIRST_ROUTINE) if slug in self.by_slug)
        first = next(wanted, None)
        return self._card(first) if first and first.slug not in self._put_off_today else None

    def others(self, shown: Collection[str]) -> tuple[RoutineCard, ...]:
        """The cards of all other routines, the short one first."""
        hidden = {*shown, *self._put_off_today}
        rest = [one for one in self.shelf.routines if one.slug not in hidden]
        rest.sort(key=lambda one: one.slug != FIRST_ROUTINE)
        return tuple(self._card(one) for one in rest)

    def rest(self) -> Rest | None:
        reason = self.plan.today.rest
        if reason is None:
            return None
        following = next((one for one in self.plan.days[1:] if one.due), None)
        return Rest(
            text=rest_words(reason, today=self.today),
            next=next_words(reason.next_day, self.today),
            routines=tuple(self.names.get(one.routine, "") for one in following.due) if following else (),
        )

    def put_off(self) -> tuple[PutOff, ...]:
        return tuple(PutOff(name, key) for name, key in self._put_off_today.values())

    @cached_property
    def _put_off_today(self) -> Mapping[str, tuple[str, uuid.UUID]]:
        return {
            one.routine.slug: (one.routine.name, one.pk)
            for one in self.state.changes
            if one.kind is ChangeKind.PUT_OFF and one.routine and one.first_day == self.today
        }

    def _card(self, routine: Routine, why: str = "") -> RoutineCard:
        return routine_card(
            routine,
            places_of_routine(routine, self.offer) if self.offer.judge.knows else (),
            offer=self.offer,
            why=why,
            last=self._last_done(routine),
        )

    def _last_done(self, routine: Routine) -> str:
        days = [one.day for one in self.offer.training.history if one.routine == routine.slug]
        return _("last done %(when)s") % {"when": day_words(max(days), self.today)} if days else ""
