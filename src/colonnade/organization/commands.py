"""Command-line door: organisations and members, for administrators with a shell."""

import click
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from colonnade.organization import operations, queries
from colonnade.organization.models import Organization, User
from colonnade.organization.roles import Role


@click.group("organization")
def organization() -> None:
    """Organisations and their members."""


def _account(email: str, password: str | None) -> User:
    user = User.objects.filter(email__iexact=email).first()
    if user is not None:
        return user
    chosen = password or click.prompt(
        "Password of the new account", hide_input=True, confirmation_prompt=True
    )
    try:
        validate_password(chosen)
    except ValidationError as error:
        raise click.ClickException(" ".join(error.messages)) from error
    return User.objects.create_user(email, chosen)


@organization.command()
@click.argument("name")
@click.option(
    "--administrator", "email", required=True, help="E-mail address; an account is made where none is."
)
@click.option(
    "--password", envvar="COLONNADE_NEW_PASSWORD", help="Password of a new account; asked for if absent."
)
@click.option("--currency", default="USD", show_default=True, help="ISO 4217 code.")
@click.option("--time-zone", default="UTC", show_default=True, help="IANA name.")
def found(name: str, email: str, password: str | None, currency: str, time_zone: str) -> None:
    """Found an organisation with one administrator."""
    with transaction.atomic():
        made = operations.found_organization(
            name=name,
            founder=_account(email, password),
            now=timezone.now(),
            currency=currency,
            time_zone=time_zone,
        )
    click.echo(f"Founded {made.name}; its address is /o/{made.slug}/")


@organization.command()
@click.argument("email")
@click.option("--role", type=click.Choice([str(role) for role in Role]), required=True)
@click.option("--organization", "slug", default="", help="Needed where there are several.")
@click.option(
    "--password", envvar="COLONNADE_NEW_PASSWORD", help="Password of a new account; asked for if absent."
)
def admit(email: str, role: str, slug: str, password: str | None) -> None:
    """Give a person a role in an organisation."""
    try:
        with transaction.atomic():
            membership = operations.admit_member(
                organization=queries.the_organization(slug=slug),
                user=_account(email, password),
                role=Role(role),
                actor=None,
                now=timezone.now(),
            )
    except (queries.NoSuchOrganization, ValidationError) as error:
        raise click.ClickException("; ".join(getattr(error, "messages", [str(error)]))) from error
    click.echo(f"{membership} is now a member of {membership.organization}")


@organization.command("list")
def list_all() -> None:
    """List the organisations."""
    for item in Organization.objects.order_by("slug"):
        click.echo(f"{item.slug}\t{item.name}")


COMMANDS = [organization]
