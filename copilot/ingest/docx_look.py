"""How the text of a Word document looks: hidden, shaded, or only asked for."""

from __future__ import annotations

from xml.etree.ElementTree import Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_UNREADABLE = 4  # half-points


def is_hidden(properties: Element | None, *, shaded: bool) -> bool:
    """Whether a run is not shown: hidden, unreadably small, or white on nothing."""
    if properties is None:
        return False
    vanish = properties.find(_W + "vanish")
    if vanish is not None and is_on(vanish):
        return True
    size = properties.find(_W + "sz")
    if size is not None and size.get(_W + "val", "").isdigit() and int(size.get(_W + "val", "")) <= _UNREADABLE:
        return True
    color = properties.find(_W + "color")
    white = color is not None and color.get(_W + "val", "").upper() in ("FFFFFF", "FEFEFE", "FDFDFD")
    return white and not shaded and not is_shaded(properties) and properties.find(_W + "highlight") is None


def is_on(mark: Element) -> bool:
    """Whether a switch of the format is on: it is when it stands there without a value."""
    return mark.get(_W + "val", "true").lower() not in ("0", "false", "off", "none")


def is_shaded(properties: Element | None) -> bool:
    """Whether a paragraph, run or cell has a coloured background."""
    shade = properties.find(_W + "shd") if properties is not None else None
    if shade is None:
        return False
    fill = shade.get(_W + "fill", "auto").upper()
    return shade.get(_W + "themeFill") is not None or fill not in ("AUTO", "FFFFFF", "")


def only_asks(node: Element) -> bool:
    """Whether a field still shows what to type there (« Cliquez ici »)."""
    mark = node.find(f"{_W}sdtPr/{_W}showingPlcHdr") if node.tag == _W + "sdt" else None
    return mark is not None and is_on(mark)
