"""Tables as people write them become inputs of the tools."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

import pytest

from copilot.scoring.registry import run_tool
from copilot.scoring.tables.cells import number_style, read_cell, read_unit
from copilot.scoring.tables.portfolio import budget_from_rows, pipeline_from_rows, pnl_from_rows, portfolio_from_rows


def rows(header: list[str], *lines: str) -> list[dict[str, str]]:
    return [dict(zip(header, (cell.strip() for cell in line.split("|")), strict=False)) for line in lines]


class TestCells:
    @pytest.mark.parametrize(
        ("text", "value", "percent", "currency"),
        [
            ("3 115 000 €", "3115000", False, "EUR"),
            ("3\u202f115\u00a0000,50 €", "3115000.50", False, "EUR"),
            ("65 %", "65", True, None),
            ("17,4", "17.4", False, None),
            ("(1,934)", "-1934", False, None),
            ("−612", "-612", False, None),
            ("£1.2m", "1200000", False, "GBP"),
            ("$ 380k", "380000", False, "USD"),
            ("1,2 M€", "1200000", False, "EUR"),
            ("380 k€ HT", "380000", False, "EUR"),
            ("2 M€", "2000000", False, "EUR"),
            ("CHF 1'250'000", "1250000", False, "CHF"),
            ("~ 40 000 €", "40000", False, "EUR"),
            ("EUR 12.5k", "12500", False, "EUR"),
            ("1230*", "1230", False, None),
        ],
    )
    def test_reads_numbers(self, text: str, value: str, percent: bool, currency: str | None) -> None:
        cell = read_cell(text, number_style([text]))
        assert cell is not None
        assert (cell.value, cell.percent, cell.currency) == (Decimal(value), percent, currency)

    @pytest.mark.parametrize("text", ["", "-", "n/a", "perdu 12/24", "Tergny", "12/03/2026", "3 sites", None])
    def test_other_text_is_no_number(self, text: str | None) -> None:
        assert read_cell(text) is None

    def test_column_decides_what_a_comma_means(self) -> None:
        assert number_style(["1,234", "5,678"]) == "dot"
        assert number_style(["1,234", "5,6"]) == "comma"
        assert number_style(["1.234.567"]) == "comma"

    @pytest.mark.parametrize(
        ("text", "currency", "scale"),
        [
            ("k€ HT – clôture", "EUR", 1000),
            ("CA 2025 (M€)", "EUR", 1_000_000),
            ("Revenue FY25 £k", "GBP", 1000),
            ("USD '000", "USD", 1000),
            ("Montant € HT", "EUR", 1),
            ("in thousands", None, 1000),
            ("KEUR", "EUR", 1000),
        ],
    )
    def test_reads_units_of_headers(self, text: str, currency: str | None, scale: int) -> None:
        unit = read_unit(text)
        assert unit.currency == currency
        assert unit.scale == scale


class TestPortfolio:
    HEADER: ClassVar = [
        "Customer",
        "Segment",
        "Revenue FY24 (£k)",
        "Revenue FY25 (£k)",
        "Gross margin",
        "3-yr potential (£k)",
    ]

    def table(self) -> list[dict[str, str]]:
        return rows(
            self.HEADER,
            "Hallam Foods | food | 1,200 | 1,350 | 21.5% | 2,000",
            "Brightwell | retail | 800 | 0 | | 0",
            "TotalPower Ltd | energy | 0 | 410 | 30% | 900",
            "Corran Group | food | 640 | 600 | 18% | 700",
            "Others | | 90 | 95 | |",
            "Grand total | | 2,730 | 2,455 | |",
        )

    def test_english_headers_units_and_margins(self) -> None:
        found = portfolio_from_rows(self.HEADER, self.table())
        assert found is not None
        assert (found.currency, found.current_period, found.previous_period) == ("GBP", 2025, 2024)
        assert found.columns == {
            "client": "Customer",
            "current": "Revenue FY25 (£k)",
            "previous": "Revenue FY24 (£k)",
            "margin": "Gross margin",
            "potential": "3-yr potential (£k)",
        }
        first = found.clients[0]
        assert (first.name, first.current, first.margin, first.potential) == (
            "Hallam Foods", Decimal(1_350_000), Decimal("0.215"), Decimal(2_000_000),
        )  # fmt: skip

    def test_totals_and_aggregates_are_no_clients(self) -> None:
        found = portfolio_from_rows(self.HEADER, self.table())
        assert found is not None
        assert [client.name for client in found.clients] == [
            "Hallam Foods",
            "Brightwell",
            "TotalPower Ltd",
            "Corran Group",
        ]
        assert [(row.row, row.reason) for row in found.ignored] == [(4, "aggregate"), (5, "total")]

    def test_feeds_the_tools(self) -> None:
        found = portfolio_from_rows(self.HEADER, self.table())
        assert found is not None
        retention = run_tool("nrr", found.nrr() or {})
        assert retention.result is not None
        assert (retention.result["start"], retention.result["churn"], retention.result["new"]) == (
            "2640000",
            "800000",
            "410000",
        )
        share = run_tool("pareto", found.pareto()).result
        assert share is not None
        assert (share["clients"], share["total"]) == (3, "2360000")
        assert run_tool("concentration", found.concentration("Hallam Foods")).verdict == "ok"
        alone = run_tool("nrr", found.nrr("Hallam Foods") or {})
        assert alone.result is not None
        assert alone.result["nrr"] == "1.125"
        assert found.priority() is None

    def test_french_relative_years_and_unit_from_the_title(self) -> None:
        header = ["Enseigne", "CA N-1", "CA N", "Évol. CA %", "Marge"]
        found = portfolio_from_rows(
            header, rows(header, "Alfa | 1 200 | 1 350 | 12,5 % | 270", "Bêta | 800 | 640 | -20 % | 64"), "en k€ HT"
        )
        assert found is not None
        assert (found.currency, found.columns["previous"], found.columns["current"]) == ("EUR", "CA N-1", "CA N")
        assert [client.current for client in found.clients] == [Decimal(1_350_000), Decimal(640_000)]
        assert [client.margin for client in found.clients] == [Decimal("0.2"), Decimal("0.1")]

    def test_budget_year_is_not_the_current_year(self) -> None:
        header = ["Client", "CA 2024", "CA 2025", "Budget CA 2026"]
        found = portfolio_from_rows(header, rows(header, "A | 1 | 2 | 9", "B | 3 | 4 | 9"), "M€")
        assert found is not None
        assert found.columns["current"] == "CA 2025"

    def test_years_that_do_not_follow_give_no_retention(self) -> None:
        header = ["Client", "CA 2021", "CA 2025"]
        found = portfolio_from_rows(header, rows(header, "A | 1 | 2", "B | 3 | 4"))
        assert found is not None
        assert found.nrr() is None

    def test_rows_of_one_client_are_summed(self) -> None:
        header = ["Client", "CA 2025"]
        found = portfolio_from_rows(header, rows(header, "A | 1", "B | 4", "A | 2"))
        assert found is not None
        assert [(client.name, client.current, client.rows) for client in found.clients] == [
            ("A", Decimal(3), [0, 2]),
            ("B", Decimal(4), [1]),
        ]

    def test_no_stated_currency_stays_unknown(self) -> None:
        header = ["Client", "CA 2025"]
        found = portfolio_from_rows(header, rows(header, "A | 1", "B | 4"))
        assert found is not None
        assert found.currency == "XXX"

    @pytest.mark.parametrize(
        "header",
        [
            ["Site", "CA 2025 (k€)", "Techniciens"],
            ["account", "sector", "revenue", "employees"],
            ["Critère", "Poids"],
            ["Client", "Contact", "Date"],
        ],
    )
    def test_other_tables_are_not_portfolios(self, header: list[str]) -> None:
        lines = [" | ".join(["x", "10", "20", "30"][: len(header)]), " | ".join(["y", "11", "21", "31"][: len(header)])]
        assert portfolio_from_rows(header, rows(header, *lines)) is None


class TestPipeline:
    HEADER: ClassVar = ["Opportunity", "Stage", "Amount", "Win probability", "Owner"]

    def test_lost_won_and_activities_stay_out(self) -> None:
        table = rows(
            self.HEADER,
            "Renewal | Negotiation | $1,200,000 | 60% | KB",
            "Rollout | Proposal | $300,000 | 45% | KB",
            "Old bid | Closed Lost | $900,000 | 0% | KB",
            "Pilot | Closed Won | $50,000 | 100% | KB",
            "Call with CFO | Done | | | KB",
            "Total | | $2,450,000 | | ",
        )
        found = pipeline_from_rows(self.HEADER, table)
        assert found is not None
        assert found.currency == "USD"
        assert [deal.name for deal in found.deals] == ["Renewal", "Rollout"]
        assert [(row.row, row.reason) for row in found.ignored] == [
            (2, "lost"),
            (3, "won"),
            (4, "not_a_deal"),
            (5, "total"),
        ]
        weighted = run_tool("weighted_pipeline", found.weighted()).result
        assert weighted is not None
        assert (weighted["weighted"], weighted["open_total"]) == ("855000", "1500000")

    @pytest.mark.parametrize(
        ("cells", "expected"), [(("0.6", "0.25"), "0.6"), (("60", "25"), "0.6"), (("60 %", "25 %"), "0.6")]
    )
    def test_probabilities_in_any_form(self, cells: tuple[str, str], expected: str) -> None:
        header = ["Affaire", "Montant (k€)", "Proba"]
        found = pipeline_from_rows(header, rows(header, f"A | 10 | {cells[0]}", f"B | 20 | {cells[1]}"))
        assert found is not None
        assert found.deals[0].probability == Decimal(expected)
        assert found.deals[0].amount == 10_000

    def test_deal_without_amount_is_kept_as_unknown(self) -> None:
        header = ["Deal", "Value", "Probability"]
        found = pipeline_from_rows(header, rows(header, "A | 10 | 50%", "B | tbc | 30%"))
        assert found is not None
        answer = run_tool("weighted_pipeline", found.weighted())
        assert [note.code for note in answer.findings] == ["pipeline.unknown"]

    def test_weighted_column_is_not_taken_for_the_amount(self) -> None:
        header = ["Deal", "Weighted value", "Value", "Prob."]
        found = pipeline_from_rows(header, rows(header, "A | 5 | 10 | 50%"))
        assert found is not None
        assert (found.columns["amount"], found.columns["probability"]) == ("Value", "Prob.")

    def test_two_currencies_are_not_summed(self) -> None:
        header = ["Deal", "Value", "Probability"]
        assert pipeline_from_rows(header, rows(header, "A | £10 | 50%", "B | €20 | 30%")) is None

    def test_no_probability_column_is_no_pipeline(self) -> None:
        header = ["Deal", "Value", "Stage"]
        assert pipeline_from_rows(header, rows(header, "A | 10 | Won")) is None


class TestPnl:
    def test_positive_costs_in_thousands(self) -> None:
        header = ["£k", "FY24", "FY25"]
        table = rows(
            header,
            "Net sales | 900 | 1,000",
            "Direct labour | 400 | 450",
            "Materials | 200 | 210",
            "Total direct costs | 600 | 660",
            "Cost to serve | 80 | 90",
            "Account contribution | 220 | 250",
            "Penalties (already deducted) | 5 | 6",
        )
        found = pnl_from_rows(header, table, None)
        assert found is not None
        assert (found.currency, found.columns["value"], found.revenue.amount) == ("GBP", "FY25", Decimal(1_000_000))
        assert [line.label for line in found.costs] == ["Direct labour", "Materials", "Cost to serve"]
        assert found.consistent
        margin = run_tool("contribution_margin", found.contribution()).result
        assert margin is not None
        assert (margin["contribution"], margin["rate"]) == ("250000", "0.25")

    def test_stated_result_that_does_not_add_up_is_marked(self) -> None:
        header = ["Poste", "2025"]
        table = rows(header, "Chiffre d'affaires | 1000", "Main d'œuvre | -600", "Contribution | 500")
        found = pnl_from_rows(header, table, "k€")
        assert found is not None
        assert found.consistent is False

    def test_table_without_revenue_line_is_no_pnl(self) -> None:
        header = ["Poste", "2025"]
        assert pnl_from_rows(header, rows(header, "Loyer | 10", "Énergie | 20", "Salaires | 30")) is None


class TestBudget:
    def test_statuses_and_declared_total(self) -> None:
        header = ["Line", "Amount (€)", "Status"]
        table = rows(
            header,
            "Analyst | 34,000 | approved",
            "Training | 16,000 | pending",
            "Party | 5,000 | rejected",
            "Total | 55,000 |",
        )
        found = budget_from_rows(header, table, "Budget request 2026")
        assert found is not None
        assert found.declared_total == 55_000
        sums = run_tool("budget_rollup", found.rollup()).result
        assert sums is not None
        assert [sums[key] for key in ("total", "approved", "pending", "refused")] == ["55000", "34000", "16000", "5000"]

    def test_decision_found_elsewhere_is_added(self) -> None:
        header = ["Poste", "Montant € HT"]
        found = budget_from_rows(header, rows(header, "Astreinte | 38900", "Stock | 52000"), "Demande budget")
        assert found is not None
        sums = run_tool("budget_rollup", found.rollup({"astreinte": "approved"})).result
        assert sums is not None
        assert (sums["approved"], sums["balance"]) == ("38900", "52000")

    def test_price_list_is_no_budget(self) -> None:
        header = ["Item", "Price"]
        assert budget_from_rows(header, rows(header, "Bolt | 3", "Nut | 2"), "Prices 2026") is None
