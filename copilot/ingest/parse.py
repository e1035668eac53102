"""Reads one file in this process: the format's reader, then what can be said about the document.

`copilot.ingest.read` calls this in a child process, because files are not to be trusted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import NamedTuple

from copilot.ingest.detect import EXTENSIONS, Format, detect, extension
from copilot.ingest.metadata import finish
from copilot.ingest.parts import Draft, Refused
from copilot.ingest.unpack import Unpacked, add_members, unpack_mbox, unpack_zip
from copilot.schemas.evidence import ParsedDocument

MAX_TEXT = 4_000_000
_MAX_NESTING = 3
_UNNAMED: tuple[Format, ...] = ("sheetxml", "sheethtml", "sheetmht")
"""What programs export under the name of a workbook."""
_LOOSE = ("vtt", "srt", "txt", None)


class _Reader(NamedTuple):
    """Where a format's reader is; `opens` when it hands attachments back, `takes` what it wants to be told."""

    module: str
    function: str
    opens: bool = False
    takes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _How:
    """What a caller may ask for: every digit of the numbers in spreadsheets, a program that reads pictures of pages."""

    exact: bool = False
    ocr: str | None = None


# Each library is loaded only when a file needs it.
_READERS: dict[Format, _Reader] = {
    "txt": _Reader("text_files", "read_txt"),
    "md": _Reader("text_files", "read_md"),
    "csv": _Reader("csv_table", "read_csv"),
    "doc": _Reader("doc", "read_doc"),
    "docx": _Reader("docx", "read_docx", opens=True),
    "ppt": _Reader("ppt", "read_ppt"),
    "pptx": _Reader("pptx", "read_pptx", opens=True),
    "xls": _Reader("xls", "read_xls", takes=("exact",)),
    "xlsx": _Reader("xlsx", "read_xlsx", takes=("exact",)),
    "sheetxml": _Reader("sheet_xml", "read_sheet_xml", takes=("exact",)),
    "pdf": _Reader("pdf", "read_pdf", opens=True, takes=("ocr",)),
    "html": _Reader("html", "read_html"),
    "sheethtml": _Reader("html", "read_html"),
    "mht": _Reader("mht", "read_mht"),
    "sheetmht": _Reader("mht", "read_mht"),
    "eml": _Reader("mail", "read_mail", opens=True),
    "msg": _Reader("outlook", "read_msg", opens=True),
    "vtt": _Reader("transcript", "read_vtt"),
    "srt": _Reader("transcript", "read_srt"),
    "rtf": _Reader("rtf", "read_rtf"),
    "odt": _Reader("odt", "read_odt"),
    "ods": _Reader("ods", "read_ods", takes=("exact",)),
    "odp": _Reader("odp", "read_odp"),
    "ics": _Reader("invitation", "read_ics"),
    "epub": _Reader("epub", "read_epub"),
}
_LIBRARIES: dict[Format, str] = {"xls": "xlrd", "xlsx": "openpyxl", "pptx": "pptx", "pdf": "pypdf"}


def parse(name: str, data: bytes, *, exact: bool = False, ocr: str | None = None) -> ParsedDocument:
    """The document; raises Refused with the reason.

    `exact` keeps every digit of the numbers in spreadsheets, `ocr` is the program that reads pictures of pages.
    """
    found, draft = _open(name, data, 0, _How(exact, ocr))
    if not any(segment.text.strip() for segment in draft.segments):
        raise Refused("no_text" if found == "pdf" else "empty", "the file holds no text")
    if sum(len(segment.text) for segment in draft.segments) > MAX_TEXT:
        raise Refused("too_large", "the file holds far more text than a note; give the part that matters")
    return finish(name, found, draft)


def unpacked(name: str, data: bytes) -> list[Unpacked] | None:
    """The files in an archive or a mailbox, None when the file is a document; raises Refused."""
    found = detect(name, data)
    if found == "zip":
        return unpack_zip(name, data)
    return unpack_mbox(name, data) if found == "mbox" else None


def preload(name: str) -> None:
    """Load what a file of that name will need, so that the process that reads it starts with it."""
    found = EXTENSIONS.get(extension(name))
    if found in _READERS:
        import_module(f"copilot.ingest.{_READERS[found].module}")
        if found in _LIBRARIES:
            import_module(_LIBRARIES[found])


def _open(name: str, data: bytes, depth: int, how: _How) -> tuple[Format, Draft]:
    found = detect(name, data)
    draft = _read(found, name, data, depth, how)
    expected = EXTENSIONS.get(extension(name))
    if expected != found and found not in _UNNAMED and not (expected in _LOOSE and found in _LOOSE):
        draft.warn(f"the file is named {extension(name) or 'without extension'} but was read as what it is: .{found}")
    return found, draft


def _read(found: Format, name: str, data: bytes, depth: int, how: _How) -> Draft:
    def attachment(name: str, data: bytes) -> Draft:
        if depth + 1 >= _MAX_NESTING:
            raise Refused("unsupported", "it is attached too deep")
        return _open(name, data, depth + 1, how)[1]

    if found in ("zip", "mbox"):
        draft = Draft("application/zip" if found == "zip" else "application/mbox")
        add_members(draft, unpack_zip("", data) if found == "zip" else unpack_mbox("", data), attachment)
        return draft
    reader = _READERS[found]
    function: Callable[..., Draft] = getattr(import_module(f"copilot.ingest.{reader.module}"), reader.function)
    told = {key: getattr(how, key) for key in reader.takes}
    return function(data, attachment, **told) if reader.opens else function(data, **told)
