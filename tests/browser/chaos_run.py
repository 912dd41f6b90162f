"""One guided session in which everything goes wrong.

Pages are reloaded and left, tabs are opened and changed, the connection comes and goes, replies are lost, and
the server is killed.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from uuid import UUID

from playwright.sync_api import BrowserContext, Dialog, Error, Page, Route, expect

from tests.browser.chromium import PATIENCE_MS
from tests.mortal_site import MortalSite

SYNC = "**/sessions/sync/"
ROUTINE = "hip-mobility-routine"
PLAY = re.compile(r"/sessions/([0-9a-f-]{36})/play/\?routine=")
MOST_STEPS = 400

# Noted by the page itself the moment it is shown, and in a place of its own for each: no reload loses it.
NOTE_WHAT_IS_SHOWN = """new MutationObserver(() => {
  const player = document.querySelector("hm-player");
  const bar = player?.querySelector("[data-bar]");
  if (!bar?.children.length) return;
  player.places ??= JSON.parse(player.dataset.plan).exercises.flatMap((exercise) =>
    exercise.sets.map((set) => `${set.position}/${exercise.slug}/${set.side}`));
  if (bar.children.length !== player.places.length) localStorage.setItem("shown:a bar of other sets", "");
  player.places.forEach((place, index) => {
    if (bar.children[index].className === "on") localStorage.setItem(`shown:${place}`, "");
  });
}).observe(document, { attributes: true, childList: true, subtree: true });"""

SCREEN = """() => {
  const player = document.querySelector("hm-player[ready]");
  return player?.querySelector("dialog[open]")?.dataset.panel ?? player?.getAttribute("screen") ?? "";
}"""

KEPT = """async () => {
  const db = await new Promise((resolve) =>
    (indexedDB.open("hm-outbox").onsuccess = (event) => resolve(event.target.result)));
  const all = (name) => new Promise((resolve) =>
    (db.transaction(name).objectStore(name).getAll().onsuccess = (event) => resolve(event.target.result)));
  const sessions = (await all("sessions")).filter((one) => one.status !== "sent");
  const kept = [...sessions, ...(await all("sets"))];
  db.close();
  return kept.map(({ id, status, errors }) => JSON.stringify([id, status, errors]));
}"""

CONTROLS = {
    "start": "[data-act=start]",
    "stage": "[data-act=done]",
    "elsewhere": "[data-panel=elsewhere] [data-act=take-over]",
}


def wait_until_sent(page: Page) -> list[str]:
    """Wait until the device keeps nothing any more that has to be sent; return what it keeps all the same."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while (kept := page.evaluate(KEPT)) and time.monotonic() < deadline:
        page.wait_for_timeout(50)
    return list(kept)


