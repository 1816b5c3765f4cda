"""Ideas that somebody put aside."""

from django.db import models

from colonnade.organization.models import Organization, User


class PutAside(models.Model):
    """An idea that is not shown any more.

    Attributes:
        key: as of ``finding.Idea``.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="ideas_put_aside")
    key = models.CharField(max_length=200)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organization", "key"), name="idea_aside_once"),)

    def __str__(self) -> str:
        return self.key
