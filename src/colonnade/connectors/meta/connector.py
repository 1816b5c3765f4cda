"""Listens to Facebook Pages and Instagram by the Graph API; publishes on Facebook Pages."""

from datetime import timedelta
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from pydantic import AfterValidator, Field

from colonnade.channels.contract import (
    Answer,
    BadContent,
    Call,
    ChannelError,
    Foreign,
    Limits,
    Manifest,
    Need,
    Page,
    Params,
    Retry,
    Source,
    SourceKind,
    Walk,
    by_status,
    each,
)
from colonnade.connectors.meta.accounts import Token, get
from colonnade.connectors.meta.posts import (
    IG_HASHTAG_FIELDS,
    IG_MEDIA_FIELDS,
    IG_OWN_FIELDS,
    POST_FIELDS,
    Listing,
    Read,
    read_feed,
    read_media,
    read_own_media,
)
from colonnade.connectors.meta.problems import problem_of
from colonnade.connectors.meta.publishing import POSTING, Mouth

MOST = 25  # posts of one answer, each with its newest comments
LOOK_BACK = timedelta(days=14)
"""How old a post may be whose comments are asked for again in each round."""


def _digits(text: str) -> str:
    if not (text.isascii() and text.isdecimal()):
        raise ValueError("write the id, which is a number")
    return text


def _tag(text: str) -> str:
    tag = text.removeprefix("#")
    if not tag.replace("_", "").isalnum():
        raise ValueError("write one hashtag, such as #excavators")
    return tag


Id = Annotated[str, Field(min_length=1, max_length=30), AfterValidator(_digits)]


class FacebookPage(Source):
    """What is said on a Page."""

    page: Id = Field(title="Page id", description="A number: on the Page, About > Page transparency.")

    def label(self) -> str:
        """Return "Facebook Page 123"."""
        return f"Facebook Page {self.page}"


class _OfInstagram(Source):
    account: Id = Field(title="Instagram account id", description="A number, of your professional account.")


class InstagramOwn(_OfInstagram):
    """Comments on one's own media."""

    def label(self) -> str:
        """Return "comments on Instagram account 123"."""
        return f"comments on Instagram account {self.account}"


class InstagramTags(_OfInstagram):
    """Media in which others tagged the account."""

    def label(self) -> str:
        """Return "Instagram media that tag account 123"."""
        return f"Instagram media that tag account {self.account}"


class InstagramHashtag(_OfInstagram):
    """Media with a hashtag."""

    hashtag: Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_tag)] = Field(
        title="Hashtag"
    )

    def label(self) -> str:
        """Return "#excavators on Instagram"."""
        return f"#{self.hashtag} on Instagram"


class _Hashtags(Foreign):
    class Node(Foreign):
        """A hashtag's own id."""

        id: str = Field(pattern=r"^\d{1,30}$")

    data: list[Node]


