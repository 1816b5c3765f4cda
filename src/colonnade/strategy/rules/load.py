"""What a strategy costs at the very least: its methods at their minimum, its open channels kept alive.

Arithmetic, not optimisation: where even this is over a limit, no plan can exist.
"""

from dataclasses import dataclass

from colonnade.strategy.document.model import Method
from colonnade.strategy.rules.subject import Subject

WEEKS_PER_MONTH = 52 / 12


@dataclass(frozen=True, slots=True)
class Load:
    """Work per week of one role, in hours, and what makes it up."""

    methods: float = 0.0
    channels: float = 0.0
    replies: float = 0.0

    @property
    def total(self) -> float:
        """All of it."""
        return self.methods + self.channels + self.replies


def minimum_load(subject: Subject, role: str) -> Load:
    """Return the hours per week that ``role`` must give before anything is chosen."""
    methods = subject.strategy.methods
    return Load(
        methods=sum(method.hours.get(role, 0.0) * method.cadence.min_per_week for method in methods),
        channels=sum(channel.hours_per_week.get(role, 0.0) for channel in subject.channels_kept_alive),
        replies=sum(_reply_hours(method, role) for method in methods),
    )


def _reply_hours(method: Method, role: str) -> float:
    replies = method.replies
    if replies is None or replies.role != role:
        return 0.0
    return method.cadence.min_per_week * replies.per_unit * replies.minutes_each / 60


def minimum_money(subject: Subject) -> float:
    """Return the money per month that the methods cost at their minimum."""
    weekly = sum((method.cost or 0.0) * method.cadence.min_per_week for method in subject.strategy.methods)
    return weekly * WEEKS_PER_MONTH


def capacity(subject: Subject, role: str) -> float:
    """Return the hours per week that ``role`` has; zero where the limits do not name it."""
    limits = subject.strategy.limits
    if limits is None:
        return 0.0
    return sum(item.fte for item in limits.roles if item.id == role) * limits.hours_per_fte_week
