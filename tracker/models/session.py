"""Logged training: a session and its sets."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import JSONArray
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exercises.domain.dosage import MAX_REPS, MAX_SECONDS
from exercises.domain.vocabulary import Side
from exercises.models import Exercise, Routine, RoutineItem, Screening, Version
from exercises.models.aggregates import GatheredJSON
from exercises.models.fields import VocabularyField
from tracker.domain.bounds import MAX_DISTANCE_M, MAX_LOAD_KG, MAX_NOTES
from tracker.domain.vocabulary import Evidence
from tracker.models.athlete import Athlete
from tracker.models.imported import Import, imported_by, imported_index
from tracker.models.reading import SessionReading, SetReading


class SessionQuerySet(SessionReading["Session"]):
    def kept(self) -> SessionQuerySet:
        """Sessions that were not deleted."""
        return self.filter(deleted_at=None)

    def deleted(self) -> SessionQuerySet:
        """Deleted sessions, the latest first; each can be brought back."""
        return self.exclude(deleted_at=None).order_by("-deleted_at", "-id")

    def brought_in_by(self, imported: Import) -> SessionQuerySet:
        return self.filter(imported=imported)

    def newest_first(self) -> SessionQuerySet:
        return self.order_by("-started_at", "-id")

    def before(self, started_at: datetime, pk: uuid.UUID) -> SessionQuerySet:
        """Sessions that come after this one in newest-first order (the next page)."""
        return self.filter(Q(started_at__lt=started_at) | Q(started_at=started_at, id__lt=pk))

    def in_days(self, first: date, last: date) -> SessionQuerySet:
        return self.filter(day__range=(first, last))

    def with_routine(self) -> SessionQuerySet:
        return self.select_related("routine")

    def with_first_day(self) -> SessionQuerySet:
        """With the day of the very first session of the same people as `first_day`."""
        first = self.order_by("day").values("day")[:1]
        return self.annotate(first_day=models.Subquery(first))

    def with_prescription(self) -> SessionQuerySet:
        """With the answers and the catalogue's version that it was prescribed under, if it was."""
        return self.select_related("routine", "screening", "catalogue_version")

    def with_sets(self) -> SessionQuerySet:
        """With every set and its exercise, in order."""
        sets = Set.objects.select_related("exercise").order_by("position")
        return self.prefetch_related(models.Prefetch("sets", sets))

    def with_bare_sets(self) -> SessionQuerySet:
        """With every set in order, without its exercise: enough to say what was logged."""
        return self.prefetch_related(models.Prefetch("sets", Set.objects.order_by("position")))

    def with_handed_out(self) -> SessionQuerySet:
        """With what was prescribed for it as `handed_out`: lists of position, exercise and instead of which.

        In the same query, for one session; where nothing was, one list of None.
        """
        given = (f"prescribed_exercises__{name}" for name in ("position", "exercise_id", "instead_of_id"))
        return self.annotate(handed_out=GatheredJSON(JSONArray(*given)))

    def whole_from_the_first(self) -> SessionQuerySet:
        """Everything that belongs to each, the first session first; for any number of them, in portions."""
        sets = Set.objects.order_by("position", "pk")
        return (
            self.select_related("morning")
            .prefetch_related(models.Prefetch("sets", sets), "prescribed_exercises")
            .order_by("started_at", "id")
        )

    def with_routine_items(self) -> SessionQuerySet:
        """With the routine that was followed and what it holds now."""
        return self.select_related("routine").prefetch_related(
            models.Prefetch("routine__items", RoutineItem.objects.current(), to_attr="current_items")
        )


def _zero_to_ten(name: Any) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(name, null=True, blank=True, validators=[MaxValueValidator(10)])


def _zero_to_ten_check(model: str, field: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=f"{model}_{field}_0_to_10",
        condition=Q(**{field: None}) | Q(**{f"{field}__range": (0, 10)}),
        violation_error_message=_("Between 0 and 10."),
    )


