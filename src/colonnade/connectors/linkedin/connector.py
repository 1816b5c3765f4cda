"""Listens to LinkedIn: an organisation's posts and the comments under them; publishes as the organisation."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from functools import partial
from typing import Annotated
from urllib.parse import quote

from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, AwareDatetime, Field

from colonnade.channels.contract import (
    Answer,
    Author,
    BadContent,
    Call,
    ChannelError,
    Engagement,
    Foreign,
    Heard,
    Limits,
    Manifest,
    MissingScope,
    Need,
    Page,
    RateLimited,
    Source,
    SourceKind,
    Walk,
    by_status,
    each,
)
from colonnade.connectors.linkedin.accounts import VERSION, Token, headers
from colonnade.connectors.linkedin.publishing import DUPLICATE, POSTING, Mouth
from colonnade.connectors.linkedin.wording import words_of

NETWORK = "linkedin"
MOST = 10  # posts of one answer, each of whose comments cost a request
MOST_COMMENTS = 100
LOOK_BACK = timedelta(days=14)
"""How old a post may be whose comments are asked for again in each round."""

_POST = r"^urn:li:(share|ugcPost|activity):\d{1,30}$"


def _organization(text: str) -> str:
    number = text.rstrip("/").rpartition("/")[2].rpartition(":")[2]
    if not (number.isascii() and number.isdecimal()):
        raise ValueError("write the organisation's number: as its administrator you see it in the address")
    return number


class Organization(Source):
    """An organisation's posts and comments."""

    organization: Annotated[str, Field(max_length=200), AfterValidator(_organization)] = Field(
        title="Organisation",
        description="Its number, or the address of its page as an administrator sees it (/company/12345).",
    )

    def label(self) -> str:
        """Return "LinkedIn organisation 12345"."""
        return f"LinkedIn organisation {self.organization}"


class _Elements(Foreign):
    class Paging(Foreign):
        """``next`` is among the links where there is more."""

        class Link(Foreign):
            """An address of a further part."""

            rel: str = ""

        links: list[Link] = []

    elements: list[object]
    paging: Paging = Paging()


class _Post(Foreign):
    id: str = Field(pattern=_POST)
    created: AwareDatetime = Field(alias="createdAt")
    author: str | None = None
    commentary: str = ""


class _Comment(Foreign):
    class Message(Foreign):
        """What was written."""

        text: str

    class Created(Foreign):
        """When it was written, in milliseconds."""

        time: AwareDatetime

    class Likes(Foreign):
        """How many liked it."""

        total: int | None = Field(None, alias="totalLikes")

    class Answers(Foreign):
        """How many answered it."""

        total: int | None = Field(None, alias="aggregatedTotalComments")

    urn: str = Field(alias="commentUrn")
    actor: str
    message: Message
    created: Created
    parent: str | None = Field(None, alias="parentComment")
    likes: Likes = Field(Likes(), alias="likesSummary")
    answers: Answers = Field(Answers(), alias="commentsSummary")


class _Problem(Foreign):
    code: str = ""
    message: str = ""


