"""A payload for every tool that has a chart, and what the tests of the charts share."""

from __future__ import annotations

from typing import Any

from copilot.charts.frame import Spec
from copilot.charts.look import Theme
from copilot.charts.registry import chart_of
from copilot.schemas.evidence import Language
from copilot.scoring.registry import run_tool

LANGUAGES: tuple[Language, ...] = ("fr", "en")
THEMES: tuple[Theme, ...] = ("light", "dark")
REVENUES = [4200, 2600, 900, 700, 500, 400, 300, 200, 120, 80]
DEALS = [
    {"name": "A", "amount": 50, "probability": "0.7"},
    {"name": "B", "amount": 80, "probability": "0.4"},
    {"name": "C", "amount": 30, "probability": "0.9"},
    {"name": "D", "amount": 120, "probability": "0.2"},
]

SAMPLES: dict[str, dict[str, Any]] = {
    "agenda": {"total_min": 90, "n_issues": 5, "start_time": "09:30"},
    "allocate_budget": {
        "currency": "EUR",
        "budget": 700_000,
        "target": "0.1",
        "requests": [
            {"id": "A", "amount": 300_000, "share": "0.12", "category_sales": 4_000_000, "commitment": "written"},
            {"id": "B", "amount": 250_000, "share": "0.11", "category_sales": 3_000_000, "commitment": "written"},
            {"id": "C", "amount": 400_000, "share": "0.14", "category_sales": 5_000_000, "commitment": "none"},
            {"id": "D", "amount": 200_000, "share": "0.08", "category_sales": 2_500_000, "commitment": "written"},
            {"id": "E", "amount": 350_000, "share": "0.105", "category_sales": 4_500_000, "commitment": "written"},
        ],
    },
    "budget_rollup": {
        "currency": "EUR",
        "lines": [
            {"label": "Animations en magasin", "amount": 120_000, "status": "approved"},
            {"label": "Formation des vendeurs", "amount": 80_000, "status": "pending"},
            {"label": "Têtes de gondole", "amount": 60_000, "status": "refused"},
            {"label": "PLV", "amount": 15_000},
        ],
    },
    "business_axis": {
        "currency": "EUR",
        "accounts": [
            {"name": "Alpha", "revenue": 900_000, "potential": 1_000_000, "sites": 12, "margin": "0.2"},
            {"name": "Beta", "revenue": 100_000, "potential": 1_800_000},
            {"name": "Gamma", "revenue": 400_000, "margin": "0.3", "sites": 2},
        ],
    },
    "classify": {
        "selling_company": "Verdane Foods",
        "accounts": [
            {"name": "Alpha", "business_axis": "0.9", "strategic_axis": "0.3", "has_governance": False},
            {
                "name": "Beta",
                "business_axis": "0.2",
                "strategic_axis": "0.8",
                "has_governance": True,
                "has_joint_strategy": True,
            },
            {"name": "Gamma", "business_axis": "0.7", "strategic_axis": "0.6", "has_governance": True},
            {"name": "Delta", "business_axis": "0.1", "strategic_axis": "0.2"},
        ],
    },
    "concentration": {
        "currency": "EUR",
        "lose": "c00",
        "clients": [{"name": f"c{n:02d}", "revenue": r} for n, r in enumerate(REVENUES)],
    },
    "concession_plan": {
        "currency": "EUR",
        "mandate": 50_000,
        "concessions": [
            {"give": "remise de volume", "cost": 24_000, "get": "engagement de trois ans", "get_value": 60_000},
            {"give": "formation offerte", "cost": 8_000, "get": "réunion trimestrielle", "get_value": 15_000},
            {"give": "paiement à 60 jours", "cost": 5_000, "get": "prévision par site", "get_value": 4_000},
        ],
    },
    "contribution_margin": {
        "currency": "EUR",
        "revenue": 1_000_000,
        "costs": [{"label": "Main-d’œuvre", "amount": 600_000}, {"label": "Transport", "amount": 90_000}],
        "cost_to_serve": 100_000,
    },
    "cumulative_share": {
        "currency": "EUR",
        "target": "0.1",
        "periods": [
            {"period": f"2026-{month:02d}", "ours": ours, "category": category}
            for month, (ours, category) in enumerate(
                [(40, 1000), (70, 1050), (110, 1100), (130, 1200), (150, 1150), (170, 1250)], start=1
            )
        ],
    },
    "early_warning": {"currency": "EUR", "achieved": 150, "objective": 260, "deals": DEALS},
    "nrr": {"currency": "EUR", "start": 1_000_000, "expansion": 180_000, "contraction": 40_000, "churn": 60_000},
    "pareto": {
        "currency": "EUR",
        "clients": [{"name": f"c{n:02d}", "revenue": r} for n, r in enumerate(REVENUES)],
    },
    "power_balance": {
        "factors": [
            {"name": "leur volume chez nous", "us": 1, "them": 5, "weight": 2, "evidence": "CA 2025"},
            {"name": "notre brevet", "us": 5, "them": 2, "evidence": "dépôt FR 123"},
            {"name": "notre délai", "us": 4, "them": 3},
        ]
    },
    "priority_score": {
        "currency": "EUR",
        "accounts": [
            {"name": "Alpha", "potential": 2_000_000, "probability": "0.6", "margin": "0.22"},
            {"name": "Beta", "potential": 3_500_000, "probability": "0.25", "margin": "0.3"},
            {"name": "Gamma", "potential": 900_000, "probability": "0.8", "margin": "0.35"},
        ],
    },
    "scorecard": {
        "as_of": "2026-03-31",
        "kpis": [
            {"key": "nrr", "value": "1.08", "target": "1.05", "previous": "1.02", "date": "2025-12-31"},
            {"key": "nps", "value": 15, "target": 30, "previous": 20, "source": "enquête"},
            {"key": "csat", "value": "0.8", "target": "0.85"},
            {"key": "réclamations", "value": 7, "target": 4, "direction": "lower", "unit": "dossiers"},
            {"key": "visites", "value": 7, "direction": "higher"},
        ],
    },
    "share_of_wallet": {
        "currency": "EUR",
        "our_sales": 3_420_000,
        "client_spend": 8_900_000,
        "perimeter": "maintenance externalisée, six sites",
        "period": "2025",
        "spend_is_estimate": True,
    },
    "strategic_axis": {
        "account": "Alpha",
        "objectives": [
            {"name": "Entrer dans l’hydrogène", "weight": 3, "contribution": "0.8", "evidence": ["note.md"]},
            {"name": "Livrer sans carbone", "weight": 2, "contribution": "0.5"},
            {"name": "Recruter", "weight": 1},
        ],
    },
    "weighted_pipeline": {"currency": "EUR", "target": 110, "deals": DEALS},
    "zopa": {"unit": "EUR/h", "seller_min": 96, "buyer_max": 104},
}


def chart(tool: str, payload: dict[str, Any], language: Language = "fr", theme: Theme = "light") -> Spec:
    """The chart of the tool's result, which must have one."""
    spec = chart_of(run_tool(tool, payload), language, theme)
    assert spec is not None
    return spec


def title(spec: Spec) -> str:
    """The finding, on one line."""
    return " ".join(spec["title"]["text"])


def texts(node: object) -> list[str]:
    """Every text in the specification, data included."""
    if isinstance(node, str):
        return [node]
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list | tuple) else ()
    return [text for child in children for text in texts(child)]


def walk(node: object) -> list[tuple[str, object]]:
    """Every key of the specification with its value."""
    if isinstance(node, dict):
        return [pair for key, value in node.items() for pair in [(key, value), *walk(value)]]
    return [pair for child in node for pair in walk(child)] if isinstance(node, list) else []
