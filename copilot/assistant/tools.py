"""What a turn can do: the same eight tools for the guided engine and for the model's agent.

The contract of a tool:
1. account, workspace and language come from the turn, never from an argument;
2. only `record_answer` and `draft_section` write, and only what the user's own message asks for: an answer is the
   user's text word for word, a draft is started only by a message that orders one;
3. whatever a tool finds is kept with an id (E1, E2…), the only ids that an answer may cite;
4. a tool leaves its events in `events` for the engine to send.

Tools block on the database: an engine calls them in a thread.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from ag_ui.core import BaseEvent

from copilot.assistant import events
from copilot.assistant.state import ConversationState, choose_next, open_questions, progress_of
from copilot.deps import Deps
from copilot.errors import BadInput, NotAllowed
from copilot.schemas.account import Account
from copilot.schemas.evidence import Citation, Evidence, Json, Language, Receipt
from copilot.schemas.interview import Interview, Question
from copilot.schemas.plan import SECTION_KEYS, Section, SectionKey
from copilot.schemas.reply import Reply

SEARCH_RESULTS = 6
_SMALL = Decimal(5)
_SCALES = tuple(Decimal(scale) for scale in ("1", "100", "1000", "1000000", "0.001", "0.01"))


class Toolbox:
    """The tools of one turn, and all that they found."""

    def __init__(
        self, deps: Deps, account: Account, run_id: str, language: Language, message: str, state: ConversationState
    ) -> None:
        self.deps = deps
        self.account = account
        self.run_id = run_id
        self.language = language
        self.message = message
        self.state = state
        self.may_draft = False
        """Whether the user's message orders a draft; set by the engine from the message alone."""
        self.allowed_tools: frozenset[str] | None = None
        """Scoring tools that the caller may use; None is all of them."""
        self.recorded: str | None = None
        self.events: list[BaseEvent] = []
        self.found: dict[str, list[Citation]] = {}
        """What may be cited, by id."""
        self.receipts: dict[str, Receipt] = {}
        self.spoken: list[str] = []
        """Texts that are ours or the user's: figures in them need no other source."""
        self._interview: Interview | None = None
        self._progress: Json | None = None
        self._activities = 0

    def drain(self) -> list[BaseEvent]:
        """The events since the last call."""
        done, self.events = self.events, []
        return done

    def ask(self, question: str) -> Reply:
        """The answer of the notes to a question, or that they do not tell."""
        from copilot import pipeline

        reply = pipeline.ask(self.deps, self.account.slug, question, self.language)
        for claim in reply.claims:
            self.keep(claim.citations)
            if claim.receipt:
                self.receipts[claim.receipt.sha256] = claim.receipt
        self._show("ask", [_as_evidence(citation) for citation in reply.citations])
        return reply

    def search_notes(self, query: str) -> dict[str, Evidence]:
        """Passages of this account's notes, by the id under which they may be cited."""
        from copilot import pipeline

        found = pipeline.search(self.deps, self.account.slug, query, SEARCH_RESULTS)
        self._show("search_notes", found)
        return {self.keep([_as_citation(passage)]): passage for passage in found}

    def search_method(self, query: str) -> list[Evidence]:
        """Passages of the method; they prove nothing about the account and get no id."""
        found = self.deps.searcher.search_method(query, SEARCH_RESULTS, self.language)
        self.spoken += [passage.text for passage in found]
        self._show("search_method", found)
        return found

    def interview(self) -> Interview:
        """The state of the interview."""
        if self._interview is None:
            from copilot import pipeline

            self._interview = pipeline.interview(self.deps, self.account.slug, self.language)
        self._report(self._interview)
        return self._interview

    def next_question(self) -> Question | None:
        """The question to ask now; it becomes the current one."""
        question = choose_next(self.interview(), self.state)
        self.ask_again(question)
        return question

    def ask_again(self, question: Question | None) -> None:
        """Makes a question the current one and shows it."""
        self.state.pending = question.id if question else None
        self.state.pending_text = question.text if question else ""
        if question:
            self.spoken.append(question.text)
            self.spoken += [claim.text for claim in question.known]
            self.events.append(events.custom("question", question.model_dump(mode="json")))
        self._report(self.interview())

    def list_open_questions(self) -> list[Question]:
        """All questions without an answer."""
        questions = open_questions(self.interview())
        self.spoken += [question.text for question in questions]
        return questions

    def record_answer(self, question_id: str, text: str | None = None) -> Interview:
        """Stores the user's own message as the answer; `text` is a part of it that the engine cut out.

        Raises:
            NotAllowed: the id is not the current question nor the one being corrected, or the turn wrote already.
        """
        from copilot import pipeline

        if question_id not in (self.state.pending, self.state.last_answered):
            raise NotAllowed(
                f"{question_id!r} is not the current question; only {self.state.pending!r} can be answered"
            )
        if self.recorded and self.recorded != question_id:
            raise NotAllowed("one message answers one question only")
        if self.recorded is None:
            answer = text or self.message
            self._interview = pipeline.answer(self.deps, self.account.slug, question_id, answer, self.language)
            self.recorded = question_id
            self.state.last_answered = question_id
            self.state.answered = [*(one for one in self.state.answered if one != question_id), question_id]
            self.state.skipped = [one for one in self.state.skipped if one != question_id]
            if self.state.pending == question_id:
                self.state.pending, self.state.pending_text = None, ""
        return self.interview()

    def score(self, tool: str, payload: Json) -> Json:
        """The result of a scoring tool, with its receipt."""
        from copilot import pipeline

        if self.allowed_tools is not None and tool not in self.allowed_tools:
            raise NotAllowed(f"the scoring tool {tool[:80]!r} is not offered here")
        result = pipeline.score(tool, payload)
        self.receipts[result.receipt.sha256] = result.receipt
        value = result.model_dump(mode="json")
        self.events.append(events.custom("score", value))
        return value

    def score_for_model(self, tool: str, payload: Json) -> Json:
        """Like `score`, for inputs that a model chose: its figures must be the user's or the notes'.

        Raises:
            BadInput: the inputs do not fit the tool, or hold a figure that nobody gave.
        """
        unknown = [number for number in _numbers(payload) if not self._given(number)]
        if unknown:
            raise BadInput(f"{unknown[0]} stands neither in the user's message nor in what the tools returned")
        return self.score(tool, payload)

    def draft_section(self, key: str) -> tuple[Section, int]:
        """One verified section and the number of the plan version that holds it.

        Raises:
            BadInput: there is no such section.
            NotAllowed: the user's message does not order a draft.
        """
        from copilot import pipeline

        if key not in SECTION_KEYS:
            raise BadInput(f"no section {key!r}; there are: {', '.join(SECTION_KEYS)}")
        if not self.may_draft:
            raise NotAllowed("the user has not asked for a draft")
        plan = pipeline.draft(self.deps, self.account.slug, self.language, "embedded")
        wanted: SectionKey = key
        section = plan.section(wanted) or Section(key=wanted, title=wanted)
        for claim in section.claims:
            if claim.receipt:
                self.receipts[claim.receipt.sha256] = claim.receipt
        value = {"section": section.model_dump(mode="json"), "version": plan.version}
        self.events.append(events.custom("section", value))
        return section, plan.version

    def keep(self, citations: Sequence[Citation]) -> str:
        """The id under which passages may be cited."""
        wanted = list(citations)
        for label, kept in self.found.items():
            if kept == wanted:
                return label
        label = f"E{len(self.found) + 1}"
        self.found[label] = wanted
        return label

    def _show(self, tool: str, found: Sequence[Evidence]) -> None:
        if found:
            self._activities += 1
            self.events.append(events.evidence(self.run_id, tool, self._activities, found))

    def _report(self, interview: Interview) -> None:
        now = progress_of(interview, self.state)
        self.events += events.progress(self._progress, now)
        self._progress = now

    def _given(self, number: Decimal) -> bool:
        """Whether a figure, in whole or scaled units, stands in the user's words or in the evidence.

        Small whole numbers pass: they are ratings, ranks and counts, which a model may judge.
        """
        if number == number.to_integral_value() and abs(number) <= _SMALL:
            return True
        texts = [self.message, *self.spoken, *(c.quote for kept in self.found.values() for c in kept)]
        given = {value for text in texts for value in _written_numbers(text)}
        return any(number * scale in given for scale in _SCALES)


