"""The engine with a model: LangChain's agent over the same tools, its answer shown only after the check.

What keeps it harmless whatever a note says: tools read this account only, the two that write take nothing from the
model but an id, eight model calls a turn at most, and no sentence with a figure passes unproved.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Sequence
from typing import Any

import structlog
from ag_ui.core import BaseEvent
from langchain.agents import create_agent
from langchain.agents.middleware import ModelCallLimitMiddleware, ToolErrorMiddleware
from langchain.agents.middleware.model_call_limit import ModelCallLimitExceededError
from langchain.tools import ToolRuntime
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
from langchain_core.tools import BaseTool, tool
from langgraph.errors import GraphRecursionError

from copilot.assistant import events
from copilot.assistant.check import check_answer
from copilot.assistant.scoring_tools import tools_for_turn
from copilot.assistant.sections import section_lines
from copilot.assistant.tools import Toolbox
from copilot.assistant.turn import Turn
from copilot.errors import CopilotError
from copilot.llm import ModelProblem, PromptMessage, as_messages, chat_model, check_complete, client_errors, problem_of
from copilot.prompts import LANGUAGE_NAMES, prompt, untrusted
from copilot.text.catalogue import t
from copilot.text.language import language_of

log = structlog.get_logger(__name__)

MAX_MODEL_CALLS = 8
HISTORY_MESSAGES = 8
_HISTORY_CHARACTERS = 1500
_TURN_TIMEOUTS = 4
_SHORT_RESULT = 300
_TOOL_CALL = re.compile(r"\s*(?:```\w*\s*)?(?:\{|\[\s*\{|<\W?tool)")
"""How small models write what should have been a call of a tool."""
Runtime = ToolRuntime[Toolbox, Any]


class WrongAnswer(Exception):
    """The model answered, but nothing of it may be shown; the reason is a key of the catalogue."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@tool(parse_docstring=True)
def ask(question: str, runtime: Runtime) -> str:
    """Answer a question about the account from its notes, with proofs.

    Args:
        question: the question in full, understandable alone
    """
    box = runtime.context
    reply = box.ask(question)
    told = [f"[{box.keep(claim.citations)}] {claim.text}" for claim in reply.claims]
    if not reply.abstained:
        return _framed(told)
    return f"The notes do not tell.\nThey leave it open:\n{_framed(told)}" if told else "The notes do not tell."


@tool(parse_docstring=True)
def search_notes(query: str, runtime: Runtime) -> str:
    """Find passages of the account's notes.

    Args:
        query: a few words of what is looked for
    """
    found = runtime.context.search_notes(query)
    if not found:
        return "Nothing found in the notes."
    return _framed([f"[{label}] {one.document}, {one.date or 'no date'}: {one.text}" for label, one in found.items()])


@tool(parse_docstring=True)
def search_method(query: str, runtime: Runtime) -> str:
    """Find passages of the account planning method: definitions, rules, steps. Says nothing about the account.

    Args:
        query: a few words of what is looked for
    """
    found = runtime.context.search_method(query)
    return "\n\n".join(one.text for one in found) or "Nothing found in the method."


@tool(parse_docstring=True)
def next_question(runtime: Runtime) -> str:
    """Ask the next question of the interview: the one whose answer the plan misses most."""
    question = runtime.context.next_question()
    return f"Current question ({question.id}): {question.text}" if question else "No question is left."


@tool(parse_docstring=True)
def record_answer(question_id: str, runtime: Runtime) -> str:
    """Store the user's message of this turn, word for word, as the answer to the current interview question.

    Args:
        question_id: id of the current question
    """
    interview = runtime.context.record_answer(question_id)
    return f"Recorded. Coverage of the interview: {interview.coverage.overall:.0%}."


@tool(parse_docstring=True)
def list_open_questions(runtime: Runtime) -> str:
    """List the questions of the interview that have no answer yet."""
    return _framed([question.text for question in runtime.context.list_open_questions()[:12]])


@tool(parse_docstring=True)
def draft_section(section: str, runtime: Runtime) -> str:
    """Draft one section of the account plan, when the user's message asks for it.

    Args:
        section: key of the section, for example risks or stakeholders
    """
    box = runtime.context
    drafted, _ = box.draft_section(section)
    return _framed([f"[{box.keep(kept)}] {text}" for text, kept in section_lines(drafted)])


TOOLS: tuple[BaseTool, ...] = (
    ask,
    search_notes,
    search_method,
    next_question,
    record_answer,
    list_open_questions,
    draft_section,
)


def _framed(lines: Sequence[str]) -> str:
    return untrusted("NOTES", "\n\n".join(lines)) if lines else "Nothing."


