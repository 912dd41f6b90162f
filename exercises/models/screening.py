"""What a person answered about their health: every set of answers is kept, the last one counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exercises.domain.screening import Answers, Given, is_outdated
from exercises.domain.vocabulary import Answer

SHOWN = 10
"""How many sets of answers a page shows; all are kept."""


class ScreeningQuerySet(models.QuerySet["Screening"]):
    def for_user(self, user: Any) -> ScreeningQuerySet:
        return self.filter(user_id=user.pk)

    def current(self) -> ScreeningQuerySet:
        """The last answers of each person."""
        return self.filter(superseded_at=None)

    def history(self, user: Any) -> ScreeningQuerySet:
        """A person's latest answers, the newest first."""
        return self.for_user(user).order_by("-answered_at", "-pk")[:SHOWN]


class Screening(models.Model):
    """One person's answers at one moment; answers given later supersede it and leave it as it is.

    `answers` is `{condition's slug: {"answer": "yes"|"no"|"unsure"|"cleared", "on": "2026-11-23"}}`; `on`,
    the day of clearance, stands beside "cleared" alone. `asked_again_at` is when pain made the site ask anew.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="screenings", verbose_name=_("person")
    )
    answers = models.JSONField(_("answers"), default=dict)
    answered_at = models.DateTimeField(_("answered"))
    superseded_at = models.DateTimeField(_("superseded"), null=True, blank=True)
    asked_again_at = models.DateTimeField(_("asked again"), null=True, blank=True)

    objects = ScreeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("screening")
        verbose_name_plural = _("screenings")
        ordering = ["-answered_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(superseded_at=None),
                name="screening_one_current",
                violation_error_message=_("This person has current answers already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def given(self) -> Answers:
        """The answers as the screening's rules take them; one that cannot be read counts as none."""
        stored = self.answers if isinstance(self.answers, Mapping) else {}
        read = {slug: _given(value) for slug, value in stored.items()}
        return {slug: given for slug, given in read.items() if given is not None}

    def is_asked_again(self, now: datetime) -> bool:
        """Say whether the answers are to be given anew: they are old, or there was pain since."""
        return self.asked_again_at is not None or is_outdated(self.answered_at, now)


def answers_as_json(answers: Answers) -> dict[str, dict[str, str]]:
    """Return answers as they are stored."""
    return {
        slug: {"answer": given.answer.value} | ({"on": given.on.isoformat()} if given.on else {})
        for slug, given in answers.items()
    }


def current_screening(user: Any) -> Screening | None:
    """Return a person's last answers, or None; those read together with the user are not read again."""
    if not user.is_authenticated:
        return None
    # Asked for by name: a request's user is a lazy object, whose own dictionary says nothing of it.
    if hasattr(user, "current_screening"):
        found: Screening | None = user.current_screening
        return found
    return Screening.objects.for_user(user).current().first()


def _given(value: object) -> Given | None:
    """Return a stored answer, or None for what is none; cleared on no day that can be read is none either."""
    if not isinstance(value, Mapping) or not isinstance(value.get("answer"), str):
        return None
    try:
        given = Given(Answer(value["answer"]), _day(value.get("on")))
    except ValueError:
        return None
    return None if given.answer is Answer.CLEARED and given.on is None else given


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
