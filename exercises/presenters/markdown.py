"""A guide page's Markdown as HTML: own links, numbered sources, tables that scroll, and no raw HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

PAGES = {
    "exercise": "exercises:exercise-detail",
    "guide": "exercises:guide-detail",
    "routine": "exercises:routine-detail",
    "programme": "exercises:programme-detail",
}
OWN_LINK = re.compile(r"(?P<scheme>[a-z]+):(?P<slug>[-\w]+)", re.ASCII)
OUTSIDE = ("https://", "http://")
ALLOWED = re.compile(rf"({'|'.join((*PAGES, 'ref'))}|https?|mailto):|[/#]", re.ASCII)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the page, and where it is."""

    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class GuideText:
    """The page's text, its main headings, and the sources in the order in which the text names them."""

    html: SafeString
    headings: tuple[Heading, ...]
    cited: tuple[str, ...]


def render_guide(body: str, sources: frozenset[str]) -> GuideText:
    """Render Markdown; a `ref:` link to one of `sources` (slugs) gets its number and leads to the list."""
    markdown = _parser()
    tokens = markdown.parse(body)
    cited = _link(tokens, sources)
    headings = _anchor(tokens)
    _frame_tables(tokens)
    html = markdown.renderer.render(tokens, markdown.options, {})
    # Safe: the parser escapes raw HTML, and everything added here is escaped.
    return GuideText(mark_safe(html), headings, cited)  # noqa: S308  # nosec


def source_anchor(slug: str) -> str:
    """Return the id of a source in the page's own list."""
    return f"source-{slug}"


def _parser() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    markdown.validateLink = lambda url: bool(ALLOWED.match(url))  # type: ignore[method-assign]
    return markdown


def _link(tokens: list[Token], sources: frozenset[str]) -> tuple[str, ...]:
    """Turn the links' own schemes into addresses, and number the sources by first mention."""
    cited: list[str] = []
    for block in tokens:
        if block.type != "inline":
            continue
        linked: list[Token] = []
        number = 0
        for token in block.children or []:
            if token.type == "link_open":
                number = _resolve(token, sources, cited)
            elif token.type == "link_close" and number:
                linked += _superscript(str(number))
            linked.append(token)
        block.children = linked
    return tuple(cited)


def _resolve(token: Token, sources: frozenset[str], cited: list[str]) -> int:
    """Set the link's address; return the number of the source it names, or 0."""
    href = str(token.attrGet("href"))
    if href.startswith(OUTSIDE):
        token.attrSet("rel", "noopener")
    match = OWN_LINK.fullmatch(href)
    if match is None:
        return 0
    scheme, slug = match["scheme"], match["slug"]
    if scheme in PAGES:
        token.attrSet("href", reverse(PAGES[scheme], args=[slug]))
    if scheme != "ref":
        return 0
    if slug not in sources:
        token.attrSet("href", f"{reverse('exercises:reference-list')}#{slug}")
        return 0
    if slug not in cited:
        cited.append(slug)
    token.attrSet("href", f"#{source_anchor(slug)}")
    return cited.index(slug) + 1


def _superscript(text: str) -> tuple[Token, Token, Token]:
    return Token("sup_open", "sup", 1), Token("text", "", 0, content=text), Token("sup_close", "sup", -1)


def _anchor(tokens: list[Token]) -> tuple[Heading, ...]:
    """Give each heading an id of its own, and none of them the rank of the page's title."""
    headings: list[Heading] = []
    used = {"main"}
    for opening, text, closing in _headings(tokens):
        base = slugify(text.content) or "part"
        anchor = next(one for one in _numbered(base) if one not in used)
        used.add(anchor)
        opening.attrSet("id", anchor)
        if opening.tag == "h1":
            opening.tag = closing.tag = "h2"
        if opening.tag == "h2":
            headings.append(Heading(anchor, _plain(text)))
    return tuple(headings)


def _frame_tables(tokens: list[Token]) -> None:
    """Put each table into a box that scrolls and can be reached by keyboard."""
    heading, tables = "", 0
    framed: list[Token] = []
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            heading = _plain(tokens[place + 1])
        if token.type == "table_open":
            tables += 1
            name = _("Table %(number)s: %(heading)s") if heading else _("Table %(number)s")
            label = escapeHtml(name % {"number": tables, "heading": heading})
            framed.append(_html(f'<div class="scroll" tabindex="0" role="region" aria-label="{label}">'))
            token.attrSet("class", "table")
        if token.type in ("th_open", "td_open"):
            _tidy_cell(token)
        framed.append(token)
        if token.type == "table_close":
            framed.append(_html("</div>"))
    tokens[:] = framed


def _tidy_cell(cell: Token) -> None:
    """Name a heading's scope; swap an aligned column's inline style, which the CSP forbids, for a class."""
    if cell.type == "th_open":
        cell.attrSet("scope", "col")
    if "right" in str(cell.attrs.pop("style", "")):
        cell.attrSet("class", "num")


def _html(content: str) -> Token:
    return Token("html_block", "", 0, content=content)


def _headings(tokens: list[Token]) -> Iterator[tuple[Token, Token, Token]]:
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            yield token, tokens[place + 1], tokens[place + 2]


def _plain(inline: Token) -> str:
    return "".join(child.content for child in inline.children or [])


def _numbered(base: str) -> Iterator[str]:
    yield base
    number = 2
    while True:
        yield f"{base}-{number}"
        number += 1
