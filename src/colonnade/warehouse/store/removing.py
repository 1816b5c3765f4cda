"""Facts go: out of sight at once, or for good and with proof."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import uuid4

import ibis
import pyarrow as pa
import pyarrow.compute as pc

from colonnade.warehouse.engines import Transaction
from colonnade.warehouse.store.reading import Readable, keys
from colonnade.warehouse.tables import FACTS
from colonnade.warehouse.tombstones import Kind, tombstones


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """Proof of an erasure.

    Attributes:
        removed: rows removed, by table.
        remaining: rows that still name one of the persons, counted after the commit; always 0.
        rewritten: whether the storage was rewritten, so that the removed bytes are gone from it too.
    """

    removed: dict[str, int]
    remaining: int
    rewritten: bool


class ErasureIncomplete(Exception):
    """Rows of an erased person were found after the erasure."""


class Removing(Readable):
    """Facts that are removed."""

    def withdraw(self, mentions: Iterable[str], *, for_good: bool) -> int:
        """Take mentions from every reader at once; return how many went.

        Their bytes stay in the storage until ``erase`` is called with the same ids, or for another cause.

        Args:
            for_good: whether they are barred from coming back.
        """
        posts = pa.array(sorted(set(mentions)), pa.string())
        with self._engine.write(self.organization_id) as transaction:
            if for_good:
                self._bar(transaction, "mention", posts)
            return self._remove_posts(transaction, posts)["mentions"]

    def _remove_posts(self, transaction: Transaction, posts: pa.Array) -> dict[str, int]:
        self._bar(transaction, "removal", pa.array([uuid4().hex]))
        tables = ("mentions", "terms", "matches", "namings", "edits")
        return {table: transaction.remove(table, "mention_id", posts) for table in tables}

    def erase_authors(self, author_ids: Iterable[str]) -> Receipt:
        """Remove everything of these authors; see ``erase``."""
        return self.erase(authors=author_ids)

    def erase(self, *, authors: Iterable[str] = (), mentions: Iterable[str] = ()) -> Receipt:
        """Remove everything of these authors and these mentions, prove it, and rewrite the storage.

        The authors' posts go with terms and matches, and their follower relations on both sides. A post by
        another person that names them is that person's and stays. What went is barred: it cannot be added
        again (see ``tombstones``). Takes time in proportion to the whole store: erase many in one call. Cut
        off, the same call again ends the work.

        Raises:
            ErasureIncomplete: where a row is found afterwards.
        """
        people = pa.array(sorted(set(authors)), pa.string())
        posts = pa.array(sorted(set(mentions)), pa.string())
        with self._engine.write(self.organization_id) as transaction:
            theirs = self.mentions.author_id.isin(keys(people)) | self.mentions.mention_id.isin(keys(posts))
            found = transaction.run(self.mentions.filter(theirs).select("mention_id"))
            posts = pc.unique(pa.concat_arrays([posts, found["mention_id"].combine_chunks()]))
            self._bar(transaction, "author", people)
            self._bar(transaction, "mention", posts)
            removed = self._remove_posts(transaction, posts) | {
                "follows": transaction.remove("follows", "follower_id", people)
                + transaction.remove("follows", "followed_id", people),
            }
        self._engine.rewrite(self.organization_id)
        return self._receipt(removed, authors=people, mentions=posts)

    def is_barred(self, kind: Kind, ids: Sequence[str]) -> list[bool]:
        """Return of each id whether it was erased and is kept out."""
        marked, stored = tombstones(self.organization_id, kind, ids), self._table("tombstones")
        known = self.run(stored.filter(stored.digest.isin(keys(marked["digest"].combine_chunks()))))
        digests = set(known["digest"].to_pylist())
        return [digest in digests for digest in marked["digest"].to_pylist()]

    def _receipt(self, removed: dict[str, int], *, authors: pa.Array, mentions: pa.Array) -> Receipt:
        people, posts = keys(authors), keys(mentions)
        left = {
            "mentions": self.mentions.filter(
                self.mentions.author_id.isin(people) | self.mentions.mention_id.isin(posts)
            ),
            "terms": self.terms.filter(self.terms.mention_id.isin(posts)),
            "matches": self.matches.filter(self.matches.mention_id.isin(posts)),
            "namings": self.namings.filter(
                self.namings.author_id.isin(people) | self.namings.mention_id.isin(posts)
            ),
            "edits": self._table("edits").filter(ibis._.mention_id.isin(posts)),
            "follows": self.follows.filter(
                self.follows.follower_id.isin(people) | self.follows.followed_id.isin(people)
            ),
        }
        remaining = {name: int(self.run(rows.count())[0][0].as_py()) for name, rows in left.items()}
        if any(remaining.values()):
            raise ErasureIncomplete(f"rows found after the erasure: {remaining}")
        return Receipt(removed=removed, remaining=0, rewritten=True)

    def erase_all(self) -> Receipt:
        """Remove every fact of the organisation and rewrite the storage; whoever was erased stays barred."""
        with self._engine.write(self.organization_id) as transaction:
            removed = {name: transaction.remove_all(name) for name in FACTS}
            self._bar(transaction, "removal", pa.array([uuid4().hex]))
        self._engine.rewrite(self.organization_id)
        remaining = sum(int(self.run(self._table(name).count())[0][0].as_py()) for name in FACTS)
        if remaining:
            raise ErasureIncomplete(f"{remaining} rows found after the erasure")
        return Receipt(removed=removed, remaining=0, rewritten=True)
