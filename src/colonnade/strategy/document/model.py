"""The strategy document's shape, from which the JSON Schema is published.

Strict about types and loose about presence: a half-written strategy can be read, and the checker
(``strategy/rules``) says what it still lacks. References between parts (``serves``, ``channel``, ``role``)
are ids; the checker reports those that lead nowhere.

Units: hours are working hours, money is in the document's currency, rates are per month unless ``per`` says
otherwise, shares run from 0 to 1, dates are calendar dates.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from colonnade.strategy.document.vocabulary import Amount, ChannelId, Day, Id, Number, Share, Text
from colonnade.strategy.document.vocabulary import ChannelKind as ChannelKind
from colonnade.strategy.document.vocabulary import EvidenceKind as EvidenceKind
from colonnade.strategy.document.vocabulary import Kind as Kind
from colonnade.strategy.document.vocabulary import Per as Per
from colonnade.strategy.document.vocabulary import Pillar as Pillar
from colonnade.strategy.document.vocabulary import Stage as Stage


class Part(BaseModel):
    """A part of the document: unknown keys are refused, so that a misspelt key is never lost in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Range(Part):
    """A quantity that is not known exactly: its 10, 50 and 90 % points, read as a log-normal."""

    low: Amount
    """The 10 % point: one time in ten it is less."""
    likely: Amount
    """The 50 % point: as often more as less."""
    high: Amount
    """The 90 % point: one time in ten it is more."""


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


class Evidence(Part):
    """Something known, with where it came from: results and listening become the next plan's priors."""

    id: Id
    """Short name that effects, channels and audiences refer to."""
    kind: EvidenceKind = EvidenceKind.ASSUMED
    """How it is known."""
    claim: Text
    """What is known, in a sentence."""
    source: Text = ""
    """Where it can be looked up."""
    date: Day | None = None
    """When it was found."""
    n: Annotated[int, Field(strict=True, ge=0)] | None = None
    """How many observations it rests on."""


class Audience(Part):
    """People the strategy is for, and what they want to know."""

    id: Id
    """Short name."""
    name: Text = ""
    """As people call them."""
    wants: list[Text] = []
    """What they want to know."""
    evidence: list[Id] = []
    """Ids of what this is known from."""


class Relationship(Part):
    """A person or group whom the strategy wants a relationship with (influencer, partner, community)."""

    id: Id
    """Short name."""
    name: Text = ""
    """Who it is."""
    why: Text = ""
    """Why the relationship matters."""
    owner: Text = ""
    """Who keeps it."""


class Listening(Part):
    """Whom and what to listen for."""

    brands: list[Text] = []
    """Our names, as people write them."""
    competitors: list[Text] = []
    """Their names."""
    topics: list[Text] = []
    """What to listen for besides."""


class Coordination(Part):
    """How social works together with the rest of marketing."""

    marketing_plan: Text = ""
    """The marketing plan that this is part of."""
    calendar: Text = ""
    """The calendar that all channels share."""
    shared_campaigns: list[Text] = []
    """Campaigns that run over several channels."""


class Approval(Part):
    """Who approves what before it is published."""

    what: Text
    """What needs approval."""
    by: Text
    """Who gives it."""


class Collaboration(Part):
    """Who works on it, beside the owners of goals."""

    sponsor: Text = ""
    """Who stands behind it in the management."""
    approvals: list[Approval] = []
    """Who approves what before it is published."""
    experts: list[Text] = []
    """Who can answer in public."""


class Crisis(Part):
    """What happens when something burns: Find, Investigate, Review, Engage."""

    owner: Text = ""
    """Who decides."""
    deputy: Text = ""
    """Who decides when the owner cannot be reached."""
    first_response_minutes: Annotated[int, Field(strict=True, ge=1, le=10080)] | None = None
    """Minutes to the first public word."""
    find: Text = ""
    """How it is noticed."""
    investigate: Text = ""
    """Who checks the facts, and how."""
    review: Text = ""
    """Who agrees on the answer."""
    engage: Text = ""
    """How it is answered."""


class Communication(Part):
    """How the conversation is kept: promises to those who ask, and the crisis plan."""

    response_minutes: Annotated[int, Field(strict=True, ge=1, le=43200)] | None = None
    """Minutes to an answer that we promise."""
    hours: Text = ""
    """When somebody is there to answer."""
    crisis: Crisis | None = None
    """What happens when something burns."""


class Review(Part):
    """How the strategy learns: when results are looked at and what decides stop, continue, change or test."""

    every_weeks: Annotated[int, Field(strict=True, ge=1, le=52)] | None = None
    """Weeks from one look at the results to the next."""
    stop_when: Text = ""
    """What makes us stop a method."""
    tests: list[Text] = []
    """What we try out next."""
    lessons: list[Text] = []
    """What we have learned."""


class Strategy(Part):
    """A social media strategy: goals and methods, limited by time and resources."""

    colonnade: Literal[1] = 1
    """Version of the document's form."""
    title: Text = ""
    """What the strategy is called."""
    summary: Text = ""
    """It in a sentence or two."""
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "USD"
    """Currency of all money, as its ISO 4217 code."""
    horizon: Horizon | None = None
    """The time that is planned."""
    units: list[Unit] = []
    """The business units it works for."""
    objectives: list[Objective] = []
    """What they are trying to accomplish."""
    goals: list[Goal] = []
    """What social media shall achieve for them."""
    audiences: list[Audience] = []
    """Whom it is for."""
    methods: list[Method] = []
    """The kinds of work."""
    channels: list[Channel] = []
    """The places where it appears."""
    relationships: list[Relationship] = []
    """With whom we want a relationship."""
    funnel: list[Flow] = []
    """How one goal feeds another."""
    limits: Limits | None = None
    """Time and resources."""
    listening: Listening | None = None
    """Whom and what to listen for."""
    coordination: Coordination | None = None
    """How social works with the rest of marketing."""
    collaboration: Collaboration | None = None
    """Who works on it besides."""
    communication: Communication | None = None
    """How the conversation is kept."""
    review: Review | None = None
    """How the strategy learns."""
    evidence: list[Evidence] = []
    """What is known, and from where."""
