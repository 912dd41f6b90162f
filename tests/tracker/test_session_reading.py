"""The history, one session, and what was deleted."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exercises.domain.vocabulary import Muscle, Recorded, Side
from exercises.services.judge_exercises import judge_for
from tests.factories import AthleteFactory, ExerciseFactory, RoutineFactory, SessionFactory, SetFactory
from tests.tracker.logged import days_back, local_today, many_sessions
from tracker.domain.cursor import Cursor, encode_cursor
from tracker.models import Athlete, Session
from tracker.presenters.history import PAGE_SIZE, build_deleted, build_history, pain_words
from tracker.presenters.session_page import SessionPage, build_session_page
from tracker.presenters.words import unbroken

DAY = date(2026, 11, 2)


def _soup(response: HttpResponse) -> BeautifulSoup:
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser")


def _cards(soup: BeautifulSoup) -> list[Tag]:
    return soup.select(".session-card")


def _paths(soup: BeautifulSoup) -> list[str]:
    return [str(link["href"]) for link in soup.select(".session-card h3 a")]


def _page(session: Session) -> SessionPage:
    judge = judge_for(session.athlete.user)
    return build_session_page(Session.objects.with_routine().with_sets().get(pk=session.pk), judge=judge)


def _deleted(athlete: Athlete, **kwargs: object) -> Session:
    return SessionFactory(athlete=athlete, deleted_at=timezone.now(), **kwargs)


# --- the list ----------------------------------------------------------------------------------------------


def test_history_shows_sessions_newest_first_by_month(signed_in: Client, athlete: Athlete) -> None:
    old = SessionFactory(athlete=athlete, day=date(2026, 9, 30))
    new = SessionFactory(athlete=athlete, day=date(2026, 10, 1), routine=RoutineFactory(name="Hips"))
    soup = _soup(signed_in.get("/sessions/"))
    assert _paths(soup) == [new.get_absolute_url(), old.get_absolute_url()]
    assert [title.text for title in soup.select("#sessions h2")] == ["October 2026", "September 2026"]
    assert [title.text for title in soup.select(".session-card h3")] == ["Hips", "Own session"]


def test_card_keeps_left_and_right_apart(signed_in: Client, athlete: Athlete) -> None:
    session = SessionFactory(athlete=athlete, pain_before=2, pain_after=0)
    for side, skipped in ((Side.LEFT, False), (Side.LEFT, False), (Side.RIGHT, False), (Side.RIGHT, True)):
        SetFactory(session=session, side=side, skipped=skipped, pain=None if skipped else 3)
    card = _cards(_soup(signed_in.get("/sessions/")))[0]
    tally = [" ".join(one.text.split()) for one in card.select(".tally li")]
    assert tally == ["Lleft 2 done", "Rright 1 done, 1 skipped"]
    assert "Pain 2 before, up to 3 in a set, 0 after" in card.text


def test_card_says_how_long_it_took_or_how_long_its_sets_are(athlete: Athlete) -> None:
    timed = SessionFactory(athlete=athlete, finished_at=datetime(2026, 11, 2, 12, 14, tzinfo=UTC))
    other = SessionFactory(athlete=athlete, day=date(2026, 11, 1))
    empty = SessionFactory(athlete=athlete, day=date(2026, 10, 31))
    short = SessionFactory(athlete=athlete, day=date(2026, 10, 30))
    SetFactory(session=short, reps=None, seconds=20)
    SetFactory(session=other, reps=10, seconds=6)
    SetFactory(session=other, side=Side.RIGHT, reps=30, seconds=None)
    SetFactory(session=other, side=Side.RIGHT, reps=None, seconds=60)
    SetFactory(session=other, side=Side.RIGHT, seconds=600, skipped=True)
    cards = [card for month in build_history(athlete.user, today=DAY).months for card in month.cards]
    assert {card.pk: card.minutes for card in cards} == {
        timed.pk: unbroken("14 min"),
        other.pk: f"about {unbroken('4 min')} of sets",
        empty.pk: "",
        short.pk: f"{unbroken('under 1 min')} of sets",
    }


def test_history_is_empty_and_says_what_to_do(signed_in: Client) -> None:
    soup = _soup(signed_in.get("/sessions/"))
    assert not _cards(soup)
    assert len(soup.select('main a[href="/sessions/new/"]')) == 1
    assert not soup.select("[data-chart-empty]")


def test_history_of_long_ago_has_one_button_to_log(signed_in: Client, athlete: Athlete) -> None:
    SessionFactory(athlete=athlete, day=date(2019, 1, 1))
    soup = _soup(signed_in.get("/sessions/"))
    assert soup.select("[data-chart-empty=calendar]")
    assert len(soup.select('main a[href="/sessions/new/"]')) == 1


def test_history_leaves_out_deleted_and_other_peoples_sessions(signed_in: Client, athlete: Athlete) -> None:
    mine = SessionFactory(athlete=athlete)
    _deleted(athlete)
    SessionFactory()
    assert _paths(_soup(signed_in.get("/sessions/"))) == [mine.get_absolute_url()]


def test_calendar_counts_the_sessions_of_each_day_and_links_to_them(
    signed_in: Client, athlete: Athlete
) -> None:
    today = local_today(athlete)
    SessionFactory.create_batch(2, athlete=athlete, day=today)
    SessionFactory(athlete=athlete, day=today - timedelta(days=40))
    _deleted(athlete, day=today - timedelta(days=41))
    SessionFactory(day=today - timedelta(days=42))
    figure = _soup(signed_in.get("/sessions/")).select_one("figure[data-chart=calendar]")
    assert figure is not None
    assert {str(link["href"]) for link in figure.select("svg a")} == {
        f"/sessions/?day={today}",
        f"/sessions/?day={today - timedelta(days=40)}",
    }
    assert [cell.text for cell in figure.select("td")] == ["2", "1"]


def test_one_day(signed_in: Client, athlete: Athlete) -> None:
    SessionFactory(athlete=athlete, day=DAY - timedelta(days=1))
    session = SessionFactory(athlete=athlete, day=DAY)
    assert _paths(_soup(signed_in.get(f"/sessions/?day={DAY}"))) == [session.get_absolute_url()]
    assert not _cards(_soup(signed_in.get("/sessions/?day=2026-11-04")))


def test_day_is_shown_as_stored_whatever_the_zone_makes_of_the_moment(
    signed_in: Client, athlete: Athlete
) -> None:
    """23:30 UTC on 24 October is 01:30 of the 25th in Zurich, the night in which its clocks go back."""
    moment = datetime(2026, 10, 24, 23, 30, tzinfo=UTC)
    session = SessionFactory(athlete=athlete, started_at=moment, day=date(2026, 10, 25))
    away = SessionFactory(athlete=athlete, started_at=moment, day=date(2026, 10, 24))
    for one, day in ((session, "25 October 2026"), (away, "24 October 2026")):
        lead = _soup(signed_in.get(one.get_absolute_url())).select_one("main .lead")
        assert lead is not None
        assert day in lead.text
        assert "01:30" in lead.text
    assert _paths(_soup(signed_in.get("/sessions/?day=2026-10-25"))) == [session.get_absolute_url()]


@pytest.mark.parametrize(
    "query", ["day=", "day=today", "day=2026-02-30", "day=%00", "before=", "before=x", "before=%F0%9F%98%80"]
)
def test_bad_day_or_cursor_is_404(signed_in: Client, query: str) -> None:
    assert signed_in.get(f"/sessions/?{query}").status_code == 404


def test_ends_of_the_calendar_are_days_like_others(signed_in: Client) -> None:
    key = uuid.uuid4()
    assert signed_in.get("/sessions/?day=0001-01-01").status_code == 200
    assert signed_in.get("/sessions/?day=9999-12-31").status_code == 200
    for moment in (datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)):
        cursor = encode_cursor(Cursor(moment, key))
        assert signed_in.get(f"/sessions/?before={cursor}").status_code == 200
        assert signed_in.get(f"/sessions/deleted/?before={cursor}").status_code == 200


def test_undo_is_offered_for_a_session_of_ones_own_that_is_deleted(
    signed_in: Client, athlete: Athlete
) -> None:
    gone = _deleted(athlete)
    form = _soup(signed_in.get(f"/sessions/?deleted={gone.pk}")).select_one("main .message form")
    assert form is not None
    assert form["action"] == f"/sessions/{gone.pk}/restore/"
    kept, foreign = SessionFactory(athlete=athlete), _deleted(AthleteFactory())
    for key in (kept.pk, foreign.pk, uuid.uuid4(), "nonsense", ""):
        assert not _soup(signed_in.get(f"/sessions/?deleted={key}")).select("main .message form")


# --- pages -------------------------------------------------------------------------------------------------


def _walk(client: Client, path: str, selector: str, attribute: str) -> list[str]:
    """Follow the links to the next page to their end and return what the selector finds."""
    found: list[str] = []
    query = ""
    for _page in range(50):
        soup = _soup(client.get(path + query))
        found += [str(one[attribute]) for one in soup.select(selector)]
        more = soup.select_one("a[rel=next]")
        if more is None:
            return found
        query = str(more["href"])
    raise AssertionError("the pages have no end")


@pytest.mark.parametrize("count", [0, 1, PAGE_SIZE, PAGE_SIZE + 1, 3 * PAGE_SIZE])
def test_pages_hold_every_session_once_even_at_equal_moments(
    signed_in: Client, athlete: Athlete, count: int
) -> None:
    moments = [datetime(2026, 11, 2, 12, n // 7, tzinfo=UTC) for n in range(count)]
    sessions = Session.objects.bulk_create(
        Session(athlete=athlete, day=DAY, started_at=moment) for moment in moments
    )
    newest_first = sorted(sessions, key=lambda one: (one.started_at, one.pk), reverse=True)
    wanted = [one.get_absolute_url() for one in newest_first]
    assert _walk(signed_in, "/sessions/", ".session-card h3 a", "href") == wanted


def test_pages_of_one_day_stay_on_it(signed_in: Client, athlete: Athlete) -> None:
    SessionFactory(athlete=athlete, day=DAY - timedelta(days=1))
    SessionFactory.create_batch(PAGE_SIZE + 5, athlete=athlete, day=DAY)
    soup = _soup(signed_in.get(f"/sessions/?day={DAY}"))
    following = soup.select_one("a[rel=next]")
    assert following is not None
    assert len(_paths(_soup(signed_in.get(f"/sessions/{following['href']}")))) == 5


def test_calendar_stands_on_the_first_page_alone(athlete: Athlete) -> None:
    cursor = Cursor(datetime(2026, 11, 2, tzinfo=UTC), uuid.uuid4())
    SessionFactory(athlete=athlete)
    assert build_history(athlete.user, today=DAY).heatmap is not None
    assert build_history(athlete.user, today=DAY, before=cursor).heatmap is None


def test_deleted_sessions_wait_on_pages_of_their_own(signed_in: Client, athlete: Athlete) -> None:
    SessionFactory(athlete=athlete)
    _deleted(AthleteFactory())
    at = [datetime(2026, 11, 3, 8, n // 9, tzinfo=UTC) for n in range(PAGE_SIZE + 7)]
    gone = [SessionFactory(athlete=athlete, deleted_at=moment) for moment in at]
    wanted = sorted(gone, key=lambda one: (one.deleted_at, one.pk), reverse=True)
    forms = _walk(signed_in, "/sessions/deleted/", "main form", "action")
    assert forms == [f"/sessions/{one.pk}/restore/" for one in wanted]


def test_restore_from_the_list_of_the_deleted(signed_in: Client, athlete: Athlete) -> None:
    gone = _deleted(athlete)
    form = _soup(signed_in.get("/sessions/deleted/")).select_one("main form")
    assert form is not None
    assert form["method"] == "post"
    signed_in.post(str(form["action"]))
    assert _paths(_soup(signed_in.get("/sessions/"))) == [gone.get_absolute_url()]
    assert not build_deleted(athlete.user).cards


# --- one session -------------------------------------------------------------------------------------------


def test_session_shows_what_was_prescribed_and_done(signed_in: Client, athlete: Athlete) -> None:
    session = SessionFactory(athlete=athlete, effort=6, pain_before=0, notes="Fine.\n\n<b>Left</b> tight.")
    stretch = ExerciseFactory(slug="stretch", stretches=(Muscle.ILIOPSOAS,))
    walk = ExerciseFactory(slug="walk", rep_unit="steps")
    left = SetFactory(
        session=session,
        exercise=stretch,
        position=1,
        seconds=45,
        pain=3,
        prescribed={"reps": None, "seconds": 30},
    )
    SetFactory(
        session=session, exercise=walk, position=2, side=Side.BOTH, reps=12, seconds=None, load_kg="2.50"
    )
    right = SetFactory(session=session, exercise=stretch, position=3, side=Side.RIGHT, skipped=True)
    soup = _soup(signed_in.get(session.get_absolute_url()))
    blocks = soup.select("[data-exercise]")
    assert [block["data-exercise"] for block in blocks] == ["stretch", "walk"]
    rows = blocks[0].select("[data-set]")
    assert [(row["data-set"], row["data-side"]) for row in rows] == [
        (str(left.pk), "left"),
        (str(right.pk), "right"),
    ]
    done, skipped = (" ".join(row.text.split()) for row in rows)
    assert done == "Lleft Set 1: 45 s prescribed 30 s pain 3"
    assert skipped == "Rright Set 1: skipped added by hand"
    assert "12 steps · 2.5 kg" in " ".join(blocks[1].text.split())
    facts = dict(
        zip(*([one.text for one in soup.select(f".facts {tag}")] for tag in ("dt", "dd")), strict=True)
    )
    assert facts == {
        "Effort": unbroken("6 of 10"),
        "Pain before": unbroken("0 of 10"),
        "Logged": "on the day",
    }
    assert soup.select_one(".notes b") is None
    assert "<b>Left</b> tight." in soup.select(".notes p")[1].text


def test_session_names_the_prescribed_only_where_it_was_not_done(athlete: Athlete) -> None:
    session = SessionFactory(athlete=athlete)
    exercise = ExerciseFactory()
    dose = {"reps": None, "seconds": 30}
    sets = (
        {"seconds": 30, "prescribed": dose},
        {"seconds": 20, "prescribed": dose},
        {"skipped": True, "prescribed": dose},
        {"seconds": 30},
    )
    for position, values in enumerate(sets, start=1):
        SetFactory(session=session, exercise=exercise, position=position, **values)
    (block,) = _page(session).blocks
    prescribed = f"prescribed {unbroken('30 s')}"
    assert [row.remark for row in block.rows] == ["as prescribed", prescribed, prescribed, "added by hand"]


def test_own_session_does_not_say_of_every_set_that_it_was_added_by_hand(athlete: Athlete) -> None:
    session = SessionFactory(athlete=athlete)
    SetFactory.create_batch(2, session=session)
    assert [row.remark for block in _page(session).blocks for row in block.rows] == ["", ""]


def test_reach_is_shown_in_centimetres_and_a_distance_in_metres(athlete: Athlete) -> None:
    session = SessionFactory(athlete=athlete)
    for records in ((Recorded.REACH,), (Recorded.DISTANCE,)):
        exercise = ExerciseFactory(records=records)
        SetFactory(session=session, exercise=exercise, seconds=None, distance_m="0.72")
    distances = [row.distance for block in _page(session).blocks for row in block.rows]
    assert distances == [unbroken("72 cm"), unbroken("0.72 m")]


def test_session_can_be_edited_repeated_and_deleted(signed_in: Client, athlete: Athlete) -> None:
    session = SessionFactory(athlete=athlete)
    main = _soup(signed_in.get(session.get_absolute_url())).select_one("main")
    assert main is not None
    assert main.select(f'a[href="/sessions/{session.pk}/edit/"]')
    assert main.select(f'a[href="/sessions/{session.pk}/repeat/"]')
    assert main.select(f'form[method=post][action="/sessions/{session.pk}/delete/"] button')


def test_deleted_and_foreign_and_unknown_sessions_are_404(signed_in: Client, athlete: Athlete) -> None:
    for key in (_deleted(athlete).pk, SessionFactory().pk, uuid.uuid4()):
        assert signed_in.get(f"/sessions/{key}/").status_code == 404


@pytest.mark.parametrize(
    ("before", "in_sets", "after", "words"),
    [
        (None, None, None, ""),
        (0, None, None, "Pain 0 before"),
        (None, 4, None, "Pain up to 4 in a set"),
        (2, 3, 1, "Pain 2 before, up to 3 in a set, 1 after"),
    ],
)
def test_pain_words(before: int | None, in_sets: int | None, after: int | None, words: str) -> None:
    assert pain_words(before, in_sets, after) == words


# --- who, how, and at what cost ----------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/sessions/", "/sessions/deleted/", f"/sessions/{uuid.UUID(int=1)}/"])
def test_reading_needs_an_account_and_a_get(client: Client, athlete: Athlete, path: str) -> None:
    assert client.get(path).headers["Location"].startswith("/accounts/login/")
    client.force_login(athlete.user, backend="tracker.auth.AthleteBackend")
    for method in (client.post, client.put, client.delete):
        assert method(path).status_code == 405


@pytest.mark.parametrize("path", ["/sessions/", "/sessions/?day=2026-11-02", "/sessions/deleted/"])
def test_lists_cost_the_same_for_ten_and_for_a_thousand_sessions(
    signed_in: Client, athlete: Athlete, path: str
) -> None:
    exercise, routine = ExerciseFactory(), RoutineFactory()
    many_sessions(athlete, days_back(DAY, 10), exercise, routine)
    if "deleted" in path:
        Session.objects.update(deleted_at=timezone.now())
    with CaptureQueriesContext(
        connection,
    ) as few:
        signed_in.get(path)
    many_sessions(athlete, days_back(DAY, 990), exercise, routine)
    if "deleted" in path:
        Session.objects.update(deleted_at=timezone.now())
    with CaptureQueriesContext(connection) as many:
        signed_in.get(path)
    assert len(few) == len(many) <= 8


def test_session_costs_the_same_for_two_and_for_sixty_sets(signed_in: Client, athlete: Athlete) -> None:
    small, large = SessionFactory(athlete=athlete), SessionFactory(athlete=athlete, routine=RoutineFactory())
    SetFactory.create_batch(2, session=small)
    SetFactory.create_batch(60, session=large)
    costs = []
    for session in (small, large):
        with CaptureQueriesContext(connection) as queries:
            signed_in.get(session.get_absolute_url())
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 8
