"""A sentence laid beside what it cites: which words stand in the quotes, and what the quotes say besides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from copilot.verify.attach import Place
from copilot.verify.reading import Reading, Word


@dataclass(frozen=True)
class Alignment:
    """The words of a claim against the sentences that it cites."""

    claim: Reading
    places: Sequence[Place]

    @cached_property
    def keys(self) -> frozenset[str]:
        """All keys of the cited sentences."""
        return frozenset().union(*(place.reading.keys for place in self.places))

    @cached_property
    def around(self) -> frozenset[str]:
        """All keys of what stands around them: headings, columns, authors, titles."""
        return frozenset().union(*(place.around for place in self.places))

    @cached_property
    def same_language(self) -> bool:
        """Whether words can be compared: the claim is in the language of what it cites."""
        return all(place.reading.language == self.claim.language for place in self.places)

    @cached_property
    def missing(self) -> tuple[Word, ...]:
        """Words of the claim that neither the quotes nor what stands around them has."""
        return tuple(w for w in self.claim.words if not w.among(self.keys) and not w.among(self.around))

    @cached_property
    def unused(self) -> tuple[Word, ...]:
        """Words of the quotes that the claim leaves out."""
        keys = self.claim.keys
        return tuple(w for place in self.places for w in place.reading.words if not w.among(keys))

    @cached_property
    def nearest(self) -> Place | None:
        """The cited sentence that has most of the claim's words."""
        return max(self.places, key=self._shared, default=None)

    def _shared(self, place: Place) -> float:
        return sum(word.among(place.reading.keys) for word in self.claim.words)

    def share(self, words: Sequence[Word]) -> float:
        """How much of some words stands in the quotes or around them, 0 to 1."""
        if not words:
            return 1.0
        return sum(max(w.among(self.keys), w.among(self.around)) for w in words) / len(words)
