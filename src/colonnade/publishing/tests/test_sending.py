"""Each post once as seen on the network, whatever goes wrong on the way."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from colonnade.campaigns.operations import add_blackout
from colonnade.channels.contract import (
    BadContent,
    ChannelError,
    Disconnect,
    Draft,
    MissingScope,
    Part,
    RateLimited,
    Reference,
    RefreshToken,
    Retry,
)
from colonnade.channels.models import Account, Profile
from colonnade.core.states import TransitionRefused
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW
from colonnade.publishing.models import Post, Publication
from colonnade.publishing.operations import drafting, outcomes, pausing
from colonnade.publishing.sending import claims
from colonnade.publishing.sending.delivery import carry_on
from colonnade.publishing.states import PublicationState as State
from colonnade.publishing.tests.factories import (
    After,
    Before,
    Fault,
    Refused,
    Time,
    Village,
    add_profile,
    scheduled,
)

LOST = Retry("no answer (ReadTimeout)")


def step(publication: Publication, time: Time) -> Publication:
    """Let a worker do what is due, and return the row."""
    carry_on(organization_id=publication.organization_id, publication_id=publication.pk, clock=time)
    publication.refresh_from_db()
    return publication


def run(publication: Publication, time: Time, most: int = 60) -> Publication:
    """Let workers do what is due, each time when it is, until nothing is."""
    for _turn in range(most):
        publication.refresh_from_db()
        moments = [moment for moment in (publication.due_at, publication.lease_until) if moment]
        if publication.due_at is None:
            return publication
        time.now = max(time.now, *moments) + timedelta(seconds=1)
        step(publication, time)
    raise AssertionError("it does not end")


def words(publication: Publication) -> list[str]:
    return [entry.words for entry in publication.history.all()][::-1]


class Killed(BaseException):
    """Stands for kill -9: nothing after it runs, not even what cleans up."""


def test_a_post_goes_out_at_its_time_and_not_before(profile: Profile, village: Village, time: Time) -> None:
    publication = scheduled(profile, at=NOW + timedelta(hours=1))
    assert step(publication, time).state == State.SCHEDULED
    assert village.tries == 0
    time.pass_by(hours=1)
    assert step(publication, time).state == State.PUBLISHED
    assert village.texts == ["Hello"]
    post = publication.posts.get()
    assert post.address == f"https://village.example/{post.external_id}"
    assert publication.published_at == time.now
    step(publication, time)
    assert village.tries == 1


def test_nothing_goes_out_in_a_silence_and_a_person_looks_at_it_afterwards(
    profile: Profile, village: Village, time: Time
) -> None:
    add_blackout(
        organization=profile.account.organization,
        unit=None,
        reason="A funeral",
        starts_at=NOW,
        ends_at=NOW + timedelta(hours=2),
        zone="UTC",
        all_day=False,
        actor=None,
        now=NOW,
    )
    publication = scheduled(profile, at=NOW + timedelta(hours=1))
    time.pass_by(hours=1)
    held = step(publication, time)
    assert (held.state, held.held_at, held.due_at, village.tries) == (State.SCHEDULED, time.now, None, 0)
    assert "A funeral" in held.reason
    with pytest.raises(pausing.Silent, match="A funeral"):
        pausing.release(publication=held, actor=None, now=time.now)
    time.pass_by(hours=1)
    pausing.release(publication=held, actor=None, now=time.now)
    assert step(publication, time).state == State.PUBLISHED
    assert village.texts == ["Hello"]


def test_a_thread_that_has_begun_is_finished_in_a_silence(
    profile: Profile, village: Village, time: Time
) -> None:
    village.faults = [None, Before(LOST)]
    publication = scheduled(profile, Draft(parts=(Part(text="One"), Part(text="Two"))))
    step(publication, time)
    add_blackout(
        organization=profile.account.organization,
        unit=None,
        reason="A funeral",
        starts_at=NOW,
        ends_at=NOW + timedelta(days=1),
        zone="UTC",
        all_day=False,
        actor=None,
        now=NOW,
    )
    assert run(publication, time).state == State.PUBLISHED
    assert village.texts == ["One", "Two"]


@pytest.mark.parametrize("error", [LOST, Retry("500"), RateLimited(NOW + timedelta(seconds=30))])
def test_an_answer_that_is_lost_after_acceptance_leads_to_a_look(
    profile: Profile, village: Village, time: Time, error: ChannelError
) -> None:
    village.faults = [After(error)]
    publication = scheduled(profile)
    assert step(publication, time).state == State.UNKNOWN
    assert run(publication, time).state == State.PUBLISHED
    assert (village.tries, village.looks, village.texts) == (1, 1, ["Hello"])
    assert "Looked for and found on the network." in words(publication)


def test_what_is_not_there_is_sent_again_with_the_same_key(
    profile: Profile, village: Village, time: Time
) -> None:
    village.faults = [Refused(LOST)]
    publication = scheduled(profile)
    assert step(publication, time).state == State.UNKNOWN
    key = publication.posts.get().key
    assert run(publication, time).state == State.PUBLISHED
    assert (village.tries, village.looks, list(village.posts)) == (2, 1, [key])


def test_what_may_still_appear_is_waited_for(profile: Profile, village: Village, time: Time) -> None:

    posting = village.manifest.posting
    assert posting is not None
    village.manifest = replace(village.manifest, posting=replace(posting, settles=timedelta(minutes=2)))
    village.faults = [Refused(LOST)]
    publication = scheduled(profile)
    step(publication, time)
    time.pass_by(seconds=10)
    assert step(publication, time).due_at == NOW + timedelta(minutes=2)
    assert village.tries == 1
    time.pass_by(minutes=2)
    assert step(publication, time).state == State.PUBLISHED


def test_what_fails_before_it_leaves_is_no_doubt(profile: Profile, village: Village, time: Time) -> None:
    unsent = Retry("no connection")
    unsent.unsent = True
    village.faults = [Before(Retry("an upload broke off")), Refused(unsent)]
    publication = scheduled(profile)
    for _try in range(2):
        assert step(publication, time).state == State.SCHEDULED
        assert not Post.objects.filter(committed_at__isnull=False).exists()
        time.pass_by(minutes=1)
    assert step(publication, time).state == State.PUBLISHED
    assert village.looks == 0


@pytest.mark.parametrize("error", [BadContent("text", "no such words"), MissingScope("write")])
def test_a_refusal_fails_in_words_and_a_person_can_try_again(
    profile: Profile, village: Village, time: Time, error: ChannelError
) -> None:
    village.faults = [Refused(error)]
    publication = run(scheduled(profile), time)
    assert publication.state == State.FAILED
    assert str(error)[1:] in publication.reason
    assert publication.due_at is None
    outcomes.retry(publication=publication, actor=None, now=time.now)
    assert run(publication, time).state == State.PUBLISHED
    assert village.texts == ["Hello"]


def test_an_account_is_believed_to_be_refused_after_the_second_time(
    profile: Profile, village: Village, time: Time
) -> None:
    village.faults = [Refused(Disconnect("suspended")), Refused(Disconnect("suspended"))]
    publication = scheduled(profile)
    assert step(publication, time).state == State.SCHEDULED
    assert Account.objects.get().doubted_at is not None
    publication = run(publication, time)
    assert publication.state == State.FAILED
    assert "Enter its credentials anew" in publication.reason


def test_success_trusts_the_account_again(profile: Profile, village: Village, time: Time) -> None:
    village.faults = [Refused(Disconnect("a hiccup"))]
    assert run(scheduled(profile), time).state == State.PUBLISHED
    assert Account.objects.get().doubted_at is None


def test_a_worker_killed_before_it_sends_leaves_no_doubt(
    profile: Profile, village: Village, time: Time
) -> None:
    village.faults = [Before(Killed())]  # type: ignore[arg-type]  # no error of the contract, on purpose
    publication = scheduled(profile)
    with pytest.raises(Killed):
        step(publication, time)
    publication.refresh_from_db()
    assert publication.state == State.SENDING
    assert run(publication, time).state == State.PUBLISHED
    assert (village.looks, village.texts) == (0, ["Hello"])


def test_a_worker_killed_between_sending_and_saving_leads_to_a_look(
    profile: Profile, village: Village, time: Time
) -> None:
    village.faults = [After(Killed())]
    publication = scheduled(profile)
    with pytest.raises(Killed):
        step(publication, time)
    publication.refresh_from_db()
    assert publication.state == State.SENDING
    assert step(publication, time).state == State.SENDING, "its lease still holds"
    assert run(publication, time).state == State.PUBLISHED
    assert (village.tries, village.looks, village.texts) == (1, 1, ["Hello"])


def test_a_worker_that_was_away_too_long_sends_nothing(
    profile: Profile, village: Village, time: Time
) -> None:
    publication = scheduled(profile)
    first = claims.claim(
        publication_id=publication.pk, organization_id=publication.organization_id, now=time.now
    )
    assert first is not None
    time.pass_by(minutes=5)
    assert run(publication, time).state == State.PUBLISHED
    with pytest.raises(claims.LeaseLost):
        claims.hold(first, now=time.now)


def test_of_two_workers_one_gets_it(profile: Profile, time: Time) -> None:
    publication = scheduled(profile)
    claims_it = partial(
        claims.claim, publication_id=publication.pk, organization_id=publication.organization_id
    )
    assert claims_it(now=time.now) is not None
    assert claims_it(now=time.now) is None


def test_no_worker_of_another_organisation_gets_it(profile: Profile, time: Time) -> None:
    publication = scheduled(profile)
    other = publication.organization_id + 1
    assert claims.claim(publication_id=publication.pk, organization_id=other, now=time.now) is None


def test_a_network_that_cannot_be_asked_leaves_it_to_a_person(
    profile: Profile, village: Village, time: Time
) -> None:
    village.tellable, village.faults = False, [After(LOST)]
    publication = run(scheduled(profile), time)
    assert (publication.state, publication.due_at, publication.needs_person) == (State.UNKNOWN, None, True)
    outcomes.say_published(
        publication=publication, external_id="seen", address="https://x.example/1", actor=None, now=time.now
    )
    assert run(publication, time).state == State.PUBLISHED
    assert village.tries == 1


def test_what_a_person_did_not_see_can_be_tried_again(profile: Profile, village: Village, time: Time) -> None:
    village.tellable, village.faults = False, [Refused(LOST)]
    publication = run(scheduled(profile), time)
    assert outcomes.say_absent(publication=publication, actor=None, now=time.now).state == State.FAILED
    outcomes.retry(publication=publication, actor=None, now=time.now)
    assert run(publication, time).state == State.PUBLISHED
    assert village.texts == ["Hello"]


def test_a_thread_is_taken_up_where_it_broke_off(profile: Profile, village: Village, time: Time) -> None:
    thread = Draft(parts=(Part(text="One"), Part(text="Two"), Part(text="Three")), first_comment="And a link")
    village.faults = [None, After(LOST), Refused(LOST), None]
    publication = run(scheduled(profile, thread), time)
    assert publication.state == State.PUBLISHED
    assert village.texts == ["One", "Two", "Three", "And a link"]
    one, two, three, comment = (village.posts[name] for name in village.order)
    assert (one.root, one.parent) == (None, None)
    named = [Reference(external_id=name) for name in village.order]
    assert (two.root, two.parent) == (named[0], named[0])
    assert (three.root, three.parent) == (named[0], named[1])
    assert (comment.root, comment.parent) == (named[0], named[0])


def test_a_post_that_the_network_prepares_is_made_visible_once(
    profile: Profile, village: Village, time: Time
) -> None:
    village.slow = 2
    publication = scheduled(profile)
    assert step(publication, time).due_at == NOW + timedelta(seconds=7)
    assert run(publication, time).state == State.PUBLISHED
    assert (village.tries, village.texts) == (1, ["Hello"])


def test_nothing_but_what_was_approved_is_sent(profile: Profile, village: Village, time: Time) -> None:
    publication = scheduled(profile)
    other = Draft.of("Something else")
    Publication.objects.filter(pk=publication.pk).update(content=other.model_dump(mode="json"))
    publication = run(publication, time)
    assert publication.state == State.FAILED
    assert "not what was approved" in publication.reason
    assert village.tries == 0


def test_the_same_words_twice_are_two_posts(hydra: Organization, village: Village, time: Time) -> None:
    profile = add_profile(hydra)
    village.faults = [After(LOST), Refused(LOST)]
    first, second = scheduled(profile), scheduled(profile)
    step(first, time)
    step(second, time)
    assert {run(one, time).state for one in (first, second)} == {State.PUBLISHED}
    assert village.texts == ["Hello", "Hello"]
    names = set(Post.objects.values_list("external_id", flat=True))
    assert names == set(village.posts)


def test_a_change_while_it_is_sent_is_refused(profile: Profile, village: Village, time: Time) -> None:
    publication = scheduled(profile)
    refused: list[int] = []

    def meddle() -> None:
        with pytest.raises(TransitionRefused):
            drafting.reopen(publication=publication, reason="", actor=None, now=time.now)
        with pytest.raises(TransitionRefused):
            outcomes.withdraw(publication=publication, actor=None, now=time.now)
        refused.append(village.tries)

    village.on_commit = meddle
    assert run(publication, time).state == State.PUBLISHED
    assert refused == [1]


def test_it_gives_up_after_many_tries_and_says_so(profile: Profile, village: Village, time: Time) -> None:
    village.faults = [Before(Retry("the server is in trouble")) for _try in range(30)]
    publication = run(scheduled(profile), time)
    assert publication.state == State.FAILED
    assert "Tried 20 times" in publication.reason
    assert village.texts == []


def test_an_ended_session_is_renewed_on_the_way(profile: Profile, village: Village, time: Time) -> None:
    village.faults = [Refused(RefreshToken())]
    publication = run(scheduled(profile), time)
    # The village has no sign-in, so that its key itself was refused: that is asked once more.
    assert publication.state == State.PUBLISHED
    assert village.texts == ["Hello"]


def test_a_published_post_is_deleted_from_the_network(profile: Profile, village: Village, time: Time) -> None:
    thread = Draft(parts=(Part(text="One"), Part(text="Two")))
    publication = run(scheduled(profile, thread), time)
    village.delete_faults = [LOST]
    outcomes.withdraw(publication=publication, actor=None, now=time.now)
    assert run(publication, time).state == State.WITHDRAWN
    assert village.texts == []
    assert village.deleted == village.order[::-1]


def test_a_deletion_that_is_refused_says_so(profile: Profile, village: Village, time: Time) -> None:
    publication = run(scheduled(profile), time)
    village.delete_faults = [MissingScope("delete")]
    outcomes.withdraw(publication=publication, actor=None, now=time.now)
    publication = run(publication, time)
    assert publication.state == State.PUBLISHED
    assert "could not be deleted" in publication.reason


_FAULTS: st.SearchStrategy[Callable[[], Fault | None]] = st.sampled_from(
    [
        lambda: None,
        lambda: After(Retry("timeout")),
        lambda: After(RateLimited(NOW)),
        lambda: After(Killed()),
        lambda: Refused(Retry("503")),
        lambda: Refused(RateLimited(NOW)),
        lambda: Before(Retry("upload")),
        lambda: Before(Killed()),  # type: ignore[arg-type]  # no error of the contract, on purpose
    ]
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    faults=st.lists(_FAULTS, max_size=8),
    jumps=st.lists(st.integers(-7200, 7200), max_size=4),
    parts=st.integers(1, 3),
)
def test_whatever_happens_each_part_is_there_once(
    hydra: Organization,
    profile: Profile,
    village: Village,
    faults: list[Callable[[], Fault | None]],
    jumps: list[int],
    parts: int,
) -> None:
    """The network makes a second post of a second request here: only looking keeps it from doubling."""
    time = Time()
    village.posts.clear()
    village.order.clear()
    village.keyed, village.faults = False, [make() for make in faults]
    wanted = [f"Part {number}" for number in range(parts)]
    publication = scheduled(profile, Draft(parts=tuple(Part(text=text) for text in wanted)))
    for _turn in range(80):
        publication.refresh_from_db()
        if publication.due_at is None:
            break
        moments = [moment for moment in (publication.due_at, publication.lease_until) if moment]
        time.now = max(time.now, *moments) + timedelta(seconds=1)
        if jumps:
            time.pass_by(seconds=jumps.pop())
        try:
            step(publication, time)
        except Killed:
            continue
    assert publication.state == State.PUBLISHED
    assert village.texts == wanted
    Publication.objects.all().delete()
