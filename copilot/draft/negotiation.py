"""The negotiation file (method part 1, d7), drafted without a model: selected from the facts, computed by the tools.

What nobody said is asked, never guessed; the floor and our alternative are internal.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from copilot.draft import negotiation_setting as setting
from copilot.draft import negotiation_trades as trades
from copilot.draft.negotiation_agenda import agenda
from copilot.draft.negotiation_claims import ClaimMaker, brief_document
from copilot.draft.negotiation_issues import Draft, collect, finish
from copilot.draft.negotiation_notes import notes_of
from copilot.schemas.evidence import Claim, Language
from copilot.schemas.facts import BRIEF_DOCUMENT, FactBase
from copilot.schemas.negotiation import Alternative, Issue, NegotiationBrief, NegotiationFile
from copilot.schemas.plan import AccountRef, OpenQuestion
from copilot.text.catalogue import t
from copilot.text.normalise import fold
from copilot.text.planted import planted_warning

__all__ = ["brief_document", "draft_negotiation"]

MAX_ISSUES = 10
MAX_INHERITED = 8
LEGAL_POINTS = 6
_INHERITED = re.compile(r"negoti|mechanism|clause|contract|competition|competitor|criteria|figure|validation")


def draft_negotiation(
    base: FactBase, brief: NegotiationBrief | None, brief_date: dt.date, language: Language
) -> NegotiationFile:
    """The negotiation file of an account, each sentence cited; the caller sets slug and version, and verifies it."""
    maker = ClaimMaker.build(brief, language, brief_date)
    notes = notes_of(base)
    drafts = collect(notes, brief, maker)[:MAX_ISSUES]
    issues = [finish(draft, maker) for draft in drafts]
    people, silent = setting.participants(notes, base, brief, maker)
    criteria = setting.criteria(notes, maker)
    ways_out = trades.alternatives(notes, brief, maker)
    paired, unpaired = trades.concessions(notes, brief, maker)
    steps, held_back = trades.concession_plan(brief, maker)
    minutes = setting.duration_minutes(notes, brief)
    lines, warnings = agenda(minutes, len(issues), language) if minutes else ([], [])
    asked = _Questions(language, base.account_name)
    asked.issues(drafts, issues)
    asked.setting(brief, minutes, criteria, silent)
    asked.trades(ways_out, unpaired)
    asked.inherit(base.gaps)
    file = NegotiationFile(
        account=AccountRef(slug=_slug(base.account_name), name=base.account_name),
        language=language,
        as_of=(base.as_of or brief_date).isoformat(),
        generated_at=brief_date.isoformat(),
        writer="embedded",
        context=setting.context(notes, brief, maker),
        participants=people,
        power_balance=setting.power_balance(notes, maker),
        deadlines=setting.deadlines(notes, base, maker, brief_date),
        interests=trades.interests(notes, maker),
        issues=issues,
        criteria=criteria,
        alternatives=ways_out,
        concessions=paired,
        concession_plan=steps,
        unpaired=unpaired,
        agenda=lines,
        legal=_legal(language) if setting.is_french_retail(notes) else [],
        open_questions=asked.found,
        warnings=[
            *_warnings(issues, unpaired, language),
            *(planted_warning(passage, language) for passage in base.suspicious),
            *held_back,
            *warnings,
        ],
    )
    return file.model_copy(update={"sources": maker.sources()})


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:63] or "account"


def _legal(language: Language) -> list[str]:
    return [t(f"negotiation.legal.{rank}", language) for rank in range(1, LEGAL_POINTS + 1)]


def _warnings(issues: Sequence[Issue], unpaired: Sequence[Claim], language: Language) -> list[str]:
    found = [t("negotiation.warning.internal", language)]
    for issue in issues:
        result = issue.zopa.result if issue.zopa else None
        if isinstance(result, dict) and result.get("exists") == "no":
            found.append(t("negotiation.warning.no_zone", language, name=issue.name))
    if unpaired:
        found.append(t("negotiation.warning.unpaired", language, n=len(unpaired)))
    return found


class _Questions:
    """Collects what is missing as questions."""

    def __init__(self, language: Language, account: str) -> None:
        self.language = language
        self.account = account
        self.found: list[OpenQuestion] = []

    def add(self, key: str, subject: str = "", **values: object) -> None:
        """The catalogue's question with who could answer it and why it is asked."""
        topic = f"negotiation:{key}" + (f":{_slug(subject)}" if subject else "")
        self.found.append(
            OpenQuestion(
                id=topic,
                topic=topic,
                text=t(f"negotiation.ask.{key}", self.language, **values),
                ask=[t(f"negotiation.ask_whom.{key}", self.language)],
                why=t(f"negotiation.ask_why.{key}", self.language),
            )
        )

    def issues(self, drafts: Sequence[Draft], issues: Sequence[Issue]) -> None:
        """Limits that nobody gave, and values on which the sources do not agree."""
        for draft, issue in zip(drafts, issues, strict=True):
            floor, limit = draft.settled("floor"), draft.settled("counterpart_limit")
            ours = issue.objective or issue.opening or issue.floor
            for role in ("floor", "counterpart_limit"):
                if draft.values.get(role) and draft.settled(role) is None:
                    self.add(f"which_{role}", draft.name, name=draft.name)
            if ours and not draft.values.get("floor"):
                self.add("floor", draft.name, name=draft.name)
            if ours and not draft.values.get("counterpart_limit"):
                self.add("limit", draft.name, name=draft.name)
            if floor and limit and floor.unit == limit.unit and draft.direction is None:
                self.add("direction", draft.name, name=draft.name)
            if floor and limit and floor.unit != limit.unit:
                self.add("unit", draft.name, name=draft.name)
            if limit and limit.hearsay:
                self.add("confirm_limit", draft.name, name=draft.name)
        if not any(draft.values.get("floor") or draft.values.get("objective") for draft in drafts):
            self.add("target")

    def setting(
        self, brief: NegotiationBrief | None, minutes: int | None, criteria: Sequence[Claim], silent: Sequence[str]
    ) -> None:
        """Date, duration, mandate and criteria."""
        if brief is None or not brief.date:
            self.add("date", account=self.account)
        if minutes is None:
            self.add("duration")
        for name in silent:
            self.add("mandate", name, name=name)
        if not silent and (brief is None or not brief.participants):
            self.add("participants", account=self.account)
        if not criteria:
            self.add("criteria", account=self.account)

    def trades(self, ways_out: Sequence[Alternative], unpaired: Sequence[Claim]) -> None:
        """Ways out without a value, and gives without a get."""
        sides = {item.side for item in ways_out}
        self.add("batna_ours_value" if "ours" in sides else "batna_ours")
        if "theirs" not in sides:
            self.add("batna_theirs", account=self.account)
        for claim in unpaired[:5]:
            from_brief = any(citation.document == BRIEF_DOCUMENT for citation in claim.citations)
            give = re.split(r"\s*:\s+", claim.text, maxsplit=1)[-1] if from_brief else claim.text
            self.add("counterpart", give[:40], give=_clip(give))

    def inherit(self, gaps: Sequence[OpenQuestion]) -> None:
        """The account's open questions that a negotiator needs too."""
        wanted = [gap for gap in gaps if _INHERITED.search(fold(gap.topic))]
        self.found += wanted[:MAX_INHERITED]


def _clip(text: str, limit: int = 18) -> str:
    words = text.rstrip(" .!").split()
    return " ".join(words[:limit]) + (" …" if len(words) > limit else "")
