"""Reads of imports and brand queries."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import ibis
from django.db.models import Case, QuerySet, When

from colonnade.core.jobs.models import Job
from colonnade.organization.models import Organization
from colonnade.pillars.listening.corrections.jobs import read_stored_posts_again
from colonnade.pillars.listening.importing import aside
from colonnade.pillars.listening.importing.aside import Aside
from colonnade.pillars.listening.importing.plan import Plan
from colonnade.pillars.listening.importing.run import aside_path, digest_of
from colonnade.pillars.listening.jobs import match_stored_posts
from colonnade.pillars.listening.models import BrandKind, BrandQuery, Import, QueryVersion
from colonnade.pillars.listening.states import ImportState
from colonnade.pillars.listening.understanding.entities import Known
from colonnade.warehouse.store import Facts

SUGGESTED = 8
LEAST_MENTIONS = 5  # posts that name a handle before it is worth suggesting


def imports_of(*, organization: Organization) -> QuerySet[Import]:
    """Return the organisation's imports, newest first."""
    return Import.objects.filter(organization=organization).select_related("actor")


def brands_of(*, organization: Organization) -> QuerySet[BrandQuery]:
    """Return what the organisation listens for: its own brands, then competitors, then topics; by name."""
    kind = Case(
        *(When(kind=kind, then=place) for place, kind in enumerate(BrandKind)), default=len(BrandKind)
    )
    found = BrandQuery.objects.filter(organization=organization).select_related("unit")
    return found.order_by(kind, "name")


def known_to(*, organization: Organization) -> Known:
    """Return what the organisation listens for, to be told among the entities of posts."""
    named = BrandQuery.objects.filter(organization=organization).values_list("name", "terms")
    spelt = [(term, name) for name, terms in named for term in (name, *terms)]
    return Known([(term, name) for term, name in spelt if term[:1] not in {"@", "#"}])


def versions_of(*, brand: BrandQuery) -> QuerySet[QueryVersion]:
    """Return the versions of a query, newest first."""
    return brand.versions.select_related("actor")


def matching_job(*, brand: BrandQuery) -> Job | None:
    """Return the latest job that matches stored posts against a query alone; None where there is none yet."""
    jobs = Job.objects.filter(
        organization_id=brand.organization_id,
        task=match_stored_posts.module_path,
        kwargs__query_ids=[brand.pk],
    )
    return jobs.order_by("-enqueued_at").first()


def reading_job(*, organization: Organization) -> Job | None:
    """Return the latest job that reads stored posts anew; None where there is none yet."""
    jobs = Job.objects.filter(organization_id=organization.pk, task=read_stored_posts_again.module_path)
    return jobs.order_by("-enqueued_at").first()


def job_of(*, imported: Import) -> Job | None:
    """Return the job that works, or worked last, on an import; None where it was never sent to one."""
    return Job.objects.filter(pk=imported.job_id).first() if imported.job_id else None


def unfinished_import(*, organization: Organization, path: Path, plan: Plan) -> Import | None:
    """Return the latest import of the same bytes by the same plan that has not ended, or None."""
    begun = Import.objects.filter(
        organization=organization,
        kind=plan.kind,
        size=path.stat().st_size,
        state__in=[ImportState.RUNNING, ImportState.FAILED, ImportState.CANCELLED],
    ).exclude(plan={})
    digest = digest_of(path) if begun.exists() else ""
    wanted = plan.model_copy(update={"latest": None})
    for imported in begun.filter(digest=digest).order_by("-created_at"):
        if Plan.model_validate({**imported.plan, "latest": None}) == wanted:
            return imported
    return None


def first_aside(*, imported: Import, count: int) -> list[Aside]:
    """Return the first rows that an import has kept aside."""
    return aside.first(aside_path(imported), count, certain_bytes=imported.aside_bytes)


def aside_csv(*, imported: Import) -> Iterator[bytes]:
    """Yield all rows that an import has kept aside as CSV, which can be mended and imported again."""
    rows = aside.read(aside_path(imported), certain_bytes=imported.aside_bytes)
    return aside.as_csv(rows, imported.layout["columns"])


def match_counts(*, facts: Facts) -> dict[int, int]:
    """Return how many posts each brand query matches, by its id."""
    found = facts.run(facts.matches.group_by("query_id").aggregate(posts=ibis._.count()))
    return dict(zip(found["query_id"].to_pylist(), found["posts"].to_pylist(), strict=True))


@dataclass(frozen=True)
class Suggestion:
    """A handle that many posts name, so that a brand may stand behind it.

    Attributes:
        posts: how many posts name it.
    """

    handle: str
    posts: int


def suggested_brands(*, organization: Organization, facts: Facts) -> list[Suggestion]:
    """Return the handles that posts name most and that no brand query looks for yet."""
    taken = {
        term.casefold()
        for terms in brands_of(organization=organization).values_list("terms", flat=True)
        for term in terms
    }
    terms = facts.terms
    named = terms.filter(terms.kind == "handle").group_by("term").aggregate(posts=ibis._.count())
    top = named.filter(named.posts >= LEAST_MENTIONS).order_by(ibis.desc("posts"), "term")
    rows = facts.run(top.limit(SUGGESTED + 3 * len(taken))).to_pylist()
    free = [Suggestion(row["term"], row["posts"]) for row in rows if f"@{row['term']}" not in taken]
    return free[:SUGGESTED]
