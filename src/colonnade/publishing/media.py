"""Where the bytes of media come from: features that keep files register here."""

import hashlib
from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, Protocol, cast

from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from colonnade.channels.contract import BadContent, Media
from colonnade.core.registry import Registry

_IN_MEMORY = 8 * 1024 * 1024
_CHUNK = 256 * 1024


class Keeper(Protocol):
    """Opens a file that it keeps."""

    def __call__(self, *, organization_id: int, reference: str) -> BinaryIO:
        """Return the file, opened at its beginning. Raises ``LookupError`` where it is gone."""
        ...


KEEPERS: Registry[str] = Registry("keeper of media")
"""Dotted names of ``Keeper`` functions by the first word of ``Media.source``."""


def opener_for(organization_id: int) -> Callable[[Media], BinaryIO]:
    """Return a function that opens an organisation's media, as ``Sending.open`` is."""

    def open_media(media: Media) -> BinaryIO:
        keeper, _colon, reference = media.source.partition(":")
        try:
            find: Keeper = import_string(KEEPERS.get(keeper))
            found = find(organization_id=organization_id, reference=reference)
        except (LookupError, OSError):
            name = media.name or media.source
            raise BadContent("media", _("the file %(name)s is gone") % {"name": name}) from None
        with found:
            return _checked(found, media)

    return open_media


def _checked(found: BinaryIO, media: Media) -> BinaryIO:
    """Return a copy of the bytes. Raises ``BadContent`` where they are not those that were approved."""
    copy, digest = SpooledTemporaryFile(max_size=_IN_MEMORY), hashlib.sha256()  # noqa: SIM115  whoever asks closes it
    while part := found.read(_CHUNK):
        digest.update(part)
        copy.write(part)
    if digest.hexdigest() != media.sha256:
        copy.close()
        reason = _("the file %(name)s is not the one that was approved")
        raise BadContent("media", reason % {"name": media.name or media.source})
    copy.seek(0)
    return cast(BinaryIO, copy)
