"""Who of those that speak is known: customers, partners, the press; and by segment."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from ibis import _ as column

from colonnade.audience.models import Relation
from colonnade.pillars.listening.questions import wording
from colonnade.pillars.listening.questions.answer import Measure, Row, Table
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.known_people import KNOWN
from colonnade.pillars.listening.questions.statistics import wilson

LISTED = 20


@dataclass(frozen=True)
class Voices:
    """How many of those who speak are known, and as what.

    Attributes:
        people, posts: by (relation, segment).
    """

    people: Mapping[tuple[str, str], int]
    posts: Mapping[tuple[str, str], int]

    def by(self, place: int) -> list[tuple[str, int, int]]:
        """Return (name, people, posts) by relation (0) or segment (1), the most people first."""
        people: Counter[str] = Counter()
        posts: Counter[str] = Counter()
        for key, count in self.people.items():
            people[key[place]] += count
            posts[key[place]] += self.posts[key]
        ranked = sorted(filter(None, people), key=lambda name: (-people[name], name))
        return [(name, people[name], posts[name]) for name in ranked]


def find_voices(corpus: Corpus) -> Voices | None:
    """Return who is known among those who speak; None where the organisation knows nobody."""
    if not corpus.people.known_as():
        return None
    known = corpus.people.writing(corpus.about_us)
    groups = known.group_by(*KNOWN)
    rows = corpus.rows(groups.aggregate(people=column.author_id.nunique(), posts=column.count()))
    keys = [(str(row["relation"]), str(row["segment"])) for row in rows]
    return Voices(
        people={key: int(str(row["people"])) for key, row in zip(keys, rows, strict=True)},
        posts={key: int(str(row["posts"])) for key, row in zip(keys, rows, strict=True)},
    )


def voice_caveats(voices: Voices | None) -> tuple[str, ...]:
    """Return what a reader must know of who is known."""
    if voices is None:
        return (_("Which of them are customers is not known: name them under “People we know”."),)
    return (_("Customers and others are told by the accounts that are known; there may be more of them."),)


def voice_measures(voices: Voices | None, people: int) -> tuple[Measure, ...]:
    """Return the share of customers among ``people``, to be set beside that of another period."""
    if voices is None:
        return ()
    customers = {name: count for name, count, _posts in voices.by(0)}.get(Relation.CUSTOMER.value, 0)
    return (Measure("customers", _("customers among them"), wilson(customers, people)),)


def voice_tables(corpus: Corpus, voices: Voices | None, people: int) -> tuple[Table, ...]:
    """Return the tables of who is known, of ``people`` in all; none where nobody is."""
    if voices is None or not voices.people:
        return ()
    title, heading = _("People we know"), _("Known as")
    tables = [_table(corpus, voices.by(0), people, key="known", title=title, heading=heading)]
    if segments := voices.by(1):
        title, heading = _("By segment"), _("Segment")
        tables.append(_table(corpus, segments, people, key="segments", title=title, heading=heading))
    return tuple(tables)


def _table(
    corpus: Corpus, rows: list[tuple[str, int, int]], people: int, *, key: str, title: str, heading: str
) -> Table:
    labels = dict(Relation.choices)
    return Table(
        key=key,
        title=title,
        note=_("Share of all people who speak. In brackets: the 95% interval."),
        columns=(heading, _("People"), _("Share of people"), _("Posts"), _("Share of posts")),
        rows=tuple(
            Row(
                (
                    str(labels.get(name, name)) if key == "known" else name,
                    count,
                    wording.brief(wilson(count, people)),
                    posts,
                    wording.percent(posts / corpus.extent.posts),
                ),
                corpus.link(known=name),
            )
            for name, count, posts in rows[:LISTED]
        ),
    )
