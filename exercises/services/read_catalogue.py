"""Reading a folder of catalogue files: one YAML file a document, its name the slug, a folder a kind."""

from __future__ import annotations

import re
from collections.abc import Hashable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from exercises.domain.decoding import DocumentError, FieldProblem, decode
from exercises.domain.document import DOCUMENT_TYPES, Document
from exercises.services.check_catalogue import (
    Catalogue,
    CatalogueError,
    CatalogueProblem,
    check_catalogue,
    file_of,
)

if TYPE_CHECKING:
    SafeLoader = yaml.SafeLoader
else:
    # The C loader is some ten times as fast, and not everywhere built.
    SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
MAX_SLUG = 80

MAX_NUMBER = 100
"""How long a number may be written: YAML 1.1 counts `1:2:3` to the base of 60, which gets slow."""

NUMBERS = frozenset({"tag:yaml.org,2002:int", "tag:yaml.org,2002:float"})


class StrictLoader(SafeLoader):
    """Refuses a key that stands twice, of which YAML would keep the last one in silence."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen = set()
        for key, _value in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    problem = f"{key.value} stands twice"
                    raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
                seen.add(key.value)
        return super().construct_mapping(node, deep=deep)

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        if node.tag in NUMBERS and len(node.value) > MAX_NUMBER:
            problem = f"cannot be read: a number is written with {MAX_NUMBER} characters at most"
            raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark)
        try:
            return super().construct_object(node, deep=deep)
        except (ValueError, ArithmeticError, LookupError, AttributeError) as error:
            # What looks like a date or a number but is none, or has a tag that does not fit.
            problem = f"cannot be read: {error}"
            raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark) from None


def read_catalogue(*, folder: Path) -> Catalogue:
    """Return every document of a folder tree, or raise CatalogueError with all that is wrong in it."""
    if not folder.is_dir():
        raise CatalogueError([CatalogueProblem(str(folder), "", "is not a folder")])
    problems = _strays(folder)
    catalogue: Catalogue = {}
    known = {}
    for kind in DOCUMENT_TYPES:
        paths = {path.stem: path for path in sorted((folder / kind.folder).glob("*.yaml"))}
        documents = catalogue[kind] = {}
        known[kind] = paths.keys()
        for slug, path in paths.items():
            try:
                documents[slug] = read_document(kind=kind, path=path)
            except DocumentError as error:
                problems += [CatalogueProblem(file_of(kind, slug), *one) for one in error.problems]
    problems += check_catalogue(catalogue=catalogue, known=known)
    if problems:
        raise CatalogueError(problems)
    return catalogue


def read_document(*, kind: type[Document], path: Path) -> Document:
    """Return the document that one file holds, or raise DocumentError."""
    return parse_document(kind=kind, slug=path.stem, content=path.read_bytes())


def parse_document(*, kind: type[Document], slug: str, content: bytes) -> Document:
    """Return the document that stands in a file's content, or raise DocumentError."""
    if not SLUG.fullmatch(slug) or len(slug) > MAX_SLUG:
        reason = f"the file's name must be lower-case words joined by hyphens, at most {MAX_SLUG} characters"
        raise DocumentError(FieldProblem("", reason))
    try:
        # A SafeLoader: it makes plain values alone.
        data = yaml.load(content.decode("utf-8"), Loader=StrictLoader)  # noqa: S506  # nosec
    except UnicodeDecodeError:
        raise DocumentError(FieldProblem("", "is not UTF-8 text")) from None
    except yaml.YAMLError as error:
        raise DocumentError(FieldProblem("", f"is not good YAML: {_in_one_line(error)}")) from None
    except RecursionError as error:
        # A mapping inside itself.
        raise DocumentError(FieldProblem("", f"cannot be read: {error}")) from None
    return decode(kind, data)


def _strays(folder: Path) -> list[CatalogueProblem]:
    """Return what lies in the folder and would never be read: a misspelt name must not go unnoticed."""
    kinds = {kind.folder for kind in DOCUMENT_TYPES}
    problems = []
    for path in sorted(folder.glob("[!.]*")):
        if path.name not in kinds:
            reason = f"is none of the folders {', '.join(sorted(kinds))}"
            problems.append(CatalogueProblem(path.name, "", reason))
            continue
        problems += [
            CatalogueProblem(f"{path.name}/{one.name}", "", "is not a .yaml file")
            for one in sorted(path.glob("[!.]*"))
            if one.suffix != ".yaml" or not one.is_file()
        ]
    return problems


def _in_one_line(error: yaml.YAMLError) -> str:
    """Return what the parser found and where, without the lines that it quotes."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        return f"line {error.problem_mark.line + 1}: {error.problem or error.context}"
    return " ".join(str(error).split())
