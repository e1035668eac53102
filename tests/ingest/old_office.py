"""Compound files and Word 97 documents, made on the fly for the readers of the old office formats."""

from __future__ import annotations

import struct
from collections.abc import Sequence

_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
HIDDEN = struct.pack("<HB", 0x083C, 1)
DELETED = struct.pack("<HBHH", 0x0800, 1, 0x4863, 1)
BOLD = struct.pack("<HB", 0x0835, 1)
WHITE = struct.pack("<HI", 0x6870, 0x00FFFFFF)
SYMBOL = struct.pack("<HI", 0x6A09, 0xF04A0003)
IN_TABLE = struct.pack("<HB", 0x2416, 1)
ROW_END = IN_TABLE + struct.pack("<HB", 0x2417, 1)
LISTED = struct.pack("<HH", 0x460B, 1)

Cell = str | float | tuple[str | float, bool] | tuple[str, int, int]
Style = tuple[int, int, int, bytes] | tuple[int, int, int, bytes, bytes]


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file with these streams, none of them small enough for the mini stream; « a/b » makes a storage."""
    sectors: list[bytes] = []
    fat: list[int] = []

    def put(data: bytes) -> int:
        first = len(sectors)
        cut = [data[at : at + 512].ljust(512, b"\0") for at in range(0, len(data), 512)] or [b"\0" * 512]
        sectors.extend(cut)
        fat.extend([*range(first + 1, first + len(cut)), _END])
        return first

    above = [path.split("/")[:-1] for path in streams]
    storages = sorted({"/".join(parts[:size]) for parts in above for size in range(1, len(parts) + 1)})
    names = ["Root Entry", *storages, *streams]
    inside = {
        name: [n for n in names[1:] if n.rpartition("/")[0] == ("" if name == "Root Entry" else name)] for name in names
    }
    siblings = {}
    for children in inside.values():
        siblings |= dict(zip(children, [*children[1:], None], strict=False))
    entries = []
    for name in names:
        kind = 5 if name == "Root Entry" else 2 if name in streams else 1
        after = siblings.get(name)
        child = inside[name][0] if kind != 2 and inside[name] else None
        data = streams.get(name, b"").ljust(4096, b"\0") if kind == 2 else b""
        short = name.rpartition("/")[2].encode("utf-16-le")
        entries.append(
            short.ljust(64, b"\0")
            + struct.pack("<HBB", len(short) + 2, kind, 1)
            + struct.pack("<3I", _FREE, names.index(after) if after else _FREE, names.index(child) if child else _FREE)
            + b"\0" * 36
            + struct.pack("<IQ", put(data) if kind == 2 else _END, len(data))
        )
    directory = put(b"".join(entries))
    count = (len(fat) + 1 + 127) // 128
    where = list(range(len(sectors), len(sectors) + count))
    fat += [_FAT] * count
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(512 * count, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 10
    head += struct.pack("<8I", count, directory, 0, 4096, _END, 0, _END, 0)
    head += struct.pack(f"<{count}I", *where).ljust(436, b"\xff")
    return head + b"".join(sectors) + table


def doc_bytes(
    paragraphs: Sequence[tuple[Sequence[tuple[str, bytes]], str, bytes]],
    comments: Sequence[tuple[str, str]] = (),
    *,
    footnote: str = "",
    flags: int = 0x0200,
    styles: Sequence[tuple[int, int, int, bytes] | tuple[int, int, int, bytes, bytes]] = (
        (0, 1, 0xFFF, b""),
        (1, 1, 0, b""),
    ),
    fonts: Sequence[str] = (),
    lists: tuple[bytes, bytes, bytes] = (b"", b"", b""),
) -> bytes:
    """A Word 97 file of paragraphs: (runs of text and character properties, end mark, paragraph properties)."""
    stream = bytearray(0x800)
    runs: list[tuple[int, bytes]] = []
    marks: list[tuple[int, bytes, int]] = []
    for texts, end, layout in paragraphs:
        start = len(stream)
        for text, look in [*texts, (end, b"")]:
            runs.append((len(stream), look))
            stream += text.encode("utf-16-le")
        marks.append((start, layout, len(stream)))
    main = (len(stream) - 0x800) // 2
    runs.append((len(stream), b""))
    stream += footnote.encode("utf-16-le")
    notes = "".join(f"{text}\r" for _, text in comments)
    stream += notes.encode("utf-16-le")
    last = len(stream)
    stream += b"\0" * (-len(stream) % 512)
    run_page, mark_page = len(stream) // 512, len(stream) // 512 + 1
    stream += _run_page(runs, last) + _mark_page(marks, last)
    table = bytearray()
    parts: dict[int, tuple[int, int]] = {}

    def put(index: int, data: bytes) -> None:
        parts[index] = (len(table), len(data))
        table.extend(data)

    total = (last - 0x800) // 2
    put(33, b"\x02" + struct.pack("<I", 16) + struct.pack("<2I", 0, total) + struct.pack("<HIH", 0, 0x800, 0))
    put(12, struct.pack("<3I", 0x800, last, run_page))
    put(13, struct.pack("<3I", 0x800, last, mark_page))
    put(1, _styles(styles))
    put(15, struct.pack("<2H", len(fonts), 0) + b"".join(map(_font, fonts)))
    put(73, lists[0])
    table.extend(lists[1])  # the levels stand behind the table of lists and are not counted in it
    put(74, lists[2])
    put(51, b"\xff\xff" + struct.pack("<2H", 2, 0) + _xst("Unknown") + _xst("Anne Dupré"))
    if comments:
        owners = [name for name, _ in comments]
        put(36, b"".join(_xst(name) for name in owners))
        references = b"".join(b"\0" * 20 + struct.pack("<H", i) + b"\0" * 8 for i in range(len(owners)))
        put(4, struct.pack(f"<{len(owners) + 1}I", *range(len(owners) + 1)) + references)
        ends = [0]
        for _, text in comments:
            ends.append(ends[-1] + len(text) + 1)
        put(5, struct.pack(f"<{len(ends)}I", *ends))
    struct.pack_into("<2H", stream, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", stream, 10, flags)
    struct.pack_into("<8I", stream, 76, main, len(footnote), 0, 0, len(notes), 0, 0, 0)
    for index, (at, size) in parts.items():
        struct.pack_into("<2I", stream, 154 + 8 * index, at, size)
    return compound({"WordDocument": bytes(stream), "1Table": bytes(table)})


def _run_page(runs: list[tuple[int, bytes]], last: int) -> bytes:
    page = bytearray(512)
    page[511] = len(runs)
    struct.pack_into(f"<{len(runs) + 1}I", page, 0, *[at for at, _ in runs], last)
    free = 510
    for index, (_, look) in enumerate(runs):
        if look:
            free = (free - len(look) - 1) & ~1
            page[free : free + 1 + len(look)] = bytes([len(look)]) + look
            page[4 * (len(runs) + 1) + index] = free // 2
    return bytes(page)


def _mark_page(marks: list[tuple[int, bytes, int]], last: int) -> bytes:
    page = bytearray(512)
    page[511] = len(marks)
    struct.pack_into(f"<{len(marks) + 1}I", page, 0, *[at for at, _, _ in marks], last)
    free = 510
    for index, (_, layout, _) in enumerate(marks):
        style, look = layout[:2] or b"\0\0", layout[2:]
        raw = style + look + b"\0" * (1 - len(look) % 2)
        free = (free - len(raw) - 1) & ~1
        page[free : free + 1 + len(raw)] = bytes([(len(raw) + 1) // 2]) + raw
        page[4 * (len(marks) + 1) + 13 * index] = free // 2
    return bytes(page)


def _styles(styles: Sequence[Style]) -> bytes:
    """Styles: what they are, 1 for paragraphs or 2 for characters, the one they are based on, properties.

    Those of characters come first, those of paragraphs may follow.
    """
    entries = b""
    for kind, family, base, look, *layout in styles:
        paragraph = b"\0\0" + b"".join(layout)
        entry = struct.pack("<5H", kind, family | base << 4, (family == 1 and 2) or 1, 0, 0) + _xst("x") + b"\0\0"
        entry += struct.pack("<H", len(paragraph)) + paragraph + b"\0" * (len(paragraph) % 2) if family == 1 else b""
        entry += struct.pack("<H", len(look)) + look
        entries += struct.pack("<H", len(entry)) + entry + b"\0" * (len(entry) % 2)
    return struct.pack("<3H", 4, len(styles), 10) + entries


def list_tables(levels: Sequence[tuple[int, str]], *uses: int | None) -> tuple[bytes, bytes, bytes]:
    """One list of nine levels (kind of number, text with « \\0 » for its first number) and what uses it.

    A use is None, or the number with which it starts anew.
    """
    kept = [*levels, *[(23, "•")] * (9 - len(levels))]
    raw = b""
    for at, (kind, text) in enumerate(kept):
        raw += (
            struct.pack("<iBB", 1, kind, 0) + bytes(9) + bytes(9) + bytes([at and 2, 3, 0, 0]) + b"p" * (3 + (at and 2))
        )
        raw += _xst(text)
    numbers = [b"\xff" * 4 + (b"" if use is None else struct.pack("<iI", use, 0x10)) for use in uses]
    used = [struct.pack("<3I4B", 7, 0, 0, 0 if use is None else 1, 0, 0, 0) for use in uses]
    return (
        struct.pack("<HI", 1, 7) + bytes(24), raw, struct.pack("<I", len(uses)) + b"".join(used) + b"".join(numbers)
    )  # fmt: skip


def _font(name: str) -> bytes:
    record = b"\0" * 39 + name.encode("utf-16-le") + b"\0\0"
    return bytes([len(record)]) + record


def _xst(text: str) -> bytes:
    return struct.pack("<H", len(text)) + text.encode("utf-16-le")


def xls_bytes(sheets: Sequence[tuple[str, int, Sequence[Sequence[Cell]]]], note: str = "") -> bytes:
    """An Excel 97 workbook of (name, visibility, rows); row 3 and column 3 of each sheet are hidden.

    A cell may be (value, whether it is struck out) or (text, first letter of what is struck out, the letter after it).
    `note` is a comment by Anne Dupré on the second cell of the second row of the first sheet.
    """

    def record(kind: int, body: bytes = b"") -> bytes:
        return struct.pack("<2H", kind, len(body)) + body

    def begin(kind: int) -> bytes:
        return record(0x0809, struct.pack("<4H2I", 0x0600, kind, 0, 0, 0, 0x0600))

    parts = []
    for index, (_, _, rows) in enumerate(sheets):
        body = begin(0x10) + record(0x7D, struct.pack("<6H", 2, 2, 2000, 0, 1, 0))
        for at in range(len(rows)):
            body += record(0x0208, struct.pack("<6HI", at, 0, 9, 255, 0, 0, 0x20 if at == 2 else 0))
        for at, cells in enumerate(rows):
            for column, value in enumerate(cells):
                value, *looks = value if isinstance(value, tuple) else (value,)
                where = struct.pack("<3H", at, column, int(looks == [True]))
                if isinstance(value, str):
                    raw = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
                    runs = struct.pack("<5H", 2, looks[0], 1, looks[1], 0) if len(looks) == 2 else b""
                    body += record(0x00D6 if runs else 0x0204, where + raw + runs)
                else:
                    body += record(0x0203, where + struct.pack("<d", value))
        if note and index == 0:
            body += record(0x5D, struct.pack("<5H12x", 0x15, 0x12, 0x19, 1, 0) + struct.pack("<2H", 0, 0))
            body += record(0x1B6, struct.pack("<2H6x2H4x", 0, 0, len(note), 16))
            body += record(0x3C, b"\1" + note.encode("utf-16-le")) + record(0x3C, b"\0" * 16)
            name = "Anne Dupré"
            body += record(0x1C, struct.pack("<4HHB", 1, 1, 0, 1, len(name), 1) + name.encode("utf-16-le") + b"\0")
        parts.append(body + record(0x0A))
    names = [struct.pack("<BBBB", state, 0, len(name), 1) + name.encode("utf-16-le") for name, state, _ in sheets]
    head = begin(5)
    for struck in (0, 8):
        head += record(0x31, struct.pack("<5H6B", 200, struck, 0, 400, 0, 0, 0, 0, 0, 1, 0) + b"A")
    head += b"".join(record(0xE0, struct.pack("<2H", font, 0) + bytes(16)) for font in (0, 1))
    at = len(head) + sum(8 + len(name) for name in names) + 4
    for name, part in zip(names, parts, strict=True):
        head += record(0x85, struct.pack("<I", at) + name)
        at += len(part)
    return compound({"Workbook": head + record(0x0A) + b"".join(parts)})


def ppt_bytes(slides: Sequence[tuple[str, Sequence[str], str, bool]]) -> bytes:
    """A PowerPoint 97 deck of (title, points, speaker notes, hidden)."""

    def atom(kind: int, body: bytes, instance: int = 0) -> bytes:
        return struct.pack("<2HI", instance << 4, kind, len(body)) + body

    def holder(kind: int, body: bytes, instance: int = 0) -> bytes:
        return struct.pack("<2HI", instance << 4 | 0xF, kind, len(body)) + body

    def text(kind: int, value: str) -> bytes:
        return atom(0x0F9F, struct.pack("<I", kind)) + atom(0x0FA0, value.encode("utf-16-le"))

    outline = notes = b""
    objects: list[bytes] = []
    for number, (title, points, _, hidden) in enumerate(slides):
        outline += atom(0x03F3, struct.pack("<5I", 2 + number, 0, 2, 256 + number, 0))
        outline += text(0, title) + text(1, "\r".join(points))
        show = atom(0x03F9, b"\0" * 10 + struct.pack("<H", 4 if hidden else 0) + b"\0" * 4)
        box = holder(0xF00D, text(4, f"zone {number + 1}"))
        objects.append(holder(0x03EE, show + holder(0x040C, holder(0xF002, box))))
    for number, (_, _, note, _) in enumerate(slides):
        notes += atom(0x03F3, struct.pack("<5I", 2 + len(slides) + number, 0, 2, 512 + number, 0))
        head = atom(0x03F1, struct.pack("<2I", 256 + number, 0))
        objects.append(holder(0x03F0, head + holder(0x040C, holder(0xF00D, text(2, note)))))
    objects.insert(0, holder(0x03E8, holder(0x0FF0, outline, 0) + holder(0x0FF0, notes, 2)))
    stream, offsets = b"", []
    for one in objects:
        offsets.append(len(stream))
        stream += one
    directory = len(stream)
    stream += atom(0x1772, struct.pack(f"<{1 + len(offsets)}I", len(offsets) << 20 | 1, *offsets))
    edit = len(stream)
    stream += atom(0x0FF5, struct.pack("<7I", 0, 0, 0, directory, 1, 0, 0))
    user = struct.pack("<2H4I", 0, 0x0FF6, 20, 0x14, 0xE391C05F, edit)
    return compound({"PowerPoint Document": stream, "Current User": user})
