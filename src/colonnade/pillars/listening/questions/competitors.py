"""What are competitors doing?"""

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from ibis import _ as column

from colonnade.pillars.listening.questions import wording
from colonnade.pillars.listening.questions.answer import Answer, Row, Table
from colonnade.pillars.listening.questions.corpus import Brand, Corpus, written_term
from colonnade.pillars.listening.questions.errors import error_rates
from colonnade.pillars.listening.questions.opinion import by_label, count_labels, cut_caveats, error_caveats
from colonnade.pillars.listening.questions.quantification import CLASSES, Shares
from colonnade.pillars.listening.questions.reactions import reactions
from colonnade.pillars.listening.questions.shapes import insufficient, share_series
from colonnade.pillars.listening.questions.statistics import (
    ENOUGH_AUTHORS,
    ENOUGH_POSTS,
    Interval,
    contrast,
    design_effect,
    mean_interval,
    wilson,
)
from colonnade.ui.charts import Chart

KEY = "competitors"
TERMS_A_BRAND = 8
CLEAR = 1.96
"""Standard errors by which a theme must stand out in both of its comparisons."""


def title() -> str:
    """Return the question in words."""
    return _("What are competitors doing?")


def answer(corpus: Corpus) -> Answer:
    """Return each brand's share of voice, opinion and engagement, and what it is praised and blamed for."""
    cut = corpus.filters.sentiment
    corpus = corpus.under(corpus.filters.with_(sentiment=""))
    brands = corpus.compared
    if len(brands) < 2:
        return _nothing_to_compare(corpus)
    voices = _voices(corpus, brands)
    if sum(voice.posts for voice in voices) < ENOUGH_POSTS:
        return insufficient(corpus, key=KEY, title=title())
    labels = count_labels(
        corpus.rows(by_label(corpus.brand_posts(), brand="query_id")), by=["brand"], rates=error_rates()
    )
    opinions = {int(str(key[0])): shares for key, shares in labels.shares(error_rates()).items()}
    posts = _posts_counted(corpus)
    named = sum(voice.posts for voice in voices)
    return Answer(
        question=KEY,
        title=title(),
        sentence=_sentence(corpus, voices, posts),
        n=posts,
        filters=corpus.filters,
        caveats=(*cut_caveats(cut), *_caveats(named, posts), *error_caveats(labels, error_rates())),
        charts=(_voice_chart(corpus, voices, named), *_opinion_charts(corpus, voices, opinions)),
        tables=(
            _brand_table(corpus, voices, opinions),
            _theme_table(corpus, voices, "negative"),
            _theme_table(corpus, voices, "positive"),
        ),
        facts={
            "brands": [
                {
                    "brand": voice.brand.name,
                    "kind": voice.brand.kind,
                    "posts": voice.posts,
                    "share_of_voice": voice.share.as_json(),
                    "engagement": None if voice.engagement is None else voice.engagement.as_json(),
                    "opinion": opinions[voice.brand.id].as_json() if voice.brand.id in opinions else None,
                }
                for voice in voices
            ],
            "naming_several": named - posts,
        },
    )


def _nothing_to_compare(corpus: Corpus) -> Answer:
    return Answer(
        question=KEY,
        title=title(),
        sentence=_("There is nothing to compare yet: define your own brand and at least one competitor."),
        n=0,
        filters=corpus.filters,
        enough=False,
    )


@dataclass(frozen=True)
class Voice:
    """How loud one brand is in the talk about all compared brands.

    Attributes:
        share: of all namings of a compared brand; shares of all brands sum to 1.
        authors: people who named it.
        engagement: mean of likes, replies and reposts a post, None where the files give none.
    """

    brand: Brand
    posts: int
    authors: int
    share: Interval
    engagement: Interval | None


def _voices(corpus: Corpus, brands: tuple[Brand, ...]) -> tuple[Voice, ...]:
    """Return the brands, loudest first.

    An author's posts are not independent, so the interval of a share is widened by the design effect of
    authors as clusters.
    """
    per_author = (
        corpus.brand_posts().group_by("author_id", "query_id").aggregate(hits=column.count().cast("float64"))
    )
    sized = per_author.mutate(size=per_author.hits.sum().over(group_by="author_id"))
    found = sized.group_by("query_id").aggregate(
        posts=column.hits.sum(),
        authors=column.count(),
        hits2=(column.hits * column.hits).sum(),
        hits_sizes=(column.hits * column.size).sum(),
    )
    sizes = per_author.group_by("author_id").aggregate(size=column.hits.sum())
    totals = corpus.rows(sizes.aggregate(sizes2=(column.size * column.size).sum(), clusters=column.count()))[
        0
    ]
    rows = {int(str(row["query_id"])): row for row in corpus.rows(found)}
    hits, hits2, hits_sizes = (
        np.array([float(str(rows[brand.id][name])) if brand.id in rows else 0.0 for brand in brands])
        for name in ("posts", "hits2", "hits_sizes")
    )
    if not hits.sum():
        return ()
    effects = design_effect(
        total=float(hits.sum()),
        hits=hits,
        hits2=hits2,
        hits_sizes=hits_sizes,
        sizes2=float(str(totals["sizes2"])),
        clusters=int(str(totals["clusters"])),
    )
    engagement = _engagement(corpus)
    voices = [
        Voice(
            brand=brand,
            posts=int(hits[place]),
            authors=int(str(rows[brand.id]["authors"])) if brand.id in rows else 0,
            share=wilson(hits[place], float(hits.sum()), design_effect=float(effects[place])),
            engagement=engagement.get(brand.id),
        )
        for place, brand in enumerate(brands)
    ]
    return tuple(sorted(voices, key=lambda voice: (-voice.posts, voice.brand.name)))


