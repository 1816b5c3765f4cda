"""Where the small model's word pieces start: at what MiniLM knows of the same words."""

import numpy as np
import torch
from teacher import Teacher
from tokenizers import Tokenizer
from torch import Tensor


def piece_start(teacher: Teacher, tokeniser: Tokenizer, *, dimensions: int, spread: float = 0.1) -> Tensor:
    """Return first values of each word piece, shape (vocabulary, dimensions).

    A piece starts as the mean of the teacher's embeddings of its spelling, turned to the principal axes and
    cut to ``dimensions``, with standard deviation ``spread``.
    """
    known = teacher.body.get_input_embeddings().weight.detach().numpy()
    vocabulary = sorted(tokeniser.get_vocab().items(), key=lambda entry: entry[1])
    spellings = [piece.removeprefix("##") for piece, _ in vocabulary]
    pieces = teacher.tokeniser(spellings, add_special_tokens=False)["input_ids"]
    means = np.stack([known[row].mean(axis=0) if row else known.mean(axis=0) for row in pieces])
    centred = means - means.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    turned = centred @ axes[:, ::-1][:, :dimensions]
    return torch.from_numpy((turned * (spread / turned.std())).astype(np.float32))
