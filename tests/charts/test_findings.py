"""Each chart says the finding of its own data, and draws what the result holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from copilot.charts.registry import chart_of
from copilot.scoring.registry import run_tool
from tests.charts.samples import DEALS, SAMPLES, chart, texts, title, walk

NBSP = "\u00a0"
LARGEST = 200_000


@dataclass
class Case:
    """A payload and what its chart must say."""

    tool: str
    title: str
    change: dict[str, Any] = field(default_factory=dict)
    english: str = ""

    @property
    def payload(self) -> dict[str, Any]:
        return {**SAMPLES[self.tool], **self.change}


def clients(*revenues: float) -> dict[str, Any]:
    return {"clients": [{"name": f"c{n:03d}", "revenue": revenue} for n, revenue in enumerate(revenues)]}


def kpi(key: str, value: str, target: str | None = None) -> dict[str, Any]:
    return {"key": key, "value": value} | ({"target": target} if target else {})


FINDINGS = [
    Case(
        "pareto",
        "2 clients sur 10 font 68 % du chiffre d’affaires ; il en faut 4 pour atteindre 80 %",
        english="2 of 10 clients make 68% of revenue; it takes 4 to reach 80%",
    ),
    Case("pareto", "Un seul client, c000, fait tout le chiffre d’affaires", clients(5) | {"currency": "EUR"}),
    Case("pareto", "Le premier client sur 5 fait à lui seul 80 % du chiffre d’affaires", clients(80, 5, 5, 5, 5)),
    # Not quite 80 %: it must not read as if the rule held.
    Case("pareto", "Le premier client sur 5 fait 79,96 % du chiffre d’affaires ; il en faut 2 pour atteindre 80 %",
         clients(7996, 501, 501, 501, 501)),
    Case("concentration", "Perdre c00 coûterait 42 % du chiffre d’affaires, qui descendrait à 5 800 €"),
    Case("concentration", "c00 pèse 42 % du chiffre d’affaires, les trois premiers clients 77 %", {"lose": None}),
    Case("concentration", "c000 pèse 60 % du chiffre d’affaires", {"lose": None, **clients(6, 4)}),
    Case("zopa", "Un accord est possible : 8 EUR/h de marge de manœuvre, entre 96 EUR/h et 104 EUR/h",
         english="There is room for agreement: 8 EUR/h, between 96 EUR/h and 104 EUR/h"),
    Case("zopa", "Pas de zone d’accord : il manque 5 EUR/h", {"buyer_max": 91}),
    Case("zopa", "Les deux limites se touchent : un accord n’est possible qu’à 96 EUR/h", {"buyer_max": 96}),
    Case("zopa", "Un accord est possible : de 3 EUR/h à 8 EUR/h de marge de manœuvre",
         {"buyer_max": None, "buyer_max_low": 99, "buyer_max_high": 104}),
    Case("zopa", "Zone d’accord incertaine : de rien à 8 EUR/h, selon l’acheteur",
         {"buyer_max": None, "buyer_max_low": 90, "buyer_max_high": 104}),
    Case("priority_score", "Alpha passe en premier, avec un indice de 60 contre 59,8 pour Beta"),
    Case("priority_score", "Aucun compte n’a d’indice positif : potentiel, probabilité ou marge est nul",
         {"accounts": [{"name": "A", "potential": 5, "probability": "0", "margin": "0.1"}]}),
    Case("classify", "Comptes clés : 2 sur 4, dont 1 aussi grand compte",
         english="Key accounts: 2 of 4, of which 1 is a large account too"),
    Case("classify", "A est un grand compte, vu par Verdane Foods", {"accounts": [
        {"name": "A", "business_axis": "1", "strategic_axis": "0"}]}),
    Case("business_axis", "Alpha et Beta pèsent le plus en affaires : 1 sur l’axe business"),
    Case("business_axis", "Alpha pèse le plus en affaires : 1 sur l’axe business",
         {"accounts": [{"name": "Beta", "revenue": 3}, {"name": "Alpha", "revenue": 4}]}),
    Case("strategic_axis", "Alpha : 0,68 sur 1 pour notre stratégie, entre 0,57 et 0,73 selon l’inconnu"),
    Case("scorecard",
         "3 indicateurs sur 4 manquent leur cible ; le plus loin : réclamations (7 dossiers, cible 4 dossiers)",
         english="3 of 4 indicators miss their target; furthest: réclamations (7 dossiers, target 4 dossiers)"),
    Case("scorecard", "Tous les indicateurs qui ont une cible l’atteignent (1)", {"kpis": [kpi("nrr", "1.1", "1.05")]}),
    Case("scorecard", "Aucun des indicateurs connus (1) n’a de cible", {"kpis": [kpi("nrr", "1.1")]}),
    Case("scorecard", "Le seul indicateur qui ait une cible la manque : NPS (0, cible 30)",
         {"kpis": [kpi("nps", "0", "30")]}),
    Case("power_balance", "Le rapport de force est en leur faveur (1 sur 4), d’abord à cause de leur volume chez nous"),
    Case("share_of_wallet", "38,4 % des achats du client viennent chez nous ; 5,48 M€ vont à d’autres"),
    Case("share_of_wallet", "Nos ventes dépassent les achats indiqués (342 %)", {"client_spend": 1_000_000}),
    Case("nrr", "Les clients existants rapportent plus qu’avant : NRR de 108 %"),
    Case("nrr", "Les clients existants rapportent moins qu’avant : NRR de 90 %", {"expansion": 0}),
    Case("contribution_margin", "Il reste 21 % du chiffre d’affaires, soit 210 k€, une fois ces coûts payés"),
    Case("contribution_margin", "Le compte perd", {"revenue": 100_000}),
    Case("budget_rollup", "120 k€ accordés sur 275 k€ demandés (43,6 %) ; 95 k€ sans décision connue"),
    Case("budget_rollup", "15 k€ demandés ; aucune décision connue", {"lines": [{"label": "a", "amount": 15_000}]}),
    Case("budget_rollup", "Les 15 k€ demandés sont refusés",
         {"lines": [{"label": "a", "amount": 15_000, "status": "refused"}]}),
    Case("allocate_budget", "650 k€ sur 700 k€ financent A, E : 953 k€ de ventes attendues"),
    Case("allocate_budget", "Aucune des demandes ne peut être financée avec 7 €", {"budget": 7}),
    Case("weighted_pipeline", "118 € attendus de 4 affaires ; au moins 8 fois sur 10 entre 30 € et 200 €"),
    Case("weighted_pipeline", "0,1 € attendus de 2 affaires ; au moins 8 fois sur 10, elles rapportent 0 €",
         {"deals": [{"name": name, "amount": 50, "probability": "0.001"} for name in "AB"]}),
    Case("weighted_pipeline", "35 € attendus d’une seule affaire de 50 €", {"deals": DEALS[:1]}),
    Case("early_warning", "Chances d’atteindre l’objectif de 260 € : 51 % (orange) ; le plus décisif : B"),
    Case("early_warning", "L’objectif de 260 € est atteint : 300 € sont acquis", {"achieved": 300}),
    Case("early_warning", "L’objectif de 999 € est hors d’atteinte : il manque 569 € même si tout est gagné",
         {"objective": 999}),
    Case("concession_plan", "3 concessions coûtent 37 k€ et rapportent 79 k€ ; il reste 13 k€ de mandat"),
    Case("cumulative_share", "9,93 % cumulés : la cible de 10 % est manquée de 5 €"),
    Case("cumulative_share", "Notre part cumulée est de 9,93 %", {"target": None}),
    Case("agenda", "5,4 min par sujet ; la conclusion commence au plus tard à 10:46:30"),
    Case("agenda", "Trop court : 1,8 min par sujet pour 5 sujets, il en faudrait 5", {"total_min": 30}),
    Case("agenda", "Place pour 5 sujets au plus ; la conclusion commence au plus tard à 10:46:30", {"n_issues": None}),
]  # fmt: skip


@pytest.mark.parametrize("case", FINDINGS, ids=[f"{case.tool}-{n}" for n, case in enumerate(FINDINGS)])
def test_title_is_the_finding(case: Case) -> None:
    assert title(chart(case.tool, case.payload)).replace(NBSP, " ").startswith(case.title)
    if case.english:
        assert title(chart(case.tool, case.payload, "en")).replace(NBSP, " ") == case.english


def test_sure_deal_has_no_chance_above_one() -> None:
    spec = chart("weighted_pipeline", {"currency": "EUR", "deals": [{"name": "A", "amount": 5, "probability": 1}]})
    ticks = [
        value["values"] for key, value in walk(spec) if key == "axis" and isinstance(value, dict) and "values" in value
    ]
    assert max(tick for values in ticks for tick in values) == 1


def test_mean_that_would_deceive_is_named() -> None:
    spec = chart("cumulative_share", {
        "currency": "EUR", "target": "0.1", "ours": [30, 28, 90, 90, 90, 90], "category": [200, 200, *[1000] * 4],
    })  # fmt: skip
    assert any("10,83" in line for line in spec["title"]["subtitle"])


def test_estimates_are_dashed() -> None:
    sure = json.dumps(chart("zopa", SAMPLES["zopa"]))
    guessed = json.dumps(chart("zopa", {**SAMPLES["zopa"], "buyer_is_estimate": True}))
    assert "strokeDash" not in sure
    assert "strokeDash" in guessed
    assert "estimation" in guessed


def test_long_name_is_cut_beside_the_bar_and_whole_where_a_pointer_shows_it() -> None:
    name = "Compagnie générale des matériaux réunis du grand Sud-Ouest et de ses filiales"
    spec = chart("pareto", {"currency": "EUR", "clients": [{"name": name, "revenue": 5}, {"name": "B", "revenue": 1}]})
    (row, _) = spec["data"]["values"]
    assert row["name"] == name
    assert row["label"].endswith("…")
    assert len(row["label"]) < 35


def test_period_and_day_are_said() -> None:
    assert "Au 31 mars 2026" in chart("scorecard", SAMPLES["scorecard"])["title"]["subtitle"]


def many(tool: str) -> dict[str, Any]:
    """As many lines as the tool takes, or enough to be too many."""
    rank = range(1, 30_001 if tool == "pareto" else 1001)
    name = "Nom assez long pour être coupé, numéro {}".format
    makers: dict[str, Callable[[], dict[str, Any]]] = {
        "pareto": lambda: {"clients": [{"name": name(n), "revenue": n} for n in rank]},
        "concentration": lambda: {"lose": None, "clients": [{"name": name(n), "revenue": n} for n in rank]},
        "priority_score": lambda: {
            "accounts": [{"name": name(n), "potential": n, "probability": "0.5", "margin": "0.1"} for n in rank]
        },
        "classify": lambda: {
            "accounts": [
                {"name": name(n), "business_axis": str(n % 97 / 100), "strategic_axis": str(n % 89 / 100)} for n in rank
            ]
        },
        "business_axis": lambda: {"accounts": [{"name": name(n), "revenue": n} for n in rank]},
        "strategic_axis": lambda: {"objectives": [{"name": name(n), "contribution": "0.5"} for n in rank]},
        "scorecard": lambda: {"kpis": [{**kpi(name(n), str(n), "500"), "direction": "higher"} for n in range(200)]},
        "contribution_margin": lambda: {"costs": [{"label": name(n), "amount": n} for n in rank]},
        "budget_rollup": lambda: {"lines": [{"label": name(n), "amount": n} for n in rank]},
        "weighted_pipeline": lambda: {"deals": [{"name": name(n), "amount": n, "probability": "0.5"} for n in rank]},
        "cumulative_share": lambda: {"periods": [{"period": name(n), "ours": n, "category": 2000} for n in rank]},
        "concession_plan": lambda: {
            "mandate": 10**6,
            "concessions": [
                {"give": name(n), "cost": 300 - n, "get": name(n), "get_value": 10 * (300 - n) - n} for n in range(200)
            ],
        },
    }
    return {**SAMPLES[tool], **makers[tool]()}


@pytest.mark.parametrize(
    "tool",
    ["pareto", "concentration", "priority_score", "classify", "business_axis", "strategic_axis", "scorecard",
     "contribution_margin", "budget_rollup", "weighted_pipeline", "cumulative_share", "concession_plan"],
)  # fmt: skip
def test_many_lines_make_a_small_chart(tool: str) -> None:
    spec = chart(tool, many(tool))
    assert len(json.dumps(spec)) < LARGEST
    assert spec["height"] <= 1000


@pytest.mark.parametrize("tool", ["pareto", "concentration", "nrr", "budget_rollup", "weighted_pipeline"])
def test_huge_amounts_stay_numbers(tool: str) -> None:
    huge = {
        "pareto": clients(10**15, 10**15, 1),
        "concentration": {"lose": None, **clients(10**15, 1)},
        "nrr": {"start": 10**15, "expansion": 10**15},
        "budget_rollup": {"lines": [{"label": "a", "amount": 10**15}, {"label": "b", "amount": "0.00000001"}]},
        "weighted_pipeline": {"target": 10**15, "deals": [{"name": "a", "amount": 10**15, "probability": "0.5"}]},
    }
    spec = chart(tool, {**SAMPLES[tool], **huge[tool]})
    assert json.loads(json.dumps(spec, allow_nan=False)) == spec
    assert any("Md€" in text for text in texts(spec))


def test_amounts_of_zero_and_below_are_drawn() -> None:
    accounts = [
        {"name": "A", "potential": 10, "probability": "0.5", "margin": "0.5"},
        {"name": "B", "potential": 0, "probability": "0.5", "margin": "0.5"},
        {"name": "C", "potential": 100_000, "probability": "0.5", "margin": "-0.5"},
    ]
    spec = chart("priority_score", {"currency": "EUR", "accounts": accounts})
    assert [row["c1"] for row in spec["data"]["values"]][-1] == f"-25{NBSP}k€"
    loss = chart("contribution_margin", {**SAMPLES["contribution_margin"], "revenue": 500_000})
    assert loss["data"]["values"][-1]["end"] < 0


def test_currency_of_the_call_is_shown() -> None:
    spec = chart("nrr", {**SAMPLES["nrr"], "currency": "CHF"}, "en")
    assert any("CHF" in text for text in texts(spec))
    assert not any("€" in text for text in texts({**spec, "config": {}}))


def test_too_little_data_draws_nothing() -> None:
    for tool, payload in {
        "concentration": {"currency": "EUR", "clients": []},
        "zopa": {"unit": "EUR", "seller_min": 5},
        "scorecard": {"as_of": "2026-01-01"},
        "classify": {"selling_company": "Nous", "accounts": []},
    }.items():
        answer = run_tool(tool, payload)
        assert answer.verdict == "insufficient"
        assert chart_of(answer, "fr") is None
