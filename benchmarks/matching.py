"""How many posts a second are held against a thousand and ten thousand saved queries, beside plain ways to do it.

    python benchmarks/matching.py [--posts FILE] [--repeat 5]

FILE holds one post a line; without it, posts of made words are used, whose frequencies follow Zipf's law. Queries are
drawn from the posts' own words (those in at most 1 % of posts): one to four words or phrases joined by OR, mostly a
second such group joined by AND, often an exclusion. The second half of the figures has NEAR and wildcards in half of the
queries. Each rate is posts per processor second on one core, the best of the repeats; the peers are measured in the
same run on fewer posts, so that the ratios hold on a busy machine too. Exits with 1 where results differ.
"""

import argparse
import os
import random
import re
import sys
from collections import Counter
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path
from time import process_time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "colonnade.config.settings")
django.setup()

from colonnade.pillars.listening.matching import Matcher, Post, Query  # noqa: E402  # needs the set-up above
from colonnade.pillars.listening.matching.documents import Document  # noqa: E402
from colonnade.pillars.listening.matching.evaluate import matches  # noqa: E402
from colonnade.pillars.listening.query import Node, parse  # noqa: E402
from colonnade.pillars.listening.query.nodes import And, Not, Or, Phrase, parts_of  # noqa: E402
from colonnade.pillars.listening.query.tokens import haystack, normalise, words  # noqa: E402

MADE = 40_000
VOCABULARY = 30_000
SYLLABLES = [
    first + vowel + last for first in "bdfgklmnprstvz" for vowel in "aeiou" for last in ("", "n", "r", "s")
]
PEER_PAIRS = 100_000  # posts x queries that the slow peers are given


def made_posts(draw: random.Random) -> list[str]:
    """Return posts of made words; one in fifteen holds characters beyond ASCII."""
    vocabulary = list(
        dict.fromkeys(
            "".join(draw.choices(SYLLABLES, k=draw.choice((1, 2, 2, 3, 3, 4)))) for _ in range(VOCABULARY)
        )
    )
    weights = list(accumulate(1 / (rank + 10) for rank in range(len(vocabulary))))
    posts = []
    for _ in range(MADE):
        text = (
            " ".join(draw.choices(vocabulary, cum_weights=weights, k=draw.randint(6, 30))).capitalize() + "."
        )
        if draw.random() < 0.3:
            text = f"@{draw.choice(vocabulary)} {text}"
        if draw.random() < 0.2:
            text += f" https://t.example/{draw.choice(vocabulary)} #{draw.choice(vocabulary)}"
        if draw.random() < 1 / 15:
            text += draw.choice((" 👍🏽", " “très bien”", " für größere"))
        posts.append(text)
    return posts


def telling_words(posts: list[str]) -> list[str]:
    """Return words in at least two posts and in at most 1 % of them."""
    seen: Counter[str] = Counter()
    for post in posts:
        seen.update(set(words(normalise(post))))
    return sorted(
        word
        for word, count in seen.items()
        if 2 <= count <= len(posts) / 100 and len(word) > 2 and word.isascii()
    )


def made_query(draw: random.Random, vocabulary: list[str], *, rich: bool) -> str:
    """Return a query; a ``rich`` one has NEAR or a wildcard half of the time."""

    def group(most: int) -> str:
        found = [
            draw.choice(vocabulary)
            if draw.random() < 0.8
            else f"{draw.choice(vocabulary)} {draw.choice(vocabulary)}"
            for _ in range(draw.randint(1, most))
        ]
        return "(" + " OR ".join(f'"{word}"' for word in found) + ")"

    text = group(4)
    kind = draw.random() if rich else 1.0
    if kind < 0.25:
        text = f"{text} NEAR/5 {group(4)}"
    elif kind < 0.5:
        text = f"({text} OR {draw.choice(vocabulary)[:4]:x<4}*)"
    if draw.random() < 0.7:
        text += f" AND {group(4)}"
    if draw.random() < 0.4:
        text += f" NOT {group(3)}"
    return text


def best(work: Callable[[], object], posts: int, repeat: int) -> float:
    """Return posts per processor second, the best of some runs."""
    seconds = []
    for _ in range(repeat):
        begun = process_time()
        work()
        seconds.append(process_time() - begun)
    return posts / min(seconds)


def as_regex(node: Node) -> Callable[[str], bool]:
    """Return a query as regular expressions, one for each group of words, as one would write it at first."""
    if isinstance(node, And):
        every = [as_regex(part) for part in node.parts]
        return lambda text: all(part(text) for part in every)
    if isinstance(node, Not):
        inner = as_regex(node.part)
        return lambda text: not inner(text)
    phrases = parts_of(node) if isinstance(node, Or) else (node,)
    spelt = [r"\W+".join(map(re.escape, part.words)) for part in phrases if isinstance(part, Phrase)]
    pattern = re.compile(rf"\b(?:{'|'.join(spelt)})\b", re.IGNORECASE)
    return lambda text: pattern.search(text) is not None


def measure(posts: list[Post], number: int, *, rich: bool, draw: random.Random, repeat: int) -> bool:
    """Print the figures of one set of queries; return whether all ways agree."""
    vocabulary = telling_words([post.text for post in posts])
    nodes = [parse(made_query(draw, vocabulary, rich=rich)).node for _ in range(number)]
    begun = process_time()
    matcher = Matcher(Query(place, node) for place, node in enumerate(nodes))
    built = process_time() - begun
    rate = best(lambda: matcher.match_all(posts), len(posts), repeat)
    few = posts[: max(1, PEER_PAIRS // number)]
    found = sorted(matcher.match_all(few))
    plain: list[tuple[int, int]] = []

    def evaluate() -> None:
        plain[:] = [
            (place, query)
            for place, document in enumerate(map(Document, few))
            for query, node in enumerate(nodes)
            if matches(node, document)
        ]

    plain_rate = best(evaluate, len(few), 1)
    agree = found == plain
    per_post = len(matcher.match_all(posts)) / len(posts)
    kind = "NEAR and wildcards" if rich else "plain Boolean"
    print(
        f"{number:>7,} {kind:<20}{rate:>11,.0f}{per_post:>10.2f}{built:>9.2f}{plain_rate:>12,.1f}{rate / plain_rate:>9,.0f}x",
        end="",
    )
    if not rich:
        regexes = [as_regex(node) for node in nodes]
        regex_rate = best(lambda: [query(post.text) for post in few for query in regexes], len(few), 1)
        print(f"{regex_rate:>12,.1f}{rate / regex_rate:>9,.0f}x", end="")
    print("" if agree else "   RESULTS DIFFER")
    return agree


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--posts", type=Path, help="one post a line, UTF-8")
    options.add_argument("--repeat", type=int, default=5)
    given = options.parse_args()
    draw = random.Random(20261122)
    texts = given.posts.read_text(encoding="utf-8").splitlines() if given.posts else made_posts(draw)
    posts = [Post(text) for text in texts if text.strip()]
    print(
        f"{len(posts):,} posts of {sum(len(post.text) for post in posts) / len(posts):.0f} characters; words alone are read at "
        f"{best(lambda: [haystack(post.text) for post in posts], len(posts), given.repeat):,.0f} posts a second"
    )
    print(
        "queries kind                 posts/s  matches    build   plain evaluator (ratio)   regexes (ratio)"
    )
    print("                                    per post  seconds")
    agree = [
        measure(posts, number, rich=rich, draw=draw, repeat=given.repeat)
        for rich in (False, True)
        for number in (1_000, 10_000)
    ]
    sys.exit(0 if all(agree) else 1)


if __name__ == "__main__":
    main()
