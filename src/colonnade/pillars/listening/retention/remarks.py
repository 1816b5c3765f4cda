"""What the coverage ledger says of retention: posts that went are no silence."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max, Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import ngettext

from colonnade.organization.models import Organization
from colonnade.pillars.listening.retention.models import Origin
from colonnade.pillars.listening.retention.queries import removals_of, sources


def remarks(*, organization: Organization, channels: Sequence[int]) -> dict[int, list[str]]:
    """Return sentences about sources by their number, in as many queries for one as for all."""
    went = {
        row["number"]: row
        for row in removals_of(organization)
        .filter(origin=Origin.SOURCE, number__in=channels, ended_at__isnull=False)
        .order_by()
        .values("number")
        .annotate(total=Sum("posts"), last=Max("ended_at"))
    }
    found: dict[int, list[str]] = {}
    for kept in sources(organization):
        said = [_kept(kept.holds)] if kept.holds is not None else []
        if kept.number in went:
            row = went[kept.number]
            said.append(_went(row["total"], row["last"]))
        if said:
            found[kept.number] = said
    return found


def _kept(days: int) -> str:
    return ngettext("Kept %(days)d day.", "Kept %(days)d days.", days) % {"days": days}


def _went(posts: int, last: datetime) -> str:
    day = date_format(timezone.localtime(last), "j M Y")
    return ngettext(
        "%(posts)s older post was removed, on %(day)s.",
        "%(posts)s older posts were removed, the last on %(day)s.",
        posts,
    ) % {"posts": f"{posts:,}", "day": day}
