"""Finds who or what is meant among the stored posts."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import ibis

from colonnade.pillars.listening.erasure.subject import Subject
from colonnade.warehouse.store import Facts

SURE = 6  # characters from which an external id or a name is not met by chance in a cell of another meaning


def subject_of(
    facts: Facts,
    *,
    authors: Collection[str],
    mentions: Collection[str],
    sought: Mapping[str, Iterable[str]] = MappingProxyType({}),
) -> Subject:
    """Return the subject with all that the stored posts tell of it.

    Posts that were removed already, by an earlier attempt, tell nothing more: their ids in ``mentions`` do.

    Args:
        sought: "names" and "texts" that posts told which are hidden already.
    """
    posts = facts.mentions
    theirs = posts.filter(posts.author_id.isin(list(authors)) | posts.mention_id.isin(list(mentions)))
    columns = ("mention_id", "author_id", "author_name", "author_handle", "external_id", "url", "text")
    rows = facts.run(theirs.select(*columns)).to_pylist()
    names: set[str] = set()
    for row in rows:
        names.update(_telling((row["url"], row["external_id"])))
        if row["author_id"] in authors:
            names.update(_telling((row["author_name"],)))
    return Subject(
        organization_id=facts.organization_id,
        authors=frozenset(authors),
        mentions=frozenset(mentions) | {str(row["mention_id"]) for row in rows},
        names=frozenset(names).union(sought.get("names", ())),
        texts=frozenset(str(row["text"]).strip() for row in rows if row["text"]).union(
            sought.get("texts", ())
        ),
    )


def _telling(values: Iterable[str | None]) -> set[str]:
    return {value.strip().casefold() for value in values if value and len(value.strip()) >= SURE}


@dataclass(frozen=True, kw_only=True)
class Person:
    """An author as the store knows them.

    Attributes:
        posts, relations: how many posts and follower relations are theirs.
    """

    author_id: str
    name: str
    posts: int
    relations: int


def find_people(facts: Facts, names: Iterable[str]) -> list[Person]:
    """Return the authors that ``names`` mean, and those that are not stored but named by their full id.

    Args:
        names: author ids ("x:alice"), or handles with or without "@", which mean the author of that name on
            every channel.
    """
    wanted = {name.strip().casefold() for name in names if name.strip()}
    full = {name for name in wanted if ":" in name}
    bare = {name.lstrip("@") for name in wanted - full}
    found = {author: (name, posts) for author, name, posts in _authors(facts, full, bare)}
    follows = _relations(facts, full, bare)
    known = sorted(full | set(found) | set(follows))
    return [
        Person(
            author_id=author,
            name=found.get(author, ("", 0))[0],
            posts=found.get(author, ("", 0))[1],
            relations=follows.get(author, 0),
        )
        for author in known
    ]


def _authors(facts: Facts, full: set[str], bare: set[str]) -> list[tuple[str, str, int]]:
    posts = facts.mentions
    handle = posts.author_handle.fill_null("").lower()
    mine = posts.filter(posts.author_id.isin(sorted(full)) | handle.isin(sorted(bare)))
    rows = facts.run(
        mine.group_by("author_id").aggregate(name=ibis._.author_name.max(), posts=ibis._.count())
    ).to_pylist()
    return [
        (str(row["author_id"]), str(row["name"] or ""), int(row["posts"])) for row in rows if row["author_id"]
    ]


def _relations(facts: Facts, full: set[str], bare: set[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for side in ("follower_id", "followed_id"):
        follows = facts.follows
        author = follows[side]
        named = follows.filter(author.isin(sorted(full)) | author.re_extract(":(.*)$", 1).isin(sorted(bare)))
        for row in facts.run(named.group_by(author=side).aggregate(n=ibis._.count())).to_pylist():
            counts[row["author"]] = counts.get(row["author"], 0) + int(row["n"])
    return counts


def named_by_others(facts: Facts, subject: Subject) -> int:
    """Return how many posts of other people name the authors; these are theirs and stay."""
    terms = facts.terms
    naming = terms.filter((terms.kind == "handle") & terms.term.isin(sorted(subject.handles)))
    theirs = facts.mentions.semi_join(naming, "mention_id")
    own = theirs.author_id.isin(sorted(subject.authors)).fill_null(False)  # noqa: FBT003  ibis takes it so
    return int(facts.run(theirs.filter(~own).count())[0][0].as_py())


def find_posts(facts: Facts, named: Iterable[str]) -> dict[str, str]:
    """Return the ids of the posts that ``named`` mean, by what was said: a link, or a post's id.

    What means no stored post is left out, unless it has the form of a mention id, which can then be barred.
    """
    wanted = [name.strip() for name in named if name.strip()]
    posts = facts.mentions
    rows = facts.run(
        posts.filter(posts.mention_id.isin(wanted) | posts.url.isin(wanted)).select("mention_id", "url")
    ).to_pylist()
    ids = {str(row["mention_id"]) for row in rows}
    links = {str(row["url"]): str(row["mention_id"]) for row in rows}
    found = {name: name if name in ids else links.get(name, "") for name in wanted}
    return {
        name: mention or name for name, mention in found.items() if mention or _MENTION_ID.fullmatch(name)
    }


_MENTION_ID = re.compile(r"[0-9a-f]{32}")
