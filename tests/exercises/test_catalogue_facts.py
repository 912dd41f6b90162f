"""The shipped catalogue, as the database holds it, says what the reviewed facts say."""

from __future__ import annotations

import pytest

from exercises.domain.dosage import Dosage
from exercises.domain.vocabulary import ConditionKind, Each, Verdict
from exercises.models import (
    Condition,
    Contraindication,
    Exercise,
    Guide,
    Programme,
    Progression,
    Reference,
    Routine,
)
from tests.exercises import facts

pytestmark = pytest.mark.usefixtures("catalogue")

SLUGS = {row.number: row.slug for row in facts.ROWS}
NOBODY_WEAKER = {"extended-hip-routine", "leg-exercises", "beginner", "alternating", "advanced"}


def words(short: str, long: dict[str, str]) -> set[str]:
    return {long[one] for one in short.split()}


def text_of(exercise: Exercise) -> str:
    """Return every sentence of an exercise, in small letters."""
    faults = [f"{one.fault} {one.fix}" for one in exercise.faults.all()]
    steps = [one.text for one in exercise.steps.all()]
    parts = (exercise.summary, *steps, *faults, exercise.cautions, exercise.note, exercise.dosage_note)
    return " ".join(parts).lower()


def test_all_44_rows_are_there_and_nothing_else() -> None:
    assert len(facts.ROWS) == 43 + 4
    assert set(Exercise.objects.values_list("slug", flat=True)) == set(SLUGS.values())


@pytest.mark.parametrize("row", facts.ROWS, ids=lambda row: row.number)
def test_an_exercise_is_as_its_row_says(row: facts.Row) -> None:
    exercise = Exercise.objects.get(slug=row.slug)
    assert exercise.name == row.name
    assert row.also.lower() in exercise.synonyms.lower()
    assert (exercise.aim, exercise.position, exercise.level) == (row.aim, row.position, row.level)
    assert set(exercise.equipment) == set(row.kit.split())
    assert set(exercise.optional_equipment) == set(row.optional.split())
    assert set(exercise.stress) == words(row.tags, facts.TAGS)
    stretched, worked = set(exercise.stretches), set(exercise.works)
    assert (stretched if row.number in facts.STRETCHES else worked) == words(row.muscles, facts.MUSCLES)
    assert not (worked if row.number in facts.STRETCHES else stretched)
    assert set(exercise.sources.values_list("slug", flat=True)) >= words(row.sources, facts.SOURCES)
    assert exercise.steps.count() >= 3
    assert exercise.faults.exists()


@pytest.mark.parametrize("row", facts.ROWS, ids=lambda row: row.number)
def test_a_dose_is_as_its_row_says(row: facts.Row) -> None:
    dose, wanted = Exercise.objects.get(slug=row.slug).dosage, row.dose
    assert dose.each == {"S": Each.SIDE, "W": Each.WAY, "B": None}[wanted.each]
    assert tuple(dose.sets) == wanted.sets
    assert _pair(dose, "reps") == wanted.reps
    assert _pair(dose, "hold_s") == wanted.seconds
    assert dose.rep_unit == wanted.unit
    assert (dose.days_a_week.min, dose.days_a_week.max) == wanted.days
    assert set(dose.records) == set(wanted.records.split())


def _pair(dose: Dosage, name: str) -> tuple[int, int] | None:
    value = getattr(dose, name)
    return tuple(value) if value else None


def test_the_ladder_holds_the_tables_steps_both_ways_and_no_others() -> None:
    upward = set()
    for row in facts.ROWS:
        upward |= {(SLUGS[easier], row.slug) for easier in row.easier.split()}
        upward |= {(row.slug, SLUGS[harder]) for harder in row.harder.split()}
    found = Progression.objects.values_list("exercise__slug", "direction", "other__slug")
    assert {(here, there) for here, direction, there in found if direction == "harder"} == upward
    assert {(there, here) for here, direction, there in found if direction == "easier"} == upward
    assert not Progression.objects.filter(when="").exists()


