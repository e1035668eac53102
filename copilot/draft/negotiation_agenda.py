"""How to split the time of a negotiation, by the `agenda` tool (method row 64)."""

from __future__ import annotations

from decimal import Decimal

from copilot.schemas.evidence import Language
from copilot.scoring.registry import run_tool
from copilot.scoring.wording import number
from copilot.text.catalogue import t


def agenda(minutes: int, issues: int, language: Language) -> tuple[list[str], list[str]]:
    """The agenda line by line, and what to be warned of: too short per issue, or too long."""
    answer = run_tool("agenda", {"total_min": minutes, "n_issues": issues or None})
    lines = [t("negotiation.agenda.default", language, total=minutes)]
    lines += [
        t(f"negotiation.agenda.{item['phase']}", language, minutes=number(Decimal(str(item["minutes"])), language, 1))
        for item in answer.per_item
    ]
    return lines, [note.fr if language == "fr" else note.en for note in answer.findings]
