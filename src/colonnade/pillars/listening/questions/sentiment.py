"""What is the sentiment?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import ibis.expr.types as ir
from django.utils.translation import gettext as _

from colonnade.pillars.listening.questions import wording
from colonnade.pillars.listening.questions.answer import Answer, Measure, Row, Table
from colonnade.pillars.listening.questions.aspects import aspect_charts, aspect_table, find_aspects
from colonnade.pillars.listening.questions.columns import day_of
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.errors import error_rates
from colonnade.pillars.listening.questions.opinion import (
    Key,
    Opinions,
    crowding,
    cut_caveats,
    error_caveats,
    read_opinions,
)
from colonnade.pillars.listening.questions.quantification import CLASSES, LABELS, Class, Evidence, Shares
from colonnade.pillars.listening.questions.shapes import insufficient, share_series
from colonnade.pillars.listening.questions.statistics import ENOUGH_POSTS
from colonnade.pillars.listening.questions.steps import (
    first_days,
    next_period,
    periods_between,
    step_for,
    step_names,
)
from colonnade.ui.charts import Chart

KEY = "sentiment"
DRAWS_OF_MANY = 100
"""Redrawn worlds where many groups are judged at once."""
DRAWN_OVER_TIME: tuple[Class, ...] = ("negative", "positive")
EPOCH = date(1970, 1, 1)


def title() -> str:
    """Return the question in words."""
    return _("What is the sentiment?")


def answer(corpus: Corpus) -> Answer:
    """Return the shares of opinion, corrected for the classifier's errors: now, over time and by channel."""
    cut = corpus.filters.sentiment
    corpus = corpus.under(corpus.filters.with_(sentiment=""))
    if corpus.extent.posts < ENOUGH_POSTS:
        return insufficient(corpus, key=KEY, title=title())
    found = _read(corpus)
    overall = found.opinions.by().shares(found.evidence, effects=found.effects("overall")).get(())
    if overall is None:
        return _too_little(corpus, found.opinions)
    n, aspects = found.opinions.total(), find_aspects(corpus, found.evidence)
    return Answer(
        question=KEY,
        title=title(),
        sentence=_sentence(corpus, overall, n),
        n=n,
        filters=corpus.filters,
        caveats=(
            *wording.standing_caveats(corpus),
            *cut_caveats(cut),
            *error_caveats(found.opinions, found.evidence),
        ),
        charts=(
            _overall_chart(corpus, overall, n),
            *_time_charts(corpus, found),
            *aspect_charts(corpus, aspects, overall),
        ),
        tables=(
            _label_table(corpus, found.opinions, overall),
            aspect_table(corpus, aspects, overall),
            *_channel_tables(corpus, found),
        ),
        measures=tuple(Measure(name, class_names()[name], overall.of(name)) for name in CLASSES),
        facts={
            "shares": overall.as_json(),
            "labels": found.opinions.labelled(),
            "not_judged": found.opinions.unjudged,
            "aspects": [aspect.as_json() for aspect in aspects],
        },
    )


@dataclass(frozen=True)
class Found:
    """What the questions' figures come from.

    Attributes:
        opinions: by (first day of the period, channel).
        periods: first days of all periods, the empty ones too.
        keys: what tells an author's posts of one group from those of another, by cut.
    """

    corpus: Corpus
    evidence: tuple[Evidence, ...]
    opinions: Opinions
    step: str
    periods: tuple[date, ...]
    keys: Mapping[str, Mapping[str, ir.Value]]

    def effects(self, cut: str) -> dict[Key, float]:
        """Return the design effect of each group of a cut: "overall", "period" or "channel"."""
        return crowding(self.corpus, self.corpus.about_us, **self.keys[cut])


def _read(corpus: Corpus) -> Found:
    extent = corpus.extent
    first, last = (EPOCH if moment is None else corpus.day(moment) for moment in (extent.first, extent.last))
    step = step_for((last - first).days + 1)
    day = day_of(corpus.local_seconds(corpus.about_us))
    keys = {"period": first_days(day, step), "channel": corpus.about_us.channel}
    evidence = error_rates()
    return Found(
        corpus,
        evidence,
        read_opinions(corpus, corpus.about_us, evidence, **keys),
        step,
        tuple(periods_between(first, last, step)),
        {"overall": {}, **{name: {name: key} for name, key in keys.items()}},
    )


def _too_little(corpus: Corpus, opinions: Opinions) -> Answer:
    return Answer(
        question=KEY,
        title=title(),
        sentence=_(
            "Insufficient evidence: of %(posts)s about %(subject)s only %(judged)s are in a language "
            "for which the "
            "classifier's error rates are known."
        )
        % {
            "posts": wording.posts(corpus.extent.posts),
            "subject": corpus.subject,
            "judged": wording.count(opinions.total()),
        },
        n=opinions.total(),
        filters=corpus.filters,
        enough=False,
        caveats=wording.standing_caveats(corpus),
    )


def _sentence(corpus: Corpus, overall: Shares, n: int) -> str:
    return _(
        "%(negative)s of the talk about %(subject)s is negative, %(positive)s positive (n = "
        "%(posts)s %(period)s)."
    ) % {
        "negative": wording.share(overall.negative),
        "subject": corpus.subject,
        "positive": wording.share(overall.positive),
        "posts": wording.posts(n),
        "period": wording.period(corpus),
    }


