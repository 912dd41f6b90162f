"""Progress: numbers by week and by day, left and right apart, and no more cost for a longer history."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exercises.domain.dosage import work_seconds
from exercises.domain.vocabulary import Muscle, Recorded, Side
from tests.factories import AthleteFactory, ExerciseFactory, SessionFactory, SetFactory
from tests.tracker.logged import days_back, local_today, many_sessions, noon
from tracker.models import Athlete, Session, Set
from tracker.presenters.chart import MISSING
from tracker.presenters.chart_parts import BarChart, LineChart
from tracker.presenters.exercise_progress import build_exercise_progress
from tracker.presenters.period import DEFAULT_PERIOD, period_of
from tracker.presenters.progress import Progress, build_progress
from tracker.presenters.words import NO_BREAK, unbroken

TODAY = date(2026, 11, 25)
MONDAY = date(2026, 11, 23)


def _soup(response: HttpResponse) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser")


def _progress(athlete: Athlete, period: str = "4-weeks") -> Progress:
    return build_progress(athlete.user, period=period_of(period, TODAY), today=TODAY, now=noon(TODAY))


def _values(chart: BarChart | LineChart) -> list[tuple[str, ...]]:
    return [row.cells for row in chart.rows]


def _weeks_ago(weeks: int, day: int = 0) -> date:
    return MONDAY - timedelta(days=7 * weeks - day)


# --- the whole training ------------------------------------------------------------------------------------


def test_sessions_a_week_against_the_wanted_number(athlete: Athlete) -> None:
    for day in (_weeks_ago(4, 6), _weeks_ago(2), _weeks_ago(1), _weeks_ago(1, 3), _weeks_ago(1, 6), MONDAY):
        SessionFactory(athlete=athlete, day=day)
    SessionFactory(athlete=athlete, day=_weeks_ago(1), deleted_at=timezone.now())
    SessionFactory(day=_weeks_ago(1))
    chart = _progress(athlete).sessions
    assert _values(chart) == [("0",), ("1",), ("3",), ("1",)]
    assert (
        chart.caption.reading.replace(NO_BREAK, " ")
        == "5 sessions in 4 weeks; weeks with at least 3: 1 of 3."
    )
    assert chart.target is not None
    assert chart.target.text == "wanted: 3 a week"


@pytest.mark.parametrize(
    ("weeks_ago", "reading"),
    [
        ((0,), "1 session in your first week, which is still open."),
        ((0, 0, 0), "3 sessions in 1 week; weeks with at least 3: 1 of 1."),
        ((1, 0), "2 sessions in 2 weeks; weeks with at least 3: 0 of 1."),
        ((30, 0), "1 session in 13 weeks; weeks with at least 3: 0 of 12."),
    ],
)
def test_weeks_count_from_the_first_session_ever(
    athlete: Athlete, weeks_ago: tuple[int, ...], reading: str
) -> None:
    for weeks in weeks_ago:
        SessionFactory(athlete=athlete, day=_weeks_ago(weeks))
    SessionFactory(athlete=athlete, day=_weeks_ago(40), deleted_at=timezone.now())
    SessionFactory(day=_weeks_ago(40))
    assert _progress(athlete, "3-months").sessions.caption.reading.replace(NO_BREAK, " ") == reading


@pytest.mark.parametrize(
    ("weeks_ago", "words"),
    [
        ((), "It starts with the first session."),
        ((0,), "The first week is still open."),
        ((1, 0), "The week before this one had fewer; this one is still open."),
        ((1, 1, 1), "in a row with 3 sessions or more. This week is still open and does not break the run."),
        ((0, 0, 0), "1 week in a row with 3 sessions or more."),
    ],
)
def test_nobody_is_judged_on_weeks_before_they_began(
    athlete: Athlete, weeks_ago: tuple[int, ...], words: str
) -> None:
    for weeks in weeks_ago:
        SessionFactory(athlete=athlete, day=_weeks_ago(weeks))
    assert _progress(athlete).answers[0].more.replace(NO_BREAK, " ").endswith(words)


@pytest.mark.parametrize(
    ("period", "weeks"), [("4-weeks", 4), ("3-months", 13), ("1-year", 52), ("", 13), ("for ever", 13)]
)
def test_periods_are_whole_weeks_up_to_the_running_one(period: str, weeks: int) -> None:
    found = period_of(period, TODAY)
    assert len(found.weeks) == weeks
    assert found.last == date(2026, 11, 29)
    assert [link.is_current for link in found.links].count(True) == 1


@pytest.mark.parametrize(
    ("weeks", "words"),
    [
        ((), "A week counts with 3 sessions or more."),
        ((1,), "1 week in a row with 3 sessions or more."),
        ((1, 2), "2 weeks in a row with 3 sessions or more."),
        ((0, 1, 2, 4), "3 weeks in a row with 3 sessions or more."),
        ((2, 3), "A week counts with 3 sessions or more."),
        (tuple(range(1, 60)), "52 weeks or more in a row with 3 sessions or more."),
    ],
)
def test_streak_goes_by_weeks(athlete: Athlete, weeks: tuple[int, ...], words: str) -> None:
    days = [_weeks_ago(week, day) for week in weeks for day in range(3)]
    many_sessions(athlete, days, ExerciseFactory())
    assert _progress(athlete).answers[0].more.replace(NO_BREAK, " ").startswith(words)


def test_minutes_of_stretching_hold_timed_sets_of_stretches_alone(athlete: Athlete) -> None:
    session = SessionFactory(athlete=athlete, day=MONDAY)
    stretch = ExerciseFactory(stretches=(Muscle.ILIOPSOAS, Muscle.RECTUS_FEMORIS))
    SetFactory(session=session, exercise=stretch, seconds=60)
    SetFactory(session=session, exercise=stretch, side=Side.RIGHT, seconds=30)
    SetFactory(session=session, exercise=stretch, side=Side.RIGHT, reps=6, seconds=10)
    SetFactory(session=session, exercise=stretch, reps=20, seconds=None)
    SetFactory(session=session, exercise=stretch, seconds=500, skipped=True)
    SetFactory(session=session, exercise=ExerciseFactory(works=(Muscle.ILIOPSOAS,)), seconds=500)
    gone = SessionFactory(athlete=athlete, day=MONDAY, deleted_at=timezone.now())
    SetFactory(session=gone, exercise=stretch, seconds=500)
    chart = _progress(athlete).stretching
    assert _values(chart) == [("0", "0"), ("0", "0"), ("0", "0"), ("1", "1.5")]
    assert chart.target is not None
    assert "10" in chart.target.text
    (remark,) = chart.caption.remarks
    assert remark.source is not None
    assert "Ingram 2025" in remark.source.text


def test_left_and_right_stretch_apart_and_both_at_once_counts_for_each(athlete: Athlete) -> None:
    stretch = ExerciseFactory(stretches=(Muscle.ADDUCTORS,))
    sets = (
        (1, Side.LEFT, 60),
        (1, Side.BOTH, 30),
        (0, Side.RIGHT, 120),
        (0, Side.BOTH, 60),
        (0, Side.LEFT, 6),
    )
    for weeks, side, seconds in sets:
        session = SessionFactory(athlete=athlete, day=_weeks_ago(weeks))
        SetFactory(session=session, exercise=stretch, side=side, seconds=seconds)
    chart = _progress(athlete).stretching
    assert chart.columns == ("Week from", "Left", "Right")
    assert _values(chart)[2:] == [("1.5", "0.5"), ("1.1", "3")]
    assert chart.caption.reading.replace(NO_BREAK, " ") == (
        "This week so far left 1.1 min, right 3 min; the week before left 1.5 min, right 0.5 min."
    )


def test_a_year_is_drawn_by_its_months_as_the_mean_of_their_weeks(athlete: Athlete) -> None:
    stretch = ExerciseFactory(stretches=(Muscle.ADDUCTORS,))
    for weeks in (0, 1, 4, 5):
        session = SessionFactory(athlete=athlete, day=_weeks_ago(weeks), effort=5)
        SetFactory(session=session, exercise=stretch, side=Side.LEFT, reps=None, seconds=600)
    page = _progress(athlete, "1-year")
    # October has two weeks since the first session, November three and three days of the running one.
    told = ((page.sessions, ("1.1",), ("0.6",)), (page.stretching, ("10", "0"), ("5.8", "0")))
    for chart, october, november in (*told, (page.load, ("50",), ("29.2",))):
        assert chart.columns[0] == "Month"
        assert _values(chart)[-2:] == [october, november]
        assert "Each bar is the mean of its weeks." in [one.text for one in chart.caption.remarks]
    assert page.load.caption.reading.startswith("This week so far 50; the week before 50.")


def test_stretching_of_a_first_week_has_no_week_before(athlete: Athlete) -> None:
    session = SessionFactory(athlete=athlete, day=MONDAY)
    SetFactory(session=session, exercise=ExerciseFactory(stretches=(Muscle.ADDUCTORS,)), seconds=60)
    reading = _progress(athlete).stretching.caption.reading.replace(NO_BREAK, " ")
    assert reading == "This week so far left 1 min, right 0 min."


def test_largest_set_fits_the_sum(athlete: Athlete) -> None:
    """1,000 reps of four hours overflow a small and an ordinary integer of PostgreSQL."""
    session = SessionFactory(athlete=athlete, day=MONDAY)
    exercise = ExerciseFactory(stretches=(Muscle.ADDUCTORS,))
    for side in (Side.LEFT, Side.RIGHT):
        for _ in range(90):
            SetFactory(session=session, exercise=exercise, side=side, reps=1000, seconds=14_400)
    own = Set.objects.for_athlete(athlete.user)
    most = 90 * 1000 * 14_400
    assert own.set_figures().weeks == ((MONDAY, most, most),)


@pytest.mark.parametrize(("reps", "seconds"), [(None, 30), (10, None), (10, 6), (0, 30), (5, 0)])
def test_work_in_the_database_is_the_work_of_the_domain(
    athlete: Athlete, reps: int | None, seconds: int | None
) -> None:
    one = SetFactory(session__athlete=athlete, reps=reps, seconds=seconds)
    (amounts,) = Set.objects.for_athlete(athlete.user).in_sessions([one.session_id]).amounts_by_side()
    assert amounts["work"] == work_seconds(reps, seconds)


def test_pain_shows_the_highest_of_the_day_before_and_after(athlete: Athlete) -> None:
    SessionFactory(athlete=athlete, day=_weeks_ago(2), pain_before=3, pain_after=1)
    SessionFactory(athlete=athlete, day=_weeks_ago(2), pain_before=1, pain_after=2)
    SessionFactory(athlete=athlete, day=_weeks_ago(1), pain_before=0)
    SessionFactory(athlete=athlete, day=MONDAY, pain_before=2, pain_after=2)
    SessionFactory(athlete=athlete, day=TODAY)
    chart = _progress(athlete).pain
    assert chart.columns == ("Day", "Before", "After")
    assert _values(chart) == [("3", "2"), ("0", MISSING), ("2", "2")]
    assert chart.frame.values[-1].text == "10"
    assert chart.caption.reading == (
        "Pain after training was noted 3 times, too seldom to compare; above 5 after 0 of 3 sessions."
    )


def test_exercises_of_the_period_link_to_their_pages(signed_in: Client, athlete: Athlete) -> None:
    today = local_today(athlete)
    exercise = ExerciseFactory(slug="couch-stretch", name="Couch stretch")
    many_sessions(athlete, days_back(today, 2, step=3), exercise)
    many_sessions(athlete, [today - timedelta(days=200)], ExerciseFactory(slug="long-ago"))
    SetFactory(session__athlete=athlete, session__day=today, exercise__slug="left-out", skipped=True)
    soup = _soup(signed_in.get("/progress/"))
    assert [one["data-exercise"] for one in soup.select("main li[data-exercise]")] == ["couch-stretch"]
    assert soup.select(f'main a[href="/progress/exercises/couch-stretch/?period={DEFAULT_PERIOD}"]')
    assert "2 days" in soup.select("main li[data-exercise]")[0].text


def test_progress_page_shows_its_charts_with_their_tables(signed_in: Client, athlete: Athlete) -> None:
    exercise = ExerciseFactory(stretches=(Muscle.ILIOPSOAS,))
    many_sessions(athlete, days_back(local_today(athlete), 20), exercise)
    soup = _soup(signed_in.get("/progress/?period=4-weeks"))
    figures = soup.select("figure[data-chart]:not(.calendar)")
    assert [figure["data-chart"] for figure in figures] == ["sessions-a-week", "stretching-a-week", "pain"]
    assert soup.select("figure.calendar")
    for figure in figures:
        drawn = [str(one["data-value"]) for one in figure.select("svg[role=img] [data-value]")]
        cells = [cell.text for cell in figure.select("table td")]
        assert sorted(drawn) == sorted(cell for cell in cells if cell != MISSING)
        assert figure.select_one("svg[role=img][aria-label]")
        assert not figure.select("[style]")
        assert "!" not in figure.text


def test_progress_without_training_says_what_to_do(signed_in: Client) -> None:
    soup = _soup(signed_in.get("/progress/"))
    assert not soup.select("figure, [data-chart-empty]")
    assert soup.select('main a[href="/sessions/new/"]')
    assert soup.select('main a[href="/measurements/new/"]')


def test_bad_period_is_the_usual_one(signed_in: Client, athlete: Athlete) -> None:
    SessionFactory(athlete=athlete)
    for query in ("", "?period=", "?period=%00", "?period=10-years", "?period=4-weeks&period=x"):
        current = _soup(signed_in.get(f"/progress/{query}")).select_one("nav .choices [aria-current]")
        assert current is not None
        assert current.text == "3 months"


# --- one exercise ------------------------------------------------------------------------------------------


def test_exercise_has_left_and_right_as_two_series(athlete: Athlete) -> None:
    exercise = ExerciseFactory(slug="stretch")
    for day, left, right in ((_weeks_ago(2), 30, 20), (MONDAY, 45, 20)):
        session = SessionFactory(athlete=athlete, day=day)
        for side, seconds in ((Side.LEFT, left - 5), (Side.LEFT, left), (Side.RIGHT, right)):
            SetFactory(session=session, exercise=exercise, side=side, seconds=seconds)
    page = build_exercise_progress(athlete.user, exercise, period=period_of("4-weeks", TODAY), today=TODAY)
    (chart,) = page.charts
    assert chart.caption.name == "exercise-seconds"
    assert [(series.letter, len(series.dots)) for series in chart.series] == [("L", 2), ("R", 2)]
    assert _values(chart) == [("30", "20"), ("45", "20")]
    assert chart.caption.reading.replace(NO_BREAK, " ") == (
        "Left 30 s on 9 Nov 2026, 45 s on 23 Nov 2026, at most 45 s; "
        "right 20 s on 9 Nov 2026, 20 s on 23 Nov 2026, at most 20 s."
    )


def test_best_and_last_of_each_amount_and_side(athlete: Athlete) -> None:
    exercise = ExerciseFactory()
    ancient = SessionFactory(athlete=athlete, day=date(2024, 1, 1))
    SetFactory(session=ancient, exercise=exercise, reps=300, seconds=None)
    old = SessionFactory(athlete=athlete, day=date(2026, 1, 1))
    SetFactory(session=old, exercise=exercise, reps=20, seconds=None, load_kg=Decimal("5"))
    SetFactory(session=old, exercise=exercise, side=Side.RIGHT, reps=8, seconds=None)
    new = SessionFactory(athlete=athlete, day=MONDAY)
    SetFactory(session=new, exercise=exercise, reps=10, seconds=None, load_kg=Decimal("7.5"))
    SetFactory(session=new, exercise=exercise, reps=12, seconds=None, load_kg=Decimal("2.5"))
    SetFactory(session=new, exercise=exercise, reps=99, seconds=None, skipped=True)
    SetFactory(session=SessionFactory(day=MONDAY), exercise=exercise, reps=500, seconds=None)
    page = build_exercise_progress(athlete.user, exercise, period=period_of("4-weeks", TODAY), today=TODAY)
    assert page.last_day == MONDAY
    assert [(one.badge.letter, one.amount, one.best, one.last) for one in page.bests] == [
        ("L", "Load", unbroken("7.5 kg"), unbroken("7.5 kg")),
        ("L", "Reps", unbroken("20 reps"), unbroken("12 reps")),
        ("R", "Reps", unbroken("8 reps"), ""),
    ]
    assert [chart.caption.name for chart in page.charts] == ["exercise-load", "exercise-reps"]


def test_reach_is_shown_in_centimetres(athlete: Athlete) -> None:
    exercise = ExerciseFactory(records=(Recorded.REACH,))
    session = SessionFactory(athlete=athlete, day=MONDAY)
    SetFactory(session=session, exercise=exercise, seconds=None, distance_m=Decimal("0.72"))
    SetFactory(session=session, exercise=exercise, side=Side.RIGHT, seconds=None, distance_m=Decimal("0.81"))
    page = build_exercise_progress(athlete.user, exercise, period=period_of("4-weeks", TODAY), today=TODAY)
    (chart,) = page.charts
    assert _values(chart) == [("72", "81")]
    assert chart.caption.unit == "cm"
    assert [(one.amount, one.best) for one in page.bests] == [
        ("Reach", unbroken("72 cm")),
        ("Reach", unbroken("81 cm")),
    ]


@pytest.mark.parametrize(("kinds", "below"), [(1, 0), (2, 1), (3, 1)])
def test_a_single_chart_stands_beside_the_best_and_one_of_more_below(
    athlete: Athlete, kinds: int, below: int
) -> None:
    exercise = ExerciseFactory()
    amounts = {"reps": 8, "load_kg": Decimal("5"), "seconds": 30}
    values = {"seconds": None} | dict(list(amounts.items())[:kinds])
    SetFactory(session=SessionFactory(athlete=athlete, day=MONDAY), exercise=exercise, **values)
    page = build_exercise_progress(athlete.user, exercise, period=period_of("4-weeks", TODAY), today=TODAY)
    assert [len(column) for column in page.columns] == [below, kinds - below]


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({"reps": 10, "seconds": None}, ["exercise-reps"]),
        ({"reps": 10, "seconds": 2}, ["exercise-seconds", "exercise-reps"]),
        ({"seconds": None, "distance_m": Decimal("0.72")}, ["exercise-distance"]),
        ({"reps": 8, "seconds": None, "load_kg": Decimal("2.5")}, ["exercise-load", "exercise-reps"]),
    ],
)
def test_exercise_page_shows_what_its_sets_hold(
    signed_in: Client, athlete: Athlete, values: dict[str, object], names: list[str]
) -> None:
    exercise = ExerciseFactory(slug="drill")
    session = SessionFactory(athlete=athlete, day=local_today(athlete))
    for side in Side:
        SetFactory(session=session, exercise=exercise, side=side, **values)
    soup = _soup(signed_in.get("/progress/exercises/drill/"))
    assert [figure["data-chart"] for figure in soup.select("figure")] == names
    for figure in soup.select("figure"):
        assert [badge.text for badge in figure.select(".legend .side")] == ["L", "R", "B"]
    assert soup.select('main a[href="/exercises/drill/"]')


def test_exercise_that_rested_in_the_period_still_has_its_best(signed_in: Client, athlete: Athlete) -> None:
    exercise = ExerciseFactory(slug="drill")
    many_sessions(athlete, [local_today(athlete) - timedelta(days=300)], exercise)
    soup = _soup(signed_in.get("/progress/exercises/drill/?period=4-weeks"))
    assert not soup.select("figure")
    assert "Nothing in this time" in soup.text
    assert [row.select("td")[1].text for row in soup.select("tr[data-side]")] == [unbroken("30 s")] * 2


def test_exercise_that_was_never_logged_offers_to_log_it(signed_in: Client) -> None:
    ExerciseFactory(slug="drill")
    SetFactory(exercise__slug="drill-of-another")
    for slug in ("drill", "drill-of-another"):
        soup = _soup(signed_in.get(f"/progress/exercises/{slug}/"))
        assert soup.select(f'main a[href="/sessions/new/?exercise={slug}"]')
        assert not soup.select("figure")


def test_archived_exercise_keeps_its_progress_and_is_not_offered(signed_in: Client, athlete: Athlete) -> None:
    exercise = ExerciseFactory(slug="drill", status="archived")
    many_sessions(athlete, [local_today(athlete)], exercise)
    soup = _soup(signed_in.get("/progress/exercises/drill/"))
    assert soup.select("figure")
    assert not soup.select('main a[href^="/sessions/new/"]')


def test_unknown_exercise_is_404(signed_in: Client) -> None:
    assert signed_in.get("/progress/exercises/no-such-thing/").status_code == 404


# --- who, how, and at what cost ----------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/progress/", "/progress/exercises/drill/"])
def test_progress_needs_an_account_and_a_get(client: Client, athlete: Athlete, path: str) -> None:
    ExerciseFactory(slug="drill")
    assert client.get(path).headers["Location"].startswith("/accounts/login/")
    client.force_login(athlete.user, backend="tracker.auth.AthleteBackend")
    for method in (client.post, client.put, client.delete):
        assert method(path).status_code == 405


@pytest.mark.parametrize("path", ["/progress/", "/progress/exercises/drill/", "/sessions/"])
def test_user_without_an_athlete_sees_the_defaults(client: Client, db: None, path: str) -> None:
    ExerciseFactory(slug="drill")
    client.force_login(User.objects.create_superuser("boss"), backend="tracker.auth.AthleteBackend")
    assert client.get(path).status_code == 200
    assert not Athlete.objects.exists()


def test_numbers_of_others_stay_theirs(signed_in: Client, athlete: Athlete) -> None:
    exercise = ExerciseFactory(slug="drill", stretches=(Muscle.ILIOPSOAS,))
    many_sessions(AthleteFactory(), days_back(local_today(athlete), 9), exercise)
    for path in ("/progress/", "/progress/exercises/drill/"):
        assert not _soup(signed_in.get(path)).select("figure")


@pytest.mark.parametrize("path", ["/progress/?period=1-year", "/progress/exercises/drill/?period=1-year"])
def test_progress_costs_the_same_for_ten_and_for_a_thousand_sessions(
    signed_in: Client, athlete: Athlete, path: str
) -> None:
    today = local_today(athlete)
    exercise = ExerciseFactory(slug="drill", stretches=(Muscle.ILIOPSOAS,))
    many_sessions(athlete, days_back(today, 10), exercise)
    signed_in.get(path)  # what a process reads once and keeps is no page's cost
    with CaptureQueriesContext(connection) as few:
        signed_in.get(path)
    many_sessions(athlete, days_back(today, 990), exercise)
    with CaptureQueriesContext(connection) as many:
        signed_in.get(path)
    assert Session.objects.count() == 1000
    # An exercise page asks what rotation did since its beginning only where the period shows that.
    assert len(many) <= len(few) <= 8
