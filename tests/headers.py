"""The headers that every answer of the site carries, whatever its status."""

from __future__ import annotations

from django.http import HttpResponse

from hipmobility.middleware import OURS_ALONE, SWITCHED_OFF

POLICY = {
    "default-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}
EVERYWHERE = {
    "X-Content-Type-Options": {"nosniff"},
    "X-Frame-Options": {"DENY"},
    # A link that holds a token tells other sites, and our own log, nothing at all.
    "Referrer-Policy": {"same-origin", "no-referrer"},
    "Cross-Origin-Opener-Policy": {"same-origin"},
    "Cross-Origin-Resource-Policy": {"same-origin"},
}


def directives(response: HttpResponse) -> dict[str, str]:
    """Return the content security policy by directive."""
    parts = [part.strip().partition(" ") for part in response.get("Content-Security-Policy", "").split(";")]
    return {name: value for name, _space, value in parts}


def headers_wrong(response: HttpResponse) -> list[str]:
    """Return the names of the headers that are missing or not as they should be."""
    wrong = [name for name, allowed in EVERYWHERE.items() if response.get(name) not in allowed]
    if directives(response) != POLICY:
        wrong.append("Content-Security-Policy")
    features = set(response.get("Permissions-Policy", "").split(", "))
    if features != {f"{name}=()" for name in SWITCHED_OFF} | {f"{name}=(self)" for name in OURS_ALONE}:
        wrong.append("Permissions-Policy")
    return wrong
