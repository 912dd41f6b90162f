"""The sheet of a session as it is posted: one form for the session and one for each set."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from exercises.domain.dosage import MAX_REPS, MAX_SECONDS
from exercises.domain.vocabulary import Side
from exercises.models import Exercise, Routine
from exercises.models.fields import choices_of
from tracker.domain.sheet import AMOUNTS, MAX_ROWS, Row, Rows
from tracker.forms.fields import AmountField, LocalMomentField, NotesField, WholeNumberField, wall_text
from tracker.models.session import MAX_DISTANCE_M, MAX_LOAD_KG, MAX_NOTES
from tracker.services.seal_prescription import Prescription, opened_prescription
from tracker.services.session_entry import SessionEntry, SetEntry

PREFIX = "sets"

MAX_REACH_CM = 300
"""A product limit: nobody reaches further on one leg."""

if TYPE_CHECKING:
    _BaseFormSet = forms.BaseFormSet["SetForm"]
else:
    _BaseFormSet = forms.BaseFormSet


class SessionForm(forms.Form):
    """What holds for the whole session; the hidden fields say which one it is."""

    id = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"invalid": _("The id of the session is damaged.")}
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)
    routine = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)
    # Whatever stands here, what was done is logged: a note that cannot be read prescribes nothing.
    prescription = forms.Field(widget=forms.HiddenInput, required=False)
    started_at = LocalMomentField(label=_("Started"))
    pain_before = WholeNumberField(label=_("Pain before"), most=10)
    pain_after = WholeNumberField(label=_("Pain after"), most=10)
    effort = WholeNumberField(label=_("Effort"), most=10)
    notes = NotesField(
        label=_("Notes"),
        required=False,
        max_length=MAX_NOTES,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "max_length": _("Keep notes to %(limit_value)d characters; these are %(show_value)d.")
        },
    )

    @property
    def has_visible_errors(self) -> bool:
        """Whether a field that a person fills in is wrong."""
        return any(field.errors for field in self.visible_fields())

    def clean_routine(self) -> Routine | None:
        """Return the routine that was followed."""
        slug = self.cleaned_data["routine"]
        if not slug:
            return None
        routine = Routine.objects.filter(slug=slug).first()
        if routine is None:
            raise forms.ValidationError(_("This routine is not in the catalogue."))
        return routine


class SharedFields(dict[str, forms.Field]):
    """Fields that all forms of a class share. Django would copy them for each one."""

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        return dict(self)


class SetForm(forms.Form):
    """One set. A sheet has up to hundreds of them, and none changes its fields."""

    id = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"invalid": _("The id of the set is damaged.")}
    )
    exercise = forms.CharField(widget=forms.HiddenInput, max_length=80)
    side = forms.ChoiceField(choices=choices_of(Side))
    reps = WholeNumberField(most=MAX_REPS)
    seconds = WholeNumberField(most=MAX_SECONDS)
    minutes = AmountField(most=MAX_SECONDS // 60)
    distance_m = AmountField(most=MAX_DISTANCE_M)
    reach_cm = AmountField(most=MAX_REACH_CM)
    load_kg = AmountField(most=MAX_LOAD_KG)
    pain = WholeNumberField(most=10)
    done = forms.BooleanField(required=False)

    def _clean_fields(self) -> None:
        """Check the fields as Django does, without a BoundField for each.

        They are for drawing, and no form of a set is ever drawn: `present_sheet` draws what was typed. Making
        eleven for each set took a sixth of the time of saving fifteen. A `clean_<name>` would not be called.
        """
        for name, field in self.fields.items():
            typed = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            try:
                self.cleaned_data[name] = field.clean(typed)
            except forms.ValidationError as error:
                self.add_error(name, error)

    def has_changed(self) -> bool:
        """Every row that was sent is a set: none is passed over for being empty."""
        return True

    def clean(self) -> dict[str, Any]:
        """A set that was done says how much; minutes and centimetres become seconds and metres."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("done") and not any(
            name in self.errors or data.get(name) is not None for name in AMOUNTS
        ):
            raise forms.ValidationError(_("Say how much, or untick the set."), code="amount")
        if data.get("minutes") is not None:
            data["seconds"] = round(data["minutes"] * 60) + (data.get("seconds") or 0)
            if data["seconds"] > MAX_SECONDS:
                self.add_error("minutes", _("This is more than a person can do."))
        if data.get("reach_cm") is not None:
            data["distance_m"] = data["reach_cm"] / 100
        return data


SetForm.base_fields = SharedFields(SetForm.base_fields)


