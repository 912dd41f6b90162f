"""The wiring: the server says whether it is well, every page carries its headers, and https is strict."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.django_db
def test_healthz_answers_ok(client: Client) -> None:
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok"}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_healthz_says_that_a_migration_is_missing(client: Client) -> None:
    [last] = MigrationLoader(connection).graph.leaf_nodes("tracker")
    MigrationRecorder(connection).record_unapplied(*last)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"status": "migrations are not applied"}


@pytest.mark.django_db
def test_healthz_says_that_the_database_is_away(client: Client) -> None:
    def away(*_arguments: Any) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    with connection.execute_wrapper(away):
        response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"status": "database does not answer"}


def test_healthz_refuses_to_be_written_to(client: Client) -> None:
    assert client.post("/healthz").status_code == 405


def test_another_host_name_is_refused(client: Client) -> None:
    assert client.get("/robots.txt", headers={"host": "elsewhere.example.org"}).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/", "/exercises/", "/today/", "/sessions/", "/settings/", "/no/such/page/"]
)
def test_no_shared_cache_keeps_what_is_shown_to_somebody_with_an_account(
    signed_in: Client, path: str
) -> None:
    assert signed_in.get(path)["Cache-Control"] == "private"


@pytest.mark.django_db
def test_what_is_the_same_to_all_may_be_kept(client: Client) -> None:
    assert "Cache-Control" not in client.get("/exercises/")


@pytest.mark.django_db
def test_what_nobody_may_keep_stays_so(signed_in: Client) -> None:
    assert "no-store" in signed_in.get("/healthz")["Cache-Control"]


def python(
    *arguments: str, data_dir: Path, site_url: str = "https://hips.example.org"
) -> subprocess.CompletedProcess[str]:
    """Run Python on the site's own settings, served over https."""
    # The last one is the browser tests' own; where it is set, the deployment check rightly complains.
    left_out = {"DEBUG", "PORT", "SECRET_KEY", "DJANGO_ALLOW_ASYNC_UNSAFE"}
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return subprocess.run(  # noqa: S603
        [sys.executable, *arguments],
        cwd=ROOT,
        env=kept
        | {
            "DATA_DIR": str(data_dir),
            "DATABASE_URL": "",
            "EMAIL_URL": "smtp://localhost:25",
            "DJANGO_SETTINGS_MODULE": "hipmobility.settings",
            "SITE_URL": site_url,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_deployment_check_finds_nothing_over_https(tmp_path: Path) -> None:
    done = python("manage.py", "check", "--deploy", "--fail-level", "WARNING", data_dir=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


OVER_HTTPS = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
plain = Client(headers={"host": "hips.example.org"}).get("/robots.txt")
proxied = Client(headers={"host": "hips.example.org", "x-forwarded-proto": "https"}).get("/robots.txt")
healthz = Client(headers={"host": "localhost"}).get("/healthz")
print(json.dumps({
    "plain": [plain.status_code, plain.get("Location")],
    "proxied": [proxied.status_code, proxied.get("Strict-Transport-Security")],
    "policy": proxied["Content-Security-Policy"],
    "healthz": healthz.status_code,
    "secure": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE],
}))
"""


def test_https_redirects_and_is_remembered(tmp_path: Path) -> None:
    done = python("-c", OVER_HTTPS, data_dir=tmp_path)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["plain"] == [301, "https://hips.example.org/robots.txt"]
    assert found["proxied"] == [200, "max-age=31536000; includeSubDomains; preload"]
    assert "upgrade-insecure-requests" in found["policy"]
    # Nothing is migrated here, but the proxy's probe gets its answer without https.
    assert found["healthz"] == 503
    assert found["secure"] == [True, True]


@pytest.mark.parametrize(
    ("site_url", "bind"),
    [
        ("", "127.0.0.1:8000"),
        ("http://localhost:8000", "127.0.0.1:8000"),
        ("http://hips.example.org", "0.0.0.0:8000"),
        ("https://hips.example.org", "127.0.0.1:8000"),
    ],
)
def test_only_plain_http_is_open_to_other_machines(tmp_path: Path, site_url: str, bind: str) -> None:
    """Over https the site believes what a proxy says about the client, so nobody may go past the proxy."""
    show = "from hipmobility import server; print(server.bind)"
    done = python("-c", show, data_dir=tmp_path, site_url=site_url)
    assert (done.stdout.strip(), done.stderr) == (bind, "")
