"""The name of a person's own exercise, and what the database refuses of one."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from exercises.domain.own_exercise import MAX_NAME, UnfitNameError, own_name
from exercises.domain.vocabulary import Status
from exercises.models import Exercise
from tests.factories import ExerciseFactory, OwnExerciseFactory, UserFactory

NAMES = [
    ("  Bench   press ", "Bench press"),
    ("Bench\tpress\n", "Bench press"),
    ("Kniebeuge (tief)", "Kniebeuge (tief)"),
    ('=HYPERLINK("x")', '=HYPERLINK("x")'),
    ("<b>Squat</b>", "<b>Squat</b>"),
    ("سكوات", "سكوات"),
    ("\u202eSquat\u202c", "Squat"),
    ("Cafe\u0301", "Café"),
    ("x" * MAX_NAME, "x" * MAX_NAME),
]
UNFIT = ["", "   ", "\u202e", "x" * (MAX_NAME + 1), "a\x00b", "a\x07b", "a\ud800b"]


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_a_name_is_kept_as_text(text: str, name: str) -> None:
    assert own_name(text) == name


@pytest.mark.parametrize("text", UNFIT, ids=ascii)
def test_what_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(UnfitNameError):
        own_name(text)


@given(st.text(max_size=200))
def test_a_name_is_its_own_name(text: str) -> None:
    try:
        name = own_name(text)
    except UnfitNameError:
        return
    assert own_name(name) == name
    assert 1 <= len(name) <= MAX_NAME


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        {"status": Status.PUBLISHED},
        {"status": Status.IN_REVIEW},
        {"published_at": timezone.now},
        {"slug": "squat"},
        {"owner": None},
    ],
    ids=lambda values: "-".join(values),
)
def test_the_database_keeps_it_off_the_catalogue(values: dict) -> None:
    own = OwnExerciseFactory(no_known_contraindication=True)
    values = {name: value() if callable(value) else value for name, value in values.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Exercise.logged.filter(pk=own.pk).update(**values)


@pytest.mark.django_db
def test_a_name_stands_once_for_a_person_and_once_for_the_next() -> None:
    own = OwnExerciseFactory(name="Bench press")
    OwnExerciseFactory(name="Bench press")
    ExerciseFactory(name="Bench press")
    with pytest.raises(IntegrityError), transaction.atomic():
        OwnExerciseFactory(name="bench PRESS", owner=own.owner)


@pytest.mark.django_db
def test_only_recording_finds_it() -> None:
    own, other = OwnExerciseFactory(), UserFactory()
    for found in (Exercise.objects, Exercise.everything):
        assert not found.filter(pk=own.pk).exists()
    assert Exercise.objects.by_slug([own.slug]) == {}
    assert Exercise.logged.loggable_by(own.owner, [own.slug]) == {own.slug: own}
    assert Exercise.logged.loggable_by(other, [own.slug]) == {}
    assert Exercise.logged.keys_to_log(own.owner, [own.slug]) == {own.slug: own.pk}
    assert Exercise.logged.keys_to_log(other, [own.slug]) == {}
    assert list(Exercise.logged.own(other)) == []


@pytest.mark.django_db
def test_drafts_and_working_copies_are_not_logged() -> None:
    live, draft = ExerciseFactory(), ExerciseFactory(slug="draft", status=Status.DRAFT)
    ExerciseFactory(slug="copy", status=Status.DRAFT, revises=live)
    slugs = [live.slug, draft.slug, "copy"]
    assert Exercise.logged.loggable_by(UserFactory(), slugs) == {live.slug: live}
    assert Exercise.logged.keys_to_log(UserFactory(), slugs) == {live.slug: live.pk}


@pytest.mark.django_db
def test_what_was_merged_leads_to_the_other_one() -> None:
    survivor = ExerciseFactory()
    merged = ExerciseFactory(status=Status.ARCHIVED, merged_into=survivor)
    slugs = [merged.slug, survivor.slug]
    assert Exercise.logged.loggable_by(UserFactory(), slugs) == dict.fromkeys(slugs, survivor)
    assert Exercise.logged.keys_to_log(UserFactory(), slugs) == dict.fromkeys(slugs, survivor.pk)
    assert Exercise.logged.ways_of_merged([merged.pk, survivor.pk]) == {merged.pk: survivor.pk}
