"""One registry, five doors: Python, command line, HTTP, the model's tools and MCP answer with the same bytes."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import anyio
import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mcp.client.client import Client
from typer.testing import CliRunner

from api.app import create_app
from copilot import pipeline
from copilot.assistant.scoring_tools import langchain_tools
from copilot.cli.main import app
from copilot.errors import BadInput
from copilot.mcp.server import build_server
from copilot.scoring.payload import read_object
from copilot.scoring.receipt import is_intact, plain
from copilot.scoring.registry import REGISTRY, rendered, run_tool
from copilot.scoring.typed import answer_model
from copilot.settings import Settings

NAMES = sorted(REGISTRY)
SERVER = build_server("en")
LANGCHAIN = {tool.name: tool for tool in langchain_tools()}
JSON = {"Content-Type": "application/json"}
Door = Callable[[str, str], str | None]
"""The text that a tool gives for a JSON text, or None when it is refused."""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    deps = pipeline.open_deps(Settings(data_dir=tmp_path_factory.mktemp("doors")))
    with TestClient(create_app(deps=deps), raise_server_exceptions=False) as opened:
        yield opened
    pipeline.close(deps)


def by_python(name: str, text: str) -> str | None:
    try:
        return rendered(run_tool(name, read_object(text)))
    except BadInput:
        return None


def by_command_line(name: str, text: str) -> str | None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "input.json"
        file.write_text(text, "utf-8")
        result = CliRunner().invoke(app, ["score", name, "--input", str(file)])
    if result.exit_code == 2:
        assert result.stdout == ""
        assert result.stderr.count("\n") == 1
        return None
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    assert result.stdout.endswith("\n")
    return result.stdout[:-1]


def by_http(client: TestClient) -> Door:
    def post(name: str, text: str) -> str | None:
        answer = client.post(f"/v1/scoring/{name}", content=text.encode(), headers=JSON)
        if answer.status_code == 422:
            assert answer.headers["content-type"] == "application/problem+json"
            return None
        assert answer.status_code == 200, answer.text
        return answer.content.decode()

    return post


def by_langchain(name: str, text: str) -> str | None:
    """What a model's call goes through: a message with the arguments as the client library reads them."""
    called = {"name": name, "args": json.loads(text), "id": "1", "type": "tool_call"}
    answer = LANGCHAIN[name].invoke(called)
    return None if answer.content.startswith(f"{name}: ") else str(answer.content)


def by_mcp(name: str, text: str) -> str | None:
    async def ask() -> Any:
        async with Client(SERVER) as client:
            return await client.call_tool(name, json.loads(text))

    answer = anyio.run(ask)
    if answer.is_error:
        assert answer.structured_content is None
        assert answer.content[0].text.startswith(f"{name}: ")
        return None
    assert answer.structured_content == json.loads(answer.content[0].text)
    return str(answer.content[0].text)


def through_all(client: TestClient, name: str, text: str) -> list[str | None]:
    doors: list[Door] = [by_python, by_command_line, by_http(client), by_langchain, by_mcp]
    return [door(name, text) for door in doors]


