"""Who is talking about us?"""

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

import ibis
import ibis.expr.types as ir
import numpy as np
from django.utils.translation import gettext as _
from ibis import _ as column

from colonnade.pillars.listening.questions import wording
from colonnade.pillars.listening.questions.answer import Answer, Measure, Row, Table
from colonnade.pillars.listening.questions.bots import Doubts, find_doubts
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.relations import (
    find_voices,
    voice_caveats,
    voice_measures,
    voice_tables,
)
from colonnade.pillars.listening.questions.repeats import repeat_caveats
from colonnade.pillars.listening.questions.shapes import count_series, counted, insufficient, share_series
from colonnade.pillars.listening.questions.statistics import (
    ENOUGH_POSTS,
    Interval,
    gini,
    top_share,
    wilson,
)
from colonnade.ui.charts import Chart

KEY = "who"
LISTED = 50
WATCHED = 300
"""Of the busiest people, how many are looked at for signs that they are automatic or paid."""
REACH_BANDS = (100, 1_000, 10_000, 100_000)
"""Followers at which the next band of reach begins."""
REGULAR = 5
"""Posts from which a person counts as a regular."""


def title() -> str:
    """Return the question in words."""
    return _("Who is talking about us?")


def answer(corpus: Corpus) -> Answer:
    """Return who writes: how many, how often, how far they reach, and how uneven it is."""
    extent = corpus.extent
    if extent.posts < ENOUGH_POSTS:
        people = (_people_table(corpus, _busiest(corpus)),) if extent.posts else ()
        return insufficient(corpus, key=KEY, title=title(), tables=people)
    profile = _profile(corpus)
    newcomers, busiest = _newcomers(corpus, profile.people), _busiest(corpus)
    voices = find_voices(corpus)
    return Answer(
        question=KEY,
        title=title(),
        sentence=_sentence(corpus, profile),
        n=extent.posts,
        filters=corpus.filters,
        caveats=(
            *wording.standing_caveats(corpus),
            *voice_caveats(voices),
            *_caveats(profile, newcomers),
            *repeat_caveats(corpus),
        ),
        charts=(_habit_chart(corpus, profile), *_reach_charts(corpus, profile)),
        tables=(
            _people_table(corpus, busiest),
            *voice_tables(corpus, voices, profile.people),
            *_newcomer_tables(corpus, newcomers),
            *_automatic_tables(corpus, busiest),
        ),
        measures=(
            counted("people", _("people"), profile.people),
            counted("posts", _("posts"), extent.posts, design_effect=extent.posts / profile.people),
            Measure("once", _("people who wrote once"), profile.once),
            Measure("regulars", _("regulars"), profile.regulars),
            *voice_measures(voices, profile.people),
        ),
        facts={
            "authors": profile.people,
            "posts": extent.posts,
            "wrote_once": profile.once.as_json(),
            "regulars": profile.regulars.as_json(),
            "top_one_percent_posts": round(profile.top_share, 6),
            "gini": round(profile.gini, 6),
            "reach": {name: people for name, people, _posts in profile.bands},
            "newcomers": None if newcomers is None else newcomers.share.as_json(),
            "automatic": busiest.doubts.bots,
            "known": None if voices is None else {name: people for name, people, _posts in voices.by(0)},
        },
    )


@dataclass(frozen=True)
class Profile:
    """How the posts spread over their authors.

    Attributes:
        people: authors in all.
        habits: authors who wrote once, 2 to 4 times, and ``REGULAR`` times or more.
        top_share: share of the posts written by the busiest hundredth of the authors (at least one).
        bands: (name, authors, posts) by followers.
        unknown_reach: authors whose followers are not known.
    """

    habits: tuple[int, int, int]
    people: int
    once: Interval
    regulars: Interval
    top_share: float
    gini: float
    bands: tuple[tuple[str, int, int], ...]
    unknown_reach: int


def authors_of(mentions: ir.Table) -> ir.Table:
    """Return one row per author: posts, followers, handle, name and first post."""
    return mentions.group_by("author_id").aggregate(
        posts=column.count(),
        followers=column.author_followers.max(),
        handle=column.author_handle.max(),
        name=column.author_name.max(),
        first=column.published_at.min(),
    )


