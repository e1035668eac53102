"""The sample dossier's tables give the numbers that were computed by hand from it."""

from __future__ import annotations

import csv
import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from copilot.scoring.registry import run_tool
from copilot.scoring.tables.portfolio import budget_from_rows, pipeline_from_rows, pnl_from_rows, portfolio_from_rows

DATA = Path(os.environ.get("ABP_EVAL_DATA", "../shared/data")) / "dossiers" / "fr-indus"  # noqa: TID251
SHEET = DATA / "notes" / "05_suivi_Mirandol_2025.xlsx"

pytestmark = pytest.mark.skipif(not SHEET.is_file(), reason="ABP_EVAL_DATA does not hold the sample dossier")


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    scoring: dict[str, Any] = json.loads((DATA / "gold.json").read_text("utf-8"))["scoring"]
    return scoring


def table(sheet: str) -> tuple[list[str], list[dict[str, str]], str]:
    """Header, rows and the text above, found as a reader finds them: the first line with two filled cells or more."""
    import openpyxl

    book = openpyxl.load_workbook(SHEET, data_only=True)
    lines = [["" if c is None else str(c) for c in line] for line in book[sheet].iter_rows(values_only=True)]
    start = next(rank for rank, line in enumerate(lines) if sum(1 for cell in line if cell) >= 2)
    header = [cell or f"column {rank}" for rank, cell in enumerate(lines[start])]
    above = " ".join(cell for line in lines[:start] for cell in line if cell)
    return header, [dict(zip(header, line, strict=True)) for line in lines[start + 1 :]], f"{sheet} {above}"


def value(answer: Any, key: str) -> Decimal:
    return Decimal(str(answer.result[key]))


def test_portfolio_gives_pareto_concentration_and_retention(expected: dict[str, Any]) -> None:
    found = portfolio_from_rows(*table("Portefeuille"))
    assert found is not None
    pareto = run_tool("pareto", found.pareto())
    assert pareto.result is not None
    assert pareto.result["clients"] == expected["pareto"]["n_clients"]
    assert pareto.result["top_names"] == expected["pareto"]["top_clients"]
    assert value(pareto, "share20") == Decimal(str(expected["pareto"]["value"]))
    assert value(run_tool("concentration", found.concentration()), "hhi") == Decimal(str(expected["hhi"]["value"]))
    retention = run_tool("nrr", found.nrr() or {})
    for key in ("start", "expansion", "contraction", "churn"):
        assert value(retention, key) == expected["nrr"][key] * 1000
    assert abs(value(retention, "nrr") - Decimal(str(expected["nrr"]["value"]))) < Decimal("0.00001")
    account = run_tool("nrr", found.nrr("Groupe Mirandol") or {})
    assert value(account, "nrr") == Decimal(str(expected["nrr"]["account_value"]))


def test_pipeline_gives_the_weighted_sum(expected: dict[str, Any]) -> None:
    with (DATA / "notes" / "10_export_crm.csv").open(encoding="cp1252", newline="") as file:
        lines = list(csv.DictReader(file, delimiter=";"))
    found = pipeline_from_rows(list(lines[0]), lines)
    assert found is not None
    weighted = run_tool("weighted_pipeline", found.weighted())
    assert value(weighted, "weighted") == Decimal(str(expected["weighted_pipeline"]["value"]))
    assert value(weighted, "open_total") == expected["weighted_pipeline"]["total_amount_open"]


def test_account_pnl_gives_the_contribution(expected: dict[str, Any]) -> None:
    found = pnl_from_rows(*table("Contribution Mirandol"))
    assert found is not None
    assert found.consistent
    margin = run_tool("contribution_margin", found.contribution())
    assert value(margin, "contribution") == expected["contribution_margin"]["value"] * 1000
    assert value(margin, "rate") == Decimal(str(expected["contribution_margin"]["rate"]))


def test_budget_request_gives_its_total(expected: dict[str, Any]) -> None:
    found = budget_from_rows(*table("Demande budget"))
    assert found is not None
    sums = run_tool("budget_rollup", found.rollup())
    assert value(sums, "total") == expected["budget_request"]["value"]
    assert not sums.findings


@pytest.mark.parametrize("sheet", ["Sites", "old_2024"])
def test_other_sheets_are_no_portfolio(sheet: str) -> None:
    assert portfolio_from_rows(*table(sheet)) is None
