"""Publishes on LinkedIn, as an organisation. It knows no key of idempotency: its posts are looked through.

Source: https://learn.microsoft.com/linkedin/marketing/community-management/shares/posts-api,
.../images-api and .../organizations/organization-access-control-by-role.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import quote, urlsplit
from uuid import uuid4

from django.utils.translation import gettext as _
from pydantic import AwareDatetime, Field

from colonnade.channels.contract import (
    BadContent,
    Call,
    ChannelError,
    Counted,
    Done,
    Draft,
    Foreign,
    FoundProfile,
    Media,
    MediaRules,
    Outgoing,
    Posting,
    Problem,
    Reference,
    Retry,
    Sending,
    TextLimit,
    problems_of,
)
from colonnade.connectors.linkedin.accounts import headers
from colonnade.connectors.linkedin.wording import commentary_of, words_of

POSTING = Posting(
    text=(TextLimit(most=3_000, unit="UTF-16 units"),),
    images=MediaRules(most=20, types=("image/jpeg", "image/png", "image/gif"), bytes=8_000_000, alt=4_086),
    cards=True,
    settles=timedelta(minutes=3),
)
DUPLICATE = "LinkedIn has a post with the same words by this organisation already"
_PAGE, _PAGES = 50, 10
"""Posts of one answer, and answers, that are looked through for one that may be there."""
_EARLIER = timedelta(minutes=5)  # LinkedIn's clock and ours differ
_POST = r"^urn:li:(share|ugcPost):\d{1,30}$"
_ORGANIZATION = r"^urn:li:organization:\d{1,30}$"


class _Roles(Foreign):
    class Role(Foreign):
        organization: str = Field(pattern=_ORGANIZATION)

    elements: list[Role]


class _Organization(Foreign):
    name: str = Field("", alias="localizedName")
    vanity: str = Field("", alias="vanityName")


class _Upload(Foreign):
    class Value(Foreign):
        address: str = Field(alias="uploadUrl", pattern=r"^https://")
        image: str = Field(pattern=r"^urn:li:image:[\w-]{1,100}$")

    value: Value


class _Posts(Foreign):
    class Post(Foreign):
        id: str = Field(pattern=_POST)
        created: AwareDatetime = Field(alias="createdAt")
        commentary: str = ""

    elements: list[Post]


class Mouth:
    """The part of the connector that publishes."""

    def profiles(self, call: Call) -> Sequence[FoundProfile]:
        """See ``contract.Publishes``: the organisations that the member administers."""
        asked = "organizationAcls?q=roleAssignee&role=ADMINISTRATOR&state=APPROVED&count=100"
        roles = call.http.get(asked, headers=headers(call)).read(_Roles).elements
        return tuple(_profile(role.organization, call) for role in roles)

    def count(self, text: str, posting: Posting) -> tuple[Counted, ...]:
        """See ``contract.Publishes``: as LinkedIn's pages count, in UTF-16 units."""
        used = len(text.encode("utf-16-le")) // 2
        return (Counted(used=used, limit=posting.text[0].most, unit=posting.text[0].unit),)

    def validate(self, draft: Draft, posting: Posting) -> list[Problem]:
        """See ``contract.Publishes``: a card needs a title."""
        found = problems_of(draft, posting, lambda text: self.count(text, posting))
        for number, part in enumerate(draft.parts):
            if part.link is not None and not part.media and not part.link.title:
                found.append(
                    Problem(field="link", message=_("The card of a link needs a title."), part=number)
                )
        return found

    def new_key(self, now: datetime) -> str:
        """See ``contract.Publishes``."""
        return uuid4().hex

    def publish(self, post: Outgoing, sending: Sending) -> Done:
        """See ``contract.Publishes``. Images go first; nobody sees them before the post."""
        body = {
            "author": sending.profile,
            "commentary": commentary_of(post.text),
            "visibility": "PUBLIC",
            "distribution": {
                "feedDistribution": "MAIN_FEED",
                "targetEntities": [],
                "thirdPartyDistributionChannels": [],
            },
            "lifecycleState": "PUBLISHED",
            "isReshareDisabledByAuthor": False,
            **_content(post, sending),
        }
        sending.commit()
        try:
            answer = sending.call.http.write("POST", "posts", json=body, headers=headers(sending.call))
        except BadContent as error:
            if error.reason == DUPLICATE and self.find_recent(post, sending):
                raise Retry("LinkedIn says that it has this post") from None  # so it is looked for, and found
            raise
        made = answer.header("x-restli-id")
        if not made:
            raise Retry("LinkedIn did not say which post it made")
        return _done(made)

    def find_recent(self, post: Outgoing, sending: Sending) -> Sequence[Done]:
        """See ``contract.Publishes``: the organisation's posts since, those with the same words."""
        author, found = quote(sending.profile, safe=""), []
        since = sending.began_at - _EARLIER
        for page in range(_PAGES):
            posts = (
                sending.call.http.get(
                    f"posts?author={author}&q=author&count={_PAGE}&start={page * _PAGE}&sortBy=CREATED",
                    headers=headers(sending.call) | {"x-restli-method": "FINDER"},
                )
                .read(_Posts)
                .elements
            )
            found += [one for one in posts if one.created >= since and _same(one.commentary, post.text)]
            if len(posts) < _PAGE or posts[-1].created < since:
                return tuple(_done(one.id, one.created) for one in found)
        raise BadContent("", _("more was published since than can be looked through"))

    def edit(self, reference: Reference, post: Outgoing, sending: Sending) -> Done:
        """See ``contract.Edits``: words alone; images and cards stay as they were."""
        sending.commit()
        sending.call.http.write(
            "POST",
            f"posts/{quote(reference.external_id, safe='')}",
            json={"patch": {"$set": {"commentary": commentary_of(post.text)}}},
            headers=headers(sending.call) | {"x-restli-method": "PARTIAL_UPDATE"},
        )
        return _done(reference.external_id)

    def delete(self, reference: Reference, call: Call) -> None:
        """See ``contract.Deletes``."""
        try:
            path = f"posts/{quote(reference.external_id, safe='')}"
            call.http.write("DELETE", path, headers=headers(call) | {"x-restli-method": "DELETE"})
        except BadContent as error:
            if not error.absent:
                raise


