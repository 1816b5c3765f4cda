"""What happens in the organisation is written down, and nobody else's."""

import pytest

from colonnade.governance.models import AuditEntry
from colonnade.governance.queries import audit_trail
from colonnade.organization import operations
from colonnade.organization.roles import Role
from colonnade.organization.tests.factories import NOW, make_member, make_organization, make_user

pytestmark = pytest.mark.django_db


def test_the_trail_says_who_founded_and_when() -> None:
    ana = make_user()
    operations.found_organization(name="Hydra Machines", founder=ana, now=NOW)
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor, entry.at) == ("organization.founded", ana, NOW)


def test_every_change_of_people_and_units_is_written() -> None:
    organization = make_organization()
    actor = organization.memberships.get().user
    member = make_member(organization, Role.AUTHOR)
    unit = operations.add_unit(organization=organization, name="Parts", actor=actor, now=NOW)
    operations.remove_unit(unit=unit, actor=actor, now=NOW)
    fresh = operations.issue_token(membership=member, name="reports", now=NOW)
    operations.revoke_token(token=fresh.token, actor=member.user, now=NOW)
    operations.dismiss_member(membership=member, actor=actor, now=NOW)
    assert [entry.action for entry in reversed(audit_trail(organization=organization))] == [
        "organization.founded",
        "member.admitted",
        "unit.added",
        "unit.removed",
        "token.issued",
        "token.revoked",
        "member.dismissed",
    ]
    assert fresh.secret not in str([entry.details for entry in AuditEntry.objects.all()])


def test_another_company_sees_nothing() -> None:
    make_organization()
    other = make_organization("Rival", founder=make_user("rita@rival.example"))
    assert {entry.subject for entry in audit_trail(organization=other)} == {"Rival"}
