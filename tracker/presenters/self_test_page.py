"""The pages of the other tests: which there are, how each is done, and last time's value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.domain.vocabulary import Verdict
from exercises.presenters.text import label_of
from exercises.presenters.verdict import reason_words
from exercises.services.judge_exercises import Judge
from tracker.domain.measuring import TestKind
from tracker.domain.measuring_safety import QUESTIONS
from tracker.models import SelfTest
from tracker.presenters.measured import LastTime, test_values
from tracker.presenters.measuring_guide import Closed, ask_first, closed_texts
from tracker.services.judge_measuring import assess_test, may_guide

HOW_TO = {
    TestKind.FABER: gettext_lazy(
        "Lie on your back and put one ankle on the other thigh, just above the knee. Let the bent knee sink "
        "out to the side, without pushing, and measure how high it stands above the mat. Less is more range."
    ),
    TestKind.SQUAT: gettext_lazy(
        "Squat as low as you can with both heels on the floor, holding on to something if you need to. "
        "Measure from the floor to your seat. Less is deeper."
    ),
    TestKind.HANDS_FREE: gettext_lazy(
        "Sit on the floor in the 90/90: both knees bent to a right angle, one leg in front, the other at the "
        "side. Switch to the other side without your hands. The side is that of the leg that comes to the "
        "front."
    ),
    TestKind.STANCE: gettext_lazy(
        "Stand on one leg within reach of a wall or a chair, the knee soft. Count the seconds until the "
        "other foot comes down or you hold on."
    ),
    TestKind.ACTIVITY: gettext_lazy(
        "Name something that your hips make hard, in your own words. Say how well it goes today: 0 is not at "
        "all, 10 is as well as before the trouble began."
    ),
    TestKind.PAIN: gettext_lazy(
        "Think of the last 24 hours. 0 is no pain, 10 the worst that you can imagine."
    ),
}


@dataclass(frozen=True, slots=True)
class TestChoice:
    """A test that can be recorded."""

    __test__ = False  # no test of pytest's

    name: str
    url: str
    how_to: str


@dataclass(frozen=True, slots=True)
class SelfTestPage:
    """What stands beside the fields; `how_to` is empty where the screening closes the test."""

    title: str
    post_to: str
    delete_url: str
    how_to: str
    changes: tuple[str, ...]
    closed: Closed | None
    last: tuple[LastTime, ...]
    activities: tuple[str, ...]
    has_stop: bool


def build_test_choice() -> tuple[TestChoice, ...]:
    """Return all tests."""
    create = reverse("tracker:test-create")
    return tuple(
        TestChoice(capfirst(label_of(kind)), f"{create}?kind={kind}", str(HOW_TO[kind])) for kind in TestKind
    )


def build_self_test_page(
    user: Any, kind: TestKind, row: SelfTest | None, *, judge: Judge, now: datetime
) -> SelfTestPage:
    """Return the page of a test's form; that of a stored `row` shows no last time."""
    own = SelfTest.objects.for_athlete(user).kept()
    closed, changes = _gate(judge, kind, now)
    create = reverse("tracker:test-create")
    return SelfTestPage(
        title=capfirst(label_of(kind)),
        post_to=reverse("tracker:test-edit", args=[row.pk]) if row else f"{create}?kind={kind}",
        delete_url=reverse("tracker:test-delete", args=[row.pk]) if row else "",
        how_to="" if closed else str(HOW_TO[kind]),
        changes=changes,
        closed=closed,
        last=() if row else _last(own.of_kind(kind).newest_first()[:1]),
        activities=tuple(own.activities()) if kind is TestKind.ACTIVITY else (),
        has_stop=kind not in QUESTIONS and closed is None,
    )


def _gate(judge: Judge, kind: TestKind, now: datetime) -> tuple[Closed | None, tuple[str, ...]]:
    """Return why a test is closed to the person, if it is, and what to change where it is not."""
    if kind in QUESTIONS:
        return None, ()
    back = f"{reverse('tracker:test-create')}%3Fkind%3D{kind}"
    if first := ask_first(judge, now, back=back):
        return first, ()
    assessment = assess_test(judge, kind)
    if not may_guide(judge, assessment, now):
        is_avoided = assessment.verdict is Verdict.AVOID
        title = _("This test is not for you now") if is_avoided else _("Ask a clinician first")
        return Closed("", title, closed_texts(judge, [assessment])), ()
    words = (reason_words(reason, judge.ruleset) for reason in assessment.reasons)
    return None, tuple(dict.fromkeys(text for text in words if text))


def _last(rows: Any) -> tuple[LastTime, ...]:
    return tuple(
        LastTime(one.activity or capfirst(label_of(one.kind)), one.taken_on, test_values(one)) for one in rows
    )
