"""The language model: the one place that builds a client, and the one way to get a typed answer from it.

`structured` gives a validated object or raises `ModelProblem` with one plain line; it never hands on prose,
a cut-off answer or a half-parsed object. Retries, deadline and the one repair turn are all here.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeVar
from urllib.parse import urlsplit

import structlog
from pydantic import BaseModel, SecretStr, ValidationError

from copilot.errors import ModelFailed
from copilot.settings import Settings

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
    from langchain_openai import ChatOpenAI

log = structlog.get_logger(__name__)

Reason = Literal[
    "not_configured",
    "unreachable",
    "timed_out",
    "rate_limited",
    "refused_key",
    "http_error",
    "prose",
    "cut_off",
    "unusable",
]
PERSISTENT: frozenset[Reason] = frozenset({"not_configured", "unreachable", "timed_out", "refused_key"})
"""Reasons that the next call would most likely meet again."""

Role = Literal["system", "user", "assistant"]
PromptMessage = tuple[Role, str]
Schema = TypeVar("Schema", bound=BaseModel)
Answer = TypeVar("Answer")

_TRIES = 3
_REPAIR = (
    "That answer cannot be used: {problem}\n"
    "Answer again with the whole object and nothing else, following the schema of the first request."
)
_WORDS: dict[Reason, str] = {
    "not_configured": "no language model is set; give ABP_LLM_BASE_URL and ABP_LLM_MODEL",
    "unreachable": "the connection was refused or lost",
    "timed_out": "no complete answer within {seconds:g} s; raise ABP_LLM_TIMEOUT_S for a slow model",
    "rate_limited": "it asked to slow down (HTTP 429)",
    "refused_key": "it refused the key or the model name; check ABP_LLM_API_KEY and ABP_LLM_MODEL",
    "http_error": "it answered with an error",
    "prose": "it answered in prose instead of the structure asked for; try another ABP_LLM_STRUCTURED_OUTPUT",
    "cut_off": "its answer was cut off before the end",
    "unusable": "its answer could not be read",
}


class ModelProblem(ModelFailed):
    """A model failure with a stable reason, so that callers can translate it and decide whether to go on."""

    def __init__(self, settings: Settings, reason: Reason, detail: str = "") -> None:
        words = _WORDS[reason].format(seconds=settings.llm_timeout_s)
        where = f"language model at {host_of(settings)!r}: " if settings.has_llm else ""
        super().__init__(f"{where}{words}{f' ({detail})' if detail else ''}")
        self.reason: Reason = reason


def host_of(settings: Settings) -> str:
    """Host and port of the endpoint, without path, user or key."""
    parts = urlsplit(settings.llm_base_url or "")
    return f"{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}"


def chat_model(settings: Settings, *, streaming: bool = False, max_retries: int = 2) -> ChatOpenAI:
    """A chat client for the configured endpoint.

    Everything that LangChain would otherwise infer from the model's name or from the environment is given:
    the endpoint, the protocol, the time-out; tracing to a third party is off whatever the environment says.

    Raises:
        ModelProblem: no endpoint or no model name is set.
    """
    if not settings.has_llm:
        raise ModelProblem(settings, "not_configured")
    from langchain_openai import ChatOpenAI
    from langsmith import configure

    configure(enabled=False)
    # `streaming=False` given outright would also turn `.stream()` into one long wait.
    options: dict[str, Any] = {"streaming": True} if streaming else {}
    if settings.llm_temperature is not None:
        options["temperature"] = settings.llm_temperature
    return ChatOpenAI(
        model=settings.llm_model or "",
        base_url=settings.llm_base_url,
        # Without a key of ours LangChain would send one from the environment to whatever endpoint is set.
        api_key=settings.llm_api_key or SecretStr("none"),
        timeout=settings.llm_timeout_s,
        max_retries=max_retries,
        use_responses_api=False,
        stream_usage=True,
        **options,
    )


def problem_of(settings: Settings, error: Exception) -> ModelProblem:
    """The plain reason behind whatever the client raised."""
    import openai

    match error:
        case ModelProblem():
            return error
        case openai.APITimeoutError() | TimeoutError():
            return ModelProblem(settings, "timed_out")
        case openai.RateLimitError():
            return ModelProblem(settings, "rate_limited")
        case openai.AuthenticationError() | openai.PermissionDeniedError() | openai.NotFoundError():
            return ModelProblem(settings, "refused_key", f"HTTP {error.status_code}")
        case openai.APIStatusError():
            return ModelProblem(settings, "http_error", f"HTTP {error.status_code}")
        case openai.APIConnectionError():
            return ModelProblem(settings, "unreachable")
        case openai.LengthFinishReasonError():
            return ModelProblem(settings, "cut_off")
        case _:
            return ModelProblem(settings, "unusable", type(error).__name__)


def check_complete(settings: Settings, message: AIMessage) -> None:
    """Refuse an answer that stopped before its end: the client takes a cut stream for a whole answer.

    Raises:
        ModelProblem: the finish reason is missing, or says that the length ran out.
    """
    reason = message.response_metadata.get("finish_reason")
    if reason in (None, "length", "content_filter"):
        raise ModelProblem(settings, "cut_off", f"finish_reason {reason!r}")


def structured(settings: Settings, schema: type[Schema], prompt_messages: Sequence[PromptMessage]) -> Schema:
    """An answer that fits `schema`, asked for the way `llm_structured_output` says; one repair turn at most.

    Raises:
        ModelProblem: the model is unreachable, too slow, cut off, or twice gave something else.
    """
    turns = list(prompt_messages)
    if settings.llm_structured_output == "json":
        turns.append(("user", _json_instructions(schema)))
    model = chat_model(settings, max_retries=0)
    options = _options(settings, schema)
    problem = ""
    prose = False
    for turn in ("first", "repair"):
        message = _ask(settings, model, as_messages(turns), options)
        value, raw = _payload(message)
        prose = value is None and "{" not in raw
        try:
            return schema.model_validate(value)
        except ValidationError as error:
            problem = "it holds no valid JSON object." if value is None else _explain(error)
        log.info("model answer rejected", schema=schema.__name__, turn=turn, problem=problem)
        turns += [("assistant", raw or "(empty)"), ("user", _REPAIR.format(problem=problem))]
    raise ModelProblem(settings, "prose" if prose else "unusable", "" if prose else problem)


def _ask(settings: Settings, model: ChatOpenAI, messages: list[BaseMessage], options: dict[str, Any]) -> AIMessage:
    """One complete answer within the deadline; failures that pass by themselves are tried again."""
    deadline = time.monotonic() + settings.llm_timeout_s
    for attempt in range(1, _TRIES + 1):
        left = max(deadline - time.monotonic(), 0.1)
        try:
            message = within(left, partial(_read, settings, model, messages, options, deadline))
        except client_errors() as error:
            pause = _pause(error, attempt)
            if pause is None or attempt == _TRIES or time.monotonic() + pause >= deadline:
                raise problem_of(settings, error) from error
            log.info("model call retried", reason=type(error).__name__, attempt=attempt, pause=pause)
            time.sleep(pause)
        else:
            return message
    raise ModelProblem(settings, "timed_out")


def _read(
    settings: Settings, model: ChatOpenAI, messages: list[BaseMessage], options: dict[str, Any], deadline: float
) -> AIMessage:
    """The streamed answer, left as soon as it holds a whole object: small models go on with blank lines for ever."""
    answer: AIMessageChunk | None = None
    for chunk in model.stream(messages, timeout=max(deadline - time.monotonic(), 0.1), **options):
        answer = chunk if answer is None else answer + chunk
        if "}" in chunk.text and _object_in(answer.text) is not None:
            return answer
        if time.monotonic() > deadline:
            raise TimeoutError
    if answer is None:
        raise ModelProblem(settings, "unusable", "empty answer")
    check_complete(settings, answer)
    return answer


def client_errors() -> tuple[type[Exception], ...]:
    """All that the client raises: its own errors, and what slips through when a server breaks the protocol."""
    import openai

    return (openai.OpenAIError, ValueError, TypeError, LookupError, AttributeError, OSError)


def _pause(error: Exception, attempt: int) -> float | None:
    """Seconds before the next try, or None when trying again cannot help."""
    import openai

    if isinstance(error, openai.APITimeoutError):
        return None
    if isinstance(error, openai.APIStatusError):
        if error.status_code not in (408, 409, 429) and error.status_code < 500:
            return None
        asked = error.response.headers.get("retry-after", "")
        return float(asked) if asked.replace(".", "", 1).isdigit() else 0.25 * 2**attempt
    return 0.25 * 2**attempt if isinstance(error, openai.APIConnectionError) else None


def within(seconds: float, call: Callable[[], Answer]) -> Answer:
    """The result of `call`, waited for at most `seconds`; a socket time-out alone never ends a dripping answer.

    Raises:
        TimeoutError: it is not there in time; the abandoned call ends with its own socket time-out.
    """
    outcome: Future[Answer] = Future()

    def work() -> None:
        try:
            outcome.set_result(call())
        except BaseException as error:
            outcome.set_exception(error)

    threading.Thread(target=work, daemon=True).start()
    return outcome.result(timeout=seconds)


def _options(settings: Settings, schema: type[BaseModel]) -> dict[str, Any]:
    """How the request asks for the schema."""
    from langchain_core.utils.function_calling import convert_to_openai_tool

    if settings.llm_structured_output == "json":
        return _response_format({"type": "json_object"})
    tool = convert_to_openai_tool(schema, strict=True)
    if settings.llm_structured_output == "tool":
        # "required" with one tool rather than the tool's name: small servers know only the words.
        return {"tools": [tool], "tool_choice": "required", "parallel_tool_calls": False}
    function = tool["function"]
    named = {"name": function["name"], "schema": function["parameters"], "strict": True}
    return _response_format({"type": "json_schema", "json_schema": named})


def _response_format(value: dict[str, Any]) -> dict[str, Any]:
    # As plain body: given by its own name, the client parses the answer its way and raises before we see it.
    return {"extra_body": {"response_format": value}}


def _json_instructions(schema: type[BaseModel]) -> str:
    text = json.dumps(schema.model_json_schema(), ensure_ascii=False)
    return f"Answer with one JSON object and nothing else. Its JSON schema:\n{text}"


def _payload(message: AIMessage) -> tuple[dict[str, Any] | None, str]:
    """The object in an answer, wherever the server put it, and the raw text for the repair turn."""
    for call in message.tool_calls:
        return call["args"], json.dumps(call["args"], ensure_ascii=False)
    for broken in message.invalid_tool_calls:
        return None, str(broken.get("args") or "")
    return _object_in(message.text), message.text


def _object_in(text: str) -> dict[str, Any] | None:
    """The first whole JSON object in a text, whatever stands around it."""
    start = text.find("{")
    if start < 0:
        return None
    try:
        value, _ = json.JSONDecoder().raw_decode(text, start)
    except json.JSONDecodeError:
        return None
    return value if isinstance(value, dict) else None


def _explain(error: ValidationError) -> str:
    """The first problems of a validation, a few words each."""
    return "; ".join(f"{'.'.join(map(str, one['loc'])) or 'object'}: {one['msg']}" for one in error.errors()[:3])


def as_messages(prompt_messages: Sequence[PromptMessage]) -> list[BaseMessage]:
    """LangChain's messages of (role, text) pairs."""
    from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

    kinds: dict[Role, type[BaseMessage]] = {"system": SystemMessage, "user": HumanMessage, "assistant": AIMessage}
    return [kinds[role](content=text) for role, text in prompt_messages]