def _as_citation(passage: Evidence) -> Citation:
    return Citation(
        document=passage.document,
        quote=passage.text,
        locator=passage.locator,
        date=passage.date.isoformat() if passage.date else None,
    )


def _as_evidence(citation: Citation) -> Evidence:
    return Evidence(
        id=f"{citation.document}:{citation.quote[:40]}",
        document=citation.document,
        text=citation.quote,
        locator=citation.locator,
        date=None,
        author=None,
        score=1.0,
    )


def _numbers(value: Any) -> list[Decimal]:
    """Every figure in the inputs of a tool, those written as text included: a tool reads them alike."""
    if isinstance(value, bool):
        return []
    if isinstance(value, int | float | Decimal | str):
        try:
            number = Decimal(str(value).strip())
        except InvalidOperation:
            return []
        return [number] if number.is_finite() else []
    if isinstance(value, dict):
        return [number for one in value.values() for number in _numbers(one)]
    if isinstance(value, list):
        return [number for one in value for number in _numbers(one)]
    return []


def _written_numbers(text: str) -> set[Decimal]:
    """Numbers as written in French or English: 12 000, 12,5, 1,200.50."""
    values: set[Decimal] = set()
    for match in re.finditer(r"\d[\d\s.,\u00a0\u202f]*", text):
        bare = re.sub(r"[\s\u00a0\u202f]", "", match[0]).rstrip(".,")
        for form in (bare.replace(",", "."), bare.replace(",", ""), bare.replace(".", "").replace(",", ".")):
            try:
                values.add(Decimal(form))
            except InvalidOperation:
                continue
    return values
