"""Django's settings. What operators may change is read by `hipmobility.environment`; the rest is fixed."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from hipmobility.environment import LOCAL_HOSTS, read_environment
from hipmobility.logs import logging_settings
from hipmobility.middleware import static_headers

BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT = read_environment(BASE_DIR)

DATA_DIR = ENVIRONMENT.data_dir
DEBUG = ENVIRONMENT.debug
SECRET_KEY = ENVIRONMENT.secret_key
SECRET_KEY_FALLBACKS = ENVIRONMENT.older_keys
SITE_URL = ENVIRONMENT.site_url
ALLOWED_HOSTS = [ENVIRONMENT.site_host, *LOCAL_HOSTS]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "tracker",
    "exercises",
    "hipmobility.apps.WiringConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "hipmobility.apps.SignInsConfig",
    "crispy_bootstrap5",
    "crispy_forms",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "hipmobility.request_log.log_request",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "hipmobility.middleware.security_headers",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "hipmobility.middleware.bounded_bodies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "hipmobility.middleware.private_pages",
    "tracker.middleware.local_time_zone",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "hipmobility.staff_mfa.second_factor",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "hipmobility.urls"
WSGI_APPLICATION = "hipmobility.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hipmobility.site_address.site_url",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

DATABASES = {"default": ENVIRONMENT.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# "default" counts attempts to sign in, and holds nothing that a page reads: every process and machine counts
# the same ones. "requests" counts others (tracker/views/limits.py). Without a Redis they cost no query: each
# process has its own.
CACHES = {
    "default": ENVIRONMENT.cache,
    "requests": ENVIRONMENT.cache
    if ENVIRONMENT.has_redis
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "requests",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}

EMAIL_BACKEND = ENVIRONMENT.email["EMAIL_BACKEND"]
EMAIL_HOST = ENVIRONMENT.email["EMAIL_HOST"]
EMAIL_PORT = ENVIRONMENT.email["EMAIL_PORT"]
EMAIL_HOST_USER = ENVIRONMENT.email["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = ENVIRONMENT.email["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = ENVIRONMENT.email["EMAIL_USE_TLS"]
EMAIL_USE_SSL = ENVIRONMENT.email["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = ENVIRONMENT.email.get(
    "DEFAULT_FROM_EMAIL", f"Hip Mobility <no-reply@{ENVIRONMENT.site_host}>"
)

# For pages that were rendered, in each process; a page holds for as long as nothing that it shows changes.
PAGE_MEMORY_BYTES = 0 if DEBUG else 24 * 1024 * 1024

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.data_dir / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "hipmobility.storage.BundledStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ALLOW_ALL_ORIGINS = False  # our pages alone use our files
WHITENOISE_ADD_HEADERS_FUNCTION = static_headers

# --- accounts ---------------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["tracker.auth.AthleteBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "tracker:today"
LOGOUT_REDIRECT_URL = "exercises:landing"
ACCOUNT_ADAPTER = "tracker.auth.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "login": "tracker.forms.accounts.LoginForm",
    "signup": "tracker.forms.accounts.SignupForm",
    "add_email": "tracker.forms.accounts.AddEmailForm",
    "change_password": "tracker.forms.accounts.ChangePasswordForm",
    "set_password": "tracker.forms.accounts.SetPasswordForm",
    "reset_password": "tracker.forms.accounts.ResetPasswordForm",
    "reset_password_from_key": "tracker.forms.accounts.ResetPasswordKeyForm",
    "reauthenticate": "tracker.forms.accounts.ReauthenticateForm",
}
ACCOUNT_USER_DISPLAY = "tracker.auth.display_name"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_VERIFICATION = "optional"
# Beside allauth's own limits: how many demo people and how many accounts may be made from one network
# address, and how many mails for a new password anybody may have sent to an address.
ACCOUNT_RATE_LIMITS = {
    "demo": "20/h/ip",
    "signup": "20/m/ip,200/h/ip",
    "reset_password": "20/m/ip,5/m/key,20/h/key",
}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = LOGOUT_REDIRECT_URL
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if ENVIRONMENT.is_https else "http"

MFA_ADAPTER = "tracker.factors.MFAAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Hip Mobility"
MFA_TOTP_TOLERANCE = 1  # phones' clocks are up to half a minute off
# hipmobility.accounts asks for a confirmed address before a factor is added; later it may be changed.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RATE_LIMITS = {"webauthn_login": "30/m/ip"}
MFA_FORMS = {
    "authenticate": "tracker.forms.factors.AuthenticateForm",
    "authenticate_webauthn": "tracker.forms.factors.AuthenticatePasskeyForm",
    "reauthenticate": "tracker.forms.factors.ReauthenticateForm",
    "reauthenticate_webauthn": "tracker.forms.factors.ReauthenticatePasskeyForm",
    "login_webauthn": "tracker.forms.factors.LoginPasskeyForm",
    "add_webauthn": "tracker.forms.factors.AddPasskeyForm",
    "edit_webauthn": "tracker.forms.factors.EditPasskeyForm",
    "activate_totp": "tracker.forms.factors.ActivateTOTPForm",
}
STAFF_MFA = ENVIRONMENT.staff_mfa

# gunicorn speaks no https itself: one proxy stands before it, and names the client whose tries are counted.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENVIRONMENT.is_https else 0

# --- forms ------------------------------------------------------------------------------------------------

CRISPY_ALLOWED_TEMPLATE_PACKS = ["bootstrap5"]
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False
# A long session has eight fields a set; Django's 1,000 would cut it at about 120 sets.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# Bytes of a whole request, files included; above what the forms for files allow, so that those can say so.
LARGEST_BODY = 2 * 1024 * 1024
LARGEST_BODIES = {"/settings/data/": 64 * 1024 * 1024, "/admin/": 8 * 1024 * 1024}

# What one account ("user") or one network address ("ip") may ask for in a stretch of time, far above what
# people do: a long day without a connection comes in some dozens of calls (tracker/views/limits.py).
REQUEST_LIMITS = {
    "guess": "300/600s/ip",  # addresses of feeds and reports that lead nowhere
    "export": "30/h/user",
    "report-link": "60/h/user",
    "sync": "3000/600s/user",
    "upload": "60/h/user",
}

# --- security ---------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        # Another part of the site that was named with http: by mistake is fetched with https: all the same.
        **({"upgrade-insecure-requests": True} if ENVIRONMENT.is_https else {}),
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_ENGINE = "hipmobility.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 90
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "tracker.views.errors.csrf_failure"
if ENVIRONMENT.is_https:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

LOGGING = logging_settings(ENVIRONMENT.log_format)

# Only where requirements-dev.txt is installed: DEBUG works without it.
if DEBUG and find_spec("debug_toolbar"):
    INSTALLED_APPS.append("debug_toolbar")
    MIDDLEWARE.insert(4, "debug_toolbar.middleware.DebugToolbarMiddleware")
    INTERNAL_IPS = ["127.0.0.1", "::1"]
    DEBUG_TOOLBAR_CONFIG = {"SHOW_COLLAPSED": True}
