"""What a check has found, as text for people, JSON for programs, or annotations on GitHub."""

import json
import os
from collections.abc import Iterable, Sequence

from portal.translations.check import Checked
from portal.translations.checks.wording import said
from portal.translations.finding import Finding, Severity

SHOWN = 72  # letters of a source text


def as_text(checked: Sequence[Checked]) -> str:
    """Each finding with what is wrong, where it shows and how to write it; a line per language at the end."""
    lines: list[str] = []
    for each in checked:
        for finding in each.findings:
            lines += [*_lines(finding), ""]
    return "\n".join([*lines, *map(summary, checked)])


def _lines(finding: Finding) -> list[str]:
    source = f' "{_short(finding.source)}"' if finding.source else ""
    head = f"{_path(finding)}:{finding.line}: {finding.severity} [{finding.rule}]{source}"
    if finding.severity is Severity.INFO:
        return [head]
    lines = [head, *(f"  {line}" for line in finding.wrong.splitlines())]
    if finding.where:
        lines.append("  " + said("shows on: {places}", places=", ".join(finding.where[:3])))
    return [*lines, *(f"  {line}" for line in finding.hint.splitlines())]


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _path(finding: Finding) -> str:
    path = os.path.relpath(finding.path)
    return str(finding.path) if path.startswith("..") else path


def summary(each: Checked) -> str:
    """One file in one line."""
    errors, warnings = (
        sum(finding.severity is severity for finding in each.findings)
        for severity in (Severity.ERROR, Severity.WARNING)
    )
    return said(
        "{tag} ({name}): {translated} of {messages} translated, {unsure} unsure, {errors} errors, {warnings} warnings",
        tag=each.tag, name=each.path.name, translated=each.translated, messages=each.messages, unsure=each.unsure,
        errors=errors, warnings=warnings,
    )  # fmt: skip


def as_json(checked: Iterable[Checked]) -> str:
    """The same for programs: the files with their figures, and all findings."""
    files = list(checked)
    return json.dumps(
        {
            "files": [
                {
                    "path": str(each.path), "language": each.tag, "messages": each.messages,
                    "translated": each.translated, "unsure": each.unsure,
                }
                for each in files
            ],
            "findings": [_record(finding) for each in files for finding in each.findings],
        },
        ensure_ascii=False,
        indent=2,
    )  # fmt: skip


def _record(finding: Finding) -> dict[str, object]:
    return {
        "file": _path(finding), "line": finding.line, "severity": str(finding.severity), "rule": finding.rule,
        "source": finding.source, "wrong": finding.wrong, "hint": finding.hint, "where": list(finding.where),
    }  # fmt: skip


def as_github(checked: Iterable[Checked]) -> str:
    """Workflow commands: each finding shows beside its line in a pull request.

    Source: GitHub Docs, "Workflow commands for GitHub Actions".
    """
    return "\n".join(_annotation(finding) for each in checked for finding in each.findings)


def _annotation(finding: Finding) -> str:
    kind = {Severity.INFO: "notice"}.get(finding.severity, str(finding.severity))
    text = "\n".join(part for part in (finding.source, finding.wrong, finding.hint) if part)
    place = f"file={_property(_path(finding))},line={finding.line},title={_property(finding.rule)}"
    return f"::{kind} {place}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS = {"text": as_text, "json": as_json, "github": as_github}
