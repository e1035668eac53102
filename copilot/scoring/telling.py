"""A result in plain lines, in one language, for people who do not read JSON."""

from __future__ import annotations

from copilot.schemas.evidence import Language
from copilot.scoring.base import ToolResult
from copilot.text.catalogue import t

SHORT_DIGEST = 12


def in_words(result: ToolResult, language: Language) -> list[str]:
    """Title, what is missing, why, warnings, and the receipt: the tool's own sentences, nothing added."""
    lines = [t(f"scoring.{result.tool}.title", language)]
    if result.verdict == "insufficient":
        lines.append(t("doors.missing", language, missing=", ".join(result.missing)))
    lines += [f"- {note.fr if language == 'fr' else note.en}" for note in result.why]
    if result.findings:
        lines.append(t("doors.findings", language))
        lines += [f"- {note.fr if language == 'fr' else note.en}" for note in result.findings]
    receipt = result.receipt.sha256[:SHORT_DIGEST]
    lines.append(t("doors.receipt", language, tool=result.tool, version=result.version, receipt=receipt))
    return lines
