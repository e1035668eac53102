from copilot.schemas.evidence import Citation
from copilot.schemas.negotiation import Concession, Interest, NegotiationFile
from copilot.schemas.plan import (
    AccountRef,
    Action,
    BudgetLine,
    Contradiction,
    ContradictionSide,
    Plan,
    Replaced,
    Section,
    Stakeholder,
    Swot,
    Verification,
)
from copilot.verify.plans import verify_negotiation, verify_plan
from copilot.verify.sources import Sources
from tests.verify.factory import claim, document

ROLE = "Claire Roussel (directrice d’usine) veut un plan d’action écrit."
PRICE = "Le taux horaire est de 52,40 €."
OLD = "Ancien périmètre : 7 sites."
ACTION = "Karim envoie le plan d’action le 3 mars 2026."
SOURCES = Sources.build([document(ROLE, PRICE, OLD, ACTION, "Nouveau périmètre : 6 sites.")])


def cite(quote: str, document: str = "notes.txt") -> list[Citation]:
    return [Citation(document=document, quote=quote)]


def plan(section: Section, **more) -> Plan:
    return Plan(
        account=AccountRef(slug="acme", name="Acme"), language="fr", as_of="2026-02-10", generated_at="2026-03-01",
        writer="test", sections=[section], **more,
    )  # fmt: skip


def named(claim_id: str, made):
    return made.model_copy(update={"id": claim_id})


def test_counts_and_drops_claims_and_their_swot_entries():
    good = named("good", claim("Acme : le taux horaire est de 52,40 €.", PRICE))
    bad = named("bad", claim("Le taux horaire est de 48,20 €.", PRICE))
    section = Section(
        key="finance", title="Finances", claims=[good, bad], swot=Swot(strengths=["good"], threats=["bad"])
    )
    verified = verify_plan(plan(section), SOURCES)
    assert [c.id for c in verified.sections[0].claims] == ["good"]
    assert verified.sections[0].swot == Swot(strengths=["good"])
    report = verified.verification
    assert (report.claims, report.supported, report.dropped) == (2, 1, 1)
    assert [(f.claim_id, f.code) for f in report.findings] == [("bad", "quantity_unsupported")]
    assert "48,20 €" in report.findings[0].message


def test_verifying_again_changes_nothing():
    section = Section(key="finance", title="Finances", claims=[claim("Le taux horaire est de 52,40 €.", PRICE)])
    once = verify_plan(plan(section), SOURCES)
    assert verify_plan(once, SOURCES) == once


def test_parts_keep_only_what_their_quotes_carry():
    section = Section(
        key="stakeholders",
        title="Interlocuteurs",
        stakeholders=[
            Stakeholder(name="Claire Roussel", title="directrice d’usine", citations=cite(ROLE),
                        wants=["un plan d’action écrit", "une baisse de 9 %"]),
            Stakeholder(name="Paul Martin", citations=cite(ROLE)),
            Stakeholder(name="Claire Roussel"),
        ],
        actions=[Action(label="Envoyer le plan d’action", owner="Karim", due="2026-03-03", citations=cite(ACTION)),
                 Action(label="Envoyer le plan d’action", owner="Paul", due="2026-03-04", citations=cite(ACTION))],
        budget=[BudgetLine(label="Taux horaire", amount="52,40 €", citations=cite(PRICE)),
                BudgetLine(label="Taux horaire", amount="60 €", citations=cite(PRICE))],
    )  # fmt: skip
    checked = verify_plan(plan(section), SOURCES).sections[0]
    assert [(s.name, s.wants) for s in checked.stakeholders] == [("Claire Roussel", ["un plan d’action écrit"])]
    assert [(a.owner, a.due) for a in checked.actions] == [("Karim", "2026-03-03"), (None, None)]
    assert [line.amount for line in checked.budget] == ["52,40 €"]


def test_contradiction_needs_two_proved_sides():
    sides = [
        ContradictionSide(text="7 sites", citations=cite(OLD)),
        ContradictionSide(text="6 sites", citations=cite("6 sites")),
    ]
    forged = [sides[0], ContradictionSide(text="9 sites", citations=cite("6 sites"))]
    both = [Contradiction(id="a", topic="t", sides=sides), Contradiction(id="b", topic="t", sides=forged)]
    history = [
        Replaced(topic="p", text="7 sites", citations=cite(OLD)),
        Replaced(topic="p", text="8 sites", citations=cite(OLD)),
    ]
    verified = verify_plan(plan(Section(key="risks", title="R"), contradictions=both, replaced=history), SOURCES)
    assert [c.id for c in verified.contradictions] == ["a"]
    assert [r.text for r in verified.replaced] == ["7 sites"]


def test_deleted_document_withdraws_only_in_plans_verified_before():
    section = Section(key="finance", title="F", claims=[claim("Le prix est ferme.", "prix ferme", document="gone.txt")])
    assert verify_plan(plan(section), SOURCES).sections[0].claims == []
    stored = plan(section, verification=Verification(claims=1, supported=1))
    assert [c.status for c in verify_plan(stored, SOURCES).sections[0].claims] == ["withdrawn"]


def test_negotiation_keeps_proved_claims_and_unpairs_concessions():
    good, bad = claim("Le taux horaire est de 52,40 €.", PRICE), claim("Le taux horaire est de 48 €.", PRICE)
    file = NegotiationFile(
        account=AccountRef(slug="acme", name="Acme"), language="fr", as_of="2026-02-10", generated_at="x",
        writer="test",
        context=[good, bad], interests=[Interest(side="ours", claim=good), Interest(side="theirs", claim=bad)],
        concessions=[Concession(give=good, get=bad, condition="si vous… alors nous…")],
        sources=[*cite(PRICE), *cite("faux")],
    )  # fmt: skip
    verified = verify_negotiation(file, SOURCES)
    assert verified.context == [good]
    assert [i.side for i in verified.interests] == ["ours"]
    assert (verified.concessions, verified.unpaired) == ([], [good])
    assert verified.sources == cite(PRICE)
    assert (verified.verification.claims, verified.verification.dropped) == (6, 3)
