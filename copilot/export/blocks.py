"""The layout of a document before it is Markdown or Word: one content, many renderings.

Texts here are plain (typeset, not escaped); each renderer escapes for its own format.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from copilot.schemas.evidence import Language, Receipt


@dataclass(frozen=True)
class Line:
    """A sentence, its proof and its mark."""

    text: str
    marks: tuple[str, ...] = ()
    """Citations as they are read, without brackets."""
    status: str | None = None
    note: int | None = None
    """Number of the receipt."""
    lead: str = ""
    """Who and why, in parentheses before the sentence."""
    details: tuple[str, ...] = ()
    """Lines below it, indented."""

    @property
    def empty(self) -> bool:
        """Whether nothing would be seen."""
        return not (self.text or self.marks or self.note)


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 stands under the document's title."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A line on its own; `strong` for a warning that must be seen."""

    line: Line
    strong: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list."""

    lines: tuple[Line, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Table:
    """A table with a header row and a line a cell; `weights` are relative widths."""

    header: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    weights: tuple[float, ...]


@dataclass(frozen=True)
class Chart:
    """The picture of a computed result, where a format has pictures: texts above say the same."""

    receipt: Receipt


Block = Heading | Paragraph | Bullets | Table | Chart


@dataclass(frozen=True)
class Sheet:
    """A whole document."""

    title: str
    subtitle: str
    language: Language
    category: str
    writer: str
    generated_at: str
    as_of: str
    mark: str
    """Says that the text is generated, for the file's properties."""
    kind: str
    blocks: tuple[Block, ...]
    receipts: tuple[Receipt, ...] = field(default=())
