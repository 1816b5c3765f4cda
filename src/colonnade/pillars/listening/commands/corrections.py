"""``colonnade listen evaluate`` and ``colonnade listen read-again``."""

import json
from typing import Any

import click

from colonnade.core.jobs.context import JobFailed
from colonnade.organization.queries import NoSuchOrganization, the_organization
from colonnade.pillars.listening.commands.group import listen
from colonnade.pillars.listening.corrections.jobs import evaluate_on_corrections, read_stored_posts_again
from colonnade.warehouse.owner import OwnerGone, run_at_owner
from colonnade.warehouse.ownership import OwnedElsewhere
from colonnade.warehouse.store import close_store


def _run(task: Any, slug: str) -> Any:
    """Run a job of one organisation where the warehouse is, and return its result."""
    try:
        organization = the_organization(slug=slug)
        return run_at_owner(task, kwargs={"organization_id": organization.pk})
    except (NoSuchOrganization, JobFailed, OwnedElsewhere, OwnerGone) as error:
        raise click.ClickException(str(error)) from error
    finally:
        close_store()


@listen.command()
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--organization", "slug", default="", help="Needed where there are several.")
def evaluate(shape: str, slug: str) -> None:
    """Measure the classifier on the posts that people corrected or confirmed.

    These are posts that somebody looked at, most of them because the label was wrong: the figures say
    where it errs, and are worse than those of all posts. Without corrections there is nothing to measure.
    """
    found = _run(evaluate_on_corrections, slug)
    if shape == "json":
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    if not found["posts"]:
        click.echo("No post has been corrected yet. Say what a post is on the posts page, and ask again.")
        return
    click.echo(f"{found['model']}: right on {found['right']} of {found['answered']} answers")
    click.echo(f"{found['posts']} corrected posts; it abstains on {found['posts'] - found['answered']}")
    answers = list(next(iter(found["confusion"].values())))
    click.echo(f"{'people said':>12}" + "".join(f"{answer:>10}" for answer in answers))
    for said, row in found["confusion"].items():
        click.echo(f"{said:>12}" + "".join(f"{row[answer]:>10}" for answer in answers))


@listen.command("read-again")
@click.option("--organization", "slug", default="", help="Needed where there are several.")
def read_again(slug: str) -> None:
    """Understand stored posts anew that an earlier model read.

    Use it after an upgrade that brought a new model. Corrected posts keep what people said. Cut off, it
    goes on where it stopped when called again.
    """
    click.echo(f"{_run(read_stored_posts_again, slug)} posts read again")
