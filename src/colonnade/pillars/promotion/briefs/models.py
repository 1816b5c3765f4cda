"""Briefs, and templates to begin one from."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.campaigns.models import Campaign
from colonnade.organization.models import BusinessUnit, Organization, User
from colonnade.pillars.promotion.briefs.states import BRIEF_STATES, BriefState
from colonnade.strategy.models import ServesGoal


class Intent(models.TextChoices):
    """What the reader gets: a solution, or an offer."""

    SOLVE = "solve", _("Solves a problem")
    SELL = "sell", _("Sells")


STATE_LABELS = {
    BriefState.OPEN: _("Open"),
    BriefState.DONE: _("Done"),
    BriefState.DROPPED: _("Dropped"),
}


class Wording(models.Model):
    """What briefs and their templates have in common.

    Attributes:
        audience: whom it is for: the id of an audience of the strategy, or words of one's own.
        message: what they shall take away.
        call_to_action: what they shall do next.
        landing: the page where they do it; empty where that is not known yet.
    """

    intent = models.CharField(_("intent"), max_length=5, choices=Intent.choices, default=Intent.SOLVE)
    audience = models.CharField(_("audience"), max_length=120, blank=True, default="")
    message = models.TextField(_("message"), max_length=2000, blank=True, default="")
    call_to_action = models.CharField(_("call to action"), max_length=200, blank=True, default="")
    landing = models.URLField(_("landing page"), max_length=500, blank=True, default="")
    notes = models.TextField(_("notes"), max_length=4000, blank=True, default="")

    class Meta:
        abstract = True


class Brief(Wording, ServesGoal):
    """A root of work: what is to be made, and why.

    Attributes:
        method: id of the strategy's method that it is one unit of; empty for none.
        topic: what it is about, in a word or two; the calendar finds clashes by it.
        evidence: what it rests on, as dated copies: objects with ``claim``, ``posts``, ``since``, ``link``.
        idea: key of the idea that it came from; empty for none.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="briefs")
    title = models.CharField(_("title"), max_length=200)
    topic = models.CharField(_("topic"), max_length=120, blank=True, default="")
    method = models.CharField(_("method"), max_length=60, blank=True, default="")
    campaign = models.ForeignKey(
        Campaign, on_delete=models.SET_NULL, null=True, blank=True, related_name="briefs"
    )
    unit = models.ForeignKey(
        BusinessUnit, on_delete=models.SET_NULL, null=True, blank=True, related_name="briefs"
    )
    owner = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    due_on = models.DateField(_("due"), null=True, blank=True)
    state = models.CharField(
        max_length=7,
        choices=[(state.value, label) for state, label in STATE_LABELS.items()],
        default=BRIEF_STATES.initial.value,
    )
    evidence = models.JSONField(default=list, blank=True)
    idea = models.CharField(max_length=200, blank=True, default="")
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("-made_at", "-pk")
        indexes = (models.Index(fields=("organization", "state", "due_on"), name="brief_by_state"),)

    def __str__(self) -> str:
        return self.title

    @property
    def present(self) -> BriefState:
        """The state as what it is, not as text."""
        return BriefState(self.state)

    def step(self, wanted: BriefState) -> None:
        """Go to the state ``wanted`` in memory. Raises ``TransitionRefused`` where the table forbids it."""
        BRIEF_STATES.require(present=self.present, wanted=wanted)
        self.state = wanted.value

    @property
    def served(self) -> str:
        """Id of the goal that it serves: its own, or its campaign's; empty for none."""
        if self.goal is not None:
            return self.goal.key
        return self.campaign.goal.key if self.campaign is not None and self.campaign.goal else ""

    def is_overdue(self, today: date) -> bool:
        """Return whether it is open past its day."""
        return self.present == BriefState.OPEN and self.due_on is not None and self.due_on < today


class BriefTemplate(Wording):
    """What several briefs begin with."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="brief_templates")
    name = models.CharField(_("name"), max_length=120)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("organization", "name"), name="brief_template_name_once"),
        )

    def __str__(self) -> str:
        return self.name
