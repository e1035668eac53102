"""What the tools say of a plan as a plan."""

from __future__ import annotations

from typing import Any

from copilot.draft.quality import plan_quality
from copilot.schemas.evidence import Citation, Claim, Locator
from copilot.schemas.plan import AccountRef, Action, Objective, Plan, QualityCheck, Risk, Section, Stakeholder
from copilot.scoring.receipt import is_intact

CITED = [Citation(document="note.txt", quote="x", locator=Locator(line=1))]


def claim(text: str) -> Claim:
    return Claim(id=text[:20], text=text, status="fact", citations=CITED)


def plan(*sections: Section, **more: Any) -> Plan:
    return Plan(
        account=AccountRef(slug="halden", name="Halden"), language="en", as_of="2026-03-01",
        generated_at="2026-03-02", writer="embedded", sections=list(sections), **more,
    )  # fmt: skip


def of(checks: list[QualityCheck], tool: str) -> dict[str, Any]:
    found = next(check for check in checks if check.tool == tool)
    assert is_intact(found.receipt)
    assert isinstance(found.receipt.result, dict)
    return found.receipt.result


FULL = plan(
    Section(key="objectives", title="Objectives",
            objectives=[Objective(title="Halden cuts its stops by 20%", side="client", citations=CITED)]),
    Section(key="stakeholders", title="People",
            stakeholders=[Stakeholder(name="Ann Berg", side="client", citations=CITED)]),
    Section(key="roadmap", title="Roadmap", claims=[claim("The pilot in Leeds ends on 3 May 2026.")]),
    Section(key="actions", title="Actions", actions=[Action(label="Share the stop log", owner="Ann Berg")]),
    Section(key="risks", title="Risks", risks=[Risk(label="A tender", type="competition", citations=CITED)]),
)  # fmt: skip


def test_sections_that_stand_on_citations_are_counted() -> None:
    result = of(plan_quality(FULL, "Ardent"), "plan_completeness")
    assert (result["complete"], result["incomplete"]) == (5, ["financial_hypotheses"])


def test_what_no_quote_carries_is_filled_but_not_evidenced() -> None:
    bare = plan(Section(key="risks", title="Risks", risks=[Risk(label="A tender", type="competition")]))
    result = of(plan_quality(bare), "plan_completeness")
    assert (result["complete"], result["filled_only"]) == (0, ["risks"])


def test_a_client_side_owner_and_a_client_objective_count_for_the_client() -> None:
    ours = FULL.model_copy(
        update={"sections": [
            *FULL.sections[:3],
            Section(key="actions", title="Actions", actions=[Action(label="Share the stop log", owner="Joe")]),
        ]}
    )  # fmt: skip
    with_client, without = (of(plan_quality(p, "Ardent"), "client_orientation")["score"] for p in (FULL, ours))
    assert float(with_client) > float(without)


def test_a_plan_without_lines_is_empty_and_its_orientation_is_not_judged() -> None:
    checks = plan_quality(plan())
    assert [check.tool for check in checks] == ["plan_completeness"]
    assert of(checks, "plan_completeness")["complete"] == 0


def test_the_words_are_in_the_language_of_the_plan() -> None:
    french = FULL.model_copy(update={"language": "fr"})
    english, other = (next(c for c in plan_quality(p) if c.tool == "plan_completeness") for p in (FULL, french))
    assert "sections" in english.why[0].lower()
    assert "rubriques" in other.why[0].lower()
