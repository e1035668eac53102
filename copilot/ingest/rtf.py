"""Rich text (.rtf): paragraphs, lists, tables, notes and comments; text that a reader cannot see is marked.

Field instructions, pictures and objects are left out; of tracked changes the insertions are read.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from copilot.ingest.body import Body, Look
from copilot.ingest.changes import Changes
from copilot.ingest.ooxml import add_properties
from copilot.ingest.parts import COMMENT, FOOTER, FOOTNOTE, HEADER, Draft, clean, is_page_number, one_line
from copilot.ingest.rtf_group import Group, set_format
from copilot.ingest.rtf_tokens import SPECIAL, SYMBOLS, Token, charset, code_page, tokens
from copilot.ingest.symbols import pictured
from copilot.ingest.talk import use_turns
from copilot.schemas.evidence import Locator, SegmentKind

_SKIPPED = frozenset(
    "pict object objdata fldinst xe tc rxe bkmkstart bkmkend datafield rsidtbl listtable pgdsctbl "
    "listoverridetable latentstyles themedata colorschememapping filetbl generator template private nonshppict "
    "shprslt upr nonesttables falt panose sp atnid atnref atnparent atnicn ftnsep ftnsepc ftncn aftnsep aftnsepc "
    "aftncn operator category company keywords doccomm hlinkbase creatim revtim printim htmltag mhtmltag".split()
)
_FLOWS = {"footnote": FOOTNOTE, "annotation": COMMENT, "shptxt": None}
_FLOWS |= {f"header{which}": HEADER for which in ("", "l", "r", "f")}
_FLOWS |= {f"footer{which}": FOOTER for which in ("", "l", "r", "f")}
_TEXTS = ("title", "author", "atnauthor", "atndate")
_UNREADABLE = 4  # half-points
_WHITE = 253
_MAX_DEPTH, _LONGEST_NAMES = 2000, 2000


@dataclass
class _Flow:
    """Text on its way into paragraphs: the body, or one note, comment, text box or page header."""

    part: str | None = None
    depth: int = 0
    author: str | None = None
    said_on: dt.date | None = None
    seen: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    light: bool = False
    """whether a part of the paragraph is not bold"""
    cells: list[str] = field(default_factory=list)
    lines: list[tuple[SegmentKind, str, bool]] = field(default_factory=list)


@dataclass
class _Reader:
    body: Body
    group: Group = field(default_factory=Group)
    stack: list[Group] = field(default_factory=list)
    flows: list[_Flow] = field(default_factory=lambda: [_Flow()])
    finished: list[_Flow] = field(default_factory=list)
    codec: str = "cp1252"
    fonts: dict[int, str | None] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    """of the fonts"""
    merged: list[bool] = field(default_factory=list)
    """for each cell of the row, whether it belongs to the one above"""
    merging: bool = False
    editors: str = ""
    """who changed the text, each with a semicolon"""
    label: str = ""
    """the number of the item that starts"""
    styles: dict[int, str] = field(default_factory=dict)
    rgb: list[int] = field(default_factory=list)
    colors: int = 0
    whites: set[int] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)
    pending: bytearray = field(default_factory=bytearray)
    skip: int = 0
    starred: bool = False
    changes: Changes = field(default_factory=Changes)


def read_rtf(data: bytes) -> Draft:
    """The draft of a rich text file."""
    draft = Draft("application/rtf")
    reader = _Reader(Body(draft))
    for token in tokens(data):
        _take(reader, token)
    _characters(reader)
    reader.group = Group()
    while len(reader.flows) > 1:
        _end_flow(reader)
    _end_paragraph(reader)
    reader.body.end_table()
    use_turns(draft)
    draft.heading = None
    for flow in reader.finished:
        for kind, text, hidden in flow.lines:
            if flow.part in (HEADER, FOOTER) and is_page_number(text):
                continue
            place = Locator(part=flow.part)
            draft.add(kind, text, place, author=flow.author, said_on=flow.said_on, hidden=hidden)
    reader.changes.warn(draft)
    add_properties(draft, reader.texts.get("title"), reader.texts.get("author"))
    return draft


def _take(reader: _Reader, token: Token) -> None:
    if token.kind == "text":
        reader.pending += token.raw[reader.skip :]
        reader.skip = max(0, reader.skip - len(token.raw))
        return
    _characters(reader)
    if token.kind == "open":
        reader.skip = 0
        if len(reader.stack) < _MAX_DEPTH:
            reader.stack.append(reader.group)
            reader.group = replace(reader.group)
    elif token.kind == "close":
        reader.skip = 0
        _close(reader)
    elif token.kind == "word":
        _word(reader, token.name, token.number)
    elif token.name == "*":
        reader.starred = True
        return
    elif reader.skip:
        reader.skip -= 1
    elif token.name in "\r\n":
        _end_paragraph(reader)
    else:
        _text(reader, SYMBOLS.get(token.name, ""))
    reader.starred = False


def _close(reader: _Reader) -> None:
    if not reader.stack:
        return
    closed, reader.group = reader.group, reader.stack.pop()
    flow = reader.flows[-1]
    if closed.into == "atnauthor":
        flow.author = one_line(clean(reader.texts["atnauthor"])) or None
    elif closed.into == "atndate":
        flow.said_on = _day(reader.texts["atndate"])
    elif closed.into == "label" != reader.group.into:
        _end_label(reader)
    if len(reader.flows) > 1 and len(reader.stack) < flow.depth:
        _end_flow(reader)


def _end_label(reader: _Reader) -> None:
    """The number of an item is over: it is text like the item's; a bullet is none."""
    label, reader.label = one_line(clean(reader.label)), ""
    letters = sum(map(str.isalnum, label))
    if letters > 1 or label.isdigit() or (letters == 1 and len(label) > 1):
        _text(reader, f"{label} ")


