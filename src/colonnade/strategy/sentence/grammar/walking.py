"""Small steps that every parser takes."""

from collections.abc import Container

from colonnade.strategy.sentence.tokens import Token, Tokens


def word_at(tokens: Tokens, at: int) -> str:
    """Return the word (or mark) at ``at`` in lower case; empty behind the end."""
    return tokens[at].lower if 0 <= at < len(tokens) else ""


def token_at(tokens: Tokens, at: int) -> Token | None:
    """Return the token at ``at``; None behind the end."""
    return tokens[at] if 0 <= at < len(tokens) else None


def skip(tokens: Tokens, at: int, words: Container[str], *, most: int = 4) -> int:
    """Return the place behind at most ``most`` of ``words``."""
    end = at
    while end < len(tokens) and end - at < most and tokens[end].lower in words:
        end += 1
    return end


def after(tokens: Tokens, at: int, *words: str) -> int | None:
    """Return the place behind ``words`` in a row; None where others stand there."""
    for offset, word in enumerate(words):
        if word_at(tokens, at + offset) != word:
            return None
    return at + len(words)
