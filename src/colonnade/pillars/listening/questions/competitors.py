"""What are competitors doing?"""

from collections.abc import Mapping
from dataclasses import dataclass

import ibis.expr.types as ir
import numpy as np
from django.utils.translation import gettext as _
from ibis import _ as column

from colonnade.pillars.listening.questions import wording
from colonnade.pillars.listening.questions.answer import Answer, Measure, Row, Table
from colonnade.pillars.listening.questions.brands import Brand
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.errors import error_rates
from colonnade.pillars.listening.questions.opinion import (
    Key,
    cluster_sums,
    cut_caveats,
    effect_of,
    error_caveats,
    marks,
    read_opinions,
)
from colonnade.pillars.listening.questions.own_posts import find_published, published_tables
from colonnade.pillars.listening.questions.quantification import Shares
from colonnade.pillars.listening.questions.reactions import reactions
from colonnade.pillars.listening.questions.shapes import insufficient, share_series
from colonnade.pillars.listening.questions.statistics import (
    ENOUGH_POSTS,
    Interval,
    design_effect,
    mean_interval,
    wilson,
)
from colonnade.pillars.listening.questions.themes import JUDGED, Judged, Theme, find_themes
from colonnade.ui.charts import Chart

KEY = "competitors"


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
    evidence, named_posts = error_rates(), corpus.brand_posts()
    judged = read_opinions(corpus, named_posts, evidence, brand=named_posts.query_id)
    effects: dict[Key, float] = {(voice.brand.id,): voice.crowding for voice in voices}
    opinions = {int(str(key[0])): shares for key, shares in judged.shares(evidence, effects=effects).items()}
    posts = _posts_counted(corpus)
    themes = find_themes(corpus, namings=sum(voice.posts for voice in voices))
    named = sum(voice.posts for voice in voices)
    published = find_published(corpus)
    return Answer(
        question=KEY,
        title=title(),
        sentence=_sentence(corpus, voices, posts),
        n=posts,
        filters=corpus.filters,
        caveats=(*cut_caveats(cut), *_caveats(named, posts), *error_caveats(judged, evidence)),
        charts=(_voice_chart(corpus, voices, named), *_opinion_charts(corpus, voices, opinions)),
        tables=(
            _brand_table(corpus, voices, opinions),
            _theme_table(corpus, voices, "negative", themes),
            _theme_table(corpus, voices, "positive", themes),
            *published_tables(corpus, published),
        ),
        measures=_measures(voices, opinions),
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
            "published": {one.brand.name: one.posts for one in published},
        },
    )


