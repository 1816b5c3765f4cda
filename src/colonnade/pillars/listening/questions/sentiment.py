"""What is the sentiment?"""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _

from colonnade.pillars.listening.questions import wording
from colonnade.pillars.listening.questions.answer import Answer, Row, Table
from colonnade.pillars.listening.questions.corpus import Corpus, day_of
from colonnade.pillars.listening.questions.errors import error_rates
from colonnade.pillars.listening.questions.opinion import (
    Key,
    Labels,
    by_label,
    count_labels,
    cut_caveats,
    error_caveats,
)
from colonnade.pillars.listening.questions.quantification import CLASSES, LABELS, Class, ErrorRates, Shares
from colonnade.pillars.listening.questions.shapes import insufficient, share_series
from colonnade.pillars.listening.questions.statistics import ENOUGH_POSTS
from colonnade.pillars.listening.questions.steps import (
    next_period,
    period_of,
    periods_between,
    step_for,
    step_names,
)
from colonnade.ui.charts import Chart

KEY = "sentiment"
DRAWS_OVER_TIME = 100
DRAWN_OVER_TIME: tuple[Class, ...] = ("negative", "positive")
EPOCH = date(1970, 1, 1)


def title() -> str:
    """Return the question in words."""
    return _("What is the sentiment?")


def answer(corpus: Corpus) -> Answer:
    """Return the shares of opinion, corrected for the classifier's errors: now, over time and by channel."""
    cut = corpus.filters.sentiment
    corpus = corpus.under(corpus.filters.with_(sentiment=""))
    rates = error_rates()
    local = corpus.local_seconds(corpus.about_us)
    counted = by_label(corpus.about_us, day=day_of(local), channel="channel")
    labels = count_labels(corpus.rows(counted), by=["day", "channel"], rates=rates)
    overall = labels.merged([]).shares(rates).get(())
    if overall is None:
        return _too_little(corpus, labels)
    n = labels.total()
    return Answer(
        question=KEY,
        title=title(),
        sentence=_sentence(corpus, overall, n),
        n=n,
        filters=corpus.filters,
        caveats=(*wording.standing_caveats(corpus), *cut_caveats(cut), *error_caveats(labels, rates)),
        charts=(_overall_chart(corpus, overall, n), *_time_charts(corpus, labels, rates)),
        tables=(_label_table(corpus, labels, overall), *_channel_tables(corpus, labels, rates)),
        facts={
            "shares": overall.as_json(),
            "labels": dict(zip(LABELS, labels.merged([]).judged[()], strict=True)),
            "not_judged": labels.unjudged,
        },
    )


def _too_little(corpus: Corpus, labels: Labels) -> Answer:
    if corpus.extent.posts < ENOUGH_POSTS:
        return insufficient(corpus, key=KEY, title=title())
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
            "judged": wording.count(labels.total()),
        },
        n=labels.total(),
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


def _label_table(corpus: Corpus, labels: Labels, overall: Shares) -> Table:
    counts, names = labels.merged([]).judged[()], class_names()
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
                    wording.percent(count / sum(counts)),
                    corrected.get(label, ""),
                ),
                corpus.link(sentiment=label),
            )
            for label, count in zip(LABELS, counts, strict=True)
        ),
    )


def _channel_tables(corpus: Corpus, labels: Labels, rates: ErrorRates) -> tuple[Table, ...]:
    by_channel = labels.merged([1])
    if len(by_channel.judged) < 2:
        return ()
    shares = by_channel.shares(rates)
    ranked = sorted(by_channel.judged, key=lambda key: (-sum(by_channel.judged[key]), key))
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
                        sum(by_channel.judged[key]),
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


def _time_charts(corpus: Corpus, labels: Labels, rates: ErrorRates) -> tuple[Chart, ...]:
    days = [int(str(day)) for (day,) in labels.merged([0]).judged]
    step = step_for(max(days) - min(days) + 1)
    periods = periods_between(_as_date(min(days)), _as_date(max(days)), step)
    if len(periods) < 2:
        return ()
    grouped: dict[Key, tuple[int, ...]] = {}
    for (day,), counts in labels.merged([0]).judged.items():
        key = (period_of(_as_date(int(str(day))), step),)
        grouped[key] = tuple(a + b for a, b in zip(grouped.get(key, (0,) * len(LABELS)), counts, strict=True))
    shares = Labels(grouped, 0).shares(rates, draws=DRAWS_OVER_TIME)
    drawn = [shares.get((period,)) for period in periods]
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


def _as_date(day: int) -> date:
    return EPOCH + timedelta(days=day)
