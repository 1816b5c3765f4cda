"""Forms of the pages about leads."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from colonnade.audience.leads.models import (
    LONGEST,
    Destination,
    QualifyingRule,
    ScoringRule,
)
from colonnade.audience.leads.states import LeadState
from colonnade.audience.touches.kinds import Kind
from colonnade.organization.models import Membership, Organization


class StepForm(forms.Form):
    """A step of a lead."""

    wanted = forms.ChoiceField(label=_("Next step"), choices=())
    why = forms.CharField(label=_("Why"), required=False, max_length=500)

    def __init__(self, data: Any = None, *, following: frozenset[LeadState]) -> None:
        super().__init__(data)
        by_hand = [state for state in LeadState if state in following and state != LeadState.HANDED_OVER]
        self.fields["wanted"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (state.value, state.label) for state in by_hand
        ]


class OwnerForm(forms.Form):
    """Who has a lead."""

    owner = forms.ModelChoiceField(
        label=_("Who looks after it"),
        queryset=Membership.objects.none(),
        required=False,
        empty_label=_("nobody"),
    )

    def __init__(self, data: Any = None, *, organization: Organization, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        members = organization.memberships.select_related("user")
        self.fields["owner"].queryset = members  # type: ignore[attr-defined]  # a ModelChoiceField


class NoteForm(forms.Form):
    """A note."""

    text = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), max_length=5000)


class DetailsForm(forms.Form):
    """What a lead said of themselves, corrected."""

    name = forms.CharField(label=_("Name"), required=False, max_length=LONGEST["name"])
    company = forms.CharField(label=_("Company"), required=False, max_length=LONGEST["company"])
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=LONGEST["phone"])
    country = forms.CharField(label=_("Country"), required=False, max_length=LONGEST["country"])


class OutcomesForm(forms.Form):
    """A file of outcomes."""

    file = forms.FileField(
        label=_("File of outcomes"),
        help_text=_("CSV or JSON lines with outcome, and email or lead; value, date and reason may follow."),
    )


class RuleForm(forms.ModelForm[ScoringRule]):
    """A scoring rule."""

    class Meta:
        model = ScoringRule
        fields = (
            "sentence",
            "kind",
            "subject",
            "condition",
            "values",
            "points",
            "half_life_days",
            "most",
            "goal",
            "active",
        )
        labels = {
            "sentence": _("Sentence that explains the points"),
            "kind": _("Looks at"),
            "subject": _("Field or action"),
            "condition": _("Condition (of a field)"),
            "values": _("Words to compare with, one a line"),
            "points": _("Points"),
            "half_life_days": _("Counts half after so many days (of an action)"),
            "most": _("Counts at most so often (of an action)"),
            "goal": _("Only for leads of this goal"),
            "active": _("In use"),
        }
        help_texts = {
            "subject": _(
                "A field: email, company, phone, country, source, campaign, or “answers.” and the question. "
                "An action: %(actions)s."
            )
            % {"actions": ", ".join(Kind.values)},
        }
        widgets = {"values": forms.Textarea(attrs={"rows": 3})}


class AgreementForm(forms.ModelForm[QualifyingRule]):
    """When leads qualify."""

    class Meta:
        model = QualifyingRule
        fields = ("goal", "least_score", "needs_contact", "needed", "destination")
        labels = {
            "goal": _("Goal (its id; empty for all others)"),
            "least_score": _("Least score"),
            "needs_contact": _("Only who agreed to be contacted"),
            "needed": _("Fields that must be filled in, parted by commas"),
            "destination": _("Goes by itself to"),
        }

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taking = Destination.objects.filter(organization=organization, active=True)
        self.fields["destination"].queryset = taking  # type: ignore[attr-defined]  # a ModelChoiceField


class DestinationForm(forms.ModelForm[Destination]):
    """Who takes leads."""

    secret = forms.CharField(
        label=_("Secret of the webhook"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("What its receiver checks the signature with. Empty keeps the present one."),
    )

    class Meta:
        model = Destination
        fields = ("name", "kind", "address", "active")
        labels = {
            "name": _("Name"),
            "kind": _("By"),
            "address": _("E-mail addresses, or address of the webhook"),
            "active": _("In use"),
        }
