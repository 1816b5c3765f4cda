"""A quiet brand and the days on which it burns."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from colonnade.organization.models import Organization
from colonnade.pillars.listening.alerts.models import AlertRule, RuleKind
from colonnade.pillars.listening.alerts.operations import RuleSettings, add_rule
from colonnade.pillars.listening.models import BrandKind, BrandQuery
from colonnade.pillars.listening.questions.tests.factories import fill, post
from colonnade.pillars.listening.tests.factories import add_brand
from colonnade.warehouse.store import Facts, open_store

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
TODAY = datetime(2026, 6, 1)  # noqa: DTZ001  facts are UTC without a zone
DAYS = 80
BURNS = 10
"""Days ago on which it begins to burn; it does for three days."""


class Talk:
    """Posts about two brands, numbered on as they are said."""

    def __init__(self, organization: Organization) -> None:
        self.organization = organization
        self.acme = add_brand(organization, "Acme", "acme")
        self.bolt = add_brand(organization, "Bolt", "bolt", kind=BrandKind.COMPETITOR)
        self._number = 0

    @property
    def facts(self) -> Facts:
        return open_store().facts(self.organization.pk)

    def said(
        self, query: BrandQuery, *, days_ago: float, words: str = "it runs", **changes: Any
    ) -> dict[str, Any]:
        """Return a post about a brand."""
        self._number += 1
        at = TODAY + timedelta(hours=self._number % 12) - timedelta(days=days_ago)
        made = post(self._number, words, brands=[], published_at=at, **changes)
        return made | {"_brands": [query.pk]}

    def keep(self, posts: Iterable[Mapping[str, Any]]) -> None:
        """Store posts."""
        fill(self.facts, posts)

    def quiet(self) -> "Talk":
        """Store eighty quiet days: six posts a day about Acme, two about Bolt, a third of them negative."""
        self.keep(
            self.said(query, days_ago=day, sentiment="negative" if place % 3 == 0 else "positive")
            for day in range(1, DAYS + 1)
            for query, daily in ((self.acme, 6), (self.bolt, 2))
            for place in range(daily)
        )
        return self

    def burn(self, query: BrandQuery | None = None, daily: int = 40, since: int = BURNS) -> "Talk":
        """Store three days on which a brand burns."""
        self.keep(
            self.said(query or self.acme, days_ago=day, words="recall of the #brakes", sentiment="negative")
            for day in range(since, since - 3, -1)
            for _post in range(daily)
        )
        return self


def rule(talk: Talk, kind: RuleKind = RuleKind.VOLUME, **changes: Any) -> AlertRule:
    """Return a saved rule about Acme."""
    chosen: dict[str, Any] = {"query": talk.acme, "kind": kind} | changes
    settings = RuleSettings(**chosen)
    return add_rule(organization=talk.organization, settings=settings, actor=None, now=NOW)
