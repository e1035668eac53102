"""PDF files with a text layer: paragraphs are joined again, simple tables become rows.

pypdf's layout mode keeps columns apart by spaces; two and more lines with wide gaps are taken for a table.
"""

from __future__ import annotations

import io
import re
import time
from collections import Counter
from typing import Any

from copilot.ingest.ooxml import add_properties
from copilot.ingest.parts import TABLE, Draft, Refused, clean, one_line
from copilot.ingest.pdf_lines import Table, layout_blocks
from copilot.ingest.tables import add_rows, row_of
from copilot.schemas.evidence import Locator

_SECONDS = 9.0
_MIN_CHARACTERS = 20


def read_pdf(data: bytes, *, ocr: str | None = None) -> Draft:
    """The draft of a PDF; raises Refused (encrypted, no_text, truncated)."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError, PyPdfError

    draft = Draft("application/pdf")
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("encrypted", "the file is protected by a password; save it without one")
        pages = _pages(draft, reader)
        properties = reader.metadata
        title, author = (properties.title, properties.author) if properties else (None, None)
    except (DependencyError, FileNotDecryptedError) as error:
        raise Refused("encrypted", "the file is protected; save it without protection") from error
    except PyPdfError as error:
        raise Refused("truncated", "the PDF is damaged or cut off; export it again") from error
    if sum(len("".join(page.split())) for page in pages) < _MIN_CHARACTERS:
        raise Refused("no_text", "the PDF holds pictures of pages and no text; run text recognition (OCR) on it first")
    _add_pages(draft, pages)
    add_properties(draft, _meaningful(title), author)
    return draft


def _pages(draft: Draft, reader: Any) -> list[str]:
    end = time.monotonic() + _SECONDS
    pages: list[str] = []
    total = len(reader.pages)
    for number, page in enumerate(reader.pages, start=1):
        if time.monotonic() > end:
            draft.warn(f"only the first {number - 1} of {total} pages were read: the file is too slow to read")
            break
        pages.append(_page_text(page))
    blank = [number for number, page in enumerate(pages, start=1) if not page.strip()]
    if blank and len(blank) < len(pages):
        draft.warn(f"no text on page {', '.join(map(str, blank[:10]))}: a picture is not read")
    return pages


def _page_text(page: Any) -> str:
    from pypdf.errors import PyPdfError

    plain = str(page.extract_text() or "")
    try:
        laid_out = str(page.extract_text(extraction_mode="layout", layout_mode_strip_rotated=False) or "")
    except (PyPdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError):
        return plain  # layout mode is stricter about fonts than plain extraction
    enough = len("".join(laid_out.split())) >= 0.9 * len("".join(plain.split()))
    return laid_out if enough else plain


def _add_pages(draft: Draft, pages: list[str]) -> None:
    repeated = _repeated_lines(pages)
    vocabulary = Counter(re.findall(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*", " ".join(pages).lower()))
    seen: set[str] = set()
    tables = 0
    for number, page in enumerate(pages, start=1):
        lines = [clean_line(line) for line in page.split("\n")]
        kept: list[str] = []
        for line in lines:
            key = _shape(line)
            if key in repeated and (key in seen or _is_page_number(line)):
                continue
            seen.add(key)
            kept.append(line)
        for block in layout_blocks(kept, vocabulary, first=number == 1):
            if isinstance(block, Table):
                tables += 1
                part = f"{TABLE} {tables}"
                add_rows(draft, block.rows, row_of(page=number, part=part))
            else:
                draft.add(block.kind, block.text, Locator(page=number))


def clean_line(line: str) -> str:
    """The line with its columns kept: tabs as spaces, no end blanks."""
    return line.replace("\t", "    ").replace("\r", "").rstrip()


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", one_line(clean(line))).lower()


def _is_page_number(line: str) -> bool:
    return bool(re.fullmatch(r"(?:page|p\.|seite|-)?\s*\d+\s*(?:(?:/|sur|of|von|de)\s*\d+)?\s*-?", clean(line), re.I))


def _repeated_lines(pages: list[str]) -> set[str]:
    """Running heads and feet: lines at the edge of at least three pages that differ by digits only."""
    shapes: Counter[str] = Counter()
    for page in pages:
        filled = [line for line in page.split("\n") if line.strip()]
        shapes.update({_shape(line) for line in filled[:2] + filled[-2:]})
    return {shape for shape, often in shapes.items() if shape and often >= 3 and often >= 0.5 * len(pages)}


def _meaningful(title: str | None) -> str | None:
    """A PDF title, unless it is a file name or a single word."""
    return title if title and " " in title.strip() and not re.search(r"\.\w{2,4}$", title) else None
