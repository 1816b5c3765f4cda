"""Forms of links."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from colonnade.campaigns.models import Campaign, Channel
from colonnade.campaigns.queries import campaigns_of
from colonnade.organization.models import Organization
from colonnade.pillars.promotion.links.models import ShortLink
from colonnade.pillars.promotion.links.plans import LinkPlan


class DetailsForm(forms.Form):
    """What can be said of a link at any time."""

    url = forms.CharField(
        label=_("Leads to"),
        max_length=2000,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=_("A web page. Your organisation's tags are put on where they are missing."),
    )
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("After it, the link says that it has ended. Leave it empty for a link without end."),
    )

    def expires_at(self, organization: Organization) -> datetime | None:
        """Return the end of the last day by the organisation's clock."""
        last: date | None = self.cleaned_data["last_day"]
        if last is None:
            return None
        return datetime.combine(last + timedelta(days=1), time(), tzinfo=ZoneInfo(organization.time_zone))


class LinkForm(DetailsForm):
    """A new link."""

    code = forms.CharField(
        label=_("Code"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
        help_text=_("The end of its address, such as spring-fair. Leave it empty for a short one by chance."),
    )
    campaign = forms.ModelChoiceField(
        label=_("Campaign"),
        queryset=Campaign.objects.none(),
        required=False,
        empty_label=_("None"),
        help_text=_("Its clicks count for the campaign's goal."),
    )
    kind = forms.ChoiceField(label=_("Kind of channel"), choices=Channel.choices, initial=Channel.SOCIAL)
    channel = forms.CharField(
        label=_("Channel"),
        max_length=60,
        required=False,
        help_text=_("Where you publish it: linkedin, fair."),
    )
    content = forms.CharField(
        label=_("Content"),
        max_length=100,
        required=False,
        help_text=_("What tells two links of one campaign apart, such as “poster” and “flyer”."),
    )
    field_order = ("url", "title", "code", "campaign", "kind", "channel", "content", "last_day")

    def __init__(self, *arguments: Any, organization: Organization, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._organization = organization
        field = self.fields["campaign"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = campaigns_of(organization=organization)

    def plan(self) -> LinkPlan:
        """Return what was said."""
        said = {
            name: value for name, value in self.cleaned_data.items() if name in LinkPlan.__dataclass_fields__
        }
        return LinkPlan(**said, expires_at=self.expires_at(self._organization))


def details_of(link: ShortLink) -> dict[str, object]:
    """Return what a form for changing a link begins with."""
    zone = ZoneInfo(link.organization.time_zone)
    last = link.expires_at.astimezone(zone) - timedelta(microseconds=1) if link.expires_at else None
    return {"url": link.target, "title": link.title, "last_day": last.date() if last else None}
