"""Campaigns, what is done in them on any channel, spans of silence, tags of addresses, and calendar feeds."""

from datetime import date, datetime
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from colonnade.campaigns.days import day_of, last_day_of
from colonnade.campaigns.states import ACTIVITY_STATES, CAMPAIGN_STATES, ActivityState, CampaignState
from colonnade.organization.models import BusinessUnit, Organization, User
from colonnade.strategy.document.model import ChannelKind
from colonnade.strategy.models import ServesGoal


class Channel(models.TextChoices):
    """The kind of a channel, in the words of the strategy document."""

    SOCIAL = ChannelKind.SOCIAL.value, _("Social")
    WEB = ChannelKind.WEB.value, _("Web")
    SEARCH = ChannelKind.SEARCH.value, _("Pay per click")
    EMAIL = ChannelKind.EMAIL.value, _("E-mail")
    EVENT = ChannelKind.EVENT.value, _("Event")
    OFFLINE = ChannelKind.OFFLINE.value, _("Offline")
    PHONE = ChannelKind.PHONE.value, _("Phone")


class Colour(models.TextChoices):
    """What a campaign is drawn in; a name always stands beside it."""

    BLUE = "blue", _("Blue")
    ORANGE = "orange", _("Orange")
    TEAL = "teal", _("Teal")
    PURPLE = "purple", _("Purple")
    GOLD = "gold", _("Gold")
    GREY = "grey", _("Grey")


CAMPAIGN_LABELS = {
    CampaignState.PLANNED: _("Planned"),
    CampaignState.RUNNING: _("Running"),
    CampaignState.ENDED: _("Ended"),
}
ACTIVITY_LABELS = {
    ActivityState.DRAFT: _("Draft"),
    ActivityState.PLANNED: _("Planned"),
    ActivityState.DONE: _("Done"),
    ActivityState.DROPPED: _("Dropped"),
}


class Campaign(ServesGoal):
    """A root of work: what is done together, on any channels, for one goal.

    Attributes:
        slug: how addresses name it (``utm_campaign``).
        methods: ids of the strategy's methods that it carries out.
        audience: whom it is for: the id of an audience of the strategy, or words of one's own.
        starts_on, ends_on: its first and last day.
        budget: in the organisation's currency; None where nobody has said.
        hours: working hours; None where nobody has said.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="campaigns")
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(max_length=60)
    unit = models.ForeignKey(
        BusinessUnit, on_delete=models.SET_NULL, null=True, blank=True, related_name="campaigns"
    )
    methods = models.JSONField(default=list, blank=True)
    audience = models.CharField(_("audience"), max_length=120, blank=True)
    summary = models.TextField(_("what it says"), max_length=2000, blank=True)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    budget = models.DecimalField(
        _("budget"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    hours = models.DecimalField(
        _("hours"), max_digits=10, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    state = models.CharField(
        max_length=8,
        choices=[(state.value, label) for state, label in CAMPAIGN_LABELS.items()],
        default=CAMPAIGN_STATES.initial.value,
    )
    owner = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    colour = models.CharField(_("colour"), max_length=8, choices=Colour.choices, default=Colour.BLUE)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("starts_on", "name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("organization", "slug"), name="campaign_slug_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="campaign_ends_after_it_starts"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def present(self) -> CampaignState:
        """The state as what it is, not as text."""
        return CampaignState(self.state)

    def step(self, wanted: CampaignState) -> None:
        """Go to the state ``wanted`` in memory. Raises ``TransitionRefused`` where the table forbids it."""
        CAMPAIGN_STATES.require(present=self.present, wanted=wanted)
        self.state = wanted.value


class Scheduled(models.Model):
    """What stands in the calendar from one moment to another.

    Attributes:
        starts_at, ends_at: moments; of an entry over whole days, the first day's beginning and the end of the
            last one in ``zone``.
        zone: the IANA name of the zone whose clocks it was planned by; it keeps its time of day there when it
            is moved over a change to or from summer time.
    """

    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    all_day = models.BooleanField(default=False)
    zone = models.CharField(max_length=64, default="UTC")

    class Meta:
        abstract = True

    @property
    def clock(self) -> ZoneInfo:
        """The zone that it was planned by."""
        return ZoneInfo(self.zone)

    def days(self, viewer: ZoneInfo) -> tuple[date, date]:
        """Return its first and last day in ``viewer``'s calendar; whole days are the same for all."""
        zone = self.clock if self.all_day else viewer
        return day_of(self.starts_at, zone), last_day_of(self.starts_at, self.ends_at, zone)


