"""What holds for every chart: a valid specification, a finding, no address, no expression made of data."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import altair
import pytest
import vl_convert

from copilot.charts.frame import SCHEMA
from copilot.charts.look import Theme
from copilot.charts.registry import CHARTS, chart_of
from copilot.schemas.evidence import Language
from copilot.scoring.registry import run_tool
from tests.charts.samples import LANGUAGES, SAMPLES, THEMES, chart, texts, title, walk

NASTY = "Zq\"'`</text><script>alert(1)</script>\n\u202e{{datum.x}}\\${signal} https://evil.example/x.png zQ"
EXPRESSIONS = {"expr", "signal", "calculate", "labelExpr", "test", "url", "href", "update", "aggregate"}


def test_every_chart_has_a_sample_and_a_line_in_the_documentation() -> None:
    assert set(SAMPLES) == set(CHARTS)
    page = (Path(__file__).parents[2] / "docs" / "charts.md").read_text("utf-8")
    lines = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    assert set(re.findall(r"`(\w+)`", " ".join(lines))) == set(CHARTS)


@pytest.mark.parametrize("tool", SAMPLES)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_specification_is_valid_and_says_what_it_shows(tool: str, theme: Theme, language: Language) -> None:
    answer = run_tool(tool, SAMPLES[tool])
    spec = chart_of(answer, language, theme)
    assert spec is not None
    assert altair.Chart.from_dict(spec, validate=True).to_dict()["layer"]
    assert len(title(spec)) > 20
    assert spec["description"].startswith(title(spec))
    assert len(spec["description"]) > len(title(spec)) + 20
    assert all(spec["title"]["subtitle"])
    assert any(answer.receipt.sha256[:12] in text and tool in text for text in texts(spec["layer"]))


@pytest.mark.parametrize("tool", SAMPLES)
def test_languages_and_themes_differ_in_words_and_colours_only(tool: str) -> None:
    french, english = chart(tool, SAMPLES[tool]), chart(tool, SAMPLES[tool], "en")
    assert title(french) != title(english)
    assert french["description"] != english["description"]
    dark = chart(tool, SAMPLES[tool], theme="dark")
    assert dark["background"] != french["background"]
    colour = re.compile(r"#[0-9a-f]{6}")
    assert colour.sub("", json.dumps(dark)) == colour.sub("", json.dumps(french))


@pytest.mark.parametrize("tool", SAMPLES)
def test_same_result_same_bytes(tool: str) -> None:
    first, second = (json.dumps(chart(tool, SAMPLES[tool])) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("tool", SAMPLES)
def test_order_of_the_input_changes_nothing_but_the_receipt(tool: str) -> None:
    turned = {k: v[::-1] if isinstance(v, list) else v for k, v in SAMPLES[tool].items()}
    answers = [run_tool(tool, payload) for payload in (SAMPLES[tool], turned)]
    digest = re.compile("|".join(answer.receipt.sha256[:12] for answer in answers))
    one, other = (digest.sub("", json.dumps(chart_of(answer, "fr"))) for answer in answers)
    assert one == other


@pytest.mark.parametrize("tool", SAMPLES)
def test_nothing_is_loaded_and_nothing_is_computed_in_the_picture(tool: str) -> None:
    spec = chart(tool, SAMPLES[tool])
    assert spec["$schema"] == SCHEMA
    assert {key for key, _ in walk(spec)} & EXPRESSIONS == set()
    assert [text for text in texts(spec) if "://" in text] == [SCHEMA]


FREE = ("name", "label", "give", "get", "source", "lose", "account", "selling_company", "id", "key", "perimeter")
SHORT = ("unit", "period")
CLOSED = ("nrr", "nps", "csat")
"""Indicators of the catalogue, whose key is no free text."""


def _poisoned(node: Any, key: str = "") -> Any:
    """The payload with the nasty name in front of every text that is free."""
    if isinstance(node, dict):
        return {name: _poisoned(value, name) for name, value in node.items()}
    if isinstance(node, list):
        return [_poisoned(item, key) for item in node]
    if not isinstance(node, str) or node in CLOSED or key not in (*FREE, *SHORT):
        return node
    return f"{NASTY[:30]}{node}"[:40] if key in SHORT else f"{NASTY}{node}"


@pytest.mark.parametrize("tool", [tool for tool in SAMPLES if _poisoned(SAMPLES[tool]) != SAMPLES[tool]])
@pytest.mark.parametrize("language", LANGUAGES)
def test_names_are_data_whatever_they_hold(tool: str, language: Language) -> None:
    spec = chart(tool, _poisoned(SAMPLES[tool]), language)
    assert any("Zq" in text for text in texts(spec))
    assert not any(char in text for text in texts(spec) for char in "\n\u202e\x00")
    compiled = vl_convert.vegalite_to_vega(spec, vl_version="6.4")
    allowed = {"text", "values", "title", "description", "subtitle", "value"}
    for key, value in walk(compiled):
        if isinstance(value, str) and "Zq" in value and key not in allowed:
            in_data = any(value in texts(item["values"]) for item in compiled["data"] if "values" in item)
            assert in_data, (key, value[:80])
    for key, value in walk(compiled):
        if key in ("signal", "expr", "test", "update", "url", "href") and isinstance(value, str):
            assert "Zq" not in value
            assert "script" not in value


def test_insufficient_data_has_no_chart() -> None:
    answer = run_tool("pareto", {"currency": "EUR", "clients": []})
    assert answer.verdict == "insufficient"
    assert chart_of(answer, "fr") is None


def test_tool_without_a_chart_has_none() -> None:
    answer = run_tool("cac_payback", {"currency": "EUR", "cost": 36000, "monthly_revenue": 6000, "margin": "0.75"})
    assert chart_of(answer, "en") is None
