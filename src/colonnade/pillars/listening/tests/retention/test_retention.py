"""Posts are kept for as long as somebody said, go with all that is kept of them, and may come again."""

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from pytest_django import DjangoAssertNumQueries

from colonnade.channels import queries as channel_queries
from colonnade.channels.hearing import hand_over
from colonnade.channels.models import Channel
from colonnade.channels.operations.sources import remove_source
from colonnade.channels.tests.factories import heard
from colonnade.core.jobs.inline import run_here
from colonnade.core.jobs.models import Job
from colonnade.governance.models import AuditEntry
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW
from colonnade.pillars.listening.corrections.models import Correction
from colonnade.pillars.listening.corrections.operations import correct
from colonnade.pillars.listening.erasure.places import Place
from colonnade.pillars.listening.models import Import
from colonnade.pillars.listening.retention import operations, queries, removing
from colonnade.pillars.listening.retention.facts import would_go
from colonnade.pillars.listening.retention.jobs import remove_every_night
from colonnade.pillars.listening.retention.models import Origin, Removal, Rule
from colonnade.pillars.listening.retention.scheduling import next_night
from colonnade.pillars.listening.retention.starting import keep_from_tonight
from colonnade.pillars.listening.tests.factories import facts_of
from colonnade.pillars.listening.tests.retention.factories import (
    DAY,
    add_account,
    add_source,
    came,
    keep,
    remove,
    store,
    stored,
)
from colonnade.warehouse.store import Facts
from colonnade.warehouse.tests.factories import mention, rows


def test_without_a_rule_everything_stays(hydra: Organization, feed: Channel) -> None:
    assert remove(hydra) == []
    assert len(stored(hydra)) == 4


def test_old_posts_of_a_source_go_with_all_that_is_kept_of_them(hydra: Organization, feed: Channel) -> None:
    facts = facts_of(hydra)
    for key in ("m1", "m2"):
        correct(organization=hydra, facts=facts, mention_id=key, sentiment="positive", actor=None, now=NOW)
    keep(hydra, Origin.SOURCE, feed.pk, 90)
    (removal,) = remove(hydra)
    assert stored(hydra) == {"m2", "m3", "m4"}
    assert list(Correction.objects.values_list("mention_id", flat=True)) == ["m2"]
    assert (removal.name, removal.posts, removal.days, removal.before) == ("Feed", 1, 90, NOW - 90 * DAY)
    entry = AuditEntry.objects.get(action="retention.removed")
    assert (entry.subject, entry.details["posts"]) == ("Feed", 1)
    assert remove(hydra) == []


def test_nothing_is_barred(hydra: Organization, feed: Channel) -> None:
    keep(hydra, Origin.SOURCE, feed.pk, 90)
    remove(hydra)
    assert facts_of(hydra).is_barred("mention", ["m1"]) == [False]
    assert facts_of(hydra).add_mentions(rows("mentions", [mention(1)])).new == 1


def test_an_imported_file_has_its_own_time(hydra: Organization, feed: Channel) -> None:
    imported = Import.objects.create(pk=77, organization=hydra, name="posts.csv", path="-", created_at=NOW)
    keep(hydra, Origin.IMPORT, imported.pk, 30)
    assert [removal.name for removal in remove(hydra)] == ["posts.csv"]
    assert stored(hydra) == {"m1", "m2", "m3"}


def test_a_post_belongs_to_the_source_that_first_brought_it(hydra: Organization) -> None:
    first, second = add_source(hydra, "First"), add_source(hydra, "Second")
    for source in (first, second):
        hand_over(organization_id=hydra.pk, posts=[heard(1)], now=NOW, source_id=source.pk)
    facts = facts_of(hydra)
    assert facts.run(facts.mentions)["source_id"].to_pylist() == [first.pk]


@pytest.mark.parametrize(
    ("own", "accounts", "holds"),
    [(None, None, None), (90, None, 90), (None, 30, 30), (10, 30, 10), (90, 30, 30)],
)
def test_the_shorter_of_its_own_and_its_accounts_rule_holds(
    hydra: Organization, own: int | None, accounts: int | None, holds: int | None
) -> None:
    account = add_account(hydra)
    source = add_source(hydra, "Search", account)
    keep(hydra, Origin.ACCOUNT, account.pk, accounts)
    assert keep(hydra, Origin.SOURCE, source.pk, own).holds == holds


@pytest.mark.parametrize("days", [0, -1, 36_501])
def test_a_time_that_is_none_is_refused(hydra: Organization, feed: Channel, days: int) -> None:
    with pytest.raises(operations.DaysRefused):
        keep(hydra, Origin.SOURCE, feed.pk, days)


def test_what_holds_goes_on_for_a_source_that_is_removed(hydra: Organization) -> None:
    account = add_account(hydra)
    source = add_source(hydra, "Search", account)
    store(facts_of(hydra), mention(1, source_id=source.pk, imported_at=came(40)))
    keep(hydra, Origin.ACCOUNT, account.pk, 30)
    number = source.pk
    remove_source(channel=source, actor=None, now=NOW)
    account.delete()
    (left,) = queries.sources(hydra)
    assert (left.name, left.holds, left.gone) == ("Search", 30, True)
    assert [removal.posts for removal in remove(hydra)] == [1]
    keep(hydra, Origin.SOURCE, number, None)
    assert queries.sources(hydra) == []


