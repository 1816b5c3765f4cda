"""``colonnade listen tier``, ``evaluate`` and ``reunderstand``: how posts are read, and how well."""

import json
import sys
from collections.abc import Callable
from typing import Any

import click
from django.utils import timezone

from colonnade.core.jobs.context import JobFailed
from colonnade.core.jobs.context import Progress as JobProgress
from colonnade.organization.queries import NoSuchOrganization, the_organization
from colonnade.pillars.listening.commands.group import listen
from colonnade.pillars.listening.corrections.jobs import evaluate_on_corrections, read_stored_posts_again
from colonnade.pillars.listening.tiers.operations import choose_tier
from colonnade.pillars.listening.tiers.queries import tier_of
from colonnade.pillars.listening.understanding import TIERS, Tier, card
from colonnade.warehouse.owner import OwnerGone, run_at_owner
from colonnade.warehouse.ownership import OwnedElsewhere
from colonnade.warehouse.store import close_store

OnProgress = Callable[[JobProgress], None]

_organization = click.option("--organization", "slug", default="", help="Needed where there are several.")
_tier = click.option("--tier", type=click.Choice(TIERS), help="The organisation's own where it is not given.")


@listen.command("tier")
@click.argument("tier", type=click.Choice(TIERS), required=False)
@_organization
def choose(tier: Tier | None, slug: str) -> None:
    """Say with which TIER posts are read from now on, or show which it is and what each costs.

    Stored posts stay as they were read: see `colonnade listen reunderstand`.
    """
    try:
        organization = the_organization(slug=slug)
    except NoSuchOrganization as error:
        raise click.ClickException(str(error)) from error
    if tier is not None:
        choose_tier(organization=organization, tier=tier, actor=None, now=timezone.now())
    present = tier_of(organization_id=organization.pk)
    for name in TIERS:
        known = card(name)
        mark = "*" if name == present else " "
        click.echo(
            f"{mark} {name:9} macro-recall {100 * known.validation.macro_recall:.1f} on English posts, "
            f"about {known.posts_a_second:,} posts a second on one processor where it was measured"
        )


def _run(task: Any, slug: str, tier: Tier | None, on_progress: OnProgress = lambda progress: None) -> Any:
    """Run a job of one organisation where the warehouse is, and return its result."""
    try:
        organization = the_organization(slug=slug)
        named = {"tier": tier} if tier else {}
        return run_at_owner(
            task, kwargs={"organization_id": organization.pk, **named}, on_progress=on_progress
        )
    except (NoSuchOrganization, JobFailed, OwnedElsewhere, OwnerGone) as error:
        raise click.ClickException(str(error)) from error
    finally:
        close_store()


@listen.command()
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True)
@_tier
@_organization
def evaluate(shape: str, tier: Tier | None, slug: str) -> None:
    """Measure the classifier on the posts that people corrected or confirmed.

    These are posts that somebody looked at, most of them because the label was wrong: the figures say
    where it errs, and are worse than those of all posts. Without corrections there is nothing to measure.
    """
    found = _run(evaluate_on_corrections, slug, tier)
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


@listen.command("reunderstand")
@_tier
@_organization
def read_again(tier: Tier | None, slug: str) -> None:
    """Understand stored posts anew that an older model or a lesser tier read.

    Use it after an upgrade that brought a new model, or after choosing the accurate tier. Corrected posts
    keep what people said. Cut off, it goes on where it stopped when called again.
    """

    def show(progress: JobProgress) -> None:
        if sys.stderr.isatty():
            rate = f", {progress.rate:,.0f} a second" if progress.rate else ""
            click.echo(f"\r{progress.done:,} of {progress.total or 0:,} posts{rate} ", nl=False, err=True)

    read = _run(read_stored_posts_again, slug, tier, show)
    by = f"the {tier} tier" if tier else "the organisation's tier"
    click.echo(f"{read:,} posts read again by {by}")
