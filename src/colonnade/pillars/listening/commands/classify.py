"""``colonnade listen classify``: what any texts say, want and name, one JSON object a line."""

import json
import sys
from collections.abc import Iterator, Mapping
from typing import BinaryIO

import click

from colonnade.organization.queries import NoSuchOrganization, the_organization
from colonnade.pillars.listening.commands.group import listen
from colonnade.pillars.listening.queries import known_to
from colonnade.pillars.listening.understanding import TIERS, UNSURE, Tier, understand
from colonnade.pillars.listening.understanding.entities import Known, find_entities
from colonnade.pillars.listening.understanding.language import UNDETERMINED

LINES_AT_ONCE = 1_000
BYTES_AT_ONCE = 16_000_000
LONGEST_LINE = 64_000_000
"""Bytes; a longer line is no post, and is passed over piece by piece."""


class WrongLine(ValueError):
    """A line that holds no text; the message says why."""


@listen.command()
@click.option(
    "--tier",
    type=click.Choice(TIERS),
    default="light",
    show_default=True,
    help="light for speed; accurate asks a larger model where the light one is unsure.",
)
@click.option(
    "--format",
    type=click.Choice(["jsonl"]),
    default="jsonl",
    show_default=True,
    expose_value=False,  # there is one shape today; scripts that name it will go on to work
)
@click.option("--organization", "slug", default="", help="Whose brands to tell among the entities.")
def classify(tier: Tier, slug: str) -> None:
    """Tell the language, sentiment, intents and entities of texts.

    Reads JSON objects with a "text" from standard input, one a line, and writes one for each: "line" (its
    number), "language" (ISO 639-1 or "und"), "sentiment" (the likeliest class, or "unsure" where the language
    cannot be read), "confidence" (the chance of that class, 0 to 1), "abstained" (whether that was too little
    for Colonnade to count it as an answer), "intents" (a list of question, complaint, praise, purchase,
    support and spam) and "entities" (a list of objects with "kind" - brand, person, organisation, place,
    product, name, hashtag, cashtag, mention or url - and "text"). A line that cannot be read is reported and
    left out.
    """
    known = _known(slug) if slug else None
    read, wrong = 0, 0
    for some in batches(sys.stdin.buffer):
        texts: dict[int, str] = {}
        for number, line in some.items():
            try:
                texts[number] = text_of(line)
            except WrongLine as error:
                wrong += 1
                click.echo(f"line {number}: {error}", err=True)
        read += len(texts)
        for answer in answers(texts, tier, known):
            click.echo(answer)
    if wrong:
        raise click.ClickException(
            f"{wrong} of {read + wrong} lines could not be read; the other {read} were classified"
        )


def _known(slug: str) -> Known:
    try:
        return known_to(organization=the_organization(slug=slug))
    except NoSuchOrganization as error:
        raise click.ClickException(str(error)) from error


def batches(stream: BinaryIO) -> Iterator[dict[int, bytes]]:
    """Yield the lines that are not blank by number, as many as fit into memory with ease.

    Of a line beyond ``LONGEST_LINE`` only so much is kept, which is no JSON any more.
    """
    some: dict[int, bytes] = {}
    size = number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        rest = line
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = stream.readline(LONGEST_LINE + 1)
        if line.strip():
            some[number] = line
            size += len(line)
        if len(some) >= LINES_AT_ONCE or size >= BYTES_AT_ONCE:
            yield some
            some, size = {}, 0
    if some:
        yield some


def text_of(line: bytes) -> str:
    """Return the text of one line of JSON. Raises ``WrongLine`` where there is none."""
    if len(line) > LONGEST_LINE:
        raise WrongLine(f"longer than {LONGEST_LINE // 1_000_000} MB")
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise WrongLine(f"not UTF-8 (byte {error.start + 1})") from error
    except (ValueError, RecursionError) as error:
        raise WrongLine(f"not JSON ({error})") from error
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise WrongLine('no object with a "text" in quotes')
    return str(record["text"])


def answers(texts: Mapping[int, str], tier: Tier, known: Known | None = None) -> Iterator[str]:
    """Yield a line of JSON for each text by line number."""
    understood = understand(list(texts.values()), tier=tier)
    rows = zip(
        texts.items(),
        understood.language,
        understood.sentiment,
        understood.likeliest(),
        understood.intents,
        strict=True,
    )
    for (number, text), language, answer, (likeliest, chance), intents in rows:
        english = language == "en" or (language == UNDETERMINED and likeliest != UNSURE)
        named = find_entities(text, english=english, known=known)
        yield json.dumps(
            {
                "line": number,
                "language": language,
                "sentiment": likeliest,
                "confidence": round(chance, 4),
                "abstained": answer == UNSURE,
                "intents": list(intents),
                "entities": [{"kind": entity.kind, "text": entity.text} for entity in named],
            }
        )
