"""The answers to the screening, as they are posted: one radio group a condition, named by its slug."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exercises.domain.asking import REST_OF_CONDITIONS, REST_OF_RED_FLAGS, asked_under, day_field
from exercises.domain.screening import Answers, Given
from exercises.domain.vocabulary import Answer
from exercises.models import Condition, Screening
from exercises.models.screening import answers_as_json

SEEN = "seen"
"""The hidden field that names the answers that stood when the form was opened."""

FIRST_DAY_OF_CLEARANCE = date(1990, 1, 1)
"""A product limit: an older clearance is a slip of the fingers."""


class ScreeningForm(forms.Form):
    """All questions at once. Nothing is answered by silence: an open question is an error beside it.

    The box at the end of a part answers the open questions of that part with no. A question that follows
    another one is not asked, and its answer is dropped, where the other was answered with no. A form that was
    opened before the `current` answers were given would undo them unseen, and so is shown once more.
    """

    def __init__(
        self,
        conditions: Iterable[Condition],
        *,
        today: date,
        data: Any = None,
        current: Screening | None = None,
    ) -> None:
        super().__init__(data)
        self.current = current
        self.is_behind = False
        self.conditions = tuple(conditions)
        self.by_slug = {one.slug: one for one in self.conditions}
        self.today = today
        self.given: dict[str, Given] = {}
        for one in self.conditions:
            self.fields[one.slug] = forms.ChoiceField(
                choices=one.answers,
                required=False,
                error_messages={"invalid_choice": _("Choose one of the answers.")},
            )
            if one.can_be_cleared:
                self.fields[day_field(one.slug)] = forms.DateField(
                    required=False,
                    input_formats=["%Y-%m-%d"],
                    error_messages={"invalid": _("Write the day as 2026-11-23.")},
                )
        for name in (REST_OF_RED_FLAGS, REST_OF_CONDITIONS):
            self.fields[name] = forms.BooleanField(required=False)

    @property
    def seen(self) -> str:
        """What the hidden field says of a form that is shown now."""
        return str(self.current.pk) if self.current else ""

    @property
    def answers(self) -> Answers:
        """The answers of a valid form."""
        return self.given

    @property
    def raises_a_flag(self) -> bool:
        """Whether a red flag of a valid form is anything but a clear no."""
        flags = (one.slug for one in self.conditions if one.is_red_flag)
        return any(self.given[slug].answer is not Answer.NO for slug in flags)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        under = asked_under({one.slug: one.leading_slug for one in self.conditions})
        self._ask(under.get("", ()), under, data)
        if not self.errors and self._is_behind():
            self.is_behind = True
            self.add_error(None, _("Other answers were saved since this page was opened."))
        return data

    def _is_behind(self) -> bool:
        """Say whether other answers were given since; the same ones are a press that arrived twice."""
        seen = self.data.get(SEEN)
        if seen is None or self.current is None or seen == str(self.current.pk):
            return False
        return self.current.answers != answers_as_json(self.given)

    def _ask(self, slugs: Iterable[str], under: Mapping[str, Iterable[str]], data: Mapping[str, Any]) -> None:
        for slug in slugs:
            if self._answer(self.by_slug[slug], data) in {"", Answer.NO}:
                self._leave_out(under.get(slug, ()), under)
            else:
                self._ask(under.get(slug, ()), under, data)

    def _leave_out(self, slugs: Iterable[str], under: Mapping[str, Iterable[str]]) -> None:
        """Never asked: the other question is open, which is its own error, or was answered with no."""
        for slug in slugs:
            self.errors.pop(slug, None)
            self.errors.pop(day_field(slug), None)
            self._leave_out(under.get(slug, ()), under)

    def _answer(self, condition: Condition, data: Mapping[str, Any]) -> str:
        """Take one answer and return it, "" where there is none."""
        slug = condition.slug
        if slug in self.errors:
            return ""
        rest = REST_OF_RED_FLAGS if condition.is_red_flag else REST_OF_CONDITIONS
        answer: str = data.get(slug) or (Answer.NO.value if data.get(rest) else "")
        if not answer:
            self.add_error(slug, _("This question is still open."))
        elif answer != Answer.CLEARED:
            self.errors.pop(day_field(slug), None)
            self.given[slug] = Given(Answer(answer))
        elif day_field(slug) not in self.errors:
            self._take_clearance(slug, data.get(day_field(slug)))
        return answer

    def _take_clearance(self, slug: str, day: date | None) -> None:
        if day is None:
            self.add_error(day_field(slug), _("Say on which day you were cleared."))
        elif not FIRST_DAY_OF_CLEARANCE <= day <= self.today:
            self.add_error(day_field(slug), _("This day cannot be right: it lies ahead, or too far back."))
        else:
            self.given[slug] = Given(Answer.CLEARED, day)
