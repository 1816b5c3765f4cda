"""What strategy and organisation offer to choose from: goals, methods, audiences, channels."""

from collections.abc import Sequence
from dataclasses import dataclass

from colonnade.organization.models import Organization
from colonnade.strategy.document.model import Strategy
from colonnade.strategy.queries import current_reading

Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class StrategyOptions:
    """Goals, methods, audiences and channels of the version in work, as (id, name)."""

    goals: Options = ()
    methods: Options = ()
    audiences: Options = ()
    channels: Options = ()


def strategy_options(organization: Organization) -> StrategyOptions:
    """Return what the strategy offers; nothing where there is none that can be read."""
    reading = current_reading(organization)
    if reading is None or reading.strategy is None:
        return StrategyOptions()
    strategy = reading.strategy
    return StrategyOptions(
        goals=[(goal.id, goal.name or goal.id) for goal in strategy.goals],
        methods=[(method.id, method.name or method.id) for method in strategy.methods],
        audiences=[(audience.id, audience.name or audience.id) for audience in strategy.audiences],
        channels=[(channel.id, channel.name or channel.id) for channel in strategy.channels],
    )


def goal_path(strategy: Strategy | None, goal: str) -> list[str]:
    """Return the names from the business unit down to the goal; what is not known is left out."""
    if strategy is None:
        return []
    found = next((one for one in strategy.goals if one.id == goal), None)
    if found is None:
        return []
    objective = next((one for one in strategy.objectives if one.id == found.serves), None)
    unit = next((one for one in strategy.units if objective and one.id == objective.unit), None)
    above = [part.name or part.id for part in (unit, objective) if part is not None]
    return [*above, found.name or found.id]
