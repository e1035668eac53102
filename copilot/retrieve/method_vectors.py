"""The vectors of the method's passages, made once when the product is set up."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from copilot.retrieve.embed import Embedder, Vectors

FILE = "method-vectors.npz"


def load(folder: Path, texts: Sequence[str], embedder: str) -> Vectors | None:
    """The stored vectors [n, dim] of these texts, or None when there are none by that embedder."""
    try:
        with np.load(folder / FILE, allow_pickle=False) as stored:
            if str(stored["key"]) == _key(texts, embedder):
                return np.asarray(stored["vectors"], np.float32)
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        pass
    return None


def build(folder: Path, texts: Sequence[str], embedder: Embedder) -> bool:
    """Stores the vectors of these texts, in half precision; False when they are there already."""
    if load(folder, texts, embedder.name) is not None:
        return False
    vectors = embedder.passages(list(texts)).astype(np.float16)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        made = Path(scratch) / FILE
        np.savez(made, key=np.array(_key(texts, embedder.name)), vectors=vectors)
        made.replace(folder / FILE)
    return True


def _key(texts: Sequence[str], embedder: str) -> str:
    return hashlib.sha256("\0".join([embedder, *texts]).encode()).hexdigest()
