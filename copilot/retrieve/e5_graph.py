"""The encoder as an ONNX graph, and its tokenizer.

The word table stays in four bits and is unpacked for the tokens at hand; the pooling to one unit vector is inside.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from copilot.retrieve.e5_weights import BLOCK, Weights


class _Graph:
    """Collects the nodes and constants of the encoder."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, values: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, operator: str, *inputs: str, output: str, **attributes: Any) -> str:
        from onnx import helper

        self.nodes.append(helper.make_node(operator, list(inputs), [output], name=output, **attributes))
        return output


def _embedding(graph: _Graph, weights: Weights) -> str:
    """Words, positions and type, normalised: words are unpacked from four bits for the tokens at hand only."""
    hidden = weights.hidden
    scales, packed = weights.blocks("emb.word", weights.vocabulary, hidden)
    graph.constant("word.scales", scales)
    graph.constant("word.packed", packed.reshape(weights.vocabulary, -1))
    graph.constant("block.shape", np.array([0, 0, hidden // BLOCK, BLOCK // 2], np.int64))
    graph.constant("hidden.shape", np.array([0, 0, hidden], np.int64))
    graph.constant("low.mask", np.array(15, np.uint8))
    graph.constant("nibble", np.array(4, np.uint8))
    graph.constant("eight", np.array(8, np.float32))
    graph.constant("axis.last", np.array([-1], np.int64))
    rows = graph.node("Gather", "word.packed", "input_ids", output="rows")
    rows = graph.node("Reshape", rows, "block.shape", output="rows.blocks")
    low = graph.node("BitwiseAnd", rows, "low.mask", output="rows.low")
    high = graph.node("BitShift", rows, "nibble", output="rows.high", direction="RIGHT")
    both = graph.node("Concat", low, high, output="rows.both", axis=-1)
    signed = graph.node("Sub", graph.node("Cast", both, output="rows.float", to=1), "eight", output="rows.signed")
    scale = graph.node("Gather", "word.scales", "input_ids", output="scale.half")
    scale = graph.node("Cast", scale, output="scale.float", to=1)
    scale = graph.node("Unsqueeze", scale, "axis.last", output="scale")
    words = graph.node(
        "Reshape", graph.node("Mul", signed, scale, output="words.blocks"), "hidden.shape", output="words"
    )
    positions = weights.vector("emb.pos").reshape(weights.positions, hidden) + weights.vector("emb.type")[:hidden]
    graph.constant("positions", positions)
    shape = graph.node("Shape", "input_ids", output="length", start=1, end=2)
    graph.constant("zero", np.array([0], np.int64))
    graph.constant("axis.first", np.array([0], np.int64))
    places = graph.node("Slice", "positions", "zero", shape, "axis.first", output="places")
    total = graph.node("Add", words, places, output="embedded")
    return _norm(graph, weights, total, "emb.ln", "x0")


def _norm(graph: _Graph, weights: Weights, value: str, name: str, output: str) -> str:
    graph.constant(f"{name}.w", weights.vector(f"{name}.w"))
    graph.constant(f"{name}.b", weights.vector(f"{name}.b"))
    return graph.node(
        "LayerNormalization", value, f"{name}.w", f"{name}.b", output=output, axis=-1, epsilon=weights.epsilon
    )


def _linear(graph: _Graph, value: str, name: str, matrix: NDArray[np.float32], bias: NDArray[np.float32]) -> str:
    graph.constant(f"{name}.w", matrix)
    graph.constant(f"{name}.b", bias)
    product = graph.node("MatMul", value, f"{name}.w", output=f"{name}.product")
    return graph.node("Add", product, f"{name}.b", output=f"{name}.out")


def _layer(graph: _Graph, weights: Weights, index: int, value: str) -> str:
    """One encoder layer: attention over the tokens of each text, then the feed-forward part."""
    hidden, inner, p = weights.hidden, weights.inner, f"l{index}"
    parts = []
    for part in "qkv":
        out = _linear(
            graph,
            value,
            f"{p}.{part}",
            weights.matrix(f"{p}.{part}.w", hidden, hidden),
            weights.vector(f"{p}.{part}.b"),
        )
        split = graph.node("Reshape", out, "heads.shape", output=f"{p}.{part}.split")
        order = [0, 2, 3, 1] if part == "k" else [0, 2, 1, 3]
        parts.append(graph.node("Transpose", split, output=f"{p}.{part}.heads", perm=order))
    scores = graph.node("MatMul", parts[0], parts[1], output=f"{p}.scores")
    scores = graph.node("Mul", scores, "head.scale", output=f"{p}.scaled")
    scores = graph.node("Add", scores, "mask.added", output=f"{p}.masked")
    scores = graph.node("Softmax", scores, output=f"{p}.weights", axis=-1)
    context = graph.node("MatMul", scores, parts[2], output=f"{p}.context")
    context = graph.node("Transpose", context, output=f"{p}.context.back", perm=[0, 2, 1, 3])
    context = graph.node("Reshape", context, "hidden.shape", output=f"{p}.context.flat")
    attended = _linear(
        graph, context, f"{p}.ao", weights.matrix(f"{p}.ao.w", hidden, hidden), weights.vector(f"{p}.ao.b")
    )
    value = _norm(graph, weights, graph.node("Add", value, attended, output=f"{p}.sum1"), f"{p}.aln", f"{p}.x1")
    wide = _linear(graph, value, f"{p}.fi", weights.matrix(f"{p}.fi.w", inner, hidden), weights.vector(f"{p}.fi.b"))
    wide = graph.node("Gelu", wide, output=f"{p}.gelu")
    narrow = _linear(graph, wide, f"{p}.fo", weights.matrix(f"{p}.fo.w", hidden, inner), weights.vector(f"{p}.fo.b"))
    return _norm(graph, weights, graph.node("Add", value, narrow, output=f"{p}.sum2"), f"{p}.oln", f"{p}.x2")


def _pool(graph: _Graph, value: str) -> None:
    """Mean over the real tokens, then unit length."""
    graph.constant("axis.tokens", np.array([1], np.int64))
    mask = graph.node("Unsqueeze", "mask.float", "axis.last", output="mask.column")
    total = graph.node(
        "ReduceSum", graph.node("Mul", value, mask, output="kept"), "axis.tokens", output="total", keepdims=0
    )
    graph.node("LpNormalization", total, output="embedding", axis=-1, p=2)


def encoder(weights: Weights) -> Any:
    """The ONNX model: input_ids and attention_mask [n, tokens] to unit vectors [n, hidden]."""
    from onnx import TensorProto, helper

    graph = _Graph()
    graph.constant("heads.shape", np.array([0, 0, weights.heads, weights.hidden // weights.heads], np.int64))
    graph.constant("head.scale", np.array((weights.hidden / weights.heads) ** -0.5, np.float32))
    graph.constant("one", np.array(1, np.float32))
    graph.constant("never", np.array(-1e9, np.float32))
    graph.constant("axes.mask", np.array([1, 2], np.int64))
    graph.node("Cast", "attention_mask", output="mask.float", to=1)
    absent = graph.node("Sub", "one", "mask.float", output="absent")
    graph.node("Unsqueeze", graph.node("Mul", absent, "never", output="absent.never"), "axes.mask", output="mask.added")
    value = _embedding(graph, weights)
    for index in range(weights.layers):
        value = _layer(graph, weights, index, value)
    _pool(graph, value)
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "multilingual-e5-small",
            [
                helper.make_tensor_value_info(n, TensorProto.INT64, ["n", "tokens"])
                for n in ("input_ids", "attention_mask")
            ],
            [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["n", weights.hidden])],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", 20)],
    )
    model.ir_version = 10
    return model


def tokenizer_json(weights: Weights) -> str:
    """A `tokenizers` Unigram definition with the vocabulary's own ids and normalisation."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    vocabulary = list(zip(weights.pieces, weights.scores, strict=True))
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=weights.unknown, byte_fallback=False))
    changes = sorted(weights.normalisation.items())
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), *_control_rules(changes), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="\u2581", prepend_scheme="always", split=True)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return str(tokenizer.to_str())


def _control_rules(changes: list[tuple[int, str]]) -> list[Any]:
    """Rules that compatibility composition does not know: what is erased and what becomes a space."""
    from tokenizers import Regex, normalizers

    erased = "".join(f"\\x{{{point:x}}}" for point, text in changes if text == "")
    blank = "".join(f"\\x{{{point:x}}}" for point, text in changes if text == " " and point != 32)
    rules = []
    if blank:
        rules.append(normalizers.Replace(Regex(f"[{blank}]"), " "))
    if erased:
        rules.append(normalizers.Replace(Regex(f"[{erased}]"), ""))
    return rules
