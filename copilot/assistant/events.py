"""The events of a turn: a closed set, AG-UI 1.0, in this order.

RUN_STARTED                       once, first
ACTIVITY_SNAPSHOT  status         {"text"}: what is going on while nothing can be shown yet
                   evidence       {"tool", "passages": [{"id","document","text","locator","date","author","score"}]}
STATE_SNAPSHOT                    {"interview": Progress}, the first time a turn looks at the interview
STATE_DELTA                       JSON Patch on that state when it changes
TOOL_CALL_START/ARGS/END/RESULT   one group per tool call; the result is short JSON
CUSTOM  question                  Question: the interview's current question
        section                   {"section": Section, "version": number of the stored plan}
        score                     ToolResult with its receipt
        citations                 {"claims": [Claim], "citations": [Citation]} of the answer that follows
        verdict                   {"kept", "removed", "reasons"}: what the check of the answer did
TEXT_MESSAGE_START/CONTENT/END    one message a turn, plain text, only after it is checked
RUN_FINISHED                      last, after the finished turn is stored; result {"message_id", "engine"}
RUN_ERROR                         last instead, with one plain line; the user's message is stored all the same

Every event is stored before it is sent and carries `metadata.sequence`, its number in the conversation: a client
that lost the stream asks for what comes after the last number it saw.

Progress = {"answered", "open", "total", "coverage", "readiness", "current_question"}
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Literal, get_args

from ag_ui.core import (
    ActivitySnapshotEvent,
    BaseEvent,
    CustomEvent,
    RunErrorEvent,
    RunFinishedEvent,
    RunStartedEvent,
    StateDeltaEvent,
    StateSnapshotEvent,
    TextMessageContentEvent,
    TextMessageEndEvent,
    TextMessageStartEvent,
    ToolCallArgsEvent,
    ToolCallEndEvent,
    ToolCallResultEvent,
    ToolCallStartEvent,
)

from copilot.schemas.evidence import Citation, Claim, Evidence, Json

CustomName = Literal["question", "section", "score", "citations", "verdict"]
CUSTOM_NAMES: tuple[CustomName, ...] = get_args(CustomName)
ActivityName = Literal["status", "evidence"]
_CHUNK = 400


def run_started(thread: str, run: str) -> BaseEvent:
    """The first event."""
    return RunStartedEvent(thread_id=thread, run_id=run)


def run_finished(thread: str, run: str, message: str, engine: str) -> BaseEvent:
    """The last event of a turn that is stored."""
    return RunFinishedEvent(thread_id=thread, run_id=run, result={"message_id": message, "engine": engine})


def run_error(line: str, code: str) -> BaseEvent:
    """The last event of a turn that failed."""
    return RunErrorEvent(message=line, code=code)


def status(run: str, text: str) -> BaseEvent:
    """What is going on."""
    return ActivitySnapshotEvent(message_id=f"{run}-status", activity_type="status", content={"text": text})


def evidence(run: str, tool: str, number: int, found: Sequence[Evidence]) -> BaseEvent:
    """The passages that a tool found."""
    passages = [passage.model_dump(mode="json") for passage in found]
    return ActivitySnapshotEvent(
        message_id=f"{run}-evidence-{number}", activity_type="evidence", content={"tool": tool, "passages": passages}
    )


def custom(name: CustomName, value: Json) -> BaseEvent:
    """One of the documented custom events."""
    return CustomEvent(name=name, value=value)


def citations(claims: Sequence[Claim], cited: Sequence[Citation]) -> BaseEvent:
    """What the answer rests on."""
    return custom(
        "citations",
        {
            "claims": [claim.model_dump(mode="json") for claim in claims],
            "citations": [citation.model_dump(mode="json") for citation in cited],
        },
    )


def progress(before: Json | None, after: Json) -> list[BaseEvent]:
    """The interview's progress: a snapshot at first, then only what changed."""
    if before is None:
        return [StateSnapshotEvent(snapshot={"interview": after})]
    changed = [
        {"op": "replace", "path": f"/interview/{key}", "value": value}
        for key, value in after.items()
        if before.get(key) != value
    ]
    return [StateDeltaEvent.model_validate({"delta": changed})] if changed else []


def tool_call(call: str, name: str, arguments: Json) -> list[BaseEvent]:
    """A call of a tool, up to its result."""
    return [
        ToolCallStartEvent(tool_call_id=call, tool_call_name=name),
        ToolCallArgsEvent(tool_call_id=call, delta=json.dumps(arguments, ensure_ascii=False)),
        ToolCallEndEvent(tool_call_id=call),
    ]


def tool_result(call: str, content: str) -> BaseEvent:
    """What the tool gave, in short."""
    return ToolCallResultEvent(message_id=f"{call}-result", tool_call_id=call, content=content, role="tool")


def text_message(message: str, text: str) -> list[BaseEvent]:
    """A finished text, cut at line ends and spaces."""
    pieces: list[str] = []
    rest = text
    while rest:
        cut = len(rest) if len(rest) <= _CHUNK else max(rest.rfind(" ", 0, _CHUNK), rest.rfind("\n", 0, _CHUNK)) + 1
        pieces.append(rest[: cut or _CHUNK])
        rest = rest[cut or _CHUNK :]
    return [
        TextMessageStartEvent(message_id=message, role="assistant"),
        *(TextMessageContentEvent(message_id=message, delta=piece) for piece in pieces),
        TextMessageEndEvent(message_id=message),
    ]
