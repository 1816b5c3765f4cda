"""The published schema: valid, true to the reader, and in the reference as it is."""

from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from colonnade.strategy.document.model import Strategy
from colonnade.strategy.document.reading import read
from colonnade.strategy.document.schema import json_schema, render
from colonnade.strategy.document.starter import starter_text
from colonnade.strategy.document.tree import plain

PUBLISHED = Path(__file__).parents[5] / "docs" / "reference" / "strategy.schema.json"


def test_the_published_schema_is_the_present_one() -> None:
    assert PUBLISHED.read_text() == render(), "run `colonnade docs`"


def test_it_is_a_schema_and_accepts_the_starter_document() -> None:
    Draft202012Validator.check_schema(json_schema())
    result = read(starter_text(today=date(2026, 11, 2)), name="starter")
    assert result.tree is not None
    Draft202012Validator(json_schema()).validate(plain(result.tree))


@pytest.mark.parametrize(
    "wrong", [{"goals": 3}, {"titel": "x"}, {"goals": [{"id": "A B"}]}, {"currency": "Euro"}]
)
def test_it_refuses_what_the_reader_refuses(wrong: object) -> None:
    assert not Draft202012Validator(json_schema()).is_valid(wrong)


def test_every_part_and_every_key_is_described() -> None:
    schema = json_schema()
    for name, part in {"Strategy": schema, **schema["$defs"]}.items():
        assert part["description"], name
        for key, field in part.get("properties", {}).items():
            assert field.get("description"), f"{name}.{key}"


def test_what_a_model_writes_reads_the_same() -> None:
    strategy = read(starter_text(today=date(2026, 11, 2)), name="starter").strategy
    assert strategy is not None
    assert Strategy.model_validate_json(strategy.model_dump_json()) == strategy
