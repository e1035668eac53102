"""A local server that speaks the OpenAI protocol: scripted turns, recorded requests, faults on demand.

`FakeOpenAI` answers `/v1/chat/completions` (plain, streamed, tool calls, JSON schema), `/v1/models` and
`/v1/embeddings`, `/v1/rerank`. Each request takes the next step of the script; an empty script answers "ok".
"""

from __future__ import annotations

import base64
import hashlib
import json
import socket
import struct
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Literal

FaultKind = Literal[
    "hang",
    "slow",
    "drip",
    "babble",
    "rate_limit",
    "server_error",
    "bad_json",
    "empty_choices",
    "cut_stream",
    "cut_length",
    "no_finish",
]
Json = dict[str, Any]


@dataclass(frozen=True)
class Say:
    """Plain text, whatever was asked for: prose instead of structure when a schema was wanted."""

    text: str


@dataclass(frozen=True)
class Structured:
    """An object in the form the request asks for: a tool call, or JSON text."""

    value: Any


@dataclass(frozen=True)
class Calls:
    """One turn of tool calls."""

    calls: tuple[tuple[str, Json], ...]


@dataclass(frozen=True)
class Fault:
    """Something that goes wrong once."""

    kind: FaultKind
    seconds: float = 5.0
    retry_after: str = "0"
    text: str = "half an ans"


Step = Say | Structured | Calls | Fault


@dataclass
class Recorded:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    body: Json
    at: float = field(default_factory=time.monotonic)

    @property
    def text(self) -> str:
        """Every message of the request, joined."""
        return "\n".join(str(message.get("content") or "") for message in self.body.get("messages", []))


def call(name: str, **arguments: Any) -> Calls:
    """One tool call."""
    return Calls(((name, arguments),))


def closed_port_url() -> str:
    """The address of a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return f"http://127.0.0.1:{port}/v1"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64
    fake: FakeOpenAI

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients that hang up are what the faults are for."""


