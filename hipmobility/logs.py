"""How lines of the log are written: as text or as JSON, and without what is nobody's business.

Errors are told by their type and by where they happened. Their messages are left out, for they repeat what
was typed: a database names the whole row that it refuses.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
import traceback
from collections.abc import Iterator
from typing import Any

from hipmobility.request_log import request_id, route_of

ADDRESS = re.compile(r"(?<![^\s@'\"<>(),:;])[^\s@'\"<>(),:;]+@[^\s@'\"<>(),:;]+")
"""Looked for at beginnings of words alone: anybody can have a long word logged, and each try reads it all."""
TOKEN = re.compile(r"(?<![\w.-])(?=[\w.-]*\d)(?=[\w.-]*[A-Za-z])[\w-]{20,}(?![\w-])")
"""What may be a token or the key of a row: long, with letters and digits, and no word of Python's."""
PATH = re.compile(r"(?<![\w.])/\S*")
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class JsonFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(_entry(record), default=str)


class TextFormatter(logging.Formatter):
    """One line for people, and the places of an error indented below it."""

    def format(self, record: logging.LogRecord) -> str:
        entry = _entry(record)
        mark = f" [{entry['request_id']}]" if "request_id" in entry else ""
        line = f"{entry['time']} {entry['level']} {entry['logger']}: {entry['message']}{mark}"
        return "\n    ".join([CONTROL.sub("?", line), *entry.get("error", [])])


def formatter(name: str) -> logging.Formatter:
    """Return the formatter for LOG_FORMAT."""
    return JsonFormatter() if name == "json" else TextFormatter()


def logging_settings(log_format: str) -> dict[str, Any]:
    """Return Django's LOGGING. Errors are mailed to nobody: a mail would hold the whole request."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "hipmobility.logs.formatter", "name": log_format}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "line"},
            "none": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO"},
            # What is said there of a refusal stands in the request's own line.
            "django.request": {"level": "ERROR"},
            "django.server": {"handlers": ["none"], "propagate": False},
        },
    }


def _entry(record: logging.LogRecord) -> dict[str, Any]:
    moment = dt.datetime.fromtimestamp(record.created, dt.UTC)
    entry: dict[str, Any] = {
        "time": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "level": record.levelname,
        "logger": record.name,
        "message": _message(record),
    }
    if mark := request_id.get():
        entry["request_id"] = mark
    entry |= getattr(record, "access", {})
    if record.exc_info and record.exc_info[1]:
        entry["error"] = list(_places(record.exc_info[1]))
    return entry


def _message(record: logging.LogRecord) -> str:
    if hasattr(record, "access"):
        return record.getMessage()
    if request := getattr(record, "request", None):
        return f"{getattr(record, 'status_code', 'Error')} in {route_of(request)}"
    if record.exc_info and record.msg is record.exc_info[1]:
        return type(record.msg).__qualname__
    text = TOKEN.sub("…", ADDRESS.sub("…@…", record.getMessage()))
    return PATH.sub("/…", text) if record.name.startswith("gunicorn") else text


def _places(error: BaseException) -> Iterator[str]:
    """Yield the errors that led to this one and the places that they came through, without their messages."""
    if error.__cause__ or (error.__context__ and not error.__suppress_context__):
        yield from _places(error.__cause__ or error.__context__)  # type: ignore[arg-type]
    kind = type(error)
    yield f"{kind.__module__}.{kind.__qualname__}{_known_words(error)}"
    for place, line in traceback.walk_tb(error.__traceback__):
        yield f"  {place.f_code.co_filename}:{line} {place.f_code.co_name}"


def _known_words(error: BaseException) -> str:
    """Return what a database says of the kind of error, in words of its own."""
    diagnosis = getattr(error, "diag", None)
    words = [
        getattr(error, "sqlite_errorname", None),
        getattr(error, "sqlstate", None),
        getattr(diagnosis, "constraint_name", None),
    ]
    told = " ".join(word for word in words if word)
    return f" ({told})" if told else ""