def _word(reader: _Reader, name: str, number: int | None) -> None:
    group = reader.group
    if name in _FLOWS and (not group.into or name == "shptxt"):
        flow = _Flow(_FLOWS[name], depth=len(reader.stack))
        if name == "annotation":
            # The author is named just before the comment.
            flow.author, reader.flows[-1].author = reader.flows[-1].author, None
        reader.flows.append(flow)
        group.into = ""
    elif name in ("fonttbl", "colortbl", "stylesheet", "revtbl", "info") or (
        name in _TEXTS and group.into in ("", "info")
    ):
        group.into = name
        reader.texts.update({name: ""} if name in _TEXTS else {})
    elif name in ("listtext", "pntext"):
        group.into = group.into or "label"
        reader.label = ""
        if reader.stack:
            reader.stack[-1].item = True
    elif name in _SKIPPED or reader.starred:
        group.into = group.into or "skip"
    else:
        _control(reader, name, number)


def _control(reader: _Reader, name: str, number: int | None) -> None:
    if name == "u" and number is not None:
        _text(reader, chr(number % 65536))
        reader.skip = reader.group.fallback
    elif name in SPECIAL:
        _text(reader, SPECIAL[name])
    elif reader.group.into == "fonttbl":
        _font(reader, name, number)
    elif reader.group.into == "colortbl":
        reader.rgb += [number or 0] if name in ("red", "green", "blue") else []
    else:
        _layout(reader, name)
        set_format(reader.group, name, number)
        if name in ("ansicpg", "mac", "pc", "pca"):
            reader.codec = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}.get(name) or code_page(number)


def _layout(reader: _Reader, name: str) -> None:
    if reader.group.into:
        return
    match name:
        case "par" | "sect" | "page":
            _end_paragraph(reader)
        case "cell":
            _end_cell(reader)
        case "row":
            _end_row(reader)
        case "trowd":
            reader.merged = []
            reader.merging = False
        case "clvmrg":
            reader.merging = True
        case "cellx":
            reader.merged.append(reader.merging)
            reader.merging = False
        case "nestcell" | "nestrow":
            _text(reader, " ")


def _font(reader: _Reader, name: str, number: int | None) -> None:
    if name == "f":
        reader.group.font = number or 0
    elif name == "fcharset":
        reader.fonts[reader.group.font] = charset(number)
    elif name == "cpg":
        reader.fonts[reader.group.font] = code_page(number)


def _characters(reader: _Reader) -> None:
    """The bytes gathered so far as text, in the code page of their font."""
    if reader.pending:
        raw, reader.pending = bytes(reader.pending), bytearray()
        codec = reader.fonts.get(reader.group.font) or reader.codec
        _text(reader, raw.decode(codec, "ignore"))


