"""``colonnade listen erase``: forget a person or a post everywhere."""

import json
from typing import Any

import click
from django.utils import timezone

from colonnade.core.jobs.context import JobFailed
from colonnade.organization.queries import NoSuchOrganization, the_organization
from colonnade.pillars.listening.commands.group import listen
from colonnade.pillars.listening.erasure import operations
from colonnade.pillars.listening.erasure.jobs import draft
from colonnade.pillars.listening.erasure.jobs import erase as erase_job
from colonnade.pillars.listening.erasure.models import Erasure
from colonnade.pillars.listening.erasure.places import StillInUse
from colonnade.pillars.listening.erasure.queries import counted, erasures_of
from colonnade.warehouse.owner import OwnerGone, run_at_owner
from colonnade.warehouse.ownership import OwnedElsewhere
from colonnade.warehouse.store import close_store

_FAILURES = (NoSuchOrganization, JobFailed, OwnedElsewhere, OwnerGone, StillInUse)


@listen.command()
@click.option("--author", "people", multiple=True, metavar="NAME", help="x:alice or @alice; repeatable.")
@click.option("--post", "posts", multiple=True, metavar="LINK", help="Link or id of a post; repeatable.")
@click.option("--reference", default="", help="Number of the request; stays on the receipt.")
@click.option("--resume", type=int, metavar="NUMBER", help="Go on with an erasure that was cut off.")
@click.option("--dry-run", is_flag=True, help="Show what would go and stop.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--organization", "slug", default="", help="Needed where there are several.")
def erase(
    people: tuple[str, ...],
    posts: tuple[str, ...],
    reference: str,
    resume: int | None,
    dry_run: bool,  # noqa: FBT001 -- click passes flags so
    yes: bool,  # noqa: FBT001 -- click passes flags so
    shape: str,
    slug: str,
) -> None:
    """Erase authors or posts everywhere, keep them from coming back, and print a receipt.

    What would go is shown first. Posts of other people that name an author are theirs and stay. A file named
    to `listen import` is not Colonnade's and is not touched: remove it yourself.
    """
    try:
        organization = the_organization(slug=slug)
        if resume is None:
            asked = {"people": list(people), "posts": list(posts), "reference": reference}
            found = run_at_owner(draft, kwargs={"organization_id": organization.pk, **asked})
            resume = found["erasure"]
            if not _agreed(found, dry_run=dry_run, yes=yes):
                operations.discard_erasure(erasure=Erasure.objects.get(pk=resume))
                return
            operations.confirm_erasure(erasure=Erasure.objects.get(pk=resume), actor=None, now=timezone.now())
        elif not erasures_of(organization=organization).filter(pk=resume).exists():
            raise click.ClickException(f"There is no erasure {resume}. Nothing was changed.")
        kwargs = {"organization_id": organization.pk, "erasure_id": resume}
        receipt = run_at_owner(erase_job, kwargs=kwargs)
    except _FAILURES as error:
        kept = f" Go on with: colonnade listen erase --resume {resume}" if resume else ""
        raise click.ClickException(f"{error}{kept}") from error
    finally:
        close_store()
    _show(receipt, shape)


def _agreed(found: dict[str, Any], *, dry_run: bool, yes: bool) -> bool:
    for person in found["people"]:
        click.echo(
            f"{person['author_id']}: {person['posts']:,} posts, {person['relations']:,} relations", err=True
        )
    for label, count in found["found"].items():
        click.echo(f"{count:>10,}  {label}", err=True)
    click.echo(f"{found['named_by_others']:>10,}  posts of other people name them and stay", err=True)
    if dry_run:
        click.echo("Nothing was changed.", err=True)
        return False
    return yes or click.confirm("Erase this for good?", err=True)


def _show(receipt: dict[str, Any], shape: str) -> None:
    if shape == "json":
        click.echo(json.dumps(receipt, indent=2))
        return
    if not receipt:
        click.echo("It was not confirmed; nothing was changed.")
        return
    click.echo(f"Erased: {receipt['authors']:,} authors, {receipt['posts']:,} posts. Searched again:")
    for label, count in counted(receipt["found"]):
        click.echo(f"{count:>10,} found, 0 left  {label}")
