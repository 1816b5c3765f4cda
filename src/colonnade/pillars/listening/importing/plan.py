"""What a person confirmed: which column is what, and how its values are to be read."""

from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict

from colonnade.pillars.listening.importing.fields import FIELDS, Field
from colonnade.pillars.listening.importing.times import DateOrder
from colonnade.pillars.listening.importing.values import channel_of

Kind = Literal["posts", "follows"]


class PlanRefused(ValueError):
    """A plan that cannot be carried out, with what to change."""


class Plan(BaseModel):
    """How rows become posts (or follower relations).

    Attributes:
        mapping: the column of each field; fields without one are left out.
        channel: of rows that name none; empty takes it from the post's link.
        zone: IANA name of the zone of times that name none.
        order: whether 3/4 is 3 April or March 4.
        entities: whether texts hold HTML entities that stand for characters.
        latest: no post is later than this.
    """

    model_config = ConfigDict(frozen=True)

    kind: Kind = "posts"
    mapping: dict[Field, str]
    channel: str = ""
    zone: str = "UTC"
    order: DateOrder = "day_first"
    entities: bool = False
    latest: datetime | None = None

    def checked(self, columns: tuple[str, ...]) -> "Plan":
        """Return the plan with its channel in Colonnade's writing. Raises ``PlanRefused``."""
        fields = FIELDS[self.kind]
        unknown = [name for name in self.mapping.values() if name not in columns]
        if unknown:
            raise PlanRefused(
                _("There is no column '%(name)s'; the file has: %(columns)s.")
                % {"name": unknown[0], "columns": ", ".join(columns[:40])}
            )
        missing = [
            str(info.label) for field, info in fields.items() if info.required and field not in self.mapping
        ]
        if missing:
            raise PlanRefused(_("Say which column holds: %(fields)s.") % {"fields": ", ".join(missing)})
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise PlanRefused(
                _("'%(zone)s' is no time zone; write one such as Europe/Berlin.") % {"zone": self.zone}
            ) from None
        if not self.channel and not {Field.CHANNEL, Field.URL} & set(self.mapping):
            raise PlanRefused(
                _("Say which channel the posts come from, such as x, bluesky or forum.example.com.")
            )
        return self.model_copy(
            update={
                "channel": channel_of(self.channel) or "",
                "mapping": {field: name for field, name in self.mapping.items() if field in fields},
            }
        )
