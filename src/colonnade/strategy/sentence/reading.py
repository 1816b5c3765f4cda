"""Makes of the things found in a sentence what the sentence says."""

from dataclasses import dataclass, field, replace
from datetime import date

from colonnade.measurement.declarations import METRICS, Direction
from colonnade.strategy.platforms import Platform
from colonnade.strategy.sentence.grammar.changes import Change, How, Measure
from colonnade.strategy.sentence.grammar.dates import Deadline
from colonnade.strategy.sentence.grammar.means import Tactic
from colonnade.strategy.sentence.grammar.money import Money
from colonnade.strategy.sentence.grammar.people import People
from colonnade.strategy.sentence.grammar.wishes import Wish
from colonnade.strategy.sentence.lexicon.words import WORDS, MethodWords
from colonnade.strategy.sentence.model import (
    GoalRead,
    MethodRead,
    Named,
    Part,
    SentenceKind,
    SentenceReading,
    Span,
    Target,
)
from colonnade.strategy.sentence.scanning import Budget, Filler, Item, Negation, Verb, scan
from colonnade.strategy.sentence.tokens import Tokens, tokenize

MAX_CHARACTERS = 5_000
# "Answer within a day" promises a time to answer in; "win leads within a week" sets a deadline.
_LONGEST_PROMISE_DAYS = 3
_SENTENCE_ENDS = frozenset(".!?;\N{BULLET}")


class TextTooLong(ValueError):
    """The text is longer than anybody's sentence."""


@dataclass(slots=True)
class _Goal:
    """A goal while it is put together, with the place it stands at."""

    read: GoalRead
    first: int
    sentence: int


@dataclass(slots=True)
class _Draft:
    """A reading while it is put together."""

    tokens: Tokens
    text: str
    sentences: list[int]
    goals: list[_Goal] = field(default_factory=list)
    methods: list[MethodRead] = field(default_factory=list)
    tactics: list[Named] = field(default_factory=list)
    platforms: list[Named] = field(default_factory=list)
    excluded: list[Named] = field(default_factory=list)
    people: list[People] = field(default_factory=list)
    money: list[Money] = field(default_factory=list)
    deadlines: list[date] = field(default_factory=list)
    unplaced: list[Item] = field(default_factory=list)

    def span(self, item: Item) -> Span:
        return _span(self.text, self.tokens, item.first, item.end)

    def nearest_goal(self, item: Item) -> _Goal | None:
        """Return the goal of the same sentence nearest to ``item``, rather one that still lacks a target."""
        sentence = self.sentences[item.first]
        near = [goal for goal in self.goals if goal.sentence == sentence] or self.goals
        return min(
            near,
            key=lambda goal: (goal.read.target is not None, abs(goal.first - item.first)),
            default=None,
        )


def understand(text: str, *, today: date) -> SentenceReading:
    """Read a sentence, or a few, in which somebody says what their strategy is.

    Args:
        today: the day from which "within six months" counts and after which "by June" lies.

    Raises:
        TextTooLong: if it is longer than ``MAX_CHARACTERS``.
    """
    if len(text) > MAX_CHARACTERS:
        raise TextTooLong(
            f"The text has {len(text):,} characters; a sentence has at most {MAX_CHARACTERS:,}."
        )
    tokens = tokenize(text)
    items = scan(tokens, today=today)
    draft = _Draft(tokens=tokens, text=text, sentences=_sentences(tokens))
    for item, negated in _with_negation(tokens, items):
        _place(draft, item, negated=negated)
    _aim_figures(draft, items)
    return _finish(draft, items, today)


def _sentences(tokens: Tokens) -> list[int]:
    """Return for each token the number of the sentence it stands in."""
    numbers, number = [], 0
    for token in tokens:
        numbers.append(number)
        number += token.kind == "line" or token.text in _SENTENCE_ENDS
    return numbers


def _with_negation(tokens: Tokens, items: list[Item]) -> list[tuple[Item, bool]]:
    """Say of each item whether it is denied, directly or as a further one in a list ("not X or Y")."""
    result: list[tuple[Item, bool]] = []
    for place, item in enumerate(items):
        result.append((item, _is_denied(tokens, items, result, place)))
    return result


def _is_denied(tokens: Tokens, items: list[Item], before: list[tuple[Item, bool]], place: int) -> bool:
    item = items[place]
    for earlier, denied in reversed(before[:place]):
        if isinstance(earlier.value, Negation):
            return _only_small_words(tokens, earlier.end, item.first)
        if isinstance(earlier.value, Filler | Verb | Budget):
            continue
        follows = type(earlier.value) is type(item.value) or isinstance(item.value, Platform)
        return denied and follows and _is_list(tokens, earlier.end, item.first)
    return False