def test_agility_rests_lie_within_the_tables_30_to_60_seconds() -> None:
    rests = Exercise.objects.filter(aim="agility").values_list("rest_s", flat=True)
    assert len(rests) == 4
    assert all(30 <= rest <= 60 for rest in rests)


@pytest.mark.parametrize(("name", "slug", "said"), [(name, *one) for name, one in facts.ARTICLE.items()])
def test_the_articles_exercises_say_how_and_how_carefully(name: str, slug: str, said: list[str]) -> None:
    exercise = Exercise.objects.get(slug=slug)
    assert exercise.sources.filter(slug="founding-article").exists()
    assert [one for one in said if one not in text_of(exercise)] == [], name


def test_who_may_not_do_the_articles_hard_exercises_and_who_changes_which() -> None:
    direct = Contraindication.objects.exclude(exercise=None)
    found = set(direct.values_list("condition__slug", "verdict", "exercise__slug", "source__slug"))
    barred = facts.ONLY_WITHOUT_BACK_OR_KNEE_PROBLEM
    wanted = {
        *(("back-problem", "avoid", slug, "founding-article") for slug in barred),
        *(("knee-problem", "avoid", slug, "founding-article") for slug in barred),
        *(
            ("back-history", "clinician", slug, "founding-article")
            for slug in facts.DOCTOR_FIRST_AFTER_A_BACK_PROBLEM
        ),
        *(("sacroiliac-pain", "modify", SLUGS[row], "product-default") for row in facts.SPLIT_STANCES),
        *(("cardiovascular", "modify", SLUGS[row], "common-practice") for row in facts.HEAD_LOW),
    }
    assert found == wanted


@pytest.mark.parametrize(("slug", "wanted"), facts.ROUTINES.items())
def test_routines(slug: str, wanted: tuple[list[str], int, int | None]) -> None:
    rows, least, most = wanted
    routine = Routine.objects.get(slug=slug)
    assert list(routine.items.values_list("exercise__slug", flat=True)) == [SLUGS[row] for row in rows]
    assert (routine.days_min, routine.days_max) == (least, most)
    assert not routine.items.exclude(sets=None, reps_min=None, hold_min_s=None).exists()


@pytest.mark.parametrize(("slug", "wanted"), facts.PROGRAMMES.items())
def test_programmes(
    slug: str, wanted: tuple[str, int | None, list[tuple[str, int | None, int | None]]]
) -> None:
    pattern, every_days, tracks = wanted
    programme = Programme.objects.get(slug=slug)
    assert (programme.pattern, programme.every_days) == (pattern, every_days)
    assert list(programme.tracks.values_list("routine__slug", "times_min", "times_max")) == tracks


def test_nothing_else_is_planned() -> None:
    assert set(Routine.objects.values_list("slug", flat=True)) == facts.ROUTINES.keys()
    assert set(Programme.objects.values_list("slug", flat=True)) == facts.PROGRAMMES.keys()


def test_every_plan_with_the_slideboard_names_its_ceiling_and_who_must_not() -> None:
    plans = [
        *Routine.objects.filter(slug__in=NOBODY_WEAKER),
        *Programme.objects.filter(slug__in=NOBODY_WEAKER),
    ]
    assert len(plans) == len(NOBODY_WEAKER)
    for plan in plans:
        for said in ("at most 4 days in any 7", "no back or knee problem now", "doctor"):
            assert said in plan.cautions, plan.slug


def test_every_plan_says_pain_free_after_a_sports_injury() -> None:
    for plan in (*Routine.objects.all(), *Programme.objects.all()):
        assert "After a past running or football injury" in plan.cautions, plan.slug


