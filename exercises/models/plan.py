"""Routines, and the programmes that place them on days."""

from __future__ import annotations

import dataclasses

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exercises.domain.dosage import MAX_REPS, MAX_SECONDS, MAX_SETS, Dosage, Range
from exercises.domain.vocabulary import PatternKind, Status
from exercises.models.base import CatalogueEntry, lines_of, range_constraint
from exercises.models.exercise import Exercise, range_of
from exercises.models.fields import VocabularyField
from exercises.models.guide import Reference


class RoutineQuerySet(models.QuerySet["Routine"]):
    def in_order(self) -> RoutineQuerySet:
        return self.order_by("order", "name")

    def with_items(self) -> RoutineQuerySet:
        """With its exercises in order, archived ones left out."""
        return self.prefetch_related(
            models.Prefetch("items", RoutineItem.objects.current(), to_attr="current_items")
        )

    def named(self, slug: str) -> Routine | None:
        """The routine of this slug `with_items()`, or None."""
        return self.with_items().filter(slug=slug).first()

    def whole(self, slug: str) -> Routine | None:
        """The routine of this slug as `named()` gives it, in one query where it offers anything."""
        items = RoutineItem.objects.current().filter(routine__slug=slug)
        return next(iter(items.gathered()), None) or self.named(slug)

    def for_page(self) -> RoutineQuerySet:
        return self.with_items().prefetch_related("sources")

    def for_document(self) -> RoutineQuerySet:
        """With all that its document holds, archived exercises included."""
        items = RoutineItem.objects.select_related("exercise").order_by("position")
        return self.prefetch_related("sources", models.Prefetch("items", items))


class Routine(CatalogueEntry):
    """Exercises in order, each with its dose."""

    name = models.CharField(_("name"), max_length=120)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    summary = models.CharField(_("summary"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    cautions = models.TextField(_("cautions"), blank=True, help_text=_("One a line."))
    days_min = models.PositiveSmallIntegerField(_("times a week, at least"), null=True, blank=True)
    days_max = models.PositiveSmallIntegerField(_("in any 7 days, at most"), null=True, blank=True)
    sources = models.ManyToManyField(
        Reference, verbose_name=_("sources"), related_name="routines", blank=True
    )

    objects = RoutineQuerySet.as_manager()

    current_items: list[RoutineItem]
    """What it offers now, in order; there once it was read `with_items()`."""

    class Meta:
        verbose_name = _("routine")
        verbose_name_plural = _("routines")
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(
                name="routine_days_min_within_max",
                condition=Q(days_min=None) | Q(days_max=None) | Q(days_min__lte=F("days_max")),
                violation_error_message=_("At least so many times is more than at most so many."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("exercises:routine-detail", args=[self.slug])

    @property
    def caution_list(self) -> tuple[str, ...]:
        return lines_of(self.cautions)


class RoutineItemQuerySet(models.QuerySet["RoutineItem"]):
    def current(self) -> RoutineItemQuerySet:
        """In order, with their exercises; exercises that are not offered left out."""
        return self.filter(exercise__status=Status.PUBLISHED).select_related("exercise").order_by("position")

    def gathered(self) -> list[Routine]:
        """The routines of these items, in order, each with them as its `current_items`: one query."""
        found: dict[int, Routine] = {}
        for item in self.select_related("exercise", "routine"):
            routine = found.setdefault(item.routine_id, item.routine)
            item.routine = routine
            if "current_items" not in vars(routine):
                routine.current_items = []
            routine.current_items.append(item)
        return sorted(found.values(), key=lambda one: (one.order, one.name))


class RoutineItem(models.Model):
    """One exercise of a routine. A dose named here stands in place of the exercise's own."""

    routine = models.ForeignKey(Routine, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("position"))
    exercise = models.ForeignKey(
        Exercise, models.PROTECT, related_name="routine_items", verbose_name=_("exercise")
    )
    sets = models.PositiveSmallIntegerField(
        _("sets"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MAX_SETS)]
    )
    reps_min = models.PositiveSmallIntegerField(
        _("reps, at least"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_REPS)],
    )
    reps_max = models.PositiveSmallIntegerField(
        _("reps, at most"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_REPS)],
    )
    hold_min_s = models.PositiveSmallIntegerField(
        _("seconds, at least"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_SECONDS)],
    )
    hold_max_s = models.PositiveSmallIntegerField(
        _("seconds, at most"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_SECONDS)],
    )
    note = models.TextField(_("note"), blank=True)

    objects = RoutineItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("exercise of the routine")
        verbose_name_plural = _("exercises of the routine")
        ordering = ["routine", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["routine", "position"],
                name="routine_item_position_once",
                violation_error_message=_("Two exercises have the same position."),
            ),
            models.UniqueConstraint(
                fields=["routine", "exercise"],
                name="routine_item_exercise_once",
                violation_error_message=_("The routine holds this exercise already: give it more sets."),
            ),
            range_constraint("routine_item_reps_range", "reps_min", "reps_max"),
            range_constraint("routine_item_hold_range", "hold_min_s", "hold_max_s"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.exercise}"

    @property
    def dosage(self) -> Dosage:
        """The exercise's dose with what this item changes."""
        own = self.exercise.dosage
        return dataclasses.replace(
            own,
            sets=Range(self.sets, self.sets) if self.sets else own.sets,
            reps=range_of(self.reps_min, self.reps_max) or own.reps,
            hold_s=range_of(self.hold_min_s, self.hold_max_s) or own.hold_s,
        )


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def in_order(self) -> ProgrammeQuerySet:
        return self.with_tracks().order_by("order", "name")

    def with_tracks(self) -> ProgrammeQuerySet:
        tracks = ProgrammeTrack.objects.select_related("routine").order_by("position")
        return self.prefetch_related(models.Prefetch("tracks", tracks))

    def for_document(self) -> ProgrammeQuerySet:
        """With all that its document holds."""
        return self.with_tracks().prefetch_related("sources")

    def with_items(self) -> ProgrammeQuerySet:
        """With its routines and their exercises, in the programmes' order."""
        items = models.Prefetch(
            "tracks__routine__items", RoutineItem.objects.current(), to_attr="current_items"
        )
        return self.in_order().prefetch_related(items)

    def for_page(self) -> ProgrammeQuerySet:
        """With its routines, their exercises and its sources."""
        return self.with_items().prefetch_related("sources")

    def whole(self, slug: str) -> Programme | None:
        """The programme of this slug as `for_page()` gives it, in a query less where it has routines."""
        tracks = ProgrammeTrack.objects.select_related("programme", "routine").order_by("position")
        tracks = tracks.filter(programme__slug=slug)
        if not tracks:
            return self.for_page().filter(slug=slug).first()
        programme = tracks[0].programme
        # What a prefetch of the tracks would have left there.
        programme._prefetched_objects_cache = {"tracks": tracks}  # type: ignore[attr-defined]
        items = models.Prefetch("routine__items", RoutineItem.objects.current(), to_attr="current_items")
        models.prefetch_related_objects(list(tracks), items)
        models.prefetch_related_objects([programme], "sources")
        return programme


