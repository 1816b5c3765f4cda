"""``colonnade listen classify``."""

import json

from click.testing import CliRunner, Result

from colonnade.pillars.listening.commands.classify import classify


def run(given: bytes, *options: str) -> Result:
    return CliRunner().invoke(classify, [*options, "--format", "jsonl"], input=given)


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
        "intents": [],
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
    assert set(answer) == {"line", "language", "sentiment", "confidence", "abstained", "intents"}
    assert (answer["sentiment"], answer["abstained"]) == ("positive", False)
    assert run(b"", "--tier", "heavy").exit_code == 2
