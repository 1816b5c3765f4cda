"""How and with what: methods, channels, the way from goal to goal, and the limits."""

from typing import Annotated

from pydantic import Field, StringConstraints

from colonnade.strategy.document.model.base import Part, Range
from colonnade.strategy.document.vocabulary import (
    Amount,
    ChannelId,
    ChannelKind,
    Day,
    Id,
    Pillar,
    Share,
    Text,
)


class Effect(Part):
    """What one unit of a method adds to a goal's KPI (in KPI units, before saturation).

    ``evidence`` names entries of the document's evidence list; without any the figure is *assumed*.
    """

    goal: Id
    """Id of the goal."""
    per_unit: Range | None = None
    """KPI units that one unit of work adds; without it a wide assumption is made and marked."""
    evidence: list[Id] = []
    """Ids of what this is known from; without any it counts as assumed."""


class Cadence(Part):
    """How many units may be made: bounds per week, in whole units per four-week block when planned."""

    min_per_week: Annotated[float, Field(strict=True, ge=0, le=1000, allow_inf_nan=False)] = 0.0
    """Fewest units a week, where the method is used."""
    max_per_week: Annotated[float, Field(strict=True, ge=0, le=1000, allow_inf_nan=False)] = 5.0
    """Most units a week."""


class Saturation(Part):
    """Diminishing returns: a Hill curve with half its height at ``half_at`` units per week."""

    half_at: Annotated[float, Field(strict=True, gt=0, le=10000, allow_inf_nan=False)]
    """Units a week at which half of the most possible effect is reached."""
    shape: Annotated[float, Field(strict=True, ge=0.5, le=5, allow_inf_nan=False)] = 1.0
    """1 for returns that diminish from the start, more for an S-curve."""


class Replies(Part):
    """The answers a unit of work will call for, and who gives them."""

    per_unit: Amount
    """Answers that one unit of work calls for."""
    minutes_each: Amount = 5.0
    """Minutes for one answer."""
    role: Id | None = None
    """Id of the role that answers."""


class Method(Part):
    """A kind of work: one content type in one channel, from one pillar.

    ``hours`` is by role and per unit (making, approving and measuring together); ``cost`` is money per unit.
    """

    id: Id
    """Short name."""
    name: Text = ""
    """As people say it."""
    pillar: Pillar | None = None
    """The pillar it comes from."""
    format: Text = ""
    """What is made: article, post, video, webinar..."""
    channel: ChannelId = "choose"
    """Id of the channel, or choose to leave it to the evidence."""
    topics: list[Text] = []
    """What it is about."""
    hours: dict[Id, Amount] = {}
    """Hours for one unit by role: making, approving and measuring together."""
    cost: Amount | None = None
    """Money for one unit."""
    cadence: Cadence = Cadence()
    """How many units a week."""
    minimum_effort_per_week: Amount | None = None
    """Units a week below which it is not worth doing."""
    saturation: Saturation | None = None
    """How returns diminish."""
    carry_over: Annotated[float, Field(strict=True, ge=0, le=0.95, allow_inf_nan=False)] = 0.0
    """Share of an effect that is still there a week later."""
    selling_share: Share | None = None
    """Share of the content that sells, from 0 to 1."""
    replies: Replies | None = None
    """The answers that it will call for."""
    effects: list[Effect] = []
    """What it does for which goal."""


class Channel(Part):
    """A place where the work appears; its own cost of being open at all is paid per week."""

    id: ChannelId
    """Short name that methods refer to."""
    name: Text = ""
    """As people call it."""
    kind: ChannelKind = ChannelKind.SOCIAL
    """Social, or one of the other marketing channels."""
    hours_per_week: dict[Id, Amount] = {}
    """Hours by role that being there costs each week."""
    setup_hours: dict[Id, Amount] = {}
    """Hours by role that opening it costs once."""
    minimum_units_per_week: Amount = 0.0
    """Units a week below which it should stay closed."""
    minimum_weeks: Annotated[int, Field(strict=True, ge=0, le=520)] = 4
    """Weeks that it stays open once it is opened."""
    open: bool = False
    """Whether it is open today."""
    evidence: list[Id] = []
    """Ids of what shows that our customers converse there."""
    shares_with: list[Text] = []
    """Other marketing channels that it works together with."""


class Flow(Part):
    """A step down the funnel: the share of one goal's KPI that becomes another's, after a while."""

    source: Id
    """Id of the goal that feeds."""
    target: Id
    """Id of the goal that is fed."""
    rate: Range
    """Units of the target's KPI from one unit of the source's."""
    lag_weeks: Annotated[int, Field(strict=True, ge=0, le=104)] = 0
    """Weeks that it takes."""
    capacity_per_week: Amount | None = None
    """Most that can flow in a week, such as calls that sales can make."""


class RoleLimit(Part):
    """How much of a kind of colleague the strategy may use."""

    id: Id
    """Short name that hours refer to."""
    name: Text = ""
    """As people call it."""
    fte: Annotated[float, Field(strict=True, ge=0, le=100000, allow_inf_nan=False)]
    """How many full-time people."""
    agency: bool = False
    """Whether they work outside the company."""


class Limits(Part):
    """Time and resources."""

    roles: list[RoleLimit] = []
    """Who can work on it, and how much."""
    hours_per_fte_week: Annotated[float, Field(strict=True, gt=0, le=168, allow_inf_nan=False)] = 36.0
    """Working hours of one full-time person in a week."""
    money_per_month: Amount | None = None
    """Money that may be spent in a month."""
    money_by_month: dict[Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")], Amount] = {}
    """Money by month (year-month), where it differs."""


class Horizon(Part):
    """The time that is planned."""

    start: Day
    """The first day that is planned."""
    weeks: Annotated[int, Field(strict=True, ge=1, le=260)] = 24
    """How many weeks are planned."""
