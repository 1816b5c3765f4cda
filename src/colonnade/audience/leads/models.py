"""Leads, what they told us and agreed to, what happened to them, and how they go to sales."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from colonnade.audience.leads.states import LeadState
from colonnade.organization.models import BusinessUnit, Organization

SAID = ("name", "company", "phone", "country")
"""What a lead may say of themselves beside the e-mail address."""
LONGEST = {"email": 254, "name": 200, "company": 200, "phone": 40, "country": 60}
LONGEST_KEY = 60
LONGEST_QUESTION = 60
LONGEST_ANSWER = 5000


class Lead(models.Model):
    """A person who gave the company a way to reach them; one per e-mail address and organisation.

    Attributes:
        email: in small letters.
        answers: what they answered to questions of the company's own, by question.
        goal, campaign: keys of the goal and the campaign that first brought them; empty for none.
        source: what first brought them, in words, such as the name of a form.
        visitor: pseudonymous first-party id, only where they agreed to it.
        value: money in the organisation's currency; what was expected, then what was won.
        score, reasons: the points, and a sentence with points for each rule that gave some.
        qualified_at, handed_at, accepted_at, opportunity_at, closed_at: when each step was first reached.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="leads")
    email = models.EmailField(max_length=LONGEST["email"])
    name = models.CharField(max_length=LONGEST["name"], blank=True)
    company = models.CharField(max_length=LONGEST["company"], blank=True)
    phone = models.CharField(max_length=LONGEST["phone"], blank=True)
    country = models.CharField(max_length=LONGEST["country"], blank=True)
    answers = models.JSONField(default=dict, blank=True)
    goal = models.CharField(max_length=LONGEST_KEY, blank=True)
    campaign = models.CharField(max_length=LONGEST_KEY, blank=True)
    source = models.CharField(max_length=200, blank=True)
    visitor = models.CharField(max_length=64, blank=True)
    unit = models.ForeignKey(
        BusinessUnit, on_delete=models.SET_NULL, null=True, blank=True, related_name="leads"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="leads"
    )
    state = models.CharField(max_length=12, choices=LeadState.choices, default=LeadState.NEW)
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    score = models.FloatField(default=0.0)
    reasons = models.JSONField(default=list, blank=True)
    scored_at = models.DateTimeField(null=True, blank=True)
    came_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    qualified_at = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    opportunity_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-score", "-came_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("organization", "email"), name="an_address_is_one_lead"),
        )
        indexes = (
            models.Index(fields=("organization", "state", "-score"), name="leads_by_state"),
            models.Index(fields=("organization", "goal"), name="leads_by_goal"),
        )

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def present(self) -> LeadState:
        """The state as what it is, not as text."""
        return LeadState(self.state)


