"""``colonnade listen import``: a file of posts, or of who follows whom, into the warehouse."""

from pathlib import Path
from typing import cast

import click
from django.utils import timezone
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

from colonnade.core.jobs.context import JobFailed
from colonnade.core.jobs.context import Progress as JobProgress
from colonnade.core.states import TransitionRefused
from colonnade.organization.models import Organization
from colonnade.organization.queries import NoSuchOrganization, the_organization
from colonnade.pillars.listening import queries
from colonnade.pillars.listening.commands.group import listen
from colonnade.pillars.listening.importing.fields import FIELDS, Field
from colonnade.pillars.listening.importing.guess import Guess
from colonnade.pillars.listening.importing.plan import Kind, Plan, PlanRefused
from colonnade.pillars.listening.importing.reading import FORMAT_NAMES, Layout, Unreadable
from colonnade.pillars.listening.jobs import import_file
from colonnade.pillars.listening.models import STATE_LABELS, Import
from colonnade.pillars.listening.operations import imports as operations
from colonnade.pillars.listening.states import ImportState
from colonnade.warehouse.owner import OwnerGone, run_at_owner
from colonnade.warehouse.ownership import OwnedElsewhere

SHOWN_ASIDE = 10


def read_mapping(pairs: tuple[str, ...], kind: Kind) -> dict[Field, str]:
    """Return ``field=column`` pairs as a mapping. Raises ``click.BadParameter`` for a field that is none."""
    mapping = {}
    for pair in pairs:
        name, equals, column = pair.partition("=")
        if not equals or name not in FIELDS[kind]:
            raise click.BadParameter(
                f"'{pair}' is not field=column; the fields are {', '.join(FIELDS[kind])}.", param_hint="--map"
            )
        mapping[Field(name)] = column
    return mapping


def changed_plan(plan: Plan, mapping: dict[Field, str], **said: str | bool | None) -> Plan:
    """Return the guessed plan with what a person said instead; an empty column leaves the field out."""
    taken = set(mapping.values())
    kept = {field: column for field, column in plan.mapping.items() if column not in taken}
    merged = {field: column for field, column in {**kept, **mapping}.items() if column}
    given = {name: value for name, value in said.items() if value is not None}
    return plan.model_copy(update={"mapping": merged, **given})


@listen.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--kind", type=click.Choice(["posts", "follows"]), default="posts", show_default=True)
@click.option(
    "--map", "pairs", multiple=True, metavar="FIELD=COLUMN", help="Say what a column is; repeatable."
)
@click.option("--channel", help="Where the posts come from, where no column says so: x, bluesky, a site.")
@click.option("--zone", help="Time zone of times that name none; the organisation's by default.")
@click.option(
    "--dates", type=click.Choice(["day-first", "month-first"]), help="Whether 3/4 is 3 April or March 4."
)
@click.option("--entities/--no-entities", default=None, help="Whether to decode &amp; and the like.")
@click.option("--encoding", default="", help="Of the text, where it is taken wrongly.")
@click.option("--delimiter", default="", help="Of a CSV, where it is taken wrongly.")
@click.option("--organization", "slug", default="", help="Needed where there are several.")
@click.option("--dry-run", is_flag=True, help="Show how the columns would be read and stop.")
def import_command(
    file: Path,
    kind: str,
    pairs: tuple[str, ...],
    slug: str,
    dry_run: bool,  # noqa: FBT001 -- click passes flags so
    **said: str | bool | None,
) -> None:
    """Import FILE: CSV, TSV, JSON Lines, a JSON array or Parquet, plain or gzipped; or an archive of an
    account on X (ZIP or tweets.js), Mastodon (ZIP or outbox.json) or Bluesky (CAR).

    The columns are guessed and shown. Rows that cannot be read are kept aside with the reason; a second
    import of the same posts adds nothing; an interrupted import goes on where it stopped.
    """
    console = Console()
    chosen = cast(Kind, kind)
    try:
        organization = the_organization(slug=slug)
        layout, guessed = operations.look_into(
            path=file,
            kind=chosen,
            zone=organization.time_zone,
            encoding=str(said.pop("encoding") or ""),
            delimiter=str(said.pop("delimiter") or "").replace("\\t", "\t"),
        )
        said["order"] = str(said.pop("dates") or "").replace("-", "_") or None
        plan = changed_plan(guessed.plan, read_mapping(pairs, chosen), **said)
        show_reading(console, file, layout, guessed, plan)
        plan = plan.checked(layout.columns)
        if not dry_run:
            imported = _begun(organization, file, layout, plan, console)
            _work(imported, console)
    except (NoSuchOrganization, Unreadable, PlanRefused, TransitionRefused) as error:
        raise click.ClickException(f"{error} Nothing was imported.") from error


