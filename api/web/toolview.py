"""The result of a scoring tool as a page shows it: the finding first, then why, figures, table, chart and receipt."""

from __future__ import annotations

import base64
import csv
import datetime as dt
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from copilot import pipeline
from copilot.errors import NotFound
from copilot.schemas.evidence import Json, Language
from copilot.scoring.base import Note, ToolResult
from copilot.scoring.registry import find_tool, rendered
from copilot.scoring.wording import number, percent
from copilot.text.catalogue import keys, t

_SHOWN_ROWS = 200
_LEAST_ROWS = 2
_PLACES = 6
_RATE_ABOUT = re.compile(r"\ba fraction\b|\bfraction of\b|, fraction\b|^fraction\b", re.IGNORECASE)
_RATE_NAME = re.compile(r"(?:^|_)(?:share|rate|probability)(?:_low|_high)?$|^(?:nrr|grr)$|^share\d")
_HIGHEST_RATE = Decimal(10)
"""Above ten times the whole, a figure is no rate, whatever it is called."""
_NO_NUMBERS = frozenset({"year"})
_DECIMAL = re.compile(r"-?\d+(?:\.\d+)?")
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Figure:
    """One value with its name."""

    label: str
    text: str
    about: str
    is_number: bool = False
    items: list[str] = field(default_factory=list)
    """The same as a list, when it is one of sentences."""


@dataclass(frozen=True)
class TableView:
    """The lines of a result; `more` are not shown."""

    columns: list[tuple[str, bool]]
    """Names, and whether the column holds numbers."""
    rows: list[list[str]]
    more: int


@dataclass(frozen=True)
class ResultView:
    """Everything that the page shows of a result."""

    result: ToolResult
    headline: str
    why: list[str]
    findings: list[str]
    figures: list[Figure]
    details: list[Figure]
    lists: list[tuple[str, TableView]]
    """Figures that are lists of lines of their own."""
    table: TableView | None
    charts: dict[str, str]
    """The picture for a light and for a dark ground, as addresses of data."""
    about_chart: str
    receipt: str
    """The receipt as indented JSON."""
    payload: str
    """The inputs as JSON, to draw or to export the result again."""


def view_of(result: ToolResult, payload: Json, language: Language) -> ResultView:
    """The result, laid out for a page."""
    said = [_said(note, language) for note in result.why]
    lists = _lists(result, language)
    figures = [figure for figure in _figures(result, language) if figure.label not in dict(lists)]
    return ResultView(
        result=result,
        headline=said[0] if said else "",
        why=said[1:],
        findings=[_said(note, language) for note in result.findings],
        figures=[figure for figure in figures if len(figure.text) <= 60],
        details=[figure for figure in figures if len(figure.text) > 60],
        lists=lists,
        table=_table(result, payload, language),
        charts=_charts(result, language),
        about_chart=said[0] if said else "",
        receipt=json.dumps(json.loads(rendered(result))["receipt"], ensure_ascii=False, indent=2),
        payload=json.dumps(payload, ensure_ascii=False, default=str),
    )


def _said(note: Note, language: Language) -> str:
    return note.fr if language == "fr" else note.en


def label_of(name: str, language: Language, tool: str = "") -> str:
    """What a field is called: the catalogue's word for this tool, else for all, else its own name in plain letters."""
    for key in (f"field.{tool}.{name}", f"field.{name}"):
        if key in keys():
            return t(key, language)
    return name.replace("_", " ")


def _figures(result: ToolResult, language: Language) -> list[Figure]:
    model = find_tool(result.tool).result
    return [
        Figure(
            label=label_of(name, language, result.tool),
            text=text_of(value, language, _kind(model, name)),
            about=model.model_fields[name].description or "",
            is_number=_kind(model, name) != "text",
            items=[text_of(one, language) for one in _sentences(value)],
        )
        for name, value in (result.result or {}).items()
        if value not in (None, [], {}) and name in model.model_fields and not _other_language(name, language)
    ]


def _sentences(value: Any) -> list[Any]:
    """The sentences of a list of them, in both languages each; none when it is another list."""
    if isinstance(value, list) and any(isinstance(one, dict) and {"fr", "en"} <= one.keys() for one in value):
        return value
    return []


def _lists(result: ToolResult, language: Language) -> list[tuple[str, TableView]]:
    found = []
    for name, value in (result.result or {}).items():
        if not isinstance(value, list) or len(value) < _LEAST_ROWS or not all(isinstance(one, dict) for one in value):
            continue
        rows = [one for one in value if isinstance(one, dict)]
        names = list(dict.fromkeys(key for row in rows for key in row))
        if {"fr", "en"} <= set(names):
            continue
        found.append((label_of(name, language), _laid_out(rows, names, None, language, result.tool)))
    return found


def _other_language(name: str, language: Language) -> bool:
    return name.endswith("_en" if language == "fr" else "_fr")


def _kind(model: type[BaseModel] | None, name: str) -> str:
    """Whether a decimal of that field is a rate, a number, or no number at all."""
    info = model.model_fields.get(name) if model else None
    if info is None:
        return "number" if model is None else "text"
    annotation = str(info.annotation)
    if name in _NO_NUMBERS or ("Decimal" not in annotation and "int" not in annotation):
        return "text"
    is_rate = "Decimal" in annotation and (_RATE_NAME.search(name) or _RATE_ABOUT.search(info.description or ""))
    return "rate" if is_rate else "number"


