"""People come to be known by a file or one by one, are replaced rather than doubled, and are ours alone."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from colonnade.audience import queries
from colonnade.audience.commands import people as people_command
from colonnade.audience.models import KnownPerson, Relation
from colonnade.audience.operations import forget, import_people
from colonnade.audience.people_table import person
from colonnade.core.table_files import UnreadableFile
from colonnade.governance.models import AuditEntry
from colonnade.organization.models import Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW, make_member, make_organization

CSV = (
    b"Network,Username,Company,Relationship,Group\r\n"
    b"X,@Ann,Ann's Quarry,Customer,quarries\r\nforum.example,bob,,partner,\r\nx,ann,Ann,press,\r\n"
)


@pytest.fixture
def hydra(db: None) -> Organization:
    return make_organization()


def bring_in(organization: Organization, data: bytes = CSV) -> tuple[int, int]:
    done = import_people(organization=organization, data=data, name="crm.csv", actor=None, now=NOW)
    return done.people, len(done.aside)


def known(organization: Organization) -> list[tuple[str, str, str, str]]:
    found = queries.people_of(organization=organization)
    return [(one.channel, one.handle, one.relation, one.segment) for one in found]


def test_a_file_is_understood_by_other_headings_and_the_later_row_counts(hydra: Organization) -> None:
    assert bring_in(hydra) == (2, 0)
    assert known(hydra) == [("forum.example", "bob", "partner", ""), ("x", "ann", "press", "")]


def test_a_second_file_replaces_and_doubles_nobody(hydra: Organization) -> None:
    bring_in(hydra)
    before = queries.state_of(organization=hydra)
    later = NOW + timedelta(days=1)
    import_people(
        organization=hydra, data=b"channel,handle,segment\nx,ANN,mines\n", name="b.csv", actor=None, now=later
    )
    assert ("x", "ann", "customer", "mines") in known(hydra)
    assert KnownPerson.objects.count() == 2
    assert queries.state_of(organization=hydra) != before


def test_rows_that_mean_nobody_are_kept_aside_with_the_reason(hydra: Organization) -> None:
    data = b"channel,handle,relation\nx,ann,\nx,,\nx,bob,frenemy\n,carl,\nx," + b"y" * 201 + b",\n"
    done = import_people(organization=hydra, data=data, name="crm.csv", actor=None, now=NOW)
    assert done.people == 1
    reasons = [str(row["reason"]) for row in done.aside]
    assert [row["row"] for row in done.aside] == [2, 3, 4, 5]
    assert "no handle" in reasons[0]
    assert "customer, prospect" in reasons[1]
    assert "no channel" in reasons[2]
    assert "200" in reasons[3]


def test_a_file_without_the_columns_changes_nothing(hydra: Organization) -> None:
    with pytest.raises(UnreadableFile, match="no column for: handle"):
        bring_in(hydra, b"channel,mail\nx,ann@example.com\n")
    assert not KnownPerson.objects.exists()
    assert not AuditEntry.objects.filter(action="people.imported").exists()


def test_who_is_forgotten_is_known_no_more_and_the_trail_says_so(hydra: Organization) -> None:
    bring_in(hydra)
    before = queries.state_of(organization=hydra)
    forget(person=KnownPerson.objects.get(handle="bob"), actor=None, now=NOW)
    assert [row[1] for row in known(hydra)] == ["ann"]
    assert queries.state_of(organization=hydra) != before
    assert AuditEntry.objects.filter(action="person.forgotten", subject="forum.example:bob").exists()


def test_counts_search_and_segments(hydra: Organization) -> None:
    bring_in(hydra, b"channel,handle,relation,segment\nx,a,customer,Mines\nx,b,customer,Farms\nx,c,press,\n")
    assert queries.counted(organization=hydra) == {Relation.CUSTOMER: 2, Relation.PRESS: 1}
    assert queries.known_as(organization=hydra) == ["customer", "press", "Farms", "Mines"]
    assert [one.handle for one in queries.people_of(organization=hydra, text="mine")] == ["a"]
    assert [one.handle for one in queries.people_of(organization=hydra, relation="press")] == ["c"]


def test_another_company_knows_nobody(hydra: Organization) -> None:
    bring_in(hydra)
    other = make_organization("Rival", founder=make_member(hydra, Role.AUTHOR).user)
    assert known(other) == []
    assert queries.counted(organization=other) == {}


@pytest.mark.parametrize("words", [{"channel": "", "handle": "a"}, {"channel": "x", "handle": " @ "}])
def test_nobody_is_known_without_an_account(words: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="is given"):
        person(**words)


def test_the_pages_take_show_and_forget(client: Client, hydra: Organization) -> None:
    client.force_login(hydra.memberships.get().user)
    page = f"/o/{hydra.slug}/listen/people/"
    assert "Nobody is known yet" in client.get(page).content.decode()
    upload = SimpleUploadedFile("crm.csv", CSV + b"x,,,,\r\n")
    answer = client.post(f"{page}import/", {"file": upload}).content.decode()
    assert "2 people are known now" in answer
    assert "no handle is given" in answer
    added = {"channel": "X", "handle": "@Carla", "relation": "customer", "segment": "mines"}
    shown = client.post(f"{page}add/", added, follow=True).content.decode()
    assert "@carla is known now" in shown
    carla = KnownPerson.objects.get(handle="carla")
    assert "@carla is known no more" in client.post(f"{page}{carla.pk}/forget/", follow=True).content.decode()
    broken = client.post(f"{page}add/", {"channel": "x", "handle": "@", "relation": "customer"})
    assert "no handle is given" in broken.content.decode()
    empty = client.post(f"{page}import/", {"file": SimpleUploadedFile("crm.csv", b"a,b\n1,2\n")})
    assert "no column for" in empty.content.decode()


def test_an_author_sees_and_may_change_nothing(client: Client, hydra: Organization) -> None:
    bring_in(hydra)
    client.force_login(make_member(hydra, Role.AUTHOR).user)
    page = f"/o/{hydra.slug}/listen/people/"
    assert "Forget ann" not in client.get(page).content.decode()
    assert client.post(f"{page}import/").status_code == 403
    assert client.post(f"{page}{KnownPerson.objects.all()[0].pk}/forget/").status_code == 403


def test_nobody_forgets_for_another_company(client: Client, hydra: Organization) -> None:
    bring_in(hydra)
    stranger = make_organization("Rival", founder=make_member(hydra, Role.AUTHOR).user)
    client.force_login(stranger.memberships.get().user)
    ann = KnownPerson.objects.get(handle="ann")
    assert client.post(f"/o/{stranger.slug}/listen/people/{ann.pk}/forget/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_however_many_people(
    client: Client, hydra: Organization, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(hydra.memberships.get().user)
    bring_in(hydra, b"channel,handle\n" + b"".join(b"x,p%d\n" % number for number in range(count)))
    with django_assert_max_num_queries(9):
        client.get(f"/o/{hydra.slug}/listen/people/")


def test_the_command_says_what_became_of_each_row(hydra: Organization, tmp_path: Path) -> None:
    file = tmp_path / "crm.csv"
    file.write_bytes(CSV + b"x,,,,\r\n")
    done = CliRunner().invoke(people_command, ["import", str(file)])
    assert (done.exit_code, done.stdout) == (0, "2 people are known as the file says\n")
    assert "row 4 kept aside: no handle is given" in done.stderr
    file.write_bytes(b"")
    refused = CliRunner().invoke(people_command, ["import", str(file)])
    assert refused.exit_code == 1
    assert "The file is empty. Nothing was imported." in refused.stderr
