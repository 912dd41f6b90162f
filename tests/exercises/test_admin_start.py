"""The start page of the admin: what waits for whom."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exercises.domain.vocabulary import Status
from exercises.models import Exercise, Step, Version
from exercises.presenters.waiting import MOST
from exercises.services.start_draft import start_draft
from tests.factories import AthleteFactory, ExerciseFactory, UserFactory
from tests.staff import editor, published, reviewer, submitted

INDEX = reverse("admin:index")


def shown(user: User) -> BeautifulSoup:
    return BeautifulSoup(opened(user).get(INDEX).content, "html.parser")


def opened(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="tracker.auth.AthleteBackend")
    return client


def waiting(user: User) -> list[str]:
    return [" ".join(one.text.split()) for one in shown(user).select(".waiting-list li")]


def test_a_reviewer_sees_what_waits_and_who_wrote_it(catalogue: None) -> None:
    total = Exercise.objects.current().count()
    person, writer = reviewer(), editor(first_name="Edda")
    assert waiting(person) == [
        "Nothing waits for a review.",
        f"{total} published exercises without a clinician’s review",
    ]
    couch = Exercise.objects.get(slug="couch-stretch-wall")
    draft = submitted(couch, writer, summary="Said otherwise.")
    assert waiting(person)[0].startswith("Couch stretch, wall a change, edited by Edda, for ")
    link = shown(person).select_one(".waiting-list a")
    assert link["href"] == reverse("admin:exercises_exercise_change", args=[draft.pk])


def test_what_one_edited_oneself_waits_for_somebody_else(catalogue: None) -> None:
    person = AthleteFactory(user__is_staff=True, user__is_superuser=True).user
    submitted(Exercise.objects.get(slug="bird-dog"), person, summary="Said otherwise.")
    assert "edited by you, so it waits for somebody else" in waiting(person)[0]


def test_old_reviews_are_counted_and_the_links_lead_to_them(catalogue: None) -> None:
    for slug in ("bird-dog", "couch-stretch-wall"):
        published(Exercise.objects.get(slug=slug), editor(), reviewer(), summary="Said otherwise.")
    Version.objects.filter(slug="bird-dog").exclude(reviewed_on=None).update(reviewed_on="2020-01-01")
    person = reviewer()
    total = Exercise.objects.current().count()
    assert waiting(person)[1:] == [
        f"{total - 2} published exercises without a clinician’s review",
        "1 review older than a year",
    ]
    client = opened(person)
    links = [one["href"] for one in shown(person).select(".waiting-list li a")]
    counts = [client.get(link).context["cl"].result_count for link in links]
    assert counts == [total - 2, 1]


def test_an_editor_sees_their_own_drafts_and_what_each_lacks(catalogue: None) -> None:
    person, other = editor(), editor()
    assert waiting(person) == ["You have no open draft."]
    start_draft(exercise=Exercise.objects.get(slug="bird-dog"), by=other)
    draft = start_draft(exercise=Exercise.objects.get(slug="couch-stretch-wall"), by=person)
    assert waiting(person) == ["Couch stretch, wall a change, ready to be submitted"]
    Step.objects.filter(exercise=draft).delete()
    draft.sources.clear()
    ExerciseFactory(name="Wall slide", status=Status.DRAFT, published_at=None, edited_by=person)
    assert waiting(person) == [
        "Wall slide new, still missing: no source, fewer than three steps",
        "Couch stretch, wall a change, still missing: no source, fewer than three steps",
    ]


def test_a_long_list_is_cut_and_leads_on(db: None) -> None:
    person = editor()
    ExerciseFactory.create_batch(MOST + 1, status=Status.DRAFT, published_at=None, edited_by=person)
    listed = waiting(person)
    assert len(listed) == MOST + 1
    assert listed[-1] == "All drafts"
    link = shown(person).select(".waiting-list a")[-1]["href"]
    assert opened(person).get(link).context["cl"].result_count == MOST + 1


def test_others_of_the_staff_see_no_such_list(db: None) -> None:
    person = UserFactory(is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="view_athlete"))
    assert not shown(person).select(".waiting")


@pytest.mark.parametrize("count", [2, 6])
def test_the_start_page_takes_few_queries(catalogue: None, count: int) -> None:
    person = AthleteFactory(user__is_staff=True, user__is_superuser=True).user
    writer = editor()
    for row in Exercise.objects.order_by("pk")[:count]:
        submitted(row, writer, summary="Said otherwise.")
    ExerciseFactory.create_batch(count, status=Status.DRAFT, published_at=None, edited_by=person)
    client = opened(person)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(INDEX).status_code == 200
    assert len(captured) == 6  # session, user and athlete; three lists; what the person did last
