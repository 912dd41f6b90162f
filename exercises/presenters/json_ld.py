"""An exercise in schema.org's words, for search engines and other machines.

Terms: https://schema.org/ExercisePlan and https://schema.org/HowTo.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

from exercises.domain.dosage import Dosage, Range, total_seconds
from exercises.models import Exercise
from exercises.presenters.dosage import dose_words, frequency_words, time_words
from exercises.presenters.text import label_of


def exercise_json_ld(exercise: Exercise, url: str) -> dict[str, Any]:
    """Return the exercise as JSON-LD; `url` is the absolute address of its page."""
    data = {
        "@context": "https://schema.org",
        "@type": ["ExercisePlan", "HowTo"],
        "@id": url,
        "url": url,
        "name": exercise.name,
        "alternateName": list(exercise.synonym_list),
        "description": exercise.summary,
        "inLanguage": get_language(),
        "dateModified": exercise.updated_at.isoformat(),
        "isAccessibleForFree": True,
        "exerciseType": label_of(exercise.aim),
        "tool": [{"@type": "HowToTool", "name": label_of(one)} for one in exercise.equipment],
        "step": [
            {"@type": "HowToStep", "position": place, "text": step.text}
            for place, step in enumerate(exercise.steps.all(), start=1)
        ],
        "citation": [source.link for source in exercise.sources.all() if source.link],
        **_dose(exercise.dosage),
    }
    return {key: value for key, value in data.items() if value not in (None, "", [])}


def _dose(dosage: Dosage) -> dict[str, Any]:
    return {
        "workload": dose_words(dosage),
        "repetitions": _span(dosage.reps),
        "activityDuration": _duration(dosage.hold_s),
        "activityFrequency": frequency_words(dosage.days_a_week),
        "restPeriods": time_words(Range(dosage.rest_s, dosage.rest_s)) if dosage.rest_s else None,
        "totalTime": f"PT{total_seconds(dosage)}S",
    }


def _span(span: Range | None) -> int | dict[str, Any] | None:
    if span is None or span.low == span.high:
        return span and span.low
    return {"@type": "QuantitativeValue", "minValue": span.low, "maxValue": span.high}


def _duration(seconds: Range | None) -> str | dict[str, Any] | None:
    if seconds is None:
        return None
    if seconds.low == seconds.high:
        return f"PT{seconds.low}S"
    return {
        "@type": "QuantitativeValue",
        "minValue": seconds.low,
        "maxValue": seconds.high,
        "unitCode": "SEC",
        "unitText": "s",
    }
