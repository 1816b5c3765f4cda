"""API door: draft, look at, confirm and discard erasures."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema
from ninja.errors import HttpError

from colonnade.core.states import TransitionRefused
from colonnade.organization.api_access import OrganizationSlug, acting_member
from colonnade.organization.models import Membership
from colonnade.organization.roles import Permission
from colonnade.pillars.listening.erasure import operations, queries
from colonnade.pillars.listening.erasure.models import Erasure
from colonnade.pillars.listening.erasure.starting import confirm_in_background
from colonnade.warehouse.ownership import OwnedElsewhere
from colonnade.warehouse.store import Facts, open_store

router = Router()
MOST_LISTED = 200


class ErasureIn(Schema):
    """Author ids or handles, links or ids of posts, and the number of the request."""

    people: list[str] = []
    posts: list[str] = []
    reference: str = ""


class ErasureOut(Schema):
    """An erasure; the receipt is empty until it is done.

    One that networks asked for is "gathering" until ``due_at``; its posts are hidden already.
    """

    id: int
    reference: str
    state: str
    asked_at: datetime
    due_at: datetime | None
    confirmed_at: datetime | None
    ended_at: datetime | None
    receipt: dict[str, Any]


class PersonOut(Schema):
    """An author that is meant."""

    author_id: str
    name: str
    posts: int
    relations: int


class DraftOut(ErasureOut):
    """A draft with what it would remove, by the place where it lies."""

    people: list[PersonOut]
    posts: int
    places: dict[str, int]
    named_by_others: int


def _facts(member: Membership) -> Facts:
    try:
        return open_store().facts(member.organization.pk)
    except OwnedElsewhere as error:
        raise HttpError(HTTPStatus.SERVICE_UNAVAILABLE, str(error)) from error


def _found(member: Membership, number: int) -> Erasure:
    return get_object_or_404(queries.erasures_of(organization=member.organization), pk=number)


@router.get("/erasures", response=list[ErasureOut], summary="Erasures, newest first")
def list_erasures(request: HttpRequest, organization: OrganizationSlug) -> list[Erasure]:
    """Return the latest erasures with their receipts."""
    member = acting_member(request, Permission.MANAGE)
    return list(queries.erasures_of(organization=member.organization)[:MOST_LISTED])


@router.post("/erasures", response={201: DraftOut}, summary="Draft an erasure")
def draft(request: HttpRequest, organization: OrganizationSlug, wanted: ErasureIn) -> dict[str, object]:
    """Note who or what is meant and return what would go; nothing is removed until it is confirmed."""
    member = acting_member(request, Permission.MANAGE)
    facts = _facts(member)
    try:
        erasure = operations.draft_erasure(
            organization=member.organization,
            facts=facts,
            people=wanted.people,
            posts=wanted.posts,
            reference=wanted.reference,
            actor=member.user,
            now=timezone.now(),
        )
    except operations.NothingNamed as error:
        raise HttpError(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)) from error
    found = queries.preview(erasure=erasure, facts=facts)
    return {
        **{name: getattr(erasure, name) for name in ErasureOut.model_fields},
        "people": found.people,
        "posts": found.posts,
        "places": {str(label): count for label, count in found.places},
        "named_by_others": found.named_by_others,
    }


@router.get("/erasures/{number}", response=ErasureOut, summary="One erasure")
def show(request: HttpRequest, organization: OrganizationSlug, number: int) -> Erasure:
    """Return an erasure, with its receipt when it is done."""
    return _found(acting_member(request, Permission.MANAGE), number)


@router.post("/erasures/{number}/confirm", response={202: ErasureOut}, summary="Erase for good")
def confirm(request: HttpRequest, organization: OrganizationSlug, number: int) -> Erasure:
    """Give the word; the work is done in the background."""
    member = acting_member(request, Permission.MANAGE)
    try:
        return confirm_in_background(erasure=_found(member, number), actor=member.user, now=timezone.now())
    except TransitionRefused as error:
        raise HttpError(HTTPStatus.CONFLICT, str(error)) from error


@router.delete("/erasures/{number}", response={204: None}, summary="Discard a draft")
def discard(request: HttpRequest, organization: OrganizationSlug, number: int) -> None:
    """Remove a draft and the names it holds; what was confirmed cannot be taken back."""
    erasure = _found(acting_member(request, Permission.MANAGE), number)
    try:
        operations.discard_erasure(erasure=erasure)
    except TransitionRefused as error:
        raise HttpError(HTTPStatus.CONFLICT, str(error)) from error
