"""Logs without people in them: one line of JSON a record, cleaned before anything is written.

Numbers, addresses and tokens are known by how they look, and removed. A name or a text is not, so
what may hold one is never written: the message of an exception, and what a library that is not
known here puts into its own message. Of an exception stand its type and where it was raised.
"""

import json
import logging
import re
import sys
import threading
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from portal.identity_numbers import identity_numbers

log = logging.getLogger(__name__)

# Libraries whose messages say nothing of people; of any other's only the fixed part is written.
KNOWN = ("portal", "granian", "_granian", "alembic", "waitress", "py.warnings")
FRAMES = 8  # the innermost; more than the way from a view to where it failed
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w-])"
_PATTERNS = tuple(
    (re.compile(pattern, re.IGNORECASE), stands_for)
    for pattern, stands_for in (
        (r"(/calendar/)[^/\s\"'?]+", r"\1[secret]"),
        (r"(/notices/[^/\s]+/report/)[^/\s\"'?]+", r"\1[signature]"),
        (r"(?<=[\w/.\-\]])\?[^\s\"'<>]+", "?[query]"),
        (r"[^\s@<>\"'(),:;=/]+@[\w.\-]*\w", "[address]"),
        (r"(?<![\w.+\-])(?:\+|00)[1-9](?:[ \-()/.\u00a0\u2011]{0,3}\d){6,14}(?!\d)", "[telephone]"),
        (r"(?<![\w.:+\-])0(?:[ \-/\u00a0\u2011]{0,3}\d){6,11}(?![\w-])", "[telephone]"),
        (rf"(?<![\w-])(?!{_UUID})(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{{24,}}(?![\w-])", "[token]"),
    )
)


def cleaned(text: str) -> str:
    """A text without identity numbers, telephone numbers, addresses, tokens and query strings."""
    for start, end in reversed(list(identity_numbers(text))):
        text = f"{text[:start]}[identity number]{text[end:]}"
    for pattern, stands_for in _PATTERNS:
        text = pattern.sub(stands_for, text)
    return text


class PeopleFilter(logging.Filter):
    """Cleans each record in place, whoever wrote it, so that no handler behind sees more."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets every record pass, without people."""
        known = record.name.split(".")[0] in KNOWN or record.name in KNOWN
        record.msg = cleaned(_message(record) if known else str(record.msg))
        record.args = None
        if record.exc_info and record.exc_info[0]:
            record.fault = _fault(record.exc_info[1])
            record.where = _where(record.exc_info[2])
        record.exc_info = record.exc_text = record.stack_info = None
        return True


class OneLine(logging.Formatter):
    """One line of JSON a record; `at` in UTC."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as written."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        fields: dict[str, Any] = {
            "at": at, "level": record.levelname.lower(), "by": record.name, "says": str(record.msg),
        }  # fmt: skip
        for name in ("fault", "where", "seal"):
            if hasattr(record, name):
                fields[name] = getattr(record, name)
        return json.dumps(fields, ensure_ascii=False)


CONFIGURATION: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"people": {"()": PeopleFilter}},
    "formatters": {"line": {"()": OneLine}},
    "handlers": {
        "lines": {
            "class": "logging.StreamHandler", "stream": "ext://sys.stderr", "formatter": "line",
            "filters": ["people"],
        },
    },
    "root": {"level": "WARNING", "handlers": ["lines"]},
    "loggers": {
        "portal.trail": {"level": "INFO"},  # the seals, for safe keeping elsewhere
        "_granian": {"level": "INFO", "handlers": ["lines"], "propagate": False},
        "granian.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
    },
}  # fmt: skip


def install() -> None:
    """Writes all that this process logs, and whatever ends it or a thread of it, to stderr."""
    import logging.config

    logging.config.dictConfig(CONFIGURATION)
    logging.captureWarnings(capture=True)
    sys.excepthook = _ended
    threading.excepthook = lambda ended: _ended(
        ended.exc_type, ended.exc_value, ended.exc_traceback
    )
    sys.unraisablehook = lambda found: _ended(found.exc_type, found.exc_value, found.exc_traceback)


def _ended(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    log.critical("ended by a failure", exc_info=(kind, error or kind(), trace))


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):  # a mistake in a log line must not hide what it was about
        return str(record.msg)


def _fault(error: BaseException | None) -> str:
    """The type of an exception and of what caused it, never their messages."""
    kinds: list[str] = []
    while error is not None and len(kinds) < FRAMES:
        kinds.append(type(error).__name__)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return " from ".join(kinds)


def _where(trace: TracebackType | None) -> list[str]:
    """File, line and function of the innermost frames, the innermost first."""
    frames = traceback.extract_tb(trace)[-FRAMES:]
    return [f"{_short(each.filename)}:{each.lineno} {each.name}" for each in reversed(frames)]


def _short(path: str) -> str:
    return "/".join(path.rsplit("/", 3)[1:])
