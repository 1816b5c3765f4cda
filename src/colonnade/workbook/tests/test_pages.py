"""Home, the colonnade and the choice of channels, on what is really stored."""

from datetime import timedelta

import pyarrow as pa
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from colonnade.governance.approvals.subjects import KINDS
from colonnade.governance.approvals.tests.factories import KIND, Notes, submit
from colonnade.organization.links import org_reverse
from colonnade.organization.models import Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW, make_member, make_organization
from colonnade.pillars.listening.models import BrandKind
from colonnade.pillars.listening.operations.brands import BrandSettings, add_brand
from colonnade.strategy.models import Evidence
from colonnade.strategy.operations import create_strategy
from colonnade.warehouse.store import Store
from colonnade.warehouse.tables import MATCHES, MENTIONS
from colonnade.workbook.tests.factories import WHOLE_TEXT

pytestmark = pytest.mark.django_db


@pytest.fixture
def hydra(client: Client) -> Organization:
    organization = make_organization()
    client.force_login(organization.memberships.get().user)
    return organization


def with_strategy(organization: Organization, text: str = "") -> None:
    create_strategy(
        organization=organization,
        text=text or WHOLE_TEXT,
        actor=organization.memberships.get().user,
        now=NOW,
    )


def with_posts(organization: Organization, store: Store, **by_channel: int) -> None:
    brand = add_brand(
        organization=organization,
        settings=BrandSettings(name="Hydra", kind=BrandKind.OWN, terms=("hydra",)),
        actor=None,
        now=NOW,
        match=False,
    )
    posts = [
        {
            "mention_id": f"{channel}-{number}",
            "channel": channel,
            "external_id": str(number),
            "published_at": (NOW - timedelta(hours=number)).replace(tzinfo=None),
            "author_id": f"{channel}:{number % 20}",
            "author_handle": f"p{number % 20}",
            "text": "hydra hose leaks?" if number % 3 else "hydra runs",
        }
        for channel, count in by_channel.items()
        for number in range(count)
    ]
    wanted = pa.schema([item for item in MENTIONS if item.name != "organization_id"])
    rows = pa.Table.from_pylist([{name: post.get(name) for name in wanted.names} for post in posts], wanted)
    matches = pa.Table.from_pylist(
        [{"mention_id": post["mention_id"], "query_id": brand.pk} for post in posts],
        pa.schema([item for item in MATCHES if item.name != "organization_id"]),
    )
    store.facts(organization.pk).add_mentions(rows, matches=matches)


def test_home_teaches_the_first_step(client: Client, hydra: Organization) -> None:
    page = client.get(f"/o/{hydra.slug}/").content.decode()
    assert "There is no strategy yet" in page
    assert "State the objectives" in page


def test_the_colonnade_shows_all_eight_and_keeps_choose_closed(client: Client, hydra: Organization) -> None:
    page = client.get(f"/o/{hydra.slug}/strategy/").content.decode()
    for step in (
        "Clarify",
        "Create",
        "Choose",
        "Connect",
        "Coordinate",
        "Collaborate",
        "Communicate",
        "Conclude",
    ):
        assert step in page
    assert "nobody talks about platforms before the goals" in page


def test_a_text_that_cannot_be_read_breaks_no_page(client: Client, hydra: Organization) -> None:
    with_strategy(hydra, "goals: [")
    for page in (
        "",
        "strategy/",
        "strategy/choose/",
        "strategy/plan/",
        "strategy/goals/",
        "strategy/document/",
    ):
        assert client.get(f"/o/{hydra.slug}/{page}").status_code == 200


def test_choose_says_what_clarify_lacks(client: Client, hydra: Organization) -> None:
    page = client.get(f"/o/{hydra.slug}/strategy/choose/").content.decode()
    assert "Opens when Clarify holds" in page
    assert "Record this as evidence" not in page


def test_choose_ranks_channels_and_records_evidence(
    client: Client, hydra: Organization, store: Store
) -> None:
    with_strategy(hydra)
    with_posts(hydra, store, youtube=60, x=20)
    page = client.get(f"/o/{hydra.slug}/strategy/choose/").content.decode()
    assert page.index("youtube") < page.index(">x<")
    assert "75%" in page
    client.post(f"/o/{hydra.slug}/strategy/choose/cite/")
    cited = {item.channel: item for item in Evidence.objects.filter(organization=hydra)}
    assert cited["youtube"].share == pytest.approx(0.75)
    assert cited["youtube"].n == 80
    assert "youtube" in cited["youtube"].claim


def test_too_few_posts_cannot_be_cited(client: Client, hydra: Organization, store: Store) -> None:
    with_strategy(hydra)
    with_posts(hydra, store, youtube=5)
    answer = client.post(f"/o/{hydra.slug}/strategy/choose/cite/", follow=True)
    assert "Too few posts" in answer.content.decode()
    assert not Evidence.objects.exists()


def test_an_author_may_not_cite(client: Client, hydra: Organization) -> None:
    client.force_login(make_member(hydra, Role.AUTHOR).user)
    assert client.post(f"/o/{hydra.slug}/strategy/choose/cite/").status_code == 403


def test_home_shows_what_waits_for_the_persons_approval(
    client: Client, hydra: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = Notes()
    monkeypatch.setitem(KINDS._items, KIND, notes.kind())
    author = make_member(hydra, Role.AUTHOR)
    review = submit(notes, author)
    home = client.get(f"/o/{hydra.slug}/").content.decode()
    assert "Waiting for your approval" in home
    assert org_reverse("approvals:review", hydra, review=review.pk) in home
    client.force_login(author.user)
    assert "Waiting for your approval" not in client.get(f"/o/{hydra.slug}/").content.decode()


@pytest.mark.parametrize("members", [1, 3])
def test_home_takes_the_same_queries_however_many_members(
    client: Client, hydra: Organization, members: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(members):
        make_member(hydra, Role.AUTHOR, f"author{number}@hydra.example")
    create_strategy(organization=hydra, text="title: half", actor=None, now=NOW)
    with django_assert_max_num_queries(16):
        client.get(f"/o/{hydra.slug}/")
