"""One claim against its sources: kept, repaired, downgraded with a visible mark, or dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from copilot.schemas.evidence import Citation, Claim, ClaimStatus, Language
from copilot.schemas.plan import Finding
from copilot.text.catalogue import t
from copilot.text.normalise import fold
from copilot.schemas.facts import Quantity
from copilot.text.quantities import extract_quantities, same_value
from copilot.verify.cited import places_of
from copilot.verify.fragments import GRAVE, problems
from copilot.verify.naming import foreign_persons, foreign_words
from copilot.verify.reading import read
from copilot.verify.receipts import intact
from copilot.verify.sources import Passage, Sources
from copilot.verify.support import Support
from copilot.verify.words import coverage, guess_language

_HARD = frozenset({"money", "rate", "percent", "points", "rating", "ratio"})
ENOUGH = 0.6
TOO_LITTLE = 0.34
Outcome = Literal["kept", "repaired", "downgraded", "dropped"]


@dataclass(frozen=True)
class Verdict:
    """What became of a claim; `claim` is None when it is dropped."""

    ok: bool
    findings: list[Finding]
    claim: Claim | None


@dataclass
class Evidenced:
    """The citations of a claim that hold, and what was found on the way."""

    passages: list[Passage] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    planted: bool = False
    withdrawn: bool = False


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


def check_claim(claim: Claim, sources: Sources, language: Language, *, fresh: bool = False) -> Verdict:
    """Whether a claim is proved by what it cites, and the claim as it may be shown.

    Args:
        claim: any claim; a withdrawn one is left as it is.
        sources: all sources of the account.
        language: language of the text and of the findings.
        fresh: the claim was written just now, so a document that is not there was invented, not deleted.
    """
    if claim.status == "withdrawn":
        return Verdict(True, [], claim)
    evidence = check_citations(claim.id, claim.citations, sources, language, fresh)
    if claim.status == "computed":
        return _computed(claim, evidence, language)
    if claim.status in ("assumption", "missing"):
        return _assumed(claim, evidence, language)
    return _stated(claim, evidence, sources, language)


def _kept(claim: Claim, evidence: Evidenced, status: ClaimStatus | None = None) -> Claim:
    return claim.model_copy(update={"citations": evidence.citations, "status": status or claim.status})


def _dropped(claim: Claim, evidence: Evidenced, language: Language, code: str, **values: object) -> Verdict:
    """Drops a claim; when a deleted document is the reason, its text stays visible as withdrawn."""
    if evidence.withdrawn and code in ("no_citation", "quantity_unsupported", "name_unsupported", "not_in_quote"):
        findings = [
            f.model_copy(update={"outcome": "downgraded"}) if f.code == "evidence_withdrawn" else f
            for f in evidence.findings
        ]
        return Verdict(False, findings, _kept(claim, evidence, "withdrawn"))
    findings = list(evidence.findings)
    if code != "no_citation" or not findings:
        findings.append(finding(claim.id, code, "dropped", language, **values))
    return Verdict(False, findings, None)


def _settled(evidence: Evidenced) -> list[Finding]:
    """The findings of a claim that is kept: citations left out cost it nothing more."""
    return [f if f.outcome != "dropped" else f.model_copy(update={"outcome": "repaired"}) for f in evidence.findings]


def _computed(claim: Claim, evidence: Evidenced, language: Language) -> Verdict:
    if claim.receipt is None:
        return _dropped(claim, evidence, language, "receipt_missing")
    if not intact(claim.receipt):
        return _dropped(claim, evidence, language, "receipt_altered")
    support = Support(evidence.passages, claim.receipt)
    missing = support.unsupported(claim.text, language)
    if missing:
        return _dropped(claim, evidence, language, "computed_unsupported", values=", ".join(q.text for q in missing))
    return Verdict(not evidence.findings, _settled(evidence), _kept(claim, evidence))


def _assumed(claim: Claim, evidence: Evidenced, language: Language) -> Verdict:
    """An assumption may carry figures only when it cites them."""
    receipt = claim.receipt if claim.receipt is not None and intact(claim.receipt) else None
    support = Support(evidence.passages, receipt)
    missing = [q for q in support.unsupported(claim.text, language) if q.kind in _HARD]
    if missing:
        return _dropped(claim, evidence, language, "quantity_unsupported", values=", ".join(q.text for q in missing))
    return Verdict(not evidence.findings, _settled(evidence), _kept(claim, evidence))


def _stated(claim: Claim, evidence: Evidenced, sources: Sources, language: Language) -> Verdict:
    receipt = claim.receipt if claim.receipt is not None and intact(claim.receipt) else None
    if not evidence.passages:
        if (
            claim.status == "inferred"
            and not evidence.planted
            and not evidence.withdrawn
            and not _has_hard(claim, language)
        ):
            note = finding(claim.id, "no_citation", "downgraded", language)
            return Verdict(False, [*_settled(evidence), note], _kept(claim, evidence, "assumption"))
        return _dropped(claim, evidence, language, "no_citation")
    support = Support(evidence.passages, receipt)
    missing = support.unsupported(claim.text, language)
    if missing:
        return _quantity_missing(claim, evidence, language, [q.text for q in missing], missing[0].kind)
    references = support.unknown_references(claim.text, language)
    if references:
        return _dropped(claim, evidence, language, "reference_unsupported", values=", ".join(references))
    persons = foreign_persons(claim.text, evidence.passages, sources)
    if persons:
        return _dropped(claim, evidence, language, "name_unsupported", values=", ".join(persons))
    return _meaning(claim, evidence, sources, language)


def _has_hard(claim: Claim, language: Language) -> bool:
    return any(q.kind in _HARD for q in extract_quantities(claim.text, language))


def _quantity_missing(claim: Claim, evidence: Evidenced, language: Language, values: list[str], kind: str) -> Verdict:
    """An inferred sentence with a soft figure that is not quoted becomes an assumption; all else is dropped."""
    text = ", ".join(values)
    if claim.status == "inferred" and kind not in _HARD and kind != "date":
        note = finding(claim.id, "quantity_unsupported", "downgraded", language, values=text)
        return Verdict(False, [*_settled(evidence), note], _kept(claim, evidence, "assumption"))
    return _dropped(claim, evidence, language, "quantity_unsupported", values=text)


def _meaning(claim: Claim, evidence: Evidenced, sources: Sources, language: Language) -> Verdict:
    reading = read(claim.text, language)
    found = problems(reading, places_of(evidence.passages), claim_value_same)
    grave = next((p for p in found if p.code in GRAVE), None)
    if grave is not None and claim.status != "contradicted":
        return _dropped(claim, evidence, language, grave.code, values=grave.text, instead=grave.instead)
    status: ClaimStatus = claim.status
    findings = _settled(evidence)
    words = foreign_words(claim.text, evidence.passages, sources)
    unknown = [word for word in words if not sources.mentions(fold(word))]
    same = all(_speaks(p.quote, p) == reading.language for p in evidence.passages)
    if unknown and same:
        return _dropped(claim, evidence, language, "name_unsupported", values=", ".join(unknown))
    if words and same and status == "fact":
        findings.append(finding(claim.id, "name_unsupported", "downgraded", language, values=", ".join(words)))
        status = "inferred"
    for problem in found:
        if status in ("fact", "inferred"):
            findings.append(finding(claim.id, problem.code, "downgraded", language, values=problem.text))
            status = "assumption" if problem.code in ("modality_lost", "not_settled", "target_as_result") else "inferred"
    if same:
        verdict = _covered(claim, evidence, sources)
        if verdict == "dropped":
            return _dropped(claim, evidence, language, "not_in_quote", share=_share(claim, evidence, sources))
        if verdict == "inferred" and status == "fact":
            share = _share(claim, evidence, sources)
            findings.append(finding(claim.id, "not_in_quote", "downgraded", language, share=share))
            status = "inferred"
    return Verdict(not findings, findings, _kept(claim, evidence, status))


def claim_value_same(wanted: Quantity, known: Quantity) -> bool:
    return same_value(wanted, known)


def _share(claim: Claim, evidence: Evidenced, sources: Sources) -> int:
    return round(100 * coverage(claim.text, _quoted(evidence, sources))[0])


def _quoted(evidence: Evidenced, sources: Sources) -> str:
    parts = [part for passage in evidence.passages for part in (passage.quote, passage.around())]
    return "\n".join([*parts, *sources.names])


def _covered(claim: Claim, evidence: Evidenced, sources: Sources) -> str:
    """ "fact", "inferred" when much of the sentence stands beside the quote only, "dropped" when nowhere near."""
    share, count = coverage(claim.text, _quoted(evidence, sources))
    if count < 2 or share >= ENOUGH or claim.status == "contradicted":
        return "fact"
    if count >= 3 and share < TOO_LITTLE:
        beside = "\n".join(segment.text for passage in evidence.passages for segment in passage.segments)
        if coverage(claim.text, beside)[0] < ENOUGH:
            return "dropped"
    return "inferred"


def _speaks(quote: str, passage: Passage) -> str:
    return guess_language(quote, passage.source.document.language)
