"""What a rule watches, drawn, with what stands out marked."""

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
from django.utils.translation import gettext as _

from colonnade.pillars.listening.alerts.judging import Found, Outlook
from colonnade.pillars.listening.alerts.models import RuleKind
from colonnade.pillars.listening.alerts.series import Floats
from colonnade.pillars.listening.alerts.wording import subject
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.ui.charts import Chart, Series

_AROUND = {"hour": (timedelta(days=4), timedelta(days=1)), "day": (timedelta(days=42), timedelta(days=14))}


def chart_of(
    outlook: Outlook,
    *,
    key: str,
    answer: str,
    marked: Sequence[Found],
    corpus: Corpus,
    around: Found | None = None,
) -> Chart:
    """Return the watched figures with their usual range; the stretches ``marked`` are a line of their own.

    Args:
        corpus: whose posts a click shows, day by day.
        around: draw only what surrounds this; by default all of the stored time.
    """
    series = outlook.series
    chosen = _chosen(outlook, around)
    starts = [series.starts[place] for place in chosen]
    stands_out = [any(one.began_at <= start < one.until_at for one in marked) for start in starts]
    figures, low, high, expected = (_picked(part, chosen) for part in _parts(outlook))
    lines = [  # what is drawn later lies on top
        Series(name=_("counted"), values=figures, tone="own"),
        Series(
            name=_("stands out"),
            values=tuple(figure if out else None for figure, out in zip(figures, stands_out, strict=True)),
            tone="negative",
        ),
    ]
    if outlook.detection is not None:
        lines.append(Series(name=_("usual"), values=expected, low=low, high=high, tone="muted"))
    days = [corpus.day(start) for start in starts]
    return Chart(
        key=key,
        question=_question(outlook),
        answer=answer,
        kind="line",
        categories=tuple(
            day.isoformat() if series.grain == "day" else f"{start:%Y-%m-%d %H:%M}"
            for day, start in zip(days, starts, strict=True)
        ),
        series=tuple(lines),
        unit="%" if series.trials is not None else _("posts"),
        links=tuple(corpus.link(since=day, until=day) for day in days),
        time_axis=True,
    )


def _chosen(outlook: Outlook, around: Found | None) -> list[int]:
    starts = outlook.series.starts[:-1]
    if around is None:
        return list(range(len(starts)))
    before, after = _AROUND[outlook.series.grain]
    return [
        place
        for place, start in enumerate(starts)
        if around.began_at - before <= start <= around.until_at + after
    ]


def _parts(outlook: Outlook) -> tuple[Floats, Floats, Floats, Floats]:
    """Return figures, low, high and expected; of shares in percent of the trials."""
    series, detection = outlook.series, outlook.detection
    nothing = np.full(len(series.counts), np.nan)
    low, high, expected = (
        (nothing, nothing, nothing)
        if detection is None
        else (detection.low, detection.high, detection.expected)
    )
    if series.trials is None:
        return series.counts, low, high, expected
    of = np.where(series.trials > 0, series.trials, np.nan) / 100
    return series.counts / of, low / of, np.minimum(high / of, 100.0), expected / of


def _picked(values: Floats, chosen: Sequence[int]) -> tuple[float | None, ...]:
    return tuple(round(float(values[place]), 1) if np.isfinite(values[place]) else None for place in chosen)


def _question(outlook: Outlook) -> str:
    rule = outlook.rule
    said = {
        RuleKind.VOLUME: _("How many posts are about %(subject)s?"),
        RuleKind.NEGATIVE: _("Which share of the posts about %(subject)s sounds negative?"),
        RuleKind.TERM: _("How many posts about %(subject)s hold “%(term)s”?"),
        RuleKind.VOICE: _("Which share of the talk about the compared brands has %(subject)s?"),
        RuleKind.INFLUENCER: _("When do people with many followers speak about %(subject)s?"),
    }
    return said[RuleKind(rule.kind)] % {"subject": subject(rule), "term": rule.term}
