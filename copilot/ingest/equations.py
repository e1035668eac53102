"""Equations of Office files as text."""

from __future__ import annotations

from xml.etree.ElementTree import Element

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def math_text(node: Element) -> str:
    """An equation on one line: a fraction as « a/b », a power as « a^b », an index as « a_b »."""
    parts = {child.tag.removeprefix(_M): child for child in node}
    if node.tag == _M + "t":
        return node.text or ""
    if node.tag == _M + "f":
        return f"{_inside(parts, 'num')}/{_inside(parts, 'den')}"
    if node.tag == _M + "rad":
        return f"{math_text(parts['deg']) if 'deg' in parts else ''}√{_inside(parts, 'e')}"
    if node.tag in (_M + "sSup", _M + "sSub"):
        mark, which = ("^", "sup") if node.tag == _M + "sSup" else ("_", "sub")
        return f"{math_text(parts['e']) if 'e' in parts else ''}{mark}{_inside(parts, which)}"
    return "".join(math_text(child) for child in node)


def _inside(parts: dict[str, Element], name: str) -> str:
    text = math_text(parts[name]) if name in parts else ""
    return text if len(text) <= 1 or text.replace(",", "").replace(".", "").isalnum() else f"({text})"
