"""Writes: saved views, and what a member does with them."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from colonnade.governance.operations import record
from colonnade.organization.models import Membership
from colonnade.organization.roles import Permission
from colonnade.pillars.listening.explorer.models import SavedView, ViewChoice
from colonnade.pillars.listening.explorer.search import Search

MOST_VIEWS = 100


class NotYours(Exception):
    """A view that this member may not change, or may not share."""


def save_view(
    *, membership: Membership, name: str, search: Search, shared: bool = False, now: datetime
) -> SavedView:
    """Keep a search under a name; the member sees it pinned.

    Raises:
        ValidationError: for a name that is missing, too long or taken, or where there are too many views.
        NotYours: where the member may not share.
    """
    if SavedView.objects.filter(organization=membership.organization).count() >= MOST_VIEWS:
        raise ValidationError(
            _("There are %(most)d views already; remove one that is not used.") % {"most": MOST_VIEWS}
        )
    view = SavedView(organization=membership.organization, owner=membership.user, created_at=now)
    with transaction.atomic():
        _write(view, membership, name=name, shared=shared, search=search, now=now)
        ViewChoice.objects.create(membership=membership, view=view, pinned=True)
        _note(view, "view.saved", membership, now)
    return view


def change_view(
    *,
    view: SavedView,
    membership: Membership,
    name: str | None = None,
    shared: bool | None = None,
    search: Search | None = None,
    now: datetime,
) -> SavedView:
    """Change what is given of a view; its address stays.

    Raises:
        ValidationError, NotYours: as ``save_view`` does.
    """
    with transaction.atomic():
        _write(
            view,
            membership,
            name=view.name if name is None else name,
            shared=view.shared if shared is None else shared,
            search=search,
            now=now,
        )
        _note(view, "view.changed", membership, now)
    return view


def remove_view(*, view: SavedView, membership: Membership, now: datetime) -> None:
    """Remove a view for everybody. Raises ``NotYours``."""
    _check(view, membership, shared=view.shared)
    with transaction.atomic():
        _note(view, "view.removed", membership, now)
        view.delete()


def choose_view(
    *, view: SavedView, membership: Membership, pinned: bool | None = None, opens: bool | None = None
) -> ViewChoice:
    """Pin a view for a member, or let the posts page begin with it; what is None stays as it is."""
    with transaction.atomic():
        Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
        choice, _made = ViewChoice.objects.get_or_create(membership=membership, view=view)
        if opens:
            ViewChoice.objects.filter(membership=membership, opens=True).update(opens=False)
        choice.opens = choice.opens if opens is None else opens
        choice.pinned = choice.pinned if pinned is None else pinned
        choice.save(update_fields=["opens", "pinned"])
    return choice


def may_change(view: SavedView, membership: Membership) -> bool:
    """Return whether the member may change or remove the view: its owner may, and who manages shared ones."""
    return view.owner_id == membership.user_id or (view.shared and membership.may(Permission.MANAGE))


def _check(view: SavedView, membership: Membership, *, shared: bool) -> None:
    if not may_change(view, membership):
        raise NotYours(_("Only its owner, or an administrator, can change a shared view."))
    if shared and not view.shared and not membership.may(Permission.EDIT_QUERIES):
        raise NotYours(_("Your role may keep views for yourself, and not share them."))


def _write(
    view: SavedView, membership: Membership, *, name: str, shared: bool, search: Search | None, now: datetime
) -> None:
    _check(view, membership, shared=shared)
    view.name, view.shared, view.changed_at = " ".join(name.split()), shared, now
    if search is not None:
        view.search = search.said()
    view.full_clean(
        exclude=["organization", "owner", "search"], validate_unique=False, validate_constraints=False
    )
    same = SavedView.objects.filter(
        organization=view.organization, owner=view.owner, name__iexact=view.name
    ).exclude(pk=view.pk)
    if same.exists():
        raise ValidationError({"name": _("You have a view of this name already.")})
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise ValidationError({"name": _("You have a view of this name already.")}) from error


def _note(view: SavedView, action: str, membership: Membership, now: datetime) -> None:
    record(
        organization=view.organization,
        actor=membership.user,
        action=action,
        subject=view.name,
        now=now,
        details={"view": view.pk, "shared": view.shared},
    )
