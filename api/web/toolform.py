"""The form of a scoring tool, made from its input model: what is asked, what was typed, and the inputs it means.

Values travel as texts by path: `currency`, `clients.0.name`, `thresholds.business`. The same model is walked to draw
the form and to read it, so no tool needs a form of its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from copilot.errors import BadInput
from copilot.schemas.evidence import Json, Language
from copilot.scoring.payload import read_exact
from copilot.scoring.receipt import to_json
from copilot.scoring.tables.convert import parts_of
from copilot.scoring.tables.fields import Slot, items_of, slot_of, unwrap
from copilot.scoring.tables.numbers import read_number, style_of
from copilot.scoring.wording import number

Texts = Mapping[str, str]
Shape = Literal["value", "group", "rows", "items", "lines", "json"]
BLANK_ROWS = 3
MOST_ROWS = 200
"""Rows that a form shows; a longer list travels as JSON."""
_WHOLE = "__json"
_ROW_FIELDS_ASIDE = frozenset({"currency"})


@dataclass(frozen=True)
class Node:
    """One thing that the form asks for."""

    shape: Shape
    name: str
    path: str
    about: str
    required: bool
    slot: Slot | None = None
    text: str = ""
    problem: str = ""
    children: list[Node] = field(default_factory=list)
    """Fields of a group, or the items of a list; an item of rows is a group of values."""
    columns: list[Node] = field(default_factory=list)
    """What each row is asked for, without values."""
    length: int = 0
    """Items of a list that is too long to be shown."""

    @property
    def filled(self) -> bool:
        """Whether something is typed or wrong here."""
        return bool(self.text or self.problem) or any(child.filled for child in self.children)

    @property
    def open(self) -> bool:
        """Whether it should not be folded away."""
        return self.required or self.filled


def form_of(model: type[BaseModel], texts: Texts, problems: Texts, more: str = "") -> list[Node]:
    """What the form asks for; `more` is the path of a list that needs further empty rows."""
    return _fields(model, "", texts, problems, more)


def _fields(model: type[BaseModel], path: str, texts: Texts, problems: Texts, more: str) -> list[Node]:
    return [_node(name, info, f"{path}{name}", texts, problems, more) for name, info in model.model_fields.items()]


def _node(name: str, info: FieldInfo, path: str, texts: Texts, problems: Texts, more: str) -> Node:
    base, bounds = unwrap(info.annotation, list(info.metadata))
    about, required = info.description or "", info.is_required()
    problem = problems.get(path, "")
    inner = items_of(base)
    if inner is not None:
        return _list_node(Node("lines", name, path, about, required, problem=problem), inner, texts, problems, more)
    if _is_model(base):
        children = _fields(base, f"{path}.", texts, problems, more)
        return _asked_if_used(Node("group", name, path, about, required, problem=problem, children=children))
    slot = slot_of(name, required, base, bounds)
    shape: Shape = "json" if slot.kind == "other" else "value"
    return Node(shape, name, path, about, required, slot, texts.get(path, ""), problem)


def _list_node(bare: Node, inner: tuple[Any, list[Any]], texts: Texts, problems: Texts, more: str) -> Node:
    item, bounds = inner
    path = bare.path
    if f"{path}{_WHOLE}" in texts:
        length = len(_items_in(texts[f"{path}{_WHOLE}"]))
        return _made(bare, "rows", text=texts[f"{path}{_WHOLE}"], length=length)
    if not _is_model(item):
        slot = slot_of(bare.name, False, item, bounds)
        shape: Shape = "json" if slot.kind == "other" else "lines"
        return _made(bare, shape, slot=slot, text=texts.get(path, ""))
    ranks = _ranks(path, texts)
    rows = max(ranks, default=-1) + 1
    flat = _is_flat(item)
    blank = BLANK_ROWS if more == path or (flat and not ranks) else 0 if flat else 1 if more == path or not ranks else 0
    children = [_item(item, f"{path}.{rank}", texts, problems, more) for rank in range(rows + blank)]
    columns = _row_fields(item, f"{path}.0.", {}, {}, "") if flat else []
    return _made(bare, "rows" if flat else "items", children=children, columns=columns)


def _item(item: type[BaseModel], path: str, texts: Texts, problems: Texts, more: str) -> Node:
    children = _row_fields(item, f"{path}.", texts, problems, more)
    rank = path.rpartition(".")[2]
    return _asked_if_used(Node("group", rank, path, "", False, problem=problems.get(path, ""), children=children))


def _asked_if_used(group: Node) -> Node:
    """A group that may be left out asks for nothing while it is empty."""
    if group.required or group.filled:
        return group
    return replace(group, children=[replace(child, required=False) for child in group.children])


def _made(bare: Node, shape: Shape, **more: Any) -> Node:
    return Node(shape, bare.name, bare.path, bare.about, bare.required, problem=bare.problem, **more)


def _row_fields(item: type[BaseModel], path: str, texts: Texts, problems: Texts, more: str) -> list[Node]:
    return [
        _node(name, info, f"{path}{name}", texts, problems, more)
        for name, info in item.model_fields.items()
        if name not in _ROW_FIELDS_ASIDE
    ]


def _is_model(base: Any) -> bool:
    return isinstance(base, type) and issubclass(base, BaseModel)


def _is_flat(item: type[BaseModel]) -> bool:
    """Whether an item fits a row of a table: values, and lists of texts that fit a cell."""
    for info in item.model_fields.values():
        base, _ = unwrap(info.annotation, [])
        inner = items_of(base)
        plain = slot_of("", False, inner[0] if inner else base, [])
        if _is_model(base) or plain.kind == "other":
            return False
    return True


def _ranks(path: str, texts: Texts) -> list[int]:
    pattern = re.compile(rf"{re.escape(path)}\.(\d{{1,4}})\.")
    return sorted({int(hit[1]) for name, text in texts.items() if text.strip() and (hit := pattern.match(name))})


def _items_in(text: str) -> list[Any]:
    try:
        found = read_exact(text)
    except BadInput:
        return []
    return found if isinstance(found, list) else []


# What was typed, as inputs


def payload_of(model: type[BaseModel], texts: Texts, language: Language) -> Json:
    """The inputs that the texts mean; what is not of the kind of its field stays text, for the tool to refuse.

    Raises:
        BadInput: a text that should be JSON is none.
    """
    found: Json = {}
    for name, info in model.model_fields.items():
        value = _read(name, info, name, texts, language)
        if value not in (None, {}, []) or (info.is_required() and value is not None):
            found[name] = value
    return found


def _read(name: str, info: FieldInfo, path: str, texts: Texts, language: Language) -> Any:
    base, bounds = unwrap(info.annotation, list(info.metadata))
    inner = items_of(base)
    if inner is not None:
        return _read_list(name, path, inner, texts, language)
    if _is_model(base):
        found = {
            field: value
            for field, inside in base.model_fields.items()
            if (value := _read(field, inside, f"{path}.{field}", texts, language)) not in (None, {}, [])
        }
        return found or ({} if info.is_required() else None)
    text = texts.get(path, "").strip()
    return value_of(slot_of(name, False, base, bounds), text, language) if text else None


def _read_list(name: str, path: str, inner: tuple[Any, list[Any]], texts: Texts, language: Language) -> Any:
    item, bounds = inner
    if whole := texts.get(f"{path}{_WHOLE}"):
        return read_exact(whole, path)
    if not _is_model(item):
        slot = slot_of(name, False, item, bounds)
        text = texts.get(path, "").strip()
        if slot.kind == "other":
            return read_exact(text, path) if text else []
        by_line = "\n" in text or (slot.kind == "text" and "." not in path)
        pieces = text.splitlines() if by_line else parts_of(text)
        return [value_of(slot, piece.strip(), language) for piece in pieces if piece.strip()]
    rows = []
    for rank in _ranks(path, texts):
        row = {
            field: value
            for field, info in item.model_fields.items()
            if (value := _read(field, info, f"{path}.{rank}.{field}", texts, language)) not in (None, {}, [])
        }
        rows.append(row)
    return rows


def value_of(slot: Slot, text: str, language: Language) -> Any:
    """What a text means for a field: 1 234,5 or 1,234.5, 12 %, yes and no; else the text itself."""
    if slot.kind in ("amount", "fraction", "number", "whole"):
        cell = read_number(text, style_of(text) or ("comma" if language == "fr" else "dot"))
        if cell is None:
            return text
        return cell.value / 100 if cell.percent else cell.value
    if slot.name == "currency":
        return text.upper()
    if slot.kind == "flag":
        return {"true": True, "false": False}.get(text, text)
    return read_exact(text, slot.name) if slot.kind == "other" else text


# Inputs, as texts


def texts_of(model: type[BaseModel], payload: Json, language: Language) -> dict[str, str]:
    """The texts that a form shows for these inputs."""
    texts: dict[str, str] = {}
    for name, info in model.model_fields.items():
        if payload.get(name) is not None:
            _write(name, info, name, payload[name], language, texts)
    return texts


def _write(name: str, info: FieldInfo, path: str, value: Any, language: Language, texts: dict[str, str]) -> None:
    base, bounds = unwrap(info.annotation, list(info.metadata))
    inner = items_of(base)
    if inner is not None and isinstance(value, list):
        _write_list(name, path, inner, value, language, texts)
    elif _is_model(base) and isinstance(value, dict):
        for field_name, inside in base.model_fields.items():
            if value.get(field_name) is not None:
                _write(field_name, inside, f"{path}.{field_name}", value[field_name], language, texts)
    else:
        texts[path] = text_of(slot_of(name, False, base, bounds), value, language)


def _write_list(
    name: str, path: str, inner: tuple[Any, list[Any]], value: Sequence[Any], language: Language, texts: dict[str, str]
) -> None:
    item, bounds = inner
    if not _is_model(item):
        slot = slot_of(name, False, item, bounds)
        in_cell = "." in path
        if slot.kind == "other":
            texts[path] = _json(value)
        else:
            shown = [text_of(slot, one, language) for one in value]
            # A lone item with a comma would be taken for several: the semicolon says that it is whole.
            end = ";" if in_cell and len(shown) == 1 and "," in shown[0] else ""
            texts[path] = ("; " if in_cell else "\n").join(shown) + end
        return
    if len(value) > MOST_ROWS:
        texts[f"{path}{_WHOLE}"] = _json(value)
        return
    for rank, given in enumerate(value):
        row = given if isinstance(given, dict) else _as_row(item, given)
        for field_name, info in item.model_fields.items():
            if row.get(field_name) is not None:
                _write(field_name, info, f"{path}.{rank}.{field_name}", row[field_name], language, texts)


def _as_row(item: type[BaseModel], given: Any) -> Json:
    """The item that a tool makes of a shorter form, such as a bare day."""
    try:
        row = to_json(item.model_validate(given))
    except ValidationError:
        return {}
    return row if isinstance(row, dict) else {}


def text_of(slot: Slot, value: Any, language: Language) -> str:
    """A value as a person would type it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if slot.kind in ("amount", "fraction", "number", "whole"):
        try:
            amount = Decimal(str(value))
        except ArithmeticError:
            return str(value)
        if slot.kind == "fraction" and amount.is_finite():
            return (
                f"{number(amount * 100, language, 10)}\u00a0%"
                if language == "fr"
                else f"{number(amount * 100, 'en', 10)}%"
            )
        return number(amount, language, 10) if amount.is_finite() else str(value)
    return _json(value) if isinstance(value, list | dict) else str(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
