"""Where a lead is on its way to a sale, and which step may follow which."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from colonnade.core.states import StateTable


class LeadState(TextChoices):
    """The steps of a lead, in the order of the way.

    Marketing owns the first three; sales says the rest.
    """

    NEW = "new", _("new")
    WORKING = "working", _("being worked")
    MQL = "mql", _("marketing qualified")
    HANDED_OVER = "handed_over", _("handed to sales")
    REJECTED = "rejected", _("sent back by sales")
    ACCEPTED = "accepted", _("accepted by sales")
    OPPORTUNITY = "opportunity", _("opportunity")
    WON = "won", _("won")
    LOST = "lost", _("lost")


_S = LeadState
_BY_SALES = frozenset({_S.REJECTED, _S.ACCEPTED, _S.OPPORTUNITY, _S.WON, _S.LOST})

STATES: StateTable[LeadState] = StateTable(
    initial=_S.NEW,
    steps={
        _S.NEW: frozenset({_S.WORKING, _S.MQL, _S.LOST}),
        _S.WORKING: frozenset({_S.MQL, _S.LOST}),
        _S.MQL: frozenset({_S.WORKING, _S.HANDED_OVER, _S.LOST}),
        # Sales may report late and in one word: "won" says that it was accepted and an opportunity too.
        _S.HANDED_OVER: _BY_SALES,
        _S.REJECTED: frozenset({_S.WORKING, _S.LOST}),
        _S.ACCEPTED: frozenset({_S.OPPORTUNITY, _S.WON, _S.LOST}),
        _S.OPPORTUNITY: frozenset({_S.WON, _S.LOST}),
        _S.WON: frozenset(),
        _S.LOST: frozenset({_S.WORKING}),
    },
)

WITH_MARKETING = (_S.NEW, _S.WORKING)
"""States in which the score may still make a lead marketing qualified."""
