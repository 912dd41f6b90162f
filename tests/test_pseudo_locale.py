"""Everything that people read can be translated: pages, forms with their errors, messages and mails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from exercises.models import Exercise, Guide, Programme, Routine
from tests import catalogue as shipped
from tests import pseudo_locale
from tests.histories import build_history
from tests.pseudo_locale import forgotten_in, forgotten_in_text
from tests.routes import NO_PAGES, own_routes
from tests.screenings import outdate
from tests.test_every_url import VERDICTS
from tests.tracker.factors import add_app, add_passkey, asked_at_sign_in
from tests.tracker.foreign_files import strong
from tests.tracker.sheets import fields_of, open_sheet
from tests.world import World, make_world

PASSWORD = "a quiet word"


@pytest.fixture(scope="module")
def made(rows_of_the_module: DjangoDbBlocker) -> World:
    """The shipped catalogue and a person with a year of training, all in Cyrillic."""
    with rows_of_the_module.unblock():
        shipped.copy_in()
        world = make_world()
        build_history(world.owner, sets=400, until=timezone.localdate())
        world.owner.sessions.update(notes="а б в")
        pseudo_locale.rewrite_catalogue()
    return world


@pytest.fixture
def world(made: World, db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """The same in the language of brackets."""
    pseudo_locale.speak(monkeypatch)
    return made


def addresses(world: World, who: str) -> list[str]:
    """Return every address that shows somebody a page; for shipped content, each of its pages."""
    routes = [route for route in own_routes() if getattr(VERDICTS[route.name], who).get == "200"]
    found = [world.path(route) for route in routes if route.name not in NO_PAGES]
    for model in (Exercise, Guide, Programme, Routine):
        found += [row.get_absolute_url() for row in model._default_manager.all()]
    return found


def forgotten(client: Client, paths: Iterable[str]) -> dict[str, list[str]]:
    found = {}
    for path in paths:
        response = client.get(path, follow=True)
        assert response.status_code == 200, path
        found[path] = forgotten_in(response.content.decode())
    return {path: texts for path, texts in found.items() if texts}


def forgotten_by(response: HttpResponse, status: int = 422) -> list[str]:
    assert response.status_code == status, response.request["PATH_INFO"]
    return forgotten_in(response.content.decode())


def test_the_search_itself() -> None:
    html = '<title>T</title><p title="a ⟦b⟧">⟦c <b>d</b>⟧ 10 s<i>⟦e⟧</i></p><img alt="f"><script>g</script>'
    assert forgotten_in(html + "Hip Mobility ⟦h⟧ i@example.org") == ["a", "f", "T", "10 s"]


def test_pages_of_everyone(world: World, client: Client) -> None:
    paths = [*addresses(world, "nobody"), "/exercises/?q=жжж", "/exercises/?q=т&level=9&aim=none&page=7"]
    assert forgotten(client, paths) == {}


def test_pages_behind_the_sign_in(world: World, client: Client) -> None:
    client.force_login(world.owner.user)
    latest = world.owner.sessions.latest("started_at")
    oldest = world.owner.sessions.earliest("started_at")
    done = Exercise.objects.filter(sets__athlete=world.owner).distinct()
    paths = addresses(world, "owner")
    paths += [reverse(f"tracker:session-{name}", args=[latest.pk]) for name in ("detail", "edit", "repeat")]
    paths += [f"/sessions/?day={latest.day}", f"/sessions/?day={oldest.day - dt.timedelta(days=1)}"]
    paths += [f"/sessions/?deleted={latest.pk}", "/progress/?period=1-year"]
    paths += [f"/sessions/new/?routine={routine.slug}" for routine in Routine.objects.all()]
    paths += [reverse("tracker:exercise-progress", args=[exercise.slug]) for exercise in done]
    assert forgotten(client, paths) == {}


def test_pages_of_a_person_who_has_done_nothing(world: World, client: Client) -> None:
    client.force_login(world.other.user)
    shown = [route for route in own_routes() if VERDICTS[route.name].other.get == "200"]
    shown = [route for route in shown if route.name not in NO_PAGES]
    paths = [world.path(route) for route in shown if route.name.startswith(("tracker:", "account"))]
    paths += ["/sessions/new/?routine=hip-mobility-routine"]
    assert forgotten(client, paths) == {}


def test_refused_sheets(world: World, client: Client) -> None:
    client.force_login(world.owner.user)
    new = reverse("tracker:session-create")
    sheet = open_sheet(client, "?routine=leg-exercises")
    wrong = {"reps": "x", "seconds": "-1", "load_kg": "1.234", "distance_m": "1e9", "pain": "11"}
    damaged = {f"sets-{index}-{name}": value for index, (name, value) in enumerate(wrong.items())}
    damaged |= {"sets-5-seconds": "", "sets-5-reps": "", "sets-6-id": "x", "sets-7-exercise": "levitation"}
    damaged |= {"started_at": "2999-01-01T00:00", "effort": "11", "pain_before": "x", "notes": "0" * 20_000}
    assert forgotten_by(client.post(new, sheet | damaged)) == []
    assert forgotten_by(client.post(new, {})) == []
    assert (
        forgotten_by(client.post(new, sheet | {"started_at": "1999-01-01T00:00", "id": "x", "routine": "x"}))
        == []
    )
    assert forgotten_by(client.post(new, sheet | {"sets-TOTAL_FORMS": "200", "started_at": "soon"})) == []
    known = world.owner.sessions.first()
    assert forgotten_by(client.post(new, sheet | {"id": str(known.pk)})) == []
    edit = reverse("tracker:session-edit", args=[known.pk])
    changed = open_sheet(client, path=edit) | {"version": "99", "notes": "г"}
    assert forgotten_by(client.post(edit, changed)) == []
    assert forgotten_by(client.post(new, sheet | {"action": "add-set:0"}), 200) == []


def test_screening(world: World, client: Client) -> None:
    """Refused answers, a red flag, what answers change, and pages that follow outdated answers."""
    client.force_login(world.other.user)
    page = reverse("exercises:screening")
    rest = {"rest-red-flags": "no", "rest-conditions": "no"}
    held = {"knee-problem": "unsure", "back-history": "yes", "hip-replacement-posterior": "cleared"}
    day = "hip-replacement-posterior-cleared_on"
    assert forgotten_by(client.post(page, {})) == []
    assert forgotten_by(client.post(page, rest | {"knee-problem": "cleared"})) == []
    for wrong in ("", "soon", "2999-01-01"):
        assert forgotten_by(client.post(page, rest | held | {day: wrong})) == []
    stopped = client.post(page, rest | {"red-flag-fever": "unsure", "red-flag-cold-leg": "yes"}, follow=True)
    assert stopped.redirect_chain[-1][0] == reverse("exercises:screening-stop")
    assert forgotten_by(stopped, 200) == []
    plans = [row.get_absolute_url() for row in (*Routine.objects.all(), *Programme.objects.all())]
    judged = [
        reverse("exercises:exercise-list"),
        reverse("exercises:exercise-detail", args=["couch-stretch-wall"]),
    ]
    assert forgotten(client, [*judged, *plans]) == {}
    assert forgotten_by(client.post(page, rest | held | {day: "2026-01-31", "seen": ""})) == []
    changed = client.post(page, rest | held | {day: "2026-01-31"}, follow=True)
    assert forgotten_by(changed, 200) == []
    outdate(world.other.user.screenings.current().get())
    client.force_login(world.other.user)
    assert forgotten(client, [page, reverse("exercises:screening-result"), *judged, *plans]) == {}


def test_messages(world: World, client: Client) -> None:
    """Saved with pain, deleted, brought back, settings; and the form that waits behind the sign-in."""
    client.force_login(world.owner.user)
    sheet = open_sheet(client, "?routine=hip-mobility-routine")
    client.logout()
    asked = client.post(reverse("tracker:session-create"), sheet, follow=True)
    assert forgotten_by(asked, 200) == []
    client.force_login(world.owner.user)
    saved = client.post(reverse("tracker:session-create"), sheet | {"pain_after": "9"}, follow=True)
    assert forgotten_by(saved, 200) == []
    pk = sheet["id"]
    for deed in ("set-delete", "set-restore"):
        one = {"set": sheet["sets-0-id"]}
        assert forgotten_by(client.post(reverse(f"tracker:{deed}", args=[pk]), one, follow=True), 200) == []
    assert forgotten_by(client.post(reverse("tracker:session-delete", args=[pk]), follow=True), 200) == []
    assert forgotten(client, [reverse("tracker:session-deleted-list")]) == {}
    assert forgotten_by(client.post(reverse("tracker:session-create"), sheet)) == []
    assert forgotten_by(client.post(reverse("tracker:session-restore", args=[pk]), follow=True), 200) == []
    settings = {"time_zone": "UTC", "sessions_a_week": "4"}
    assert forgotten_by(client.post(reverse("tracker:settings"), settings, follow=True), 200) == []
    assert (
        forgotten_by(client.post(reverse("tracker:settings"), {"time_zone": "Mars", "sessions_a_week": "99"}))
        == []
    )


def test_training_from_another_app(world: World, client: Client) -> None:
    client.force_login(world.other.user)
    address = reverse("tracker:import-upload")
    assert forgotten_by(client.post(address, {})) == []
    text = strong("2024-03-02 10:30:00,А,1h,Жим,1,80,5,0,20,8", "2024-03-02 10:30:00,А,1h,Жим,2,80,0,0,0,8")
    file = SimpleUploadedFile("жим", text.encode())
    shown = client.post(address, {"file": file, "load_unit": "kg", "distance_unit": "m"}, follow=True)
    assert forgotten_by(shown, 200) == []
    begun = client.post(reverse("tracker:import-preview"), fields_of(shown, "form#bring-in"), follow=True)
    assert forgotten_by(begun, 200) == []
    assert forgotten_by(client.post(begun.redirect_chain[-1][0], follow=True), 200) == []


@pytest.mark.parametrize(
    "template", ["400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html", "503.html"]
)
def test_error_pages(template: str, world: World) -> None:
    assert forgotten_in(render_to_string(template, {"path": "/sessions/new/"})) == []


def test_page_that_is_not_there(world: World, client: Client) -> None:
    client.force_login(world.owner.user)
    assert forgotten_by(client.get("/nothing/"), 404) == []


def test_refused_accounts_forms(world: World, client: Client) -> None:
    email = world.owner.user.email
    for name, data in (
        ("account_login", {"login": email, "password": "wrong"}),
        ("account_login", {}),
        ("account_signup", {"email": "x", "password1": "123"}),
        ("account_signup", {"email": "n@example.org", "password1": "n@example.org"}),
        ("account_signup", {"email": email, "password1": "a long pass phrase"}),
        ("account_reset_password", {"email": "x"}),
    ):
        assert forgotten_by(client.post(reverse(name), data)) == [], name
    assert (
        forgotten(client, ["/accounts/password/reset/key/1-set-password/", "/accounts/confirm-email/x/"])
        == {}
    )
    client.force_login(world.owner.user)
    for name, data in (
        ("account_change_password", {"oldpassword": "wrong", "password1": "12345678", "password2": "x"}),
        ("account_email", {"action_add": "", "email": email}),
        ("account_reauthenticate", {"password": "wrong"}),
    ):
        assert forgotten_by(client.post(reverse(name), data)) == [], name


def test_mails_and_what_the_site_says_to_them(world: World, client: Client) -> None:
    email = world.owner.user.email
    answers = [
        client.post(
            reverse("account_signup"),
            {"email": "new@example.org", "password1": "long pass phrase"},
            follow=True,
        ),
        client.post(reverse("account_email"), {"action_add": "", "email": "newer@example.org"}, follow=True),
        client.post(
            reverse("account_reauthenticate") + "?next=" + reverse("account_email"),
            {"password": "long pass phrase", "next": reverse("account_email")},
            follow=True,
        ),
        client.post(reverse("account_email"), {"action_send": "", "email": "newer@example.org"}, follow=True),
        client.post(
            reverse("account_email"), {"action_remove": "", "email": "newer@example.org"}, follow=True
        ),
        client.post(reverse("account_logout"), follow=True),
        client.post(reverse("account_reset_password"), {"email": email}, follow=True),
        client.post(reverse("account_reset_password"), {"email": "nobody@example.org"}, follow=True),
    ]
    words = [word for one in mail.outbox for word in one.body.split()]
    for link in [word for word in words if word.startswith("http://testserver/accounts/")]:
        page = client.get(link, follow=True)
        answers.append(page)
        if "reset/key" in link:
            new = {"password1": "another long phrase", "password2": "another long phrase"}
            answers.append(client.post(page.request["PATH_INFO"], new, follow=True))
        elif "confirm-email" in link:
            answers.append(client.post(page.request["PATH_INFO"], follow=True))
    client.force_login(world.other.user)
    change = {"oldpassword": PASSWORD, "password1": "another long phrase", "password2": "another long phrase"}
    answers.append(client.post(reverse("account_change_password"), change, follow=True))
    for answer in answers:
        # The link of an address that was taken back leads to a page that says so, with 404.
        assert answer.status_code in {200, 404}
        assert forgotten_in(answer.content.decode()) == [], answer.request["PATH_INFO"]
    assert len({one.subject for one in mail.outbox}) > 5
    for one in mail.outbox:
        assert forgotten_in_text([one.subject]) + forgotten_in_text([one.body]) == []


def test_security(world: World, client: Client) -> None:
    """Passkeys, an app, recovery codes and the last page of an account: shown, refused, and their mails."""
    EmailAddress.objects.update(verified=True)
    client.force_login(world.owner.user)
    again = {"password": PASSWORD}
    assert client.post(reverse("account_reauthenticate"), again).status_code == 302
    forms = ("mfa_activate_totp", "mfa_add_webauthn")
    assert forgotten(client, [reverse(name) for name in forms]) == {}
    for name in forms:
        assert forgotten_by(client.post(reverse(name), {"code": "1", "credential": "{}"})) == [], name
    assert forgotten_by(client.post(reverse("mfa_generate_recovery_codes"))) == []
    add_app(client)
    passkey = add_passkey(client)
    shown = ("tracker:security", "mfa_view_recovery_codes", "mfa_generate_recovery_codes")
    asked = ("mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_deactivate_totp")
    keys = [
        reverse(name, args=[world.owner.user.authenticator_set.get(type="webauthn").pk])
        for name in ("mfa_edit_webauthn", "mfa_remove_webauthn")
    ]
    assert forgotten(client, [*map(reverse, (*shown, *asked)), *keys]) == {}
    assert forgotten_by(client.post(reverse("mfa_reauthenticate"), {"code": "1"})) == []
    assert forgotten_by(client.post(keys[0], {"name": ""})) == []
    assert forgotten_by(client.post(keys[1], follow=True), 200) == []
    assert forgotten_by(client.post(reverse("mfa_deactivate_totp"), follow=True), 200) == []
    add_app(client)
    half_way = Client()
    credentials = {"login": world.owner.user.email, "password": PASSWORD}
    assert forgotten_by(half_way.post(reverse("account_login"), credentials, follow=True), 200) == []
    assert forgotten_by(half_way.post(reverse("mfa_authenticate"), {"code": "1"})) == []
    lost = {"credential": passkey.answer(asked_at_sign_in(Client()))}
    assert forgotten_by(Client().post(reverse("mfa_login_webauthn"), lost, follow=True), 200) == []
    assert (
        forgotten_by(client.post(reverse("tracker:sign-in-end"), {"which": "others"}, follow=True), 200) == []
    )
    assert forgotten_by(client.post(reverse("tracker:account-delete"))) == []
    gone = client.post(reverse("tracker:account-delete"), {"is_sure": "on"}, follow=True)
    assert forgotten_by(gone, 200) == []
    assert len(mail.outbox) > 2
    for one in mail.outbox:
        assert forgotten_in_text([one.subject]) + forgotten_in_text([one.body]) == []
