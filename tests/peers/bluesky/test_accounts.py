"""Signing in to a personal data server that we did not write."""

from dataclasses import replace

import pytest
from pydantic import SecretStr

from colonnade.channels.contract import Call, Disconnect, RefreshToken, Session
from colonnade.connectors.bluesky.accounts import AppPassword
from colonnade.connectors.bluesky.connector import connector

from .peer import Peer, Person

pytestmark = pytest.mark.xdist_group("bluesky")


def test_a_session_begins_and_is_renewed(call: Call, hydra: Person) -> None:
    session = connector.sign_in(call)
    assert session.identity == f"@{hydra.handle}"
    renewed = connector.refresh(replace(call, session=session))
    assert renewed.identity == session.identity
    assert renewed.tokens["refresh"] != session.tokens["refresh"]


def test_a_session_that_the_server_does_not_know_is_to_be_begun_anew(call: Call) -> None:
    wrong = Session(identity="", tokens={"access": SecretStr("x"), "refresh": SecretStr("x")})
    with pytest.raises(RefreshToken):
        connector.refresh(replace(call, session=wrong))


def test_a_session_that_was_ended_cannot_be_renewed(call: Call, peer: Peer) -> None:
    session = connector.sign_in(call)
    peer.call("com.atproto.server.deleteSession", token=session.tokens["refresh"].get_secret_value())
    with pytest.raises(RefreshToken):
        connector.refresh(replace(call, session=session))


def test_a_wrong_password_is_told(call: Call) -> None:
    assert isinstance(call.credentials, AppPassword)
    wrong = call.credentials.model_copy(update={"password": SecretStr("wrong")})
    with pytest.raises(Disconnect):
        connector.sign_in(replace(call, credentials=wrong))


def test_an_account_that_was_taken_down_is_told(call: Call, peer: Peer, hydra: Person) -> None:
    peer.take_down(hydra)
    with pytest.raises(Disconnect):
        connector.sign_in(call)


def test_an_app_password_signs_in_and_ends_with_it(call: Call, peer: Peer, hydra: Person) -> None:
    made = peer.call("com.atproto.server.createAppPassword", token=hydra.token, name="colonnade")
    assert isinstance(call.credentials, AppPassword)
    password = SecretStr(str(made["password"]))
    apart = replace(call, credentials=call.credentials.model_copy(update={"password": password}))
    assert connector.sign_in(apart).identity == f"@{hydra.handle}"
    peer.call("com.atproto.server.revokeAppPassword", token=hydra.token, name="colonnade")
    with pytest.raises(Disconnect):
        connector.sign_in(apart)
