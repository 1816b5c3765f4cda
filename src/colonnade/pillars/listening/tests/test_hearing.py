"""Posts from networks become the same mentions as imported ones."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from colonnade.channels.contract import Heard
from colonnade.channels.hearing import HEARERS, Kept, hand_over
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW, make_organization
from colonnade.pillars.listening.tests.factories import add_brand, csv_file, facts_of, import_posts, post_row


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


def post(number: int, **said: object) -> Heard:
    return Heard.model_validate(
        {
            "network": "x",
            "external_id": str(1_000 + number),
            "text": f"The @acme loader number {number} is great",
            "published_at": datetime(2026, 10, 5, 12, tzinfo=UTC),
            "author": {"handle": f"author{number}", "followers": 7},
            "engagement": {"likes": number},
        }
        | said
    )


def hear(organization: Organization, *posts: Heard) -> Kept:
    return hand_over(organization_id=organization.pk, posts=posts, now=NOW)


def test_listening_hears(hydra: Organization) -> None:
    assert "colonnade.pillars.listening.hearing.hear" in list(HEARERS)
    add_brand(hydra, "Acme", "@acme")
    assert hear(hydra, post(1), post(2)) == Kept(new=2)
    facts = facts_of(hydra)
    rows = facts.run(facts.mentions).to_pylist()
    row = next(row for row in rows if row["external_id"] == "1001")
    assert (row["channel"], row["author_id"], row["likes"]) == ("x", "x:author1", 1)
    assert row["published_at"] == datetime(2026, 10, 5, 12)  # noqa: DTZ001  the warehouse's own
    assert row["import_id"] is None
    assert row["language"] == "en"
    assert facts.run(facts.matches.count())[0][0].as_py() == 2


def test_a_post_heard_again_is_stored_once_with_its_latest_figures(hydra: Organization) -> None:
    hear(hydra, post(1))
    assert hear(hydra, post(1, engagement={"likes": 9}), post(1), post(2)) == Kept(new=1, known=2)
    facts = facts_of(hydra)
    assert sorted(row["likes"] for row in facts.run(facts.mentions).to_pylist()) == [2, 9]


def test_an_imported_post_is_the_same_as_a_heard_one(hydra: Organization, tmp_path: Path) -> None:
    import_posts(hydra, csv_file(tmp_path / "p.csv", [post_row(1), post_row(2)]))
    assert hear(hydra, post(1), post(3)) == Kept(new=1, known=1)


def test_a_post_without_a_handle_is_known_by_the_lasting_id(hydra: Organization) -> None:
    hear(hydra, post(1, network="bluesky", author={"key": "did:plc:abc"}), post(2, author={}))
    facts = facts_of(hydra)
    assert {row["author_id"] for row in facts.run(facts.mentions).to_pylist()} == {
        "bluesky:did:plc:abc",
        None,
    }
