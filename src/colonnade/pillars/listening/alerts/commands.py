"""``colonnade alerts``: rules, a trial of a rule, a look now, and what was found."""

import json
from datetime import UTC, datetime

import click
from django.core.exceptions import ValidationError
from django.utils import timezone

from colonnade.core.jobs.context import JobFailed
from colonnade.measurement.detection import Sensitivity
from colonnade.organization.models import Organization
from colonnade.organization.queries import NoSuchOrganization, the_organization
from colonnade.pillars.listening.alerts import jobs as work
from colonnade.pillars.listening.alerts import operations, queries
from colonnade.pillars.listening.alerts.listing import tell
from colonnade.pillars.listening.alerts.models import DEFAULT_FOLLOWERS, Alert, RuleKind
from colonnade.pillars.listening.models import BrandQuery
from colonnade.pillars.listening.queries import brands_of
from colonnade.warehouse.owner import OwnerGone, run_at_owner
from colonnade.warehouse.ownership import OwnedElsewhere

_organization = click.option("--organization", "slug", default="", help="Needed where there are several.")
_format = click.option(
    "--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True
)


def _of_rule(command: click.Command) -> click.Command:
    """Add the options that say what a rule watches."""
    for option in (
        click.Option(
            ["--kind"],
            type=click.Choice([str(kind) for kind in RuleKind]),
            default="volume",
            show_default=True,
        ),
        click.Option(["--term"], default="", help="For --kind term: a word, #hashtag or @handle."),
        click.Option(
            ["--followers"],
            type=click.IntRange(1),
            default=DEFAULT_FOLLOWERS,
            show_default=True,
            help="For --kind influencer.",
        ),
        click.Option(["--channel"], default="", help="A network or site; all where it is not given."),
        click.Option(
            ["--sensitivity"],
            type=click.Choice([str(one) for one in Sensitivity]),
            default="normal",
            show_default=True,
        ),
    ):
        command.params.append(option)
    return command


@click.group("alerts")
def alerts() -> None:
    """What stands out in what you listen to."""


def _named(slug: str) -> Organization:
    try:
        return the_organization(slug=slug)
    except NoSuchOrganization as error:
        raise click.ClickException(str(error)) from error


def _query(organization: Organization, name: str) -> BrandQuery:
    found = brands_of(organization=organization)
    known = found.filter(name__iexact=name).first()
    if known is None:
        names = ", ".join(one.name for one in found) or "none yet"
        raise click.ClickException(f"There is no brand '{name}'; there are: {names}.")
    return known


def _settings(
    organization: Organization,
    brand: str,
    kind: str,
    term: str,
    followers: int,
    channel: str,
    sensitivity: str,
) -> operations.RuleSettings:
    return operations.RuleSettings(
        query=_query(organization, brand),
        kind=RuleKind(kind),
        term=term,
        followers=followers,
        channel=channel,
        sensitivity=Sensitivity(sensitivity),
    )


@alerts.command("list")
@click.option("--all", "everything", is_flag=True, help="Closed and muted ones too.")
@_format
@_organization
def list_alerts(*, everything: bool, shape: str, slug: str) -> None:
    """List the alerts that wait for somebody, the latest first."""
    organization = _named(slug)
    chosen = queries.alerts_of if everything else queries.open_alerts
    found = list(chosen(organization=organization))
    if shape == "json":
        click.echo(json.dumps([_as_json(alert) for alert in found], ensure_ascii=False))
        return
    for alert in found:
        click.echo(f"{alert.pk}  {alert.get_state_display()}  {tell(alert).sentence}")
    if not found:
        click.echo("No alert is open." if not everything else "There has been no alert yet.")


def _as_json(alert: Alert) -> dict[str, object]:
    return {
        "id": alert.pk,
        "rule": alert.rule_id,
        "kind": alert.rule.kind,
        "about": alert.rule.query.name,
        "state": alert.state,
        "began_at": alert.began_at.isoformat(),
        "until_at": alert.until_at.isoformat(),
        "sentence": tell(alert).sentence,
        "figures": alert.figures,
    }


