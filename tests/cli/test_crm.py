"""`abp crm`: preview with a mapping file, import by account."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from copilot.cli.main import app
from tests.ingest.crm_files import PLAIN_FR, SALESFORCE_FR, csv_bytes


def abp(data: Path, *args: str) -> Result:
    return CliRunner().invoke(app, ["--data", str(data), "crm", *args])


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.csv"
    path.write_bytes(csv_bytes(PLAIN_FR, ";", "cp1252"))
    return path


def test_preview_prints_columns_counts_and_rows_and_opens_no_database(plan: Path, tmp_path: Path) -> None:
    result = abp(tmp_path / "data", "preview", str(plan), "--lang", "fr")
    assert result.exit_code == 0, result.stderr
    assert "plan.csv\u00a0: opportunités, 5 lignes" in result.stdout
    assert "opportunity.amount" in result.stdout
    assert "1 234,56 €" in result.stdout
    assert "comptes nommés\u00a0: 2\u00a0; lignes sans compte\u00a0: 1" in result.stdout
    assert not (tmp_path / "data").exists()


def test_preview_writes_a_mapping_once_and_applies_it(plan: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "crm.yaml"
    assert abp(tmp_path / "data", "preview", str(plan), "--mapping", str(mapping)).exit_code == 0
    text = mapping.read_text("utf-8")
    assert "Remarque: opportunity.description" in text
    mapping.write_text(text.replace("Remarque: opportunity.description", "Remarque: opportunity.next_step"), "utf-8")
    result = abp(tmp_path / "data", "preview", str(plan), "--mapping", str(mapping), "--json")
    columns = {one["header"]: one["field"] for one in json.loads(result.stdout)["tables"][0]["columns"]}
    assert columns["Remarque"] == "opportunity.next_step"
    assert "opportunity.next_step" in mapping.read_text("utf-8")


def test_a_wrong_field_in_a_mapping_is_one_line(plan: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "crm.yaml"
    mapping.write_text("tables:\n- columns: {Client: account.nam}\n", "utf-8")
    result = abp(tmp_path / "data", "preview", str(plan), "--mapping", str(mapping))
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert "did you mean account.name?" in result.stderr


def test_import_tells_where_every_row_went(plan: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    report.write_bytes(csv_bytes(SALESFORCE_FR, ";"))
    data = tmp_path / "data"
    refused = abp(data, "import", str(plan))
    assert refused.exit_code == 2
    assert "--create-accounts" in refused.stderr
    made = abp(data, "import", str(plan), str(report), "--create-accounts", "--json")
    assert made.exit_code == 0, made.stderr
    told = json.loads(made.stdout)
    assert told["created"] == ["brenac", "brenac-sas", "orival-foods"]
    assert (told["rows"], told["assigned"]) == (8, 6)
    shown = abp(data, "import", str(plan), "--lang", "en")
    assert "5 rows: 3 given to 2 accounts (0 of them new), 2 left out" in shown.stdout
    assert "plan.csv: 1 rows left out, without account: 5" in shown.stdout


def test_a_missing_file_or_mapping_is_one_line(tmp_path: Path) -> None:
    result = abp(tmp_path / "data", "preview", str(tmp_path / "none.csv"))
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    result = abp(tmp_path / "data", "import", str(tmp_path / "none.csv"), "--mapping", str(tmp_path / "none.yaml"))
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
