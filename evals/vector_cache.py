"""Vectors of texts kept on disk, so that an evaluation that runs again takes seconds."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from copilot.retrieve.embed import EmbeddedModel, Vectors

ROOT = Path("var") / "evals" / "vectors"
_PART = 1024


class VectorCache:
    """Vectors by text, of passages and of questions."""

    def __init__(self, model: str, name: str, root: Path = ROOT) -> None:
        self._path = root / re.sub(r"[^\w.-]+", "_", model) / f"{name}.npz"
        self.known: dict[str, Vectors] = {}
        if self._path.is_file():
            held = np.load(self._path)
            self.known = dict(zip(held["keys"].tolist(), held["vectors"].astype(np.float32), strict=True))

    def save(self) -> None:
        """Write what is known."""
        if not self.known:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(".tmp.npz")
        np.savez(beside, keys=np.array(list(self.known)), vectors=np.stack(list(self.known.values())))
        beside.replace(self._path)


class CachedEmbedder(EmbeddedModel):
    """The embedded model; what it has seen before is looked up on disk."""

    def __init__(self, folder: Path, name: str, root: Path = ROOT) -> None:
        super().__init__(folder)
        self._cache = VectorCache(self.name, name, root)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages."""
        keys = [passage_key(text) for text in texts]
        known = self._cache.known
        missing = sorted({key: text for key, text in zip(keys, texts, strict=True) if key not in known}.items())
        for at in range(0, len(missing), _PART):
            part = missing[at : at + _PART]
            made = super().passages([text for _, text in part])
            known.update(zip((key for key, _ in part), made, strict=True))
            sys.stderr.write(f"  embedded {at + len(part)} of {len(missing)} passages\n")
            self.save()
        return np.stack([known[key] for key in keys]) if keys else np.zeros((0, self.dim), np.float32)

    def query(self, text: str) -> Vectors:
        """Vector of a question."""
        key = question_key(text)
        if key not in self._cache.known:
            self._cache.known[key] = super().query(text)
        return self._cache.known[key]

    def save(self) -> None:
        """Write what was embedded since."""
        self._cache.save()


def passage_key(text: str) -> str:
    """The name of a passage's vector."""
    return "p" + hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


def question_key(text: str) -> str:
    """The name of a question's vector."""
    return "q" + hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
