"""Parquet as rows of text."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from colonnade.pillars.listening.importing.reading.json_text import cell_of
from colonnade.pillars.listening.importing.reading.layout import Layout, Row, Unreadable, unique_names

MAGIC = b"PAR1"
_BATCH = 5_000  # rows


@contextmanager
def _clear_errors() -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, OSError) as error:
        raise Unreadable(f"The Parquet file is damaged: {str(error).splitlines()[0][:200]}") from error


def read_columns(path: Path, *, most_bytes: int) -> tuple[str, ...]:
    """Return the columns' names, those within a struct dotted.

    Raises:
        Unreadable: where the file is damaged or unpacks to more than ``most_bytes``.
    """
    with _clear_errors(), pq.ParquetFile(path) as file:
        metadata = file.metadata
        unpacked = sum(metadata.row_group(group).total_byte_size for group in range(metadata.num_row_groups))
        if unpacked > most_bytes:
            raise Unreadable(f"The file unpacks to more than {most_bytes // 1024**2:,} MB. Split it.")
        empty = _flat(file.schema_arrow.empty_table())
        if not empty.column_names:
            raise Unreadable("The Parquet file has no columns.")
        return unique_names(list(empty.column_names))


def _flat(table: pa.Table) -> pa.Table:
    while any(pa.types.is_struct(field.type) for field in table.schema):
        table = table.flatten()
    return table


def _text(value: object) -> str:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return cell_of(value)


def _cells(column: pa.ChunkedArray) -> list[str]:
    if pa.types.is_timestamp(column.type):  # Python's times end at microseconds
        column = column.cast(pa.timestamp("us", tz=column.type.tz), safe=False)
    return [_text(value) for value in column.to_pylist()]


def rows(path: Path, layout: Layout) -> Iterator[tuple[Row, float]]:
    """Yield each row with the fraction of rows that were read."""
    number = 0
    with _clear_errors(), pq.ParquetFile(path) as file:
        total = max(1, file.metadata.num_rows)
        for batch in file.iter_batches(batch_size=_BATCH):
            columns = [_cells(column) for column in _flat(pa.Table.from_batches([batch])).columns]
            for cells in zip(*columns, strict=True):
                number += 1
                yield Row(number, cells), number / total
