"""The typed parts of a section: what their citations do not carry is taken out, field by field."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from copilot.schemas.evidence import Language
from copilot.schemas.plan import Finding, Part, Section
from copilot.text.normalise import fold
from copilot.verify.citations import check_citations, finding
from copilot.verify.naming import foreign_persons
from copilot.verify.receipts import flaw
from copilot.verify.sources import Passage, Sources
from copilot.verify.support import Support
from copilot.verify.words import coverage, guess_language

_P = TypeVar("_P", bound=Part)
_MAIN = {"stakeholders": "name", "competitors": "name", "objectives": "title", "actions": "label", "risks": "label",
         "budget": "label", "metrics": "label"}  # fmt: skip
_NEEDED = {"budget": "amount", "metrics": "value"}
_OPTIONAL = {
    "stakeholders": ("title", "note"), "competitors": (), "objectives": ("target", "deadline"),
    "actions": ("owner", "due", "due_text"), "risks": (), "budget": ("status",), "metrics": ("target", "period"),
}  # fmt: skip
_LISTS = {"stakeholders": ("wants",), "competitors": ("points",)}
_NAMES = frozenset({"name", "owner"})
PART_LISTS = tuple(_MAIN)


def check_parts(section: Section, sources: Sources, language: Language, fresh: bool) -> list[Finding]:
    """Checks every typed part of a section in place; gives the findings."""
    findings: list[Finding] = []
    for kind in PART_LISTS:
        kept = []
        for index, part in enumerate(getattr(section, kind)):
            checked = _check(kind, part, f"{section.key}.{kind}.{index + 1}", sources, language, fresh, findings)
            if checked is not None:
                kept.append(checked)
        setattr(section, kind, kept)
    return findings


def _check(
    kind: str, part: _P, part_id: str, sources: Sources, language: Language, fresh: bool, findings: list[Finding]
) -> _P | None:
    evidence = check_citations(part_id, part.citations, sources, language, fresh)
    receipt = getattr(part, "receipt", None)
    wrong = flaw(receipt, {p.source for p in evidence.passages}) if receipt is not None else None
    if wrong is not None:
        findings.append(finding(part_id, wrong[0], "dropped", language, values=wrong[1]))
        return None
    if not evidence.passages and receipt is None:
        findings += evidence.findings or [finding(part_id, "no_citation", "dropped", language)]
        return None
    findings += [f.model_copy(update={"outcome": "repaired"}) for f in evidence.findings]
    judge = _Judge(evidence.passages, Support(evidence.passages, receipt), sources, language)
    update: dict[str, object] = {"citations": evidence.citations}
    for name in (_MAIN[kind], *([_NEEDED[kind]] if kind in _NEEDED else [])):
        text = getattr(part, name)
        if not judge.holds(name, text):
            findings.append(finding(part_id, "part_unsupported", "dropped", language, values=text))
            return None
    for name in _OPTIONAL[kind]:
        text = getattr(part, name)
        if text and not judge.holds(name, text):
            findings.append(finding(part_id, "part_unsupported", "repaired", language, values=text))
            update[name] = None
    for name in _LISTS.get(kind, ()):
        texts: Sequence[str] = getattr(part, name)
        lost = [text for text in texts if not judge.holds(name, text)]
        findings += [finding(part_id, "part_unsupported", "repaired", language, values=text) for text in lost]
        update[name] = [text for text in texts if text not in lost]
    return part.model_copy(update=update)


class _Judge:
    """Whether texts of one part are carried by its citations."""

    def __init__(self, passages: Sequence[Passage], support: Support, sources: Sources, language: Language) -> None:
        self.passages, self.support, self.sources, self.language = passages, support, sources, language
        self.folded = fold(
            "\n".join(f"{p.quote}\n{p.around()}\n{' '.join(s.text for s in p.segments)}" for p in passages)
        )

    def holds(self, name: str, text: str) -> bool:
        """Whether one field is supported: names by names, figures by figures, words loosely."""
        if not text.strip() or (self.support.receipt is not None and name in ("label", "period")):
            return True
        if name in _NAMES:
            return self._named(text)
        if self.support.unsupported(text, self.language) or self.support.unknown_references(text, self.language):
            return False
        if foreign_persons(text, self.passages, self.sources):
            return False
        if name in ("due", "deadline", "amount", "value", "period", "target", "status", "due_text"):
            return True
        return self._worded(text)

    def _worded(self, text: str) -> bool:
        written = guess_language(text, self.language)
        if any(guess_language(p.quote, p.source.document.language) != written for p in self.passages):
            return True
        share, count = coverage(text, self.folded)
        return count == 0 or share >= 0.34

    def _named(self, text: str) -> bool:
        """A name stands in the quote, at its place or elsewhere in the document; initials may stand for first names."""
        words = re.findall(r"[^\W\d_]{2,}", fold(text))
        if not words or fold(text) in self.sources.names:
            return True
        if foreign_persons(text, self.passages, self.sources):
            return False
        here = [word for word in words if re.search(rf"(?<!\w){re.escape(word)}", self.folded)]
        if here:
            return True
        return any(re.search(rf"(?<!\w){re.escape(words[-1])}", passage.source.folded) for passage in self.passages)
