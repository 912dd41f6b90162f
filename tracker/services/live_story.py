"""Live a made-up person's half year: each day's plan and doses as anybody gets them, and what was measured.

What is logged is built and checked by the same code as everybody's sessions. It is written all at once, for
whoever pressed the button waits.
"""

from __future__ import annotations

import dataclasses
import uuid
from datetime import UTC, date, datetime, time, timedelta

from django.utils.crypto import salted_hmac

from exercises.domain.screening import ASK_AGAIN_AFTER, Given
from exercises.domain.vocabulary import Answer
from exercises.models import Condition, Programme, Routine
from exercises.services.answer_screening import answer_screening
from exercises.services.judge_exercises import judge_for
from tracker.domain.course import Course, Done
from tracker.domain.demo_measuring import measured_days
from tracker.domain.demo_story import DAYS, DemoStory
from tracker.domain.measuring import Instrument, Motion, Position
from tracker.domain.schedule import LOOK_BACK, plan_for
from tracker.models import Athlete
from tracker.services.enrol import enrol
from tracker.services.keep_diary import Diary
from tracker.services.measurement_entry import MeasurementEntry
from tracker.services.offer import offer_for
from tracker.services.pause_plan import pause_plan
from tracker.services.plan_state import plan_state
from tracker.services.record_measurement import record_measurements

ANSWERS_LAST = ASK_AGAIN_AFTER - timedelta(days=5)
"""The screening is answered anew before it would be asked for."""

NOON = time(12)

SALT = "tracker.made-up-session"


def live_story(athlete: Athlete, story: DemoStory) -> None:
    """Answer the screening with no, follow the first programme of all, train and measure, all before today.

    A catalogue without a programme leaves a person who has only answered.
    """
    _answer(athlete, story.first_day)
    programmes = Programme.objects.with_items()
    programme = next((one for one in programmes if _routines_of(one)), None)
    if programme is None:
        return
    course = _begin(athlete, story, programme)
    diary = Diary(athlete, story)
    offer = offer_for(athlete.user, today=story.first_day, changes=())
    routines = _routines_of(programme)
    history: list[Done] = []
    answered_on = story.first_day
    for number, day in enumerate(story.days):
        if day - answered_on >= ANSWERS_LAST:
            answered_on = day
            _answer(athlete, day)
            offer = dataclasses.replace(offer, judge=judge_for(athlete.user))
        due = plan_for(course, history[-LOOK_BACK:], day).today.due
        if story.trains_on(day, is_due=bool(due)):
            slug = due[0].routine if due else next(iter(routines))
            own = dataclasses.replace(offer, today=day, known_training=diary.training(day))
            diary.train(routines[slug], own, key=made_up_key(athlete, number))
            history.append(Done(day, slug))
    diary.write()
    _measure(athlete, story)


def made_up_key(athlete: Athlete, number: int) -> uuid.UUID:
    """Return the key of what an athlete did on a day of their story, counted from 0.

    By it a made-up session or measurement is told from what the visitor logged. Nobody else can work it out,
    and so nobody can take it before.
    """
    digest = salted_hmac(SALT, f"{athlete.pk} {number}", algorithm="sha256").digest()
    return uuid.UUID(bytes=digest[:16], version=4)


def made_up_keys(athlete: Athlete) -> list[uuid.UUID]:
    """Return the keys that the sessions and measurements of an athlete's story can have."""
    return [made_up_key(athlete, number) for number in range(DAYS)]


def _routines_of(programme: Programme) -> dict[str, Routine]:
    """Return the routines of a programme read `with_items()` that offer something, by slug, in order."""
    tracks = programme.tracks.all()
    return {one.routine.slug: one.routine for one in tracks if one.routine.current_items}


def _measure(athlete: Athlete, story: DemoStory) -> None:
    """Write down what was measured, by the service that anybody's measurements go through."""
    entries = [
        MeasurementEntry(
            id=made_up_key(athlete, (one.day - story.first_day).days),
            taken_on=one.day,
            motion=Motion.INTERNAL,
            position=Position.SEATED,
            instrument=Instrument.PHONE,
            left=one.left,
            right=one.right,
            pain=one.pain,
        )
        for one in measured_days(story, athlete.pk)
    ]
    record_measurements(athlete=athlete, entries=entries)


def _begin(athlete: Athlete, story: DemoStory, programme: Programme) -> Course:
    """Follow the programme from the first day on, with the holiday in it, and return its course."""
    user, first = athlete.user, story.first_day
    enrol(user=user, programme=programme, today=first)
    pause_plan(user=user, first_day=story.holiday.first, last_day=story.holiday.last)
    return plan_state(user, first).course


def _answer(athlete: Athlete, day: date) -> None:
    answers = {slug: Given(Answer.NO) for slug in Condition.objects.values_list("slug", flat=True)}
    noon = datetime.combine(day, NOON, tzinfo=athlete.tz).astimezone(UTC)
    answer_screening(user=athlete.user, answers=answers, now=noon)
