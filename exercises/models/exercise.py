"""The exercise."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exercises.domain.dosage import MAX_REPS, MAX_SECONDS, MAX_SETS, Dosage, Frequency, Range
from exercises.domain.own_exercise import PREFIX, is_own_slug
from exercises.domain.screening import Screened
from exercises.domain.vocabulary import (
    Aim,
    Each,
    Equipment,
    Muscle,
    Position,
    Recorded,
    RepUnit,
    Sport,
    Status,
    StressTag,
)
from exercises.models.base import CatalogueEntry, lines_of, range_constraint
from exercises.models.exercise_reading import CatalogueManager, ExerciseQuerySet, IdentityManager
from exercises.models.fields import VocabularyField, VocabularyListField
from exercises.models.guide import Reference
from exercises.models.version import Version


class Level(models.IntegerChoices):
    """How demanding an exercise is."""

    EASY = 1, _("level 1")
    MEDIUM = 2, _("level 2")
    HARD = 3, _("level 3")


LEVEL_NAMES = dict(Level.choices)


def _bounded(name: Any, most: int, null: bool = True, **kwargs: Any) -> models.PositiveSmallIntegerField:
    validators = [MinValueValidator(1), MaxValueValidator(most)]
    return models.PositiveSmallIntegerField(name, null=null, blank=null, validators=validators, **kwargs)


class Exercise(CatalogueEntry):
    """One exercise, with its dose for a person without a reason for another one.

    A published row holds what was last published, and `version` keeps that content. It is changed through a
    working copy: a second row that `revises` it, whose content a reviewer publishes onto it.

    A row with an `owner` is that person's own. Nobody has reviewed it, so it is logged and never prescribed:
    a draft while it is in use, archived once it is put away.
    """

    name = models.CharField(_("name"), max_length=120)
    summary = models.CharField(_("summary"), max_length=200)
    synonyms = models.TextField(_("synonyms"), blank=True, help_text=_("One a line."))
    aim = VocabularyField(_("aim"), vocabulary=Aim, db_index=True)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level)
    position = VocabularyField(_("position"), vocabulary=Position)
    equipment = VocabularyListField(_("equipment"), vocabulary=Equipment)
    optional_equipment = VocabularyListField(_("optional equipment"), vocabulary=Equipment)
    stretches = VocabularyListField(_("muscles stretched"), vocabulary=Muscle)
    works = VocabularyListField(_("muscles worked"), vocabulary=Muscle)
    sports = VocabularyListField(_("sports"), vocabulary=Sport)
    stress = VocabularyListField(_("stress tags"), vocabulary=StressTag)
    cautions = models.TextField(_("cautions"), blank=True, help_text=_("One a line."))
    note = models.TextField(_("note"), blank=True)

    sets_min = _bounded(_("sets, at least"), MAX_SETS, null=False, default=1)
    sets_max = _bounded(_("sets, at most"), MAX_SETS, null=False, default=1)
    reps_min = _bounded(_("reps, at least"), MAX_REPS)
    reps_max = _bounded(_("reps, at most"), MAX_REPS)
    rep_unit = VocabularyField(_("what a rep is called"), vocabulary=RepUnit, default=RepUnit.REPS)
    hold_min_s = _bounded(_("seconds, at least"), MAX_SECONDS)
    hold_max_s = _bounded(_("seconds, at most"), MAX_SECONDS)
    rest_s = models.PositiveSmallIntegerField(
        _("rest in seconds"), null=True, blank=True, validators=[MaxValueValidator(MAX_SECONDS)]
    )
    each = VocabularyField(_("done for"), vocabulary=Each, blank=True)
    records = VocabularyListField(_("also recorded"), vocabulary=Recorded)
    days_min = _bounded(_("days a week, at least"), 14)
    days_max = _bounded(_("in any 7 days, at most"), 14)
    dosage_note = models.CharField(_("note on the dose"), max_length=300, blank=True)

    sources = models.ManyToManyField(
        Reference, verbose_name=_("sources"), related_name="exercises", blank=True
    )
    no_known_contraindication = models.BooleanField(
        _("no known contraindication"),
        default=False,
        help_text=_("Say so where no stress tag fits: what is published has one or the other."),
    )

    status = VocabularyField(_("status"), vocabulary=Status, default=Status.DRAFT, db_index=True)
    revises = models.OneToOneField(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="working_copy",
        verbose_name=_("working copy of"),
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        verbose_name=_("merged into"),
    )
    version = models.ForeignKey(
        Version,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("published version"),
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("last edited by"),
    )

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        editable=False,
        related_name="own_exercises",
        verbose_name=_("owner"),
    )

    objects = IdentityManager()
    everything = CatalogueManager()
    """Working copies included: for staff alone."""
    logged = ExerciseQuerySet.as_manager()
    """People's own ones included: for recording, through `loggable_by` and `own` alone."""

    class Meta:
        verbose_name = _("exercise")
        verbose_name_plural = _("exercises")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="exercise_level_in_range",
                condition=Q(level__range=(1, 3)),
                violation_error_message=_("The level is 1, 2 or 3."),
            ),
            models.CheckConstraint(
                name="exercise_dose_named",
                condition=Q(reps_min__isnull=False) | Q(hold_min_s__isnull=False),
                violation_error_message=_("A dose names reps, seconds or both."),
            ),
            *(
                range_constraint(f"exercise_{name}_range", low, high)
                for name, low, high in (
                    ("sets", "sets_min", "sets_max"),
                    ("reps", "reps_min", "reps_max"),
                    ("hold", "hold_min_s", "hold_max_s"),
                )
            ),
            models.CheckConstraint(
                name="exercise_days_min_within_max",
                condition=Q(days_min=None) | Q(days_max=None) | Q(days_min__lte=F("days_max")),
                violation_error_message=_("At least so many days is more than at most so many."),
            ),
            models.CheckConstraint(
                name="exercise_published_when",
                condition=Q(status__in=(Status.DRAFT, Status.IN_REVIEW))
                | Q(published_at__isnull=False)
                | Q(owner__isnull=False),
                violation_error_message=_("What is published says since when."),
            ),
            models.CheckConstraint(
                name="exercise_published_says_what_it_asks",
                condition=~Q(status=Status.PUBLISHED) | ~Q(stress="") | Q(no_known_contraindication=True),
                violation_error_message=_(
                    "What is published has stress tags, or says that no contraindication is known."
                ),
            ),
            models.CheckConstraint(
                name="exercise_copy_unpublished",
                condition=Q(revises=None) | Q(status__in=(Status.DRAFT, Status.IN_REVIEW)),
                violation_error_message=_("A working copy is a draft, or in review."),
            ),
            models.CheckConstraint(
                name="exercise_merged_archived",
                condition=Q(merged_into=None) | Q(status=Status.ARCHIVED),
                violation_error_message=_("What was merged into another exercise is archived."),
            ),
            models.CheckConstraint(
                name="exercise_own_never_published",
                condition=Q(owner=None)
                | Q(
                    status__in=(Status.DRAFT, Status.ARCHIVED),
                    revises=None,
                    merged_into=None,
                    version=None,
                    published_at=None,
                ),
                violation_error_message=_("A person's own exercise is never published."),
            ),
            models.CheckConstraint(
                name="exercise_own_by_slug",
                condition=(Q(owner=None) & ~Q(slug__startswith=PREFIX))
                | Q(owner__isnull=False, slug__startswith=PREFIX),
                violation_error_message=_("Addresses that begin with own-- are those of people's own."),
            ),
            models.UniqueConstraint(
                "owner",
                Lower("name"),
                name="exercise_own_name_once",
                condition=Q(owner__isnull=False),
                violation_error_message=_("You have an exercise of this name already."),
            ),
        ]
        permissions = [
            ("submit_exercise", "Can submit an exercise for review"),
            ("publish_exercise", "Can publish, archive and bring back an exercise"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return its page; of a person's own nothing is known but what they did."""
        name = "tracker:exercise-progress" if self.is_own else "exercises:exercise-detail"
        return reverse(name, args=[self.slug])

    def get_level_display(self) -> str:  # type: ignore[no-redef]
        """Return the level in words. The framework's own goes through all choices for each exercise."""
        return str(LEVEL_NAMES.get(self.level, self.level))

    @property
    def is_own(self) -> bool:
        """Whether a person made it for themselves."""
        return is_own_slug(self.slug)

    @property
    def is_offered(self) -> bool:
        return self.status is Status.PUBLISHED

    @property
    def can_be_added(self) -> bool:
        """Whether what is logged may name it anew."""
        return self.is_offered or (self.is_own and self.status is Status.DRAFT)

    def clean(self) -> None:
        if self.stress and self.no_known_contraindication:
            raise ValidationError(
                {"no_known_contraindication": _("An exercise with stress tags may be contraindicated.")}
            )
        if StressTag.ANY in self.stress:
            raise ValidationError({"stress": _("Every exercise carries “any exercise” without naming it.")})

    @property
    def synonym_list(self) -> tuple[str, ...]:
        return lines_of(self.synonyms)

    @property
    def caution_list(self) -> tuple[str, ...]:
        return lines_of(self.cautions)

    @property
    def screened(self) -> Screened:
        """What of it the screening looks at."""
        return Screened(
            slug=self.slug,
            name=self.name,
            aim=self.aim,
            level=self.level,
            stress=self.stress,
            equipment=self.equipment,
        )

    @property
    def dosage(self) -> Dosage:
        return Dosage(
            sets=Range(self.sets_min, self.sets_max),
            reps=range_of(self.reps_min, self.reps_max),
            rep_unit=RepUnit(self.rep_unit),
            hold_s=range_of(self.hold_min_s, self.hold_max_s),
            rest_s=self.rest_s,
            each=Each(self.each) if self.each else None,
            records=tuple(self.records),
            days_a_week=Frequency(self.days_min, self.days_max),
            note=self.dosage_note,
        )


def range_of(low: int | None, high: int | None) -> Range | None:
    """Return the two columns of a range as one, or None where it is not named."""
    return None if low is None or high is None else Range(low, high)
