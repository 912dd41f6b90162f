"""Which exercises fit a person: the verdict on an exercise, its reasons, and what to do instead.

Pure and fail-closed. The verdict is the strictest over an exercise's stress tags and the rules about it by
name (clinical-facts §6): avoid, else clinician first until the person records clearance, else modify, else
allowed. A question without an answer counts as a yes, an unknown tag or verdict as the strictest one, and a
red flag stops every exercise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import chain

from exercises.domain.vocabulary import Answer, ConditionKind, StressTag, Verdict

ASK_AGAIN_AFTER = timedelta(days=90)
"""A product default: how long answers hold before they are asked for again."""

STOP_ABOVE_PAIN = 5
"""Pain above this stops an exercise (pain-monitoring model, Thomeé 1997, doi:10.1093/ptj/77.12.1690)."""

STRICTNESS = {verdict: n for n, verdict in enumerate(Verdict)}


@dataclass(frozen=True, slots=True)
class Question:
    """A condition or red flag that is asked for; one that `follows` another only of those who have that.

    `source` is the slug of a reference for asking at all, `source_name` how it is named in short;
    `clinician_if` says when to see a clinician whatever the exercise.
    """

    slug: str
    name: str
    kind: ConditionKind
    follows: str = ""
    source: str = ""
    source_name: str = ""
    clinician_if: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a condition means for one exercise, by its slug, or for all with a stress tag.

    `source` is the slug of a reference, `source_name` how it is named in short; `exercise_name` is what the
    exercise is called, empty while it is not offered, and no part of the rule.
    """

    condition: str
    verdict: Verdict
    advice: str
    source: str
    source_name: str = ""
    stress: StressTag | None = None
    exercise: str = ""
    once_cleared: str = ""
    exercise_name: str = field(default="", compare=False)


@dataclass(frozen=True)
class Ruleset:
    """All questions and rules of a catalogue."""

    questions: tuple[Question, ...]
    rules: tuple[Rule, ...]

    @cached_property
    def by_slug(self) -> Mapping[str, Question]:
        return {one.slug: one for one in self.questions}

    @cached_property
    def red_flags(self) -> tuple[Question, ...]:
        return tuple(one for one in self.questions if one.kind is not ConditionKind.CONDITION)

    @cached_property
    def by_target(self) -> Mapping[str, tuple[Rule, ...]]:
        """The rules under the stress tag or the exercise that they are about.

        A rule about a tag that nobody knows, or about nothing, is one about every exercise: whom it would
        have held back is unknown.
        """
        found: dict[str, list[Rule]] = {}
        for rule in self.rules:
            is_known = isinstance(rule.stress, StressTag) if rule.stress else bool(rule.exercise)
            target = _target(rule.stress if is_known else StressTag.ANY, rule.exercise)
            found.setdefault(target, []).append(rule)
        return {target: tuple(rules) for target, rules in found.items()}

    def touching(self, exercise: Screened) -> tuple[Rule, ...]:
        """Return every rule about the exercise: by name, by a tag of it, or about any exercise."""
        return tuple(rule for target in _targets(exercise) for rule in self.by_target.get(target, ()))


@dataclass(frozen=True, slots=True)
class Screened:
    """What of an exercise decides whether it fits a person, and what may stand in for it."""

    slug: str
    name: str
    aim: str
    level: int
    stress: tuple[StressTag, ...]
    equipment: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """An answer; `on` is the day on which a clinician cleared, without which it is a mere yes."""

    answer: Answer
    on: date | None = None


Answers = Mapping[str, Given]
"""Answers by the slug of their condition."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a verdict is not milder. `stress` is None where the rule names the exercise, or for a red flag.

    `is_answered` is False where the question still waits for an answer, and so counts as a yes.
    """

    condition: str
    verdict: Verdict
    advice: str
    source: str
    source_name: str = ""
    stress: StressTag | None = None
    is_red_flag: bool = False
    is_answered: bool = True


@dataclass(frozen=True, slots=True)
class Assessment:
    """The verdict on an exercise for a person, with all its reasons, the strictest first."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()

    @property
    def may_be_prescribed(self) -> bool:
        return self.verdict in PRESCRIBABLE


PRESCRIBABLE = frozenset({Verdict.ALLOWED, Verdict.MODIFY})


def strictest(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the strictest of some verdicts; allowed where there are none."""
    return max(verdicts, key=STRICTNESS.__getitem__, default=Verdict.ALLOWED)


def counts_as(slug: str, ruleset: Ruleset, answers: Answers) -> Answer:
    """Return what a person's answer counts as: no, yes or cleared.

    Unsure is a yes, and so is no answer at all, but for a question that follows another one which was
    answered with no, and so was never asked.
    """
    given = answers.get(slug)
    if given is None:
        return Answer.NO if _is_never_asked(slug, ruleset, answers) else Answer.YES
    if given.answer is Answer.NO:
        return Answer.NO
    return Answer.CLEARED if given.answer is Answer.CLEARED and given.on else Answer.YES


def raised_flags(ruleset: Ruleset, answers: Answers) -> tuple[Question, ...]:
    """Return the red flags that stop all prescribing; only a clear no keeps one down."""
    return tuple(one for one in ruleset.red_flags if counts_as(one.slug, ruleset, answers) is not Answer.NO)