class BaseSetFormSet(_BaseFormSet):
    """The sets of one session of a user, in order; once checked, `exercises` holds what it names, by slug."""

    exercises: dict[str, Exercise]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    default_error_messages = {
        "missing_management_form": _("The list of sets did not arrive whole. Go back and send it again."),
        "too_many_forms": _("A session holds at most %(num)d sets."),
        "too_few_forms": _("Add at least one exercise."),
    }

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Check every row: Django would pass over one that arrived without its fields."""
        return {**super().get_form_kwargs(index), "empty_permitted": False}

    def clean(self) -> None:
        """Look up the exercises, all in one query, and refuse an id that is used twice."""
        rows = [form.cleaned_data for form in self.forms if form.is_valid()]
        wanted = {row["exercise"] for row in rows}
        self.exercises = Exercise.logged.for_judging().loggable_by(self.user, wanted)
        if rows and len(rows) == len(self.forms) and not any(row["done"] for row in rows):
            raise forms.ValidationError(_("Tick at least one set: nothing here was done."))
        seen = set()
        for form in self.forms:
            if not form.is_valid():
                continue
            if form.cleaned_data["exercise"] not in self.exercises:
                form.add_error(None, _("This exercise is not in the catalogue."))
            elif form.cleaned_data["id"] in seen:
                form.add_error(None, _("This set stands here twice."))
            else:
                seen.add(form.cleaned_data["id"])


SetFormSet = forms.formset_factory(
    SetForm, formset=BaseSetFormSet, extra=0, min_num=1, validate_min=True,
    max_num=MAX_ROWS, absolute_max=MAX_ROWS, validate_max=True,
)  # fmt: skip


class PostedSheet:
    """A posted sheet: checks the session and its sets together, and keeps what was typed."""

    def __init__(self, data: QueryDict, user: User) -> None:
        self.data = data
        self.user = user
        self.form = SessionForm(data)
        self.sets: Any = cast("Any", SetFormSet)(data, prefix=PREFIX, user=user)

    @cached_property
    def rows(self) -> Rows:
        """The rows as they were typed, to show them again."""
        return rows_in(self.data)

    def is_valid(self) -> bool:
        """Check everything, so that every error shows at once."""
        return all([self.form.is_valid(), self.sets.is_valid()])

    @property
    def routine(self) -> Routine | None:
        routine: Routine | None = self.form.cleaned_data["routine"]
        return routine

    @property
    def prescription(self) -> Prescription | None:
        """What the note of a valid sheet prescribed, if it is the user's and for its routine."""
        routine = self.routine
        note = str(self.form.cleaned_data["prescription"] or "")
        return opened_prescription(note, user=self.user, routine=routine.slug if routine else "")

    @property
    def done_exercises(self) -> list[Exercise]:
        """The exercises of the sets that were done; only of a valid sheet."""
        rows = (form.cleaned_data for form in self.sets.forms)
        return [self.sets.exercises[row["exercise"]] for row in rows if row["done"]]

    @property
    def entry(self) -> SessionEntry:
        """What to log; only of a valid sheet."""
        data = self.form.cleaned_data
        return SessionEntry(
            id=data["id"],
            started_at=data["started_at"],
            pain_before=data["pain_before"],
            pain_after=data["pain_after"],
            effort=data["effort"],
            notes=data["notes"],
            sets=tuple(self._set_entry(form.cleaned_data) for form in self.sets.forms),
        )

    @property
    def version(self) -> int:
        """The version of the session that was open when the sheet was sent; 0 where the sheet names none."""
        return self.form.cleaned_data["version"] or 0

    def at_version(self, version: int) -> PostedSheet:
        """Return the same sheet, checked, as a change of that version."""
        return self._with({"version": str(version)})

    def with_fresh_ids(self, *, keep: Collection[str] = ()) -> PostedSheet:
        """Return the same sheet, checked, with new ids for the session and for each set but those to keep."""
        names = [f"{PREFIX}-{index}-id" for index, row in enumerate(self.rows) if row.id not in keep]
        return self._with({name: str(uuid.uuid4()) for name in ("id", *names)})

    def with_whole_ids(self) -> PostedSheet:
        """Return the same sheet, checked, with a new id in place of each that was damaged."""
        damaged = [
            f"{PREFIX}-{index}-id" for index, form in enumerate(self.sets.forms) if "id" in form.errors
        ]
        if "id" in self.form.errors:
            damaged.append("id")
        return self._with({name: str(uuid.uuid4()) for name in damaged}) if damaged else self

    def starts_at(self, moment: datetime) -> bool:
        """Say whether the start was left as the page showed this moment."""
        return bool(self.data.get("started_at") == wall_text(moment))

    def _with(self, values: dict[str, str]) -> PostedSheet:
        data = self.data.copy()
        for name, value in values.items():
            data[name] = value
        return checked_sheet(data, self.user)

    def _set_entry(self, data: dict[str, Any]) -> SetEntry:
        return SetEntry(
            id=data["id"],
            exercise_id=self.sets.exercises[data["exercise"]].pk,
            side=Side(data["side"]),
            reps=data["reps"],
            seconds=data["seconds"],
            distance_m=data["distance_m"],
            load_kg=data["load_kg"],
            pain=data["pain"],
            skipped=not data["done"],
        )


def checked_sheet(data: QueryDict, user: User) -> PostedSheet:
    """Return the sheet with its errors, if it has any, worked out."""
    sheet = PostedSheet(data, user)
    sheet.is_valid()
    return sheet


def rows_in(data: QueryDict) -> Rows:
    """Return the rows of a posted sheet as they were typed, valid or not."""
    total = str(data.get(f"{PREFIX}-TOTAL_FORMS", ""))
    count = min(int(total), MAX_ROWS) if total.isascii() and total.isdigit() and len(total) < 6 else 0

    def typed(index: int, name: str) -> str:
        return str(data.get(f"{PREFIX}-{index}-{name}", ""))

    return tuple(
        Row(
            done=bool(typed(index, "done")),
            **{name: typed(index, name) for name in Row.__slots__ if name != "done"},
        )
        for index in range(count)
    )
