"""Where a network has many homes: the address of one, as a person writes it."""

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator


def _site(text: str) -> str:
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        port = parts.port
    except ValueError:
        raise ValueError("write the site's address, such as https://example.com") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("write the site's address, such as https://example.com")
    if parts.username or parts.password:
        raise ValueError("leave user and password out of the address: it would be shown")
    return f"{parts.scheme}://{parts.hostname}{f':{port}' if port else ''}{parts.path.rstrip('/')}"


SiteAddress = Annotated[str, AfterValidator(_site)]
"""A site's address without a slash at the end; "https://" is understood where no scheme is written."""


def host_of(site: str) -> str:
    """Return the name of a site's host in lower case, without "www."; empty where it has none."""
    try:
        return (urlsplit(site).hostname or "").casefold().removeprefix("www.")
    except ValueError:
        return ""
