"""Mentions by the queries they match, laid out so that a question reads them without a join."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from colonnade.warehouse.tables import EVERY, NAMINGS


def namings_of(mentions: pa.Table, matches: pa.Table) -> pa.Table:
    """Return the namings (``tables.NAMINGS``) of ``mentions``, from what they match.

    Rows of the same query lie together, so that an engine that keeps the order skips the others.

    Args:
        mentions: columns of ``tables.MENTIONS``, each mention once; those of ``tables.NARROW`` are needed,
            and ``organization_id`` where the result is to have it.
        matches: ``mention_id`` and ``query_id``, each pair once; those of other mentions are left alone.
    """
    ids = mentions["mention_id"].combine_chunks()
    belonging = pc.index_in(matches["mention_id"], value_set=ids).combine_chunks()
    known = belonging.is_valid()
    place = belonging.filter(known).to_numpy().astype(np.int64)
    query = matches["query_id"].combine_chunks().filter(known).to_numpy().astype(np.int64)
    order = np.lexsort((query, place))
    place, query = place[order], query[order]
    ends = np.cumsum(np.bincount(place, minlength=len(ids)))
    queries = pa.ListArray.from_arrays(
        pa.array(np.concatenate(([0], ends)), pa.int32()), pa.array(query, pa.int64())
    )
    named = np.concatenate((np.full(len(ids), EVERY), query))
    rows = np.concatenate((np.arange(len(ids)), place))
    order = np.argsort(named, kind="stable")
    narrow = mentions.append_column("queries", queries).append_column(
        "query_id", pa.nulls(len(ids), pa.int64())
    )
    columns = [name for name in NAMINGS.names if name in narrow.column_names]
    taken = narrow.select(columns).take(pa.array(rows[order]))
    return taken.set_column(columns.index("query_id"), "query_id", pa.array(named[order], pa.int64()))
