"""What the people of the market say: posts with their truth (brand, topic, intent, sentiment)."""

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from math import cos, pi
from typing import TypeVar

from numpy.random import Generator

from colonnade.simulation.market import BRANDS, CRISIS, OWN, TOPICS, Brand, Topic
from colonnade.simulation.people import Person
from colonnade.simulation.phrases import FRAMES, LIGHT, PIECES
from colonnade.simulation.phrases.others import (
    CRISIS_ASKED,
    CRISIS_WRONG,
    HASHTAGS,
    MOODS,
    OWN_POSTS,
    PLACES,
    SPAM,
)

T = TypeVar("T")

NO_BRAND = 0.30
REPLIES = 0.28
BOT_POSTS = 0.02
LIGHTLY, SAYS_MORE = 0.5, 0.3
IN_A_MOOD = {"good": 0.14, "bad": 0.03}
"""How often a question or a plain remark comes with a mood about something else, as public posts do."""
SENTIMENT = {"wrong": "negative", "well": "positive", "asked": "neutral", "told": "neutral"}
HOURS = (1, 1, 1, 1, 1, 3, 6, 8, 8, 7, 7, 8, 9, 8, 7, 7, 8, 9, 10, 11, 11, 9, 6, 3)
"""How much is posted at each hour of the day (UTC), relative to each other."""


class Weighted:
    """Draws places in proportion to weights, many times over the same weights."""

    def __init__(self, rng: Generator, weights: Sequence[float]) -> None:
        self._rng, self._sums = rng, list(accumulate(weights))

    def draw(self) -> int:
        """Return a place."""
        return bisect(self._sums, self._rng.random() * self._sums[-1])


@dataclass(frozen=True, kw_only=True)
class Post:
    """One post and what is true of it."""

    id: str
    person: Person
    at: datetime
    text: str
    reply_to: str
    likes: int
    replies: int
    reposts: int
    views: int
    place: str
    brand: str
    topic: str
    intent: str
    sentiment: str
    kind: str


