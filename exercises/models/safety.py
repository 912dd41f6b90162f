"""Who should not: conditions and red flags, and what each means for an exercise."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exercises.domain.vocabulary import ConditionKind, StressTag, Verdict
from exercises.models.base import CatalogueEntry
from exercises.models.exercise import Exercise
from exercises.models.fields import VocabularyField
from exercises.models.guide import Reference


class ConditionQuerySet(models.QuerySet["Condition"]):
    def red_flags(self) -> ConditionQuerySet:
        return self.filter(kind=ConditionKind.RED_FLAG)

    def for_page(self) -> ConditionQuerySet:
        """All of them in order, with sources and rules; of rules for one exercise, those still offered."""
        offered = Q(exercise=None) | Q(exercise__is_archived=False)
        rules = Contraindication.objects.filter(offered).select_related("source", "exercise").order_by("pk")
        return self.prefetch_related("sources", models.Prefetch("rules", rules)).order_by("order", "name")

    def for_document(self) -> ConditionQuerySet:
        """With all that its document holds."""
        rules = Contraindication.objects.select_related("source").order_by("pk")
        return self.prefetch_related("sources", models.Prefetch("rules", rules))


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
        ]

    def __str__(self) -> str:
        return self.name


class ContraindicationQuerySet(models.QuerySet["Contraindication"]):
    def touching(self, exercise: Exercise) -> ContraindicationQuerySet:
        """Every rule about the exercise: by name, by one of its stress tags, or about any exercise."""
        tags = [str(tag) for tag in (*exercise.stress, StressTag.ANY)]
        return (
            self.filter(Q(exercise=exercise) | Q(stress__in=tags))
            .select_related("condition", "source")
            .order_by("condition__order", "condition__name")
        )


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


def strictest(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the strictest of some verdicts; allowed where there are none."""
    return max(verdicts, key=list(Verdict).index, default=Verdict.ALLOWED)
