"""Forms of the approval pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from colonnade.governance.approvals.models import Need, SeatKind, Stage
from colonnade.governance.approvals.operations import StageRule
from colonnade.governance.approvals.operations.remarks import LONGEST
from colonnade.governance.approvals.staging import Reach, Seat
from colonnade.governance.approvals.states import Risk, Verdict
from colonnade.organization.models import BusinessUnit, Membership, Organization
from colonnade.organization.roles import PERMISSIONS, Permission, Role

APPROVING_ROLES = [
    (role.value, role.label) for role in Role if Permission.APPROVE_CONTENT in PERMISSIONS[role]
]


def _approvers(organization: Organization) -> list[tuple[int, str]]:
    members = organization.memberships.select_related("user")
    return [(one.pk, str(one)) for one in members if one.may(Permission.APPROVE_CONTENT)]


class DecideForm(forms.Form):
    """What a reviewer says."""

    digest = forms.CharField(widget=forms.HiddenInput)
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed where you return it: say what should be changed."),
    )
    verdict = forms.ChoiceField(choices=Verdict.choices, widget=forms.HiddenInput)


class CommentForm(forms.Form):
    """A remark on a version, or on one part of it."""

    part = forms.ChoiceField(label=_("About"), required=False)
    text = forms.CharField(label=_("Comment"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: Any = None, *, labels: list[str]) -> None:
        super().__init__(data, prefix="remark")
        part = self.fields["part"]
        if isinstance(part, forms.ChoiceField):
            part.choices = [("", _("the whole")), *((label, label) for label in labels)]


class InviteForm(forms.Form):
    """A partner outside who is asked to read a version."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"))
    needed = forms.BooleanField(label=_("It goes out only once they have approved it too"), required=False)


class OutsideForm(forms.Form):
    """What a partner outside says."""

    name = forms.CharField(label=_("Your name"), max_length=80)
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Needed where something should be changed."),
    )


class SettingsForm(forms.Form):
    """How the organisation reviews."""

    due_hours = forms.IntegerField(label=_("Hours to decide"), min_value=1, max_value=24 * 60)
    expire_days = forms.IntegerField(label=_("Days until a review expires"), min_value=1, max_value=365)
    reviews_off = forms.BooleanField(
        label=_("No reviews: what I submit is approved at once"),
        required=False,
        help_text=_("Only while you are the only member; it is written into the audit trail."),
    )


