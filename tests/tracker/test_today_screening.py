"""Today and the screening: who is asked first, and what a red flag holds back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from exercises.domain.vocabulary import ConditionKind
from exercises.models import Routine, Screening
from tests.factories import (
    ConditionFactory,
    PlanChangeFactory,
)
from tests.screenings import screen
from tests.tracker.today_pages import (
    card_of,
    followed,
    routine_of,
    shown,
    trained,
)
from tracker.models import Athlete, ChangeKind, Enrolment, Evidence
from tracker.presenters.today_routines import FIRST_ROUTINE


@pytest.fixture
def legs(athlete: Athlete, today: date) -> Routine:
    """The routine of a programme, three times a week, that is followed from today on."""
    return followed("legs", athlete, today)


def test_new_person_answers_the_screening_first(signed_in: Client) -> None:
    Screening.objects.all().delete()
    routine_of(FIRST_ROUTINE)
    main = shown(signed_in)
    assert main.select('.btn-main[href="/screening/?next=/today/"]')
    assert not main.select("a[data-start]")
    assert card_of(main, FIRST_ROUTINE).select(f'a[href="/sessions/new/?routine={FIRST_ROUTINE}"]')


def test_nothing_is_due_for_a_person_of_whom_nothing_is_known(signed_in: Client, legs: Routine) -> None:
    Screening.objects.all().delete()
    main = shown(signed_in)
    assert not main.select(".today-card, a[data-start], form[action='/sessions/done/']")


@pytest.mark.parametrize("why", ["old", "pain"])
def test_a_person_with_sessions_is_asked_again_in_one_line(
    signed_in: Client, athlete: Athlete, today: date, why: str
) -> None:
    trained(athlete, today)
    link = 'a[href="/screening/?next=/today/"]'
    assert not shown(signed_in).select(link)
    now = timezone.now()
    values = {"answered_at": now - timedelta(days=90)} if why == "old" else {"asked_again_at": now}
    Screening.objects.update(**values)
    assert [one.text for one in shown(signed_in).select(link)] == ["Answer the screening again"]


def test_a_red_flag_stands_in_place_of_all_that_is_prescribed(
    signed_in: Client, athlete: Athlete, legs: Routine, today: date
) -> None:
    trained(athlete, today - timedelta(days=3), legs)
    trained(athlete, today, legs, evidence=Evidence.TIMED, started_at=timezone.now())
    PlanChangeFactory(athlete=athlete, kind=ChangeKind.PUT_OFF, routine=routine_of("other"), first_day=today)
    ConditionFactory(slug="alarm", kind=ConditionKind.RED_FLAG, action="See a doctor today.")
    screen(athlete.user, alarm="unsure")
    Enrolment.objects.all().delete()
    main = shown(signed_in)
    assert main.select('.note-stop a[href="/screening/stop/"]')
    assert not main.select("[data-routine], [data-start], [data-exercise]")
    assert not main.select('a[href*="routine="], a[href*="/repeat/"], a[href*="/play/"]')
    assert not main.select("form")
    assert main.select('a[href="/sessions/new/"]')
