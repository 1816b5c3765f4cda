"""Reports as text, JSON, SARIF and annotations of a GitHub workflow."""

import json
from collections.abc import Callable, Mapping
from enum import StrEnum
from urllib.parse import quote

from django.utils.translation import ngettext

from colonnade import __version__
from colonnade.strategy.document.problems import display_path
from colonnade.strategy.rules.findings import Finding, Report, Severity
from colonnade.strategy.rules.registry import all_rules

Reports = Mapping[str, Report]


class Format(StrEnum):
    """How a report can be written."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


def summary(reports: Reports) -> str:
    """Return one line that counts the findings by weight."""
    errors, warnings, infos = (
        sum(report.count(severity) for report in reports.values()) for severity in Severity
    )
    parts = [
        ngettext("{count} error", "{count} errors", errors).format(count=errors),
        ngettext("{count} warning", "{count} warnings", warnings).format(count=warnings),
        ngettext("{count} info", "{count} infos", infos).format(count=infos),
    ]
    return ", ".join(parts) + "."


def to_text(reports: Reports) -> str:
    """Return ``file:line:col CODE message`` for each finding, its fix indented below, and a count.

    What is not an error has its weight in brackets behind the message.
    """
    lines = []
    for name, report in reports.items():
        for finding in report:
            weight = "" if finding.severity is Severity.ERROR else f" ({finding.severity})"
            place = f"{name}:{finding.line}:{finding.column}"
            lines.append(f"{place} {finding.code} {finding.message}{weight}")
            if finding.fix:
                lines.append(f"    {finding.fix}")
    return "\n".join([*lines, summary(reports)]) + "\n"


def to_json(reports: Reports) -> str:
    """Return a JSON document with a list of files, each with its findings."""
    return json.dumps(as_json(reports), indent=2, ensure_ascii=False) + "\n"


def as_json(reports: Reports) -> dict[str, object]:
    """Return reports as JSON values."""
    files = [
        {"file": name, "ok": report.ok, "findings": [finding_as_json(item) for item in report]}
        for name, report in reports.items()
    ]
    return {"version": __version__, "files": files}


def finding_as_json(finding: Finding) -> dict[str, object]:
    """Return a finding as JSON values; ``path`` as a list, ``place`` as people write it."""
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "step": str(finding.step) if finding.step else None,
        "message": finding.message,
        "fix": finding.fix,
        "path": list(finding.path),
        "place": display_path(finding.path),
        "line": finding.line,
        "column": finding.column,
    }


_SARIF_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def to_sarif(reports: Reports) -> str:
    """Return a SARIF 2.1.0 log (OASIS, 2020) with one run; columns count Unicode code points."""
    rules = [
        {
            "id": item.code,
            "name": item.title,
            "shortDescription": {"text": item.title},
            "fullDescription": {"text": item.doc},
            "defaultConfiguration": {"level": _SARIF_LEVELS[item.severity]},
            "properties": {"step": str(item.step)},
        }
        for item in all_rules()
    ]
    places = {str(item["id"]): place for place, item in enumerate(rules)}
    results = [
        _sarif_result(name, item, places.get(item.code))
        for name, report in reports.items()
        for item in report
    ]
    driver = {"name": "colonnade", "semanticVersion": __version__, "rules": rules}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _sarif_result(name: str, finding: Finding, place: int | None) -> dict[str, object]:
    region = {"startLine": finding.line, "startColumn": finding.column}
    location = {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(name.replace("\\", "/"))},
            "region": region,
        }
    }
    result: dict[str, object] = {
        "ruleId": finding.code,
        "level": _SARIF_LEVELS[finding.severity],
        "message": {"text": f"{finding.message} {finding.fix}".strip()},
        "locations": [location],
    }
    if place is not None:
        result["ruleIndex"] = place
    return result


_GITHUB_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def to_github(reports: Reports) -> str:
    """Return workflow commands that GitHub shows beside the lines, with their special characters escaped."""
    lines = [
        f"::{_GITHUB_COMMANDS[finding.severity]} file={_property(name)},line={finding.line},"
        f"col={finding.column},title={_property(finding.code)}::"
        + _data(f"{finding.message} {finding.fix}".strip())
        for name, report in reports.items()
        for finding in report
    ]
    return "".join(f"{line}\n" for line in lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: dict[Format, Callable[[Reports], str]] = {
    Format.TEXT: to_text,
    Format.JSON: to_json,
    Format.SARIF: to_sarif,
    Format.GITHUB: to_github,
}
