"""What the business wants: metrics with their figures, aims in other words, things sold, people hired."""

from dataclasses import dataclass
from functools import lru_cache

from colonnade.measurement.declarations import METRICS, FunnelStage, Metric, Unit
from colonnade.strategy.document.model import Kind
from colonnade.strategy.sentence.grammar.changes import Figure, Measure, figure
from colonnade.strategy.sentence.grammar.periods import adverb, rate
from colonnade.strategy.sentence.grammar.walking import skip, token_at, word_at
from colonnade.strategy.sentence.lexicon.quantities import Period
from colonnade.strategy.sentence.lexicon.words import WORDS, AimWords
from colonnade.strategy.sentence.parsed import Parsed
from colonnade.strategy.sentence.phrases import Phrases, same
from colonnade.strategy.sentence.tokens import Tokens

_AIMS = Phrases([(phrase, aim) for aim in WORDS.aims for phrase in aim.phrases], loose=WORDS.between_aims)
_SELLING = Phrases(same(WORDS.selling, value=True))
_HIRING = Phrases(same(WORDS.hiring, value=True))
_FILLERS = Phrases(same(WORDS.fillers, value=True))
_AUDIENCE = Phrases(same(["people", "person", "user", "account", "household", "decision maker"], value=True))
_VERB_ENDS = frozenset(phrase.split()[-1] for phrase in (*WORDS.upwards, *WORDS.downwards))
_SIZES = {Unit.MONEY: Measure.MONEY, Unit.PERCENT: Measure.PERCENT, Unit.MINUTES: Measure.MINUTES}


@dataclass(frozen=True, slots=True)
class Wish:
    """Something that the business wants.

    Attributes:
        metric: the id of the metric; None where the words name none.
        thing: what is sold, or who is hired.
        figure: the number that stands with it.
        more: whether the number comes on top of what there is ("20 more leads").
    """

    kind: Kind
    metric: str | None = None
    thing: str = ""
    figure: Figure | None = None
    more: bool = False
    per: Period | None = None


def kind_of(metric: Metric) -> Kind:
    """Return the kind of objective that a metric usually serves."""
    if metric.id.startswith("parts_"):
        return Kind.PARTS
    if metric.id == "applications":
        return Kind.OTHER
    for stage, kind in (
        (FunnelStage.LEAD, Kind.LEADS),
        (FunnelStage.SALE, Kind.SELL),
        (FunnelStage.SERVICE, Kind.SERVICE),
    ):
        if stage in metric.stages:
            return kind
    return Kind.OTHER


def wish(tokens: Tokens, at: int) -> Parsed[Wish] | None:
    """Read what is wanted, with the figure before or behind it."""
    found = [
        item
        for item in (
            _measured(tokens, at),
            _aim(tokens, at),
            _people_reached(tokens, at),
            _sold(tokens, at),
            _hired(tokens, at),
        )
        if item is not None
    ]
    return max(found, key=lambda item: item.end, default=None)


@lru_cache(maxsize=4)
def _metric_phrases(_size: int) -> Phrases[Metric]:
    """Index the catalogue's names; features only ever add metrics, so its size tells its states apart."""
    return Phrases(
        [(name, metric) for metric in METRICS for name in (metric.id, metric.name, *metric.aliases)]
    )


def _metric(tokens: Tokens, at: int, *, counted: bool) -> Parsed[Metric] | None:
    """Read the name of a metric, unless it is an everyday word here."""
    found = _metric_phrases(len(METRICS)).find(tokens, at)
    if found is None or found.end > at + 1:
        return found
    token = tokens[at]
    is_plural = token.lower.endswith("s")
    if token.lemma in WORDS.plural_only and not is_plural and not counted:
        return None
    if token.lemma in WORDS.wanted_only and not counted and not _is_wanted(tokens, at):
        return None
    return found


def _is_wanted(tokens: Tokens, at: int) -> bool:
    """Whether a verb of wanting stands before, with at most adjectives between."""
    place = at - 1
    while place >= 0 and tokens[place].lower in WORDS.adjectives and tokens[place].lower not in _VERB_ENDS:
        place -= 1
    return word_at(tokens, place) in _VERB_ENDS


def _measured(tokens: Tokens, at: int) -> Parsed[Wish] | None:
    """Read a metric with a figure before it ("65 MQLs a month") or behind it ("revenue of $1m")."""
    before = figure(tokens, at)
    said = adverb(tokens, before.end if before else at)
    start = said.end if said else before.end if before else at
    name_at = skip(tokens, start, WORDS.adjectives) if before else start
    found = _longest_metric(tokens, start, name_at, counted=before is not None)
    if found is None or not _suits(before.value if before else None, found.value):
        return None
    behind = None if before else _behind(tokens, found.end, found.value)
    per = rate(tokens, behind.end if behind else found.end)
    number = before or behind
    return Parsed(
        Wish(
            kind=kind_of(found.value),
            metric=found.value.id,
            figure=number.value if number else None,
            more=any(token.lower in WORDS.more for token in tokens[start : found.end]),
            per=per.value if per else said.value if said else None,
        ),
        per.end if per else behind.end if behind else found.end,
    )


