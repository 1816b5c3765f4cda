"""CRE211."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.document.model import Method
from colonnade.strategy.rules.findings import Severity
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import amount, label


def _too_rare(method: Method) -> bool:
    least = method.minimum_effort_per_week
    return least is not None and method.cadence.max_per_week < least


@rule("CRE211", Severity.ERROR)
def below_minimum_effort(subject: Subject) -> Iterator[Hit]:
    """Below minimum effort.

    What it finds:
        A method that may never be done as often as its own `minimum_effort_per_week`, or a channel whose
        methods together stay below its `minimum_units_per_week` even at their most.

    Why it matters:
        Below some effort nothing happens: the account looks deserted and the networks stop showing it. The
        hours given to it are lost whole.

    How to fix:
        Raise the cadence, or leave the method or the channel to others and do fewer things properly.
    """
    for index, method in enumerate(subject.strategy.methods):
        if _too_rare(method):
            yield Hit(
                ("methods", index, "cadence"),
                _("'{method}' needs {least} a week to work and may be done {most} times at most.").format(
                    method=label(method),
                    least=amount(method.minimum_effort_per_week or 0.0),
                    most=amount(method.cadence.max_per_week),
                ),
                _("Raise 'max_per_week' or drop the method."),
            )
    for index, channel in subject.channels_in_use:
        most = sum(method.cadence.max_per_week for method in subject.methods_by_channel.get(channel.id, []))
        if most < channel.minimum_units_per_week:
            yield Hit(
                ("channels", index),
                _("'{channel}' needs {least} units a week; its methods give {most} at most.").format(
                    channel=label(channel), least=amount(channel.minimum_units_per_week), most=amount(most)
                ),
                _("Give the channel more, or close it."),
            )
