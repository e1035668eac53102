"""A file read as a note that is the export of a whole CRM is told as such, and kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from copilot import pipeline
from tests.conftest import Dossier

DEALS = "Opportunity Name;Account Name;Stage;Amount;Close Date\n" + "".join(
    f"Deal {n};{name};Proposal;{n}0000;2027-03-{n + 10}\n"
    for n, name in enumerate(["Verrier", "Lauvergne", "Nordvik", "Verrier"] * 3, 1)
)
ONE = DEALS.replace("Lauvergne", "Verrier").replace("Nordvik", "Verrier")
LONG = "Account Name;Industry;Website\n" + "".join(f"Client {n};Food;c{n}.example\n" for n in range(40))
SHORT = "Account Name;Industry;Website\n" + "".join(f"Client {n};Food;c{n}.example\n" for n in range(8))


@pytest.mark.parametrize(("table", "accounts"), [(DEALS, 3), (LONG, 40), (ONE, 0), (SHORT, 0), ("Site;CA\nA;1\n", 0)])
def test_an_export_of_several_accounts_is_pointed_out(
    new_dossier: Callable[[], Dossier], table: str, accounts: int
) -> None:
    dossier = new_dossier()
    report = pipeline.ingest_bytes(dossier.deps, dossier.slug, "export.csv", table.encode())
    assert report.status == "stored"
    told = [line for line in report.warnings if "abp crm import" in line]
    assert [f"{accounts} accounts" in line for line in told] == ([True] if accounts else [])
