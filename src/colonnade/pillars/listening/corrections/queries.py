"""Reads: corrections, and how the models do on them."""

from collections.abc import Iterable
from dataclasses import dataclass

from colonnade.organization.models import Organization
from colonnade.pillars.listening.corrections.models import Correction
from colonnade.pillars.listening.understanding import Tier, understand
from colonnade.pillars.listening.understanding.card import CLASSES, UNSURE
from colonnade.warehouse.store import Facts


def corrections_of(*, organization: Organization, mention_ids: Iterable[str]) -> dict[str, Correction]:
    """Return the corrections of some posts, by post."""
    found = Correction.objects.filter(organization=organization, mention_id__in=list(mention_ids))
    return {correction.mention_id: correction for correction in found.select_related("actor")}


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """How a classifier does on an organisation's corrected posts.

    Attributes:
        model: its name and version.
        posts: corrected posts whose text is still stored.
        confusion: posts by what people said and by its answer, ``unsure`` included.
    """

    model: str
    posts: int
    confusion: dict[str, dict[str, int]]

    @property
    def answered(self) -> int:
        """Posts on which it did not abstain."""
        return self.posts - sum(row[UNSURE] for row in self.confusion.values())

    @property
    def right(self) -> int:
        """Posts on which it gives the people's answer."""
        return sum(self.confusion[name][name] for name in CLASSES)


def evaluate(*, organization: Organization, facts: Facts, tier: Tier) -> Evaluation:
    """Return how a tier does on the posts that people corrected or confirmed.

    They are posts that somebody looked at, most of them because the label was wrong: the figures say where it
    errs, and are worse than those of all posts.
    """
    said = dict(Correction.objects.filter(organization=organization).values_list("mention_id", "sentiment"))
    mentions = facts.mentions
    kept = facts.run(mentions.filter(mentions.mention_id.isin(list(said))).select("mention_id", "text"))
    found = understand([text or "" for text in kept["text"].to_pylist()], tier=tier)
    answers = (*CLASSES, UNSURE)
    confusion = {name: dict.fromkeys(answers, 0) for name in CLASSES}
    for mention_id, answer in zip(kept["mention_id"].to_pylist(), found.sentiment, strict=True):
        confusion[said[mention_id]][answer] += 1
    return Evaluation(model=found.model, posts=kept.num_rows, confusion=confusion)
