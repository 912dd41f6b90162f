"""The URL map: the site's own pages, accounts, staff, and what machines read."""

from __future__ import annotations

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteMixin
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.decorators.http import require_safe

from exercises.sitemaps import SITEMAPS
from hipmobility import health, pwa, robots, staff

handler400 = "hipmobility.outages.bad_request"
handler500 = "hipmobility.outages.server_error"

admin.site.login = secure_admin_login(staff.admin_login)  # type: ignore[method-assign]
admin.site.autocomplete_view = staff.without_nul(  # type: ignore[assignment, method-assign]
    admin.site.autocomplete_view
)
AutocompleteMixin.optgroups = staff.known_keys_only(AutocompleteMixin.optgroups)  # type: ignore[method-assign]
admin.site.site_header = admin.site.site_title = "Hip Mobility"

handler429 = "tracker.views.limits.too_many"  # allauth's own name; Django has none

urlpatterns = [
    path("", include("exercises.urls")),
    path("", include("tracker.urls")),
    path("accounts/", include("hipmobility.accounts")),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz, name="healthz"),
    path("sw.js", pwa.service_worker, name="service-worker"),
    path("manifest.webmanifest", pwa.manifest, name="manifest"),
    path("offline/", pwa.offline, name="offline"),
    path("robots.txt", robots.robots_txt, name="robots"),
    path("sitemap.xml", login_not_required(require_safe(sitemap)), {"sitemaps": SITEMAPS}, name="sitemap"),
]

if "debug_toolbar" in settings.INSTALLED_APPS:
    from debug_toolbar.toolbar import debug_toolbar_urls

    urlpatterns += debug_toolbar_urls()
