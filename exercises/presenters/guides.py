"""Guide pages with their numbered sources, and all references by kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from exercises.domain.vocabulary import ReferenceKind
from exercises.models import Guide, Reference
from exercises.presenters.markdown import GuideText, render_guide


@dataclass(frozen=True, slots=True)
class GuidePage:
    """A guide page; its sources in the order in which the text names them, then those it does not name."""

    guide: Guide
    text: GuideText
    sources: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class ReferenceGroup:
    """The references of one kind."""

    kind: str
    references: tuple[Reference, ...]


def guide_page(guide: Guide) -> GuidePage:
    """Render a guide page fetched with `for_page`."""
    by_slug = {source.slug: source for source in guide.sources.all()}
    text = render_guide(guide.body, frozenset(by_slug))
    order = dict.fromkeys((*text.cited, *by_slug))
    return GuidePage(guide, text, tuple(by_slug[slug] for slug in order))


def reference_groups(references: Iterable[Reference]) -> tuple[ReferenceGroup, ...]:
    """Group references by kind, and within it by author or, where none is named, by title."""
    by_kind: dict[str, list[Reference]] = {kind: [] for kind in ReferenceKind}
    for reference in references:
        by_kind.setdefault(reference.kind, []).append(reference)
    return tuple(
        ReferenceGroup(kind, tuple(sorted(found, key=lambda one: str(one).casefold())))
        for kind, found in by_kind.items()
        if found
    )
