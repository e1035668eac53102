"""Tests of `salary_benchmark`: the bands of the source, its citation, and tables that are refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from copilot.errors import BadInput
from copilot.resources import load_yaml, resource
from copilot.scoring.manager import salary_benchmark
from copilot.scoring.manager.benchmarks import Benchmark, benchmarks
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result

BANDS = [("0-2", 45, 50), ("2-5", 50, 60), ("5-10", 55, 70), ("10-15+", 60, 75)]


def table() -> dict[str, Any]:
    path = resource("knowledge") / "benchmarks" / "salary_kam_france_2025.yaml"
    found: dict[str, Any] = load_yaml(path)
    return found


class TestLookUp:
    @pytest.mark.parametrize(
        ("years", "band"),
        [(0, 0), ("1.99", 0), (2, 1), ("4.999999", 1), (5, 2), (9, 2), (10, 3), (15, 3), (16, 3), (80, 3)],
    )
    def test_bands_are_half_open(self, years: Any, band: int) -> None:
        label, low, high = BANDS[band]
        found = result("salary_benchmark", years=years)
        assert (found["band"], found["fixed_low"], found["fixed_high"]) == (label, f"{low}000", f"{high}000")

    def test_total_adds_the_lowest_and_the_highest_variable_part(self) -> None:
        found = result("salary_benchmark", years=2)
        assert (found["total_low"], found["total_high"]) == ("57500", "90000")
        found = result("salary_benchmark", years=12)
        assert (found["total_low"], found["total_high"]) == ("69000", "112500")

    def test_source_year_and_scope_are_always_said(self) -> None:
        answer = run_tool("salary_benchmark", {"years": 7})
        assert answer.result is not None
        assert (answer.result["source"], answer.result["year"]) == ("Michael Page 2025, via S0", 2025)
        assert answer.why[-1].code == "salary.source"
        assert "Michael Page 2025, via S0" in answer.why[-1].fr
        assert codes(answer) == ["salary.scope"]
        assert "France; depends on the location" in answer.findings[0].en
        assert "samaores" not in str(answer)

    def test_an_old_table_is_called_old(self) -> None:
        assert codes(run_tool("salary_benchmark", {"years": 7, "as_of": "2026-12-31"})) == ["salary.scope"]
        assert codes(run_tool("salary_benchmark", {"years": 7, "as_of": "2027-01-01"})) == [
            "salary.scope",
            "salary.old",
        ]

    def test_without_years_it_is_insufficient(self) -> None:
        assert run_tool("salary_benchmark", {}).missing == ["years"]

    @pytest.mark.parametrize(
        ("payload", "message"),
        [
            ({"years": -1}, "years = '-1': Input should be greater than or equal to 0"),
            ({"years": 81}, "years = '81': Input should be less than or equal to 80"),
            (
                {"years": 1, "benchmark": "x"},
                "benchmark = 'x': there is no such table; known tables: salary_kam_france_2025",
            ),
        ],
    )
    def test_refusals(self, payload: dict[str, Any], message: str) -> None:
        with pytest.raises(BadInput) as caught:
            run_tool("salary_benchmark", payload)
        assert str(caught.value) == f"salary_benchmark: {message}"


@settings(max_examples=40, deadline=None)
@given(st.decimals(min_value=0, max_value=80, places=2))
def test_exactly_one_band_holds_any_number_of_years(years: Decimal) -> None:
    rows = benchmarks()["salary_kam_france_2025"].rows
    assert sum(band.holds(years) for band in rows) == 1


class TestTables:
    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"rows": []}, "at least 1 item"),
            ({"rows": [{"label": "a", "from": 0, "to": 2, "low": 5, "high": 4}]}, "ends before it starts"),
            ({"rows": [{"label": "a", "from": 2, "to": 2, "low": 5, "high": 6}]}, "ends before it starts"),
            ({"variable": {"low": "0.5", "high": "0.1"}}, "low = '0.5' is above high = '0.1'"),
            ({"year": None}, "year"),
            ({"source": ""}, "source"),
        ],
    )
    def test_a_wrong_table_is_refused(self, change: dict[str, Any], message: str) -> None:
        with pytest.raises(ValidationError, match=message):
            Benchmark.model_validate({**table(), **change})

    def test_bands_must_join(self) -> None:
        rows = table()["rows"]
        with pytest.raises(ValidationError, match="the band '5-10' must start where '0-2' ends"):
            Benchmark.model_validate({**table(), "rows": [rows[0], *rows[2:]]})

    def test_another_table_without_variable_part(self, monkeypatch: pytest.MonkeyPatch) -> None:
        other = {
            **table(),
            "id": "other",
            "unit": "GBP",
            "rows": [{"label": "3-4", "from": 3, "to": 4, "low": 1, "high": 2}],
        }
        del other["variable"]
        monkeypatch.setattr(salary_benchmark, "benchmarks", lambda: {"other": Benchmark.model_validate(other)})
        found = result("salary_benchmark", years=3, benchmark="other")
        assert (found["currency"], found["fixed_high"], found["total_low"]) == ("GBP", "2", None)
        answer = run_tool("salary_benchmark", {"years": 4, "benchmark": "other"})
        assert (answer.verdict, answer.missing) == ("insufficient", ["a band for 4 years in other"])