def test_removing_a_source_that_is_kept_for_ever_leaves_no_rule(hydra: Organization, feed: Channel) -> None:
    remove_source(channel=feed, actor=None, now=NOW)
    assert not Rule.objects.exists()


@pytest.mark.parametrize("moment", range(4))
def test_cut_off_at_any_moment_it_goes_on(
    hydra: Organization, feed: Channel, monkeypatch: pytest.MonkeyPatch, moment: int
) -> None:
    more = [mention(number, source_id=feed.pk, imported_at=came(100)) for number in range(10, 15)]
    store(facts_of(hydra), *more)
    monkeypatch.setattr(removing, "PART", 2)
    keep(hydra, Origin.SOURCE, feed.pk, 90)
    parts = [0]

    def forget(_subject: object) -> None:
        parts[0] += 1
        if parts[0] == moment + 1:
            raise KeyboardInterrupt

    def rewrite(_facts: Facts, **_subject: Sequence[str]) -> None:
        raise KeyboardInterrupt

    place = Place(key="breaking", label="", count=lambda subject: 0, forget=forget)
    with monkeypatch.context() as patch:
        patch.setattr(removing, "places", lambda: [place])
        patch.setattr(Facts, "erase", rewrite)
        with pytest.raises(KeyboardInterrupt):
            remove(hydra)
    assert len(stored(hydra)) == 9 - 2 * moment
    (removal,) = remove(hydra)
    assert stored(hydra) == {"m2", "m3", "m4"}
    assert (removal.posts, Removal.objects.count()) == (6, 1)
    assert AuditEntry.objects.filter(action="retention.removed").count() == 1


def test_what_would_go_is_counted_before(hydra: Organization, feed: Channel) -> None:
    account = add_account(hydra)
    Channel.objects.filter(pk=feed.pk).update(account=account)

    def count(origin: Origin, number: int, days: int | None) -> int:
        of = queries.kept(hydra, origin, number)
        return would_go(facts_of(hydra), organization=hydra, of=of, days=days, now=NOW)

    assert count(Origin.SOURCE, feed.pk, 90) == 1
    assert count(Origin.SOURCE, feed.pk, None) == 0
    assert count(Origin.ACCOUNT, account.pk, 90) == 1
    assert count(Origin.ACCOUNT, account.pk, 365) == 0
    keep(hydra, Origin.SOURCE, feed.pk, 30)
    assert count(Origin.ACCOUNT, account.pk, 365) == 1


def test_a_night_begins_at_three_by_the_organisations_clock() -> None:
    zone = ZoneInfo("Europe/Berlin")
    before, after = datetime(2026, 11, 22, 1, tzinfo=UTC), datetime(2026, 11, 22, 2, tzinfo=UTC)
    assert next_night(zone=zone, now=before) == after
    assert next_night(zone=zone, now=after) == after + DAY


def test_every_night_plans_the_next_while_there_is_a_rule(hydra: Organization, feed: Channel) -> None:
    for _twice in range(2):
        keep_from_tonight(
            organization=hydra, origin=Origin.SOURCE, number=feed.pk, days=90, actor=None, now=NOW
        )
    assert Job.objects.count() == 1
    Job.objects.all().delete()
    run_here(remove_every_night, kwargs={"organization_id": hydra.pk}, on_progress=lambda progress: None)
    assert [job.run_after.hour for job in Job.objects.all()] == [3]
    assert stored(hydra) <= {"m2", "m3", "m4"}
    keep(hydra, Origin.SOURCE, feed.pk, None)
    Job.objects.all().delete()
    run_here(remove_every_night, kwargs={"organization_id": hydra.pk}, on_progress=lambda progress: None)
    assert not Job.objects.exists()


def test_the_ledger_says_how_long_and_what_went(
    hydra: Organization, feed: Channel, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    keep(hydra, Origin.SOURCE, feed.pk, 90)
    remove(hydra)
    line = channel_queries.covered([feed], organization=hydra, now=NOW)[0]
    assert line.remarks == ("Kept 90 days.", f"1 older post was removed, on {NOW:%-d %b %Y}.")
    with django_assert_num_queries(7):
        assert len(channel_queries.ledger(organization=hydra, now=NOW)) == 2
    for number in range(3):
        add_source(hydra, f"More {number}", add_account(hydra, f"@{number}"))
    with django_assert_num_queries(7):
        assert len(channel_queries.ledger(organization=hydra, now=NOW)) == 5


def test_a_removal_is_counted_in_days_from_when_posts_came_in(hydra: Organization, feed: Channel) -> None:
    late = mention(9, source_id=feed.pk, imported_at=came(1), published_at=came(900))
    store(facts_of(hydra), late)
    keep(hydra, Origin.SOURCE, feed.pk, 90)
    remove(hydra)
    assert "m9" in stored(hydra)
