"""The small model: word pieces, convolutions of four widths, pooled by maximum and mean, one linear layer.

It is trained as it will run: embeddings and filters are rounded to whole numbers of steps in the forward pass
while gradients pass the rounding unchanged (straight-through estimator, Bengio et al. 2013), so export loses
nothing. Filters get 7 bits, not 8: processors without VNNI add pairs of products in 16 bits, where
2 x 255 x 63 still fits.
"""

import time
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from colonnade.pillars.listening.understanding.card import CLASSES
from colonnade.pillars.listening.understanding.pieces import PADDING, UNKNOWN

WIDTHS = (1, 2, 3, 5)
DIMENSIONS = 128
FILTERS = 128
EMBEDDING_STEPS = 127
FILTER_STEPS = 63
BATCH = 256
WORD_DROPOUT = 0.1


def rounded(weights: Tensor, scale: Tensor, steps: int) -> Tensor:
    """Return ``weights`` at the nearest of ``-steps..steps`` times ``scale``; gradients pass unchanged."""
    grid = (weights / scale).round().clamp(-steps, steps) * scale
    return weights + (grid - weights).detach()


def embedding_scale(weights: Tensor) -> Tensor:
    """Return the size of an embedding's step; the outermost 0.01 % of weights are cut off."""
    sample = weights.detach().abs().flatten()
    top = sample.kthvalue(max(1, int(0.9999 * sample.numel()))).values
    return (top / EMBEDDING_STEPS).clamp(min=1e-8)


def filter_scale(weights: Tensor) -> Tensor:
    """Return the size of each filter's step, shape (1, filters), for weights of shape (.., filters)."""
    return (weights.detach().abs().amax(dim=0, keepdim=True) / FILTER_STEPS).clamp(min=1e-8)


def windows(embedded: Tensor, width: int) -> Tensor:
    """Return each piece beside the ``width - 1`` after it, (texts, length, width * dimensions)."""
    length = embedded.shape[1]
    longer = functional.pad(embedded, (0, 0, 0, width - 1))
    return torch.cat([longer[:, start : start + length] for start in range(width)], dim=2)


class Student(nn.Module):
    """Logits of texts given as word pieces.

    Args:
        start: first values of the word pieces, shape (vocabulary, dimensions).
    """

    def __init__(self, start: Tensor) -> None:
        super().__init__()
        self.pieces = nn.Parameter(start.clone())
        self.filters = nn.ParameterList(
            nn.Parameter(torch.randn(width * DIMENSIONS, FILTERS) * (2 / (width * DIMENSIONS)) ** 0.5)
            for width in WIDTHS
        )
        self.biases = nn.ParameterList(nn.Parameter(torch.zeros(FILTERS)) for _ in WIDTHS)
        self.drop_pieces = nn.Dropout(0.1)
        self.drop = nn.Dropout(0.4)
        self.head = nn.Linear(2 * FILTERS * len(WIDTHS), len(CLASSES))
        self.register_buffer("scale", embedding_scale(self.pieces))

    def forward(self, pieces: Tensor) -> Tensor:
        """Return logits, (texts, 3), for ``pieces``, (texts, length), padded at the end."""
        mask = (pieces != PADDING).unsqueeze(-1)
        embedded = rounded(functional.embedding(pieces, self.pieces), self.scale, EMBEDDING_STEPS)
        embedded = self.drop_pieces(embedded) * mask
        pooled = []
        for width, filters, bias in zip(WIDTHS, self.filters, self.biases, strict=True):
            found = windows(embedded, width) @ rounded(filters, filter_scale(filters), FILTER_STEPS) + bias
            found = functional.relu(found) * mask
            pooled += [found.amax(1), found.sum(1) / mask.sum(1).clamp(min=1)]
        logits: Tensor = self.head(self.drop(torch.cat(pooled, dim=1)))
        return logits


@dataclass(frozen=True)
class Lessons:
    """What the student learns from.

    Attributes:
        pieces: word pieces of each text, without padding.
        targets: the share of each class, shape (texts, 3).
    """

    pieces: list[list[int]]
    targets: NDArray[np.float32]


def padded(pieces: list[list[int]]) -> Tensor:
    """Return ``pieces`` as one block, shape (texts, longest)."""
    longest = max(1, *map(len, pieces))
    block = np.full((len(pieces), longest), PADDING, dtype=np.int64)
    for row, numbers in zip(block, pieces, strict=True):
        row[: len(numbers)] = numbers
    return torch.from_numpy(block)


def _batches(lessons: Lessons, random: np.random.Generator) -> list[NDArray[np.int64]]:
    lengths = np.array([len(row) for row in lessons.pieces]) * random.uniform(0.85, 1.15, len(lessons.pieces))
    order = np.argsort(lengths)
    batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    random.shuffle(batches)
    return batches


def train(
    student: Student, lessons: Lessons, *, epochs: int, seed: int, learning_rate: float = 1.5e-3
) -> Student:
    """Train ``student`` for ``epochs`` passes by cross-entropy to the targets (AdamW, cosine decay)."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    plan = [batch for _ in range(epochs) for batch in _batches(lessons, random)]
    optimiser = torch.optim.AdamW(student.parameters(), lr=learning_rate, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, max_lr=learning_rate, total_steps=len(plan), pct_start=0.08
    )
    student.train()
    begun, running = time.monotonic(), float("nan")
    for step, batch in enumerate(plan, start=1):
        if step % 200 == 1:
            student.scale = embedding_scale(student.pieces)
        pieces = padded([lessons.pieces[i] for i in batch])
        dropped = torch.rand(pieces.shape) < WORD_DROPOUT
        pieces = pieces.masked_fill(dropped & (pieces != PADDING), UNKNOWN)
        loss = functional.cross_entropy(student(pieces), torch.from_numpy(lessons.targets[batch]))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        running = loss.item() if step == 1 else 0.99 * running + 0.01 * loss.item()
        if step % 500 == 0:
            spent = time.monotonic() - begun
            print(f"student {step}/{len(plan)} loss {running:.4f} {spent:.0f} s", flush=True)
    return student.eval()
