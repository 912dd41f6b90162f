"""What exercises lack, and what waits for staff: asked of the database, so that long lists stay quick."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from exercises.domain.publication import MIN_STEPS, Gap
from exercises.domain.text import LabelledEnum, gettext_noop
from exercises.domain.vocabulary import Status
from exercises.models.exercise import Exercise
from exercises.models.steps import Step
from exercises.models.version import Version

REVIEW_HOLDS = timedelta(days=365)


class Lack(LabelledEnum):
    """What an exercise may lack."""

    SOURCE = "source", Gap.SOURCES.label
    STEPS = "steps", Gap.STEPS.label
    STRESS = "stress", Gap.STRESS.label
    REVIEW = "review", gettext_noop("no review")
    OLD_REVIEW = "old-review", gettext_noop("review older than a year")


OF_CONTENT = (Lack.SOURCE, Lack.STEPS, Lack.STRESS)
"""What a draft has to be given before it is published: publishing itself gives it a review, and the database
holds no exercise without a dose."""


def with_completeness(exercises: QuerySet[Exercise]) -> QuerySet[Exercise]:
    """Add what `lacks_of` reads."""
    steps = Step.objects.filter(exercise=OuterRef("pk")).order_by().values("exercise")
    sources = Exercise.sources.through._default_manager.filter(exercise=OuterRef("pk"))
    return exercises.annotate(
        step_count=Coalesce(Subquery(steps.annotate(count=Count("pk")).values("count")), 0),
        has_source=Exists(sources),
        reviewed_on=F("version__reviewed_on"),
    )


def lacks_of(exercise: Any, *, today: date) -> tuple[Lack, ...]:
    """Return what an exercise fetched `with_completeness` lacks."""
    reviewed_on = exercise.reviewed_on
    found = {
        Lack.SOURCE: not exercise.has_source,
        Lack.STEPS: exercise.step_count < MIN_STEPS,
        Lack.STRESS: not exercise.stress and not exercise.no_known_contraindication,
        Lack.REVIEW: reviewed_on is None,
        Lack.OLD_REVIEW: reviewed_on is not None and reviewed_on < today - REVIEW_HOLDS,
    }
    return tuple(lack for lack, is_lacking in found.items() if is_lacking)


def lacking(lack: str, *, today: date) -> Q:
    """Return what keeps, of exercises `with_completeness`, those that lack this."""
    return {
        Lack.SOURCE: Q(has_source=False),
        Lack.STEPS: Q(step_count__lt=MIN_STEPS),
        Lack.STRESS: Q(stress=(), no_known_contraindication=False),
        Lack.REVIEW: Q(version__reviewed_on=None),
        Lack.OLD_REVIEW: Q(version__reviewed_on__lt=today - REVIEW_HOLDS),
    }[Lack(lack)]


def lacking_nothing(*, today: date) -> Q:
    """Return what keeps, of exercises `with_completeness`, those that lack nothing."""
    found = Q()
    for lack in Lack:
        found &= ~lacking(lack, today=today)
    return found


def on_its_way(status: str) -> Q:
    """Return what keeps the exercises that have this status, or whose working copy has it."""
    return Q(status=status) | Q(working_copy__status=status)


def last_role(user: Any) -> str:
    """Return the role under which the user signed last, or an empty text."""
    signed = Version.objects.filter(reviewed_by=user).order_by("-pk")
    return signed.values_list("reviewer_role", flat=True).first() or ""


def in_review() -> QuerySet[Exercise]:
    """Drafts and working copies that wait for a reviewer, the longest wait first."""
    found = Exercise.everything.filter(status=Status.IN_REVIEW)
    return found.select_related("revises", "edited_by").order_by("updated_at", "pk")


def drafts_of(user: Any, *, today: date) -> QuerySet[Exercise]:
    """Drafts and working copies that the user was the last to edit, the latest first, with completeness."""
    found = Exercise.everything.filter(status=Status.DRAFT, edited_by=user).select_related("revises")
    return with_completeness(found).order_by("-updated_at", "pk")


def review_counts(*, today: date) -> dict[str, int]:
    """Return how many published exercises have no clinician's review, and an old one."""
    counts: dict[str, int] = Exercise.objects.current().aggregate(
        unreviewed=Count("pk", filter=lacking(Lack.REVIEW, today=today)),
        outdated=Count("pk", filter=lacking(Lack.OLD_REVIEW, today=today)),
    )
    return counts
