"""Export and import of the catalogue for staff."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from exercises.domain.document import DOCUMENT_TYPES, Document
from exercises.models import Exercise, Version
from exercises.presenters.exchange import shown_import
from exercises.services.export_catalogue import Export, export_catalogue, zipped
from exercises.services.import_catalogue import ImportRefusedError, import_catalogue
from exercises.services.import_plan import ImportPlan
from exercises.services.plan_import import plan_import
from exercises.services.read_bundle import KINDS, MAX_UPLOAD, BundleError, ImportProblem, read_zip
from exercises.services.staff_rules import REVIEW_SAFETY, SUBMIT
from exercises.services.write_document import MODELS

KEPT_S = 30 * 60
"""How long an upload waits for its import."""

FIXED_ACTIONS = ("add", "change")


class ExportForm(forms.Form):
    """What to export."""

    kind = forms.MultipleChoiceField(label=gettext_lazy("Kinds"), widget=forms.CheckboxSelectMultiple)
    slugs = forms.CharField(
        label=gettext_lazy("Only these slugs"),
        required=False,
        max_length=20_000,
        widget=AdminTextareaWidget(attrs={"rows": 4}),
        help_text=gettext_lazy("One a line. Empty: all of the kinds chosen."),
    )

    def __init__(self, *args: Any, kinds: Iterable[type[Document]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind.folder, str(MODELS[kind]._meta.verbose_name_plural)) for kind in kinds]
        field = cast("forms.MultipleChoiceField", self.fields["kind"])
        field.choices = choices
        field.initial = [folder for folder, _label in choices]


class UploadForm(forms.Form):
    """What to import."""

    file = forms.FileField(
        label=gettext_lazy(".zip file"), widget=forms.ClearableFileInput(attrs={"accept": ".zip"})
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_UPLOAD:
            raise forms.ValidationError(_("The file is larger than %d MB.") % (MAX_UPLOAD // 1024**2))
        return file


class ApplyForm(forms.Form):
    """What was previewed, and why it is imported."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=Version._meta.get_field("reason").max_length,
        widget=AdminTextInputWidget(attrs={"class": "vLargeTextField"}),
        help_text=gettext_lazy("Kept with every version."),
    )


class ExchangeUrls:
    """Gives an admin the pages of export and import; only one of them needs it."""

    def get_urls(self) -> list[URLPattern]:
        wrap = cast("Any", self).admin_site.admin_view
        return [
            path("catalogue/export/", wrap(export_view), name="catalogue-export"),
            path("catalogue/import/", wrap(import_view), name="catalogue-import"),
            path("catalogue/import/preview/", wrap(preview_view), name="catalogue-import-preview"),
            *cast("Any", super()).get_urls(),
        ]


