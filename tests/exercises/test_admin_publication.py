"""The steps of publication in the admin: who may take which, and what each page says."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from zeal import zeal_ignore

from exercises.domain.vocabulary import Status, StressTag
from exercises.models import Exercise, Step, Version
from exercises.services.bring_back_version import bring_back_version
from exercises.services.start_draft import start_draft
from tests.factories import (
    AthleteFactory,
    ContraindicationFactory,
    ExerciseFactory,
    ReferenceFactory,
    StepFactory,
)
from tests.forms import values_of
from tests.staff import NOW, editor, published, reviewer, submitted

COUCH = "couch-stretch-wall"
SIGNED = {"role": "physiotherapist", "reason": "Clearer."}
LIST = reverse("admin:exercises_exercise_changelist")


def url(row: Exercise, name: str) -> str:
    return reverse(f"admin:exercises_exercise_{name}", args=[row.pk])


def of(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user, backend="tracker.auth.AthleteBackend")
    return client


def superuser() -> User:
    return AthleteFactory(user__is_staff=True, user__is_superuser=True).user


WHO: dict[str, Callable[[], User | None]] = {
    "nobody": lambda: None,
    "athlete": lambda: AthleteFactory().user,
    "editor": editor,
    "reviewer": reviewer,
    "superuser": superuser,
}


@pytest.fixture
def couch(catalogue: None) -> Exercise:
    return Exercise.objects.get(slug=COUCH)


def in_state(live: Exercise, state: str) -> Exercise:
    """Return the exercise, published or archived, or a working copy of it, draft or in review."""
    if state == "archived":
        Exercise.objects.filter(pk=live.pk).update(status=Status.ARCHIVED)
    if state in {"published", "archived"}:
        return Exercise.objects.get(pk=live.pk)
    by = editor()
    if state == "in-review":
        return submitted(live, by, summary="Said otherwise.")
    return start_draft(exercise=live, by=by)


def sent(client: Client, row: Exercise, tool: str) -> HttpResponse:
    """Take a step as a browser would: with the form that the page shows, if it is open."""
    if tool != "publish":
        return client.post(url(row, tool))
    page = client.get(url(row, tool))
    values = values_of(page.content, "publish-form") if page.status_code == 200 else {}
    return client.post(url(row, tool), {**values, **SIGNED})


EDITORS, REVIEWERS = {"editor", "superuser"}, {"reviewer", "superuser"}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize(
    ("tool", "state", "allowed"),
    [
        ("edit-draft", "published", EDITORS),
        ("submit", "draft", EDITORS),
        ("discard", "draft", EDITORS),
        ("send-back", "in-review", REVIEWERS),
        ("publish", "in-review", REVIEWERS),
        ("archive", "published", REVIEWERS),
        ("offer-again", "archived", REVIEWERS),
    ],
)
def test_who_may_take_which_step(couch: Exercise, tool: str, state: str, allowed: set[str], who: str) -> None:
    row = in_state(couch, state)
    before = list(Exercise.everything.order_by("pk").values("pk", "status", "summary"))
    response = sent(of(WHO[who]()), row, tool)
    after = list(Exercise.everything.order_by("pk").values("pk", "status", "summary"))
    assert response.status_code == (302 if who in allowed | {"nobody", "athlete"} else 403)
    assert (before != after) == (who in allowed)


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize(
    ("page", "allowed"),
    [
        ("change", EDITORS | REVIEWERS),
        ("preview", EDITORS | REVIEWERS),
        ("changes", EDITORS | REVIEWERS),
        ("versions", EDITORS | REVIEWERS),
        ("publish", REVIEWERS),
    ],
)
def test_who_sees_which_page(couch: Exercise, page: str, allowed: set[str], who: str) -> None:
    row = submitted(couch, editor(), summary="Said otherwise.")
    status = of(WHO[who]()).get(url(row, page)).status_code
    assert status == (200 if who in allowed else 302 if who in {"nobody", "athlete"} else 403)


@pytest.mark.parametrize("tool", ["edit-draft", "submit", "discard", "send-back", "archive", "offer-again"])
def test_steps_are_posted(couch: Exercise, tool: str) -> None:
    assert of(superuser()).get(url(couch, tool)).status_code == 405


@pytest.mark.parametrize("page", ["preview", "changes", "versions", "compare"])
def test_pages_are_only_read(couch: Exercise, page: str) -> None:
    assert of(superuser()).post(url(couch, page)).status_code == 405


@pytest.mark.parametrize("tool", ["edit-draft", "discard", "preview", "publish", "versions"])
@pytest.mark.parametrize("key", ["0", "x", "%00", "9" * 30])
def test_what_is_not_there(db: None, tool: str, key: str) -> None:
    address = reverse(f"admin:exercises_exercise_{tool}", args=["KEY"]).replace("KEY", key)
    client = of(superuser())
    assert {client.get(address).status_code, client.post(address).status_code} <= {404, 405}


def test_only_a_draft_is_edited(couch: Exercise) -> None:
    """Not what is published, not what is archived, and not what a reviewer reads: superusers neither."""
    for state, is_open in (("published", False), ("archived", False), ("in-review", False)):
        row = in_state(couch, state)
        client = of(superuser())
        page = client.get(url(row, "change"))
        assert ("_save" in values_and_buttons(page)) == is_open
        assert client.post(url(row, "change"), {"summary": "Otherwise."}).status_code == 403
        Exercise.objects.filter(pk=couch.pk).update(status=Status.PUBLISHED)
    row.refresh_from_db()
    Exercise.everything.filter(pk=row.pk).update(status=Status.DRAFT)
    assert "_save" in values_and_buttons(of(editor()).get(url(row, "change")))
    assert "_save" not in values_and_buttons(of(reviewer()).get(url(row, "change")))


def values_and_buttons(page: HttpResponse) -> set[str]:
    assert page.status_code == 200
    soup = BeautifulSoup(page.content, "html.parser")
    return {one["name"] for one in soup.select("#exercise_form [name]")}


def test_what_is_only_read_stands_in_words(couch: Exercise) -> None:
    page = BeautifulSoup(of(editor()).get(url(couch, "change")).content, "html.parser")

    def said(field: str) -> str:
        return page.select_one(f".field-{field} .readonly").text.strip()

    assert said("stress_in_words").startswith("hip stretched backward, kneeling")
    assert said("equipment_in_words") == "wall, knee pad or folded blanket"
    assert said("works_in_words") == said("last_editor") == "–"


def test_an_edit_names_its_editor_and_a_save_without_one_does_not(couch: Exercise) -> None:
    first, second = editor(), editor()
    draft = start_draft(exercise=couch, by=first)
    client = of(second)
    values = values_of(client.get(url(draft, "change")).content, "exercise_form")
    with zeal_ignore([{"model": "*", "field": "get()"}]):
        for changes, name in (({}, first), ({"steps-0-text": "Kneel."}, second)):
            assert client.post(url(draft, "change"), {**values, **changes}).status_code == 302
            draft.refresh_from_db()
            assert draft.edited_by == name
            assert draft.status is Status.DRAFT
    couch.refresh_from_db()
    assert couch.steps.first().text != "Kneel."


def test_an_edit_is_not_written_over_unseen(couch: Exercise) -> None:
    first, second = editor(), editor()
    draft = start_draft(exercise=couch, by=first)
    page = url(draft, "change")
    opened = values_of(of(second).get(page).content, "exercise_form")
    with zeal_ignore([{"model": "*", "field": "get()"}]):
        assert of(first).post(page, {**opened, "steps-0-text": "Kneel."}).status_code == 302
        mine = {**opened, "summary": "Said otherwise.", "_submit_draft": "x"}
        refused = of(second).post(page, mine)
        assert refused.status_code == 200
        assert "Somebody else saved this while you had it open." in refused.content.decode()
        draft.refresh_from_db()
        assert (draft.edited_by, draft.status, draft.summary) == (first, Status.DRAFT, couch.summary)
        assert draft.steps.first().text == "Kneel."
        # What was typed stands, and is saved by whoever has been told.
        again = values_of(refused.content, "exercise_form")
        assert again["summary"] == ["Said otherwise."]
        assert of(second).post(page, again).status_code == 302
    draft.refresh_from_db()
    assert (draft.edited_by, draft.summary) == (second, "Said otherwise.")
    assert draft.steps.first().text == couch.steps.first().text


@pytest.mark.parametrize("opened", [None, "", "0" * 64, "x" * 65, "\0"])
def test_a_form_that_does_not_say_what_it_was_opened_on_is_refused(
    couch: Exercise, opened: str | None
) -> None:
    draft = start_draft(exercise=couch, by=editor())
    client = of(editor())
    values: Any = values_of(client.get(url(draft, "change")).content, "exercise_form")
    values |= {"summary": ["Said otherwise."], "opened": [opened]}
    if opened is None:
        del values["opened"]
    with zeal_ignore([{"model": "*", "field": "get()"}]):
        assert client.post(url(draft, "change"), values).status_code == 200
    draft.refresh_from_db()
    assert draft.summary == couch.summary


def test_a_draft_says_that_the_site_has_moved_on(couch: Exercise) -> None:
    by, signer = editor(), reviewer()
    published(couch, by, signer, summary="Said otherwise.")
    draft = start_draft(exercise=couch, by=by)
    client, said = of(by), "has changed since this draft was begun"
    assert said not in client.get(url(draft, "change")).content.decode()
    first = Version.objects.of("exercises", COUCH).last()
    bring_back_version(version=first, by=signer, role="physiotherapist", reason="Better.", now=NOW)
    page = BeautifulSoup(client.get(url(draft, "change")).content, "html.parser")
    link = page.select_one(".publication-moved a")["href"]
    assert link == f"{url(draft, 'compare')}?old=2&new=3"
    assert "Said otherwise." in client.get(link).content.decode()
    # Submitting makes it a change of what the site says now, and says so.
    notes = client.post(url(draft, "submit"), follow=True).context["messages"]
    assert [link in unescape(str(one)) for one in notes] == [False, True]
    assert said not in client.get(url(draft, "change")).content.decode()


def test_a_change_on_the_site_that_no_version_keeps_is_read_beside_the_draft(couch: Exercise) -> None:
    draft = start_draft(exercise=couch, by=editor())
    Exercise.objects.filter(pk=couch.pk).update(summary="Said otherwise.")
    page = BeautifulSoup(of(reviewer()).get(url(draft, "change")).content, "html.parser")
    assert page.select_one(".publication-moved a")["href"] == url(draft, "changes")


def test_the_last_editor_does_not_review(couch: Exercise) -> None:
    """Not even a superuser."""
    person = superuser()
    draft = submitted(couch, person, summary="Said otherwise.")
    client = of(person)
    assert "Publish…" not in client.get(url(draft, "change")).content.decode()
    response = sent(client, draft, "publish")
    assert response.status_code == 422
    assert "You edited this last. Somebody else reviews it." in response.content.decode()
    couch.refresh_from_db()
    assert couch.summary != "Said otherwise."


def test_all_that_is_missing_is_said_at_once_and_what_was_typed_stays(couch: Exercise) -> None:
    draft = submitted(couch, editor(), stress=())
    Step.objects.filter(exercise=draft, position__gt=2).delete()
    draft.sources.clear()
    client = of(reviewer())
    response = sent(client, draft, "publish")
    assert response.status_code == 422
    said = response.content.decode()
    for problem in ("fewer than three steps", "no source", "neither stress tags nor"):
        assert problem in said
    assert values_of(response.content, "publish-form")["reason"] == ["Clearer."]
    response = client.post(url(draft, "publish"), {"role": " ", "reason": "\0", "seen": "x"})
    assert response.status_code == 422
    assert not Version.objects.of("exercises", COUCH).exclude(reviewed_on=None).exists()


def test_only_what_was_read_is_signed(couch: Exercise) -> None:
    draft = submitted(couch, editor(), summary="Said otherwise.")
    client = of(reviewer())
    values = values_of(client.get(url(draft, "publish")).content, "publish-form")
    Exercise.everything.filter(pk=draft.pk).update(summary="Slipped in.")
    response = client.post(url(draft, "publish"), {**values, **SIGNED})
    assert response.status_code == 422
    assert "The draft was edited while you read it." in response.content.decode()
    assert "Slipped in." in response.content.decode()
    values = values_of(response.content, "publish-form")
    assert client.post(url(draft, "publish"), values).status_code == 302
    couch.refresh_from_db()
    assert couch.summary == "Slipped in."


def test_a_reviewers_role_is_remembered(couch: Exercise) -> None:
    person = reviewer()
    published(couch, editor(), person, summary="Said otherwise.")
    draft = submitted(couch, editor(), summary="Once more.")
    page = of(person).get(url(draft, "publish"))
    assert values_of(page.content, "publish-form")["role"] == ["Physiotherapist"]


def test_a_refused_step_says_why(couch: Exercise) -> None:
    client = of(superuser())
    said = [str(one) for one in client.post(url(couch, "offer-again"), follow=True).context["messages"]]
    assert said == ["Only what is archived can be offered again; this is: published."]


def test_the_preview_shows_the_draft_and_the_site_does_not(couch: Exercise, client: Client) -> None:
    draft = submitted(couch, editor(), summary="Said otherwise.")
    page = of(reviewer()).get(url(draft, "preview")).content.decode()
    assert "Draft, not on the site." in page
    assert "Said otherwise." in page
    assert f"~{couch.pk}" not in page
    assert "application/ld+json" not in page
    assert 'rel="canonical"' not in page
    assert "Said otherwise." not in client.get(couch.get_absolute_url()).content.decode()
    assert client.get(f"/exercises/~{couch.pk}/").status_code == 404


def test_a_preview_of_what_was_never_published(db: None) -> None:
    row = ExerciseFactory(status=Status.DRAFT, published_at=None, stress=(), no_known_contraindication=False)
    page = of(editor()).get(url(row, "preview"))
    assert "Draft, not on the site." in page.content.decode()
    row.refresh_from_db()
    assert row.status is Status.DRAFT


def test_a_working_copys_slug_is_never_shown(couch: Exercise) -> None:
    draft = start_draft(exercise=couch, by=editor())
    client = of(superuser())
    for page in ("change", "preview", "changes", "versions"):
        assert f"~{couch.pk}" not in client.get(url(draft, page)).content.decode()
    assert f"~{couch.pk}" not in client.get(LIST).content.decode()


def test_the_list_names_each_exercise_once_with_its_working_copy(couch: Exercise) -> None:
    total = Exercise.objects.count()
    draft = submitted(couch, editor(), name="Renamed")
    response = of(reviewer()).get(LIST, {"all": ""})
    found = response.context["cl"]
    assert found.result_count == found.full_result_count == total
    page = BeautifulSoup(response.content, "html.parser")
    link = page.select_one(f"td.field-draft a[href='{url(draft, 'change')}']")
    assert link.text == "in review"
    assert "Renamed" not in page.text
    assert not of(reviewer()).get(LIST, {"q": "Renamed"}).context["cl"].result_count
    waiting = of(reviewer()).get(LIST, {"way": "in-review"}).context["cl"].result_list
    assert [row.pk for row in waiting] == [couch.pk]


@pytest.mark.parametrize(
    ("lacks", "found"),
    [
        ("source", {"bare"}),
        ("steps", {"bare"}),
        ("stress", {"bare"}),
        ("review", {"bare", "whole"}),
        ("old-review", {"old"}),
        ("nothing", {"fresh"}),
        ("no-such-thing", set()),
    ],
)
def test_the_list_says_what_is_lacking_and_is_narrowed_to_it(db: None, lacks: str, found: set[str]) -> None:
    source = ReferenceFactory()
    for slug in ("whole", "fresh", "old"):
        row = ExerciseFactory(slug=slug, stress=(StressTag.PRONE,))
        for text in "ABC":
            StepFactory(exercise=row, text=text)
        row.sources.add(source)
        if slug != "whole":
            published(row, editor(), reviewer(), summary="Said otherwise.")
    Version.objects.filter(slug="old").update(reviewed_on="2020-01-01")
    ExerciseFactory(
        slug="bare",
        stress=(),
        no_known_contraindication=False,
        status=Status.DRAFT,
        published_at=None,
    )
    response = of(reviewer()).get(LIST, {"lacks": lacks})
    assert {row.slug for row in response.context["cl"].result_list} == found
    said = {"source": "no source", "old-review": "review older than a year", "nothing": "complete"}
    cells = BeautifulSoup(response.content, "html.parser").select("td.field-completeness")
    assert all(said.get(lacks, "") in cell.text for cell in cells)


def test_the_list_takes_the_same_queries_however_many_copies(couch: Exercise) -> None:
    client = of(superuser())

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(LIST).status_code == 200
        return len(captured)

    before = queries()
    by = editor()
    for row in Exercise.objects.order_by("pk")[:5]:
        submitted(row, by, summary="Said otherwise.")
    assert queries() == before <= 10


def test_bulk_archiving_goes_through_the_service_and_names_what_is_refused(db: None) -> None:
    offered = ExerciseFactory.create_batch(2)
    archived = ExerciseFactory(status=Status.ARCHIVED)
    chosen = {"action": "archive", "_selected_action": [row.pk for row in (*offered, archived)]}
    with zeal_ignore():
        response = of(reviewer()).post(LIST, chosen, follow=True)
    assert sorted(str(one) for one in response.context["messages"]) == [
        "2 exercises archived.",
        f"{archived}: Only what is published can be archived; this is: archived.",
    ]
    assert set(Exercise.objects.values_list("status", flat=True)) == {Status.ARCHIVED}
    of(editor()).post(LIST, {**chosen, "action": "unarchive"}, follow=True)
    assert set(Exercise.objects.values_list("status", flat=True)) == {Status.ARCHIVED}


def test_nothing_is_deleted_in_bulk(db: None) -> None:
    row = ExerciseFactory()
    for status in Status:
        Exercise.objects.filter(pk=row.pk).update(status=status)
        chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
        of(superuser()).post(LIST, chosen, follow=True)
        assert Exercise.objects.filter(pk=row.pk).exists()


def test_working_copies_and_merged_ones_are_not_picked(couch: Exercise) -> None:
    start_draft(exercise=couch, by=editor())
    survivor = Exercise.objects.get(slug="bird-dog")
    ExerciseFactory(name="Couch, drafted", status=Status.DRAFT, published_at=None)
    ExerciseFactory(name="Couch, merged", status=Status.ARCHIVED, merged_into=survivor)
    client = of(superuser())
    for model, field, offers_drafts in (("progression", "other", True), ("routineitem", "exercise", False)):
        query = {"app_label": "exercises", "model_name": model, "field_name": field, "term": "couch"}
        answer = client.get(reverse("admin:autocomplete"), query).json()["results"]
        found = {one["text"] for one in answer}
        assert "Couch stretch, wall" in found
        assert [one["text"] for one in answer].count("Couch stretch, wall") == 1
        assert "Couch, merged" not in found
        assert ("Couch, drafted" in found) == offers_drafts


def test_editors_read_the_rules_of_conditions_and_change_those_of_a_draft(couch: Exercise) -> None:
    rule = ContraindicationFactory()
    client = of(editor())
    page = reverse("admin:exercises_condition_change", args=[rule.condition_id])
    assert "_save" not in client.get(page).content.decode()
    assert client.post(page, {"name": "Other"}).status_code == 403
    alone = reverse("admin:exercises_contraindication_change", args=[rule.pk])
    assert client.post(alone, {"verdict": "modify"}).status_code == 403
    draft = start_draft(exercise=couch, by=editor())
    names = values_of(client.get(url(draft, "change")).content, "exercise_form")
    assert {"contraindications-0-verdict", "contraindications-0-once_cleared"} <= set(names)


@pytest.mark.parametrize("how", ["itself", "its working copy"])
def test_an_exercise_is_not_put_on_its_own_ladder(couch: Exercise, how: str) -> None:
    draft = start_draft(exercise=couch, by=editor())
    client = of(editor())
    values: Any = values_of(client.get(url(draft, "change")).content, "exercise_form")
    count = int(values["progressions-TOTAL_FORMS"][0])
    values["progressions-TOTAL_FORMS"] = [str(count + 1)]
    values[f"progressions-{count}-direction"] = ["harder"]
    values[f"progressions-{count}-other"] = [str(couch.pk if how == "itself" else draft.pk)]
    values[f"progressions-{count}-when"] = ["Soon."]
    with zeal_ignore([{"model": "*", "field": "get()"}]):
        response = client.post(url(draft, "change"), values)
    assert response.status_code == 200
    assert response.context["errors"]


def test_saving_and_submitting_is_one_click_and_says_what_is_missing(db: None) -> None:
    row = ExerciseFactory(status=Status.DRAFT, published_at=None)
    client = of(editor())
    values = values_of(client.get(url(row, "change")).content, "exercise_form")
    changes = {"summary": "Said otherwise.", "_submit_draft": "x"}
    response = client.post(url(row, "change"), {**values, **changes}, follow=True)
    said = " ".join(str(one) for one in response.context["messages"])
    assert "waits for a reviewer" in said
    assert "fewer than three steps" in said
    row.refresh_from_db()
    assert (row.status, row.summary) == (Status.IN_REVIEW, "Said otherwise.")


def test_the_preview_shows_the_drafts_own_rules_and_ladder(couch: Exercise) -> None:
    draft = start_draft(exercise=couch, by=editor())
    draft.contraindications.all().delete()
    ContraindicationFactory(stress="", exercise=draft, advice="Only in the draft.", verdict="avoid")
    page = of(editor()).get(url(draft, "preview")).content.decode()
    assert "Only in the draft." in page
    for rule in couch.contraindications.all():
        assert rule.advice not in page
    assert "Only in the draft." not in of(None).get(couch.get_absolute_url()).content.decode()


@pytest.mark.parametrize("query", ["lacks=%00", "way=%00", "q=%00", "lacks=review&way=draft&q=%25"])
def test_the_list_asked_for_nonsense(db: None, query: str) -> None:
    ExerciseFactory()
    response = of(superuser()).get(f"{LIST}?{query}", follow=True)
    assert response.status_code == 200