class Activity(Scheduled):
    """One thing that is done on one channel: a post, a mailing, an advertisement, a fair, a poster.

    Attributes:
        kind, channel: the kind of channel, and its name, such as ``linkedin`` or ``newsletter``.
        method: id of the strategy's method that it is one unit of; empty for none.
        topic, audience: what it is about and whom it is for; clashes are found by them.
        text: what it says, as far as it is known; nearly the same text twice is a clash.
        cost: in the organisation's currency. hours: working hours.
        uid: its identity in calendar files (RFC 5545), the same through every change.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="activities")
    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, null=True, blank=True, related_name="activities"
    )
    unit = models.ForeignKey(
        BusinessUnit, on_delete=models.SET_NULL, null=True, blank=True, related_name="activities"
    )
    kind = models.CharField(_("kind of channel"), max_length=8, choices=Channel.choices)
    channel = models.CharField(_("channel"), max_length=60, blank=True)
    method = models.CharField(max_length=60, blank=True)
    title = models.CharField(_("title"), max_length=200)
    audience = models.CharField(_("audience"), max_length=120, blank=True)
    topic = models.CharField(_("topic"), max_length=120, blank=True)
    text = models.TextField(_("text"), max_length=5000, blank=True)
    notes = models.TextField(_("notes"), max_length=2000, blank=True)
    cost = models.DecimalField(
        _("cost"), max_digits=14, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    hours = models.DecimalField(
        _("hours"), max_digits=10, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    state = models.CharField(
        max_length=8,
        choices=[(state.value, label) for state, label in ACTIVITY_LABELS.items()],
        default=ActivityState.PLANNED.value,
    )
    uid = models.CharField(max_length=255)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("starts_at", "pk")
        verbose_name_plural = "activities"
        indexes = (models.Index(fields=("organization", "starts_at"), name="activity_by_start"),)
        constraints = (
            models.UniqueConstraint(fields=("organization", "uid"), name="activity_uid_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("starts_at")), name="activity_ends_after_it_starts"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def present(self) -> ActivityState:
        """The state as what it is, not as text."""
        return ActivityState(self.state)

    def step(self, wanted: ActivityState) -> None:
        """Go to the state ``wanted`` in memory. Raises ``TransitionRefused`` where the table forbids it."""
        ACTIVITY_STATES.require(present=self.present, wanted=wanted)
        self.state = wanted.value


class Blackout(Scheduled):
    """A span in which nothing goes out, for a unit or (without one) for all, and why."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="blackouts")
    unit = models.ForeignKey(
        BusinessUnit, on_delete=models.CASCADE, null=True, blank=True, related_name="blackouts"
    )
    reason = models.CharField(_("reason"), max_length=200)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("starts_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="blackout_ends_after_it_starts"
            ),
        )

    def __str__(self) -> str:
        return self.reason

    def holds(self, moment: datetime, *, unit: int | None) -> bool:
        """Return whether nothing of the unit (by id) goes out at ``moment``."""
        concerned = self.unit_id is None or self.unit_id == unit
        return concerned and self.starts_at <= moment < self.ends_at


class UtmPreset(models.Model):
    """How addresses are tagged that go out on a kind of channel, or on one channel of it.

    The values may hold ``{campaign}``, ``{channel}``, ``{content}`` and ``{unit}``; see ``utm.py``.

    Attributes:
        kind, channel: what it is for; both empty for everything that no other preset is for.
    """

    FIELDS: ClassVar[tuple[str, ...]] = ("source", "medium", "campaign", "term", "content")

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="utm_presets")
    kind = models.CharField(_("kind of channel"), max_length=8, choices=Channel.choices, blank=True)
    channel = models.CharField(_("channel"), max_length=60, blank=True)
    source = models.CharField(_("source"), max_length=100, default="{channel}")
    medium = models.CharField(_("medium"), max_length=100, blank=True)
    campaign = models.CharField(_("campaign"), max_length=100, default="{campaign}")
    term = models.CharField(_("term"), max_length=100, blank=True)
    content = models.CharField(_("content"), max_length=100, blank=True, default="{content}")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("kind", "channel")
        constraints = (
            models.UniqueConstraint(fields=("organization", "kind", "channel"), name="utm_preset_once"),
            models.CheckConstraint(condition=Q(channel="") | ~Q(kind=""), name="utm_channel_has_a_kind"),
        )

    def __str__(self) -> str:
        return self.channel or (self.get_kind_display() if self.kind else str(_("everything else")))


class Feed(models.Model):
    """A secret address at which other calendars read this one; only the hash of its secret is stored.

    Attributes:
        filters: what it shows, as ``entries.Filters.said``.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="calendar_feeds")
    name = models.CharField(_("name"), max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    filters = models.JSONField(default=dict, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="calendar_feeds")
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name
