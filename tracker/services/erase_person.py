"""Erase a person: every row that is theirs, and every value elsewhere that names them."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q

from exercises.models import Version
from tracker.models import Athlete, MergedSet, PrescribedExercise, RemovedSet, Set


@transaction.atomic
def erase_person(*, key: int) -> bool:
    """Erase the user with this key, and say whether there was one.

    What rows of others kept without a foreign key goes first: afterwards nothing would say whose it was. What
    staff did to the catalogue stays, with their role and the day, and without their name.
    """
    user = User.objects.select_for_update().filter(pk=key).first()
    if user is None:
        return False
    _forget_moved_sets(key)
    _forget_notes_of_staff(key)
    _forget_names(user)
    # The rows that are many: Django would read each before deleting it.
    for model in (Set, PrescribedExercise):
        model._default_manager.filter(athlete=key).delete()
    user.delete()
    return True


def _forget_moved_sets(key: int) -> None:
    """A merge of exercises remembers by their ids which sets it moved."""
    removed = RemovedSet.objects.filter(athlete=key).values("pk")
    own = Set.objects.filter(athlete=key).values("pk")
    MergedSet.objects.filter(Q(set_id__in=own) | Q(set_id__in=removed)).delete()


def _forget_names(user: User) -> None:
    """Versions of the catalogue keep names beside the accounts, and where an account is gone."""
    names = [name for name in (user.get_full_name(), user.email, user.username) if name]
    for account, name in (("edited_by", "editor_name"), ("reviewed_by", "reviewer_name")):
        theirs = Q(**{account: user}) | Q(**{f"{account}__isnull": True, f"{name}__in": names})
        Version.objects.filter(theirs).exclude(**{name: ""}).update(**{name: ""})


def _forget_notes_of_staff(key: int) -> None:
    """The admin's log names rows by their keys as text, and by what they were called."""
    owned = dict(_owned_models())
    types = ContentType.objects.get_for_models(*owned)
    notes = LogEntry.objects.filter(content_type__in=types.values())
    named: dict[int, dict[str, list[int]]] = {}
    for pk, type_id, text in notes.values_list("pk", "content_type_id", "object_id"):
        named.setdefault(type_id or 0, {}).setdefault(text or "", []).append(pk)
    for model, kind in types.items():
        keys = {_key_of(model, text): text for text in named.get(kind.pk, {})}
        found = model._base_manager.filter(**{owned[model]: key}, pk__in=[one for one in keys if one])
        if keys:
            about = [pk for one in found.values_list("pk", flat=True) for pk in named[kind.pk][keys[one]]]
            LogEntry.objects.filter(pk__in=about).delete()


def _owned_models() -> Iterator[tuple[type[models.Model], str]]:
    """Every model whose rows go with a person, with the name of the field that says whose they are."""
    yield User, "pk"
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            rule = getattr(field.remote_field, "on_delete", None)
            if rule is models.CASCADE and field.related_model in (User, Athlete):
                yield model, field.name


def _key_of(model: type[models.Model], text: str) -> object:
    """Return a key that the log names as text, or None for what no row can have."""
    try:
        return model._meta.pk.to_python(text)
    except ValidationError:
        return None
