"""The knowledge pages, their Markdown, and the references."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from exercises.domain.vocabulary import ReferenceKind
from exercises.presenters.markdown import render_guide
from tests.exercises.pages import MOST_QUERIES, soup, url, words
from tests.factories import GuideFactory, ReferenceFactory
from tests.page_queries import count_queries


def rendered(body: str, *sources: str) -> BeautifulSoup:
    return BeautifulSoup(render_guide(body, frozenset(sources)).html, "html.parser")


# --- Markdown -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("link", "href"),
    [
        ("exercise:couch-stretch", "/exercises/couch-stretch/"),
        ("routine:legs", "/routines/legs/"),
        ("programme:beginner", "/programmes/beginner/"),
        ("guide:measuring-it", "/guide/measuring-it/"),
        ("ref:unlisted", "/references/#unlisted"),
        ("ref:listed", "#source-listed"),
        ("/today/", "/today/"),
        ("#part", "#part"),
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("exercise:../../admin", "exercise:../../admin"),
    ],
)
def test_links_lead_where_their_scheme_says(link: str, href: str) -> None:
    assert rendered(f"See [this]({link}).", "listed").a["href"] == href


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "exercises/x"]
)
def test_other_links_stay_text(link: str) -> None:
    assert rendered(f"See [this]({link}).").a is None


def test_outside_links_do_not_hand_over_the_window() -> None:
    assert rendered("[a](https://example.org/)").a["rel"] == ["noopener"]


def test_sources_are_numbered_by_first_mention() -> None:
    text = render_guide("[B](ref:b), [A](ref:a), [B again](ref:b), [C](ref:c)", frozenset("abd"))
    links = BeautifulSoup(text.html, "html.parser").select("a")
    assert [words(link) for link in links] == ["B 1", "A 2", "B again 1", "C"]
    assert text.cited == ("b", "a")


def test_raw_html_and_pictures_are_not_let_through() -> None:
    page = rendered("<script>alert(1)</script>\n\n<b onclick=x>bold</b> ![x](https://example.org/x.png)")
    assert page.find(["script", "b", "img"]) is None
    assert "<b onclick=x>" in page.get_text()


def test_headings_get_ids_of_their_own_below_the_title() -> None:
    text = render_guide(
        "# Title\n\n## Part *one*\n\n## Part one\n\n### Detail\n\n## Main\n\n## ?", frozenset()
    )
    headings = BeautifulSoup(text.html, "html.parser").find_all(["h1", "h2", "h3"])
    assert [(one.name, one["id"]) for one in headings] == [
        ("h2", "title"),
        ("h2", "part-one"),
        ("h2", "part-one-2"),
        ("h3", "detail"),
        ("h2", "main-2"),
        ("h2", "part"),
    ]
    assert [(one.anchor, one.text) for one in text.headings][1] == ("part-one", "Part one")


def test_tables_scroll_in_a_named_box_without_inline_style() -> None:
    page = rendered('## A "b"\n\n| x | y |\n|---|--:|\n| 1 | 2 |\n\n| z |\n|---|\n| 3 |')
    boxes = page.select("div.scroll[tabindex='0'][role=region]")
    assert [box["aria-label"] for box in boxes] == ['Table 1: A "b"', 'Table 2: A "b"']
    assert all(box.table["class"] == ["table"] for box in boxes)
    assert page.th["scope"] == "col"
    assert page.select("td")[1]["class"] == ["num"]
    assert not page.select("[style]")


@given(st.text(max_size=300))
def test_any_text_renders_without_raw_html_or_styles(body: str) -> None:
    page = rendered(body)
    assert page.find(["script", "img", "iframe", "style"]) is None
    assert not [one for one in page.find_all(True) if set(one.attrs) & {"style", "onclick", "onerror", "src"}]
    assert not [link for link in page.find_all("a") if "script:" in link["href"].lower().split("/")[0]]


# --- pages --------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_guide_lists_its_pages_in_order_and_the_references(client: Client) -> None:
    GuideFactory(title="Second", order=2)
    GuideFactory(title="First", order=1)
    page = soup(client.get(url("guide-list")))
    assert [words(one) for one in page.select("article h2")] == ["First", "Second", "References"]


@pytest.mark.django_db
def test_a_guide_page_shows_its_text_and_numbers_its_sources(client: Client) -> None:
    guide = GuideFactory(body="## One\n\n[Two](ref:two) & [one](ref:one)\n\n## Two\n\n## Three")
    for slug in ("never-named", "one", "two"):
        guide.sources.add(ReferenceFactory(slug=slug, title=slug.title(), doi=f"10.1000/{slug}"))
    page = soup(client.get(guide.get_absolute_url()))
    assert [item["id"] for item in page.select(".sources li")] == [
        "source-two",
        "source-one",
        "source-never-named",
    ]
    assert page.select_one('a[href="https://doi.org/10.1000/two"]')["rel"] == ["noopener"]
    assert words(page.select_one(".prose p")) == "Two 1 & one 2"
    assert [link["href"] for link in page.select(".contents a")] == ["#one", "#two", "#three"]


@pytest.mark.django_db
def test_references_stand_by_kind_with_finding_note_and_link(client: Client) -> None:
    ReferenceFactory(
        slug="doe-2020",
        authors="Doe J, Roe R",
        year=2020,
        title="On hips",
        container="A Journal",
        details="1(2):3–4",
        doi="10.1000/182",
        finding="They turn.",
        note="Abstract read.",
    )
    ReferenceFactory(slug="abc", authors="Abc", title="Earlier in the alphabet")
    ReferenceFactory(
        slug="book", kind=ReferenceKind.BOOK, title="A book", isbn="978-1", url="https://example.org/b"
    )
    page = soup(client.get(url("reference-list")))
    assert [words(one) for one in page.select("main h2")] == ["Study", "Book"]
    assert [one["id"] for one in page.select(".references > li")] == ["abc", "doe-2020", "book"]
    assert words(page.select_one("#doe-2020")) == (
        "Doe J, Roe R (2020). On hips . A Journal 1(2):3–4. doi:10.1000/182 They turn. Abstract read."
    )
    assert page.select_one("#doe-2020 a")["href"] == "https://doi.org/10.1000/182"
    assert page.select_one("#book a")["href"] == "https://example.org/b"
    assert "ISBN 978-1." in words(page.select_one("#book"))


@pytest.mark.django_db
def test_guide_and_references_take_the_same_few_queries_however_long(signed_in: Client) -> None:
    guide = GuideFactory()
    guide.sources.add(ReferenceFactory())
    addresses = (url("guide-list"), guide.get_absolute_url(), url("reference-list"))
    few = [count_queries(signed_in, address) for address in addresses]
    for _ in range(10):
        guide.sources.add(ReferenceFactory())
        GuideFactory()
    assert [count_queries(signed_in, address) for address in addresses] == few
    assert max(few) <= MOST_QUERIES


@pytest.mark.django_db
def test_what_is_no_study_has_not_found_anything(client: Client) -> None:
    guide = GuideFactory()
    for slug, kind in (("trial", ReferenceKind.STUDY), ("custom", ReferenceKind.PRACTICE)):
        guide.sources.add(ReferenceFactory(slug=slug, kind=kind, authors="", year=None, title=slug.title()))
    page = soup(client.get(guide.get_absolute_url()))
    assert words(page.select_one("#source-trial a[href^='/references/']")).startswith("What it found")
    assert words(page.select_one("#source-custom a[href^='/references/']")).startswith("What this means")
