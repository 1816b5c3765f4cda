"""Touches, where they came from, their daily counts, and which visitor turned out to be which person.

They lie in the database and not in the warehouse: a touch and its day's count change in one transaction, and
pages ask for one person's path or one link's days.
"""

from django.db import models

from colonnade.audience.touches.kinds import Kind, Measure, System, Traffic
from colonnade.organization.models import Organization

LONGEST_CHANNEL = 60
LONGEST_TAG = 150
LONGEST_KEY = 80


class Source(models.Model):
    """Where touches came from: each combination is kept once.

    Attributes:
        digest: of all the other fields (``origins.digest_of``).
        channel: such as ``bluesky``, ``email``, ``web``, ``ppc``, ``event`` or ``phone``; may be empty.
        source, medium, campaign, content, term: the five UTM tags, as they were written.
        goal: id of the goal in the strategy's document.
        work, publication, link, page: opaque keys of whatever led here, such as ``campaign:7``; made by the
            features above.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="touch_sources")
    digest = models.CharField(max_length=32)
    channel = models.CharField(max_length=LONGEST_CHANNEL, blank=True)
    source = models.CharField(max_length=LONGEST_TAG, blank=True)
    medium = models.CharField(max_length=LONGEST_TAG, blank=True)
    campaign = models.CharField(max_length=LONGEST_TAG, blank=True)
    content = models.CharField(max_length=LONGEST_TAG, blank=True)
    term = models.CharField(max_length=LONGEST_TAG, blank=True)
    goal = models.CharField(max_length=LONGEST_KEY, blank=True)
    work = models.CharField(max_length=LONGEST_KEY, blank=True)
    publication = models.CharField(max_length=LONGEST_KEY, blank=True)
    link = models.CharField(max_length=LONGEST_KEY, blank=True)
    page = models.CharField(max_length=LONGEST_KEY, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("organization", "digest"), name="a_source_is_kept_once"),
        )
        indexes = (
            models.Index(fields=("organization", "goal"), name="touch_source_goal"),
            models.Index(fields=("organization", "work"), name="touch_source_work"),
            models.Index(fields=("organization", "publication"), name="touch_source_publication"),
            models.Index(fields=("organization", "link"), name="touch_source_link"),
        )

    def __str__(self) -> str:
        tags = (self.source, self.medium, self.campaign)
        return " / ".join(tag for tag in tags if tag) or self.channel or "direct"


class Touch(models.Model):
    """Somebody outside met something of ours.

    Attributes:
        key: idempotency key, unique in the organisation; a second touch of the same key is the same touch.
        visitor: pseudonymous first-party id of a browser; only with consent, else None.
        person: ``identity.person_key`` of whom it is known to be; else None.
        caller: hash of address and browser with a salt that is thrown away every day; tells how many
            different callers a day had and nothing more. Empty where a browser asks not to be tracked.
        detail: what exactly, such as a page's path or an event's name; never anything of a person.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="touches")
    key = models.CharField(max_length=LONGEST_KEY)
    at = models.DateTimeField()
    kind = models.CharField(max_length=11, choices=Kind.choices)
    traffic = models.CharField(max_length=8, choices=Traffic.choices, default=Traffic.PEOPLE)
    source = models.ForeignKey(Source, on_delete=models.RESTRICT, related_name="touches", db_index=False)
    # NULL and not empty, so that their indexes hold only the few touches that have one.
    visitor = models.CharField(max_length=LONGEST_KEY, null=True, blank=True)  # noqa: DJ001
    person = models.CharField(max_length=LONGEST_KEY, null=True, blank=True)  # noqa: DJ001
    caller = models.CharField(max_length=22, blank=True)
    detail = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = (models.UniqueConstraint(fields=("organization", "key"), name="a_touch_happens_once"),)
        indexes = (
            models.Index(fields=("organization", "at"), name="touch_at"),
            models.Index(fields=("source", "at"), name="touch_source_at"),
            models.Index(
                fields=("organization", "person", "at"),
                name="touch_person",
                condition=models.Q(person__isnull=False),
            ),
            models.Index(
                fields=("organization", "visitor", "at"),
                name="touch_visitor",
                condition=models.Q(visitor__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"


class DayCount(models.Model):
    """How many touches of one kind, traffic and source a day had, in the organisation's zone."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="touch_days")
    day = models.DateField()
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="days", db_index=False)
    kind = models.CharField(max_length=11, choices=Kind.choices)
    traffic = models.CharField(max_length=8, choices=Traffic.choices)
    touches = models.PositiveBigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("source", "day", "kind", "traffic"), name="a_day_is_counted_once"
            ),
        )
        indexes = (models.Index(fields=("organization", "day"), name="touch_day"),)

    def __str__(self) -> str:
        return f"{self.day} {self.kind}: {self.touches}"


class KnownVisitor(models.Model):
    """A browser that turned out to be a person's: what it did before is theirs too."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="known_visitors")
    visitor = models.CharField(max_length=LONGEST_KEY)
    person = models.CharField(max_length=LONGEST_KEY)
    since = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("organization", "visitor", "person"), name="a_visitor_is_linked_once"
            ),
        )
        indexes = (models.Index(fields=("organization", "person"), name="visitor_person"),)

    def __str__(self) -> str:
        return self.person


class ReportedDay(models.Model):
    """What another system counted in a day: web analytics, or what advertisements cost and brought.

    It names no campaign of ours: the tag ``utm_campaign`` of its source says which, whenever it is asked.

    Attributes:
        value: a count, or for spend an amount in the organisation's currency.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="reported_days")
    day = models.DateField()
    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="reported", db_index=False)
    system = models.CharField(max_length=12, choices=System.choices)
    measure = models.CharField(max_length=11, choices=Measure.choices)
    value = models.DecimalField(max_digits=18, decimal_places=4)
    reported_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("source", "day", "system", "measure"), name="a_day_is_reported_once"
            ),
        )
        indexes = (models.Index(fields=("organization", "day"), name="reported_day"),)

    def __str__(self) -> str:
        return f"{self.day} {self.system} {self.measure}: {self.value}"
