"""Where a short link may lead: a web page, and nothing else."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _

LONGEST = 2000
SHORT = "/l/"
"""Where short links live, outside organisations."""
_web_page = URLValidator(schemes=["http", "https"])


def checked_target(url: str) -> str:
    """Return the address as it is sent to browsers (RFC 3986).

    Raises:
        ValueError: where it is no web page, hides its host behind a name, or is a short link itself.
    """
    bare = url.strip()
    if not bare or len(bare) > LONGEST:
        raise ValueError(_("Give a web address of at most {most} characters.").format(most=LONGEST))
    if "\\" in bare or any(ord(sign) < 33 for sign in bare):
        raise ValueError(_("The address holds signs that do not belong into one."))
    try:
        _web_page(bare)
        parts = urlsplit(bare)
    except (ValidationError, ValueError) as error:
        raise ValueError(
            _("“{url}” is no web address; it must begin with https:// or http://.").format(url=bare[:100])
        ) from error
    if parts.username is not None:
        raise ValueError(_("The address holds a name before its host (“@”), which hides where it leads."))
    if _is_ours(parts.hostname) and parts.path.startswith(SHORT):
        raise ValueError(_("This is a short link already; give the page that it leads to."))
    return iri_to_uri(bare)


def _is_ours(host: str | None) -> bool:
    public = urlsplit(settings.PUBLIC_URL).hostname
    return host is not None and host in {public, *settings.ALLOWED_HOSTS}


def short_address(code: str) -> str:
    """Return the address that people share; without ``COLONNADE_PUBLIC_URL``, its path alone."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{SHORT}{code}"
