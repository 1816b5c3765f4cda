"""The published JSON Schema of the strategy document, for editors and for other programs."""

import json
from typing import Any

from colonnade.strategy.document.model import Strategy

DIALECT = "https://json-schema.org/draft/2020-12/schema"
IDENTITY = "urn:colonnade:strategy:1"


def json_schema() -> dict[str, Any]:
    """Return the schema (JSON Schema, draft 2020-12).

    Every key may also be left empty, which means the same as leaving it out.
    """
    schema = Strategy.model_json_schema(mode="validation")
    return {"$schema": DIALECT, "$id": IDENTITY, **schema, "title": "Colonnade strategy"}


def render() -> str:
    """Return the schema as it is published, in a stable form."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
