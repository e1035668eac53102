"""Reads one file in this process: the format's reader, then what can be said about the document.

`copilot.ingest.read` calls this in a child process, because files are not to be trusted.
"""

from __future__ import annotations

from collections.abc import Callable

from copilot.ingest.detect import EXTENSIONS, Format, detect, extension
from copilot.ingest.metadata import finish
from copilot.ingest.parts import Draft, Refused
from copilot.schemas.evidence import ParsedDocument

_MAX_NESTING = 3


def parse(name: str, data: bytes, *, exact: bool = False) -> ParsedDocument:
    """The document; raises Refused with the reason. `exact` keeps every digit of the numbers in spreadsheets."""
    found, draft = _open(name, data, 0, exact)
    if not any(segment.text.strip() for segment in draft.segments):
        raise Refused("no_text" if found == "pdf" else "empty", "the file holds no text")
    return finish(name, found, draft)


def _open(name: str, data: bytes, depth: int, exact: bool = False) -> tuple[Format, Draft]:
    found = detect(name, data)
    draft = _reader(found, depth, exact)(data)
    expected = EXTENSIONS.get(extension(name))
    if expected != found and not (expected in ("vtt", "srt", "txt", None) and found in ("vtt", "srt", "txt")):
        draft.warn(f"the file is named {extension(name) or 'without extension'} but was read as what it is: .{found}")
    return found, draft


def _reader(found: Format, depth: int, exact: bool) -> Callable[[bytes], Draft]:  # noqa: C901 - one line a format
    def attachment(name: str, data: bytes) -> Draft:
        if depth + 1 >= _MAX_NESTING:
            raise Refused("unsupported", "it is attached too deep")
        return _open(name, data, depth + 1)[1]

    # Each library is loaded only when a file needs it.
    match found:
        case "txt":
            from copilot.ingest.text_files import read_txt

            return read_txt
        case "md":
            from copilot.ingest.text_files import read_md

            return read_md
        case "csv":
            from copilot.ingest.csv_table import read_csv

            return read_csv
        case "docx":
            from copilot.ingest.docx import read_docx

            return read_docx
        case "pptx":
            from copilot.ingest.pptx import read_pptx

            return read_pptx
        case "xlsx":
            from copilot.ingest.xlsx import read_xlsx

            return lambda data: read_xlsx(data, exact=exact)
        case "pdf":
            from copilot.ingest.pdf import read_pdf

            return read_pdf
        case "html":
            from copilot.ingest.html import read_html

            return read_html
        case "eml":
            from copilot.ingest.mail import read_mail

            return lambda data: read_mail(data, attachment)
        case "msg":
            from copilot.ingest.outlook import read_msg

            return lambda data: read_msg(data, attachment)
        case "vtt" | "srt":
            from copilot.ingest.transcript import read_transcript

            media_type = "text/vtt" if found == "vtt" else "application/x-subrip"
            return lambda data: read_transcript(data, media_type)
        case "odt":
            from copilot.ingest.opendocument import read_odt

            return read_odt
        case "epub":
            from copilot.ingest.opendocument import read_epub

            return read_epub
