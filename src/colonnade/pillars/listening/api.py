"""API door of listening: imports, and the parts that have modules of their own."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import File, Form, Router, Schema
from ninja.errors import HttpError
from ninja.files import UploadedFile

from colonnade.core.states import TransitionRefused
from colonnade.organization.api_access import OrganizationSlug, acting_member
from colonnade.organization.models import Membership
from colonnade.organization.roles import Permission
from colonnade.pillars.listening import brands_api, queries, questions_api
from colonnade.pillars.listening.explorer import posts_api
from colonnade.pillars.listening.importing.fields import Field
from colonnade.pillars.listening.importing.guess import ColumnGuess, Guess
from colonnade.pillars.listening.importing.plan import Kind, Plan, PlanRefused
from colonnade.pillars.listening.importing.times import DateOrder
from colonnade.pillars.listening.models import Import
from colonnade.pillars.listening.operations import imports

router = Router()
router.add_router("", questions_api.router)
router.add_router("", brands_api.router)
router.add_router("", posts_api.router)
MOST_LISTED = 200


class ImportOut(Schema):
    """An import and what became of its rows."""

    id: int
    name: str
    kind: str
    state: str
    problem: str
    rows_read: int
    rows_new: int
    rows_known: int
    rows_barred: int
    rows_blank: int
    rows_aside: int
    created_at: datetime
    ended_at: datetime | None


class ReceivedOut(ImportOut):
    """A received file, how its columns would be read, and what was assumed."""

    columns: list[ColumnGuess] = []
    mapping: dict[str, str] = {}
    channel: str = ""
    zone: str = ""
    order: str = ""
    entities: bool = False
    notes: list[str] = []


class StartIn(Schema):
    """What to change of the guess; whatever is absent stays as guessed."""

    mapping: dict[Field, str] | None = None
    channel: str | None = None
    zone: str | None = None
    order: DateOrder | None = None
    entities: bool | None = None


class AsideOut(Schema):
    """A row that was kept aside."""

    row: int
    reason: str
    cells: list[str]


def _import(member: Membership, number: int) -> Import:
    return get_object_or_404(queries.imports_of(organization=member.organization), pk=number)


def _received(imported: Import) -> dict[str, object]:
    shown = {name: getattr(imported, name) for name in ImportOut.model_fields}
    if not imported.guess:
        return shown
    guess = Guess.model_validate(imported.guess)
    return {
        **shown,
        "columns": guess.columns,
        "mapping": guess.plan.mapping,
        "channel": guess.plan.channel,
        "zone": guess.plan.zone,
        "order": guess.plan.order,
        "entities": guess.plan.entities,
        "notes": guess.notes,
    }


@router.get("/imports", response=list[ImportOut], summary="Imports, newest first")
def list_imports(request: HttpRequest, organization: OrganizationSlug) -> list[Import]:
    """Return the latest imports."""
    member = acting_member(request, Permission.VIEW)
    return list(queries.imports_of(organization=member.organization)[:MOST_LISTED])


@router.post("/imports", response={201: ReceivedOut}, summary="Send a file")
def receive(
    request: HttpRequest, organization: OrganizationSlug, file: File[UploadedFile], kind: Form[Kind] = "posts"
) -> dict[str, object]:
    """Take a file in and return how its columns would be read; ``/imports/{number}/start`` imports it."""
    member = acting_member(request, Permission.IMPORT_POSTS)
    try:
        path = imports.keep_upload(chunks=file.chunks())
    except imports.TooLarge as error:
        raise HttpError(413, str(error)) from error
    imported = imports.receive_file(
        organization=member.organization,
        actor=member.user,
        path=path,
        name=file.name or "upload",
        kind=kind,
        now=timezone.now(),
        uploaded=True,
    )
    return _received(imported)


@router.get("/imports/{number}", response=ReceivedOut, summary="One import")
def show_import(request: HttpRequest, organization: OrganizationSlug, number: int) -> dict[str, object]:
    """Return an import with the guess about its columns."""
    return _received(_import(acting_member(request, Permission.VIEW), number))


@router.post("/imports/{number}/start", response={202: ImportOut}, summary="Start an import")
def start(request: HttpRequest, organization: OrganizationSlug, number: int, changes: StartIn) -> Import:
    """Confirm how the columns are read, with changes, and import in the background."""
    member = acting_member(request, Permission.IMPORT_POSTS)
    imported = _import(member, number)
    if not imported.guess:
        raise HttpError(409, imported.problem or "This import cannot be started.")
    guessed = Guess.model_validate(imported.guess).plan
    plan = Plan.model_validate({**guessed.model_dump(), **changes.model_dump(exclude_none=True)})
    return _acted(
        lambda: imports.start_in_background(
            imported=imported, plan=plan, actor=member.user, now=timezone.now()
        )
    )


@router.post("/imports/{number}/cancel", response=ImportOut, summary="Stop an import")
def cancel(request: HttpRequest, organization: OrganizationSlug, number: int) -> Import:
    """Stop an import; stored rows stay."""
    member = acting_member(request, Permission.IMPORT_POSTS)
    imported = _import(member, number)
    return _acted(lambda: imports.cancel_import(imported=imported, actor=member.user, now=timezone.now()))


@router.post("/imports/{number}/resume", response={202: ImportOut}, summary="Go on with an import")
def resume(request: HttpRequest, organization: OrganizationSlug, number: int) -> Import:
    """Let a stopped import go on after the last row that was stored."""
    member = acting_member(request, Permission.IMPORT_POSTS)
    imported = _import(member, number)
    return _acted(
        lambda: imports.resume_in_background(imported=imported, actor=member.user, now=timezone.now())
    )


def _acted(act: Callable[[], Import]) -> Import:
    try:
        return act()
    except PlanRefused as error:
        raise HttpError(422, str(error)) from error
    except TransitionRefused as error:
        raise HttpError(409, str(error)) from error


@router.get("/imports/{number}/aside", response=list[AsideOut], summary="First rows kept aside")
def show_aside(request: HttpRequest, organization: OrganizationSlug, number: int) -> list[dict[str, object]]:
    """Return the first rows that an import has kept aside."""
    imported = _import(acting_member(request, Permission.VIEW), number)
    rows = queries.first_aside(imported=imported, count=MOST_LISTED)
    return [{"row": row.number, "reason": row.reason, "cells": list(row.cells)} for row in rows]


@router.get("/imports/{number}/aside.csv", summary="All rows kept aside, as CSV")
def download_aside(
    request: HttpRequest, organization: OrganizationSlug, number: int
) -> StreamingHttpResponse:
    """Return every row kept aside, to be corrected and sent again."""
    imported = _import(acting_member(request, Permission.VIEW), number)
    return StreamingHttpResponse(queries.aside_csv(imported=imported), content_type="text/csv; charset=utf-8")