def _engagement(corpus: Corpus) -> dict[int, Interval]:
    posts = corpus.brand_posts()
    scored = posts.select("query_id", score=reactions(posts).cast("float64"))
    rows = corpus.rows(
        scored.group_by("query_id").aggregate(
            n=column.score.count(), total=column.score.sum(), squares=(column.score * column.score).sum()
        )
    )
    return {
        int(str(row["query_id"])): mean_interval(
            total=float(str(row["total"])), squares=float(str(row["squares"])), n=int(str(row["n"]))
        )
        for row in rows
        if int(str(row["n"])) >= ENOUGH_POSTS
    }


def _posts_counted(corpus: Corpus) -> int:
    posts = corpus.matching(corpus.everything, corpus.compared)
    return int(str(corpus.rows(posts.aggregate(n=column.count()))[0]["n"]))


# -- themes


@dataclass(frozen=True)
class Theme:
    """A term of a brand's praise or blame.

    Attributes:
        posts: posts of that brand and sentiment that hold it.
        here, elsewhere: its share in that brand's posts of the sentiment and in the other brands'.
    """

    term: str
    posts: int
    here: float
    elsewhere: float


def _themes(corpus: Corpus, sentiment: str) -> dict[int, list[Theme]]:
    """Return what each brand is praised or blamed for.

    A theme is commoner in the brand's posts with that label than in its other posts, so that a word which
    always goes with the brand is none, and commoner than in the other brands' posts with the same label, so
    that words of praise and blame themselves are none.
    """
    posts = corpus.brand_posts()
    marked = posts.select("mention_id", "author_id", "query_id", hit=posts.sentiment == sentiment)
    counts = {"posts": column.count(), "hits": column.count(where=column.hit)}
    sizes = {
        int(str(row["query_id"])): (int(str(row["hits"])), int(str(row["posts"])))
        for row in corpus.rows(marked.group_by("query_id").aggregate(**counts))
    }
    held = corpus.facts.terms.filter(column.kind != "handle").inner_join(marked, "mention_id")
    counted = held.group_by("query_id", "kind", "term").aggregate(
        **counts, authors=column.author_id.nunique(where=column.hit)
    )
    everywhere = counted.mutate(all_hits=counted.hits.sum().over(group_by=["kind", "term"]))
    uses: dict[int, list[Use]] = {brand: [] for brand in sizes}
    for row in corpus.rows(everywhere.filter(column.authors >= ENOUGH_AUTHORS)):
        if str(row["term"]) not in corpus.brand_words:
            uses[int(str(row["query_id"]))].append(_use(row))
    return {brand: _leading_themes(brand, found, sizes) for brand, found in uses.items()}


@dataclass(frozen=True)
class Use:
    """How a brand's posts use a term.

    Attributes:
        posts: the brand's posts that hold it.
        hits: those of them with the label asked for.
        elsewhere: posts of the other brands that hold it and have the label.
    """

    term: str
    posts: int
    hits: int
    elsewhere: int


def _use(row: dict[str, object]) -> Use:
    hits = int(str(row["hits"]))
    return Use(
        term=written_term(str(row["kind"]), str(row["term"])),
        posts=int(str(row["posts"])),
        hits=hits,
        elsewhere=int(str(row["all_hits"])) - hits,
    )


def _leading_themes(brand: int, uses: list[Use], sizes: dict[int, tuple[int, int]]) -> list[Theme]:
    here, posts = sizes[brand]
    elsewhere = sum(hits for other, (hits, _posts) in sizes.items() if other != brand)
    if min(here, elsewhere) < ENOUGH_POSTS:
        return []
    kept = sorted(uses, key=lambda use: use.term)
    hits = [use.hits for use in kept]
    against_own = contrast(
        ours=hits,
        theirs=[use.posts - use.hits for use in kept],
        our_posts=here,
        their_posts=posts - here,
    )
    against_others = contrast(
        ours=hits, theirs=[use.elsewhere for use in kept], our_posts=here, their_posts=elsewhere
    )
    strength = np.minimum(against_own.z, against_others.z)
    return [
        Theme(kept[place].term, hits[place], hits[place] / here, kept[place].elsewhere / elsewhere)
        for place in np.argsort(-strength, kind="stable")[:TERMS_A_BRAND]
        if strength[place] >= CLEAR
    ]


# -- how it is said and shown


