"""COL602."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from colonnade.strategy.rules.findings import Path, Severity
from colonnade.strategy.rules.load import minimum_money
from colonnade.strategy.rules.registry import Hit, rule
from colonnade.strategy.rules.subject import Subject
from colonnade.strategy.rules.wording import amount


@rule("COL602", Severity.ERROR)
def over_money(subject: Subject) -> Iterator[Hit]:
    """Over money.

    What it finds:
        A monthly limit on money that every method at its `min_per_week` already exceeds, counting 52 weeks to
        twelve months; also a single month of `money_by_month`.

    Why it matters:
        Whatever is chosen, the money does not suffice. Found out in the third month, it stops what has just
        begun to work.

    How to fix:
        Lower the least that must be done, find a cheaper way, or raise the limit.
    """
    limits = subject.strategy.limits
    if limits is None:
        return
    needed = minimum_money(subject)
    places: dict[Path, float] = {
        ("limits", "money_by_month", month): money for month, money in limits.money_by_month.items()
    }
    if limits.money_per_month is not None:
        places["limits", "money_per_month"] = limits.money_per_month
    for path, money in places.items():
        if needed > money + 0.005:
            yield Hit(
                path,
                _("The methods cost at least {needed} {currency} a month; the limit is {limit}.").format(
                    needed=amount(needed), currency=subject.strategy.currency, limit=amount(money)
                ),
                _("Lower 'min_per_week' of what costs most, or raise the limit."),
            )
