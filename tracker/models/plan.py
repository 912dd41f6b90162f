"""A person's plan: the programme that they follow, daily blocks beside it, and what they changed about it."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from exercises.models import Exercise, Programme, Routine
from exercises.models.fields import VocabularyField
from tracker.domain.vocabulary import ChangeKind
from tracker.models.athlete import Athlete
from tracker.models.imported import imported_by, imported_index
from tracker.models.ownership import OwnedQuerySet


class EnrolmentQuerySet(OwnedQuerySet["Enrolment"]):
    def active(self) -> EnrolmentQuerySet:
        """Enrolments that were not left."""
        return self.filter(ended_on=None)

    def of_programmes(self) -> EnrolmentQuerySet:
        return self.exclude(programme=None).select_related("programme")

    def of_daily_blocks(self) -> EnrolmentQuerySet:
        return self.exclude(routine=None).select_related("routine")

    def in_short(self) -> EnrolmentQuerySet:
        """With the programme or the routine, in the order of the days."""
        return self.select_related("programme", "routine").order_by("started_on", "pk")

    def plan_rows(self) -> models.QuerySet[Any, Any]:
        """Each enrolment with each track of its programme, flat: a whole plan in one query."""
        return self.order_by("pk", "programme__tracks__position").values(
            "pk",
            "started_on",
            "programme",
            "programme__slug",
            "programme__name",
            "programme__pattern",
            "programme__every_days",
            "programme__tracks__routine__slug",
            "programme__tracks__times_min",
            "programme__tracks__times_max",
            "routine__slug",
        )


class Enrolment(models.Model):
    """Following a programme, or doing one routine every day beside it (a daily block), from a day on.

    `ended_on` is the first day on which it no longer holds. There is one active programme at most.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="enrolments", verbose_name=_("athlete"))
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="enrolments",
        verbose_name=_("programme"),
    )
    routine = models.ForeignKey(
        Routine,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="enrolments",
        verbose_name=_("routine of every day"),
    )
    started_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True, blank=True)
    imported = imported_by()

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["-started_on", "pk"]
        indexes = [
            models.Index(fields=["athlete", "ended_on"], name="enrolment_of_athlete"),
            imported_index("enrolment"),
        ]
        constraints = [
            models.CheckConstraint(
                name="enrolment_of_one_thing",
                condition=Q(programme=None, routine__isnull=False) | Q(programme__isnull=False, routine=None),
                violation_error_message=_("A programme, or a routine of every day."),
            ),
            models.CheckConstraint(
                name="enrolment_ends_after_start",
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                violation_error_message=_("It cannot end before it starts."),
            ),
            models.UniqueConstraint(
                fields=["athlete"],
                condition=Q(ended_on=None, programme__isnull=False),
                name="enrolment_one_programme",
                violation_error_message=_("You follow a programme already."),
            ),
            models.UniqueConstraint(
                fields=["athlete", "routine"],
                condition=Q(ended_on=None, routine__isnull=False),
                name="enrolment_daily_routine_once",
                violation_error_message=_("You do this routine every day already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme or self.routine} {self.started_on}"


ROUTINE_OF_A_DAY = (ChangeKind.PUT_OFF, ChangeKind.SKIP, ChangeKind.SWAP)


class PlanChangeQuerySet(OwnedQuerySet["PlanChange"]):
    def since(self, first: date) -> PlanChangeQuerySet:
        """Changes that hold on a day from `first` on, with the exercises that they name."""
        return self.filter(Q(last_day=None) | Q(last_day__gte=first)).select_related(
            "routine", "exercise", "instead"
        )

    def since_or_paused(self, first: date, pauses_since: date) -> PlanChangeQuerySet:
        """The same as `since`, with the pauses that held on a day from `pauses_since` on."""
        is_pause = Q(kind=ChangeKind.PAUSE, last_day__gte=pauses_since)
        return self.filter(Q(last_day=None) | Q(last_day__gte=first) | is_pause).select_related(
            "routine", "exercise", "instead"
        )

    def pauses(self) -> PlanChangeQuerySet:
        return self.filter(kind=ChangeKind.PAUSE).order_by("first_day")

    def spans(self) -> list[tuple[date, date | None]]:
        """The first and the last day of each."""
        return list(self.values_list("first_day", "last_day"))

    def open_pauses(self) -> PlanChangeQuerySet:
        """The pause without an end, if there is one."""
        return self.pauses().filter(last_day=None)


class PlanChange(models.Model):
    """What a person changed about the plan, from `first_day` to `last_day`, both included.

    A pause stops the whole plan; without a last day, until it is ended. Not today, skip and swap are for a
    routine on one day: skip and swap name the routine's own `exercise`, a swap what is done `instead`. Hold
    keeps the dose of an exercise although a step was proposed; `first_day` is the day of the session after
    which it was.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    athlete = models.ForeignKey(
        Athlete, models.CASCADE, related_name="plan_changes", verbose_name=_("athlete")
    )
    kind = VocabularyField(_("kind"), vocabulary=ChangeKind)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)
    routine = models.ForeignKey(
        Routine, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("routine")
    )
    exercise = models.ForeignKey(
        Exercise, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("exercise")
    )
    instead = models.ForeignKey(
        Exercise, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("instead")
    )
    imported = imported_by()

    objects = PlanChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change of the plan")
        verbose_name_plural = _("changes of the plan")
        ordering = ["first_day", "pk"]
        indexes = [
            models.Index(fields=["athlete", "last_day"], name="planchange_of_athlete"),
            imported_index("planchange"),
        ]
        constraints = [
            models.CheckConstraint(
                name="planchange_days_in_order",
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                violation_error_message=_("It cannot end before it starts."),
            ),
            models.CheckConstraint(
                name="planchange_only_a_pause_is_open",
                condition=Q(kind=ChangeKind.PAUSE) | Q(last_day__isnull=False),
                violation_error_message=_("Only a pause may be without an end."),
            ),
            models.CheckConstraint(
                name="planchange_names_what_it_changes",
                condition=Q(kind=ChangeKind.PAUSE, routine=None, exercise=None, instead=None)
                | Q(kind=ChangeKind.PUT_OFF, routine__isnull=False, exercise=None, instead=None)
                | Q(kind=ChangeKind.SKIP, routine__isnull=False, exercise__isnull=False, instead=None)
                | Q(
                    kind=ChangeKind.SWAP,
                    routine__isnull=False,
                    exercise__isnull=False,
                    instead__isnull=False,
                )
                | Q(kind=ChangeKind.HOLD, routine=None, exercise__isnull=False, instead=None),
                violation_error_message=_("A change names what it changes, and nothing else."),
            ),
            models.UniqueConstraint(
                fields=["athlete"],
                condition=Q(kind=ChangeKind.PAUSE, last_day=None),
                name="planchange_one_open_pause",
                violation_error_message=_("The plan is paused already."),
            ),
            models.UniqueConstraint(
                fields=["athlete", "first_day", "routine", "exercise"],
                condition=Q(kind__in=[ChangeKind.SKIP, ChangeKind.SWAP]),
                name="planchange_exercise_once_a_day",
                violation_error_message=_("This exercise was changed for this day already."),
            ),
            models.UniqueConstraint(
                fields=["athlete", "first_day", "routine"],
                condition=Q(kind=ChangeKind.PUT_OFF),
                name="planchange_put_off_once_a_day",
                violation_error_message=_("This was put off already."),
            ),
            models.UniqueConstraint(
                fields=["athlete", "first_day", "exercise"],
                condition=Q(kind=ChangeKind.HOLD),
                name="planchange_hold_once",
                violation_error_message=_("This dose stays as it is already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.first_day}"
