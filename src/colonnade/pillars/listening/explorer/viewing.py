"""Reads: saved views as a member sees them."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from colonnade.organization.models import Membership
from colonnade.pillars.listening.explorer.models import SavedView, ViewChoice


def views_for(*, membership: Membership) -> QuerySet[SavedView]:
    """Return the views that a member sees: their own and the shared ones."""
    return SavedView.objects.filter(
        Q(shared=True) | Q(owner=membership.user), organization=membership.organization
    ).select_related("owner")


@dataclass(frozen=True, kw_only=True)
class SeenView:
    """A view and what the member does with it."""

    view: SavedView
    pinned: bool
    opens: bool


def seen_views(*, membership: Membership) -> list[SeenView]:
    """Return the member's views by name, each with what the member does with it."""
    mine = Prefetch("choices", ViewChoice.objects.filter(membership=membership), to_attr="mine")
    seen = []
    for view in views_for(membership=membership).prefetch_related(mine):
        chosen: list[ViewChoice] = view.mine  # set by the prefetch above
        seen.append(
            SeenView(
                view=view,
                pinned=any(choice.pinned for choice in chosen),
                opens=any(choice.opens for choice in chosen),
            )
        )
    return seen


def first_view(*, membership: Membership) -> SavedView | None:
    """Return the view that the member's posts page begins with."""
    return (
        views_for(membership=membership).filter(choices__membership=membership, choices__opens=True).first()
    )
