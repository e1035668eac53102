"""What a Word document says without letters: symbols of picture fonts, ticked boxes, choices of old form fields."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from copilot.ingest.docx_look import is_on
from copilot.ingest.symbols import CHECKED, UNCHECKED, symbol

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"


def symbol_of(mark: Element) -> str:
    """The character that a symbol of a picture font looks like, empty when none does."""
    code = mark.get(_W + "char", "")
    try:
        return symbol(mark.get(_W + "font", ""), int(code, 16))
    except ValueError:
        return ""


def box_mark(control: Element) -> str:
    """The mark of a content control that is a box to tick, empty for another one."""
    box = control.find(f"{_W}sdtPr/{_W14}checkbox")
    if box is None:
        return ""
    state = box.find(_W14 + "checked")
    value = state.get(_W14 + "val", "1") if state is not None else "0"
    return CHECKED if value.lower() in ("1", "true", "on") else UNCHECKED


def field_mark(start: Element) -> str:
    """What an old form field shows that no text says: a box, ticked or not, or the choice in a list."""
    box = start.find(f"{_W}ffData/{_W}checkBox")
    if box is not None:
        states = (box.find(_W + name) for name in ("checked", "default"))
        state = next((mark for mark in states if mark is not None), None)
        return CHECKED if state is not None and is_on(state) else UNCHECKED
    choices = start.find(f"{_W}ffData/{_W}ddList")
    if choices is None:
        return ""
    picks = (choices.find(_W + name) for name in ("result", "default"))
    pick = next((mark.get(_W + "val", "0") for mark in picks if mark is not None), "0")
    entries = [entry.get(_W + "val", "") for entry in choices.findall(_W + "listEntry")]
    return entries[int(pick)] if pick.isdigit() and int(pick) < len(entries) else ""
