"""API door of touches: figures of other systems come in as files."""

from http import HTTPStatus

from django.http import HttpRequest
from django.utils import timezone
from ninja import File, Form, Router, Schema
from ninja.errors import HttpError
from ninja.files import UploadedFile

from colonnade.audience.touches.kinds import System
from colonnade.audience.touches.reporting import ImportedReport, import_report
from colonnade.core.table_files import UnreadableFile
from colonnade.organization.api_access import OrganizationSlug, acting_member
from colonnade.organization.roles import Permission

router = Router()


class ReportOut(Schema):
    """What became of an imported file's rows."""

    figures: int
    aside: list[dict[str, object]]


@router.post("/reports", response=ReportOut, summary="Import figures of another system")
def add_report(
    request: HttpRequest, organization: OrganizationSlug, file: File[UploadedFile], system: Form[System]
) -> ImportedReport:
    """Import an export of web analytics or advertisements; rows that cannot be read come back with why."""
    member = acting_member(request, Permission.IMPORT_POSTS)
    try:
        return import_report(
            organization=member.organization,
            system=system,
            data=file.read(),
            name=file.name or "report",
            actor=member.user,
            now=timezone.now(),
        )
    except UnreadableFile as error:
        raise HttpError(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from error
