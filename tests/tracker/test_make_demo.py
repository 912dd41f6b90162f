"""A person for trying the site: half a year that anybody could have logged."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from exercises.models import Screening
from tests.factories import AthleteFactory
from tracker.domain.demo_story import DemoStory
from tracker.models import (
    Athlete,
    Enrolment,
    Evidence,
    Measurement,
    Morning,
    PlanChange,
    PrescribedExercise,
    Session,
    Set,
)
from tracker.presenters.today import build_today
from tracker.services import make_demo as making
from tracker.services.make_demo import TooManyDemosError, make_demo
from tracker.services.session_entry import entry_of

NOW = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)
TODAY = NOW.date()


@pytest.fixture
def demo(catalogue: None) -> User:
    return make_demo(time_zone="Europe/Zurich", now=NOW)


def test_it_is_there_for_a_day_without_address_or_password(demo: User) -> None:
    assert demo.athlete.demo_until == NOW + dt.timedelta(days=1)
    assert demo.athlete.time_zone == "Europe/Zurich"
    assert demo.email == ""
    assert not demo.has_usable_password()
    assert not demo.emailaddress_set.exists()


def test_half_a_year_of_about_three_sessions_a_week(demo: User) -> None:
    days = [one.day for one in Session.objects.for_athlete(demo).order_by("day")]

    assert 55 <= len(days) <= 80
    assert TODAY - dt.timedelta(days=182) <= days[0] < TODAY - dt.timedelta(days=170)
    assert days[-1] == TODAY - dt.timedelta(days=2)
    assert all(one < other for one, other in pairwise(days))
    assert Set.objects.for_athlete(demo).count() > 600


def test_it_follows_the_first_programme_with_a_week_of_holiday_in_it(demo: User) -> None:
    enrolment = Enrolment.objects.for_athlete(demo).get()
    pause = PlanChange.objects.for_athlete(demo).get()

    assert enrolment.programme.slug == "hip-mobility"
    assert enrolment.started_on == TODAY - dt.timedelta(days=182)
    assert (pause.last_day - pause.first_day).days == 6
    assert not Session.objects.for_athlete(demo).in_days(pause.first_day, pause.last_day).exists()


def test_every_session_is_what_a_service_would_have_written(demo: User) -> None:
    """Valid row by row, on its local day, prescribed under the answers and the catalogue of its time."""
    sessions = list(Session.objects.for_athlete(demo).with_prescription().with_sets())
    assert {one.evidence for one in sessions} == {Evidence.TIMED, Evidence.LIVE}
    for one in sessions:
        one.full_clean()
        assert one.day == one.started_at.astimezone(demo.athlete.tz).date()
        assert one.screening.answered_at < one.started_at < NOW
        assert one.screening.superseded_at is None or one.screening.superseded_at > one.started_at
        assert one.catalogue_version_id is not None
        assert (one.finished_at is not None) == (one.evidence is Evidence.TIMED)
        assert entry_of(one).sets
        for number, part in enumerate(one.sets.all(), start=1):
            part.clean_fields()
            assert part.position == number
            assert part.prescribed is not None
            assert part.day == one.day
            assert (part.completed_at is not None) == (one.evidence is Evidence.TIMED)
    assert PrescribedExercise.objects.filter(session__in=sessions).count() == 3 * len(sessions)


def test_less_is_prescribed_after_bad_mornings_and_then_the_whole_dose_again(demo: User) -> None:
    asked = [
        Set.objects.for_athlete(demo).filter(session=one).count()
        for one in Session.objects.for_athlete(demo).order_by("day")
    ]
    assert min(asked) < 12
    assert asked[0] == asked[-1] == 12
    assert asked.count(12) > 50


def test_some_mornings_are_answered_and_the_last_is_still_asked_for(demo: User) -> None:
    mornings = Morning.objects.for_athlete(demo)
    sessions = Session.objects.for_athlete(demo)

    assert 20 <= mornings.count() < sessions.count()
    assert all(one.answered_at > one.session.started_at for one in mornings.select_related("session"))
    assert build_today(demo, today=TODAY, now=NOW).morning is not None


@pytest.mark.parametrize("seed", range(3))
def test_today_has_something_due_and_asks_for_no_screening(
    catalogue: None, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "DemoStory", lambda _key, today: DemoStory(seed, today))
    demo = make_demo(time_zone="UTC", now=NOW)
    page = build_today(demo, today=TODAY, now=NOW)

    assert [one.slug for one in page.due] == ["hip-mobility-routine"]
    assert page.ask is None
    assert page.stop is None
    assert [one for one in page.due[0].places if one.step and one.step.is_news]


def test_measured_every_two_weeks_as_a_service_would_have_written_it(demo: User) -> None:
    rows = list(Measurement.objects.for_athlete(demo).kept().newest_first())

    assert len(rows) in {12, 13}
    assert len({one.taken_on for one in rows}) == len(rows)
    assert TODAY - dt.timedelta(days=14) <= rows[0].taken_on < TODAY
    for one in rows:
        one.full_clean(validate_unique=False)
        assert (len(one.trials("left")), len(one.trials("right"))) == (3, 3)


def test_answers_are_given_anew_before_they_are_too_old(demo: User) -> None:
    given = list(Screening.objects.for_user(demo).order_by("answered_at"))

    assert len(given) == 3
    assert given[-1].superseded_at is None
    assert not given[-1].is_asked_again(NOW + dt.timedelta(days=1))


def test_without_a_catalogue_there_is_a_person_without_a_past(db: None) -> None:
    demo = make_demo(time_zone="UTC", now=NOW)

    assert not Session.objects.for_athlete(demo).exists()


def test_there_are_never_more_than_the_site_holds(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "MOST_ALIVE", 2)
    for _number in range(2):
        make_demo(time_zone="UTC", now=NOW)
    AthleteFactory()
    with pytest.raises(TooManyDemosError):
        make_demo(time_zone="UTC", now=NOW)
    assert Athlete.objects.demos().count() == 2

    make_demo(time_zone="UTC", now=NOW + dt.timedelta(days=1))
    assert Athlete.objects.demos().count() == 1


def test_the_real_clock_will_do(catalogue: None) -> None:
    demo = make_demo(time_zone="Pacific/Auckland", now=timezone.now())

    assert not Session.objects.for_athlete(demo).filter(started_at__gt=timezone.now()).exists()
