"""Headers that neither Django nor django-csp sets."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

SWITCHED_OFF = (
    "browsing-topics",
    "camera",
    "clipboard-read",
    "compute-pressure",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "keyboard-map",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "otp-credentials",
    "payment",
    "picture-in-picture",
    "serial",
    "storage-access",
    "sync-xhr",
    "usb",
    "window-management",
    "xr-spatial-tracking",
)
"""Features of browsers that no page uses."""

OURS_ALONE = (
    "accelerometer",  # measuring with the phone
    "autoplay",  # the player's sounds
    "gyroscope",
    "publickey-credentials-create",  # passkeys
    "publickey-credentials-get",
    "screen-wake-lock",  # the player
)
"""Features that our pages use; no page of another site inside ours may."""

HEADERS = {
    "Permissions-Policy": ", ".join(
        [*(f"{name}=()" for name in SWITCHED_OFF), *(f"{name}=(self)" for name in OURS_ALONE)]
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
}


def security_headers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Say which features of the browser our pages use, and that no other site may load our answers."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def bounded_bodies(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse a body that is larger than its page takes, before anything of it is read.

    Django would write a file of any size to the disk first, for whoever sends it, signed in or not.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length[:18]) > largest_body(request.path_info):
            return render(request, "413.html", status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return get_response(request)

    return middleware


def largest_body(path: str) -> int:
    """Return how many bytes may be sent to an address."""
    sizes = (size for start, size in settings.LARGEST_BODIES.items() if path.startswith(start))
    return next(sizes, settings.LARGEST_BODY)


def static_headers(headers: MutableMapping[str, str], _path: str, _url: str) -> None:
    """Have no other site load our static files; WhiteNoise calls this for each of them."""
    headers["Cross-Origin-Resource-Policy"] = HEADERS["Cross-Origin-Resource-Policy"]


def private_pages(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Keep what somebody with an account is shown out of shared caches.

    The browser's own memory may keep it: going Back to a form must show what was typed.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        is_personal = request.user.is_authenticated
        response = get_response(request)
        if is_personal and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True)
        return response

    return middleware