class Session(models.Model):
    """One training. `day` is the local date of its start, stored once and never worked out again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="sessions", verbose_name=_("athlete"))
    routine = models.ForeignKey(
        Routine, models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name=_("routine")
    )
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    day = models.DateField(_("day"))
    effort = _zero_to_ten(_("effort"))
    pain_before = _zero_to_ten(_("pain before"))
    pain_after = _zero_to_ten(_("pain after"))
    notes = models.TextField(_("notes"), blank=True, max_length=MAX_NOTES)
    evidence = VocabularyField(_("evidence"), vocabulary=Evidence, default=Evidence.LIVE)
    version = models.PositiveIntegerField(
        _("version"),
        default=1,
        editable=False,
        help_text=_("Counts the changes, so that two tabs cannot overwrite each other."),
    )
    screening = models.ForeignKey(
        Screening,
        models.RESTRICT,
        null=True,
        blank=True,
        editable=False,
        related_name="sessions",
        verbose_name=_("answers that it was prescribed under"),
    )
    catalogue_version = models.ForeignKey(
        Version,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("catalogue that it was prescribed from"),
        help_text=_("The latest version of all at that moment; it stands for the whole catalogue."),
    )
    imported = imported_by()
    created_at = models.DateTimeField(_("logged"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["-started_at", "-id"]
        indexes = [
            models.Index(fields=["athlete", "-started_at", "-id"], name="session_history"),
            models.Index(fields=["athlete", "day"], name="session_day"),
            # What staff read is of all people: the days of a period, whoever trained.
            models.Index(fields=["day"], name="session_by_day"),
            imported_index("session"),
        ]
        constraints = [
            *(_zero_to_ten_check("session", field) for field in ("effort", "pain_before", "pain_after")),
            models.CheckConstraint(
                name="session_finish_after_start",
                condition=Q(finished_at=None) | Q(finished_at__gte=F("started_at")),
                violation_error_message=_("A session cannot end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("tracker:session-detail", args=[self.pk])


class SetQuerySet(SetReading["Set"]):
    def done(self) -> SetQuerySet:
        """Sets that were done, in sessions that were not deleted."""
        return self.of_kept_sessions().filter(skipped=False)

    def last_time(self, user: Any, exercises: Iterable[Exercise]) -> SetQuerySet:
        """The user's sets of the sessions in which each of the exercises was last done, newest session first.

        A session that was the last one for a first exercise may hold older sets of a second one: of each
        exercise only the sets of its first session count.
        """
        own = self.for_athlete(user)
        latest = own.done().filter(exercise=models.OuterRef("pk")).order_by("-day", "-session__started_at")
        wanted = [exercise.pk for exercise in exercises]
        days, sessions = (
            Exercise.logged.filter(pk__in=wanted).values(last=models.Subquery(latest.values(name)[:1]))
            for name in ("day", "session_id")
        )
        # By their days as well, which the index holds: else SQLite goes through all sets of the exercises.
        return own.filter(exercise__in=wanted, day__in=days, session__in=sessions).order_by(
            "-session__started_at", "position"
        )

    def of_exercise(self, exercise: Exercise) -> SetQuerySet:
        return self.filter(exercise=exercise)

    def in_days(self, first: date, last: date) -> SetQuerySet:
        return self.filter(day__range=(first, last))

    def since(self, first: date) -> SetQuerySet:
        return self.filter(day__gte=first)

    def of_real_people(self) -> SetQuerySet:
        """Without what demo people did."""
        return self.exclude(athlete__in=Athlete.objects.demos().values("pk"))

    def of_kept_sessions(self) -> SetQuerySet:
        """Sets of sessions that were not deleted, skipped ones included."""
        # Both are of one person: said here, a database finds the sessions by their index, too.
        return self.filter(session__deleted_at=None, session__athlete=models.F("athlete"))

    def trained(self) -> models.QuerySet[Any, Any]:
        """Flat, with the session, its routine and the morning after: newest session first, sets in order."""
        return self.order_by("-session__started_at", "-session_id", "position", "pk").values(
            "id",
            "exercise_id",
            "exercise__slug",
            "position",
            "side",
            "reps",
            "seconds",
            "distance_m",
            "load_kg",
            "pain",
            "skipped",
            "prescribed",
            "session_id",
            "session__day",
            "session__started_at",
            "session__finished_at",
            "session__evidence",
            "session__routine__slug",
            "session__routine__name",
            "session__effort",
            "session__pain_before",
            "session__pain_after",
            "session__morning__pain",
        )

    def counts(self) -> dict[str, int]:
        """How many sets they are, and of how many people."""
        return self.aggregate(sets=models.Count("pk"), people=models.Count("athlete", distinct=True))


class Set(models.Model):
    """One set of a session, with a snapshot of what was prescribed.

    `seconds` is the time of one repetition where there are reps, else of the whole set (as in
    `Dosage.hold_s`). `prescribed` is null for what was added by hand, else `{"reps": int|null, "seconds":
    int|null}`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="sets", verbose_name=_("athlete"))
    session = models.ForeignKey(Session, models.CASCADE, related_name="sets", verbose_name=_("session"))
    # Restricted, not protected: a person's own exercises and sets go together with their account.
    exercise = models.ForeignKey(Exercise, models.RESTRICT, related_name="sets", verbose_name=_("exercise"))
    day = models.DateField(_("day"))
    position = models.PositiveSmallIntegerField(_("position"))
    side = VocabularyField(_("side"), vocabulary=Side, max_length=8)
    reps = models.PositiveSmallIntegerField(
        _("reps"), null=True, blank=True, validators=[MinValueValidator(0), MaxValueValidator(MAX_REPS)]
    )
    seconds = models.PositiveSmallIntegerField(
        _("seconds"), null=True, blank=True, validators=[MaxValueValidator(MAX_SECONDS)]
    )
    distance_m = models.DecimalField(
        _("metres"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(MAX_DISTANCE_M)],
    )
    load_kg = models.DecimalField(
        _("load in kg"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(MAX_LOAD_KG)],
    )
    pain = _zero_to_ten(_("pain"))
    skipped = models.BooleanField(_("skipped"), default=False)
    prescribed = models.JSONField(_("prescribed"), null=True, blank=True)
    completed_at = models.DateTimeField(
        _("completed"), null=True, blank=True, help_text=_("Known of sets that the player timed.")
    )

    objects = SetQuerySet.as_manager()

    class Meta:
        verbose_name = _("set")
        verbose_name_plural = _("sets")
        ordering = ["session", "position"]
        indexes = [
            models.Index(fields=["athlete", "exercise", "day"], name="set_exercise_history"),
            models.Index(fields=["athlete", "day"], name="set_day"),
            models.Index(fields=["day"], name="set_by_day"),
        ]
        constraints = [
            _zero_to_ten_check("set", "pain"),
            models.CheckConstraint(
                name="set_says_how_much",
                condition=Q(skipped=True)
                | Q(reps__isnull=False)
                | Q(seconds__isnull=False)
                | Q(distance_m__isnull=False),
                violation_error_message=_("Say how much: reps, seconds or metres."),
            ),
            *(
                models.CheckConstraint(
                    name=f"set_{field}_in_bounds",
                    condition=Q(**{field: None}) | Q(**{f"{field}__range": (0, most)}),
                    violation_error_message=_("This is more than a person can do."),
                )
                for field, most in (
                    ("reps", MAX_REPS),
                    ("seconds", MAX_SECONDS),
                    ("distance_m", MAX_DISTANCE_M),
                    ("load_kg", MAX_LOAD_KG),
                )
            ),
        ]

    def __str__(self) -> str:
        return f"{self.exercise} {self.side} {self.position}"
