"""Forms of the composer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from colonnade.campaigns.models import Campaign
from colonnade.channels.models import Profile
from colonnade.organization.models import Organization, User
from colonnade.pillars.promotion.briefs.models import Brief
from colonnade.pillars.promotion.briefs.states import BriefState
from colonnade.pillars.promotion.composer.models import LONGEST_TEXT, Post, Variant
from colonnade.pillars.promotion.composer.operations import Words, Written
from colonnade.pillars.promotion.library.models import MediaItem
from colonnade.pillars.promotion.library.shapes import SHAPES
from colonnade.publishing.queries import profiles_of
from colonnade.publishing.states import PublicationState
from colonnade.publishing.times import NoSuchTime, moment_of

SHAPE_CHOICES = (("", _("as they are")), *((shape.key, shape.label) for shape in SHAPES.values()))
_MOMENT = "%Y-%m-%dT%H:%M"


def offered_profiles(organization: Organization, kept: Sequence[int] = ()) -> list[Profile]:
    """Return the profiles on which posts can be written: those that are active, and those ``kept``."""
    return [
        profile for profile in profiles_of(organization=organization) if profile.active or profile.pk in kept
    ]


class NewForm(forms.Form):
    """How a post begins."""

    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("For you and your colleagues; it is not published.")
    )
    brief = forms.ModelChoiceField(
        label=_("Brief"), queryset=Brief.objects.none(), required=False, empty_label=_("None")
    )
    campaign = forms.ModelChoiceField(
        label=_("Campaign"), queryset=Campaign.objects.none(), required=False, empty_label=_("The brief's")
    )
    profiles = forms.TypedMultipleChoiceField(
        label=_("Where it goes"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any = None, *, organization: Organization, **given: Any) -> None:
        super().__init__(data, **given)
        briefs = Brief.objects.filter(organization=organization, state=BriefState.OPEN)
        self._offer(
            "brief", briefs | Brief.objects.filter(pk=self._number("brief"), organization=organization)
        )
        self._offer("campaign", Campaign.objects.filter(organization=organization))
        self.offered = offered_profiles(organization, self.initial.get("profiles", ()))
        field = self.fields["profiles"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(profile.pk, f"{profile} ({profile.network})") for profile in self.offered]

    def _number(self, name: str) -> int:
        given = self.initial.get(name)
        number = str(given.pk if isinstance(given, Model) else given or "")
        return int(number) if number.isdecimal() and len(number) < 19 else 0

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def beginning(self, zone: str) -> Written:
        """Return what a new post says, its brief's words as a start; the form must be valid."""
        said = self.cleaned_data
        brief: Brief | None = said["brief"]
        return Written(
            title=said["title"],
            brief=brief,
            campaign=said["campaign"],
            link=brief.landing if brief else "",
            zone=zone,
            variants={profile: Words() for profile in said["profiles"]},
        )


