"""``colonnade listen classify``: what any texts say and want, one JSON object a line."""

import json
import sys
from collections.abc import Iterator, Mapping
from itertools import islice

import click

from colonnade.pillars.listening.commands.group import listen
from colonnade.pillars.listening.understanding import TIERS, UNSURE, Tier, understand

LINES_AT_ONCE = 1_000


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
def classify(tier: Tier) -> None:
    """Tell the language, sentiment and intents of texts.

    Reads JSON objects with a "text" from standard input, one a line, and writes one for each: "line" (its
    number), "language" (ISO 639-1 or "und"), "sentiment" (the likeliest class, or "unsure" where the language
    cannot be read), "confidence" (the chance of that class, 0 to 1), "abstained" (whether that was too little
    for Colonnade to count it as an answer) and "intents" (a list of question, complaint, praise, purchase,
    support and spam). A line that cannot be read is reported and left out.
    """
    lines = enumerate(sys.stdin.buffer, start=1)
    read, wrong = 0, 0
    while some := list(islice(lines, LINES_AT_ONCE)):
        texts: dict[int, str] = {}
        for number, line in some:
            if not line.strip():
                continue
            try:
                texts[number] = text_of(line)
            except WrongLine as error:
                wrong += 1
                click.echo(f"line {number}: {error}", err=True)
        read += len(texts)
        for answer in answers(texts, tier):
            click.echo(answer)
    if wrong:
        raise click.ClickException(
            f"{wrong} of {read + wrong} lines could not be read; the other {read} were classified"
        )


def text_of(line: bytes) -> str:
    """Return the text of one line of JSON. Raises ``WrongLine`` where there is none."""
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise WrongLine(f"not UTF-8 (byte {error.start + 1})") from error
    except (ValueError, RecursionError) as error:
        raise WrongLine(f"not JSON ({error})") from error
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise WrongLine('no object with a "text" in quotes')
    return str(record["text"])


def answers(texts: Mapping[int, str], tier: Tier) -> Iterator[str]:
    """Yield a line of JSON for each text by line number."""
    understood = understand(list(texts.values()), tier=tier)
    rows = zip(
        texts,
        understood.language,
        understood.sentiment,
        understood.likeliest(),
        understood.intents,
        strict=True,
    )
    for number, language, answer, (likeliest, chance), intents in rows:
        yield json.dumps(
            {
                "line": number,
                "language": language,
                "sentiment": likeliest,
                "confidence": round(chance, 4),
                "abstained": answer == UNSURE,
                "intents": list(intents),
            }
        )
