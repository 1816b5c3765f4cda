"""Points with reasons: each rule that gives a lead points says so in a sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite

from colonnade.audience.leads.fields import told
from colonnade.audience.leads.models import Condition, Lead, RuleKind, ScoringRule

FREE_MAIL = frozenset(
    {
        "aol.com",
        "gmail.com",
        "gmx.com",
        "gmx.de",
        "gmx.net",
        "googlemail.com",
        "hotmail.com",
        "icloud.com",
        "live.com",
        "mail.com",
        "mail.ru",
        "me.com",
        "msn.com",
        "outlook.com",
        "proton.me",
        "protonmail.com",
        "qq.com",
        "web.de",
        "yahoo.com",
        "yandex.ru",
        "ymail.com",
        "zoho.com",
    }
)
"""Large providers of private mailboxes: an address there says nothing of a company."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Done:
    """Something that a lead did: the kind of touch, and when."""

    kind: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why a lead has points.

    Attributes:
        times: how often it counted.
        last: when it was last done; None for what they told us.
    """

    rule: int
    sentence: str
    points: float
    times: int = 1
    last: datetime | None = None

    def as_json(self) -> dict[str, object]:
        """Return it as it is stored."""
        return {
            "rule": self.rule,
            "sentence": self.sentence,
            "points": round(self.points, 2),
            "times": self.times,
            "last": self.last.isoformat() if self.last else "",
        }


def explain(lead: Lead, *, rules: Iterable[ScoringRule], done: Sequence[Done], now: datetime) -> list[Reason]:
    """Return every reason for points, the weightiest first; the score is their sum.

    An action ``d`` days ago counts ``points * 0.5 ** (d / half_life)``; the latest ``most`` of them count.
    """
    found = []
    for rule in rules:
        if not rule.active or (rule.goal and rule.goal != lead.goal):
            continue
        reason = _fit(lead, rule) if rule.kind == RuleKind.FIELD else _behaviour(rule, done, now)
        if reason is not None:
            found.append(reason)
    return sorted(found, key=lambda reason: (-abs(reason.points), reason.sentence))


def total(reasons: Iterable[Reason]) -> float:
    """Return the score."""
    return round(sum(reason.points for reason in reasons), 2)


def _fit(lead: Lead, rule: ScoringRule) -> Reason | None:
    if not _holds(rule, told(lead, rule.subject)):
        return None
    return Reason(rule=rule.pk or 0, sentence=rule.sentence, points=rule.points)


def _holds(rule: ScoringRule, value: str) -> bool:
    spelt = value.casefold()
    wanted = [line.strip().casefold() for line in rule.values.splitlines() if line.strip()]
    match rule.condition:
        case Condition.FILLED:
            return bool(value)
        case Condition.ONE_OF:
            return spelt in wanted
        case Condition.CONTAINS:
            return any(word in spelt for word in wanted)
        case Condition.WORK_EMAIL:
            return bool(value) and spelt.rpartition("@")[2] not in FREE_MAIL
    return False


def _behaviour(rule: ScoringRule, done: Sequence[Done], now: datetime) -> Reason | None:
    moments = sorted((one.at for one in done if one.kind == rule.subject and one.at <= now), reverse=True)
    counted = moments[: rule.most]
    if not counted:
        return None
    points = sum(rule.points * _weight(rule, now - moment) for moment in counted)
    if not isfinite(points) or abs(points) < 0.005:
        return None
    return Reason(
        rule=rule.pk or 0, sentence=rule.sentence, points=points, times=len(counted), last=counted[0]
    )


def _weight(rule: ScoringRule, age: timedelta) -> float:
    if rule.half_life_days is None:
        return 1.0
    return float(0.5 ** ((age / _DAY) / rule.half_life_days))
