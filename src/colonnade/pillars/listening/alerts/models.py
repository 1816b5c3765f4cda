"""Rules, alerts, and who is told."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.measurement.detection import Sensitivity
from colonnade.organization.models import Membership, Organization, User
from colonnade.pillars.listening.alerts.figures import Figures
from colonnade.pillars.listening.alerts.states import ALERT_STATES, AlertState
from colonnade.pillars.listening.models import BrandQuery

DEFAULT_FOLLOWERS = 10_000


class RuleKind(models.TextChoices):
    """What is watched."""

    VOLUME = "volume", _("More posts than usual")
    NEGATIVE = "negative", _("A larger share of negative posts")
    TERM = "term", _("A word, #hashtag or @handle rising")
    VOICE = "voice", _("A larger share of voice")
    INFLUENCER = "influencer", _("A person with many followers speaks")


SENSITIVITIES = [
    (Sensitivity.QUIET.value, _("Quiet: only what nobody could miss")),
    (Sensitivity.NORMAL.value, _("Normal: what is far above usual")),
    (Sensitivity.EAGER.value, _("Eager: early, with a false alarm now and then")),
]


class AlertRule(models.Model):
    """Something that is watched.

    Attributes:
        query: what the posts are about.
        channel: network or site, as stored; empty for all.
        term: for ``TERM``: a word, #hashtag or @handle.
        followers: for ``INFLUENCER``: how many followers a person has at least.
        since: nothing that ended before is told.
        checked_at: when it was last looked at; None before.
        enough: whether there was enough history then.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="alert_rules")
    query = models.ForeignKey(
        BrandQuery, on_delete=models.CASCADE, related_name="alert_rules", verbose_name=_("about")
    )
    kind = models.CharField(_("watch for"), max_length=12, choices=RuleKind.choices, default=RuleKind.VOLUME)
    channel = models.CharField(_("channel"), max_length=100, blank=True, default="")
    term = models.CharField(_("term"), max_length=100, blank=True, default="")
    followers = models.PositiveIntegerField(
        _("followers, at least"), default=DEFAULT_FOLLOWERS, validators=[MinValueValidator(1)]
    )
    sensitivity = models.CharField(
        _("sensitivity"), max_length=8, choices=SENSITIVITIES, default=Sensitivity.NORMAL.value
    )
    active = models.BooleanField(_("on"), default=True)
    since = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    enough = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("query__name", "kind", "pk")

    def __str__(self) -> str:
        name = self.query.name
        subject = f"{name} · {self.channel}" if self.channel else name
        what = {
            RuleKind.TERM: self.term,
            RuleKind.INFLUENCER: _("speakers with %(followers)s followers or more")
            % {"followers": f"{self.followers:,}"},
        }.get(RuleKind(self.kind), RuleKind(self.kind).label)
        return f"{subject}: {what}"


class Alert(models.Model):
    """Something that stands out, from its beginning to its end.

    Attributes:
        began_at, until_at: the hours or days that stand out; ``until_at`` is the end of the last one.
        figures: see ``figures.Figures``.
        changed_at: when it last grew or a person acted.
        changed_by: who acted last; None where nobody has.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="alerts")
    rule = models.ForeignKey(AlertRule, on_delete=models.CASCADE, related_name="alerts")
    state = models.CharField(
        max_length=8,
        choices=[
            (AlertState.NEW.value, _("New")),
            (AlertState.SEEN.value, _("Seen")),
            (AlertState.WORKING.value, _("Somebody is on it")),
            (AlertState.CLOSED.value, _("Closed")),
            (AlertState.MUTED.value, _("Muted")),
        ],
        default=ALERT_STATES.initial.value,
    )
    began_at = models.DateTimeField()
    until_at = models.DateTimeField()
    figures = models.JSONField()
    found_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-began_at", "-pk")
        indexes = (models.Index(fields=("organization", "state", "-began_at"), name="alert_by_state"),)

    def __str__(self) -> str:
        return f"{self.rule} ({self.began_at:%Y-%m-%d %H:%M})"

    @property
    def read_figures(self) -> Figures:
        """The figures, read."""
        return Figures.model_validate(self.figures)

    def step(self, wanted: AlertState) -> None:
        """Go to the state ``wanted`` in memory. Raises ``TransitionRefused`` where the table forbids it."""
        ALERT_STATES.require(present=AlertState(self.state), wanted=wanted)
        self.state = wanted.value


class Rhythm(models.TextChoices):
    """How often a member is told by mail."""

    EACH = "each", _("Each alert when it is found, within the hour")
    DAILY = "daily", _("Once a day at 8:00, if there is anything new")


class Subscription(models.Model):
    """A member who is told by mail.

    Attributes:
        digest_on: the day, in the organisation's time zone, whose digest was made last.
    """

    membership = models.OneToOneField(Membership, on_delete=models.CASCADE, related_name="alert_subscription")
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices, default=Rhythm.EACH)
    digest_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.membership}: {self.rhythm}"


class Notice(models.Model):
    """That a member is to be told of an alert; made with it, so that no crash loses it."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="notices")
    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="notices")
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("alert", "subscription"), name="alert_notice_once"),)

    def __str__(self) -> str:
        return f"{self.alert} -> {self.subscription}"
