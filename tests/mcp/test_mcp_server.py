"""The MCP server through the SDK's own client: in memory, over pipes, over HTTP, in the old and the new protocol."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
import uvicorn
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters
from mcp.shared.exceptions import MCPError
from mcp_types import INVALID_PARAMS

from copilot.errors import UnknownTool
from copilot.mcp.exact import exact_message
from copilot.mcp.http import LOOPBACK, build_app
from copilot.mcp.server import build_server
from copilot.mcp.tables import INPUTS
from copilot.scoring.registry import FAMILIES, REGISTRY, rendered, run_tool

LONG = '{"currency":"EUR","clients":[{"name":"é","revenue":123456789012345.12345678}]}'
ACCEPT = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
MODES = ["auto", "legacy"]
GOOD_KEY = "abp_good"


def ask(target: Any, todo: Callable[[Client], Awaitable[Any]], mode: str = "auto") -> Any:
    """What `todo` gives with a client of the target."""

    async def play() -> Any:
        async with Client(target, mode=mode) as client:
            return await todo(client)

    return anyio.run(play)


def call(name: str, arguments: dict[str, Any]) -> Callable[[Client], Awaitable[Any]]:
    return lambda client: client.call_tool(name, arguments)


def called(text: str) -> str:
    return f'{{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{"name":"pareto","arguments":{text}}}}}'


@pytest.fixture(scope="module")
def served() -> Iterator[Callable[[bool], str]]:
    """Starts the HTTP application, with or without keys, and gives its address."""
    running: list[tuple[uvicorn.Server, threading.Thread]] = []
    addresses: dict[bool, str] = {}

    def start(needs_key: bool) -> str:
        if needs_key not in addresses:
            is_good = (lambda token: token == GOOD_KEY) if needs_key else None
            app = build_app(build_server("en"), LOOPBACK, 100_000, is_good)
            server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
            thread = threading.Thread(target=server.run, daemon=True)
            thread.start()
            while not server.started:
                time.sleep(0.01)
            running.append((server, thread))
            port = server.servers[0].sockets[0].getsockname()[1]
            addresses[needs_key] = f"http://127.0.0.1:{port}/mcp"
        return addresses[needs_key]

    yield start
    for server, thread in running:
        server.should_exit = True
        thread.join(10)


@pytest.mark.parametrize("mode", MODES)
def test_every_tool_is_listed_with_its_schemas_and_hints(mode: str) -> None:
    tools = ask(build_server("fr"), lambda client: client.list_tools(), mode).tools
    assert [tool.name for tool in tools] == [*REGISTRY, *INPUTS]
    for tool in tools:
        assert tool.title
        assert len(tool.description) > 40
        assert tool.input_schema["type"] == "object"
        assert all(field.get("description") for field in tool.input_schema["properties"].values())
        if tool.name in REGISTRY:
            assert tool.output_schema["properties"]["tool"]["const"] == tool.name
        assert tool.annotations.read_only_hint is True
        assert tool.annotations.idempotent_hint is True
        assert tool.annotations.open_world_hint is False


def test_titles_are_in_the_language_of_the_server() -> None:
    titles = [
        {tool.title for tool in ask(build_server(language), lambda client: client.list_tools()).tools}
        for language in ("fr", "en")
    ]
    assert len(titles[0] & titles[1]) < len(REGISTRY) / 4


def test_bad_input_is_a_tool_error_with_one_line() -> None:
    bad = {"currency": "EUR", "clients": [{"name": "A", "revenue": "many"}]}
    answer = ask(build_server("en"), call("pareto", bad))
    assert answer.is_error
    assert answer.content[0].text == "pareto: clients.0.revenue = 'many': Input should be a valid decimal"


def test_tool_that_is_not_offered_is_a_protocol_error() -> None:
    async def refused(client: Client) -> MCPError:
        with pytest.raises(MCPError, match="no tool 'zopa'") as caught:
            await client.call_tool("zopa", REGISTRY["zopa"].example)
        return caught.value

    assert ask(build_server("en", ["pareto"]), refused).code == INVALID_PARAMS


def test_families_may_be_named_too() -> None:
    tools = ask(build_server("en", ["negotiation", "pareto"]), lambda client: client.list_tools()).tools
    assert [tool.name for tool in tools] == ["pareto", *(tool.name for tool in FAMILIES["negotiation"])]


def test_server_offers_only_what_is_allowed() -> None:
    tools = ask(build_server("en", ["zopa", "pareto"]), lambda client: client.list_tools()).tools
    assert [tool.name for tool in tools] == ["pareto", "zopa"]
    with pytest.raises(UnknownTool, match="paretto"):
        build_server("en", ["paretto"])


@pytest.mark.parametrize("mode", MODES)
def test_process_answers_over_its_pipes_and_logs_elsewhere(mode: str, tmp_path: Path) -> None:
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "copilot.cli.main", "mcp", "--lang", "en", "--tools", "pareto,zopa"],
        env={"ABP_DATA_DIR": str(tmp_path / "data"), "ABP_LOG_LEVEL": "DEBUG"},
    )
    answer = ask(command, call("zopa", REGISTRY["zopa"].example), mode)
    assert answer.content[0].text == rendered(run_tool("zopa", REGISTRY["zopa"].example))
    assert not (tmp_path / "data").exists()


def test_pipes_carry_messages_alone_and_exact_numbers(tmp_path: Path) -> None:
    hello = {
        "jsonrpc": "2.0",
        "id": 0,
        "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
    }
    ready = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    lines = [json.dumps(hello), json.dumps(ready), called(LONG), "no message"]
    server = subprocess.Popen(
        [sys.executable, "-m", "copilot.cli.main", "mcp", "--tools", "pareto"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"ABP_DATA_DIR": str(tmp_path), "ABP_LOG_LEVEL": "DEBUG"},
    )
    late = threading.Timer(50, server.kill)
    late.start()
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write("".join(f"{line}\n" for line in lines).encode())
    server.stdin.flush()
    answers: list[dict[str, Any]] = []
    # The client stays until it is answered: a server may drop what it works on when its input ends.
    while not any(answer.get("id") == 1 for answer in answers) and (line := server.stdout.readline()):
        answers.append(json.loads(line))
    rest, _ = server.communicate()
    late.cancel()
    answers += [json.loads(line) for line in rest.decode().splitlines()]
    assert server.returncode == 0
    assert all(answer["jsonrpc"] == "2.0" for answer in answers)
    result = next(answer["result"] for answer in answers if answer.get("id") == 1)
    assert result["structuredContent"]["result"]["total"] == "123456789012345.12345678"
    assert result["structuredContent"]["per_item"][0]["name"] == "é"


def test_command_does_not_load_the_index() -> None:
    code = (
        "import sys; import copilot.cli.mcp, copilot.mcp.server, copilot.mcp.stdio, copilot.mcp.http;"
        "print([name for name in ('chromadb', 'langchain_core', 'sqlalchemy', 'openai') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=50, check=True)
    assert ran.stdout == "[]\n"


@pytest.mark.parametrize("mode", MODES)
def test_http_answers_both_protocols(served: Callable[[bool], str], mode: str) -> None:
    answer = ask(served(False), call("pareto", REGISTRY["pareto"].example), mode)
    assert answer.content[0].text == rendered(run_tool("pareto", REGISTRY["pareto"].example))


def test_http_keeps_numbers_exact(served: Callable[[bool], str]) -> None:
    answer = httpx2.post(served(False), content=called(LONG).encode(), headers=ACCEPT).json()
    assert answer["result"]["structuredContent"]["result"]["total"] == "123456789012345.12345678"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1.evil.example:80"}, 421),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Content-Type": "text/plain"}, 400),
    ],
)
def test_http_refuses_other_hosts_and_pages(
    served: Callable[[bool], str], headers: dict[str, str], status: int
) -> None:
    answer = httpx2.post(served(False), content=called(LONG).encode(), headers={**ACCEPT, **headers})
    assert answer.status_code == status


def test_http_opens_no_stream_and_no_session(served: Callable[[bool], str]) -> None:
    assert httpx2.get(served(False), headers=ACCEPT).status_code == 405
    assert httpx2.delete(served(False), headers=ACCEPT).status_code == 405
    answer = httpx2.post(served(False), content=called(LONG).encode(), headers=ACCEPT)
    assert "mcp-session-id" not in answer.headers


@pytest.mark.parametrize("chunked", [False, True])
def test_http_refuses_a_body_over_the_limit(served: Callable[[bool], str], chunked: bool) -> None:
    body = called(LONG.replace("é", "é" * 200_000)).encode()
    content: Any = iter([body[:50_000], body[50_000:]]) if chunked else body
    assert httpx2.post(served(False), content=content, headers=ACCEPT).status_code == 413


@pytest.mark.parametrize("authorization", [None, "Bearer abp_wrong", "Basic abp_good", "Bearer"])
def test_http_on_another_address_needs_a_good_key(served: Callable[[bool], str], authorization: str | None) -> None:
    headers = {**ACCEPT, **({"Authorization": authorization} if authorization else {})}
    answer = httpx2.post(served(True), content=called(LONG).encode(), headers=headers)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    good = {**ACCEPT, "Authorization": f"Bearer {GOOD_KEY}"}
    assert httpx2.post(served(True), content=called(LONG).encode(), headers=good).status_code == 200


@pytest.mark.parametrize(
    ("message", "exact"),
    [
        ('{"a":0.1}', '{"a":0.1}'),
        ('{"a": 123456789012.12345678}', '{"a":"123456789012.12345678"}'),
        ('{"a":12345678901234567890}', '{"a":12345678901234567890}'),
        ('{"a":0.10000000000000000}', '{"a":0.1}'),
        ('{"a":1e999}', '{"a":"1e999"}'),
        ('{"a":123456789012.12345678', '{"a":123456789012.12345678'),
        ('{"a":"0.123456789012345678"}', '{"a":"0.123456789012345678"}'),
    ],
)
def test_only_numbers_that_a_float_would_change_are_quoted(message: str, exact: str) -> None:
    assert exact_message(message.encode()).decode() == exact
