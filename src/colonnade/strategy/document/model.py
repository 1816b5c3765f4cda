"""The strategy document's shape, from which the JSON Schema is published.

Strict about types and loose about presence: a half-written strategy can be read, and the checker
(``strategy/rules``) says what it still lacks. References between parts (``serves``, ``channel``, ``role``)
are ids; the checker reports those that lead nowhere.

Units: hours are working hours, money is in the document's currency, rates are per month unless ``per`` says
otherwise, shares run from 0 to 1, dates are calendar dates.
"""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError


def _calendar_date(value: object) -> object:
    # Without this, pydantic would take numbers for seconds since 1970 and times of day for dates.
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("calendar_date", "not a calendar date")


Day = Annotated[date, BeforeValidator(_calendar_date)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=-1e15, le=1e15)]
Amount = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=0, le=1e12)]
Share = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=0, le=1)]


class Part(BaseModel):
    """A part of the document: unknown keys are refused, so that a misspelt key is never lost in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Kind(StrEnum):
    """What a business unit wants."""

    SELL = "sell"
    LEADS = "leads"
    PARTS = "parts"
    SERVICE = "service"
    OTHER = "other"


class Stage(StrEnum):
    """Where in the funnel a goal works."""

    AWARENESS = "awareness"
    CONSIDERATION = "consideration"
    LEAD = "lead"
    SALE = "sale"
    SERVICE = "service"


class Pillar(StrEnum):
    """The four pillars."""

    LISTENING = "listening"
    PROMOTION = "promotion"
    LEADERSHIP = "leadership"
    SUPPORT = "support"


class ChannelKind(StrEnum):
    """What a channel is: social, or one of the marketing channels that social must work with."""

    SOCIAL = "social"
    WEB = "web"
    SEARCH = "search"
    EMAIL = "email"
    EVENT = "event"
    OFFLINE = "offline"
    PHONE = "phone"


class Per(StrEnum):
    """The period over which a figure counts; ``level`` is a standing figure such as a share or a time."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    TOTAL = "total"
    LEVEL = "level"


class EvidenceKind(StrEnum):
    """How a claim is known, from the strongest to the weakest."""

    EXPERIMENT = "experiment"
    RESULT = "result"
    LISTENING = "listening"
    BENCHMARK = "benchmark"
    SURVEY = "survey"
    ASSUMED = "assumed"


class Range(Part):
    """A quantity that is not known exactly: its 10, 50 and 90 % points, read as a log-normal."""

    low: Amount
    likely: Amount
    high: Amount


class Unit(Part):
    """A business unit."""

    id: Id
    name: Text = ""


class Objective(Part):
    """What a business unit is trying to accomplish, in its own measure."""

    id: Id
    name: Text = ""
    unit: Id | None = None
    kind: Kind | None = None
    metric: Text = ""
    baseline: Number | None = None
    target: Number | None = None
    deadline: Day | None = None
    owner: Text = ""
    value_per_unit: Amount | None = None


class Kpi(Part):
    """How a goal is measured: the metric, the period it counts over, and where the figure comes from."""

    metric: Text
    name: Text = ""
    per: Per = Per.MONTH
    source: Text = ""


class Goal(Part):
    """What social media shall achieve for an objective."""

    id: Id
    name: Text = ""
    serves: Id | None = None
    stage: Stage | None = None
    kpi: Kpi | None = None
    baseline: Number | None = None
    trend_per_month: Number = 0.0
    target: Number | None = None
    deadline: Day | None = None
    owner: Text = ""
    value_per_unit: Amount | None = None
    weight: Annotated[float, Field(strict=True, gt=0, le=100, allow_inf_nan=False)] = 1.0


class Effect(Part):
    """What one unit of a method adds to a goal's KPI (in KPI units, before saturation).

    ``evidence`` names entries of the document's evidence list; without any the figure is *assumed*.
    """

    goal: Id
    per_unit: Range | None = None
    evidence: list[Id] = []


class Cadence(Part):
    """How many units may be made: bounds per week, in whole units per four-week block when planned."""

    min_per_week: Annotated[float, Field(strict=True, ge=0, le=1000, allow_inf_nan=False)] = 0.0
    max_per_week: Annotated[float, Field(strict=True, ge=0, le=1000, allow_inf_nan=False)] = 5.0


class Saturation(Part):
    """Diminishing returns: a Hill curve with half its height at ``half_at`` units per week."""

    half_at: Annotated[float, Field(strict=True, gt=0, le=10000, allow_inf_nan=False)]
    shape: Annotated[float, Field(strict=True, ge=0.5, le=5, allow_inf_nan=False)] = 1.0


class Replies(Part):
    """The answers a unit of work will call for, and who gives them."""

    per_unit: Amount
    minutes_each: Amount = 5.0
    role: Id | None = None


