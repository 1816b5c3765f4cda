"""Reports in their four forms."""

import json

import jsonschema
import pytest

from colonnade.strategy.rules import Finding, Report, Severity, Step, all_rules
from colonnade.strategy.rules.formats import FORMATS, Format

ERROR = Finding(
    code="CLA101",
    severity=Severity.ERROR,
    message="100 % platforms:\nno goal.",
    fix="Begin.",
    path=("channels", 0),
    line=3,
    column=5,
    step=Step.CLARIFY,
)
STRUCTURAL = Finding("DOC020", Severity.ERROR, "Unknown key 'gaols'.", "", ("gaols",), 1, 1, None)
INFO = Finding("CHO306", Severity.INFO, "Channels first.", "Move them.", ("channels",), 2, 1, Step.CHOOSE)
REPORTS = {"plans/our year.yaml": Report((STRUCTURAL, INFO, ERROR)), "empty.yaml": Report()}

# The parts of the SARIF 2.1.0 schema that a reader relies on; the whole is published by OASIS.
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "additionalProperties": False,
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name"],
                                "properties": {
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "type": "object",
                                            "required": ["id"],
                                            "properties": {
                                                "shortDescription": {"required": ["text"]},
                                                "fullDescription": {"required": ["text"]},
                                                "defaultConfiguration": {
                                                    "properties": {
                                                        "level": {
                                                            "enum": ["none", "note", "warning", "error"]
                                                        }
                                                    }
                                                },
                                            },
                                        },
                                    }
                                },
                            }
                        },
                    },
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["message"],
                            "properties": {
                                "ruleId": {"type": "string"},
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "message": {"required": ["text"]},
                                "locations": {
                                    "type": "array",
                                    "items": {
                                        "properties": {
                                            "physicalLocation": {
                                                "required": ["artifactLocation"],
                                                "properties": {
                                                    "artifactLocation": {
                                                        "properties": {
                                                            "uri": {"type": "string", "pattern": r"^\S*$"}
                                                        }
                                                    },
                                                    "region": {
                                                        "properties": {
                                                            "startLine": {"type": "integer", "minimum": 1},
                                                            "startColumn": {"type": "integer", "minimum": 1},
                                                        }
                                                    },
                                                },
                                            }
                                        }
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


def test_text() -> None:
    assert FORMATS[Format.TEXT](REPORTS).splitlines() == [
        "plans/our year.yaml:1:1 DOC020 Unknown key 'gaols'.",
        "plans/our year.yaml:2:1 CHO306 Channels first. (info)",
        "    Move them.",
        "plans/our year.yaml:3:5 CLA101 100 % platforms:",
        "no goal.",
        "    Begin.",
        "2 errors, 0 warnings, 1 info.",
    ]


def test_json() -> None:
    written = json.loads(FORMATS[Format.JSON](REPORTS))
    first, second = written["files"]
    assert (first["file"], first["ok"]) == ("plans/our year.yaml", False)
    assert (second["file"], second["ok"], second["findings"]) == ("empty.yaml", True, [])
    assert first["findings"][2]["place"] == "channels[0]"
    assert first["findings"][0]["step"] is None


def test_sarif() -> None:
    log = json.loads(FORMATS[Format.SARIF](REPORTS))
    jsonschema.Draft202012Validator(SARIF).validate(log)
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert len(rules) == len(all_rules())
    structural, info, error = run["results"]
    assert "ruleIndex" not in structural
    assert rules[error["ruleIndex"]]["id"] == "CLA101"
    assert info["level"] == "note"
    place = error["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "plans/our%20year.yaml"
    assert place["region"] == {"startLine": 3, "startColumn": 5}


def test_the_schema_can_fail() -> None:
    log = json.loads(FORMATS[Format.SARIF](REPORTS))
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SARIF).validate(log)


def test_github() -> None:
    assert FORMATS[Format.GITHUB](REPORTS).splitlines() == [
        "::error file=plans/our year.yaml,line=1,col=1,title=DOC020::Unknown key 'gaols'.",
        "::notice file=plans/our year.yaml,line=2,col=1,title=CHO306::Channels first. Move them.",
        "::error file=plans/our year.yaml,line=3,col=5,title=CLA101::100 %25 platforms:%0Ano goal. Begin.",
    ]
    assert "file=a%3Ab%2Cc.yaml," in FORMATS[Format.GITHUB]({"a:b,c.yaml": Report((INFO,))})
