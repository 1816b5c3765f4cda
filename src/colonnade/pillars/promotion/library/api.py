"""API door of the library."""

from datetime import date, datetime

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import File, Form, Router, Schema, Status
from ninja.files import UploadedFile

from colonnade.organization.api_access import OrganizationSlug, acting_member
from colonnade.organization.models import Membership
from colonnade.organization.roles import Permission
from colonnade.pillars.promotion.library import operations, queries
from colonnade.pillars.promotion.library.models import MediaItem

router = Router()
MOST = 200


class DescriptionIn(Schema):
    """What is said of an item."""

    title: str
    alt_text: str = ""
    decorative: bool = False
    tags: list[str] = []
    expires_on: date | None = None
    source: str = ""
    rights: str = ""
    focus_x: float = 0.5
    focus_y: float = 0.5

    def description(self) -> operations.Description:
        """Return the same as operations take it."""
        return operations.Description(**{**self.model_dump(), "tags": tuple(self.tags)})


class ItemOut(Schema):
    """An item of the library."""

    id: int
    title: str
    media_type: str
    size: int
    width: int
    height: int
    seconds: float | None
    alt_text: str
    decorative: bool
    tags: list[str]
    expires_on: date | None
    source: str
    rights: str
    focus_x: float
    focus_y: float
    digest: str
    added_at: datetime
    retired_at: datetime | None

    @staticmethod
    def resolve_tags(item: MediaItem) -> list[str]:
        """Return the names of the tags."""
        return [tag.name for tag in item.tags.all()]


@router.get("/media", response=list[ItemOut], summary="Images and videos")
def media(
    request: HttpRequest,
    organization: OrganizationSlug,
    text: str = "",
    tag: str = "",
    kind: str = "",
    state: str = "usable",
    start: int = 0,
) -> list[MediaItem]:
    """Return up to 200 items from the ``start``-th on, newest first."""
    member = acting_member(request, Permission.VIEW)
    found = queries.find(
        organization=member.organization,
        wanted=queries.Wanted(text=text, tag=tag, kind=kind, state=state),
        today=timezone.localdate(),
    )
    return list(found[max(start, 0) : max(start, 0) + MOST])


@router.post("/media", response=ItemOut, summary="Add an image or a video")
def add_media(
    request: HttpRequest,
    organization: OrganizationSlug,
    said: Form[DescriptionIn],
    file: File[UploadedFile],
) -> MediaItem:
    """Check the file by its content, keep it and describe it. An alternative text is asked for."""
    member = acting_member(request, Permission.CREATE_CONTENT)
    return operations.add(
        organization=member.organization,
        file=file.open("rb"),
        description=said.description(),
        actor=member.user,
        now=timezone.now(),
    )


@router.get("/media/{number}", response=ItemOut, summary="One image or video")
def one(request: HttpRequest, organization: OrganizationSlug, number: int) -> MediaItem:
    """Return an item."""
    return _item(acting_member(request, Permission.VIEW), number)


@router.put("/media/{number}", response=ItemOut, summary="Describe an image or a video")
def describe(
    request: HttpRequest, organization: OrganizationSlug, number: int, said: DescriptionIn
) -> MediaItem:
    """Put what is said of an item in place of what was."""
    member = acting_member(request, Permission.CREATE_CONTENT)
    item = _item(member, number)
    operations.describe(item=item, description=said.description(), actor=member.user, now=timezone.now())
    return _item(member, number)


@router.delete("/media/{number}", response={204: None}, summary="Delete an image or a video")
def delete(request: HttpRequest, organization: OrganizationSlug, number: int) -> Status[None]:
    """Delete an item that nothing uses; one that is used is refused with the reason."""
    member = acting_member(request, Permission.CREATE_CONTENT)
    operations.delete(item=_item(member, number), actor=member.user, now=timezone.now())
    return Status(204, None)


@router.get("/media/{number}/file", summary="The file of an image or a video")
def file(request: HttpRequest, organization: OrganizationSlug, number: int) -> FileResponse:
    """Return the file as it is kept."""
    item = _item(acting_member(request, Permission.VIEW), number)
    return FileResponse(item.path.open("rb"), content_type=item.media_type, as_attachment=True)


def _item(member: Membership, number: int) -> MediaItem:
    return get_object_or_404(queries.items_of(organization=member.organization), pk=number)
