"""A portfolio of a hundred thousand accounts is taken whole, and one more is refused."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool

SIZE = 100_000


def rows(**fields: Any) -> list[dict[str, Any]]:
    """Accounts whose figures rise with their rank and are all different."""
    return [{"name": f"a{n:06d}", **{key: make(n) for key, make in fields.items()}} for n in range(SIZE)]


def priority() -> dict[str, Any]:
    return {
        "currency": "EUR",
        "accounts": rows(
            potential=lambda n: 1_000 + n, probability=lambda n: (n + 1) / SIZE, margin=lambda n: (n + 1) / SIZE
        ),
        "weights": {"potential": 0.5, "probability": 0.3, "margin": 0.2},
    }


def portfolio() -> dict[str, Any]:
    return {"currency": "EUR", "clients": rows(revenue=lambda n: 1 + n)}


def business() -> dict[str, Any]:
    return {"currency": "EUR", "accounts": rows(revenue=lambda n: 1 + n, potential=lambda n: 1 + n, sites=lambda n: n)}


def axes() -> dict[str, Any]:
    place = lambda n: n / SIZE  # noqa: E731 - one formula for both axes
    return {"selling_company": "Us", "accounts": rows(business_axis=place, strategic_axis=place)}


PAYLOADS = {
    "priority_score": priority,
    "pareto": portfolio,
    "concentration": portfolio,
    "business_axis": business,
    "classify": axes,
}


@pytest.mark.slow
@pytest.mark.parametrize("tool", PAYLOADS)
def test_takes_a_hundred_thousand_accounts(tool: str) -> None:
    answer = run_tool(tool, PAYLOADS[tool]())
    assert len(answer.per_item) == SIZE
    assert answer.per_item[0]["name"] == "a099999"
    assert answer.per_item[-1]["name"] == "a000000"


@pytest.mark.slow
@pytest.mark.parametrize("tool", PAYLOADS)
def test_refuses_one_more(tool: str) -> None:
    payload = PAYLOADS[tool]()
    many = payload["clients" if "clients" in payload else "accounts"]
    many.append({**many[0], "name": "one more"})
    with pytest.raises(BadInput, match="at most 100000 items"):
        run_tool(tool, payload)
