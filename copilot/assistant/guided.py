"""The engine without a model: intents decided by code, answers made of verified claims and catalogue texts."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from typing import Any

from ag_ui.core import BaseEvent

from copilot.assistant import events
from copilot.assistant.sections import cited, section_lines
from copilot.assistant.state import find, progress_of
from copilot.assistant.turn import Turn, use
from copilot.errors import BadInput
from copilot.schemas.evidence import Json, Language
from copilot.schemas.interview import Interview, Question
from copilot.schemas.plan import SECTION_KEYS, Section
from copilot.schemas.reply import Reply
from copilot.text.catalogue import t

LISTED_QUESTIONS = 12
_UNKNOWN: dict[Language, str] = {"fr": "je ne sais pas", "en": "I don't know"}
Step = Callable[[Turn], AsyncIterator[BaseEvent]]


async def run(turn: Turn) -> AsyncIterator[BaseEvent]:
    """The events of a turn, its text left in `turn.lines`."""
    async for event in _STEPS[turn.intent.kind](turn):
        yield event


async def _help(turn: Turn) -> AsyncIterator[BaseEvent]:
    for event in turn.box.drain():
        yield event
    turn.lines += [
        t("assistant.hello", turn.language, account=turn.box.account.name),
        t("assistant.help", turn.language),
    ]
    _remind(turn)


async def _next(turn: Turn) -> AsyncIterator[BaseEvent]:
    asked: list[Question | None] = []
    async for event in use(turn, "next_question", {}, turn.box.next_question, _question_id, asked):
        yield event
    if asked[0] is None:
        turn.lines.append(t("assistant.no_question", turn.language))
    else:
        _put(turn, asked[0])


async def _answer(turn: Turn) -> AsyncIterator[BaseEvent]:
    async for event in _record(turn, None, "assistant.recorded"):
        yield event


async def _unknown(turn: Turn) -> AsyncIterator[BaseEvent]:
    async for event in _record(turn, _UNKNOWN[turn.language], "assistant.recorded_unknown"):
        yield event


async def _record(turn: Turn, text: str | None, said: str) -> AsyncIterator[BaseEvent]:
    """Stores the answer to the current question, says so, asks the next one."""
    box = turn.box
    question_id = box.recorded or box.state.pending
    if question_id is None:
        async for event in _next(turn):
            yield event
        return
    if box.recorded is None:
        done: list[Interview] = []
        given = {"question_id": question_id}
        async for event in use(
            turn, "record_answer", given, lambda: box.record_answer(question_id, text), _short, done
        ):
            yield event
    turn.lines.append(t(said, turn.language))
    async for event in _next(turn):
        yield event


async def _skip(turn: Turn) -> AsyncIterator[BaseEvent]:
    pending = turn.box.state.pending
    if pending is None:
        turn.lines.append(t("assistant.nothing_to_skip", turn.language))
        return
    turn.box.state.skipped = [*(one for one in turn.box.state.skipped if one != pending), pending]
    turn.lines.append(t("assistant.skipped", turn.language))
    async for event in _next(turn):
        yield event


async def _correct(turn: Turn) -> AsyncIterator[BaseEvent]:
    box = turn.box
    last = box.state.last_answered
    if last is None:
        turn.lines.append(t("assistant.nothing_to_correct", turn.language))
        return
    if not turn.intent.argument:
        seen: list[Interview] = []
        async for event in use(turn, "list_open_questions", {}, box.interview, _short, seen):
            yield event
        question = find(seen[0], last)
        box.ask_again(question)
        for event in box.drain():
            yield event
        turn.lines.append(t("assistant.correct_what", turn.language))
        if question:
            _put(turn, question)
        return
    before, words = box.state.pending, box.state.pending_text
    done: list[Interview] = []
    given = {"question_id": last}
    async for event in use(
        turn, "record_answer", given, lambda: box.record_answer(last, turn.intent.argument), _short, done
    ):
        yield event
    if before != last:
        box.state.pending, box.state.pending_text = before, words
    turn.lines.append(t("assistant.corrected", turn.language))
    _remind(turn)


async def _open(turn: Turn) -> AsyncIterator[BaseEvent]:
    listed: list[list[Question]] = []
    async for event in use(turn, "list_open_questions", {}, turn.box.list_open_questions, len, listed):
        yield event
    questions = listed[0]
    progress = progress_of(turn.box.interview(), turn.box.state)
    turn.lines.append(t("assistant.progress", turn.language, answered=progress["answered"], total=progress["total"]))
    if not questions:
        turn.lines.append(t("assistant.no_question", turn.language))
        return
    turn.lines.append(t("assistant.open_questions", turn.language, n=len(questions)))
    turn.lines += [f"- {question.text}" for question in questions[:LISTED_QUESTIONS]]
    if len(questions) > LISTED_QUESTIONS:
        turn.lines.append(t("assistant.more", turn.language, n=len(questions) - LISTED_QUESTIONS))


async def _draft(turn: Turn) -> AsyncIterator[BaseEvent]:
    key = turn.intent.section
    if key is None:
        titles = ", ".join(t(f"section.{one}", turn.language) for one in SECTION_KEYS)
        turn.lines.append(t("assistant.section_which", turn.language, sections=titles))
        return
    turn.box.may_draft = True
    drafted: list[tuple[Section, int]] = []
    async for event in use(
        turn, "draft_section", {"key": key}, lambda: turn.box.draft_section(key), _short_section, drafted
    ):
        yield event
    section, _ = drafted[0]
    title = t(f"section.{key}", turn.language)
    lines = section_lines(section)
    if not lines:
        turn.lines.append(t("assistant.section_empty", turn.language, section=title))
        return
    turn.cite(section.claims, [citation for _, kept in lines for citation in kept])
    turn.lines.append(t("assistant.section_intro", turn.language, section=title))
    turn.lines += [f"- {cited(text, kept, turn.language)}" for text, kept in lines]


async def _score(turn: Turn) -> AsyncIterator[BaseEvent]:
    from copilot import pipeline
    from copilot.scoring.payload import read_object
    from copilot.scoring.registry import find_tool

    name, _, raw = turn.intent.argument.partition("{")
    name, raw = name.strip(), f"{{{raw}" if raw else ""
    if not name:
        turn.lines.append(t("assistant.tools_intro", turn.language))
        turn.lines += [
            t("assistant.tool_line", turn.language, name=tool.name, about=tool.title[turn.language])
            for tool in pipeline.tools()
        ]
        return
    example = json.dumps(find_tool(name).example, ensure_ascii=False)
    if not raw:
        turn.lines.append(t("assistant.tool_inputs", turn.language, name=name, example=example))
        return
    try:
        payload = read_object(raw)
    except BadInput:
        turn.lines.append(t("assistant.tool_bad_json", turn.language, name=name, example=example))
        return
    done: list[Json] = []
    try:
        async for event in use(turn, "score", {"tool": name}, lambda: turn.box.score(name, payload), _verdict, done):
            yield event
    except BadInput as error:
        turn.lines += [str(error), t("assistant.tool_inputs", turn.language, name=name, example=example)]
        return
    turn.lines += score_lines(done[0], turn.language)


def score_lines(result: Json, language: Language) -> list[str]:
    """A tool's result in plain lines: reasons and warnings are the tool's own sentences."""
    receipt = str(result["receipt"]["sha256"])[:12]
    lines = [t("assistant.tool_result", language, name=result["tool"], receipt=receipt)]
    if result["verdict"] == "insufficient":
        lines.append(t("assistant.tool_missing", language, missing=", ".join(result["missing"])))
    lines += [f"- {note[language]}" for note in (*result["why"], *result["findings"])]
    return lines


async def _ask(turn: Turn) -> AsyncIterator[BaseEvent]:
    replies: list[Reply] = []
    async for event in use(
        turn, "ask", {"question": turn.text}, lambda: turn.box.ask(turn.text), _short_reply, replies
    ):
        yield event
    reply = replies[0]
    turn.cite(reply.claims)
    if reply.claims:
        yield events.custom("verdict", {"kept": len(reply.claims), "removed": 0, "reasons": []})
    turn.lines.append(reply.text)
    _remind(turn)


def _remind(turn: Turn) -> None:
    """A digression does not lose the question under way."""
    state = turn.box.state
    if state.pending is not None:
        turn.lines += ["", t("assistant.still_open", turn.language, text=state.pending_text)]


def _put(turn: Turn, question: Question) -> None:
    """The question in words, with what is known already."""
    language = turn.language
    turn.lines.append(question.text)
    if question.why:
        turn.lines.append(t("assistant.why", language, why=question.why))
    if question.ask:
        turn.lines.append(t("assistant.ask_whom", language, people=", ".join(question.ask)))
    if question.known:
        turn.cite(question.known)
        turn.lines.append(t("assistant.known", language))
        turn.lines += [f"- {cited(claim.text, claim.citations, language)}" for claim in question.known]
    turn.lines.append(t("assistant.answer_how", language))


def _question_id(question: Question | None) -> Json:
    return {"question_id": question.id if question else None}


def _short(interview: Interview) -> Json:
    return {"questions": len(interview.questions), "coverage": round(interview.coverage.overall, 4)}


def _short_section(drafted: tuple[Section, int]) -> Json:
    return {"section": drafted[0].key, "lines": len(section_lines(drafted[0])), "version": drafted[1]}


def _short_reply(reply: Reply) -> Json:
    return {"abstained": reply.abstained, "claims": len(reply.claims)}


def _verdict(result: Json) -> Any:
    return {"verdict": result["verdict"], "receipt": result["receipt"]["sha256"]}


_STEPS: dict[str, Step] = {
    "help": _help,
    "next": _next,
    "answer": _answer,
    "unknown": _unknown,
    "skip": _skip,
    "correct": _correct,
    "open": _open,
    "draft": _draft,
    "score": _score,
    "ask": _ask,
}