@alerts.command("rules")
@_organization
def list_rules(slug: str) -> None:
    """List what is watched."""
    found = list(queries.rules_of(organization=_named(slug)))
    for rule in found:
        state = rule.sensitivity if rule.active else "off"
        enough = "" if rule.enough else "  (not enough history yet)"
        click.echo(f"{rule.pk}  {rule}  [{state}]{enough}")
    if not found:
        click.echo("Nothing is watched yet. Begin with: colonnade alerts standard")


@_of_rule
@alerts.command("add")
@click.argument("brand")
@click.option("--look-back/--no-look-back", default=True, help="Also tell what the last 90 days show.")
@_organization
def add(*, brand: str, look_back: bool, slug: str, **said: str | int) -> None:
    """Watch what is said about BRAND."""
    organization = _named(slug)
    settings = _settings(organization, brand, **said)  # type: ignore[arg-type]  # click gives their types
    try:
        rule = operations.add_rule(
            organization=organization, settings=settings, actor=None, now=timezone.now(), look_back=look_back
        )
    except ValidationError as error:
        raise click.ClickException(" ".join(error.messages)) from error
    click.echo(f"Rule {rule.pk}: {rule}. The server looks every hour; now: colonnade alerts check")


@alerts.command("standard")
@_organization
def standard(slug: str) -> None:
    """Watch volume and negative share of your own brands, and rivals' share of voice."""
    made = operations.add_standard_rules(organization=_named(slug), actor=None, now=timezone.now())
    for rule in made:
        click.echo(f"Rule {rule.pk}: {rule}")
    click.echo(f"{len(made)} rules added.")


@alerts.command("remove")
@click.argument("number", type=int)
@_organization
def remove(number: int, slug: str) -> None:
    """Stop watching by rule NUMBER; its alerts go with it."""
    rule = queries.rules_of(organization=_named(slug)).filter(pk=number).first()
    if rule is None:
        raise click.ClickException(f"There is no rule {number}: see colonnade alerts rules")
    operations.remove_rule(rule=rule, actor=None, now=timezone.now())
    click.echo("Removed, with its alerts.")


@_of_rule
@alerts.command("try")
@click.argument("brand")
@_format
@_organization
def try_rule(*, brand: str, shape: str, slug: str, **said: str | int) -> None:
    """Show what a rule about BRAND would have found; nothing is saved."""
    organization = _named(slug)
    settings = _settings(organization, brand, **said)  # type: ignore[arg-type]  # click gives their types
    try:
        rule = operations.checked_rule(organization=organization, settings=settings)
    except ValidationError as error:
        raise click.ClickException(" ".join(error.messages)) from error
    plain = {name: getattr(rule, name) for name in ("kind", "term", "followers", "channel", "sensitivity")}
    kwargs = {"organization_id": organization.pk, "query_id": rule.query_id, "settings": plain}
    try:
        tried = run_at_owner(work.try_rule, kwargs=kwargs)
    except (OwnedElsewhere, OwnerGone, JobFailed) as error:
        raise click.ClickException(str(error)) from error
    if shape == "json":
        click.echo(json.dumps(tried, ensure_ascii=False))
        return
    click.echo(tried["summary"])
    for past in tried["past"]:
        click.echo(f"- {past['sentence']}")
    if tried["by_sensitivity"]:
        click.echo(", ".join(f"{name}: {times}" for name, times in tried["by_sensitivity"].items()))


@alerts.command("check")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Tell what ended after this day.")
@_organization
def check(since: datetime | None, slug: str) -> None:
    """Look at all rules now instead of at the full hour."""
    kwargs: dict[str, object] = {"organization_id": _named(slug).pk}
    if since is not None:
        kwargs["since"] = since.replace(tzinfo=UTC).isoformat()
    try:
        found = run_at_owner(work.look_now, kwargs=kwargs)
    except (OwnedElsewhere, OwnerGone, JobFailed) as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"{found['rules']} rules looked at: {found['opened']} new alerts, {found['grown']} have grown."
    )


COMMANDS: list[click.Command] = [alerts]
