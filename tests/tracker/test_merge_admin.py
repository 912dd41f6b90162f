"""Merging and undoing it in the admin, through real requests."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from exercises.domain.vocabulary import Status
from exercises.models import Exercise
from tests.factories import ExerciseFactory, RoutineItemFactory, SetFactory
from tests.forms import values_of
from tests.tracker.staff import REVIEWERS, browser_of, everyone, member
from tracker.models import Merge, Set
from tracker.services.merge_exercises import merge_exercises

ADD = reverse("admin:tracker_merge_add")
LIST = reverse("admin:tracker_merge_changelist")


@pytest.fixture
def reviewer(db: None) -> Client:
    return browser_of(member(REVIEWERS))


@pytest.fixture
def pair(db: None) -> tuple[Exercise, Exercise]:
    return ExerciseFactory(slug="old", name="Old"), ExerciseFactory(slug="new", name="New")


def merged(pair: tuple[Exercise, Exercise]) -> Merge:
    old, new = pair
    return merge_exercises(
        merged=old, survivor=new, by=member(REVIEWERS), reason="The same.", now=timezone.now()
    )


def undo_of(merge: Merge) -> str:
    return reverse("admin:tracker_merge_undo", args=[merge.pk])


def text_of(response: object, selector: str) -> list[str]:
    found = BeautifulSoup(response.content, "html.parser").select(selector)  # type: ignore[attr-defined]
    return [one.get_text(" ", strip=True) for one in found]


def test_a_reviewer_merges_and_undoes(reviewer: Client, pair: tuple[Exercise, Exercise]) -> None:
    old, new = pair
    SetFactory.create_batch(5, exercise=old)
    page = reviewer.get(ADD, {"merged": old.pk})
    assert text_of(page, "#move") == ["5 sets of 5 people move."]

    values = values_of(page.content, "merge_form")
    values.update(survivor=[str(new.pk)], reason=["The same stretch."])
    done = reviewer.post(f"{ADD}?merged={old.pk}", values, follow=True)
    assert text_of(done, ".messagelist li") == ["Old is part of New now. This can be undone here."]
    merge = Merge.objects.get()
    assert (merge.reason, merge.done_by_id) == ("The same stretch.", int(reviewer.session["_auth_user_id"]))
    assert set(Set.objects.values_list("exercise__slug", flat=True)) == {"new"}
    assert "The same stretch." in reviewer.get(LIST).content.decode()

    undone = reviewer.post(undo_of(merge), values_of(done.content, "undo_form"), follow=True)
    assert text_of(undone, ".messagelist li") == ["Old is an exercise of its own again."]
    assert set(Set.objects.values_list("exercise__slug", flat=True)) == {"old"}
    assert text_of(undone, "#undo_form") == []
    history = reviewer.get(reverse("admin:tracker_merge_history", args=[merge.pk])).content.decode()
    assert "Undone." in history


@pytest.mark.parametrize(
    ("people", "words"),
    [
        (0, "Nobody has logged it: no set moves."),
        (4, "Fewer than 5 people have logged it; their sets move."),
        (5, "5 sets of 5 people move."),
    ],
)
def test_what_moves_is_said_without_telling_anybody_apart(
    reviewer: Client, pair: tuple[Exercise, Exercise], people: int, words: str
) -> None:
    SetFactory.create_batch(people, exercise=pair[0])
    SetFactory.create_batch(6, exercise=pair[1])
    assert text_of(reviewer.get(ADD, {"merged": pair[0].pk}), "#move") == [words]


def test_which_one_to_merge_is_asked_first(reviewer: Client, pair: tuple[Exercise, Exercise]) -> None:
    page = reviewer.get(ADD)
    assert page.status_code == 200
    assert values_of(page.content, "pick_form") == {"merged": []}
    assert reviewer.get(ADD, {"merged": pair[0].pk}).context["merged"] == pair[0]


@pytest.mark.parametrize("merged", ["", "0", "x", "1\0", "9" * 40, "-1"])
def test_an_exercise_that_is_none_is_asked_for_again(
    reviewer: Client, pair: tuple[Exercise, Exercise], merged: str
) -> None:
    page = reviewer.get(ADD, {"merged": merged})
    assert page.status_code == 200
    assert text_of(page, ".errorlist li")
    assert reviewer.post(f"{ADD}?merged=x", {"survivor": pair[1].pk, "reason": "So."}).status_code == 422


@pytest.mark.parametrize(
    ("survivor", "reason"),
    [("", "So."), ("x", "So."), ("1\0", "So."), ("new", ""), ("new", "x\0y"), ("new", "x" * 501)],
)
def test_wrong_input_comes_back_as_it_was_typed(
    reviewer: Client, pair: tuple[Exercise, Exercise], survivor: str, reason: str
) -> None:
    old, new = pair
    sent = str(new.pk) if survivor == "new" else survivor
    page = reviewer.post(f"{ADD}?merged={old.pk}", {"survivor": sent, "reason": reason})
    assert page.status_code == 422
    assert text_of(page, ".errorlist li")
    if survivor == "new":
        assert values_of(page.content, "merge_form")["survivor"] == [sent]
    assert not Merge.objects.exists()


def test_what_stands_in_the_way_is_said_before_and_after(
    reviewer: Client, pair: tuple[Exercise, Exercise]
) -> None:
    old, new = pair
    RoutineItemFactory(exercise=old, routine__name="Morning")
    refusal = "Replace Old in these routines first: Morning."
    assert text_of(reviewer.get(ADD, {"merged": old.pk}), ".errorlist li") == [refusal]
    page = reviewer.post(f"{ADD}?merged={old.pk}", {"survivor": new.pk, "reason": "So."})
    assert (page.status_code, text_of(page, ".errorlist li")) == (422, [refusal])


@pytest.mark.parametrize("status", [Status.DRAFT, Status.ARCHIVED])
def test_only_what_is_published_can_be_chosen_to_stay(
    reviewer: Client, pair: tuple[Exercise, Exercise], status: Status
) -> None:
    other = ExerciseFactory(name="New draft", status=status)
    query = {"app_label": "tracker", "model_name": "merge", "field_name": "survivor", "term": "new"}
    found = reviewer.get(reverse("admin:autocomplete"), query).json()["results"]
    assert [one["text"] for one in found] == ["New"]
    page = reviewer.post(f"{ADD}?merged={pair[0].pk}", {"survivor": other.pk, "reason": "So."})
    assert page.status_code == 422


def test_an_undo_that_must_wait_says_so(reviewer: Client, pair: tuple[Exercise, Exercise]) -> None:
    first = merged(pair)
    merged((pair[1], ExerciseFactory()))
    page = reviewer.post(undo_of(first), follow=True)
    assert text_of(page, ".messagelist li") == [
        "New was merged into another exercise since. Undo that first."
    ]


def test_who_may_do_what(pair: tuple[Exercise, Exercise]) -> None:
    one = merged(pair)
    page = reverse("admin:tracker_merge_change", args=[one.pk])
    paths = (LIST, page, ADD)
    people = everyone()
    answers = {who: [client.get(path).status_code for path in paths] for who, client in people.items()}
    assert answers == {
        "nobody": [302, 302, 302],
        "athlete": [302, 302, 302],
        "staff": [403, 403, 403],
        "editor": [200, 200, 403],
        "reviewer": [200, 200, 200],
        "superuser": [200, 200, 200],
    }
    assert "undo_form" not in people["editor"].get(page).content.decode()
    for who in ("nobody", "athlete", "staff", "editor"):
        assert people[who].post(undo_of(one)).status_code == (302 if who in ("nobody", "athlete") else 403)
        assert people[who].post(f"{ADD}?merged={pair[1].pk}", {}).status_code in (302, 403)
    assert Merge.objects.standing().count() == 1
    assert people["superuser"].post(undo_of(one)).status_code == 302
    assert not Merge.objects.standing().exists()


def test_a_merge_is_neither_edited_nor_deleted(reviewer: Client, pair: tuple[Exercise, Exercise]) -> None:
    one = merged(pair)
    page = reverse("admin:tracker_merge_change", args=[one.pk])
    assert reviewer.post(page, {"reason": "Other."}).status_code == 403
    assert (
        reviewer.post(reverse("admin:tracker_merge_delete", args=[one.pk]), {"post": "yes"}).status_code
        == 403
    )
    assert Merge.objects.get().reason == "The same."


def test_undo_takes_a_post_on_a_merge_that_is(reviewer: Client, pair: tuple[Exercise, Exercise]) -> None:
    one = merged(pair)
    assert reviewer.get(undo_of(one)).status_code == 405
    for key in ("0", "x", "1%00", "9" * 40):
        assert reviewer.post(f"{LIST}{key}/undo/").status_code == 404
    assert reviewer.delete(f"{ADD}?merged={pair[1].pk}").status_code == 405


def test_the_list_takes_the_same_queries_however_long(reviewer: Client) -> None:
    counts = []
    for _ in range(2):
        for _ in range(4):
            merged((ExerciseFactory(), ExerciseFactory()))
        with CaptureQueriesContext(connection) as queries:
            assert reviewer.get(LIST).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10
