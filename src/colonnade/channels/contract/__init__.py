"""The contract between the core and the connectors: all that a connector needs, and all it may use."""

from colonnade.channels.contract.answer import Answer, Foreign
from colonnade.channels.contract.capabilities import (
    Authenticates,
    Call,
    Connector,
    Http,
    Listens,
    Params,
    Session,
    Streams,
)
from colonnade.channels.contract.errors import (
    KINDS,
    BadContent,
    ChannelError,
    Disconnect,
    MissingScope,
    RateLimited,
    RefreshToken,
    Retry,
)
from colonnade.channels.contract.items import Author, Engagement, Gone, Heard, Page, Silence, each
from colonnade.channels.contract.manifest import (
    Credentials,
    Limits,
    Manifest,
    Need,
    RateHeaders,
    Source,
    SourceKind,
    Verified,
)
from colonnade.channels.contract.site import SiteAddress, host_of
from colonnade.channels.contract.statuses import by_status, limited_until, retry_after
from colonnade.channels.contract.text import one_line, plain_text, text_of_html
from colonnade.channels.contract.walk import Walk

__all__ = [
    "KINDS",
    "Answer",
    "Authenticates",
    "Author",
    "BadContent",
    "Call",
    "ChannelError",
    "Connector",
    "Credentials",
    "Disconnect",
    "Engagement",
    "Foreign",
    "Gone",
    "Heard",
    "Http",
    "Limits",
    "Listens",
    "Manifest",
    "MissingScope",
    "Need",
    "Page",
    "Params",
    "RateHeaders",
    "RateLimited",
    "RefreshToken",
    "Retry",
    "Session",
    "Silence",
    "SiteAddress",
    "Source",
    "SourceKind",
    "Streams",
    "Verified",
    "Walk",
    "by_status",
    "each",
    "host_of",
    "limited_until",
    "one_line",
    "plain_text",
    "retry_after",
    "text_of_html",
]
