"""Files and imports for tests."""

import csv
import io
from pathlib import Path

from colonnade.core.jobs.inline import run_here
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW
from colonnade.pillars.listening.importing.guess import Guess
from colonnade.pillars.listening.importing.plan import Kind
from colonnade.pillars.listening.jobs import import_file, match_stored_posts
from colonnade.pillars.listening.models import BrandKind, BrandQuery, Import
from colonnade.pillars.listening.operations import brands, imports
from colonnade.warehouse.store import Facts, open_store

HEADER = ["id", "created_at", "username", "text", "likes", "channel"]


def post_row(number: int, text: str = "", **changes: str) -> list[str]:
    """Return a row under ``HEADER``."""
    row = {
        "id": str(1_000 + number),
        "created_at": f"2026-10-{1 + number % 28:02} 09:{number % 60:02}:00Z",
        "username": f"author{number}",
        "text": text or f"The loader number {number} runs well today",
        "likes": str(number % 7),
        "channel": "x",
    }
    return list((row | changes).values())


def csv_file(path: Path, rows: list[list[str]], header: list[str] = HEADER) -> Path:
    """Write rows below a header as CSV."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([header, *rows])
    path.write_bytes(out.getvalue().encode())
    return path


def facts_of(organization: Organization) -> Facts:
    """Return the organisation's facts in the test's warehouse."""
    return open_store().facts(organization.pk)


def receive(
    organization: Organization, path: Path, *, kind: Kind = "posts", uploaded: bool = False
) -> Import:
    """Take a file in."""
    return imports.receive_file(
        organization=organization,
        actor=None,
        path=path,
        name=path.name,
        kind=kind,
        now=NOW,
        uploaded=uploaded,
    )


def start(imported: Import) -> Import:
    """Accept the guess."""
    plan = Guess.model_validate(imported.guess).plan
    return imports.start_import(imported=imported, plan=plan, actor=None, now=NOW)


def work(imported: Import) -> Import:
    """Do the work of a started import here and now."""
    kwargs = {"organization_id": imported.organization_id, "import_id": imported.pk}
    run_here(import_file, kwargs=kwargs, on_progress=lambda progress: None)
    imported.refresh_from_db()
    return imported


def import_posts(organization: Organization, path: Path, *, kind: Kind = "posts") -> Import:
    """Receive, start and work."""
    return work(start(receive(organization, path, kind=kind)))


def add_brand(
    organization: Organization, name: str = "Acme", *terms: str, kind: BrandKind = BrandKind.OWN
) -> BrandQuery:
    """Add a brand query; nothing is matched yet."""
    settings = brands.BrandSettings(name=name, kind=kind, terms=terms)
    return brands.add_brand(organization=organization, settings=settings, actor=None, now=NOW, match=False)


def match(organization: Organization, *query_ids: int) -> int:
    """Match the stored posts here and now."""
    kwargs = {"organization_id": organization.pk, "query_ids": list(query_ids)}
    return run_here(match_stored_posts, kwargs=kwargs, on_progress=lambda progress: None)
