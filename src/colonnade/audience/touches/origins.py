"""Where a touch came from, as a value: interned as a ``Source`` when it is stored."""

from collections.abc import Collection, Iterable
from dataclasses import astuple, dataclass, fields
from hashlib import blake2b

from colonnade.audience.touches.models import LONGEST_CHANNEL, LONGEST_KEY, LONGEST_TAG, Source
from colonnade.organization.models import Organization


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a touch came from; what is not known is empty. Attributes: see ``Source``."""

    channel: str = ""
    source: str = ""
    medium: str = ""
    campaign: str = ""
    content: str = ""
    term: str = ""
    goal: str = ""
    work: str = ""
    publication: str = ""
    link: str = ""
    page: str = ""

    @property
    def bounded(self) -> "Origin":
        """The same, with nothing longer than its column."""
        return Origin(**{name: getattr(self, name)[:most] for name, most in _MOST.items()})


NAMES = tuple(field.name for field in fields(Origin))
TAGS = ("source", "medium", "campaign", "content", "term")
_MOST = {
    name: LONGEST_CHANNEL if name == "channel" else LONGEST_TAG if name in TAGS else LONGEST_KEY
    for name in NAMES
}


def digest_of(origin: Origin) -> str:
    """Return what an origin is known again by."""
    return blake2b("\0".join(astuple(origin)).encode(), digest_size=16).hexdigest()


def sources_of(*, organization: Organization, origins: Iterable[Origin]) -> dict[Origin, Source]:
    """Return the stored source of each origin; those that were not stored are now."""
    wanted = {origin: digest_of(origin.bounded) for origin in origins}
    found = _stored(organization, set(wanted.values()))
    missing = {digest: origin for origin, digest in wanted.items() if digest not in found}
    if missing:
        Source.objects.bulk_create(
            [
                Source(organization=organization, digest=digest, **vars(origin.bounded))
                for digest, origin in missing.items()
            ],
            ignore_conflicts=True,
            batch_size=500,
        )
        found |= _stored(organization, missing)
    return {origin: found[digest] for origin, digest in wanted.items()}


def _stored(organization: Organization, digests: Collection[str]) -> dict[str, Source]:
    ordered = sorted(digests)
    parts = (ordered[start : start + 500] for start in range(0, len(ordered), 500))
    return {
        one.digest: one
        for part in parts
        for one in Source.objects.filter(organization=organization, digest__in=part)
    }