def text_of(value: Any, language: Language, kind: str = "text") -> str:
    """A value of a result in words and figures of the language."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return t("tools.yes" if value else "tools.no", language)
    if isinstance(value, dict):
        if {"fr", "en"} <= value.keys():
            return str(value[language])
        return ", ".join(
            f"{label_of(name, language)} {text_of(item, language, 'number')}"
            for name, item in value.items()
            if item not in (None, [], {})
        )
    if isinstance(value, list):
        separator = " ; " if any(isinstance(one, dict) for one in value) else ", "
        return separator.join(text_of(one, language, kind) for one in value)
    text = str(value)
    if kind != "text" and _DECIMAL.fullmatch(text):
        amount = Decimal(text)
        is_rate = kind == "rate" and abs(amount) <= _HIGHEST_RATE
        return percent(amount, language) if is_rate else number(amount, language, _PLACES)
    return _day(text, language) if kind == "text" else text


def _day(text: str, language: Language) -> str:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        key = f"choice.{text}"
        return t(key, language) if key in keys() else text
    return day.strftime("%d/%m/%Y") if language == "fr" else day.isoformat()


def _item_model(result: ToolResult, payload: Json) -> type[BaseModel] | None:
    """The type of the lines, which tells names from numbers: the tool is asked again, as its answer holds texts."""
    tool = find_tool(result.tool)
    items = tool.function(tool.input.model_validate(payload)).per_item
    return type(items[0]) if items and len({type(item) for item in items}) == 1 else None


def _table(result: ToolResult, payload: Json, language: Language) -> TableView | None:
    if not result.per_item:
        return None
    model = _item_model(result, payload)
    names = [
        name
        for name in (model.model_fields if model else dict.fromkeys(name for row in result.per_item for name in row))
        if any(row.get(name) not in (None, [], {}) for row in result.per_item) and not _other_language(name, language)
    ]
    return _laid_out(result.per_item, names, model, language, result.tool)


def _laid_out(
    items: Sequence[Json], names: Sequence[str], model: type[BaseModel] | None, language: Language, tool: str
) -> TableView:
    kinds = {name: _kind(model, name) for name in names}
    rows = [[text_of(row.get(name), language, kinds[name]) for name in names] for row in items[:_SHOWN_ROWS]]
    columns = [(label_of(name, language, tool), kinds[name] != "text") for name in names]
    return TableView(columns, rows, max(0, len(items) - _SHOWN_ROWS))


def _charts(result: ToolResult, language: Language) -> dict[str, str]:
    try:
        pictures = {
            "light": pipeline.draw(result, "svg", language, "light"),
            "dark": pipeline.draw(result, "svg", language, "dark"),
        }
    except NotFound:
        return {}
    return {theme: "data:image/svg+xml;base64," + base64.b64encode(data).decode() for theme, data in pictures.items()}


def as_csv(result: ToolResult, payload: Json, language: Language) -> bytes:
    """The lines of a result as a spreadsheet opens them: French with semicolons and commas, English the other way."""
    model = _item_model(result, payload) if result.per_item else None
    names = list(dict.fromkeys(name for row in result.per_item for name in row))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if language == "fr" else ",", lineterminator="\r\n")
    writer.writerow([label_of(name, language, result.tool) for name in names])
    for row in result.per_item:
        writer.writerow([_cell(row.get(name), language, _kind(model, name)) for name in names])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Any, language: Language, kind: str) -> str:
    """Numbers in full with the decimal sign of the language; text that a spreadsheet would run is made text."""
    if value is None:
        return ""
    text = str(value)
    if kind != "text" and _DECIMAL.fullmatch(text) and not isinstance(value, bool):
        return text.replace(".", ",") if language == "fr" else text
    text = text_of(value, language)
    return f"'{text}" if text.startswith(_FORMULA_START) else text


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field, in words."""

    path: str
    label: str
    text: str


def problems_of(errors: Sequence[Any], language: Language) -> list[Problem]:
    """What is wrong with the inputs, field by field; the rules of a tool itself speak for themselves."""
    found: dict[str, Problem] = {}
    for error in errors:
        parts = [str(part) for part in error["loc"] if not str(part).startswith("function-")]
        path = ".".join(parts)
        found.setdefault(path, Problem(path, _place(parts, language), _problem_text(error, language)))
    return list(found.values())


def _place(parts: Sequence[str], language: Language) -> str:
    """Clients, line 2, revenue."""
    words = [
        t("tools.line", language, n=int(part) + 1) if part.isdigit() else label_of(part, language) for part in parts
    ]
    return ", ".join(words)


def _problem_text(error: Any, language: Language) -> str:
    key = f"tools.problem.{error['type']}"
    if key in keys():
        bounds = {name: number(Decimal(str(value)), language, _PLACES) for name, value in _bounds(error).items()}
        return t(key, language, **{"value": str(error["input"])[:60], **bounds})
    return str(error["msg"]).removeprefix("Value error, ")


def _bounds(error: Any) -> dict[str, Any]:
    return {name: value for name, value in error.get("ctx", {}).items() if isinstance(value, int | float | Decimal)}
