"""Forms of the outbox."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from colonnade.publishing.models import Publication
from colonnade.publishing.times import NoSuchTime, moment_of, zone_of

_SHOWN = "%Y-%m-%dT%H:%M"


class TimeForm(forms.Form):
    """When a publication appears, by the clocks of a zone."""

    # No DateTimeField: that takes what is typed for the viewer's time; it is meant by the zone beside it.
    wall = forms.CharField(
        label=_("Day and time"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    zone = forms.CharField(
        label=_("By the clocks of"), max_length=64, help_text=_("A time zone such as Europe/Berlin.")
    )

    def __init__(self, data: Any = None, *, publication: Publication) -> None:
        at = publication.scheduled_at
        local = f"{at.astimezone(zone_of(publication.zone)):{_SHOWN}}" if at is not None else ""
        super().__init__(data, initial={"wall": local, "zone": publication.zone})

    def clean(self) -> dict[str, Any]:
        """Turn the time of day into a moment; one that the clocks never show is refused."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        try:
            wall = datetime.fromisoformat(cleaned["wall"]).replace(tzinfo=None)
            cleaned["at"] = moment_of(wall=wall, zone=cleaned["zone"])
        except NoSuchTime as error:
            self.add_error("wall", str(error))
        except ValueError:
            self.add_error("wall", _("Enter a day and a time."))
        return cleaned


class SeenForm(forms.Form):
    """What a person saw on the network."""

    address = forms.URLField(
        label=_("Address of the post"),
        max_length=500,
        assume_scheme="https",
        help_text=_("As the network shows it in the browser."),
    )


class PauseForm(forms.Form):
    """Why nothing is published for a while."""

    reason = forms.CharField(label=_("Why"), max_length=300)
