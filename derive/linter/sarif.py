"""Findings as SARIF 2.1.0, the format in which analysers hand their results to code hosts and editors."""

import json
from hashlib import sha256
from urllib.parse import quote

from .. import __version__
from ..language.codes import Code
from ..library.codes import CODES
from .formats import explained
from .records import FileRecord, Item, Run

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
OTHERS = {
    "open": Code("open", "no decision", "The relation is neither proved nor refuted, nor supported by numbers.", "", ""),
    "unread": Code("unread", "not understood", "The notation of the relation was not understood.", "", ""),
}
LEVELS = {"error": "error", "warning": "warning"}


def as_sarif(report: Run) -> str:
    """One run. Ignored findings are listed as suppressed; with ``strict``, what is open or unread is a note."""
    rules = {**CODES, **OTHERS}
    numbers = {name: place for place, name in enumerate(rules)}
    results = [made for file in report.files for made in _results(report, file, numbers)]
    complaints = [
        {
            "level": r.kind,
            "message": {"text": r.message},
            "locations": [_location(file.path, {"startLine": r.line, "startColumn": r.column})],
        }
        for file in report.files
        for r in file.remarks
        if r.kind != "note" or report.strict
    ] + [{"level": "error", "message": {"text": file.error}} for file in report.files if file.error]
    run = {
        "tool": {"driver": {"name": "derive", "version": __version__, "rules": [_rule(name, code) for name, code in rules.items()]}},
        "columnKind": "unicodeCodePoints",
        "results": results,
        "invocations": [{"executionSuccessful": report.status != 2, "toolExecutionNotifications": complaints}],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _rule(name: str, code: Code) -> dict:
    return {
        "id": name,
        "shortDescription": {"text": code.title},
        "fullDescription": {"text": code.explanation},
        "help": {"text": f"derive explain {name}"},
        "defaultConfiguration": {"level": "note" if name in OTHERS else "error"},
    }


def _results(report: Run, file: FileRecord, numbers: dict[str, int]):
    seen: dict[str, int] = {}
    for item in file.items:
        if not item.severity and not (report.strict and item.verdict in OTHERS):
            continue
        name = item.code if item.code in numbers else item.verdict
        print_ = _fingerprint(name, item)
        seen[print_] = seen.get(print_, 0) + 1
        words = "".join(f"\n{title}: {text}" for title, text in explained(item))
        made = {
            "ruleId": name,
            "level": LEVELS.get(item.severity, "note"),
            "message": {"text": item.message + words},
            "locations": [_location(file.path, _region(item))],
            "partialFingerprints": {"relation/v1": f"{print_}:{seen[print_]}"},
        }
        if name in numbers:
            made["ruleIndex"] = numbers[name]
        if item.ignored:
            made["suppressions"] = [{"kind": "inSource"}]
        yield made


def _region(item: Item) -> dict:
    return {"startLine": item.line, "startColumn": item.column, "endLine": item.end_line, "endColumn": item.end_column}


def _location(path: str, region: dict) -> dict:
    return {"physicalLocation": {"artifactLocation": {"uri": quote(path.replace("\\", "/"))}, "region": region}}


def _fingerprint(name: str, item: Item) -> str:
    """The same finding after lines have moved, or blanks have changed."""
    parts = [name, *(" ".join(side.split()) for side in (item.lhs, item.relation, item.rhs))]
    return sha256("\0".join(parts).encode()).hexdigest()[:16]
