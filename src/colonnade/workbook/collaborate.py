"""Collaborate: the colleagues. Business units, owners, approvers and experts."""

from django.utils.translation import gettext as _

from colonnade.workbook import nouns
from colonnade.workbook.situation import Situation, listed
from colonnade.workbook.state import Criterion, Step, Todo, share_of


def _owners(situation: Situation) -> Criterion:
    document = situation.document
    named = [item.owner for item in document.objectives] + [item.owner for item in document.goals]
    owners = sorted({owner for owner in named if owner})
    return Criterion(
        needs=_("An owner for every objective and goal"),
        share=share_of(bool(owner) for owner in named),
        known=_("owned by {owners}").format(owners=listed(owners)),
        missing=_("What nobody owns, nobody does."),
        todo=Todo(label=_("Name the owners"), page="strategy:document", fragment="goals"),
    )


def _agreement(situation: Situation) -> Criterion:
    collaboration = situation.document.collaboration
    return Criterion(
        needs=_("A sponsor, approvals and experts"),
        share=share_of(
            [
                bool(collaboration and collaboration.sponsor),
                bool(collaboration and collaboration.approvals),
                bool(collaboration and collaboration.experts),
            ]
        ),
        known=_("sponsor, approvals or experts are named"),
        missing=_("Name the sponsor, who approves what, and the experts who answer in public."),
        todo=Todo(label=_("Name the colleagues"), page="strategy:document", fragment="collaboration"),
    )


def _approved(situation: Situation) -> Criterion:
    agreed = situation.version_state in {"approved", "running", "concluded"}
    return Criterion(
        needs=_("An approved version"),
        share=1.0 if agreed else 0.5 if situation.version_state == "proposed" else 0.0,
        known=_("the present version is {state}").format(state=situation.version_state),
        missing=_("Propose the strategy and have another person approve it."),
        todo=Todo(label=_("Propose it"), page="strategy:document"),
    )


def _team(situation: Situation) -> Criterion:
    return Criterion(
        needs=_("Colleagues in the system, one of whom may approve"),
        share=share_of([situation.members > 1, situation.approvers > 1]),
        known=_("{members}, {approvers} who may approve").format(
            members=nouns.count(nouns.MEMBERS, situation.members), approvers=situation.approvers
        ),
        missing=_("Add the colleagues who work on it and a second person who may approve."),
        todo=Todo(label=_("Add members"), page="organization:members"),
    )


def assess(situation: Situation) -> Step:
    """Return how well colleagues are joined in."""
    return Step(
        key="collaborate",
        title=_("Collaborate"),
        decides=_("Colleagues"),
        criteria=(_owners(situation), _agreement(situation), _team(situation), _approved(situation)),
        cracks=situation.cracks_of("collaborate"),
    )
