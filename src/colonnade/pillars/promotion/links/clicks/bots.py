"""Which programs are no people: the list of crawler-user-agents (MIT), and those fetchers that it lacks."""

import re
from functools import lru_cache

import crawleruseragents

from colonnade.audience.touches.kinds import Traffic

_MORE_PREVIEWS = re.compile(r"Cardyb|Pinterestbot|Embedly|Synapse|Nextcloud Server Crawler", re.IGNORECASE)
"""Bluesky's card service, Pinterest, Embedly, Matrix homeservers, Nextcloud Talk."""
_BROWSER = "Mozilla/"


@lru_cache(maxsize=8192)
def traffic_of(user_agent: str) -> Traffic:
    """Return whose requests come with a ``User-Agent``: a preview's, a bot's, or people's.

    A program that names none, or one that does not begin as every browser's does, is no person.
    """
    if _MORE_PREVIEWS.search(user_agent):
        return Traffic.PREVIEW
    found = crawleruseragents.matching_crawlers(user_agent)
    if any(
        "social-preview" in crawleruseragents.CRAWLER_USER_AGENTS_DATA[one].get("tags", ()) for one in found
    ):
        return Traffic.PREVIEW
    if found or not user_agent.startswith(_BROWSER):
        return Traffic.BOT
    return Traffic.PEOPLE
