"""The words and quantities that a strategy document is written with."""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError


def _calendar_date(value: object) -> object:
    # Without this, pydantic would take numbers for seconds since 1970 and times of day for dates.
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("calendar_date", "not a calendar date")


Day = Annotated[date, BeforeValidator(_calendar_date)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
ChannelId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]{0,59}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=-1e15, le=1e15)]
Amount = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=0, le=1e12)]
Share = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=0, le=1)]


class Kind(StrEnum):
    """What a business unit wants."""

    SELL = "sell"
    LEADS = "leads"
    PARTS = "parts"
    SERVICE = "service"
    OTHER = "other"


class Stage(StrEnum):
    """Where in the funnel a goal works."""

    AWARENESS = "awareness"
    CONSIDERATION = "consideration"
    LEAD = "lead"
    SALE = "sale"
    SERVICE = "service"


class Pillar(StrEnum):
    """The four pillars."""

    LISTENING = "listening"
    PROMOTION = "promotion"
    LEADERSHIP = "leadership"
    SUPPORT = "support"


class ChannelKind(StrEnum):
    """What a channel is: social, or one of the marketing channels that social must work with."""

    SOCIAL = "social"
    WEB = "web"
    SEARCH = "search"
    EMAIL = "email"
    EVENT = "event"
    OFFLINE = "offline"
    PHONE = "phone"


class Per(StrEnum):
    """The period over which a figure counts; ``level`` is a standing figure such as a share or a time."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    TOTAL = "total"
    LEVEL = "level"


PERIOD_DAYS = {Per.WEEK: 7.0, Per.MONTH: 30.4375, Per.QUARTER: 91.3125, Per.YEAR: 365.25}
"""Days in each period, in the mean of four years."""


class EvidenceKind(StrEnum):
    """How a claim is known, from the strongest to the weakest."""

    EXPERIMENT = "experiment"
    RESULT = "result"
    LISTENING = "listening"
    BENCHMARK = "benchmark"
    SURVEY = "survey"
    ASSUMED = "assumed"
