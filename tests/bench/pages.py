"""The main pages and what people write, measured for short and long histories side by side."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import count

from tests.bench.deeds import (
    SETS_POSTED,
    changes_of_a_set,
    deletions_of_a_set,
    deletions_of_a_set_in_form,
    save_session,
)
from tests.bench.measuring import Answer, Browser, Cost, Deed, Send, measure
from tests.bench.people import DECADE, HISTORIES, LIVES, LONG, MONTH, SHORT, Person
from tests.served_site import ServedSite

BESIDE_CROWD = "1,000, beside 1,000,000 of others"
NOBODY = "signed out"
EXERCISE = "half-kneeling-flexor-stretch"
OPEN_PAGES = {
    "Landing": "/",
    "Catalogue": "/exercises/",
    "Exercise": f"/exercises/{EXERCISE}/",
}
OWN_PAGES = {
    "Catalogue": "/exercises/",
    "Exercise": f"/exercises/{EXERCISE}/",
    "Today": "/today/",
    "Plan": "/plan/",
    "Player": f"/sessions/{uuid.UUID(int=1)}/play/?routine=hip-mobility-routine",
    "Log form": "/sessions/new/?routine=hip-mobility-routine",
    "History": "/sessions/",
    "Session": "/sessions/{session}/",
    "Progress": "/progress/",
    "Progress of an exercise": f"/progress/exercises/{EXERCISE}/",
}
DEEDS: dict[str, tuple[Callable[[Browser], Send], int]] = {
    f"Saving a session of {SETS_POSTED} sets": (lambda browser: partial(save_session, browser), 302),
    "Changing one set": (changes_of_a_set, 200),
    "Deleting one set": (deletions_of_a_set, 302),
    "Deleting one set in the form": (deletions_of_a_set_in_form, 302),
}
"""What people write: what makes the request for a browser, and how it is answered."""

PERIODS = ("4-weeks", "3-months", "1-year", "all")
PROGRESS_PAGES = {
    f"{page}, {period}": f"{path}?period={period}"
    for page, path in (
        ("Progress", "/progress/"),
        ("Progress of an exercise", f"/progress/exercises/{EXERCISE}/"),
    )
    for period in PERIODS
}

Rows = dict[tuple[str, str], Cost]
"""The cost by page, or deed, and by person."""


def costs(people: Mapping[str, Person], quiet: ServedSite, crowded: ServedSite) -> Rows:
    """Return what each page costs for each person, on a site by themselves and on one with a crowd."""
    strangers = {NOBODY: (Browser(quiet, {}), "")}
    own = {name: (Browser(quiet, people[name].cookies), people[name].session) for name in HISTORIES}
    own[BESIDE_CROWD] = (Browser(crowded, people[SHORT].cookies), people[SHORT].session)
    lives = {name: (Browser(quiet, people[name].cookies), people[name].session) for name in LIVES}
    bare, _session = strangers[NOBODY]
    rows: Rows = dict(zip([("Bare view", "")], measure([Deed(bare, bare.send_bare, 200)]), strict=True))
    for pages, readers in ((OPEN_PAGES, strangers), (OWN_PAGES, own), (PROGRESS_PAGES, lives)):
        for page, path in pages.items():
            for name, makes in ((f"{page}, first", _each_time_another), (page, _again)):
                deeds = [
                    Deed(one, makes(one, path.format(session=session)), 200)
                    for one, session in readers.values()
                ]
                rows |= _rows(name, readers, measure(deeds))
    for name, (makes_deed, expected) in DEEDS.items():
        deeds = [Deed(one, makes_deed(one), expected) for one, _session in own.values()]
        rows |= _rows(name, own, measure(deeds))
    pages = list(dict.fromkeys(page for page, _person in rows))
    return dict(sorted(rows.items(), key=lambda row: pages.index(row[0][0])))


def _rows(page: str, people: Mapping[str, object], found: list[Cost]) -> Rows:
    return {(page, person): cost for person, cost in zip(people, found, strict=True)}


def _again(browser: Browser, path: str) -> Send:
    return partial(browser.send, path)


def _each_time_another(browser: Browser, path: str) -> Send:
    """A page is remembered by its address: another one each time has it rendered each time."""
    number = count()
    joined = "&" if "?" in path else "?"

    def first(**headers: str) -> Answer:
        return browser.send(f"{path}{joined}n={next(number)}", **headers)

    return first


def ratios(rows: Rows) -> Iterator[tuple[str, float]]:
    """Yield for each page of progress what ten years cost beside one month."""
    for page, person in rows:
        if person == DECADE:
            yield page, rows[page, DECADE].beside(rows[page, MONTH])


def growth(rows: Rows) -> Iterator[tuple[str, float, float]]:
    """Yield for each page what a long history costs beside a short one, and others' sets beside none."""
    for page, person in rows:
        if person == BESIDE_CROWD:
            short = rows[page, SHORT]
            yield page, rows[page, LONG].beside(short), rows[page, BESIDE_CROWD].beside(short)