class Conversation:
    """Draws posts one after the other, in the order of time.

    Args:
        people: as ``people.populate`` made them.
        today: the last day.
        days: how many days before it are told.
    """

    def __init__(self, rng: Generator, people: list[Person], *, today: date, days: int) -> None:
        self.rng, self.people, self.today, self.days = rng, people, today, days
        talkers = [person for person in people if person.kind != "bot"]
        self._talkers = talkers
        self._talking = Weighted(rng, [person.activity for person in talkers])
        self._hours = Weighted(rng, HOURS)
        self._brands = Weighted(rng, [brand.share for brand in BRANDS])
        self._bots = [person for person in people if person.kind == "bot"]
        self._recent: dict[str, list[Post]] = {}

    def posts(self, count: int) -> list[Post]:
        """Return about ``count`` posts (bots and the company's own come on top), oldest first."""
        kinds = self._moments(count)
        return [self._post(number, at, kind) for number, (at, kind) in enumerate(kinds)]

    def _moments(self, count: int) -> list[tuple[datetime, str]]:
        moments = [(self._any_moment(), "talk") for _ in range(count)]
        moments += [(self._crisis_moment(), "crisis") for _ in range(round(count * CRISIS.posts))]
        moments += [(self._any_moment(), "spam") for _ in range(round(count * BOT_POSTS))]
        moments += [(self._any_moment(), "own") for _ in range(self.days // 2)]
        return sorted(moments, key=lambda moment: moment[0])

    def _at(self, day: date) -> datetime:
        hour = self._hours.draw()
        minute, second = (int(self.rng.integers(60)) for _ in range(2))
        return datetime.combine(day, time(hour, minute, second), UTC)

    def _any_moment(self) -> datetime:
        day = self.today - timedelta(days=int(self.rng.integers(1, self.days + 1)))
        return self._at(day)

    def _crisis_moment(self) -> datetime:
        after = min(int(self.rng.gamma(2.0, 1.2)), CRISIS.days)
        return self._at(self.today - timedelta(days=CRISIS.begins - after))

    def _post(self, number: int, at: datetime, kind: str) -> Post:
        if kind == "spam":
            return self._plain(number, at, kind, self._pick_bot(), SPAM)
        if kind == "own":
            return self._own(number, at)
        person = self._talkers[self._talking.draw()]
        if kind == "crisis":
            return self._of_crisis(number, at, person)
        return self._talk(number, at, person)

    def _pick_bot(self) -> Person:
        return self._bots[int(self.rng.integers(len(self._bots)))]

    def _pick(self, choices: tuple[T, ...]) -> T:
        return choices[int(self.rng.integers(len(choices)))]

    def _topic(self, person: Person, at: datetime) -> Topic:
        """Return what the person talks about: by segment, and by season (a raised cosine around the peak)."""
        week = at.isocalendar().week
        weights = [
            (0.4 + person.segment.topics.get(topic.key, 0.0))
            * (1 + (1.5 * max(0.0, cos(2 * pi * (week - topic.peak_week) / 52)) if topic.peak_week else 0.0))
            for topic in TOPICS
        ]
        return TOPICS[Weighted(self.rng, weights).draw()]

    def _brand(self) -> Brand:
        return BRANDS[self._brands.draw()]

    def _intent(self, topic: Topic, brand: Brand) -> str:
        complaints = max(0.02, topic.complaints - brand.mood)
        praise = max(0.02, topic.praise + brand.mood)
        told = max(0.05, 1 - complaints - praise - topic.questions)
        return ("wrong", "well", "asked", "told")[
            Weighted(self.rng, (complaints, praise, topic.questions, told)).draw()
        ]

    def _fill(self, text: str, brand: Brand) -> str:
        return text.format(
            b=brand.name,
            handle=brand.handle,
            m=self._pick(brand.machines),
            h=int(self.rng.integers(3, 90)) * 100,
            n=int(self.rng.integers(2, 9)),
            p=self._pick(PLACES),
            x="{x}",
            y="{y}",
        )

    def _words(self, person: Person, topic: Topic, intent: str, brand: Brand, *, named: bool) -> str:
        language = person.language if topic.key in PIECES[person.language] else "en"
        pieces = PIECES[language][topic.key]
        piece: str = self._pick(getattr(pieces, intent))
        others = getattr(pieces, intent if intent in {"wrong", "well"} else "told")
        if self.rng.random() < SAYS_MORE and others != (piece,):
            piece = f"{piece} {self._pick(tuple(other for other in others if other != piece))}"
        if not named:
            return piece
        light = intent in {"asked", "told"} and self.rng.random() < LIGHTLY
        frame: str = self._pick(LIGHT if light else getattr(FRAMES[language], intent))
        within = piece if piece[1:2].isupper() else piece[0].lower() + piece[1:]
        return self._fill(frame, brand).format(x=piece, y=within)

    def _in_a_mood(self, text: str) -> str:
        drawn = self.rng.random()
        for mood, share in IN_A_MOOD.items():
            if drawn < share:
                remark = self._pick(MOODS[mood]).format(p=self._pick(PLACES))
                return f"{remark} {text}" if self.rng.random() < 0.5 else f"{text} {remark}"
            drawn -= share
        return text

    def _dressed(self, text: str, person: Person, topic: Topic) -> str:
        """Return the text as people type: tags in some channels, here and there a slip or no capitals."""
        if person.channel in {"instagram", "linkedin", "x", "bluesky"} and self.rng.random() < 0.35:
            text = f"{text} {self._pick(HASHTAGS[topic.key])}"
        slip = self.rng.random()
        if slip < 0.06:
            return text.lower()
        if slip < 0.10 and len(text) > 20:
            place = int(self.rng.integers(5, len(text) - 5))
            return text[:place] + text[place + 1 :]
        return text

    def _answered(self, person: Person, at: datetime) -> Post | None:
        recent = self._recent.get(person.channel, [])
        if not recent or self.rng.random() > REPLIES:
            return None
        weights = [9.0 if post.person.kind == "influencer" else 1.0 for post in recent]
        post = recent[Weighted(self.rng, weights).draw()]
        return post if post.person is not person and at - post.at < timedelta(days=5) else None

    def _talk(self, number: int, at: datetime, person: Person) -> Post:
        topic, brand = self._topic(person, at), self._brand()
        named = self.rng.random() > NO_BRAND
        intent = self._intent(topic, brand)
        text = self._words(person, topic, intent, brand, named=named)
        if SENTIMENT[intent] == "neutral" and person.language == "en":
            text = self._in_a_mood(text)
        text = self._dressed(text, person, topic)
        answered = self._answered(person, at)
        if answered is not None:
            text = f"@{answered.person.handle} {text}"
        return self._made(
            number,
            at,
            person,
            text,
            reply_to=answered.id if answered else "",
            brand=brand.name if named else "",
            topic=topic.key,
            intent=intent,
            sentiment=SENTIMENT[intent],
            kind="talk",
        )

    def _of_crisis(self, number: int, at: datetime, person: Person) -> Post:
        negative = self.rng.random() < CRISIS.negative
        text = self._fill(self._pick(CRISIS_WRONG if negative else CRISIS_ASKED), OWN)
        return self._made(
            number,
            at,
            person,
            f"{text} #hoserecall" if self.rng.random() < 0.4 else text,
            brand=OWN.name,
            topic="recall",
            intent="wrong" if negative else "asked",
            sentiment="negative" if negative else "neutral",
            kind="crisis",
        )

    def _plain(self, number: int, at: datetime, kind: str, person: Person, texts: tuple[str, ...]) -> Post:
        text = texts[int(person.followers) % len(texts)].format(n=person.followers)
        return self._made(number, at, person, text, topic="", intent="", sentiment="neutral", kind=kind)

    def _own(self, number: int, at: datetime) -> Post:
        person = self._pick(tuple(self._talkers[:1]))
        own = Person(
            handle=OWN.handle,
            name=f"{OWN.name} Machinery",
            channel=self._pick(("linkedin", "youtube", "x", "instagram")),
            segment=person.segment,
            language="en",
            activity=0.0,
            followers=18_400,
            kind="own",
        )
        topic = self._pick(TOPICS)
        text = self._fill(self._pick(OWN_POSTS), OWN).format(x=self._pick(PIECES["en"][topic.key].asked))
        return self._made(
            number, at, own, text, brand=OWN.name, topic=topic.key, intent="", sentiment="neutral", kind="own"
        )

    def _made(self, number: int, at: datetime, person: Person, text: str, **truth: str) -> Post:
        reach = person.followers * float(self.rng.uniform(0.05, 0.4)) + float(self.rng.exponential(40))
        likes = int(self.rng.poisson(reach * 0.012))
        post = Post(
            id=f"{person.channel[:2]}{number:07d}",
            person=person,
            at=at,
            text=text,
            reply_to=truth.pop("reply_to", ""),
            likes=likes,
            replies=int(self.rng.poisson(0.3 + likes * 0.08)),
            reposts=int(self.rng.poisson(likes * 0.12)),
            views=int(reach),
            place=self._pick(PLACES) if self.rng.random() < 0.3 else "",
            brand=truth.pop("brand", ""),
            **truth,
        )
        if person.kind != "bot":
            self._recent.setdefault(person.channel, []).append(post)
            del self._recent[person.channel][:-60]
        return post
