"""The same file through every door gives the bytes of the JSON that it became."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from fastapi.testclient import TestClient
from mcp.client.client import Client
from typer.testing import CliRunner, Result

from api.app import create_app
from copilot import pipeline, tabular
from copilot.cli.main import app
from copilot.mcp.server import build_server
from copilot.scoring.registry import rendered, run_tool
from copilot.settings import Settings
from tests.api.problems import assert_problem
from tests.scoring.test_tables import TestPortfolio

SAMPLE = Path("knowledge/sample/notes/05_suivi_Mirandol_2025.xlsx")
CRM = Path("knowledge/sample/notes/10_export_crm.csv")
SERVER = build_server("en")
CASES: list[tuple[str, Path, dict[str, str]]] = [
    ("pareto", SAMPLE, {}),
    ("nrr", SAMPLE, {}),
    ("contribution_margin", SAMPLE, {}),
    ("budget_rollup", SAMPLE, {}),
    ("weighted_pipeline", CRM, {}),
    ("early_warning", CRM, {"objective": "6 000 000", "achieved": "3000000"}),
]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    deps = pipeline.open_deps(Settings(data_dir=tmp_path_factory.mktemp("doors"), max_upload_mb=1))
    with TestClient(create_app(deps=deps), raise_server_exceptions=False) as opened:
        yield opened
    pipeline.close(deps)


def abp(*args: str) -> Result:
    return CliRunner().invoke(app, list(args))


def post(client: TestClient, address: str, file: Path, **form: Any) -> Any:
    return client.post(address, files={"file": (file.name, file.read_bytes())}, data=form)


def mcp(name: str, **arguments: Any) -> Any:
    async def ask() -> Any:
        async with Client(SERVER) as opened:
            return await opened.call_tool(name, arguments)

    return anyio.run(ask)


def encoded(file: Path) -> dict[str, str]:
    return {"file_name": file.name, "content_base64": base64.b64encode(file.read_bytes()).decode()}


@pytest.mark.parametrize(("tool", "file", "values"), CASES, ids=[case[0] for case in CASES])
def test_same_file_gives_the_same_bytes_through_every_door(
    client: TestClient, tool: str, file: Path, values: dict[str, str]
) -> None:
    given = [f"{name}={value}" for name, value in values.items()]
    command = abp("score", tool, "--input", str(file), *(part for pair in given for part in ("--set", pair)))
    shown = abp(
        "score", tool, "--input", str(file), "--show-input", *(part for pair in given for part in ("--set", pair))
    )
    posted = post(client, f"/v1/scoring/{tool}/table", file, set=given)
    numbers = tabular.typed_values(tool, values)
    called = mcp(
        "score_table", tool=tool, values={name: int(value) for name, value in numbers.items()}, **encoded(file)
    )
    expected = rendered(run_tool(tool, json.loads(shown.stdout)))
    assert command.stdout == f"{expected}\n"
    assert posted.content.decode() == expected
    assert called.content[0].text == expected
    assert called.structured_content == json.loads(expected)
    assert client.post(f"/v1/scoring/{tool}", json=json.loads(shown.stdout)).text == expected


def test_same_report_through_every_door(client: TestClient) -> None:
    expected = tabular.rendered(tabular.report(SAMPLE.name, SAMPLE.read_bytes(), tabular.asked_of()))
    assert abp("portfolio", str(SAMPLE), "--json").stdout == f"{expected}\n"
    assert post(client, "/v1/portfolio/reports", SAMPLE).text == expected
    assert mcp("portfolio_report", **encoded(SAMPLE)).content[0].text == expected


def test_what_was_left_out_is_told_beside_the_result(client: TestClient) -> None:
    told = "Rows left out (1): 19 (total)."
    command = abp("score", "pareto", "--input", str(SAMPLE), "--lang", "en")
    assert told in command.stderr
    assert "Sheet “Portefeuille”: revenue = 'CA 2025', name = 'Client'" in command.stderr
    posted = post(client, "/v1/scoring/pareto/table?lang=en", SAMPLE)
    assert told in json.loads(posted.headers["x-table-notes"])
    assert told in mcp("score_table", tool="pareto", **encoded(SAMPLE)).content[1].text


def test_reading_can_be_checked_before_anything_is_computed(client: TestClient) -> None:
    posted = post(client, "/v1/scoring/pareto/input", SAMPLE).json()
    called = mcp("read_table", tool="pareto", **encoded(SAMPLE)).structured_content
    shown = json.loads(abp("score", "pareto", "--input", str(SAMPLE), "--show-input").stdout)
    assert posted == called
    assert posted["payload"] == shown
    assert posted["columns"] == {"revenue": "CA 2025", "name": "Client"}
    assert posted["left_out"] == [{"row": 19, "name": "Total", "reason": "total"}]


def test_text_of_a_table_is_enough_for_mcp() -> None:
    answer = mcp("score_table", tool="pareto", text=TestPortfolio.FRENCH)
    assert answer.structured_content["result"]["clients"] == 1
    bad = mcp("score_table", tool="pareto", text="Client;CA\nA;1\nB;2\n")
    assert bad.is_error
    assert "give it (currency = EUR)" in bad.content[0].text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"tool": "pareto"}, "give text or content_base64"),
        ({"tool": "pareto", "text": "a", "content_base64": "YQ=="}, "give text or content_base64"),
        ({"tool": "pareto", "content_base64": "***"}, "content_base64 is not Base64"),
        ({"tool": "paretto", "text": "a;b\n1;2\n"}, "did you mean pareto"),
        ({"tool": "pareto", "text": "Bonjour\n", "file_name": "a.txt"}, "the file holds no table"),
        ({"tool": "pareto", "content_base64": "UEsDBA==", "file_name": "a.xlsx"}, "a.xlsx: the file is damaged"),
    ],
)
def test_bad_files_are_one_line_over_mcp(arguments: dict[str, str], said: str) -> None:
    answer = mcp("score_table", **arguments)
    assert answer.is_error
    assert said in answer.content[0].text
    assert "\n" not in answer.content[0].text


def test_tools_for_tables_run_only_what_is_allowed() -> None:
    async def ask() -> tuple[list[str], Any, Any]:
        async with Client(build_server("en", ["nrr", "score_table", "portfolio_report"])) as opened:
            names = [tool.name for tool in (await opened.list_tools()).tools]
            refused = await opened.call_tool("score_table", {"tool": "pareto", **encoded(SAMPLE)})
            report = await opened.call_tool("portfolio_report", encoded(SAMPLE))
            return names, refused, report

    names, refused, report = anyio.run(ask)
    assert names == ["nrr", "score_table", "portfolio_report"]
    assert refused.is_error
    assert "there are nrr" in refused.content[0].text
    assert [one["tool"] for one in report.structured_content["reports"]] == ["nrr"]


def test_bad_files_are_problems_over_http(client: TestClient, tmp_path: Path) -> None:
    broken = tmp_path / "p.xlsx"
    broken.write_bytes(b"PK\x03\x04 broken")
    assert_problem(post(client, "/v1/scoring/pareto/table", broken), 415, "unreadable-file")
    bare = tmp_path / "p.csv"
    bare.write_text("Client;CA\nA;1\nB;2\n", "utf-8")
    problem = assert_problem(post(client, "/v1/scoring/pareto/table", bare), 422, "bad-input")
    assert "does not say its currency" in problem["detail"]
    assert post(client, "/v1/scoring/pareto/table", bare, currency="EUR").status_code == 200
    assert_problem(post(client, "/v1/scoring/paretto/table", bare), 404, "not-found")
    assert_problem(post(client, "/v1/scoring/pareto/table", bare, set=["x"]), 422, "bad-input")
    assert_problem(client.post("/v1/scoring/pareto/table"), 422, "bad-input")
    large = tmp_path / "large.csv"
    large.write_bytes(b"Client;CA\n" + b"A;1\n" * 300_000)
    assert_problem(post(client, "/v1/portfolio/reports", large), 413, "too-large")


def test_notes_that_do_not_fit_a_header_are_cut(client: TestClient, tmp_path: Path) -> None:
    file = tmp_path / "p.csv"
    lines = "".join(f"{'é' * 200} {rank};n/a;n/a\n" for rank in range(40))
    file.write_text(f"Client;{'CA 2025 ' * 20}(€);{'CA 2024 ' * 20}(€)\nA;1;2\nB;2;3\nC;3;4\n{lines}", "utf-8")
    answer = post(client, "/v1/scoring/nrr/table", file)
    assert answer.status_code in (200, 422)
    assert len(answer.headers.get("x-table-notes", "")) <= 3000


def test_command_line_refuses_a_table_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "p.csv"
    file.write_text("Client;CA\nA;1\nB;2\n", "utf-8")
    result = abp("score", "pareto", "--input", str(file))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert abp("score", "pareto", "--input", str(file), "--currency", "EUR").exit_code == 0
    named = abp("score", "pareto", "--input", str(file), "--currency", "EUR", "--column", "name=Ville")
    assert "no such header" in named.stderr


def test_command_line_takes_single_inputs_alone(tmp_path: Path) -> None:
    said = abp("score", "zopa", "--set", "unit=EUR", "--set", "seller_min=96", "--set", "buyer_max=104,5")
    assert json.loads(said.stdout)["result"]["width"] == "8.5"
    file = tmp_path / "in.json"
    file.write_text('{"unit": "EUR", "seller_min": 96}', "utf-8")
    merged = abp("score", "zopa", "--input", str(file), "--set", "buyer_max=104")
    assert json.loads(merged.stdout)["result"]["width"] == "8"


def test_json_needs_no_ending_to_be_recognised(tmp_path: Path) -> None:
    file = tmp_path / "input.txt"
    file.write_text('\n {"unit": "EUR", "seller_min": 96, "buyer_max": 104}', "utf-8")
    assert json.loads(abp("score", "zopa", "--input", str(file)).stdout)["result"]["width"] == "8"


def test_portfolio_command_writes_its_report_inputs_and_charts(tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = abp("portfolio", str(SAMPLE), "--out", str(out), "--lang", "en")
    assert result.exit_code == 0
    assert result.stdout.startswith("Report on 05_suivi_Mirandol_2025.xlsx\n")
    report = json.loads((out / "report.json").read_text("utf-8"))
    for rank, one in enumerate(report["reports"], start=1):
        stem = f"{rank:02d}-{one['tool']}"
        payload = json.loads((out / f"{stem}.input.json").read_text("utf-8"))
        assert rendered(run_tool(one["tool"], payload)) == (out / f"{stem}.json").read_text("utf-8")
    assert (out / "01-pareto.svg").read_text("utf-8").startswith("<svg")
    assert "## Portfolio Pareto" in (out / "report.md").read_text("utf-8")


def test_portfolio_command_names_a_file_that_is_missing(tmp_path: Path) -> None:
    result = abp("portfolio", str(tmp_path / "gone.xlsx"))
    assert result.exit_code == 2
    assert "gone.xlsx" in result.stderr
