"""A laid-out document as Markdown; text from notes can never become markup, HTML or a link."""

from __future__ import annotations

import json
import re

from copilot.export.blocks import Bullets, Chart, Heading, Line, Paragraph, Sheet, Table
from copilot.export.words import receipt_text

_ALWAYS = re.compile(r"[\\`*\[\]]|~(?=~)|(?<=~)~")
_EDGE_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LINK = re.compile(r"(?i)\b(https?|ftp|mailto|xmpp|javascript|data):|\b(www)\.|(?<=\w)(@)(?=\w)")
_START = re.compile(r"^(?:(>|#(?=#{0,5}(?: |$))|[+-](?=[ +-]|$)|=(?==*$))|(\d{1,9})([.)])(?= |$))")


def to_markdown(sheet: Sheet) -> str:
    """The document with its YAML front matter, which marks it as generated text."""
    parts = [_front_matter(sheet), f"# {escape(sheet.title)}", escape(sheet.subtitle)]
    parts += [_block(block) for block in sheet.blocks if not isinstance(block, Chart)]
    if sheet.receipts:
        parts.append(
            "\n".join(
                f"[^{number}]: {escape(receipt_text(receipt, sheet.language))}"
                for number, receipt in enumerate(sheet.receipts, start=1)
            )
        )
    return "\n\n".join(parts) + "\n"


def escape(text: str, *, table: bool = False) -> str:
    """The text such that Markdown shows it as it stands; readable text stays readable."""
    out = _ALWAYS.sub(r"\\\g<0>", text)
    out = _EDGE_UNDERSCORE.sub(r"\\_", out)
    out = _ENTITY.sub("&amp;", out)
    out = _TAG.sub("&lt;", out)
    out = _LINK.sub(_defuse, out)
    if table:
        return out.replace("|", "\\|")
    return _START.sub(lambda found: f"\\{found[1]}" if found[1] else f"{found[2]}\\{found[3]}", out)


def _defuse(found: re.Match[str]) -> str:
    scheme, www, _at = found.groups()
    if scheme:
        return f"{scheme}\\:"
    return f"{www}\\." if www else "\\@"


def _front_matter(sheet: Sheet) -> str:
    values = {
        "title": sheet.title,
        "kind": sheet.kind,
        "language": sheet.language,
        "as_of": sheet.as_of,
        "generator": "abp-copilot",
        "ai_generated": True,
        "writer": sheet.writer,
        "date": sheet.generated_at,
    }
    # A JSON scalar is a YAML scalar: nothing in a name can leave its line.
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()]
    return "\n".join(["---", *lines, "---"]).replace('"abp-copilot"', "abp-copilot")


def _block(block: Heading | Paragraph | Bullets | Table) -> str:
    match block:
        case Heading(level, text):
            return f"{'#' * (level + 1)} {escape(text)}"
        case Paragraph(line, strong):
            return f"> {_line(line)}" if strong else _line(line)
        case Bullets(lines, ordered):
            return "\n".join(_item(line, f"{n}." if ordered else "-") for n, line in enumerate(lines, start=1))
        case Table():
            return _table(block)


def _item(line: Line, bullet: str) -> str:
    indent = " " * (len(bullet) + 1)
    return "\n".join([f"{bullet} {_line(line)}", *(f"{indent}- {escape(detail)}" for detail in line.details)])


def _line(line: Line, *, table: bool = False) -> str:
    parts = [escape(f"({word})", table=table) for word in (line.status, line.lead) if word]
    if line.text:
        parts.append(escape(line.text, table=table))
    parts += [f"[{escape(mark, table=True) if table else _mark(mark)}]" for mark in line.marks]
    shown = " ".join(parts)
    return f"{shown}{' ' if shown else ''}[^{line.note}]" if line.note else shown


def _mark(mark: str) -> str:
    # Inside the brackets nothing starts a line: the escapes of a line's start would only disturb.
    return escape(mark, table=True).replace("\\|", "|")


def _table(table: Table) -> str:
    rows = [
        "| " + " | ".join(escape(title, table=True) for title in table.header) + " |",
        "|" + " --- |" * len(table.header),
    ]
    for row in table.rows:
        rows.append("| " + " | ".join(_line(line, table=True) for line in row) + " |")
    return "\n".join(rows)