def _measures(voices: "tuple[Voice, ...]", opinions: Mapping[int, Shares]) -> tuple[Measure, ...]:
    found: list[Measure] = []
    for voice in voices:
        name, key = voice.brand.name, voice.brand.id
        said = _("%(brand)s: share of voice") % {"brand": name}
        found.append(Measure(f"voice-{key}", said, voice.share))
        if key in opinions:
            said = _("%(brand)s: negative") % {"brand": name}
            found.append(Measure(f"negative-{key}", said, opinions[key].negative))
        if voice.engagement is not None:
            said = _("%(brand)s: reactions a post") % {"brand": name}
            found.append(Measure(f"engagement-{key}", said, voice.engagement, "mean"))
    return tuple(found)


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
        crowding: design effect of authors on its shares of opinion.
    """

    brand: Brand
    posts: int
    authors: int
    share: Interval
    engagement: Interval | None
    crowding: float


def _voices(corpus: Corpus, brands: tuple[Brand, ...]) -> tuple[Voice, ...]:
    """Return the brands, loudest first.

    An author's posts are not independent, so the interval of a share is widened by the design effect of
    authors as clusters.
    """
    rows = {int(str(row["query_id"])): row for row in corpus.rows(_by_brand(corpus))}
    figures = {
        name: np.array([float(str(rows[brand.id][name])) if brand.id in rows else 0.0 for brand in brands])
        for name in ("hits", "hits2", "hits_sizes", "parts")
    }
    hits = figures["hits"]
    if not hits.sum():
        return ()
    effects = design_effect(
        total=float(hits.sum()),
        hits=hits,
        hits2=figures["hits2"],
        hits_sizes=figures["hits_sizes"],
        # Summed over brands, hits x size is size x size, and an author's parts of their size are one author.
        sizes2=float(figures["hits_sizes"].sum()),
        clusters=round(figures["parts"].sum()),
    )
    voices = [
        Voice(
            brand=brand,
            posts=int(hits[place]),
            authors=int(str(rows[brand.id]["authors"])) if brand.id in rows else 0,
            share=wilson(hits[place], float(hits.sum()), design_effect=float(effects[place])),
            engagement=_engagement(rows.get(brand.id)),
            crowding=effect_of(rows[brand.id]) if brand.id in rows else 1.0,
        )
        for place, brand in enumerate(brands)
    ]
    return tuple(sorted(voices, key=lambda voice: (-voice.posts, voice.brand.name)))


def _by_brand(corpus: Corpus) -> ir.Table:
    """Return one row per brand: posts and authors, sums over authors for the design effect, and reactions."""
    posts = corpus.brand_posts()
    scored = posts.select("author_id", "query_id", score=reactions(posts).cast("float64"), **marks(posts))
    per_author = scored.group_by("author_id", "query_id").aggregate(
        hits=column.count().cast("float64"),
        negative=column.negative.sum(),
        positive=column.positive.sum(),
        reacted=column.score.count(),
        reactions=column.score.sum(),
        reactions2=(column.score * column.score).sum(),
    )
    sized = per_author.mutate(size=per_author.hits.sum().over(group_by="author_id"))
    return sized.group_by("query_id").aggregate(
        hits=column.hits.sum(),
        authors=column.count(),
        **cluster_sums(sized, "hits"),
        hits2=(column.hits * column.hits).sum(),
        hits_sizes=(column.hits * column.size).sum(),
        parts=(column.hits / column.size).sum(),
        reacted=column.reacted.sum(),
        reactions=column.reactions.sum(),
        reactions2=column.reactions2.sum(),
    )


def _engagement(row: Mapping[str, object] | None) -> Interval | None:
    if row is None or int(str(row["reacted"])) < ENOUGH_POSTS:
        return None
    return mean_interval(
        total=float(str(row["reactions"])), squares=float(str(row["reactions2"])), n=int(str(row["reacted"]))
    )


def _posts_counted(corpus: Corpus) -> int:
    return corpus.count(corpus.matching(corpus.everything, corpus.compared))


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
            kind="hbar",
            categories=tuple(voice.brand.name for voice in shown),
            unit="%",
            series=tuple(
                share_series(label, [opinions[voice.brand.id].of(name) for voice in shown], tone=name)
                for name, label in zip(JUDGED, (_("negative"), _("positive")), strict=True)
            ),
            links=tuple(corpus.link(brand=voice.brand.name) for voice in shown),
        ),
    )


def _brand_table(corpus: Corpus, voices: tuple[Voice, ...], opinions: dict[int, Shares]) -> Table:
    return Table(
        key="brands",
        title=_("Brand by brand"),
        note=_(
            "Reactions: likes, replies and reposts a post. Negative: corrected for the classifier's errors. "
            "In brackets: the 95% interval."
        ),
        columns=(_("Brand"), _("Posts"), _("People"), _("Share of voice"), _("Negative"), _("Reactions")),
        rows=tuple(
            Row(
                (
                    voice.brand.name,
                    voice.posts,
                    voice.authors,
                    wording.brief(voice.share),
                    wording.brief(opinions[voice.brand.id].negative)
                    if voice.brand.id in opinions
                    else _("insufficient evidence"),
                    wording.mean(voice.engagement),
                ),
                corpus.link(brand=voice.brand.name),
            )
            for voice in voices
        ),
    )


def _theme_table(
    corpus: Corpus,
    voices: tuple[Voice, ...],
    sentiment: Judged,
    themes: Mapping[tuple[int, Judged], list[Theme]],
) -> Table:
    blamed = sentiment == "negative"
    return Table(
        key="blamed" if blamed else "praised",
        title=_("What each is blamed for") if blamed else _("What each is praised for"),
        columns=(_("Brand"), _("Term"), _("Posts"), _("Share"), _("Others")),
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
            for theme in themes.get((voice.brand.id, sentiment), [])
        ),
        note=_("Share of the brand's posts with that label, and of the other brands'."),
        empty=_("Nothing sets one brand apart beyond chance."),
    )
