"""A deck without its damaged charts: the library would open none of it for one of them."""

from __future__ import annotations

import io
import re
import zipfile

from copilot.ingest.archive import open_archive, reading, xml
from copilot.ingest.parts import Draft, Refused

_CHART = re.compile(r"ppt/charts/chart\d*\.xml")
_EMPTY = (
    '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:chart><c:plotArea/></c:chart>'
    "</c:chartSpace>"
)


def without_damaged_charts(draft: Draft, data: bytes) -> bytes:
    """The deck with empty charts in place of those that are damaged, each of which is told."""
    archive = open_archive(data)
    damaged: set[str] = set()
    for name in filter(_CHART.fullmatch, archive.namelist()):
        try:
            xml(archive, name)
        except Refused as refusal:
            if refusal.reason != "truncated":
                raise
            damaged.add(name)
            draft.warn(refusal.detail)
    if not damaged:
        return data
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as copy, reading():
        for entry in archive.infolist():
            copy.writestr(entry.filename, _EMPTY if entry.filename in damaged else archive.read(entry))
    return out.getvalue()
