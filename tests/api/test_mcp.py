"""The MCP server inside the application: behind the same gate as the rest."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from copilot.deps import Deps
from copilot.scoring.registry import REGISTRY, rendered, run_tool
from tests.api.problems import assert_problem

ACCEPT = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-06-18"}


@pytest.fixture(scope="module")
def public(deps: Deps) -> Iterator[TestClient]:
    settings = deps.settings.model_copy(update={"host": "0.0.0.0", "mcp_hosts": "Copilot.example, other.example"})
    with TestClient(create_app(settings, deps), base_url="http://copilot.example", follow_redirects=False) as client:
        yield client


def call(name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": name, "arguments": arguments}}


def test_tool_gives_the_bytes_of_the_other_doors(client: TestClient) -> None:
    example = REGISTRY["zopa"].example
    answer = client.post("/mcp", json=call("zopa", example), headers=ACCEPT)
    assert answer.status_code == 200
    assert answer.json()["result"]["content"][0]["text"] == rendered(run_tool("zopa", example))
    assert answer.json()["result"]["content"][0]["text"] == client.post("/v1/scoring/zopa", json=example).text


def test_key_is_needed_on_another_address(public: TestClient, deps: Deps) -> None:
    message = call("zopa", REGISTRY["zopa"].example)
    assert_problem(public.post("/mcp", json=message, headers=ACCEPT), 401, "not-allowed")
    assert_problem(public.get("/mcp", headers=ACCEPT), 401, "not-allowed")
    bearer = {"Authorization": f"Bearer {deps.store.create_key('default', 'mcp', now=deps.now())[1]}"}
    assert public.post("/mcp", json=message, headers={**ACCEPT, **bearer}).status_code == 200
    assert public.post("/mcp", json=message, headers={**ACCEPT, **bearer, "Host": "evil.example"}).status_code == 421


def test_page_of_another_site_is_refused(client: TestClient) -> None:
    headers = {**ACCEPT, "Origin": "http://evil.example"}
    assert_problem(client.post("/mcp", json=call("zopa", {}), headers=headers), 403, "not-allowed")
    assert_problem(
        client.post("/mcp", json=call("zopa", {}), headers={**ACCEPT, "Host": "evil.example"}), 400, "bad-request"
    )


def test_only_post_is_served(client: TestClient) -> None:
    assert_problem(client.get("/mcp", headers=ACCEPT), 405, "method-not-allowed")


def test_message_that_is_not_json_is_a_protocol_error(client: TestClient) -> None:
    answer = client.post("/mcp", content=b"{", headers={**ACCEPT, "Content-Type": "application/json"})
    assert answer.status_code == 400
    assert json.loads(answer.text)["error"]["code"] == -32700
