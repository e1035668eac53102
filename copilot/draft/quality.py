"""How good the plan is as a plan: complete, and written for the client (method rows 27 and 31)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from copilot.schemas.evidence import Claim, Json, Language
from copilot.schemas.plan import Part, Plan, QualityCheck, Section, SectionKey
from copilot.scoring.base import Note, ToolResult
from copilot.scoring.registry import run_tool
from copilot.text.normalise import fold
from copilot.text.quantities import extract_quantities

DECIDING: tuple[SectionKey, ...] = ("vision", "value_proposition", "objectives", "roadmap", "actions")
"""The sections that say what is to be done: the others describe, and a description serves nobody yet."""
_FINANCIAL = {"nrr": "nrr", "margin": "contribution_margin", "cac_payback": "cac_payback"}


def plan_quality(plan: Plan, us: str | None = None) -> list[QualityCheck]:
    """What the tools say of the plan as it stands; a check without enough to judge is left out."""
    results = [run_tool("plan_completeness", _sections(plan)), run_tool("client_orientation", _lines(plan, us))]
    return [_check(result, plan.language) for result in results if result.verdict == "ok"]


def _check(result: ToolResult, language: Language) -> QualityCheck:
    def said(notes: Iterable[Note]) -> list[str]:
        return [note.fr if language == "fr" else note.en for note in notes]

    return QualityCheck(tool=result.tool, why=said(result.why), findings=said(result.findings), receipt=result.receipt)


def _sections(plan: Plan) -> Json:
    roadmap = _claims(plan, "roadmap")
    dated = [claim for claim in (*roadmap, *_claims(plan, "value_proposition")) if _has_date(claim, plan.language)]
    objectives, people, risks = (plan.section(key) for key in ("objectives", "stakeholders", "risks"))
    known = _figures(plan)
    return {
        "objectives": _counted(_claims(plan, "objectives"), objectives.objectives if objectives else []),
        "stakeholders": _counted(_claims(plan, "stakeholders"), people.stakeholders if people else []),
        "project_roadmap": _counted(roadmap),
        "value_milestones": _counted(dated),
        "risks": _counted(_claims(plan, "risks"), risks.risks if risks else []),
        "financial_hypotheses": {
            name: {"filled": tool in known, "evidenced": tool in known} for name, tool in _FINANCIAL.items()
        },
    }


def _claims(plan: Plan, key: SectionKey) -> list[Claim]:
    section = plan.section(key)
    return section.claims if section else []


def _counted(claims: Sequence[Claim], parts: Sequence[Part] = ()) -> Json:
    proved = sum(claim.status in ("fact", "computed") for claim in claims)
    return {
        "items": len(claims) + len(parts),
        "evidenced_items": proved + sum(bool(part.citations) for part in parts),
    }


def _has_date(claim: Claim, language: Language) -> bool:
    return any(quantity.kind == "date" for quantity in extract_quantities(claim.text, language))


def _figures(plan: Plan) -> set[str]:
    """The tools whose results stand in the plan."""
    receipts = [claim.receipt for section in plan.sections for claim in section.claims]
    receipts += [metric.receipt for section in plan.sections for metric in section.metrics]
    return {receipt.tool for receipt in receipts if receipt is not None}


def _lines(plan: Plan, us: str | None) -> Json:
    sections = {section.key: section for section in plan.sections}
    people = [person for section in plan.sections for person in section.stakeholders]
    client_side = {fold(person.name): person.name for person in people if person.side == "client"}
    return {
        "client": plan.account.name,
        "us": us,
        "language": plan.language,
        "client_people": sorted(client_side.values()),
        "our_people": sorted({person.name for person in people if person.side == "us"}),
        "others": sorted({rival.name for section in plan.sections for rival in section.competitors}),
        "objectives": _objectives(sections.get("objectives")),
        "actions": [
            {"text": action.label, "owner_client": client_side.get(fold(action.owner or ""))}
            for action in (sections["actions"].actions if "actions" in sections else [])
        ],
        "sentences": [{"text": text} for text in _deciding_sentences(plan)],
    }


def _objectives(section: Section | None) -> list[Json]:
    """Objectives of ours stand on the client's only where the notes say whose they are."""
    found: dict[str, Json] = {}
    for objective in section.objectives if section else []:
        shown = objective.side in ("client", "joint")
        evidence = [citation.quote[:500] for citation in objective.citations] if shown else []
        found.setdefault(fold(objective.title), {"text": objective.title, "evidence": evidence[:3]})
    return list(found.values())


def _deciding_sentences(plan: Plan) -> list[str]:
    texts = [claim.text for key in DECIDING for claim in _claims(plan, key)]
    return list(dict.fromkeys([*(claim.text for claim in plan.summary), *texts]))
