"""From an Ibis expression to ClickHouse's SQL, and from its Arrow back to the types that were promised."""

from collections.abc import Callable
from typing import Any

import ibis
import ibis.expr.operations as ops
import pyarrow as pa
from clickhouse_connect.driver.external import ExternalData
from ibis.backends.sql.datatypes import ClickHouseType
from ibis.formats.pyarrow import PyArrowSchema


def run(client: Any, expression: Any, *, visible: Callable[[str], str]) -> pa.Table:
    """Evaluate an Ibis expression; each table it names is read through the query ``visible(name)``.

    Ibis' own ClickHouse backend would name the tables themselves, whose rows are not all to be seen, and
    makes a Python object of each value on the way.
    """
    table = expression.as_table()
    node = table.op()
    bound = {
        named: ops.SQLQueryResult(query=visible(named.name), schema=named.schema, source=None)
        for named in node.find(ops.UnboundTable)
    }
    statement = ibis.to_sql(node.replace(bound).to_expr(), dialect="clickhouse", pretty=False)
    found = client.query_arrow(str(statement), external_data=_sent_along(node), use_strings=True)
    return conformed(found, PyArrowSchema.from_ibis(table.schema()))


def external(name: str, rows: pa.Table) -> ExternalData:
    """Return rows that travel beside a statement, and are a table of that name to it alone."""
    data = ExternalData()
    _attach(data, name, rows)
    return data


def _sent_along(node: Any) -> ExternalData | None:
    tables = node.find(ops.InMemoryTable)
    if not tables:
        return None
    data = ExternalData()
    for table in tables:
        _attach(data, table.name, table.data.to_pyarrow(table.schema))
    return data


def _attach(data: ExternalData, name: str, rows: pa.Table) -> None:
    columns = PyArrowSchema.to_ibis(rows.schema).items()
    structure = [f"`{column}` {ClickHouseType.to_string(kind)}" for column, kind in columns]
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, rows.schema) as writer:
        writer.write_table(rows)
    data.add_file(file_name=name, data=sink.getvalue().to_pybytes(), structure=structure, fmt="Arrow")


def conformed(rows: pa.Table, schema: pa.Schema) -> pa.Table:
    """Return rows with exactly the names and types of ``schema``."""
    columns = [_conformed(rows.column(place), field.type) for place, field in enumerate(schema)]
    return pa.table(columns, schema=schema)


def _conformed(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    if pa.types.is_timestamp(kind) and pa.types.is_integer(column.type):
        # ClickHouse's DateTime, in whole seconds, comes as a bare number.
        return column.cast(pa.int64()).cast(pa.timestamp("s")).cast(kind)
    if pa.types.is_timestamp(kind) and pa.types.is_timestamp(column.type):
        return column.cast(pa.timestamp(column.type.unit)).cast(kind)  # UTC, and says so: drop the zone
    return column.cast(kind)