@admin.action(description=gettext_lazy("Export selected"), permissions=["view"])
def export_selected(model_admin: Any, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
    """Send the chosen rows; of a working copy the exercise that it revises."""
    kind = next(kind for kind, model in MODELS.items() if model is model_admin.model)
    slugs = set(queryset.order_by().values_list("slug", flat=True))
    if model_admin.model is Exercise:
        slugs |= set(queryset.order_by().values_list("revises__slug", flat=True)) - {None}
    return _download(request, export_catalogue(kinds=[kind], slugs=slugs))


@require_safe
def export_view(request: HttpRequest) -> HttpResponse:
    """Ask what to export (nothing chosen yet), or send it."""
    kinds = [kind for kind in DOCUMENT_TYPES if _may_see(request, kind)]
    if not kinds:
        raise PermissionDenied
    form = ExportForm(request.GET or None, kinds=kinds)
    if not form.is_valid():
        return _export_page(request, form)
    slugs = form.cleaned_data["slugs"].split() or None
    export = export_catalogue(kinds=[KINDS[one] for one in form.cleaned_data["kind"]], slugs=slugs)
    if not export.files and not export.left_out:
        form.add_error("slugs", _("There is nothing with these slugs."))
        return _export_page(request, form)
    return _download(request, export)


@require_http_methods(["GET", "HEAD", "POST"])
def import_view(request: HttpRequest) -> HttpResponse:
    """Take a file, and lead to its preview; what cannot be imported is named here."""
    person = _importer(request)
    form = UploadForm(*(request.POST, request.FILES) if request.method == "POST" else ())
    problems: tuple[ImportProblem, ...] = ()
    if form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            problems = plan_import(bundle=read_zip(content=content, name=file.name), by=person).problems
        except BundleError as error:
            problems = error.problems
        if not problems:
            cache.set(_key(person), (file.name, content), KEPT_S)
            return redirect("admin:catalogue-import-preview")
    status = 422 if request.method == "POST" else 200
    return _page(
        request, "import", _("Import into the catalogue"), status=status, form=form, problems=problems
    )


@require_http_methods(["GET", "HEAD", "POST"])
def preview_view(request: HttpRequest) -> HttpResponse:
    """Show what an import would change, and do it when asked to."""
    person = _importer(request)
    kept = cache.get(_key(person))
    if kept is None:
        messages.warning(
            request, _("There is no file to import, or it waited for too long. Upload it again.")
        )
        return redirect("admin:catalogue-import")
    name, content = kept
    bundle = read_zip(content=content, name=name)
    form = ApplyForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _preview(request, name, plan_import(bundle=bundle, by=person), form)
    try:
        plan = import_catalogue(bundle=bundle, by=person, now=timezone.now(), **form.cleaned_data)
    except ImportRefusedError as error:
        form.add_error(None, _("The catalogue or the files have changed since the preview. Look again."))
        return _preview(request, name, error.plan, form)
    cache.delete(_key(person))
    messages.success(request, _done(plan))
    return redirect("admin:index")


def _export_page(request: HttpRequest, form: ExportForm) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return _page(request, "export", _("Export the catalogue"), status=status, form=form)


def _preview(request: HttpRequest, name: str, plan: ImportPlan, form: ApplyForm) -> HttpResponse:
    shown = shown_import(plan)
    status = 422 if form.is_bound or shown.problems else 200
    reason = form["reason"].value() or ""
    fresh = ApplyForm(initial={"token": shown.token, "reason": reason})
    context = {"shown": shown, "form": fresh, "errors": form.errors, "file_name": name}
    return _page(request, "preview", _("What the import would change"), status=status, **context)


def _page(request: HttpRequest, template: str, title: str, *, status: int, **context: Any) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": title, **context}
    return TemplateResponse(request, f"admin/exercises/exchange/{template}.html", context, status=status)


def _download(request: HttpRequest, export: Export) -> HttpResponse:
    for problem in export.left_out:
        messages.warning(request, _("Left out, it could not be read again: %s") % problem)
    headers = {"Content-Disposition": 'attachment; filename="catalogue.zip"'}
    return HttpResponse(zipped(export), content_type="application/zip", headers=headers)


def _may_see(request: HttpRequest, kind: type[Document]) -> bool:
    name = MODELS[kind]._meta.model_name
    return any(request.user.has_perm(f"exercises.{action}_{name}") for action in ("view", "change"))


def _importer(request: HttpRequest) -> User:
    """Return who imports; whoever may write nothing of the catalogue is refused."""
    person = cast("User", request.user)
    names = [MODELS[kind]._meta.model_name for kind in DOCUMENT_TYPES]
    written = [f"exercises.{action}_{name}" for name in names for action in FIXED_ACTIONS]
    if not any(person.has_perm(one) for one in (SUBMIT, REVIEW_SAFETY, *written)):
        raise PermissionDenied
    return person


def _key(person: User) -> str:
    return f"catalogue-import-{person.pk}"


def _done(plan: ImportPlan) -> str:
    at_once = len(plan.writes) - plan.drafts
    parts = []
    if at_once:
        parts.append(ngettext("%d entry written.", "%d entries written.", at_once) % at_once)
    if plan.drafts:
        drafts = ngettext("%d exercise waits as a draft.", "%d exercises wait as drafts.", plan.drafts)
        parts.append(drafts % plan.drafts)
    return " ".join(parts) or _("Nothing had to be changed.")
