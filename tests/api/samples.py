"""Notes and a plan over them, small and made up."""

from __future__ import annotations

from copilot.schemas.account import Account
from copilot.schemas.evidence import Citation, Claim, Locator, Receipt
from copilot.schemas.plan import (
    AccountRef,
    Action,
    BudgetLine,
    Competitor,
    Contradiction,
    ContradictionSide,
    Finding,
    Metric,
    Objective,
    OpenQuestion,
    Plan,
    Replaced,
    Risk,
    Section,
    Stakeholder,
    Swot,
    Verification,
)

CONTRACT = "Le contrat-cadre se termine le 30 juin 2027."
MINUTES = f"""# Comité de pilotage du 12 mars 2026

{CONTRACT}

Marie Durand, directrice des achats, décide du renouvellement avec Paul Petit.

Le concurrent Borelec propose un tarif inférieur de 4 %.
"""
MAIL = """Le chiffre d'affaires 2025 avec nous est de 1,2 M€.

Il faudra présenter une offre avant le 15 avril 2026.
"""
HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'


def cite(quote: str = CONTRACT, document: str = "minutes.md", **place: int) -> Citation:
    return Citation(document=document, quote=quote, locator=Locator(**(place or {"line": 3})), date="2026-03-12")


def claim(number: int, text: str = CONTRACT, status: str = "fact", receipt: Receipt | None = None) -> Claim:
    return Claim.model_validate(
        {"id": f"c{number}", "text": text, "status": status, "citations": [cite()], "receipt": receipt}
    )


def receipt() -> Receipt:
    return Receipt(
        tool="nrr", version="1", inputs={"start": "100"}, formula="end / start", result="1", sha256="ab" * 32
    )


def sample_plan(account: Account, text: str = CONTRACT) -> Plan:
    """A plan that uses every kind of part; `text` stands wherever a note's words may stand."""
    cited = [cite()]
    return Plan(
        account=AccountRef(slug=account.slug, name=account.name),
        language="fr",
        as_of="2026-03-12",
        generated_at="2026-03-13T09:00:00+00:00",
        writer="embedded",
        summary=[claim(1, text)],
        sections=[
            Section(
                key="profile",
                title=text,
                claims=[claim(2, text), claim(3, text, "computed", receipt()), claim(4, text, "withdrawn")],
                budget=[BudgetLine(label=text, amount="10 €", status=text, citations=cited)],
                metrics=[Metric(label=text, value=text, target=text, period="2025", receipt=receipt())],
            ),
            Section(key="swot", title="SWOT", claims=[claim(5, text)], swot=Swot(strengths=["c5"])),
            Section(
                key="stakeholders",
                title="Parties prenantes",
                stakeholders=[
                    Stakeholder(
                        name=text, title=text, side="client", roles=["decider"], support=-1, wants=[text], note=text
                    )
                ],
                competitors=[Competitor(name=text, points=[text], citations=cited)],
                objectives=[Objective(title=text, side="joint", target=text, deadline="2026-Q2", missing=["relevant"])],
                actions=[Action(label=text, owner=text, due_text=text, status="late", citations=cited)],
                risks=[Risk(label=text, type="price", citations=cited)],
            ),
            Section(key="finance", title="Finance"),
        ],
        open_questions=[OpenQuestion(id="q", topic="finance", text=text, ask=[text], why=text)],
        contradictions=[
            Contradiction(
                id="x", topic=text, sides=[ContradictionSide(text=text, citations=cited)] * 2, resolution=text
            )
        ],
        replaced=[Replaced(topic=text, text=text, citations=cited)],
        warnings=[text],
        verification=Verification(
            claims=5,
            supported=3,
            findings=[Finding(claim_id="c2", code="quote_not_found", message=text, outcome="repaired")],
        ),
    )