class Run:
    """One session, and what happens to it."""

    def __init__(self, context: BrowserContext, site: MortalSite, chance: random.Random) -> None:
        self.context, self.site, self.chance = context, site, chance
        self.log: list[str] = []
        self.replies_to_lose = 0
        self.is_offline = False
        self.begun = time.monotonic()
        context.route(SYNC, self._answer)
        self.page = self._new_tab()
        self.page.goto("/today/")
        self.page.evaluate("localStorage.clear()")

    def play(self) -> list[str]:
        """Play a session to its end, and return what is wrong in the end."""
        session = self._begin()
        for _step in range(MOST_STEPS):
            if self._screen() == "summary":
                return self._end(session)
            if self.chance.random() < 0.6:
                self._tap()
            else:
                self._act(self.chance.choice(EVENTS))
        return ["the session came to no end"]

    def _note(self, what: str) -> None:
        self.log.append(f"{time.monotonic() - self.begun:.1f} s {what}")

    def _act(self, event: Callable[[Run], None]) -> None:
        self._note(event.__name__)
        event(self)

    def _new_tab(self) -> Page:
        page = self.context.new_page()
        page.on("dialog", _accept)
        page.on("pageerror", lambda error: self._note(f"script: {error}"))
        return page

    def _begin(self) -> UUID:
        expect(self.page.locator("hm-offline[ready]")).to_be_attached(timeout=PATIENCE_MS)
        self.page.locator(f"main a[data-start][href$='routine={ROUTINE}']").click()
        self._wait_for_player()
        return UUID(PLAY.search(self.page.url)[1])  # type: ignore[index]

    def _wait_for_player(self) -> None:
        self.page.locator("hm-player[ready]").wait_for(state="attached")

    def _screen(self) -> str:
        self._wait_for_player()
        return str(self.page.evaluate(SCREEN))

    def _tap(self, *, twice: bool = False) -> None:
        """Tap what leads on. The page may be a step further meanwhile: then there is nothing to tap."""
        control = CONTROLS.get(self._screen())
        if control is None:
            return
        try:
            self.page.locator(control).click(click_count=2 if twice else 1, timeout=2_000)
        except Error as error:
            self._note(f"missed: {str(error).splitlines()[0]}")

    def _answer(self, route: Route) -> None:
        """Let what is sent through, or do so and lose the reply."""
        if route.request.method != "POST" or not self.replies_to_lose or self.is_offline:
            route.continue_()
            return
        self.replies_to_lose -= 1
        try:
            self._note(f"lost the reply {route.fetch().status}")
        except Error:
            self._note("lost a call")
        route.abort()

    # What may happen

    def reload(self) -> None:
        self.page.reload(wait_until="commit")

    def reload_while_tapping(self) -> None:
        """In the same moment: the set may be on its way to the disk."""
        if self._screen() == "stage":
            self.page.evaluate("document.querySelector('[data-act=done]').click(), location.reload()")

    def leave_and_come_back(self) -> None:
        self.page.goto("/today/", wait_until="commit")
        self._travel(self.page.go_back)

    def go_back_and_forward(self) -> None:
        url = self.page.url
        self._travel(self.page.go_back)
        if self.page.url != url:
            self._travel(self.page.go_forward)

    def _travel(self, go: Callable[..., object]) -> None:
        """Go through the history; the browser refuses that while it changes from one page to the next."""
        deadline = time.monotonic() + PATIENCE_MS / 1000
        while True:
            try:
                go(wait_until="commit")
                return
            except Error as error:
                if "Not attached to an active page" not in str(error) or time.monotonic() > deadline:
                    raise
                self.page.wait_for_timeout(20)

    def lose_or_find_the_connection(self) -> None:
        self.is_offline = not self.is_offline
        self.context.set_offline(self.is_offline)

    def tap_twice(self) -> None:
        self._tap(twice=True)

    def kill_the_server(self) -> None:
        self.site.kill()

    def start_the_server(self) -> None:
        """It takes a while: what comes next may meet it or not."""
        if not self.site.is_up:
            self.site.start()
        if self.chance.random() < 0.5:
            self.site.wait()

    def lose_replies(self) -> None:
        self.replies_to_lose = self.chance.randint(1, 3)

    def open_another_tab(self) -> None:
        """It shows where the session is now. It is changed to at once, or later on."""
        url, before = self.page.url, self.page
        self.page = self._new_tab()
        self.page.goto(url, wait_until="commit")
        self._wait_for_player()
        if self.chance.random() < 0.5:
            self.page = before
        self.page.bring_to_front()

    def change_to_another_tab(self) -> None:
        self.page = self.chance.choice(self.context.pages)
        self.page.bring_to_front()

    def go_back_one_set(self) -> None:
        if self._screen() == "stage":
            self.page.locator("[data-act=back]").click()

    # The end

    def _end(self, session: UUID) -> list[str]:
        is_saved = self.chance.random() < 0.5
        if is_saved:
            self._note("save while things are as they are")
            self._save()
        self.replies_to_lose = 0
        self.is_offline = False
        self.context.set_offline(False)
        self.site.wait()
        self._note("all is well again")
        if not is_saved:
            self._save()
        if PLAY.search(self.page.url):
            self.page.goto("/today/")
        kept = wait_until_sent(self.page)
        return [f"kept on the device: {one}" for one in kept] + self._wrong_in_database(session)

    def _save(self) -> None:
        self.page.locator("[data-save] button").click()
        expect(self.page.locator("hm-player [data-to-today][hidden]")).to_have_count(0, timeout=PATIENCE_MS)
        self.page.wait_for_load_state()

    def _wrong_in_database(self, session: UUID) -> list[str]:
        shown = self.page.evaluate("Object.keys(localStorage).filter((one) => one.startsWith('shown:'))")
        stored = self.site.take_sessions()
        if [one.id for one in stored] != [session]:
            return [f"sessions in the database: {stored}"]
        places = [one.place for one in stored[0].sets]
        done = {one.place for one in stored[0].sets if not one.skipped}
        wrong = [f"shown but not stored: {place}" for place in {one[6:] for one in shown} - done]
        wrong += [f"stored twice: {place}" for place in set(places) if places.count(place) > 1]
        if not stored[0].is_finished:
            wrong.append("the session has no end")
        return wrong if shown else ["no set was shown as done"]


EVENTS: tuple[Callable[[Run], None], ...] = (
    Run.reload,
    Run.reload_while_tapping,
    Run.reload_while_tapping,
    Run.leave_and_come_back,
    Run.go_back_and_forward,
    Run.lose_or_find_the_connection,
    Run.lose_or_find_the_connection,
    Run.tap_twice,
    Run.kill_the_server,
    Run.start_the_server,
    Run.start_the_server,
    Run.lose_replies,
    Run.lose_replies,
    Run.open_another_tab,
    Run.change_to_another_tab,
    Run.go_back_one_set,
)


def _accept(dialog: Dialog) -> None:
    """Leave the page all the same."""
    dialog.accept()
