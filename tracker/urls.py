"""URLs of a person's own training; all but the calendar feed need an account."""

from __future__ import annotations

from django.urls import path

from tracker.views import (
    calendar,
    demo,
    hold,
    morning,
    plan,
    progress,
    session_changes,
    session_play,
    session_reading,
    session_start,
    session_sync,
    settings,
    today,
    today_actions,
)

app_name = "tracker"

urlpatterns = [
    path("today/", today.today, name="today"),
    path("today/put-off/", today_actions.today_put_off, name="today-put-off"),
    path("today/skip/", today_actions.today_skip, name="today-skip"),
    path("today/swap/", today_actions.today_swap, name="today-swap"),
    path("today/restore/", today_actions.today_restore, name="today-restore"),
    path("today/hold/", hold.today_hold, name="today-hold"),
    path("plan/", plan.plan, name="plan"),
    path("plan/enrol/", plan.plan_enrol, name="plan-enrol"),
    path("plan/leave/", plan.plan_leave, name="plan-leave"),
    path("plan/pause/", plan.plan_pause, name="plan-pause"),
    path("plan/resume/", plan.plan_resume, name="plan-resume"),
    path("plan/daily/", plan.plan_daily, name="plan-daily"),
    path("plan/daily/stop/", plan.plan_daily_stop, name="plan-daily-stop"),
    path("sessions/", session_reading.session_list, name="session-list"),
    path("sessions/new/", session_changes.session_create, name="session-create"),
    path("sessions/done/", today_actions.session_done, name="session-done"),
    path("sessions/start/", session_start.session_start, name="session-start"),
    path("sessions/sync/", session_sync.session_sync, name="session-sync"),
    path("sessions/deleted/", session_reading.session_deleted_list, name="session-deleted-list"),
    path("sessions/<uuid:pk>/", session_reading.session_detail, name="session-detail"),
    path("sessions/<uuid:pk>/why/", session_reading.session_why, name="session-why"),
    path("sessions/<uuid:pk>/edit/", session_changes.session_edit, name="session-edit"),
    path("sessions/<uuid:pk>/play/", session_play.session_play, name="session-play"),
    path("sessions/<uuid:pk>/morning/", morning.session_morning, name="session-morning"),
    path("sessions/<uuid:pk>/repeat/", session_changes.session_repeat, name="session-repeat"),
    path("sessions/<uuid:pk>/delete/", session_changes.session_delete, name="session-delete"),
    path("sessions/<uuid:pk>/restore/", session_changes.session_restore, name="session-restore"),
    path("progress/", progress.progress, name="progress"),
    path("progress/exercises/<slug:slug>/", progress.exercise_progress, name="exercise-progress"),
    path("settings/", settings.settings_edit, name="settings"),
    path("settings/calendar/", calendar.settings_calendar, name="settings-calendar"),
    path("calendar/<str:token>.ics", calendar.calendar_feed, name="calendar-feed"),
    path("demo/", demo.demo_start, name="demo"),
    path("demo/keep/", demo.demo_keep, name="demo-keep"),
]