def _longest_metric(tokens: Tokens, start: int, latest: int, *, counted: bool) -> Parsed[Metric] | None:
    """Read a metric at the first place where one is: adjectives may be part of its name ("new customers")."""
    for place in range(start, latest + 1):
        found = _metric(tokens, place, counted=counted)
        if found is not None:
            return found
    return None


def _suits(number: Figure | None, metric: Metric) -> bool:
    """Whether the number before a metric can be its figure: money for revenue, a plain count for leads."""
    return number is None or number.measure is _SIZES.get(metric.unit, Measure.COUNT)


def _behind(tokens: Tokens, at: int, metric: Metric) -> Parsed[Figure] | None:
    start = skip(
        tokens, at, frozenset(["of", "at", "is", ":", "=", "under", "below", "above", "over"]), most=2
    )
    found = figure(tokens, start) if start > at else None
    return found if found and _suits(found.value, metric) else None


def _aim(tokens: Tokens, at: int) -> Parsed[Wish] | None:
    plain = _AIMS.find(tokens, at)
    count = figure(tokens, at + 1)
    if plain is not None or count is None or count.value.measure is not Measure.COUNT:
        return Parsed(_wish_of(plain.value), plain.end) if plain else None
    # "Avoid 100 calls a week": the phrase with its number taken out.
    inner = count.end - at - 1
    found = _AIMS.find(tokens[: at + 1] + tokens[count.end :], at)
    if found is None:
        return None
    per = rate(tokens, found.end + inner)
    said = per.value if per else None
    return Parsed(_wish_of(found.value, count.value, said), per.end if per else found.end + inner)


def _wish_of(aim: AimWords, count: Figure | None = None, per: Period | None = None) -> Wish:
    return Wish(aim.kind, aim.metric, figure=count, per=per)


def _people_reached(tokens: Tokens, at: int) -> Parsed[Wish] | None:
    """Read "reach 10,000 people"."""
    if word_at(tokens, at) not in ("reach", "reaching"):
        return None
    count = figure(tokens, at + 1)
    who = _AUDIENCE.find(tokens, skip(tokens, count.end, WORDS.adjectives)) if count else None
    if count is None or who is None:
        return None
    per = rate(tokens, who.end)
    return Parsed(
        Wish(Kind.OTHER, "reach", figure=count.value, per=per.value if per else None),
        per.end if per else who.end,
    )


def _sold(tokens: Tokens, at: int) -> Parsed[Wish] | None:
    """Read "sell 20 excavators a month"; spare parts are told from machines."""
    verb = _SELLING.find(tokens, at)
    if verb is None:
        return None
    found = _thing(tokens, verb.end)
    is_parts = "part" in found.value.thing.lower().split()[-1:] or found.value.thing.lower().endswith("parts")
    kind, metric = (Kind.PARTS, "parts_orders") if is_parts else (Kind.SELL, "orders")
    value = found.value
    return Parsed(Wish(kind, metric, value.thing, value.figure, value.more, value.per), found.end)


def _hired(tokens: Tokens, at: int) -> Parsed[Wish] | None:
    verb = _HIRING.find(tokens, at)
    if verb is None:
        return None
    found = _thing(tokens, verb.end)
    value = found.value
    return Parsed(Wish(Kind.OTHER, None, value.thing, value.figure, value.more, value.per), found.end)


def _thing(tokens: Tokens, at: int) -> Parsed[Wish]:
    """Read what is sold or who is hired: a count, and the words up to the next small word or mark."""
    count = figure(tokens, at)
    if count is not None and count.value.measure is not Measure.COUNT:
        count = None
    start = count.end if count else at
    more = word_at(tokens, start) in WORDS.more
    name_at = skip(tokens, start, WORDS.adjectives)
    end = name_at
    while end < len(tokens) and end - name_at < 4 and _names_a_thing(tokens, end):
        end += 1
    if end == name_at:
        return Parsed(Wish(Kind.OTHER, more=more), start if count is None else at)
    per = rate(tokens, end)
    thing = " ".join(token.text for token in tokens[name_at:end])
    return Parsed(
        Wish(Kind.OTHER, None, thing, count.value if count else None, more, per.value if per else None),
        per.end if per else end,
    )


def _names_a_thing(tokens: Tokens, at: int) -> bool:
    token = token_at(tokens, at)
    if token is None or token.kind != "word" or rate(tokens, at) is not None:
        return False
    return _FILLERS.find(tokens, at) is None and _metric_phrases(len(METRICS)).find(tokens, at) is None
