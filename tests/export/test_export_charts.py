"""Pictures of charts: the same everywhere, read aloud, without network, and in Word files beside their claims."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.charts.registry import chart_of
from copilot.export.charts import picture_of, png, svg
from copilot.export.formats import export_plan
from copilot.schemas.evidence import Claim, Receipt
from copilot.schemas.plan import Plan
from copilot.scoring.registry import run_tool

NASTY = "</text><script>alert(1)</script> & \"x\" 'y'"
CLIENTS = [{"name": NASTY, "revenue": 700}, {"name": "Bêta", "revenue": 200}, {"name": "Gamma", "revenue": 100}]
PORTFOLIO = {"currency": "EUR", "clients": CLIENTS}
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def spec() -> dict[str, Any]:
    found = chart_of(run_tool("pareto", PORTFOLIO), "fr")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def receipt() -> Receipt:
    steps = {"start": 1_000_000, "expansion": 180_000, "contraction": 40_000, "churn": 60_000}
    return run_tool("nrr", {"currency": "EUR", **steps}).receipt


def test_picture_is_the_same_each_time(spec: dict[str, Any]) -> None:
    assert svg(spec) == svg(spec)
    assert png(spec) == png(spec)


def test_another_process_draws_the_same_picture(spec: dict[str, Any]) -> None:
    code = (
        "import hashlib, json, sys\n"
        "from copilot.export.charts import svg\n"
        "print(hashlib.sha256(svg(json.load(sys.stdin)).encode()).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=json.dumps(spec), capture_output=True, text=True, check=True,
        env={"PYTHONHASHSEED": "7", "LANG": "C", "FONTCONFIG_FILE": "/dev/null", "HOME": "/nonexistent"},
    )  # fmt: skip
    assert done.stdout.strip() == hashlib.sha256(svg(spec).encode()).hexdigest()


def test_svg_is_well_formed_and_names_are_text(spec: dict[str, Any]) -> None:
    root = ET.fromstring(svg(spec))
    assert {element.tag for element in root.iter()} <= {
        f"{SVG}{name}"
        for name in ("svg", "g", "path", "line", "rect", "text", "tspan", "desc", "title", "defs", "clipPath")
    }
    shown = "".join(root.itertext())
    assert "</text><script>" in shown
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on") or "href" in name]
    assert not [element for element in root.iter() if "style" in element.attrib]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=5, unique=True))
def test_any_name_makes_a_picture_that_can_be_read(names: list[str]) -> None:
    clients = [{"name": name, "revenue": 10 - rank} for rank, name in enumerate(names)]
    found = chart_of(run_tool("pareto", {"currency": "EUR", "clients": clients}), "en")
    assert found is not None
    root = ET.fromstring(svg(found))
    assert "Revenue" in "".join(root.itertext())


def test_several_pictures_at_once_are_the_same(spec: dict[str, Any]) -> None:
    with ThreadPoolExecutor(4) as pool:
        drawn = set(pool.map(svg, [spec] * 8))
    assert drawn == {svg(spec)}


def test_svg_is_read_aloud(spec: dict[str, Any]) -> None:
    root = ET.fromstring(svg(spec))
    assert root.get("role") == "img"
    assert root.get("aria-label") == spec["description"] == root.findtext(f"{SVG}desc")


def test_svg_shows_the_whole_name_where_a_pointer_rests() -> None:
    name = 'Compagnie générale des matériaux réunis du grand Sud-Ouest & de ses « filiales » "A" <b>'
    clients = [{"name": name, "revenue": 5}, {"name": "B", "revenue": 1}]
    spec = chart_of(run_tool("pareto", {"currency": "EUR", "clients": clients}), "fr")
    assert spec is not None
    titles = [title.text or "" for title in ET.fromstring(svg(spec)).iter(f"{SVG}title")]
    assert any(title.startswith(f"{name} · 5\u00a0€ · 83,3") for title in titles)


def test_png_has_the_size_asked_for(spec: dict[str, Any]) -> None:
    small, large = png(spec, 1), png(spec, 2)
    assert small.startswith(b"\x89PNG\r\n\x1a\n")
    widths = [int.from_bytes(picture[16:20]) for picture in (small, large)]
    assert abs(widths[1] - 2 * widths[0]) <= 1


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/x.csv", "/etc/passwd", "data:text/csv,a%0A1"])
def test_renderer_loads_no_address(spec: dict[str, Any], address: str) -> None:
    with pytest.raises(ValueError, match="External data url not allowed"):
        svg({**spec, "data": {"url": address}})


def test_renderer_reads_no_file(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a\nHIDDEN\n", "utf-8")
    data = {"url": (tmp_path / "x.csv").as_uri(), "format": {"type": "csv"}}
    drawn = svg({"data": data, "mark": "text", "encoding": {"text": {"field": "a", "type": "nominal"}}})
    assert "HIDDEN" not in drawn


def test_nobody_pays_for_the_renderer_before_a_chart_is_drawn() -> None:
    code = (
        "import sys, copilot.export.charts, copilot.charts.registry, copilot.export.formats, api.app\n"
        "assert 'vl_convert' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_receipt_is_drawn_again(receipt: Receipt) -> None:
    picture = picture_of(receipt, "fr")
    assert picture is not None
    assert picture.alt.startswith("Les clients existants rapportent plus")


def test_receipt_that_its_tool_would_not_give_today_is_not_drawn(receipt: Receipt) -> None:
    assert picture_of(receipt.model_copy(update={"version": "0"}), "fr") is not None
    assert picture_of(receipt.model_copy(update={"sha256": "0" * 64}), "fr") is None
    assert picture_of(receipt.model_copy(update={"inputs": {"currency": "EUR"}}), "fr") is None
    assert picture_of(receipt.model_copy(update={"tool": "no_such_tool"}), "fr") is None


def _with_claims(plan: Plan, receipts: list[Receipt]) -> Plan:
    claims = [
        Claim(id=f"n{number}", text=f"Calcul {number}", status="computed", citations=[], receipt=receipt)
        for number, receipt in enumerate(receipts)
    ]
    sections = [
        section.model_copy(update={"claims": [*section.claims, *claims]}) if section.key == "profile" else section
        for section in plan.sections
    ]
    return plan.model_copy(update={"sections": sections})


def test_word_file_shows_each_computation_once_with_its_description(plan: Plan, receipt: Receipt) -> None:
    other = run_tool("zopa", {"unit": "EUR/h", "seller_min": 96, "buyer_max": 104}).receipt
    drawn_plan = _with_claims(plan, [receipt, other, receipt])
    document = Document(io.BytesIO(export_plan(drawn_plan, "docx")))
    drawn = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert len(drawn) == 2
    assert drawn[0].startswith("Les clients existants rapportent plus")
    assert drawn[1].startswith("Un accord est possible")
    assert all(shape.width <= document.sections[0].page_width for shape in document.inline_shapes)


def test_word_file_names_no_other_client(plan: Plan) -> None:
    drawn = _with_claims(plan, [run_tool("pareto", PORTFOLIO).receipt])
    document = Document(io.BytesIO(export_plan(drawn, "docx")))
    assert len(document.inline_shapes) == 0


def test_word_file_without_charts_has_no_picture(plan: Plan) -> None:
    with zipfile.ZipFile(io.BytesIO(export_plan(plan, "docx"))) as archive:
        assert not [name for name in archive.namelist() if name.startswith("word/media/")]


def test_markdown_keeps_the_text_only(plan: Plan, receipt: Receipt) -> None:
    plain = export_plan(plan, "md").decode()
    written = export_plan(_with_claims(plan, [receipt]), "md").decode()
    assert "Calcul 0" in written
    assert "![" not in written
    assert "\n\n\n" not in written
    assert plain.count("\n## ") == written.count("\n## ")
