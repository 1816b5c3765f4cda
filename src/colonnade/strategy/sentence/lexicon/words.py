"""The word lists of ``words.yaml``, read once."""

from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from colonnade.strategy.document.model import Kind, Pillar


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AimWords(_Table):
    """What the business gains: a kind of objective, and the metric where the words name one."""

    kind: Kind
    metric: str | None = None
    phrases: tuple[str, ...]


class MethodWords(_Table):
    """A way of working that a sentence can name."""

    id: str
    name: str
    pillar: Pillar | None = None
    format: str = ""
    phrases: tuple[str, ...]


class Words(_Table):
    """Every list; what each is for stands above it in the file."""

    aims: tuple[AimWords, ...]
    between_aims: frozenset[str]
    selling: tuple[str, ...]
    hiring: tuple[str, ...]
    plural_only: frozenset[str]
    wanted_only: frozenset[str]
    upwards: tuple[str, ...]
    downwards: tuple[str, ...]
    adjectives: frozenset[str]
    more: frozenset[str]
    methods: tuple[MethodWords, ...]
    tactics: tuple[str, ...]
    making: tuple[str, ...]
    things_made: tuple[str, ...]
    between_making: frozenset[str]
    roles: dict[str, tuple[str, ...]]
    outside: frozenset[str]
    persons: tuple[str, ...]
    ftes: tuple[str, ...]
    negations: tuple[str, ...]
    after_negation: frozenset[str]
    budgets: tuple[str, ...]
    money_qualifiers: tuple[str, ...]
    fillers: tuple[str, ...]
    closing: frozenset[str]


@cache
def words() -> Words:
    """Return the lists."""
    text = files("colonnade.strategy.sentence.lexicon").joinpath("words.yaml").read_text(encoding="utf-8")
    return Words.model_validate(YAML(typ="safe", pure=True).load(text))


WORDS = words()
