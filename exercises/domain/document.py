"""The one format of the catalogue: a frozen dataclass for each kind of file.

`exercises.domain.decoding` reads a document from the plain mapping that a YAML file holds and writes it back.
A document is complete in itself; whether the slugs that it names exist is for the service that applies it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from exercises.domain.dosage import Dosage, Frequency, Range
from exercises.domain.vocabulary import (
    Aim,
    ConditionKind,
    Equipment,
    Muscle,
    PatternKind,
    Position,
    ReferenceKind,
    Sport,
    StressTag,
    Verdict,
)


class Sourced:
    """What names its sources. Their order says nothing, so it is always the same one."""

    __slots__ = ()
    sources: tuple[str, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "sources", tuple(sorted(self.sources)))


def several_lines(texts: tuple[str, ...]) -> bool:
    """Whether one of some texts that are kept one a line has lines itself."""
    return any(len(text.splitlines()) > 1 for text in texts)


def rule_problem(verdict: Verdict, once_cleared: str) -> str | None:
    """Say what is wrong with a rule, or None."""
    if verdict is Verdict.ALLOWED:
        return "verdict: a rule never allows"
    if once_cleared and verdict is not Verdict.CLINICIAN:
        return "once_cleared: only a clinician lifts a rule, so only clinician first has it"
    return None


@dataclass(frozen=True, slots=True)
class Muscles:
    """The muscles that an exercise stretches and those that it works."""

    stretches: tuple[Muscle, ...] = ()
    works: tuple[Muscle, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """A common fault, with what puts it right."""

    fault: str
    fix: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An easier or harder exercise, and when to move to it."""

    exercise: str
    when: str


@dataclass(frozen=True, slots=True)
class DirectRule:
    """What a condition means for this one exercise, whatever its stress tags say.

    `once_cleared` is the change that stays when a clinician has lifted a "clinician first" rule.
    """

    condition: str
    verdict: Verdict
    advice: str
    source: str
    once_cleared: str = ""

    def problem(self) -> str | None:
        """Say what is wrong, or None."""
        return rule_problem(self.verdict, self.once_cleared)


@dataclass(frozen=True, slots=True)
class ExerciseDocument(Sourced):
    """`exercises/<slug>.yaml`."""

    folder: ClassVar[str] = "exercises"

    name: str
    summary: str
    aim: Aim
    level: int
    position: Position
    dosage: Dosage
    steps: tuple[str, ...]
    faults: tuple[Fault, ...]
    sources: tuple[str, ...]
    synonyms: tuple[str, ...] = ()
    equipment: tuple[Equipment, ...] = ()
    optional_equipment: tuple[Equipment, ...] = ()
    muscles: Muscles = field(default_factory=Muscles)
    sports: tuple[Sport, ...] = ()
    stress: tuple[StressTag, ...] = ()
    no_known_contraindication: bool = False
    cautions: tuple[str, ...] = ()
    easier: tuple[Neighbour, ...] = ()
    harder: tuple[Neighbour, ...] = ()
    contraindications: tuple[DirectRule, ...] = ()
    note: str = ""

    def problem(self) -> str | None:
        """Say what is wrong, or None."""
        if not 1 <= self.level <= 3:
            return "level: must be 1, 2 or 3"
        if not self.steps:
            return "steps: at least one"
        if not self.sources:
            return "sources: at least one"
        if several_lines(self.synonyms):
            return "synonyms: each stands on one line"
        if several_lines(self.cautions):
            return "cautions: each stands on one line"
        if StressTag.ANY in self.stress:
            return "stress: every exercise carries this tag without naming it"
        if self.stress and self.no_known_contraindication:
            return "no_known_contraindication: an exercise with stress tags may be contraindicated"
        neighbours = [one.exercise for one in (*self.easier, *self.harder)]
        if len(neighbours) != len(set(neighbours)):
            return "harder: an exercise is named twice on the ladder"
        conditions = [rule.condition for rule in self.contraindications]
        if len(conditions) != len(set(conditions)):
            return "contraindications: a condition is named twice"
        return None


@dataclass(frozen=True, slots=True)
class StressRule:
    """What a condition means for every exercise with a stress tag."""

    stress: StressTag
    verdict: Verdict
    advice: str
    source: str
    once_cleared: str = ""

    def problem(self) -> str | None:
        """Say what is wrong, or None."""
        return rule_problem(self.verdict, self.once_cleared)


@dataclass(frozen=True, slots=True)
class GeneralRule:
    """What a condition means for every exercise: a rule for `StressTag.ANY`, written in one place."""

    verdict: Verdict
    advice: str
    source: str
    once_cleared: str = ""

    def problem(self) -> str | None:
        """Say what is wrong, or None."""
        return rule_problem(self.verdict, self.once_cleared)