def class_names() -> dict[str, str]:
    """Return the names of the labels, in the order of ``LABELS``."""
    names = (_("negative"), _("neutral"), _("positive"), _("unsure"))
    return dict(zip(LABELS, names, strict=True))


def _overall_chart(corpus: Corpus, overall: Shares, n: int) -> Chart:
    names = class_names()
    return Chart(
        key="sentiment-shares",
        question=_("How much of the talk is negative?"),
        answer=_("%(negative)s negative, %(neutral)s neutral, %(positive)s positive, of %(posts)s.")
        % {
            "negative": wording.share(overall.negative),
            "neutral": wording.share(overall.neutral),
            "positive": wording.share(overall.positive),
            "posts": wording.posts(n),
        },
        kind="stacked",
        categories=tuple(names[name] for name in CLASSES),
        unit="%",
        series=tuple(
            share_series(
                names[name],
                [overall.of(name) if other == name else None for other in CLASSES],
                tone=name,
            )
            for name in CLASSES
        ),
        links=tuple(corpus.link(sentiment=name) for name in CLASSES),
    )


def _label_table(corpus: Corpus, opinions: Opinions, overall: Shares) -> Table:
    counts, names = opinions.labelled(), class_names()
    corrected = {str(name): wording.brief(overall.of(name)) for name in CLASSES}
    return Table(
        key="labels",
        title=_("Labels and corrected shares"),
        note=_(
            "The classifier labels single posts and says “unsure” rather than guess. Its errors are "
            "known on average, "
            "so the corrected share is the better figure for the whole."
        ),
        columns=(_("Sentiment"), _("Posts labelled so"), _("Share of labels"), _("Corrected share")),
        rows=tuple(
            Row(
                (
                    names[label],
                    count,
                    wording.percent(count / opinions.total()),
                    corrected.get(label, ""),
                ),
                corpus.link(sentiment=label),
            )
            for label, count in counts.items()
        ),
    )


def _channel_tables(corpus: Corpus, found: Found) -> tuple[Table, ...]:
    by_channel = found.opinions.by(1)
    posts = by_channel.posts()
    if len(posts) < 2:
        return ()
    shares = by_channel.shares(found.evidence, effects=found.effects("channel"), draws=DRAWS_OF_MANY)
    ranked = sorted(posts, key=lambda key: (-posts[key], str(key)))
    few = _("insufficient evidence")
    return (
        Table(
            key="channels",
            title=_("By channel"),
            note=wording.brackets(),
            columns=(_("Channel"), _("Posts"), _("Negative"), _("Positive")),
            rows=tuple(
                Row(
                    (
                        str(key[0]),
                        posts[key],
                        wording.brief(shares[key].negative) if key in shares else few,
                        wording.brief(shares[key].positive) if key in shares else few,
                    ),
                    corpus.link(channel=key[0]),
                )
                for key in ranked[:20]
            ),
        ),
    )


# -- over time


def _time_charts(corpus: Corpus, found: Found) -> tuple[Chart, ...]:
    periods, step = found.periods, found.step
    if len(periods) < 2:
        return ()
    shares = found.opinions.by(0).shares(found.evidence, effects=found.effects("period"), draws=DRAWS_OF_MANY)
    drawn = [shares.get(((period - EPOCH).days,)) for period in periods]
    return (
        Chart(
            key="sentiment-time",
            question=_("Does it change?"),
            answer=_time_sentence(drawn, periods, step),
            kind="line",
            categories=tuple(period.isoformat() for period in periods),
            unit="%",
            time_axis=True,
            series=tuple(
                share_series(
                    class_names()[name],
                    [None if share is None else share.of(name) for share in drawn],
                    tone=name,
                )
                for name in DRAWN_OVER_TIME
            ),
            links=tuple(
                corpus.link(
                    since=max(filter(None, [period, corpus.filters.since])),
                    until=min(
                        filter(None, [next_period(period, step) - timedelta(days=1), corpus.filters.until])
                    ),
                )
                for period in periods
            ),
        ),
    )


def _time_sentence(drawn: Sequence[Shares | None], periods: Sequence[date], step: str) -> str:
    known = [(share, period) for share, period in zip(drawn, periods, strict=True) if share is not None]
    if len(known) < 2:
        return _("Insufficient evidence: fewer than two %(steps)s have %(enough)d posts or more.") % {
            "steps": step_names()[step],
            "enough": ENOUGH_POSTS,
        }
    worst, when = max(known, key=lambda pair: pair[0].negative.value)
    best, other = min(known, key=lambda pair: pair[0].negative.value)
    text = _("Negative was highest on %(when)s, %(worst)s, and lowest on %(other)s, %(best)s")
    if worst.negative.low <= best.negative.high:
        text += _("; the intervals overlap, so this may be chance")
    return (text + ".") % {
        "when": wording.day(when),
        "worst": wording.share(worst.negative),
        "other": wording.day(other),
        "best": wording.share(best.negative),
    }
