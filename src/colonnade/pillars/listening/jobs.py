"""Background work of listening."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from colonnade.core.clock import system_clock
from colonnade.core.jobs.context import JobCancelled, JobContext, JobFailed
from colonnade.core.jobs.tasks import job
from colonnade.governance.operations import record
from colonnade.organization.models import Organization
from colonnade.pillars.listening.importing.run import ImportStopped, Run, settle
from colonnade.pillars.listening.matching import Query
from colonnade.pillars.listening.matching.backfill import Progress, backfill, forget, parts_for, rematch
from colonnade.pillars.listening.models import Backfill, BrandQuery, Import
from colonnade.pillars.listening.query import parse
from colonnade.pillars.listening.questions.renewing import renew_if_many
from colonnade.pillars.listening.states import ImportState
from colonnade.pillars.listening.topics.jobs import look_soon
from colonnade.pillars.listening.trial import try_query
from colonnade.warehouse.store import Facts, open_store


@job(queue="warehouse", priority=-2)
def import_file(context: JobContext, *, organization_id: int, import_id: int) -> dict[str, int]:
    """Carry out a confirmed import, from where an earlier attempt stopped.

    Returns:
        Rows by what became of them: "new", "known", "blank", "aside".
    """
    imported = Import.objects.select_related("organization").get(
        pk=import_id, organization_id=organization_id
    )
    if imported.state == ImportState.RUNNING:  # else an earlier attempt has settled it
        _note_job(imported, context.job_id)
        facts = open_store().facts(organization_id)
        queries, begun, first = present_queries(organization_id), system_clock(), facts.count() == 0
        run = Run(
            imported=imported, facts=facts, queries=queries, on_progress=context.progress, clock=system_clock
        )
        try:
            run.go()
        except JobCancelled:
            settle(imported=imported, state=ImportState.CANCELLED, now=system_clock())
            raise
        except ImportStopped as error:
            raise JobFailed(str(error)) from error
        finally:
            _note_end(imported)
        catch_up(facts, organization_id, queries, context.progress)
        if first:
            _note_matched(organization_id, queries, begun)
        if imported.rows_new:
            look_soon(organization_id=organization_id, key=f"import {imported.pk}", now=system_clock())
            renew_if_many(facts=facts, now=system_clock())
    return {
        "new": imported.rows_new,
        "known": imported.rows_known,
        "blank": imported.rows_blank,
        "aside": imported.rows_aside,
    }


def present_queries(organization_id: int) -> tuple[Query, ...]:
    """Return what an organisation listens for now."""
    return tuple(brand.query() for brand in BrandQuery.objects.filter(organization_id=organization_id))


def _note_job(imported: Import, job_id: str) -> None:
    """Note which job works on the import, so that it can be cancelled; a command's own work has none."""
    try:
        imported.job_id = UUID(job_id)
    except ValueError:
        return
    imported.save(update_fields=["job_id"])


def _note_end(imported: Import) -> None:
    if imported.over:
        record(
            organization=imported.organization,
            actor=imported.actor,
            action=f"import.{imported.state}",
            subject=imported.name,
            now=system_clock(),
            details={"new": imported.rows_new, "known": imported.rows_known, "aside": imported.rows_aside},
        )


def catch_up(facts: Facts, organization_id: int, before: Sequence[Query], on_progress: Progress) -> None:
    """Match again what changed while posts came in: the later ones still used the old queries."""
    now = present_queries(organization_id)
    changed = [query for query in now if query not in before]
    gone = {query.id for query in before} - {query.id for query in now}
    if changed or gone:
        rematch(facts=facts, queries=changed, gone=sorted(gone), on_progress=on_progress)


def _note_matched(organization_id: int, queries: Sequence[Query], moment: datetime) -> None:
    """Note that all stored posts are matched against ``queries``: there was none before this import."""
    waiting = BrandQuery.objects.filter(organization_id=organization_id, matched_at=None)
    for brand in waiting:
        if brand.query() in queries:
            BrandQuery.objects.filter(pk=brand.pk, version=brand.version).update(matched_at=moment)


@job(queue="warehouse", priority=10)
def match_stored_posts(context: JobContext, *, organization_id: int, query_ids: list[int]) -> int:
    """Match all stored posts against queries that are new, changed or removed.

    An attempt goes on behind the last part that an earlier one stored, as long as the queries are the same.

    Returns:
        How many matches these queries have now.
    """
    if not Organization.objects.filter(pk=organization_id).exists():
        return 0
    started = system_clock()
    brands = list(BrandQuery.objects.filter(organization_id=organization_id, pk__in=query_ids).order_by("pk"))
    facts = open_store().facts(organization_id)
    forget(facts=facts, query_ids=sorted(set(query_ids) - {brand.pk for brand in brands}))
    if not brands:
        return 0
    found = _backfill(facts, brands, context.progress)
    for brand in brands:
        # A query that was changed meanwhile has its own job waiting, and stays unmatched until then.
        BrandQuery.objects.filter(pk=brand.pk, version=brand.version).update(matched_at=started)
    return found


def _backfill(facts: Facts, brands: Sequence[BrandQuery], on_progress: Progress) -> int:
    total = facts.count()
    versions = [f"{brand.pk}:{brand.version}" for brand in brands]
    state = _begun(facts.organization_id, versions) or Backfill(
        organization_id=facts.organization_id,
        versions=versions,
        parts=parts_for(total),
        started_at=system_clock(),
    )
    queries = [brand.query() for brand in brands]
    for part in backfill(facts=facts, queries=queries, parts=state.parts, done=state.parts_done):
        state.parts_done = part.number
        state.posts_done += part.posts
        state.found += part.found
        state.save()
        on_progress(state.posts_done, max(total, state.posts_done), "")
    if state.pk is not None:
        state.delete()
    return state.found


def _begun(organization_id: int, versions: list[str]) -> Backfill | None:
    """Return the stopped back-filling of the same versions, and forget those of earlier ones."""
    same: Backfill | None = None
    ids = {version.partition(":")[0] for version in versions}
    for state in Backfill.objects.filter(organization_id=organization_id):
        if state.versions == versions:
            same = state
        elif ids & {version.partition(":")[0] for version in state.versions}:
            state.delete()
    return same


@job(queue="warehouse", priority=20, max_attempts=1)
def try_on_stored_posts(context: JobContext, *, organization_id: int, text: str, zone: str) -> dict[str, Any]:
    """Try a query that is not saved on the stored posts, for a command that cannot open the warehouse itself.

    Returns:
        The fields of ``trial.Trial`` but the chart, with its sentence; pieces of texts as pairs.
    """
    facts = open_store().facts(organization_id)
    trial = try_query(facts=facts, node=parse(text).node, zone=ZoneInfo(zone))
    found = asdict(trial)
    del found["chart"]
    for name in ("examples", "examples_excluded"):
        found[name] = [{**one, "published_at": one["published_at"].isoformat()} for one in found[name]]
    return {**found, "sentence": trial.sentence, "is_sample": trial.is_sample}
