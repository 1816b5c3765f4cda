"""``colonnade simulate`` writes a market's files; ``colonnade demo`` prepares and serves one."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import click
from django.conf import settings
from django.utils import timezone

from colonnade.audience.commands import import_file as import_people
from colonnade.campaigns.commands import import_file as import_calendar
from colonnade.measurement.commands import import_file as import_readings
from colonnade.pillars.listening.commands.importing import import_command
from colonnade.simulation import demo as market_demo
from colonnade.simulation.entering import entry_path
from colonnade.simulation.files import simulate, write

SEED = 7
DOORS: dict[str, tuple[str, click.Command, list[str]]] = {
    "calendar": ("calendar", import_calendar, []),
    "people": ("people", import_people, []),
    "readings": ("measure", import_readings, []),
}
"""Which command imports a file of a kind that is not listening's: its group, itself, its options."""


@click.command("simulate")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder.")
@click.option("--seed", default=SEED, show_default=True, help="The same seed gives the same files.")
@click.option("--weeks", type=click.IntRange(4, 260), default=26, show_default=True)
@click.option("--posts", type=click.IntRange(100, 5_000_000), default=22_000, show_default=True)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day after the last one told; today.")
def simulate_command(*, out: Path, seed: int, weeks: int, posts: int, today: datetime | None) -> None:
    """Write a simulated market as the files that users import, and its truth beside them."""
    day = today.date() if today else date.today()  # noqa: DTZ011  the user's own day
    written = write(simulate(seed=seed, today=day, weeks=weeks, posts=posts), out)
    for path in (*written.posts, written.follows, written.readings, written.strategy, written.brands):
        click.echo(f"{path}")
    click.echo(f"{written.truth} (what is true; not to be imported)")


@contextmanager
def _phase(title: str) -> Iterator[None]:
    click.secho(f"\n{title}", bold=True)
    begun = time.monotonic()
    yield
    click.echo(f"  {time.monotonic() - begun:.1f} s")


def _bring(context: click.Context, slug: str) -> market_demo.Bring:
    def bring(kind: str, path: Path) -> None:
        group, command, options = DOORS.get(kind, ("listen", import_command, ["--kind", kind]))
        click.echo(f"$ colonnade {group} import {path.name}")
        arguments = [str(path), *options, "--organization", slug]
        command.main(arguments, standalone_mode=False, parent=context)

    return bring


def _run(context: click.Context, name: str, arguments: list[str]) -> None:
    """Run another of the root's commands, which lives above this room and so cannot be imported."""
    root = context.find_root().command
    command = root.get_command(context, name) if isinstance(root, click.Group) else None
    if command is None:
        raise click.ClickException(f"the command '{name}' is not there: run `colonnade demo`")
    command.main(arguments, standalone_mode=False, parent=context)


def _prepare(context: click.Context, seed: int) -> market_demo.Prepared:
    with _phase("Preparing the tables"):
        _run(context, "migrate", [])
    prepared = market_demo.found(now=timezone.now())
    if market_demo.is_prepared(prepared.organization):
        click.echo(f"{prepared.organization} is prepared already; another needs another COLONNADE_DATA_DIR.")
        return prepared
    market_demo.listen_for_brands(prepared.organization, now=timezone.now())
    with _phase("Simulating half a year of a machinery maker's market"):
        now = datetime.now(tz=UTC)
        files = market_demo.write_files(Path(settings.DATA_DIR) / "demo", seed=seed, now=now)
    with _phase("Importing what it says, as you would import yours"):
        market_demo.bring_in(files, _bring(context, prepared.organization.slug))
    with _phase("Watching what is said, and looking at the posts"):
        _run(context, "alerts", ["standard", "--organization", prepared.organization.slug])
        _run(context, "alerts", ["check", "--organization", prepared.organization.slug])
    with _phase("Taking the strategy from draft to running, with its campaigns, and planning it"):
        version = market_demo.adopt_strategy(prepared.organization, files, now=timezone.now())
        bring = _bring(context, prepared.organization.slug)
        market_demo.coordinate(prepared.organization, files.strategy.parent, bring, now=timezone.now())
        click.echo(market_demo.plan_and_cite(version, now=timezone.now()))
    return prepared


@click.command()
@click.option("--no-serve", is_flag=True, help="Prepare only.")
@click.option("--port", default=8000, show_default=True, help="Port to serve on.")
@click.option("--seed", default=SEED, show_default=True, help="The same seed gives the same market.")
@click.pass_context
def demo(context: click.Context, *, no_serve: bool, port: int, seed: int) -> None:
    """Simulate a machinery maker's market, import it, plan its strategy, and serve it.

    Everything goes by the doors that your own files would take. Run again, it serves what is there.
    """
    begun = time.monotonic()
    prepared = _prepare(context, seed)
    click.echo(f"\nReady after {time.monotonic() - begun:.0f} s.")
    if prepared.password:
        click.echo(f"Sign in as {prepared.strategist.email} with the password {prepared.password}")
    if no_serve:
        return
    click.secho("Open this link once, on this machine, to enter as the strategist:", bold=True)
    click.echo(f"  http://127.0.0.1:{port}{entry_path(prepared.strategist)}\n")
    _run(context, "serve", ["--port", str(port)])


COMMANDS = [simulate_command, demo]
