"""Strategies for tests: one that the checker accepts, and ready-made versions in each state."""

from datetime import datetime

from colonnade.organization.models import Membership, Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW, make_member
from colonnade.strategy.document.starter import starter_text
from colonnade.strategy.models import StrategyVersion
from colonnade.strategy.operations import approve, create_strategy, propose, start

SMALL = """\
title: A small plan
units:
  - id: parts
    name: Parts and service
objectives:
  - id: sell-parts
    unit: parts
    kind: parts
    metric: revenue
goals:
  - id: leads
    name: Leads for parts
    serves: sell-parts
    target: 65
  - id: loose
methods:
  - id: articles
    pillar: leadership
    hours: {writer: 4}
    effects:
      - goal: leads
  - id: posts
"""
"""Readable, with an orphan goal and an orphan method; the checker has much to say of it."""


def make_draft(
    organization: Organization, *, text: str | None = None, by: Membership | None = None, now: datetime = NOW
) -> StrategyVersion:
    """Return the first draft of the organisation's strategy; the starter document where no text is given."""
    actor = by.user if by is not None else None
    return create_strategy(
        organization=organization,
        text=starter_text(today=now.date()) if text is None else text,
        actor=actor,
        now=now,
    )


def make_running(organization: Organization, *, now: datetime = NOW) -> StrategyVersion:
    """Return a running version of the starter document, written and decided by two new members."""
    writer = make_member(organization, Role.STRATEGIST)
    approver = make_member(organization, Role.APPROVER)
    version = make_draft(organization, by=writer, now=now)
    propose(version=version, member=writer, now=now)
    approve(version=version, member=approver, now=now)
    return start(version=version, member=approver, now=now)
