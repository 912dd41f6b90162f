"""What a process keeps of the catalogue holds for as long as nothing of it changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from exercises.models import Exercise
from exercises.services.kept_catalogue import Kept, forget_catalogue
from tests.factories import AthleteFactory, ExerciseFactory, OwnExerciseFactory
from tracker.services.find_person import person_of_key
from tracker.services.offer import offer_to_log

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _keeping(settings: Any) -> Iterator[None]:
    settings.PAGE_MEMORY_BYTES = 1_000_000
    forget_catalogue()
    yield
    forget_catalogue()


def test_it_is_read_again_under_another_stamp_and_without_one() -> None:
    values = iter(range(10))
    kept = Kept(lambda: next(values))
    assert [kept.at(stamp) for stamp in (1, 1, 2, 2, None, 2)] == [0, 0, 1, 1, 2, 1]
    kept.forget()
    assert kept.at(2) == 3


def test_within_a_transaction_and_without_a_memory_it_is_read(settings: Any) -> None:
    values = iter(range(10))
    kept = Kept(lambda: next(values))
    with transaction.atomic():
        assert [kept.at(1), kept.at(1)] == [0, 1]
    settings.PAGE_MEMORY_BYTES = 0
    assert [kept.at(1), kept.at(1)] == [2, 3]


def test_a_sheet_offers_what_is_published_now(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    athlete, exercise = AthleteFactory(), ExerciseFactory(name="Before")
    own = OwnExerciseFactory(owner=athlete.user)

    def offered() -> tuple[list[str], list[Exercise]]:
        offer = offer_to_log(person_of_key(athlete.pk), today=athlete.user.date_joined.date())
        return [one.name for one in offer.exercises], list(offer.own)

    assert offered() == (["Before"], [own])
    person = person_of_key(athlete.pk)
    with django_assert_num_queries(1):
        offer_to_log(person, today=athlete.user.date_joined.date())

    exercise.name = "After"
    exercise.save()

    assert offered() == (["After"], [own])
