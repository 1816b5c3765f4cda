"""The outbox, one publication and the profiles, through each door."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from colonnade.campaigns.entries import CannotMove, Filters, Span
from colonnade.channels.contract import Draft, Part, Retry
from colonnade.channels.models import Profile
from colonnade.core.jobs.models import Job
from colonnade.governance.approvals.models import Review
from colonnade.governance.approvals.operations import decide
from colonnade.governance.approvals.states import Verdict
from colonnade.governance.models import AuditEntry
from colonnade.organization.models import Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW, make_member, make_organization, make_user
from colonnade.publishing import calendar
from colonnade.publishing.models import Pause, Publication
from colonnade.publishing.operations import drafting, pausing
from colonnade.publishing.sending.delivery import carry_on
from colonnade.publishing.states import PublicationState as State
from colonnade.publishing.tests.factories import After, Time, Village, add_account, scheduled, write

ROOT = "/o/hydra-machines/promote/outbox"


@pytest.fixture
def author(hydra: Organization, client: Client) -> Client:
    client.force_login(make_member(hydra, Role.AUTHOR).user)
    return client


@pytest.fixture
def analyst(hydra: Organization) -> Client:
    client = Client()
    client.force_login(make_member(hydra, Role.ANALYST).user)
    return client


def page(client: Client, address: str = f"{ROOT}/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def step(publication: Publication, time: Time) -> Publication:
    carry_on(organization_id=publication.organization_id, publication_id=publication.pk, clock=time)
    publication.refresh_from_db()
    return publication


def test_an_empty_outbox_teaches_the_next_step(author: Client) -> None:
    assert "There is nowhere to publish yet" in page(author)


def test_each_post_stands_there_with_state_and_reason(
    author: Client, profile: Profile, village: Village, time: Time
) -> None:
    village.faults = [After(Retry("no answer (ReadTimeout)"))]
    publication = scheduled(profile, "Grease <b>it</b> every 50 hours")
    step(publication, time)
    shown = page(author)
    assert "Being looked for" in shown
    assert "No answer (ReadTimeout)." in shown
    assert "Grease &lt;b&gt;it&lt;/b&gt;" in shown
    assert "@mayor" in shown
    assert "Nothing under this filter" in page(author, f"{ROOT}/?state=failed")
    assert "Grease" in page(author, f"{ROOT}/?state=unknown&profile={profile.pk}")


@pytest.mark.parametrize("path", ["/", "/{one}/", "/profiles/"])
def test_pages_ask_as_often_for_three_as_for_one(
    author: Client, profile: Profile, hydra: Organization, time: Time, path: str
) -> None:
    thread = Draft(parts=(Part(text="One"), Part(text="Two")))
    first = step(scheduled(profile, thread), time)
    address = ROOT + path.format(one=first.pk)
    page(author, address)
    with CaptureQueriesContext(
        connection,
    ) as one:
        page(author, address)
    for number in range(2):
        step(scheduled(profile, f"More {number}"), time)
        add_account(hydra, f"Another {number}")
    with CaptureQueriesContext(connection) as three:
        page(author, address)
    assert len(one) == len(three)


def test_strangers_find_nothing(profile: Profile) -> None:
    publication = scheduled(profile)
    other = make_organization("Other", founder=make_user("ben@other.example"))
    client = Client()
    client.force_login(make_member(other, Role.ADMINISTRATOR, "eve@other.example").user)
    for path in ("/", f"/{publication.pk}/", "/profiles/"):
        assert client.get(ROOT + path).status_code == 404
    for path in ("retry", "withdraw", "schedule", "release"):
        assert client.post(f"{ROOT}/{publication.pk}/{path}/").status_code == 404
        own = f"/o/{other.slug}/promote/outbox/{publication.pk}/{path}/"
        assert client.post(own).status_code == 404


def test_those_who_may_not_publish_see_and_change_nothing(analyst: Client, profile: Profile) -> None:
    publication = scheduled(profile)
    assert "Withdraw" not in page(analyst, f"{ROOT}/{publication.pk}/")
    for path in (f"/{publication.pk}/withdraw/", "/pause/", f"/profiles/{profile.pk}/switch/"):
        assert analyst.post(ROOT + path).status_code == 403
    publication.refresh_from_db()
    assert publication.state == State.SCHEDULED


def test_a_time_is_set_by_the_clocks_of_its_zone(author: Client, profile: Profile) -> None:
    publication = write(profile)
    address = f"{ROOT}/{publication.pk}/schedule/"
    author.post(address, {"wall": "2030-07-01T09:00", "zone": "Europe/Berlin"})
    publication.refresh_from_db()
    assert publication.scheduled_at is not None
    assert publication.scheduled_at.isoformat() == "2030-07-01T07:00:00+00:00"
    assert "2030-07-01T09:00" in page(author, f"{ROOT}/{publication.pk}/")


@pytest.mark.parametrize(
    ("wall", "zone", "said"),
    [
        ("2030-03-31T02:30", "Europe/Berlin", "put forward past 02:30"),
        ("2030-03-30T02:30", "Mars/Olympus", "There is no time zone"),
        ("2020-03-30T02:30", "Europe/Berlin", "That time has passed"),
        ("soon", "Europe/Berlin", "Enter a day and a time"),
    ],
)
def test_a_time_that_cannot_be_is_refused_in_words(
    author: Client, profile: Profile, wall: str, zone: str, said: str
) -> None:
    publication = write(profile)
    answer = author.post(f"{ROOT}/{publication.pk}/schedule/", {"wall": wall, "zone": zone})
    assert said in answer.content.decode()
    publication.refresh_from_db()
    assert publication.scheduled_at is None


def test_a_failed_post_is_tried_again_and_withdrawn_by_buttons(
    author: Client, profile: Profile, village: Village, time: Time
) -> None:
    publication = scheduled(profile)
    Publication.objects.filter(pk=publication.pk).update(approved_digest="another")
    step(publication, time)
    address = f"{ROOT}/{publication.pk}"
    assert "It is not what was approved" in page(author, f"{address}/")
    author.post(f"{address}/retry/")
    publication.refresh_from_db()
    assert publication.state == State.SCHEDULED
    assert Job.objects.filter(kwargs__publication_id=publication.pk).exists()
    author.post(f"{address}/withdraw/")
    publication.refresh_from_db()
    assert publication.state == State.WITHDRAWN
    answer = author.post(f"{address}/withdraw/", follow=True)
    assert "Nothing was changed" in answer.content.decode()


def test_a_doubt_is_settled_by_a_person(
    author: Client, profile: Profile, village: Village, time: Time
) -> None:
    village.tellable, village.faults = False, [After(Retry("lost"))]
    publication = scheduled(profile)
    step(publication, time)
    time.pass_by(minutes=1)
    step(publication, time)
    address = f"{ROOT}/{publication.pk}"
    assert "I looked: it is there" in page(author, f"{address}/")
    refused = author.post(f"{address}/seen/", {"address": "javascript:alert(1)"})
    assert "Enter a valid URL" in refused.content.decode()
    author.post(f"{address}/seen/", {"address": "https://village.example/7"})
    time.pass_by(days=10_000)
    assert step(publication, time).state == State.PUBLISHED
    assert "https://village.example/7" in page(author, f"{address}/")


def test_a_pause_keeps_all_and_a_person_looks_at_what_came_due(
    author: Client, profile: Profile, village: Village, time: Time
) -> None:
    due, later = scheduled(profile, "Due"), scheduled(profile, "Later", at=NOW + timedelta(days=36_500))
    author.post(f"{ROOT}/pause/", {"reason": "An accident at a site"})
    assert step(due, time).state == State.SCHEDULED
    assert village.tries == 0
    shown = page(author)
    assert "An accident at a site" in shown
    assert "past its time" not in shown
    answer = author.post(f"{ROOT}/resume/", follow=True).content.decode()
    assert "1 post came due meanwhile" in answer
    due.refresh_from_db()
    later.refresh_from_db()
    assert (due.state, due.held_at is None, later.held_at) == (State.SCHEDULED, False, None)
    assert step(due, time).state == State.SCHEDULED
    author.post(f"{ROOT}/{due.pk}/release/")
    time.pass_by(days=10_000)
    assert step(due, time).state == State.PUBLISHED
    assert not Pause.objects.filter(ended_at=None).exists()
    deeds = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"publishing.paused", "publishing.resumed", "publication.released"} <= deeds


def test_what_is_in_doubt_is_looked_for_even_while_all_is_paused(
    profile: Profile, village: Village, time: Time, hydra: Organization
) -> None:
    village.faults = [After(Retry("lost"))]
    publication = scheduled(profile)
    step(publication, time)
    pausing.pause(organization=hydra, reason="A crisis", actor=None, now=time.now)
    time.pass_by(minutes=1)
    assert step(publication, time).state == State.PUBLISHED
    assert village.texts == ["Hello"]


def test_profiles_come_from_an_account_and_are_switched(
    author: Client, hydra: Organization, village: Village
) -> None:
    account = add_account(hydra)
    assert "nowhere to publish yet" in page(author, f"{ROOT}/profiles/")
    answer = author.post(f"{ROOT}/profiles/find/{account.pk}/", follow=True).content.decode()
    assert "This account publishes as: @mayor." in answer
    profile = Profile.objects.get()
    assert (profile.external_id, profile.address) == ("1", "https://village.example/mayor")
    author.post(f"{ROOT}/profiles/{profile.pk}/switch/")
    profile.refresh_from_db()
    assert not profile.active
    assert "switched off" in page(author, f"{ROOT}/profiles/")


def test_what_is_handed_in_is_read_and_approved_by_another(
    hydra: Organization, profile: Profile, village: Village, time: Time
) -> None:
    writer = make_member(hydra, Role.AUTHOR, "writer@hydra.example")
    reviewer = make_member(hydra, Role.APPROVER, "reviewer@hydra.example")
    thread = Draft(parts=(Part(text="One"), Part(text="Two")), first_comment="Read on")
    publication = write(profile, thread, author=writer.user)
    drafting.submit(publication=publication, actor=writer.user, now=NOW)
    review = Review.objects.get(kind="publication", subject_id=str(publication.pk))
    client = Client()
    client.force_login(reviewer.user)
    answer = client.get(f"/o/{hydra.slug}/promote/approvals/{review.pk}/").content.decode()
    for words in ("Post 1", "One", "Post 2", "Two", "First comment", "Read on"):
        assert words in answer
    decide(review=review, actor=reviewer, decision=Verdict.APPROVE, digest=publication.digest, now=NOW)
    publication.refresh_from_db()
    assert (publication.state, publication.approved_digest) == (State.APPROVED, publication.digest)
    drafting.change(publication=publication, content=Draft.of("Other"), actor=writer.user, now=NOW)
    publication.refresh_from_db()
    assert (publication.state, publication.approved_digest) == (State.DRAFT, "")
    review.refresh_from_db()
    assert review.state == "withdrawn"


def test_the_calendar_shows_and_moves_posts(hydra: Organization, profile: Profile) -> None:
    publication = scheduled(profile, at=NOW + timedelta(days=20))
    when = publication.scheduled_at
    assert when is not None
    span = Span(start=when, end=when + timedelta(hours=1))
    [entry] = calendar.entries(organization=hydra, span=span, filters=Filters())
    assert (entry.title, entry.channel, entry.movable) == ("Hello", "village", True)
    assert entry.href == f"{ROOT}/{publication.pk}/"
    member = make_member(hydra, Role.AUTHOR)
    calendar.move(member=member, entry=entry.id, days=1, now=NOW)
    publication.refresh_from_db()
    assert publication.scheduled_at == when + timedelta(days=1)
    with pytest.raises(CannotMove):
        calendar.move(member=member, entry=entry.id, days=-30, now=NOW)
    with pytest.raises(CannotMove):
        calendar.move(member=make_member(hydra, Role.ANALYST), entry=entry.id, days=1, now=NOW)
