"""`manage.py clear_demos`: remove demo people whose time is over; for a timer, and at every start."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import ngettext

from tracker.services.clear_demos import clear_demos


class Command(BaseCommand):
    help = "Remove demo people whose day is over, with all that is theirs."

    def handle(self, *args: Any, **options: Any) -> None:
        count = clear_demos(now=timezone.now())
        if count:
            text = ngettext("%s demo person removed.", "%s demo people removed.", count)
            self.stdout.write(text % count)
