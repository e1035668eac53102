"""A text while its quantities are being read: what is taken already, and what was found."""

from __future__ import annotations

from dataclasses import dataclass, field

from copilot.schemas.facts import Quantity, QuantityKind


@dataclass
class Scan:
    """The composed text, its flat form of the same length, and the places that something has read already."""

    original: str
    flat: str
    language: str
    taken: bytearray
    found: list[Quantity] = field(default_factory=list)

    def free(self, start: int, end: int) -> bool:
        """Whether nothing has read this place."""
        return self.taken.find(1, start, end) < 0

    def add(self, quantity: Quantity) -> None:
        """Keeps a quantity and its place."""
        self.found.append(quantity)
        self.taken[quantity.start : quantity.end] = b"\1" * (quantity.end - quantity.start)

    def quantity(self, kind: QuantityKind, start: int, end: int, **values: object) -> Quantity:
        """A quantity at a place of the text."""
        return Quantity.model_validate(
            {"kind": kind, "start": start, "end": end, "text": self.original[start:end], **values}
        )
