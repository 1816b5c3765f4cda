"""The simulated market: a machinery maker, two competitors, what people talk about and where.

Everything here is invented. It is the *truth* of the simulation: ``conversations`` and ``results`` draw from
it, and ``truth.json`` says it, so that answers can be judged against what is known.
"""

from dataclasses import dataclass

FORUM = "forum.heavyiron.example"
CHANNELS: dict[str, float] = {
    FORUM: 0.33,
    "youtube": 0.24,
    "linkedin": 0.13,
    "x": 0.13,
    "instagram": 0.10,
    "bluesky": 0.07,
}
"""Where conversations happen, as shares of all posts."""

LANGUAGES: dict[str, float] = {"en": 0.86, "de": 0.08, "es": 0.06}


@dataclass(frozen=True, kw_only=True)
class Brand:
    """A maker.

    Attributes:
        share: of posts that name a brand (the true share of voice).
        mood: added to the chance of praise, taken from that of complaint.
        machines: model names.
    """

    name: str
    handle: str
    share: float
    mood: float
    machines: tuple[str, ...]


OWN = Brand(
    name="Tarnholm",
    handle="tarnholm",
    share=0.40,
    mood=0.0,
    machines=("TX-210", "TX-340", "WL-90", "DZ-6", "SK-12"),
)
RIVALS = (
    Brand(
        name="Veldtrac", handle="veldtrac", share=0.36, mood=0.08, machines=("V220", "V350", "LD-80", "CB-5")
    ),
    Brand(name="Ironbeck", handle="ironbeck", share=0.24, mood=-0.06, machines=("IB-21", "IB-36", "L9")),
)
BRANDS = (OWN, *RIVALS)


@dataclass(frozen=True, kw_only=True)
class Segment:
    """A kind of people: how many of them there are, and where they are (weights over ``CHANNELS``)."""

    key: str
    share: float
    channels: dict[str, float]
    topics: dict[str, float]


SEGMENTS = (
    Segment(
        key="mechanics",
        share=0.26,
        channels={FORUM: 6, "youtube": 3, "x": 0.5, "linkedin": 0.3, "instagram": 0.5, "bluesky": 0.4},
        topics={"hydraulics": 3, "undercarriage": 2, "cold_start": 2, "parts": 3, "emissions": 2, "howto": 3},
    ),
    Segment(
        key="operators",
        share=0.34,
        channels={FORUM: 3, "youtube": 4, "x": 1, "linkedin": 0.2, "instagram": 3, "bluesky": 1},
        topics={"comfort": 3, "hydraulics": 1, "attachments": 2, "howto": 2, "cold_start": 1, "fuel": 1},
    ),
    Segment(
        key="fleet managers",
        share=0.22,
        channels={FORUM: 2, "youtube": 1, "x": 1.5, "linkedin": 5, "instagram": 0.2, "bluesky": 0.6},
        topics={"fuel": 3, "telematics": 3, "service": 3, "resale": 2, "parts": 2, "electric": 1},
    ),
    Segment(
        key="enthusiasts",
        share=0.18,
        channels={FORUM: 1, "youtube": 4, "x": 3, "linkedin": 0.3, "instagram": 4, "bluesky": 2},
        topics={"electric": 3, "attachments": 1, "resale": 1, "comfort": 1, "fuel": 1},
    ),
)


@dataclass(frozen=True, kw_only=True)
class Topic:
    """Something people talk about.

    Attributes:
        peak_week: week of the year in which most is said; 0 for no season.
        complaints, questions, praise: chances of what a post about it does; the rest only tells.
    """

    key: str
    peak_week: int = 0
    complaints: float = 0.28
    questions: float = 0.26
    praise: float = 0.22


TOPICS = (
    Topic(key="hydraulics", complaints=0.38, questions=0.30, praise=0.12),
    Topic(key="undercarriage", complaints=0.32, questions=0.30, praise=0.14),
    Topic(key="cold_start", peak_week=3, complaints=0.34, questions=0.36, praise=0.12),
    Topic(key="parts", complaints=0.36, questions=0.30, praise=0.16),
    Topic(key="service", complaints=0.34, questions=0.20, praise=0.26),
    Topic(key="fuel", complaints=0.18, questions=0.24, praise=0.34),
    Topic(key="telematics", complaints=0.24, questions=0.34, praise=0.22),
    Topic(key="comfort", peak_week=28, complaints=0.20, questions=0.14, praise=0.42),
    Topic(key="attachments", peak_week=18, complaints=0.16, questions=0.38, praise=0.26),
    Topic(key="emissions", complaints=0.42, questions=0.30, praise=0.06),
    Topic(key="resale", complaints=0.16, questions=0.36, praise=0.26),
    Topic(key="electric", peak_week=15, complaints=0.20, questions=0.32, praise=0.26),
    Topic(key="howto", complaints=0.10, questions=0.52, praise=0.20),
)


@dataclass(frozen=True, kw_only=True)
class Crisis:
    """Something that burns: ``begins`` days before today, for ``days``, a wave of posts about ``OWN``."""

    begins: int = 47
    days: int = 8
    posts: float = 0.035
    negative: float = 0.86


CRISIS = Crisis()


@dataclass(frozen=True, kw_only=True)
class TrueEffect:
    """What one unit of a method truly adds to a KPI in the week it appears, and what is left of it later.

    Attributes:
        carry_over: share of the effect that is still there the week after.
        half_at: units a week at which half of the possible effect is reached.
    """

    method: str
    metric: str
    per_unit: float
    carry_over: float
    half_at: float


TRUE_EFFECTS = (
    TrueEffect(method="howto_video", metric="mql", per_unit=2.6, carry_over=0.5, half_at=3.0),
    TrueEffect(method="forum_answers", metric="mql", per_unit=0.35, carry_over=0.3, half_at=18.0),
    TrueEffect(method="dealer_posts", metric="dealer leads", per_unit=0.8, carry_over=0.2, half_at=5.0),
    TrueEffect(method="parts_offers", metric="parts orders", per_unit=5.5, carry_over=0.1, half_at=4.0),
)
"""Judged against later: the plan's priors should come to hold these."""
