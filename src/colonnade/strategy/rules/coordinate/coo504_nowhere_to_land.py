"""COO504."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.document.model import ChannelKind, Stage
from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject, has_methods
from colonnade.strategy.rules.wording import label

_LANDING = {ChannelKind.WEB, ChannelKind.EMAIL, ChannelKind.PHONE, ChannelKind.EVENT, ChannelKind.OFFLINE}


@rule("COO504", Severity.WARNING, once=has_methods)
def nowhere_to_land(subject: Subject) -> Iterator[Hit]:
    """Leads with nowhere to land.

    What it finds:
        A goal of leads or sales in a document whose channels are all social or search.

    Why it matters:
        A post makes somebody curious. To become a lead they need a page with a form, a number to call or a
        stand to come to, and that is where it is counted.

    How to fix:
        Add the channel where people answer the call to action, usually the website with its form.
    """
    strategy = subject.strategy
    if not strategy.channels or any(channel.kind in _LANDING for channel in strategy.channels):
        return
    for index, goal in enumerate(strategy.goals):
        if goal.stage in (Stage.LEAD, Stage.SALE):
            yield Hit(
                ("goals", index),
                _("'{goal}' has no place where people could leave their details or buy.").format(
                    goal=label(goal)
                ),
                _("Add the channel with the form, the shop or the telephone, such as 'kind: web'."),
            )
