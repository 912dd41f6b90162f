"""Icons, the bar's links, marks of verdicts and the filters' selects, as they are written."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template
from django.urls import reverse

from exercises.forms import CatalogueFilterForm
from exercises.templatetags.catalogue import verdict_mark
from exercises.templatetags.icons import icon

BAR = "{% load navigation %}"
LINK = BAR + '{% nav_link "exercises:guide-list" "book-open" _("Guide") section="exercises:guide-" %}'


def test_an_icon_is_hidden_from_those_who_hear_the_page() -> None:
    svg = BeautifulSoup(icon("plus", 18), "html.parser").svg
    assert svg is not None
    assert (svg["width"], svg["height"], svg["aria-hidden"]) == ("18", "18", "true")


@pytest.mark.parametrize(
    ("current", "mark"),
    [
        ("exercises:guide-list", "page"),
        ("exercises:guide-detail", "true"),
        ("exercises:landing", None),
        ("tracker:exercises:guide-list", None),
        ("", None),
    ],
)
def test_the_bar_says_where_one_is(current: str, mark: str | None) -> None:
    link = BeautifulSoup(Template(LINK).render(Context({"current": current})), "html.parser").a
    assert link is not None
    assert (link["href"], link.get("aria-current")) == (reverse("exercises:guide-list"), mark)
    assert link.get_text().strip() == "Guide"
    assert link.svg


@pytest.mark.parametrize(
    ("verdict", "word"),
    [
        ("allowed", "fits you"),
        ("modify", "change it"),
        ("clinician", "clinician first"),
        ("avoid", "not for you now"),
        ("unknown", ""),
        ("unreviewed", ""),
    ],
)
def test_a_verdict_has_a_word_beside_its_icon(verdict: str, word: str) -> None:
    mark = BeautifulSoup(verdict_mark(verdict), "html.parser")
    assert mark.get_text().strip() == word
    assert len(mark.select(f".verdict-{verdict} svg")) == bool(word)


def test_a_filter_is_written_with_what_is_chosen_and_escaped() -> None:
    form = CatalogueFilterForm({"level": "2"})
    form.fields["level"].choices = [("", "Any <level>"), ("2", 'Two "2"')]  # type: ignore[attr-defined]
    select = BeautifulSoup(str(form["level"]), "html.parser").select_one(
        "select#id_level[name=level][hx-get]"
    )
    assert select is not None
    options = [(one["value"], one.get_text(), one.has_attr("selected")) for one in select.select("option")]
    assert options == [("", "Any <level>", False), ("2", 'Two "2"', True)]
