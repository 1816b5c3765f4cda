"""A network that keeps what is published, does as it is told, and loses answers where it is asked to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count

from colonnade.channels.contract import (
    Answer,
    Call,
    ChannelError,
    Counted,
    Done,
    Draft,
    FoundProfile,
    Manifest,
    MediaRules,
    Outgoing,
    Pending,
    Posting,
    Problem,
    Ready,
    Reference,
    Sending,
    TextLimit,
    by_status,
    problems_of,
)
from colonnade.channels.models import Account, Profile
from colonnade.channels.operations.accounts import keep_account
from colonnade.channels.operations.profiles import keep_profile
from colonnade.channels.tests.factories import MANIFEST, SECRET, Login
from colonnade.governance.approvals.models import Review
from colonnade.governance.approvals.operations import decide
from colonnade.governance.approvals.states import Verdict
from colonnade.organization.models import Organization, User
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW
from colonnade.publishing.models import REVIEWED_AS, Publication
from colonnade.publishing.operations import drafting, scheduling

POSTING = Posting(
    text=(TextLimit(most=100, unit="characters"),),
    images=MediaRules(most=1, types=("image/png",), bytes=1_000, alt=100),
    threads=True,
    settles=timedelta(0),
)


@dataclass(frozen=True)
class Before:
    """Something goes wrong before the request leaves."""

    error: ChannelError


@dataclass(frozen=True)
class After:
    """The network takes the post, and its answer is lost."""

    error: BaseException


@dataclass(frozen=True)
class Refused:
    """The network answers, and takes nothing."""

    error: ChannelError


Fault = Before | After | Refused


@dataclass
class Village:
    """A connector whose network is a dictionary: what stands there by key was seen by everybody.

    Attributes:
        faults: one for each try, in turn; after the last all goes well.
        tellable: whether it can say what stands there.
        slow: how many looks a post takes to be ready.
    """

    posts: dict[str, Outgoing] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    faults: list[Fault | None] = field(default_factory=list)
    on_commit: Callable[[], None] = lambda: None
    tellable: bool = True
    keyed: bool = True
    slow: int = 0
    looks: int = 0
    tries: int = 0
    deleted: list[str] = field(default_factory=list)
    delete_faults: list[ChannelError] = field(default_factory=list)
    manifest: Manifest = field(
        default_factory=lambda: replace(MANIFEST, id="village", name="Village", posting=POSTING)
    )
    numbers: "count[int]" = field(default_factory=count)

    def classify(self, answer: Answer) -> ChannelError | None:
        """See ``contract.Connector``."""
        return by_status(answer, limits=self.manifest.limits)

    def profiles(self, call: Call) -> Sequence[FoundProfile]:
        """See ``contract.Publishes``."""
        return (FoundProfile(external_id="1", name="@mayor", address="https://village.example/mayor"),)

    def count(self, text: str, posting: Posting) -> tuple[Counted, ...]:
        """See ``contract.Publishes``."""
        return (Counted(used=len(text), limit=posting.text[0].most, unit="characters"),)

    def validate(self, draft: Draft, posting: Posting) -> list[Problem]:
        """See ``contract.Publishes``."""
        return problems_of(draft, posting, lambda text: self.count(text, posting))

    def new_key(self, now: datetime) -> str:
        """See ``contract.Publishes``."""
        return f"key-{next(self.numbers)}"

    def publish(self, post: Outgoing, sending: Sending) -> Done | Pending:
        """See ``contract.Publishes``."""
        if self.slow:
            return Pending(ticket="t", after=timedelta(seconds=7))
        return self._take(post, sending)

    def check_status(self, pending: Pending, call: Call) -> Pending | Ready:
        """See ``contract.Finalizes``."""
        self.slow -= 1
        return Pending(ticket="t", after=timedelta(seconds=7)) if self.slow else Ready(ticket="t")

    def finalize(self, ready: Ready, post: Outgoing, sending: Sending) -> Done:
        """See ``contract.Finalizes``."""
        return self._take(post, sending)

    def _take(self, post: Outgoing, sending: Sending) -> Done:
        self.tries += 1
        fault = self.faults.pop(0) if self.faults else None
        if isinstance(fault, Before):
            raise fault.error
        sending.commit()
        self.on_commit()
        if isinstance(fault, Refused):
            raise fault.error
        name = sending.key if self.keyed else f"{sending.key}-{self.tries}"
        if name not in self.posts:
            self.posts[name] = post
            self.order.append(name)
        if isinstance(fault, After):
            raise fault.error
        return self._done(name)

    def find_recent(self, post: Outgoing, sending: Sending) -> Sequence[Done] | None:
        """See ``contract.Publishes``."""
        self.looks += 1
        if not self.tellable:
            return None
        return [self._done(name) for name, found in self.posts.items() if found.text == post.text]

    def delete(self, reference: Reference, call: Call) -> None:
        """See ``contract.Deletes``."""
        if self.delete_faults:
            raise self.delete_faults.pop(0)
        self.posts.pop(reference.external_id, None)
        self.deleted.append(reference.external_id)

    def _done(self, name: str) -> Done:
        return Done(reference=Reference(external_id=name), address=f"https://village.example/{name}")

    @property
    def texts(self) -> list[str]:
        """What stands on the network, in the order in which it came."""
        return [self.posts[name].text for name in self.order if name in self.posts]


class Time:
    """A clock that goes on when it is told."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """Return the moment that it shows."""
        return self.now

    def pass_by(self, **span: float) -> datetime:
        """Go on, or back, and return the moment."""
        self.now += timedelta(**span)
        return self.now


def add_account(organization: Organization, name: str = "Mayor") -> Account:
    """Connect an account in the village."""
    made = Village()
    return keep_account(
        organization=organization,
        connector=made,
        credentials=Login.model_validate({"name": "mayor", "password": SECRET}),
        session=None,
        name=name,
        actor=None,
        now=NOW,
    )


def add_profile(organization: Organization, name: str = "@mayor") -> Profile:
    """Connect a profile in the village."""
    found = FoundProfile(external_id=name, name=name, address="https://village.example/mayor")
    return keep_profile(account=add_account(organization, name), found=found, actor=None, now=NOW)


def write(profile: Profile, content: Draft | str = "Hello", author: User | None = None) -> Publication:
    """Write a draft."""
    draft = Draft.of(content) if isinstance(content, str) else content
    return drafting.draft(
        organization=profile.organization, profile=profile, content=draft, author=author, now=NOW
    )


def approved(profile: Profile, content: Draft | str = "Hello") -> Publication:
    """Write a draft, hand it in, and let the founder approve it."""
    publication = drafting.submit(publication=write(profile, content), actor=None, now=NOW)
    agree(publication)
    publication.refresh_from_db()
    return publication


def agree(publication: Publication) -> None:
    """Let the organisation's founder approve what was handed in."""
    founder = publication.organization.memberships.filter(role=Role.ADMINISTRATOR).earliest("pk")
    review = Review.objects.get(kind=REVIEWED_AS, subject_id=str(publication.pk))
    decide(review=review, actor=founder, decision=Verdict.APPROVE, digest=publication.digest, now=NOW)


def scheduled(profile: Profile, content: Draft | str = "Hello", *, at: datetime = NOW) -> Publication:
    """Write, approve and schedule."""
    return scheduling.schedule(
        publication=approved(profile, content), at=at, zone="Europe/Berlin", actor=None, now=NOW
    )
