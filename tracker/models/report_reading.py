"""What the report says beside its figures, gathered in the one query that reads the person.

The page has few queries to spend, and the plan, the pauses, the other tests and what was left out are a
handful of rows each: they come along as JSON lists. Days are text in these, and their order says nothing.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONArray

from exercises.models.aggregates import GatheredJSON
from tracker.models.measurement import SelfTest
from tracker.models.plan import Enrolment, PlanChange
from tracker.models.prescription import PrescribedExercise


def report_parts(since: date, *, pauses_since: date) -> dict[str, Any]:
    """Return expressions for a query of users, each person's own rows from the day `since` on.

    - report_plans: [name of the programme or null, name of the daily routine or null, from, until or null].
    - report_pauses, from `pauses_since` on: [first day, last day or null].
    - report_tests: [kind, day, left, right, value, activity].
    - report_left_out: [day, name, name of what was done instead or null, cause].
    """
    of_person = Q(athlete=OuterRef("pk"))
    plans = Enrolment.objects.filter(of_person, Q(ended_on=None) | Q(ended_on__gte=since))
    pauses = PlanChange.objects.pauses().filter(of_person, Q(last_day=None) | Q(last_day__gte=pauses_since))
    tests = SelfTest.objects.kept().filter(of_person, taken_on__gte=since)
    # Through the sessions, whose index bounds the days: of ten years a few months are read.
    left_out = PrescribedExercise.objects.filter(
        session__athlete=OuterRef("pk"),
        session__day__gte=since,
        session__deleted_at=None,
        instead_of__isnull=False,
    )
    return {
        "report_plans": _gathered(plans, "programme__name", "routine__name", "started_on", "ended_on"),
        "report_pauses": _gathered(pauses, "first_day", "last_day"),
        "report_tests": _gathered(tests, "kind", "taken_on", "left", "right", "value", "activity"),
        "report_left_out": _gathered(left_out, "session__day", "instead_of__name", "exercise__name", "cause"),
    }


def _gathered(rows: QuerySet[Any], *columns: str) -> Subquery:
    """Return the columns of all rows as one list of lists; NULL where there are none."""
    lists = rows.order_by().values("athlete").annotate(gathered=GatheredJSON(JSONArray(*columns)))
    return Subquery(lists.values("gathered"))
