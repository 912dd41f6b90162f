"""Settings for tests: the site's own, with quick passwords, plain static files and throw-away data."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# The worker processes of one run inherit the folder from the first, which removes it when all is done.
if "DATA_DIR" not in os.environ:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="hipmobility-tests-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)
os.environ["SITE_URL"] = "http://testserver"
os.environ["DEBUG"] = "0"

from hipmobility.settings import *  # noqa: F403
from hipmobility.settings import DATABASES, ENVIRONMENT, INSTALLED_APPS, MIDDLEWARE, STORAGES

# A request in which the same relation is fetched row by row fails its test.
INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
# allauth reads the one or two addresses and factors of a person one by one. A demo person's half year takes
# the same locks a few times: each service takes its own.
ZEAL_ALLOWLIST = [
    {"model": "account.*", "field": "*"},
    {"model": "auth.User", "field": "get()"},
    {"model": "tracker.Athlete", "field": "get()"},
    {"model": "mfa.Authenticator", "field": "*"},
]
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
# Rows that are rolled back were never committed: what they showed would be remembered all the same.
PAGE_MEMORY_BYTES = 0
WHITENOISE_AUTOREFRESH = True
ACCOUNT_RATE_LIMITS = False
REQUEST_LIMITS: dict[str, str] = {}
MFA_RATE_LIMITS = False

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads and the browser tests' server then meet as they do in production.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(ENVIRONMENT.data_dir) / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
