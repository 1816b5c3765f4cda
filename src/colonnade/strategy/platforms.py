"""The social platforms that people name when asked for a strategy.

Several names are also everyday words ("threads", "line", "x"); a reader needs to see from the words around
them that the platform is meant.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Platform:
    """A social platform.

    Attributes:
        id: how a channel of it is usually called in a strategy document.
        aliases: names it is also known by, in lower case, words apart by single spaces.
        everyday: aliases (or the name) that are also everyday words.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    everyday: frozenset[str] = frozenset()

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every way to write it, in lower case."""
        return (self.name.lower(), *self.aliases)


def _plain(name: str, *aliases: str) -> Platform:
    return Platform(re.sub(r"\W", "", name.lower()), name, aliases)


def _ambiguous(name: str, *aliases: str, everyday: str) -> Platform:
    return Platform(re.sub(r"\W", "", name.lower()), name, aliases, frozenset(everyday.split("|")))


PLATFORMS: tuple[Platform, ...] = (
    _plain("Facebook", "fb"),
    _plain("Instagram", "insta", "ig"),
    _plain("WhatsApp", "whats app"),
    _plain("YouTube", "you tube", "yt"),
    _plain("LinkedIn", "linked in"),
    _plain("TikTok", "tik tok"),
    _plain("Twitter"),
    _ambiguous("X", everyday="x"),
    _plain("Snapchat"),
    _plain("Pinterest"),
    _plain("Reddit", "subreddit"),
    _ambiguous("Threads", everyday="threads"),
    _plain("Bluesky", "blue sky", "bsky"),
    _plain("Mastodon"),
    _plain("Tumblr"),
    _plain("Telegram"),
    _ambiguous("Signal", everyday="signal"),
    _ambiguous("Discord", everyday="discord"),
    _ambiguous("Twitch", everyday="twitch"),
    _ambiguous("Kick", everyday="kick"),
    _plain("WeChat", "weixin"),
    _plain("Weibo", "sina weibo"),
    _plain("Xiaohongshu", "rednote", "little red book"),
    _plain("Douyin"),
    _plain("Kuaishou"),
    _plain("Bilibili"),
    _plain("QQ", "qzone"),
    _ambiguous("Line", everyday="line"),
    _plain("KakaoTalk", "kakao"),
    _plain("Viber"),
    _plain("VKontakte", "vk"),
    _plain("Odnoklassniki"),
    _plain("Xing"),
    _plain("Quora"),
    _ambiguous("Medium", everyday="medium"),
    _plain("Substack"),
    _plain("Flickr"),
    _plain("Vimeo"),
    _plain("SoundCloud"),
    _ambiguous("Clubhouse", everyday="clubhouse"),
    _plain("BeReal"),
    _plain("Nextdoor"),
    _plain("Yelp"),
    _plain("Tripadvisor"),
    _plain("Trustpilot"),
    _plain("Glassdoor"),
    _plain("Stack Overflow", "stackoverflow"),
    _plain("GitHub"),
    _plain("Slideshare"),
    _ambiguous("Slack", everyday="slack"),
    _ambiguous("Meetup", everyday="meetup"),
    _plain("Truth Social"),
    _plain("Lemmy"),
    _plain("Pixelfed"),
    _plain("PeerTube"),
    _plain("Patreon"),
    _plain("Periscope"),
    _ambiguous("Vine", everyday="vine"),
    _plain("Google Plus", "google+"),
    _plain("Foursquare"),
    _plain("Myspace"),
    _plain("Google Business Profile", "google my business", "google business"),
)

_SURE: dict[str, Platform] = {
    spelling: platform
    for platform in PLATFORMS
    for spelling in platform.spellings
    if spelling not in platform.everyday
}
_SURE_WORDS = re.compile(
    r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, _SURE), key=len, reverse=True)) + r")(?!\w)"
)


def platforms_in(text: str) -> list[Platform]:
    """Return the platforms that ``text`` names beyond doubt, in its order, each once."""
    found = [_SURE[match.group()] for match in _SURE_WORDS.finditer(text.lower())]
    return list(dict.fromkeys(found))
