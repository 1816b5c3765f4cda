"""Readings: the figures that were measured, and the files they came in."""

from django.conf import settings
from django.db import models

from colonnade.organization.models import Organization


class ReadingFile(models.Model):
    """A file of readings that was imported, and what became of its rows.

    Attributes:
        new, changed, known: rows that added a reading, replaced its value, or said what was known.
        aside: rows that could not be read, each with ``row`` (from 1), ``reason`` and ``cells``.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="reading_files")
    name = models.CharField(max_length=255)
    imported_at = models.DateTimeField()
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    aside = models.JSONField(default=list)

    class Meta:
        ordering = ("-imported_at", "-pk")

    def __str__(self) -> str:
        return self.name


class Reading(models.Model):
    """One figure of a metric on one day.

    Attributes:
        metric: id of a declared metric, or the company's own name for one.
        on: the day that the figure speaks for; of a period, its last day.
        unit, channel: where the figure is of one business unit or channel only; empty for the whole.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="readings")
    metric = models.CharField(max_length=80)
    on = models.DateField()
    value = models.FloatField()
    unit = models.CharField(max_length=60, blank=True)
    channel = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=200, blank=True)
    file = models.ForeignKey(ReadingFile, on_delete=models.SET_NULL, null=True, related_name="readings")

    class Meta:
        ordering = ("metric", "on")
        constraints = (
            models.UniqueConstraint(
                fields=("organization", "metric", "on", "unit", "channel"), name="reading_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.metric} on {self.on}: {self.value:g}"
