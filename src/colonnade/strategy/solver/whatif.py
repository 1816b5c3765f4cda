"""The same strategy with other limits: ``writer=+0.5`` half a person more, ``money=2000`` so much a month."""

import math
import re

from colonnade.strategy.document.model import Limits, RoleLimit, Strategy

MONEY = "money"
FORM = re.compile(r"\s*(?P<name>[^=\s]+)\s*=\s*(?P<sign>[+-]?)(?P<figure>\d{1,9}(\.\d{1,9})?)\s*")


class NotAWhatIf(ValueError):
    """The change cannot be read, or names something that the document does not limit."""


def with_limits(strategy: Strategy, changes: list[str]) -> Strategy:
    """Return ``strategy`` with changed limits.

    Args:
        strategy: the document.
        changes: ``role=+0.5`` and ``role=-0.5`` change the FTE of a role, ``role=1.5`` sets it; ``money``
            likewise changes or sets the money a month (stated single months change by as much).

    Raises:
        NotAWhatIf: a change cannot be read, names no role, or leaves less than nothing.
    """
    limits = strategy.limits or Limits()
    for change in changes:
        limits = _changed(limits, change)
    return strategy.model_copy(update={"limits": limits})


def _changed(limits: Limits, change: str) -> Limits:
    read = FORM.fullmatch(change)
    if read is None:
        raise NotAWhatIf(f"'{change}' is not a change of limits; write role=+0.5, role=1.5 or money=+500.")
    name, sign, figure = read["name"], read["sign"], float(read["figure"])
    if name == MONEY:
        return _other_money(limits, sign, figure)
    known = [role.id for role in limits.roles]
    if name not in known:
        raise NotAWhatIf(f"No role is called '{name}'; the limits name {', '.join([*known, MONEY])}.")
    roles = [_other_role(role, sign, figure) if role.id == name else role for role in limits.roles]
    return limits.model_copy(update={"roles": roles})


def _other_role(role: RoleLimit, sign: str, figure: float) -> RoleLimit:
    return role.model_copy(update={"fte": _moved(role.fte, sign, figure, role.id)})


def _other_money(limits: Limits, sign: str, figure: float) -> Limits:
    return limits.model_copy(
        update={
            "money_per_month": _moved(limits.money_per_month or 0.0, sign, figure, MONEY),
            "money_by_month": {
                month: _moved(amount, sign, figure, MONEY) for month, amount in limits.money_by_month.items()
            },
        }
    )


def _moved(present: float, sign: str, figure: float, name: str) -> float:
    moved = {"+": present + figure, "-": present - figure, "": figure}[sign]
    if moved < 0 and not math.isclose(moved, 0.0, abs_tol=1e-12):
        raise NotAWhatIf(
            f"{name} would be below nothing: there is {present:g}, and {figure:g} is taken away."
        )
    return max(moved, 0.0)
