"""An organisation with posts to find."""

from datetime import UTC, datetime, timedelta

from colonnade.organization.models import Membership, Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import make_member, make_organization
from colonnade.pillars.listening.explorer.models import Colour, Tag
from colonnade.pillars.listening.explorer.operations.tags import TagSettings, add_tag
from colonnade.pillars.listening.questions.tests.factories import START, fill, post
from colonnade.warehouse.store import Facts, open_store

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)


class Explorer:
    """An organisation of which a third of sixty posts speak of a leak."""

    def __init__(self, organization: Organization | None = None, posts: int = 60) -> None:
        self.organization = organization or make_organization()
        fill(
            self.facts,
            [
                post(
                    number,
                    text=f"the loader {'leaks oil' if number % 3 == 0 else 'runs well'}, number {number}",
                    brands=[],
                    sentiment="neutral",
                    published_at=START + timedelta(hours=number),
                )
                for number in range(posts)
            ],
        )

    @property
    def facts(self) -> Facts:
        return open_store().facts(self.organization.pk)

    @property
    def owner(self) -> Membership:
        return self.organization.memberships.order_by("pk").select_related("user", "organization")[0]

    def member(self, role: Role) -> Membership:
        return make_member(self.organization, role)

    def tag(self, name: str = "Service case", colour: Colour = Colour.RUST) -> Tag:
        settings = TagSettings(name=name, colour=colour, meaning="Somebody has to answer.")
        return add_tag(organization=self.organization, settings=settings, actor=None, now=NOW)

    def page(self, path: str = "posts/") -> str:
        return f"/o/{self.organization.slug}/listen/{path}"
