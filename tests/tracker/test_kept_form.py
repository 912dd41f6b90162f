"""What is typed outlives the end of the sign-in."""

from __future__ import annotations

from django.test import Client

from exercises.models import Routine
from tests.tracker.sheets import NEW, fields_of, open_sheet, soup_of
from tracker.models import Athlete, Session


def test_a_button_pressed_after_the_sign_in_ended_leads_the_whole_page_there(
    client: Client, db: None
) -> None:
    response = client.post(NEW, {"action": "add-set:0"}, headers={"HX-Request": "true"})
    assert response.headers["HX-Redirect"] == "/accounts/login/?next=/sessions/new/%3Fkept%3D1"


def test_a_signed_out_submit_is_back_after_signing_in(
    client: Client, signed_in: Client, routine: Routine
) -> None:
    data = open_sheet(signed_in, "?routine=two") | {"notes": "Not lost."}
    user = Athlete.objects.get().user
    user.set_password("a long enough password")
    user.save()
    client.logout()
    response = client.post(NEW, data)
    assert response.status_code == 302
    assert not Session.objects.exists()
    response = client.post(
        response.headers["Location"], {"login": user.email, "password": "a long enough password"}
    )
    assert response.headers["Location"] == f"{NEW}?kept=1"
    kept = fields_of(client.get(response.headers["Location"]))
    assert kept == data
    assert client.post(NEW, kept).status_code == 302
    assert Session.objects.get().notes == "Not lost."
    assert fields_of(client.get(f"{NEW}?kept=1"))["id"] != data["id"]


def test_a_signed_out_get_asks_for_the_sign_in(client: Client, db: None) -> None:
    response = client.get(f"{NEW}?routine=two")
    assert response.headers["Location"] == "/accounts/login/?next=/sessions/new/%3Froutine%3Dtwo"


def test_a_form_too_long_to_keep_says_so(client: Client, db: None) -> None:
    response = client.post(NEW, {"notes": "x" * 300_000})
    assert response.headers["Location"] == "/accounts/login/?next=/sessions/new/"
    assert "kept_form" not in client.session


def test_a_stale_form_is_kept_for_a_known_browser(athlete: Athlete, routine: Routine) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(athlete.user, backend="tracker.auth.AthleteBackend")
    data = open_sheet(strict, "?routine=two") | {"notes": "Typed."}
    response = strict.post(NEW, data)
    assert response.status_code == 403
    link = soup_of(response).select_one('a[href$="?kept=1"]')
    assert link is not None
    assert fields_of(strict.get(str(link["href"])))["notes"] == "Typed."


def test_a_stale_form_gives_a_strange_browser_no_session(db: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(NEW, {"notes": "From another site."})
    assert response.status_code == 403
    assert not response.cookies
