"""The screening's pages: questions, answers that are kept, results and the stop at a red flag."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exercises.models import Condition, Screening
from tests.factories import AthleteFactory, ConditionFactory
from tests.screenings import screen
from tracker.models import Athlete

PAGE = "/screening/"
ALL_NO = {"rest-red-flags": "no", "rest-conditions": "no"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(catalogue: None, client: Client) -> Athlete:
    """Somebody who was never asked, signed in."""
    athlete = AthleteFactory(screened=False)
    client.force_login(athlete.user, backend="tracker.auth.AthleteBackend")
    return athlete


def soup_of(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content.decode(), "html.parser")


def chosen_in(response: HttpResponse) -> dict[str, str]:
    return {one["name"]: one["value"] for one in soup_of(response).select("input[type=radio][checked]")}


def seen_in(response: HttpResponse) -> str:
    return str(soup_of(response).select_one("input[name=seen]")["value"])


def current(athlete: Athlete) -> Screening:
    return Screening.objects.for_user(athlete.user).current().get()


def test_every_condition_is_asked_with_its_values(newcomer: Athlete, client: Client) -> None:
    page = soup_of(client.get(PAGE))
    values: dict[str, list[str]] = {}
    for one in page.select("input[type=radio]"):
        values.setdefault(one["name"], []).append(one["value"])
    assert values.keys() == set(Condition.objects.values_list("slug", flat=True))
    assert values["red-flag-fever"] == ["no", "yes", "unsure"]
    assert values["knee-problem"] == ["no", "yes", "unsure"]
    assert values["back-history"] == ["no", "yes", "unsure", "cleared"]
    assert not page.select("input[checked]")
    names = [one["name"] for one in page.select("input[type=radio][value=no]")]
    flags = [name for name in names if name.startswith("red-flag-")]
    assert names[: len(flags)] == flags


def test_silence_is_no_answer(newcomer: Athlete, client: Client) -> None:
    response = client.post(PAGE, {"rest-red-flags": "no", "knee-problem": "yes"})
    assert response.status_code == 422
    page = soup_of(response)
    assert page.select_one("#errors a[href='#question-labral-tear']")
    assert page.select_one("#question-labral-tear .invalid-feedback")
    assert not page.select_one("#question-knee-problem .invalid-feedback")
    assert chosen_in(response) == {"knee-problem": "yes"}
    assert page.select_one("input[name=rest-red-flags][checked]")
    assert not Screening.objects.exists()


def test_answers_are_kept_and_lead_on(newcomer: Athlete, client: Client) -> None:
    response = client.post(PAGE, {**ALL_NO, "knee-problem": "unsure", "next": "/exercises/?q=hip"})
    assert (response.status_code, response["Location"]) == (302, "/exercises/?q=hip")
    answers = current(newcomer).answers
    assert answers["knee-problem"] == {"answer": "unsure"}
    assert answers["labral-tear"] == {"answer": "no"}
    assert answers["red-flag-fever"] == {"answer": "no"}


@pytest.mark.parametrize(
    "away", ["https://example.com/", "//example.com/", "/\\example.com", "javascript:1", ""]
)
def test_nobody_is_led_off_the_site(newcomer: Athlete, client: Client, away: str) -> None:
    assert client.post(PAGE, {**ALL_NO, "next": away})["Location"] == "/screening/result/"


def test_a_follow_up_is_asked_of_those_it_concerns(newcomer: Athlete, client: Client) -> None:
    child = Condition.objects.exclude(follows=None).select_related("follows").order_by("order")[0]
    parent = child.follows
    assert parent is not None
    half = {one.slug: "no" for one in Condition.objects.filter(follows=None)}
    open_child = client.post(PAGE, {**half, parent.slug: "yes"})
    assert open_child.status_code == 422
    assert soup_of(open_child).select_one(f"#question-{child.slug} .invalid-feedback")
    # Answered before the parent was changed to no: hidden on the page, and dropped.
    assert client.post(PAGE, {**half, child.slug: "yes"}).status_code == 302
    assert child.slug not in current(newcomer).answers
    assert client.post(PAGE, {**half, parent.slug: "yes", child.slug: "no"}).status_code == 302
    assert current(newcomer).answers[child.slug] == {"answer": "no"}


@pytest.mark.parametrize("day", ["", "yesterday", "1989-12-31", "2999-01-01", "2026-02-30"])
def test_clearance_has_a_day(newcomer: Athlete, client: Client, day: str) -> None:
    posted = {**ALL_NO, "back-history": "cleared", "back-history-cleared_on": day}
    response = client.post(PAGE, posted)
    assert response.status_code == 422
    assert soup_of(response).select_one("#question-back-history #error-back-history-cleared_on")
    assert chosen_in(response) == {"back-history": "cleared"}
    assert not Screening.objects.exists()


def test_clearance_is_kept_with_its_day(newcomer: Athlete, client: Client) -> None:
    posted = {**ALL_NO, "back-history": "cleared", "back-history-cleared_on": "2026-01-31"}
    assert client.post(PAGE, posted).status_code == 302
    assert current(newcomer).answers["back-history"] == {"answer": "cleared", "on": "2026-01-31"}


def test_what_cannot_be_cleared_is_not(newcomer: Athlete, client: Client) -> None:
    for slug in ("red-flag-fever", "knee-problem"):
        assert client.post(PAGE, {**ALL_NO, slug: "cleared"}).status_code == 422


def test_earlier_answers_are_kept_and_conditions_stand_as_answered(newcomer: Athlete, client: Client) -> None:
    client.post(PAGE, {**ALL_NO, "knee-problem": "yes"})
    client.post(PAGE, {**ALL_NO, "labral-tear": "yes", "labral-tear-locking": "no"})
    assert Screening.objects.for_user(newcomer.user).count() == 2
    chosen = chosen_in(client.get(PAGE))
    assert (chosen["labral-tear"], chosen["knee-problem"]) == ("yes", "no")
    assert not [slug for slug in chosen if slug.startswith("red-flag-")]


def test_a_press_that_arrives_twice_counts_once(newcomer: Athlete, client: Client) -> None:
    for _press in range(2):
        client.post(PAGE, {**ALL_NO, "knee-problem": "yes"})
    assert Screening.objects.for_user(newcomer.user).count() == 1


def test_a_form_opened_before_other_answers_does_not_undo_them_unseen(
    newcomer: Athlete, client: Client
) -> None:
    """Two tabs, or Back after saving: the older form is shown again, as it was filled in."""
    older, newer = seen_in(client.get(PAGE)), seen_in(client.get(PAGE))
    client.post(PAGE, {**ALL_NO, "seen": newer, "red-flag-fever": "yes"})
    posted = {**ALL_NO, "seen": older, "knee-problem": "unsure"}
    refused = client.post(PAGE, posted)
    assert refused.status_code == 422
    assert "Other answers were saved since" in soup_of(refused).select_one("#errors").get_text()
    assert chosen_in(refused) == {"knee-problem": "unsure"}
    assert len(soup_of(refused).select("[type=checkbox][checked]")) == 2
    assert current(newcomer).answers["red-flag-fever"] == {"answer": "yes"}
    assert client.post(PAGE, posted | {"seen": seen_in(refused)}).status_code == 302
    assert current(newcomer).answers["red-flag-fever"] == {"answer": "no"}
    # The same answers from an older form are no other ones.
    assert client.post(PAGE, posted).status_code == 302


def test_a_wrong_day_is_no_open_question(newcomer: Athlete, client: Client) -> None:
    posted = {**ALL_NO, "back-history": "cleared", "back-history-cleared_on": "2999-01-01"}
    assert "tick the box" not in soup_of(client.post(PAGE, posted)).select_one("#errors").get_text()
    assert "tick the box" in soup_of(client.post(PAGE, {})).select_one("#errors").get_text()


@pytest.mark.parametrize("answer", ["yes", "unsure"])
def test_a_red_flag_stops_at_once(newcomer: Athlete, client: Client, answer: str) -> None:
    posted = {**ALL_NO, "red-flag-fever": answer, "next": "/exercises/"}
    assert client.post(PAGE, posted)["Location"] == "/screening/stop/"
    page = client.get("/screening/stop/")
    flag = Condition.objects.get(slug="red-flag-fever")
    text = soup_of(page).get_text(" ", strip=True)
    assert flag.action in text
    assert flag.explanation in text
    assert Condition.objects.get(slug="red-flag-trauma").name not in text
    assert client.get("/screening/result/")["Location"] == "/screening/stop/"
    assert client.get("/sessions/").status_code == 200


def test_the_result_names_what_changes(newcomer: Athlete, client: Client) -> None:
    screen(newcomer.user, knee_problem="yes", back_history="yes", past_sports_injury="yes")
    page = soup_of(client.get("/screening/result/"))
    verdicts = {one["data-exercise"]: one["data-verdict"] for one in page.select("[data-exercise]")}
    assert verdicts["couch-stretch-wall"] == "avoid"
    assert verdicts["slideboard-glute-kicks"] == "avoid"
    assert verdicts["clamshell"] == "modify"
    screen(newcomer.user, back_history="yes")
    page = soup_of(client.get("/screening/result/"))
    verdicts = {one["data-exercise"]: one["data-verdict"] for one in page.select("[data-exercise]")}
    assert verdicts["slideboard-glute-kicks"] == "clinician"
    assert "clamshell" not in verdicts


@pytest.mark.parametrize(
    ("answers", "lead", "opens"),
    [
        ({}, "Nothing. Every exercise fits you as it is written.", False),
        ({"knee_problem": "yes"}, "exercises fit you as they are written.", False),
        ({"back_history": "yes"}, "exercises fit you as they are written.", True),
        ({"hip_replacement_posterior": "yes"}, "No exercise fits you as it is written.", True),
    ],
)
def test_the_result_says_how_much_is_left_and_what_opens_the_rest(
    newcomer: Athlete, client: Client, answers: dict[str, str], lead: str, opens: bool
) -> None:
    screen(newcomer.user, **answers)
    text = soup_of(client.get("/screening/result/")).main.get_text(" ", strip=True)
    assert lead in text
    assert ("Then change that answer to “Cleared”" in text) == opens
    assert ("stand in for what does not fit" in text) == ("exercises fit you" in lead)


def test_answers_so_far_are_told_with_what_was_answered(newcomer: Athlete, client: Client) -> None:
    screen(newcomer.user)
    screen(newcomer.user, knee_problem="yes", labral_tear="unsure", back_history="cleared")
    lists = soup_of(client.get("/screening/result/")).select("main section")[-1].select("li")
    told = [one.select_one(".small").get_text(strip=True).split(", ") for one in lists]
    assert sorted(told[0]) == [
        "A back problem in the past (cleared)",
        "A knee problem now",
        "Hip impingement or labral tear (not sure)",
    ]
    assert told[1] == ["No to every question."]


def test_answers_of_others_are_never_shown(newcomer: Athlete, client: Client) -> None:
    other = AthleteFactory()
    screen(other.user, knee_problem="yes")
    assert not chosen_in(client.get(PAGE))
    assert client.get("/screening/result/")["Location"] == PAGE


@pytest.mark.parametrize(
    ("age", "asked_again", "said"),
    [
        (dt.timedelta(days=1), False, ""),
        (dt.timedelta(days=90), False, "90 days"),
        (dt.timedelta(days=1), True, "pain above 5"),
    ],
)
def test_the_page_says_why_it_asks(
    newcomer: Athlete, client: Client, age: dt.timedelta, asked_again: bool, said: str
) -> None:
    now = timezone.now()
    one = screen(newcomer.user)
    one.answered_at, one.asked_again_at = now - age, now if asked_again else None
    one.save()
    notes = [note.get_text() for note in soup_of(client.get(PAGE)).select("header .note")]
    assert (said in notes[0]) if said else not notes


def test_a_question_that_staff_add_is_asked(newcomer: Athlete, client: Client) -> None:
    screen(newcomer.user)
    ConditionFactory(slug="new-one", name="Something new")
    assert client.post(PAGE, {"rest-red-flags": "no"}).status_code == 422
    assert soup_of(client.get(PAGE)).select("#question-new-one [type=radio]")


hostile = st.dictionaries(
    st.sampled_from(
        [
            "knee-problem",
            "back-history",
            "back-history-cleared_on",
            "red-flag-fever",
            "rest-conditions",
            "next",
            "x",
        ]
    ),
    st.text(max_size=30) | st.sampled_from(["yes", "no", "cleared", "\0", "9" * 5000]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(data=hostile)
def test_whatever_is_posted_is_kept_or_refused(
    newcomer: Athlete, client: Client, data: dict[str, str]
) -> None:
    assert client.post(PAGE, data).status_code == 422
    assert client.post(PAGE, {**ALL_NO, **data}).status_code in {302, 422}
