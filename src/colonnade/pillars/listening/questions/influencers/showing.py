"""How influencers are said and shown."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from colonnade.pillars.listening.questions import wording
from colonnade.pillars.listening.questions.answer import Row, Table
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.graph import (
    Ints,
)
from colonnade.pillars.listening.questions.influencers.people import Person
from colonnade.pillars.listening.questions.influencers.portfolio import Pick
from colonnade.pillars.listening.questions.statistics import (
    ENOUGH_AUTHORS,
)
from colonnade.ui.charts import Chart, Series

LISTED = 25


def nobody(corpus: Corpus, heard: Ints) -> str:
    """Return the sentence where nobody is heard by enough people."""
    most = int(heard.max()) if len(heard) else 0
    return _(
        "Insufficient evidence to name influencers: in %(posts)s about %(subject)s nobody was named, "
        "answered "
        "or followed by %(enough)d people or more (the most was %(most)d)."
    ) % {
        "posts": wording.posts(corpus.extent.posts),
        "subject": corpus.subject,
        "enough": ENOUGH_AUTHORS,
        "most": most,
    }


def sentence(corpus: Corpus, people: Sequence[Person], picked: Pick | None) -> str:
    """Return the answer in words."""
    first = people[0]
    text = ngettext(
        "%(first)s alone is heard by at least %(enough)d of those who write about %(subject)s: by %(heard)s.",
        "%(count)s are heard by at least %(enough)d of those who write about %(subject)s; %(first)s leads, "
        "heard by %(heard)s.",
        len(people),
    ) % {
        "count": wording.people(len(people)),
        "enough": ENOUGH_AUTHORS,
        "subject": corpus.subject,
        "first": first.shown,
        "heard": wording.people(first.heard_by),
    }
    if picked is None or not picked.mid_size.chosen:
        return text
    group = _(
        " %(size)d mid-size people together reach about %(reach)s of the listeners; the most heard "
        "%(size)d, %(largest)s."
    )
    return text + group % {
        "size": len(picked.mid_size.chosen),
        "reach": wording.share(picked.mid_size.reach),
        "largest": wording.share(picked.largest.reach),
    }


def caveats_of(people: Sequence[Person]) -> tuple[str, ...]:
    """Return what to know before acting on the list."""
    found = [
        _("Counted: replies, mentions of a handle and follower files, among imported posts only."),
        _("A handle can belong to a company or a newspaper as well as to a person."),
        _("Being heard is not being believed: read a person's posts before you write to them."),
        _("Paid: posts that say so themselves, such as #ad; payment that nobody discloses cannot be seen."),
    ]
    if people and all(person.followers is None for person in people):
        found.append(_("No follower numbers are known, so reach does not count in the score."))
    if people and all(person.resonance is None for person in people):
        found.append(_("No likes, replies or reposts are known, so resonance does not count in the score."))
    return tuple(found)


def charts(corpus: Corpus, people: Sequence[Person]) -> tuple[Chart, ...]:
    """Return the chart of attention."""
    shown = sorted(people, key=lambda person: (-person.attention.value, person.id))[:15]
    whiskers = shown[0].attention_known
    return (
        Chart(
            key="influencers-attention",
            question=_("Who gets the attention?"),
            answer=_("%(first)s gets %(times)s times the attention of an average person (n = %(n)s).")
            % {
                "first": shown[0].shown,
                "times": wording.mean(shown[0].attention) if whiskers else f"{shown[0].attention.value:.1f}",
                "n": wording.posts(corpus.extent.posts),
            },
            kind="hbar",
            categories=tuple(person.shown for person in shown),
            unit=_("times the average"),
            series=(
                Series(
                    name=_("attention"),
                    tone="own",
                    values=tuple(round(person.attention.value, 2) for person in shown),
                    low=tuple(round(person.attention.low, 2) for person in shown) if whiskers else (),
                    high=tuple(round(person.attention.high, 2) for person in shown) if whiskers else (),
                ),
            ),
            links=tuple(_link(corpus, person) for person in shown),
        ),
    )


def _link(corpus: Corpus, person: Person) -> str:
    """Return the person's posts, or the posts that name one who wrote none."""
    if person.posts:
        return corpus.link(author=person.id)
    return corpus.link(brand="", term=f"@{person.id.partition(':')[2]}")


def people_table(corpus: Corpus, people: Sequence[Person], doubts: Mapping[str, str]) -> Table:
    """Return the people who are heard, best first."""
    return Table(
        key="influencers",
        title=_("Who is heard"),
        note=_(
            "Heard by: people who write about the brand and named, answered or follow the person. "
            "Score: mean rank, "
            "0 to 100, in attention, followers, own posts about the brand and reactions, as far as known."
        ),
        columns=(
            _("Person"),
            _("Score"),
            _("Heard by"),
            _("Attention (average 1)"),
            _("Followers"),
            _("Own posts"),
            _("Reactions a post"),
            _("Looks automatic or paid"),
        ),
        rows=tuple(
            Row(
                (
                    person.shown,
                    round(person.score),
                    person.heard_by,
                    wording.mean(person.attention)
                    if person.attention_known
                    else f"{person.attention.value:.2f}",
                    person.followers,
                    person.posts,
                    None if person.resonance is None else round(person.resonance, 2),
                    doubts.get(person.id, ""),
                ),
                _link(corpus, person),
            )
            for person in people[:LISTED]
        ),
    )


def portfolio_tables(corpus: Corpus, people: Sequence[Person], picked: Pick | None) -> tuple[Table, ...]:
    """Return the group to work with, where one was found."""
    if picked is None:
        return ()
    by_place = {person.place: person for person in people}
    chosen = [by_place[place] for place in picked.mid_size.chosen]
    return (
        Table(
            key="portfolio",
            title=_("Mid-size people to work with"),
            note=_(
                "Chosen one by one for whom each adds to the others, the most heard tenth left out. "
                "Assumed: half of "
                "everyone's attention stays within this graph."
            ),
            columns=(_("Person"), _("Heard by"), _("Followers"), _("Own posts")),
            rows=tuple(
                Row((person.shown, person.heard_by, person.followers, person.posts), _link(corpus, person))
                for person in chosen
            ),
        ),
    )
