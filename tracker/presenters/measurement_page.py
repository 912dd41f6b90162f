"""The page on which a measurement is typed in."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _

from exercises.services.judge_exercises import Judge
from tracker.domain.measuring import MOST_TRIALS, Instrument, Motion, Position
from tracker.models import Measurement
from tracker.presenters.measured import LastTime, last_times
from tracker.presenters.measuring_guide import MeasuringGuide, build_guide
from tracker.presenters.rom_series import SIDES
from tracker.presenters.words import Badge, badge_of

LOOKED_AT = 60
"""Among so many latest measurements, last time's of each series is looked for."""

VOCABULARIES = {"motion": Motion, "position": Position, "instrument": Instrument}


@dataclass(frozen=True, slots=True)
class SideFields:
    """One side's boxes; the fourth is shown only when one more reading is asked for, or there is one."""

    side: str
    badge: Badge
    fields: tuple[Any, ...]
    fourth: Any
    is_fourth_shown: bool

    @property
    def errors(self) -> tuple[str, ...]:
        return tuple(str(error) for field in (*self.fields, self.fourth) for error in field.errors)


@dataclass(frozen=True, slots=True)
class MeasurementPage:
    """What stands beside the fields. Whoever measured before finds the steps folded up (`open_position`)."""

    title: str
    post_to: str
    delete_url: str
    sides: tuple[SideFields, ...]
    is_keep_shown: bool
    last: tuple[LastTime, ...]
    guide: MeasuringGuide
    open_position: str


def opening_of(user: Any, asked: Mapping[str, str], *, today: date) -> dict[str, Any]:
    """Return what a new form shows: the choices that are asked for, else those of last time.

    Keeping to them keeps a series together. An unknown choice in the address is passed over.
    """
    last = Measurement.objects.for_athlete(user).kept().newest_first().first()
    chosen: dict[str, Any] = {
        "motion": last.motion if last else Motion.INTERNAL,
        "position": last.position if last else Position.SEATED,
        "instrument": last.instrument if last else Instrument.PHONE,
        "shank_cm": last.shank_cm if last else None,
    }
    for name, vocabulary in VOCABULARIES.items():
        if asked.get(name) in set(vocabulary):
            chosen[name] = vocabulary(asked[name])
    return chosen | {"id": uuid.uuid4(), "taken_on": today}


def build_measurement_page(
    user: Any, form: Form, row: Measurement | None, *, judge: Judge, now: datetime
) -> MeasurementPage:
    """Return the page of a form; that of a stored `row` shows no last time."""
    sides = tuple(_side(form, side) for side in SIDES)
    kept = Measurement.objects.for_athlete(user).kept().newest_first()
    last = () if row else tuple(last_times(kept[:LOOKED_AT]).values())[:4]
    return MeasurementPage(
        title=_("Change a measurement") if row else _("Measure"),
        post_to=reverse("tracker:measurement-edit", args=[row.pk])
        if row
        else reverse("tracker:measurement-create"),
        delete_url=reverse("tracker:measurement-delete", args=[row.pk]) if row else "",
        sides=sides,
        is_keep_shown=bool(form["keep"].value()) or any(_asks_for_one_more(form, side) for side in SIDES),
        last=last,
        guide=build_guide(judge, now),
        open_position="" if last else str(form["position"].value() or Position.SEATED),
    )


def _side(form: Form, side: str) -> SideFields:
    *fields, fourth = (form[f"{side}_{number}"] for number in range(1, MOST_TRIALS + 1))
    is_shown = bool(fourth.errors) or fourth.value() not in (None, "")
    return SideFields(side, badge_of(side), tuple(fields), fourth, is_shown)


def _asks_for_one_more(form: Form, side: str) -> bool:
    return any(
        form.has_error(f"{side}_{number}", code="spread")
        for number in range(1, MOST_TRIALS + 1)
        if form.is_bound
    )
