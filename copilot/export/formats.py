"""The formats that a plan and a negotiation file are exported in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, get_args

from copilot.errors import BadInput
from copilot.export.blocks import Sheet
from copilot.export.json_file import to_json
from copilot.export.markdown import to_markdown
from copilot.export.negotiation_layout import negotiation_sheet
from copilot.export.plan_layout import plan_sheet
from copilot.schemas.negotiation import NegotiationFile
from copilot.schemas.plan import Plan

Format = Literal["md", "json", "docx"]
FORMATS: tuple[Format, ...] = get_args(Format)
MEDIA_TYPES: dict[Format, str] = {
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def check_formats(names: Iterable[str]) -> list[Format]:
    """The formats of that list, each once.

    Raises:
        BadInput: one is unknown, or there is none.
    """
    wanted = list(dict.fromkeys(name.strip().lower() for name in names if name.strip()))
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        named = ", ".join(repr(name) for name in unknown) or "none given"
        raise BadInput(f"unknown export format: {named}; choose among {', '.join(FORMATS)}")
    return [name for name in FORMATS if name in wanted]


def export_plan(plan: Plan, fmt: str) -> bytes:
    """The plan as a file of that format.

    Raises:
        BadInput: the format is unknown.
    """
    (checked,) = check_formats([fmt])
    return to_json(plan).encode() if checked == "json" else _render(plan_sheet(plan), checked)


def export_negotiation(file: NegotiationFile, fmt: str) -> bytes:
    """The negotiation file as a file of that format; internal: it holds floors and fallbacks.

    Raises:
        BadInput: the format is unknown.
    """
    (checked,) = check_formats([fmt])
    return to_json(file).encode() if checked == "json" else _render(negotiation_sheet(file), checked)


def _render(sheet: Sheet, fmt: Format) -> bytes:
    if fmt == "md":
        return to_markdown(sheet).encode()
    from copilot.export.docx import to_docx

    return to_docx(sheet)
