"""Rows of facts for tests."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa

from colonnade.warehouse.tables import TABLES

_START = datetime(2026, 1, 1)  # noqa: DTZ001  facts are UTC without a zone


def mention(number: int, **changes: Any) -> dict[str, Any]:
    """Return one mention as a dictionary; ``changes`` replace its columns."""
    row: dict[str, Any] = {
        "mention_id": f"m{number}",
        "channel": "x",
        "external_id": str(number),
        "published_at": _START + timedelta(hours=number),
        "imported_at": _START + timedelta(days=365),
        "import_id": 1,
        "author_id": f"x:author{number}",
        "author_handle": f"author{number}",
        "text": f"post number {number}",
        "likes": 0,
        "language": "en",
        "sentiment": "neutral",
    }
    return row | changes


def rows(table: str, items: Iterable[dict[str, Any]]) -> pa.Table:
    """Return dictionaries as Arrow rows of ``table``; columns that are left out are null."""
    columns = [field for field in TABLES[table] if field.name != "organization_id"]
    return pa.Table.from_pylist(list(items), schema=pa.schema(columns))


def mentions(*numbers: int, **changes: Any) -> pa.Table:
    """Return one mention for each number, with ``changes`` in all of them."""
    return rows("mentions", [mention(number, **changes) for number in numbers])