class StageForm(forms.Form):
    """One stage."""

    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("Such as “Legal” or “Second pair of eyes”.")
    )
    order = forms.IntegerField(
        label=_("Position"), min_value=1, max_value=999, initial=10, help_text=_("Lower comes first.")
    )
    anyone = forms.BooleanField(label=_("Anyone who may approve"), required=False)
    unit_reviewers = forms.BooleanField(label=_("The reviewers of the post's unit"), required=False)
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=APPROVING_ROLES, required=False, widget=forms.CheckboxSelectMultiple
    )
    members = forms.MultipleChoiceField(
        label=_("Members"), required=False, widget=forms.CheckboxSelectMultiple
    )
    need = forms.ChoiceField(label=_("Who of these must approve"), choices=Need.choices, initial=Need.ANY)
    units: forms.ModelMultipleChoiceField[BusinessUnit] = forms.ModelMultipleChoiceField(
        label=_("Only for units"),
        queryset=BusinessUnit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    channel = forms.CharField(
        label=_("Only on the channel"), required=False, max_length=40, help_text=_("Such as bluesky.")
    )
    campaign = forms.IntegerField(label=_("Only for the campaign number"), required=False, min_value=1)
    from_risk = forms.ChoiceField(label=_("From this risk on"), choices=Risk.choices, initial=Risk.LOW)

    def __init__(self, data: Any = None, *, organization: Organization, stage: Stage | None = None) -> None:
        super().__init__(data, initial=_initial(stage) if stage else {"anyone": True})
        self.fields["units"].queryset = organization.units.all()  # type: ignore[attr-defined]  # declared above
        self.fields["members"].choices = _approvers(organization)  # type: ignore[attr-defined]  # declared above

    def rule(self) -> StageRule:
        """Return the stage that was said; the form must be valid."""
        said = self.cleaned_data
        return StageRule(
            name=said["name"].strip(),
            order=said["order"],
            units=list(said["units"]),
            channel=said["channel"].strip(),
            campaign=said["campaign"],
            from_risk=Risk(said["from_risk"]),
            need=Need(said["need"]),
            seats=_seats(said),
        )


def _seats(said: dict[str, Any]) -> list[Seat]:
    seats = [Seat(kind=SeatKind.ROLE, role=role) for role in said["roles"]]
    seats += [Seat(kind=SeatKind.MEMBER, membership=int(member)) for member in said["members"]]
    if said["unit_reviewers"]:
        seats.append(Seat(kind=SeatKind.UNIT))
    if said["anyone"]:
        seats.append(Seat(kind=SeatKind.ANYONE))
    return seats


def _initial(stage: Stage) -> dict[str, object]:
    seats = list(stage.seats.all())
    kinds = {seat.kind for seat in seats}
    return {
        "name": stage.name,
        "order": stage.order,
        "anyone": SeatKind.ANYONE in kinds,
        "unit_reviewers": SeatKind.UNIT in kinds,
        "roles": [seat.role for seat in seats if seat.kind == SeatKind.ROLE],
        "members": [seat.membership_id for seat in seats if seat.kind == SeatKind.MEMBER],
        "need": stage.need,
        "units": [unit.pk for unit in stage.units.all()],
        "channel": stage.channel,
        "campaign": stage.campaign,
        "from_risk": stage.from_risk,
    }


class WhoForm(forms.Form):
    """A subject to try the stages on."""

    unit: forms.ModelChoiceField[BusinessUnit] = forms.ModelChoiceField(
        label=_("For the unit"), queryset=BusinessUnit.objects.none(), required=False, empty_label=_("none")
    )
    channel = forms.CharField(label=_("On the channel"), required=False, max_length=40)
    campaign = forms.IntegerField(label=_("In the campaign number"), required=False, min_value=1)
    risk = forms.ChoiceField(label=_("Risk"), choices=Risk.choices, initial=Risk.NORMAL)
    author = forms.ChoiceField(label=_("Written by"), required=False)

    def __init__(self, data: Any = None, *, organization: Organization) -> None:
        super().__init__(data, prefix="who")
        members = organization.memberships.select_related("user")
        people = [(one.user_id, str(one)) for one in members]
        self.fields["unit"].queryset = organization.units.all()  # type: ignore[attr-defined]  # declared above
        self.fields["author"].choices = [("", _("somebody else")), *people]  # type: ignore[attr-defined]  # as above

    def reach(self) -> Reach:
        """Return what the stages look at; the form must be valid."""
        said = self.cleaned_data
        return Reach(
            unit=said["unit"].pk if said["unit"] else None,
            channel=said["channel"].strip(),
            campaign=said["campaign"],
            risk=Risk(said["risk"]),
        )

    def hands(self) -> frozenset[int]:
        """Return the ids of those who may not approve; the form must be valid."""
        author = self.cleaned_data["author"]
        return frozenset({int(author)} if author else ())


class UnitReviewersForm(forms.Form):
    """Who answers for a unit."""

    members = forms.MultipleChoiceField(
        label=_("Reviewers"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, unit: BusinessUnit, chosen: list[int]) -> None:
        super().__init__(data, prefix=f"unit-{unit.pk}", initial={"members": chosen})
        self.fields["members"].choices = _approvers(unit.organization)  # type: ignore[attr-defined]  # declared above

    def chosen(self, organization: Organization) -> list[Membership]:
        """Return the members that were chosen; the form must be valid."""
        members = organization.memberships.select_related("user")
        return list(members.filter(pk__in=self.cleaned_data["members"]))
