"""Measurements of the hip: rotation in degrees, and other tests of one's own."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import and_, or_
from typing import Any, TypedDict, cast

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exercises.models.fields import VocabularyField
from tracker.domain.measuring import (
    LEAST_DEGREES,
    LEAST_SHANK_CM,
    MOST_DEGREES,
    MOST_SHANK_CM,
    MOST_TRIALS,
    SCALES,
    Instrument,
    Motion,
    Position,
    TestKind,
)
from tracker.models.imported import imported_index
from tracker.models.rom_reading import RomReading
from tracker.models.taken import Taken, TakenQuerySet

MAX_ACTIVITY = 120
NUMBERS = range(1, MOST_TRIALS + 1)
SIDES = ("left", "right")
TRIAL_FIELDS = tuple(f"{side}_{number}" for side in SIDES for number in NUMBERS)


class Readings(TypedDict):
    """A measurement as a series reads it: its day, its trials of both sides, and the pain."""

    id: uuid.UUID
    taken_on: date
    motion: Motion
    position: Position
    instrument: Instrument
    pain: int | None
    left_1: Decimal | None
    left_2: Decimal | None
    left_3: Decimal | None
    left_4: Decimal | None
    right_1: Decimal | None
    right_2: Decimal | None
    right_3: Decimal | None
    right_4: Decimal | None


class MeasurementQuerySet(RomReading["Measurement"]):
    """Measurements of rotation."""

    def of_series(self, motion: Motion, position: Position, instrument: Instrument) -> MeasurementQuerySet:
        """Those that may be compared with each other, each side by itself."""
        return self.filter(motion=motion, position=position, instrument=instrument)

    def readings(self) -> list[Readings]:
        """Return them flat, in the order of their days."""
        columns = ("id", "taken_on", "motion", "position", "instrument", "pain", *TRIAL_FIELDS)
        return cast("list[Readings]", list(self.order_by("taken_on", "created_at", "id").values(*columns)))


def _trial(name: Any) -> models.DecimalField[Any, Any]:
    return models.DecimalField(
        name,
        max_digits=4,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(LEAST_DEGREES), MaxValueValidator(MOST_DEGREES)],
    )


def _all(conditions: Any) -> Q:
    return reduce(and_, conditions)


def _any(conditions: Any) -> Q:
    return reduce(or_, conditions)


class Measurement(Taken):
    """Rotation of one or both hips: up to four trials a side, in degrees, positive in the motion's direction.

    Of a ruler's readings the degrees are kept, and the length of the shank, which leads back to the shift.
    """

    motion = VocabularyField(_("motion"), vocabulary=Motion)
    position = VocabularyField(_("position"), vocabulary=Position)
    instrument = VocabularyField(_("instrument"), vocabulary=Instrument)
    left_1 = _trial(_("left, first"))
    left_2 = _trial(_("left, second"))
    left_3 = _trial(_("left, third"))
    left_4 = _trial(_("left, one more"))
    right_1 = _trial(_("right, first"))
    right_2 = _trial(_("right, second"))
    right_3 = _trial(_("right, third"))
    right_4 = _trial(_("right, one more"))
    shank_cm = models.DecimalField(
        _("knee to ankle in cm"),
        max_digits=3,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(LEAST_SHANK_CM), MaxValueValidator(MOST_SHANK_CM)],
    )
    pain = models.PositiveSmallIntegerField(
        _("pain"), null=True, blank=True, validators=[MaxValueValidator(10)]
    )

    objects = MeasurementQuerySet.as_manager()

    class Meta(Taken.Meta):
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        indexes = [
            models.Index(fields=["athlete", "taken_on"], name="measurement_history"),
            imported_index("measurement"),
        ]
        constraints = [
            models.CheckConstraint(
                name="measurement_degrees_in_range",
                condition=_all(
                    Q(**{name: None}) | Q(**{f"{name}__range": (LEAST_DEGREES, MOST_DEGREES)})
                    for name in TRIAL_FIELDS
                ),
                violation_error_message=_("Between −30 and 90 degrees."),
            ),
            models.CheckConstraint(
                name="measurement_has_a_reading",
                condition=Q(left_1__isnull=False) | Q(right_1__isnull=False),
                violation_error_message=_("Give a reading of one side at least."),
            ),
            models.CheckConstraint(
                name="measurement_trials_without_gaps",
                condition=_all(
                    Q(**{f"{side}_{number}": None}) | Q(**{f"{side}_{number - 1}__isnull": False})
                    for side in SIDES
                    for number in NUMBERS[1:]
                ),
                violation_error_message=_("Fill in the readings in their order."),
            ),
            models.CheckConstraint(
                name="measurement_shank_of_a_ruler",
                condition=Q(
                    instrument=Instrument.RULER,
                    shank_cm__isnull=False,
                    shank_cm__range=(LEAST_SHANK_CM, MOST_SHANK_CM),
                )
                | (~Q(instrument=Instrument.RULER) & Q(shank_cm=None)),
                violation_error_message=_(
                    "A ruler needs the length from knee to ankle, and nothing else does."
                ),
            ),
            models.CheckConstraint(
                name="measurement_pain_0_to_10",
                condition=Q(pain=None) | Q(pain__range=(0, 10)),
                violation_error_message=_("Between 0 and 10."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.taken_on} {self.motion}"

    def get_absolute_url(self) -> str:
        return reverse("tracker:measurement-edit", args=[self.pk])

    def trials(self, side: str) -> tuple[Decimal, ...]:
        """Return the readings of "left" or "right", in order."""
        values = (getattr(self, f"{side}_{number}") for number in NUMBERS)
        return tuple(one for one in values if one is not None)


class SelfTestQuerySet(TakenQuerySet["SelfTest"]):
    """Other tests."""

    def of_kind(self, kind: TestKind) -> SelfTestQuerySet:
        return self.filter(kind=kind)

    def of_activity(self, activity: str) -> SelfTestQuerySet:
        """Of the tests of one's own activities those of one; of other kinds, which name none, all ("")."""
        return self.filter(activity=activity)

    def activities(self) -> list[str]:
        """Return the activities that were named, each once, in the order of the alphabet."""
        named = self.of_kind(TestKind.ACTIVITY).order_by("activity").values_list("activity", flat=True)
        return list(named.distinct())


