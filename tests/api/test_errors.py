from __future__ import annotations

import logging

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.errors import SLUGS
from copilot.deps import Deps
from tests.api.problems import assert_problem


def test_unknown_address_is_a_problem(client: TestClient) -> None:
    assert assert_problem(client.get("/v1/nothing"), 404, "not-found")["instance"] == "/v1/nothing"


def test_wrong_verb_is_a_problem_that_names_the_right_one(client: TestClient) -> None:
    answer = client.put("/v1/accounts")
    assert_problem(answer, 405, "method-not-allowed")
    assert "GET" in answer.headers["allow"]


def test_body_that_is_not_json_is_a_problem(client: TestClient) -> None:
    answer = client.post("/v1/accounts", content=b"{", headers={"Content-Type": "application/json"})
    assert_problem(answer, 422, "bad-input")


@pytest.mark.parametrize(("header", "title"), [("fr-CA", "Introuvable"), ("en;q=0.9,fr;q=0.2", "Not found")])
def test_title_follows_accept_language(client: TestClient, header: str, title: str) -> None:
    answer = client.get("/v1/nothing", headers={"Accept-Language": header})
    assert answer.json()["title"] == title


def test_refused_values_are_not_repeated(client: TestClient) -> None:
    answer = client.post("/v1/accounts", json={"name": "A", "slug": "SECRET VALUE"})
    assert "SECRET" not in answer.text


def test_trace_id_of_the_caller_is_kept(client: TestClient) -> None:
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    answer = client.get("/v1/nothing", headers={"traceparent": f"00-{trace}-00f067aa0ba902b7-01"})
    assert answer.json()["trace_id"] == trace


def test_unexpected_error_is_a_500_problem_without_its_cause(deps: Deps, caplog: pytest.LogCaptureFixture) -> None:
    app = create_app(deps=deps)

    @app.get("/v1/broken")
    def broken() -> None:
        raise ZeroDivisionError("the secret cause")

    with TestClient(app, raise_server_exceptions=False) as client, caplog.at_level(logging.ERROR):
        answer = client.get("/v1/broken")
    assert "secret" not in answer.text
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.json()["trace_id"] in caplog.text


def test_browser_gets_a_page_with_the_same_facts(client: TestClient) -> None:
    answer = client.get("/accounts/nobody", headers={"Accept": "text/html", "Accept-Language": "fr"})
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "Introuvable" in answer.text


@pytest.mark.parametrize("slug", sorted(set(SLUGS.values())))
def test_every_problem_type_has_a_page(client: TestClient, slug: str) -> None:
    assert client.get(f"/problems/{slug}").status_code == 200


def test_health_and_readiness(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok"}
