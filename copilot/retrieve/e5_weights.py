"""Reads the packed multilingual-e5-small file: matrices in blocks of 32 four-bit values (Q4_0), and a vocabulary."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from copilot.errors import CopilotError

BLOCK = 32
"""Values that share one scale."""
_BLOCK_BYTES = 18


@dataclass(frozen=True)
class Weights:
    """What the packed file holds; matrices are decoded when asked for."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    epsilon: float
    pieces: list[str]
    scores: list[float]
    unknown: int
    normalisation: dict[int, str]
    tensors: dict[str, tuple[int, int, int]]
    raw: memoryview

    def vector(self, name: str) -> NDArray[np.float32]:
        """A tensor kept in 32 bits."""
        _, count, offset = self.tensors[name]
        return np.frombuffer(self.raw, "<f4", count, offset)

    def blocks(self, name: str, rows: int, columns: int) -> tuple[NDArray[np.float16], NDArray[np.uint8]]:
        """Scales [rows, blocks] and packed nibbles [rows, blocks, 16] of a four-bit matrix."""
        count = rows * columns // BLOCK
        flat = np.frombuffer(self.raw, np.uint8, count * _BLOCK_BYTES, self.tensors[name][2])
        flat = flat.reshape(rows, columns // BLOCK, _BLOCK_BYTES)
        return np.ascontiguousarray(flat[..., :2]).view("<f2")[..., 0], np.ascontiguousarray(flat[..., 2:])

    def matrix(self, name: str, rows: int, columns: int) -> NDArray[np.float32]:
        """A four-bit matrix as floats, transposed for `x @ w`."""
        scales, packed = self.blocks(name, rows, columns)
        values = np.concatenate([packed & 15, packed >> 4], axis=-1).astype(np.float32) - 8
        return np.ascontiguousarray((values * scales[..., None].astype(np.float32)).reshape(rows, columns).T)


class _Cursor:
    def __init__(self, raw: memoryview) -> None:
        self.raw = raw
        self.at = 0

    def take(self, layout: str) -> Any:
        values = struct.unpack_from("<" + layout, self.raw, self.at)
        self.at += struct.calcsize("<" + layout)
        return values if len(values) > 1 else values[0]

    def array(self, kind: str, count: int) -> NDArray[Any]:
        values = np.frombuffer(self.raw, kind, count, self.at)
        self.at += values.nbytes
        return values


def read_weights(path: Path) -> Weights:
    """The content of a packed E5S1 file."""
    raw = memoryview(path.read_bytes())
    if bytes(raw[:4]) != b"E5S1":
        raise CopilotError(f"{path.name!r} is not a packed E5 model; run `make setup` again")
    cursor = _Cursor(raw)
    cursor.at = 8
    hidden, layers, heads, inner, vocabulary, positions, _ = cursor.take("7i")
    epsilon, _ = cursor.take("fi")
    count = cursor.take("i")
    _, _, _, unknown = cursor.take("4i")
    length = cursor.take("Q")
    offsets = cursor.array("<u4", count + 1)
    scores = cursor.array("<f4", count)
    blob = bytes(raw[cursor.at : cursor.at + length])
    cursor.at += length
    pieces = [blob[a:b].decode("utf-8", "replace") for a, b in pairwise(offsets)]
    rules, _ = cursor.take("iI")
    normalisation = {}
    for _ in range(rules):
        point, outputs = cursor.take("IB")
        normalisation[point] = "".join(chr(c) for c in cursor.array("<u4", outputs))
    tensors = {}
    for _ in range(cursor.take("i")):
        size = cursor.take("H")
        name = bytes(raw[cursor.at : cursor.at + size]).decode("ascii")
        cursor.at += size
        kind, items, offset, _ = cursor.take("BIQQ")
        tensors[name] = (kind, items, offset)
    return Weights(
        hidden, layers, heads, inner, vocabulary, positions, epsilon,
        pieces, scores.tolist(), unknown, normalisation, tensors, raw,
    )  # fmt: skip
