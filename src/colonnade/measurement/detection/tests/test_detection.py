"""The detector sees bursts, and only those."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from colonnade.measurement.detection import BY_DAY, BY_HOUR, Detector, Sensitivity, Tuning, detect, episodes
from colonnade.measurement.detection.detector import Floats

SHORT = Tuning(window=40, least=8, record=3, quiet=2, seasons=(7,))
NORMAL = Sensitivity.NORMAL


def calm(days: int, mean: float = 20.0, seed: int = 1) -> Floats:
    return np.random.default_rng(seed).poisson(mean, days).astype(np.float64)


def weekdays(size: int) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    return (np.arange(size) % 7)[:, None]


counts = st.lists(st.one_of(st.integers(0, 400).map(float), st.just(float("nan"))), min_size=1, max_size=90)


@given(counts, st.integers(0, 89), st.data())
def test_it_never_looks_ahead(series: list[float], cut: int, data: st.DataObject) -> None:
    cut = min(cut, len(series))
    other = data.draw(counts)
    values, changed = np.array(series), np.array(series[:cut] + other)
    first = detect(values, tuning=SHORT, sensitivity=NORMAL, slots=weekdays(len(values)))
    second = detect(changed, tuning=SHORT, sensitivity=NORMAL, slots=weekdays(len(changed)))
    for name in ("expected", "low", "high", "score", "above", "alarm"):
        np.testing.assert_array_equal(getattr(first, name)[:cut], getattr(second, name)[:cut])


@given(counts)
def test_a_stream_and_a_series_read_alike(series: list[float]) -> None:
    stream = Detector(tuning=SHORT, sensitivity=NORMAL)
    one_by_one = [stream.step(count, slots=(place % 7,)) for place, count in enumerate(series)]
    at_once = detect(np.array(series), tuning=SHORT, sensitivity=NORMAL, slots=weekdays(len(series)))
    assert [one.score for one in one_by_one] == at_once.score.tolist()
    assert [one.alarm for one in one_by_one] == at_once.alarm.tolist()


@given(counts)
def test_only_what_is_above_the_usual_is_an_alarm(series: list[float]) -> None:
    values = np.array(series)
    found = detect(values, tuning=SHORT, sensitivity=Sensitivity.EAGER)
    assert np.isfinite(found.score).all()
    assert (values[found.above] > found.high[found.above]).all()
    assert not (found.alarm & ~found.above).any()


def test_a_burst_is_seen_on_its_first_day_and_is_one_episode() -> None:
    series = calm(120)
    series[90:94] = 90, 130, 80, 60
    found = detect(series, tuning=BY_DAY, sensitivity=NORMAL, slots=weekdays(120))
    (episode,) = episodes(found, quiet=BY_DAY.quiet)
    assert (episode.first, episode.peak) == (90, 91)
    assert episode.last >= 92
    assert found.low[90] < 20 < found.high[90] < 40


def test_a_burst_does_not_hide_the_next() -> None:
    series = calm(150)
    series[90:93], series[110:113] = 150, 120
    found = detect(series, tuning=BY_DAY, sensitivity=NORMAL, slots=weekdays(150))
    assert [one.first for one in episodes(found, quiet=2)] == [90, 110]


def test_a_busier_level_becomes_usual() -> None:
    series = np.concatenate([calm(100), calm(160, 60.0, seed=2)])
    found = detect(series, tuning=BY_DAY, sensitivity=NORMAL, slots=weekdays(260))
    assert found.alarm[100:103].any()
    assert not found.alarm[200:].any()
    assert 50 < found.expected[-1] < 70


@pytest.mark.parametrize("level", [0.0, 1.0, 250.0])
def test_a_constant_series_is_calm_and_its_end_is_seen(level: float) -> None:
    series = np.full(80, level)
    series[-1] += 100 + level
    found = detect(series, tuning=BY_DAY, sensitivity=NORMAL)
    assert np.flatnonzero(found.alarm).tolist() == [79]


def test_four_posts_after_silence_are_no_news() -> None:
    series = np.zeros(80)
    series[-1] = 4
    assert not detect(series, tuning=BY_DAY, sensitivity=Sensitivity.EAGER).alarm.any()


def test_nothing_is_said_before_there_is_enough_history() -> None:
    series = calm(30)
    series[10] = 500
    found = detect(series, tuning=BY_DAY, sensitivity=NORMAL)
    assert np.isnan(found.expected[:21]).all()
    assert np.isfinite(found.expected[21:]).all()
    assert not found.alarm.any()
    assert not detect(series[:20], tuning=BY_DAY, sensitivity=NORMAL).enough


def test_the_busy_hour_of_each_day_is_no_burst() -> None:
    hours = np.arange(40 * 24)
    usual = np.where(hours % 24 == 12, 120.0, 10.0) * np.where(hours // 24 % 7 >= 5, 0.3, 1.0)
    series = np.random.default_rng(4).poisson(usual).astype(np.float64)
    slots = np.stack([hours % 24, hours // 24 % 7], axis=1)
    series[30 * 24 + 3] = 120  # usual at noon, and never at three in the night
    found = detect(series, tuning=BY_HOUR, sensitivity=NORMAL, slots=slots)
    assert np.flatnonzero(found.alarm).tolist() == [30 * 24 + 3]


def test_a_gap_is_not_calm() -> None:
    """The level after a long gap is the level before it: nothing was learned from silence."""
    series = calm(100)
    gap = series.copy()
    gap[50:90] = np.nan
    silent = series.copy()
    silent[50:90] = 0
    known = detect(gap, tuning=BY_DAY, sensitivity=NORMAL)
    assert not known.alarm.any()
    assert np.isnan(known.expected[50:90]).all()
    assert detect(silent, tuning=BY_DAY, sensitivity=NORMAL).expected[95] < 0.75 * known.expected[95]


def test_what_is_incomplete_is_judged_and_not_learned() -> None:
    series = calm(60)
    series[40:50] = 1
    series[50] = 200
    complete = np.ones(60, dtype=np.bool_)
    complete[40:51] = False
    found = detect(series, tuning=BY_DAY, sensitivity=NORMAL, complete=complete)
    assert found.alarm[50]
    assert 17 < found.expected[51] < 23


def test_a_share_is_judged_by_its_trials() -> None:
    trials = np.full(100, 50.0)
    trials[70] = 400  # many posts, the usual share
    series = np.random.default_rng(5).binomial(trials.astype(int), 0.2).astype(np.float64)
    series[80] = 42
    found = detect(series, tuning=BY_DAY, sensitivity=NORMAL, exposure=trials, trials=True)
    assert np.flatnonzero(found.alarm).tolist() == [80]
    assert found.expected[70] == pytest.approx(80, abs=12)


def test_a_record_is_needed_within_the_day() -> None:
    detector = Detector(tuning=SHORT, sensitivity=NORMAL)
    for _day in range(20):
        detector.step(10)
    readings = [detector.step(count, complete=False) for count in (200, 150, 150, 150, 200, 250)]
    assert [one.alarm for one in readings] == [True, False, False, False, True, True]
    assert all(one.above for one in readings)


def test_more_readily_is_never_later() -> None:
    series = calm(300, 4.0, seed=9)
    series[[150, 200, 250]] += 12, 18, 30
    alarms = [
        set(np.flatnonzero(detect(series, tuning=BY_DAY, sensitivity=one).above).tolist())
        for one in (Sensitivity.QUIET, NORMAL, Sensitivity.EAGER)
    ]
    assert alarms[0] <= alarms[1] <= alarms[2]
    assert 250 in alarms[0]


@pytest.mark.parametrize(
    ("count", "exposure", "slots"),
    [(-1.0, 1.0, (0,)), (float("inf"), 1.0, (0,)), (1.0, -1.0, (0,)), (1.0, 1.0, (7,)), (1.0, 1.0, (0, 0))],
)
def test_nonsense_is_refused(count: float, exposure: float, slots: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"no count|no seasons"):
        Detector(tuning=SHORT, sensitivity=NORMAL).step(count, exposure=exposure, slots=slots)
