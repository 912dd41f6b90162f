"""The versions of a row of the catalogue: their list, any two beside each other, and one brought back."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from exercises.admin.forms import BringBackForm, SigningForm, initial_role
from exercises.domain.decoding import encode
from exercises.models import Condition, Exercise, Version
from exercises.models.review import last_role
from exercises.models.version import VersionQuerySet
from exercises.presenters.changes import shown_changes
from exercises.services.bring_back_version import bring_back_version
from exercises.services.staff_rules import PUBLISH, REVIEW_SAFETY, NotReadyError
from exercises.services.write_document import MODELS, describe

FOLDERS = {model: kind.folder for kind, model in MODELS.items()}

MOST = 2**31 - 1
"""The highest number that the column of a version's number holds."""


class ChoiceOfTwoForm(forms.Form):
    """Two versions, by their numbers."""

    old = forms.IntegerField(min_value=1, max_value=MOST)
    new = forms.IntegerField(min_value=1, max_value=MOST)


class VersionTools:
    """Gives the admin of a kind of catalogue row its pages of versions."""

    def get_urls(self) -> list[URLPattern]:
        pages = {
            "versions": ("versions/", require_safe(self.versions_view)),
            "compare": ("versions/compare/", require_safe(self.compare_view)),
            "bring-back": (
                "versions/<int:id>/bring-back/",
                require_http_methods(["GET", "HEAD", "POST"])(self.bring_back_view),
            ),
        }
        return [*self.tool_urls(pages), *cast("Any", super()).get_urls()]

    def tool_urls(self, pages: dict[str, tuple[str, Any]]) -> list[URLPattern]:
        """Return the routes of pages of one row, closed to all but staff."""
        admin = cast("Any", self)
        wrap, meta = admin.admin_site.admin_view, admin.model._meta
        return [
            path(f"<path:object_id>/{route}", wrap(view), name=f"{meta.app_label}_{meta.model_name}_{name}")
            for name, (route, view) in pages.items()
        ]

    def tool_url(self, name: str, *args: object) -> str:
        meta = cast("Any", self).model._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_{name}", args=args)

    def tool_page(
        self,
        request: HttpRequest,
        template: str,
        title: str,
        row: models.Model,
        *,
        status: int = 200,
        **context: Any,
    ) -> HttpResponse:
        """Return a page about one row, in the frame of the admin."""
        admin = cast("Any", self)
        context = {
            **admin.admin_site.each_context(request),
            "opts": admin.model._meta,
            "original": row,
            "title": title,
            "media": admin.media,
            **context,
        }
        return TemplateResponse(request, f"admin/exercises/{template}.html", context, status=status)

    def row_of(self, request: HttpRequest, object_id: str) -> Any:
        """Return the row that a page is about; of a working copy, the exercise on the site."""
        admin = cast("Any", self)
        row = admin.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not admin.has_view_or_change_permission(request, row):
            raise PermissionDenied
        return row.revises or row if isinstance(row, Exercise) else row

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        row = kwargs.get("obj")
        if row is not None:
            context["versions_url"] = self.tool_url("versions", row.pk)
        return cast("Any", super()).render_change_form(request, context, *args, **kwargs)

    def versions_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """List the versions of a row, the latest first."""
        row = self.row_of(request, object_id)
        versions = list(_versions(row).defer("document"))
        return self.tool_page(
            request,
            "versions",
            _("Versions of “%s”") % row,
            row,
            versions=versions,
            compare_url=self.tool_url("compare", row.pk),
            brings_back=self.may_bring_back(request),
            bring_back_route=f"admin:{row._meta.app_label}_{row._meta.model_name}_bring-back",
        )

    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show two versions beside each other, the older one first whatever the order of the question."""
        row = self.row_of(request, object_id)
        form = ChoiceOfTwoForm(request.GET)
        if not form.is_valid():
            messages.warning(request, _("Choose two versions."))
            return redirect(self.tool_url("versions", row.pk))
        numbers = sorted(form.cleaned_data.values())
        found = {one.number: one for one in _versions(row).filter(number__in=numbers)}
        if len(found) < len(set(numbers)):
            raise Http404
        old, new = (found[number] for number in numbers)
        return self.tool_page(
            request,
            "compare",
            _("What changed in “%s”") % row,
            row,
            old=old,
            new=new,
            changes=shown_changes(old.document, new.document),
            versions_url=self.tool_url("versions", row.pk),
        )

    def bring_back_view(self, request: HttpRequest, object_id: str, id: int) -> HttpResponse:  # noqa: A002
        """Show what bringing back a version would change, and do it when asked to."""
        row = self.row_of(request, object_id)
        if not self.may_bring_back(request):
            raise PermissionDenied
        version = get_object_or_404(_versions(row), number=id)
        form_class = SigningForm if isinstance(row, Exercise | Condition) else BringBackForm
        initial = initial_role(form_class, last_role(request.user))
        form = form_class(request.POST if request.method == "POST" else None, initial=initial)
        if form.is_valid() and self._brought_back(request, row, version, form):
            return redirect(self.tool_url("versions", row.pk))
        whole = type(row)._default_manager.for_document().get(pk=row.pk)
        return self.tool_page(
            request,
            "bring_back",
            _("Bring back version %d") % version.number,
            row,
            status=422 if form.is_bound else 200,
            form=form,
            version=version,
            changes=shown_changes(encode(describe(whole)), version.document),
            versions_url=self.tool_url("versions", row.pk),
        )

    def may_bring_back(self, request: HttpRequest) -> bool:
        admin, can = cast("Any", self), cast("Any", request.user).has_perm
        if admin.model is Exercise:
            return bool(can(PUBLISH))
        if admin.model is Condition:
            return bool(can(PUBLISH) and can(REVIEW_SAFETY))
        return bool(can(PUBLISH) or can(f"exercises.change_{admin.model._meta.model_name}"))

    def _brought_back(self, request: HttpRequest, row: Any, version: Version, form: forms.Form) -> bool:
        """Bring a version back, or add to the form why that cannot be."""
        by = cast("Any", request.user)
        words = {"role": "", **form.cleaned_data}
        try:
            bring_back_version(version=version, by=by, now=timezone.now(), **words)
        except NotReadyError as error:
            for problem in error.problems:
                form.add_error(None, problem)
            return False
        done = _("Version %d was brought back.") % version.number
        cast("Any", self).log_change(request, row, done)
        messages.success(request, done)
        return True


def _versions(row: Any) -> VersionQuerySet:
    return Version.objects.of(FOLDERS[type(row)], row.slug)
