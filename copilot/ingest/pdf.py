"""PDF files with a text layer: paragraphs are joined again, simple tables become rows.

pypdf's layout mode keeps columns apart by spaces; two and more lines with wide gaps are taken for a table.
"""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from copilot.ingest.hyphens import vocabulary
from copilot.ingest.mail import Opener
from copilot.ingest.ocr import recognised
from copilot.ingest.ooxml import add_properties
from copilot.ingest.parts import OCR, TABLE, Draft, Refused, clean, one_line
from copilot.ingest.pdf_lines import Table, layout_blocks
from copilot.ingest.pdf_parts import BROKEN, add_files, add_form, add_notes, has_picture, pictures, ranges
from copilot.ingest.tables import add_rows, row_of
from copilot.schemas.evidence import Locator

_SECONDS = 8.0
"""of the processor, for the text of all pages"""
_OCR_SECONDS = 150.0
_MIN_CHARACTERS = 20
_MAX_FIGURES = 12
_MIN_PAGE = 15
"""A page with fewer characters and a picture is a scan: at most its number was printed as text."""


@dataclass
class _Page:
    text: str
    scanned: bool = False
    recognised: bool = False


def read_pdf(data: bytes, open_attachment: Opener, *, ocr: str | None = None) -> Draft:
    """The draft of a PDF; raises Refused (encrypted, no_text, truncated). `ocr` reads the pictures of pages."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

    draft = Draft("application/pdf")
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("encrypted", "the file is protected by a password; save it without one")
        pages = _pages(draft, reader)
        _recognise(draft, reader, pages, ocr)
        _add_pages(draft, pages)
        _add_parts(draft, reader, open_attachment)
        properties = reader.metadata
        title, author = (properties.title, properties.author) if properties else (None, None)
    except (DependencyError, FileNotDecryptedError) as error:
        raise Refused("encrypted", "the file is protected; save it without protection") from error
    except PyPdfError as error:
        raise Refused("truncated", "the PDF is damaged or cut off; export it again") from error
    if sum(len("".join(segment.text.split())) for segment in draft.segments) < _MIN_CHARACTERS:
        raise _no_text(pages, ocr)
    add_properties(draft, _meaningful(title), author)
    return draft


def _no_text(pages: list[_Page], ocr: str | None) -> Refused:
    scanned = sum(page.scanned for page in pages)
    if not scanned:
        return Refused("no_text", f"the PDF holds no text on its {len(pages)} page(s)")
    if ocr is not None:
        return Refused(
            "no_text",
            f"the PDF is a scan: {scanned} of {len(pages)} page(s) are pictures without text, "
            "and text recognition (OCR) found none",
        )
    return Refused(
        "no_text",
        f"the PDF is a scan: {scanned} of {len(pages)} page(s) are pictures without text; "
        "run text recognition (OCR) on it, or set ABP_OCR=auto with tesseract installed",
    )


def _pages(draft: Draft, reader: Any) -> list[_Page]:
    end = time.process_time() + _SECONDS
    pages: list[_Page] = []
    total = len(reader.pages)
    for number, page in enumerate(reader.pages, start=1):
        if time.process_time() > end:
            draft.warn(f"only the first {number - 1} of {total} pages were read: the file is too slow to read")
            break
        text = _page_text(page)
        few = len("".join(text.split())) < _MIN_PAGE
        pages.append(_Page(text, scanned=few and _shows_picture(page)))
    return pages


def _shows_picture(page: Any) -> bool:
    try:
        return has_picture(page)
    except BROKEN:
        return False


def _recognise(draft: Draft, reader: Any, pages: list[_Page], program: str | None) -> None:
    """Read the pictures of pages, or say which pages are pictures."""
    scanned = [number for number, page in enumerate(pages, start=1) if page.scanned]
    end = time.monotonic() + _OCR_SECONDS
    for number in scanned if program is not None else ():
        if time.monotonic() > end:
            break
        try:
            found = "\n".join(recognised(picture, program or "") for picture in pictures(reader.pages[number - 1]))
        except BROKEN:
            continue
        if found.strip():
            pages[number - 1] = _Page(found, scanned=True, recognised=True)
    read = [number for number in scanned if pages[number - 1].recognised]
    left = [number for number in scanned if not pages[number - 1].recognised]
    if read:
        draft.warn(f"text recognised in pictures (OCR), to be checked, on page(s) {ranges(read)} of {len(pages)}")
    if left:
        draft.warn(f"no text on page(s) {ranges(left)} of {len(pages)}: a picture (scan) was not read")


def _add_parts(draft: Draft, reader: Any, open_attachment: Opener) -> None:
    """Append what lies beside the pages; a part that is damaged does not spoil the rest."""
    draft.heading = None
    parts: tuple[Callable[[], None], ...] = (
        lambda: add_form(draft, reader),
        lambda: add_notes(draft, reader.pages),
        lambda: add_files(draft, reader, open_attachment),
    )
    for add in parts:
        try:
            add()
        except BROKEN:
            draft.warn("a form, a comment or an attached file of the PDF is damaged and was not read")


def _page_text(page: Any) -> str:
    from pypdf.errors import PyPdfError

    plain = str(page.extract_text() or "")
    try:
        laid_out = str(page.extract_text(extraction_mode="layout", layout_mode_strip_rotated=False) or "")
    except (PyPdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
        return plain  # layout mode is stricter about fonts than plain extraction
    enough = len("".join(laid_out.split())) >= 0.9 * len("".join(plain.split()))
    return laid_out if enough else plain


def _add_pages(draft: Draft, pages: list[_Page]) -> None:
    repeated = _repeated_lines([page.text for page in pages])
    words = vocabulary(page.text for page in pages)
    seen: set[str] = set()
    tables = 0
    for number, page in enumerate(pages, start=1):
        lines = [clean_line(line) for line in page.text.split("\n")]
        mark = OCR if page.recognised else None
        kept: list[str] = []
        for line in lines:
            key = _shape(line)
            if key in repeated and (key in seen or _is_page_number(line)):
                continue
            seen.add(key)
            kept.append(line)
        for block in layout_blocks(kept, words, first=number == 1):
            if isinstance(block, Table):
                tables += 1
                part = f"{OCR}, {TABLE} {tables}" if mark else f"{TABLE} {tables}"
                add_rows(draft, block.rows, row_of(page=number, part=part))
            else:
                draft.add(block.kind, block.text, Locator(page=number, part=mark))


def clean_line(line: str) -> str:
    """The line with its columns kept: tabs as spaces, no end blanks."""
    return line.replace("\t", "    ").replace("\r", "").rstrip()


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", one_line(clean(line))).lower()


def _is_page_number(line: str) -> bool:
    return bool(re.fullmatch(r"(?:page|p\.|seite|-)?\s*\d+\s*(?:(?:/|sur|of|von|de)\s*\d+)?\s*-?", clean(line), re.I))


def _repeated_lines(pages: list[str]) -> set[str]:
    """Running heads and feet: lines at the edge of at least three pages that differ by the number of the page only."""
    shapes: dict[str, dict[int, list[int]]] = {}
    for number, page in enumerate(pages, start=1):
        filled = [line for line in page.split("\n") if line.strip()]
        for line in filled[:2] + filled[-2:]:
            figures = [int(figure) for figure in re.findall(r"\d{1,15}", line)[:_MAX_FIGURES]]
            shapes.setdefault(_shape(line), {}).setdefault(number, figures)
    return {
        shape
        for shape, found in shapes.items()
        if shape and len(found) >= 3 and len(found) >= 0.5 * len(pages) and _counts_pages(found)
    }


def _counts_pages(found: dict[int, list[int]]) -> bool:
    """Whether the figures of a line are the same on each page, save one that goes up with the pages."""
    moving = 0
    for figures in zip(*found.values(), strict=False):
        ahead = {figure - page for figure, page in zip(figures, found, strict=True)}
        if len(set(figures)) > 1:
            moving += 1
            if len(ahead) > 1:
                return False
    return moving <= 1


def _meaningful(title: str | None) -> str | None:
    """A PDF title, unless it is a file name or a single word."""
    return title if title and " " in title.strip() and not re.search(r"\.\w{2,4}$", title) else None
