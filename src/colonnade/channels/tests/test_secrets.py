"""Credentials are unreadable without the key, and keys can be changed."""

import pytest
from cryptography.fernet import Fernet
from pytest_django import Settings

from colonnade.channels.models import Account
from colonnade.channels.operations import accounts
from colonnade.channels.operations.accounts import AccountInUse
from colonnade.channels.operations.wanted import SourceRefused
from colonnade.channels.secrets import KeyLost, seal, unseal
from colonnade.channels.tests.factories import SECRET, Town, add_account, add_source
from colonnade.governance.models import AuditEntry
from colonnade.organization.models import Organization
from colonnade.organization.tests.factories import NOW


@pytest.fixture
def keys(settings: Settings) -> list[str]:
    made = [Fernet.generate_key().decode() for _number in range(2)]
    settings.CREDENTIAL_KEYS = made[1:]
    return made


def test_what_is_sealed_can_be_unsealed_and_not_read(keys: list[str]) -> None:
    sealed = seal({"password": SECRET})
    assert SECRET not in sealed
    assert unseal(sealed) == {"password": SECRET}
    assert unseal("") == {}


def test_a_foreign_key_opens_nothing(keys: list[str], settings: Settings) -> None:
    sealed = seal({"password": SECRET})
    settings.CREDENTIAL_KEYS = keys[:1]
    with pytest.raises(KeyLost, match="former key"):
        unseal(sealed)


def test_keys_are_rotated(hydra: Organization, town: Town, keys: list[str], settings: Settings) -> None:
    account = add_account(hydra, town)
    settings.CREDENTIAL_KEYS = keys
    assert accounts.rekey() == 1
    settings.CREDENTIAL_KEYS = keys[:1]
    kept = Account.objects.get(pk=account.pk)
    assert unseal(kept.sealed_credentials) == {"name": "mayor", "password": SECRET}


def test_an_account_in_use_stays(hydra: Organization, town: Town) -> None:
    account = add_account(hydra, town)
    source = add_source(hydra, town, account=account)
    with pytest.raises(AccountInUse):
        accounts.remove_account(account=account, actor=None, now=NOW)
    source.delete()
    accounts.remove_account(account=account, actor=None, now=NOW)
    assert not Account.objects.exists()


def test_a_name_serves_once(hydra: Organization, town: Town) -> None:
    add_account(hydra, town)
    with pytest.raises(SourceRefused, match="account of that name"):
        add_account(hydra, town)


def test_no_secret_is_in_the_audit_trail_or_shown(hydra: Organization, town: Town) -> None:
    account = add_account(hydra, town)
    told = repr(account) + str(account) + "".join(str(entry.details) for entry in AuditEntry.objects.all())
    assert SECRET not in told
    schema = town.manifest.credentials
    assert schema is not None
    assert SECRET not in repr(account.credentials(schema))
