"""The four answers at the top of the progress page, and the one thing to do next."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from exercises.models import Programme
from tests.factories import AthleteFactory, EnrolmentFactory, MorningFactory, SessionFactory, SetFactory
from tests.screenings import screen
from tests.tracker.logged import local_today, noon
from tests.tracker.test_progress_range import measure, weekly
from tracker.models import Athlete, Session
from tracker.presenters.answers import Answer
from tracker.presenters.exercise_progress import ExerciseProgress, build_exercise_progress
from tracker.presenters.period import period_of
from tracker.presenters.progress import Progress, build_progress
from tracker.presenters.training import read_training
from tracker.presenters.words import NO_BREAK

TODAY = date(2026, 11, 25)
WEEK = timedelta(weeks=1)
DAY = timedelta(days=1)


def _page(athlete: Athlete, period: str = "3-months") -> Progress:
    return build_progress(athlete.user, period=period_of(period, TODAY), today=TODAY, now=noon(TODAY))


def _answer(athlete: Athlete, key: str) -> Answer:
    return next(one for one in _page(athlete).answers if one.key == key)


def _train(athlete: Athlete, *days: date, **values: object) -> list[Session]:
    return [SessionFactory(athlete=athlete, day=day, **values) for day in days]


@pytest.mark.parametrize(
    ("weeks_ago", "begins"),
    [
        ((), "Nothing is logged yet."),
        ((0,), "It is early: 1 session in your first week"),
        ((1, 1, 1), "Yes: 3 sessions in 2 weeks; weeks with at least 3: 1 of 1."),
        ((2, 2, 2, 1), "In part: 4 sessions in 3 weeks; weeks with at least 3: 1 of 2."),
        ((1,), "Less than planned: 1 session in 2 weeks; weeks with at least 3: 0 of 1."),
    ],
)
def test_training_is_compared_with_what_is_wanted(
    athlete: Athlete, weeks_ago: tuple[int, ...], begins: str
) -> None:
    _train(athlete, *(TODAY - back * WEEK for back in weeks_ago))
    assert _answer(athlete, "plan").text.replace(NO_BREAK, " ").startswith(begins)


def test_pain_is_told_with_the_mornings_after(athlete: Athlete) -> None:
    early = _train(athlete, *(TODAY - 8 * WEEK - n * DAY for n in range(3)), pain_before=2, pain_after=5)
    _train(athlete, *(TODAY - n * DAY for n in range(3)), pain_before=1, pain_after=6)
    for session, pain in zip(early, (4, 1, 2), strict=True):
        MorningFactory(session=session, pain=pain)
    text = _answer(athlete, "pain").text.replace(NO_BREAK, " ")
    assert text.startswith("About the same: pain after training was 6 on average since ")
    assert text.endswith(", 5 before that; above 5 after 3 of 6 sessions; worse on 1 of 3 mornings after.")


def test_load_is_effort_times_minutes_from_start_to_end_or_those_of_the_sets(athlete: Athlete) -> None:
    (timed,) = _train(athlete, TODAY, effort=6)
    timed.finished_at = timed.started_at + timedelta(minutes=20)
    timed.save()
    (typed,) = _train(athlete, TODAY, effort=5)
    SetFactory(session=typed, seconds=60, reps=2)
    SetFactory(session=typed, seconds=600, skipped=True)
    (left_open,) = _train(athlete, TODAY - WEEK, effort=1)
    left_open.finished_at = left_open.started_at + timedelta(hours=20)
    left_open.save()
    _train(athlete, TODAY)
    loads = read_training(athlete.user, period_of("4-weeks", TODAY), TODAY).loads
    assert loads == {date(2026, 11, 23): 6 * 20 + 5 * 2, date(2026, 11, 16): 180}
    reading = _page(athlete, "4-weeks").load.caption.reading
    assert reading == "This week so far 130; the week before 180. The effort was noted in 3 of 4 sessions."


# --- what to do next ---------------------------------------------------------------------------------------


def test_a_warning_sign_comes_first(catalogue: None, athlete: Athlete) -> None:
    screen(athlete.user, red_flag_fever="yes")
    action = _answer(Athlete.objects.get(pk=athlete.pk), "next").action
    assert action is not None
    assert action.url == "/screening/stop/"


def test_without_a_screening_that_is_next(db: None) -> None:
    action = _answer(AthleteFactory(screened=False), "next").action
    assert action is not None
    assert action.url == "/screening/?next=/progress/"


def test_little_rotation_with_pain_leads_to_a_clinician(athlete: Athlete) -> None:
    measure(athlete, TODAY, 12, 30, pain=4)
    answer = _answer(athlete, "next")
    assert answer.text.startswith("See a clinician")
    assert answer.action is not None
    assert answer.action.url == "/report/"


def test_rising_pain_is_told_before_more_training(athlete: Athlete) -> None:
    weekly(athlete, [20])
    _train(athlete, *(TODAY - 8 * WEEK - n * DAY for n in range(3)), pain_after=1)
    _train(athlete, *(TODAY - n * DAY for n in range(3)), pain_after=4)
    assert _answer(athlete, "next").text.startswith("Pain after training has gone up")


@pytest.mark.parametrize(
    ("weeks", "url"),
    [(None, "/measurements/new/"), (2, "/measurements/new/"), (1, "/today/"), (0, "/today/")],
)
def test_measuring_is_due_every_two_weeks_and_the_plan_in_between(
    athlete: Athlete, beginner: Programme, weeks: int | None, url: str
) -> None:
    EnrolmentFactory(athlete=athlete, programme=beginner, started_on=TODAY)
    if weeks is not None:
        measure(athlete, TODAY - weeks * WEEK, 20, 20)
    action = _answer(athlete, "next").action
    assert action is not None
    assert action.url == url


def test_after_todays_training_the_plan_names_the_next_day(athlete: Athlete, beginner: Programme) -> None:
    EnrolmentFactory(athlete=athlete, programme=beginner, started_on=TODAY)
    measure(athlete, TODAY, 20, 20)
    (session,) = _train(athlete, TODAY, routine=beginner.tracks.get().routine)
    SetFactory(session=session)
    answer = _answer(athlete, "next")
    assert answer.text == "Rest today; your plan goes on on Friday 27 November."


def test_the_answers_stand_above_every_chart(signed_in: Client, athlete: Athlete) -> None:
    _train(athlete, local_today(athlete))
    soup = BeautifulSoup(signed_in.get("/progress/").content.decode(), "html.parser")
    assert [one["data-answer"] for one in soup.select("[data-answer]")] == ["plan", "range", "pain", "next"]
    found = soup.select("main [data-answer], main figure")
    assert all(one.has_attr("data-answer") for one in found[:4])
    assert soup.select("[data-answer=next] a[href]")
    assert "!" not in soup.select_one("main").text


# --- one exercise ------------------------------------------------------------------------------------------


def _exercise_page(athlete: Athlete, exercise: object, period: str = "3-months") -> ExerciseProgress:
    return build_exercise_progress(athlete.user, exercise, period=period_of(period, TODAY), today=TODAY)


def test_what_was_asked_for_is_drawn_and_its_steps_are_marked(athlete: Athlete) -> None:
    exercise = SetFactory(session__athlete=AthleteFactory()).exercise
    for back, (done, asked) in enumerate(((12, 12), (10, 12), (10, 10), (9, 10))):
        SetFactory(
            session=SessionFactory(athlete=athlete, day=TODAY - back * WEEK),
            exercise=exercise,
            reps=done,
            seconds=None,
            prescribed={"reps": asked, "seconds": None},
        )
    (chart,) = _exercise_page(athlete, exercise).charts
    assert chart.columns == ("Day", "Left", "Asked for")
    assert [row.cells for row in chart.rows] == [("9", "10"), ("10", "10"), ("10", "12"), ("12", "12")]
    (event,) = chart.events
    assert event.text.replace(NO_BREAK, " ") == "more asked for, 10 reps to 12 reps"
    assert event.day == "18 Nov 2026"
    assert "asked for 10 reps, now 12 reps" in chart.caption.reading.replace(NO_BREAK, " ")


def test_rotation_since_an_exercise_began_is_an_observation_and_no_cause(athlete: Athlete) -> None:
    one = SetFactory(session=SessionFactory(athlete=athlete, day=TODAY - 2 * WEEK))
    assert _exercise_page(athlete, one.exercise).observation == ""
    weekly(athlete, [20, 21, 19, 25, 25, 25])
    text = _exercise_page(athlete, one.exercise).observation.replace(NO_BREAK, " ")
    assert text.startswith(
        f"Since you first did “{one.exercise.name}” on 11 Nov 2026: Internal rotation, seated"
    )
    assert "left +5.0°, error ±" in text
    assert text.endswith("This says nothing about the cause.")
    assert _exercise_page(athlete, one.exercise, "all").observation == ""


def test_an_exercise_that_is_older_than_the_period_has_no_observation(athlete: Athlete) -> None:
    one = SetFactory(session=SessionFactory(athlete=athlete, day=TODAY - 20 * WEEK))
    weekly(athlete, [20] * 25)
    assert _exercise_page(athlete, one.exercise).observation == ""


def test_many_years_of_an_exercise_are_drawn_by_a_week_in_each_column(athlete: Athlete) -> None:
    one = SetFactory(session=SessionFactory(athlete=athlete, day=date(2017, 3, 31)), seconds=20)
    for day, seconds in ((date(2020, 1, 1), 99), (date(2020, 3, 30), 40), (TODAY, 45)):
        session = SessionFactory(athlete=athlete, day=day)
        SetFactory(session=session, exercise=one.exercise, seconds=seconds)
    (chart,) = _exercise_page(athlete, one.exercise, "all").charts
    assert [(row.head, row.cells) for row in chart.rows] == [
        ("Jan 2017", ("20",)),
        ("Jan 2020", ("40",)),
        ("Oct 2026", ("45",)),
    ]
    assert "the last week is drawn" in chart.caption.remarks[0].text
    assert chart.caption.reading.replace(NO_BREAK, " ").startswith("Left 20 s in Jan 2017, 45 s in Oct 2026")
