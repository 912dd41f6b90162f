"""Keeping answers: what was answered before stays, and one press counts once."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from exercises.domain.screening import Given
from exercises.domain.vocabulary import Answer
from exercises.models import Screening
from exercises.models.screening import current_screening
from exercises.services.answer_screening import SAME_PRESS, answer_screening, ask_again
from tests.factories import UserFactory

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
NO = {"knee": Given(Answer.NO)}
CLEARED = {"knee": Given(Answer.CLEARED, dt.date(2026, 1, 31))}


def kept(user: User) -> list[dict[str, dict[str, str]]]:
    return [one.answers for one in Screening.objects.for_user(user).order_by("pk")]


@pytest.mark.django_db
def test_later_answers_supersede_and_leave_the_earlier_as_they_were() -> None:
    user = UserFactory()
    first = answer_screening(user=user, answers=NO, now=NOW)
    second = answer_screening(user=user, answers=CLEARED, now=NOW + dt.timedelta(days=1))
    first.refresh_from_db()
    assert first.answers == {"knee": {"answer": "no"}}
    assert (first.answered_at, first.superseded_at) == (NOW, NOW + dt.timedelta(days=1))
    assert second.superseded_at is None
    assert current_screening(user) == second
    assert second.given == CLEARED


@pytest.mark.django_db
def test_answers_stand_for_their_own_person_alone() -> None:
    one, other = UserFactory(), UserFactory()
    answer_screening(user=one, answers=CLEARED, now=NOW)
    answer_screening(user=other, answers=NO, now=NOW)
    assert kept(one) == [{"knee": {"answer": "cleared", "on": "2026-01-31"}}]
    assert kept(other) == [{"knee": {"answer": "no"}}]
    assert Screening.objects.current().count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("later", "answers", "versions"),
    [
        (SAME_PRESS - dt.timedelta(seconds=1), NO, 1),
        (SAME_PRESS, NO, 2),
        (dt.timedelta(0), CLEARED, 2),
    ],
    ids=["the same press", "the same answers later", "other answers at once"],
)
def test_what_counts_as_one_press(later: dt.timedelta, answers: dict[str, Given], versions: int) -> None:
    user = UserFactory()
    answer_screening(user=user, answers=NO, now=NOW)
    answer_screening(user=user, answers=answers, now=NOW + later)
    assert len(kept(user)) == versions
    assert Screening.objects.for_user(user).current().count() == 1


@pytest.mark.django_db
def test_the_same_answers_after_pain_are_new_answers() -> None:
    user = UserFactory()
    answer_screening(user=user, answers=NO, now=NOW)
    ask_again(user_id=user.pk, now=NOW)
    again = answer_screening(user=user, answers=NO, now=NOW)
    assert not again.is_asked_again(NOW)
    assert len(kept(user)) == 2


@pytest.mark.django_db
def test_asking_again_keeps_the_first_moment_and_touches_the_current_answers_alone() -> None:
    user, other = UserFactory(), UserFactory()
    first = answer_screening(user=user, answers=CLEARED, now=NOW)
    second = answer_screening(user=user, answers=NO, now=NOW)
    foreign = answer_screening(user=other, answers=NO, now=NOW)
    for hours in (1, 2):
        ask_again(user_id=user.pk, now=NOW + dt.timedelta(hours=hours))
    for one in (first, second, foreign):
        one.refresh_from_db()
    assert second.asked_again_at == NOW + dt.timedelta(hours=1)
    assert first.asked_again_at is None
    assert foreign.asked_again_at is None


@pytest.mark.django_db
def test_nobody_is_asked_again_who_never_answered() -> None:
    ask_again(user_id=UserFactory().pk, now=NOW)
    assert not Screening.objects.exists()


@pytest.mark.django_db
def test_the_database_keeps_one_current_set_of_answers() -> None:
    user = UserFactory()
    answer_screening(user=user, answers=NO, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Screening.objects.create(user=user, answers={}, answered_at=NOW)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_first", [True, False], ids=["first answers", "later answers"])
def test_many_presses_at_once_are_one(is_first: bool) -> None:
    user = UserFactory()
    if not is_first:
        answer_screening(user=user, answers=CLEARED, now=timezone.now() - dt.timedelta(days=1))
    start = threading.Barrier(4, timeout=30)
    found: list[Screening] = []

    def press() -> None:
        try:
            start.wait()
            found.append(answer_screening(user=user, answers=NO, now=timezone.now()))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert {one.pk for one in found} == {Screening.objects.for_user(user).current().get().pk}
    assert len(kept(user)) == (1 if is_first else 2)


@pytest.mark.django_db(transaction=True)
def test_pain_that_comes_while_answers_are_being_kept_asks_those_answers_again() -> None:
    user = UserFactory()
    answer_screening(user=user, answers=CLEARED, now=NOW)

    def hurt() -> None:
        try:
            ask_again(user_id=user.pk, now=NOW)
        finally:
            connections.close_all()

    pain = threading.Thread(target=hurt)
    with transaction.atomic():
        answer_screening(user=user, answers=NO, now=NOW)
        pain.start()
        # It waits for us; without the wait it would be done long before this is over.
        pain.join(timeout=0.5)
    pain.join(timeout=30)
    current = Screening.objects.for_user(user).current().get()
    assert current.given == NO
    assert current.is_asked_again(NOW)