def _sentence(corpus: Corpus, voices: tuple[Voice, ...], posts: int) -> str:
    ours = [voice for voice in voices if voice.brand in corpus.focus]
    leader = voices[0]
    if not ours:
        return _("%(leader)s has the largest share of voice, %(share)s of %(posts)s.") % {
            "leader": leader.brand.name,
            "share": wording.share(leader.share),
            "posts": wording.posts(posts),
        }
    first = ours[0]
    place = voices.index(first)
    rival = next(voice for voice in voices if voice is not first)
    return _(
        "%(us)s has %(share)s of the talk about %(brands)d brands (%(posts)s), place %(place)d; "
        "%(rival)s has %(theirs)s."
    ) % {
        "us": first.brand.name,
        "share": wording.share(first.share),
        "brands": len(voices),
        "posts": wording.posts(posts),
        "place": place + 1,
        "rival": rival.brand.name,
        "theirs": wording.share(rival.share),
    }


def _caveats(named: int, posts: int) -> tuple[str, ...]:
    found = [
        _("Intervals allow for the same people posting again and again."),
        _(
            "What a brand is praised or blamed for goes by posts labelled so; labels of single posts "
            "can be wrong."
        ),
    ]
    if named > posts:
        found.insert(
            0,
            _("%(posts)s name several brands and count once for each, so %(named)s namings are shared out.")
            % {"posts": wording.posts(named - posts), "named": wording.count(named)},
        )
    return tuple(found)


def _voice_chart(corpus: Corpus, voices: tuple[Voice, ...], named: int) -> Chart:
    return Chart(
        key="competitors-voice",
        question=_("Who is talked about most?"),
        answer=_("%(brand)s: %(share)s of %(named)s namings.")
        % {
            "brand": voices[0].brand.name,
            "share": wording.share(voices[0].share),
            "named": wording.count(named),
        },
        kind="hbar",
        categories=tuple(voice.brand.name for voice in voices),
        unit="%",
        series=(share_series(_("share of voice"), [voice.share for voice in voices], tone="own"),),
        links=tuple(corpus.link(brand=voice.brand.name) for voice in voices),
    )


def _opinion_charts(
    corpus: Corpus, voices: tuple[Voice, ...], opinions: dict[int, Shares]
) -> tuple[Chart, ...]:
    shown = [voice for voice in voices if voice.brand.id in opinions]
    if not shown:
        return ()
    best = max(shown, key=lambda voice: opinions[voice.brand.id].positive.value)
    worst = max(shown, key=lambda voice: opinions[voice.brand.id].negative.value)
    return (
        Chart(
            key="competitors-opinion",
            question=_("What is the opinion of each?"),
            answer=_("Most negative: %(worst)s, %(negative)s. Most positive: %(best)s, %(positive)s.")
            % {
                "worst": worst.brand.name,
                "negative": wording.share(opinions[worst.brand.id].negative),
                "best": best.brand.name,
                "positive": wording.share(opinions[best.brand.id].positive),
            },
            kind="hstacked",
            categories=tuple(voice.brand.name for voice in shown),
            unit="%",
            series=tuple(
                share_series(label, [opinions[voice.brand.id].of(name) for voice in shown], tone=name)
                for name, label in zip(CLASSES, (_("negative"), _("neutral"), _("positive")), strict=True)
            ),
            links=tuple(corpus.link(brand=voice.brand.name) for voice in shown),
        ),
    )


def _brand_table(corpus: Corpus, voices: tuple[Voice, ...], opinions: dict[int, Shares]) -> Table:
    return Table(
        key="brands",
        title=_("Brand by brand"),
        note=_(
            "Reactions: likes, replies and reposts a post. Negative: corrected for the classifier's errors."
        ),
        columns=(_("Brand"), _("Posts"), _("People"), _("Share of voice"), _("Negative"), _("Reactions")),
        rows=tuple(
            Row(
                (
                    voice.brand.name,
                    voice.posts,
                    voice.authors,
                    wording.share(voice.share),
                    wording.share(opinions[voice.brand.id].negative)
                    if voice.brand.id in opinions
                    else _("insufficient evidence"),
                    wording.mean(voice.engagement),
                ),
                corpus.link(brand=voice.brand.name),
            )
            for voice in voices
        ),
    )


def _theme_table(corpus: Corpus, voices: tuple[Voice, ...], sentiment: str) -> Table:
    themes = _themes(corpus, sentiment)
    blamed = sentiment == "negative"
    return Table(
        key="blamed" if blamed else "praised",
        title=_("What each is blamed for") if blamed else _("What each is praised for"),
        columns=(_("Brand"), _("Term"), _("Posts"), _("Share here"), _("Share with the others")),
        rows=tuple(
            Row(
                (
                    voice.brand.name,
                    theme.term,
                    theme.posts,
                    wording.percent(theme.here),
                    wording.percent(theme.elsewhere),
                ),
                corpus.link(brand=voice.brand.name, term=theme.term, sentiment=sentiment),
            )
            for voice in voices
            for theme in themes.get(voice.brand.id, [])
        ),
        empty=_("Nothing sets one brand apart beyond chance."),
    )
