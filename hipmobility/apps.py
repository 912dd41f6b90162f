"""The wiring's own app: it carries the templates and static files that belong to no single app."""

from __future__ import annotations

from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "hipmobility"
