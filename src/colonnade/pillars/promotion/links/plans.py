"""What is said of a link before it is made."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from colonnade.campaigns.models import Campaign, Channel


@dataclass(frozen=True, kw_only=True)
class LinkPlan:
    """What a person or a program says of a link; see ``ShortLink``.

    Attributes:
        url: where it leads; the organisation's tags are put on unless ``tagged`` is False.
        code: the last part of its address; empty for one made by chance.
        publication: opaque key of the post that will carry it, such as ``post:12``.
        content: what tells two links of one campaign apart, such as the variant's name.
    """

    url: str
    code: str = ""
    title: str = ""
    kind: str = Channel.SOCIAL
    channel: str = ""
    campaign: Campaign | None = None
    publication: str = ""
    content: str = ""
    expires_at: datetime | None = None
    tagged: bool = True

    @property
    def digest(self) -> str:
        """A hash of what makes a link the same: where it leads, and where it is published."""
        said = (
            self.url.strip(),
            str(self.campaign.pk) if self.campaign else "",
            self.publication,
            self.content,
            self.channel.strip().casefold(),
            self.kind,
        )
        return blake2b("\0".join(said).encode(), digest_size=16).hexdigest()