class LinkedIn(Mouth):
    """The connector."""

    manifest = Manifest(
        id="linkedin",
        name="LinkedIn",
        api_version=f"Community Management API {VERSION}",
        documentation="https://learn.microsoft.com/linkedin/marketing/community-management/",
        base_url="https://api.linkedin.com/rest/",
        limits=Limits(requests=100, per=timedelta(minutes=1), page=MOST),
        kinds=(
            SourceKind(
                id="organization",
                name=_("Your organisation"),
                schema=Organization,
                account=Need.REQUIRED,
                every=timedelta(hours=2),
                hears=_("Your organisation's posts and the comments under them."),
                misses=_(
                    "All that is not under your own posts: LinkedIn has no search. Names of those who "
                    "comment, replies to comments, and comments under posts older than two weeks."
                ),
            ),
        ),
        credentials=Token,
        authentication=("access token of a member (OAuth 2)",),
        scopes={
            "organization": ("r_organization_social_feed", "r_organization_social"),
            "publish": ("w_organization_social", "r_organization_social", "r_organization_admin"),
        },
        posting=POSTING,
        unverified="Everything: derived from the documentation of the interface, not run against it.",
    )

    def classify(self, answer: Answer) -> ChannelError | None:
        """See ``contract.Connector``."""
        problem = _problem(answer) if answer.status >= 400 else _Problem()
        code = problem.code
        if code in {"REVOKED_ACCESS_TOKEN", "EXPIRED_ACCESS_TOKEN", "INVALID_ACCESS_TOKEN"}:
            return by_status(replace(answer, status=401), limits=self.manifest.limits)
        if answer.status == 426:
            return BadContent(
                "", f"LinkedIn has retired version {VERSION} of its interface; update Colonnade"
            )
        if answer.status == 403:
            return MissingScope(_needed(answer.url))
        if answer.status in {400, 422} and "duplicate" in problem.message.lower():
            return BadContent("text", DUPLICATE)
        if answer.status == 429:
            return RateLimited(_next_day(answer.at))
        return by_status(answer, limits=self.manifest.limits, field="organization")

    def fetch(self, source: Source, cursor: str | None, call: Call) -> Page:
        """See ``contract.Listens``."""
        wanted = Organization.model_validate(source.model_dump())
        walk = Walk.of(cursor)
        start = int(walk.at) if walk.at.isdecimal() and len(walk.at) < 7 else 0
        author = quote(f"urn:li:organization:{wanted.organization}", safe="")
        found = call.http.get(
            # The URN stays encoded once, as Rest.li 2.0 wants it.
            f"posts?author={author}&q=author&count={MOST}&start={start}&sortBy=CREATED",
            headers=headers(call) | {"x-restli-method": "FINDER"},
        ).read(_Elements)
        posts, skipped = _posts(found.elements)
        own, empty = each([post for post in posts if post.commentary], _of_post)
        said, unread = _comments(posts, call)
        onward = any(link.rel == "next" for link in found.paging.links)
        walk, more = walk.step_again(
            [post.created for post in posts],
            onward=str(start + MOST) if onward else None,
            since=call.since,
            fresh=call.now - LOOK_BACK,
        )
        return Page(
            items=(*own, *said), next_cursor=walk.cursor(), more=more, skipped=(*skipped, *empty, *unread)
        )


def _posts(raws: list[object]) -> tuple[list[_Post], list[str]]:
    """Return (posts, reasons); one whose id names no post could not be asked about."""
    posts, skipped = [], []
    for raw in raws:
        try:
            posts.append(_Post.model_validate(raw))
        except ValueError:
            skipped.append("a post without an id or a time")
    return posts, skipped


def _comments(posts: Sequence[_Post], call: Call) -> tuple[tuple[Heard, ...], tuple[str, ...]]:
    """Return (comments under posts, reasons)."""
    items: list[Heard] = []
    skipped: list[str] = []
    for post in posts:
        try:
            answer = call.http.get(
                f"socialActions/{quote(post.id, safe='')}/comments?count={MOST_COMMENTS}&start=0",
                headers=headers(call),
            )
        except BadContent as error:  # taken away, or comments are turned off
            skipped.append(f"the comments under {post.id} are not shown: {error}"[:200])
            continue
        said, unread = each(answer.read(_Elements).elements, partial(_of_comment, post))
        items += said
        skipped += unread
    return tuple(items), tuple(skipped)


def _problem(answer: Answer) -> _Problem:
    try:
        return answer.read(_Problem)
    except ChannelError:
        return _Problem()


def _needed(url: str) -> str:
    """Return the permission that a call of that address needs."""
    path = url.partition("/rest/")[2]
    if path.startswith("organization"):
        return "r_organization_admin"
    writes = path in {"posts", "images?action=initializeUpload"} or path.startswith("posts/")
    scope = "w_organization_social" if writes else "r_organization_social_feed"
    return f"{scope}, as an administrator of the organisation"


def _next_day(now: datetime) -> datetime:
    """Return the next midnight in UTC, when LinkedIn's daily counts begin anew."""
    return datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time(), UTC)


def _of_post(post: _Post) -> Heard:
    return Heard.model_validate(
        {
            "network": NETWORK,
            "external_id": post.id,
            "text": words_of(post.commentary),
            "published_at": post.created,
            "url": f"https://www.linkedin.com/feed/update/{post.id}",
            "author": Author(key=post.author),
        }
    )


def _of_comment(post: _Post, raw: object) -> Heard:
    comment = _Comment.model_validate(raw)
    return Heard.model_validate(
        {
            "network": NETWORK,
            "external_id": comment.urn,
            "text": comment.message.text,
            "published_at": comment.created.time,
            "url": f"https://www.linkedin.com/feed/update/{post.id}",
            "author": Author(key=comment.actor),
            "engagement": Engagement(likes=comment.likes.total, replies=comment.answers.total),
            "in_reply_to": comment.parent or post.id,
        }
    )


connector = LinkedIn()
