"""The people of the market: who they are, where they are, whom they follow."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.random import Generator

from colonnade.simulation.market import CHANNELS, LANGUAGES, SEGMENTS, Segment

FIRST = (
    *("Aino", "Ben", "Carla", "Dirk", "Eva", "Finn", "Greta", "Hank", "Ines", "Jonas", "Karin", "Lou"),
    *("Marta", "Nils", "Olga", "Pablo", "Rita", "Sven", "Tess", "Uwe", "Vera", "Wade", "Yara", "Zoe"),
)
LAST = (
    *("Aalto", "Berg", "Castro", "Dahl", "Ekman", "Fuchs", "Garcia", "Hale", "Ivers", "Jansen", "Krog"),
    *("Lund", "Moreno", "Nyberg", "Ortiz", "Pryde", "Quist", "Ruiz", "Stone", "Tveit", "Urban", "Voss"),
)
TRADES = ("digs", "iron", "diesel", "tracks", "yard", "crew", "wrench", "loader", "earth", "quarry")

CUSTOMER_SHARE = {"fleet managers": 0.35, "operators": 0.12, "mechanics": 0.15, "enthusiasts": 0.03}
"""Of each segment, how many have bought a machine, and let the company know their account."""
INFLUENCERS_PER_CHANNEL = 6
BOTS = 24
FOLLOWS_EACH = 4


@dataclass(kw_only=True)
class Person:
    """Somebody who posts in one channel.

    Attributes:
        activity: weight among the channel's people when somebody posts.
        kind: "person", "influencer", "bot" or "own" (the company's own account).
        customer: whether the company knows the account as a customer's.
    """

    handle: str
    name: str
    channel: str
    segment: Segment
    language: str
    activity: float
    followers: int
    kind: str = "person"
    customer: bool = False
    follows: list[int] = field(default_factory=list)


def _name(rng: Generator, number: int) -> tuple[str, str]:
    first, last = FIRST[rng.integers(len(FIRST))], LAST[rng.integers(len(LAST))]
    trade = TRADES[rng.integers(len(TRADES))]
    handle = (f"{first}{last}", f"{first}_{trade}", f"{trade}{last}", f"{last}.{trade}")[rng.integers(4)]
    return f"{handle.lower()}{number}", f"{first} {last}"


def _channel_of(rng: Generator, segment: Segment) -> str:
    names = list(CHANNELS)
    weights = np.array([segment.channels[name] * CHANNELS[name] for name in names])
    return names[rng.choice(len(names), p=weights / weights.sum())]


def _person(rng: Generator, number: int) -> Person:
    segment = SEGMENTS[rng.choice(len(SEGMENTS), p=[item.share for item in SEGMENTS])]
    languages = list(LANGUAGES)
    handle, name = _name(rng, number)
    return Person(
        handle=handle,
        name=name,
        channel=_channel_of(rng, segment),
        segment=segment,
        language=languages[rng.choice(len(languages), p=list(LANGUAGES.values()))],
        activity=float(rng.pareto(1.3) + 0.2),
        followers=int(rng.lognormal(4.6, 1.3)),
    )


def _make_influencers(rng: Generator, people: Sequence[Person]) -> None:
    for channel in CHANNELS:
        here = [person for person in people if person.channel == channel and person.language == "en"]
        for place in rng.permutation(len(here))[:INFLUENCERS_PER_CHANNEL]:
            chosen = here[place]
            chosen.kind = "influencer"
            chosen.followers = int(rng.lognormal(10.2, 0.5))
            chosen.activity = float(rng.uniform(9, 16))


def _make_bots(rng: Generator, people: Sequence[Person]) -> None:
    ordinary = [person for person in people if person.kind == "person" and person.channel in {"x", "bluesky"}]
    for place in rng.permutation(len(ordinary))[:BOTS]:
        ordinary[place].kind = "bot"
        ordinary[place].followers = int(rng.integers(0, 30))
        ordinary[place].activity = float(rng.uniform(10, 20))
        ordinary[place].language = "en"


def _sell(rng: Generator, people: Sequence[Person]) -> None:
    for person in people:
        person.customer = person.kind == "person" and rng.random() < CUSTOMER_SHARE[person.segment.key]


def _connect(rng: Generator, people: Sequence[Person]) -> None:
    """Let people follow by preferential attachment within their channel (Barabasi and Albert 1999)."""
    for channel in CHANNELS:
        here = [number for number, person in enumerate(people) if person.channel == channel]
        weights = np.array([people[number].followers + 5.0 for number in here]) ** 0.8
        weights /= weights.sum()
        for number in here:
            if people[number].kind == "bot":
                continue
            wanted = rng.choice(len(here), size=min(FOLLOWS_EACH, len(here)), replace=False, p=weights)
            people[number].follows = sorted({here[place] for place in wanted} - {number})


def populate(rng: Generator, count: int) -> list[Person]:
    """Return ``count`` people with influencers and bots among them, who follow each other."""
    people = [_person(rng, number) for number in range(count)]
    _make_influencers(rng, people)
    _make_bots(rng, people)
    _connect(rng, people)
    _sell(rng.spawn(1)[0], people)
    return people