def _text(reader: _Reader, text: str) -> None:
    group = reader.group
    if group.into in _TEXTS:
        reader.texts[group.into] += text
    elif group.into == "stylesheet":
        reader.styles[group.style] = reader.styles.get(group.style, "") + text
    elif group.into == "revtbl":
        reader.editors += text
    elif group.into == "fonttbl":
        reader.names[group.font] = (reader.names.get(group.font, "") + text).strip(" ;")
    elif group.into == "label":
        reader.label += pictured(reader.names.get(group.font, ""), text)
    elif group.into == "colortbl":
        _colors(reader, text.count(";"))
    elif not group.into:
        _said(reader, pictured(reader.names.get(group.font, ""), text))


def _editor(reader: _Reader, number: int) -> str:
    names = reader.editors[:_LONGEST_NAMES].split(";")
    return names[number].strip() if 0 <= number < len(names) else ""


def _said(reader: _Reader, text: str) -> None:
    """Text of the document: kept, or taken back."""
    group, flow = reader.group, reader.flows[-1]
    if group.moved:
        return
    who = _editor(reader, group.author) if group.revised or group.deleted else ""
    reader.changes.inserting = who if group.revised else ""
    if group.deleted:
        reader.changes.delete(text, who if group.author else None)
    elif group.struck and not group.hidden:
        reader.changes.strike(text)
    else:
        white = group.color in reader.whites and not group.shaded and not group.in_table
        unseen = group.hidden or white or group.size <= _UNREADABLE
        (flow.unseen if unseen else flow.seen).append(text)
        if not unseen:
            reader.changes.keep(text)
        flow.light = flow.light or (not group.bold and not unseen and bool(text.strip()))


def _colors(reader: _Reader, ended: int) -> None:
    for _ in range(ended):
        if len(reader.rgb) >= 3 and min(reader.rgb) >= _WHITE:
            reader.whites.add(reader.colors)
        reader.colors, reader.rgb = reader.colors + 1, []


def _day(stamp: str) -> dt.date | None:
    """The day of a DTTM: minutes, hours, day, month and years from 1900 packed in 32 bits."""
    try:
        packed = int(stamp.strip())
        return dt.date(1900 + (packed >> 20 & 0x1FF), packed >> 16 & 0xF, packed >> 11 & 0x1F)
    except ValueError:
        return None


def _joined(parts: list[str]) -> str:
    text = "".join(parts)
    parts.clear()
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _end_paragraph(reader: _Reader) -> None:
    flow, group = reader.flows[-1], reader.group
    if group.in_table:
        flow.seen.append("\n")
        return
    seen, unseen = _joined(flow.seen), _joined(flow.unseen)
    bold, flow.light = not flow.light, False
    if len(reader.flows) == 1:
        style = reader.styles.get(group.style, "") if group.style >= 0 else ""
        reader.body.paragraph(seen, unseen, Look(style, group.item, group.outline, bold))
    else:
        kind: SegmentKind = "comment" if flow.part == COMMENT else "paragraph"
        flow.lines += [(kind, seen, False), (kind, unseen, True)]


def _end_cell(reader: _Reader) -> None:
    flow = reader.flows[-1]
    seen, unseen = _joined(flow.seen), _joined(flow.unseen)
    flow.light = False
    if len(reader.flows) == 1:
        reader.body.cell(seen, unseen)
    else:
        flow.cells.append(one_line(clean(seen)))


def _end_row(reader: _Reader) -> None:
    flow = reader.flows[-1]
    if len(reader.flows) == 1:
        reader.body.end_row(at for at, merged in enumerate(reader.merged) if merged)
    elif flow.cells:
        flow.lines.append(("row", " | ".join(flow.cells), False))
        flow.cells = []


def _end_flow(reader: _Reader) -> None:
    """A note or comment is over: it is kept for the end of the document."""
    _end_row(reader)
    flow = reader.flows.pop()
    kind: SegmentKind = "comment" if flow.part == COMMENT else "paragraph"
    flow.lines += [(kind, _joined(flow.seen), False), (kind, _joined(flow.unseen), True)]
    reader.finished.append(flow)
