"""What can be wrong with the text of a strategy before anybody can judge the strategy itself."""

from dataclasses import dataclass

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that keeps a text from being read as a strategy.

    Attributes:
        line, column: where it is, both counted from 1, columns in characters.
        path: where it is in the document, such as ``("goals", 1, "deadline")``; empty for the whole.
        message: what is wrong, in one sentence.
        fix: what to write instead.
        code: one of ``CODES``.
    """

    line: int
    column: int
    path: Path
    message: str
    fix: str
    code: str


CODES: dict[str, str] = {
    "DOC001": "The text is larger than a strategy can be",
    "DOC002": "The text is not UTF-8",
    "DOC003": "The text holds a character that cannot be in it",
    "DOC004": "A tab is used where YAML wants spaces",
    "DOC005": "The text is not YAML",
    "DOC006": "The file holds several documents",
    "DOC007": "The document is not a list of keys and values",
    "DOC008": "The document is empty",
    "DOC009": "The document is nested too deeply or has too many parts",
    "DOC010": "An alias (*name) leads nowhere, to itself, or multiplies the document",
    "DOC011": "A key stands twice",
    "DOC012": "A key is not a word",
    "DOC013": "A YAML tag (!name) is used",
    "DOC020": "Unknown key",
    "DOC021": "A key is missing",
    "DOC022": "A value is of the wrong kind",
    "DOC023": "A number is not finite",
    "DOC024": "A number is outside what is possible",
    "DOC025": "A word is not one of the choices",
    "DOC026": "A date is not a calendar date",
    "DOC027": "An id or code has the wrong form",
    "DOC028": "A text is too long",
    "DOC029": "The document is of a version that this program does not know",
}


def display_path(path: Path) -> str:
    """Return ``path`` as people write it: ``goals[1].deadline`` (items counted from 0, as in YAML tools)."""
    shown = ""
    for step in path:
        shown += f"[{step}]" if isinstance(step, int) else f".{step}" if shown else step
    return shown
