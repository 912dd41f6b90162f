"""Filling in a form as a browser does: what the page shows is what is sent, but for what a test changes."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag

Values = dict[str, list[str]]


def values_of(html: bytes, form_id: str) -> Values:
    """Return what a browser would send for the form, buttons left out."""
    form = BeautifulSoup(html, "html.parser").find("form", id=form_id)
    assert isinstance(form, Tag)
    values: Values = {}
    for field in form.find_all(["input", "select", "textarea"]):
        name = field.get("name")
        if name and "__prefix__" not in name:
            values.setdefault(name, []).extend(_sent(field))
    return values


def _sent(field: Tag) -> list[str]:
    if field.name == "select":
        return [option.get("value", "") for option in field.find_all("option") if option.has_attr("selected")]
    if field.name == "textarea":
        # Browsers leave out the first newline inside the element and send all others as two characters.
        return [field.text.removeprefix("\n").replace("\r\n", "\n").replace("\n", "\r\n")]
    if field["type"] in {"checkbox", "radio"}:
        return [field.get("value", "on")] if field.has_attr("checked") else []
    return [] if field["type"] in {"submit", "button"} else [field.get("value", "")]
