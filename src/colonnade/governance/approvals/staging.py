"""Which stages a subject must pass, and who may sit in their seats."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from colonnade.governance.approvals.models import Need, SeatKind, Stage, StageSeat, StepSeat, UnitReviewer
from colonnade.governance.approvals.states import Risk
from colonnade.organization.models import Membership, Organization
from colonnade.organization.roles import Permission


@dataclass(frozen=True, kw_only=True)
class Reach:
    """What stages look at to see whether they apply.

    Attributes: see ``subjects.Subject``.
    """

    unit: int | None = None
    channel: str = ""
    campaign: int | None = None
    risk: Risk = Risk.NORMAL


@dataclass(frozen=True, kw_only=True)
class Seat:
    """Who may give one of a stage's approvals.

    Attributes:
        role, membership, unit: the one that ``kind`` speaks of; None or empty where it has gone.
    """

    kind: SeatKind
    role: str = ""
    membership: int | None = None
    unit: int | None = None


def seat_of(seat: StepSeat) -> Seat:
    """Return who may sit in a seat of a step."""
    return Seat(kind=SeatKind(seat.kind), role=seat.role, membership=seat.membership_id, unit=seat.unit_id)


@dataclass(frozen=True, kw_only=True)
class PlannedStage:
    """A stage that applies."""

    name: str
    need: Need
    seats: Sequence[Seat]


class People:
    """The organisation's members who may approve, and who of them answers for which unit.

    Reads the database twice, however many seats are asked about.
    """

    def __init__(self, organization: Organization) -> None:
        members = organization.memberships.select_related("user").filter(user__is_active=True)
        self.approvers: list[Membership] = [
            member for member in members if member.may(Permission.APPROVE_CONTENT)
        ]
        pairs = UnitReviewer.objects.filter(unit__organization=organization)
        self._of_units = set(pairs.values_list("unit_id", "membership_id"))

    def fits(self, member: Membership, seat: Seat) -> bool:
        """Return whether ``member`` may sit in ``seat``."""
        match seat.kind:
            case SeatKind.ANYONE:
                return True
            case SeatKind.ROLE:
                return member.role == seat.role
            case SeatKind.MEMBER:
                return member.pk == seat.membership
            case SeatKind.UNIT:
                return (seat.unit, member.pk) in self._of_units
            case _:
                return False

    def for_seat(self, seat: Seat, *, hands: Collection[int]) -> list[Membership]:
        """Return who may sit in ``seat``, without those whose hands the subject went through."""
        return [
            member for member in self.approvers if member.user_id not in hands and self.fits(member, seat)
        ]


def stages_for(*, organization: Organization, reach: Reach) -> list[PlannedStage]:
    """Return the stages that apply, in order; where no rule does, one stage of another person's approval."""
    rules = Stage.objects.filter(organization=organization).prefetch_related("units", "seats")
    found = [
        PlannedStage(name=rule.name, need=Need(rule.need), seats=_seats(rule.seats.all(), reach))
        for rule in rules
        if _applies(rule, reach)
    ]
    anyone = Seat(kind=SeatKind.ANYONE)
    return found or [PlannedStage(name=_("Another person"), need=Need.ANY, seats=(anyone,))]


def _applies(rule: Stage, reach: Reach) -> bool:
    units = {unit.pk for unit in rule.units.all()}
    return (
        (not units or reach.unit in units)
        and (not rule.channel or rule.channel == reach.channel)
        and (rule.campaign is None or rule.campaign == reach.campaign)
        and reach.risk.rank >= Risk(rule.from_risk).rank
    )


def _seats(seats: Iterable[StageSeat], reach: Reach) -> tuple[Seat, ...]:
    return tuple(
        Seat(
            kind=SeatKind(seat.kind),
            role=seat.role,
            membership=seat.membership_id,
            unit=reach.unit if seat.kind == SeatKind.UNIT else None,
        )
        for seat in seats
    )


@dataclass(frozen=True, kw_only=True)
class SeatTold:
    """A seat with those who could fill it."""

    seat: Seat
    people: Sequence[Membership]


@dataclass(frozen=True, kw_only=True)
class StageTold:
    """A stage with those who could approve at it."""

    stage: PlannedStage
    seats: Sequence[SeatTold]

    @property
    def possible(self) -> bool:
        """Whether the stage can be passed by the people there are."""
        held = [bool(told.people) for told in self.seats]
        return bool(held) and (all(held) if self.stage.need == Need.ALL else any(held))


def who_would(
    *, organization: Organization, reach: Reach, hands: Collection[int] = frozenset()
) -> list[StageTold]:
    """Return who would have to approve a subject, stage by stage.

    Args:
        hands: ids of users who wrote, changed or submit it, and so may not approve it.
    """
    people = People(organization)
    return [
        StageTold(
            stage=stage,
            seats=[SeatTold(seat=seat, people=people.for_seat(seat, hands=hands)) for seat in stage.seats],
        )
        for stage in stages_for(organization=organization, reach=reach)
    ]
