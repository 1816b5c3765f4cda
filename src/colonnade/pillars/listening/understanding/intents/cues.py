"""Intents told by turns of phrase, all looked for in one pass."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from ahocorasick_rs import AhoCorasick, Implementation

from colonnade.pillars.listening.understanding.text import words

FILE = Path(__file__).with_name("cues.toml")

_ENDS_SENTENCE = frozenset('.!?:;,"()')
_OPENS_SENTENCE = frozenset(
    ["also", "and", "but", "hello", "hey", "hi", "ok", "okay", "please", "pls", "so", "then", "well"]
)
_START = "^"
_WEIGHTS = {"strong": 1.0, "against": -1.0}


class Cues:
    """Turns of phrase with what each says for or against an intent.

    Args:
        file: TOML with a table for each intent: lists ``strong``, ``weak`` and ``against``, and
            ``weak_enough``, how many different weak phrases together are enough.
    """

    def __init__(self, file: Path = FILE) -> None:
        self._says: dict[str, list[tuple[str, float]]] = {}
        for intent, table in tomllib.loads(file.read_text(encoding="utf-8")).items():
            weights = {**_WEIGHTS, "weak": 1 / table["weak_enough"]}
            for kind, weight in weights.items():
                for phrase in table[kind]:
                    self._says.setdefault(_spelt(phrase), []).append((intent, weight))
        self._owners = list(self._says.values())
        self._automaton = AhoCorasick(list(self._says), implementation=Implementation.DFA)

    def scores(self, text: str) -> Mapping[str, float]:
        """Return what the phrases of a plain text add up to, by intent; 1 is enough. Each counts once."""
        scores: dict[str, float] = {}
        # Neighbouring phrases share the space between them, hence overlapping.
        found = self._automaton.find_matches_as_indexes(_line(text), overlapping=True)
        for index in {match[0] for match in found}:
            for intent, weight in self._owners[index]:
                scores[intent] = scores.get(intent, 0.0) + weight
        return scores


def _spelt(phrase: str) -> str:
    """Return a phrase as it stands in a line of ``_line``."""
    return f" {' '.join(words(phrase))} "


def _line(text: str) -> str:
    """Return the words and signs of a plain text, each sentence opened by ``^``, handles left out."""
    parts, at_start = ["", _START], True
    previous = ""
    for word in words(text):
        if word == "@" or (word == "user" and previous == "@"):
            pass
        elif word in _ENDS_SENTENCE or (at_start and word in _OPENS_SENTENCE):
            parts += [word, _START]
            at_start = True
        elif word != _START:
            parts.append(word)
            at_start = False
        previous = word
    return f"{' '.join(parts)} "
