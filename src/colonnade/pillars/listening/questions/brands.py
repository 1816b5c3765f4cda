"""The brand queries as the questions need them."""

from dataclasses import dataclass
from itertools import chain
from typing import Literal

from colonnade.pillars.listening.query.tokens import normalise, words

BrandKind = Literal["own", "competitor", "topic"]


@dataclass(frozen=True, kw_only=True)
class Brand:
    """A saved brand query as the questions need it.

    Attributes:
        terms: what the query looks for: words, phrases, "@handles", "#tags"; in any case.
        unit: slug of the business unit that it belongs to; empty for none.
    """

    id: int
    name: str
    kind: BrandKind
    terms: tuple[str, ...] = ()
    unit: str = ""

    def handles(self) -> frozenset[str]:
        """Return the accounts named by the query, casefolded, without "@"."""
        return frozenset(term[1:].casefold() for term in self.terms if term.startswith("@"))

    def words(self) -> frozenset[str]:
        """Return every word of the brand's name and terms, casefolded, without "@" and "#"."""
        spelt = [self.name, *self.terms]
        found = [words(normalise(term)) for term in spelt]
        return frozenset(chain.from_iterable(found)) | {"".join(parts) for parts in found}