def _profile(corpus: Corpus) -> Profile:
    authors = corpus.about_us.group_by("author_id").aggregate(
        posts=column.count(), followers=column.author_followers.max()
    )
    band = ibis.cases(
        (column.followers.isnull(), -1),
        *((column.followers < limit, place) for place, limit in enumerate(REACH_BANDS)),
        else_=len(REACH_BANDS),
    )
    found = corpus.run(authors.group_by("posts", band=band).aggregate(authors=column.count())).to_pydict()
    posts, bands, people = (
        np.asarray(found[name], dtype=np.float64) for name in ("posts", "band", "authors")
    )
    total = int(people.sum())
    habits = tuple(
        int(people[kept].sum()) for kept in (posts == 1, (posts > 1) & (posts < REGULAR), posts >= REGULAR)
    )
    return Profile(
        habits=(habits[0], habits[1], habits[2]),
        people=total,
        once=wilson(habits[0], total),
        regulars=wilson(habits[2], total),
        top_share=top_share(figures=posts, people=people, fraction=0.01),
        gini=gini(figures=posts, people=people),
        bands=tuple(
            (name, int(people[bands == place].sum()), int((people * posts)[bands == place].sum()))
            for place, name in enumerate(_band_names())
        ),
        unknown_reach=int(people[bands == -1].sum()),
    )


def _band_names() -> tuple[str, ...]:
    edges = [wording.count(limit) for limit in REACH_BANDS]
    between = [_("%(low)s to %(high)s") % {"low": a, "high": b} for a, b in pairwise(edges)]
    return (
        _("under %(limit)s") % {"limit": edges[0]},
        *between,
        _("%(limit)s and more") % {"limit": edges[-1]},
    )


def _sentence(corpus: Corpus, profile: Profile) -> str:
    extent = corpus.extent
    return _(
        "%(people)s wrote %(posts)s about %(subject)s %(period)s; %(once)s of them wrote once, and "
        "the busiest "
        "1%% of people wrote %(top)s of the posts."
    ) % {
        "people": wording.people(profile.people),
        "posts": wording.posts(extent.posts),
        "subject": corpus.subject,
        "period": wording.period(corpus),
        "once": wording.share(profile.once),
        "top": wording.percent(profile.top_share),
    }


def _caveats(profile: Profile, newcomers: "Newcomers | None") -> tuple[str, ...]:
    found = []
    if profile.unknown_reach:
        found.append(
            _("For %(people)s the number of followers is not known.")
            % {"people": wording.people(profile.unknown_reach)}
        )
    if newcomers is None:
        found.append(
            _(
                "Newcomers can be told from returning people once a first day is set and earlier "
                "posts are stored."
            )
        )
    return tuple(found)


# -- charts


def _habit_chart(corpus: Corpus, profile: Profile) -> Chart:
    total = sum(profile.habits)
    shares = [wilson(people, total) for people in profile.habits]
    return Chart(
        key="who-habits",
        question=_("Do people come back?"),
        answer=_("%(share)s of %(people)s wrote five times or more.")
        % {"share": wording.share(profile.regulars), "people": wording.people(total)},
        kind="bar",
        categories=(_("once"), _("2 to 4 times"), _("5 times or more")),
        unit="%",
        series=(share_series(_("people"), shares, tone="own"),),
        links=(corpus.link(),) * 3,
    )


def _reach_charts(corpus: Corpus, profile: Profile) -> tuple[Chart, ...]:
    known = sum(people for _name, people, _posts in profile.bands)
    if known < ENOUGH_POSTS:
        return ()
    names = tuple(name for name, _people, _posts in profile.bands)
    posts = sum(posts for _name, _people, posts in profile.bands)
    far_people = sum(people for _name, people, _posts in profile.bands[-2:])
    far_posts = sum(posts for _name, _people, posts in profile.bands[-2:])
    return (
        Chart(
            key="who-reach",
            question=_("How far do they reach?"),
            answer=_(
                "People with 10,000 followers or more are %(people)s of the %(known)s with known followers, "
                "and wrote %(posts)s of their posts."
            )
            % {
                "people": wording.share(wilson(far_people, known)),
                "known": wording.count(known),
                "posts": wording.percent(far_posts / posts),
            },
            kind="bar",
            categories=names,
            unit=_("people"),
            series=(
                count_series(_("people"), [people for _name, people, _posts in profile.bands], tone="own"),
            ),
            links=(corpus.link(),) * len(names),
        ),
    )


