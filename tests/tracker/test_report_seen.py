"""What is seen through a link to the report and what is not, and what both pages cost."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    AthleteFactory,
    ConditionFactory,
    ContraindicationFactory,
    EnrolmentFactory,
    ExerciseFactory,
    MeasurementFactory,
    ProgrammeFactory,
    SelfTestFactory,
    SessionFactory,
    SetFactory,
    UserFactory,
)
from tests.screenings import screen
from tests.test_queries import log_sessions
from tests.tracker.reported import measure_for_weeks
from tracker.domain.measuring import TestKind
from tracker.models import Athlete
from tracker.services.share_report import make_link

PAGE = reverse("tracker:report")
MOST_QUERIES = 8


def shared(athlete: Athlete, query: str = "") -> str:
    token = make_link(user=athlete.user, name="", days=30, now=timezone.now())
    return reverse("tracker:share", args=[token]) + query


def secrets_of(athlete: Athlete, today: dt.date, mark: str) -> list[str]:
    """Put a string of its own into every text that a person wrote, and return them all."""
    user = athlete.user
    user.username, user.email = f"{mark}-user", f"{mark}-mail@example.org"
    user.first_name, user.last_name = f"{mark}-first", f"{mark}-last"
    user.save()
    session = SessionFactory(athlete=athlete, day=today, notes=f"{mark}-session", pain_after=3)
    SetFactory(session=session, exercise=ExerciseFactory(name=f"{mark}-exercise", slug=f"{mark}-slug"))
    MeasurementFactory(athlete=athlete, taken_on=today, notes=f"{mark}-measured")
    SelfTestFactory(athlete=athlete, taken_on=today, notes=f"{mark}-tested")
    SelfTestFactory(
        athlete=athlete,
        taken_on=today,
        kind=TestKind.ACTIVITY,
        left=None,
        right=None,
        value=4,
        activity=f"{mark}-activity",
    )
    make_link(user=user, name=f"{mark}-other-link", days=7, now=timezone.now())
    left = EnrolmentFactory(athlete=athlete, programme=ProgrammeFactory(name=f"{mark}-left"))
    left.ended_on = today - dt.timedelta(weeks=30)
    left.started_on = left.ended_on
    left.save()
    words = "user mail first last session exercise slug measured tested activity other-link left"
    return [f"{mark}-{word}" for word in words.split()]


def test_it_is_said_beforehand_that_answers_about_health_are_in_it(
    signed_in: Client, athlete: Athlete
) -> None:
    ConditionFactory(slug="knee", name="A knee problem")
    screen(athlete.user, knee="yes")
    assert "A knee problem" in Client().get(shared(athlete)).text
    page = signed_in.get(PAGE).text
    assert "It names what you answered with yes or not sure about your health." in page
    assert "your answers about your health included" in page
    assert "unless you make a link to your report" in signed_in.get(reverse("exercises:screening")).text


def test_nothing_else_is_seen_through_a_link(athlete: Athlete, today: dt.date) -> None:
    """Of the person only what the report is about; of another person, and of the reader, nothing."""
    other = AthleteFactory()
    hidden = [*secrets_of(athlete, today, "ownmark"), *secrets_of(other, today, "othermark")]
    EnrolmentFactory(athlete=athlete, programme=ProgrammeFactory(name="own programme"), started_on=today)
    EnrolmentFactory(athlete=other, programme=ProgrammeFactory(name="othermark programme"), started_on=today)
    address = shared(athlete)
    reader = Client()
    reader.force_login(other.user, backend="tracker.auth.AthleteBackend")

    for client in (Client(), reader):
        page = client.get(address).content.decode()
        assert "own programme" in page
        assert [word for word in hidden if word in page] == []
        assert "othermark" not in page
        assert f'user="{other.pk}"' not in page
        assert "hm-offline" not in page
        assert address not in page
        assert "<form" not in page
        assert "<nav" not in page


def test_it_leads_only_to_what_is_open_to_all(athlete: Athlete) -> None:
    ContraindicationFactory(condition=ConditionFactory(slug="knee"))
    screen(athlete.user, knee="yes")
    response = Client().get(shared(athlete))

    links = {part.split('"')[0] for part in response.content.decode().split('href="')[1:]}

    own = {link for link in links if link.startswith("/") and not link.startswith("/static/")}
    assert own
    for link in own:
        assert Client().get(link.split("#")[0]).status_code == 200, link


def test_messages_of_the_reader_wait_for_the_next_page(athlete: Athlete, client: Client) -> None:
    client.force_login(AthleteFactory().user, backend="tracker.auth.AthleteBackend")
    client.post(reverse("tracker:settings"), {"time_zone": "UTC", "sessions_a_week": "4"})

    assert "Your settings are saved." not in client.get(shared(athlete)).content.decode()
    assert "Your settings are saved." in client.get(reverse("tracker:settings")).content.decode()


def test_the_days_are_those_of_its_owner(athlete: Athlete) -> None:
    athlete.time_zone = "Pacific/Kiritimati"
    athlete.save()

    report = Client().get(shared(athlete)).context["report"]

    assert report.last == timezone.localdate(timezone=athlete.tz)


def test_a_user_without_an_athlete_has_a_report_too(client: Client, db: None) -> None:
    user = UserFactory()
    client.force_login(user, backend="tracker.auth.AthleteBackend")
    token = make_link(user=UserFactory(), name="", days=1, now=timezone.now())

    assert client.get(PAGE).status_code == 200
    assert client.get(reverse("tracker:share", args=[token])).status_code == 200


def test_both_pages_cost_the_same_with_a_long_history(
    catalogue: None, athlete: Athlete, signed_in: Client, today: dt.date
) -> None:
    stranger = Client()
    stranger.force_login(AthleteFactory().user, backend="tracker.auth.AthleteBackend")
    measure_for_weeks(athlete, today, gain=5)
    SelfTestFactory(athlete=athlete, taken_on=today)
    pages: list[tuple[Client, str]] = [
        (client, path + query)
        for client, path in (
            (signed_in, PAGE),
            (signed_in, shared(athlete)),
            (stranger, shared(athlete)),
            (Client(), shared(athlete)),
        )
        for query in ("", "?period=1-year")
    ]

    def costs() -> list[int]:
        return [queries(client, path) for client, path in pages]

    log_sessions(athlete, 10)
    few = costs()
    log_sessions(athlete, 990)

    assert max(few) <= MOST_QUERIES
    assert costs() == few


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)
