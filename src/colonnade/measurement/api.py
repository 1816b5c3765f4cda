"""API door of measurement."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from ninja import File, Router, Schema
from ninja.errors import HttpError
from ninja.files import UploadedFile

from colonnade.core.table_files import UnreadableFile
from colonnade.measurement import queries
from colonnade.measurement.models import ReadingFile
from colonnade.measurement.operations import import_readings
from colonnade.organization.api_access import OrganizationSlug, acting_member
from colonnade.organization.roles import Permission

router = Router()


class SeriesOut(Schema):
    """A metric's readings for the whole organisation, oldest first."""

    id: str
    name: str
    days: list[date]
    values: list[float]


class ReadingFileOut(Schema):
    """What became of an imported file's rows."""

    name: str
    new: int
    changed: int
    known: int
    aside: list[dict[str, object]]


@router.get("/readings", response=list[SeriesOut], summary="What was measured")
def readings(
    request: HttpRequest, organization: OrganizationSlug, metric: str = ""
) -> list[queries.MetricSeries]:
    """Return each metric's series, or that of ``metric`` alone."""
    member = acting_member(request, Permission.VIEW)
    return queries.series(member.organization, metric)


@router.post("/readings", response={200: ReadingFileOut}, summary="Import a file of readings")
def add_readings(
    request: HttpRequest, organization: OrganizationSlug, file: File[UploadedFile]
) -> ReadingFile:
    """Import CSV or JSON lines; rows that cannot be read come back with their reason."""
    member = acting_member(request, Permission.IMPORT_POSTS)
    try:
        return import_readings(
            organization=member.organization,
            data=file.read(),
            name=file.name or "readings",
            actor=member.user,
            now=timezone.now(),
        )
    except UnreadableFile as error:
        raise HttpError(422, str(error)) from error
