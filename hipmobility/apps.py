"""The wiring's own app: it carries the templates and static files that belong to no single app."""

from __future__ import annotations

from importlib import import_module

from allauth.usersessions.apps import UserSessionsConfig
from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate, pre_migrate


class WiringConfig(AppConfig):
    name = "hipmobility"

    def ready(self) -> None:
        """Have Django make our checks, which register themselves, and look after the stamps' triggers."""
        import_module("hipmobility.checks")
        stamping = import_module("hipmobility.stamping")
        # Sent for apps with models of their own alone, and for each once all tables are there.
        catalogue = apps.get_app_config("exercises")
        pre_migrate.connect(stamping.rest_triggers, sender=catalogue)
        post_migrate.connect(stamping.install_triggers, sender=catalogue)


class SignInsConfig(UserSessionsConfig):
    """allauth's table of sign-ins, without its own way to fill it: that reads every session of a person."""

    def ready(self) -> None:
        """`tracker.auth` and the views write the rows down."""
