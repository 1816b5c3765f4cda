"""Posts as people write them, before and beside what is published of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.campaigns.models import Campaign
from colonnade.channels.models import Profile
from colonnade.organization.models import BusinessUnit, Organization, User
from colonnade.pillars.promotion.briefs.models import Brief
from colonnade.pillars.promotion.library.models import MediaItem
from colonnade.publishing.models import Publication

LONGEST_TEXT = 20_000


class Post(models.Model):
    """What is said, once for all profiles; variants say where, and what is said otherwise there.

    Attributes:
        text: parts of a thread stand apart by a line that holds three hyphens and nothing else.
        first_comment: said by ourselves below the post, at once after it.
        link: where the reader is led, without tags: those are put on for each profile.
        card: what was read from the page behind the link: ``url``, ``title``, ``description``.
        warning: words shown instead of the post until somebody asks for it.
        paid: whether somebody was paid for it, so that policies ask for a disclosure.
        wanted_at, zone: when it is to appear, and the zone whose clocks that was said in.
        revision: grows with every change; who saves upon an older one is told.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="posts")
    brief = models.ForeignKey(Brief, on_delete=models.SET_NULL, null=True, blank=True, related_name="posts")
    campaign = models.ForeignKey(
        Campaign, on_delete=models.SET_NULL, null=True, blank=True, related_name="posts"
    )
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), max_length=LONGEST_TEXT, blank=True, default="")
    first_comment = models.TextField(_("first comment"), max_length=5000, blank=True, default="")
    link = models.URLField(_("link"), max_length=1000, blank=True, default="")
    card = models.JSONField(default=dict, blank=True)
    language = models.CharField(_("language"), max_length=35, blank=True, default="")
    warning = models.CharField(_("content warning"), max_length=300, blank=True, default="")
    paid = models.BooleanField(_("paid partnership"), default=False)
    wanted_at = models.DateTimeField(null=True, blank=True)
    zone = models.CharField(max_length=64, default="UTC")
    revision = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("-changed_at", "-pk")
        indexes = (models.Index(fields=("organization", "-changed_at"), name="post_by_change"),)

    def __str__(self) -> str:
        return self.title

    @property
    def root(self) -> Campaign | None:
        """The campaign that it belongs to: its own, or its brief's."""
        return self.campaign or (self.brief.campaign if self.brief else None)

    @property
    def unit(self) -> BusinessUnit | None:
        """The business unit in whose name it speaks: its brief's, or its campaign's."""
        if self.brief is not None and self.brief.unit is not None:
            return self.brief.unit
        return self.root.unit if self.root is not None else None

    @property
    def served(self) -> str:
        """Id of the goal that it serves by its brief or campaign; empty for none."""
        if self.brief is not None and self.brief.served:
            return self.brief.served
        return self.root.goal.key if self.root is not None and self.root.goal else ""


class PostMedia(models.Model):
    """An image or a video of a post, in its place."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="media")
    item = models.ForeignKey(MediaItem, on_delete=models.RESTRICT, related_name="posts")
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("place", "pk")
        constraints = (models.UniqueConstraint(fields=("post", "item"), name="post_media_once"),)

    def __str__(self) -> str:
        return str(self.item)


class Variant(models.Model):
    """A post on one profile.

    Attributes:
        text: what is said there instead of the post's own text; empty for that.
        shape: key of ``library.shapes``: images are cut to it; empty to send them as they are.
        publication: what was handed in of it last; None before that.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="variants")
    profile = models.ForeignKey(Profile, on_delete=models.RESTRICT, related_name="variants")
    text = models.TextField(max_length=LONGEST_TEXT, blank=True, default="")
    shape = models.CharField(max_length=12, blank=True, default="")
    publication = models.OneToOneField(
        Publication, on_delete=models.SET_NULL, null=True, blank=True, related_name="variant"
    )

    class Meta:
        ordering = ("profile__account__connector", "profile__name", "pk")
        constraints = (models.UniqueConstraint(fields=("post", "profile"), name="variant_of_profile_once"),)

    def __str__(self) -> str:
        return f"{self.post} / {self.profile}"


class SentMedia(models.Model):
    """That an item was handed in with a post; it stays when the post shows another by now."""

    post = models.ForeignKey(Post, on_delete=models.RESTRICT, related_name="sent_media")
    item = models.ForeignKey(MediaItem, on_delete=models.RESTRICT, related_name="sent_in")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("post", "item"), name="sent_media_once"),)

    def __str__(self) -> str:
        return str(self.item)
