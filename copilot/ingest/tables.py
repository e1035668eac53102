"""Tables as rows that can each be read alone: which row is the header, what a row's text is."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Sequence
from itertools import zip_longest

from copilot.ingest.month_first import with_clear_days
from copilot.ingest.parts import Draft, one_line, word_set
from copilot.ingest.rows import Row
from copilot.schemas.evidence import Locator

_NUMBER = re.compile(
    r"[~≈<>≤≥±+\-–−(]*\s*(?:[$€£]|CHF|EUR|USD)?\s*[+\-–−]?\d[\d\s.,'’]*"
    r"(?:\s*(?:%|‰|[kKMm]?\s?(?:€|\$|£|EUR|USD|CHF)|pts?|[a-zA-Zµ°²³/€]{1,6}))?(?:\s*/\s*[\wàâéèê]+)?\s*\)?"
)
_YEAR = re.compile(r"(?:19|20)\d{2}")
_DATE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2}")
__all__ = ["Row", "add_rows", "find_header", "is_label", "is_number", "joined", "row_of", "with_one_header"]
_LABELS = word_set(
    "nom name role fonction function title entite entity societe company site sites client customer "
    "action actions qui who quand when date echeance deadline due statut status etat poste item montant "
    "amount critere criteria criterion poids weight indicateur indicator kpi valeur value element "
    "commentaire comment comments remarque note notes type libelle label description responsable owner "
    "objectif target resultat result risque risk prix price produit product quantite quantity total "
    "contact contacts categorie category theme sujet topic decision question reponse answer phase etape "
    "stage concurrent competitor levier contrepartie engagement penalite was wer wann datum thema ca "
    "sites budget adresse address phone tel telephone email mail secteur sector effectif employees siege region "
    "attribut detail details definition interlocuteur societe "
    "country pays owner tier segment duree duration volume revenue contract contrat"
)
_LONG = 70


def is_number(cell: str) -> bool:
    """Whether the cell holds a quantity and nothing else."""
    return _NUMBER.fullmatch(cell.strip()) is not None


def find_header(rows: Sequence[Row]) -> int | None:
    """The index of the header row: the first row, if it looks like one."""
    if len(rows) < 2:
        return None
    first, body = rows[0], rows[1:]
    filled = [cell for cell in first.cells if cell]
    width = max(_filled(row) for row in body)
    if len(filled) < 2 or len(filled) < 0.6 * width or any(len(cell) > _LONG for cell in filled):
        return None
    if _names_days(first) and _has_contrast(first, body):
        return 0
    if any(_is_typed(cell) for cell in filled):
        return None
    if first.marked:
        return 0
    if len(filled) == 2 and _is_form(first, body):
        return None
    if _has_contrast(first, body) or any(is_label(cell) for cell in filled):
        return 0
    if len(filled) == 2 or any(cell.endswith((":", ".")) for cell in filled):
        return None
    return 0 if len(set(filled)) == len(filled) else None


def _is_typed(cell: str) -> bool:
    """Whether the cell holds a value as the rows of a table do: a figure that is no year, or a day."""
    return bool((is_number(cell) and not _YEAR.fullmatch(cell)) or _DATE.fullmatch(cell))


def _names_days(first: Row) -> bool:
    """Whether the columns after the first are named by days, as in a plan."""
    after = [cell for cell in first.cells[1:] if cell]
    return len(after) >= 2 and all(_DATE.fullmatch(cell) for cell in after)


def with_one_header(rows: Sequence[Row]) -> list[Row]:
    """The rows with the names of column groups (« 2025 ») said before the names of their columns (« 2025 – CA »)."""
    if len(rows) < 3 or not _is_grouped(rows[0], rows[1], rows[2:]):
        return list(rows)
    groups, names = rows[0].cells, rows[1].cells
    cells: list[str] = []
    group = ""
    for at, name in enumerate(names):
        own = groups[at] if at < len(groups) else ""
        group = own or (group if at else "")
        cells.append(" – ".join(dict.fromkeys(filter(None, (group, name)))))
    return [Row(rows[1].number, cells, marked=True), *rows[2:]]


def _is_grouped(groups: Row, names: Row, body: Sequence[Row]) -> bool:
    """Whether the first row names groups of the columns that the second row names."""
    over = [cell for cell in groups.cells[1:] if cell]
    under = [cell for cell in names.cells[1:] if cell]
    spanned = any(name and not cell for cell, name in zip_longest(groups.cells[1:], names.cells[1:], fillvalue=""))
    if not over or len(under) < 2 or not spanned or len(over) >= len(under):
        return False
    if any(_is_typed(cell) or len(cell) > _LONG for cell in (*over, *under)):
        return False
    named = sum(is_label(cell) or bool(_YEAR.fullmatch(cell)) or under.count(cell) > 1 for cell in under)
    return named >= 0.5 * len(under) and _has_contrast(names, body)


def row_of(*, page: int | None = None, slide: int | None = None, part: str | None = None) -> Callable[[int], Locator]:
    """Where each row of one table stands."""
    return lambda row: Locator(page=page, slide=slide, part=part, row=row)


def add_rows(
    draft: Draft,
    rows: Sequence[Row],
    place: Callable[[int], Locator],
    *,
    header: tuple[str, ...] = (),
    hidden: frozenset[int] = frozenset(),
    author: str | None = None,
    said_on: dt.date | None = None,
) -> tuple[str, ...]:
    """Append a table to the draft and return its column names; `header` is that of a table it continues."""
    rows = [Row(row.number, [one_line(cell) for cell in row.cells], row.marked) for row in rows]
    rows = with_one_header([row for row in rows if any(row.cells)])
    at = find_header(rows)
    if at is not None:
        top = rows[at]
        header = tuple(top.cells)
        # The header is a heading with cells: it can be quoted, and is not taken for a row of data.
        draft.add(
            "heading",
            joined(top.cells),
            place(top.number),
            cells=header,
            author=author,
            said_on=said_on,
            hidden=top.number in hidden,
        )
        rows = rows[at + 1 :]
    for row in with_clear_days(draft, rows, header):
        cells = row.cells + [""] * (len(header) - len(row.cells))
        draft.add(
            "row",
            joined(cells),
            place(row.number),
            header=header,
            cells=cells,
            author=author,
            said_on=said_on,
            hidden=row.number in hidden,
        )
    return header


def joined(cells: Sequence[str]) -> str:
    """The cells as one line, without the empty ones at the end."""
    last = max((i for i, cell in enumerate(cells) if cell), default=-1)
    return " | ".join(cells[: last + 1])


def _is_form(first: Row, body: Sequence[Row]) -> bool:
    """Labels on the left, answers on the right: « Client | Dupond », « Sites | 7 »."""
    right = first.cells[-1] or first.cells[0]
    if is_label(right) or _YEAR.fullmatch(right):
        return False
    left = [row.cells[0] for row in body if row.cells and row.cells[0]]
    labels = sum(1 for cell in left if is_label(cell) or cell.endswith(":"))
    return first.cells[0].endswith(":") or (is_label(first.cells[0]) and labels >= 0.5 * len(left))


def is_label(cell: str) -> bool:
    """Whether the cell has a word that usually names a column."""
    return bool(set(_words(cell)) & _LABELS)


def _filled(row: Row) -> int:
    return sum(1 for cell in row.cells if cell)


def _has_contrast(first: Row, body: Sequence[Row]) -> bool:
    """A column of numbers or dates under a word."""
    for column, name in enumerate(first.cells):
        if not name or (is_number(name) and not _YEAR.fullmatch(name)):
            continue
        below = [row.cells[column] for row in body if column < len(row.cells) and row.cells[column]]
        typed = sum(1 for cell in below if is_number(cell) or _DATE.fullmatch(cell))
        if below and typed >= max(1, 0.6 * len(below)):
            return True
    return False


def _words(text: str) -> list[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return re.findall(r"[a-z]+", plain)
