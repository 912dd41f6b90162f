"""Rows for tests, with names that no test should rely on."""

from __future__ import annotations

import datetime as dt
import uuid
import zlib

import factory
from django.contrib.auth.models import User
from django.utils import timezone
from factory.django import DjangoModelFactory

from exercises.domain.own_exercise import own_slug
from exercises.domain.vocabulary import (
    Aim,
    ConditionKind,
    Each,
    Position,
    Recorded,
    ReferenceKind,
    Side,
    Status,
    StressTag,
    Verdict,
)
from exercises.models import (
    Condition,
    Contraindication,
    Exercise,
    Guide,
    Programme,
    ProgrammeTrack,
    Reference,
    Routine,
    RoutineItem,
    Step,
)
from tests.screenings import screen
from tracker.domain.import_source import ImportSource
from tracker.domain.measuring import Instrument, Motion, TestKind
from tracker.domain.measuring import Position as MeasuringPosition
from tracker.models import (
    Athlete,
    ChangeKind,
    Enrolment,
    Import,
    Measurement,
    Morning,
    PlanChange,
    SelfTest,
    Session,
    Set,
    Upload,
)
from tracker.presenters.data import plan_as_json
from tracker.services.archive_plan import ArchivePlan


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person-{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")


class AthleteFactory(DjangoModelFactory[Athlete]):
    """A person who answered every question of the screening with no; not with `screened=False`."""

    class Meta:
        model = Athlete
        skip_postgeneration_save = True

    @factory.post_generation
    def screened(self, create: bool, wanted: bool | None, **_kwargs: object) -> None:
        if create and wanted is not False:
            screen(self.user)

    user = factory.SubFactory(UserFactory)
    time_zone = "Europe/Zurich"


class ReferenceFactory(DjangoModelFactory[Reference]):
    class Meta:
        model = Reference

    slug = factory.Sequence(lambda n: f"reference-{n}")
    kind = ReferenceKind.STUDY
    title = factory.Sequence(lambda n: f"Study {n}")
    finding = "It found something."


class ExerciseFactory(DjangoModelFactory[Exercise]):
    """A 2 × 30 s stretch for each side, published."""

    class Meta:
        model = Exercise

    slug = factory.Sequence(lambda n: f"exercise-{n}")
    name = factory.Sequence(lambda n: f"Exercise {n}")
    summary = "A stretch."
    aim = Aim.FLEXOR_LENGTH
    level = 1
    position = Position.HALF_KNEELING
    stress = ()
    sets_min = sets_max = 2
    hold_min_s = hold_max_s = 30
    rest_s = 15
    each = Each.SIDE
    no_known_contraindication = factory.LazyAttribute(lambda one: not one.stress)
    status = Status.PUBLISHED
    published_at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


class OwnExerciseFactory(DjangoModelFactory[Exercise]):
    """A person's own exercise, counted in reps with a load, both sides together."""

    class Meta:
        model = Exercise

    owner = factory.SubFactory(UserFactory)
    slug = factory.LazyFunction(lambda: own_slug(uuid.uuid4()))
    name = factory.Sequence(lambda n: f"Own exercise {n}")
    level = 1
    status = Status.DRAFT
    reps_min = reps_max = 1
    records = (Recorded.LOAD,)


class StepFactory(DjangoModelFactory[Step]):
    class Meta:
        model = Step

    exercise = factory.SubFactory(ExerciseFactory)
    position = factory.Sequence(lambda n: n + 1)
    text = "Do this."


class ConditionFactory(DjangoModelFactory[Condition]):
    class Meta:
        model = Condition

    slug = factory.Sequence(lambda n: f"condition-{n}")
    name = factory.Sequence(lambda n: f"Condition {n}")
    kind = ConditionKind.CONDITION
    question = "Do you have it?"
    explanation = "It may matter."


class ContraindicationFactory(DjangoModelFactory[Contraindication]):
    class Meta:
        model = Contraindication

    condition = factory.SubFactory(ConditionFactory)
    stress = StressTag.KNEELING
    verdict = Verdict.MODIFY
    advice = "Use a pad."
    source = factory.SubFactory(ReferenceFactory)


class RoutineFactory(DjangoModelFactory[Routine]):
    class Meta:
        model = Routine

    slug = factory.Sequence(lambda n: f"routine-{n}")
    name = factory.Sequence(lambda n: f"Routine {n}")
    summary = "Some exercises."


class RoutineItemFactory(DjangoModelFactory[RoutineItem]):
    class Meta:
        model = RoutineItem

    routine = factory.SubFactory(RoutineFactory)
    position = factory.Sequence(lambda n: n + 1)
    exercise = factory.SubFactory(ExerciseFactory)


class ProgrammeFactory(DjangoModelFactory[Programme]):
    class Meta:
        model = Programme

    slug = factory.Sequence(lambda n: f"programme-{n}")
    name = factory.Sequence(lambda n: f"Programme {n}")
    summary = "A plan."
    pattern = "weekly"


class ProgrammeTrackFactory(DjangoModelFactory[ProgrammeTrack]):
    class Meta:
        model = ProgrammeTrack

    programme = factory.SubFactory(ProgrammeFactory)
    position = factory.Sequence(lambda n: n + 1)
    routine = factory.SubFactory(RoutineFactory)
    times_min = 3


class GuideFactory(DjangoModelFactory[Guide]):
    class Meta:
        model = Guide

    slug = factory.Sequence(lambda n: f"guide-{n}")
    title = factory.Sequence(lambda n: f"Guide {n}")
    summary = "What is known."
    body = "Some text."


class SessionFactory(DjangoModelFactory[Session]):
    """A session at noon UTC on its day."""

    class Meta:
        model = Session

    id = factory.LazyFunction(uuid.uuid4)
    athlete = factory.SubFactory(AthleteFactory)
    day = dt.date(2026, 11, 2)
    started_at = factory.LazyAttribute(lambda one: dt.datetime.combine(one.day, dt.time(12), tzinfo=dt.UTC))


class SetFactory(DjangoModelFactory[Set]):
    class Meta:
        model = Set

    id = factory.LazyFunction(uuid.uuid4)
    session = factory.SubFactory(SessionFactory)
    athlete = factory.LazyAttribute(lambda one: one.session.athlete)
    day = factory.LazyAttribute(lambda one: one.session.day)
    exercise = factory.SubFactory(ExerciseFactory)
    position = factory.Sequence(lambda n: n + 1)
    side = Side.LEFT
    seconds = 30


class EnrolmentFactory(DjangoModelFactory[Enrolment]):
    """Follows a programme; a daily block with `programme=None, routine=…`."""

    class Meta:
        model = Enrolment

    athlete = factory.SubFactory(AthleteFactory)
    programme = factory.SubFactory(ProgrammeFactory)
    started_on = dt.date(2026, 11, 2)


class PlanChangeFactory(DjangoModelFactory[PlanChange]):
    """A pause of a day."""

    class Meta:
        model = PlanChange

    athlete = factory.SubFactory(AthleteFactory)
    kind = ChangeKind.PAUSE
    first_day = dt.date(2026, 11, 2)
    last_day = factory.SelfAttribute("first_day")


class MorningFactory(DjangoModelFactory[Morning]):
    """It did not hurt the morning after, answered at noon of the next day."""

    class Meta:
        model = Morning

    session = factory.SubFactory(SessionFactory)
    athlete = factory.LazyAttribute(lambda one: one.session.athlete)
    pain = 0
    answered_at = factory.LazyAttribute(lambda one: one.session.started_at + dt.timedelta(days=1))


class MeasurementFactory(DjangoModelFactory[Measurement]):
    """Internal rotation, seated, by phone: three readings a side, 31° left and 24° right."""

    class Meta:
        model = Measurement

    athlete = factory.SubFactory(AthleteFactory)
    taken_on = dt.date(2026, 11, 2)
    motion = Motion.INTERNAL
    position = MeasuringPosition.SEATED
    instrument = Instrument.PHONE
    left_1, left_2, left_3 = 30, 31, 32
    right_1, right_2, right_3 = 23, 24, 25


class SelfTestFactory(DjangoModelFactory[SelfTest]):
    """FABER, 12 cm left and 14 cm right."""

    class Meta:
        model = SelfTest

    athlete = factory.SubFactory(AthleteFactory)
    taken_on = dt.date(2026, 11, 2)
    kind = TestKind.FABER
    left, right = 12, 14


class ImportFactory(DjangoModelFactory[Import]):
    """An own export that was brought back just now."""

    class Meta:
        model = Import

    athlete = factory.SubFactory(AthleteFactory)
    source = ImportSource.OWN
    file_name = "архив"
    made_at = finished_at = factory.LazyFunction(timezone.now)


class UploadFactory(DjangoModelFactory[Upload]):
    """An own export that holds nothing and waits."""

    class Meta:
        model = Upload

    athlete = factory.SubFactory(AthleteFactory)
    source = ImportSource.OWN
    file_name = "архив"
    content = zlib.compress(b"")
    mapping = factory.LazyFunction(lambda: plan_as_json(ArchivePlan()))
    made_at = factory.LazyFunction(timezone.now)