def written(value: Any) -> str:
    """JSON text with decimals as plain numbers."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(key)}:{written(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(written(item) for item in value) + "]"
    return plain(value) if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)


@pytest.mark.parametrize("name", NAMES)
def test_example_gives_the_same_bytes_through_every_door(client: TestClient, name: str) -> None:
    answers = through_all(client, name, written(REGISTRY[name].example))
    assert answers[0] is not None
    assert answers == [answers[0]] * 5
    assert is_intact(run_tool(name, REGISTRY[name].example).receipt)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_given_is_told_alike_through_every_door(client: TestClient, name: str) -> None:
    """An empty input is refused everywhere, or has one answer everywhere."""
    answers = through_all(client, name, "{}")
    assert answers == [answers[0]] * 5


@pytest.mark.parametrize("name", NAMES)
def test_unknown_field_is_refused_by_every_door(client: TestClient, name: str) -> None:
    assert through_all(client, name, written({**REGISTRY[name].example, "no_such_field": 1})) == [None] * 5


@st.composite
def varied(draw: st.DrawFn) -> tuple[str, str]:
    """A tool and its example with other numbers, none longer than a float holds."""
    name = draw(st.sampled_from(NAMES))
    numbers = st.one_of(
        st.integers(-5, 200),
        st.decimals("-1000", "1000000", places=4, allow_nan=False),
        st.decimals("0", "1", places=6, allow_nan=False),
    )

    def vary(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: vary(item) for key, item in value.items()}
        if isinstance(value, list):
            return [vary(item) for item in value]
        if isinstance(value, int | float) and not isinstance(value, bool) and draw(st.booleans()):
            return draw(numbers)
        return Decimal(str(value)) if isinstance(value, float) else value

    return name, written(vary(copy.deepcopy(REGISTRY[name].example)))


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(case=varied())
def test_any_numbers_give_the_same_bytes_through_every_door(client: TestClient, case: tuple[str, str]) -> None:
    answers = through_all(client, *case)
    assert answers == [answers[0]] * 5


LONG = '{"currency":"EUR","clients":[{"name":"A","revenue":123456789012345.12345678},{"name":"B","revenue":0.1}]}'


def test_more_digits_than_a_float_holds_are_kept(client: TestClient) -> None:
    answers = [by_python("pareto", LONG), by_command_line("pareto", LONG), by_http(client)("pareto", LONG)]
    assert answers == [answers[0]] * 3
    assert '"total":"123456789012345.22345678"' in str(answers[0])


def test_same_bytes_from_a_process_of_its_own() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "copilot.cli.main", "score", "pareto"],
        input=LONG.encode(),
        capture_output=True,
        timeout=50,
        check=True,
        env={"PYTHONHASHSEED": "7", "PYTHONIOENCODING": "utf-8"},
    )
    assert ran.stdout.decode() == f"{by_python('pareto', LONG)}\n"
    assert ran.stderr == b""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"currency":"EUR","currency":"USD","clients":[]}', "'currency' stands twice"),
        ('{"currency":"EUR","clients":[{"name":"A","revenue":NaN}]}', "NaN is not a number"),
        ('{"currency":"EUR","clients":[{"name":"A","revenue":-Infinity}]}', "-Infinity is not a number"),
        ('{"currency":"EUR","clients":[{"name":"A","revenue":1e999999999}]}', "too far from 1"),
        (f'{{"currency":"EUR","clients":[{{"name":"A","revenue":{"9" * 5000}}}]}}', "5000 digits"),
        ("[" * 100_000, "nested too deep"),
        ('{"currency":"EUR"', "not JSON"),
        ("[]", "object"),
        ("", "not JSON"),
        ('{"\\ud800":1}', "half a character"),
    ],
)
def test_text_that_has_no_exact_meaning_is_refused(client: TestClient, text: str, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_object(text)
    if text:
        assert said in str(caught.value)
    result = CliRunner().invoke(app, ["score", "pareto"], input=text)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert client.post("/v1/scoring/pareto", content=text.encode(), headers=JSON).status_code == 422


@pytest.mark.parametrize("text", ['{"a": 0.1}', '\ufeff{"a": 0.1}'])
def test_decimals_are_read_as_written(text: str) -> None:
    assert read_object(text) == {"a": Decimal("0.1")}
    assert read_object(text.encode()) == {"a": Decimal("0.1")}


def test_result_schema_of_each_tool_holds_its_own_fields() -> None:
    for name, tool in REGISTRY.items():
        schema = answer_model(name).model_json_schema(mode="serialization")
        fields = schema["$defs"][tool.result.__name__]["properties"]
        assert set(fields) == set(tool.result.model_fields)
        answer_model(name).model_validate(json.loads(rendered(run_tool(name, tool.example))))


def test_langchain_tools_have_the_input_models_and_full_descriptions() -> None:
    assert list(LANGCHAIN) == list(REGISTRY)
    for name, tool in LANGCHAIN.items():
        assert tool.args_schema is REGISTRY[name].input
        assert len(tool.description) > 40
        assert all(field.description for field in REGISTRY[name].input.model_fields.values())


def test_langchain_tools_are_limited_to_what_the_caller_may_use() -> None:
    assert [tool.name for tool in langchain_tools(["zopa", "pareto"])] == ["pareto", "zopa"]
    assert langchain_tools([]) == []
    with pytest.raises(BadInput, match="'paretto'"):
        langchain_tools(["paretto"])


def test_langchain_tool_says_what_is_wrong_in_one_line() -> None:
    said = LANGCHAIN["pareto"].invoke({"currency": "EUR", "clients": [{"name": "A", "revenue": "x"}]})
    assert said == "pareto: clients.0.revenue = 'x': Input should be a valid decimal"
    twice = LANGCHAIN["pareto"].invoke({"currency": "EUR", "clients": [{"name": "A"}, {"name": "A"}]})
    assert twice == "pareto: clients: 'A' stands twice; merge the lines or tell them apart"
