"""``colonnade policies``: check a text, hand rules in and out."""

from pathlib import Path
from typing import TextIO

import click
from django.core.exceptions import ValidationError
from django.utils import timezone

from colonnade.governance.policies import operations, queries
from colonnade.governance.policies.checking import LONGEST, Context, blocks
from colonnade.governance.policies.files import UnreadablePolicies, read_rules, write_rules
from colonnade.organization.models import Organization
from colonnade.organization.queries import NoSuchOrganization, the_organization

_organization = click.option("--organization", "slug", default="", help="Needed where there are several.")


@click.group("policies")
def policies() -> None:
    """What texts may not say, must say, and may link to."""


def _named(slug: str) -> Organization:
    try:
        return the_organization(slug=slug)
    except NoSuchOrganization as error:
        raise click.ClickException(str(error)) from error


def _units(organization: Organization) -> dict[str, int]:
    return dict(organization.units.values_list("slug", "pk"))


@policies.command("check")
@click.argument("file", type=click.File(encoding="utf-8"), default="-")
@click.option("--unit", default="", help="Slug of the business unit it speaks for.")
@click.option("--channel", default="", help="The network it goes to, such as bluesky.")
@click.option("--paid", is_flag=True, help="Somebody was paid for it.")
@_organization
def check(file: TextIO, unit: str, channel: str, *, paid: bool, slug: str) -> None:
    """Hold the text in FILE (or standard input) against the rules; exit 1 where one blocks it."""
    organization = _named(slug)
    units = _units(organization)
    if unit and unit not in units:
        raise click.ClickException(f"there is no unit '{unit}'; there are: {', '.join(sorted(units))}")
    context = Context(unit=units.get(unit), channel=channel, paid=paid)
    findings = queries.check_text(organization=organization, text=file.read(LONGEST), context=context)
    for finding in findings:
        place = f"{finding.start}-{finding.end}" if finding.end else "whole text"
        click.echo(f"{finding.severity}  {place}  {finding.what} {finding.remedy} [{finding.rule}]")
    if not findings:
        click.echo("Nothing found.")
    raise SystemExit(1 if blocks(findings) else 0)


@policies.command("export")
@_organization
def export(slug: str) -> None:
    """Print the rules in force as YAML."""
    organization = _named(slug)
    rules = queries.active_rules(organization=organization)
    click.echo(write_rules(rules, units=_units(organization)), nl=False)


@policies.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_organization
def import_file(file: Path, slug: str) -> None:
    """Import the rules of the YAML FILE; those of a known name replace it."""
    organization = _named(slug)
    try:
        done = operations.import_rules(
            organization=organization,
            rules=read_rules(file.read_bytes(), units=_units(organization)),
            actor=None,
            now=timezone.now(),
        )
    except UnreadablePolicies as error:
        raise click.ClickException(f"{file}: {error} Nothing was imported.") from error
    except ValidationError as error:
        raise click.ClickException(f"{file}: {' '.join(error.messages)} Nothing was imported.") from error
    click.echo(f"{done.added} rules are new, {done.changed} were replaced")


COMMANDS: list[click.Command] = [policies]
