"""Why: business units, their objectives, and the goals that serve them."""

from typing import Annotated

from pydantic import Field

from colonnade.strategy.document.model.base import Part
from colonnade.strategy.document.vocabulary import Amount, Day, Id, Kind, Number, Per, Stage, Text


class Unit(Part):
    """A business unit."""

    id: Id
    """Short name that objectives refer to."""
    name: Text = ""
    """As people call it."""


class Objective(Part):
    """What a business unit is trying to accomplish, in its own measure."""

    id: Id
    """Short name that goals refer to."""
    name: Text = ""
    """As people say it."""
    unit: Id | None = None
    """Id of the business unit that wants it."""
    kind: Kind | None = None
    """What the unit wants: to sell, leads, parts, service, or something else."""
    metric: Text = ""
    """The business's own measure of it."""
    baseline: Number | None = None
    """Where the metric stands today."""
    target: Number | None = None
    """Where it shall stand at the deadline."""
    deadline: Day | None = None
    """The day by which."""
    owner: Text = ""
    """Who answers for it."""
    value_per_unit: Amount | None = None
    """What one unit of the metric is worth, in the document's currency."""


class Kpi(Part):
    """How a goal is measured: the metric, the period it counts over, and where the figure comes from."""

    metric: Text
    """The metric's name or abbreviation, such as mql or sessions."""
    name: Text = ""
    """How the figure is called in plans, where the metric's own name will not do."""
    per: Per = Per.MONTH
    """The period the figure counts over; level for a standing figure such as a share or a time."""
    source: Text = ""
    """Where the figure comes from, such as CRM or web analytics."""


class Goal(Part):
    """What social media shall achieve for an objective."""

    id: Id
    """Short name that methods refer to."""
    name: Text = ""
    """As people say it."""
    serves: Id | None = None
    """Id of the objective that it serves."""
    stage: Stage | None = None
    """Where in the funnel it works."""
    kpi: Kpi | None = None
    """How it is measured."""
    baseline: Number | None = None
    """The KPI today."""
    trend_per_month: Number = 0.0
    """How the KPI moves by itself, in KPI units a month."""
    target: Number | None = None
    """The KPI at the deadline."""
    deadline: Day | None = None
    """The day by which."""
    owner: Text = ""
    """Who answers for it."""
    value_per_unit: Amount | None = None
    """What one unit of the KPI is worth, in the document's currency."""
    weight: Annotated[float, Field(strict=True, gt=0, le=100, allow_inf_nan=False)] = 1.0
    """How much the goal counts beside the others; 1 for all alike."""
