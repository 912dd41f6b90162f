"""What the player keeps on the device reaches the server once, whoever is signed in and whatever breaks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Request, Route

from tests.factories import AthleteFactory, ExerciseFactory, UserFactory
from tests.tracker.synced import a_session, a_set
from tracker.models import Athlete, Session, Set
from tracker.services.delete_session import delete_session, restore_session

SYNC = "**/sessions/sync/"

OPEN = """async (user) => {
  const { openOutbox } = await import("/static/js/outbox.js");
  window.outbox = await openOutbox({ user, syncUrl: "/sessions/sync/" });
}"""


class Outbox:
    """The module in a page of the site, opened for a person."""

    def __init__(self, page: Page, athlete: Athlete) -> None:
        self.page = page
        page.goto("/robots.txt")  # no scripts of its own
        self.open(athlete)

    def open(self, athlete: Athlete) -> None:
        self.page.evaluate(OPEN, athlete.pk)

    def save_set(self, session: dict[str, Any], one: dict[str, Any]) -> None:
        self.page.evaluate("([session, one]) => outbox.saveSet(session, one)", [session, one])

    def save_session(self, session: dict[str, Any]) -> None:
        self.page.evaluate("(session) => outbox.saveSession(session)", session)

    def flush(self) -> str:
        return str(self.page.evaluate("outbox.flush()"))

    @property
    def counts(self) -> tuple[int, int]:
        counts = self.page.evaluate("outbox.counts()")
        return counts["waiting"], counts["rejected"]

    @property
    def rejected(self) -> list[dict[str, Any]]:
        return list(self.page.evaluate("outbox.rejected()"))


@pytest.fixture(autouse=True)
def _exercise(transactional_db: None) -> None:
    ExerciseFactory(slug="stretch")


@pytest.fixture
def outbox(athlete: Athlete, page: Page, sign_in: Any) -> Outbox:
    sign_in(page.context, athlete)
    return Outbox(page, athlete)


def posts_of(page: Page) -> list[Request]:
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    return sent


def test_a_set_is_sent_by_itself_and_leaves(outbox: Outbox, athlete: Athlete) -> None:
    session, one = a_session(pain_before=1), a_set("stretch")
    outbox.save_set(session, one)
    assert outbox.flush() == "empty"
    assert outbox.counts == (0, 0)
    stored = Set.objects.get()
    assert (str(stored.pk), str(stored.session_id), stored.athlete_id) == (
        one["id"],
        session["id"],
        athlete.pk,
    )
    outbox.save_session(session | {"pain_before": None, "finished_at": session["started_at"], "effort": 4})
    assert outbox.flush() == "empty"
    stored = Session.objects.get()
    assert (stored.effort, stored.pain_before, stored.finished_at) == (4, 1, stored.started_at)


def test_offline_it_waits_through_a_reload_and_goes_when_there_is_a_signal(
    outbox: Outbox, athlete: Athlete
) -> None:
    page, session = outbox.page, a_session(pain_before=1)
    page.context.set_offline(True)
    for place in (1, 2, 3):
        outbox.save_set(session, a_set("stretch", place))
    outbox.save_session(session | {"pain_before": None, "effort": 4})
    assert outbox.flush() == "offline"
    assert outbox.counts == (3, 0)
    page.context.set_offline(False)
    page.route(SYNC, lambda route: route.abort())
    page.reload()
    outbox.open(athlete)
    assert outbox.counts == (3, 0)
    page.unroute(SYNC)
    page.evaluate("dispatchEvent(new Event('online'))")
    assert outbox.flush() == "empty"
    stored = Session.objects.get()
    assert (stored.sets.count(), stored.pain_before, stored.effort) == (3, 1, 4)


@pytest.mark.parametrize(
    ("status", "body"), [(502, "<h1>Bad gateway</h1>"), (429, '{"errors": ["Too much at once."]}')]
)
def test_without_any_event_it_is_tried_again(status: int, body: str, outbox: Outbox) -> None:
    page = outbox.page
    page.route(SYNC, lambda route: route.fulfill(status=status, body=body))
    outbox.save_set(a_session(), a_set("stretch"))
    assert outbox.flush() == "offline"
    assert outbox.counts == (1, 0)
    page.unroute(SYNC)
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        pass
    assert outbox.flush() == "empty"
    assert Set.objects.count() == 1


def test_a_lost_reply_is_asked_for_again_and_doubles_nothing(outbox: Outbox) -> None:
    page, lost = outbox.page, []

    def lose_the_reply(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().json())
            route.abort()
        else:
            route.continue_()

    page.route(SYNC, lose_the_reply)
    session, one = a_session(), a_set("stretch")
    outbox.save_set(session, one)
    assert outbox.flush() in {"offline", "empty"}
    assert outbox.flush() == "empty"
    assert sorted(lost[0]["saved"]) == sorted([session["id"], one["id"]])
    assert (Session.objects.count(), Set.objects.count(), outbox.counts) == (1, 1, (0, 0))


@pytest.mark.parametrize("body", ["<h1>Welcome to our network</h1>", '{"saved": true}', "null"])
def test_an_answer_that_is_none_deletes_nothing(body: str, outbox: Outbox) -> None:
    page = outbox.page

    def in_between(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(status=200, body=body, content_type="application/json")
        else:
            route.continue_()

    page.route(SYNC, in_between)
    outbox.save_set(a_session(), a_set("stretch"))
    assert outbox.flush() == "offline"
    assert outbox.counts == (1, 0)
    page.route(
        SYNC, lambda route: route.fulfill(status=200, body='{"saved": [], "rejected": [], "csrf": "x"}')
    )
    assert outbox.flush() == "signed-out"
    assert outbox.counts == (1, 0)


def test_what_the_answer_does_not_name_stays(outbox: Outbox) -> None:
    def silent(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(status=200, json={"saved": [], "rejected": []})
        else:
            route.continue_()

    outbox.page.route(SYNC, silent)
    outbox.save_set(a_session(), a_set("stretch"))
    assert outbox.flush() == "kept"
    assert outbox.counts == (1, 0)


def test_two_tabs_send_one_after_the_other(outbox: Outbox, athlete: Athlete) -> None:
    second = Outbox(outbox.page.context.new_page(), athlete)
    session, under_way, most, ids = a_session(), [], [], []

    def slowly(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        under_way.append(route)
        most.append(len(under_way))
        ids.extend(one["id"] for one in route.request.post_data_json["sets"])
        outbox.page.wait_for_timeout(100)
        answer = route.fetch()
        under_way.remove(route)
        route.fulfill(response=answer)

    outbox.page.context.route(SYNC, slowly)
    sets = [a_set("stretch", place) for place in range(1, 7)]
    keep = "([session, sets]) => Promise.all(sets.map((one) => outbox.saveSet(session, one)))"
    outbox.page.evaluate(keep, [session, sets[:3]])
    second.page.evaluate(keep, [session, sets[3:]])
    assert second.flush() == outbox.flush() == "empty"
    assert set(most) == {1}
    assert sorted(ids) == sorted(one["id"] for one in sets)
    assert Set.objects.count() == 6


def test_a_tab_hears_of_what_another_keeps(outbox: Outbox, athlete: Athlete) -> None:
    second = Outbox(outbox.page.context.new_page(), athlete)
    second.page.evaluate("outbox.addEventListener('change', () => (document.title = 'changed'))")
    outbox.page.context.set_offline(True)
    outbox.save_set(a_session(), a_set("stretch"))
    assert second.page.title() == "changed"
    assert second.counts == (1, 0)


def test_what_one_person_keeps_is_never_sent_for_another(
    outbox: Outbox, athlete: Athlete, context: BrowserContext, sign_in: Any
) -> None:
    page, other = outbox.page, AthleteFactory()
    page.route(SYNC, lambda route: route.abort())
    outbox.save_set(a_session(), a_set("stretch"))
    sign_in(context, other)
    page.unroute(SYNC)
    sent = posts_of(page)
    assert outbox.flush() == "signed-out"
    page.reload()
    outbox.open(other)
    assert outbox.counts == (0, 0)
    assert outbox.flush() == "empty"
    assert (sent, Session.objects.count()) == ([], 0)
    sign_in(context, athlete)
    outbox.open(athlete)
    assert outbox.flush() == "empty"
    assert Set.objects.get().athlete_id == athlete.pk


def test_somebody_else_signs_in_between_the_token_and_the_call(
    outbox: Outbox, context: BrowserContext, sign_in: Any
) -> None:
    other = AthleteFactory()

    def meanwhile(route: Route) -> None:
        if route.request.method == "GET":
            answer = route.fetch()
            sign_in(context, other)
            route.fulfill(response=answer)
        else:
            route.continue_()

    outbox.page.route(SYNC, meanwhile)
    outbox.save_set(a_session(), a_set("stretch"))
    assert outbox.flush() == "signed-out"
    assert (outbox.counts, Session.objects.count()) == ((1, 0), 0)


@pytest.mark.parametrize("how", ["signed out", "sent to the sign-in page"])
def test_signed_out_it_waits(
    how: str, outbox: Outbox, athlete: Athlete, context: BrowserContext, sign_in: Callable[..., None]
) -> None:
    page = outbox.page
    context.clear_cookies()
    if how != "signed out":
        page.route(SYNC, lambda route: route.fulfill(status=302, headers={"Location": "/accounts/login/"}))
    sent = posts_of(page)
    outbox.save_set(a_session(), a_set("stretch"))
    assert outbox.flush() == "signed-out"
    assert (outbox.counts, sent) == ((1, 0), [])
    page.unroute(SYNC)
    sign_in(context, athlete)
    assert outbox.flush() == "empty"
    assert Set.objects.count() == 1


def test_what_is_refused_is_kept_and_listed_until_it_is_corrected(outbox: Outbox, athlete: Athlete) -> None:
    session, good, bad = a_session(), a_set("stretch", 1), a_set("stretch", 2, pain=11)
    outbox.save_set(session, good)
    outbox.save_set(session, bad)
    assert outbox.flush() == "kept"
    assert outbox.counts == (0, 1)
    errors = {"pain": ["Enter 10 or less."]}
    assert outbox.rejected == [{"id": bad["id"], "errors": errors, "session": session["id"], "item": bad}]
    sent = posts_of(outbox.page)
    assert outbox.flush() == "kept"
    assert sent == []
    outbox.page.reload()
    outbox.open(athlete)
    assert outbox.flush() == "kept"
    assert [one.post_data_json["sets"] for one in sent] == [[bad]]
    outbox.save_set(session, bad | {"pain": 4})
    assert outbox.flush() == "empty"
    assert outbox.rejected == []
    assert set(Set.objects.values_list("pain", flat=True)) == {None, 4}


def test_a_call_that_is_refused_as_a_whole_is_kept_and_listed(outbox: Outbox) -> None:
    def refuse(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(status=422, json={"errors": ["Not so."]})
        else:
            route.continue_()

    outbox.page.route(SYNC, refuse)
    session, one = a_session(), a_set("stretch")
    outbox.save_set(session, one)
    assert outbox.flush() == "kept"
    assert outbox.counts == (0, 2)
    assert {item["id"]: item["errors"] for item in outbox.rejected} == {
        session["id"]: ["Not so."],
        one["id"]: ["Not so."],
    }


def test_what_was_refused_is_tried_once_more_with_each_page(outbox: Outbox, athlete: Athlete) -> None:
    session = a_session()
    outbox.save_set(session, a_set("stretch", 1))
    assert outbox.flush() == "empty"
    stored = Session.objects.get()
    delete_session(session=stored, now=stored.started_at)
    outbox.save_set(session, a_set("stretch", 2))
    assert outbox.flush() == "kept"
    restore_session(session=stored)
    outbox.page.reload()
    outbox.open(athlete)
    assert outbox.flush() == "empty"
    assert Set.objects.count() == 2


def test_what_is_discarded_is_gone(outbox: Outbox) -> None:
    session, bad = a_session(effort=11), a_set("stretch", 2, reps=-1)
    outbox.save_set(session, a_set("stretch", 1))
    outbox.save_set(session, bad)
    assert outbox.flush() == "kept"
    assert outbox.counts == (0, 2)
    outbox.page.evaluate("(id) => outbox.discard(id)", session["id"])
    assert outbox.counts == (0, 1)
    outbox.page.evaluate("(id) => outbox.discard(id)", bad["id"])
    assert outbox.counts == (0, 0)
    outbox.save_set({**session, "effort": None}, a_set("stretch", 3))
    assert outbox.flush() == "empty"


def test_a_session_in_which_nothing_was_done_is_not_sent(outbox: Outbox) -> None:
    sent = posts_of(outbox.page)
    outbox.save_session(a_session(pain_before=2))
    assert outbox.flush() == "empty"
    assert (outbox.counts, sent) == ((0, 0), [])


def test_a_set_that_changes_while_it_is_sent_is_sent_again(outbox: Outbox) -> None:
    page, session, one = outbox.page, a_session(), a_set("stretch")
    later = one | {"seconds": 40, "completed_at": a_set("stretch", 9)["completed_at"]}
    seen = []

    def change_meanwhile(route: Route) -> None:
        if route.request.method == "POST":
            seen.append(route.request.post_data_json["sets"][0]["seconds"])
            answer = route.fetch()
            if len(seen) == 1:
                page.evaluate("([session, one]) => void outbox.saveSet(session, one)", [session, later])
                page.wait_for_timeout(200)
            route.fulfill(response=answer)
        else:
            route.continue_()

    page.route(SYNC, change_meanwhile)
    outbox.save_set(session, one)
    assert outbox.flush() == "empty"
    assert seen == [30, 40]
    assert Set.objects.get().seconds == 40


def test_an_old_token_is_replaced(outbox: Outbox) -> None:
    asked = []

    def first_token_is_old(route: Route) -> None:
        if route.request.method == "GET":
            asked.append(route)
            answer = route.fetch()
            body = answer.json()
            route.fulfill(response=answer, json=body | ({"csrf": "x" * 64} if len(asked) == 1 else {}))
        else:
            route.continue_()

    outbox.page.route(SYNC, lambda route: route.abort())
    outbox.save_set(a_session(), a_set("stretch"))
    assert outbox.flush() == "offline"
    outbox.page.route(SYNC, first_token_is_old)
    assert outbox.flush() == "empty"
    assert len(asked) == 2


def test_many_sets_go_in_several_calls(outbox: Outbox) -> None:
    page, session = outbox.page, a_session()
    page.context.set_offline(True)
    sets = [a_set("stretch", place) for place in range(1, 251)]
    keep = "async ([session, sets]) => { for (const one of sets) await outbox.saveSet(session, one); }"
    page.evaluate(keep, [session, sets])
    sent = posts_of(page)  # the connection alone brings the first call about
    page.context.set_offline(False)
    assert outbox.flush() == "empty"
    assert len(sent) == 3
    assert Set.objects.count() == 250


def test_the_players_place_is_kept_and_a_person_can_be_forgotten(outbox: Outbox, athlete: Athlete) -> None:
    page, other = outbox.page, UserFactory()
    page.context.set_offline(True)
    page.evaluate("outbox.saveState('s', { place: 3 })")
    outbox.save_set(a_session(), a_set("stretch"))
    assert page.evaluate("outbox.loadState('s')") == {"place": 3}
    assert page.evaluate("outbox.loadState('t')") is None
    forget = "async (user) => (await import('/static/js/outbox.js')).clearUser(user)"
    page.evaluate(forget, other.pk)
    assert (outbox.counts, page.evaluate("outbox.loadState('s')")) == ((1, 0), {"place": 3})
    page.evaluate("outbox.dropState('s')")
    assert page.evaluate("outbox.loadState('s')") is None
    page.evaluate(forget, athlete.pk)
    assert outbox.counts == (0, 0)
