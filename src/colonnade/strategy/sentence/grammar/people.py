"""Whose time there is: FTE, persons, roles, hours a week, agencies."""

from dataclasses import dataclass

from colonnade.strategy.document.model import Limits
from colonnade.strategy.sentence.grammar.numbers import number
from colonnade.strategy.sentence.grammar.periods import rate
from colonnade.strategy.sentence.grammar.walking import after, skip, token_at, word_at
from colonnade.strategy.sentence.lexicon.quantities import DAYS_PER, Period
from colonnade.strategy.sentence.lexicon.words import WORDS
from colonnade.strategy.sentence.parsed import Parsed
from colonnade.strategy.sentence.phrases import Phrases, same
from colonnade.strategy.sentence.tokens import Tokens

TEAM = "team"
HOURS_PER_FTE_WEEK: float = Limits().hours_per_fte_week
WORKING_DAYS_PER_WEEK = 5
# "Part-time" does not say how much; half is assumed, and said to be.
PART_TIME = 0.5
# More than any company has at work on this: then it is not colleagues that are counted.
_MOST_FTE = 10_000

_FTES = Phrases(same(WORDS.ftes, value=True))
_ROLES = Phrases([(phrase, role) for role, phrases in WORDS.roles.items() for phrase in phrases])
_PERSONS = Phrases(same(WORDS.persons, TEAM))
_HOURS = Phrases(same(["hour", "hr", "h"], value=True))
_DAYS = Phrases(same(["day", "working day"], value=True))
_TIMES = Phrases([("part time", PART_TIME), ("half time", 0.5), ("full time", 1.0)])
_BEFORE = frozenset(
    [
        "full",
        "part",
        "half",
        "time",
        "junior",
        "senior",
        "own",
        "dedicated",
        "single",
        "internal",
        "external",
        "in",
        "house",
        "local",
    ]
)
# "Reach 500 people" speaks of an audience, not of colleagues.
_AUDIENCE_VERBS = frozenset(
    [
        "reach",
        "reaching",
        "help",
        "tell",
        "attract",
        "engage",
        "hire",
        "hiring",
        "recruit",
        "to",
        "for",
        "among",
    ]
)
_BEFORE_TIME = frozenset(["who", "works", "working", "at", "for", "with", "(", ",", "each", "on", "is"])


@dataclass(frozen=True, slots=True)
class People:
    """Time of a kind of colleague.

    Attributes:
        role: ``team`` where the sentence names none.
        fte: full-time equivalents; None where the sentence says who and not how much.
        assumed: whether the FTE were read out of words that leave it open ("part-time", "two people").
        outside: whether it is an agency or a freelancer.
    """

    role: str = TEAM
    fte: float | None = None
    assumed: bool = False
    outside: bool = False


def people(tokens: Tokens, at: int) -> Parsed[People] | None:
    """Read who works on it and how much, such as "half an FTE" or "two designers part-time"."""
    for parser in (_ftes, _hours, _share_of_week, _persons, _team):
        found = parser(tokens, at)
        if found is not None:
            return found if (found.value.fte or 0.0) <= _MOST_FTE else None
    return None


def _ftes(tokens: Tokens, at: int) -> Parsed[People] | None:
    count = number(tokens, at)
    start = count.end if count else at
    percent = _percent(tokens, start)
    start = percent or start
    start = skip(tokens, start, frozenset(["of", "a", "an", "one"]), most=3)
    found = _FTES.find(tokens, start)
    if found is None or (count is None and word_at(tokens, at) not in ("a", "an", "one")):
        return None
    fte = count.value if count else 1.0
    return _named(tokens, People(fte=fte / 100 if percent else fte), found.end)


def _percent(tokens: Tokens, at: int) -> int | None:
    return after(tokens, at, "%") or after(tokens, at, "percent") or after(tokens, at, "per", "cent")


def _named(tokens: Tokens, who: People, end: int) -> Parsed[People]:
    """Go on over a role behind an amount of time: "1 FTE designer", "20 hours a week of an intern"."""
    start = skip(tokens, end, frozenset(["of", "a", "an", "the", "our", "from", "for", "by"]), most=2)
    role = _ROLES.find(tokens, start)
    if role is None or role.value in WORDS.outside:
        return Parsed(who, end)
    return Parsed(People(role.value, who.fte, who.assumed), role.end)


