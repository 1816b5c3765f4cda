"""What carries a strategy from day to day: evidence, people, other channels, conversation, review."""

from typing import Annotated

from pydantic import Field

from colonnade.strategy.document.model.base import Part
from colonnade.strategy.document.vocabulary import Day, EvidenceKind, Id, Text


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