class Meta(Mouth):
    """The connector."""

    manifest = Manifest(
        id="meta",
        name="Facebook and Instagram",
        api_version="Graph API v24.0",
        documentation="https://developers.facebook.com/docs/graph-api",
        base_url="https://graph.facebook.com/v24.0/",
        limits=Limits(requests=200, per=timedelta(minutes=10), page=MOST),
        kinds=(
            SourceKind(
                id="facebook_page",
                name=_("A Facebook Page"),
                schema=FacebookPage,
                account=Need.REQUIRED,
                every=timedelta(minutes=30),
                hears=_(
                    "Posts on a Page that you manage, by you and by visitors, and the comments under them."
                ),
                misses=_(
                    "All that is not on your Page: Facebook has no search. Comments under posts older than "
                    "two weeks, and all but the newest 100 of a post in a round."
                ),
            ),
            SourceKind(
                id="instagram_comments",
                name=_("Comments on your Instagram account"),
                schema=InstagramOwn,
                account=Need.REQUIRED,
                every=timedelta(minutes=30),
                hears=_("Your captions, and the comments and replies under them."),
                misses=_("Comments on media older than two weeks, live comments, stories and messages."),
            ),
            SourceKind(
                id="instagram_tags",
                name=_("Instagram media that tag you"),
                schema=InstagramTags,
                account=Need.REQUIRED,
                every=timedelta(minutes=30),
                hears=_("Captions of photos and videos in which your account is tagged."),
                misses=_("Private accounts, stories, and mentions in captions or comments without a tag."),
            ),
            SourceKind(
                id="instagram_hashtag",
                name=_("A hashtag on Instagram"),
                schema=InstagramHashtag,
                account=Need.REQUIRED,
                every=timedelta(hours=3),
                hears=_("Captions of public photos and videos of the last 24 hours with the hashtag."),
                misses=_(
                    "Who wrote them, which Meta does not tell; stories; more than 30 hashtags in a week."
                ),
            ),
        ),
        credentials=Token,
        authentication=("access token of a Page or a system user",),
        scopes={
            "facebook_page": ("pages_read_engagement", "pages_read_user_content"),
            "instagram_comments": ("instagram_basic", "instagram_manage_comments", "pages_read_engagement"),
            "instagram_tags": ("instagram_basic", "instagram_manage_comments", "pages_read_engagement"),
            "instagram_hashtag": ("instagram_basic", "feature Instagram Public Content Access"),
            "publish": (
                "pages_show_list",
                "pages_manage_posts",
                "pages_read_engagement",
                "pages_manage_engagement",
            ),
        },
        posting=POSTING,
        unverified="Everything: derived from the documentation of the interface, not run against it.",
    )

    def classify(self, answer: Answer) -> ChannelError | None:
        """See ``contract.Connector``."""
        if answer.status < 400:
            return None
        return problem_of(answer, field="") or by_status(answer, limits=self.manifest.limits)

    def fetch(self, source: Source, cursor: str | None, call: Call) -> Page:
        """See ``contract.Listens``."""
        walk = Walk.of(cursor)
        path, fields = _asked(source, call)
        asker = source.account if isinstance(source, InstagramHashtag) else None
        params: Params = {"fields": fields, "limit": MOST, "after": walk.at or None, "user_id": asker}
        try:
            answer = get(path, params, call)
        except BadContent as refusal:
            return walk.begun_anew(refusal)
        listing = answer.read(Listing)
        items, times, skipped = _read(source, listing.data)
        walk, more = walk.step_again(
            times, onward=listing.onward, since=call.since, fresh=call.now - LOOK_BACK
        )
        return Page(items=items, next_cursor=walk.cursor(), more=more, skipped=skipped)


def _asked(source: Source, call: Call) -> tuple[str, str]:
    """Return the address and the fields to ask for."""
    if isinstance(source, FacebookPage):
        return f"{source.page}/feed", POST_FIELDS
    if isinstance(source, InstagramHashtag):
        return f"{_hashtag_id(source, call)}/recent_media", IG_HASHTAG_FIELDS
    if isinstance(source, InstagramTags):
        return f"{source.account}/tags", IG_MEDIA_FIELDS
    return f"{InstagramOwn.model_validate(source.model_dump()).account}/media", IG_OWN_FIELDS


def _hashtag_id(source: InstagramHashtag, call: Call) -> str:
    found = get("ig_hashtag_search", {"user_id": source.account, "q": source.hashtag}, call).read(_Hashtags)
    if not found.data:
        raise Retry("Instagram did not say the hashtag's id")
    return found.data[0].id


def _read(source: Source, raws: list[object]) -> Read:
    if isinstance(source, FacebookPage):
        return read_feed(raws)
    if isinstance(source, InstagramOwn):
        return read_own_media(raws)
    items, skipped = each(raws, read_media)
    return items, [item.published_at for item in items], skipped


connector = Meta()
