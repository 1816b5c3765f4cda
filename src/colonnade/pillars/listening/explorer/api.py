"""API door of the explorer: tags, saved views, and work on many posts (posts: ``posts_api``)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from colonnade.core.states import TransitionRefused
from colonnade.organization.api_access import OrganizationSlug, acting_member
from colonnade.organization.models import Membership
from colonnade.organization.roles import Permission
from colonnade.pillars.listening.explorer import bulk_queries, starting, tagging, viewing
from colonnade.pillars.listening.explorer.models import ActionKind, BulkAction, Colour, SavedView, Tag
from colonnade.pillars.listening.explorer.operations.bulk import NothingChosen, TooMany
from colonnade.pillars.listening.explorer.operations.saved import (
    NotYours,
    change_view,
    remove_view,
    save_view,
)
from colonnade.pillars.listening.explorer.operations.tags import (
    TagSettings,
    add_tag,
    change_tag,
    remove_tag,
)
from colonnade.pillars.listening.explorer.posts_api import SearchIn
from colonnade.pillars.listening.explorer.states import ActionState
from colonnade.pillars.listening.query import QueryRefused
from colonnade.warehouse.store import open_store

router = Router()
_WRONG = HTTPStatus.UNPROCESSABLE_ENTITY


class TagIn(Schema):
    """What a tag is called, and when it is used."""

    name: str
    colour: Colour = Colour.STONE
    meaning: str = ""

    def settings(self) -> TagSettings:
        """Return it for the operation."""
        return TagSettings(name=self.name, colour=self.colour, meaning=self.meaning)


class TagOut(Schema):
    """A tag; ``key`` is what searches call it, and stays."""

    id: int
    key: str
    name: str
    colour: Colour
    meaning: str


class CountedTagOut(TagOut):
    """A tag with the number of its posts."""

    used: int


class ViewIn(Schema):
    """A search under a name."""

    name: str
    shared: bool = False
    search: SearchIn = Field(default_factory=SearchIn)


class ViewOut(Schema):
    """A saved view; ``search`` has what is set, by the names of ``/listening/posts``."""

    id: int
    name: str
    shared: bool
    search: dict[str, str]
    changed_at: datetime


class ActionIn(Schema):
    """What to do to chosen posts, or to all of a search."""

    kind: ActionKind
    value: str = Field(description="Key of a tag, or a sentiment.")
    posts: list[str] = Field(default=[], description="Ids of posts; empty for all that the search finds.")
    search: SearchIn | None = None


class ActionOut(Schema):
    """A bulk action as far as it is."""

    id: int
    kind: ActionKind
    value: str
    state: ActionState
    total: int | None
    done: int
    changed: int
    problem: str


def _tag(member: Membership, number: int) -> Tag:
    return get_object_or_404(tagging.tags_of(organization=member.organization), pk=number)


def _view(member: Membership, number: int) -> SavedView:
    return get_object_or_404(viewing.views_for(membership=member), pk=number)


def _action(member: Membership, number: int) -> BulkAction:
    return get_object_or_404(bulk_queries.actions_of(organization=member.organization), pk=number)


@contextmanager
def _own() -> Iterator[None]:
    """Answer 403 where a view is another member's."""
    try:
        yield
    except NotYours as error:
        raise HttpError(HTTPStatus.FORBIDDEN, str(error)) from error


@router.get("/tags", response=list[CountedTagOut], summary="Tags")
def list_tags(request: HttpRequest, organization: OrganizationSlug) -> list[Tag]:
    """Return the tags with the number of their posts."""
    member = acting_member(request, Permission.VIEW)
    return list(tagging.counted_tags(organization=member.organization))


@router.post("/tags", response={201: TagOut}, summary="Add a tag")
def new_tag(request: HttpRequest, organization: OrganizationSlug, said: TagIn) -> Tag:
    """Add a tag."""
    member = acting_member(request, Permission.EDIT_QUERIES)
    return add_tag(
        organization=member.organization,
        settings=said.settings(),
        actor=member.user,
        now=timezone.now(),
    )


