"""What changed between two versions, word by word, for people to read."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

import regex

Change = Literal["same", "added", "removed"]

# A word, a run of white space, or one other character; scripts without spaces are compared by character.
_TOKEN = regex.compile(
    r"[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]\p{M}*|[\w\p{M}]+|\s+|.",
    regex.DOTALL,
)
MOST_TOKENS = 4000
"""Tokens of a part beyond which it is shown as replaced, since comparing takes the square of their number."""


@dataclass(frozen=True)
class Run:
    """A stretch of text that is in both versions, or in one."""

    change: Change
    text: str


@dataclass(frozen=True, kw_only=True)
class PartShown:
    """A part of a version with what changed in it.

    Attributes:
        change: whether the part as a whole is new, gone, or in both; ``edited`` whether its text differs.
    """

    label: str
    form: str
    key: str
    change: Change
    runs: Sequence[Run]

    @property
    def edited(self) -> bool:
        """Whether anything in it changed."""
        return any(run.change != "same" for run in self.runs)


def word_diff(old: str, new: str) -> list[Run]:
    """Return how ``old`` became ``new``, in runs of words; all but those removed make up ``new``."""
    if old == new:
        return [Run("same", new)] if new else []
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(before) + len(after) > MOST_TOKENS:
        return [run for run in (Run("removed", old), Run("added", new)) if run.text]
    return list(_runs(before, after))


def _runs(before: list[str], after: list[str]) -> Iterator[Run]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag == "equal":
            yield Run("same", "".join(after[start:end]))
            continue
        if first < last:
            yield Run("removed", "".join(before[first:last]))
        if start < end:
            yield Run("added", "".join(after[start:end]))


def parts_shown(new: Sequence[Mapping[str, Any]], old: Sequence[Mapping[str, Any]] | None) -> list[PartShown]:
    """Return the parts of a version with what changed since an earlier one; ``old`` is None for the first."""
    if old is None:
        return [_shown(part, "same", [Run("same", part["text"])]) for part in new]
    before = dict(_numbered(old))
    shown = []
    for name, part in _numbered(new):
        known = before.pop(name, None)
        if known is None:
            shown.append(_shown(part, "added", [Run("added", part["text"])]))
        else:
            replaced: Change = "same" if known["key"] == part["key"] else "added"
            shown.append(_shown(part, replaced, word_diff(known["text"], part["text"])))
    gone = [_shown(part, "removed", [Run("removed", part["text"])]) for part in before.values()]
    return [*shown, *gone]


def _numbered(parts: Sequence[Mapping[str, Any]]) -> Iterator[tuple[tuple[str, int], Mapping[str, Any]]]:
    """Yield parts by their label and its how-manieth: the posts of a thread each have a "Link"."""
    seen: Counter[str] = Counter()
    for part in parts:
        seen[part["label"]] += 1
        yield (part["label"], seen[part["label"]]), part


def _shown(part: Mapping[str, Any], change: Change, runs: Sequence[Run]) -> PartShown:
    return PartShown(label=part["label"], form=part["form"], key=part["key"], change=change, runs=runs)
