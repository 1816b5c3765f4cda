"""What must hold of any sentence."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colonnade.strategy.document.reading import read
from colonnade.strategy.sentence import SentenceReading, TextTooLong, judge, to_draft, understand
from colonnade.strategy.sentence.describing import as_json, to_text
from colonnade.strategy.sentence.model import GoalRead, Span
from colonnade.strategy.sentence.reading import MAX_CHARACTERS
from colonnade.strategy.sentence.tests.test_corpus import CORPUS, summary
from colonnade.strategy.sentence.tokens import NOISE

TODAY = date(2027, 1, 4)
WORDS = sorted({word for entry in CORPUS for word in str(entry["text"]).split()})
days = st.dates(min_value=date(1990, 1, 1), max_value=date(2199, 12, 31))


def assert_sound(reading: SentenceReading) -> None:
    for span in (*reading.understood, *reading.not_understood):
        assert reading.text[span.start : span.end] == span.text
    places = sorted((span.start, span.end) for span in (*reading.understood, *reading.not_understood))
    assert all(before[1] <= after[0] for before, after in pairwise(places))
    report = judge(reading)
    assert all(finding.line >= 1 and finding.column >= 1 for finding in report)
    assert to_text(reading)
    assert as_json(reading)
    assert read(to_draft(reading), name="draft").problems == ()


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=200), today=days)
def test_any_text_is_read(text: str, today: date) -> None:
    assert_sound(understand(text, today=today))


@settings(max_examples=200, deadline=None)
@given(words=st.lists(st.sampled_from(WORDS), max_size=30), today=days)
def test_any_mixture_of_known_words_is_read(words: list[str], today: date) -> None:
    assert_sound(understand(" ".join(words), today=today))


@settings(max_examples=100, deadline=None)
@given(
    fte=st.integers(1, 400).map(lambda value: value / 20),
    sum_=st.integers(1, 10_000_000),
    grouping=st.sampled_from(["", ",", ".", "'", " "]),
    target=st.integers(1, 100_000),
)
def test_numbers_read_are_the_numbers_written(fte: float, sum_: int, grouping: str, target: int) -> None:
    written = f"{sum_:,}".replace(",", grouping)
    reading = understand(
        f"Win {target} leads a month with webinars, {fte:g} FTE and \N{EURO SIGN}{written} a month",
        today=TODAY,
    )
    assert reading.fte == {"team": pytest.approx(fte)}
    assert [(money.amount, money.currency) for money in reading.money] == [(sum_, "EUR")]
    assert [goal.target.value for goal in reading.goals if goal.target] == [target]
    assert reading.not_understood == ()


@settings(max_examples=200, deadline=None)
@given(data=st.data(), entry=st.sampled_from(CORPUS))
def test_noise_changes_nothing(data: st.DataObject, entry: dict[str, str | list[str]]) -> None:
    words = str(entry["text"]).split(" ")
    noise = data.draw(st.sampled_from(sorted(NOISE - {"just", "simply"})))
    place = data.draw(st.integers(0, len(words)))
    # A word in the middle of an expression ("hard dollars", "2 000") still changes nothing of its meaning.
    noisy = " ".join([*words[:place], noise, *words[place:]])
    assert _meaning(understand(noisy, today=TODAY)) == _meaning(understand(str(entry["text"]), today=TODAY))


def _meaning(reading: SentenceReading) -> dict[str, str | list[str]]:
    """Return the summary without words that are quoted as they were written."""
    quoted = {"not_understood", "tactics", "excluded"}
    bare = replace(reading, goals=tuple(_without_thing(goal) for goal in reading.goals))
    return {key: value for key, value in summary(bare).items() if key not in quoted}


def _without_thing(goal: GoalRead) -> GoalRead:
    return replace(goal, thing="", span=Span(0, 0, ""))


def test_a_text_beyond_any_sentence_is_refused() -> None:
    with pytest.raises(TextTooLong, match="5,001"):
        understand("x" * (MAX_CHARACTERS + 1), today=TODAY)


@settings(max_examples=5, deadline=2000)
@given(count=st.integers(3, 1200))
def test_long_lists_take_no_long_time(count: int) -> None:
    assert [named.name for named in understand("x, " * count, today=TODAY).platforms] == ["X"]
