"""Chances sorted into cells, so that posts can be counted by what the model thought of them."""

import numpy as np
from numpy.typing import NDArray

CELLS_A_SIDE = 8
"""A power of two: a chance stored as a 32-bit float then falls into the same cell in every engine."""

CELLS = CELLS_A_SIDE**2


def cell_of(p_negative: NDArray[np.float32], p_positive: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the cell of each post, 0 to ``CELLS`` - 1, in the shape given.

    A cell is a square of ``1 / CELLS_A_SIDE`` by as much in the plane of the two chances; the third is what
    they leave, so about half of the cells are always empty.
    """
    sides = [
        np.clip((chance * CELLS_A_SIDE).astype(np.int64), 0, CELLS_A_SIDE - 1)
        for chance in (p_negative, p_positive)
    ]
    return sides[0] * CELLS_A_SIDE + sides[1]
