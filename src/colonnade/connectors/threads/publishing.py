"""Publishes texts on Threads: a container is made, which nobody sees, then published.

Source: https://developers.facebook.com/docs/threads/posts, .../docs/threads/reference/publishing and
.../docs/threads/troubleshooting.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import regex
from django.utils.translation import gettext as _
from pydantic import AwareDatetime, Field

from colonnade.channels.contract import (
    BadContent,
    Call,
    ChannelError,
    Counted,
    Done,
    Draft,
    Foreign,
    FoundProfile,
    Outgoing,
    Pending,
    Posting,
    Problem,
    Ready,
    Reference,
    Retry,
    Sending,
    TextLimit,
    problems_of,
)

POSTING = Posting(
    text=(TextLimit(most=500, unit="characters"),),
    threads=True,
    settles=timedelta(minutes=3),
)
_EMOJI = regex.compile(r"(?:\p{Emoji_Presentation}|\p{Emoji}\ufe0f|\p{Regional_Indicator})")
_ID = r"^[0-9]{1,40}$"
_PUBLISHED = "published"
_PAGES = 10
"""Answers that are looked through for a post that may be there."""
_EARLIER = timedelta(minutes=5)  # Meta's clock and ours differ


class _Made(Foreign):
    id: str = Field(pattern=_ID)


class _Me(_Made):
    username: str


class _Container(Foreign):
    status: str
    error_message: str = ""


class _Posts(Foreign):
    class Post(Foreign):
        class Above(Foreign):
            id: str

        id: str = Field(pattern=_ID)
        timestamp: AwareDatetime
        text: str = ""
        permalink: str = ""
        replied_to: Above | None = None

    class Paging(Foreign):
        class Cursors(Foreign):
            after: str = ""

        cursors: Cursors = Cursors()
        next: str | None = None

    data: list[Post]
    paging: Paging = Paging()


class _Shown(Foreign):
    permalink: str = ""


class Mouth:
    """The part of the connector that publishes."""

    def profiles(self, call: Call) -> Sequence[FoundProfile]:
        """See ``contract.Publishes``: an account writes as itself."""
        me = call.http.get("me", params={"fields": "id,username"}, headers=signed(call)).read(_Me)
        address = f"https://www.threads.com/@{me.username}"
        return (FoundProfile(external_id=me.id, name=f"@{me.username}", address=address),)

    def count(self, text: str, posting: Posting) -> tuple[Counted, ...]:
        """See ``contract.Publishes``: an emoji counts as many characters as it has bytes in UTF-8."""
        used = sum(
            len(cluster.encode()) if _EMOJI.search(cluster) else len(cluster)
            for cluster in regex.findall(r"\X", text)
        )
        return (Counted(used=used, limit=posting.text[0].most, unit=posting.text[0].unit),)

    def validate(self, draft: Draft, posting: Posting) -> list[Problem]:
        """See ``contract.Publishes``."""
        return problems_of(draft, posting, lambda text: self.count(text, posting))

    def new_key(self, now: datetime) -> str:
        """See ``contract.Publishes``."""
        return uuid4().hex

    def publish(self, post: Outgoing, sending: Sending) -> Done | Pending:
        """See ``contract.Publishes``."""
        form = {"media_type": "TEXT", "text": post.text}
        if post.parent is not None:
            form["reply_to_id"] = post.parent.external_id
        address = f"{sending.profile}/threads"
        made = sending.call.http.write("POST", address, form=form, headers=signed(sending.call)).read(_Made)
        state = self.check_status(Pending(ticket=made.id), sending.call)
        return self.finalize(state, post, sending) if isinstance(state, Ready) else state

    def check_status(self, pending: Pending, call: Call) -> Pending | Ready:
        """See ``contract.Finalizes``."""
        answer = call.http.get(
            pending.ticket, params={"fields": "status,error_message"}, headers=signed(call)
        )
        container = answer.read(_Container)
        if container.status == "PUBLISHED":
            return Ready(ticket=_PUBLISHED)
        if container.status == "FINISHED":
            return Ready(ticket=pending.ticket)
        if container.status in {"ERROR", "EXPIRED"}:
            reason = container.error_message[:200] or container.status.lower()
            raise BadContent("text", f"Threads could not prepare the post: {reason}")
        return pending

    def finalize(self, ready: Ready, post: Outgoing, sending: Sending) -> Done:
        """See ``contract.Finalizes``."""
        call = sending.call
        sending.commit()
        if ready.ticket == _PUBLISHED:
            raise Retry(
                "Threads has published it"
            )  # an earlier answer was lost, so it is looked for once more
        answer = call.http.write(
            "POST",
            f"{sending.profile}/threads_publish",
            form={"creation_id": ready.ticket},
            headers=signed(call),
        )
        made = answer.read(_Made).id
        return Done(reference=Reference(external_id=made), address=_address_of(made, call))

    def find_recent(self, post: Outgoing, sending: Sending) -> Sequence[Done]:
        """See ``contract.Publishes``: the account's posts, or replies, since; those with the same words."""
        above = None if post.parent is None else post.parent.external_id
        params: dict[str, str | int | None] = {
            "fields": "id,text,timestamp,permalink,replied_to",
            "limit": 100,
            "since": int((sending.began_at - _EARLIER).astimezone(UTC).timestamp()),
        }
        listed, found = "threads" if above is None else "replies", []
        for _page in range(_PAGES):
            answer = sending.call.http.get(
                f"{sending.profile}/{listed}", params=params, headers=signed(sending.call)
            )
            posts = answer.read(_Posts)
            found += [one for one in posts.data if _same(one, post.text, above)]
            if posts.paging.next is None:
                return tuple(
                    Done(reference=Reference(external_id=one.id), address=one.permalink, at=one.timestamp)
                    for one in found
                )
            params = {**params, "after": posts.paging.cursors.after}
        raise BadContent("", _("more was published since than can be looked through"))

    def delete(self, reference: Reference, call: Call) -> None:
        """See ``contract.Deletes``."""
        try:
            call.http.write("DELETE", reference.external_id, headers=signed(call))
        except BadContent as error:
            if not error.absent:
                raise


def signed(call: Call) -> dict[str, str]:
    """Return the headers of a request. Raises ``RefreshToken`` where there is no session."""
    return {"authorization": f"Bearer {call.token('access')}"}


def _same(found: _Posts.Post, text: str, above: str | None) -> bool:
    answers = found.replied_to.id if found.replied_to else None
    return found.text.split() == text.split() and answers == above


def _address_of(made: str, call: Call) -> str:
    """Return where a post is seen; empty where Threads does not say, since the post is there all the same."""
    try:
        answer = call.http.get(made, params={"fields": "permalink"}, headers=signed(call))
        return answer.read(_Shown).permalink
    except ChannelError:
        return ""
