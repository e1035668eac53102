"""What a document takes back: tracked deletions and struck-out text are told in a warning and are no evidence.

Tracked insertions are read like any other text; a warning tells what nobody has accepted yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from copilot.ingest.parts import Draft, clean, one_line

_SHOWN, _LONGEST = 3, 80


@dataclass
class Changes:
    """The deletions, the insertions and the struck-out text of a document while it is read."""

    deleted: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    inserted: list[str] = field(default_factory=list)
    inserters: list[str] = field(default_factory=list)
    inserting: str = ""
    """who inserts what is being read, empty when nobody does"""
    authors: list[str] = field(default_factory=list)
    open: list[str] | None = None
    """the list whose last piece the next one belongs to"""

    def delete(self, text: str, author: str | None = None) -> None:
        """Note deleted text; pieces in a row are one deletion until `end`."""
        self._take_back(self.deleted, text)
        if author and author not in self.authors:
            self.authors.append(author)

    def strike(self, text: str) -> None:
        """Note struck-out text; pieces in a row are one until `end`."""
        self._take_back(self.struck, text)

    def _take_back(self, pieces: list[str], text: str) -> None:
        if self.open is pieces and pieces:
            pieces[-1] += text
        else:
            pieces.append(text)
        self.open = pieces

    def keep(self, text: str) -> None:
        """Note text that stays: the next deletion is another one."""
        if not text:
            return
        if not self.inserting:
            self.open = None
            return
        self._take_back(self.inserted, text)
        if self.inserting not in self.inserters:
            self.inserters.append(self.inserting)

    def end(self) -> None:
        """What follows belongs to no piece before it."""
        self.open = None

    def warn(self, draft: Draft) -> None:
        """Say in one line each what was left out."""
        deleted, struck = _quoted(self.deleted), _quoted(self.struck)
        if deleted and self.authors:
            who = ", ".join(self.authors[:3])
            draft.warn(f"tracked changes by {who}: insertions were read, deletions left out: {deleted}")
        elif deleted:
            draft.warn(f"tracked changes: insertions were read, deletions left out: {deleted}")
        inserted = _quoted(self.inserted)
        if inserted:
            draft.warn(
                f"insertions by {', '.join(self.inserters[:3])} that nobody has accepted yet were read: {inserted}"
            )
        if struck:
            draft.warn(f"struck-out text was left out: {struck}")


def _quoted(texts: Sequence[str]) -> str:
    """The first pieces between quotation marks, and how many more there are."""
    pieces = [piece for text in texts if (piece := one_line(clean(text)))]
    shown = [piece if len(piece) <= _LONGEST else f"{piece[:_LONGEST]}…" for piece in pieces[:_SHOWN]]
    quoted = ", ".join(f"« {piece} »" for piece in shown)
    return f"{quoted} and {len(pieces) - _SHOWN} more" if len(pieces) > _SHOWN else quoted
