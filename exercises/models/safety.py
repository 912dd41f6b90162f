"""Who should not: conditions and red flags, and what each means for an exercise."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from exercises.domain.screening import Question, Rule, Ruleset
from exercises.domain.vocabulary import Answer, ConditionKind, Status, StressTag, Verdict
from exercises.models.base import CatalogueEntry
from exercises.models.exercise import Exercise
from exercises.models.fields import VocabularyField, choices_of
from exercises.models.guide import Reference, source_name


class ConditionQuerySet(models.QuerySet["Condition"]):
    def red_flags(self) -> ConditionQuerySet:
        return self.filter(kind=ConditionKind.RED_FLAG)

    def for_page(self) -> ConditionQuerySet:
        """All of them in order, with sources and rules; of rules for one exercise, those still offered."""
        rules = Contraindication.objects.in_force().select_related("source", "exercise").order_by("pk")
        return (
            self.select_related("follows")
            .prefetch_related("sources", models.Prefetch("rules", rules))
            .order_by("order", "name")
        )

    def in_order(self) -> ConditionQuerySet:
        return self.order_by("order", "name")

    def named(self, slugs: Iterable[str]) -> ConditionQuerySet:
        return self.filter(slug__in=list(slugs)).in_order()

    def with_sources(self) -> ConditionQuerySet:
        return self.prefetch_related("sources")

    def ruleset(self) -> Ruleset:
        """Return all questions, in order, and all rules in force, in one query."""
        return _ruleset(self._with_rules())

    def _with_rules(self) -> Iterable[tuple[Any, ...]]:
        asked_by = (
            Reference.objects.filter(conditions=OuterRef("pk"))
            .order_by("slug")
            .values(json=JSONObject(slug="slug", authors="authors", year="year", title="title"))
        )
        return self.order_by("order", "name", "rules__pk").values_list(
            "slug",
            "name",
            "kind",
            "follows__slug",
            "clinician_if",
            Subquery(asked_by[:1]),
            "rules__pk",
            "rules__stress",
            "rules__exercise__slug",
            "rules__exercise__name",
            "rules__exercise__status",
            "rules__verdict",
            "rules__advice",
            "rules__once_cleared",
            "rules__source__slug",
            "rules__source__authors",
            "rules__source__year",
            "rules__source__title",
        )

    def for_document(self) -> ConditionQuerySet:
        """With all that its document holds."""
        rules = Contraindication.objects.select_related("source").order_by("pk")
        return self.select_related("follows").prefetch_related("sources", models.Prefetch("rules", rules))


class Condition(CatalogueEntry):
    """A condition or red flag that a person may answer for."""

    name = models.CharField(_("name"), max_length=120)
    kind = VocabularyField(_("kind"), vocabulary=ConditionKind, default=ConditionKind.CONDITION)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    question = models.CharField(_("question"), max_length=300)
    explanation = models.TextField(_("what it may mean"))
    action = models.TextField(
        _("what to do"), blank=True, help_text=_("For a red flag: whom to see, and how soon.")
    )
    clinician_if = models.TextField(_("see a clinician first if"), blank=True)
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="follow_ups",
        verbose_name=_("asked after"),
        help_text=_("Asked only of those who have this other condition. Empty: asked of everybody."),
    )
    sources = models.ManyToManyField(
        Reference, verbose_name=_("sources"), related_name="conditions", blank=True
    )

    objects = ConditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("condition")
        verbose_name_plural = _("conditions")
        ordering = ["kind", "order", "name"]
        constraints = [
            models.CheckConstraint(
                name="condition_red_flag_has_action",
                condition=~Q(kind=ConditionKind.RED_FLAG) | ~Q(action=""),
                violation_error_message=_("A red flag says whom to see and how soon."),
            ),
            models.CheckConstraint(
                name="condition_follows_another",
                condition=Q(follows=None) | (~Q(follows=F("id")) & Q(kind=ConditionKind.CONDITION)),
                violation_error_message=_(
                    "A red flag is asked of everybody, and nothing is asked after itself."
                ),
            ),
        ]
        permissions = [("review_safety", "Can change conditions, red flags and rules")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_red_flag(self) -> bool:
        """Whether a yes stops everything; a kind that is unknown counts as one."""
        return self.kind is not ConditionKind.CONDITION

    @property
    def leading_slug(self) -> str:
        """The slug of the condition that it follows (read `for_page()`), or ""."""
        return self.follows.slug if self.follows else ""

    @property
    def can_be_cleared(self) -> bool:
        """Whether a clinician can lift something of it (read `for_page()`)."""
        return not self.is_red_flag and any(rule.verdict is Verdict.CLINICIAN for rule in self.rules.all())

    @property
    def answers(self) -> list[tuple[str, Any]]:
        """The answers that may be given to it (read `for_page()`), with their labels."""
        return [
            (one, label) for one, label in choices_of(Answer) if one != Answer.CLEARED or self.can_be_cleared
        ]


class ContraindicationQuerySet(models.QuerySet["Contraindication"]):
    def in_force(self) -> ContraindicationQuerySet:
        """Rules about stress tags, and about exercises that are offered: not about drafts."""
        return self.filter(Q(exercise=None) | Q(exercise__status=Status.PUBLISHED))


class Contraindication(models.Model):
    """What a condition means for one exercise, or for all with a stress tag (`any`: every exercise)."""

    condition = models.ForeignKey(
        Condition, models.CASCADE, related_name="rules", verbose_name=_("condition")
    )
    stress = VocabularyField(_("stress tag"), vocabulary=StressTag, blank=True)
    exercise = models.ForeignKey(
        Exercise,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="contraindications",
        verbose_name=_("exercise"),
    )
    verdict = VocabularyField(_("verdict"), vocabulary=Verdict)
    advice = models.TextField(_("advice"))
    once_cleared = models.TextField(
        _("change that stays once cleared"),
        blank=True,
        help_text=_("For clinician first: what still holds when a clinician has lifted the rule."),
    )
    source = models.ForeignKey(
        Reference, models.PROTECT, related_name="contraindications", verbose_name=_("source")
    )

    objects = ContraindicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("contraindication")
        verbose_name_plural = _("contraindications")
        ordering = ["condition", "stress", "pk"]
        constraints = [
            models.CheckConstraint(
                name="contraindication_one_target",
                condition=(~Q(stress="") & Q(exercise=None)) | (Q(stress="") & Q(exercise__isnull=False)),
                violation_error_message=_("Name a stress tag or an exercise, and only one of them."),
            ),
            models.CheckConstraint(
                name="contraindication_never_allows",
                condition=~Q(verdict=Verdict.ALLOWED),
                violation_error_message=_("A contraindication never allows."),
            ),
            models.CheckConstraint(
                name="contraindication_once_cleared",
                condition=Q(once_cleared="") | Q(verdict=Verdict.CLINICIAN),
                violation_error_message=_("Only clinician first is ever cleared."),
            ),
            models.UniqueConstraint(
                fields=["condition", "stress"],
                condition=~Q(stress=""),
                name="contraindication_stress_once",
                violation_error_message=_("The condition has a rule for this stress tag already."),
            ),
            models.UniqueConstraint(
                fields=["condition", "exercise"],
                name="contraindication_exercise_once",
                violation_error_message=_("The condition has a rule for this exercise already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.condition}: {self.stress or self.exercise} → {self.verdict}"


def _ruleset(rows: Iterable[tuple[Any, ...]]) -> Ruleset:
    """Return the ruleset of conditions joined with their rules, one row a rule and one for none."""
    questions: dict[str, Question] = {}
    rules = []
    for slug, name, kind, follows, clinician_if, asked_by, pk, *rule in rows:
        if slug not in questions:
            first = asked_by and source_name(asked_by["authors"], asked_by["year"], asked_by["title"])
            questions[slug] = Question(
                slug,
                name,
                kind,
                follows or "",
                asked_by["slug"] if asked_by else "",
                first or "",
                clinician_if,
            )
        if pk is not None:
            stress, exercise, exercise_name, status, verdict, advice, once_cleared, *source = rule
            reference, authors, year, title = source
            rules.append(
                Rule(
                    condition=slug,
                    verdict=verdict,
                    advice=advice,
                    source=reference,
                    source_name=source_name(authors, year, title),
                    stress=stress or None,
                    exercise=exercise or "",
                    once_cleared=once_cleared,
                    # A draft's name is nobody's business yet.
                    exercise_name=exercise_name if status == Status.PUBLISHED else "",
                )
            )
    return Ruleset(tuple(questions.values()), tuple(rules))
