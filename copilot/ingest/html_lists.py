"""The numbers that a web page or mail shows before the items of its lists, those that Word and Outlook write too."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bs4 import Tag

from copilot.ingest.list_numbers import in_list

_KINDS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "1": "decimal"}
_STYLES = {
    "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman", "decimal": "decimal",
}  # fmt: skip
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.I)
_KEPT = "abp-number"
_WORD_ITEM, _WORD_LABEL = re.compile(r"mso-list:\s*l\d", re.I), re.compile(r"mso-list:\s*ignore", re.I)
NUMBERED = re.compile(r"(?:(?:\d{1,3}\.)*\d{1,5}|[A-Za-z]{1,2}|[ivxlcIVXLC]{1,8})[.)] ")


class Label(str):
    """The number of an item, told from text: the words of the item are still to come."""


def number_items(items: Tag) -> None:
    """Note on each item of a list the number that it shows."""
    styled = _STYLE.search(str(items.get("style") or ""))
    kind = _KINDS.get(str(items.get("type") or "1"), "decimal")
    if styled:
        kind = _STYLES.get(styled[1].lower(), "bullet")
    count = _number(items.get("start"), 1)
    for item in items.find_all("li", recursive=False):
        count = _number(item.get("value"), count)
        label = in_list(count, kind)
        item[_KEPT] = f"{label}. " if label else ""
        count += 1


def label_of(item: Tag) -> Label:
    """The number of an item with the blank after it, empty for one that shows none."""
    return Label(item.get(_KEPT) or "")


def is_word_item(tag: Tag) -> bool:
    """Whether a paragraph is an item of a list as Word writes it."""
    return tag.name == "p" and _WORD_ITEM.search(str(tag.get("style") or "")) is not None


def word_label(tag: Tag) -> Label | None:
    """What Word puts before an item, empty for a bullet; None when the tag is something else."""
    if tag.name != "span" or not _WORD_LABEL.search(str(tag.get("style") or "")):
        return None
    text = "".join(tag.get_text().split())
    return Label(f"{text} " if text.isdigit() or (any(map(str.isalnum, text)) and len(text) > 1) else "")


def waiting(pieces: Sequence[str]) -> list[str]:
    """The numbers of items whose words are still to come; none when there are words."""
    if any(not isinstance(piece, Label) and piece.strip() for piece in pieces):
        return []
    return [piece for piece in pieces if piece.strip()]


def _number(value: object, otherwise: int) -> int:
    text = str(value or "")
    return int(text) if re.fullmatch(r"-?[0-9]{1,6}", text) else otherwise
