"""What a post becomes on one profile: the draft that its network is handed."""

import re
from collections.abc import Sequence

from colonnade.channels.contract import Draft, LinkCard, Part, Posting
from colonnade.pillars.promotion.composer.linking import Links
from colonnade.pillars.promotion.composer.media import media_of
from colonnade.pillars.promotion.composer.models import Post, Variant
from colonnade.pillars.promotion.library.models import MediaItem

MOST_PARTS = 25
_BREAK = re.compile(r"^[ \t]*-{3}[ \t]*$", re.MULTILINE)


def parts_of(text: str) -> list[str]:
    """Return the parts of a thread: what stands between lines of three hyphens; at least one."""
    found = [part.strip() for part in _BREAK.split(text.replace("\r\n", "\n"))]
    return [part for part in found if part][:MOST_PARTS] or [""]


def draft_of(post: Post, variant: Variant, items: Sequence[MediaItem], links: Links) -> Draft:
    """Return what is to be published of a post on the variant's profile.

    The link becomes a card where the network shows ours and the first part has no files; elsewhere it stands
    behind the text.

    Raises:
        FileNotFoundError: where the file of an item is missing.
    """
    texts = parts_of(variant.text or post.text)
    media = tuple(media_of(item, variant.shape) for item in items)
    posting, link = variant.profile.posting(), links.get(variant.profile_id, "")
    card = _card(post, link) if posting is not None and posting.cards and not media else None
    if link and card is None and link not in texts[0]:
        texts[0] = f"{texts[0]}\n\n{link}".strip()
    first = Part(text=texts[0], media=media, link=card)
    return Draft(
        parts=(first, *(Part(text=text) for text in texts[1:])),
        title=post.title if posting is not None and posting.titles else "",
        language=post.language,
        warning=post.warning if _warns(posting) else "",
        first_comment=post.first_comment.strip(),
    )


def _warns(posting: Posting | None) -> bool:
    return posting is not None and posting.warnings


def _card(post: Post, link: str) -> LinkCard | None:
    if not link:
        return None
    known = post.card if post.card.get("url") == post.link else {}
    return LinkCard(url=link, title=known.get("title", ""), description=known.get("description", ""))
