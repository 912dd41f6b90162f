"""Delete one's account."""

from __future__ import annotations

import logging
from http import HTTPStatus
from smtplib import SMTPException

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from tracker.forms.account_deletion import DeleteAccountForm
from tracker.services.delete_account import LastSuperuserError, delete_account, is_last_superuser
from tracker.views.athlete_request import AthleteRequest

logger = logging.getLogger(__name__)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def account_delete(request: AthleteRequest) -> HttpResponse:
    """Say what goes; with the box ticked and the password given again, delete it.

    Who sends it twice is nobody any more the second time, and reads the same.
    """
    if not request.user.is_authenticated:
        is_second = request.method == "POST"
        return redirect("tracker:account-deleted") if is_second else redirect_to_login(request.path)
    form = DeleteAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _delete(request, form)
    return _page(request, form)


@login_not_required
@require_safe
def account_deleted(request: HttpRequest) -> HttpResponse:
    """Say that it is done. This page names nobody."""
    if request.user.is_authenticated:
        return redirect("tracker:settings")
    return render(request, "tracker/account_deleted.html")


@reauthentication_required
def _delete(request: AthleteRequest, form: DeleteAccountForm) -> HttpResponse:
    email = request.user.email
    try:
        was_there = delete_account(user=request.user)
    except LastSuperuserError:
        return _page(request, form)
    logout(request)
    if was_there and email:
        _say_goodbye(email)
    response = redirect("tracker:account-deleted")
    # As with signing out: what another person logged on this device, and has not been received, stays.
    response["Clear-Site-Data"] = '"cache"' if request.POST.get("waits") else '"cache", "storage"'
    return response


def _page(request: AthleteRequest, form: DeleteAccountForm) -> HttpResponse:
    is_last = is_last_superuser(request.user)
    status = HTTPStatus.OK if request.method != "POST" else HTTPStatus.UNPROCESSABLE_ENTITY
    context = {"form": form, "is_last_superuser": is_last}
    return render(request, "tracker/account_delete.html", context, status=status)


def _say_goodbye(email: str) -> None:
    """Confirm it by mail. The account is gone either way, so a mail server that fails is no error here."""
    try:
        get_adapter().send_mail("account/email/account_deleted", email, {})
    except (OSError, SMTPException):
        logger.exception("The mail about a deleted account could not be sent.")
