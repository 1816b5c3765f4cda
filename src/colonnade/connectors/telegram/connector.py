"""Publishes in a Telegram channel or group, by a bot that is an administrator there.

Source: https://core.telegram.org/bots/api (sendMessage, sendPhoto, sendMediaGroup, editMessageText,
editMessageCaption, deleteMessages, "Making requests").
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from typing import Annotated
from uuid import uuid4

from django.utils.translation import gettext as _
from pydantic import AfterValidator, AwareDatetime, Field, SecretStr

from colonnade.channels.contract import (
    Answer,
    BadContent,
    Call,
    ChannelError,
    Counted,
    Credentials,
    Done,
    Draft,
    Foreign,
    FoundProfile,
    Limits,
    Manifest,
    MediaRules,
    MissingScope,
    Outgoing,
    Posting,
    Problem,
    RateLimited,
    Reference,
    RefreshToken,
    Retry,
    Sending,
    TextLimit,
    Upload,
    Verified,
    by_status,
    limited_until,
    problems_of,
)

API = "https://api.telegram.org/"
CAPTION = 1_024
"""Most UTF-16 units of a text that stands below images."""
_ALBUM = 10
_UNCHANGED = "message is not modified"


def _chat(text: str) -> str:
    name = text.removeprefix("https://t.me/").removeprefix("@").rstrip("/")
    if name.lstrip("-").isdecimal() and name.isascii():
        return name
    if not (name.isascii() and name.replace("_", "a").isalnum()):
        raise ValueError("write the channel's public name, such as @hydra_news, or its number (-100...)")
    return f"@{name}"


class Bot(Credentials):
    """A bot and the chat that it writes in."""

    token: SecretStr = Field(
        title="Bot token",
        description="From @BotFather: 123456789:AA...",
        min_length=20,
        max_length=200,
    )
    chat: Annotated[str, Field(max_length=100), AfterValidator(_chat)] = Field(
        title="Channel or group", description="Its public name, or its number where it is private."
    )


class _Chat(Foreign):
    id: int
    title: str = ""
    username: str = ""


class _Message(Foreign):
    message_id: int
    date: AwareDatetime
    chat: _Chat


class _OfChat(Foreign):
    result: _Chat


class _OfMessage(Foreign):
    result: _Message


class _OfMessages(Foreign):
    result: list[_Message] = Field(min_length=1)


class _Problem(Foreign):
    class Parameters(Foreign):
        retry_after: int = Field(0, ge=0)

    description: str = ""
    parameters: Parameters = Parameters()


POSTING = Posting(
    text=(TextLimit(most=4_096, unit="UTF-16 units"),),
    images=MediaRules(most=_ALBUM, types=("image/jpeg", "image/png"), bytes=10_000_000, alt=CAPTION),
    threads=True,
)


class Telegram:
    """The connector."""

    manifest = Manifest(
        id="telegram",
        name="Telegram",
        api_version="Bot API 9",
        documentation="https://core.telegram.org/bots/api",
        base_url=API,
        limits=Limits(requests=20, per=timedelta(minutes=1), page=100),
        kinds=(),
        credentials=Bot,
        authentication=("bot token",),
        scopes={"publish": ("administrator who may post, edit and delete messages",)},
        verified=(
            Verified(
                what="shapes of requests and answers",
                against="the documentation of the Bot API",
                on=date(2026, 11, 22),
            ),
        ),
        unverified="Everything on Telegram itself: it was not run against it.",
        posting=POSTING,
    )

    def classify(self, answer: Answer) -> ChannelError | None:
        """See ``contract.Connector``. Telegram says in words why it refuses."""
        if answer.status < 400:
            return None
        problem = _problem(answer)
        said = problem.description[:200]
        if answer.status == 429 and problem.parameters.retry_after:
            headers = {"retry-after": str(problem.parameters.retry_after)}
            waiting = Answer(status=429, at=answer.at, headers=headers)
            return RateLimited(limited_until(waiting, self.manifest.limits))
        if answer.status == 403 or "not enough rights" in said or "need administrator" in said:
            return MissingScope("administrator who may post")
        if answer.status == 404 and not said.startswith("Bad Request"):
            return RefreshToken("Telegram does not know this bot token")
        if answer.status == 400:
            return BadContent(
                _field_of(said), f"Telegram says: {said or 'nothing'}", absent="not found" in said
            )
        return by_status(answer, limits=self.manifest.limits)

    def profiles(self, call: Call) -> Sequence[FoundProfile]:
        """See ``contract.Publishes``: a bot cannot list its chats, so there is the one that was named."""
        bot = call.credentials_as(Bot)
        chat = _said(call, "getChat", {"chat_id": bot.chat}).read(_OfChat).result
        address = f"https://t.me/{chat.username}" if chat.username else ""
        return (FoundProfile(external_id=str(chat.id), name=chat.title or bot.chat, address=address),)

    def count(self, text: str, posting: Posting) -> tuple[Counted, ...]:
        """See ``contract.Publishes``: as Telegram measures texts, in UTF-16 units."""
        return (Counted(used=_units(text), limit=posting.text[0].most, unit=posting.text[0].unit),)

    def validate(self, draft: Draft, posting: Posting) -> list[Problem]:
        """See ``contract.Publishes``: below images there is less room, and none for what they show."""
        found = problems_of(draft, posting, lambda text: self.count(text, posting))
        return [*(_shown(problem) for problem in found), *_of_captions(draft)]

    def new_key(self, now: datetime) -> str:
        """See ``contract.Publishes``."""
        return uuid4().hex

    def publish(self, post: Outgoing, sending: Sending) -> Done:
        """See ``contract.Publishes``: a message, a photo, or an album."""
        form = {"chat_id": sending.profile}
        if post.parent is not None:
            form["reply_parameters"] = json.dumps({"message_id": int(post.parent.external_id)})
        with ExitStack() as files:
            opened = [(media, files.enter_context(sending.open(media))) for media in post.media]
            uploads = {
                f"photo{number}": (media.name or "photo", content, media.media_type)
                for number, (media, content) in enumerate(opened)
            }
            sending.commit()
            try:
                return _sent(post, form, uploads, sending.call)
            except RateLimited as limit:
                limit.unsent = True  # Telegram counts before it acts: nothing was taken
                raise

    def find_recent(self, post: Outgoing, sending: Sending) -> None:
        """See ``contract.Publishes``: a bot cannot read what stands in a chat, so a person must look."""

    def edit(self, reference: Reference, post: Outgoing, sending: Sending) -> Done:
        """See ``contract.Edits``: words alone; images stay as they were."""
        form = {"chat_id": sending.profile, "message_id": reference.external_id}
        said = {"caption": post.text} if post.media else {"text": post.text}
        sending.commit()
        try:
            _said(sending.call, "editMessageCaption" if post.media else "editMessageText", form | said)
        except BadContent as error:
            if _UNCHANGED not in error.reason:
                raise
        return Done(reference=reference)

    def delete(self, reference: Reference, call: Call) -> None:
        """See ``contract.Deletes``: an album is several messages."""
        numbers = reference.more.get("messages", reference.external_id)
        chat = reference.more.get("chat", call.credentials_as(Bot).chat)
        try:
            _said(call, "deleteMessages", {"chat_id": chat, "message_ids": f"[{numbers}]"})
        except BadContent as error:
            if not error.absent:
                raise


def _sent(post: Outgoing, form: dict[str, str], uploads: dict[str, Upload], call: Call) -> Done:
    if not uploads:
        return _done([_said(call, "sendMessage", form | {"text": post.text}).read(_OfMessage).result])
    if len(uploads) == 1:
        files = {"photo": uploads["photo0"]}
        answer = _said(call, "sendPhoto", form | {"caption": post.text}, files)
        return _done([answer.read(_OfMessage).result])
    album: list[dict[str, str]] = [{"type": "photo", "media": f"attach://{name}"} for name in uploads]
    album[0]["caption"] = post.text
    answer = _said(call, "sendMediaGroup", form | {"media": json.dumps(album)}, uploads)
    return _done(answer.read(_OfMessages).result)


def _said(call: Call, method: str, form: dict[str, str], files: dict[str, Upload] | None = None) -> Answer:
    token = call.credentials_as(Bot).token.get_secret_value()
    return call.http.write("POST", f"{API}bot{token}/{method}", form=form, files=files)


def _done(messages: Sequence[_Message]) -> Done:
    first, chat = messages[0], messages[0].chat
    more = {"chat": str(chat.id)}
    if len(messages) > 1:
        more["messages"] = ",".join(str(message.message_id) for message in messages)
    place = chat.username or (
        f"c/{str(chat.id).removeprefix('-100')}" if str(chat.id).startswith("-100") else ""
    )
    return Done(
        reference=Reference(external_id=str(first.message_id), more=more),
        address=f"https://t.me/{place}/{first.message_id}" if place else "",
        at=first.date,
    )


def _shown(problem: Problem) -> Problem:
    """Return a problem; one of a description is no error, since Telegram shows none."""
    if problem.field != "alt":
        return problem
    message = _("Telegram shows no descriptions: say in the text what the image shows.")
    return problem.model_copy(update={"message": message, "severity": "warning"})


def _of_captions(draft: Draft) -> Iterator[Problem]:
    for number, part in enumerate(draft.parts):
        used = _units(part.text)
        if part.media and used > CAPTION:
            message = _("Below images there is room for %(limit)d UTF-16 units; this has %(used)d.")
            yield Problem(field="text", message=message % {"limit": CAPTION, "used": used}, part=number)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _field_of(said: str) -> str:
    if "chat" in said:
        return "chat"
    return "media" if "PHOTO" in said or "IMAGE" in said else "text"


def _problem(answer: Answer) -> _Problem:
    try:
        return answer.read(_Problem)
    except Retry:
        return _Problem()


connector = Telegram()
