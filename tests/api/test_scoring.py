"""The HTTP door to the scoring tools; that its bytes are everybody's is in tests/scoring/test_doors.py."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from copilot.charts.registry import CHARTS
from copilot.scoring.registry import REGISTRY, rendered, run_tool
from tests.api.problems import assert_problem

PARETO = REGISTRY["pareto"].example


def test_list_says_what_each_tool_is_for_in_the_callers_language(client: TestClient) -> None:
    french = client.get("/v1/scoring?language=fr").json()["tools"]
    english = client.get("/v1/scoring", headers={"Accept-Language": "en"}).json()["tools"]
    assert [tool["name"] for tool in french] == list(REGISTRY)
    assert french[0]["title"] != english[0]["title"]
    assert all(tool["family"] and tool["purpose"] and tool["example"] for tool in french)


def test_one_tool_is_described_alone(client: TestClient) -> None:
    tool = client.get("/v1/scoring/pareto?language=en").json()
    assert tool["name"] == "pareto"
    assert tool["input_schema"]["properties"]["clients"]["description"]
    assert_problem(client.get("/v1/scoring/paretto"), 404, "not-found")


def test_result_is_typed_by_the_tools_own_model(client: TestClient) -> None:
    schema = client.get("/v1/openapi.json").json()
    for name, tool in REGISTRY.items():
        answer = schema["paths"][f"/v1/scoring/{name}"]["post"]["responses"]["200"]["content"]["application/json"]
        model = schema["components"]["schemas"][answer["schema"]["$ref"].rpartition("/")[2]]
        assert model["properties"]["tool"]["const"] == name
        result = next(part for part in model["properties"]["result"]["anyOf"] if "$ref" in part)
        fields = schema["components"]["schemas"][result["$ref"].rpartition("/")[2]]["properties"]
        assert set(fields) == set(tool.result.model_fields), name


def test_refusal_names_the_field_and_the_value(client: TestClient) -> None:
    body = {"currency": "EUR", "clients": [{"name": "A", "revenue": "many"}, {"revenue": 1}]}
    problem = assert_problem(client.post("/v1/scoring/pareto", json=body), 422, "bad-input")
    assert problem["detail"] == "pareto: clients.0.revenue = 'many': Input should be a valid decimal (and 1 more)"
    assert [one["pointer"] for one in problem["errors"]] == ["body/clients/0/revenue", "body/clients/1/name"]
    assert problem["errors"][0]["detail"] == "'many': Input should be a valid decimal"


def test_refusal_by_the_tools_own_rule_keeps_its_words(client: TestClient) -> None:
    body = {"currency": "EUR", "clients": [{"name": "A"}, {"name": "A"}]}
    problem = assert_problem(client.post("/v1/scoring/pareto", json=body), 422, "bad-input")
    assert problem["detail"] == "pareto: clients: 'A' stands twice; merge the lines or tell them apart"


@pytest.mark.parametrize("content", [b"", b"[1]", b'"x"', b"null"])
def test_body_that_is_no_object_is_told_what_to_send(client: TestClient, content: bytes) -> None:
    answer = client.post("/v1/scoring/pareto", content=content, headers={"Content-Type": "application/json"})
    assert "send the inputs as JSON" in assert_problem(answer, 422, "bad-input")["detail"]


def test_body_that_is_not_called_json_is_told_so(client: TestClient) -> None:
    answer = client.post("/v1/scoring/pareto", content=json.dumps(PARETO), headers={"Content-Type": "text/plain"})
    assert "Content-Type application/json" in assert_problem(answer, 422, "bad-input")["detail"]


def test_many_errors_are_cut(client: TestClient) -> None:
    body = {"currency": "EUR", "clients": [{"revenue": 1}] * 500}
    problem = assert_problem(client.post("/v1/scoring/pareto", json=body), 422, "bad-input")
    assert len(problem["errors"]) == 100
    assert "(and 499 more)" in problem["detail"]


def test_several_calls_at_once_are_answered_in_order(client: TestClient) -> None:
    calls: list[dict[str, Any]] = [
        {"tool": "zopa", "input": REGISTRY["zopa"].example},
        {"tool": "paretto", "input": {}},
        {"tool": "pareto", "input": {}},
        {"tool": "pareto", "input": PARETO},
    ]
    answer = client.post("/v1/scoring", json=calls)
    assert answer.status_code == 200
    zopa, unknown, refused, _ = answer.json()
    assert zopa["tool"] == "zopa"
    assert (unknown["status"], unknown["type"]) == (404, "/problems/not-found")
    assert (refused["status"], refused["instance"]) == (422, "/v1/scoring/pareto")
    assert refused["detail"].startswith("pareto: currency: Field required")
    assert answer.text.endswith(f",{rendered(run_tool('pareto', PARETO))}]")


def test_batch_has_a_limit_and_keeps_numbers_exact(client: TestClient) -> None:
    assert client.post("/v1/scoring", json=[]).json() == []
    too_many = client.post("/v1/scoring", json=[{"tool": "pareto", "input": PARETO}] * 101)
    assert_problem(too_many, 422, "bad-input")
    text = '[{"tool":"pareto","input":{"currency":"EUR","clients":[{"name":"A","revenue":123456789012345.12345678}]}}]'
    answer = client.post("/v1/scoring", content=text, headers={"Content-Type": "application/json"})
    assert answer.json()[0]["result"]["total"] == "123456789012345.12345678"


@pytest.mark.parametrize(
    ("kind", "media_type", "start"),
    [("svg", "image/svg+xml", b"<svg"), ("png", "image/png", b"\x89PNG"), ("vega", "application/vnd.vega", b"{")],
)
def test_chart_comes_in_three_formats(client: TestClient, kind: str, media_type: str, start: bytes) -> None:
    answer = client.post(f"/v1/scoring/pareto/chart?format={kind}&lang=en", json=PARETO)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(media_type)
    assert answer.content.startswith(start)


def test_chart_follows_language_and_theme(client: TestClient) -> None:
    drawn = {
        query: client.post(f"/v1/scoring/pareto/chart?format=vega&{query}", json=PARETO).text
        for query in ("lang=fr", "lang=en", "lang=fr&theme=dark")
    }
    assert len(set(drawn.values())) == 3


def test_tool_without_a_chart_and_bad_input_are_problems(client: TestClient) -> None:
    bare = next(name for name in REGISTRY if name not in CHARTS)
    answer = client.post(f"/v1/scoring/{bare}/chart", json=REGISTRY[bare].example)
    assert "has no chart" in assert_problem(answer, 404, "not-found")["detail"]
    assert_problem(client.post("/v1/scoring/nope/chart", json={}), 404, "not-found")
    assert_problem(client.post("/v1/scoring/pareto/chart", json={}), 422, "bad-input")
    assert_problem(client.post("/v1/scoring/pareto/chart?format=gif", json=PARETO), 422, "bad-input")
