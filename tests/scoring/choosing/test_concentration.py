"""Tests of `concentration`: the vectors of the method, and the limits."""

from __future__ import annotations

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import REVENUES, clients, codes, result


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


ROWS = [
    {"name": "a", "revenue": 600, "margin": 0.2},
    {"name": "b", "revenue": 300, "margin": 0.1},
    {"name": "c", "revenue": 100, "margin": 0.3},
]


class TestLoss:
    def test_revenue_and_margin_before_and_after(self) -> None:
        found = result("concentration", currency="EUR", clients=ROWS, lose="a")
        assert (found["revenue_after_loss"], found["revenue_lost_share"]) == ("400", "0.6")
        assert (found["margin_lost"], found["margin_after_loss"], found["margin_lost_share"]) == (
            "120",
            "60",
            "0.666667",
        )
        assert (found["margin_rate_after_loss"], found["revenue_to_replace_margin"]) == ("0.15", "800")

    def test_every_client_has_its_own_loss(self) -> None:
        items = run_tool("concentration", {"currency": "EUR", "clients": ROWS}).per_item
        assert [(item["name"], item["revenue_after_loss"], item["margin_lost"]) for item in items] == [
            ("a", "400", "120"),
            ("b", "700", "30"),
            ("c", "900", "30"),
        ]

    def test_no_loss_without_a_client_to_lose(self) -> None:
        found = result("concentration", currency="EUR", clients=ROWS)
        assert (found["revenue_after_loss"], found["margin_after_loss"]) == (None, None)

    def test_unknown_rate_of_another_client_leaves_the_margin_open(self) -> None:
        rows = [ROWS[0], {"name": "b", "revenue": 300}]
        answer = run_tool("concentration", {"currency": "EUR", "clients": rows, "lose": "a"})
        assert answer.result is not None
        assert (answer.result["margin_lost"], answer.result["margin_after_loss"]) == ("120", None)
        note = next(note for note in answer.findings if note.code == "concentration.margin_unknown")
        assert note.en.endswith("(1): b.")

    @pytest.mark.parametrize("revenue", [0, -5, None])
    def test_client_without_revenue_has_nothing_to_lose(self, revenue: int | None) -> None:
        rows = [*ROWS, {"name": "d", "revenue": revenue}]
        answer = run_tool("concentration", {"currency": "EUR", "clients": rows, "lose": "d"})
        assert answer.result is not None
        assert answer.result["revenue_after_loss"] is None
        assert "concentration.nothing_to_lose" in codes(answer)

    def test_loss_of_the_only_client_leaves_nothing(self) -> None:
        found = result("concentration", currency="EUR", clients=ROWS[:1], lose="a")
        assert (found["revenue_after_loss"], found["margin_after_loss"], found["margin_rate_after_loss"]) == (
            "0",
            "0",
            None,
        )
        assert found["revenue_to_replace_margin"] is None

    def test_losing_a_loss_maker_raises_the_margin(self) -> None:
        rows = [*ROWS, {"name": "d", "revenue": 200, "margin": -0.5}]
        found = result("concentration", currency="EUR", clients=rows, lose="d")
        assert (found["margin_lost"], found["margin_after_loss"], found["margin_lost_share"]) == (
            "-100",
            "180",
            "-1.25",
        )
        assert found["revenue_to_replace_margin"] is None

    def test_why_puts_a_figure_on_the_effort(self) -> None:
        answer = run_tool("concentration", {"currency": "EUR", "clients": ROWS, "lose": "a"})
        said = {note.code: note for note in answer.why}
        assert "120\u00a0€" in said["concentration.loss_margin"].fr
        assert "€800" in said["concentration.replace"].en


class TestIndex:
    def test_equal_clients_are_as_many_as_they_are(self) -> None:
        found = result("concentration", currency="EUR", clients=clients([5] * 8))
        assert (found["hhi"], found["equivalent_clients"]) == ("1250", "8")

    def test_one_client_is_the_whole(self) -> None:
        found = result("concentration", currency="EUR", clients=clients([7]))
        assert (found["top1"], found["top3"], found["hhi"], found["equivalent_clients"]) == ("1", "1", "10000", "1")

    def test_portfolio_of_ten_clients(self) -> None:
        found = result("concentration", currency="EUR", clients=clients(REVENUES))
        assert (found["top1"], found["top3"], found["hhi"]) == ("0.42", "0.77", "2626.08")

    def test_no_positive_revenue_is_insufficient(self) -> None:
        answer = run_tool("concentration", {"currency": "EUR", "clients": clients([0, -1, None])})
        assert (answer.verdict, answer.missing) == ("insufficient", ["clients with a positive revenue"])

    def test_enormous_amounts_keep_every_digit(self) -> None:
        rows = [{"name": f"c{rank}", "revenue": "999999999999999.99999999"} for rank in range(3)]
        found = result("concentration", currency="EUR", clients=rows, lose="c0")
        assert found["total"] == "2999999999999999.99999997"
        assert found["revenue_after_loss"] == "1999999999999999.99999998"
