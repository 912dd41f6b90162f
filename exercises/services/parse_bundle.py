"""Reading the documents of a bundle, with the line of everything that is refused."""

from __future__ import annotations

import re

import yaml
from django.utils.translation import gettext as _

from exercises.domain.decoding import DocumentError, FieldProblem
from exercises.domain.document import DOCUMENT_TYPES, Document
from exercises.services.check_catalogue import Catalogue
from exercises.services.read_bundle import KINDS, Bundle, ImportProblem
from exercises.services.read_catalogue import SafeLoader, StrictLoader, parse_document

MAX_DEPTH = 12
"""How deep a file may be nested; no document is deeper than six."""

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
    """Return the problems of one file with the lines that they stand in."""
    return [ImportProblem(file, reason, field, line_of(content, field)) for field, reason in problems]


def line_of(content: bytes, field: str) -> int | None:
    """Return the line of a field (`steps[2]`, `dosage.reps`), or of what is nearest to it in the file.

    Without a field it is the line of what cannot be read; None where that is the file as a whole.
    """
    try:
        text = content.decode("utf-8")
        loader = StrictLoader(text)
    except UnicodeDecodeError:
        return None
    except yaml.reader.ReaderError as error:
        return text.count("\n", 0, error.position) + 1
    try:
        node = loader.get_single_node()
        if node is not None and not field:
            loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        return error.problem_mark.line + 1 if error.problem_mark else None
    except yaml.reader.ReaderError as error:
        return text.count("\n", 0, error.position) + 1
    finally:
        loader.dispose()
    return None if node is None else _line_below(node, STEP.findall(field))


def _line_below(node: yaml.Node, steps: list[str]) -> int:
    line = _line(node)
    for step in steps:
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
