"""Publishing on Telegram: a chat in memory that answers as the documentation of the Bot API says."""

import json
import logging
import re
from dataclasses import dataclass, field

import pytest
from pydantic import SecretStr, ValidationError

from colonnade.channels.contract import Draft, Outgoing, RateLimited, Retry
from colonnade.channels.tests.network import Asked, Network, Reply, image
from colonnade.connectors.telegram.connector import API, POSTING, Bot, connector

TOKEN = "123456789:AAH-invented_invented_invented_inv"
CHAT = {"id": -1001234, "title": "Hydra news", "type": "channel", "username": "hydra_news"}
PROFILE = "-1001234"


@dataclass
class Chat:
    """A channel: what stands in it, by number."""

    messages: dict[int, str] = field(default_factory=dict)
    limited: bool = False

    def __call__(self, asked: Asked) -> Reply:
        token, method = asked.path.removeprefix("/bot").split("/")
        if token != TOKEN:
            return Reply({"ok": False, "error_code": 401, "description": "Unauthorized"}, 401)
        if self.limited:
            parameters = {"retry_after": 7}
            return Reply({"ok": False, "description": "Too Many Requests", "parameters": parameters}, 429)
        if method == "getChat":
            return Reply({"ok": True, "result": CHAT})
        if method == "deleteMessages":
            return self._deleted(json.loads(asked.form["message_ids"]))
        if method.startswith("edit"):
            return self._edited(asked.form)
        if method == "sendMediaGroup":
            return Reply({"ok": True, "result": [self._sent(one) for one in ("first", "second")]})
        return Reply({"ok": True, "result": self._sent(asked.body.decode("latin-1"))})

    def _sent(self, said: str) -> dict[str, object]:
        number = 10 + len(self.messages)
        self.messages[number] = said
        return {"message_id": number, "date": 1795338001, "chat": CHAT}

    def _edited(self, form: dict[str, str]) -> Reply:
        number, text = int(form["message_id"]), form["text"]
        if self.messages[number] == text:
            return Reply({"ok": False, "description": "Bad Request: message is not modified"}, 400)
        self.messages[number] = text
        return Reply({"ok": True, "result": True})

    def _deleted(self, numbers: list[int]) -> Reply:
        if not any(number in self.messages for number in numbers):
            return Reply({"ok": False, "description": "Bad Request: message to delete not found"}, 400)
        for number in numbers:
            self.messages.pop(number, None)
        return Reply({"ok": True, "result": True})


@pytest.fixture
def chat() -> Chat:
    return Chat()


@pytest.fixture
def network(chat: Chat) -> Network:
    return Network(connector, chat, credentials=Bot(token=SecretStr(TOKEN), chat="@hydra_news"))


@pytest.mark.parametrize("said", ["hydra_news", "@hydra_news", "https://t.me/hydra_news/"])
def test_a_chat_is_named_in_any_way(said: str) -> None:
    assert Bot(token=SecretStr(TOKEN), chat=said).chat == "@hydra_news"


def test_what_names_no_chat_is_refused() -> None:
    assert Bot(token=SecretStr(TOKEN), chat="-1001234").chat == "-1001234"
    with pytest.raises(ValidationError, match="public name"):
        Bot(token=SecretStr(TOKEN), chat="two words")


def test_the_chat_is_the_profile(network: Network) -> None:
    [profile] = connector.profiles(network.call)
    assert (profile.external_id, profile.name) == (PROFILE, "Hydra news")
    assert profile.address == "https://t.me/hydra_news"


def test_a_message(network: Network, chat: Chat) -> None:
    done = network.publish(Outgoing(text="Hello & welcome"), profile=PROFILE)
    assert done.address == "https://t.me/hydra_news/10"
    assert network.asked[-1].form == {"chat_id": PROFILE, "text": "Hello & welcome"}
    assert network.commits == [0]


def test_an_answer_names_what_it_answers(network: Network) -> None:
    first = network.publish(Outgoing(text="One"), profile=PROFILE)
    network.publish(Outgoing(text="Two", parent=first.reference), profile=PROFILE)
    assert json.loads(network.asked[-1].form["reply_parameters"]) == {"message_id": 10}


def test_a_photo_has_its_text_below(network: Network, chat: Chat) -> None:
    network.publish(Outgoing(text="Look", media=(image(),)), profile=PROFILE)
    assert network.asked[-1].path.endswith("/sendPhoto")
    assert re.search(r'name="caption"\r\n\r\nLook\r\n', chat.messages[10])
    assert 'name="photo"; filename="loader.png"' in chat.messages[10]


def test_an_album_is_deleted_as_a_whole(network: Network, chat: Chat) -> None:
    done = network.publish(Outgoing(text="Look", media=(image(), image(name="two.png"))), profile=PROFILE)
    assert len(chat.messages) == 2
    connector.delete(done.reference, network.call)
    connector.delete(done.reference, network.call)
    assert chat.messages == {}


def test_after_a_lost_answer_a_person_has_to_look(network: Network) -> None:
    error = network.doubtful(Outgoing(text="Hello"), profile=PROFILE)
    assert isinstance(error, Retry)
    assert not error.unsent
    assert network.found(Outgoing(text="Hello"), profile=PROFILE) is None


def test_a_limit_took_nothing(network: Network, chat: Chat) -> None:
    chat.limited = True
    with pytest.raises(RateLimited) as limit:
        network.publish(Outgoing(text="Hello"), profile=PROFILE)
    assert limit.value.unsent
    assert chat.messages == {}


def test_words_are_changed_as_often_as_one_asks(network: Network, chat: Chat) -> None:
    done = network.publish(Outgoing(text="Helo"), profile=PROFILE)
    for _time in range(2):
        connector.edit(done.reference, Outgoing(text="Hello"), network.sending(profile=PROFILE))
    assert chat.messages == {10: "Hello"}


@pytest.mark.parametrize(("text", "media", "fits"), [
    ("x" * 4_096, (), True),
    ("x" * 4_097, (), False),
    ("👍" * 2_048, (), True),
    ("👍" * 2_049, (), False),
    ("x" * 1_024, (image(alt=""),), True),
    ("x" * 1_025, (image(alt=""),), False),
])  # fmt: skip
def test_lengths_are_those_of_telegram(text: str, media: tuple[object, ...], fits: bool) -> None:
    found = connector.validate(Draft.of(text, media=media), POSTING)
    assert ("error" not in {problem.severity for problem in found}) is fits


def test_the_token_in_the_path_is_never_logged(network: Network, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        network.publish(Outgoing(text="Hello"), profile=PROFILE)
        answer = network.call.http.write("POST", f"{API}bot{TOKEN}/getChat", form={"chat_id": PROFILE})
    assert "/sendMessage" in caplog.text
    assert TOKEN.partition(":")[2] not in caplog.text + repr(answer)
