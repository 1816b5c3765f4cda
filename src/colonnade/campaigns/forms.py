"""Forms of the calendar's pages."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from colonnade.campaigns.choices import StrategyOptions
from colonnade.campaigns.days import at_wall_clock
from colonnade.campaigns.models import Activity, Campaign, Channel, Colour
from colonnade.campaigns.operations import ActivityPlan, CampaignPlan
from colonnade.campaigns.states import ActivityState
from colonnade.campaigns.utm import checked_template
from colonnade.organization.models import BusinessUnit, Organization, User


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """Return a field for a day, with the browser's own calendar."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def time_field(label: Any, *, help_text: Any = "") -> forms.TimeField:
    """Return a field for a time of day that may be left open."""
    return forms.TimeField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )


def amount_field(label: Any, *, digits: int, help_text: Any = "") -> forms.DecimalField:
    """Return a field for money or hours that may be left open."""
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_digits=digits, decimal_places=2, help_text=help_text
    )


class Picked(forms.Form):
    """A form that offers units, and knows the organisation's own only."""

    unit = forms.ModelChoiceField(
        label=_("Business unit"), queryset=BusinessUnit.objects.none(), required=False, empty_label=_("None")
    )

    def offer(self, name: str, rows: QuerySet[Any]) -> None:
        """Offer ``rows`` in the field ``name``."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def offer_words(self, name: str, words: Mapping[str, str]) -> None:
        """Offer words, by value, beside none, in the choice field ``name``."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("None")), *words.items()]