def _kind_check(kind: TestKind) -> Q:
    scale = SCALES[kind]
    bounds = (scale.least, scale.most)
    if scale.has_sides:
        sides = _all(Q(**{side: None}) | Q(**{f"{side}__range": bounds}) for side in SIDES)
        named = _any(Q(**{f"{side}__isnull": False}) for side in SIDES)
        return Q(kind=kind, value=None) & named & sides
    return Q(kind=kind, left=None, right=None, value__isnull=False, value__range=bounds)


class SelfTest(Taken):
    """One of the other tests: a value for each side, or one for the person, on the scale of its kind."""

    kind = VocabularyField(_("test"), vocabulary=TestKind)
    left = models.DecimalField(_("left"), max_digits=5, decimal_places=1, null=True, blank=True)
    right = models.DecimalField(_("right"), max_digits=5, decimal_places=1, null=True, blank=True)
    value = models.DecimalField(_("value"), max_digits=5, decimal_places=1, null=True, blank=True)
    activity = models.CharField(_("activity"), max_length=MAX_ACTIVITY, blank=True)

    objects = SelfTestQuerySet.as_manager()

    class Meta(Taken.Meta):
        verbose_name = _("test")
        verbose_name_plural = _("tests")
        indexes = [
            models.Index(fields=["athlete", "kind", "taken_on"], name="selftest_history"),
            imported_index("selftest"),
        ]
        constraints = [
            models.CheckConstraint(
                name="selftest_value_on_its_scale",
                condition=_any(_kind_check(kind) for kind in TestKind),
                violation_error_message=_("This lies outside of what the test can show."),
            ),
            models.CheckConstraint(
                name="selftest_activity_has_a_name",
                condition=(Q(kind=TestKind.ACTIVITY) & ~Q(activity=""))
                | (~Q(kind=TestKind.ACTIVITY) & Q(activity="")),
                violation_error_message=_("Name the activity."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.taken_on} {self.kind}"

    def get_absolute_url(self) -> str:
        return reverse("tracker:test-edit", args=[self.pk])
