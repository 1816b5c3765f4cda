"""Commands that run the system itself."""

import webbrowser
from functools import partial

import click
from django.db import connection

from colonnade.config import serving
from colonnade.warehouse.engines import NewerWarehouse, WarehouseUnreachable
from colonnade.warehouse.ownership import OwnedElsewhere

_CANNOT_OPEN = (OwnedElsewhere, NewerWarehouse, WarehouseUnreachable)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on; 0 takes a free one.")
@click.option("--open", "open_browser", is_flag=True, help="Open the browser.")
@click.option(
    "--migrate/--no-migrate",
    default=None,
    help="Bring the database up to this version first; the default where it is the embedded SQLite.",
)
def serve(*, host: str, port: int, open_browser: bool, migrate: bool | None) -> None:
    """Serve the pages and run the jobs, in one process, until Ctrl-C.

    Only this machine can reach it unless --host says otherwise; COLONNADE_ALLOWED_HOSTS must name the host.
    """
    if migrate is None:
        migrate = connection.vendor == "sqlite"
    try:
        listening = serving.listen(host=host, port=port)
        serving.migrate() if migrate else serving.require_migrated()
        serving.serve(listening, on_ready=partial(_welcome, serving.address_of(listening), open_browser))
    except (serving.AddressTaken, serving.NotMigrated, *_CANNOT_OPEN) as error:
        raise click.ClickException(str(error)) from error
    click.echo("Stopped.")


def _welcome(address: str, open_browser: bool) -> None:  # noqa: FBT001  only called from above
    click.echo(f"Colonnade is at {address} (Ctrl-C stops it)")
    if open_browser:
        webbrowser.open(address)


@click.command()
def migrate() -> None:
    """Bring the database's tables up to this version."""
    serving.migrate()
    click.echo("The database is up to date.")


@click.command()
@click.option("--threads", type=click.IntRange(1, 64), default=1, show_default=True, help="Jobs at once.")
@click.option(
    "--warehouse",
    is_flag=True,
    help="Also hold the embedded warehouse, for when no server runs here; with ClickHouse, needless.",
)
def worker(*, threads: int, warehouse: bool) -> None:
    """Run jobs beside the server, until Ctrl-C."""
    try:
        serving.require_migrated()
        ready = partial(click.echo, "Running jobs (Ctrl-C stops)")
        serving.work(threads=threads, warehouse=warehouse, on_ready=ready)
    except (serving.NotMigrated, *_CANNOT_OPEN) as error:
        raise click.ClickException(str(error)) from error
    click.echo("Stopped.")


COMMANDS: list[click.Command] = [serve, migrate, worker]