def _hours(tokens: Tokens, at: int) -> Parsed[People] | None:
    """Read "20 hours a week", "two days per week": a share of the working week."""
    count = number(tokens, at)
    start = skip(tokens, count.end, frozenset(["a", "an"]), most=1) if count else at + 1
    if count is None and word_at(tokens, at) not in ("a", "an"):
        return None
    in_hours, in_days = _HOURS.find(tokens, start), _DAYS.find(tokens, start)
    unit = in_hours or in_days
    if unit is None:
        return None
    per = rate(tokens, skip(tokens, unit.end, frozenset(["of", "work", "time"]), most=2))
    if per is None or (in_days and per.value is Period.DAY):
        return None
    week = HOURS_PER_FTE_WEEK if in_hours else WORKING_DAYS_PER_WEEK
    weeks = WORKING_DAYS_PER_WEEK if per.value is Period.DAY else DAYS_PER[Period.WEEK] / DAYS_PER[per.value]
    fte = (count.value if count else 1.0) * weeks / week
    return _named(tokens, People(fte=fte), per.end)


def _share_of_week(tokens: Tokens, at: int) -> Parsed[People] | None:
    """Read "50 % of a marketer", "half a person", "half of our designer's time"."""
    count = number(tokens, at)
    if count is None:
        return None
    percent = _percent(tokens, count.end)
    if percent is None and count.value >= 1:
        return None
    start = skip(tokens, percent or count.end, frozenset(["of", "a", "an", "one", "our", "the"]), most=3)
    role = _ROLES.find(tokens, start) or _PERSONS.find(tokens, start)
    if role is None or role.value in WORDS.outside:
        return None
    fte = count.value / 100 if percent else count.value
    end = skip(tokens, role.end, frozenset(["time", "s"]), most=1)
    return Parsed(People(role.value, fte), end)


def _persons(tokens: Tokens, at: int) -> Parsed[People] | None:
    """Read persons and roles: "two people part-time", "a full-time designer", "an agency"."""
    count = number(tokens, at)
    article = word_at(tokens, at) in ("a", "an", "one", "our", "the", "my")
    if (count is None and not article) or word_at(tokens, at - 1) in _AUDIENCE_VERBS:
        return None
    start = count.end if count else at + 1
    said = _time_between(tokens, start)
    unit_at = skip(tokens, start, _BEFORE)
    role = _ROLES.find(tokens, unit_at) or (_PERSONS.find(tokens, unit_at) if count or said else None)
    if role is None:
        return None
    if role.value in WORDS.outside:
        return Parsed(People(role.value, outside=True), role.end)
    return _with_time(tokens, role.value, count.value if count else 1.0, said, role.end)


def _time_between(tokens: Tokens, at: int) -> float | None:
    """Return the share of a week in "part-time", "full-time" among the words before a role."""
    for place in range(at, min(at + 3, len(tokens))):
        found = _TIMES.find(tokens, place)
        if found is not None:
            return found.value
        if tokens[place].lower not in _BEFORE:
            return None
    return None


def _with_time(tokens: Tokens, role: str, count: float, said: float | None, end: int) -> Parsed[People]:
    """Go on over the time that is said behind a person: "part-time", "at 50 %", "for 20 hours a week"."""
    start = skip(
        tokens, end, frozenset(["who", "works", "working", "at", "for", "with", "(", ",", "each", "on", "is"])
    )
    behind = _TIMES.find(tokens, start)
    hours = _hours(tokens, start)
    share = number(tokens, start)
    percent = _percent(tokens, share.end) if share else None
    if behind is not None:
        vague = word_at(tokens, behind.end - 2) == "part"
        return Parsed(People(role, count * behind[0], assumed=vague), _close(tokens, behind.end))
    if hours is not None and hours.value.fte is not None and hours.value.role == TEAM:
        return Parsed(People(role, count * hours.value.fte), _close(tokens, hours.end))
    if share is not None and percent is not None:
        return Parsed(People(role, count * share.value / 100), _close(tokens, percent))
    if said is not None:
        return Parsed(People(role, count * said, assumed=_is_vague(tokens, end)), end)
    return Parsed(People(role, count, assumed=True), end)


def _is_vague(tokens: Tokens, end: int) -> bool:
    return any(word_at(tokens, place) == "part" for place in range(max(0, end - 6), end))


def _close(tokens: Tokens, end: int) -> int:
    token = token_at(tokens, end)
    return (
        end + 1 if token is not None and token.text == ")" else skip(tokens, end, frozenset(["each"]), most=1)
    )


def _team(tokens: Tokens, at: int) -> Parsed[People] | None:
    """Read "a team of three" and "just me"."""
    start = skip(tokens, at, frozenset(["a", "our", "my", "the", "small"]), most=3)
    behind = after(tokens, start, "team", "of")
    count = number(tokens, behind) if behind else None
    if count is not None:
        unit = _PERSONS.find(tokens, count.end)
        return _with_time(tokens, TEAM, count.value, None, unit.end if unit else count.end)
    alone = after(tokens, at, "me") or after(tokens, at, "myself")
    return Parsed(People(fte=1.0, assumed=True), alone) if alone else None
