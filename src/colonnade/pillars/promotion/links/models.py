"""Short links, and what they led to before."""

from datetime import datetime
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.audience.touches.models import LONGEST_CHANNEL, LONGEST_KEY
from colonnade.audience.touches.origins import TAGS, Origin
from colonnade.campaigns.models import Campaign, Channel
from colonnade.organization.models import Organization
from colonnade.pillars.promotion.links import codes, targets


class ShortLink(models.Model):
    """An address of our own that leads to a web page and counts who goes there.

    Attributes:
        code: the last part of the address; one for the whole installation.
        target: where it leads, tags included.
        digest: of what a program shortened, so that the same gives the same link; None for links by people.
        kind, channel: where the address is published, such as ``social`` and ``linkedin``.
        publication: opaque key of the post that carries it; may be empty.
        content: what tells two links of one campaign apart.
        expires_at: from when on it leads nowhere; None for never.
        closed_at: since when a person has closed it.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="short_links")
    code = models.CharField(_("code"), max_length=codes.LONGEST, unique=True)
    target = models.CharField(_("leads to"), max_length=targets.LONGEST)
    title = models.CharField(_("title"), max_length=200, blank=True)
    digest = models.CharField(max_length=32, null=True, blank=True)  # noqa: DJ001  NULL is never a double
    kind = models.CharField(
        _("kind of channel"), max_length=8, choices=Channel.choices, default=Channel.SOCIAL
    )
    channel = models.CharField(_("channel"), max_length=LONGEST_CHANNEL, blank=True)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.SET_NULL, null=True, blank=True, related_name="short_links"
    )
    publication = models.CharField(max_length=LONGEST_KEY, blank=True)
    content = models.CharField(_("content"), max_length=100, blank=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("organization", "digest"), name="the_same_is_shortened_once"),
        )
        indexes = (
            models.Index(fields=("organization", "-made_at"), name="link_newest"),
            models.Index(fields=("organization", "publication"), name="link_publication"),
            models.Index(fields=("changed_at",), name="link_changed"),
        )

    def __str__(self) -> str:
        return self.title or self.address

    @property
    def address(self) -> str:
        """What people share."""
        return targets.short_address(self.code)

    @property
    def key(self) -> str:
        """How touches name it."""
        return f"link:{self.pk}"

    def is_open(self, now: datetime) -> bool:
        """Whether it leads anywhere at that moment."""
        return self.closed_at is None and (self.expires_at is None or now < self.expires_at)

    @property
    def origin(self) -> Origin:
        """Where a click on it comes from; the tags are those of its target."""
        tags = {
            name.lower().removeprefix("utm_"): value
            for name, value in parse_qsl(urlsplit(self.target).query)
            if name.lower().startswith("utm_")
        }
        goal = self.campaign.goal if self.campaign else None
        return Origin(
            **{name: value for name, value in tags.items() if name in TAGS},
            channel=self.channel or self.kind,
            goal=goal.key if goal else "",
            work=f"campaign:{self.campaign_id}" if self.campaign_id else "",
            publication=self.publication,
            link=self.key,
        ).bounded


class TargetChange(models.Model):
    """A link led elsewhere from then on; what it led to before stays known."""

    link = models.ForeignKey(ShortLink, on_delete=models.CASCADE, related_name="changes")
    before = models.CharField(max_length=targets.LONGEST)
    after = models.CharField(max_length=targets.LONGEST)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("-changed_at", "-pk")

    def __str__(self) -> str:
        return f"{self.changed_at:%Y-%m-%d}: {self.after}"


class DaySalt(models.Model):
    """What a day's hashes of callers are made with; the next day throws it away."""

    day = models.DateField(unique=True)
    salt = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.day}"