async def run(turn: Turn) -> AsyncIterator[BaseEvent]:
    """The events of a turn, its checked text left in `turn.lines`.

    Raises:
        ModelProblem: the model failed; nothing of its answer is shown.
        WrongAnswer: it answered, and nothing of it may be shown.
    """
    turn.engine = "agent"
    box = turn.box
    yield events.status(turn.run_id, t("assistant.status.thinking", turn.language))
    pending = box.state.pending
    final: list[AIMessage] = []
    async for event in _converse(turn, final):
        yield event
    yield events.status(turn.run_id, t("assistant.status.checking", turn.language))
    text = await asyncio.to_thread(_checked, turn, final)
    turn.lines.append(text)
    if pending is not None and box.state.pending == pending:
        turn.lines += ["", t("assistant.still_open", turn.language, text=box.state.pending_text)]
    yield events.custom("verdict", turn.verdict)


async def _converse(turn: Turn, final: list[AIMessage]) -> AsyncIterator[BaseEvent]:
    """The model's calls of tools as events; its last message is appended to `final`."""
    box, settings = turn.box, turn.box.deps.settings
    system, message = _prompt(turn)
    limits: list[Any] = [
        ModelCallLimitMiddleware(run_limit=MAX_MODEL_CALLS, exit_behavior="error"),
        ToolErrorMiddleware(_explain),
    ]
    agent: Any = create_agent(
        chat_model(settings),
        [*TOOLS, *tools_for_turn(box)],
        system_prompt=system[1],
        context_schema=Toolbox,
        middleware=limits,
    )
    messages = as_messages([*_history(turn), message])
    try:
        async with asyncio.timeout(settings.llm_timeout_s * _TURN_TIMEOUTS):
            async for update in agent.astream({"messages": messages}, context=box, stream_mode="updates"):
                for one in _messages(update):
                    for event in _events(turn, one):
                        yield event
                    if isinstance(one, AIMessage) and not one.tool_calls:
                        check_complete(settings, one)
                        final.append(one)
    except (ModelCallLimitExceededError, GraphRecursionError) as error:
        raise ModelProblem(settings, "unusable", "too many tool calls") from error
    except CopilotError:
        raise
    except client_errors() as error:
        raise problem_of(settings, error) from error


def _prompt(turn: Turn) -> list[PromptMessage]:
    box, state = turn.box, turn.box.state
    template = prompt("assistant/agent")
    log.info("turn given to the model", prompt=template.name, sha256=template.sha256)
    return template.render(
        language=LANGUAGE_NAMES[turn.language],
        account=untrusted("NAME", box.account.name),
        today=box.deps.now().date().isoformat(),
        pending=f"{state.pending}: {untrusted('QUESTION', state.pending_text)}" if state.pending else "none",
        message=turn.text,
    )


def _history(turn: Turn) -> list[PromptMessage]:
    return [(one.role, one.text[:_HISTORY_CHARACTERS]) for one in turn.history[-HISTORY_MESSAGES:] if one.text]


def _messages(update: Any) -> list[BaseMessage]:
    """The messages in one update of the graph, whichever node gave it."""
    nodes = update.values() if isinstance(update, dict) else ()
    return [one for node in nodes if isinstance(node, dict) for one in node.get("messages", ())]


def _events(turn: Turn, message: BaseMessage) -> list[BaseEvent]:
    if isinstance(message, AIMessage):
        calls = [*message.tool_calls, *message.invalid_tool_calls]
        turn.calls += len(calls)
        return [
            event
            for call in calls
            for event in events.tool_call(_call_id(turn, call["id"]), str(call["name"]), {"arguments": call["args"]})
        ]
    if isinstance(message, ToolMessage):
        result = json.dumps({"status": message.status, "text": message.text[:_SHORT_RESULT]}, ensure_ascii=False)
        return [events.tool_result(_call_id(turn, message.tool_call_id), result), *turn.box.drain()]
    return []


def _call_id(turn: Turn, call: str | None) -> str:
    """An id of ours: servers number their calls from zero in every turn."""
    return f"{turn.run_id}-{call or 'call'}"


def _explain(error: Exception, request: Any) -> str | None:
    """What the model is told of a tool that failed: what it can act on, never a traceback; the rest ends the run."""
    return f"Not done: {error}" if isinstance(error, CopilotError) and not isinstance(error, ModelProblem) else None


def _checked(turn: Turn, final: Sequence[AIMessage]) -> str:
    """The text that may be shown; claims and verdict go to the turn."""
    text = final[-1].text.strip() if final else ""
    if not text:
        raise ModelProblem(turn.box.deps.settings, "unusable", "empty answer")
    if _TOOL_CALL.match(text):
        raise ModelProblem(turn.box.deps.settings, "unusable", "a tool call written as text")
    if turn.intent.kind == "ask" and not turn.calls:
        raise WrongAnswer("no_source")
    if language_of(text, turn.language) != turn.language:
        raise WrongAnswer("wrong_language")
    box = turn.box
    checked = check_answer(text, box, box.deps.store.sources(box.deps.workspace, box.account.id), turn.language)
    turn.verdict = {
        "kept": len(checked.claims),
        "removed": len(checked.removed),
        "reasons": sorted(set(checked.reasons)),
    }
    if not checked.text:
        raise WrongAnswer("unproven")
    turn.cite(checked.claims)
    if checked.removed:
        return f"{checked.text}\n\n{t('assistant.removed', turn.language, n=len(checked.removed))}"
    return checked.text
