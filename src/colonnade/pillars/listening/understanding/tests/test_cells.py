import numpy as np
import pytest

from colonnade.pillars.listening.understanding import card
from colonnade.pillars.listening.understanding.card import CLASSES
from colonnade.pillars.listening.understanding.cells import CELLS, CELLS_A_SIDE, cell_of


def test_chances_fall_into_the_cell_that_holds_them() -> None:
    negative = np.array([0.0, 0.124, 0.125, 1.0, 0.5], dtype=np.float32)
    positive = np.array([0.0, 1.0, 0.125, 0.0, 0.499], dtype=np.float32)
    assert cell_of(negative, positive).tolist() == [0, 7, 9, 56, 35]


def test_every_validation_post_lies_in_a_cell() -> None:
    checked = card().validation
    for name in CLASSES:
        assert len(checked.cells.posts[name]) == CELLS
        assert sum(checked.cells.posts[name]) == sum(checked.confusion[name].values())


def test_the_mean_chances_lie_in_their_cells() -> None:
    cells = card().validation.cells
    held = np.flatnonzero(np.sum([cells.posts[name] for name in CLASSES], axis=0))
    rows, columns = np.divmod(held, CELLS_A_SIDE)
    for name, place in (("negative", rows), ("positive", columns)):
        chances = CELLS_A_SIDE * np.array(cells.chances[name])[held]
        assert (place - 1e-3 <= chances).all()
        assert (chances <= place + 1 + 1e-3).all()
    total = np.sum([cells.chances[name] for name in CLASSES], axis=0)[held]
    assert total == pytest.approx(1, abs=1e-3)
