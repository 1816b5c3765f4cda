"""What is to be published: pure data that survives storage, the same on every network."""

import hashlib
import json
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from colonnade.channels.contract.text import plain_text, well_formed

_LONGEST = 100_000
_SHA256 = r"^[0-9a-f]{64}$"


def _whole(value: object) -> object:
    return well_formed(value) if isinstance(value, str) else value


Said = Annotated[str, BeforeValidator(_whole), Field(max_length=_LONGEST), AfterValidator(plain_text)]
"""Words of ours: well-formed, without control characters."""


class MediaKind(StrEnum):
    """What a file shows."""

    IMAGE = "image"
    VIDEO = "video"


class Visibility(StrEnum):
    """Who sees a post, where the network lets one choose."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    FOLLOWERS = "followers"


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Media(_Data):
    """A file that goes with a post.

    Attributes:
        source: where the bytes are, as "keeper:reference"; the keeper is registered in ``publishing.media``.
        media_type: "image/png".
        size: in bytes.
        sha256: of the bytes, in hexadecimal; they are checked against it when they are sent.
        alt: what it shows, in words, for those who do not see it.
        width, height: in pixels; None where unknown.
        name: of the file.
    """

    source: str = Field(min_length=1, max_length=300)
    kind: MediaKind = MediaKind.IMAGE
    media_type: str = Field(pattern=r"^[a-z]+/[a-z0-9.+-]+$", max_length=100)
    size: int = Field(ge=1)
    sha256: str = Field(pattern=_SHA256)
    alt: Said = ""
    width: int | None = Field(default=None, ge=1)
    height: int | None = Field(default=None, ge=1)
    name: str = Field(default="", max_length=300)


class LinkCard(_Data):
    """A link shown as a card below a post, where the network does not make one itself."""

    url: str = Field(pattern=r"^https?://", max_length=2_000)
    title: Said = ""
    description: Said = ""
    thumbnail: Media | None = None


class Part(_Data):
    """One post of a thread; most drafts have one part only."""

    text: Said = ""
    media: tuple[Media, ...] = ()
    link: LinkCard | None = None


class Reference(_Data):
    """A post on a network.

    Attributes:
        external_id: the network's own id, as in ``Heard``.
        more: what else the network wants to be told when the post is answered or deleted.
    """

    external_id: str = Field(min_length=1, max_length=500)
    more: dict[str, str] = {}


class Draft(_Data):
    """What is to be published on one profile.

    Attributes:
        parts: the posts of a thread in order; the first stands for itself where there is one only.
        title: where the network gives posts a title of their own.
        language: BCP 47, such as "en"; empty where it is left to the network.
        warning: words shown instead of the post until somebody asks for it.
        reply_to: the post of somebody that the first part answers.
        first_comment: said by ourselves below the first part, at once after it.
    """

    parts: tuple[Part, ...] = Field(min_length=1, max_length=25)
    title: Said = ""
    language: str = Field(default="", pattern=r"^([a-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$", max_length=35)
    warning: Said = ""
    visibility: Visibility = Visibility.PUBLIC
    reply_to: Reference | None = None
    first_comment: Said = ""

    @classmethod
    def of(cls, text: str, **more: object) -> Self:
        """Return a draft of one part. ``more`` are fields of the part and of the draft."""
        inner = ("media", "link")
        part = {"text": text} | {name: more.pop(name) for name in inner if name in more}
        return cls.model_validate({"parts": (part,), **more})

    @property
    def text(self) -> str:
        """The words of all parts, for lists and searches."""
        return "\n\n".join(part.text for part in self.parts)

    @property
    def digest(self) -> str:
        """SHA-256 of exactly what will be sent, bytes of media included; in hexadecimal."""
        content = json.dumps(self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()


class Outgoing(_Data):
    """One post as it is handed to a connector: a part of a draft, or its first comment.

    Attributes:
        root, parent: the first post of the conversation that it continues, and the one that it answers.
    """

    text: Said = ""
    media: tuple[Media, ...] = ()
    link: LinkCard | None = None
    title: Said = ""
    language: str = ""
    warning: Said = ""
    visibility: Visibility = Visibility.PUBLIC
    root: Reference | None = None
    parent: Reference | None = None


class Problem(_Data):
    """Why a draft cannot be published as it is, or should not.

    Attributes:
        field: which field of the draft: "text", "media", "alt", "link", "title", "warning", ...
        message: a sentence for people.
        severity: an error keeps it from being published; a warning does not.
        part: which part of the thread, from 0.
    """

    field: str
    message: str
    severity: Literal["error", "warning"] = "error"
    part: int = 0


class Counted(_Data):
    """How much of a limit a text uses, counted as the network does.

    Attributes:
        unit: what is counted: "graphemes", "bytes", "characters", "weighted characters".
    """

    used: int
    limit: int
    unit: str

    @property
    def over(self) -> bool:
        """Whether it is too long."""
        return self.used > self.limit