class PostForm(NewForm):
    """What a post says, and what it says otherwise on each profile."""

    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_TEXT,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text=_("A line with three hyphens alone begins the next part of a thread."),
    )
    link = forms.URLField(
        label=_("Link"),
        max_length=1000,
        required=False,
        assume_scheme="https",
        help_text=_("Where the reader is led. Tags for your statistics are put on by themselves."),
    )
    first_comment = forms.CharField(
        label=_("First comment"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    language = forms.RegexField(
        label=_("Language"),
        regex=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
        required=False,
        max_length=35,
        help_text=_("Such as en or de-CH."),
    )
    warning = forms.CharField(label=_("Content warning"), max_length=300, required=False)
    paid = forms.BooleanField(label=_("Somebody was paid for it"), required=False)
    at = forms.DateTimeField(
        label=_("Goes out at"),
        required=False,
        input_formats=[_MOMENT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT),
        help_text=_("Left empty, it waits in the outbox until somebody sets a time."),
    )
    zone = forms.ChoiceField(label=_("By the clocks of"))
    items = forms.ModelMultipleChoiceField(
        queryset=MediaItem.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, data: Any = None, *, organization: Organization, user: User, zone: str, **given: Any
    ) -> None:
        super().__init__(data, organization=organization, **given)
        self._offer("items", MediaItem.objects.filter(organization=organization))
        zones = dict.fromkeys(name for name in (zone, organization.time_zone, user.time_zone, "UTC") if name)
        choice = self.fields["zone"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(name, name.replace("_", " ")) for name in zones]
        for profile in self.offered:
            self.fields[f"text_{profile.pk}"] = forms.CharField(
                label=_("Said otherwise here"),
                max_length=LONGEST_TEXT,
                required=False,
                strip=False,
                widget=forms.Textarea(attrs={"rows": 4}),
                help_text=_("Left empty, the text above is used."),
            )
            self.fields[f"shape_{profile.pk}"] = forms.ChoiceField(
                label=_("Images here"), choices=SHAPE_CHOICES, required=False
            )

    def clean(self) -> dict[str, Any]:
        """Turn the time of day into a moment; refuse one that the clocks never show."""
        said = super().clean() or {}
        said["wanted_at"] = None
        wall: datetime | None = said.get("at")
        if wall is not None and said.get("zone"):
            try:
                said["wanted_at"] = moment_of(wall=wall.replace(tzinfo=None), zone=said["zone"])
            except NoSuchTime as error:
                self.add_error("at", ValidationError(str(error)))
        return said

    def written(self) -> Written:
        """Return what was said; the form must be valid."""
        said = self.cleaned_data
        plain = ("title", "link", "first_comment", "language", "warning", "paid", "brief", "campaign", "zone")
        chosen = {item.pk: item for item in said["items"]}
        order = [int(number) for number in _all(self.data, "items") if number.isdecimal()]
        return Written(
            **{name: said[name] for name in plain},
            text=said["text"].replace("\r\n", "\n"),
            wanted_at=said["wanted_at"],
            media=[chosen[number] for number in dict.fromkeys(order) if number in chosen],
            variants={
                profile: Words(
                    text=said[f"text_{profile}"].replace("\r\n", "\n").strip(), shape=said[f"shape_{profile}"]
                )
                for profile in said["profiles"]
            },
        )


def _all(data: Any, name: str) -> list[str]:
    """Return all values of a name in the order in which they were sent."""
    return data.getlist(name) if isinstance(data, QueryDict) else [str(one) for one in data.get(name, ())]


def initial_of(post: Post, variants: Sequence[Variant], media: Sequence[MediaItem]) -> dict[str, Any]:
    """Return what the form begins with for a post."""
    kept = (
        "title",
        "text",
        "first_comment",
        "link",
        "language",
        "warning",
        "paid",
        "brief",
        "campaign",
        "zone",
    )
    begin: dict[str, Any] = {name: getattr(post, name) for name in kept}
    if post.wanted_at is not None:
        begin["at"] = post.wanted_at.astimezone(ZoneInfo(post.zone)).strftime(_MOMENT)
    for variant in variants:
        begin[f"text_{variant.profile_id}"] = variant.text
        begin[f"shape_{variant.profile_id}"] = variant.shape
    return begin | {
        "profiles": [variant.profile_id for variant in variants],
        "items": [item.pk for item in media],
    }


class SearchForm(forms.Form):
    """Which posts are shown."""

    text = forms.CharField(label=_("Title or text"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=(
            ("", _("any")),
            ("unsent", _("not handed in")),
            (PublicationState.WAITING.value, _("waiting for approval")),
            (PublicationState.SCHEDULED.value, _("scheduled")),
            (PublicationState.PUBLISHED.value, _("published")),
            (PublicationState.FAILED.value, _("failed")),
        ),
    )


class PostsFileForm(forms.Form):
    """A file of posts."""

    file = forms.FileField(
        label=_("File of posts"),
        help_text=_(
            "CSV or JSON lines with the columns title and text; profiles (their names, apart by semicolons), "
            "link, campaign, first comment, language and time (2026-03-31 09:00) may follow."
        ),
    )
