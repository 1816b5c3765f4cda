"""``colonnade listen keep``: how long posts are kept."""

import json

import click
from django.utils import timezone

from colonnade.core.jobs.context import JobFailed
from colonnade.organization.models import Organization
from colonnade.organization.queries import NoSuchOrganization, the_organization
from colonnade.pillars.listening.commands.group import listen
from colonnade.pillars.listening.erasure.places import StillInUse
from colonnade.pillars.listening.retention import queries
from colonnade.pillars.listening.retention.jobs import count_old, remove_now
from colonnade.pillars.listening.retention.models import LONGEST, Origin
from colonnade.pillars.listening.retention.operations import DaysRefused
from colonnade.pillars.listening.retention.starting import keep_from_tonight
from colonnade.warehouse.owner import OwnerGone, run_at_owner
from colonnade.warehouse.ownership import OwnedElsewhere
from colonnade.warehouse.store import close_store

_FAILURES = (
    NoSuchOrganization,
    JobFailed,
    OwnedElsewhere,
    OwnerGone,
    StillInUse,
    queries.NothingKept,
    DaysRefused,
)


@listen.command()
@click.argument("origin", type=click.Choice([origin.value for origin in Origin]), required=False)
@click.argument("number", type=int, required=False)
@click.option("--days", type=click.IntRange(1, LONGEST), help="Counted from when a post came in.")
@click.option("--forever", is_flag=True, help="Lift the rule.")
@click.option("--dry-run", is_flag=True, help="Show how many posts would go and stop.")
@click.option("--now", "at_once", is_flag=True, help="Remove what is old at once, not in the night.")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--organization", "slug", default="", help="Needed where there are several.")
def keep(
    origin: str | None,
    number: int | None,
    days: int | None,
    forever: bool,  # noqa: FBT001 -- click passes flags so
    dry_run: bool,  # noqa: FBT001 -- click passes flags so
    at_once: bool,  # noqa: FBT001 -- click passes flags so
    shape: str,
    slug: str,
) -> None:
    """Say for how long the posts of an account, a source or an import are kept; without any, list them all.

    What is older goes every night, with everything that is kept of it. Such as:

    colonnade listen keep source 3 --days 90 --dry-run
    """
    try:
        organization = the_organization(slug=slug)
        if origin is not None and number is not None:
            _say(organization, Origin(origin), number, days=days, forever=forever, dry_run=dry_run)
        elif days is not None or forever or origin is not None:
            raise click.UsageError("Name what is meant, such as: source 3.")
        else:
            _show(organization, shape)
        if at_once and not dry_run:
            went = run_at_owner(remove_now, kwargs={"organization_id": organization.pk})
            click.echo(f"{went['posts']:,} posts were removed.", err=True)
    except _FAILURES as error:
        raise click.ClickException(str(error)) from error
    finally:
        close_store()


def _say(
    organization: Organization, origin: Origin, number: int, *, days: int | None, forever: bool, dry_run: bool
) -> None:
    if forever == (days is not None):
        raise click.UsageError("Say either --days or --forever.")
    known = queries.kept(organization, origin, number)
    if dry_run:
        asked = {"origin": origin.value, "number": number, "days": days}
        posts = run_at_owner(count_old, kwargs={"organization_id": organization.pk, **asked})
        click.echo(f"{posts:,} posts of {known.name} are older and would go. Nothing was changed.")
        return
    kept = keep_from_tonight(
        organization=organization, origin=origin, number=number, days=days, actor=None, now=timezone.now()
    )
    click.echo(f"{kept.name}: kept {_span(kept.holds)}.")


def _show(organization: Organization, shape: str) -> None:
    files = queries.files(organization, queries.files_of(organization))
    found = [*queries.accounts(organization), *queries.sources(organization), *files]
    if shape == "json":
        lines = [
            {"origin": kept.origin.value, "number": kept.number, "name": kept.name, "days": kept.holds}
            for kept in found
        ]
        click.echo(json.dumps(lines, indent=2))
        return
    for kept in found:
        click.echo(f"{kept.origin.value:8} {kept.number:>6}  {_span(kept.holds):12}  {kept.name}")


def _span(days: int | None) -> str:
    return "for ever" if days is None else f"{days:,} day{'' if days == 1 else 's'}"
