"""Export and import in the admin: the preview, who may do what, and what no reader should be given."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exercises.models import Condition, Exercise, Guide, Reference, Version
from exercises.services.export_catalogue import Export, export_catalogue, zipped
from exercises.services.start_draft import start_draft
from tests.catalogue import FOLDER
from tests.factories import AthleteFactory
from tests.forms import values_of

COUCH = "exercises/couch-stretch-wall.yaml"
GUIDE = "guides/low-back-pain.yaml"
EXPORT = reverse("admin:catalogue-export")
IMPORT = reverse("admin:catalogue-import")
PREVIEW = reverse("admin:catalogue-import-preview")


def member(client: Client, *groups: str, is_superuser: bool = False) -> Client:
    user = AthleteFactory(user__is_staff=True, user__is_superuser=is_superuser).user
    user.groups.set(Group.objects.filter(name__in=groups))
    client.force_login(user, backend="tracker.auth.AthleteBackend")
    return client


@pytest.fixture
def editor(db: None, client: Client) -> Client:
    return member(client, "Catalogue editors")


@pytest.fixture
def both(db: None, client: Client) -> Client:
    """Somebody who is in both groups."""
    return member(client, "Catalogue editors", "Clinical reviewers")


def shipped(file: str, old: str = "", new: str = "") -> bytes:
    return (FOLDER / file).read_text(encoding="utf-8").replace(old, new).encode()


def bundle(**files: bytes) -> bytes:
    return zipped(Export({name.replace("__", "/"): content for name, content in files.items()}))


def upload(client: Client, content: bytes, name: str = "catalogue.zip") -> HttpResponse:
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, content)})


def text_of(response: HttpResponse) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def apply(client: Client, **values: str) -> HttpResponse:
    sent = values_of(client.get(PREVIEW).content, "apply-form")
    return client.post(PREVIEW, {**sent, **values})


def changed_couch() -> bytes:
    return zipped(Export({COUCH: shipped(COUCH, "A strong stretch", "A very strong stretch")}))


def test_everything_is_exported_and_comes_back_unchanged(both: Client, catalogue: None) -> None:
    page = both.get(EXPORT)
    kinds = [box["value"] for box in BeautifulSoup(page.content, "html.parser").select("input[name=kind]")]
    assert len(kinds) == 6
    response = both.get(EXPORT, {"kind": kinds})
    assert response["Content-Disposition"] == 'attachment; filename="catalogue.zip"'
    assert response.content == zipped(export_catalogue())
    assert upload(both, response.content).status_code == 302
    assert "There is nothing to import" in text_of(both.get(PREVIEW))


def test_a_selection_is_exported_by_kind_and_slug(both: Client, catalogue: None) -> None:
    response = both.get(
        EXPORT, {"kind": ["exercises", "guides"], "slugs": "couch-stretch-wall\n low-back-pain"}
    )
    assert zipfile.ZipFile(io.BytesIO(response.content)).namelist() == [COUCH, GUIDE]


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "sofas"},
        {"kind": "exercises", "slugs": "nothing-here"},
        {"kind": "exercises", "slugs": "\0"},
        {"slugs": "a"},
    ],
)
def test_a_selection_that_is_none_is_refused(both: Client, catalogue: None, query: dict[str, str]) -> None:
    response = both.get(EXPORT, query)
    assert response.status_code == 422
    assert 'class="errorlist"' in response.content.decode()


def test_chosen_rows_of_a_list_are_exported_as_they_are_published(both: Client, catalogue: None) -> None:
    live = Exercise.objects.get(slug="couch-stretch-wall")
    before = zipped(export_catalogue(slugs=["couch-stretch-wall"]))
    copy = start_draft(exercise=live, by=AthleteFactory(user__is_superuser=True).user)
    Exercise.everything.filter(pk=copy.pk).update(name="Not yet on the site")
    address = reverse("admin:exercises_exercise_changelist")
    response = both.post(address, {"action": "export_selected", "_selected_action": [live.pk]})
    assert response.content == before


@pytest.mark.parametrize("model", [Reference, Condition, Guide])
def test_every_list_offers_the_export(both: Client, catalogue: None, model: type) -> None:
    address = reverse(f"admin:exercises_{model._meta.model_name}_changelist")
    row = model.objects.first()
    response = both.post(address, {"action": "export_selected", "_selected_action": [row.pk]})
    (name,) = zipfile.ZipFile(io.BytesIO(response.content)).namelist()
    assert name.endswith(f"/{row.slug}.yaml")


def test_an_import_is_shown_field_by_field_then_done(both: Client, catalogue: None) -> None:
    before = Exercise.objects.get(slug="couch-stretch-wall").summary
    files = {
        COUCH: shipped(COUCH, "A strong stretch", "A very strong stretch"),
        GUIDE: shipped(GUIDE, "order: ", "order: 1"),
        "guides/a-new-page.yaml": shipped(GUIDE, "Low back pain", "A new page"),
    }
    assert upload(both, zipped(Export(files))).url == PREVIEW
    page = both.get(PREVIEW)
    assert page.status_code == 200
    shown = text_of(page)
    assert "1 new, 2 changed, 0 unchanged" in shown
    assert "A very strong stretch" in shown
    assert before in shown
    assert not Guide.objects.filter(slug="a-new-page").exists()
    response = apply(both, reason="Clearer words")
    assert response.url == reverse("admin:index")
    assert "2 entries written. 1 exercise waits as a draft." in text_of(both.get(response.url))
    assert Exercise.objects.get(slug="couch-stretch-wall").summary == before
    copy = Exercise.everything.get(revises__slug="couch-stretch-wall")
    assert "very strong" in copy.summary
    assert Guide.objects.get(slug="low-back-pain").order == 14
    version = Version.objects.of("guides", "low-back-pain").first()
    assert version is not None
    assert (version.reason, version.edited_by) == ("Clearer words", copy.edited_by)
    assert both.get(PREVIEW).url == IMPORT


def test_what_changed_meanwhile_is_shown_again_and_nothing_is_written(both: Client, catalogue: None) -> None:
    upload(both, zipped(Export({GUIDE: shipped(GUIDE, "order: ", "order: 1")})))
    sent = values_of(both.get(PREVIEW).content, "apply-form")
    Guide.objects.filter(slug="low-back-pain").update(summary="Somebody else was quicker.")
    response = both.post(PREVIEW, {**sent, "reason": "Order"})
    assert response.status_code == 422
    assert "have changed since the preview" in text_of(response)
    assert "Somebody else was quicker." in text_of(response)
    assert Guide.objects.get(slug="low-back-pain").order == 4
    again = values_of(response.content, "apply-form")
    assert again["reason"] == ["Order"]
    assert both.post(PREVIEW, again).status_code == 302
    assert Guide.objects.get(slug="low-back-pain").order == 14


def test_a_made_up_token_or_a_long_reason_writes_nothing(both: Client, catalogue: None) -> None:
    upload(both, zipped(Export({GUIDE: shipped(GUIDE, "order: ", "order: 1")})))
    for values in ({"token": "x"}, {"token": ""}, {"reason": "x" * 501}, {"reason": "a\0b"}):
        response = apply(both, **values)
        assert response.status_code == 422, values
        assert "errornote" in response.content.decode()
    assert Guide.objects.get(slug="low-back-pain").order == 4


def test_an_upload_that_waited_too_long_is_asked_for_again(both: Client, catalogue: None) -> None:
    upload(both, changed_couch())
    sent = values_of(both.get(PREVIEW).content, "apply-form")
    cache.clear()
    assert both.post(PREVIEW, sent).url == IMPORT
    assert "Upload it" in text_of(both.get(IMPORT))
    assert not Exercise.everything.exclude(revises=None).exists()


def test_nobody_imports_what_somebody_else_uploaded(both: Client, catalogue: None) -> None:
    upload(both, changed_couch())
    other = member(Client(), "Catalogue editors")
    assert other.get(PREVIEW).url == IMPORT


def test_a_form_without_a_file_is_asked_for_one(both: Client) -> None:
    response = both.post(IMPORT, {})
    assert response.status_code == 422
    assert "This field is required." in text_of(response)


def test_refusals_name_file_line_and_field(both: Client, catalogue: None) -> None:
    content = shipped(COUCH, "hold_s: [30, 60]", "hold_s: [60, 30]")
    response = upload(both, zipped(Export({COUCH: content})))
    assert response.status_code == 422
    cells = [cell.text for cell in BeautifulSoup(response.content, "html.parser").select("#problems td")]
    assert cells[:3] == [COUCH, "6", "dosage.hold_s"]
    assert both.get(PREVIEW).url == IMPORT


# --- what no reader should be given -----------------------------------------------------------------------


def archive(*files: tuple[str | zipfile.ZipInfo, bytes], way: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", way) as file:
        for name, content in files:
            file.writestr(name, content)
    return buffer.getvalue()


def encrypted() -> bytes:
    content = bytearray(archive((COUCH, shipped(COUCH))))
    content[content.index(b"PK\x03\x04") + 6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def lying() -> bytes:
    """A file that says of itself to be small."""
    content = bytearray(archive((COUCH, b"#" * 10_000_000)))
    struct.pack_into("<I", content, content.index(b"PK\x01\x02") + 24, 1000)
    return bytes(content)


def many() -> bytes:
    return archive(*((f"guides/g-{n}.yaml", b"") for n in range(5001)), way=zipfile.ZIP_STORED)


def large_in_all() -> bytes:
    """Each file is small enough and poorly enough compressed; all of them are too much."""
    part = b"".join(b"%06d %s\n" % (n, b"hip " * 14) for n in range(4000))[: 255 * 1024]
    return archive(*((f"guides/g-{n}.yaml", part) for n in range(210)))


BASE_60 = b"level: 1" + b":7:31" * 9000
UNKNOWN = b"".join(b"k%d: %d\n" % (n, n) for n in range(20_000))
BOMB = "a: &a [x, x]\nb: &b [*a, *a, *a, *a]\nc: [*b, *b, *b, *b]\n"
ATTACKS: dict[str, tuple[Callable[[], bytes], str]] = {
    "no zip": (lambda: b"name: Wall slide", "is not a sound .zip file"),
    "nothing": (lambda: b"", "empty"),
    "an empty zip": (lambda: archive(), "holds no file of a catalogue"),
    "cut off": (lambda: changed_couch()[:-30], "is not a sound .zip file"),
    "spoilt": (lambda: changed_couch().replace(b"\x00\x00exercises", b"\x00\x00Exercises", 1), "sound .zip"),
    "too large": (lambda: archive((COUCH, b"x" * (5 * 1024**2)), way=zipfile.ZIP_STORED), "larger than 5 MB"),
    "a path upward": (lambda: archive(("../exercises/a.yaml", b"")), "is not a .yaml file in one of"),
    "a path upward inside": (lambda: archive(("exercises/../a.yaml", b"")), "is not a .yaml file in one of"),
    "an absolute path": (lambda: archive(("/exercises/a.yaml", b"")), "is not a .yaml file in one of"),
    "backslashes": (lambda: archive(("exercises\\a.yaml", b"")), "is not a .yaml file in one of"),
    "another folder": (lambda: archive(("people/a.yaml", b"")), "is not a .yaml file in one of"),
    "another ending": (lambda: archive(("exercises/a.py", b"")), "is not a .yaml file in one of"),
    "a name that is no slug": (lambda: archive(("exercises/A b.yaml", b"")), "lower-case words"),
    "a working copy's name": (lambda: archive(("exercises/~12.yaml", b"")), "lower-case words"),
    "twice": (lambda: archive((COUCH, b"a"), (COUCH, b"b")), "is there twice"),
    "encrypted": (encrypted, "is encrypted"),
    "another way": (lambda: archive((COUCH, b"a" * 99), way=zipfile.ZIP_LZMA), "is not read here"),
    "a bomb": (lambda: archive((COUCH, b"#" * 200_000)), "would expand more than 100 times"),
    "a large file": (lambda: archive((COUCH, b"#" * 300_000), way=zipfile.ZIP_STORED), "larger than 256 KB"),
    "a lie": (lying, "is not a sound .zip file"),
    "too many": (many, "holds more than 5000 files"),
    "too much in all": (large_in_all, "expands to more than 50 MB"),
    "aliases": (lambda: archive((COUCH, BOMB.encode())), "uses an anchor or an alias"),
    "deep": (lambda: archive((COUCH, b"[" * 20_000), way=zipfile.ZIP_STORED), "is nested too deeply"),
    "deep in block": (lambda: archive((COUCH, b"- " * 20_000), way=zipfile.ZIP_STORED), "nested too deeply"),
    "no text": (lambda: archive((COUCH, b"\xff\xfe\x00")), "is not UTF-8 text"),
    "control characters": (lambda: archive((COUCH, b"name: a\x01")), "is not good YAML"),
    "a tag": (lambda: archive((COUCH, b"!!python/object/apply:os.system [ls]")), "is not good YAML"),
    "a tag that does not fit": (lambda: archive((COUCH, b"name: !!timestamp soon")), "cannot be read"),
    "a huge number": (lambda: archive((COUCH, b"level: " + b"9" * 9000)), "cannot be read"),
    "a number to the base of 60": (
        lambda: archive((COUCH, BASE_60), way=zipfile.ZIP_STORED),
        "a number is written with 100",
    ),
    "a fraction to the base of 60": (
        lambda: archive((COUCH, BASE_60 + b".5"), way=zipfile.ZIP_STORED),
        "100 char",
    ),
    "more problems than anybody reads": (lambda: archive((COUCH, UNKNOWN)), "and 19959 more"),
    "two documents": (lambda: archive((COUCH, b"a: 1\n---\nb: 2\n")), "is not good YAML"),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(("make", "reason"), ATTACKS.values(), ids=ATTACKS.keys())
def test_what_is_made_to_harm_is_refused(both: Client, make: Callable[[], bytes], reason: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        response = upload(both, make())
    assert response.status_code == 422
    assert reason in text_of(response)
    assert len(queries) < 40
    assert both.get(PREVIEW).url == IMPORT


# --- who may ----------------------------------------------------------------------------------------------


def test_a_member_of_staff_without_a_group_gets_no_further(db: None, client: Client) -> None:
    member(client)
    assert [client.get(one).status_code for one in (EXPORT, IMPORT, PREVIEW)] == [403, 403, 403]
    assert upload(client, changed_couch()).status_code == 403


def test_an_editor_may_not_import_a_condition(editor: Client, catalogue: None) -> None:
    condition = "conditions/labral-tear.yaml"
    response = upload(editor, zipped(Export({condition: shipped(condition, "name: ", "name: The ")})))
    assert response.status_code == 422
    assert "exercises.review_safety" in text_of(response)
    assert condition in text_of(response)
    assert upload(editor, changed_couch()).status_code == 302


def test_a_reviewer_may_import_conditions_alone(catalogue: None, client: Client) -> None:
    member(client, "Clinical reviewers")
    condition = "conditions/labral-tear.yaml"
    for file, name in ((COUCH, "submit_exercise"), (GUIDE, "change_guide")):
        content = shipped(file, "summary: ", "summary: So. ")
        response = upload(client, zipped(Export({file: content})))
        assert response.status_code == 422
        assert name in text_of(response)
    upload(client, zipped(Export({condition: shipped(condition, "name: ", "name: The ")})))
    assert apply(client).status_code == 302
    assert Condition.objects.get(slug="labral-tear").name.startswith("The ")


def test_a_permission_that_was_taken_away_meanwhile_is_missed(both: Client, catalogue: None) -> None:
    upload(both, changed_couch())
    sent = values_of(both.get(PREVIEW).content, "apply-form")
    Group.objects.get(name="Catalogue editors").user_set.clear()
    response = both.post(PREVIEW, sent)
    assert response.status_code == 422
    assert "exercises.submit_exercise" in text_of(response)
    assert not Exercise.everything.exclude(revises=None).exists()


@pytest.mark.parametrize("address", [EXPORT, IMPORT, PREVIEW])
def test_other_methods_are_refused(both: Client, address: str) -> None:
    for method in ("put", "patch", "delete"):
        assert getattr(both, method)(address).status_code == 405
    if address == EXPORT:
        assert both.post(address).status_code == 405


def test_the_files_of_the_shipped_folder_are_a_sound_import(both: Client, catalogue: None) -> None:
    files = {path.relative_to(FOLDER).as_posix(): path.read_bytes() for path in Path(FOLDER).glob("*/*.yaml")}
    assert upload(both, zipped(Export(dict(sorted(files.items()))))).status_code == 302
    assert "There is nothing to import" in text_of(both.get(PREVIEW))
