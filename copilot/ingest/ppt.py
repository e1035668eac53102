"""Old PowerPoint decks (.ppt, 97 to 2003): titles, text, comments and speaker notes, slide by slide.

[MS-PPT]: a file is a tree of records; what was saved last is found through the list of the objects that are alive.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from copilot.ingest.compound import CompoundFile, properties
from copilot.ingest.ooxml import add_properties
from copilot.ingest.parts import COMMENT, Draft, Refused, one_line
from copilot.schemas.evidence import Locator, SegmentKind

MEDIA_TYPE = "application/vnd.ms-powerpoint"
_LIST, _PERSIST, _EDIT, _DIRECTORY = 0x0FF0, 0x03F3, 0x0FF5, 0x1772
_HEADER, _CHARS, _BYTES, _STRING = 0x0F9F, 0x0FA0, 0x0FA8, 0x0FBA
_SHOW, _NOTE, _COMMENT_10, _TEXTBOX = 0x03F9, 0x03F1, 0x2EE0, 0xF00D
_TITLES, _NOTES, _ITEMS = (0, 6), 2, (1, 5, 7, 8)
_ENCRYPTED = 0xF3D1C4DF
_MAX_DEPTH, _MAX_RECORDS = 24, 200_000


class _Record(NamedTuple):
    kind: int
    instance: int
    body: bytes
    holds: bool
    """whether its body is records"""


class _Text(NamedTuple):
    kind: int
    text: str


def read_ppt(data: bytes) -> Draft:
    """The draft of a deck; hidden slides are marked; raises Refused (encrypted, truncated)."""
    compound = CompoundFile(data)
    stream = compound.read("PowerPoint Document") or b""
    user = compound.read("Current User") or b""
    if len(user) < 20:
        raise Refused("truncated", "the deck is damaged or cut off; save it again")
    mark, edit = struct.unpack_from("<2I", user, 12)
    if mark == _ENCRYPTED:
        raise Refused("encrypted", "the file is protected by a password; save it without one")
    document, objects = _objects(stream, edit)
    draft = Draft(MEDIA_TYPE)
    notes = dict(_notes(stream, document, objects))
    for number, (key, slide_id, outline) in enumerate(_listed(document, 0), start=1):
        slide = list(_children(_at(stream, objects.get(key, -1))))
        _read_slide(draft, number, slide, outline, notes.get(slide_id, []))
    title, author = properties(compound)
    add_properties(draft, title, author)
    return draft


def _read_slide(draft: Draft, number: int, slide: list[_Record], outline: list[_Text], notes: list[str]) -> None:
    shows = [record.body for record in slide if record.kind == _SHOW and len(record.body) >= 12]
    hidden = any(struct.unpack_from("<H", body, 10)[0] & 4 for body in shows)
    place = Locator(slide=number)
    draft.heading = None
    found = [*outline, *_own_texts(slide)]
    title = next((one.text for one in found if one.kind in _TITLES and one.text.strip()), None)
    if title is not None:
        text = one_line(title.replace("\x0b", " "))
        draft.add("title" if number == 1 else "heading", text, place, hidden=hidden)
        draft.title = draft.title or (text if number == 1 and not hidden else None)
    for one in found:
        for line in one.text.split("\r") if one.text is not title else ():
            kind: SegmentKind = "item" if one.kind in _ITEMS else "paragraph"
            draft.add(kind, line.replace("\x0b", " "), place, hidden=hidden)
    for text in notes:
        for line in text.split("\r"):
            draft.add("speaker_note", line, place.model_copy(update={"part": "notes"}), hidden=hidden)
    for author, text in _comments(slide):
        draft.add("comment", text, place.model_copy(update={"part": COMMENT}), author=author, hidden=hidden)


def _records(data: bytes) -> Iterator[_Record]:
    at = 0
    while at + 8 <= len(data):
        head, kind, size = struct.unpack_from("<2HI", data, at)
        yield _Record(kind, head >> 4, data[at + 8 : at + 8 + size], head & 0xF == 0xF)
        at += 8 + size


def _at(stream: bytes, offset: int) -> _Record | None:
    if not 0 <= offset <= len(stream) - 8:
        return None
    head, kind, size = struct.unpack_from("<2HI", stream, offset)
    return _Record(kind, head >> 4, stream[offset + 8 : offset + 8 + size], head & 0xF == 0xF)


def _children(record: _Record | None) -> Iterator[_Record]:
    if record is not None and record.holds:
        yield from _records(record.body)


def _below(records: list[_Record]) -> Iterator[_Record]:
    """All records inside, in their order."""
    pending = [iter(records)]
    for _ in range(_MAX_RECORDS):
        record = next(pending[-1], None)
        if record is None:
            pending.pop()
            if not pending:
                return
            continue
        yield record
        if record.holds and len(pending) < _MAX_DEPTH:
            pending.append(_records(record.body))


def _objects(stream: bytes, edit: int) -> tuple[_Record | None, dict[int, int]]:
    """The document as saved last, and where each living object stands."""
    objects: dict[int, int] = {}
    root = None
    seen: set[int] = set()
    while edit and edit not in seen:
        seen.add(edit)
        record = _at(stream, edit)
        if record is None or record.kind != _EDIT or len(record.body) < 20:
            break
        edit, directory, key = struct.unpack_from("<3I", record.body, 8)
        root = key if root is None else root
        for number, offset in _directory(_at(stream, directory)):
            objects.setdefault(number, offset)
    return _at(stream, objects.get(root or 0, -1)), objects


def _directory(record: _Record | None) -> Iterator[tuple[int, int]]:
    at = 0
    body = record.body if record is not None and record.kind == _DIRECTORY else b""
    while at + 4 <= len(body):
        (head,) = struct.unpack_from("<I", body, at)
        first, count = head & 0xFFFFF, head >> 20
        at += 4
        for number in range(count):
            if at + 4 > len(body):
                return
            yield first + number, struct.unpack_from("<I", body, at)[0]
            at += 4


def _listed(document: _Record | None, instance: int) -> Iterator[tuple[int, int, list[_Text]]]:
    """The slides (0) or notes (2) in order: the object, the number of the slide, the text of its outline."""
    for group in _children(document):
        if group.kind != _LIST or group.instance != instance:
            continue
        current: tuple[int, int, list[_Record]] | None = None
        for record in _records(group.body):
            if record.kind == _PERSIST and len(record.body) >= 16:
                if current is not None:
                    yield current[0], current[1], list(_texts(current[2]))
                current = struct.unpack_from("<I", record.body, 0)[0], struct.unpack_from("<I", record.body, 12)[0], []
            elif current is not None:
                current[2].append(record)
        if current is not None:
            yield current[0], current[1], list(_texts(current[2]))


def _texts(records: list[_Record]) -> Iterator[_Text]:
    kind = 4
    for record in records:
        if record.kind == _HEADER and len(record.body) >= 4:
            (kind,) = struct.unpack_from("<I", record.body, 0)
        elif record.kind == _CHARS:
            yield _Text(kind, record.body.decode("utf-16-le", "ignore"))
        elif record.kind == _BYTES:
            yield _Text(kind, record.body.decode("latin-1"))


def _own_texts(slide: list[_Record]) -> Iterator[_Text]:
    """The text of the boxes that a slide holds itself."""
    for box in _below(slide):
        if box.kind == _TEXTBOX:
            yield from _texts(list(_records(box.body)))


def _notes(stream: bytes, document: _Record | None, objects: dict[int, int]) -> Iterator[tuple[int, list[str]]]:
    for key, _, outline in _listed(document, 2):
        records = list(_children(_at(stream, objects.get(key, -1))))
        heads = [record.body for record in records if record.kind == _NOTE and len(record.body) >= 4]
        if heads:
            texts = [one.text for one in [*outline, *_own_texts(records)] if one.kind == _NOTES]
            yield struct.unpack_from("<I", heads[0], 0)[0], texts


def _comments(slide: list[_Record]) -> Iterator[tuple[str | None, str]]:
    for comment in _below(slide):
        if comment.kind == _COMMENT_10:
            strings = {one.instance: one.body for one in _records(comment.body) if one.kind == _STRING}
            author, text = (strings.get(index, b"").decode("utf-16-le", "ignore") for index in (0, 1))
            yield author or None, text
