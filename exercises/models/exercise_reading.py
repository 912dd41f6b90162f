"""What is read of exercises: the catalogue, what may be logged, and what a page shows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import Coalesce, JSONArray, Lower

from exercises.domain.vocabulary import Status
from exercises.models.aggregates import GatheredJSON
from exercises.models.ladder import Progression
from exercises.models.version import Version

if TYPE_CHECKING:
    from exercises.models.exercise import Exercise


class ExerciseQuerySet(models.QuerySet["Exercise"]):
    def current(self) -> ExerciseQuerySet:
        """Exercises that may be offered: the published ones."""
        return self.filter(status=Status.PUBLISHED)

    def known(self) -> ExerciseQuerySet:
        """Exercises that were ever published: histories point to them, so their pages stay."""
        return self.filter(status__in=(Status.PUBLISHED, Status.ARCHIVED))

    def same_aim(self, aims: Iterable[str]) -> ExerciseQuerySet:
        """What is offered for these aims: one of them may stand in for another."""
        return self.current().filter(aim__in=set(aims)).order_by("level", "name")

    def in_order(self) -> ExerciseQuerySet:
        """By name, whether it begins with a capital or not."""
        return self.order_by(Lower("name"), "pk")

    def by_slug(self, slugs: Iterable[str]) -> dict[str, Exercise]:
        """Return the known exercises of these slugs; one that was merged into another leads to that one."""
        found = self.known().filter(slug__in=list(slugs)).select_related("merged_into")
        return {one.slug: one.merged_into or one for one in found}

    def loggable_by(self, user: Any, slugs: Iterable[str]) -> dict[str, Exercise]:
        """Return what a user may log of these slugs: as `by_slug`, and exercises of their own."""
        found = {one.slug: one for one in self._loggable(user, slugs)}
        # Hardly one was ever merged: reading where it leads beside each would double the width of the rows.
        survivors = self.in_bulk({one.merged_into_id for one in found.values() if one.merged_into_id})
        return {slug: survivors.get(one.merged_into_id, one) for slug, one in found.items()}

    def keys_to_log(self, user: Any, slugs: Iterable[str]) -> dict[str, int]:
        """Return the keys alone of what `loggable_by` returns."""
        leads_to = Coalesce("merged_into_id", "pk")
        return dict(self._loggable(user, slugs).values_list("slug", leads_to))

    def _loggable(self, user: Any, slugs: Iterable[str]) -> ExerciseQuerySet:
        known = Q(owner=None, revises=None, status__in=(Status.PUBLISHED, Status.ARCHIVED))
        return self.filter(known | Q(owner=user.pk), slug__in=list(slugs)).order_by()

    def ways_of_merged(self, keys: Iterable[int]) -> dict[int, int]:
        """Return where those of these lead that were merged into another one, all by their keys."""
        merged = self.filter(pk__in=keys, merged_into__isnull=False)
        return dict(merged.order_by().values_list("pk", "merged_into_id"))

    def for_judging(self) -> ExerciseQuerySet:
        """With its name, its status and what the screening looks at, and nothing else."""
        looked_at = ("slug", "name", "aim", "level", "stress", "equipment")
        return self.only(*looked_at, "status", "merged_into")

    def own(self, user: Any) -> ExerciseQuerySet:
        """A user's own exercises, by name; another person's are as good as absent."""
        return self.filter(owner=user.pk).in_order()

    def in_use(self) -> ExerciseQuerySet:
        """Own exercises that were not put away."""
        return self.filter(status=Status.DRAFT)

    def to_log(self, user: Any) -> ExerciseQuerySet:
        """What a user may add to a session: what is offered, and own exercises in use."""
        offered = Q(owner=None, revises=None, status=Status.PUBLISHED)
        return self.filter(offered | Q(owner=user.pk, status=Status.DRAFT))

    def matching(
        self, *, aim: str = "", level: str = "", position: str = "", equipment: str = "", sport: str = ""
    ) -> ExerciseQuerySet:
        """Narrow by the filters that are given; `equipment="none"` keeps what needs nothing."""
        found = self
        if aim:
            found = found.filter(aim=aim)
        if level:
            found = found.filter(level=level)
        if position:
            found = found.filter(position=position)
        if equipment == "none":
            found = found.filter(equipment=())
        elif equipment:
            found = found.filter(Q(equipment__has=equipment) | Q(optional_equipment__has=equipment))
        if sport:
            found = found.filter(sports__has=sport)
        return found

    def for_choice(self) -> ExerciseQuerySet:
        """Without the longer texts, and each with the latest version of all as `catalogue_version`.

        Its neighbours on the ladder that are offered come as `neighbours`, a list of [direction, slug], or
        None. Read together, so that what is handed out and the catalogue that it came from are of one moment.
        """
        latest = Version.objects.order_by("-pk").values("pk")[:1]
        steps = Progression.objects.filter(exercise=OuterRef("pk"), other__status=Status.PUBLISHED)
        pair = JSONArray("direction", "other__slug")
        gathered = steps.order_by().values("exercise").annotate(all=GatheredJSON(pair)).values("all")
        light = self.defer("summary", "synonyms", "cautions", "note")
        return light.annotate(catalogue_version=models.Subquery(latest), neighbours=models.Subquery(gathered))

    def for_page(self) -> ExerciseQuerySet:
        """With all that an exercise's own page shows of itself."""
        return self.prefetch_related("steps", "faults", "sources").select_related("version", "merged_into")

    def around(self, exercise: Exercise) -> ExerciseQuerySet:
        """What is offered with its aim or next to it on the ladder, the easier first.

        Those on the ladder know the way there as `step_direction`, and when to take it as `step_when`;
        for the others both are None.
        """
        to_here = models.FilteredRelation("reached_from", condition=Q(reached_from__exercise=exercise))
        return (
            self.current()
            .exclude(pk=exercise.pk)
            .annotate(step=to_here)
            .filter(Q(aim=exercise.aim) | Q(step__isnull=False))
            .annotate(step_direction=F("step__direction"), step_when=F("step__when"))
            .defer("summary", "synonyms", "cautions", "note")
            .order_by("level", "name")
        )

    def for_document(self) -> ExerciseQuerySet:
        """With all that its document holds."""
        neighbours = Progression.objects.select_related("other").order_by("pk")
        return self.prefetch_related(
            "steps",
            "faults",
            "sources",
            models.Prefetch("progressions", neighbours),
            "contraindications__condition",
            "contraindications__source",
        ).select_related("version")


class CatalogueManager(models.Manager.from_queryset(ExerciseQuerySet)):  # type: ignore[misc]
    """The catalogue with its working copies, without what people made for themselves."""

    def get_queryset(self) -> ExerciseQuerySet:
        return super().get_queryset().filter(owner=None)


class IdentityManager(CatalogueManager):
    """Every exercise once: working copies of published ones are left out, so that none reaches a page."""

    def get_queryset(self) -> ExerciseQuerySet:
        return super().get_queryset().filter(revises=None)
