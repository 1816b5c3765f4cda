"""What features above have to say of sources on the coverage ledger."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from django.utils.module_loading import import_string

from colonnade.core.registry import Registry
from colonnade.organization.models import Organization


class Remarker(Protocol):
    """Says something of sources, in a number of queries that does not grow with theirs."""

    def __call__(self, *, organization: Organization, channels: Sequence[int]) -> Mapping[int, Sequence[str]]:
        """Return sentences by the number of the source; sources without are left out."""
        ...


REMARKS: Registry[str] = Registry("remark on sources")
"""Dotted names of ``Remarker`` functions."""


def remarks_on(*, organization: Organization, channels: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Return what is said of sources, by their number."""
    found: dict[int, tuple[str, ...]] = {}
    for name in REMARKS:
        remarker: Remarker = import_string(name)
        for channel, said in remarker(organization=organization, channels=channels).items():
            found[channel] = (*found.get(channel, ()), *said)
    return found
