"""What an import may not do: name what is nowhere, write over a draft, or do what the person may not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from exercises.domain.decoding import FieldProblem
from exercises.domain.document import ConditionDocument, Document, ExerciseDocument
from exercises.domain.vocabulary import ConditionKind, Status
from exercises.models import Condition, Exercise
from exercises.services.apply_document import problems_of
from exercises.services.check_catalogue import Catalogue, file_of, links_of
from exercises.services.import_plan import Action, PlannedEntry
from exercises.services.parse_bundle import kind_and_slug, located
from exercises.services.read_bundle import Bundle, ImportProblem
from exercises.services.record_version import display_name
from exercises.services.staff_rules import REVIEW_SAFETY, SUBMIT
from exercises.services.write_document import MODELS


def problems_in(
    *, writes: Iterable[PlannedEntry], catalogue: Catalogue, bundle: Bundle
) -> list[ImportProblem]:
    """Return what is refused of the entries that would be written, in few queries however many they are."""
    slugs = _known_slugs(bundle)
    red_flags, follows = _conditions(catalogue)
    problems: list[ImportProblem] = []
    for one in writes:
        problems += (ImportProblem(one.file, reason) for reason in _draft_problems(one))
        found = [*problems_of(one.document), *_link_problems(one, slugs)]
        if isinstance(one.document, ExerciseDocument):
            found += _exercise_problems(one.slug, one.document, red_flags)
        elif isinstance(one.document, ConditionDocument) and _goes_in_circles(one.slug, follows):
            found.append(FieldProblem("follows", _("leads back to this condition: nobody would be asked")))
        if found:
            problems += located(one.file, bundle[one.file], tuple(found))
    return problems


def permission_problems(*, writes: Iterable[PlannedEntry], by: User) -> list[ImportProblem]:
    """Return each entry that the person may not write."""
    reason = _("your account may not write this: it needs “%s”")
    needed = ((one.file, _permission(one)) for one in writes)
    return [ImportProblem(file, reason % name) for file, name in needed if not by.has_perm(name)]


def _permission(entry: PlannedEntry) -> str:
    if isinstance(entry.document, ExerciseDocument):
        return SUBMIT
    if isinstance(entry.document, ConditionDocument):
        return REVIEW_SAFETY
    action = "add" if entry.action is Action.NEW else "change"
    return f"exercises.{action}_{MODELS[type(entry.document)]._meta.model_name}"


def _known_slugs(bundle: Bundle) -> dict[type[Document], set[str]]:
    """Return every slug that may be named: those here, and those of the files, readable or not."""
    slugs = {
        kind: set(cast("Any", model)._default_manager.order_by().values_list("slug", flat=True))
        for kind, model in MODELS.items()
    }
    for file in bundle:
        kind, slug = kind_and_slug(file)
        slugs[kind].add(slug)
    return slugs


def _conditions(catalogue: Catalogue) -> tuple[set[str], dict[str, str]]:
    """Return the red flags, and what each condition follows, as they would be after the import."""
    red_flags: set[str] = set()
    follows: dict[str, str] = {}
    for slug, kind, after in Condition.objects.order_by().values_list("slug", "kind", "follows__slug"):
        follows[slug] = after or ""
        if kind is ConditionKind.RED_FLAG:
            red_flags.add(slug)
    for slug, document in catalogue.get(ConditionDocument, {}).items():
        if isinstance(document, ConditionDocument):
            follows[slug] = document.follows
            (red_flags.add if document.kind is ConditionKind.RED_FLAG else red_flags.discard)(slug)
    return red_flags, follows


def _link_problems(entry: PlannedEntry, slugs: Mapping[type[Document], set[str]]) -> Iterator[FieldProblem]:
    for field, wanted, name in links_of(entry.document):
        if name not in slugs[wanted]:
            reason = _("there is no %s, neither in these files nor here") % file_of(wanted, name)
            yield FieldProblem(field, reason)


def _exercise_problems(slug: str, document: ExerciseDocument, red_flags: set[str]) -> Iterator[FieldProblem]:
    for name, neighbours in (("easier", document.easier), ("harder", document.harder)):
        for n, neighbour in enumerate(neighbours):
            if neighbour.exercise == slug:
                yield FieldProblem(f"{name}[{n}].exercise", _("an exercise is not its own neighbour"))
    for n, rule in enumerate(document.contraindications):
        if rule.condition in red_flags:
            reason = _("%s is a red flag and stops every exercise") % rule.condition
            yield FieldProblem(f"contraindications[{n}].condition", reason)


def _draft_problems(entry: PlannedEntry) -> Iterator[str]:
    """Yield why an exercise that is here may not get a draft with this content."""
    live, copy = entry.row, entry.copy
    if not isinstance(live, Exercise):
        return
    if live.merged_into_id is not None:
        yield _("this exercise was merged into another one")
    elif live.status in (Status.DRAFT, Status.IN_REVIEW):
        yield _lost_work(live) + " " + _("Have it published or deleted first.")
    elif copy is not None and (copy.status is not Status.DRAFT or entry.copy_says != entry.row_says):
        # A working copy that nobody has edited yet says what its exercise says: it may be written over.
        yield _lost_work(copy) + " " + _("Have it published or discarded first.")


def _lost_work(draft: Exercise) -> str:
    reason = _("there is a draft of “%(name)s” with other content, last edited by %(person)s.")
    return reason % {"name": draft.name, "person": display_name(draft.edited_by) or "?"}


def _goes_in_circles(slug: str, follows: Mapping[str, str]) -> bool:
    """Whether what a condition is asked after is, in the end, asked after itself."""
    seen = {slug}
    after = follows.get(slug, "")
    while after and after not in seen:
        seen.add(after)
        after = follows.get(after, "")
    return bool(after)