class CampaignForm(Picked):
    """What a campaign is for, from when to when, with what."""

    name = forms.CharField(label=_("Name"), max_length=120)
    goal = forms.ChoiceField(
        label=_("Goal it serves"), required=False, help_text=_("Work without a goal is shown as such.")
    )
    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))
    audience = forms.CharField(
        label=_("Audience"), max_length=120, required=False, help_text=_("As the strategy names it.")
    )
    methods = forms.MultipleChoiceField(
        label=_("Methods of the plan that it carries out"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    summary = forms.CharField(
        label=_("What it says"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    budget = amount_field(_("Budget"), digits=14)
    hours = amount_field(_("Working hours"), digits=10)
    colour = forms.ChoiceField(label=_("Colour in the calendar"), choices=Colour.choices)
    slug = forms.SlugField(
        label=_("Name in addresses"),
        required=False,
        max_length=60,
        help_text=_("The utm_campaign of its links. Left empty, it is made from the name."),
    )

    field_order = ("name", "goal", "unit")

    def __init__(
        self, data: Any = None, *, organization: Organization, options: StrategyOptions, **given: Any
    ) -> None:
        super().__init__(data, **given)
        self.offer("unit", organization.units.all())
        goals, own = dict(options.goals), str(self.initial.get("goal") or "")
        self.offer_words("goal", goals if not own or own in goals else {**goals, own: own})
        methods = self.fields["methods"]
        assert isinstance(methods, forms.MultipleChoiceField)
        gone = {method: method for method in self.initial.get("methods", ())}
        methods.choices = list({**gone, **dict(options.methods)}.items())
        if not methods.choices:
            del self.fields["methods"]
        self.fields["budget"].help_text = organization.currency

    def plan(self, owner: User | None) -> CampaignPlan:
        """Return what was said; the form must be valid."""
        said = dict(self.cleaned_data)
        said["colour"] = Colour(said["colour"])
        return CampaignPlan(owner=owner, **said)


def campaign_initial(campaign: Campaign) -> dict[str, Any]:
    """Return what the form begins with for a campaign that there is."""
    kept = ("name", "unit", "methods", "audience", "summary", "starts_on", "ends_on", "budget", "hours")
    begin = {name: getattr(campaign, name) for name in (*kept, "colour", "slug")}
    return {**begin, "goal": campaign.goal.key if campaign.goal else ""}


class ActivityForm(Picked):
    """What is done, where, when and for whom."""

    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind of channel"), choices=Channel.choices)
    channel = forms.CharField(
        label=_("Channel"), max_length=60, required=False, help_text=_("Such as linkedin, newsletter, bauma.")
    )
    campaign = forms.ModelChoiceField(
        label=_("Campaign"), queryset=Campaign.objects.none(), required=False, empty_label=_("None")
    )
    day = day_field(_("Day"))
    at = time_field(_("Time"), help_text=_("Left empty, it lasts all day."))
    until_day = day_field(_("Last day"), required=False, help_text=_("If it is another day."))
    until = time_field(_("Until"))
    audience = forms.CharField(label=_("Audience"), max_length=120, required=False)
    topic = forms.CharField(label=_("Topic"), max_length=120, required=False)
    text = forms.CharField(
        label=_("Text"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("As far as it is known; nearly the same text twice is found by it."),
    )
    cost = amount_field(_("Cost"), digits=14)
    hours = amount_field(_("Working hours"), digits=10)
    notes = forms.CharField(
        label=_("Notes"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    field_order = ("title", "kind", "channel", "campaign", "unit")

    def __init__(self, data: Any = None, *, organization: Organization, zone: ZoneInfo, **given: Any) -> None:
        super().__init__(data, **given)
        self.zone = zone
        self.offer("unit", organization.units.all())
        self.fields["unit"].help_text = _("Left empty, it is the campaign's.")
        self.offer("campaign", Campaign.objects.filter(organization=organization))
        self.fields["cost"].help_text = organization.currency
        self.fields["at"].help_text = _("By the clocks of %(zone)s. Left empty, it lasts all day.") % {
            "zone": zone.key.replace("_", " ")
        }

    def clean(self) -> dict[str, Any]:
        """Refuse what ends before it begins, and an end without a beginning."""
        said = super().clean() or {}
        if said.get("until") and not said.get("at"):
            self.add_error("at", _("Say when it begins, as you say when it ends."))
        if not self.errors:
            starts_at, ends_at = self._moments(said)
            if ends_at < starts_at:
                self.add_error("until_day", _("It ends before it begins."))
        return said

    def _moments(self, said: Mapping[str, Any]) -> tuple[datetime, datetime]:
        day, last = said["day"], said["until_day"] or said["day"]
        if not said["at"]:
            return ActivityPlan.over_days(day, last, self.zone.key)
        starts_at = at_wall_clock(datetime.combine(day, said["at"]), self.zone)
        ends_at = at_wall_clock(datetime.combine(last, said["until"] or said["at"]), self.zone)
        return starts_at, ends_at

    def plan(self, activity: Activity | None = None) -> ActivityPlan:
        """Return what was said, with what ``activity`` keeps; the form must be valid."""
        said = self.cleaned_data
        starts_at, ends_at = self._moments(said)
        words = {name: said[name] for name in ("title", "channel", "audience", "topic", "text", "notes")}
        return ActivityPlan(
            **words,
            kind=Channel(said["kind"]),
            campaign=said["campaign"],
            unit=said["unit"],
            method=activity.method if activity else "",
            starts_at=starts_at,
            ends_at=ends_at,
            all_day=not said["at"],
            zone=self.zone.key,
            cost=said["cost"] or Decimal(0),
            hours=said["hours"] or Decimal(0),
            state=activity.present if activity else ActivityState.PLANNED,
        )


def activity_initial(activity: Activity) -> dict[str, Any]:
    """Return what the form begins with for an activity that there is, by the clocks it was planned by."""
    kept = (
        "title",
        "kind",
        "channel",
        "campaign",
        "unit",
        "audience",
        "topic",
        "text",
        "notes",
        "cost",
        "hours",
    )
    first, last = activity.days(activity.clock)
    begin: dict[str, Any] = {name: getattr(activity, name) for name in kept}
    begin |= {"day": first, "until_day": last if last != first else None}
    if not activity.all_day:
        begins, ends = (
            moment.astimezone(activity.clock) for moment in (activity.starts_at, activity.ends_at)
        )
        begin |= {"at": begins.time(), "until": ends.time(), "until_day": _other_day(ends.date(), first)}
    return begin


def _other_day(day: date, first: date) -> date | None:
    return day if day != first else None


class BlackoutForm(Picked):
    """When nothing goes out, and why."""

    reason = forms.CharField(label=_("Reason"), max_length=200)
    day = day_field(_("From"))
    at = time_field(_("Time"), help_text=_("Left empty, from the beginning of the day."))
    until_day = day_field(_("Until"))
    until = time_field(_("Time"), help_text=_("Left empty, to the end of the day."))

    field_order = ("reason", "unit")

    def __init__(self, data: Any = None, *, organization: Organization, zone: ZoneInfo, **given: Any) -> None:
        super().__init__(data, **given)
        self.zone = zone
        self.offer("unit", organization.units.all())
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ModelChoiceField)
        unit.empty_label = str(_("Everybody"))

    def said(self) -> dict[str, Any]:
        """Return what was said, as the operation takes it; the form must be valid."""
        given = self.cleaned_data
        begins, ends = ActivityPlan.over_days(given["day"], given["until_day"], self.zone.key)
        if given["at"]:
            begins = at_wall_clock(datetime.combine(given["day"], given["at"]), self.zone)
        if given["until"]:
            ends = at_wall_clock(datetime.combine(given["until_day"], given["until"]), self.zone)
        return {
            "unit": given["unit"],
            "reason": given["reason"],
            "starts_at": begins,
            "ends_at": ends,
            "zone": self.zone.key,
            "all_day": not given["at"] and not given["until"],
        }


class PresetForm(forms.Form):
    """How the addresses of a channel are tagged."""

    kind = forms.ChoiceField(
        label=_("Kind of channel"), required=False, choices=[("", _("Everything else")), *Channel.choices]
    )
    channel = forms.CharField(
        label=_("Channel"),
        max_length=60,
        required=False,
        help_text=_("One channel of the kind, such as linkedin. Empty for all of them."),
    )
    source = forms.CharField(label="utm_source", max_length=100, initial="{channel}")
    medium = forms.CharField(
        label="utm_medium",
        max_length=100,
        required=False,
        help_text=_("Left empty, it follows from the kind: social, cpc, email, referral, event, offline."),
    )
    campaign = forms.CharField(label="utm_campaign", max_length=100, required=False, initial="{campaign}")
    term = forms.CharField(label="utm_term", max_length=100, required=False)
    content = forms.CharField(label="utm_content", max_length=100, required=False, initial="{content}")

    def clean(self) -> dict[str, Any]:
        """Refuse what no address could carry."""
        said = super().clean() or {}
        if said.get("channel") and not said.get("kind"):
            self.add_error("kind", _("Say which kind of channel this is."))
        for name in ("source", "medium", "campaign", "term", "content"):
            try:
                checked_template(said.get(name, ""))
            except ValueError as error:
                self.add_error(name, str(error))
        return said


class AddressForm(forms.Form):
    """An address whose tags are to be checked."""

    address = forms.CharField(
        label=_("Address"), max_length=2000, widget=forms.TextInput(attrs={"inputmode": "url"})
    )


class FeedForm(forms.Form):
    """What another calendar is to read."""

    name = forms.CharField(label=_("What is it for?"), max_length=80)
    unit = forms.ChoiceField(label=_("Business unit"), required=False)
    kind = forms.ChoiceField(
        label=_("Kind of channel"), required=False, choices=[("", _("All")), *Channel.choices]
    )
    campaign = forms.ChoiceField(label=_("Campaign"), required=False)

    def __init__(self, data: Any = None, *, organization: Organization, **given: Any) -> None:
        super().__init__(data, **given)
        rows = {
            "unit": [(unit.slug, unit.name) for unit in organization.units.all()],
            "campaign": [
                (str(one.pk), one.name) for one in Campaign.objects.filter(organization=organization)
            ],
        }
        for name, offered in rows.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("All")), *offered]


class CalendarFileForm(forms.Form):
    """A file of activities."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV with the columns title, day and kind (more may follow), or a calendar file (.ics)."),
    )
