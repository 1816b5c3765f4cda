"""The catalogue of metrics."""

import pytest

from colonnade.measurement.declarations import METRICS, Direction, find_metric, key_words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mql", "mql"),
        ("MQLs", "mql"),
        ("Marketing-Qualified Leads", "mql"),
        ("share_of_voice", "share_of_voice"),
        ("Fans", "followers"),
        ("queries answered", None),
        ("", None),
    ],
)
def test_find(text: str, expected: str | None) -> None:
    found = find_metric(text)
    assert (found.id if found else None) == expected


def test_every_name_leads_to_its_metric() -> None:
    for metric in METRICS:
        for text in (metric.id, metric.name, *metric.aliases):
            assert find_metric(text) is metric, text


def test_declarations_are_complete() -> None:
    assert len(METRICS) >= 40
    for metric in METRICS:
        assert metric.stages
        assert metric.sources
        assert metric.reference
        assert metric.definition.endswith(".")


def test_what_is_vanity_and_what_falls() -> None:
    vanity = {metric.id for metric in METRICS if metric.vanity}
    assert {"followers", "likes", "impressions"} <= vanity
    assert not vanity & {"mql", "orders", "first_response_time", "share_of_voice"}
    falling = {metric.id for metric in METRICS if metric.direction is Direction.LOWER}
    assert {"first_response_time", "churn_rate", "cost_per_lead"} <= falling


def test_key_words_forget_case_marks_and_plurals() -> None:
    assert key_words("Customers' e-mail Replies") == ("customer", "e", "mail", "reply")
    assert key_words("business loss") == ("business", "loss")
