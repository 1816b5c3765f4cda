"""Forms and landing pages with all their versions, and every submission."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.audience.leads.models import Lead
from colonnade.campaigns.models import Campaign
from colonnade.organization.models import BusinessUnit, Organization
from colonnade.pillars.promotion.library.models import MediaItem


def new_key() -> str:
    """Return a name for an address that nobody guesses."""
    return secrets.token_hex(8)


class Form(models.Model):
    """A form that people outside fill in; what it asks lies in its versions.

    Attributes:
        key: its name in public addresses.
        allowed_sites: origins that may show it in a frame or post to it, one a line.
        shown: the version that people see; None before the first.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="lead_forms")
    key = models.CharField(max_length=32, unique=True, default=new_key, editable=False)
    name = models.CharField(_("name"), max_length=120)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.SET_NULL, null=True, blank=True, related_name="lead_forms"
    )
    unit = models.ForeignKey(BusinessUnit, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    allowed_sites = models.TextField(_("sites that may show it"), blank=True)
    active = models.BooleanField(default=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def shown(self) -> "FormVersion | None":
        """The version that people see; None before the first."""
        return self.versions.first()

    @property
    def sites(self) -> list[str]:
        """The allowed origins."""
        return [line.strip() for line in self.allowed_sites.splitlines() if line.strip()]


class FieldKind(models.TextChoices):
    """What a field asks for; the first four are fields of a lead and stand in a form once."""

    NAME = "name", _("name")
    COMPANY = "company", _("company")
    PHONE = "phone", _("telephone")
    COUNTRY = "country", _("country")
    TEXT = "text", _("a short text")
    LONG = "long", _("a long text")
    CHOICE = "choice", _("one of several")
    TICK = "tick", _("a box to tick")


class FormVersion(models.Model):
    """What a form asks and promises; never changed, so that what was agreed to is what was shown.

    Attributes:
        fields: ``questions.Question`` as JSON, beside the e-mail address that every form asks for.
        contact_text, news_text, profile_text: what people agree to; an empty one is not asked.
        thanks: Markdown shown afterwards.
        content_address: what was promised for the form, such as a guide; empty for none.
    """

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    fields = models.JSONField(default=list)
    contact_text = models.TextField(blank=True)
    news_text = models.TextField(blank=True)
    profile_text = models.TextField(blank=True)
    button = models.CharField(max_length=60)
    thanks = models.TextField(blank=True)
    content_address = models.URLField(max_length=500, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("form", "number"), name="form_version_once"),)

    def __str__(self) -> str:
        return f"{self.form} v{self.number}"


class LandingPage(models.Model):
    """A public page that serves a campaign; what it says lies in its versions.

    Attributes:
        published, challenger: the version that people see, and the one that half of them see in a test.
        test_began_at: when the present test began; None where there is none.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="landing_pages")
    slug = models.SlugField(_("address"), max_length=60)
    name = models.CharField(_("name"), max_length=120)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.SET_NULL, null=True, blank=True, related_name="landing_pages"
    )
    published = models.ForeignKey(
        "PageVersion", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    challenger = models.ForeignKey(
        "PageVersion", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    test_began_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "pk")
        constraints = (models.UniqueConstraint(fields=("organization", "slug"), name="page_slug_once"),)

    def __str__(self) -> str:
        return self.name


class PageVersion(models.Model):
    """What a page says; never changed once it is saved.

    Attributes:
        body, aside: Markdown; the second stands beside the form.
        action_label, action_address: the call to action where there is no form.
    """

    page = models.ForeignKey(LandingPage, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    headline = models.CharField(max_length=120)
    subline = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    aside = models.TextField(blank=True)
    image = models.ForeignKey(MediaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    form = models.ForeignKey(Form, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    action_label = models.CharField(max_length=60, blank=True)
    action_address = models.URLField(max_length=500, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("page", "number"), name="page_version_once"),)

    def __str__(self) -> str:
        return f"{self.page} v{self.number}"

    @property
    def touch_key(self) -> str:
        """What touches call this version."""
        return f"page:{self.page_id}:v{self.number}"


class SubmissionState(models.TextChoices):
    """What became of a submission."""

    WAITING = "waiting", _("waiting")
    TAKEN = "taken", _("a lead")
    SUSPECT = "suspect", _("kept apart")
    DISMISSED = "dismissed", _("dismissed")


class Submission(models.Model):
    """A form as it was sent: stored before it is answered, made a lead afterwards, never dropped.

    Attributes:
        key: of the rendered form and what was written in it; a second click is the same submission.
        said: what was written, by field; ``agreed``: each consent box, ticked or not.
        place: address of the page that it was sent from, without its query.
        tags: the UTM tags of that page's address.
        view: the page version that was shown; None for a form by itself.
        shown_on: the day on which the form was shown, in the organisation's zone.
        doubts: why a person should look first; empty for none.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="submissions")
    view = models.ForeignKey(PageVersion, on_delete=models.SET_NULL, null=True, related_name="submissions")
    key = models.CharField(max_length=64)
    email = models.EmailField(max_length=254)
    said = models.JSONField(default=dict)
    agreed = models.JSONField(default=dict)
    place = models.CharField(max_length=300, blank=True)
    tags = models.JSONField(default=dict)
    doubts = models.JSONField(default=list)
    state = models.CharField(max_length=9, choices=SubmissionState.choices)
    shown_on = models.DateField(null=True)
    received_at = models.DateTimeField()
    lead = models.ForeignKey(Lead, on_delete=models.SET_NULL, null=True, related_name="submissions")

    class Meta:
        ordering = ("-received_at", "-pk")
        constraints = (models.UniqueConstraint(fields=("organization", "key"), name="submission_once"),)
        indexes = (models.Index(fields=("organization", "state"), name="submission_state"),)

    def __str__(self) -> str:
        return f"{self.email} {self.received_at:%Y-%m-%d %H:%M}"
