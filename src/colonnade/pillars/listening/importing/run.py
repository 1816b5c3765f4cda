"""An import at work: batch after batch into the warehouse, its cursor behind it."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import file_digest
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from colonnade.core.clock import Clock
from colonnade.pillars.listening.importing import aside
from colonnade.pillars.listening.importing.batches import WorkerLost, prepared_batches, process_count
from colonnade.pillars.listening.importing.plan import Plan
from colonnade.pillars.listening.importing.prepare import Prepared, Recipe
from colonnade.pillars.listening.importing.reading import Layout, Sheet, Unreadable, open_sheet
from colonnade.pillars.listening.matching import Query
from colonnade.pillars.listening.models import Import
from colonnade.pillars.listening.states import ImportState
from colonnade.pillars.listening.tiers.queries import tier_of
from colonnade.warehouse.store import Added, Facts

UNPACKS_TO = 10  # times the largest upload: the most that a packed file may unpack to
Progress = Callable[[int, int | None, str], None]


class ImportStopped(Exception):
    """An import that cannot go on; what was stored stays. The message says why."""


def most_bytes() -> int:
    """Return the most that a file may unpack to."""
    return int(settings.UPLOAD_MAX_BYTES) * UNPACKS_TO


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def aside_path(imported: Import) -> Path:
    """Return where the rows that an import keeps aside lie."""
    return Path(settings.MEDIA_ROOT) / "imports" / f"{imported.pk}.aside.jsonl"


@dataclass(kw_only=True)
class Run:
    """One attempt at an import.

    Attributes:
        queries: brand queries as they are when the attempt begins.
        on_progress: called after each stored batch with (rows done, rows expected, a line for people), of
            this attempt; an exception from it ends the attempt, and the next goes on behind the batch.
    """

    imported: Import
    facts: Facts
    queries: tuple[Query, ...]
    on_progress: Progress
    clock: Clock

    def go(self) -> Import:
        """Read the file from the cursor to its end, and settle the import.

        Raises:
            ImportStopped: where the file or the machine does not allow to go on; the import has failed.
        """
        imported = self.imported
        resumed = imported.rows_read > 0
        try:
            self._check_file()
            self._read()
        except (Unreadable, WorkerLost, ImportStopped) as error:
            self._settle(ImportState.FAILED, problem=str(error))
            raise ImportStopped(str(error)) from error
        if resumed and imported.kind == "posts":
            self._recount()
        self._settle(ImportState.ROWS_ASIDE if imported.rows_aside else ImportState.DONE)
        if imported.uploaded:
            Path(imported.path).unlink(missing_ok=True)
        return imported

    def _check_file(self) -> None:
        path = Path(self.imported.path)
        if not path.is_file():
            raise ImportStopped(
                _("The file %(path)s is gone. Put it back, or import it anew.") % {"path": path}
            )
        if path.stat().st_size != self.imported.size or digest_of(path) != self.imported.digest:
            raise ImportStopped(_("The file has changed since it was received. Import it anew."))

    def _read(self) -> None:
        layout = Layout.model_validate(self.imported.layout)
        sheet = open_sheet(Path(self.imported.path), layout, most_bytes=most_bytes())
        recipe = Recipe(
            plan=Plan.model_validate(self.imported.plan),
            columns=layout.columns,
            queries=self.queries,
            import_id=self.imported.pk,
            imported_at=self.clock().astimezone(UTC).replace(tzinfo=None),
            tier=tier_of(organization_id=self.imported.organization_id),
        )
        begun = self.imported.rows_read
        rows = islice(sheet.rows(), begun, None)
        batches: Iterator[Prepared] = prepared_batches(
            rows,
            recipe,
            processes=process_count(settings.UNDERSTANDING_PROCESSES),
            remaining=lambda: self._remaining(sheet),
        )
        with closing(batches):  # type: ignore[type-var]  # it is a generator, which closing() stops at once
            for prepared in batches:
                self._keep(prepared)
                done = self.imported.rows_read - begun
                self.on_progress(done, done + self._remaining(sheet) if sheet.fraction else None, "")

    def _keep(self, prepared: Prepared) -> None:
        """Store a batch, then move the cursor: a batch whose cursor was lost is stored again to no effect."""
        imported = self.imported
        added = self._store(prepared)
        if prepared.aside:
            imported.aside_bytes = aside.append(
                aside_path(imported), prepared.aside, certain_bytes=imported.aside_bytes
            )
        imported.rows_read += prepared.rows
        imported.rows_new += added.new
        imported.rows_known += added.known
        imported.rows_barred += added.barred
        imported.rows_blank += prepared.blank
        imported.rows_aside += len(prepared.aside)
        imported.save(
            update_fields=[
                "rows_read",
                "rows_new",
                "rows_known",
                "rows_barred",
                "rows_blank",
                "rows_aside",
                "aside_bytes",
            ]
        )

    def _store(self, prepared: Prepared) -> Added:
        if prepared.mentions is not None:
            return self.facts.add_mentions(prepared.mentions, terms=prepared.terms, matches=prepared.matches)
        return self.facts.add_follows(prepared.follows)

    def _remaining(self, sheet: Sheet) -> int:
        """Return how many rows are left, as far as the part of the file that was read tells."""
        if not sheet.fraction:
            return 0
        read = self.imported.rows_read
        return max(0, round(read / sheet.fraction) - read)

    def _recount(self) -> None:
        """Count new posts in the warehouse: a batch that was stored twice called its own posts known."""
        posts = self.facts.mentions
        new = self.facts.run(posts.filter(posts.import_id == self.imported.pk).count())[0][0].as_py()
        imported = self.imported
        held = imported.rows_read - imported.rows_blank - imported.rows_aside - imported.rows_barred
        imported.rows_new, imported.rows_known = new, held - new

    def _settle(self, state: ImportState, *, problem: str = "") -> None:
        settle(imported=self.imported, state=state, now=self.clock(), problem=problem)


def settle(*, imported: Import, state: ImportState, now: datetime, problem: str = "") -> None:
    """End an attempt in ``state``. Raises ``TransitionRefused`` where the import is not running."""
    imported.step(state)
    imported.problem, imported.ended_at = problem, now
    imported.save(update_fields=["state", "problem", "ended_at", "rows_new", "rows_known"])
