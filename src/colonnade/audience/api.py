"""API door of the people we know."""

from django.http import HttpRequest
from django.utils import timezone
from ninja import File, Router, Schema
from ninja.errors import HttpError
from ninja.files import UploadedFile

from colonnade.audience import operations, queries
from colonnade.audience.models import KnownPerson
from colonnade.core.table_files import UnreadableFile
from colonnade.organization.api_access import OrganizationSlug, acting_member
from colonnade.organization.roles import Permission

router = Router()
MOST = 1000


class PersonOut(Schema):
    """An account, and who it is to the organisation."""

    channel: str
    handle: str
    name: str
    relation: str
    segment: str


class PeopleFileOut(Schema):
    """What became of an imported file's rows."""

    people: int
    aside: list[dict[str, object]]


@router.get("/people", response=list[PersonOut], summary="People we know")
def people(
    request: HttpRequest, organization: OrganizationSlug, text: str = "", relation: str = "", start: int = 0
) -> list[KnownPerson]:
    """Return up to 1,000 known people from the ``start``-th on, by channel and handle."""
    member = acting_member(request, Permission.VIEW)
    found = queries.people_of(organization=member.organization, text=text, relation=relation)
    return list(found[max(start, 0) : max(start, 0) + MOST])


@router.post("/people", response=PeopleFileOut, summary="Import a file of people")
def add_people(
    request: HttpRequest, organization: OrganizationSlug, file: File[UploadedFile]
) -> operations.ImportedPeople:
    """Import CSV or JSON lines; rows that cannot be read come back with their reason."""
    member = acting_member(request, Permission.EDIT_QUERIES)
    try:
        return operations.import_people(
            organization=member.organization,
            data=file.read(),
            name=file.name or "people",
            actor=member.user,
            now=timezone.now(),
        )
    except UnreadableFile as error:
        raise HttpError(422, str(error)) from error
