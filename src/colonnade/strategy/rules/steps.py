"""The eight steps a rule can belong to."""

from enum import StrEnum


class Step(StrEnum):
    """A step of the 8C framework; in the order in which a strategy is made."""

    CLARIFY = "clarify"
    CREATE = "create"
    CHOOSE = "choose"
    CONNECT = "connect"
    COORDINATE = "coordinate"
    COLLABORATE = "collaborate"
    COMMUNICATE = "communicate"
    CONCLUDE = "conclude"


# The digit keeps codes in the order of the steps; the letters alone would not (Create sorts before Choose).
PREFIXES: dict[str, Step] = {
    "CLA1": Step.CLARIFY,
    "CRE2": Step.CREATE,
    "CHO3": Step.CHOOSE,
    "CNT4": Step.CONNECT,
    "COO5": Step.COORDINATE,
    "COL6": Step.COLLABORATE,
    "COM7": Step.COMMUNICATE,
    "CON8": Step.CONCLUDE,
}


def step_of(code: str) -> Step | None:
    """Return the step that ``code`` belongs to; None for a code about the text itself, such as ``DOC001``."""
    return PREFIXES.get(code[:4])
