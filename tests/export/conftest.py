"""A small plan and a small negotiation file that use every part of the schemas."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from copilot.schemas.evidence import Citation, Claim, Language, Receipt
from copilot.schemas.negotiation import Alternative, Concession, Interest, Issue, NegotiationFile
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


def cite(document: str, quote: str = "mot à mot", date: str | None = None, **place: object) -> Citation:
    return Citation.model_validate({"document": document, "quote": quote, "locator": place, "date": date})


def claim(number: int, text: str, status: str = "fact", *citations: Citation, receipt: Receipt | None = None) -> Claim:
    return Claim.model_validate(
        {"id": f"c{number}", "text": text, "status": status, "citations": citations, "receipt": receipt}
    )


SHARE = Receipt(
    tool="share_of_wallet",
    version="1.0",
    inputs={"our_revenue": "3420", "total": {"amount": "8900", "unit": "k€"}},
    formula="our_revenue / total",
    result="0.384",
    sha256="ab12cd34ef56" + "0" * 52,
)


def make_plan(language: Language) -> Plan:
    turnover = cite("suivi_2025.xlsx", date="2025-12-31", sheet="Sites", row=4)
    minutes = cite("copil.docx", date="2025-11-18", page=3)
    return Plan(
        account=AccountRef(slug="orival", name="Orival & Fils"),
        language=language,
        as_of="2026-02-24",
        generated_at="2026-02-25T09:30:00+00:00",
        version=3,
        writer="embedded",
        summary=[claim(1, "Le renouvellement se joue avant le 31 mars 2026.", "fact", minutes)],
        sections=[
            Section(
                key="relationship",
                title="Relation",
                claims=[
                    claim(1, "Le renouvellement se joue avant le 31 mars 2026.", "fact", minutes),
                    claim(2, "Le client nous note 7,4/10 : 23 réponses ?", "inferred", turnover, minutes),
                ],
            ),
            Section(
                key="profile",
                title="Profil du compte",
                claims=[claim(3, "CA 2025 : 3 420 k€", "computed", turnover, receipt=SHARE)],
            ),
            Section(key="market", title="Marché"),
            Section(
                key="competition",
                title="Concurrence",
                competitors=[
                    Competitor(name="Fervel", points=["46,80 € de l’heure", "agence à Lyon"], citations=[turnover])
                ],
            ),
            Section(
                key="swot",
                title="SWOT",
                claims=[claim(9, "Contribution sous la moyenne", "assumption", turnover)],
                swot=Swot(strengths=["c2"], weaknesses=["c9", "inconnu"]),
            ),
            Section(
                key="stakeholders",
                title="Interlocuteurs",
                stakeholders=[
                    Stakeholder(
                        name="Hugues Lantier",
                        title="DAF",
                        side="client",
                        roles=["economic_buyer"],
                        support=None,
                        wants=["un retour chiffré", "moins de 300 k€"],
                        citations=[cite("réunion.vtt", time="00:12:03")],
                    )
                ],
            ),
            Section(
                key="objectives",
                title="Objectifs",
                objectives=[Objective(title="Renouveler", side="us", deadline="2026-Q2", missing=["measurable"])],
            ),
            Section(
                key="actions",
                title="Actions",
                actions=[Action(label="Écrire le plan", owner="Karim", due="2026-03-03", citations=[minutes])],
            ),
            Section(
                key="budget",
                title="Budget",
                budget=[BudgetLine(label="Astreinte", amount="38 900 €", status="accordé", citations=[turnover])],
            ),
            Section(key="risks", title="Risques", risks=[Risk(label="Départ du sponsor", type="relation")]),
            Section(
                key="scorecard",
                title="Tableau de bord",
                metrics=[Metric(label="Part de portefeuille", value="38,4 %", period="2025", receipt=SHARE)],
            ),
        ],
        open_questions=[
            OpenQuestion(
                id="q1", topic="client", text="Qui remplace Philippe", ask=["M. Lantier"], why="départ annoncé"
            ),
            OpenQuestion(id="q2", topic="market:size", text="Quelle taille fait le marché ?"),
        ],
        contradictions=[
            Contradiction(
                id="x1",
                topic="Disponibilité",
                sides=[
                    ContradictionSide(text="96,9 %", citations=[turnover]),
                    ContradictionSide(text="94,6 %", citations=[cite("visite.md", date="2026-02-17", line=12)]),
                ],
            )
        ],
        replaced=[
            Replaced(topic="gain", text="-31 % devient -23 %", citations=[cite("correctif.eml", date="2026-01-22")])
        ],
        warnings=["Une consigne adressée à un outil se trouve dans note.docx ; elle n’a pas été suivie."],
        verification=Verification(
            claims=4,
            supported=3,
            computed=1,
            assumptions=1,
            dropped=1,
            findings=[
                Finding(claim_id="c8", code="quote_not_found", message="Citation introuvable", outcome="dropped")
            ],
        ),
    )


@pytest.fixture
def plan() -> Plan:
    return make_plan("fr")


@pytest.fixture
def english_plan() -> Plan:
    return make_plan("en")


@pytest.fixture
def profile_saying() -> Callable[[str], list[Section]]:
    """Sections with one claim of that text, cited from a file of nearly that name."""

    def sections(text: str) -> list[Section]:
        proof = cite(f"{text[:20]}.md", line=1)
        return [Section(key="profile", title="Profil", claims=[claim(1, text, "fact", proof)])]

    return sections


@pytest.fixture
def negotiation() -> NegotiationFile:
    note = cite("prepa.vtt", date="2026-02-10", time="00:04:10")
    return NegotiationFile(
        account=AccountRef(slug="orival", name="Orival"),
        language="fr",
        as_of="2026-02-24",
        generated_at="2026-02-25T09:30:00+00:00",
        writer="embedded",
        context=[claim(1, "Le cadre prend fin le 30 juin.", "fact", note)],
        interests=[
            Interest(side="ours", claim=claim(2, "Garder six sites", "fact", note), kind="shared"),
            Interest(side="theirs", claim=claim(3, "Payer moins", "assumption", note)),
            Interest(side="theirs", claim=claim(4, "Un seul rapport", "fact", note)),
        ],
        issues=[
            Issue(
                name="Taux horaire",
                category="financial",
                positions=[claim(5, "Le client demande -6 %", "fact", note)],
                objective=claim(6, "+2 %", "fact", note),
                floor=claim(7, "0 %", "fact", note),
                zopa=Receipt(
                    tool="zopa",
                    version="1.0",
                    inputs={"floor": "0"},
                    formula="max - min",
                    result={"exists": True, "low": "0", "high": "1"},
                    sha256="f" * 64,
                ),
            )
        ],
        alternatives=[Alternative(side="ours", claims=[claim(8, "Redéployer les équipes", "fact", note)])],
        concessions=[
            Concession(
                give=claim(9, "Bonus-malus de 4 %", "fact", note),
                get=claim(10, "Trois ans fermes", "fact", note),
                condition="Si vous signez trois ans fermes, alors nous prenons un bonus-malus de 4 %.",
            )
        ],
        unpaired=[claim(11, "Astreinte de nuit", "fact", note)],
        agenda=["Ouverture (10 min)", "Points (40 min)"],
        open_questions=[OpenQuestion(id="q", topic="negotiation", text="Qui décide ?")],
    )