def _profile(urn: str, call: Call) -> FoundProfile:
    number = urn.rpartition(":")[2]
    try:
        said = call.http.get(f"organizations/{number}", headers=headers(call)).read(_Organization)
    except ChannelError as error:
        if not isinstance(error, BadContent):
            raise
        said = _Organization()
    name, place = said.name or f"LinkedIn organisation {number}", said.vanity or number
    return FoundProfile(external_id=urn, name=name, address=f"https://www.linkedin.com/company/{place}")


def _content(post: Outgoing, sending: Sending) -> dict[str, object]:
    """Return what stands below the words: one image, several, or a link's card."""
    images = [{"id": _uploaded(media, sending), "altText": media.alt} for media in post.media]
    if len(images) == 1:
        return {"content": {"media": images[0]}}
    if images:
        return {"content": {"multiImage": {"images": images}}}
    if post.link is None:
        return {}
    article = {"source": post.link.url, "title": post.link.title, "description": post.link.description}
    if post.link.thumbnail is not None:
        article["thumbnail"] = _uploaded(post.link.thumbnail, sending)
    return {"content": {"article": article}}


def _uploaded(media: Media, sending: Sending) -> str:
    """Return the name of an image that LinkedIn now has."""
    http, signed = sending.call.http, headers(sending.call)
    asked = {"initializeUploadRequest": {"owner": sending.profile}}
    answer = http.write("POST", "images?action=initializeUpload", json=asked, headers=signed)
    upload = answer.read(_Upload).value
    if not f".{urlsplit(upload.address).hostname}".endswith(".linkedin.com"):
        raise Retry("LinkedIn named a place for the image that is not its own")
    with sending.open(media) as content:
        http.write(
            "PUT",
            upload.address,
            body=content.read(),
            headers={"authorization": signed["authorization"], "content-type": media.media_type},
        )
    return upload.image


def _same(commentary: str, words: str) -> bool:
    return words_of(commentary).split() == words.split()


def _done(made: str, at: datetime | None = None) -> Done:
    address = f"https://www.linkedin.com/feed/update/{made}"
    return Done(reference=Reference(external_id=made), address=address, at=at)
