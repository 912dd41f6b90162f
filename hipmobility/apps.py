"""The wiring's own app: it carries the templates and static files that belong to no single app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "hipmobility"

    def ready(self) -> None:
        """Have Django make our checks; they register themselves."""
        import_module("hipmobility.checks")
