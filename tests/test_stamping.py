"""Every change of a row raises the stamp of its person, or of the catalogue, whoever writes it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.models.signals import post_migrate, pre_migrate
from django.utils import timezone

from exercises.models import Exercise, Stamp
from exercises.models.stamp import CATALOGUE
from hipmobility.stamping import (
    NOT_SHOWN,
    install_triggers,
    stamped_tables,
    stored_triggers,
    wanted_triggers,
)
from tests.factories import AthleteFactory, ExerciseFactory, OwnExerciseFactory, StepFactory
from tests.world import make_world
from tracker.models import Athlete, Merge
from tracker.services.erase_person import erase_person

MAIN = {
    "account.EmailAddress",
    "auth.User",
    "exercises.Condition",
    "exercises.Exercise",
    "exercises.Routine",
    "exercises.Screening",
    "tracker.Athlete",
    "tracker.Enrolment",
    "tracker.Measurement",
    "tracker.Session",
    "tracker.Set",
}
"""Models that the small world must have a row of."""


def raised(write: Callable[[], object]) -> set[int]:
    """Return whose stamps a write raised; on PostgreSQL they would rise at the end of the transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SELECT set_config('hipmobility.raised', '', true)")
        before = dict(Stamp.objects.values_list("pk", "value"))
        write()
    after = dict(Stamp.objects.values_list("pk", "value"))
    return {key for key in before | after if before.get(key) != after.get(key)}


def test_every_model_is_stamped_or_said_to_be_on_no_page() -> None:
    own = {
        model._meta.db_table: model._meta.label
        for label in ("exercises", "tracker")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
    }
    left_out = {label for table, label in own.items() if table not in stamped_tables()}

    assert left_out == NOT_SHOWN


def test_a_changed_row_of_any_table_raises_its_stamp(db: None) -> None:
    world = make_world()
    owner = world.owner.pk
    tables = stamped_tables()
    missed, seen = [], set()
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        rows = model._base_manager.all()
        if table not in tables:
            continue
        if column := tables[table]:
            rows = rows.filter(**{column: owner})
        if not rows.exists():
            continue
        seen.add(model._meta.label)
        field = next(one for one in model._meta.concrete_fields if not one.primary_key)
        found = raised(lambda rows=rows, name=field.attname: rows.update(**{name: models.F(name)}))
        if found != {owner if tables[table] else CATALOGUE}:
            missed.append((model._meta.label, found))

    assert missed == []
    assert seen >= MAIN


def test_rows_that_come_and_go_raise_it_too(db: None) -> None:
    world = make_world()
    session = world.owner.sessions.get()
    one = session.sets.get()

    assert raised(one.delete) == {world.owner.pk}
    assert raised(lambda: one.save(force_insert=True)) == {world.owner.pk}
    assert raised(StepFactory) == {CATALOGUE}


def test_a_row_that_changes_hands_raises_both(db: None) -> None:
    world = make_world()
    session = world.owner.sessions.get()

    assert raised(lambda: type(session).objects.filter(pk=session.pk).update(athlete=world.other)) == {
        world.owner.pk,
        world.other.pk,
    }


def test_an_own_exercise_is_its_owners_alone(db: None) -> None:
    world = make_world()
    owner, other = world.owner.pk, world.other.pk
    made: list[Exercise] = []
    assert raised(lambda: made.append(OwnExerciseFactory(owner=world.owner.user))) == {owner}
    own = Exercise.logged.filter(pk=made[0].pk)

    assert raised(lambda: own.update(name="Mine")) == {owner}
    assert raised(lambda: own.update(owner=other)) == {owner, other}
    assert raised(lambda: own.update(owner=None, slug="everybodys")) == {other, CATALOGUE}
    assert raised(lambda: own.update(name="Everybody's")) == {CATALOGUE}
    assert raised(lambda: own.update(owner=owner, slug=made[0].slug)) == {owner, CATALOGUE}
    assert raised(own.delete) == {owner}


def test_an_account_that_goes_leaves_everybody_else_as_they_are(db: None) -> None:
    """Also where a merge of exercises remembers sets of it."""
    world = make_world()
    OwnExerciseFactory(owner=world.owner.user)
    merged, survivor = ExerciseFactory(), ExerciseFactory()
    merge = Merge.objects.create(
        merged=merged,
        survivor=survivor,
        status_before=merged.status,
        reason="The same.",
        done_at=timezone.now(),
    )
    merge.sets.create(set_id=world.owner.sessions.get().sets.get().pk)

    assert raised(lambda: erase_person(key=world.owner.pk)) == {world.owner.pk}
    assert not merge.sets.exists()


def test_a_schema_without_all_tables_is_left_alone(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after migrating back: what this code would write to is not there."""
    tables = stamped_tables()
    monkeypatch.setattr("hipmobility.stamping.stamped_tables", lambda: tables | {"exercises_later": ""})

    install_triggers()

    monkeypatch.undo()
    with connection.cursor() as cursor:
        assert stored_triggers(cursor) == wanted_triggers()


def test_a_stamp_comes_and_goes_with_its_user(db: None) -> None:
    people: list[Athlete] = []

    assert raised(lambda: people.append(AthleteFactory())) == {people[0].pk}
    key = people[0].pk
    assert raised(people[0].user.delete) == {key}
    assert not Stamp.objects.filter(pk=key).exists()


def test_triggers_that_a_migration_dropped_are_there_after_it(db: None) -> None:
    one = StepFactory()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'stamp_exercises_step%'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE 'stamp_exercises_step_update%'")
        (name,) = cursor.fetchone()
        on = " ON exercises_step" if connection.vendor == "postgresql" else ""
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f'DROP TRIGGER "{name}"{on}')
    Stamp.objects.all().delete()

    post_migrate.send(sender=apps.get_app_config("exercises"), app_config=apps.get_app_config("exercises"))

    assert Stamp.objects.of_catalogue().exists()
    assert raised(lambda: type(one).objects.update(text=models.F("text"))) == {CATALOGUE}


def test_looking_after_them_changes_nothing_where_all_is_well(db: None) -> None:
    AthleteFactory()

    assert raised(install_triggers) == set()


def test_every_table_has_its_triggers(db: None) -> None:
    with connection.cursor() as cursor:
        assert stored_triggers(cursor) == wanted_triggers()


def test_migrations_run_without_triggers_and_without_stamps(transactional_db: None) -> None:
    athlete = AthleteFactory()
    catalogue = apps.get_app_config("exercises")
    before = Stamp.objects.get(pk=athlete.pk).value

    pre_migrate.send(sender=catalogue, app_config=catalogue, plan=["one"])
    with connection.cursor() as cursor:
        assert stored_triggers(cursor) == set()
    assert not Stamp.objects.exists()

    post_migrate.send(sender=catalogue, app_config=catalogue)
    assert Stamp.objects.get(pk=athlete.pk).value > before
