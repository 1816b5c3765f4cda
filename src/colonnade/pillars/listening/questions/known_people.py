"""The accounts that the organisation knows, as a table that posts are joined with."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import ibis
import ibis.expr.types as ir
import pyarrow as pa

KNOWN = ("relation", "segment")
"""Columns that say what a writer is known as."""
_SCHEMA = pa.schema([(name, pa.string()) for name in ("on_channel", "by_handle", *KNOWN)])

KnownRow = tuple[str, str, str, str]
"""Channel and handle, casefolded; relation; segment, which may be empty."""


def _nobody() -> Iterable[KnownRow]:
    return ()


@dataclass(frozen=True)
class KnownPeople:
    """Who is known, read only where it is needed.

    Attributes:
        state: changes whenever who is known does.
        rows: gives everybody.
    """

    state: str = ""
    rows: Callable[[], Iterable[KnownRow]] = _nobody

    @cached_property
    def _everybody(self) -> list[KnownRow]:
        return list(self.rows())

    def known_as(self) -> set[str]:
        """Return the relations and segments there are, casefolded."""
        return set().union(*map(_names, self._everybody))

    def writing(self, posts: ir.Table, known: str = "") -> ir.Table:
        """Return those of ``posts`` that somebody known wrote, with the writer's relation and segment.

        Args:
            known: only who has this relation or is in this segment, in any case; empty for everybody known.
        """
        wanted = {known.casefold()} if known else None
        rows = [row for row in self._everybody if wanted is None or wanted & _names(row)]
        columns = list(zip(*rows, strict=True)) or [()] * len(_SCHEMA)
        arrays = [pa.array(column, pa.string()) for column in columns]
        people = ibis.memtable(pa.table(arrays, schema=_SCHEMA))
        account = [posts.channel == people.on_channel, posts.author_handle.lower() == people.by_handle]
        return posts.inner_join(people, account).drop("on_channel", "by_handle")


def _names(row: KnownRow) -> set[str]:
    *_account, relation, segment = row
    return {relation.casefold(), segment.casefold()} - {""}


NOBODY = KnownPeople()
