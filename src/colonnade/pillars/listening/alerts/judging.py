"""What stands out in what a rule watches."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from ibis import _ as column

from colonnade.measurement.detection import Detection, Episode, Sensitivity, detect, episodes
from colonnade.organization.models import Organization
from colonnade.pillars.listening.alerts.counting import count
from colonnade.pillars.listening.alerts.figures import Figures, Share
from colonnade.pillars.listening.alerts.models import AlertRule, RuleKind
from colonnade.pillars.listening.alerts.opinion import negative_shares
from colonnade.pillars.listening.alerts.series import Series, series_of
from colonnade.pillars.listening.alerts.silence import silent_spans
from colonnade.pillars.listening.questions.asking import corpus_of
from colonnade.pillars.listening.questions.corpus import Corpus
from colonnade.pillars.listening.questions.filters import EVERYTHING, Filters
from colonnade.pillars.listening.questions.statistics import wilson
from colonnade.warehouse.store import Facts

LOOK_BACK = timedelta(days=182)
"""How much of the stored time is read: what a detector learns from, and what a back-test shows."""
USUAL_DAYS = 28
"""Days before, with which a share is compared."""
_SPEAKING_PAUSE = 2  # days of silence after which people with followers begin anew


@dataclass(frozen=True)
class Found:
    """Something that stands out, from the beginning of its first hour or day to the end of its last."""

    began_at: datetime
    until_at: datetime
    figures: Figures


@dataclass(frozen=True)
class Outlook:
    """What a rule watches, and what of it stands out.

    Attributes:
        detection: None for what is not compared with the past.
        enough: whether there was enough history to judge by; True where none is needed.
    """

    rule: AlertRule
    series: Series
    detection: Detection | None
    found: tuple[Found, ...]
    enough: bool


def watched_corpus(*, organization: Organization, facts: Facts, now: datetime) -> Corpus:
    """Return the posts that are read for alerts, about whatever."""
    since = (now - LOOK_BACK).astimezone(ZoneInfo(organization.time_zone)).date()
    return corpus_of(organization=organization, facts=facts, filters=Filters(brand=EVERYTHING, since=since))


def look(
    *,
    organization: Organization,
    corpus: Corpus,
    rules: Sequence[AlertRule],
    now: datetime,
    after: datetime | None = None,
) -> list[Outlook]:
    """Return what stands out for each rule, in their order.

    Args:
        corpus: of ``watched_corpus``.
        after: what ended before is left out, unjudged.
    """
    first = _first(corpus)
    if first is None or not rules:
        return []
    spans = silent_spans(organization=organization, since=first, now=now)
    counted = count(corpus, rules)
    return [
        _outlook(
            rule,
            series_of(
                one,
                first=first,
                now=now,
                zone=corpus.zone,
                silent=spans,
                channel=rule.channel,
                grain="day" if rule.kind == RuleKind.INFLUENCER else None,
            ),
            corpus,
            after,
        )
        for rule, one in zip(rules, counted, strict=True)
    ]


def _first(corpus: Corpus) -> datetime | None:
    since: date | None = corpus.filters.since
    mentions = corpus.facts.mentions
    if since is not None:
        mentions = mentions.filter(mentions.published_at >= corpus.starts(since))
    found = corpus.rows(mentions.aggregate(first=column.published_at.min()))[0]["first"]
    return found.replace(tzinfo=UTC) if isinstance(found, datetime) else None


def _outlook(rule: AlertRule, series: Series, corpus: Corpus, after: datetime | None) -> Outlook:
    if rule.kind == RuleKind.INFLUENCER:
        found = [_spoken(series, first, last) for first, last in _speaking(series)]
        return Outlook(rule, series, None, tuple(_later(found, after)), enough=True)
    detection = detect(
        series.counts,
        tuning=series.tuning,
        sensitivity=Sensitivity(rule.sensitivity),
        slots=series.slots if series.trials is None else None,
        exposure=series.trials,
        complete=series.complete,
        trials=series.trials is not None,
    )
    stretches = episodes(detection, quiet=series.tuning.quiet)
    found = list(_later([_stood_out(series, detection, one) for one in stretches], after))
    if rule.kind == RuleKind.NEGATIVE:
        found = [sure for one in found if (sure := _confirmed(rule, one, corpus)) is not None]
    return Outlook(rule, series, detection, tuple(found), enough=detection.enough)


def _later(found: Iterable[Found], after: datetime | None) -> Iterable[Found]:
    return (one for one in found if after is None or one.until_at > after)


def _stood_out(series: Series, detection: Detection, episode: Episode) -> Found:
    first, last, peak = episode.first, episode.last, episode.peak
    share = before = None
    if series.trials is not None:
        share = _share(series, first, last)
        before = _share(series, series.steps_before(first, USUAL_DAYS), first - 1)
    figures = Figures(
        grain=series.grain,
        peak_at=series.starts[peak],
        peak=float(series.counts[peak]),
        peak_trials=None if series.trials is None else float(series.trials[peak]),
        expected=float(detection.expected[peak]),
        low=float(detection.low[peak]),
        high=float(detection.high[peak]),
        total=series.total(first, last),
        score=episode.score,
        share=share,
        before=before,
    )
    return Found(series.starts[first], series.starts[last + 1], figures)


def _share(series: Series, first: int, last: int) -> Share | None:
    trials = series.trial_total(first, last)
    if trials <= 0:
        return None
    share = wilson(min(series.total(first, last), trials), trials)
    return Share(value=share.value, low=share.low, high=share.high, n=round(trials))


def _confirmed(rule: AlertRule, found: Found, corpus: Corpus) -> Found | None:
    """Return ``found`` with estimated shares, or None where they do not bear it out.

    Chances added up find the moment; whether opinion really turned is said by quantification alone.
    """
    shares = negative_shares(
        corpus, rule, began_at=found.began_at, until_at=found.until_at, days_before=USUAL_DAYS
    )
    if shares is None or shares.now.low <= shares.before.value:
        return None
    figures = found.figures.model_copy(update={"share": shares.now, "before": shares.before})
    return replace(found, figures=figures)


def _speaking(series: Series) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for place in np.flatnonzero(series.counts > 0).tolist():
        if found and place - found[-1][1] <= _SPEAKING_PAUSE:
            found[-1] = (found[-1][0], place)
        else:
            found.append((place, place))
    return found


def _spoken(series: Series, first: int, last: int) -> Found:
    peak = first + int(series.counts[first : last + 1].argmax())
    figures = Figures(
        grain=series.grain,
        peak_at=series.starts[peak],
        peak=float(series.counts[peak]),
        total=series.total(first, last),
    )
    return Found(series.starts[first], series.starts[last + 1], figures)
