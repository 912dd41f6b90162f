"""The catalogue in the admin, through real requests."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import reverse
from zeal import zeal_ignore

from exercises.domain.vocabulary import Equipment, Status, StressTag
from exercises.models import (
    Condition,
    Contraindication,
    Exercise,
    Guide,
    Programme,
    Progression,
    Reference,
    Routine,
    RoutineItem,
)
from exercises.services.load_catalogue import load_catalogue
from tests.catalogue import FOLDER
from tests.factories import (
    AthleteFactory,
    ConditionFactory,
    ContraindicationFactory,
    ExerciseFactory,
    ProgrammeTrackFactory,
    ReferenceFactory,
    RoutineFactory,
    RoutineItemFactory,
    SessionFactory,
    SetFactory,
    StepFactory,
)
from tests.forms import values_of
from tests.page_queries import count_queries

MODELS = (Condition, Contraindication, Exercise, Guide, Programme, Reference, Routine)


@pytest.fixture
def staff(db: None, client: Client) -> Client:
    person = AthleteFactory(user__is_staff=True, user__is_superuser=True, user__email="staff@example.org")
    client.force_login(person.user, backend="tracker.auth.AthleteBackend")
    return client


def url(model: type[models.Model] | models.Model, page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def draft(**fields: Any) -> Exercise:
    """Make an exercise that was never published: only such a one, or a working copy, is edited."""
    return ExerciseFactory(status=Status.DRAFT, published_at=None, **fields)


def unpublish(slug: str) -> Exercise:
    """Return a shipped exercise made a draft, with all that it says."""
    Exercise.objects.filter(slug=slug).update(status=Status.DRAFT)
    return Exercise.objects.get(slug=slug)


def save(client: Client, row: models.Model, **changes: str | list[str]) -> None:
    """Send the change form of a row as it stands, with some fields changed, and follow to the list."""
    address = url(row, "change", row.pk)
    values = values_of(client.get(address).content, f"{row._meta.model_name}_form")
    # Django's formsets check every chosen row by itself.
    with zeal_ignore([{"model": "*", "field": "get()"}]):
        response = client.post(address, {**values, **changes})
    assert response.status_code == 302, response.context["errors"]


def test_every_model_of_the_site_that_has_its_own_pages_is_registered() -> None:
    registered = {model.__name__ for model in admin.site._registry}
    assert registered >= {model.__name__ for model in MODELS} | {"Athlete", "Session", "Set"}


@pytest.mark.parametrize("model", MODELS)
def test_lists_and_forms_open(staff: Client, catalogue: None, model: type[models.Model]) -> None:
    row = unpublish("couch-stretch-wall") if model is Exercise else model.objects.first()
    for page, args in (("changelist", ()), ("add", ()), ("change", (row.pk,)), ("delete", (row.pk,))):
        # Rules are changed with their condition, or with their exercise.
        is_open = model is not Contraindication or page in {"changelist", "change"}
        assert staff.get(url(model, page, *args)).status_code == (200 if is_open else 403)
    assert (
        str(row) in staff.get(url(model, "changelist"), {"q": ""}).content.decode()
        or model is Contraindication
    )


@pytest.mark.parametrize("model", MODELS)
def test_lists_take_the_same_queries_however_long(
    staff: Client, catalogue: None, model: type[models.Model]
) -> None:
    everything = count_queries(staff, url(model, "changelist"))
    keep = model.objects.values_list("pk", flat=True)[:2]
    Contraindication.objects.exclude(pk__in=Contraindication.objects.values("pk")[:2]).delete()
    Condition.objects.exclude(follows=None).delete()
    RoutineItem.objects.all().delete()
    Programme.objects.exclude(pk__in=list(keep) if model is Programme else []).delete()
    model.objects.exclude(pk__in=list(keep)).exclude(
        pk__in=Contraindication.objects.values("source")
    ).delete()
    assert count_queries(staff, url(model, "changelist")) == everything
    assert everything <= 10


def test_change_page_takes_the_same_queries_for_many_parts(staff: Client) -> None:
    few, many = draft(), draft()
    for exercise, count in ((few, 2), (many, 8)):
        for _ in range(count):
            StepFactory(exercise=exercise)
            ContraindicationFactory(exercise=exercise, stress="")
            Progression.objects.create(
                exercise=exercise, other=ExerciseFactory(), direction="harder", when="Soon."
            )
    assert (
        count_queries(staff, url(few, "change", few.pk))
        == count_queries(staff, url(many, "change", many.pk))
        <= 16
    )


def test_routine_and_condition_pages_take_the_same_queries_for_many_rules(staff: Client) -> None:
    small, large = RoutineFactory(), RoutineFactory()
    for routine, count in ((small, 2), (large, 8)):
        RoutineItemFactory.create_batch(count, routine=routine)
    assert count_queries(staff, url(small, "change", small.pk)) == count_queries(
        staff, url(large, "change", large.pk)
    )
    one = ContraindicationFactory(stress=StressTag.PRONE).condition
    two = ContraindicationFactory(stress=StressTag.PRONE).condition
    ContraindicationFactory(condition=one, stress="", exercise=ExerciseFactory())
    for tag in (StressTag.SUPINE, StressTag.IMPACT, StressTag.BALANCE):
        ContraindicationFactory(condition=two, stress=tag)
    for _ in range(3):
        ContraindicationFactory(condition=two, stress="", exercise=ExerciseFactory())
    assert count_queries(staff, url(one, "change", one.pk)) == count_queries(
        staff, url(two, "change", two.pk)
    )


@pytest.mark.parametrize(
    ("model", "words", "found"),
    [
        (Exercise, "rear-foot-elevated", "Couch stretch, wall"),
        (Condition, "labral", "Hip impingement or labral tear"),
        (Contraindication, "couch", "Couch stretch, wall"),
        (Routine, "leg", "Leg exercises"),
        (Programme, "alternating", "Alternating"),
        (Reference, "10.1519/JSC.0b013e31824f2351", "Moreside"),
        (Guide, "measuring", "Measuring"),
    ],
)
def test_search_finds(
    staff: Client, catalogue: None, model: type[models.Model], words: str, found: str
) -> None:
    response = staff.get(url(model, "changelist"), {"q": words})
    rows = response.context["cl"].result_list
    assert 0 < len(rows) < model.objects.count()
    assert found.lower() in response.content.decode().lower()
    assert not staff.get(url(model, "changelist"), {"q": "no such words"}).context["cl"].result_list


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ({"equipment": "dowel"}, {"dowel-assisted-seated-internal-rotation"}),
        ({"equipment": "bike"}, {"bike-warm-up"}),
        ({"stress": "flexion", "level__exact": "3", "aim__exact": "rotator-length"}, {"modified-lunge"}),
        ({"stretches": "spinal-erectors"}, {"edge-hang", "prone-reverse-hyper"}),
    ],
)
def test_filters_narrow_the_list(
    staff: Client, catalogue: None, query: dict[str, str], slugs: set[str]
) -> None:
    rows = staff.get(url(Exercise, "changelist"), query).context["cl"].result_list
    assert {row.slug for row in rows} == slugs


def test_an_unknown_filter_value_finds_nothing(staff: Client, catalogue: None) -> None:
    rows = staff.get(url(Exercise, "changelist"), {"stress": "%"}).context["cl"].result_list
    assert list(rows) == []


def test_saving_without_a_change_leaves_every_row_as_shipped(staff: Client, catalogue: None) -> None:
    for slug in ("couch-stretch-wall", "slideboard-reverse-hyper", "mini-band-walk"):
        save(staff, unpublish(slug))
        Exercise.objects.filter(slug=slug).update(status=Status.PUBLISHED)
    save(staff, Condition.objects.get(slug="labral-tear"))
    save(staff, Condition.objects.get(slug="hip-replacement-posterior"))
    save(staff, Routine.objects.get(slug="leg-exercises"))
    save(staff, Programme.objects.get(slug="beginner"))
    save(staff, Guide.objects.get(slug="measuring-it"))
    save(staff, Reference.objects.get(slug="godges-1989"))
    assert load_catalogue(folder=FOLDER).left_alone == ()


def test_the_page_says_whether_loading_will_touch_the_row(staff: Client, catalogue: None) -> None:
    row = unpublish("couch-stretch-wall")
    assert b"As shipped." in staff.get(url(row, "change", row.pk)).content
    save(staff, row, summary="Our own summary.")
    assert b"Shipped, and edited here since." in staff.get(url(row, "change", row.pk)).content
    own = ExerciseFactory()
    assert b"Made here." in staff.get(url(own, "change", own.pk)).content


def test_ticked_tags_are_saved(staff: Client) -> None:
    row = draft(equipment=(Equipment.WALL, Equipment.PAD), stress=(StressTag.PRONE,))
    html = staff.get(url(row, "change", row.pk)).content
    assert sorted(values_of(html, "exercise_form")["equipment"]) == ["pad", "wall"]
    save(staff, row, equipment=["band", "pad", "wall"], stress=[])
    row.refresh_from_db()
    assert row.equipment == (Equipment.WALL, Equipment.PAD, Equipment.BAND)
    assert row.stress == ()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("equipment", ["sofa"]),
        ("stress", ["any"]),
        ("aim", ["strength"]),
        ("level", ["4"]),
        ("reps_max", ["3"]),
    ],
)
def test_a_wrong_value_is_refused_beside_its_field(staff: Client, field: str, value: list[str]) -> None:
    row = draft()
    address = url(row, "change", row.pk)
    values = values_of(staff.get(address).content, "exercise_form")
    response = staff.post(address, {**values, field: value})
    assert response.status_code == 200
    assert response.context["errors"]
    before = Exercise.objects.get(pk=row.pk)
    assert (before.equipment, before.stress, before.aim) == (row.equipment, row.stress, row.aim)


def test_a_new_exercise_is_made_with_its_parts(staff: Client) -> None:
    source = ReferenceFactory()
    values = values_of(staff.get(url(Exercise, "add")).content, "exercise_form")
    values.update(
        name=["Wall slide"],
        slug=["wall-slide"],
        summary=["A slide."],
        aim=["control"],
        level=["1"],
        position=["standing"],
        equipment=["wall"],
        reps_min=["8"],
        reps_max=["10"],
        sources=[str(source.pk)],
    )
    values["steps-TOTAL_FORMS"] = ["2"]
    values.update(
        {
            "steps-0-text": ["Stand."],
            "steps-1-text": ["Slide."],
            "steps-0-position": [""],
            "steps-1-position": [""],
        }
    )
    response = staff.post(url(Exercise, "add"), values)
    assert response.status_code == 302, response.context["errors"]
    row = Exercise.objects.get(slug="wall-slide")
    assert [(step.position, step.text) for step in row.steps.all()] == [(1, "Stand."), (2, "Slide.")]
    assert list(row.sources.all()) == [source]


def test_slug_is_written_from_the_name_once_and_never_changed(staff: Client) -> None:
    assert b"data-prepopulated-fields" in staff.get(url(Exercise, "add")).content
    row = draft(slug="as-it-was")
    assert "slug" not in values_of(staff.get(url(row, "change", row.pk)).content, "exercise_form")
    save(staff, row, slug="another")
    row.refresh_from_db()
    assert row.slug == "as-it-was"


@pytest.fixture
def stepped(db: None) -> Exercise:
    exercise = draft()
    for position, text in enumerate("ABCD", start=1):
        StepFactory(exercise=exercise, position=position, text=text)
    return exercise


@pytest.mark.parametrize(
    ("changes", "order"),
    [
        ({"steps-0-position": "2", "steps-1-position": "1"}, "BACD"),
        ({f"steps-{n}-position": str(4 - n) for n in range(4)}, "DCBA"),
        ({"steps-3-position": "1"}, "DABC"),
        ({"steps-0-position": "3"}, "BCAD"),
        ({"steps-0-position": ""}, "BCDA"),
        ({"steps-0-position": "900"}, "BCDA"),
        ({"steps-1-DELETE": "on"}, "ACD"),
        ({"steps-0-DELETE": "on", "steps-3-position": "2"}, "DBC"),
        ({"steps-TOTAL_FORMS": "5", "steps-4-text": "E", "steps-4-position": "2"}, "AEBCD"),
        ({"steps-TOTAL_FORMS": "5", "steps-4-text": "E", "steps-4-position": ""}, "ABCDE"),
    ],
)
def test_steps_change_places(staff: Client, stepped: Exercise, changes: dict[str, str], order: str) -> None:
    save(staff, stepped, **changes)
    steps = [(step.position, step.text) for step in stepped.steps.all()]
    assert steps == list(enumerate(order, start=1))


def test_exercises_of_a_routine_change_places_and_keep_their_dose(staff: Client) -> None:
    first, second = RoutineItemFactory(position=1, sets=3), None
    second = RoutineItemFactory(routine=first.routine, position=2, sets=5)
    save(staff, first.routine, **{"items-0-position": "2", "items-1-position": "1"})
    assert list(first.routine.items.values_list("pk", "position", "sets")) == [
        (second.pk, 1, 5),
        (first.pk, 2, 3),
    ]


def test_a_ladder_that_leads_one_way_is_pointed_out(staff: Client, catalogue: None) -> None:
    row = unpublish("couch-stretch-wall")
    Progression.objects.filter(exercise__slug="strap-quad-stretch", other=row).delete()
    address = url(row, "change", row.pk)
    values = values_of(staff.get(address).content, "exercise_form")
    with zeal_ignore([{"model": "*", "field": "get()"}]):
        said = [str(one) for one in staff.post(address, values, follow=True).context["messages"]]
    assert [one for one in said if "does not lead back" in one] == [
        "Strap quad stretch is on this ladder, but does not lead back here. Add this exercise to its ladder."
    ]


def test_a_rule_of_a_condition_names_a_tag_and_each_tag_once(staff: Client) -> None:
    rule = ContraindicationFactory(stress=StressTag.KNEELING)
    address = url(rule.condition, "change", rule.condition_id)
    values = values_of(staff.get(address).content, "condition_form")
    assert "rules-0-exercise" not in values
    response = staff.post(address, {**values, "rules-0-stress": ""})
    assert response.status_code == 200
    assert response.context["errors"]
    again = {
        "rules-TOTAL_FORMS": "2",
        "rules-1-stress": str(StressTag.KNEELING),
        "rules-1-verdict": "avoid",
        "rules-1-advice": "Leave it out.",
        "rules-1-source": str(rule.source_id),
    }
    with zeal_ignore([{"model": "*", "field": "get()"}]):
        response = staff.post(address, {**values, **again})
    assert "has a rule for this stress tag already" in response.content.decode()
    assert rule.condition.rules.count() == 1


@pytest.mark.parametrize("steps", [1, 2])
def test_no_question_is_asked_after_itself(staff: Client, steps: int) -> None:
    first = last = ConditionFactory()
    for _ in range(steps):
        last = ConditionFactory(follows=last)
    address = url(first, "change", first.pk)
    values = values_of(staff.get(address).content, "condition_form")
    response = staff.post(address, {**values, "follows": str(last.pk)})
    assert "It leads back to this condition: nobody would be asked." in response.content.decode()
    first.refresh_from_db()
    assert first.follows is None


@pytest.mark.parametrize("of_exercise", [True, False])
def test_a_condition_with_rules_does_not_become_a_red_flag(staff: Client, of_exercise: bool) -> None:
    about: dict[str, Any] = {"stress": "", "exercise": ExerciseFactory()} if of_exercise else {}
    condition = ContraindicationFactory(**about).condition
    address = url(condition, "change", condition.pk)
    values = values_of(staff.get(address).content, "condition_form")
    with zeal_ignore([{"model": "*", "field": "get()"}]):
        response = staff.post(address, {**values, "kind": "red-flag", "action": "See a doctor today."})
    assert "stops every exercise as it is" in response.content.decode()
    condition.refresh_from_db()
    assert not condition.is_red_flag


@pytest.mark.parametrize(
    ("model", "changes", "problem"),
    [
        (Routine, {"items-0-DELETE": "on"}, "A routine holds at least one exercise."),
        (Programme, {"tracks-0-DELETE": "on"}, "A programme holds at least one routine."),
        (Programme, {"tracks-0-times_min": ""}, "each routine says how often, at least."),
    ],
)
def test_a_plan_that_no_file_could_hold_is_refused(
    staff: Client, model: type[models.Model], changes: dict[str, str], problem: str
) -> None:
    item = RoutineItemFactory()
    ProgrammeTrackFactory(routine=item.routine, times_min=2)
    row = model._default_manager.get()
    address = url(row, "change", row.pk)
    values = values_of(staff.get(address).content, f"{model._meta.model_name}_form")
    with zeal_ignore([{"model": "*", "field": "get()"}]):
        response = staff.post(address, {**values, **changes})
    assert problem in response.content.decode()


def test_rules_of_exercises_are_not_changed_or_lost_with_their_condition(staff: Client) -> None:
    rule = ContraindicationFactory(stress="", exercise=ExerciseFactory())
    save(staff, rule.condition, name="Renamed")
    rule.refresh_from_db()
    assert rule.condition.name == "Renamed"
    page = staff.get(url(rule.condition, "delete", rule.condition_id))
    assert "1 rule of an exercise" in page.content.decode()
    staff.post(url(rule.condition, "delete", rule.condition_id), {"post": "yes"})
    assert Condition.objects.filter(pk=rule.condition_id).exists()


def test_the_admin_has_the_sites_icon(staff: Client) -> None:
    page = BeautifulSoup(staff.get(url(Exercise, "changelist")).content, "html.parser")
    assert page.select_one("link[rel=icon]")["href"] == "/static/img/favicon.svg"


def test_a_logged_exercise_is_not_deleted(staff: Client) -> None:
    exercise = ExerciseFactory()
    session = SessionFactory(notes="a private word")
    SetFactory.create_batch(3, session=session, exercise=exercise)
    for response in (
        staff.get(url(exercise, "delete", exercise.pk)),
        staff.post(url(exercise, "delete", exercise.pk), {"post": "yes"}),
    ):
        assert response.status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [exercise.pk], "post": "yes"}
    staff.post(url(Exercise, "changelist"), chosen, follow=True)
    assert Exercise.objects.filter(pk=exercise.pk).exists()


def test_what_stands_in_the_way_is_counted_and_not_named(staff: Client) -> None:
    """A draft has no logs through the site; should there be any, its page says how many, and no more."""
    exercise = draft()
    session = SessionFactory(notes="a private word")
    SetFactory.create_batch(3, session=session, exercise=exercise)
    page = staff.get(url(exercise, "delete", exercise.pk)).content.decode()
    assert "3 sets" in page
    assert "private" not in page
    staff.post(url(exercise, "delete", exercise.pk), {"post": "yes"})
    assert Exercise.objects.filter(pk=exercise.pk).exists()


def test_what_others_rest_on_is_not_deleted(staff: Client) -> None:
    named = ReferenceFactory()
    ExerciseFactory().sources.add(named)
    step = draft()
    Progression.objects.create(exercise=ExerciseFactory(), other=step, direction="harder", when="Soon.")
    for row in (RoutineItemFactory(exercise=draft()).exercise, ContraindicationFactory().source, named, step):
        response = staff.get(url(row, "delete", row.pk))
        assert response.status_code == 200
        assert response.context["protected"]
        staff.post(url(row, "delete", row.pk), {"post": "yes"})
        assert type(row)._default_manager.filter(pk=row.pk).exists()


def test_a_draft_is_deleted_with_its_parts(staff: Client) -> None:
    exercise = StepFactory(exercise=draft()).exercise
    ContraindicationFactory(stress="", exercise=exercise)
    Progression.objects.create(exercise=exercise, other=ExerciseFactory(), direction="harder", when="Soon.")
    assert staff.post(url(exercise, "delete", exercise.pk), {"post": "yes"}).status_code == 302
    assert not Exercise.objects.filter(pk=exercise.pk).exists()


def test_people_without_rights_are_sent_to_sign_in(client: Client, signed_in: Client) -> None:
    assert signed_in.get(url(Exercise, "changelist")).status_code == 302
    assert Client().get(url(Exercise, "changelist")).status_code == 302


def test_autocomplete_answers(staff: Client, catalogue: None) -> None:
    address = reverse("admin:autocomplete")
    query = {"app_label": "exercises", "model_name": "progression", "field_name": "other", "term": "couch"}
    found = [one["text"] for one in staff.get(address, query).json()["results"]]
    assert "Couch stretch, wall" in found
