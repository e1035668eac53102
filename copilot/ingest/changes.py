"""Tracked changes: insertions are text like any other; what was deleted is told in a warning and is no evidence."""

from __future__ import annotations

from dataclasses import dataclass, field

from copilot.ingest.parts import Draft, clean, one_line

_SHOWN, _LONGEST = 3, 80


@dataclass
class Changes:
    """The deletions of a document while it is read."""

    deleted: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    open: bool = False
    """whether the next piece belongs to the last deletion"""

    def delete(self, text: str, author: str | None = None) -> None:
        """Note deleted text; pieces in a row are one deletion until `end`."""
        if self.open and self.deleted:
            self.deleted[-1] += text
        else:
            self.deleted.append(text)
        self.open = True
        if author and author not in self.authors:
            self.authors.append(author)

    def end(self) -> None:
        """Text that stays follows: the next deletion is another one."""
        self.open = False

    def warn(self, draft: Draft) -> None:
        """Say in one line what was left out."""
        pieces = [piece for text in self.deleted if (piece := one_line(clean(text)))]
        if not pieces:
            return
        shown = [piece if len(piece) <= _LONGEST else f"{piece[:_LONGEST]}…" for piece in pieces[:_SHOWN]]
        quoted = ", ".join(f"« {piece} »" for piece in shown)
        if len(pieces) > _SHOWN:
            quoted = f"{quoted} and {len(pieces) - _SHOWN} more"
        if self.authors:
            who = ", ".join(self.authors[:3])
            draft.warn(f"tracked changes by {who}: insertions were read, deletions left out: {quoted}")
        else:
            draft.warn(f"tracked changes: insertions were read, deletions left out: {quoted}")
