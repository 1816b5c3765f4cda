"""Rules of approval, and the reviews that follow them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.governance.approvals.states import ReviewState, Risk, StepState, Verdict
from colonnade.organization.models import BusinessUnit, Membership, Organization
from colonnade.organization.roles import Role


def _person() -> models.ForeignKey:  # type: ignore[type-arg]  # django-stubs infers both from the assignment
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )


class ReviewSettings(models.Model):
    """How an organisation reviews.

    Attributes:
        reviews_off: what is submitted is approved at once; holds only while there is one member.
        due_hours: from submission to the time by which a decision is asked for.
        expire_days: from submission to the end of a review that nobody decided.
    """

    organization = models.OneToOneField(
        Organization, on_delete=models.CASCADE, related_name="review_settings"
    )
    reviews_off = models.BooleanField(default=False)
    due_hours = models.PositiveSmallIntegerField(_("Hours to decide"), default=48)
    expire_days = models.PositiveSmallIntegerField(_("Days until a review expires"), default=14)

    def __str__(self) -> str:
        return str(self.organization)


class UnitReviewer(models.Model):
    """A member who answers for what goes out in a business unit's name."""

    unit = models.ForeignKey(BusinessUnit, on_delete=models.CASCADE, related_name="reviewers")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="reviews_units")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("unit", "membership"), name="unit_reviewer_once"),)

    def __str__(self) -> str:
        return f"{self.membership} / {self.unit}"


class Need(models.TextChoices):
    """How many of a stage's seats must approve."""

    ANY = "any", _("one of them")
    ALL = "all", _("all of them")


class SeatKind(models.TextChoices):
    """Who may sit in a seat."""

    ANYONE = "anyone", _("Anyone who may approve")
    ROLE = "role", _("Anyone with a role")
    MEMBER = "member", _("One member")
    UNIT = "unit", _("The reviewers of the unit")
    OUTSIDE = "outside", _("A partner outside")


class Stage(models.Model):
    """A rule: for what, and by whom, approval is needed. Stages that apply follow each other by ``order``.

    Attributes:
        units: none for any unit.
        channel, campaign: empty for any. Campaigns are known by number here; they live above.
        from_risk: applies to submissions of this risk and above.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="review_stages")
    order = models.PositiveSmallIntegerField(_("Position"), default=10)
    name = models.CharField(_("Name"), max_length=80)
    units = models.ManyToManyField(
        BusinessUnit, blank=True, related_name="review_stages", verbose_name=_("Only for units")
    )
    channel = models.CharField(_("Only for the channel"), max_length=40, blank=True)
    campaign = models.PositiveBigIntegerField(_("Only for the campaign number"), null=True, blank=True)
    from_risk = models.CharField(_("From this risk on"), max_length=6, choices=Risk.choices, default=Risk.LOW)
    need = models.CharField(_("Who must approve"), max_length=3, choices=Need.choices, default=Need.ANY)

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.name


class StageSeat(models.Model):
    """One of those who may approve at a stage."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="seats")
    kind = models.CharField(max_length=7, choices=SeatKind.choices)
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.get_kind_display()


class Review(models.Model):
    """The review of one subject, over all of its versions.

    Attributes:
        kind, subject_id: what is reviewed; ``subjects.KINDS`` finds it.
        round: number of the present version.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="reviews")
    kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=9, choices=[(state.value, state.label) for state in ReviewState])
    risk = models.CharField(max_length=6, choices=Risk.choices, default=Risk.NORMAL)
    round = models.PositiveIntegerField(default=0)
    submitted_at = models.DateTimeField()
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("due_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("organization", "kind", "subject_id"), name="one_review_a_subject"
            ),
        )
        indexes = (models.Index(fields=("organization", "state", "due_at")),)

    def __str__(self) -> str:
        return self.title


class Version(models.Model):
    """A subject as it was submitted: what decisions and comments are about.

    Attributes:
        parts: what was shown, as ``subjects.Part`` written as JSON objects.
        author, changed_by, submitted_by: the hands it went through; none of them may approve it.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=128)
    parts = models.JSONField()
    href = models.CharField(max_length=500)
    unit = models.ForeignKey(BusinessUnit, on_delete=models.SET_NULL, null=True, related_name="+")
    channel = models.CharField(max_length=40, blank=True)
    campaign = models.PositiveBigIntegerField(null=True)
    campaign_name = models.CharField(max_length=200, blank=True)
    goes_out_at = models.DateTimeField(null=True)
    paid = models.BooleanField(default=False)
    author = _person()
    changed_by = _person()
    submitted_by = _person()
    submitted_at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("review", "number"), name="review_version_once"),)

    def __str__(self) -> str:
        return f"{self.review} v{self.number}"

    @property
    def hands(self) -> frozenset[int]:
        """Ids of those who wrote, changed or submitted it."""
        touched = (self.author_id, self.changed_by_id, self.submitted_by_id)
        return frozenset(one for one in touched if one is not None)


class Invitation(models.Model):
    """A partner outside who was sent one version to read, by a link that needs no account.

    Attributes:
        nonce: part of the signed link; another one ends the link.
        needed: the version is approved only once this partner has approved it.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="invitations")
    name = models.CharField(_("Name"), max_length=120)
    email = models.EmailField(_("E-mail address"))
    nonce = models.CharField(max_length=32)
    needed = models.BooleanField(_("Their approval is needed"), default=False)
    invited_by = _person()
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class Step(models.Model):
    """A stage as it was when a version was submitted: later changes of the rule do not touch it."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    need = models.CharField(max_length=3, choices=Need.choices)
    state = models.CharField(max_length=6, choices=StepState.choices, default=StepState.AHEAD)

    class Meta:
        ordering = ("order",)
        constraints = (models.UniqueConstraint(fields=("version", "order"), name="step_order_once"),)

    def __str__(self) -> str:
        return self.name


class StepSeat(models.Model):
    """A seat of a step. One whose member or unit has gone stays empty; it is never open to somebody else."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="seats")
    kind = models.CharField(max_length=7, choices=SeatKind.choices)
    role = models.CharField(max_length=20, choices=Role.choices, blank=True)
    membership = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    unit = models.ForeignKey(BusinessUnit, on_delete=models.SET_NULL, null=True, related_name="+")
    invitation = models.ForeignKey(Invitation, on_delete=models.SET_NULL, null=True, related_name="seats")
    filled = models.BooleanField(default=False)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.get_kind_display()


class Decision(models.Model):
    """What a reviewer said of one version. Never changed.

    Attributes:
        step: the stage it was for; None for an outside partner whose approval was not needed.
        name: the reviewer's name at that time, which stays when the person goes.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="decisions")
    step = models.ForeignKey(Step, on_delete=models.CASCADE, null=True, related_name="decisions")
    verdict = models.CharField(max_length=7, choices=Verdict.choices)
    comment = models.TextField(blank=True)
    by = _person()
    invitation = models.ForeignKey(Invitation, on_delete=models.SET_NULL, null=True, related_name="decisions")
    name = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.name}: {self.verdict}"


class Comment(models.Model):
    """A remark on one version.

    Attributes:
        part: label of the part it is about; empty for the whole.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="comments")
    part = models.CharField(max_length=80, blank=True)
    text = models.TextField()
    by = _person()
    invitation = models.ForeignKey(Invitation, on_delete=models.SET_NULL, null=True, related_name="comments")
    name = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.text[:60]
