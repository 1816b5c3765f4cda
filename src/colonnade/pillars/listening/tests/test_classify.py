"""``colonnade listen classify``."""

import json
from io import BytesIO

import pytest
from click.testing import CliRunner, Result

from colonnade.organization.tests.factories import NOW, make_organization
from colonnade.pillars.listening.commands import classify as module
from colonnade.pillars.listening.models import BrandKind, BrandQuery


def run(given: bytes, *options: str) -> Result:
    return CliRunner().invoke(module.classify, [*options, "--format", "jsonl"], input=given)


def test_each_line_is_classified() -> None:
    result = run(
        b'{"text": "I love this machine, thank you!"}\n{"id": 7, "text": "Was soll das denn bitte sein"}\n'
    )
    assert result.exit_code == 0
    first, second = map(json.loads, result.stdout.splitlines())
    assert first["line"] == 1
    assert (first["language"], first["sentiment"], first["abstained"]) == ("en", "positive", False)
    assert first["intents"] == ["praise"]
    assert 0.5 <= first["confidence"] <= 1
    assert second == {
        "line": 2, "language": "de", "sentiment": "unsure", "confidence": 0.3333, "abstained": True,
        "intents": [], "entities": [],
    }  # fmt: skip


def test_a_doubtful_text_says_where_it_leans() -> None:
    lines = [json.dumps({"text": text}) for text in ("well, hm", "so that is that then", "it is what it is")]
    answers = [json.loads(line) for line in run("\n".join(lines).encode()).stdout.splitlines()]
    for answer in answers:
        assert answer["abstained"] == (answer["confidence"] < 0.5)


def test_bad_lines_are_named_and_the_others_are_classified() -> None:
    deep = b"[" * 100_000
    given = (
        b'\xef\xbb\xbf{"text": "fine"}\nnope\n\n[1]\n{"text": 5}\n\xff\n' + deep + b'\n{"text": "\\ud800"}'
    )
    result = run(given)
    assert result.exit_code == 1
    assert [json.loads(line)["line"] for line in result.stdout.splitlines()] == [1, 8]
    for number in (2, 4, 5, 6, 7):
        assert f"line {number}: " in result.stderr
    assert "5 of 7 lines could not be read; the other 2 were classified" in result.stderr


def test_nothing_in_nothing_out() -> None:
    result = run(b"")
    assert (result.exit_code, result.stdout) == (0, "")


def test_the_accurate_tier_writes_the_same_shape() -> None:
    result = run(b'{"text": "I love this machine, thank you!"}\n', "--tier", "accurate")
    answer = json.loads(result.stdout)
    assert set(answer) == {
        "line", "language", "sentiment", "confidence", "abstained", "intents", "entities",
    }  # fmt: skip
    assert (answer["sentiment"], answer["abstained"]) == ("positive", False)
    assert run(b"", "--tier", "heavy").exit_code == 2


def test_what_a_text_names_is_told_with_the_organisations_brands(db: None) -> None:
    hydra = make_organization()
    BrandQuery.objects.create(
        organization=hydra,
        name="Hydra",
        kind=BrandKind.OWN,
        terms=["hydra machines", "@hydra"],
        created_at=NOW,
    )
    line = json.dumps(
        {"text": "@hydra my HYDRA machines loader left Paris with Maria Keller #loader"}
    ).encode()
    told = json.loads(run(line, "--organization", hydra.slug).stdout)["entities"]
    assert [(entity["kind"], entity["text"]) for entity in told] == [
        ("mention", "@hydra"),
        ("hashtag", "#loader"),
        ("brand", "Hydra"),
        ("place", "Paris"),
        ("person", "Maria Keller"),
    ]
    nobody = run(line, "--organization", "nobody")
    assert (nobody.exit_code, "nobody" in nobody.stderr) == (1, True)


def test_a_text_of_ten_megabytes_is_read_from_its_start() -> None:
    text = "I love this machine, thank you! " * 320_000
    answer = json.loads(run(json.dumps({"text": text}).encode()).stdout)
    assert (answer["sentiment"], answer["entities"]) == ("positive", [])


def test_endless_lines_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_LINE", 1_000)
    result = run(b'{"text": "' + b"a" * 5_500 + b'"}\n{"text": "fine"}')
    assert result.exit_code == 1
    assert "line 1: longer than" in result.stderr
    assert [json.loads(line)["line"] for line in result.stdout.splitlines()] == [2]


def test_memory_is_bounded_by_bytes_and_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BYTES_AT_ONCE", 20)
    some = list(module.batches(BytesIO(b"0123456789\n\n0123456789\n" + b"x\n" * 2_500)))
    assert list(some[0]) == [1, 3]
    assert all(sum(map(len, lines.values())) <= 22 for lines in some)
    assert sum(map(len, some)) == 2_502
