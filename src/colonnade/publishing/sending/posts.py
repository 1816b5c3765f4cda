"""The posts that a publication becomes, in the order in which they are sent."""

from collections.abc import Sequence
from datetime import datetime

from colonnade.channels.contract import Done, Draft, Outgoing, Publisher, Reference
from colonnade.publishing.models import Post, Publication


def texts_of(draft: Draft) -> list[Outgoing]:
    """Return what is sent: the parts, then the first comment, not yet tied to what they answer."""
    common = {"language": draft.language, "warning": draft.warning, "visibility": draft.visibility}
    posts = [
        Outgoing.model_validate(
            {
                "text": part.text,
                "media": part.media,
                "link": part.link,
                "title": "" if number else draft.title,
                **common,
            }
        )
        for number, part in enumerate(draft.parts)
    ]
    if draft.first_comment:
        posts.append(Outgoing.model_validate({"text": draft.first_comment, **common}))
    return posts


def tied(draft: Draft, number: int, sent: Sequence[Reference]) -> Outgoing:
    """Return the post ``number`` as it is sent once all before it are.

    A part answers the part before it; the first comment answers the first part.
    """
    post = texts_of(draft)[number]
    if not number:
        return post.model_copy(update={"root": draft.reply_to, "parent": draft.reply_to})
    parent = sent[0] if number == len(draft.parts) else sent[number - 1]
    return post.model_copy(update={"root": draft.reply_to or sent[0], "parent": parent})


def rows_of(publication: Publication, *, publisher: Publisher, now: datetime) -> list[Post]:
    """Return the rows of all posts, in order; those that are not there yet are made, each with its key."""
    rows = {row.number: row for row in publication.posts.all()}
    for number in range(len(texts_of(publication.draft))):
        if number not in rows:
            rows[number] = Post.objects.create(
                publication=publication,
                profile=publication.profile,
                number=number,
                key=publisher.new_key(now),
            )
    return [rows[number] for number in sorted(rows)]


def take_over(row: Post, done: Done, *, now: datetime) -> None:
    """Note in a row what the network says of the post."""
    row.external_id = done.reference.external_id
    row.more = dict(done.reference.more)
    row.address = done.address[:1000]
    row.published_at = done.at or now
    row.ticket = ""
    row.save()


def unclaimed(candidates: Sequence[Done], row: Post) -> Done | None:
    """Return the first candidate that is no other publication's post; None where there is none."""
    names = [done.reference.external_id for done in candidates]
    others = set(
        Post.objects.filter(profile_id=row.profile_id, external_id__in=names)
        .exclude(pk=row.pk)
        .values_list("external_id", flat=True)
    )
    return next((done for done in candidates if done.reference.external_id not in others), None)
