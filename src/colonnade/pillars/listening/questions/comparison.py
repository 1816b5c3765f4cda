"""An answer beside that for the period before: what changed, and whether it changed beyond chance."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import hypot
from typing import Literal

from django.utils.translation import gettext as _

from colonnade.pillars.listening.questions import wording
from colonnade.pillars.listening.questions.answer import Answer, Measure, Row, Table
from colonnade.pillars.listening.questions.filters import Filters

MINUS = "\u2212"
Change = Literal["more", "less", "open"]


@dataclass(frozen=True)
class Compared:
    """A measure now and before.

    Attributes:
        change: "open" where the two intervals leave it open which is larger.
    """

    now: Measure
    before: Measure
    change: Change


def compare(now: Answer, before: Answer) -> list[Compared]:
    """Return the measures that both answers have, in the order of the present one."""
    earlier = {measure.key: measure for measure in before.measures}
    return [
        Compared(measure, earlier[measure.key], _change(measure, earlier[measure.key]))
        for measure in now.measures
        if measure.key in earlier
    ]


def _change(now: Measure, before: Measure) -> Change:
    """Say whether the difference is larger than its 95 % interval.

    The halves of the two intervals that face each other are added as independent errors.
    """
    difference = now.value.value - before.value.value
    if difference >= 0:
        doubt = hypot(now.value.value - now.value.low, before.value.high - before.value.value)
    else:
        doubt = hypot(now.value.high - now.value.value, before.value.value - before.value.low)
    if abs(difference) <= doubt or not difference:
        return "open"
    return "more" if difference > 0 else "less"


def beside(now: Answer, before: Answer) -> Answer:
    """Return the answer with the period before in a sentence, a table and its facts."""
    if not before.measures or not now.measures:
        said = _("The period before (%(period)s) has too few posts to compare with.")
        return replace(now, caveats=(*now.caveats, said % {"period": _days(before.filters)}))
    compared = compare(now, before)
    return replace(
        now,
        sentence=f"{now.sentence} {_sentence(compared, before.filters)}",
        tables=(*now.tables, _table(compared, before.filters)),
        facts={
            **now.facts,
            "period_before": {
                "since": str(before.filters.since),
                "until": str(before.filters.until),
                "measures": [
                    {
                        "key": pair.now.key,
                        "now": pair.now.value.as_json(),
                        "before": pair.before.value.as_json(),
                        "change": pair.change,
                    }
                    for pair in compared
                ],
            },
        },
    )


def _sentence(compared: Sequence[Compared], before: Filters) -> str:
    moved = [pair for pair in compared if pair.change != "open"][:3]
    if not moved:
        return _("Nothing differs beyond chance from the period before (%(period)s).") % {
            "period": _days(before)
        }
    return _("Against the period before (%(period)s): %(changes)s.") % {
        "period": _days(before),
        "changes": wording.listed([_moved(pair) for pair in moved]),
    }


def _moved(pair: Compared) -> str:
    return f"{pair.now.name} {_difference(pair)}"


def _difference(pair: Compared) -> str:
    return _signed(pair).replace("-", MINUS)


def _signed(pair: Compared) -> str:
    now, before = pair.now.value.value, pair.before.value.value
    if pair.now.unit == "share":
        return _("%(points)+.0f points") % {"points": 100 * (now - before)}
    if not before:
        return _("new")
    return f"{100 * (now / before - 1):+.0f}%"


def _days(filters: Filters) -> str:
    if filters.since is None or filters.until is None:
        return ""
    return f"{wording.day(filters.since)}{wording.DASH}{wording.day(filters.until)}"


def _table(compared: Sequence[Compared], before: Filters) -> Table:
    verdicts = {"more": _("more"), "less": _("less"), "open": _("may be chance")}
    return Table(
        key="period-before",
        title=_("Against the period before"),
        note=_("Before: %(period)s. In brackets: the 95%% interval.") % {"period": _days(before)},
        columns=(_("Measure"), _("Now"), _("Before"), _("Change"), _("Beyond chance")),
        rows=tuple(
            Row(
                (pair.now.name, _said(pair.now), _said(pair.before), _difference(pair), verdicts[pair.change])
            )
            for pair in compared
        ),
    )


def _said(measure: Measure) -> str:
    if measure.unit == "share":
        return wording.brief(measure.value)
    if measure.unit == "mean":
        return wording.mean(measure.value)
    return wording.count(round(measure.value.value))
