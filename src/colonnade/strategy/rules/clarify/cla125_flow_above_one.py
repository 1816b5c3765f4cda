"""CLA125."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import amount


@rule("CLA125", Severity.ERROR)
def flow_above_one(subject: Subject) -> Iterator[Hit]:
    """Funnel step that lets more out than in.

    What it finds:
        A funnel step whose rate can be above 1.

    Why it matters:
        A rate is the share of one goal's units that become the next one's: of 100 visits at most 100 become
        leads. A figure such as 5 usually meant 5 per cent.

    How to fix:
        Write shares: 0.05 for 5 per cent.
    """
    for index, flow in enumerate(subject.strategy.funnel):
        if flow.rate.high > 1:
            yield Hit(
                ("funnel", index, "rate"),
                _("A rate of up to {rate} makes more of '{target}' than there are of '{source}'.").format(
                    rate=amount(flow.rate.high), source=flow.source, target=flow.target
                ),
                _("Write it as a share from 0 to 1: 5% is 0.05."),
            )