class Method(Part):
    """A kind of work: one content type in one channel, from one pillar.

    ``hours`` is by role and per unit (making, approving and measuring together); ``cost`` is money per unit.
    """

    id: Id
    name: Text = ""
    pillar: Pillar | None = None
    format: Text = ""
    channel: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]{0,59}$")] = "choose"
    topics: list[Text] = []
    hours: dict[Id, Amount] = {}
    cost: Amount | None = None
    cadence: Cadence = Cadence()
    minimum_effort_per_week: Amount | None = None
    saturation: Saturation | None = None
    carry_over: Annotated[float, Field(strict=True, ge=0, le=0.95, allow_inf_nan=False)] = 0.0
    selling_share: Share | None = None
    replies: Replies | None = None
    effects: list[Effect] = []


class Channel(Part):
    """A place where the work appears; its own cost of being open at all is paid per week."""

    id: Id
    name: Text = ""
    kind: ChannelKind = ChannelKind.SOCIAL
    hours_per_week: dict[Id, Amount] = {}
    setup_hours: dict[Id, Amount] = {}
    minimum_units_per_week: Amount = 0.0
    minimum_weeks: Annotated[int, Field(strict=True, ge=0, le=520)] = 4
    open: bool = False
    evidence: list[Id] = []
    shares_with: list[Text] = []


class Flow(Part):
    """A step down the funnel: the share of one goal's KPI that becomes another's, after a while."""

    source: Id
    target: Id
    rate: Range
    lag_weeks: Annotated[int, Field(strict=True, ge=0, le=104)] = 0
    capacity_per_week: Amount | None = None


class RoleLimit(Part):
    """How much of a kind of colleague the strategy may use."""

    id: Id
    name: Text = ""
    fte: Annotated[float, Field(strict=True, ge=0, le=100000, allow_inf_nan=False)]
    agency: bool = False


class Limits(Part):
    """Time and resources."""

    roles: list[RoleLimit] = []
    hours_per_fte_week: Annotated[float, Field(strict=True, gt=0, le=168, allow_inf_nan=False)] = 36.0
    money_per_month: Amount | None = None
    money_by_month: dict[Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")], Amount] = {}


class Horizon(Part):
    """The time that is planned."""

    start: Day
    weeks: Annotated[int, Field(strict=True, ge=1, le=260)] = 24


class Evidence(Part):
    """Something known, with where it came from: results and listening become the next plan's priors."""

    id: Id
    kind: EvidenceKind = EvidenceKind.ASSUMED
    claim: Text
    source: Text = ""
    date: Day | None = None
    n: Annotated[int, Field(strict=True, ge=0)] | None = None


class Audience(Part):
    """People the strategy is for, and what they want to know."""

    id: Id
    name: Text = ""
    wants: list[Text] = []
    evidence: list[Id] = []


class Relationship(Part):
    """A person or group whom the strategy wants a relationship with (influencer, partner, community)."""

    id: Id
    name: Text = ""
    why: Text = ""
    owner: Text = ""


class Listening(Part):
    """Whom and what to listen for."""

    brands: list[Text] = []
    competitors: list[Text] = []
    topics: list[Text] = []


class Coordination(Part):
    """How social works together with the rest of marketing."""

    marketing_plan: Text = ""
    calendar: Text = ""
    shared_campaigns: list[Text] = []


class Approval(Part):
    """Who approves what before it is published."""

    what: Text
    by: Text


class Collaboration(Part):
    """Who works on it, beside the owners of goals."""

    sponsor: Text = ""
    approvals: list[Approval] = []
    experts: list[Text] = []


class Crisis(Part):
    """What happens when something burns: Find, Investigate, Review, Engage."""

    owner: Text = ""
    deputy: Text = ""
    first_response_minutes: Annotated[int, Field(strict=True, ge=1, le=10080)] | None = None
    find: Text = ""
    investigate: Text = ""
    review: Text = ""
    engage: Text = ""


class Communication(Part):
    """How the conversation is kept: promises to those who ask, and the crisis plan."""

    response_minutes: Annotated[int, Field(strict=True, ge=1, le=43200)] | None = None
    hours: Text = ""
    crisis: Crisis | None = None


class Review(Part):
    """How the strategy learns: when results are looked at and what decides stop, continue, change or test."""

    every_weeks: Annotated[int, Field(strict=True, ge=1, le=52)] | None = None
    stop_when: Text = ""
    tests: list[Text] = []
    lessons: list[Text] = []


class Strategy(Part):
    """A social media strategy: goals and methods, limited by time and resources."""

    colonnade: Literal[1] = 1
    title: Text = ""
    summary: Text = ""
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "USD"
    horizon: Horizon | None = None
    units: list[Unit] = []
    objectives: list[Objective] = []
    goals: list[Goal] = []
    audiences: list[Audience] = []
    methods: list[Method] = []
    channels: list[Channel] = []
    relationships: list[Relationship] = []
    funnel: list[Flow] = []
    limits: Limits | None = None
    listening: Listening | None = None
    coordination: Coordination | None = None
    collaboration: Collaboration | None = None
    communication: Communication | None = None
    review: Review | None = None
    evidence: list[Evidence] = []
