"""`manage.py export_catalogue PATH`: write the catalogue, or some of it, into a folder or a .zip."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.services.export_catalogue import export_catalogue, write_folder, zipped
from exercises.services.read_bundle import KINDS


class Command(BaseCommand):
    help = "Export the catalogue in the format in which it is shipped and imported."

    def add_arguments(self, parser: ArgumentParser) -> None:
        where = _("a .zip, or a folder that is empty or not there yet")
        parser.add_argument("path", type=Path, help=where)
        parser.add_argument("--kind", action="append", choices=sorted(KINDS), help=_("only this kind"))
        parser.add_argument("--slug", action="append", help=_("only what has this slug"))

    def handle(
        self, *args: Any, path: Path, kind: list[str] | None, slug: list[str] | None, **options: Any
    ) -> None:
        is_zip = path.suffix == ".zip"
        if not is_zip and path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise CommandError(_("%s is there already and is not an empty folder.") % path)
        kinds = [KINDS[one] for one in kind or KINDS]
        export = export_catalogue(kinds=kinds, slugs=slug)
        for problem in export.left_out:
            self.stderr.write(_("Left out, it could not be read again: %s") % problem)
        found = {Path(file).stem for file in (*export.files, *(one.file for one in export.left_out))}
        unknown = sorted(set(slug or ()) - found)
        if unknown:
            raise CommandError(_("There is nothing with the slug %s.") % ", ".join(unknown))
        if is_zip:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(zipped(export))
        else:
            write_folder(export=export, folder=path)
        count = len(export.files)
        self.stdout.write(ngettext("%d file exported.", "%d files exported.", count) % count)
