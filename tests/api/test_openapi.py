from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from copilot.scoring.registry import REGISTRY

_VERBS = {"get", "post", "patch", "delete", "put"}


@pytest.fixture(scope="module")
def schema(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/v1/openapi.json").json()
    return found


def _operations(schema: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (path, verb, operation)
        for path, verbs in schema["paths"].items()
        for verb, operation in verbs.items()
        if verb in _VERBS
    ]


def _references(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [found for part in value.values() for found in _references(part)]
    return [found for part in value for found in _references(part)] if isinstance(value, list) else []


def test_every_operation_has_an_id_of_its_own_tags_and_summary(schema: dict[str, Any]) -> None:
    operations = _operations(schema)
    ids = [operation["operationId"] for _, _, operation in operations]
    assert len(operations) > 40
    assert len(set(ids)) == len(ids)
    declared = {tag["name"] for tag in schema["tags"]}
    for path, verb, operation in operations:
        assert set(operation["tags"]) <= declared, (path, verb)
        assert operation["summary"], (path, verb)
        assert operation["description"], (path, verb)


def test_every_v1_operation_documents_its_problems(schema: dict[str, Any]) -> None:
    for path, verb, operation in _operations(schema):
        if not path.startswith("/v1"):
            continue
        errors = {status: answer for status, answer in operation["responses"].items() if status >= "400"}
        assert {"401", "403", "500"} <= set(errors), (path, verb)
        for status, answer in errors.items():
            assert "application/problem+json" in answer["content"], (path, verb, status)
            assert "application/json" not in answer["content"], (path, verb, status)
        if "{" in path:
            assert "404" in errors, (path, verb)
        if "requestBody" in operation:
            assert "413" in errors, (path, verb)
            assert "422" in errors, (path, verb)


def test_every_reference_leads_somewhere(schema: dict[str, Any]) -> None:
    for reference in _references(schema):
        target: Any = schema
        for part in reference.removeprefix("#/").split("/"):
            target = target[part]
        assert isinstance(target, dict), reference


def test_operations_name_the_key_scheme(schema: dict[str, Any]) -> None:
    assert schema["components"]["securitySchemes"]["HTTPBearer"]["scheme"] == "bearer"
    assert all(operation["security"] for path, _, operation in _operations(schema) if path.startswith("/v1"))


def test_each_tool_has_a_typed_operation_with_an_example(schema: dict[str, Any]) -> None:
    for name, tool in REGISTRY.items():
        content = schema["paths"][f"/v1/scoring/{name}"]["post"]["requestBody"]["content"]["application/json"]
        assert content["schema"]["$ref"].endswith(tool.input.__name__)
        assert content["examples"]["example"]["value"] == tool.example


def test_streams_are_documented_as_events(schema: dict[str, Any]) -> None:
    for path, verb in (("messages", "post"), ("events", "get")):
        operation = schema["paths"][f"/v1/conversations/{{conversation}}/{path}"][verb]
        assert "text/event-stream" in operation["responses"]["200"]["content"]
