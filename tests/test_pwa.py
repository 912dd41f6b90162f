"""The site as an app: its worker, its manifest, and the page for when nothing is kept."""

from __future__ import annotations

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse


def test_the_worker_is_led_to_by_its_name_and_never_kept(client: Client) -> None:
    response = client.get("/sw.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert "no-store" in response["Cache-Control"]
    named = re.fullmatch(r'importScripts\("/static/(js/worker[^"]*\.js)"\);\n', response.content.decode())
    assert named
    assert finders.find("js/worker.js")


def test_the_manifest_names_icons_that_are_there(client: Client) -> None:
    response = client.get("/manifest.webmanifest")
    assert response["Content-Type"] == "application/manifest+json"
    found = response.json()
    assert (found["start_url"], found["display"], found["scope"]) == ("/today/", "standalone", "/")
    assert {one["sizes"] for one in found["icons"]} == {"192x192", "512x512"}
    assert {one["purpose"] for one in found["icons"]} == {"any", "maskable"}
    for icon in found["icons"]:
        path = finders.find(icon["src"].removeprefix("/static/"))
        with open(path, "rb") as file:
            head = file.read(24)
        width, height = int.from_bytes(head[16:20]), int.from_bytes(head[20:24])
        assert head.startswith(b"\x89PNG")
        assert icon["sizes"] == f"{width}x{height}"


@pytest.mark.django_db
def test_the_page_without_a_connection_names_nobody(signed_in: Client) -> None:
    page = signed_in.get("/offline/").content.decode()
    assert "This page is not on your device" in page
    assert "<hm-offline" not in page
    assert "@example.org" not in page


@pytest.mark.django_db
def test_pages_tell_the_worker_whose_they_are(client: Client, signed_in: Client) -> None:
    landing = Client().get("/").content.decode()
    assert "<hm-offline" not in landing
    assert "hm-offline.js" not in landing
    settings = signed_in.get(reverse("tracker:settings")).content.decode()
    said = r'<hm-offline user="(\d+)" answers="(\d+)" sync="/sessions/sync/" worker="/sw.js" class'
    user = re.search(said, settings)
    assert user
    today = signed_in.get(reverse("tracker:today")).content.decode()
    assert f"{user[0].removesuffix(' class')} keeps-pages" in today
