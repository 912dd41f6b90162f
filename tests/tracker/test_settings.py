"""An athlete's settings."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from tests.factories import AthleteFactory, UserFactory
from tracker.models import Athlete
from tracker.services.change_settings import change_settings

URL = reverse("tracker:settings")
GOOD = {"time_zone": "America/Argentina/Buenos_Aires", "sessions_a_week": "5"}


def test_the_form_shows_what_is_set(signed_in: Client, athlete: Athlete) -> None:
    page = signed_in.get(URL).content.decode()

    assert '<option value="Europe/Zurich" selected>Zurich</option>' in page
    assert 'name="sessions_a_week" value="3"' in page
    assert f'href="{reverse("tracker:security")}"' in page
    assert f'href="{reverse("account_email")}"' in page
    assert athlete.user.email in page


def test_places_are_grouped_by_region(signed_in: Client) -> None:
    page = signed_in.get(URL).content.decode()

    assert '<optgroup label="America">' in page
    assert '<option value="America/Argentina/Buenos_Aires">Argentina, Buenos Aires</option>' in page
    assert '"US/Pacific"' not in page


def test_both_values_are_saved(signed_in: Client, athlete: Athlete) -> None:
    response = signed_in.post(URL, GOOD)

    assert response.status_code == 302
    assert response.url == URL
    athlete.refresh_from_db()
    assert athlete.time_zone == "America/Argentina/Buenos_Aires"
    assert athlete.sessions_a_week == 5
    assert "Your settings are saved." in signed_in.get(URL).content.decode()


@pytest.mark.parametrize("group", ["women", "men", ""])
def test_whose_published_values_are_shown(signed_in: Client, athlete: Athlete, group: str) -> None:
    assert signed_in.post(URL, GOOD | {"norm_group": group}).status_code == 302

    athlete.refresh_from_db()
    assert athlete.norm_group == group
    assert f'<option value="{group}" selected>' in signed_in.get(URL).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("norm_group", "children", "Select a valid choice."),
        ("time_zone", "Mars/Olympus_Mons", "Select a valid choice."),
        ("time_zone", "../../etc/passwd", "Select a valid choice."),
        ("time_zone", "", "This field is required."),
        ("sessions_a_week", "0", "greater than or equal to 1"),
        ("sessions_a_week", "15", "less than or equal to 14"),
        ("sessions_a_week", "2.5", "Enter a whole number."),
        ("sessions_a_week", "1e9", "Enter a whole number."),
        ("sessions_a_week", "", "This field is required."),
    ],
)
def test_a_wrong_value_comes_back_beside_its_field(
    signed_in: Client, athlete: Athlete, field: str, value: str, message: str
) -> None:
    response = signed_in.post(URL, GOOD | {field: value})

    assert response.status_code == 422
    assert message in str(response.context["form"].errors[field])
    assert f'id="id_{field}_error"' in response.content.decode()
    athlete.refresh_from_db()
    assert (athlete.time_zone, athlete.sessions_a_week) == ("Europe/Zurich", 3)


@pytest.mark.django_db
def test_an_old_name_of_a_zone_stays_on_offer(client: Client) -> None:
    athlete = AthleteFactory(time_zone="US/Pacific")
    client.force_login(athlete.user, backend="tracker.auth.AthleteBackend")

    assert '<option value="US/Pacific" selected>' in client.get(URL).content.decode()
    assert client.post(URL, {"time_zone": "US/Pacific", "sessions_a_week": "2"}).status_code == 302


@pytest.mark.django_db
def test_a_user_without_an_athlete_gets_one_by_saving(client: Client) -> None:
    user: User = UserFactory()
    client.force_login(user, backend="tracker.auth.AthleteBackend")

    assert client.get(URL).status_code == 200
    assert not Athlete.objects.filter(user=user).exists()
    assert client.post(URL, GOOD).status_code == 302
    assert Athlete.objects.get(user=user).sessions_a_week == 5


def test_nobody_elses_settings_change(signed_in: Client) -> None:
    other = AthleteFactory()

    signed_in.post(URL, GOOD | {"user": other.pk, "athlete": other.pk})

    other.refresh_from_db()
    assert (other.time_zone, other.sessions_a_week) == ("Europe/Zurich", 3)


@pytest.mark.django_db
def test_strangers_are_asked_to_sign_in(client: Client) -> None:
    for response in (client.get(URL), client.post(URL, GOOD)):
        assert response.status_code == 302
        assert response.url == f"{reverse('account_login')}?next={URL}"


def test_other_methods_are_refused(signed_in: Client) -> None:
    assert signed_in.delete(URL).status_code == 405
    assert signed_in.put(URL).status_code == 405


def test_the_page_takes_two_queries(signed_in: Client, django_assert_num_queries: Callable) -> None:
    with django_assert_num_queries(2):
        signed_in.get(URL)


def test_the_service_refuses_what_the_model_refuses(athlete: Athlete) -> None:
    with pytest.raises(ValidationError):
        change_settings(user=athlete.user, time_zone="Nowhere", sessions_a_week=3, norm_group="")
    with pytest.raises(ValidationError):
        change_settings(user=athlete.user, time_zone="UTC", sessions_a_week=15, norm_group="")
