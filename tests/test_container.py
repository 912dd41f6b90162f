"""The container's files: what they name is there, and nothing that the site needs is left out.

There is no engine to build with where the tests run; docs/deploy.md says what was tried by hand.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.core.management import get_commands

from hipmobility import environment

ROOT = Path(__file__).resolve().parent.parent
INSTRUCTION = re.compile(r"^(?P<name>[A-Z]+) (?P<rest>(?:.*\\\n)*.*)$", re.MULTILINE)
COMMANDS = re.compile(r"manage\.py,? (\w+)")


def instructions(name: str) -> list[str]:
    text = (ROOT / "Dockerfile").read_text()
    return [found["rest"] for found in INSTRUCTION.finditer(text) if found["name"] == name]


def copied() -> list[str]:
    """Return what the Dockerfile takes from the sources."""
    return [source for line in instructions("COPY") if "--from" not in line for source in line.split()[:-1]]


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
    return found


def test_what_the_image_takes_is_there_and_let_through() -> None:
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text().split() if line[0] == "!"}
    assert set(copied()) == let_through
    assert [name for name in copied() if not (ROOT / name).exists()] == []


def test_the_image_holds_every_app_and_its_templates_and_static_files() -> None:
    own = {
        Path(one.path).relative_to(ROOT).parts[0]
        for one in apps.get_app_configs()
        if ROOT / one.name in [Path(one.path)]
    }
    assert own | {"templates", "static", "manage.py", "requirements.txt"} == set(copied())


def test_the_site_runs_as_nobody_in_particular() -> None:
    assert instructions("USER") == ["site"]
    text = (ROOT / "Dockerfile").read_text()
    assert text.index("\nUSER ") < text.index("\nCMD ")


@pytest.mark.parametrize("name", ["Dockerfile", "compose.yaml"])
def test_each_command_is_one_of_the_sites(name: str) -> None:
    used = COMMANDS.findall((ROOT / name).read_text())
    assert "prepare" in used
    assert set(used) <= get_commands().keys()


def test_the_health_check_is_an_address_of_the_site() -> None:
    [check] = instructions("HEALTHCHECK")
    command = json.loads(check.partition("CMD ")[2])
    assert "/healthz" in command[-1]
    compile(command[-1], "HEALTHCHECK", "exec")


@pytest.mark.parametrize("service", ["prepare", "web", "housekeeping"])
def test_compose_sets_only_what_the_site_reads(service: str) -> None:
    told = compose()["services"][service]["environment"]
    known = set(re.findall(r'"([A-Z_]+)"', Path(environment.__file__).read_text()))
    assert told.keys() <= known
    assert {"SITE_URL", "DATABASE_URL", "CACHE_URL"} <= told.keys()


def test_nothing_of_compose_but_the_proxy_is_open_to_the_world() -> None:
    services = compose()["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["proxy"]


def test_the_web_waits_until_all_is_prepared() -> None:
    for name in ("web", "housekeeping"):
        waits = compose()["services"][name]["depends_on"]["prepare"]
        assert waits == {"condition": "service_completed_successfully"}
