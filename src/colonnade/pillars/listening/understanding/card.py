"""What was measured of the sentiment model: the card that is shipped beside it."""

from functools import cache
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

FOLDER = Path(__file__).parent / "light"
"""Where the light model, its vocabulary and its card lie."""

ACCURATE = Path(__file__).parent / "accurate"
"""The same of the accurate tier."""

Tier = Literal["light", "accurate"]
TIERS: tuple[Tier, ...] = get_args(Tier)
"""Light reads a stream of posts; accurate takes several times as long and errs less."""

CLASSES = ("negative", "neutral", "positive")
"""The order of the classes in every row of chances."""

UNSURE = "unsure"
"""The answer where no class is likely enough, or where the post's language cannot be read."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Data(_Frozen):
    """A set of posts that the model learned from or was measured on."""

    name: str
    posts: int
    use: str
    terms: str


class Cells(_Frozen):
    """Labelled posts by what the model thought of them: the evidence for shares of opinion.

    Attributes:
        posts: by true class, how many lie in each cell (``cells.cell_of``), shape (CELLS,).
        chances: by class, the mean chance that the model gave the posts of each cell, each true class
            weighing the same; 0 in an empty cell.
    """

    posts: dict[str, tuple[int, ...]]
    chances: dict[str, tuple[float, ...]]


class Abstaining(_Frozen):
    """What leaving the least sure posts unanswered gains; each true class weighs the same, as the chances do.

    Attributes:
        coverage: share of the weight of all posts that is still answered.
        accuracy: share right among these; when always answering it is the macro-recall.
        gain: what that is more; gain_low, gain_high: its 95 % interval (percentile bootstrap over posts).
        promised: the gain if each chance were exactly true.
    """

    coverage: float
    accuracy: float
    gain: float
    gain_low: float
    gain_high: float
    promised: float


class Validation(_Frozen):
    """How the model did on labelled English posts that it did not learn from; shares lie in 0..1.

    Attributes:
        posts: how many.
        near_duplicates_removed: training posts left out because they nearly repeat one of them.
        confusion: posts by true class and by answer, ``unsure`` included.
        cells: posts by true class and by the chances given, finer than ``confusion``.
        macro_recall: mean of the classes' recalls when the likeliest class is always answered.
        recalls: share of each true class that was found so.
        calibration_error: expected calibration error of the likeliest class's chance in ten bins, each true
            class weighing the same; the temperature is fitted on other posts than measured (five folds).
        coverage: share of the posts that got an answer other than ``unsure``.
        accuracy: share right when always answering; accuracy_answered: among the answered.
        abstaining: what it gains to answer only the surest.
    """

    posts: int
    near_duplicates_removed: int
    confusion: dict[str, dict[str, int]]
    cells: Cells
    macro_recall: float
    recalls: dict[str, float]
    calibration_error: float
    coverage: float
    accuracy: float
    accuracy_answered: float
    abstaining: Abstaining


class LanguageCheck(_Frozen):
    """What happens to labelled posts of one language; shares lie in 0..1.

    Attributes:
        posts: how many.
        recognised, undetermined: shares whose language was told right, and not told at all.
        answered: share that got a sentiment other than ``unsure``.
        accuracy_answered: share of these that is right.
        macro_recall_if_read: macro-recall if the model were used on the language all the same.
        confusion: posts by true class and by answer; ``unsure`` are those that are not read, too.
    """

    posts: int
    recognised: float
    undetermined: float
    answered: float
    accuracy_answered: float
    macro_recall_if_read: float
    confusion: dict[str, dict[str, int]]


class Blend(_Frozen):
    """When a second model is asked, and how its opinion is joined to the first one's.

    Attributes:
        least_chance: it is asked where the first model's likeliest class is less likely than this.
        weight: of its logarithmic chances, 0 to 1; the first model has the rest.
        temperature: what the joined logarithms are divided by.
        asked: share of the validation posts on which it was asked.
    """

    least_chance: float
    weight: float
    temperature: float
    asked: float


class Card(_Frozen):
    """The model's name, how it decides, what it learned from and how well it does.

    Attributes:
        least_chance: the likeliest class is answered from this chance on; below it the answer is ``unsure``.
        blend: for a model that gives second opinions; None for one that answers alone.
        digests: SHA-256 of each file of the artefact, by name.
        posts_a_second: of one processor, language and intents included, where the card was written.
    """

    name: str
    version: int
    seed: int
    method: str
    least_chance: float
    temperature: float
    prior: dict[str, float]
    data: tuple[Data, ...]
    validation: Validation
    languages: dict[str, LanguageCheck] = Field(description="By ISO 639-1 code.")
    digests: dict[str, str]
    posts_a_second: int
    blend: Blend | None = None

    @property
    def identity(self) -> str:
        """The name and version that is stored beside every sentiment."""
        return f"{self.name} {self.version}"


@cache
def card(tier: Tier = "light") -> Card:
    """Return the card of a shipped model."""
    folder = FOLDER if tier == "light" else ACCURATE
    return Card.model_validate_json((folder / "card.json").read_bytes())