@router.put("/tags/{number}", response=TagOut, summary="Change a tag")
def put_tag(request: HttpRequest, organization: OrganizationSlug, number: int, said: TagIn) -> Tag:
    """Change a tag; its key and its posts stay."""
    member = acting_member(request, Permission.EDIT_QUERIES)
    return change_tag(
        tag=_tag(member, number), settings=said.settings(), actor=member.user, now=timezone.now()
    )


@router.delete("/tags/{number}", response={204: None}, summary="Remove a tag")
def delete_tag(request: HttpRequest, organization: OrganizationSlug, number: int) -> None:
    """Remove a tag, also from its posts."""
    member = acting_member(request, Permission.EDIT_QUERIES)
    remove_tag(tag=_tag(member, number), actor=member.user, now=timezone.now())


@router.get("/views", response=list[ViewOut], summary="Saved views")
def list_views(request: HttpRequest, organization: OrganizationSlug) -> list[SavedView]:
    """Return your own views and the shared ones."""
    member = acting_member(request, Permission.VIEW)
    return list(viewing.views_for(membership=member))


@router.post("/views", response={201: ViewOut}, summary="Save a view")
def new_view(request: HttpRequest, organization: OrganizationSlug, said: ViewIn) -> SavedView:
    """Keep a search under a name."""
    member = acting_member(request, Permission.VIEW)
    with _own():
        return save_view(
            membership=member,
            name=said.name,
            shared=said.shared,
            search=said.search.search(),
            now=timezone.now(),
        )


@router.put("/views/{number}", response=ViewOut, summary="Change a view")
def put_view(request: HttpRequest, organization: OrganizationSlug, number: int, said: ViewIn) -> SavedView:
    """Change a view; its address stays."""
    member = acting_member(request, Permission.VIEW)
    with _own():
        return change_view(
            view=_view(member, number),
            membership=member,
            name=said.name,
            shared=said.shared,
            search=said.search.search(),
            now=timezone.now(),
        )


@router.delete("/views/{number}", response={204: None}, summary="Remove a view")
def delete_view(request: HttpRequest, organization: OrganizationSlug, number: int) -> None:
    """Remove a view for everybody."""
    member = acting_member(request, Permission.VIEW)
    with _own():
        remove_view(view=_view(member, number), membership=member, now=timezone.now())


@router.post("/actions", response={201: ActionOut}, summary="Do something to many posts")
def new_action(request: HttpRequest, organization: OrganizationSlug, said: ActionIn) -> BulkAction:
    """Tag, untag or correct: few chosen posts at once, else as a job whose progress can be asked."""
    member = acting_member(request, Permission.IMPORT_POSTS)
    meant: dict[str, Any] = {
        "organization": member.organization,
        "kind": said.kind,
        "value": said.value,
        "actor": member.user,
    }
    try:
        if said.search is None:
            facts = open_store().facts(member.organization_id)
            return starting.act_on_chosen(**meant, facts=facts, mention_ids=said.posts, clock=timezone.now)
        search = said.search.search()
        search.node()  # a query without a meaning is refused now, not in the job
        return starting.act_on_found(**meant, search=search, now=timezone.now())
    except (NothingChosen, TooMany, QueryRefused) as error:
        raise HttpError(_WRONG, str(error)) from error


@router.get("/actions/{number}", response=ActionOut, summary="How far a bulk action is")
def show_action(request: HttpRequest, organization: OrganizationSlug, number: int) -> BulkAction:
    """Return a bulk action."""
    return _action(acting_member(request, Permission.VIEW), number)


@router.post("/actions/{number}/undo", response=ActionOut, summary="Undo a bulk action")
def undo_action(request: HttpRequest, organization: OrganizationSlug, number: int) -> BulkAction:
    """Make the posts that it changed what they were."""
    member = acting_member(request, Permission.IMPORT_POSTS)
    facts = open_store().facts(member.organization_id)
    try:
        return starting.undo(action=_action(member, number), facts=facts, clock=timezone.now)
    except TransitionRefused as error:
        raise HttpError(HTTPStatus.CONFLICT, str(error)) from error
