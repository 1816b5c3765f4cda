"""Reports, who gets them, and what was sent."""

from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.organization.models import Membership, Organization, User
from colonnade.pillars.listening.explorer.models import SavedView


class Rhythm(models.TextChoices):
    """How often a report is made."""

    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every Monday")
    MONTHLY = "monthly", _("On the first of the month")


QUESTION_NAMES: dict[str, object] = {
    "who": _("Who talks about us?"),
    "what": _("What do they talk about?"),
    "where": _("Where do they talk?"),
    "competitors": _("What about competitors?"),
    "influencers": _("Who has influence?"),
    "sentiment": _("What do they think?"),
}


class Report(models.Model):
    """What is mailed, and when.

    Attributes:
        hour: of the organisation's time zone, 0 to 23.
        questions: keys of the questions whose answers are in it, in the order of asking.
        view: the saved view whose posts are in it, the newest first; None for none.
        skip_empty: whether nothing is sent of a period without a post; else the mail says so.
        next_at: when the next one is made; it is about the whole days before.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="reports")
    name = models.CharField(_("name"), max_length=80)
    rhythm = models.CharField(_("when"), max_length=8, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    hour = models.PositiveSmallIntegerField(_("hour"), default=8, validators=[MaxValueValidator(23)])
    questions = models.JSONField(_("questions"), default=list)
    view = models.ForeignKey(
        SavedView,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("posts of the view"),
    )
    skip_empty = models.BooleanField(_("send nothing when there are no posts"), default=False)
    active = models.BooleanField(_("on"), default=True)
    next_at = models.DateTimeField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class Recipient(models.Model):
    """Somebody who gets a report: a member, or an outside address once it was confirmed.

    Attributes:
        address: of an outside person; empty for a member, who is mailed at the present address.
        token: in the links by which an outside address is confirmed and anybody unsubscribes.
        confirmed_at: when the owner of the address agreed; a member is confirmed from the start.
        stopped_at: when they unsubscribed; they are kept, so that nobody puts them back by mistake.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="recipients")
    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, null=True, blank=True, related_name="report_subscriptions"
    )
    address = models.EmailField(blank=True, default="")
    token = models.CharField(max_length=43, unique=True)
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("created_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("report", "membership"),
                condition=models.Q(membership__isnull=False),
                name="report_member_once",
            ),
            models.UniqueConstraint(
                fields=("report", "address"), condition=~models.Q(address=""), name="report_address_once"
            ),
        )

    def __str__(self) -> str:
        return self.mail_address

    @property
    def mail_address(self) -> str:
        """Where mail goes."""
        return self.membership.user.email if self.membership else self.address

    @property
    def gets_mail(self) -> bool:
        """Whether the next report goes there."""
        return self.confirmed_at is not None and self.stopped_at is None


class Edition(models.Model):
    """A report of one period: made once, whatever happens.

    Attributes:
        due_at: the moment it was due, which tells the editions of a report apart.
        empty: whether the period has no post.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="editions")
    due_at = models.DateTimeField()
    made_at = models.DateTimeField()
    empty = models.BooleanField(default=False)

    class Meta:
        ordering = ("-due_at",)
        constraints = (models.UniqueConstraint(fields=("report", "due_at"), name="edition_once"),)

    def __str__(self) -> str:
        return f"{self.report} ({self.due_at:%Y-%m-%d})"


class Delivery(models.Model):
    """That somebody is to get an edition; made with it, so that no crash loses it."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="deliveries")
    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="deliveries")
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = (
            models.UniqueConstraint(fields=("edition", "recipient"), name="delivery_once"),
        )

    def __str__(self) -> str:
        return f"{self.edition} -> {self.recipient}"
