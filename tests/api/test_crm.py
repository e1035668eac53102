from __future__ import annotations

from collections.abc import Callable

from fastapi.testclient import TestClient

from copilot.deps import Deps
from copilot.schemas.account import Account
from tests.api.problems import assert_problem
from tests.ingest.crm_files import PIPEDRIVE, csv_bytes

HEADER = ["Account Name", "Opportunity Name", "Stage", "Amount"]


def sent(*files: tuple[str, list[list[str]]]) -> list[tuple[str, tuple[str, bytes]]]:
    return [("files", (name, csv_bytes(rows))) for name, rows in files]


def test_a_preview_tells_columns_and_stores_nothing(client: TestClient, deps: Deps) -> None:
    before = deps.store.accounts("default")
    answer = client.post("/v1/crm/previews", files=[*sent(("deals.csv", PIPEDRIVE)), ("files", ("empty.csv", b""))])
    assert answer.status_code == 200, answer.text
    (table,) = answer.json()["tables"]
    assert (table["object"], table["rows"], table["currencies"]) == ("opportunity", 2, ["EUR"])
    assert {"header": "Deal - Value", "field": "opportunity.amount"}.items() <= table["columns"][4].items()
    assert answer.json()["warnings"][0].startswith("empty.csv: ")
    assert deps.store.accounts("default") == before


def test_an_import_gives_each_account_its_rows(
    client: TestClient, deps: Deps, new_account: Callable[..., Account]
) -> None:
    one, other = new_account("Vaubert Paper"), new_account("Lesquin Glass")
    rows = [HEADER, [one.name, "A", "Open", "1"], [other.name, "B", "Open", "2"], ["Nobody", "C", "Open", "3"]]
    answer = client.post("/v1/crm/imports", files=sent(("deals.csv", rows)))
    assert answer.status_code == 200, answer.text
    report = answer.json()
    assert {(line["slug"], line["rows"]) for line in report["accounts"]} == {(one.slug, 1), (other.slug, 1)}
    assert [(line["reason"], line["rows"]) for line in report["left_out"]] == [("unknown", 1)]
    assert "B" not in deps.store.document("default", one.id, "deals.csv").segments[1].cells
    again = client.post("/v1/crm/imports", files=sent(("deals.csv", rows))).json()
    assert {line["status"] for line in again["accounts"]} == {"unchanged"}


def test_a_mapping_decides_and_a_wrong_one_is_a_problem(client: TestClient, account: Account) -> None:
    files = sent(("deals.csv", [HEADER, ["Somebody Else", "A", "Open", "1"]]))
    said = f"accounts: {{Somebody Else: {account.slug}}}"
    report = client.post("/v1/crm/imports", files=files, data={"mapping": said}).json()
    assert [(line["slug"], line["how"]) for line in report["accounts"]] == [(account.slug, "mapped")]
    wrong = client.post(
        "/v1/crm/previews", files=files, data={"mapping": "tables: [{columns: {Stage: opportunity.stagee}}]"}
    )
    assert "did you mean opportunity.stage" in assert_problem(wrong, 422, "bad-input")["detail"]


def test_problems_of_an_import(client: TestClient, account: Account) -> None:
    files = sent(("deals.csv", [HEADER, ["No Such Client At All", "A", "Open", "1"]]))
    assert (
        "--create-accounts" in assert_problem(client.post("/v1/crm/imports", files=files), 422, "bad-input")["detail"]
    )
    assert_problem(client.post("/v1/crm/imports", files=files, data={"account": "not-there"}), 404, "not-found")
    assert_problem(client.post("/v1/crm/imports", files=[("files", ("x.csv", b""))]), 415, "unreadable-file")
    assert_problem(client.post("/v1/crm/previews", files=[("files", ("x.csv", b"a;b\n" * 300_000))]), 413, "too-large")