def show_reading(console: Console, file: Path, layout: Layout, guessed: Guess, plan: Plan) -> None:
    """Print how each column will be read, why, and a sample."""
    kind = FORMAT_NAMES[layout.format]
    table = Table(title=f"{file.name} ({kind}, {layout.size:,} bytes)", title_justify="left")
    for heading in ("column", "read as", "why", "sample"):
        table.add_column(heading, overflow="fold", max_width=44)
    used = {column: field for field, column in plan.mapping.items()}
    for column in guessed.columns:
        field = used.get(column.name)
        label = str(FIELDS[plan.kind][field].label) if field else "-"
        why = column.reason if field == column.field else ("You said so." if field else "You left it out.")
        sample = column.samples[0][:80] if column.samples else ""
        table.add_row(escape(column.name), label, escape(why), escape(sample))
    console.print(table)
    for note in guessed.notes:
        console.print(f"- {escape(note)}", highlight=False)


def _begun(organization: Organization, file: Path, layout: Layout, plan: Plan, console: Console) -> Import:
    """Return the import to work on: one of this very file that stopped half-way, or a new one."""
    now = timezone.now()
    earlier = queries.unfinished_import(organization=organization, path=file, plan=plan)
    if earlier is not None:
        console.print(f"Going on after row {earlier.rows_read:,} of import {earlier.pk}.")
        return operations.resume_import(imported=earlier, actor=None, now=now)
    imported = operations.receive_file(
        organization=organization,
        actor=None,
        path=file,
        name=file.name,
        kind=plan.kind,
        now=now,
        encoding=layout.encoding,
        delimiter=layout.delimiter,
    )
    return operations.start_import(imported=imported, plan=plan, actor=None, now=now)


def _work(imported: Import, console: Console) -> None:
    kwargs = {"organization_id": imported.organization_id, "import_id": imported.pk}
    begun = imported.rows_read
    with Progress(
        TextColumn("importing"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rows]} rows, {task.fields[rate]}/s"),
        TimeRemainingColumn(),
        console=console,
    ) as bar:
        task = bar.add_task("import", total=None, rows=f"{begun:,}", rate="-")

        def show(progress: JobProgress) -> None:
            total = None if progress.total is None else begun + progress.total
            done, rate = begun + progress.done, f"{progress.rate:,.0f}"
            bar.update(task, completed=done, total=total, rows=f"{done:,}", rate=rate)

        try:
            run_at_owner(import_file, kwargs=kwargs, on_progress=show)
        except KeyboardInterrupt:
            _cancel(imported)
            raise click.ClickException(_kept(imported, "Interrupted.")) from None
        except (JobFailed, OwnerGone) as error:
            raise click.ClickException(_kept(imported, f"{error}.".replace("..", "."))) from error
        except OwnedElsewhere as error:
            raise click.ClickException(f"{error}.") from error
    imported.refresh_from_db()
    show_result(console, imported)


def _cancel(imported: Import) -> None:
    imported.refresh_from_db()
    if imported.state == ImportState.RUNNING:
        operations.cancel_import(imported=imported, actor=None, now=timezone.now())


def _kept(imported: Import, why: str) -> str:
    imported.refresh_from_db()
    return (
        f"{why} {imported.rows_read:,} rows were read and are kept; give the same command again to go on "
        "after them."
    )


def show_result(console: Console, imported: Import) -> None:
    """Print what became of the rows."""
    things = "posts" if imported.kind == "posts" else "relations"
    console.print(
        f"{imported.rows_read:,} rows read: {imported.rows_new:,} new {things}, "
        f"{imported.rows_known:,} known already, {imported.rows_blank:,} blank, "
        f"{imported.rows_aside:,} kept aside."
        + (f" {imported.rows_barred:,} were left out: erased before." if imported.rows_barred else "")
    )
    for row in queries.first_aside(imported=imported, count=SHOWN_ASIDE):
        console.print(f"  row {row.number:,}: {escape(row.reason)}", highlight=False)
    if imported.rows_aside:
        console.print(
            f"To mend them: `colonnade listen aside {imported.pk} > aside.csv`, correct the rows there, and "
            "import that file."
        )


@listen.command()
@click.argument("number", type=int)
@click.option("--organization", "slug", default="", help="Needed where there are several.")
def aside(number: int, slug: str) -> None:
    """Write the rows that import NUMBER kept aside as CSV, to be mended and imported again."""
    try:
        organization = the_organization(slug=slug)
    except NoSuchOrganization as error:
        raise click.ClickException(str(error)) from error
    imported = queries.imports_of(organization=organization).filter(pk=number).first()
    if imported is None:
        raise click.ClickException(f"{organization} has no import {number}; see `colonnade listen imports`.")
    for line in queries.aside_csv(imported=imported):
        click.echo(line, nl=False)


@listen.command("imports")
@click.option("--organization", "slug", default="", help="Needed where there are several.")
def list_imports(slug: str) -> None:
    """List the imports, newest first."""
    try:
        found = queries.imports_of(organization=the_organization(slug=slug))
    except NoSuchOrganization as error:
        raise click.ClickException(str(error)) from error
    table = Table("number", "file", "received", "state", "rows", "new", "aside")
    for item in found[:50]:
        table.add_row(
            str(item.pk),
            escape(item.name),
            f"{item.created_at:%Y-%m-%d %H:%M}",
            str(STATE_LABELS[ImportState(item.state)]),
            f"{item.rows_read:,}",
            f"{item.rows_new:,}",
            f"{item.rows_aside:,}",
        )
    Console().print(table)
