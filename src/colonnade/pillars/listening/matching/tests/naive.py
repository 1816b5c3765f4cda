"""What a query means, spelt out as plainly as can be: what the matcher is held against."""

import fnmatch
import re
import unicodedata
from itertools import pairwise, permutations, product

from colonnade.pillars.listening.matching.documents import Post
from colonnade.pillars.listening.query.nodes import And, Cased, Field, Mark, Near, Node, Not, Or, Phrase
from colonnade.pillars.listening.query.tokens import EMOJI, LETTERS, UNSPACED, handles, hashtags, normalise

TOKEN = re.compile(f"[{LETTERS}]+|{EMOJI}")
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
MEDIA = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".mp4", ".webm", ".mov")


def tokens(text: str) -> list[str]:
    """Return the words of text that is normalised as far as it needs be."""
    return TOKEN.findall(UNSPACED.sub(r" \g<0> ", text))


def fits(pattern: str, word: str) -> bool:
    """Return whether ``word`` is what a wildcard pattern means."""
    literal = pattern.replace("[", "[[]")
    return fnmatch.fnmatchcase(word, literal)


def spans(node: Node, post: Post) -> list[tuple[int, int]]:
    """Return every place of a term."""
    if isinstance(node, Or):
        return [span for part in node.parts for span in spans(part, post)]
    if isinstance(node, Mark):
        return marks(node, post)
    if isinstance(node, Cased):
        plain = INVISIBLE.sub("", unicodedata.normalize("NFKC", post.text))
        found, wanted = tokens(plain), list(node.words)
        return [
            (at, at + len(wanted) - 1) for at in range(len(found)) if found[at : at + len(wanted)] == wanted
        ]
    assert isinstance(node, Phrase)
    found, size = tokens(normalise(post.text)), len(node.words)
    return [
        (at, at + size - 1)
        for at in range(len(found) - size + 1)
        if all(map(fits, node.words, found[at : at + size]))
    ]


def marks(node: Mark, post: Post) -> list[tuple[int, int]]:
    """Return every place of a handle or tag."""
    normal, places = normalise(post.text), []
    finder = handles if node.sign == "@" else hashtags
    for at, char in enumerate(normal):
        if char != node.sign:
            continue
        # Found at this very place: the sign with what follows, behind what stands before it.
        here = [name for name in finder(normal[max(0, at - 1) :]) if name]
        before = list(finder(normal[at + 1 :]))
        new = here[: len(here) - len(before)] if before else here
        for name in new:
            if normal[at + 1 :].startswith(name) and fits(node.name, name):
                first = len(tokens(normal[:at]))
                places.append((first, first + len(tokens(name)) - 1))
    return places


def near(node: Near, post: Post) -> bool:
    """Return whether there is a choice of places in some order that is close enough."""
    every = [spans(part, post) for part in node.parts]
    for chosen in product(*every):
        for order in permutations(chosen):
            gaps = [after[0] - before[1] for before, after in pairwise(order)]
            if all(0 < gap <= node.distance for gap in gaps):
                return True
    return False


def says(node: Field, post: Post) -> bool:
    """Return whether a field has a value, of those that the tests draw."""
    address = normalise(post.url).removeprefix("https://").removeprefix("www.")
    host = address.split("/")[0] or normalise(post.channel)
    links = [
        normalise(link).removeprefix("https://") for link in post.text.split() if link.startswith("https://")
    ]
    values = {
        "lang": lambda: (post.language or "und") == node.value,
        "author": lambda: (
            fits(node.value, normalise(post.author).lstrip("@"))
            or fits(node.value, normalise(post.author_id))
        ),
        "channel": lambda: fits(node.value, normalise(post.channel)),
        "site": lambda: f".{host}".endswith(f".{node.value}"),
        "url": lambda: fits(f"*{node.value}*", address),
        "link": lambda: any(fits(f"*{node.value}*", link) for link in links),
        "is": lambda: post.reply if node.value == "reply" else post.text.lstrip().startswith("RT @acme"),
        "has": lambda: has(node.value, post, links),
    }
    return bool(values[node.name]())


def has(what: str, post: Post, links: list[str]) -> bool:
    """Return whether the post holds it, of what the tests draw."""
    normal = normalise(post.text)
    return {
        "link": bool(links),
        "media": any(link.endswith(MEDIA) for link in links),
        "question": any(word == "?" for word in post.text.split()),
        "hashtag": any(hashtags(normal)),
        "handle": any(handles(normal)),
        "emoji": bool(re.search(EMOJI, normal)),
    }[what]


def matches(node: Node, post: Post) -> bool:
    """Return whether the post matches."""
    if isinstance(node, And):
        return all(matches(part, post) for part in node.parts)
    if isinstance(node, Or):
        return any(matches(part, post) for part in node.parts)
    if isinstance(node, Not):
        return not matches(node.part, post)
    if isinstance(node, Near):
        return near(node, post)
    if isinstance(node, Field):
        return says(node, post)
    return bool(spans(node, post))
