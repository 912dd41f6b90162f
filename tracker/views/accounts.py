"""What allauth's own pages leave open."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from allauth.account import views as account_views
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.contrib.auth import authenticate
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from tracker.services.clear_demos import end_demo
from tracker.services.sign_ins import end_other_sign_ins, forget_sign_in


class SignupView(account_views.SignupView):
    """Ends a sign-up that was sent twice like one that was sent once."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in where another request has just made the account, else show what is wrong now."""
        with suppress(IntegrityError):
            return super().form_valid(form)
        email, password = form.cleaned_data["email"], form.cleaned_data["password1"]
        user = authenticate(self.request, email=email, password=password)
        if user:
            return perform_login(self.request, Login(user=user, redirect_url=self.get_success_url()))
        form.full_clean()
        return super().form_valid(form) if form.is_valid() else self.form_invalid(form)


class PasswordChangeView(account_views.PasswordChangeView):
    """Ends all other sign-ins: whoever knew the old password is out."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        end_other_sign_ins(user=self.request.user, kept=self.request.session.session_key)
        get_adapter().keep_sign_in(self.request, self.request.user)
        return response


class PasswordResetFromKeyView(account_views.PasswordResetFromKeyView):
    """Ends all sign-ins, for the same reason."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        end_other_sign_ins(user=self.reset_user, kept=None)
        return response


account_signup = SignupView.as_view()
account_change_password = PasswordChangeView.as_view()
account_reset_password_from_key = PasswordResetFromKeyView.as_view()


@login_not_required
def account_logout(request: HttpRequest) -> HttpResponseBase:
    """Leave nothing in the browser: no page in its memory, no draft of a log.

    But what was logged on this device and has not been received stays (`hm-offline` says so as `waits`): it
    lies under its owner's key, and is sent for that person alone. A demo is over: nobody can come back to it.
    """
    user = request.user
    if request.method == "POST" and user.is_authenticated:
        end_demo(user=user, now=timezone.now())
        forget_sign_in(session_key=request.session.session_key)
    response = account_views.logout(request)
    if request.method == "POST":
        response["Clear-Site-Data"] = '"cache"' if request.POST.get("waits") else '"cache", "storage"'
    return response
