"""What the cells of a column say of it, and each cell as a value of its kind."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache, lru_cache

from copilot.ingest.crm.lexicon import FieldKind, lexicon
from copilot.ingest.crm.schema import DayOrder, StageState
from copilot.scoring.tables.calendar_days import read_days
from copilot.scoring.tables.cells import Cell, NumberStyle
from copilot.scoring.tables.lexicon import flag_of
from copilot.scoring.tables.numbers import read_column
from copilot.text.normalise import fold

_EMAIL = re.compile(r"[^@\s<>]{1,64}@[^@\s<>]+\.[a-z]{2,}", re.IGNORECASE)
_URL = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
_PHONE = re.compile(r"\+?[\d (][\d .()/-]{5,}(?: ?(?:x|ext|poste).*)?", re.IGNORECASE)
_GUID = re.compile(r"\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?", re.IGNORECASE)
_SALESFORCE = re.compile(r"(?=.*\d)[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?")
_CODE = re.compile(r"[^\s]{1,40}")
_CURRENCY = re.compile(r"[A-Z]{3}|[€$£¥]|.*\b[A-Z]{3}\b.*|(?:us |u\.s\. )?dollars?|euros?", re.IGNORECASE)
_NUMERIC_DATE = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?!\d).*")
_NAMES = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "euro": "EUR", "dollar": "USD", "us dollar": "USD"}
_ENOUGH = 0.6
_SAMPLE = 400
_LONGEST = 200
"""Characters of a cell that are looked at: a value that is longer is text."""


def filled(cells: Sequence[str]) -> list[str]:
    """The cells with something in them, a dash counting for nothing."""
    return [cell for cell in cells if cell.strip() not in ("", "-", "–", "—", "n/a", "N/A", "null", "NULL")]


def is_machine_id(cell: str) -> bool:
    """Whether a cell is a key that only a program would write: a GUID, a Salesforce id."""
    return bool(_GUID.fullmatch(cell.strip()) or _SALESFORCE.fullmatch(cell.strip()))


def fits(kind: FieldKind, cells: Sequence[str]) -> bool:
    """Whether most of a column's cells are of that kind; an empty column fits every kind."""
    known = [cell[:_LONGEST] for cell in filled(cells)[:_SAMPLE]]
    if not known:
        return True
    return _share(kind, known) >= _ENOUGH


def _share(kind: FieldKind, known: Sequence[str]) -> float:
    match kind:
        case "amount" | "percent" | "number":
            dates = sum(1 for day in read_days(known).days if day)
            return (sum(1 for cell in read_column(known, None).cells if cell) - dates) / len(known)
        case "date":
            return sum(1 for day in read_days(known).days if day) / len(known)
        case "text":
            return 1.0 - _share("date", known) if _share("amount", known) < 1 else 0.65
        case _:
            test = _TESTS[kind]
            return sum(1 for cell in known if test(cell.strip())) / len(known)


def _is_flag(cell: str) -> bool:
    return flag_of(cell) is not None or fold(cell) in ("0", "1")


_TESTS: dict[FieldKind, Callable[[str], object]] = {
    "id": _CODE.fullmatch,
    "email": _EMAIL.search,
    "url": _URL.fullmatch,
    "phone": _PHONE.fullmatch,
    "currency": _CURRENCY.fullmatch,
    "flag": _is_flag,
}


def day_order(cells: Sequence[str]) -> DayOrder | None:
    """The order that the days of a column can only have; None when nothing in it decides, or both stand in it."""
    pairs = [(int(hit[1]), int(hit[2])) for cell in cells if (hit := _NUMERIC_DATE.fullmatch(cell.strip()))]
    day_first, month_first = any(a > 12 for a, _ in pairs), any(b > 12 for _, b in pairs)
    return None if day_first == month_first else "dmy" if day_first else "mdy"


def is_open_to_doubt(cells: Sequence[str]) -> bool:
    """Whether a column holds a day that has two readings."""
    hits = (_NUMERIC_DATE.fullmatch(cell.strip()) for cell in cells)
    return any(hit and int(hit[1]) != int(hit[2]) and max(int(hit[1]), int(hit[2])) <= 12 for hit in hits)


def days(cells: Sequence[str], order: DayOrder | None) -> tuple[dt.date | None, ...]:
    """The days of a column, in that order where the digits leave a choice."""
    decisive = {"dmy": "31/01/2000", "mdy": "01/31/2000", None: "2000-01-31"}[order]
    kept = [cell if order is None or _possible(cell, order) else "" for cell in cells]
    return read_days([*kept, decisive]).days[:-1]


def _possible(cell: str, order: DayOrder) -> bool:
    hit = _NUMERIC_DATE.fullmatch(cell.strip())
    return hit is None or int(hit[2 if order == "dmy" else 1]) <= 12


def numbers(cells: Sequence[str], style: NumberStyle | None) -> tuple[tuple[Cell | None, ...], str | None]:
    """The numbers of a column, and a cell that could be read in two ways when nothing decides."""
    read = read_column(cells, style)
    return read.cells, None if style else read.doubtful


def fraction(cell: Cell, largest: Decimal) -> Decimal | None:
    """A probability from 0 to 1: 65 %, 65 or 0.65, as the whole column is written."""
    value = cell.value / 100 if cell.percent or largest > 1 else cell.value
    return value if 0 <= value <= 1 else None


def flag(cell: str) -> bool | None:
    """Yes or no; 1 and 0 too."""
    return {"1": True, "0": False}.get(cell.strip(), flag_of(cell))


def currency(cell: str) -> str | None:
    """The code of a currency: EUR, €, « EUR - Euro »."""
    text = cell.strip()
    named = _NAMES.get(text) or _NAMES.get(fold(text).removesuffix("s"))
    if named:
        return named
    code = re.search(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])", text)
    return code[0] if code else None


@cache
def _stages() -> dict[str, tuple[tuple[str, ...], ...]]:
    return {name: tuple(tuple(fold(entry).split()) for entry in ways) for name, ways in lexicon()["stages"].items()}


@lru_cache(maxsize=4096)
def state_of(stage: str) -> StageState:
    """Whether a deal at that stage is won, lost or open; unknown when the words say neither."""
    said = re.findall(r"[a-z0-9]+(?:['/][a-z0-9]+)*", fold(stage[:_LONGEST]))
    won, lost, no = _at(said, "won"), _at(said, "lost"), _at(said, "not")
    if no is not None and any(at is not None and no < at for at in (won, lost)):
        return "unknown"
    if won is not None or lost is not None:
        return "unknown" if won is not None and lost is not None else "won" if lost is None else "lost"
    return "open" if said and tuple(said) not in _stages()["unclear"] else "unknown"


def _at(said: list[str], name: str) -> int | None:
    """Where one of the entries stands, as whole words."""
    for entry in _stages()[name]:
        size = len(entry)
        for start in range(len(said) - size + 1):
            if tuple(said[start : start + size]) == entry:
                return start
    return None
