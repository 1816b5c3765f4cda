"""What is listened for, and the files that posts came from."""

from django.conf import settings
from django.core.validators import MinLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.organization.models import BusinessUnit, Organization
from colonnade.pillars.listening.corrections.models import Correction as Correction  # a table
from colonnade.pillars.listening.matching import Query
from colonnade.pillars.listening.query import Node, parse, render, simple_query
from colonnade.pillars.listening.states import IMPORT_STATES, ImportState
from colonnade.pillars.listening.tiers.models import ReadingChoice as ReadingChoice  # a table
from colonnade.pillars.listening.topics.models import Topic as Topic  # a table
from colonnade.pillars.listening.topics.models import Watch as Watch  # a table


class BrandKind(models.TextChoices):
    """Whose name a query listens for."""

    OWN = "own", _("Ours")
    COMPETITOR = "competitor", _("Competitor")
    TOPIC = "topic", _("Topic")


class BrandQuery(models.Model):
    """A brand, competitor or topic, and the query by which posts about it are found.

    Attributes:
        text: the query in the query language; empty for the simple form, where ``terms`` says it all.
        terms, excluded: words, phrases, ``@handles`` and ``#tags`` of which a post holds one, or none. Of a
            query with a ``text`` they are a copy of what it looks for and rules out, as words.
        version: number of the present version.
        matched_at: when all stored posts were last matched against it; None while that is waiting.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="brand_queries")
    name = models.CharField(_("name"), max_length=80, validators=[MinLengthValidator(1)])
    kind = models.CharField(_("kind"), max_length=12, choices=BrandKind.choices, default=BrandKind.OWN)
    text = models.TextField(_("query"), blank=True, default="")
    terms = models.JSONField(_("terms"), default=list)
    excluded = models.JSONField(_("but not"), default=list)
    unit = models.ForeignKey(
        BusinessUnit, on_delete=models.SET_NULL, null=True, blank=True, verbose_name=_("business unit")
    )
    version = models.PositiveIntegerField(default=1)
    matched_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("organization", "name"), name="brand_name_once"),)

    def __str__(self) -> str:
        return self.name

    def node(self) -> Node:
        """Return what the query means."""
        return parse(self.text).node if self.text else simple_query(self.terms, self.excluded)

    def query(self) -> Query:
        """Return what the matcher needs."""
        return Query(self.pk, self.node())

    @property
    def written(self) -> str:
        """The query in the query language, whichever way it was made."""
        return self.text or render(self.node())


class QueryVersion(models.Model):
    """A query as it was from one change to the next. Never changed, gone only with its query.

    Attributes:
        number: 1 for the first.
        text, terms, excluded: as in ``BrandQuery``.
        actor: who made it; None for a command or the program itself.
    """

    query = models.ForeignKey(BrandQuery, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True, default="")
    terms = models.JSONField(default=list)
    excluded = models.JSONField(default=list)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=("query", "number"), name="query_version_once"),)

    def __str__(self) -> str:
        return f"{self.query} v{self.number}"

    @property
    def written(self) -> str:
        """The query in the query language."""
        return self.text or render(simple_query(self.terms, self.excluded))


class Backfill(models.Model):
    """How far stored posts are matched against some versions of some queries: where it goes on after a stop.

    Attributes:
        versions: ``"id:version"`` of each query, in order; another version is another back-filling.
        parts: into how many parts the posts are divided (see ``matching.backfill``).
        parts_done, posts_done, found: up to the last part that is safely stored.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    versions = models.JSONField(default=list)
    parts = models.PositiveIntegerField()
    parts_done = models.PositiveIntegerField(default=0)
    posts_done = models.BigIntegerField(default=0)
    found = models.BigIntegerField(default=0)
    started_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.parts_done}/{self.parts}"


class ImportKind(models.TextChoices):
    """What a file holds."""

    POSTS = "posts", _("Posts")
    FOLLOWS = "follows", _("Who follows whom")


STATE_LABELS = {
    ImportState.RECEIVED: _("Received"),
    ImportState.MAPPING: _("Waiting for you to check the columns"),
    ImportState.RUNNING: _("Importing"),
    ImportState.DONE: _("Done"),
    ImportState.ROWS_ASIDE: _("Done, some rows kept aside"),
    ImportState.FAILED: _("Stopped by a problem"),
    ImportState.CANCELLED: _("Cancelled"),
}


class Import(models.Model):
    """A file on its way into the warehouse, and what became of its rows.

    Attributes:
        path: where the file lies; an upload is ours, a file named on the command line is only read.
        uploaded: whether the file is our own copy, which is removed once all of it was read.
        digest: SHA-256 of the file; a changed file is never resumed.
        layout, guess, plan: see ``importing.Layout``, ``importing.Guess`` and ``importing.Plan``.
        rows_read: data rows seen up to the last batch that is safely stored: where a resumed import goes on.
        rows_new, rows_known: rows that added a post, and rows whose post was there already.
        rows_blank: rows without any value.
        rows_barred: rows that are left out because their author, or the post, was erased.
        rows_aside: rows that could not be read; kept in a file of ``aside_bytes`` certain bytes.
        job_id: the background job that works on it; None when a command does so itself.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="imports")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("file"), max_length=255)
    kind = models.CharField(max_length=10, choices=ImportKind.choices, default=ImportKind.POSTS)
    state = models.CharField(
        max_length=12,
        choices=[(state.value, label) for state, label in STATE_LABELS.items()],
        default=IMPORT_STATES.initial.value,
    )
    path = models.TextField()
    uploaded = models.BooleanField(default=False)
    size = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    layout = models.JSONField(default=dict)
    guess = models.JSONField(default=dict)
    plan = models.JSONField(default=dict)
    rows_read = models.BigIntegerField(default=0)
    rows_new = models.BigIntegerField(default=0)
    rows_known = models.BigIntegerField(default=0)
    rows_blank = models.BigIntegerField(default=0)
    rows_barred = models.BigIntegerField(default=0)
    rows_aside = models.BigIntegerField(default=0)
    aside_bytes = models.BigIntegerField(default=0)
    problem = models.TextField(blank=True)
    job_id = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.name

    def step(self, wanted: ImportState) -> None:
        """Go to the state ``wanted`` in memory. Raises ``TransitionRefused`` where the table forbids it."""
        IMPORT_STATES.require(present=ImportState(self.state), wanted=wanted)
        self.state = wanted.value

    @property
    def over(self) -> bool:
        """Whether nothing will happen any more unless somebody acts."""
        return self.state not in {ImportState.RECEIVED, ImportState.MAPPING, ImportState.RUNNING}


class KeptAnswer(models.Model):
    """An answer over many posts, shown as of when it was made until it is made anew.

    Attributes:
        key: hash of all that the answer depends on besides the posts: question, filters, brands, language ...
        question, filters, language: to ask again; ``filters`` as ``Filters.query`` writes them.
        answer: see ``keeping.written``.
        generation, removals: of the facts before it was made (``warehouse.store.Facts``).
        posts: how many were stored then.
        asked_at: when somebody last wanted to see it.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="kept_answers")
    key = models.CharField(max_length=64)
    question = models.CharField(max_length=20)
    filters = models.TextField(blank=True)
    language = models.CharField(max_length=20)
    answer = models.JSONField()
    generation = models.BigIntegerField()
    removals = models.BigIntegerField()
    posts = models.BigIntegerField()
    made_at = models.DateTimeField()
    asked_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organization", "key"), name="kept_answer_once"),)

    def __str__(self) -> str:
        return f"{self.question} {self.filters}".strip()
