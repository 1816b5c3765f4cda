"""Publications, the posts that they become on a network, their history, and the pause of an organisation."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from colonnade.campaigns.models import Campaign
from colonnade.channels.contract import Draft, Reference
from colonnade.channels.models import Profile
from colonnade.organization.models import Organization
from colonnade.publishing.states import PUBLICATION_STATES, PublicationState

STATE_LABELS = {
    PublicationState.DRAFT: _("Draft"),
    PublicationState.WAITING: _("Waiting for approval"),
    PublicationState.APPROVED: _("Approved"),
    PublicationState.SCHEDULED: _("Scheduled"),
    PublicationState.SENDING: _("Being sent"),
    PublicationState.UNKNOWN: _("Being looked for"),
    PublicationState.PUBLISHED: _("Published"),
    PublicationState.FAILED: _("Failed"),
    PublicationState.WITHDRAWN: _("Withdrawn"),
}
REVIEWED_AS = "publication"
"""The kind of subject that publications are for approvals."""
LATE_AFTER = timedelta(minutes=1)
"""How long after its time a post counts as late."""


class Publication(models.Model):
    """A post, or a thread, on one profile: from the first words to what became of it on the network.

    Attributes:
        campaign: the root of work that it belongs to, by which it serves a goal.
        author, changed_by: who wrote it, and who changed it last; neither may approve it.
        content: the ``Draft`` as JSON; ``digest`` is that of exactly this content.
        approved_digest: what was approved; anything else is never sent.
        scheduled_at, zone: when it is to appear, and the zone whose clocks that was said in.
        reason: why it is in its state, for people.
        due_at: when the outbox acts next; None where nothing is to be done, or only a person can go on.
        attempts: tries since a person last set it going.
        fence: grows with every claim; who holds an older one may neither send nor write.
        lease_until: until when a worker has it; past that, another takes over.
        began_at: when it was first tried: nothing of it is on the network before.
        held_at: since when it waits for a person's look, after a pause or because of a silence.
        withdrawing_at: since when it is to be deleted from the network.
        late_at: when the watchdog told that it is late.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="publications")
    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="publications")
    campaign = models.ForeignKey(
        Campaign, on_delete=models.SET_NULL, null=True, blank=True, related_name="publications"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    approved_digest = models.CharField(max_length=64, blank=True)
    state = models.CharField(
        max_length=10,
        choices=[(state.value, label) for state, label in STATE_LABELS.items()],
        default=PUBLICATION_STATES.initial.value,
    )
    reason = models.CharField(max_length=500, blank=True)
    scheduled_at = models.DateTimeField(null=True, blank=True)
    zone = models.CharField(max_length=64, default="UTC")
    due_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    fence = models.PositiveBigIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    withdrawing_at = models.DateTimeField(null=True, blank=True)
    late_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = (
            models.Index(fields=("due_at",), name="publication_due", condition=Q(due_at__isnull=False)),
            models.Index(fields=("organization", "state", "-scheduled_at"), name="publication_by_state"),
            models.Index(fields=("organization", "scheduled_at"), name="publication_by_time"),
        )

    def __str__(self) -> str:
        words = " ".join(self.draft.text.split())
        return f"{words[:77]}..." if len(words) > 80 else words

    @property
    def draft(self) -> Draft:
        """The content."""
        return Draft.model_validate(self.content)

    @property
    def present(self) -> PublicationState:
        """The state as what it is, not as text."""
        return PublicationState(self.state)

    def step(self, wanted: PublicationState, reason: str = "") -> None:
        """Go to the state ``wanted`` in memory. Raises ``TransitionRefused`` where the table forbids it."""
        PUBLICATION_STATES.require(present=self.present, wanted=wanted)
        self.state, self.reason = wanted.value, reason[:500]

    def lateness(self, now: datetime) -> timedelta:
        """How long past its time it is not on the network; zero where it is, or is held by a person."""
        waiting = self.present in {
            PublicationState.SCHEDULED,
            PublicationState.SENDING,
            PublicationState.UNKNOWN,
        }
        if not waiting or self.scheduled_at is None or self.held_at is not None:
            return timedelta()
        return max(now - self.scheduled_at, timedelta())

    @property
    def needs_person(self) -> bool:
        """Whether nothing goes on until somebody decides."""
        stuck = self.present == PublicationState.UNKNOWN and self.due_at is None
        return stuck or self.present == PublicationState.FAILED or self.held_at is not None


class Post(models.Model):
    """One post of a publication as it is, or may be, on the network: a part, or the first comment.

    Attributes:
        profile: the publication's; one external id belongs to one post alone.
        number: its place, from 0.
        key: under which it is sent, the same for every try; stored before the first.
        committed_at: when the last try came to the request that can make it visible; None before, and
            after somebody saw that it is not there.
        ticket: of a post that the network prepares.
        more: what else the network wants to be told of it.
        gone_at: when it was deleted from the network.
    """

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="posts")
    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=100)
    committed_at = models.DateTimeField(null=True, blank=True)
    ticket = models.TextField(blank=True)
    external_id = models.CharField(max_length=500, blank=True)
    more = models.JSONField(default=dict, blank=True)
    address = models.URLField(max_length=1000, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("publication", "number")
        constraints = (
            models.UniqueConstraint(fields=("publication", "number"), name="post_of_publication_once"),
            models.UniqueConstraint(fields=("profile", "key"), name="post_key_once"),
            models.UniqueConstraint(
                fields=("profile", "external_id"), name="post_on_network_once", condition=~Q(external_id="")
            ),
        )

    def __str__(self) -> str:
        return self.external_id or self.key

    @property
    def reference(self) -> Reference | None:
        """Its name on the network; None while it has none."""
        return Reference(external_id=self.external_id, more=self.more) if self.external_id else None


class HistoryEntry(models.Model):
    """Something that happened to a publication, in words."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="history")
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=10)
    words = models.CharField(max_length=500)

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name_plural = "history entries"

    def __str__(self) -> str:
        return self.words


class Pause(models.Model):
    """A span in which an organisation publishes nothing: a crisis. The present one has no end yet."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="publishing_pauses")
    reason = models.CharField(_("reason"), max_length=300)
    began_at = models.DateTimeField()
    began_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("-began_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("organization",), name="one_pause_at_a_time", condition=Q(ended_at__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return self.reason
