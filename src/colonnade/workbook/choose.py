"""Choose: the channels. Closed until the goals are clear; then ranked by where customers converse."""

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from colonnade.pillars.listening.questions.statistics import design_effect, wilson
from colonnade.pillars.listening.summary import HeardChannel
from colonnade.strategy.document.model import ChannelKind, Strategy
from colonnade.workbook import nouns
from colonnade.workbook.situation import Situation, listed
from colonnade.workbook.state import Criterion, Step, Todo, share_of

ENOUGH_POSTS = 30
"""Fewer posts than this in all say nothing about shares (a Wilson interval wider than 30 points)."""


@dataclass(frozen=True, kw_only=True)
class RankedChannel:
    """A channel with the evidence for it.

    Attributes:
        share, low, high: share of the relevant conversation with its 95% Wilson interval.
        n: posts that the share is taken of.
        reasons: why it stands where it stands, each a sentence with its figure.
        methods: methods of the strategy that use the channel.
    """

    channel: str
    share: float
    low: float
    high: float
    n: int
    posts: int
    reasons: tuple[str, ...]
    methods: tuple[str, ...]

    @property
    def percent(self) -> int:
        """The share in whole per cent."""
        return round(self.share * 100)

    @property
    def low_percent(self) -> int:
        """The lower end of the interval in whole per cent."""
        return round(self.low * 100)

    @property
    def high_percent(self) -> int:
        """The upper end of the interval in whole per cent."""
        return round(self.high * 100)


def _reasons(channel: HeardChannel) -> tuple[str, ...]:
    reasons = [
        _("{posts} by {authors}").format(
            posts=nouns.count(nouns.POSTS, channel.posts),
            authors=nouns.count(nouns.AUTHORS, channel.authors),
        )
    ]
    if channel.questions:
        reasons.append(
            _("{questions} asked there").format(questions=nouns.count(nouns.QUESTIONS, channel.questions))
        )
    if channel.rivals:
        reasons.append(
            _("competitors are spoken of in {posts}").format(posts=nouns.count(nouns.POSTS, channel.rivals))
        )
    return tuple(reasons)


def rank(channels: tuple[HeardChannel, ...], document: Strategy) -> list[RankedChannel]:
    """Return the channels by their share of the relevant conversation, the largest first.

    Relevant are posts about the company or its competitors: where those are, customers converse. The
    intervals allow for the same people posting again and again. Returns nothing where fewer than
    ``ENOUGH_POSTS`` were heard in all.
    """
    weights = {item.channel: item.posts + item.rivals for item in channels}
    total = sum(weights.values())
    if total < ENOUGH_POSTS:
        return []
    ranked = []
    for item, effect in zip(channels, _clustering(channels, total), strict=True):
        share = wilson(weights[item.channel], total, design_effect=effect)
        ranked.append(
            RankedChannel(
                channel=item.channel,
                share=share.value,
                low=share.low,
                high=share.high,
                n=total,
                posts=item.posts,
                reasons=_reasons(item),
                methods=tuple(
                    method.name or method.id for method in document.methods if method.channel == item.channel
                ),
            )
        )
    return sorted(ranked, key=lambda item: (-item.share, item.channel))


def _clustering(channels: tuple[HeardChannel, ...], total: int) -> list[float]:
    """Return each channel's design effect: people are the clusters, and each writes in one channel."""
    hits = np.array([item.posts + item.rivals for item in channels], dtype=float)
    squares = np.array([item.squares for item in channels], dtype=float)
    effects = design_effect(
        total=total,
        hits=hits,
        hits2=squares,
        hits_sizes=squares,
        sizes2=float(squares.sum()),
        clusters=sum(item.writers for item in channels),
    )
    return [float(effect) for effect in effects]


def _social_channels(document: Strategy) -> set[str]:
    other = {item.id for item in document.channels if item.kind != ChannelKind.SOCIAL}
    return {method.channel for method in document.methods} - other - {"choose"}


def _heard(situation: Situation, ranked: list[RankedChannel]) -> Criterion:
    return Criterion(
        needs=_("Where customers converse"),
        share=1.0 if ranked else min(0.9, situation.heard.posts / ENOUGH_POSTS),
        known=_("conversation heard in {channels}").format(
            channels=listed([item.channel for item in ranked])
        ),
        missing=_(
            "Too few posts about you or competitors to compare channels: import more, and define brands."
        ),
        todo=Todo(label=_("Listen: define brands"), page="listening:brands"),
    )


def _decided(situation: Situation) -> Criterion:
    methods = situation.document.methods
    return Criterion(
        needs=_("A channel for each method"),
        share=share_of(method.channel != "choose" for method in methods),
        known=_("channels chosen for the methods"),
        missing=_("Some methods still say `choose`: pick a channel from the ranking."),
        todo=Todo(label=_("Rank the channels"), page="workbook:choose"),
    )


def _founded(situation: Situation, ranked: list[RankedChannel]) -> Criterion:
    document = situation.document
    cited = {item.id for item in document.channels if item.evidence}
    heard = {item.channel for item in ranked}
    founded = [channel in cited or channel in heard for channel in sorted(_social_channels(document))]
    return Criterion(
        needs=_("Evidence for each chosen channel"),
        share=share_of(founded),
        known=_("{done} of {channels} chosen by evidence").format(done=sum(founded), channels=len(founded)),
        missing=_("A channel was chosen where nobody was heard and no evidence is cited."),
        todo=Todo(label=_("Rank the channels"), page="workbook:choose"),
    )


def unheard(ranked: list[RankedChannel], document: Strategy) -> list[str]:
    """Return the social channels that the strategy uses and listening heard nobody in."""
    heard = {item.channel for item in ranked}
    return sorted(_social_channels(document) - heard) if ranked else []


def assess(situation: Situation, *, clarified: Step) -> Step:
    """Return how well the channels are chosen; closed until ``clarified`` holds."""
    closed = (
        ""
        if clarified.holds
        else _("Opens when Clarify holds: nobody talks about platforms before the goals.")
    )
    ranked = [] if closed else rank(situation.heard.channels, situation.document)
    return Step(
        key="choose",
        title=_("Choose"),
        decides=_("Channels"),
        criteria=(_heard(situation, ranked), _decided(situation), _founded(situation, ranked)),
        cracks=situation.cracks_of("choose"),
        closed=closed,
    )
