"""The strategy document's shape, from which the JSON Schema is published.

Strict about types and loose about presence: a half-written strategy can be read, and the checker
(``strategy/rules``) says what it still lacks. References between parts (``serves``, ``channel``, ``role``)
are ids; the checker reports those that lead nowhere.

Units: hours are working hours, money is in the document's currency, rates are per month unless ``per`` says
otherwise, shares run from 0 to 1, dates are calendar dates.
"""

from typing import Annotated, Literal

from pydantic import StringConstraints

from colonnade.strategy.document.model.base import Part as Part
from colonnade.strategy.document.model.base import Range as Range
from colonnade.strategy.document.model.means import Cadence as Cadence
from colonnade.strategy.document.model.means import Channel as Channel
from colonnade.strategy.document.model.means import Effect as Effect
from colonnade.strategy.document.model.means import Flow as Flow
from colonnade.strategy.document.model.means import Horizon as Horizon
from colonnade.strategy.document.model.means import Limits as Limits
from colonnade.strategy.document.model.means import Method as Method
from colonnade.strategy.document.model.means import Replies as Replies
from colonnade.strategy.document.model.means import RoleLimit as RoleLimit
from colonnade.strategy.document.model.means import Saturation as Saturation
from colonnade.strategy.document.model.practice import Approval as Approval
from colonnade.strategy.document.model.practice import Audience as Audience
from colonnade.strategy.document.model.practice import Collaboration as Collaboration
from colonnade.strategy.document.model.practice import Communication as Communication
from colonnade.strategy.document.model.practice import Coordination as Coordination
from colonnade.strategy.document.model.practice import Crisis as Crisis
from colonnade.strategy.document.model.practice import Evidence as Evidence
from colonnade.strategy.document.model.practice import Listening as Listening
from colonnade.strategy.document.model.practice import Relationship as Relationship
from colonnade.strategy.document.model.practice import Review as Review
from colonnade.strategy.document.model.purpose import Goal as Goal
from colonnade.strategy.document.model.purpose import Kpi as Kpi
from colonnade.strategy.document.model.purpose import Objective as Objective
from colonnade.strategy.document.model.purpose import Unit as Unit
from colonnade.strategy.document.vocabulary import ChannelKind as ChannelKind
from colonnade.strategy.document.vocabulary import EvidenceKind as EvidenceKind
from colonnade.strategy.document.vocabulary import Kind as Kind
from colonnade.strategy.document.vocabulary import Per as Per
from colonnade.strategy.document.vocabulary import Pillar as Pillar
from colonnade.strategy.document.vocabulary import Stage as Stage
from colonnade.strategy.document.vocabulary import Text


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
