"""The accurate tier's transformer as it ships: without rare word pieces, its weights in 8 bits."""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.optimizer import optimize_model
from teacher import WEIGHTS, Teacher
from tokenizers import Tokenizer
from torch import Tensor, nn

from colonnade.pillars.listening.understanding.cascade import MAX_PIECES, readable

OFTEN = 3
"""Posts of the corpus that a word piece must occur in to be kept; rarer words are cut into smaller pieces."""

INPUTS = ("input_ids", "attention_mask")


def vocabulary(texts: Iterable[str]) -> list[int]:
    """Return the numbers of the word pieces that ship, in order: marks, letters, and what the posts use."""
    tokeniser = Tokenizer.from_file(str(WEIGHTS / "tokenizer.json"))
    tokeniser.no_padding()
    seen = Counter(
        piece
        for encoding in tokeniser.encode_batch_fast([readable(text) for text in texts])
        for piece in set(encoding.ids)
    )
    special = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"}
    return sorted(
        number
        for piece, number in tokeniser.get_vocab().items()
        if piece in special or len(piece.removeprefix("##")) == 1 or seen[number] >= OFTEN
    )


def save_tokeniser(kept: list[int], path: Path) -> None:
    """Write MiniLM's tokeniser with the word pieces ``kept`` alone, numbered anew."""
    written = json.loads((WEIGHTS / "tokenizer.json").read_text(encoding="utf-8"))
    new = {old: place for place, old in enumerate(kept)}
    written["model"]["vocab"] = {
        piece: new[old] for piece, old in written["model"]["vocab"].items() if old in new
    }
    for token in written["added_tokens"]:
        token["id"] = new[token["id"]]
    for mark in written["post_processor"].get("special_tokens", {}).values():
        mark["ids"] = [new[old] for old in mark["ids"]]
    written["truncation"] = written["padding"] = None
    Tokenizer.from_str(json.dumps(written)).save(str(path), pretty=False)


class _Shipped(nn.Module):
    """The teacher from word pieces on, with the vocabulary ``kept`` and the training prior taken off."""

    def __init__(self, teacher: Teacher, kept: list[int], prior: NDArray[np.float64]) -> None:
        super().__init__()
        embeddings = teacher.body.embeddings
        embeddings.word_embeddings = nn.Embedding.from_pretrained(
            embeddings.word_embeddings.weight.detach()[kept].clone()
        )
        self.teacher = teacher
        with torch.no_grad():
            self.teacher.head.bias -= torch.from_numpy(np.log(prior).astype(np.float32))

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Return logits, shape (texts, 3), for pieces of shape (texts, length)."""
        logits: Tensor = self.teacher.judge({"input_ids": input_ids, "attention_mask": attention_mask})
        return logits


def export(teacher: Teacher, path: Path, *, kept: list[int], prior: NDArray[np.float64]) -> None:
    """Write the teacher to ``path``. It is changed on the way: read it anew for another use.

    Args:
        prior: shares of the classes that it learned, shape (3,).
    """
    whole = path.with_suffix(".float.onnx")
    teacher.body.set_attn_implementation("eager")  # its graph has fewer nodes than that of fused attention
    example = torch.ones((2, 8), dtype=torch.int64)
    padded = example.clone()
    padded[1, 5:] = 0  # an example without padding would be exported without the mask
    shape = {0: torch.export.Dim("texts"), 1: torch.export.Dim("length", min=2, max=MAX_PIECES)}
    torch.onnx.export(
        _Shipped(teacher.eval(), kept, prior).eval(),
        (example, padded),
        whole,
        input_names=list(INPUTS),
        output_names=["logits"],
        dynamic_shapes=tuple(shape for _ in INPUTS),
        dynamo=True,
        external_data=False,
    )
    heads = teacher.body.config.num_attention_heads
    fused = optimize_model(
        str(whole), model_type="bert", num_heads=heads, hidden_size=teacher.body.config.hidden_size
    )
    del fused.model.graph.value_info[:]  # shapes noted by the exporter, which the quantiser's own contradict
    fused.save_model_to_file(str(whole))
    quantize_dynamic(
        whole,
        path,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},  # behind fused nodes none is inferred
    )
    whole.unlink()
    onnx.checker.check_model(str(path))
