"""The entry and settings pages."""

from urllib.parse import quote

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from colonnade.organization import operations
from colonnade.organization.models import Organization
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW, make_member, make_organization, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def hydra(client: Client) -> Organization:
    organization = make_organization()
    client.force_login(organization.memberships.get().user)
    return organization


def test_a_stranger_is_asked_to_sign_in(client: Client) -> None:
    response = client.get("/")
    assert response.status_code == 302
    assert response["Location"] == f"/account/login/?next={quote('/')}"


def test_a_new_person_founds_an_organisation(client: Client) -> None:
    client.force_login(make_user())
    assert client.get("/")["Location"] == "/welcome/"
    response = client.post("/welcome/", {"name": "Hydra", "currency": "EUR", "time_zone": "Europe/Berlin"})
    assert response["Location"] == "/o/hydra/"
    assert Organization.objects.get().currency == "EUR"


def test_a_bad_zone_is_refused_with_a_reason(client: Client) -> None:
    client.force_login(make_user())
    response = client.post("/welcome/", {"name": "Hydra", "currency": "EUR", "time_zone": "Mars/Olympus"})
    assert response.status_code == 200
    assert "Mars/Olympus is not one of the available choices" in response.content.decode()


def test_with_several_organisations_one_is_chosen(client: Client, hydra: Organization) -> None:
    make_organization("Second", founder=hydra.memberships.get().user)
    assert "Second" in client.get("/").content.decode()


@pytest.mark.parametrize("page", ["", "units/", "members/", "tokens/", "audit/"])
def test_settings_pages_open_for_the_administrator(client: Client, hydra: Organization, page: str) -> None:
    assert client.get(f"/o/{hydra.slug}/settings/{page}").status_code == 200


@pytest.mark.parametrize("page", ["members/", "audit/"])
def test_an_author_may_not_manage(client: Client, hydra: Organization, page: str) -> None:
    client.force_login(make_member(hydra, Role.AUTHOR).user)
    assert client.get(f"/o/{hydra.slug}/settings/{page}").status_code == 403


def test_an_author_cannot_rename_the_organisation(client: Client, hydra: Organization) -> None:
    client.force_login(make_member(hydra, Role.AUTHOR).user)
    client.post(f"/o/{hydra.slug}/settings/", {"name": "Mine", "currency": "EUR", "time_zone": "UTC"})
    hydra.refresh_from_db()
    assert hydra.name == "Hydra Machines"


def test_units_are_added_and_removed(client: Client, hydra: Organization) -> None:
    client.post(f"/o/{hydra.slug}/settings/units/", {"name": "Parts"})
    again = client.post(f"/o/{hydra.slug}/settings/units/", {"name": "Parts"})
    assert "already a unit" in again.content.decode()
    client.post(f"/o/{hydra.slug}/settings/units/{hydra.units.get().pk}/remove/")
    assert not hydra.units.exists()


def test_a_member_without_an_account_is_explained(client: Client, hydra: Organization) -> None:
    response = client.post(
        f"/o/{hydra.slug}/settings/members/", {"email": "new@hydra.example", "role": Role.AUTHOR}
    )
    assert "Ask the person to sign up" in response.content.decode()


def test_a_token_is_shown_once_opens_the_api_and_can_be_revoked(client: Client, hydra: Organization) -> None:
    page = client.post(f"/o/{hydra.slug}/settings/tokens/", {"name": "reports"})
    secret = page.context["fresh"].secret
    assert secret in page.content.decode()
    assert secret not in client.get(f"/o/{hydra.slug}/settings/tokens/").content.decode()
    program = Client(headers={"Authorization": f"Bearer {secret}"})
    assert program.get(f"/api/v1/o/{hydra.slug}/organization/").json()["name"] == "Hydra Machines"
    other = make_organization("Rival", founder=make_user("ben@other.example"))
    assert program.get(f"/api/v1/o/{other.slug}/organization/").status_code == 404
    token = hydra.memberships.get().tokens.get()
    client.post(f"/o/{hydra.slug}/settings/tokens/{token.pk}/revoke/")
    assert program.get(f"/api/v1/o/{hydra.slug}/organization/").status_code == 401


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_the_same_number_of_queries_however_long(
    client: Client, hydra: Organization, count: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        operations.add_unit(organization=hydra, name=f"Unit {number}", actor=None, now=NOW)
        make_member(hydra, Role.AUTHOR, f"author{number}@hydra.example")
        operations.issue_token(
            membership=hydra.memberships.get(role="administrator"), name=f"{number}", now=NOW
        )
    for page in ("units/", "members/", "tokens/", "audit/"):
        with django_assert_max_num_queries(8):
            client.get(f"/o/{hydra.slug}/settings/{page}")
