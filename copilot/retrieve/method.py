"""Search over the method's own texts: knowledge/methodology/*.md, one passage per heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import frontmatter
import numpy as np
from numpy.typing import NDArray

from copilot.resources import resource
from copilot.retrieve.keyword import Named
from copilot.retrieve.word_index import KeywordIndex
from copilot.schemas.evidence import Evidence, Language, Locator

_HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$")
_FENCE = re.compile(r"^\s*(```|~~~)")
_FLOOR = 0.34
"""Share of the query's words, rare ones counting more, that a passage must hold."""
_FAR, _NEAR = 0.81, 0.84
"""Below the first cosine a passage that holds the words means something else, from the second one it is shown without
them: the embedded model puts questions about other things at 0.75 to 0.83, about the method at 0.82 to 0.93."""


@dataclass(frozen=True)
class _Passage:
    document: str
    heading: str | None
    line: int
    text: str
    language: str


class MethodLibrary:
    """The method's passages, found by their words in either language and by their meaning."""

    def __init__(self, passages: Sequence[_Passage]) -> None:
        self._passages = list(passages)
        self.texts = [f"{p.heading or ''}\n{p.text}" for p in self._passages]
        """What is indexed and embedded of each passage."""
        self.documents = [p.document for p in self._passages]
        self.languages = [p.language for p in self._passages]
        self._index = KeywordIndex(list(zip(self.texts, self.languages, strict=True)))

    @classmethod
    def load(cls, folder: Path | None = None) -> MethodLibrary:
        """All Markdown files of the folder; none is fine."""
        folder = folder or resource("knowledge") / "methodology"
        return cls([passage for path in sorted(folder.glob("*.md")) for passage in _split(path)])

    def search(
        self,
        query: str,
        named: Sequence[Named],
        k: int,
        language: Language | None,
        cosines: NDArray[np.float32] | None = None,
    ) -> list[Evidence]:
        """The k best passages, or none when none holds enough of the query or comes near it.

        `cosines` are those of the query with each of `texts`; without them the words alone decide.
        """
        if not self._passages or not query.strip():
            return []
        words = self._index.match(query, named)
        able = (words.scores > 0) & (words.coverage >= _FLOOR)
        scores = words.scores / max(float(np.max(words.scores)), 1e-9)
        spoken = np.array([language is None or p.language == language for p in self._passages])
        if cosines is not None and spoken.any():
            low, high = float(cosines[spoken].min()), float(cosines[spoken].max())
            scores = (scores + (cosines - low) / max(high - low, 1e-9)) / 2
            able = (able & (cosines >= _FAR)) | (cosines >= _NEAR)
        places = np.flatnonzero(able & spoken)
        order = sorted(places, key=lambda at: (-float(scores[at]), at))[:k]
        return [self._evidence(self._passages[at], float(scores[at] / scores[order[0]])) for at in order]

    @staticmethod
    def _evidence(passage: _Passage, score: float) -> Evidence:
        return Evidence(
            id=f"method:{passage.document}:{passage.line}", document=passage.document, text=passage.text,
            locator=Locator(line=passage.line), date=None, author=None, score=round(score, 6), heading=passage.heading,
        )  # fmt: skip


def _split(path: Path) -> list[_Passage]:
    source = path.read_text("utf-8")
    meta, body = frontmatter.parse(source)
    start = source[: source.rfind(body)].count("\n")
    suffix = Path(path.stem).suffix.lstrip(".")
    language = str(meta.get("language") or meta.get("lang") or suffix or "fr")
    passages: list[_Passage] = []
    trail: list[tuple[int, str]] = []
    lines: list[str] = []
    at, fenced = start + 1, False

    def flush() -> None:
        text = "\n".join(lines).strip()
        if text:
            heading = " > ".join(title for _, title in trail) or None
            passages.append(_Passage(path.name, heading, at, text, language))

    for number, line in enumerate(body.split("\n"), start + 1):
        fenced ^= bool(_FENCE.match(line))
        heading = None if fenced else _HEADING.match(line)
        if heading is None:
            lines.append(line)
            continue
        flush()
        level = len(heading.group(1))
        trail = [entry for entry in trail if entry[0] < level] + [(level, heading.group(2))]
        lines, at = [], number
    flush()
    return passages
