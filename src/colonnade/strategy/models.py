"""The strategy, its versions, what is known, the plans that were made, and the goals that work serves."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from colonnade.organization.models import Organization
from colonnade.strategy.document.model import EvidenceKind
from colonnade.strategy.document.text import digest_of
from colonnade.strategy.states import State


class StrategyRecord(models.Model):
    """An organisation's strategy through all its versions."""

    organization = models.OneToOneField(Organization, on_delete=models.CASCADE, related_name="strategy")
    title = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title or f"Strategy of {self.organization}"


class TextIsFinal(Exception):
    """Somebody tried to change the text of a version that is no draft."""


class StrategyVersion(models.Model):
    """One version of the strategy: a text and where it is in its life.

    The text changes only in a draft: ``save`` refuses anything else, and a trigger in the database refuses
    what does not pass through ``save`` (``guards.py``).
    """

    record = models.ForeignKey(StrategyRecord, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=[(state.value, state.label) for state in State])
    text = models.TextField()
    digest = models.CharField(max_length=64)
    note = models.CharField(max_length=500, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("record", "number"), name="version_number_once"),
            models.UniqueConstraint(
                fields=("record",), condition=Q(state__in=["draft", "proposed"]), name="one_open_version"
            ),
            models.UniqueConstraint(
                fields=("record",), condition=Q(state=State.RUNNING.value), name="one_running_version"
            ),
        )

    def __str__(self) -> str:
        return f"version {self.number}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Save. Raises ``TextIsFinal`` where the stored version is no draft and has another text."""
        if self.pk is not None:
            stored = StrategyVersion.objects.filter(pk=self.pk).values_list("state", "text").first()
            if stored is not None and stored[0] != State.DRAFT and stored[1] != self.text:
                raise TextIsFinal(
                    f"{self} is {stored[0]}: its text is final. Copy it to a new draft to change it."
                )
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # passed through untouched

    @property
    def present(self) -> State:
        """The state as what it is, not as text."""
        return State(self.state)

    @property
    def name(self) -> str:
        """What messages about this version's text call it."""
        return f"strategy v{self.number}"

    def write(self, text: str) -> None:
        """Put ``text`` in, with its digest (not saved yet)."""
        self.text, self.digest = text, digest_of(text)


class Evidence(models.Model):
    """Something known, pushed down from what found it as a dated copy.

    Attributes:
        key: what it is about, the same each time it is measured, such as ``listening.channel.linkedin``.
        channel: the channel it speaks of; empty for none.
        share: from 0 to 1, where the claim is about a share.
        n: how many observations it rests on.
        source: where a reader can see it.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="evidence")
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in EvidenceKind])
    claim = models.CharField(max_length=500)
    channel = models.CharField(max_length=60, blank=True)
    share = models.FloatField(null=True, blank=True)
    n = models.PositiveBigIntegerField(null=True, blank=True)
    source = models.CharField(max_length=300, blank=True)
    observed_at = models.DateTimeField()

    class Meta:
        ordering = ("key", "-observed_at")
        constraints = (
            models.UniqueConstraint(fields=("organization", "key", "observed_at"), name="evidence_once"),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gte=0, share__lte=1), name="share_is_a_share"
            ),
        )

    def __str__(self) -> str:
        return self.claim


class StoredPlan(models.Model):
    """A plan that was made from a version.

    Attributes:
        digest: of the text that was planned; where it differs from the version's, the plan is out of date.
        result: the solver's ``Plan`` as JSON.
    """

    version = models.ForeignKey(StrategyVersion, on_delete=models.CASCADE, related_name="plans")
    digest = models.CharField(max_length=64)
    result = models.JSONField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return f"plan of {self.version}, {self.made_at:%Y-%m-%d %H:%M}"

    @property
    def is_current(self) -> bool:
        """Whether the version's text is still the one that was planned."""
        return self.digest == self.version.digest


class ServedGoal(models.Model):
    """A goal that work serves, known by its id through all versions of the strategy."""

    record = models.ForeignKey(StrategyRecord, on_delete=models.CASCADE, related_name="served_goals")
    key = models.CharField(max_length=60)

    class Meta:
        ordering = ("key",)
        constraints = (models.UniqueConstraint(fields=("record", "key"), name="served_goal_once"),)

    def __str__(self) -> str:
        return self.key


class ServesGoal(models.Model):
    """What every root of work inherits: the goal it serves (``operations.claim_goal`` finds it).

    A goal with work cannot be forgotten: the relation protects it, whatever later versions say.
    """

    goal = models.ForeignKey(
        ServedGoal,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(app_label)s_%(class)s_work",
    )

    class Meta:
        abstract = True
