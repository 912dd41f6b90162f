"""What an import refuses, by file, line and field, and that nothing is written then."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from exercises.domain.vocabulary import Status
from exercises.models import (
    Exercise,
    Reference,
)
from exercises.services.plan_import import plan_import
from exercises.services.submit_draft import submit_draft
from tests.exercises.bundles import (
    CONDITION,
    COUCH,
    GUIDE,
    ROUTINE,
    edited_copy,
    member,
    refused,
    shipped,
)


@pytest.fixture
def everyone(db: None) -> User:
    """Somebody who may do everything."""
    return member(is_superuser=True)


REFUSALS: dict[str, tuple[str, Callable[[], bytes], str, str, str]] = {
    "a missing field": (COUCH, lambda: shipped(COUCH, "aim: flexor-length\n"), "name:", "aim", "is missing"),
    "an unknown field": (COUCH, lambda: shipped(COUCH) + b"hue: red\n", "hue:", "hue", "is not a field"),
    "a wrong word": (
        COUCH,
        lambda: shipped(COUCH, "position: half-kneeling", "position: flying"),
        "position: flying",
        "position",
        "'flying'",
    ),
    "an inner field": (
        COUCH,
        lambda: shipped(COUCH, "hold_s: [30, 60]", "hold_s: [60, 30]"),
        "[60, 30]",
        "dosage.hold_s",
        "lowest",
    ),
    "an item": (
        COUCH,
        lambda: shipped(COUCH, "  - Tuck your tail under", "  - 12 #"),
        "- 12 #",
        "steps[2]",
        "must be text",
    ),
    "an inner item": (
        COUCH,
        lambda: shipped(COUCH, "condition: back-problem", "condition: b-p"),
        "condition: b-p",
        "contraindications[0].condition",
        "conditions/b-p.yaml, neither",
    ),
    "a source that is nowhere": (
        COUCH,
        lambda: shipped(COUCH, "sources: [couch", "sources: [no-couch"),
        "no-couch",
        "sources[",
        "there is no references/no-couch",
    ),
    "a text too long": (
        COUCH,
        lambda: shipped(COUCH, "name: C", "name: " + "C" * 130),
        "name: CCC",
        "name",
        "at most 120",
    ),
    "a ladder to itself": (
        COUCH,
        lambda: shipped(COUCH, "exercise: strap-quad-stretch", "exercise: couch-stretch-wall"),
        "exercise: couch-stretch-wall",
        "easier[1].exercise",
        "not its own neighbour",
    ),
    "a red flag": (
        COUCH,
        lambda: shipped(COUCH, "condition: back-problem", "condition: red-flag-cancer-or-weight-loss"),
        "red-flag-cancer-or-weight-loss",
        "contraindications[0].condition",
        "is a red flag",
    ),
    "a key twice": (
        COUCH,
        lambda: shipped(COUCH) + b"name: Again\n",
        "name: Again",
        "",
        "name stands twice",
    ),
    "a date for text": (
        COUCH,
        lambda: shipped(COUCH, "name: Couch stretch, wall", "name: 2020-13-45"),
        "2020-13-45",
        "",
        "cannot be read",
    ),
    "no YAML": (
        COUCH,
        lambda: shipped(COUCH, "position: half-kneeling", "position: [half"),
        "dosage:",
        "",
        "is not good YAML",
    ),
    "a control character": (
        COUCH,
        lambda: shipped(COUCH, "level: 3", "level: \x01"),
        "level:",
        "",
        "is not good YAML",
    ),
    "an item's range": (
        ROUTINE,
        lambda: shipped(ROUTINE, "items:\n", "items:\n  - {exercise: couch-stretch-wall, reps: [5, 2]}\n"),
        "reps: [5, 2]",
        "items[0].reps",
        "lowest number first",
    ),
    "a circle": (
        CONDITION,
        lambda: shipped(CONDITION) + b"follows: labral-tear\n",
        "follows:",
        "follows",
        "leads back",
    ),
    "a dead link": (
        GUIDE,
        lambda: shipped(GUIDE, "(exercise:bird-dog)", "(exercise:no-bird)"),
        "body:",
        "body",
        "exercises/no-bird.yaml, neither",
    ),
}


@pytest.mark.parametrize(("file", "make", "line", "field", "reason"), REFUSALS.values(), ids=REFUSALS.keys())
def test_a_refusal_names_file_line_and_field(
    catalogue: None, everyone: User, file: str, make: Callable[[], bytes], line: str, field: str, reason: str
) -> None:
    content = make()
    sound = shipped("references/moreside-2012.yaml", "title: ", "title: About ")
    ((where, number, what, why),) = refused({file: content, "references/moreside-2012.yaml": sound}, everyone)
    assert where == file
    assert number is not None
    assert line in content.decode().split("\n")[number - 1]
    assert what.startswith(field)
    assert reason in why
    assert not Reference.objects.filter(title__startswith="About ").exists()


def test_everything_that_is_wrong_is_named_at_once(catalogue: None, everyone: User) -> None:
    bad = shipped(COUCH, "level: 3", "level: 4").replace(b"aim: flexor-length", b"aim: x")
    found = refused({COUCH: bad, GUIDE: b"title: A\n", CONDITION: b"\xff"}, everyone)
    assert [(file, field) for file, _line, field, _reason in found] == [
        (CONDITION, ""),
        (COUCH, "aim"),
        *((GUIDE, field) for field in ("order", "summary", "body", "sources")),
    ]


def test_a_file_that_cannot_be_read_is_not_missed_by_those_that_name_it(
    catalogue: None, everyone: User
) -> None:
    named = shipped(COUCH, "sources: [", "sources: [broken, ")
    found = refused({COUCH: named, "references/broken.yaml": b"[" * 50}, everyone)
    assert [file for file, *_rest in found] == ["references/broken.yaml"]


def test_a_draft_with_other_content_is_never_written_over(catalogue: None, everyone: User) -> None:
    copy = edited_copy(everyone)
    bundle = {COUCH: shipped(COUCH, "A strong stretch", "A very strong stretch")}
    ((file, line, field, reason),) = refused(bundle, everyone)
    assert (file, line, field) == (COUCH, None, "")
    assert "Couch stretch, wall" in reason
    assert everyone.email in reason
    submit_draft(draft=copy, by=everyone)
    assert len(refused(bundle, everyone)) == 1


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW])
def test_a_draft_that_was_never_published_is_not_written_over(
    catalogue: None, everyone: User, status: Status
) -> None:
    Exercise.objects.filter(slug="couch-stretch-wall").update(status=status)
    ((_file, _line, _field, reason),) = refused({COUCH: shipped(COUCH, "level: 3", "level: 2")}, everyone)
    assert "with other content" in reason
    assert not plan_import(bundle={COUCH: shipped(COUCH)}, by=everyone).problems


def test_a_merged_exercise_is_not_changed(catalogue: None, everyone: User) -> None:
    survivor = Exercise.objects.get(slug="strap-quad-stretch")
    Exercise.objects.filter(slug="couch-stretch-wall").update(status=Status.ARCHIVED, merged_into=survivor)
    ((_file, _line, _field, reason),) = refused({COUCH: shipped(COUCH, "level: 3", "level: 2")}, everyone)
    assert "merged" in reason


@pytest.mark.parametrize(
    ("group", "allowed"),
    [
        ("", set()),
        ("Catalogue editors", {COUCH, GUIDE, ROUTINE, "references/moreside-2012.yaml", "guides/new.yaml"}),
        ("Clinical reviewers", {CONDITION}),
    ],
)
def test_nobody_writes_more_than_they_may(catalogue: None, group: str, allowed: set[str]) -> None:
    person = member(*filter(None, [group]))
    files = {
        COUCH: shipped(COUCH, "level: 3", "level: 2"),
        GUIDE: shipped(GUIDE, "title: ", "title: On "),
        "guides/new.yaml": shipped(GUIDE),
        ROUTINE: shipped(ROUTINE, "name: ", "name: The "),
        CONDITION: shipped(CONDITION, "name: ", "name: The "),
        "references/moreside-2012.yaml": shipped("references/moreside-2012.yaml", "title: ", "title: On "),
    }
    found = refused(files, person)
    assert {file for file, *_rest in found} == files.keys() - allowed
    assert all("exercises." in reason for *_rest, reason in found)
    for file in allowed:
        assert not plan_import(bundle={file: files[file]}, by=person).problems


def test_somebody_who_left_writes_nothing(catalogue: None, everyone: User) -> None:
    everyone.is_active = False
    everyone.save()
    assert len(refused({GUIDE: shipped(GUIDE, "title: ", "title: On ")}, everyone)) == 1
