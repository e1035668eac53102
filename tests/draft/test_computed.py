"""What the scoring tools make of tables in notes, how small tables are merged, how figures are written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from copilot.draft.computed import Computed, compute
from copilot.draft.numbers import money, number, percent
from copilot.draft.tables import merge_tables, tables_of
from copilot.schemas.evidence import Language, SourceDocument
from copilot.scoring.receipt import is_intact
from copilot.scoring.registry import run_tool
from copilot.verify.claims import check_claim
from copilot.verify.sources import Sources
from tests.notes import note, read, rows, segment

PORTFOLIO = rows(
    ("Client", "CA 2025 (k€)", "CA 2026 (k€)"),
    ("Verrier", "410", "465"), ("Papeteries Loire", "220", "180"), ("Fonderie Rance", "95", "120"),
    heading="Portefeuille",
)  # fmt: skip
PIPELINE = rows(
    ("Opportunité", "Montant (k€)", "Probabilité", "Étape"),
    ("Capteurs lot 2", "180", "40 %", "Proposition"), ("Supervision", "60", "70 %", "Négociation"),
    ("Formation", "25", "0 %", "Perdu"),
)  # fmt: skip
PNL = rows(
    ("Ligne", "2026 (k€)"),
    ("Chiffre d'affaires", "465"), ("Coûts directs", "-250"), ("Support", "-60"), ("Marge contributive", "155"),
    heading="P&L du compte",
)  # fmt: skip
BUDGET = rows(
    ("Poste", "Montant (k€)", "Statut"),
    ("Capteurs sans fil", "46", "accordé"), ("Formation", "18", "en attente"), ("Total", "64", ""),
    heading="Demande de budget",
)  # fmt: skip


def computed(*documents: SourceDocument, language: Language = "fr", account: str = "Verrier") -> Computed:
    return compute(documents, read(*documents, account=account, language=language), language)


def sheet(*content: object) -> SourceDocument:
    return note("t.xlsx", *content, kind="sheet")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("table", "found"),
    [
        (PORTFOLIO, {
            "nrr": ("scorecard", "105,5"), "pareto": ("scorecard", "60,8"),
            "concentration": ("scorecard", "4\u202f494"),
        }),
        (PIPELINE, {"weighted_pipeline": ("whitespace", "114\u202f000\u00a0€")}),
        (PNL, {"contribution_margin": ("finance", "155\u202f000\u00a0€")}),
        (BUDGET, {"budget_rollup": ("budget", "64\u202f000\u00a0€")}),
    ],
    ids=["portfolio", "pipeline", "pnl", "budget"],
)  # fmt: skip
def test_tables_give_claims_that_their_receipts_prove(table: list, found: dict[str, tuple[str, str]]) -> None:
    document = sheet(table)
    claims = computed(document).claims
    assert found.keys() <= {c.receipt.tool for _, c in claims if c.receipt}
    for section, claim in claims:
        assert claim.status == "computed"
        assert claim.citations
        assert claim.receipt is not None
        assert is_intact(claim.receipt)
        again = run_tool(claim.receipt.tool, dict(claim.receipt.inputs)).receipt
        assert again == claim.receipt
        assert check_claim(claim, Sources.build([document], (), ["Verrier"]), "fr", fresh=True).ok
        if (expected := found.get(claim.receipt.tool)) and section == expected[0]:
            assert expected[1] in claim.text


def test_figures_are_written_in_the_language_of_the_plan() -> None:
    texts = " ".join(c.text for _, c in computed(sheet(PORTFOLIO, PNL), language="en").claims)
    assert "105.5%" in texts
    assert "€155,000" in texts
    assert "\u202f" not in texts


def test_retention_is_given_for_the_account_alone_too() -> None:
    own = [c for s, c in computed(sheet(PORTFOLIO)).claims if s == "finance"]
    assert [(c.receipt.tool, c.citations[0].quote) for c in own if c.receipt] == [("nrr", "Verrier | 410 | 465")]
    assert "113,4" in own[0].text


def test_open_deals_become_opportunities_and_lost_ones_do_not() -> None:
    lines = computed(sheet(PIPELINE)).opportunities
    assert [(o.label, o.amount) for o in lines] == [
        ("Capteurs lot 2", "180\u202f000\u00a0€"),
        ("Supervision", "60\u202f000\u00a0€"),
    ]
    assert lines[0].citations[0].quote == "Capteurs lot 2 | 180 | 40 % | Proposition"


def test_budget_lines_are_cited_one_by_one_without_their_total() -> None:
    lines = computed(sheet(BUDGET)).budget
    assert [(b.label, b.citations[0].quote.split(" | ")[0]) for b in lines] == [
        ("Capteurs sans fil", "Capteurs sans fil"), ("Formation", "Formation")
    ]  # fmt: skip


def test_budget_lines_say_what_is_granted() -> None:
    assert [b.status for b in computed(sheet(BUDGET)).budget] == ["accordé", "en attente"]


def test_a_budget_without_currency_gets_none() -> None:
    table = rows(
        ("Poste", "Montant"), ("Capteurs sans fil", "46000"), ("Formation", "18000"), heading="Demande de budget"
    )
    found = computed(sheet(table))
    assert [b.amount for b in found.budget] == ["46\u202f000", "18\u202f000"]
    assert not any(sign in c.text for _, c in found.claims for sign in ("€", "XXX", "$"))


MIXED = rows(("Poste", "Montant"), ("Capteurs", "46 k€"), ("Formation", "18 k$"), heading="Demande de budget")
OTHER = rows(("Site", "Capteurs"), ("Gisors", "312"), ("Albi", "90"))
HIDDEN = [s.model_copy(update={"hidden": True}) for s in BUDGET]
OUTDATED = [s.model_copy(update={"heading": "Budget – ne plus utiliser"}) for s in BUDGET]


@pytest.mark.parametrize(
    "table", [MIXED, OTHER, HIDDEN, OUTDATED], ids=["two currencies", "other", "hidden", "outdated"]
)
def test_tables_that_cannot_be_computed_give_nothing(table: list) -> None:
    found = computed(sheet(table))
    assert (found.claims, found.budget, found.used) == ([], [], set())


@pytest.mark.parametrize("text", ["3,1 M€", "3 100 000 €"])
def test_share_of_wallet_needs_one_spend_only(text: str) -> None:
    spend = note("a.txt", f"La dépense totale de maintenance de Verrier, tous fournisseurs confondus, est de {text}.")
    other = note("b.txt", "La dépense totale de maintenance de Verrier, tous fournisseurs confondus, est de 4,6 M€.")
    one = {c.receipt.tool: c for _, c in computed(sheet(PORTFOLIO), spend).claims if c.receipt}
    assert "15\u00a0%" in one["share_of_wallet"].text
    assert {c.document for c in one["share_of_wallet"].citations} == {"t.xlsx", "a.txt"}
    two = {c.receipt.tool for _, c in computed(sheet(PORTFOLIO), spend, other).claims if c.receipt}
    assert "share_of_wallet" not in two


@pytest.mark.parametrize("stated", ["170", "80"])
def test_a_table_that_does_not_add_up_is_not_settled_in_silence(stated: str) -> None:
    tables = {
        "170": [
            *PNL[:3],
            PNL[3].model_copy(update={"text": "Marge contributive | 170", "cells": ("Marge contributive", "170")}),
        ],
        "80": [*BUDGET[:2], BUDGET[2].model_copy(update={"text": "Total | 80 | ", "cells": ("Total", "80", "")})],
    }
    found = computed(sheet(tables[stated]))
    assert found.claims == [] or any(stated in c.text for _, c in found.claims)


def test_small_tables_of_two_columns_are_told_as_one_sentence() -> None:
    grid = rows(
        ("Critère", "Poids"),
        ("Prix", "40 %"),
        ("Délai", "25 %"),
        ("Qualité", "20 %"),
        ("RSE", "15 %"),
        heading="Grille",
    )
    merged = merge_tables(read(sheet(grid)).facts)
    assert [f.text for f in merged] == ["Critère / Poids – Prix : 40 %, Délai : 25 %, Qualité : 20 %, RSE : 15 %"]
    assert [c.quote for c in merged[0].citations] == ["Prix | 40 %", "Délai | 25 %", "Qualité | 20 %", "RSE | 15 %"]
    assert len(merged[0].quantities) == 4


@pytest.mark.parametrize("count", [2, 12])
def test_other_tables_stay_a_fact_a_row(count: int) -> None:
    grid = rows(("Site", "Capteurs"), *((f"Site {n}", str(100 + n)) for n in range(count)))
    facts = read(sheet(grid)).facts
    assert merge_tables(facts) == facts
    assert len(facts) == count


def test_tables_are_put_together_again_in_reading_order() -> None:
    found = tables_of([sheet(PIPELINE, segment("Deuxième tableau, en k€ :"), BUDGET)])
    assert [(t.heading, len(t.rows)) for t in found] == [("", 3), ("Demande de budget", 3)]
    assert found[1].cite(0).quote == "Capteurs sans fil | 46 | accordé"


@pytest.mark.parametrize(
    ("value", "fr", "en"),
    [
        ("0.9612", "96,1\u00a0%", "96.1%"),
        ("1", "100\u00a0%", "100%"),
        ("-0.23", "-23\u00a0%", "-23%"),
        ("0.0005", "0,1\u00a0%", "0.1%"),
    ],
)
def test_percentages(value: str, fr: str, en: str) -> None:
    assert (percent(Decimal(value), "fr"), percent(Decimal(value), "en")) == (fr, en)


@pytest.mark.parametrize(
    ("amount", "currency", "fr", "en"),
    [
        ("2596850", "EUR", "2\u202f596\u202f850\u00a0€", "€2,596,850"),
        ("1234567.89", "CHF", "1\u202f234\u202f568\u00a0CHF", "1,234,568\u00a0CHF"),
        ("91000", "XXX", "91\u202f000", "91,000"),
        ("240000", "GBP", "240\u202f000\u00a0£", "£240,000"),
    ],
)
def test_amounts(amount: str, currency: str, fr: str, en: str) -> None:
    assert (money(Decimal(amount), currency, "fr"), money(Decimal(amount), currency, "en")) == (fr, en)


@pytest.mark.parametrize(("amount", "en"), [("46.80", "£46.80"), ("-1200", "-£1,200")])
def test_english_amounts_in_full(amount: str, en: str) -> None:
    assert money(Decimal(amount), "GBP", "en") == en


def test_plain_numbers() -> None:
    assert (number(Decimal("1234.5"), "fr"), number(Decimal("1234.5"), "en", 1)) == ("1\u202f235", "1,234.5")
