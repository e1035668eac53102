"""What holds inside a pair of braces of a rich text file: where its text goes, and how it looks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Group:
    """What holds inside a pair of braces; `into` is the table or skipped destination that its text goes to."""

    into: str = ""
    font: int = -1
    hidden: bool = False
    deleted: bool = False
    revised: bool = False
    author: int = 0
    moved: bool = False
    """whether it stands elsewhere now"""
    struck: bool = False
    bold: bool = False
    shaded: bool = False
    color: int = 0
    size: int = 24
    fallback: int = 1
    """how many characters stand for a `\\u` where Unicode is not known"""
    style: int = -1
    item: bool = False
    outline: bool = False
    in_table: bool = False


def set_format(group: Group, name: str, number: int | None) -> None:  # noqa: C901 - one line a control word
    """Apply a control word to the group."""
    on = number != 0
    match name:
        case "pard":
            group.item = group.in_table = group.outline = group.shaded = False
            group.style = -1
        case "plain":
            group.hidden = group.bold = group.deleted = group.revised = group.moved = group.struck = group.shaded = (
                False
            )
            group.color, group.size = 0, 24
        case "v" | "webhidden":
            group.hidden = on
        case "deleted":
            group.deleted = on
        case "revised":
            group.revised = on
        case "revauth" | "revauthdel":
            group.author = number or 0
        case "mvf":
            group.moved = on
        case "strike" | "striked":
            group.struck = on
        case "b":
            group.bold = on
        case "cbpat" | "chcbpat" | "cb" | "highlight":
            group.shaded = bool(number)
        case "uc":
            group.fallback = 1 if number is None else max(0, min(number, 10))
        case "f":
            group.font = number or 0
        case "cf":
            group.color = number or 0
        case "fs":
            group.size = 24 if number is None else number
        case "s":
            group.style = number or 0
        case "intbl":
            group.in_table = True
        case "outlinelevel":
            group.outline = number is not None and number < 9
        case "ls" | "pnlvlblt" | "pnlvlbody":
            group.item = True
