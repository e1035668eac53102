"""How close texts are to a question in meaning, with the vectors of texts met before kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from copilot.deps import Recent
from copilot.retrieve.embed import Embedder, Vectors


def similarity(embedder: Embedder, cache: Recent[Vectors]) -> Callable[[str, Sequence[str]], Sequence[float]]:
    """A function that gives the cosine of a question with each of some texts."""

    def similar(question: str, texts: Sequence[str]) -> Sequence[float]:
        asked = embedder.query(question)
        known = {text: cache.get((embedder.name, text)) for text in texts}
        new = [text for text, vector in known.items() if vector is None]
        for text, vector in zip(new, embedder.passages(new) if new else (), strict=True):
            cache.put((embedder.name, text), vector)
            known[text] = vector
        return [float(vector @ asked) for text in texts if (vector := known[text]) is not None]

    return similar
