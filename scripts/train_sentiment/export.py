"""The trained student as an ONNX graph that computes in 8 bits.

Embeddings are stored as unsigned bytes around 128 and filters as signed bytes, so that the convolutions are
products of integer matrices, which are exact whatever the batch. Temperature and prior are folded into the
last layer: the graph's output is calibrated chances.
"""

from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from student import EMBEDDING_STEPS, FILTER_STEPS, FILTERS, WIDTHS, Student, filter_scale

from colonnade.pillars.listening.understanding.pieces import PADDING

OPSET = 18
ZERO = 128
CONTRIBUTED = "com.microsoft"
"""The domain of ONNX Runtime's own operations, part of every build of it."""


class Graph:
    """Nodes and constants of a graph as it grows."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        """Add a constant and return its name."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, *inputs: str, to: str, **attributes: object) -> str:
        """Add an operation on ``inputs`` and return the name of its one output, ``to``."""
        self.nodes.append(helper.make_node(kind, list(inputs), [to], name=to, **attributes))
        return to

    def real(self, value: str, *, to: str) -> str:
        """Add the conversion of ``value`` to float and return its name, ``to``."""
        self.nodes.append(helper.make_node("Cast", [value], [to], name=to, to=TensorProto.FLOAT))
        return to


def export(student: Student, path: Path, *, temperature: float, prior: NDArray[np.float64]) -> None:
    """Write the student to ``path``.

    Args:
        temperature: what logits are divided by.
        prior: shares of the classes that the student learned, shape (3,); their logarithms are taken off, so
            that the chances hold for a stream in which the three classes are equally frequent.
    """
    graph = Graph()
    mask, words = _mask(graph)
    embedded = _embedded(graph, student)
    pooled: list[str] = []
    for number, width in enumerate(WIDTHS):
        pooled += _convolution(graph, student, number, width, embedded=embedded, mask=mask, words=words)
    features = graph.node("Concat", *pooled, to="features", axis=1)
    weights = student.head.weight.detach().numpy().T / temperature
    bias = (student.head.bias.detach().numpy() - np.log(prior)) / temperature
    logits = graph.node(
        "Gemm",
        features,
        graph.constant("head", weights.astype(np.float32)),
        graph.constant("head_bias", bias.astype(np.float32)),
        to="logits",
    )
    graph.node("Softmax", logits, to="chances", axis=1)
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "sentiment",
            [helper.make_tensor_value_info("pieces", TensorProto.INT32, ["texts", "length"])],
            [helper.make_tensor_value_info("chances", TensorProto.FLOAT, ["texts", 3])],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(CONTRIBUTED, 1)],
        ir_version=9,
        producer_name="colonnade",
    )
    onnx.checker.check_model(model, full_check=True)
    path.write_bytes(model.SerializeToString(deterministic=True))


def _mask(graph: Graph) -> tuple[str, str]:
    """Add what tells pieces from padding, (texts, length, 1), and how many there are, (texts, 1)."""
    present = graph.node(
        "Greater", "pieces", graph.constant("padding", np.array(PADDING, dtype=np.int32)), to="present"
    )
    flat = graph.real(present, to="mask_flat")
    last = graph.constant("last_axis", np.array([2], dtype=np.int64))
    mask = graph.node("Unsqueeze", flat, last, to="mask")
    axis = graph.constant("length_axis", np.array([1], dtype=np.int64))
    return mask, graph.node("ReduceSum", flat, axis, to="words", keepdims=1)


def _embedded(graph: Graph, student: Student) -> str:
    """Add the pieces' bytes, (texts, longer, dimensions), with room behind for the widest window."""
    steps = (student.pieces.detach() / student.scale).round().clamp(-EMBEDDING_STEPS, EMBEDDING_STEPS).numpy()
    steps[PADDING] = 0
    table = graph.constant("table", (steps + ZERO).astype(np.uint8))
    room = np.array([0, 0, 0, max(WIDTHS) - 1], dtype=np.int64)
    longer = graph.node("Pad", "pieces", graph.constant("room", room), to="longer")
    return graph.node("Gather", table, longer, to="embedded", axis=0)


def _convolution(
    graph: Graph, student: Student, number: int, width: int, *, embedded: str, mask: str, words: str
) -> list[str]:
    """Add one width's filters and return its two poolings, each (texts, filters)."""
    filters = student.filters[number].detach()
    scale = filter_scale(filters)
    weights = (filters / scale).round().clamp(-FILTER_STEPS, FILTER_STEPS).numpy().astype(np.int8)
    axis = "length_axis"
    windows = []
    for start in range(width):
        begin = graph.constant(f"begin_{width}_{start}", np.array([start], dtype=np.int64))
        end = np.array([start - max(WIDTHS) + 1 or np.iinfo(np.int64).max], dtype=np.int64)
        windows.append(
            graph.node(
                "Slice",
                embedded,
                begin,
                graph.constant(f"end_{width}_{start}", end),
                axis,
                to=f"window_{width}_{start}",
            )
        )
    beside = graph.node("Concat", *windows, to=f"beside_{width}", axis=2)
    unit = (scale.numpy() * float(student.scale)).reshape(FILTERS).astype(np.float32)
    shifted = graph.node(
        "MatMulIntegerToFloat",
        beside,
        graph.constant(f"filters_{width}", weights),
        graph.constant(f"one_{width}", np.array(1.0, dtype=np.float32)),
        graph.constant(f"unit_{width}", unit),
        graph.constant(f"zero_{width}", np.array(ZERO, dtype=np.uint8)),
        "",
        graph.constant(f"bias_{width}", student.biases[number].detach().numpy()),
        to=f"shifted_{width}",
        domain=CONTRIBUTED,
    )
    active = graph.node("Relu", shifted, to=f"active_{width}")
    kept = graph.node("Mul", active, mask, to=f"kept_{width}")
    largest = graph.node("ReduceMax", kept, axis, to=f"largest_{width}", keepdims=0)
    total = graph.node("ReduceSum", kept, axis, to=f"total_{width}", keepdims=0)
    return [largest, graph.node("Div", total, words, to=f"mean_{width}")]