class Programme(CatalogueEntry):
    """Which routine on which day."""

    name = models.CharField(_("name"), max_length=120)
    order = models.PositiveSmallIntegerField(_("order"), default=100)
    summary = models.CharField(_("summary"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    cautions = models.TextField(_("cautions"), blank=True, help_text=_("One a line."))
    pattern = VocabularyField(_("pattern"), vocabulary=PatternKind)
    every_days = models.PositiveSmallIntegerField(
        _("every so many days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(14)],
    )
    sources = models.ManyToManyField(
        Reference, verbose_name=_("sources"), related_name="programmes", blank=True
    )

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["order", "name"]
        constraints = [
            models.CheckConstraint(
                name="programme_interval_named",
                condition=~Q(pattern=PatternKind.INTERVAL) | Q(every_days__gte=1),
                violation_error_message=_("A programme by interval names its days."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("exercises:programme-detail", args=[self.slug])

    @property
    def caution_list(self) -> tuple[str, ...]:
        return lines_of(self.cautions)


class ProgrammeTrack(models.Model):
    """A routine's place in a programme; the times count in a week and are for weekly patterns."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="tracks")
    position = models.PositiveSmallIntegerField(_("position"))
    routine = models.ForeignKey(Routine, models.PROTECT, related_name="tracks", verbose_name=_("routine"))
    times_min = models.PositiveSmallIntegerField(_("times a week, at least"), null=True, blank=True)
    times_max = models.PositiveSmallIntegerField(_("times a week, at most"), null=True, blank=True)

    class Meta:
        verbose_name = _("routine of the programme")
        verbose_name_plural = _("routines of the programme")
        ordering = ["programme", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "position"],
                name="programme_track_position_once",
                violation_error_message=_("Two routines have the same position."),
            ),
            models.CheckConstraint(
                name="programme_track_times_range",
                condition=Q(times_min=None) | Q(times_max=None) | Q(times_min__lte=F("times_max")),
                violation_error_message=_("At least so many times is more than at most so many."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.routine}"
