"""Why was I given this: the answers, the catalogue and the verdicts of then."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from exercises.models import Screening, Version
from tests.factories import AthleteFactory, SessionFactory
from tests.screenings import screen
from tests.tracker.sheets import NEW, open_sheet, soup_of
from tracker.models import Athlete, PrescribedExercise, Session

ROUTINE = "leg-exercises"


def log(client: Client, query: str = f"?routine={ROUTINE}") -> Session:
    data = open_sheet(client, query)
    assert client.post(NEW, data).status_code == 302
    return Session.objects.get(pk=data["id"])


def page_of(client: Client, session: Session) -> str:
    response = client.get(f"/sessions/{session.pk}/why/")
    assert response.status_code == 200
    main = soup_of(response).select_one("main")
    assert main is not None
    return " ".join(main.get_text(" ", strip=True).split())


@pytest.fixture
def given(catalogue: None, signed_in: Client, athlete: Athlete) -> Session:
    """The leg exercises as a person with a knee problem gets them, logged."""
    screen(athlete.user, knee_problem="unsure", osteoporosis="cleared")
    return log(signed_in)


def test_it_names_the_answers_and_what_each_exercise_rested_on(signed_in: Client, given: Session) -> None:
    text = page_of(signed_in, given)
    assert "A knee problem now Not sure" in text
    assert "To all other questions you answered no." in text
    assert "From the catalogue as it stood since" in text
    changed = given.prescribed_exercises.exclude(instead_of=None).select_related("instead_of")
    assert changed
    for one in changed:
        assert one.instead_of.name in text
    assert "A knee problem now:" in text
    assert "It took the place of:" in text or "Left out, because nothing" in text


def test_it_does_not_change_with_the_answers_or_the_catalogue(signed_in: Client, given: Session) -> None:
    before = page_of(signed_in, given)
    screen(given.athlete.user, red_flag_fever="yes")
    for row in Version.objects.filter(kind__in=("conditions", "exercises")):
        row.pk, row.number = None, row.number + 1
        row.document = row.document | {"name": "Something else"}
        row.save()
    assert page_of(signed_in, given) == before


def test_a_single_exercise_says_that_nothing_spoke_against_it(
    catalogue: None, signed_in: Client, athlete: Athlete
) -> None:
    screen(athlete.user)
    text = page_of(signed_in, log(signed_in, "?exercise=supine-figure-4"))
    assert "You answered no to every question." in text
    assert "Nothing in your answers spoke against it." in text


def test_a_session_without_a_prescription_says_so(signed_in: Client, athlete: Athlete) -> None:
    session = SessionFactory(athlete=athlete)
    assert "Nothing was prescribed for this session" in page_of(signed_in, session)
    assert not soup_of(signed_in.get(f"/sessions/{session.pk}/")).select('a[href$="/why/"]')


def test_without_versions_the_verdicts_are_not_known(signed_in: Client, athlete: Athlete) -> None:
    session = SessionFactory(athlete=athlete, screening=Screening.objects.get())
    assert "The catalogue of that time was not kept" in page_of(signed_in, session)


def test_the_session_leads_there(signed_in: Client, given: Session) -> None:
    assert soup_of(signed_in.get(f"/sessions/{given.pk}/")).select(f'a[href="/sessions/{given.pk}/why/"]')


def test_another_persons_and_a_deleted_one_are_404(signed_in: Client, athlete: Athlete) -> None:
    for session in (SessionFactory(), SessionFactory(athlete=athlete, deleted_at=timezone.now())):
        assert signed_in.get(f"/sessions/{session.pk}/why/").status_code == 404
    own = SessionFactory(athlete=AthleteFactory(screened=False))
    assert signed_in.post(f"/sessions/{own.pk}/why/").status_code == 405


def test_it_costs_the_same_few_queries_for_few_and_for_many(
    catalogue: None, signed_in: Client, athlete: Athlete
) -> None:
    screen(athlete.user, knee_problem="yes")
    counts = []
    for query in ("?exercise=supine-figure-4", "?routine=extended-hip-routine"):
        session = log(signed_in, query)
        with CaptureQueriesContext(connection) as queries:
            page_of(signed_in, session)
        counts.append(len(queries))
    assert PrescribedExercise.objects.count() > 4
    assert counts[0] == counts[1] <= 8
