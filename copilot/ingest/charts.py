"""Charts of Office files as the table that they draw: a row a category, or a point with its x and y."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from xml.etree.ElementTree import Element

from copilot.ingest.changes import Changes
from copilot.ingest.drawing import A, shown
from copilot.ingest.parts import Draft, one_line
from copilot.ingest.tables import Row, joined
from copilot.ingest.values import cell_text
from copilot.schemas.evidence import Locator

CHART = "graphique"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_C15 = "{http://schemas.microsoft.com/office/drawing/2012/chart}"
_CX = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"
_MAX_POINTS = 2_000
_AXES = ("catAx", "dateAx", "valAx", "serAx")
Points = dict[int, str]


def add_chart(draft: Draft, root: Element, place: Locator, changes: Changes) -> None:
    """Append what a chart says: its title, those of its axes, its values as they are shown."""
    axes = [axis for name in _AXES for axis in root.iter(_C + name)]
    named = {title for axis in axes for title in axis.findall(_C + "title")}
    titles = [*root.findall(f"{_C}chart/{_C}title"), *root.findall(f"{_C}chart/{_CX}title")]
    titles = titles or [title for title in root.iter(_C + "title") if title not in named]
    others = set(titles)
    titles += [title for title in root.iter(_CX + "title") if title not in others]
    for title in [*titles[:1], *(title for axis in axes if _is_drawn(axis) for title in axis.findall(_C + "title"))]:
        draft.add("paragraph", _words(title, changes), place)
    for title in titles[1:]:
        draft.add("paragraph", _words(title, changes), place)
    for rows in (_categories(root), _pairs(root, changes), _newer(root)):
        if len(rows) > 1:
            _add_rows(draft, rows, place)


def _add_rows(draft: Draft, rows: Sequence[Row], place: Locator) -> None:
    """Append a table whose first row names the series; with one series it would not be known for a header."""
    header = tuple(rows[0].cells)
    draft.add("heading", joined(header), place.model_copy(update={"row": 1}), cells=header)
    for row in rows[1:]:
        cells = [one_line(cell) for cell in row.cells]
        draft.add("row", joined(cells), place.model_copy(update={"row": row.number}), header=header, cells=cells)


def _is_drawn(axis: Element) -> bool:
    deleted = axis.find(_C + "delete")
    return deleted is None or deleted.get("val", "1") in ("0", "false")


def _words(node: Element, changes: Changes) -> str:
    """The text of a title or label: its paragraphs, else the cell that it repeats."""
    paragraphs = list(node.iter(A + "p"))
    texts = [shown(paragraph, changes) for paragraph in paragraphs] or [t.text or "" for t in node.iter(A + "t")]
    cells = [value.text or "" for value in node.iter(_C + "v")]
    return one_line(" ".join(filter(None, texts)) or " ".join(cells))


def _categories(root: Element) -> list[Row]:
    """The series side by side, a row a category."""
    series = [one for one in root.iter(_C + "ser") if one.find(_C + "val") is not None]
    categories = next((found for one in series if (found := _labels(root, one))), {})
    values = [_points(root, one, "val") for one in series]
    names = [next(iter(_points(root, one, "tx").values()), "") for one in series]
    rows = [Row(1, ["", *names], marked=True)]
    for at in sorted({index for one in values for index in one})[:_MAX_POINTS]:
        rows.append(Row(at + 2, [categories.get(at, str(at + 1)), *(one.get(at, "") for one in values)]))
    return rows


def _pairs(root: Element, changes: Changes) -> list[Row]:
    """The points of a cloud or of bubbles: the series, what the point is labelled with, x, y and size."""
    series = [one for one in root.iter(_C + "ser") if one.find(_C + "yVal") is not None]
    sized = any(one.find(_C + "bubbleSize") is not None for one in series)
    rows = [Row(1, ["", "x", "y", *(["taille"] if sized else [])], marked=True)]
    for one in series:
        name = next(iter(_points(root, one, "tx").values()), "")
        labels = _point_labels(root, one, changes)
        across, up, size = (_points(root, one, kind) for kind in ("xVal", "yVal", "bubbleSize"))
        for at in sorted(up)[: _MAX_POINTS - len(rows)]:
            label = " – ".join(dict.fromkeys(filter(None, (name, labels.get(at, "")))))
            cells = [label, across.get(at, str(at + 1)), up[at], *([size.get(at, "")] if sized else [])]
            rows.append(Row(len(rows) + 1, cells))
    return rows


def _point_labels(root: Element, series: Element, changes: Changes) -> Points:
    """What stands beside single points: the cells chosen for it, or words typed there."""
    found: Points = {}
    for cache in series.iter(_C15 + "dlblRangeCache"):
        found |= _cached(root, cache)
    for label in series.iter(_C + "dLbl"):
        at, rich = label.find(_C + "idx"), label.find(_C + "tx")
        number = at.get("val", "") if at is not None else ""
        if rich is not None and number.isdigit() and "[" not in (words := _words(rich, changes)):
            found[int(number)] = words
    return found


def _labels(root: Element, series: Element) -> Points:
    """The categories of a series; those of several levels, the outer first."""
    node = series.find(_C + "cat")
    levels = list(node.iter(_C + "lvl")) if node is not None else []
    if len(levels) < 2:
        return _points(root, series, "cat")
    inner, *outer = (_cached(root, level) for level in levels)
    last: list[str] = [""] * len(outer)
    found: Points = {}
    for at in sorted(inner):
        last = [one.get(at, before) for one, before in zip(outer, last, strict=True)]
        found[at] = " – ".join(filter(None, (*reversed(last), inner[at])))
    return found


def _points(root: Element, series: Element, kind: str) -> Points:
    node = series.find(_C + kind)
    return _cached(root, node) if node is not None else {}


def _cached(root: Element, node: Element) -> Points:
    """The values kept in the chart, by their number, in the format that they have in the sheet."""
    mark = root.find(_C + "date1904")
    later = mark is not None and mark.get("val", "1") in ("1", "true")
    common = next((code.text or "" for code in node.iter(_C + "formatCode")), "")
    found: Points = {}
    for point in node.iter(_C + "pt"):
        if point.get("idx", "").isdigit():
            form = point.get("formatCode") or common
            text = point.findtext(_C + "v") or ""
            found[int(point.get("idx", ""))] = _shown_value(text, form, later=later) if form else _plain(text, node)
    return found


def _plain(text: str, node: Element) -> str:
    """A value without a format: a number if it stands for one, words as they are."""
    return _shown_value(text, "General") if node.tag in (_C + "val", _C + "yVal", _C + "xVal") else text


def _shown_value(text: str, form: str, *, later: bool = False) -> str:
    from openpyxl.styles.numbers import is_date_format
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

    try:
        number = float(text)
        if not is_date_format(form):
            return cell_text(number, form)
        moment = from_excel(number, CALENDAR_MAC_1904 if later else CALENDAR_WINDOWS_1900)
    except (ValueError, OverflowError, TypeError):
        return text
    return cell_text(moment.replace(microsecond=0) if isinstance(moment, dt.datetime) else moment, form)


def _newer(root: Element) -> list[Row]:
    """Waterfalls, funnels, maps and the like: the newer kind of charts, a row a category."""
    columns: list[tuple[str, Points, Points]] = []
    for series in root.iter(_CX + "series"):
        key = series.find(_CX + "dataId")
        data = next((d for d in root.iter(_CX + "data") if key is not None and d.get("id") == key.get("val")), None)
        if data is not None and series.get("hidden") not in ("1", "true"):
            name = series.findtext(f"{_CX}tx/{_CX}txData/{_CX}v") or ""
            columns.append((name, _joined_levels(data.findall(_CX + "strDim")), _numbers(data)))
    rows = [Row(1, ["", *(name for name, _, _ in columns)], marked=True)]
    categories = next((names for _, names, _ in columns if names), {})
    for at in sorted({index for _, _, values in columns for index in values})[:_MAX_POINTS]:
        rows.append(Row(at + 2, [categories.get(at, str(at + 1)), *(values.get(at, "") for _, _, values in columns)]))
    return rows


def _joined_levels(dimensions: Sequence[Element]) -> Points:
    found: Points = {}
    for dimension in dimensions[:1]:
        for level in reversed(dimension.findall(_CX + "lvl")):
            for point in level.iter(_CX + "pt"):
                if point.get("idx", "").isdigit():
                    at = int(point.get("idx", ""))
                    found[at] = " – ".join(filter(None, (found.get(at, ""), point.text or "")))
    return found


def _numbers(data: Element) -> Points:
    for level in data.iterfind(f"{_CX}numDim/{_CX}lvl"):
        form = level.get("formatCode") or "General"
        points = [point for point in level.iter(_CX + "pt") if point.get("idx", "").isdigit()]
        return {int(point.get("idx", "")): _shown_value(point.text or "", form) for point in points}
    return {}
