"""Tables of files for the scoring tools: one tool on one table, or everything that a workbook can feed.

The doors call only this and `pipeline`; files are opened in the reader process, never here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from copilot.errors import BadInput
from copilot.schemas.evidence import Language
from copilot.scoring.tables.fields import Slot, wanted
from copilot.scoring.tables.fill import Asked, fill
from copilot.scoring.tables.lexicon import flag_of
from copilot.scoring.tables.money import Wishes
from copilot.scoring.tables.numbers import read_number, style_of
from copilot.scoring.tables.reading import Reading
from copilot.scoring.wording import both
from copilot.text.catalogue import t

if TYPE_CHECKING:
    from copilot.scoring.base import ToolResult
    from copilot.scoring.tables.report import WorkbookReport

NumberFormat = Literal["fr", "en"]
_MOST_VALUES = 100
_MARKUP = re.compile(r"[\\`*_\[\]<>#|]")


def asked_of(
    *,
    sheet: str | None = None,
    currency: str | None = None,
    unit: str | None = None,
    numbers: NumberFormat | None = None,
    columns: Mapping[str, str] | None = None,
    values: Mapping[str, Any] | None = None,
    hidden: bool = False,
) -> Asked:
    """What a caller says of a file, in the words of the doors."""
    style: Literal["comma", "dot"] | None = None if numbers is None else "comma" if numbers == "fr" else "dot"
    code = currency.strip().upper() if currency else None
    wishes = Wishes(currency=code, unit=unit or None, numbers=style, columns=columns or {}, hidden=hidden)
    return Asked(wishes=wishes, sheet=sheet or None, values=values or {})


def pairs(texts: Sequence[str], what: str) -> dict[str, str]:
    """`name=value` texts as a mapping.

    Raises:
        BadInput: one is no pair, or a name stands twice.
    """
    found: dict[str, str] = {}
    for text in texts[:_MOST_VALUES]:
        name, sign, value = text.partition("=")
        if not sign or not name.strip():
            raise BadInput(f"{what} {text[:60]!r}: write it as name=value")
        if name.strip() in found:
            raise BadInput(f"{what} {name.strip()!r} is given twice")
        found[name.strip()] = value.strip()
    return found


def typed_values(tool: str, values: Mapping[str, str]) -> dict[str, Any]:
    """Single inputs that were given as text: JSON when it is JSON, else as people write numbers, rates, yes and no.

    Raises:
        UnknownTool: no tool has that name.
    """
    from copilot.scoring.registry import find_tool

    want = wanted(find_tool(tool).input)
    return {name: typed_value(want.scalar(name), text) for name, text in values.items()}


def typed_value(slot: Slot | None, text: str) -> Any:
    """One value; what is neither JSON nor a number of the slot's kind stays text, for the tool to judge."""
    from copilot.scoring.payload import read_exact

    if slot is not None and slot.kind == "text":
        return text
    try:
        return read_exact(text)
    except BadInput:
        pass
    if slot is not None and slot.kind in ("amount", "fraction", "number", "whole"):
        cell = read_number(text, style_of(text) or "comma")
        if cell is not None:
            return cell.value / 100 if cell.percent else cell.value
    if slot is not None and slot.kind == "flag":
        said = flag_of(text)
        return text if said is None else said
    return text


def read_for(tool: str, name: str, data: bytes, asked: Asked) -> Reading:
    """The inputs of a tool as a file holds them, for a person to check and for every door to run.

    Raises:
        UnknownTool: no tool has that name.
        UnreadableFile: the file cannot be read.
        BadInput: no table fits, or several do, or the currency is not stated.
    """
    from copilot.ingest.grids import read_tables
    from copilot.scoring.registry import find_tool

    known = find_tool(tool)
    file = read_tables(name, data)
    reading = fill(known, file.grids, asked)
    if not file.warnings:
        return reading
    told = [both("tables.file", lambda _, text=text: {"text": text}) for text in file.warnings]  # type: ignore[misc]
    return reading.model_copy(update={"notes": [*told, *reading.notes]})


def report(name: str, data: bytes, asked: Asked) -> WorkbookReport:
    """What every tool that the file can feed says of it.

    Raises:
        UnreadableFile: the file cannot be read.
        BadInput: it holds no table.
    """
    from copilot.ingest.grids import read_tables
    from copilot.scoring.tables.report import report_on

    file = read_tables(name, data)
    return report_on(file.name, file.grids, asked, file.warnings)


def rendered(value: WorkbookReport | ToolResult) -> str:
    """The one JSON text of a report; each result in it stands as every other door writes it."""
    from copilot.scoring.receipt import canonical_json

    return canonical_json(value)


def in_lines(report: WorkbookReport, language: Language) -> list[str]:
    """A report for people: each tool with its table, why, and warnings; then what gave no result."""
    from copilot.scoring.telling import in_words

    lines = [t("doors.report.title", language, file=report.file)]
    for one in report.reports:
        title, *rest = in_words(one.result, language)
        lines += ["", title, table_line(one.reading, language), *rest]
        lines += [f"- {note.fr if language == 'fr' else note.en}" for note in one.reading.notes]
    if not report.reports:
        lines += ["", t("doors.report.none", language)]
    if report.not_run:
        lines += ["", t("doors.report.not_run", language), *(f"- {one.reason}" for one in report.not_run)]
    unused = [table.sheet or table.title or table.headers[0] for table in report.tables if not table.tools]
    if unused:
        lines += ["", t("doors.report.unused", language, names=", ".join(unused))]
    return [*lines, *report.warnings]


def table_line(reading: Reading, language: Language) -> str:
    """Which table was read, and which column fills which field."""
    shown = ", ".join(f"{field} = {header!r}" for field, header in reading.columns.items())
    if reading.sheet is None:
        return t("doors.report.table", language, columns=shown)
    return t("doors.report.sheet", language, sheet=reading.sheet, columns=shown)


def as_markdown(report: WorkbookReport, language: Language) -> str:
    """The same lines with headings; text from the file is kept from being markup."""
    from copilot.scoring.telling import in_words

    titles = {in_words(one.result, language)[0] for one in report.reports}
    first, *lines = in_lines(report, language)
    body = [f"## {line}" if line in titles else _plain(line) for line in lines]
    return "\n".join([f"# {_plain(first)}", "", *body, ""])


def _plain(line: str) -> str:
    start = "- " if line.startswith("- ") else ""
    return start + _MARKUP.sub(r"\\\g<0>", line.removeprefix("- "))
