"""Topics that people began to talk about."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from colonnade.organization.models import Organization

RISING_FOR = timedelta(days=1)
"""How long after it was last found to rise a topic counts as rising."""


class Topic(models.Model):
    """Something that more people talk about than the days before explain.

    Attributes:
        name: its most telling words, kept while the topic lives.
        terms: lists of kind ("word" or "hashtag") and term, the most telling first.
        first_seen: when the first post about it in the day of its discovery was published.
        noticed_at, last_seen: the ends, in the posts' own time, of the first and last day in which it rose.
        posts, authors: posts about it, and people who wrote them, in the day that ends with ``last_seen``.
        expected: posts that the days before would have led to expect.
        samples: ids of a few posts about it, the most telling first.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="topics")
    name = models.CharField(_("topic"), max_length=200)
    terms = models.JSONField(default=list)
    first_seen = models.DateTimeField()
    noticed_at = models.DateTimeField()
    last_seen = models.DateTimeField()
    posts = models.PositiveIntegerField()
    authors = models.PositiveIntegerField()
    expected = models.FloatField()
    samples = models.JSONField(default=list)

    class Meta:
        ordering = ("-last_seen", "-posts", "pk")
        indexes = (models.Index(fields=("organization", "-last_seen"), name="topic_latest"),)

    def __str__(self) -> str:
        return self.name

    @property
    def growth(self) -> float:
        """How many times as many posts as expected; at least one post counts as expected."""
        return self.posts / max(self.expected, 1.0)

    def rises(self, at: datetime) -> bool:
        """Return whether it was still rising shortly before the moment ``at`` of the posts' own time."""
        return at - self.last_seen < RISING_FOR


class Watch(models.Model):
    """Up to which moment of its posts an organisation was searched for topics."""

    organization = models.OneToOneField(Organization, on_delete=models.CASCADE, related_name="topic_watch")
    seen_to = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.organization}: {self.seen_to:%Y-%m-%d %H:%M}"
