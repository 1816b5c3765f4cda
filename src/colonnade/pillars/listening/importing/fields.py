"""What a column can hold."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Field(StrEnum):
    """A property of a post, or of a follower relation, that a column can hold."""

    TEXT = "text"
    PUBLISHED_AT = "published_at"
    CHANNEL = "channel"
    EXTERNAL_ID = "external_id"
    URL = "url"
    AUTHOR_HANDLE = "author_handle"
    AUTHOR_NAME = "author_name"
    AUTHOR_FOLLOWERS = "author_followers"
    IN_REPLY_TO = "in_reply_to"
    PLACE = "place"
    COMMUNITY = "community"
    LIKES = "likes"
    REPLIES = "replies"
    REPOSTS = "reposts"
    VIEWS = "views"
    MEASURED_AT = "measured_at"
    FOLLOWER = "follower"
    FOLLOWED = "followed"


@dataclass(frozen=True)
class FieldInfo:
    """How a field is shown and known.

    Attributes:
        names: column names that mean it, most telling first, in lower case with "_" between words.
        content: which kind of values it has (see ``profile.Profile``).
        required: whether no row can do without.
    """

    label: str | Promise
    names: tuple[str, ...]
    content: str
    required: bool = False


POST_FIELDS: dict[Field, FieldInfo] = {
    Field.TEXT: FieldInfo(
        _("Text"),
        (
            "text",
            "full_text",
            "body",
            "message",
            "content",
            "post",
            "tweet",
            "caption",
            "comment",
            "selftext",
            "snippet",
            "description",
            "status",
            "review",
            "title",
        ),
        "prose",
        required=True,
    ),
    Field.PUBLISHED_AT: FieldInfo(
        _("Time of posting"),
        (
            "published_at",
            "created_at",
            "posted_at",
            "published",
            "created",
            "posted",
            "timestamp",
            "datetime",
            "date_time",
            "date",
            "time",
            "created_utc",
            "created_time",
            "publish_date",
            "post_date",
            "indexed_at",
        ),
        "time",
        required=True,
    ),
    Field.CHANNEL: FieldInfo(
        _("Channel"),
        (
            "channel",
            "network",
            "platform",
            "source_type",
            "site",
            "social_network",
            "media_type",
            "source",
            "domain",
        ),
        "label",
    ),
    Field.EXTERNAL_ID: FieldInfo(
        _("Id on the network"),
        (
            "external_id",
            "id",
            "id_str",
            "post_id",
            "message_id",
            "status_id",
            "tweet_id",
            "uri",
            "guid",
            "uuid",
            "comment_id",
            "record_id",
        ),
        "id",
    ),
    Field.URL: FieldInfo(
        _("Link to the post"),
        ("url", "link", "permalink", "permalink_url", "post_url", "href", "web_url", "page_url"),
        "url",
    ),
    Field.AUTHOR_HANDLE: FieldInfo(
        _("Author's handle"),
        (
            "author_handle",
            "handle",
            "screen_name",
            "username",
            "user_name",
            "author_username",
            "account",
            "acct",
            "author",
            "user",
            "from",
            "from_user",
            "author_id",
            "user_id",
            "login",
            "name",
            "social_profile",
            "profile",
        ),
        "handle",
    ),
    Field.AUTHOR_NAME: FieldInfo(
        _("Author's name"),
        ("author_name", "display_name", "full_name", "name", "author", "user_full_name", "real_name", "user"),
        "name",
    ),
    Field.AUTHOR_FOLLOWERS: FieldInfo(
        _("Author's followers"),
        (
            "author_followers",
            "followers",
            "followers_count",
            "follower_count",
            "user_followers",
            "subscribers",
            "subscriber_count",
            "fans",
            "audience",
        ),
        "count",
    ),
    Field.IN_REPLY_TO: FieldInfo(
        _("Id of the post it answers"),
        (
            "in_reply_to",
            "in_reply_to_id",
            "in_reply_to_status_id",
            "in_reply_to_id_str",
            "reply_to",
            "parent_id",
            "in_reply_to_tweet_id",
            "replied_to",
            "conversation_id",
        ),
        "id",
    ),
    Field.PLACE: FieldInfo(
        _("Place"),
        ("place", "location", "city", "region", "user_location", "country", "geo", "place_name", "hometown"),
        "place",
    ),
    Field.COMMUNITY: FieldInfo(
        _("Community"),
        ("community", "community_name", "subreddit", "group_name", "board"),
        "label",
    ),
    Field.LIKES: FieldInfo(
        _("Likes"),
        (
            "likes",
            "like_count",
            "likes_count",
            "favorites",
            "favourites",
            "favorite_count",
            "favourites_count",
            "reactions",
            "reaction_count",
            "upvotes",
            "score",
            "hearts",
        ),
        "count",
    ),
    Field.REPLIES: FieldInfo(
        _("Replies"),
        (
            "replies",
            "reply_count",
            "replies_count",
            "comments",
            "comment_count",
            "comments_count",
            "num_comments",
        ),
        "count",
    ),
    Field.REPOSTS: FieldInfo(
        _("Reposts"),
        (
            "reposts",
            "repost_count",
            "retweets",
            "retweet_count",
            "shares",
            "share_count",
            "reblogs_count",
            "reblogs",
            "boosts",
            "forwards",
        ),
        "count",
    ),
    Field.VIEWS: FieldInfo(
        _("Views"),
        ("views", "view_count", "views_count", "impressions", "impression_count", "reach", "plays"),
        "count",
    ),
    Field.MEASURED_AT: FieldInfo(
        _("Time at which these were counted"),
        (
            "measured_at",
            "metrics_updated_at",
            "retrieved_at",
            "collected_at",
            "crawled_at",
            "scraped_at",
            "fetched_at",
        ),
        "time",
    ),
}

FOLLOW_FIELDS: dict[Field, FieldInfo] = {
    Field.FOLLOWER: FieldInfo(
        _("Who follows"),
        ("follower", "follower_id", "follower_handle", "source", "from", "from_user", "user", "subscriber"),
        "handle",
        required=True,
    ),
    Field.FOLLOWED: FieldInfo(
        _("Who is followed"),
        (
            "followed",
            "followed_id",
            "followee",
            "followed_handle",
            "following",
            "target",
            "to",
            "to_user",
            "friend",
            "account",
        ),
        "handle",
        required=True,
    ),
    Field.CHANNEL: POST_FIELDS[Field.CHANNEL],
}

FIELDS: dict[str, dict[Field, FieldInfo]] = {"posts": POST_FIELDS, "follows": FOLLOW_FIELDS}
