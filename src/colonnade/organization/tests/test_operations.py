"""Organisations, units, members and tokens."""

import pytest
from django.core.exceptions import ValidationError

from colonnade.organization import operations
from colonnade.organization.models import ApiToken
from colonnade.organization.queries import NoSuchOrganization, the_organization
from colonnade.organization.roles import PERMISSIONS, Permission, Role
from colonnade.organization.tests.factories import NOW, make_member, make_organization, make_user

pytestmark = pytest.mark.django_db


def test_the_founder_is_administrator() -> None:
    organization = operations.found_organization(name="Hydra Machines", founder=make_user(), now=NOW)
    assert organization.memberships.get().role == Role.ADMINISTRATOR


def test_two_organisations_of_one_name_get_two_addresses() -> None:
    first = make_organization("Hydra")
    second = make_organization("Hydra", founder=make_user("ben@other.example"))
    assert (first.slug, second.slug) == ("hydra", "hydra-2")


def test_a_name_without_letters_still_gets_an_address() -> None:
    assert make_organization("***").slug == "organisation"


def test_a_unit_name_is_taken_once() -> None:
    organization = make_organization()
    operations.add_unit(organization=organization, name="Parts", actor=None, now=NOW)
    with pytest.raises(ValidationError, match="already a unit 'Parts'"):
        operations.add_unit(organization=organization, name="Parts", actor=None, now=NOW)


def test_the_last_administrator_stays() -> None:
    organization = make_organization()
    founder = organization.memberships.select_related("user").get()
    with pytest.raises(ValidationError, match="last administrator"):
        operations.dismiss_member(membership=founder, actor=founder.user, now=NOW)
    with pytest.raises(ValidationError, match="last administrator"):
        operations.admit_member(
            organization=organization, user=founder.user, role=Role.AUTHOR, actor=None, now=NOW
        )
    make_member(organization, Role.ADMINISTRATOR)
    operations.dismiss_member(membership=founder, actor=founder.user, now=NOW)
    assert organization.memberships.count() == 1


def test_a_token_is_stored_as_a_hash_only() -> None:
    membership = make_organization().memberships.get()
    fresh = operations.issue_token(membership=membership, name="reporting", now=NOW)
    stored = ApiToken.objects.get()
    assert fresh.secret not in str(stored.__dict__)
    assert stored.digest == operations.token_digest(fresh.secret)


def test_the_only_organisation_need_not_be_named() -> None:
    with pytest.raises(NoSuchOrganization, match="no organisation yet"):
        the_organization()
    hydra = make_organization("Hydra")
    assert the_organization() == hydra
    make_organization("Rival", founder=make_user("ben@other.example"))
    with pytest.raises(NoSuchOrganization, match="hydra, rival"):
        the_organization()
    assert the_organization(slug="hydra") == hydra
    with pytest.raises(NoSuchOrganization, match="no organisation 'nobody'"):
        the_organization(slug="nobody")


def test_every_role_may_see_and_only_administrators_manage() -> None:
    assert set(PERMISSIONS) == set(Role)
    assert all(Permission.VIEW in granted for granted in PERMISSIONS.values())
    assert [role for role in Role if Permission.MANAGE in PERMISSIONS[role]] == [Role.ADMINISTRATOR]
