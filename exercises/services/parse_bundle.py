"""Reading the documents of a bundle, with the line of everything that is refused."""

from __future__ import annotations

import re

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exercises.domain.decoding import DocumentError, FieldProblem
from exercises.domain.document import DOCUMENT_TYPES, Document
from exercises.services.check_catalogue import Catalogue
from exercises.services.read_bundle import KINDS, Bundle, ImportProblem
from exercises.services.read_catalogue import SafeLoader, StrictLoader, parse_document

MAX_DEPTH = 12
"""How deep a file may be nested; no document is deeper than six."""

MOST_PROBLEMS = 50
"""How many problems of one file are named."""

STEP = re.compile(r"[^.\[\]]+|\[\d+\]")


def parse_bundle(bundle: Bundle) -> tuple[Catalogue, list[ImportProblem]]:
    """Return all documents that can be read, by kind and slug, and what is wrong with the others."""
    catalogue: Catalogue = {kind: {} for kind in DOCUMENT_TYPES}
    problems: list[ImportProblem] = []
    for file, content in sorted(bundle.items()):
        kind, slug = kind_and_slug(file)
        trick = _trick(content)
        if trick is not None:
            line, reason = trick
            problems.append(ImportProblem(file, reason, line=line))
            continue
        try:
            catalogue[kind][slug] = parse_document(kind=kind, slug=slug, content=content)
        except DocumentError as error:
            problems += located(file, content, error.problems)
    return catalogue, problems


def kind_and_slug(file: str) -> tuple[type[Document], str]:
    """Return what a file of a bundle describes."""
    folder, name = file.split("/")
    return KINDS[folder], name.removesuffix(".yaml")


def located(file: str, content: bytes, problems: tuple[FieldProblem, ...]) -> list[ImportProblem]:
    """Return the problems of one file with the lines that they stand in; the last one counts the rest."""
    node, broken_at = _read(content)
    found = []
    for field, reason in problems[:MOST_PROBLEMS]:
        # What cannot be read has no field: it is where reading stopped.
        is_broken = node is None or (not field and broken_at is not None)
        line = broken_at if is_broken or node is None else _line_below(node, field)
        found.append(ImportProblem(file, reason, field, line))
    more = len(problems) - len(found)
    if more:
        # Problems are shown in the order of their lines, and this one comes after those of its file.
        last = max(one.line or 0 for one in found)
        found.append(ImportProblem(file, ngettext("and %d more", "and %d more", more) % more, line=last))
    return found


def _read(content: bytes) -> tuple[yaml.Node | None, int | None]:
    """Return what stands in a file, and the line at which it cannot be read further, where there is one."""
    try:
        text = content.decode("utf-8")
        loader = StrictLoader(text)
    except UnicodeDecodeError:
        return None, None
    except yaml.reader.ReaderError as error:
        return None, text.count("\n", 0, error.position) + 1
    node = None
    try:
        node = loader.get_single_node()
        if node is not None:
            loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        return node, error.problem_mark.line + 1 if error.problem_mark else None
    except yaml.reader.ReaderError as error:
        return node, text.count("\n", 0, error.position) + 1
    finally:
        loader.dispose()
    return node, None


def _line_below(node: yaml.Node, field: str) -> int:
    """Return the line of a field (`steps[2]`, `dosage.reps`), or of what is nearest to it in the file."""
    line = _line(node)
    for step in STEP.findall(field):
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == step]
            if not found:
                break
            key, node = found[0]
            line = _line(key)
        elif isinstance(node, yaml.SequenceNode) and step.startswith("["):
            place = int(step[1:-1])
            if place >= len(node.value):
                break
            node = node.value[place]
            line = _line(node)
    return line


def _line(node: yaml.Node | yaml.Event) -> int:
    return node.start_mark.line + 1 if node.start_mark else 1


def _trick(content: bytes) -> tuple[int, str] | None:
    """Return the line and the reason where a file is made to cost more than it holds, else None.

    An alias makes much out of little; deep nesting brings readers down. Both are found event by event, before
    anything is built of them.
    """
    depth = 0
    try:
        for event in yaml.parse(content.decode("utf-8"), Loader=SafeLoader):
            if getattr(event, "anchor", None):
                return _line(event), _("uses an anchor or an alias, which is not read here")
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > MAX_DEPTH:
                    return _line(event), _("is nested too deeply")
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except (UnicodeDecodeError, yaml.YAMLError):
        # Reading it stops at the same place, and says what is wrong.
        return None
    return None