@dataclass(frozen=True, slots=True)
class ConditionDocument(Sourced):
    """`conditions/<slug>.yaml`: a condition, or a red flag (which has an action and no rules).

    A condition that `follows` another is asked only of those who have the other one.
    """

    folder: ClassVar[str] = "conditions"

    name: str
    kind: ConditionKind
    order: int
    question: str
    explanation: str
    sources: tuple[str, ...]
    action: str = ""
    clinician_if: str = ""
    follows: str = ""
    general: GeneralRule | None = None
    rules: tuple[StressRule, ...] = ()

    def problem(self) -> str | None:
        """Say what is wrong, or None."""
        if self.kind is ConditionKind.RED_FLAG:
            if not self.action:
                return "action: a red flag says whom to see and how soon"
            if self.rules or self.general:
                return "rules: a red flag stops all training and has none"
            if self.follows:
                return "follows: a red flag is asked of everybody"
        tags = [rule.stress for rule in self.rules]
        if StressTag.ANY in tags:
            return "rules: what holds for every exercise stands under general"
        if len(tags) != len(set(tags)):
            return "rules: a stress tag is named twice"
        return None


@dataclass(frozen=True, slots=True)
class RoutineItem:
    """One exercise of a routine; a dose given here stands in place of the exercise's own."""

    exercise: str
    sets: int | None = None
    reps: Range | None = None
    hold_s: Range | None = None
    note: str = ""

    def problem(self) -> str | None:
        """Say what is wrong, or None."""
        for name, value in (("reps", self.reps), ("hold_s", self.hold_s)):
            if value is not None and not 1 <= value.low <= value.high:
                return f"{name}: must be at least 1, the lowest number first"
        return None


@dataclass(frozen=True, slots=True)
class RoutineDocument(Sourced):
    """`routines/<slug>.yaml`."""

    folder: ClassVar[str] = "routines"

    name: str
    order: int
    summary: str
    items: tuple[RoutineItem, ...]
    sources: tuple[str, ...]
    days_a_week: Frequency = field(default_factory=Frequency)
    description: str = ""
    cautions: tuple[str, ...] = ()

    def problem(self) -> str | None:
        """Say what is wrong, or None."""
        if not self.items:
            return "items: at least one"
        exercises = [item.exercise for item in self.items]
        if len(exercises) != len(set(exercises)):
            return "items: an exercise is named twice"
        if several_lines(self.cautions):
            return "cautions: each stands on one line"
        return None


@dataclass(frozen=True, slots=True)
class Track:
    """A routine's place in a programme; `times` counts in a week and is for weekly patterns."""

    routine: str
    times: Frequency = field(default_factory=Frequency)


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a programme places its routines: weekly, alternating, or all of them every `every_days` days."""

    kind: PatternKind
    tracks: tuple[Track, ...]
    every_days: int | None = None

    def problem(self) -> str | None:
        """Say what is wrong, or None."""
        if not self.tracks:
            return "tracks: at least one"
        if self.kind is PatternKind.INTERVAL and not self.every_days:
            return "every_days: an interval names its days"
        if self.every_days is not None and not 1 <= self.every_days <= 14:
            return "every_days: must lie between 1 and 14"
        if self.kind is PatternKind.WEEKLY and any(t.times.min is None for t in self.tracks):
            return "tracks: a weekly track names times.min"
        return None


@dataclass(frozen=True, slots=True)
class ProgrammeDocument(Sourced):
    """`programmes/<slug>.yaml`."""

    folder: ClassVar[str] = "programmes"

    name: str
    order: int
    summary: str
    pattern: Pattern
    sources: tuple[str, ...]
    description: str = ""
    cautions: tuple[str, ...] = ()

    def problem(self) -> str | None:
        """Say what is wrong, or None."""
        return "cautions: each stands on one line" if several_lines(self.cautions) else None


@dataclass(frozen=True, slots=True)
class GuideDocument(Sourced):
    """`guides/<slug>.yaml`: a knowledge page, in Markdown with `ref:`, `exercise:`, `guide:`… links."""

    folder: ClassVar[str] = "guides"

    title: str
    order: int
    summary: str
    body: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReferenceDocument:
    """`references/<slug>.yaml`: a source, with what it found."""

    folder: ClassVar[str] = "references"

    kind: ReferenceKind
    title: str
    finding: str
    authors: str = ""
    year: int | None = None
    container: str = ""
    details: str = ""
    doi: str = ""
    isbn: str = ""
    url: str = ""
    note: str = ""


Document = (
    ExerciseDocument
    | ConditionDocument
    | RoutineDocument
    | ProgrammeDocument
    | GuideDocument
    | ReferenceDocument
)

DOCUMENT_TYPES: tuple[type[Document], ...] = (
    ReferenceDocument,
    ConditionDocument,
    ExerciseDocument,
    RoutineDocument,
    ProgrammeDocument,
    GuideDocument,
)
"""Every kind of document, in an order in which each names only kinds before it (or its own)."""