class FakeOpenAI:
    """The server; use as a context manager."""

    def __init__(self, *steps: Step) -> None:
        self.script: deque[Step] = deque(steps)
        self.always: Step | None = None
        self.requests: list[Recorded] = []
        self.released = threading.Event()
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.fake = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> FakeOpenAI:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    @property
    def url(self) -> str:
        """The base URL to configure."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @property
    def chats(self) -> list[Recorded]:
        """The chat requests so far."""
        return [request for request in self.requests if request.path.endswith("/chat/completions")]

    def then(self, *steps: Step) -> FakeOpenAI:
        """Append steps to the script."""
        self.script.extend(steps)
        return self

    def take(self, request: Recorded) -> Step:
        """Record the request and give its step."""
        with self._lock:
            self.requests.append(request)
            if self.script:
                return self.script.popleft()
            return self.always or Say("ok")


def _message(step: Step, body: Json) -> Json:
    match step:
        case Say(text):
            return {"role": "assistant", "content": text}
        case Calls(calls):
            return _tool_calls(calls)
        case Structured(value):
            if body.get("tools"):
                return _tool_calls(((body["tools"][0]["function"]["name"], value),))
            return {"role": "assistant", "content": json.dumps(value, ensure_ascii=False)}
        case Fault(text=text):
            return {"role": "assistant", "content": text}


def _tool_calls(calls: tuple[tuple[str, Any], ...]) -> Json:
    return {
        "role": "assistant",
        "content": None,
        "tool_calls": [
            {
                "id": f"call_{number}_{hashlib.sha256(json.dumps(arguments, default=str).encode()).hexdigest()[:8]}",
                "type": "function",
                "function": {
                    "name": name,
                    "arguments": arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False),
                },
            }
            for number, (name, arguments) in enumerate(calls)
        ],
    }


def _usage(body: Json, message: Json) -> Json:
    prompt = len(json.dumps(body.get("messages", []))) // 4
    completion = len(json.dumps(message)) // 4
    return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the test output clean."""

    def do_GET(self) -> None:
        if self.path.endswith("/models"):
            self._json(
                200, {"object": "list", "data": [{"id": "fake", "object": "model", "created": 0, "owned_by": "tests"}]}
            )
        else:
            self._json(404, {"error": {"message": f"no {self.path}"}})

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        request = Recorded(self.path, {k.lower(): v for k, v in self.headers.items()}, json.loads(raw or b"{}"))
        if self.path.endswith("/embeddings"):
            self.server.fake.requests.append(request)
            self._json(200, _embeddings(request.body))
        elif self.path.endswith("/rerank"):
            self.server.fake.requests.append(request)
            self._json(200, _reranked(request.body))
        elif self.path.endswith("/chat/completions"):
            self._chat(request.body, self.server.fake.take(request))
        else:
            self.server.fake.requests.append(request)
            self._json(404, {"error": {"message": f"no {self.path}"}})

    def _chat(self, body: Json, step: Step) -> None:
        if isinstance(step, Fault):
            if step.kind in ("hang", "slow"):
                self.server.fake.released.wait(step.seconds)
            if self._failed_at_once(step, bool(body.get("stream"))):
                return
        message = _message(step, body)
        if body.get("stream"):
            self._stream(body, message, step)
            return
        finish = _finish(message, step)
        choices = [] if _is(step, "empty_choices") else [{"index": 0, "message": message, "finish_reason": finish}]
        self._json(200, _envelope("chat.completion", choices) | {"usage": _usage(body, message)})

    def _failed_at_once(self, step: Fault, streamed: bool) -> bool:
        match step.kind:
            case "hang":
                self.close_connection = True
            case "rate_limit":
                error = {"error": {"message": "Rate limit reached", "type": "requests", "code": "rate_limit_exceeded"}}
                self._json(429, error, {"Retry-After": step.retry_after})
            case "server_error":
                self._send(500, "text/html", b"<html><body><h1>Internal Server Error</h1></body></html>")
            case "bad_json":
                broken = b'{"id": "x", "choices": [{"index": 0, "mess'
                framed = b"data: " + broken + b"\n\n" if streamed else broken
                self._send(200, "text/event-stream" if streamed else "application/json", framed)
            case _:
                return False
        return True

    def _stream(self, body: Json, message: Json, step: Step) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        deltas = [] if _is(step, "empty_choices") else _deltas(message)
        if isinstance(step, Fault) and step.kind in ("drip", "babble"):
            # A drip never gets to the point; a babbler made its point and goes on with blank lines.
            deltas = [*(deltas if step.kind == "babble" else ()), *([{"content": "\n"}] * int(step.seconds * 50))]
        for delta in deltas:
            if isinstance(step, Fault) and step.kind in ("drip", "babble"):
                self.server.fake.released.wait(0.02)
            self._event(_envelope("chat.completion.chunk", [{"index": 0, "delta": delta, "finish_reason": None}]))
        if _is(step, "cut_stream") or _is(step, "empty_choices"):
            return
        finish = _finish(message, step)
        self._event(_envelope("chat.completion.chunk", [{"index": 0, "delta": {}, "finish_reason": finish}]))
        if (body.get("stream_options") or {}).get("include_usage"):
            self._event(_envelope("chat.completion.chunk", []) | {"usage": _usage(body, message)})
        self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, payload: Json) -> None:
        self.wfile.write(b"data: " + json.dumps(payload).encode() + b"\n\n")
        self.wfile.flush()

    def _json(self, status: int, payload: Json, headers: dict[str, str] | None = None) -> None:
        self._send(status, "application/json", json.dumps(payload).encode(), headers)

    def _send(self, status: int, media_type: str, data: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def _is(step: Step, kind: FaultKind) -> bool:
    return isinstance(step, Fault) and step.kind == kind


def _finish(message: Json, step: Step) -> str | None:
    if _is(step, "cut_length"):
        return "length"
    if _is(step, "no_finish"):
        return None
    return "tool_calls" if message.get("tool_calls") else "stop"


def _envelope(kind: str, choices: list[Json]) -> Json:
    return {"id": "chatcmpl-fake", "object": kind, "created": 0, "model": "fake", "choices": choices}


def _deltas(message: Json) -> list[Json]:
    """The message in small pieces, tool arguments split as real servers split them."""
    deltas: list[Json] = [{"role": "assistant", "content": ""}]
    content = message.get("content") or ""
    deltas += [{"content": content[at : at + 12]} for at in range(0, len(content), 12)]
    for index, one in enumerate(message.get("tool_calls", ())):
        head = {
            "index": index,
            "id": one["id"],
            "type": "function",
            "function": {"name": one["function"]["name"], "arguments": ""},
        }
        deltas.append({"tool_calls": [head]})
        arguments = one["function"]["arguments"]
        deltas += [
            {"tool_calls": [{"index": index, "function": {"arguments": arguments[at : at + 16]}}]}
            for at in range(0, len(arguments), 16)
        ]
    return deltas


def _vector(text: str, size: int) -> list[float]:
    """The same unit vector for the same text, near for texts that share words."""
    values = [0.0] * size
    for word in text.lower().split() or [""]:
        digest = hashlib.sha256(word.encode()).digest()
        values[digest[0] % size] += 1.0 if digest[1] % 2 else -1.0
        values[digest[2] % size] += 0.5
    norm = sum(value * value for value in values) ** 0.5 or 1.0
    return [value / norm for value in values]


def _reranked(body: Json) -> Json:
    """Short texts first: an order that no search would give."""
    scores = [1 / (1 + len(text)) for text in body["documents"]]
    order = sorted(range(len(scores)), key=lambda at: -scores[at])
    return {"results": [{"index": at, "relevance_score": scores[at]} for at in order]}


def _embeddings(body: Json) -> Json:
    texts = body["input"] if isinstance(body["input"], list) else [body["input"]]
    data: list[Json] = []
    for index, text in enumerate(texts):
        vector = _vector(str(text), int(body.get("dimensions") or 64))
        packed = base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
        shown: str | list[float] = packed if body.get("encoding_format") == "base64" else vector
        data.append({"object": "embedding", "index": index, "embedding": shown})
    return {"object": "list", "model": "fake", "data": data, "usage": {"prompt_tokens": 1, "total_tokens": 1}}
