"""Merging exercises, undoing a merge, and the way to what the logs say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextInputWidget, AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from exercises.models import Exercise
from tracker.admin.catalogue_log import catalogue_log
from tracker.models import Merge, Set
from tracker.presenters.merging import describe_move
from tracker.services.merge_exercises import CannotMergeError, merge_exercises, problems_of_merged
from tracker.services.undo_merge import undo_merge

MOST_DIGITS = 18


class KeyPicker(AutocompleteSelect):
    """Looks up what was sent only where it may be a key: Django's own asks the database for anything."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        keys = [one for one in value if one.isascii() and one.isdigit() and len(one) <= MOST_DIGITS]
        return super().optgroups(name, keys, attr)


def _picker(field: str) -> KeyPicker:
    return KeyPicker(Merge._meta.get_field(field), admin.site)


class PickForm(forms.Form):
    """Which exercise to merge into another one."""

    merged = forms.ModelChoiceField(
        Exercise.objects.none(), label=_("Exercise that becomes part of another"), widget=_picker("merged")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["merged"].queryset = Exercise.objects.known()  # type: ignore[attr-defined]


class MergeForm(forms.Form):
    """Into which one, and why."""

    survivor = forms.ModelChoiceField(
        Exercise.objects.none(), label=_("Exercise that stays"), widget=_picker("survivor")
    )
    reason = forms.CharField(
        label=_("Why"),
        max_length=Merge._meta.get_field("reason").max_length,
        widget=AdminTextInputWidget(attrs={"class": "vLargeTextField"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["survivor"].queryset = Exercise.objects.current()  # type: ignore[attr-defined]


@admin.register(Merge)
class MergeAdmin(admin.ModelAdmin):
    """A merge is made and undone as a whole; its row is never edited."""

    list_display = ("merged", "survivor", "reason", "done_at", "done_by", "stands")
    list_display_links = ("merged",)
    list_filter = (("undone_at", admin.EmptyFieldListFilter),)
    list_select_related = ("merged", "survivor", "done_by")
    search_fields = ("merged__name", "merged__slug", "survivor__name", "survivor__slug", "reason")
    actions = None
    fields = ("merged", "survivor", "reason", "done_at", "done_by", "undone_at")

    @admin.display(description=_("stands"), boolean=True, ordering="undone_at")
    def stands(self, merge: Merge) -> bool:
        return merge.undone_at is None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return request.user.has_perm("exercises.view_exercise")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("exercises.publish_exercise")

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Merge]:
        return super().get_queryset(request).select_related("merged", "survivor", "done_by")

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("what-the-logs-say/", wrap(catalogue_log), name="catalogue-log"),
            path("<path:object_id>/undo/", wrap(require_POST(self.undo_view)), name="tracker_merge_undo"),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask for the exercise first (`?merged=<key>`), then show what would move and ask into which one."""
        return require_http_methods(["GET", "HEAD", "POST"])(self._merge_view)(request)

    def _merge_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        pick = PickForm(request.GET) if "merged" in request.GET else PickForm()
        if not pick.is_valid():
            status = 422 if request.method == "POST" else 200
            return self._page(request, "pick", status=status, form=pick, fields=("merged",))
        merged: Exercise = pick.cleaned_data["merged"]
        form = MergeForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            response = self._merge(request, merged, form)
            if response:
                return response
        return self._page(
            request,
            "merge",
            status=422 if form.is_bound else 200,
            form=form,
            fields=("survivor", "reason"),
            merged=merged,
            move=describe_move(Set.objects.of_exercise(merged).counts()),
            problems=() if form.is_bound else problems_of_merged(merged),
        )

    def _merge(self, request: HttpRequest, merged: Exercise, form: MergeForm) -> HttpResponse | None:
        survivor: Exercise = form.cleaned_data["survivor"]
        try:
            merge = merge_exercises(
                merged=merged,
                survivor=survivor,
                by=request.user,  # type: ignore[arg-type]
                reason=form.cleaned_data["reason"],
                now=timezone.now(),
            )
        except CannotMergeError as error:
            for problem in error.problems:
                form.add_error(None, problem)
            return None
        self.log_addition(request, merge, [{"added": {}}])
        message = _("%(merged)s is part of %(survivor)s now. This can be undone here.")
        self.message_user(request, message % {"merged": merged, "survivor": survivor}, messages.SUCCESS)
        return redirect(reverse("admin:tracker_merge_change", args=[merge.pk]))

    def undo_view(self, request: HttpRequest, object_id: str) -> HttpResponseRedirect:
        """Undo one merge, and say what stands in the way where something does."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        merge: Merge | None = self.get_object(request, unquote(object_id))
        if merge is None:
            raise Http404
        try:
            undo_merge(merge=merge, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        except CannotMergeError as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.log_change(request, merge, str(_("Undone.")))
            message = _("%(merged)s is an exercise of its own again.") % {"merged": merge.merged}
            self.message_user(request, message, messages.SUCCESS)
        return redirect("admin:tracker_merge_change", merge.pk)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        merge: Merge | None = kwargs.get("obj")
        can_undo = merge is not None and merge.undone_at is None and self.has_add_permission(request)
        return super().render_change_form(request, {**context, "can_undo": can_undo}, *args, **kwargs)

    def _page(
        self,
        request: HttpRequest,
        name: str,
        *,
        status: int,
        form: forms.Form,
        fields: Sequence[str],
        **more: Any,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge an exercise into another"),
            "opts": self.opts,
            "form": form,
            "adminform": AdminForm(form, [(None, {"fields": list(fields)})], {}),  # type: ignore[arg-type]
            "media": self.media + form.media,
            **more,
        }
        return TemplateResponse(request, f"admin/tracker/merge/{name}.html", context, status=status)
