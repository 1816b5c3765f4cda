"""A group of mid-size people to work with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from colonnade.pillars.listening.questions.graph import (
    Attention,
    Portfolio,
    Reach,
)
from colonnade.pillars.listening.questions.influencers.people import Person

PORTFOLIO = 10
LARGEST = 0.1
"""Share of the candidates, those heard by most, that are no longer mid-size."""


@dataclass(frozen=True)
class Pick:
    """A portfolio of mid-size people beside the same number of the most heard."""

    mid_size: Portfolio
    largest: Portfolio

    def as_json(self, people: Sequence[Person]) -> dict[str, object]:
        """Return both groups' reach and who is in the first."""
        ids = {person.place: person.id for person in people}
        return {
            "people": [ids[place] for place in self.mid_size.chosen],
            "reach": self.mid_size.reach.as_json(),
            "reach_of_the_largest": self.largest.reach.as_json(),
        }


def pick(graph: Attention, people: Sequence[Person], bots: Mapping[str, str]) -> Pick | None:
    """Return a group of mid-size people chosen by whom they reach; None where there are too few."""
    by_size = sorted(people, key=lambda person: (-person.heard_by, person.id))
    skipped = max(1, round(len(by_size) * LARGEST))
    mid_size = [person.place for person in by_size[skipped:] if person.posts and person.id not in bots]
    if len(mid_size) < PORTFOLIO + PORTFOLIO // 2:
        return None
    reach = Reach(graph)
    chosen = reach.best(mid_size, PORTFOLIO)
    largest = [person.place for person in by_size[: len(chosen.chosen)]]
    return Pick(chosen, reach.of(largest))
