"""Tags of posts, saved views, and what was done to many posts at once."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from colonnade.organization.models import Membership, Organization, User
from colonnade.pillars.listening.explorer.states import ACTION_STATES, ActionState

KEY_LENGTH = 60


class Colour(models.TextChoices):
    """Colours of tags; each is named in words too, so that no meaning hangs on the colour alone."""

    STONE = "stone", _("Stone")
    BLUE = "blue", _("Blue")
    TEAL = "teal", _("Teal")
    BRONZE = "bronze", _("Bronze")
    RUST = "rust", _("Rust")
    PLUM = "plum", _("Plum")


class Tag(models.Model):
    """A mark that people put on posts.

    Attributes:
        key: what addresses and programs call it; stays when the name changes.
        meaning: when to use it, in a sentence.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="tags")
    key = models.SlugField(max_length=KEY_LENGTH, allow_unicode=True)
    name = models.CharField(_("name"), max_length=50)
    colour = models.CharField(_("colour"), max_length=8, choices=Colour.choices, default=Colour.STONE)
    meaning = models.CharField(_("meaning"), max_length=200, blank=True, default="")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("organization", "key"), name="tag_key_once"),
            models.UniqueConstraint("organization", Lower("name"), name="tag_name_once"),
        )

    def __str__(self) -> str:
        return self.name


class ActionKind(models.TextChoices):
    """What can be done to many posts at once."""

    TAG = "tag", _("Tag")
    UNTAG = "untag", _("Take a tag off")
    CORRECT = "correct", _("Correct the sentiment")


class BulkAction(models.Model):
    """Something done to several posts at once, and how far it is.

    Attributes:
        value: key of the tag, or the sentiment.
        search: what the posts were found by (``Search.said``); empty where they were chosen one by one.
        total: posts meant; None until they are counted.
        done: posts gone through.
        changed: posts that it made different; these can be undone.
        job_id: the background job that works on it; None where it was done at once.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="bulk_actions")
    actor = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=8, choices=ActionKind.choices)
    value = models.CharField(max_length=KEY_LENGTH)
    search = models.JSONField(default=dict)
    state = models.CharField(
        max_length=10,
        choices=[
            (ActionState.RUNNING.value, _("Under way")),
            (ActionState.DONE.value, _("Done")),
            (ActionState.STOPPED.value, _("Stopped")),
            (ActionState.UNDOING.value, _("Being undone")),
            (ActionState.UNDONE.value, _("Undone")),
        ],
        default=ACTION_STATES.initial.value,
    )
    total = models.PositiveIntegerField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True, default="")
    job_id = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.value}"

    def step(self, wanted: ActionState) -> None:
        """Go to the state ``wanted`` in memory. Raises ``TransitionRefused`` where the table forbids it."""
        ACTION_STATES.require(present=ActionState(self.state), wanted=wanted)
        self.state = wanted.value

    @property
    def may_be_undone(self) -> bool:
        """Whether there is something to undo."""
        return self.changed > 0 and self.state in {ActionState.DONE, ActionState.STOPPED}


class BulkChange(models.Model):
    """A post that a bulk action is about, and what it was before.

    Attributes:
        was: for ``CORRECT`` the correction that stood before, empty for none.
        changed: None until it was gone through; then whether that made a difference.
    """

    action = models.ForeignKey(BulkAction, on_delete=models.CASCADE, related_name="changes")
    mention_id = models.CharField(max_length=64, db_index=True)
    was = models.CharField(max_length=10, blank=True, default="")
    changed = models.BooleanField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("action", "mention_id"), name="bulk_change_once"),)

    def __str__(self) -> str:
        return self.mention_id


class TaggedPost(models.Model):
    """A tag on a post. It hangs on the post's lasting id, so that importing the post again keeps it.

    Attributes:
        actor: who put it there; None for a command.
    """

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="posts")
    mention_id = models.CharField(max_length=64, db_index=True)
    actor = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("tag", "mention_id"), name="tagged_once"),)

    def __str__(self) -> str:
        return f"{self.tag}: {self.mention_id}"


class SavedView(models.Model):
    """A search that is kept under a name.

    Attributes:
        owner: who made it; None where that person is gone.
        shared: whether every member sees it; else only the owner does.
        search: see ``Search.said``.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="saved_views")
    owner = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    shared = models.BooleanField(_("everybody in the organisation sees it"), default=False)
    search = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = (Lower("name"), "pk")
        constraints = (
            models.UniqueConstraint("organization", "owner", Lower("name"), name="view_name_once"),
        )

    def __str__(self) -> str:
        return self.name


class ViewChoice(models.Model):
    """What a member does with a view.

    Attributes:
        pinned: it stands above the posts.
        opens: it is what the posts page begins with; one at most.
    """

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="view_choices")
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="choices")
    pinned = models.BooleanField(default=False)
    opens = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("membership", "view"), name="view_choice_once"),
            models.UniqueConstraint(
                fields=("membership",), condition=models.Q(opens=True), name="view_opens_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.membership}: {self.view}"
