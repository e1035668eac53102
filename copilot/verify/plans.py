"""Whole plans and negotiation files: every claim and part checked, what fails taken out, all of it told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel

from copilot.schemas.evidence import Citation, Claim, Language, Receipt
from copilot.schemas.negotiation import Alternative, Concession, Interest, NegotiationFile
from copilot.schemas.plan import Contradiction, Finding, Plan, Replaced, Section, Verification
from copilot.verify.citations import check_citations, finding
from copilot.verify.claims import check_claim
from copilot.verify.parts import check_parts
from copilot.verify.receipts import flaw
from copilot.verify.sources import Sources
from copilot.verify.support import Support

_N = TypeVar("_N", Plan, NegotiationFile)


@dataclass
class _Run:
    """One verification: what is counted and found."""

    sources: Sources
    language: Language
    fresh: bool
    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("claims", "supported", "computed", "assumptions", "dropped"), 0)
    )
    findings: list[Finding] = field(default_factory=list)

    def claim(self, claim: Claim) -> Claim | None:
        """The claim as it may be shown, or None."""
        verdict = check_claim(claim, self.sources, self.language, fresh=self.fresh)
        self.findings += verdict.findings
        self.counts["claims"] += 1
        if verdict.claim is None:
            self.counts["dropped"] += 1
            return None
        status = verdict.claim.status
        counted = {"computed": "computed", "assumption": "assumptions", "missing": "assumptions", "withdrawn": ""}
        if key := counted.get(status, "supported"):
            self.counts[key] += 1
        return verdict.claim

    def claims(self, claims: Iterable[Claim]) -> list[Claim]:
        """The claims that may be shown."""
        return [kept for claim in claims if (kept := self.claim(claim)) is not None]

    def verification(self) -> Verification:
        """Counts and findings."""
        return Verification(findings=self.findings, **self.counts)


def _start(document: Plan | NegotiationFile, sources: Sources) -> _Run:
    verified = document.verification
    fresh = verified.claims == 0 and not verified.findings
    return _Run(sources.with_names([document.account.name]), document.language, fresh)


def verify_plan(plan: Plan, sources: Sources) -> Plan:
    """The plan with only what its sources prove, and the report of what was found.

    A plan that was never verified is fresh: a document it cites and that does not exist was invented, and the
    claim is dropped. In a plan verified before, such a document was deleted, and the claim shows as withdrawn.
    """
    run = _start(plan, sources)
    summary = run.claims(plan.summary)
    sections = [_section(section, run) for section in plan.sections]
    contradictions = [c for c in (_contradiction(c, run) for c in plan.contradictions) if c is not None]
    replaced = [r for r in plan.replaced if _replaced(r, run)]
    return plan.model_copy(
        update={"summary": summary, "sections": sections, "contradictions": contradictions, "replaced": replaced,
                "quality": [check for check in plan.quality if flaw(check.receipt, ()) is None],
                "verification": run.verification()}
    )  # fmt: skip


def _section(section: Section, run: _Run) -> Section:
    claims = run.claims(section.claims)
    checked = section.model_copy(update={"claims": claims})
    run.findings += check_parts(checked, run.sources, run.language, run.fresh)
    if checked.swot is not None:
        known = {claim.id for claim in claims}
        lists = {
            name: [i for i in getattr(checked.swot, name) if i in known] for name in type(checked.swot).model_fields
        }
        checked.swot = checked.swot.model_copy(update=lists)
    return checked


def _contradiction(contradiction: Contradiction, run: _Run) -> Contradiction | None:
    """The contradiction when at least two sides are proved."""
    sides = []
    for index, side in enumerate(contradiction.sides):
        place = f"{contradiction.id}.{index + 1}"
        citations = _cited(place, side.text, side.citations, run)
        if citations:
            sides.append(side.model_copy(update={"citations": citations}))
    return contradiction.model_copy(update={"sides": sides}) if len(sides) >= 2 else None


def _replaced(replaced: Replaced, run: _Run) -> bool:
    return bool(_cited(f"replaced:{replaced.topic}"[:120], replaced.text, replaced.citations, run))


def _cited(place: str, text: str, citations: list[Citation], run: _Run) -> list[Citation]:
    """The citations of a text that hold and carry its figures; none when they do not."""
    evidence = check_citations(place, citations, run.sources, run.language, run.fresh)
    run.findings += evidence.findings or ([] if citations else [finding(place, "no_citation", "dropped", run.language)])
    if not evidence.passages:
        return []
    missing = Support(evidence.passages).unsupported(text, run.language)
    if missing:
        values = ", ".join(quantity.text for quantity in missing)
        run.findings.append(finding(place, "quantity_unsupported", "dropped", run.language, values=values))
        return []
    return evidence.citations


def verify_negotiation(file: NegotiationFile, sources: Sources) -> NegotiationFile:
    """The negotiation file with only what its sources prove; a concession that lost its counterpart is unpaired."""
    run = _start(file, sources)
    unpaired: list[Claim] = []
    update: dict[str, Any] = {}
    for name in type(file).model_fields:
        if name in ("verification", "sources"):
            continue
        update[name] = _walk(getattr(file, name), run, unpaired)
    update["unpaired"] = [*update["unpaired"], *unpaired]
    update["sources"] = [c for c in file.sources if (s := run.sources.source(c.document)) and s.locate(c.quote)]
    update["verification"] = run.verification()
    return file.model_copy(update=update)


def _walk(value: Any, run: _Run, unpaired: list[Claim]) -> Any:
    """The same value with checked claims; None for what cannot stand without a dropped claim."""
    if isinstance(value, Claim):
        return run.claim(value)
    if isinstance(value, Receipt):
        return value if flaw(value, ()) is None else None
    if isinstance(value, list):
        return [kept for item in value if (kept := _walk(item, run, unpaired)) is not None]
    if not isinstance(value, BaseModel) or isinstance(value, Citation):
        return value
    update = {name: _walk(getattr(value, name), run, unpaired) for name in type(value).model_fields}
    if isinstance(value, Concession) and (update["give"] is None or update["get"] is None):
        if update["give"] is not None:
            unpaired.append(update["give"])
        return None
    if isinstance(value, Interest) and update["claim"] is None:
        return None
    if isinstance(value, Alternative) and not update["claims"]:
        return None
    return value.model_copy(update=update)
