"""The market is the same for the same seed, and is what its truth says."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from colonnade.measurement.declarations import metric_key
from colonnade.measurement.reading_table import read_table
from colonnade.simulation.files import Market, simulate, strategy_text, truth_of, write
from colonnade.simulation.market import BRANDS, CHANNELS, CRISIS, OWN, TRUE_EFFECTS
from colonnade.simulation.phrases import FRAMES, PIECES
from colonnade.simulation.results import KPIS, lift
from colonnade.strategy.document.reading import read
from colonnade.strategy.rules import check

TODAY = date(2026, 11, 2)


@pytest.fixture(scope="module")
def market() -> Market:
    return simulate(seed=3, today=TODAY, posts=4000, people=1200)


def test_the_same_seed_writes_the_same_bytes(market: Market, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    write(market, first)
    write(simulate(seed=3, today=TODAY, posts=4000, people=1200), second)
    names = sorted(path.name for path in first.iterdir())
    assert names == sorted(path.name for path in second.iterdir())
    assert all((first / name).read_bytes() == (second / name).read_bytes() for name in names)


def test_another_seed_tells_another_story(market: Market) -> None:
    other = simulate(seed=4, today=TODAY, posts=4000, people=1200)
    assert [post.text for post in other.posts[:50]] != [post.text for post in market.posts[:50]]


def test_share_of_voice_is_what_the_market_says_outside_the_crisis(market: Market) -> None:
    named = [post for post in market.posts if post.kind == "talk" and post.brand]
    for brand in BRANDS:
        share = sum(post.brand == brand.name for post in named) / len(named)
        assert share == pytest.approx(brand.share, abs=0.04)


def test_everybody_talks_in_their_own_channel_and_before_today(market: Market) -> None:
    assert {post.person.channel for post in market.posts} <= set(CHANNELS)
    assert max(post.at for post in market.posts).date() < TODAY
    assert [post.at for post in market.posts] == sorted(post.at for post in market.posts)


def test_the_crisis_is_a_wave_about_our_brand(market: Market) -> None:
    wave = [post for post in market.posts if post.kind == "crisis"]
    assert len(wave) == round(4000 * CRISIS.posts)
    assert {post.brand for post in wave} == {OWN.name}
    days = {(TODAY - post.at.date()).days for post in wave}
    assert max(days) <= CRISIS.begins
    assert min(days) >= CRISIS.begins - CRISIS.days


def test_answers_name_a_post_of_the_same_channel(market: Market) -> None:
    by_id = {post.id: post for post in market.posts}
    answers = [post for post in market.posts if post.reply_to]
    assert len(answers) > 500
    assert all(by_id[post.reply_to].person.channel == post.person.channel for post in answers)
    assert all(post.text.startswith(f"@{by_id[post.reply_to].person.handle} ") for post in answers)


def test_influencers_are_followed_more_than_anybody(market: Market) -> None:
    followed: dict[int, int] = {}
    for person in market.people:
        for number in person.follows:
            followed[number] = followed.get(number, 0) + 1
    most = sorted(followed, key=lambda number: -followed[number])[:20]
    kinds = [market.people[number].kind for number in most]
    assert kinds.count("influencer") >= 15


def test_posts_are_varied(market: Market) -> None:
    talk = [post.text for post in market.posts if post.kind == "talk"]
    assert len(set(talk)) / len(talk) > 0.75


def test_every_piece_fits_every_frame() -> None:
    for language, topics in PIECES.items():
        for pieces in topics.values():
            for intent in ("wrong", "well", "asked", "told"):
                assert getattr(pieces, intent)
                assert all("{" not in piece for piece in getattr(pieces, intent))
        for intent in ("wrong", "well", "asked", "told"):
            frames = getattr(FRAMES[language], intent)
            assert all("{x}" in frame or "{y}" in frame for frame in frames)
    assert len(PIECES["en"]) == 13


def test_posts_csv_is_a_table_and_the_truth_is_apart(market: Market, tmp_path: Path) -> None:
    files = write(market, tmp_path)
    with files.posts[0].open(newline="") as file:
        rows = list(csv.DictReader(file))
    lines = files.posts[1].read_text().splitlines()
    assert len(rows) + len(lines) == len(market.posts)
    assert "sentiment" not in rows[0]
    assert "sentiment" in json.loads(files.truth.read_text())


def test_readings_can_be_read_whole(market: Market, tmp_path: Path) -> None:
    table = read_table(write(market, tmp_path).readings.read_bytes())
    assert table.aside == []
    assert {row.metric for row in table.rows.values()} == {metric_key(kpi.metric) for kpi in KPIS}
    assert all(row.on < TODAY and row.on.isoweekday() == 7 for row in table.rows.values())


def test_a_true_effect_saturates_and_lingers() -> None:
    effect = TRUE_EFFECTS[0]
    one, two = lift(effect, {0: 1.0}, 3), lift(effect, {0: 2.0}, 3)
    assert one[0] < two[0] < 2 * one[0]
    assert 0 < one[1] < one[0]


def test_the_strategy_holds(market: Market) -> None:
    report = check(read(strategy_text(TODAY), name="strategy.yaml"), today=TODAY)
    assert report.ok, [str(finding) for finding in report]


def test_the_truth_counts_what_was_written(market: Market) -> None:
    truth = truth_of(market)
    assert truth["posts"] == len(market.posts)
    shares = truth["share_of_voice"]
    assert isinstance(shares, dict)
    assert sum(shares.values()) == pytest.approx(1.0)
