"""The demo's link lets in once, from this machine, and only as one of the demo's people."""

import pytest
from django.test import Client

from colonnade.organization.models import Organization, User
from colonnade.organization.tests.factories import NOW, make_user
from colonnade.simulation.demo import DOMAIN, STRATEGIST, found
from colonnade.simulation.entering import entry_path

pytestmark = pytest.mark.django_db


@pytest.fixture
def strategist() -> User:
    return found(now=NOW).strategist


def test_the_link_signs_in_once(client: Client, strategist: User) -> None:
    path = entry_path(strategist)
    assert client.get(path)["Location"] == "/"
    assert client.session["_auth_user_id"] == str(strategist.pk)
    assert Client().get(path).status_code == 404


def test_the_link_works_on_this_machine_only(client: Client, strategist: User) -> None:
    path = entry_path(strategist)
    assert client.get(path, REMOTE_ADDR="203.0.113.9").status_code == 404
    assert client.get(path, headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 404


def test_nobody_else_can_be_entered(client: Client, strategist: User) -> None:
    stranger = make_user("ben@hydra.example")
    assert client.get(entry_path(stranger)).status_code == 404
    swapped = entry_path(strategist).replace(f"/{strategist.pk}/", f"/{stranger.pk}/")
    assert client.get(swapped).status_code == 404


def test_founding_again_takes_what_is_there(strategist: User) -> None:
    again = found(now=NOW)
    assert again.strategist == strategist
    assert again.strategist.email == f"{STRATEGIST}@{DOMAIN}"
    assert again.password == ""
    organization = Organization.objects.get()
    assert organization.units.count() == 4
    assert organization.memberships.count() == 5
