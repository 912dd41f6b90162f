"""`manage.py housekeeping`: remove what has expired; for a timer, and at every start."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from hipmobility.housekeeping import keep_house


class Command(BaseCommand):
    help = "Remove what has expired: sign-ins, demo people, uploads, links to reports, counts of attempts."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, count in keep_house(now=timezone.now()):
            self.stdout.write(_("Removed: %(count)s %(what)s.") % {"count": count, "what": _(name)})
