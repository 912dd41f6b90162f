"""A database of the first release comes up to date with everything that it holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from exercises.domain.vocabulary import Origin, Status
from exercises.models import Exercise, Version
from exercises.services.load_catalogue import load_catalogue
from exercises.services.write_document import MODELS
from tests.catalogue import FOLDER
from tests.first_release import check_that_it_goes_on, check_that_it_is_there, fill
from tracker.models import Athlete, Session, Set
from tracker.services.share_calendar import owner_of_feed

FIRST_RELEASE = [("exercises", "0001_initial"), ("tracker", "0002_one_account_an_address")]
NOON = dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)
COUCH = "couch-stretch-wall"


def migrate(targets: list[tuple[str, str | None]] | None = None) -> Any:
    """Bring the database to some migrations, or to the last ones, and return the models of that time."""
    executor = MigrationExecutor(connection)
    targets = targets or list(executor.loader.graph.leaf_nodes())
    return executor.migrate(targets).apps


@pytest.fixture
def back_to_head(transactional_db: None) -> Iterator[None]:
    yield
    migrate()


def first_release() -> Any:
    """Make this database one that the first release wrote, and return its models."""
    apps = migrate(FIRST_RELEASE)
    fill(apps)
    return apps


def test_what_stood_on_the_site_stays_and_what_was_logged_too(back_to_head: None) -> None:
    apps = first_release()
    exercises = apps.get_model("exercises", "Exercise").objects
    exercises.filter(slug=COUCH).update(name="Renamed by staff")
    exercises.filter(slug="frog-rock").update(is_archived=True)
    own = {"aim": "control", "level": 1, "position": "standing", "reps_min": 5, "reps_max": 5}
    exercises.create(slug="own", name="Own", stress=("balance",), **own)
    exercises.create(slug="own-untagged", name="Own, untagged", **own)
    exercises.create(slug="own-archived", name="Own, archived", is_archived=True, **own)
    user = apps.get_model("auth", "User").objects.create(username="eve", email="eve@example.org")
    athlete = apps.get_model("tracker", "Athlete").objects.create(user=user)
    session = apps.get_model("tracker", "Session").objects.create(
        athlete=athlete, started_at=NOON, day=NOON.date(), notes="Went well."
    )
    logged = apps.get_model("tracker", "Set").objects
    for position, slug in enumerate((COUCH, "frog-rock", "own-untagged")):
        exercise = exercises.get(slug=slug)
        logged.create(
            athlete=athlete,
            session=session,
            exercise=exercise,
            day=NOON.date(),
            position=position,
            side="left",
            seconds=30,
        )
    changed = dict(exercises.values_list("slug", "updated_at"))

    migrate()

    check_that_it_is_there()
    assert dict(Exercise.objects.values_list("slug", "updated_at")) == changed
    status = dict(Exercise.objects.values_list("slug", "status"))
    archived = {"frog-rock", "own-untagged", "own-archived"}
    assert {slug for slug, one in status.items() if one is Status.ARCHIVED} == archived
    assert {one for slug, one in status.items() if slug not in archived} == {Status.PUBLISHED}
    assert dict(Exercise.objects.values_list("slug", "published_at")) == changed
    plain = Exercise.objects.filter(no_known_contraindication=True)
    assert set(plain.values_list("slug", flat=True)) == {"clamshell", "side-lying-abduction"}
    own_sets = Set.objects.filter(session_id=session.pk).order_by("position")
    assert [(one.exercise.slug, one.seconds) for one in own_sets] == [
        (COUCH, 30),
        ("frog-rock", 30),
        ("own-untagged", 30),
    ]
    kept = Session.objects.get(pk=session.pk)
    assert (kept.notes, kept.day, kept.screening, kept.catalogue_version) == (
        "Went well.",
        NOON.date(),
        None,
        None,
    )

    report = load_catalogue(folder=FOLDER)
    assert (report.left_alone, report.held_back) == ((f"exercises/{COUCH}.yaml",), ())
    origin = dict(Version.objects.filter(kind="exercises").values_list("slug", "origin"))
    assert origin.keys() == status.keys()
    adopted = {slug for slug, one in origin.items() if one is Origin.ADOPTED}
    assert adopted == {COUCH, "own", "own-untagged", "own-archived"}
    assert not Version.objects.exclude(number=1).exists()
    assert not Exercise.objects.filter(version=None).exists()
    assert Exercise.objects.get(slug=COUCH).version.document["name"] == "Renamed by staff"
    again = load_catalogue(folder=FOLDER)
    assert (again.created, again.updated) == (0, 0)
    assert Version.objects.count() == sum(model.objects.count() for model in MODELS.values())
    check_that_it_goes_on()


def test_a_calendars_address_goes_on_and_its_key_is_kept_no_more(back_to_head: None) -> None:
    apps = migrate([("exercises", "0005_groups_of_staff"), ("tracker", "0006_measurements_and_report_links")])
    users, athletes = apps.get_model("auth", "User").objects, apps.get_model("tracker", "Athlete").objects
    keys = {"ada": "a" * 43, "ben": "b" * 43, "cleo": None}
    for name, key in keys.items():
        athletes.create(user=users.create(username=name), calendar_token=key)

    migrate()

    for name, key in keys.items():
        athlete = Athlete.objects.get(user__username=name)
        assert athlete.calendar_nonce == ""
        if key is None:
            assert athlete.calendar_digest is None
        else:
            assert owner_of_feed(key) == athlete.user
            assert key not in map(str, Athlete.objects.filter(pk=athlete.pk).values_list().get())


EDITORS = {
    *(
        f"{action}_{model}"
        for action in ("add", "change", "delete", "view")
        for model in (
            "contraindication",
            "exercise",
            "fault",
            "guide",
            "programme",
            "programmetrack",
            "progression",
            "reference",
            "routine",
            "routineitem",
            "step",
        )
    ),
    "submit_exercise",
    "view_condition",
    "view_version",
}


def test_the_two_groups_of_staff_are_there(db: None) -> None:
    granted = {
        group.name: set(group.permissions.values_list("codename", flat=True)) for group in Group.objects.all()
    }
    assert granted.keys() == {"Catalogue editors", "Clinical reviewers"}
    assert granted["Catalogue editors"] == EDITORS
    reviewers = granted["Clinical reviewers"]
    assert {"publish_exercise", "review_safety", "change_condition", "view_exercise"} <= reviewers
    assert "submit_exercise" not in reviewers
    changing = {name for name in reviewers if name.split("_")[0] in {"add", "change", "delete"}}
    assert {name.split("_")[1] for name in changing} == {"condition", "contraindication"}
