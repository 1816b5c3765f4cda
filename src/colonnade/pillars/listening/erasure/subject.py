"""Who or what is to be forgotten, and how it is recognised in a cell, a text or a JSON value."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import ibis

from colonnade.warehouse.store import Facts

SURE = 6  # characters from which an external id or a name is not met by chance in a cell of another meaning
LONG = 20  # characters from which a post's text is looked for inside other texts
MOST_SOUGHT = 2_000  # texts that are looked for inside others; of more, whole cells are compared


@dataclass(frozen=True, kw_only=True)
class Subject:
    """The authors and posts that are to be forgotten in one organisation.

    Attributes:
        authors: ids such as "x:alice".
        mentions: ids of posts, the authors' own included.
        names: names, links and external ids that stand for them where a cell holds nothing else, casefolded.
        texts: what the posts say.
    """

    organization_id: int
    authors: frozenset[str] = frozenset()
    mentions: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    texts: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def handles(self) -> frozenset[str]:
        """The authors' names on their channels, casefolded, without "@"."""
        return frozenset(author.partition(":")[2] for author in self.authors)

    def named_in(self, value: object) -> bool:
        """Return whether a JSON value names the subject anywhere, keys included."""
        if isinstance(value, str):
            return self._named_in_text(value)
        if isinstance(value, Mapping):
            return any(self.named_in(part) for pair in value.items() for part in pair)
        if isinstance(value, Sequence | set):
            return any(self.named_in(part) for part in value)
        return False

    def _named_in_text(self, text: str) -> bool:
        bare = text.strip()
        if not bare:
            return False
        return (
            bare.casefold() in self.names
            or bare in self.texts
            or bool(self._pattern and self._pattern.search(text))
        )

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        whole = [re.escape(key) for key in sorted(self.authors | self.mentions)]
        handles = [re.escape(handle) for handle in sorted(self.handles) if handle]
        texts = [re.escape(text) for text in sorted(self.texts)[:MOST_SOUGHT] if len(text) >= LONG]
        parts = [rf"(?<!\w)(?:{'|'.join(whole)})(?!\w)"] if whole else []
        if handles:
            # A handle is one behind "@" or in an address, or where it stands alone; as a mere word of a
            # text it may mean anything.
            one = "|".join(handles)
            parts.append(rf"[@/](?:{one})(?!\w|[.-]\w)|^\s*(?:{one})\s*$")
        return re.compile("|".join([*parts, *texts]), re.IGNORECASE) if parts or texts else None


def subject_of(facts: Facts, *, authors: Collection[str], mentions: Collection[str]) -> Subject:
    """Return the subject with all that the stored posts tell of it.

    Posts that were removed already, by an earlier attempt, tell nothing more: their ids in ``mentions`` do.
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
        names=frozenset(names),
        texts=frozenset(str(row["text"]).strip() for row in rows if row["text"]),
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
