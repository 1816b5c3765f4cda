"""What a rule would have told in the past, before it is saved."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from colonnade.measurement.detection import Sensitivity
from colonnade.organization.models import Organization
from colonnade.pillars.listening.alerts.charts import chart_of
from colonnade.pillars.listening.alerts.explaining import rule_corpus
from colonnade.pillars.listening.alerts.judging import Found, Outlook, look, watched_corpus
from colonnade.pillars.listening.alerts.models import AlertRule, RuleKind
from colonnade.pillars.listening.alerts.wording import sentence
from colonnade.ui.charts import Chart
from colonnade.ui.figures import number
from colonnade.warehouse.store import Facts


@dataclass(frozen=True, kw_only=True)
class Past:
    """Something that the rule would have told.

    Attributes:
        sentence: as the alert would have said it.
    """

    began_at: datetime
    until_at: datetime
    sentence: str


@dataclass(frozen=True, kw_only=True)
class BackTest:
    """What a rule would have told of the stored posts.

    Attributes:
        enough: whether there was enough history to judge by.
        summary: one sentence.
        past: what it would have told, newest first.
        by_sensitivity: how often at each sensitivity; empty where none matters.
        weeks: how long the time is that was judged.
    """

    enough: bool
    summary: str
    past: tuple[Past, ...]
    by_sensitivity: Mapping[Sensitivity, int]
    weeks: float
    chart: Chart | None


def back_test(*, organization: Organization, facts: Facts, rule: AlertRule, now: datetime) -> BackTest:
    """Run a rule, saved or not, over half a year of stored posts."""
    corpus = watched_corpus(organization=organization, facts=facts, now=now)
    outlooks = look(organization=organization, corpus=corpus, rules=_variants(rule), now=now)
    if not outlooks:
        return BackTest(
            enough=False,
            summary=_("There are no posts of the last half year yet, so nothing can be tried."),
            past=(),
            by_sensitivity={},
            weeks=0.0,
            chart=None,
        )
    chosen = next(one for one in outlooks if one.rule.sensitivity == rule.sensitivity)
    by_sensitivity = (
        {}
        if rule.kind == RuleKind.INFLUENCER
        else {Sensitivity(one.rule.sensitivity): len(one.found) for one in outlooks}
    )
    weeks, summary = _judged_weeks(chosen), _summary(chosen)
    own = rule_corpus(organization=organization, facts=facts, rule=rule)
    return BackTest(
        enough=chosen.enough,
        summary=summary,
        past=tuple(_past(chosen, found, corpus.zone) for found in reversed(chosen.found)),
        by_sensitivity=by_sensitivity,
        weeks=weeks,
        chart=chart_of(chosen, key="back-test", answer=summary, marked=chosen.found, corpus=own),
    )


def _variants(rule: AlertRule) -> list[AlertRule]:
    if rule.kind == RuleKind.INFLUENCER:
        return [rule]
    variants = []
    for sensitivity in Sensitivity:
        variant = copy(rule)
        variant.sensitivity = sensitivity.value
        variants.append(variant)
    return variants


def _past(outlook: Outlook, found: Found, zone: ZoneInfo) -> Past:
    return Past(
        began_at=found.began_at,
        until_at=found.until_at,
        sentence=sentence(
            outlook.rule, found.figures, began_at=found.began_at, until_at=found.until_at, zone=zone
        ),
    )


def _judged_weeks(outlook: Outlook) -> float:
    series = outlook.series
    least = 0 if outlook.detection is None else series.tuning.least
    hours = (len(series.counts) - least) * (1 if series.grain == "hour" else 24)
    return max(0.0, hours / (7 * 24))


def _summary(outlook: Outlook) -> str:
    if not outlook.enough:
        return _(
            "Not enough history yet: %(days)d days of posts are needed before anything can be called unusual."
        ) % {"days": outlook.series.tuning.least // (24 if outlook.series.grain == "hour" else 1)}
    times, weeks = len(outlook.found), number(round(_judged_weeks(outlook)))
    if not times:
        return _("It would have been silent in the last %(weeks)s weeks.") % {"weeks": weeks}
    if times == 1:
        return _("It would have told you of 1 thing in the last %(weeks)s weeks.") % {"weeks": weeks}
    return _("It would have told you of %(times)d things in the last %(weeks)s weeks.") % {
        "times": times,
        "weeks": weeks,
    }
