"""Figures of engagement: of each, what was measured last stands, in whatever order the measurements come.

Files and networks bring the same post again and again, early and late, and few bring all figures. So each
figure has its own moment: the newest measurement of likes may be older than that of views. A figure may fall:
people take likes back, and networks correct themselves.
"""

import pyarrow as pa
import pyarrow.compute as pc

FIGURES = ("likes", "replies", "reposts", "views")
MOMENTS = {name: f"{name}_at" for name in FIGURES}
COLUMNS = (*FIGURES, *MOMENTS.values())


def dated(rows: pa.Table) -> pa.Table:
    """Return mentions with a moment for each figure that they have, and none where they have none.

    A figure without one, or from the future, was measured when its row came in.
    """
    for name, moment in MOMENTS.items():
        measured = pc.min_element_wise(rows[moment], rows["imported_at"])
        known = pc.if_else(pc.is_valid(rows[name]), measured, pa.scalar(None, measured.type))
        rows = rows.set_column(rows.schema.get_field_index(moment), moment, known)
    return rows


def newest(*tables: pa.Table) -> pa.Table:
    """Return a row for each ``mention_id`` in ``tables``, with the newest measurement of each of ``COLUMNS``.

    Of two from the same moment the greater figure stands, so that the order of arrival does not matter.
    """
    columns = ("mention_id", *COLUMNS)
    rows = pa.concat_tables([table.select(columns) for table in tables])
    found = pa.table({"mention_id": pc.unique(rows["mention_id"])})
    for name, moment in MOMENTS.items():
        ordered = rows.filter(pc.is_valid(rows[name])).sort_by(
            [(moment, "ascending"), (name, "ascending")]  # stable within a mention, which is all that counts
        )
        last = ordered.group_by("mention_id", use_threads=False).aggregate([(name, "last"), (moment, "last")])
        found = found.join(last.rename_columns(["mention_id", name, moment]), "mention_id")
    return found.select(columns)


def changes(stored: pa.Table, newer: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Return (the rows of ``newer`` that differ from ``stored``, those of them that differ in a figure).

    Args:
        stored, newer: ``mention_id`` and ``COLUMNS``, each mention once and the same in both.
    """
    place = pc.index_in(newer["mention_id"], value_set=stored["mention_id"].combine_chunks())
    before = stored.take(place)
    in_figures = _differ(before, newer, FIGURES)
    in_moments = _differ(before, newer, tuple(MOMENTS.values()))
    return newer.filter(pc.or_(in_figures, in_moments)), newer.filter(in_figures)


def _differ(before: pa.Table, after: pa.Table, columns: tuple[str, ...]) -> pa.ChunkedArray:
    found = pa.chunked_array([pa.array([False] * before.num_rows, pa.bool_())])
    for name in columns:
        same = pc.fill_null(pc.equal(before[name], after[name]), False)  # noqa: FBT003  Arrow takes it so
        neither = pc.and_(pc.is_null(before[name]), pc.is_null(after[name]))
        found = pc.or_(found, pc.invert(pc.or_(same, neither)))
    return found
