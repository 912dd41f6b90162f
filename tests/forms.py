"""Filling in a form as a browser does: what the page shows is what is sent, but for what a test changes."""

from __future__ import annotations

import re

from bs4 import BeautifulSoup, Tag

Values = dict[str, list[str]]
CONTROLS = ["input", "select", "textarea"]
CONTROL = re.compile(r"<input\b[^>]*>|<select\b.*?</select>|<textarea\b.*?</textarea>", re.DOTALL)


def controls_of(html: str, form_id: str) -> list[Tag]:
    """Return the controls of a form; to read these alone takes a fifth of reading all of its page."""
    begin = re.search(rf'<form\b[^>]*\bid="{re.escape(form_id)}"', html)
    assert begin is not None, "there is no such form on the page"
    form = html[begin.start() : html.index("</form>", begin.start())]
    return list(BeautifulSoup("".join(CONTROL.findall(form)), "html.parser").find_all(CONTROLS))


def values_of(html: bytes, form_id: str) -> Values:
    """Return what a browser would send for the form, buttons left out."""
    values: Values = {}
    for field in controls_of(html.decode(), form_id):
        name = field.get("name")
        if name and "__prefix__" not in name:
            values.setdefault(name, []).extend(sent_by(field))
    return values


def sent_by(field: Tag) -> list[str]:
    if field.name == "select":
        return [option.get("value", "") for option in field.find_all("option") if option.has_attr("selected")]
    if field.name == "textarea":
        # Browsers leave out the first newline inside the element and send all others as two characters.
        return [field.text.removeprefix("\n").replace("\r\n", "\n").replace("\n", "\r\n")]
    if field["type"] in {"checkbox", "radio"}:
        return [field.get("value", "on")] if field.has_attr("checked") else []
    return [] if field["type"] in {"submit", "button"} else [field.get("value", "")]
