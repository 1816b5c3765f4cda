"""Every post is heard at least once and counted once, whatever breaks, and silence is explained."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import F
from pytest_django import Settings

from colonnade.channels import jobs, scheduling
from colonnade.channels.contract import (
    BadContent,
    Call,
    ChannelError,
    Disconnect,
    MissingScope,
    Page,
    RateLimited,
    RefreshToken,
    Retry,
    Silence,
)
from colonnade.channels.fetching import rounds
from colonnade.channels.fetching.outcome import PROOF_AFTER
from colonnade.channels.jobs import hear_source
from colonnade.channels.models import Account, Channel
from colonnade.channels.operations import accounts, sources
from colonnade.channels.operations.wanted import Wanted
from colonnade.channels.states import ChannelState
from colonnade.channels.tests.factories import SECRET, Ears, Town, add_account, add_source, heard, many
from colonnade.core.jobs.context import JobCancelled
from colonnade.core.jobs.inline import run_here
from colonnade.core.jobs.models import Job
from colonnade.core.jobs.worker import Worker
from colonnade.core.states import TransitionRefused
from colonnade.governance.models import AuditEntry
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW


class Clock:
    """A clock that tests move."""

    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(jobs, "system_clock", made)
    return made


@pytest.fixture
def source(hydra: Organization, town: Town, ears: Ears, clock: Clock) -> Channel:
    return add_source(hydra, town)


def work(channel: Channel) -> Channel:
    """Do the round that is waiting, here and now."""
    channel = Channel.objects.get(pk=channel.pk)
    kwargs = {
        "organization_id": channel.organization_id,
        "channel_id": channel.pk,
        "number": channel.round,
    }
    run_here(hear_source, kwargs=kwargs, on_progress=lambda progress: None)
    return Channel.objects.get(pk=channel.pk)


def test_a_new_source_is_heard_page_by_page(source: Channel, town: Town, ears: Ears) -> None:
    assert Job.objects.get().kwargs["channel_id"] == source.pk
    town.steps = [*many(3)]
    after = work(source)
    assert sorted(ears.posts) == [str(number) for number in range(6)]
    assert town.cursors == [None, "1", "2"]
    assert (after.posts_new, after.posts_known, after.cursor) == (6, 0, "3")
    assert after.heard_to == heard(5).published_at
    assert (after.next_at, after.asked_at) == (NOW + after.every, NOW)
    assert after.state == ChannelState.ACTIVE


def test_the_next_round_goes_on_where_the_last_ended(source: Channel, town: Town, clock: Clock) -> None:
    town.steps = [*many(1)]
    clock.now = (work(source)).next_at or NOW
    work(source)
    assert town.cursors == [None, "1"]


def test_a_source_has_two_job_rows_at_most(source: Channel, town: Town, clock: Clock) -> None:
    for _round in range(4):
        Worker(queues=["warehouse"], clock=clock).run_waiting()
        assert Job.objects.count() <= 2
        clock.now += source.every
    assert len(town.cursors) == 4


def test_a_crash_before_the_cursor_is_saved_stores_nothing_twice(
    source: Channel, town: Town, ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = list(many(3))
    town.steps = [*pages]
    saved = rounds.Round._save

    def crash(*arguments: Any, **named: Any) -> None:
        if ears.calls == 2:
            raise KeyboardInterrupt
        saved(*arguments, **named)

    monkeypatch.setattr(rounds.Round, "_save", crash)
    with pytest.raises(KeyboardInterrupt):
        work(source)
    assert Channel.objects.get().cursor == "1"
    monkeypatch.setattr(rounds.Round, "_save", saved)
    town.steps = [*pages[1:]]
    after = work(source)
    assert town.cursors == [None, "1", "1", "2"]
    assert len(ears.posts) == 6
    # The page between storing and counting is counted as known, as the model says.
    assert (after.posts_new, after.posts_known) == (4, 2)


def test_a_cancelled_round_keeps_what_it_has(source: Channel, town: Town, ears: Ears) -> None:
    town.steps = [*many(3)]

    def cancel(_done: int, _total: int | None, _message: str) -> None:
        raise JobCancelled

    with pytest.raises(JobCancelled):
        rounds.Round(channel=source, clock=Clock(), on_progress=cancel).go()
    assert len(ears.posts) == 2
    assert Channel.objects.get().cursor == "1"


def test_a_round_takes_no_more_than_its_share(source: Channel, town: Town) -> None:
    town.steps = [*many(rounds.MOST_PAGES + 5)]
    after = work(source)
    assert after.posts_new == 2 * rounds.MOST_PAGES
    assert after.next_at == NOW + timedelta(seconds=1)


def test_a_hearer_that_fails_leaves_the_cursor(
    source: Channel, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.steps = [*many(1)]

    def broken(**_posts: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(rounds, "hand_over", broken)
    with pytest.raises(OSError, match="full"):
        work(source)
    after = Channel.objects.get()
    assert (after.cursor, after.posts_new) == ("", 0)


def test_posts_from_the_future_are_not_believed(source: Channel, town: Town, ears: Ears) -> None:
    late = heard(1, published_at=NOW + timedelta(days=3))
    town.steps = [Page(items=(late, heard(2)), next_cursor="x", skipped=("text: too long",))]
    after = work(source)
    assert sorted(ears.posts) == ["2"]
    assert after.skipped == 2
    assert after.skipped_last[0] == "text: too long"
    assert "future" in after.skipped_last[1]


def test_silence_is_noted(source: Channel, town: Town) -> None:
    silence = Silence(start=NOW - timedelta(hours=2), end=NOW - timedelta(hours=1), reason="It forgot.")
    town.steps = [Page(next_cursor="x", silence=silence)]
    gap = work(source).gaps.get()
    assert (gap.length, gap.reason) == (timedelta(hours=1), "It forgot.")


@pytest.mark.parametrize(
    ("error", "state", "wait"),
    [
        (RateLimited(NOW + timedelta(minutes=7)), "active", timedelta(minutes=7)),
        (Retry("no answer"), "active", timedelta(minutes=1)),
        (Retry("busy", after=timedelta(minutes=40)), "active", timedelta(minutes=40)),
        (BadContent("words", "there is no such thing"), "failing", timedelta(hours=6)),
        (MissingScope("read"), "failing", timedelta(hours=6)),
    ],
)
def test_each_error_has_its_consequence(
    source: Channel, town: Town, error: ChannelError, state: str, wait: timedelta
) -> None:
    town.steps = [error]
    after = work(source)
    assert (after.state, after.next_at) == (state, NOW + wait)
    assert after.problem
    after = work(source)
    assert (after.state, after.problem, after.failures) == ("active", "", 0)


def test_passing_trouble_backs_off_and_never_disconnects(source: Channel, town: Town, clock: Clock) -> None:
    waits = []
    for _number in range(12):
        town.steps = [Retry("no answer")]
        after = work(source)
        waits.append(after.next_at - clock.now if after.next_at else None)
    assert waits[:4] == [timedelta(minutes=2**number) for number in range(4)]
    assert waits[-1] == timedelta(hours=6)
    assert (after.state, after.failures) == ("failing", 12)


def test_a_session_is_kept_sealed_and_renewed_once(
    hydra: Organization, town: Town, ears: Ears, clock: Clock
) -> None:
    account = add_account(hydra, town)
    source = add_source(hydra, town, account=account)
    seen: list[str] = []

    def page(call: Call) -> Page:
        assert call.session is not None
        seen.append(call.session.tokens["token"].get_secret_value())
        return Page(next_cursor="x")

    town.steps = [page, RefreshToken(), page]
    work(source)
    work(source)
    assert (town.signed_in, town.refreshed) == (1, 1)
    assert seen == [f"{SECRET}-1", f"{SECRET}-again"]
    kept = Account.objects.get()
    assert SECRET not in kept.sealed_session + kept.sealed_credentials
    assert kept.identity == "@mayor"


def test_a_session_that_cannot_be_renewed_is_begun_anew(
    hydra: Organization, town: Town, ears: Ears, clock: Clock
) -> None:
    source = add_source(hydra, town, account=add_account(hydra, town))
    town.steps = [RefreshToken(), Page(next_cursor="x")]
    town.refreshes = [RefreshToken()]
    assert work(source).state == ChannelState.ACTIVE
    assert town.signed_in == 2


def test_an_account_is_disconnected_after_a_second_proof_only(
    hydra: Organization, town: Town, ears: Ears, clock: Clock
) -> None:
    account = add_account(hydra, town)
    source = add_source(hydra, town, account=account)
    town.steps = [Disconnect("suspended")]
    after = work(source)
    assert (after.state, after.next_at) == ("failing", NOW + PROOF_AFTER)
    town.sign_ins = [Disconnect("suspended")]  # too early to be a proof
    assert work(source).state == ChannelState.FAILING
    clock.now = NOW + PROOF_AFTER
    town.sign_ins = [Disconnect("suspended")]
    after = work(source)
    assert (after.state, after.next_at) == ("disconnected", None)
    assert "twice" in after.problem
    assert AuditEntry.objects.filter(action="source.disconnected").exists()
    with pytest.raises(TransitionRefused):
        sources.resume_source(channel=after, actor=None, now=NOW)


def test_doubt_ends_with_the_first_answer(hydra: Organization, town: Town, ears: Ears, clock: Clock) -> None:
    source = add_source(hydra, town, account=add_account(hydra, town))
    town.steps = [Disconnect("suspended"), Page(next_cursor="x")]
    work(source)
    assert Account.objects.get().doubted_at == NOW
    assert work(source).state == ChannelState.ACTIVE
    assert Account.objects.get().doubted_at is None
    clock.now = NOW + timedelta(days=1)
    town.steps = [Disconnect("suspended")]
    assert work(source).state == ChannelState.FAILING


def test_new_credentials_keep_the_account_and_go_on(
    hydra: Organization, town: Town, ears: Ears, clock: Clock
) -> None:
    account = add_account(hydra, town)
    source = add_source(hydra, town, account=account)
    town.steps = [*many(1)]
    work(source)
    Channel.objects.update(state=ChannelState.DISCONNECTED, round=F("round") + 1, next_at=None)
    assert town.manifest.credentials is not None
    credentials = account.credentials(town.manifest.credentials)
    accounts.renew_account(account=account, credentials=credentials, session=None, actor=None, now=NOW)
    after = work(source)
    assert (after.state, after.account_id, town.cursors[-1]) == ("active", account.pk, "1")


def test_a_lost_key_is_said_in_words(
    hydra: Organization, town: Town, ears: Ears, clock: Clock, settings: Settings
) -> None:
    source = add_source(hydra, town, account=add_account(hydra, town))
    settings.CREDENTIAL_KEYS = ["A" * 43 + "="]
    after = work(source)
    assert after.state == ChannelState.FAILING
    assert "COLONNADE_CREDENTIAL_KEYS" in after.problem


def test_a_connector_that_was_taken_off_is_said_in_words(source: Channel) -> None:
    Channel.objects.update(connector="gone")
    after = work(source)
    assert after.state == ChannelState.FAILING
    assert "no connector 'gone'" in after.problem


def test_a_paused_source_is_left_alone_and_goes_on(source: Channel, town: Town, ears: Ears) -> None:
    town.steps = [*many(3)]
    number = source.round

    def pause(_done: int, _total: int | None, _message: str) -> None:
        if Channel.objects.get().state != ChannelState.PAUSED:
            sources.pause_source(channel=source, actor=None, now=NOW)

    with pytest.raises(rounds.Superseded):
        rounds.Round(channel=Channel.objects.get(), clock=Clock(), on_progress=pause).go()
    kwargs = {"organization_id": source.organization_id, "channel_id": source.pk, "number": number}
    assert run_here(hear_source, kwargs=kwargs, on_progress=lambda progress: None) == {}
    with pytest.raises(TransitionRefused):
        sources.pause_source(channel=source, actor=None, now=NOW)
    town.steps = [Page(next_cursor="9")]
    sources.resume_source(channel=source, actor=None, now=NOW)
    after = work(source)
    assert (after.state, town.cursors[-1]) == ("active", "1")


def test_a_removed_source_ends_its_jobs_quietly(source: Channel) -> None:
    number, organization = source.round, source.organization_id
    kwargs = {"organization_id": organization, "channel_id": source.pk, "number": number}
    sources.remove_source(channel=source, actor=None, now=NOW)
    assert run_here(hear_source, kwargs=kwargs, on_progress=lambda progress: None) == {}


def test_a_source_whose_job_died_is_woken_by_another(
    hydra: Organization, town: Town, ears: Ears, clock: Clock
) -> None:
    first, second = add_source(hydra, town), add_source(hydra, town, "diggers")
    Job.objects.filter(kwargs__channel_id=second.pk).delete()
    clock.now = NOW + scheduling.FORGOTTEN_AFTER + timedelta(minutes=1)
    work(first)
    woken = Channel.objects.get(pk=second.pk)
    assert woken.next_at == clock.now
    assert Job.objects.filter(kwargs__channel_id=second.pk).count() == 1


def test_another_configuration_begins_anew(source: Channel, town: Town) -> None:
    town.steps = [*many(1)]
    work(source)
    said = Wanted(
        connector=town,
        kind=town.manifest.kind("search"),
        source=town.manifest.kind("search").schema.model_validate({"words": "cranes"}),
    )
    after = sources.change_source(channel=source, wanted=said, actor=None, now=NOW)
    assert (after.cursor, after.configuration) == ("", {"words": "cranes"})


def test_a_source_that_has_nothing_to_say_has_answered(source: Channel) -> None:
    assert work(source).asked_at == NOW