def open_questions(ruleset: Ruleset, answers: Answers) -> tuple[Question, ...]:
    """Return the questions that wait for an answer; a follow-up only where its condition is there."""
    return tuple(
        one
        for one in ruleset.questions
        if one.slug not in answers and counts_as(one.slug, ruleset, answers) is not Answer.NO
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """What the answers of one person bring into force: worked out once, and then asked of every exercise."""

    flags: tuple[Reason, ...]
    by_target: Mapping[str, tuple[Reason, ...]]

    def assess(self, exercise: Screened) -> Assessment:
        """Return the verdict on an exercise."""
        found = (self.by_target.get(target, ()) for target in _targets(exercise))
        reasons = [*self.flags, *chain.from_iterable(found)]
        if any(not isinstance(tag, StressTag) for tag in exercise.stress):
            # A tag that nobody knows any more: what it asked of the body is unknown.
            reasons.append(Reason(condition="", verdict=Verdict.AVOID, advice="", source=""))
        reasons.sort(key=lambda one: -STRICTNESS[one.verdict])
        return Assessment(strictest(one.verdict for one in reasons), tuple(reasons))


def standing(ruleset: Ruleset, answers: Answers) -> Standing:
    """Return what these answers bring into force."""
    flags = tuple(
        Reason(
            condition=flag.slug,
            verdict=Verdict.AVOID,
            advice="",
            source=flag.source,
            source_name=flag.source_name,
            is_red_flag=True,
            is_answered=flag.slug in answers,
        )
        for flag in raised_flags(ruleset, answers)
    )
    in_force = {
        target: tuple(reason for rule in rules if (reason := _reason(rule, ruleset, answers)) is not None)
        for target, rules in ruleset.by_target.items()
    }
    return Standing(flags, in_force)


def assess(exercise: Screened, *, ruleset: Ruleset, answers: Answers) -> Assessment:
    """Return the verdict on an exercise for a person with these answers."""
    return standing(ruleset, answers).assess(exercise)


def consequences(slug: str, *, ruleset: Ruleset, answers: Answers) -> tuple[tuple[Rule, Reason], ...]:
    """Return the rules of a question that its answer brings into force, the strictest first.

    Each with what it then means: cleared, "clinician first" falls away or becomes a change.
    """
    rules = [(rule, _reason(rule, ruleset, answers)) for rule in ruleset.rules if rule.condition == slug]
    in_force = [(rule, reason) for rule, reason in rules if reason is not None]
    return tuple(sorted(in_force, key=lambda pair: -STRICTNESS[pair[1].verdict]))


def substitute(
    exercise: Screened,
    candidates: Iterable[Screened],
    *,
    ruleset: Ruleset,
    answers: Answers,
    taken: Iterable[str] = (),
) -> Screened | None:
    """Return what to do instead: the same aim and not held or avoided, or None.

    What is allowed as it stands goes before what is allowed with a change, then the nearest level, then the
    easier one, then what needs no more kit. `taken` are slugs that are in the plan already.
    """
    passed_over = {exercise.slug, *taken}
    in_force = standing(ruleset, answers)
    fitting: list[tuple[tuple[int, int, bool, int, str], Screened]] = []
    for one in candidates:
        if one.aim != exercise.aim or one.slug in passed_over:
            continue
        verdict = in_force.assess(one).verdict
        if verdict not in PRESCRIBABLE:
            continue
        distance = abs(one.level - exercise.level)
        extra_kit = len(set(one.equipment) - set(exercise.equipment))
        order = (STRICTNESS[verdict], distance, one.level > exercise.level, extra_kit, one.slug)
        fitting.append((order, one))
    return min(fitting, key=lambda pair: pair[0])[1] if fitting else None


def is_outdated(answered_at: datetime, now: datetime) -> bool:
    """Say whether answers are so old that they are asked for again."""
    return now - answered_at >= ASK_AGAIN_AFTER


def _is_never_asked(slug: str, ruleset: Ruleset, answers: Answers) -> bool:
    """Say whether an open question follows one, through however many, that was answered with no."""
    passed = {slug}
    question = ruleset.by_slug.get(slug)
    while question is not None and question.follows and question.kind is ConditionKind.CONDITION:
        slug = question.follows
        if slug in answers:
            return answers[slug].answer is Answer.NO
        if slug in passed:
            return False
        passed.add(slug)
        question = ruleset.by_slug.get(slug)
    return False


def _reason(rule: Rule, ruleset: Ruleset, answers: Answers) -> Reason | None:
    answer = counts_as(rule.condition, ruleset, answers)
    if answer is Answer.NO:
        return None
    verdict, advice = rule.verdict, rule.advice
    if not isinstance(verdict, Verdict):
        verdict = Verdict.AVOID
    if answer is Answer.CLEARED and verdict is Verdict.CLINICIAN:
        if not rule.once_cleared:
            return None
        verdict, advice = Verdict.MODIFY, rule.once_cleared
    return Reason(
        condition=rule.condition,
        verdict=verdict,
        advice=advice,
        source=rule.source,
        source_name=rule.source_name,
        stress=rule.stress,
        is_answered=rule.condition in answers,
    )


def _targets(exercise: Screened) -> Iterable[str]:
    """Return under which targets the rules about an exercise stand: by name, by a tag of it, about any."""
    tags = (_target(tag, "") for tag in (*exercise.stress, StressTag.ANY))
    return dict.fromkeys((_target(None, exercise.slug), *tags))


def _target(stress: StressTag | None, exercise: str) -> str:
    return f"tag:{stress}" if stress else f"exercise:{exercise}"
