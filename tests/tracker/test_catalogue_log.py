"""What the logs say of the catalogue: the counts, whom they are of, and who may read them."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from exercises.domain.vocabulary import Aim, Status
from exercises.models import Exercise
from tests.factories import AthleteFactory, ExerciseFactory, SessionFactory, SetFactory
from tests.tracker.staff import EDITORS, browser_of, everyone, member
from tracker.models import Athlete, Cause, PrescribedExercise, Session

URL = reverse("admin:catalogue-log")
FEW = "– too few people"


@pytest.fixture
def editor(db: None) -> Client:
    return browser_of(member(EDITORS))


@pytest.fixture
def people(db: None) -> list[Athlete]:
    return AthleteFactory.create_batch(5)


def session_of(athlete: Athlete, days_ago: int = 0, **values: object) -> Session:
    day = timezone.localdate() - dt.timedelta(days=days_ago)
    return SessionFactory(athlete=athlete, day=day, **values)


def prescribe(session: Session, *exercises: Exercise) -> None:
    for position, exercise in enumerate(exercises, start=1):
        PrescribedExercise.objects.create(
            athlete=session.athlete, session=session, position=position, exercise=exercise
        )


def table(client: Client, **query: str) -> dict[str, list[str]]:
    """Return the figures of each exercise in the order of the page."""
    soup = BeautifulSoup(client.get(URL, query).content, "html.parser")
    return {
        row["data-exercise"]: [cell.get_text(" ", strip=True) for cell in row.select("td")]
        for row in soup.select("tr[data-exercise]")
    }


def test_what_was_logged_is_counted_without_names(editor: Client, people: list[Athlete]) -> None:
    exercise = ExerciseFactory(slug="stretch")
    for one in people:
        SetFactory.create_batch(2, session=session_of(one), exercise=exercise)
        SetFactory(session=session_of(one), exercise=exercise, skipped=True)
    assert table(editor)["stretch"][0] == "5 people, 10 sets"
    page = editor.get(URL).content.decode()
    for one in people:
        assert one.user.email not in page


def test_fewer_than_five_people_are_not_shown(editor: Client, people: list[Athlete]) -> None:
    """Neither by themselves nor in a sum; a sixth session of one of them does not make them five."""
    exercise, common = ExerciseFactory(slug="rare"), ExerciseFactory(slug="common")
    for one in [*people[:4], people[0], people[0]]:
        session = session_of(one)
        prescribe(session, exercise)
        SetFactory(session=session, exercise=exercise, pain=8)
    for one in people:
        SetFactory(session=session_of(one), exercise=common)
    for sort in ("logged", "skipped", "swapped", "pain"):
        assert list(table(editor, sort=sort)) == ["common"]
    session = session_of(people[4])
    prescribe(session, exercise)
    SetFactory(session=session, exercise=exercise, pain=2)
    assert table(editor)["rare"] == [
        "5 people, 7 sets", "0%, 0 of 7 sessions", "0%, 0 of 7 sessions", "86%, 6 of 7 sets"
    ]  # fmt: skip


def test_each_figure_has_five_people_behind_it(editor: Client, people: list[Athlete]) -> None:
    """Five people did it, four had it prescribed and four wrote down a pain."""
    exercise = ExerciseFactory(slug="stretch")
    for number, one in enumerate(people):
        session = session_of(one)
        SetFactory(session=session, exercise=exercise, pain=7 if number else None)
        if number:
            prescribe(session, exercise)
    assert table(editor)["stretch"] == ["5 people, 5 sets", FEW, FEW, FEW]


def test_what_nobody_did_is_shown_as_skipped(editor: Client, people: list[Athlete]) -> None:
    exercise = ExerciseFactory(slug="hated")
    for one in people:
        prescribe(session_of(one), exercise)
    assert table(editor)["hated"] == [FEW, "100%, 5 of 5 sessions", "0%, 0 of 5 sessions", FEW]


def test_skipped_is_what_was_prescribed_and_not_done(editor: Client, people: list[Athlete]) -> None:
    """Of five: one did it, one did half of it, one unticked it, one took it off, one had a sheet alone."""
    exercise = ExerciseFactory(slug="stretch")
    done, half, unticked, taken_off, on_a_sheet = (session_of(one) for one in people)
    for session in (done, half, unticked, taken_off):
        prescribe(session, exercise)
    SetFactory(session=done, exercise=exercise)
    SetFactory(session=half, exercise=exercise)
    SetFactory(session=half, exercise=exercise, skipped=True)
    SetFactory(session=unticked, exercise=exercise, skipped=True)
    SetFactory(session=on_a_sheet, exercise=exercise, skipped=True, prescribed={"reps": 8, "seconds": None})
    assert table(editor)["stretch"][1] == "60%, 3 of 5 sessions"


def test_swapped_is_done_with_another_of_the_same_aim(editor: Client, people: list[Athlete]) -> None:
    wanted = ExerciseFactory(slug="wanted", aim=Aim.CONTROL)
    planned = ExerciseFactory(slug="planned", aim=Aim.CONTROL)
    alike = ExerciseFactory(slug="alike", aim=Aim.CONTROL)
    unlike = ExerciseFactory(slug="unlike", aim=Aim.BALANCE)
    swapped, beside_it, with_another_aim, with_a_planned_one, only_unticked = map(session_of, people)
    for session in (swapped, beside_it, with_another_aim, with_a_planned_one, only_unticked):
        prescribe(session, wanted, planned)
        SetFactory(session=session, exercise=planned)
    SetFactory(session=swapped, exercise=alike)
    SetFactory(session=beside_it, exercise=alike)
    SetFactory(session=beside_it, exercise=wanted)
    SetFactory(session=with_another_aim, exercise=unlike)
    SetFactory(session=only_unticked, exercise=alike, skipped=True)
    figures = table(editor)
    assert figures["wanted"][1:3] == ["80%, 4 of 5 sessions", "20%, 1 of 5 sessions"]
    assert figures["planned"][1:3] == ["0%, 0 of 5 sessions", "0%, 0 of 5 sessions"]
    assert "alike" not in figures


def test_what_is_skipped_and_swapped_on_today_counts(editor: Client, people: list[Athlete]) -> None:
    wanted = ExerciseFactory(slug="wanted", aim=Aim.CONTROL)
    chosen = ExerciseFactory(slug="chosen", aim=Aim.BALANCE)
    causes = [Cause.SKIP, Cause.SWAP, Cause.SWAP, Cause.CAP, Cause.NONE]
    for one, cause in zip(people, causes, strict=True):
        session = session_of(one)
        given = {Cause.SWAP: chosen, Cause.NONE: wanted}.get(cause)
        PrescribedExercise.objects.create(
            athlete=one,
            session=session,
            position=1,
            exercise=given,
            instead_of=wanted if cause else None,
            cause=cause,
        )
        SetFactory(
            session=session,
            exercise=given or chosen,
            prescribed={"reps": 8, "seconds": None} if given else None,
        )
    # What its ceiling kept out was not prescribed; five people are needed all the same.
    other = AthleteFactory()
    prescribe(session_of(other), wanted)
    assert table(editor)["wanted"][1:3] == ["80%, 4 of 5 sessions", "40%, 2 of 5 sessions"]


def test_what_was_prescribed_before_a_merge_counts_for_the_survivor(
    editor: Client, people: list[Athlete]
) -> None:
    new = ExerciseFactory(slug="new")
    old = ExerciseFactory(slug="old", merged_into=new, status=Status.ARCHIVED)
    for one in people:
        session = session_of(one)
        prescribe(session, old, new)
        SetFactory(session=session, exercise=new)
    assert table(editor) == {"new": ["5 people, 5 sets", "0%, 0 of 5 sessions", "0%, 0 of 5 sessions", FEW]}


def test_only_pain_above_five_counts(editor: Client, people: list[Athlete]) -> None:
    exercise = ExerciseFactory(slug="stretch")
    for one, pain in zip(people, (0, 5, 6, 10, 3), strict=True):
        session = session_of(one)
        SetFactory(session=session, exercise=exercise, pain=pain)
        SetFactory(session=session, exercise=exercise)
        SetFactory(session=session, exercise=exercise, pain=9, skipped=True)
    assert table(editor)["stretch"][3] == "40%, 2 of 5 sets"


def test_deleted_sessions_do_not_count(editor: Client, people: list[Athlete]) -> None:
    exercise = ExerciseFactory(slug="stretch")
    for number, one in enumerate(people):
        session = session_of(one, deleted_at=None if number else timezone.now())
        prescribe(session, exercise)
        SetFactory(session=session, exercise=exercise, pain=7)
    assert table(editor) == {}
    assert "No exercise was logged by 5 people" in editor.get(URL).content.decode()


@pytest.mark.parametrize(
    ("days_ago", "shown_in"),
    [
        (0, {"90-days", "1-year", "all"}),
        (89, {"90-days", "1-year", "all"}),
        (90, {"1-year", "all"}),
        (365, {"all"}),
    ],
)
def test_a_period_holds_its_days(
    editor: Client, people: list[Athlete], days_ago: int, shown_in: set[str]
) -> None:
    exercise = ExerciseFactory(slug="stretch")
    for one in people:
        session = session_of(one, days_ago)
        prescribe(session, exercise)
        SetFactory(session=session, exercise=exercise, pain=7)
    whole = ["5 people, 5 sets", "0%, 0 of 5 sessions", "0%, 0 of 5 sessions", "100%, 5 of 5 sets"]
    for period in ("90-days", "1-year", "all"):
        expected = {"stretch": whole} if period in shown_in else {}
        assert table(editor, period=period) == expected


def test_each_column_orders_the_table(editor: Client, people: list[Athlete]) -> None:
    often, hated, sore = (ExerciseFactory(slug=slug) for slug in ("often", "hated", "sore"))
    alike = ExerciseFactory(slug="alike", aim=Aim.BALANCE)
    for one in people:
        session = session_of(one)
        prescribe(session, often, hated)
        SetFactory.create_batch(3, session=session, exercise=often, pain=1)
        SetFactory.create_batch(2, session=session, exercise=sore, pain=8)
        SetFactory(session=session, exercise=alike)
    assert list(table(editor, sort="logged")) == ["often", "sore", "alike", "hated"]
    assert next(iter(table(editor, sort="skipped"))) == "hated"
    assert next(iter(table(editor, sort="swapped"))) == "hated"
    assert next(iter(table(editor, sort="pain"))) == "sore"
    soup = BeautifulSoup(editor.get(URL, {"sort": "pain", "period": "1-year"}).content, "html.parser")
    assert [one.get_text(" ", strip=True) for one in soup.select("th[aria-sort]")] == ["Pain above 5 ↓"]
    assert next(one["href"] for one in soup.select("thead a")) == "?period=1-year&sort=logged"
    assert [one["href"] for one in soup.select(".choices a")][2] == "?period=all&sort=pain"


@pytest.mark.parametrize("value", ["", "x", "\0", "logged\0", "9" * 500])
def test_nonsense_is_the_usual_page(editor: Client, value: str) -> None:
    page = editor.get(URL, {"period": value, "sort": value})
    assert page.status_code == 200
    assert [one.is_current for one in page.context["page"].periods] == [True, False, False]


def test_who_may_read_it(db: None) -> None:
    answers = {who: client.get(URL).status_code for who, client in everyone().items()}
    assert answers == {
        "nobody": 302, "athlete": 302, "staff": 403, "editor": 200, "reviewer": 200, "superuser": 200
    }  # fmt: skip


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_only_read(editor: Client, method: str) -> None:
    assert getattr(editor, method)(URL).status_code == 405


def test_it_takes_the_same_queries_however_much_was_logged(editor: Client, people: list[Athlete]) -> None:
    counts = []
    for size in (2, 8):
        exercises = ExerciseFactory.create_batch(size)
        for one in people:
            session = session_of(one)
            prescribe(session, *exercises)
            for exercise in exercises:
                SetFactory(session=session, exercise=exercise, pain=6)
        with CaptureQueriesContext(connection) as queries:
            assert len(table(editor)) >= size
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8
