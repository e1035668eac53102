"""Tests of `concentration`: the vectors of the method, and the limits."""

from __future__ import annotations

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import clients, result


class TestConcentration:
    def test_shares_and_herfindahl(self) -> None:
        found = result("concentration", currency="EUR", clients=clients([60, 30, 10]))
        assert (found["top1"], found["top3"], found["hhi"], found["hhi_fraction"]) == ("0.6", "1", "4600", "0.46")

    def test_loss_of_a_client_takes_its_revenue_and_margin(self) -> None:
        rows = [{"name": "a", "revenue": 60, "margin": 0.5}, {"name": "b", "revenue": 40, "margin": 0.25}]
        found = result("concentration", currency="EUR", clients=rows, lose="a")
        assert (found["revenue_after_loss"], found["margin_lost"], found["margin_after_loss"]) == ("40", "30", "10")

    def test_loss_of_a_stranger_is_refused(self) -> None:
        with pytest.raises(BadInput, match="lose = 'z' is not one of the clients"):
            run_tool("concentration", {"currency": "EUR", "clients": clients([1, 2]), "lose": "z"})
