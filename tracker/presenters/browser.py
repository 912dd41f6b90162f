"""A browser in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tracker.domain.browser_name import browser_name, device_name


def browser_words(user_agent: str) -> str:
    """Return "Firefox on Linux", as much of it as the User-Agent header says, or ""."""
    browser, device = browser_name(user_agent), device_name(user_agent)
    if browser and device:
        return _("%(browser)s on %(device)s") % {"browser": browser, "device": device}
    return browser or device