class Intake(models.Model):
    """One time a lead came to us; the key makes it count once however often it is handed in.

    Attributes:
        said: what was said that time, by field, as it was said.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="intakes")
    key = models.CharField(max_length=80)
    at = models.DateTimeField()
    source = models.CharField(max_length=200, blank=True)
    goal = models.CharField(max_length=LONGEST_KEY, blank=True)
    campaign = models.CharField(max_length=LONGEST_KEY, blank=True)
    said = models.JSONField(default=dict)

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (models.UniqueConstraint(fields=("organization", "key"), name="intake_once"),)

    def __str__(self) -> str:
        return f"{self.source} {self.at:%Y-%m-%d %H:%M}"


class Purpose(models.TextChoices):
    """What a person can agree to."""

    CONTACT = "contact", _("be contacted about this request")
    NEWS = "news", _("receive news and offers")
    PROFILE = "profile", _("have visits joined to a profile")


class Consent(models.Model):
    """One answer to one consent text: what was shown is what is kept.

    Attributes:
        text: the words that were shown; ``version`` is the number of these words.
        given: whether they agreed; a box left empty is kept too.
        place: where it was asked, such as the address of a page.
        withdrawn_at: since when it no longer holds.
    """

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="consents")
    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, null=True, related_name="consents")
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    text = models.TextField()
    version = models.PositiveIntegerField(default=1)
    given = models.BooleanField()
    at = models.DateTimeField()
    place = models.CharField(max_length=300, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} (v{self.version})"

    @property
    def holds(self) -> bool:
        """Whether the person agreed and has not taken it back."""
        return self.given and self.withdrawn_at is None


class EventKind(models.TextChoices):
    """What can happen to a lead."""

    CAME = "came", _("came to us")
    FILLED = "filled", _("told us more")
    DIFFERS = "differs", _("said something else than before")
    CHANGED = "changed", _("was changed by a person")
    STEP = "step", _("took a step")
    ASSIGNED = "assigned", _("was given to somebody")
    NOTE = "note", _("note")
    HANDED = "handed", _("was handed over")
    WITHDREW = "withdrew", _("withdrew a consent")


class LeadEvent(models.Model):
    """One line of a lead's history.

    Attributes:
        details: JSON values for the line: ``field``, ``was``, ``is``; ``from``, ``to``; ``why``.
    """

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=8, choices=EventKind.choices)
    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"


class RuleKind(models.TextChoices):
    """What a scoring rule looks at."""

    FIELD = "field", _("what they told us")
    ACTION = "action", _("what they did")


class Condition(models.TextChoices):
    """How a rule compares what a lead told us."""

    FILLED = "filled", _("is filled in")
    ONE_OF = "one_of", _("is one of")
    CONTAINS = "contains", _("contains one of")
    WORK_EMAIL = "work_email", _("is a company's address")


class ScoringRule(models.Model):
    """Points for a fit or an action, with the sentence that explains them.

    Attributes:
        goal: only for leads of this goal; empty for all.
        subject: of a field rule, a field of the lead or ``answers.`` and the question; of an action, the kind
            of touch.
        values: what ``one_of`` and ``contains`` compare with, one a line.
        points: may be negative.
        half_life_days: after so many days an action counts half; empty for no decay.
        most: how often an action counts at most.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="scoring_rules")
    sentence = models.CharField(max_length=200)
    goal = models.CharField(max_length=LONGEST_KEY, blank=True)
    kind = models.CharField(max_length=6, choices=RuleKind.choices)
    subject = models.CharField(max_length=60)
    condition = models.CharField(max_length=10, choices=Condition.choices, default=Condition.FILLED)
    values = models.TextField(blank=True)
    points = models.FloatField()
    half_life_days = models.PositiveIntegerField(null=True, blank=True)
    most = models.PositiveIntegerField(default=1)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("kind", "-points", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(half_life_days__isnull=True) | Q(half_life_days__gt=0),
                name="half_life_is_some_time",
            ),
        )

    def __str__(self) -> str:
        return self.sentence


class DestinationKind(models.TextChoices):
    """How leads reach sales."""

    EMAIL = "email", _("e-mail")
    WEBHOOK = "webhook", _("signed webhook")
    FILE = "file", _("CSV file")


class Destination(models.Model):
    """Somebody at sales, or a system of theirs, that takes leads.

    Attributes:
        address: of an e-mail, the addresses; of a webhook, its URL; of a file, empty.
        sealed_secret: what webhooks are signed with, encrypted (``channels.secrets``).
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="lead_destinations")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=7, choices=DestinationKind.choices)
    address = models.CharField(max_length=500, blank=True)
    sealed_secret = models.TextField(blank=True)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("organization", "name"), name="destination_name_once"),
        )

    def __str__(self) -> str:
        return self.name


class QualifyingRule(models.Model):
    """When a lead of a goal is marketing qualified: the agreement between marketing and sales.

    Attributes:
        goal: empty for all goals without a rule of their own.
        least_score: the points it takes.
        needs_contact: whether the person must have agreed to be contacted.
        needed: fields that must be filled in, parted by commas.
        destination: where a lead goes by itself as soon as it qualifies; empty where a person hands over.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="qualifying_rules")
    goal = models.CharField(max_length=LONGEST_KEY, blank=True)
    least_score = models.FloatField()
    needs_contact = models.BooleanField(default=True)
    needed = models.CharField(max_length=200, blank=True)
    destination = models.ForeignKey(Destination, on_delete=models.SET_NULL, null=True, blank=True)

    class Meta:
        ordering = ("goal",)
        constraints = (
            models.UniqueConstraint(fields=("organization", "goal"), name="one_qualifying_rule_per_goal"),
        )

    def __str__(self) -> str:
        return f"{self.goal or '*'}: {self.least_score:g}"


class HandOverState(models.TextChoices):
    """Whether a hand-over has arrived."""

    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")


class HandOver(models.Model):
    """One lead on its way to one destination: an outbox row.

    Attributes:
        key: sent along as idempotency key and message id, so that a receiver sees a second try as the first.
        next_at: when it is tried next.
    """

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="hand_overs")
    destination = models.ForeignKey(Destination, on_delete=models.PROTECT, related_name="hand_overs")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=7, choices=HandOverState.choices, default=HandOverState.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    problem = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("lead", "destination"),
                condition=Q(state="waiting"),
                name="a_lead_waits_once_for_a_destination",
            ),
        )

    def __str__(self) -> str:
        return f"{self.lead} to {self.destination}"
