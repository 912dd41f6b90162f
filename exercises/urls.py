"""URLs of the catalogue, open to everyone, and of the screening, for the signed-in."""

from __future__ import annotations

from django.urls import path

from exercises.views import conditions, exercises, guides, landing, programmes, routines, screening

app_name = "exercises"

urlpatterns = [
    path("", landing.landing, name="landing"),
    path("exercises/", exercises.exercise_list, name="exercise-list"),
    path("exercises/<slug:slug>/", exercises.exercise_detail, name="exercise-detail"),
    path("routines/", routines.routine_list, name="routine-list"),
    path("routines/<slug:slug>/", routines.routine_detail, name="routine-detail"),
    path("programmes/", programmes.programme_list, name="programme-list"),
    path("programmes/<slug:slug>/", programmes.programme_detail, name="programme-detail"),
    path("guide/", guides.guide_list, name="guide-list"),
    path("guide/<slug:slug>/", guides.guide_detail, name="guide-detail"),
    path("before-you-start/", conditions.condition_list, name="before-you-start"),
    path("screening/", screening.screening, name="screening"),
    path("screening/result/", screening.screening_result, name="screening-result"),
    path("screening/stop/", screening.screening_stop, name="screening-stop"),
    path("references/", guides.reference_list, name="reference-list"),
]
