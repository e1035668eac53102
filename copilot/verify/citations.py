"""The citations of a claim: each quote looked up, repaired in form, or left out with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from copilot.schemas.evidence import Citation, Language
from copilot.schemas.plan import Finding
from copilot.text.catalogue import t
from copilot.verify.sources import Passage, Sources

Outcome = Literal["kept", "repaired", "downgraded", "dropped"]


@dataclass
class Evidenced:
    """The citations of a claim that hold, and what was found on the way."""

    passages: list[Passage] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    planted: bool = False
    withdrawn: bool = False

    def settled(self) -> list[Finding]:
        """The findings of a claim that is kept: citations left out cost it nothing more."""
        return [f if f.outcome != "dropped" else f.model_copy(update={"outcome": "repaired"}) for f in self.findings]


def finding(claim_id: str, code: str, outcome: Outcome, language: Language, **values: object) -> Finding:
    """A finding in plain words."""
    return Finding(claim_id=claim_id, code=code, message=t(f"verify.{code}", language, **values), outcome=outcome)


def check_citations(
    claim_id: str, citations: Sequence[Citation], sources: Sources, language: Language, fresh: bool = False
) -> Evidenced:
    """Finds each quote, repairs what differs only in form, and leaves out what proves nothing."""
    result = Evidenced()
    for citation in citations:
        source = sources.source(citation.document)
        if source is None:
            code = "unknown_document" if fresh else "evidence_withdrawn"
            result.withdrawn = result.withdrawn or not fresh
            result.findings.append(finding(claim_id, code, "dropped", language, document=citation.document))
            continue
        passage = source.locate(citation.quote, citation.locator) or source.repair(citation.quote)
        if passage is None:
            result.findings.append(
                finding(claim_id, "quote_not_found", "dropped", language, document=citation.document)
            )
        elif passage.suspicious:
            result.planted = True
            result.findings.append(
                finding(claim_id, "planted_instruction", "dropped", language, document=citation.document)
            )
        else:
            if passage.repaired:
                result.findings.append(
                    finding(claim_id, "quote_repaired", "repaired", language, document=citation.document)
                )
            result.passages.append(passage)
            result.citations.append(passage.citation(citation) if passage.repaired else citation)
    return result
