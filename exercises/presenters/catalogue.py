"""The catalogue's list: what was found, in groups and pages, and the links that narrow or widen it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.forms import BoundField, ChoiceField
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.domain.search import Entry, closest, rank
from exercises.domain.vocabulary import Aim
from exercises.models import Exercise
from exercises.presenters.text import label_of

PAGE_SIZE = 60
CHIP_FIELDS = ("aim", "level")
"""The filters that are offered as links above the list; every filter that is on stands there too."""

AIM_ORDER: dict[str, int] = {aim: place for place, aim in enumerate(Aim)}


@dataclass(frozen=True, slots=True)
class Chip:
    """A link that turns one filter on or off."""

    field: str
    value: str
    label: str
    url: str

    @property
    def id(self) -> str:
        """The same whether the filter is on or off, so that the keyboard's focus stays on it."""
        return f"chip-{self.field}-{self.value}"


@dataclass(frozen=True, slots=True)
class Group:
    """Exercises under one heading; without a heading where something is searched or filtered."""

    heading: str
    exercises: tuple[Exercise, ...]


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """All that the list shows."""

    count: str
    groups: tuple[Group, ...]
    active: tuple[Chip, ...]
    chips: tuple[Chip, ...]
    suggestions: tuple[Exercise, ...]
    page: Page[Exercise]
    url: str
    previous_url: str
    next_url: str

    @property
    def is_narrowed(self) -> bool:
        """Whether a filter is on, beside the search words."""
        return any(chip.field != "q" for chip in self.active)


def list_url(wanted: Mapping[str, str], **changes: str) -> str:
    """Return the address of the list with these filters; an empty change takes one away."""
    merged = {name: value for name, value in {**wanted, **changes}.items() if value}
    address = reverse("exercises:exercise-list")
    return f"{address}?{urlencode(merged)}" if merged else address


def search_entry(exercise: Exercise) -> Entry:
    """Return what is searched of an exercise, in the words that a reader sees."""
    return Entry(
        key=exercise.slug,
        name=exercise.name,
        synonyms=exercise.synonym_list,
        muscles=tuple(label_of(muscle) for muscle in (*exercise.stretches, *exercise.works)),
        aim=label_of(exercise.aim),
        level=exercise.level,
    )


def catalogue_page(
    *,
    wanted: Mapping[str, str],
    fields: Iterable[BoundField],
    fitting: Iterable[Exercise],
    everything: Iterable[Exercise],
    page_number: str | None,
) -> CataloguePage:
    """Arrange the exercises that fit the filters; search words are applied here.

    `everything` is read only when nothing was found, for the names that come closest.
    """
    found = _searched(wanted["q"], fitting) if "q" in wanted else _in_order(fitting, grouped=not wanted)
    page = Paginator(found, PAGE_SIZE).get_page(page_number)
    fields = [field for field in fields if field.name != "q"]
    return CataloguePage(
        count=count_words(len(found), wanted),
        groups=_groups(page.object_list, grouped=not wanted),
        active=tuple(_active_chips(wanted, fields)),
        chips=tuple(_offered_chips(wanted, fields)),
        suggestions=() if found or "q" not in wanted else _suggestions(wanted["q"], everything),
        page=page,
        url=list_url(wanted, page=str(page.number) if page.number > 1 else ""),
        previous_url=list_url(wanted, page=str(page.number - 1)) if page.has_previous() else "",
        next_url=list_url(wanted, page=str(page.number + 1)) if page.has_next() else "",
    )


def count_words(count: int, wanted: Mapping[str, str]) -> str:
    """Return the number of results as a sentence for the eye and the ear."""
    if not count:
        return _("No exercise found.")
    if not wanted:
        return ngettext("%(count)s exercise.", "%(count)s exercises.", count) % {"count": count}
    return ngettext("%(count)s exercise found.", "%(count)s exercises found.", count) % {"count": count}


def _in_order(exercises: Iterable[Exercise], *, grouped: bool) -> list[Exercise]:
    by_level = sorted(exercises, key=lambda one: (one.level, one.name))
    return sorted(by_level, key=lambda one: AIM_ORDER.get(one.aim, len(AIM_ORDER))) if grouped else by_level


def _searched(query: str, exercises: Iterable[Exercise]) -> list[Exercise]:
    by_slug = {one.slug: one for one in exercises}
    return [by_slug[slug] for slug in rank(query, map(search_entry, by_slug.values()))]


def _suggestions(query: str, exercises: Iterable[Exercise]) -> tuple[Exercise, ...]:
    """Return what the search finds without the filters, else the names most like it."""
    by_slug = {one.slug: one for one in exercises}
    entries = [search_entry(one) for one in by_slug.values()]
    slugs = rank(query, entries)[:3] or closest(query, entries)
    return tuple(by_slug[slug] for slug in slugs)


def _groups(exercises: Iterable[Exercise], *, grouped: bool) -> tuple[Group, ...]:
    if not grouped:
        return (Group("", tuple(exercises)),)
    by_aim: dict[Any, list[Exercise]] = {}
    for exercise in exercises:
        by_aim.setdefault(exercise.aim, []).append(exercise)
    return tuple(Group(capfirst(label_of(aim)), tuple(members)) for aim, members in by_aim.items())


def _choices(field: BoundField) -> list[Any]:
    return cast("list[Any]", cast("ChoiceField", field.field).choices)


def _active_chips(wanted: Mapping[str, str], fields: Iterable[BoundField]) -> Iterable[Chip]:
    if "q" in wanted:
        yield Chip("q", "words", f"“{wanted['q']}”", list_url(wanted, q=""))
    for field in fields:
        for value, label in _choices(field):
            if value and wanted.get(field.name) == value:
                yield Chip(field.name, value, str(label), list_url(wanted, **{field.name: ""}))


def _offered_chips(wanted: Mapping[str, str], fields: Iterable[BoundField]) -> Iterable[Chip]:
    for field in fields:
        if field.name not in CHIP_FIELDS or field.name in wanted:
            continue
        for value, label in _choices(field):
            if value:
                yield Chip(field.name, value, str(label), list_url(wanted, **{field.name: value}))