# -- people


@dataclass(frozen=True)
class Busiest:
    """The people who write most.

    Attributes:
        rows: as of ``authors_of``, the busiest first.
    """

    rows: list[dict[str, object]]
    doubts: Doubts


def _busiest(corpus: Corpus) -> Busiest:
    top = authors_of(corpus.about_us).order_by(column.posts.desc(), column.author_id).limit(WATCHED)
    rows = corpus.rows(top)
    return Busiest(rows, find_doubts(corpus, [str(row["author_id"]) for row in rows]))


def _automatic_tables(corpus: Corpus, busiest: Busiest) -> tuple[Table, ...]:
    found = [row for row in busiest.rows if str(row["author_id"]) in busiest.doubts.bots]
    if not found:
        return ()
    posts = sum(int(str(row["posts"])) for row in found)
    return (
        Table(
            key="automatic",
            title=_("Accounts that look automatic"),
            note=_(
                "Of the %(watched)d busiest, %(found)d look automatic; they wrote %(share)s of all posts. "
                "A sign to check, not a verdict: nothing is left out."
            )
            % {
                "watched": len(busiest.rows),
                "found": len(found),
                "share": wording.percent(posts / corpus.extent.posts),
            },
            columns=(_("Account"), _("Posts"), _("Why")),
            rows=tuple(
                Row(
                    (person(row), int(str(row["posts"])), busiest.doubts.bots[str(row["author_id"])]),
                    corpus.link(author=row["author_id"]),
                )
                for row in found
            ),
        ),
    )


def _people_table(corpus: Corpus, busiest: Busiest) -> Table:
    doubts = busiest.doubts.together()
    return Table(
        key="people",
        title=_("The busiest people"),
        note=_("“Looks automatic or paid” is a sign to check, not a verdict."),
        columns=(
            _("Person"),
            _("Posts"),
            _("Share of posts"),
            _("Followers"),
            _("Looks automatic or paid"),
        ),
        rows=tuple(
            Row(
                cells=(
                    person(row),
                    int(str(row["posts"])),
                    wording.percent(int(str(row["posts"])) / corpus.extent.posts),
                    followers(row["followers"]),
                    doubts.get(str(row["author_id"]), ""),
                ),
                link=corpus.link(author=row["author_id"]),
            )
            for row in busiest.rows[:LISTED]
        ),
    )


def person(row: dict[str, object]) -> str:
    """Return how a person is shown: the handle, or else the name, or else the id."""
    if row.get("handle"):
        return f"@{row['handle']}"
    return str(row.get("name") or row["author_id"])


def followers(value: object) -> int | None:
    """Return a follower count, or None where it is not known."""
    return value if isinstance(value, int) else None


# -- newcomers


@dataclass(frozen=True)
class Newcomers:
    """Authors of the period who had not written before it.

    Attributes:
        share: of the period's authors.
    """

    share: Interval
    new: int
    returning: int


def _newcomers(corpus: Corpus, people: int) -> Newcomers | None:
    since = corpus.filters.since
    if since is None:
        return None
    before = corpus.under(corpus.filters.with_(since=None, until=since - timedelta(days=1)))
    if before.extent.posts < ENOUGH_POSTS:
        return None
    authors = corpus.about_us.select("author_id").distinct()
    known = authors.semi_join(before.about_us.select("author_id"), "author_id")
    returning = corpus.count(known)
    return Newcomers(wilson(people - returning, people), new=people - returning, returning=returning)


def _newcomer_tables(corpus: Corpus, newcomers: Newcomers | None) -> tuple[Table, ...]:
    if newcomers is None:
        return ()
    returning = wilson(newcomers.returning, newcomers.new + newcomers.returning)
    return (
        Table(
            key="newcomers",
            title=_("New and returning people"),
            note=_("New: no post about %(subject)s is stored from before the period.")
            % {"subject": corpus.subject},
            columns=(_("People"), _("How many"), _("Share")),
            rows=(
                Row((_("New"), newcomers.new, wording.brief(newcomers.share)), corpus.link()),
                Row((_("Returning"), newcomers.returning, wording.brief(returning)), corpus.link()),
            ),
        ),
    )
