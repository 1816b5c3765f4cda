"""CLA132."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.document.model import Per
from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject


@rule("CLA132", Severity.WARNING)
def level_as_count(subject: Subject) -> Iterator[Hit]:
    """Standing figure counted over time, or a count without time.

    What it finds:
        A share, a time or a score (`share_of_voice`, `first_response_time`) with `per: month` or another
        period, or a count (`leads`) with `per: level`.

    Why it matters:
        Counts add up over weeks and shares do not. Mixed up, a plan adds 20% to 20% and finds 40.

    How to fix:
        Write `per: level` for a share, a time or a score, and a period for a count.
    """
    for index, goal in enumerate(subject.strategy.goals):
        metric = subject.metrics[goal.id]
        if goal.kpi is None or metric is None or metric.level == (goal.kpi.per is Per.LEVEL):
            continue
        message = (
            _("'{metric}' is a standing figure and cannot be counted per {per}.")
            if metric.level
            else _("'{metric}' is a count and needs a period.")
        )
        yield Hit(
            ("goals", index, "kpi"),
            message.format(metric=goal.kpi.metric, per=goal.kpi.per),
            _("Write 'per: level'.") if metric.level else _("Write 'per: month' or another period."),
        )
