"""`manage.py load_catalogue`: bring the database up to the shipped catalogue."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.services.check_catalogue import CatalogueError
from exercises.services.load_catalogue import load_catalogue


def shipped_folder() -> Path:
    """Return where the catalogue's files lie that come with the site."""
    return Path(apps.get_app_config("exercises").path) / "catalogue"


class Command(BaseCommand):
    help = "Load the catalogue's files; rows that staff have edited since are left alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = _("where the files lie (default: those shipped)")
        parser.add_argument("--folder", type=Path, default=shipped_folder(), help=what)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            report = load_catalogue(folder=folder)
        except CatalogueError as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            count = len(error.problems)
            raise CommandError(
                ngettext("%d problem; nothing was loaded.", "%d problems; nothing was loaded.", count) % count
            ) from None
        counts = _("%(created)d created, %(updated)d updated, %(unchanged)d unchanged, %(left)d left alone.")
        self.stdout.write(
            counts
            % {
                "created": report.created,
                "updated": report.updated,
                "unchanged": report.unchanged,
                "left": len(report.left_alone),
            }
        )
        for file in report.left_alone:
            self.stdout.write(_("Left alone, edited by staff: %s") % file)
        for file in report.held_back:
            self.stdout.write(_("Not made again, deleted by staff or naming what is: %s") % file)
        for file in report.gone:
            self.stdout.write(_("No longer shipped, kept: %s") % file)