def _only_small_words(tokens: Tokens, first: int, end: int) -> bool:
    return all(token.lower in WORDS.after_negation for token in tokens[first:end])


def _is_list(tokens: Tokens, first: int, end: int) -> bool:
    return end > first and all(
        token.text in ",/" or token.lower in ("or", "nor", "on") for token in tokens[first:end]
    )


def _place(draft: _Draft, item: Item, *, negated: bool) -> None:
    """Put an item where it belongs; figures and deadlines wait until all goals are known."""
    match item.value:
        case Wish():
            _place_wish(draft, item, item.value, negated=negated)
        case Money():
            draft.money.append(replace(item.value, amount=0.0) if negated else item.value)
        case Budget():
            if negated:
                draft.money.append(Money(0.0))
        case People():
            draft.people.append(replace(item.value, fte=0.0) if negated else item.value)
        case Platform() | Tactic() | MethodWords():
            _place_means(draft, item, item.value, negated=negated)
        case _:
            pass


def _place_means(draft: _Draft, item: Item, means: Platform | Tactic | MethodWords, *, negated: bool) -> None:
    span = draft.span(item)
    name = means.text if isinstance(means, Tactic) else means.name
    if isinstance(means, Tactic) and means.platform is not None:
        _place_means(draft, item, means.platform, negated=negated)
    if negated:
        draft.excluded.append(Named(name, span))
    elif isinstance(means, MethodWords):
        if means.id not in {method.id for method in draft.methods}:
            draft.methods.append(MethodRead(means.id, means.name, means.pillar, means.format, span))
    else:
        known = draft.platforms if isinstance(means, Platform) else draft.tactics
        if name not in {named.name for named in known}:
            known.append(Named(name, span))


def _place_wish(draft: _Draft, item: Item, wish: Wish, *, negated: bool) -> None:
    span = draft.span(item)
    if negated:
        draft.excluded.append(Named(span.text, span))
        return
    target = _wished_target(wish)
    for goal in draft.goals:
        if (
            wish.metric is not None
            and goal.read.metric == wish.metric
            and wish.thing in ("", goal.read.thing)
        ):
            goal.read = replace(goal.read, target=goal.read.target or target)
            return
    read = GoalRead(kind=wish.kind, metric=wish.metric, thing=wish.thing, span=span, target=target)
    draft.goals.append(_Goal(read, item.first, draft.sentences[item.first]))


def _wished_target(wish: Wish) -> Target | None:
    if wish.figure is None:
        return None
    number = wish.figure
    return Target(
        value=None if wish.more else number.value,
        increase=number.value if wish.more else None,
        unit=str(number.measure),
        currency=number.currency,
        per=wish.per,
    )


def _aim_figures(draft: _Draft, items: list[Item]) -> None:
    """Give changes and deadlines to the goals they stand nearest to."""
    for item in items:
        if isinstance(item.value, Change):
            goal = draft.nearest_goal(item)
            if goal is None or not _fits(item.value, goal.read):
                draft.unplaced.append(item)
            else:
                goal.read = replace(goal.read, target=_target(item.value, goal.read, _direction(items, item)))
        elif isinstance(item.value, Deadline):
            _aim_deadline(draft, item, item.value)


def _fits(change: Change, goal: GoalRead) -> bool:
    """Whether the figure can be of the goal: minutes only where something is timed, one figure a goal."""
    timed = goal.metric in ("first_response_time", "resolution_time")
    if (change.figure.measure is Measure.MINUTES) != timed and change.how is How.TO:
        return False
    return goal.target is None or goal.target.baseline is None


def _direction(items: list[Item], item: Item) -> bool:
    """Return whether the verb nearest before the item (or else behind it) wants more."""
    verbs = [other for other in items if isinstance(other.value, Verb)]
    before = [other for other in verbs if other.first < item.first]
    chosen = before[-1:] or verbs[:1]
    return all(other.value.upwards for other in chosen if isinstance(other.value, Verb))


def _target(change: Change, goal: GoalRead, upwards: bool) -> Target:  # noqa: FBT001  # read once, beside its definition
    figure = change.figure
    plain = Target(unit=str(figure.measure), currency=figure.currency, per=change.per)
    if change.how is How.TO:
        baseline = change.baseline.value if change.baseline else None
        return replace(plain, value=figure.value, baseline=baseline)
    if change.how is How.TIMES:
        return replace(plain, factor=figure.value)
    sign = 1 if upwards and not _is_better_lower(goal) else -1
    if figure.measure is Measure.PERCENT:
        return replace(plain, factor=1 + sign * figure.value / 100, unit=str(Measure.COUNT))
    return replace(plain, increase=sign * figure.value)


