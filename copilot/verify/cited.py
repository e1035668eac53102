"""The passages that a claim cites, as sentences to compare it with."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from copilot.text.normalise import flatten
from copilot.text.sentences import split_sentences
from copilot.verify.attach import Place
from copilot.verify.reading import keys_of, read, read_row, windows
from copilot.verify.sources import Passage


def places_of(passages: Sequence[Passage]) -> list[Place]:
    """The sentences and rows of the passages, each with the words of its headings, columns and authors."""
    return [place for passage in passages for place in _places(passage)]


@lru_cache(maxsize=4096)
def _places(passage: Passage) -> tuple[Place, ...]:
    document = passage.source.document
    language, date = document.language, passage.date
    around = keys_of(passage.labels(), language)
    rows = [s for s in passage.segments if s.cells]
    found = [Place(read_row(row, language, date, passage.source.unit_over(row)), around) for row in rows]
    if len(rows) < len(passage.segments):
        quote = passage.quote
        for span in split_sentences(quote, language):
            for start, end in windows(*span, quote):
                found.append(Place(read(flatten(quote[start:end])[0], language, date, passage.source.names), around))
    return tuple(found)
