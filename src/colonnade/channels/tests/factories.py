"""A network that does as it is told, and sources on it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from pydantic import Field, SecretStr

from colonnade.channels.contract import (
    Answer,
    Call,
    ChannelError,
    Credentials,
    Gone,
    Heard,
    Limits,
    Manifest,
    Need,
    Page,
    Session,
    Source,
    SourceKind,
    by_status,
)
from colonnade.channels.hearing import Kept
from colonnade.channels.models import Account, Channel
from colonnade.channels.operations import accounts, sources
from colonnade.channels.operations.wanted import wanted
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW

SECRET = "correct-horse-battery"


class Words(Source):
    """A search."""

    words: str = Field(title="Words", min_length=1, max_length=100)


class Login(Credentials):
    """A name and a password."""

    name: str = Field(title="Name")
    password: SecretStr = Field(title="Password")


def heard(number: int, **said: object) -> Heard:
    """Return the post ``number``."""
    return Heard.model_validate(
        {
            "network": "town",
            "external_id": str(number),
            "text": f"Post {number} about loaders",
            "published_at": datetime(2026, 10, 1, tzinfo=UTC) + timedelta(minutes=number),
            "author": {"handle": f"author{number}"},
        }
        | said
    )


Step = Page | ChannelError | Callable[[Call], Page]


MANIFEST = Manifest(
    id="town",
    name="Town",
    api_version="1",
    documentation="https://town.example",
    limits=Limits(requests=1_000, per=timedelta(seconds=1), page=10),
    kinds=(
        SourceKind(
            id="search",
            name="Search",
            schema=Words,
            account=Need.OPTIONAL,
            hears="What is said in town.",
            misses="What is whispered.",
        ),
    ),
    unverified="All of it: it is made up.",
    credentials=Login,
)


@dataclass
class Town:
    """A connector whose answers are ``steps``, one for each fetch; after the last it has nothing."""

    steps: list[Step] = field(default_factory=list)
    sign_ins: list[ChannelError] = field(default_factory=list)
    refreshes: list[ChannelError] = field(default_factory=list)
    cursors: list[str | None] = field(default_factory=list)
    signed_in: int = 0
    refreshed: int = 0
    manifest: Manifest = MANIFEST

    def classify(self, answer: Answer) -> ChannelError | None:
        """See ``contract.Connector``."""
        return by_status(answer, limits=self.manifest.limits)

    def fetch(self, source: Source, cursor: str | None, call: Call) -> Page:
        """See ``contract.Listens``."""
        self.cursors.append(cursor)
        step = self.steps.pop(0) if self.steps else Page(next_cursor=cursor)
        if isinstance(step, ChannelError):
            raise step
        return step if isinstance(step, Page) else step(call)

    def sign_in(self, call: Call) -> Session:
        """See ``contract.Authenticates``."""
        self.signed_in += 1
        if self.sign_ins:
            raise self.sign_ins.pop(0)
        return Session(identity="@mayor", tokens={"token": SecretStr(f"{SECRET}-{self.signed_in}")})

    def refresh(self, call: Call) -> Session:
        """See ``contract.Authenticates``."""
        self.refreshed += 1
        if self.refreshes:
            raise self.refreshes.pop(0)
        return Session(identity="@mayor", tokens={"token": SecretStr(f"{SECRET}-again")})


@dataclass
class Ears:
    """A hearer that keeps posts in a list, each once, and forgets what is gone."""

    posts: dict[str, Heard] = field(default_factory=dict)
    calls: int = 0

    def __call__(
        self,
        *,
        organization_id: int,
        posts: Sequence[Heard],
        now: datetime,
        add: bool = True,
        source_id: int | None = None,
    ) -> Kept:
        """See ``hearing.Hearer``."""
        self.calls += 1
        known = {post.external_id: post for post in posts if post.external_id in self.posts}
        edited = {name: post for name, post in known.items() if post.text != self.posts[name].text}
        fresh = {post.external_id: post for post in posts if add and post.external_id not in known}
        self.posts |= fresh | edited
        return Kept(new=len(fresh), known=len(posts) - len(fresh), edited=len(edited))

    def forget(self, *, organization_id: int, gone: Sequence[Gone], now: datetime) -> int:
        """See ``hearing.Forgetter``."""
        went = [name for name, post in self.posts.items() if any(one.means(post) for one in gone)]
        for name in went:
            del self.posts[name]
        return len(went)


def add_account(organization: Organization, town: Town, name: str = "Mayor") -> Account:
    """Connect an account."""
    credentials = Login(name="mayor", password=SecretStr(SECRET))
    return accounts.keep_account(
        organization=organization,
        connector=town,
        credentials=credentials,
        session=None,
        name=name,
        actor=None,
        now=NOW,
    )


def add_source(
    organization: Organization, town: Town, words: str = "loaders", account: Account | None = None
) -> Channel:
    """Listen to a search."""
    said = wanted(
        organization=organization,
        connector=town,
        kind=town.manifest.kind("search"),
        configuration={"words": words},
        account=account,
        now=NOW,
    )
    return sources.add_source(organization=organization, wanted=said, actor=None, now=NOW)


def many(steps: int, each: int = 2) -> Iterator[Page]:
    """Yield pages of ``each`` posts, the last without more."""
    for number in range(steps):
        posts = tuple(heard(number * each + place) for place in range(each))
        yield Page(items=posts, next_cursor=str(number + 1), more=number + 1 < steps)