@pytest.mark.parametrize("row", facts.CONDITIONS, ids=lambda row: row.slug)
def test_a_condition_means_what_its_row_says(row: facts.ConditionRow) -> None:
    condition = Condition.objects.get(slug=row.slug)
    wanted = {(facts.TAGS[tag], Verdict.AVOID) for tag in row.avoid.split()}
    wanted |= {(facts.TAGS.get(tag, "any"), Verdict.CLINICIAN) for tag in row.clinician.split()}
    wanted |= {(facts.TAGS[tag], Verdict.MODIFY) for tag in row.modify.split()}
    if row.other:
        wanted.add(("any", Verdict.MODIFY))
    by_tag = condition.rules.filter(exercise=None)
    assert set(by_tag.values_list("stress", "verdict")) == wanted
    assert row.if_ in condition.clinician_if
    assert bool(row.if_) == bool(condition.clinician_if)
    assert condition.kind == ConditionKind.CONDITION
    assert condition.follows is None
    stays = dict(by_tag.exclude(once_cleared="").values_list("stress", "once_cleared"))
    assert stays.keys() == ({"any"} if row.cleared else set())
    assert row.cleared in stays.get("any", "")


@pytest.mark.parametrize(("slug", "parent", "verdict", "said"), facts.FOLLOW_UPS)
def test_what_is_added_to_a_condition_holds_every_exercise(
    slug: str, parent: str, verdict: str, said: list[str]
) -> None:
    follow_up = Condition.objects.get(slug=slug)
    assert follow_up.follows is not None
    assert follow_up.follows.slug == parent
    assert list(follow_up.rules.values_list("stress", "verdict", "once_cleared")) == [("any", verdict, "")]
    assert [one for one in said if one not in follow_up.question.lower()] == []
    assert follow_up.follows.clinician_if


def test_a_follow_up_is_asked_right_behind_its_condition() -> None:
    asked = Condition.objects.select_related("follows").order_by("order", "name")
    last = None
    for condition in asked:
        if condition.follows is not None:
            assert condition.follows == last, condition.slug
        else:
            last = condition
    assert len({condition.order for condition in asked}) == len(asked)


def test_every_question_is_short() -> None:
    for condition in Condition.objects.all():
        assert len(condition.name.split()) <= 9, condition.slug
        assert len(condition.question.split()) <= 30, condition.slug


def test_there_are_no_conditions_but_the_tables_and_the_articles() -> None:
    article = {"back-problem", "back-history", "knee-problem"}
    found = set(Condition.objects.filter(kind="condition").values_list("slug", flat=True))
    rows = {row.slug for row in facts.CONDITIONS} | {slug for slug, *_ in facts.FOLLOW_UPS}
    assert found == article | rows


@pytest.mark.parametrize(("slug", "said"), facts.RED_FLAGS)
def test_a_red_flag_is_asked_for_and_sends_to_care(slug: str, said: list[str]) -> None:
    flag = Condition.objects.get(slug=slug, kind=ConditionKind.RED_FLAG)
    assert [one for one in said if one not in flag.question.lower()] == []
    assert flag.action.startswith("Stop training.")
    assert not flag.rules.exists()
    assert flag.sources.filter(slug__in=["hip-red-flags", "cauda-equina"]).exists()


def test_there_are_no_other_red_flags() -> None:
    assert set(Condition.objects.red_flags().values_list("slug", flat=True)) == {
        slug for slug, _ in facts.RED_FLAGS
    }


@pytest.mark.parametrize(("slug", "year", "doi", "said"), facts.REFERENCES)
def test_the_articles_references(slug: str, year: int, doi: str, said: list[str]) -> None:
    row = Reference.objects.get(slug=slug)
    assert (row.year, row.doi) == (year, doi)
    assert row.link == (f"https://doi.org/{doi}" if doi else row.url)
    text = " ".join((row.authors, row.container, row.details, row.finding, row.isbn))
    assert [one for one in said if one not in text] == []


@pytest.mark.parametrize(("slug", "doi"), facts.DOIS.items())
def test_the_other_references_have_their_dois(slug: str, doi: str) -> None:
    assert Reference.objects.get(slug=slug).doi == doi


def test_the_guides_are_there_with_sources() -> None:
    assert set(Guide.objects.values_list("slug", flat=True)) == facts.GUIDES
    assert not Guide.objects.filter(sources=None).exists()


def test_everything_that_is_done_or_asked_names_a_source() -> None:
    for model in (Exercise, Condition, Routine, Programme, Guide):
        assert not model.objects.filter(sources=None).exists(), model
