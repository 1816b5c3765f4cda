"""What was asked to be erased, and the receipt that is left of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.core.states import TransitionRefused
from colonnade.organization.models import Organization
from colonnade.pillars.listening.erasure.states import ERASURE_STATES, ErasureState

STATE_LABELS = {
    ErasureState.DRAFT: _("Waiting for your word"),
    ErasureState.GATHERING: _("Hidden, erased soon"),
    ErasureState.RUNNING: _("Erasing"),
    ErasureState.DONE: _("Erased"),
}


class Erasure(models.Model):
    """One erasure of persons or posts.

    Attributes:
        reference: number of the request that it answers; it stays, so it names nobody.
        authors, mentions: whom and what it means; emptied when it is done.
        sought: what posts that are hidden already tell of where else to look, as ``Subject`` has it: "names"
            and "texts"; emptied when it is done.
        due_at: when it begins by itself, where networks asked for it; None where a person did.
        found: things found before anything was removed, by the place's key.
        receipt: see ``operations.Receipt``; empty until it is done.
        job_id: the background job that works on it; None when a command does so itself.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="erasures")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reference = models.CharField(_("reference"), max_length=60, blank=True)
    state = models.CharField(
        max_length=10,
        choices=[(state.value, label) for state, label in STATE_LABELS.items()],
        default=ERASURE_STATES.initial.value,
    )
    authors = models.JSONField(default=list)
    mentions = models.JSONField(default=list)
    sought = models.JSONField(default=dict)
    found = models.JSONField(default=dict)
    receipt = models.JSONField(default=dict)
    job_id = models.UUIDField(null=True, blank=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")

    def __str__(self) -> str:
        return self.reference or f"{self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def by_networks(self) -> bool:
        """Whether networks said that the posts are deleted, and no person asked."""
        return self.due_at is not None

    def require_draft(self) -> None:
        """Raise ``TransitionRefused`` unless it is a draft, of which people decide."""
        if self.state != ErasureState.DRAFT:
            raise TransitionRefused(
                present=ErasureState(self.state), wanted=ErasureState.RUNNING, allowed=frozenset()
            )

    def step(self, wanted: ErasureState) -> None:
        """Go to the state ``wanted`` in memory. Raises ``TransitionRefused`` where the table forbids it."""
        ERASURE_STATES.require(present=ErasureState(self.state), wanted=wanted)
        self.state = wanted.value
