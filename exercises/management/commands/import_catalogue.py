"""`manage.py import_catalogue PATH`: show what an import would change; with `--apply`, do it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.services.import_catalogue import ImportRefusedError, import_catalogue
from exercises.services.import_plan import ImportPlan
from exercises.services.plan_import import plan_import
from exercises.services.read_bundle import BundleError, ImportProblem, read_path
from exercises.services.staff_rules import NotReadyError


class Command(BaseCommand):
    help = "Show what importing catalogue files would change. With --apply and --by, import them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help=_("a folder or a .zip"))
        parser.add_argument("--apply", action="store_true", help=_("import what the preview shows"))
        parser.add_argument("--by", metavar="EMAIL", default="", help=_("whose import it is"))
        parser.add_argument("--why", default="", help=_("kept with every version"))

    def handle(self, *args: Any, path: Path, apply: bool, by: str, why: str, **options: Any) -> None:
        if apply and not by:
            raise CommandError(_("Say whose import it is: --by EMAIL."))
        person = _account(by) if by else None
        try:
            bundle = read_path(path)
            plan = plan_import(bundle=bundle, by=person)
        except BundleError as error:
            raise self._refusal(error.problems) from None
        self._show(plan)
        if plan.problems:
            raise self._refusal(plan.problems)
        if not apply or person is None:
            self.stdout.write(_("Nothing was written. Add --apply and --by EMAIL to import this."))
            return
        try:
            import_catalogue(bundle=bundle, by=person, reason=why, token=plan.token, now=timezone.now())
        except (ImportRefusedError, NotReadyError) as error:
            raise CommandError(_("Nothing was imported. %s") % error) from None
        self.stdout.write(_("Imported. Exercises wait as drafts for their review."))

    def _show(self, plan: ImportPlan) -> None:
        for entry in plan.new:
            self.stdout.write(f"{entry.file}: {_('new')}")
        for entry in plan.changed:
            self.stdout.write(f"{entry.file}: {_('changed')}")
            for change in entry.changes:
                self.stdout.write(f"  {change.field}: {change.before!r} → {change.after!r}")
        counts = _("%(new)d new, %(changed)d changed, %(unchanged)d unchanged.")
        self.stdout.write(
            counts % {"new": len(plan.new), "changed": len(plan.changed), "unchanged": len(plan.unchanged)}
        )

    def _refusal(self, problems: tuple[ImportProblem, ...]) -> CommandError:
        for problem in problems:
            self.stderr.write(str(problem))
        count = len(problems)
        message = ngettext("%d problem; nothing was imported.", "%d problems; nothing was imported.", count)
        return CommandError(message % count)


def _account(email: str) -> User:
    found = list(User.objects.filter(email__iexact=email, is_active=True, is_staff=True)[:2])
    if len(found) != 1:
        raise CommandError(_("There is no account of staff with the address %s.") % email)
    return found[0]