def _is_better_lower(goal: GoalRead) -> bool:
    return goal.metric is not None and METRICS.get(goal.metric).direction is Direction.LOWER


def _aim_deadline(draft: _Draft, item: Item, deadline: Deadline) -> None:
    goal = draft.nearest_goal(item)
    promised = deadline.days is not None and deadline.days <= _LONGEST_PROMISE_DAYS
    if (
        goal is not None
        and promised
        and goal.read.metric == "first_response_time"
        and goal.read.target is None
    ):
        minutes = float((deadline.days or 0) * 1440)
        goal.read = replace(goal.read, target=Target(value=minutes, unit=str(Measure.MINUTES)))
        return
    draft.deadlines.append(deadline.day)
    same = [other for other in draft.goals if other.sentence == draft.sentences[item.first]]
    without = [other for other in same or draft.goals if other.read.deadline is None]
    nearest = min(without, key=lambda other: abs(other.first - item.first), default=None)
    if nearest is not None:
        nearest.read = replace(nearest.read, deadline=deadline.day)


def _finish(draft: _Draft, items: list[Item], today: date) -> SentenceReading:
    understood = tuple(draft.span(item) for item in items if _means_something(item, draft))
    unread = _unread(draft, items)
    last = draft.deadlines[-1] if draft.deadlines else None
    goals = tuple(replace(goal.read, deadline=goal.read.deadline or last) for goal in draft.goals)
    return SentenceReading(
        text=draft.text,
        today=today,
        kind=_kind(draft, mostly_unread=_words(unread) > _words(understood)),
        goals=goals,
        methods=tuple(draft.methods),
        tactics=tuple(draft.tactics),
        platforms=tuple(draft.platforms),
        excluded=tuple(draft.excluded),
        people=tuple(draft.people),
        money=tuple(draft.money),
        deadline=draft.deadlines[0] if draft.deadlines else None,
        understood=understood,
        not_understood=unread,
        missing=_missing(draft),
    )


def _words(spans: tuple[Span, ...]) -> int:
    return sum(len(span.text.split()) for span in spans)


def _means_something(item: Item, draft: _Draft) -> bool:
    return not isinstance(item.value, Filler | Verb | Negation | Budget) and item not in draft.unplaced


def _kind(draft: _Draft, *, mostly_unread: bool) -> SentenceKind:
    if draft.goals:
        return SentenceKind.STRATEGY
    if mostly_unread:
        return SentenceKind.NOT_UNDERSTOOD
    if draft.platforms and not (draft.tactics or draft.methods):
        return SentenceKind.PLATFORM_LIST
    if draft.tactics or draft.methods or draft.excluded:
        return SentenceKind.TACTICS
    if draft.people or draft.money or draft.deadlines:
        return SentenceKind.RESOURCES
    return SentenceKind.NOT_UNDERSTOOD


def _missing(draft: _Draft) -> tuple[Part, ...]:
    there = {
        Part.GOAL: bool(draft.goals),
        Part.TARGET: bool(draft.goals) and all(goal.read.target is not None for goal in draft.goals),
        Part.DEADLINE: bool(draft.deadlines),
        Part.METHOD: bool(draft.methods or draft.tactics),
        Part.TIME: bool(draft.people),
        Part.MONEY: bool(draft.money),
    }
    return tuple(part for part, present in there.items() if not present)


def _unread(draft: _Draft, items: list[Item]) -> tuple[Span, ...]:
    """Return the words and numbers that nothing was made of, neighbours together."""
    read = {place for item in items if item not in draft.unplaced for place in range(item.first, item.end)}
    spans: list[Span] = []
    first: int | None = None
    for place in range(len(draft.tokens) + 1):
        unread = (
            place < len(draft.tokens)
            and place not in read
            and draft.tokens[place].kind in ("word", "number", "date")
        )
        if unread and first is None:
            first = place
        elif not unread and first is not None:
            spans.append(_span(draft.text, draft.tokens, first, place))
            first = None
    return tuple(spans)


def _span(text: str, tokens: Tokens, first: int, end: int) -> Span:
    start, stop = tokens[first].start, tokens[end - 1].end
    return Span(start, stop, text[start:stop])
