"""Files with tables become the inputs of any tool: French and English, units, currencies, what is left out."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from copilot import tabular
from copilot.errors import BadInput, UnreadableFile
from copilot.ingest.grids import read_tables
from copilot.scoring.registry import REGISTRY, run_tool
from copilot.scoring.tables import lexicon
from copilot.scoring.tables.calendar_days import read_days
from copilot.scoring.tables.fields import wanted
from copilot.scoring.tables.fill import fill
from copilot.scoring.tables.grid import Grid, GridRow
from copilot.scoring.tables.numbers import read_column, style_of
from copilot.scoring.tables.portfolio import portfolio_from_rows
from copilot.scoring.tables.reading import Reading

SAMPLE = Path("knowledge/sample/notes/05_suivi_Mirandol_2025.xlsx")


def read(tool: str, text: str | bytes, name: str = "table.csv", **said: Any) -> Reading:
    data = text.encode() if isinstance(text, str) else text
    return tabular.read_for(tool, name, data, tabular.asked_of(**said))


def book(fill: Callable[[Workbook], None]) -> bytes:
    made = Workbook()
    fill(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def sheet(rows: list[list[Any]], formats: dict[str, str] | None = None, title: str = "Feuille") -> bytes:
    def fill(made: Workbook) -> None:
        page = made.active
        assert page is not None
        page.title = title
        for row in rows:
            page.append(row)
        for cell, number_format in (formats or {}).items():
            page[cell].number_format = number_format

    return book(fill)


def codes(reading: Reading) -> list[str]:
    return [note.code for note in reading.notes]


def items(reading: Reading, name: str) -> Any:
    return reading.payload[name]


def as_table(name: str) -> tuple[str, list[str], list[dict[str, Any]]]:
    """The one list of rows in a tool's example: its field, the fields of its rows, the rows; else no rows."""
    example: dict[str, Any] = REGISTRY[name].example
    filled = [one for one in wanted(REGISTRY[name].input).lists if not one.plain and example.get(one.name)]
    if len(filled) != 1:
        return "", [], []
    rows = example[filled[0].name]
    fields = [slot.name for slot in filled[0].slots if any(slot.name in row for row in rows)]
    holds_objects = any(isinstance(row.get(field), dict) for row in rows for field in fields)
    odd = holds_objects or any(slot.kind == "other" and slot.name in fields for slot in filled[0].slots)
    return ("", [], []) if odd else (filled[0].name, fields, rows)


def plain_tables() -> list[str]:
    """Tools whose example is one plain table."""
    return [name for name in REGISTRY if as_table(name)[2]]


def cell(value: Any) -> str:
    if isinstance(value, list):
        return "".join(f"{one} ; " for one in value)
    if isinstance(value, bool):
        return "oui" if value else "non"
    return "" if value is None else str(value)


class TestPortfolio:
    FRENCH = (
        "Client;CA 2024 (k€);CA 2025 (k€);Marge %;Potentiel (k€);Probabilité\n"
        "Alpha;1 200,5;1 350,25;21,5 %;2 000;60 %\n"
        "Bêta;800;0;;0;\n"
        "Autres;90;95;;;\n"
        "Total;2 090,5;1 445,25;;;\n"
    )
    ENGLISH = (
        "Customer,Revenue FY24 (EUR k),Revenue FY25 (EUR k),Gross margin %,Potential (EUR k),Probability\n"
        '"Alpha","1,200.5","1,350.25",21.5%,"2,000",60%\n'
        "Bêta,800,0,,0,\n"
        "Others,90,95,,,\n"
        'Total,"2,090.5","1,445.25",,,\n'
    )

    @pytest.mark.parametrize("tool", ["pareto", "concentration", "nrr", "priority_score", "business_axis"])
    def test_french_and_english_give_the_same_inputs(self, tool: str) -> None:
        assert read(tool, self.FRENCH).payload == read(tool, self.ENGLISH).payload

    def test_amounts_are_whole_units_and_rates_are_fractions(self) -> None:
        reading = read("concentration", self.FRENCH)
        assert reading.payload == {
            "currency": "EUR",
            "clients": [
                {"name": "Alpha", "revenue": "1350250", "margin": "0.215"},
                {"name": "Bêta", "revenue": "0"},
            ],
        }
        assert reading.columns == {"revenue": "CA 2025 (k€)", "margin": "Marge %", "name": "Client"}

    def test_totals_and_aggregates_are_left_out_and_told(self) -> None:
        reading = read("pareto", self.FRENCH)
        assert [(one.row, one.reason) for one in reading.left_out] == [(4, "aggregate"), (5, "total")]
        assert "5 (total)" in reading.notes[0].en
        assert reading.rows == 2

    def test_two_years_give_the_retention(self) -> None:
        result = run_tool("nrr", read("nrr", self.FRENCH).payload)
        assert result.result is not None
        assert (result.result["start"], result.result["churn"]) == ("2000500", "800000")

    @pytest.mark.parametrize("tool", ["pareto", "concentration", "nrr", "business_axis"])
    def test_sample_workbook_is_read_as_the_plan_reads_it(self, tool: str) -> None:
        reading = read(tool, SAMPLE.read_bytes(), SAMPLE.name)
        grid = next(g for g in read_tables(SAMPLE.name, SAMPLE.read_bytes()).grids if g.sheet == "Portefeuille")
        rows = [dict(zip(grid.header, row.cells, strict=False)) for row in grid.rows]
        found = portfolio_from_rows(grid.header, rows, grid.title)
        assert found is not None
        assert reading.sheet == "Portefeuille"
        assert reading.payload["currency"] == found.currency
        if tool in ("pareto", "concentration", "nrr"):
            expected = {"pareto": found.pareto, "concentration": found.concentration, "nrr": found.nrr}[tool]()
            assert expected is not None
            assert run_tool(tool, reading.payload) == run_tool(tool, expected)

    def test_rows_of_one_client_are_added_up_and_told(self) -> None:
        reading = read("pareto", "Client;CA (€)\nAlpha;100\nBêta;50\nALPHA;20,5\n")
        assert items(reading, "clients") == [{"name": "Alpha", "revenue": "120.5"}, {"name": "Bêta", "revenue": "50"}]
        assert "tables.merged" in codes(reading)

    def test_margin_in_money_is_divided_by_the_revenue(self) -> None:
        reading = read("concentration", "Client;CA (k€);Marge (k€)\nAlpha;1 350;270\nBêta;640;64\n")
        assert [one["margin"] for one in items(reading, "clients")] == ["0.2", "0.1"]
        assert "tables.divided" in codes(reading)

    def test_margin_that_may_be_either_is_not_taken(self) -> None:
        reading = read("concentration", "Client;CA (k€);Marge\nAlpha;1 350;21,5\nBêta;640;18\n")
        assert all("margin" not in one for one in items(reading, "clients"))
        assert "tables.rate_or_amount" in codes(reading)

    def test_forecast_is_no_revenue(self) -> None:
        reading = read("pareto", "Client;CA 2025;Budget CA 2026\nA;1;9\nB;2;9\n", currency="EUR")
        assert reading.columns["revenue"] == "CA 2025"


class TestCurrency:
    BARE = "Client;CA 2025\nA;1\nB;2\n"

    def test_currency_that_is_not_stated_is_refused_with_the_way_out(self) -> None:
        with pytest.raises(BadInput, match=r"pareto: .* does not say its currency: give it \(currency = EUR\), or"):
            read("pareto", self.BARE)

    def test_currency_of_the_caller_fills_the_gap(self) -> None:
        assert read("pareto", self.BARE, currency="usd").payload["currency"] == "USD"

    @pytest.mark.parametrize(
        ("header", "cell", "currency"),
        [("CA (k€)", "1", "EUR"), ("CA", "1 $", "USD"), ("Revenue £k", "1", "GBP"), ("CA (CHF)", "1", "CHF")],
    )
    def test_currency_is_read_where_it_stands(self, header: str, cell: str, currency: str) -> None:
        assert read("pareto", f"Client;{header}\nA;{cell}\nB;2\n").payload["currency"] == currency

    def test_currency_is_read_from_the_title_of_the_sheet(self) -> None:
        data = sheet([["CA en k€ HT"], ["Client", "CA 2025"], ["A", 1], ["B", 2]])
        reading = read("pareto", data, "p.xlsx")
        assert reading.payload["currency"] == "EUR"
        assert items(reading, "clients")[0]["revenue"] == "1000"

    def test_column_of_currencies_is_read(self) -> None:
        reading = read("pareto", "Client;CA 2025;Devise\nA;1;MAD\nB;2;MAD\n")
        assert reading.payload["currency"] == "MAD"

    @pytest.mark.parametrize(
        "text",
        [
            "Client;CA 2025\nA;1 €\nB;2 $\n",
            "Client;CA 2025;Devise\nA;1;EUR\nB;2;USD\n",
            "Client;CA 2025 (€);Potentiel ($);Probabilité\nA;1;2;50 %\nB;2;3;40 %\n",
        ],
    )
    def test_two_currencies_are_refused(self, text: str) -> None:
        tool = "priority_score" if "Potentiel" in text else "pareto"
        if tool == "priority_score":
            assert read(tool, text).payload["currency"] == "USD"
            tool = "business_axis"
        with pytest.raises(BadInput, match=r"one currency per call"):
            read(tool, text)

    def test_caller_and_table_must_agree(self) -> None:
        with pytest.raises(BadInput, match=r"currency = 'USD': .* says EUR"):
            read("pareto", "Client;CA (k€)\nA;1\nB;2\n", currency="USD")

    def test_column_of_the_wanted_currency_is_preferred(self) -> None:
        text = "Client;CA 2025 (€);CA 2025 ($)\nA;1;2\nB;3;4\n"
        assert read("pareto", text, currency="USD").columns["revenue"] == "CA 2025 ($)"

    def test_unit_of_the_caller_fills_the_gap_and_may_not_contradict(self) -> None:
        assert items(read("pareto", self.BARE, currency="EUR", unit="k€"), "clients")[0]["revenue"] == "1000"
        with pytest.raises(BadInput, match="counts in 1000"):
            read("pareto", "Client;CA (k€)\nA;1\nB;2\n", unit="m")
        with pytest.raises(BadInput, match="unit = 'dozen'"):
            read("pareto", self.BARE, currency="EUR", unit="dozen")

    def test_cells_with_a_currency_under_thousands_are_told(self) -> None:
        reading = read("pareto", "Client;CA (k€)\nA;1 200 €\nB;2\n")
        assert [one["revenue"] for one in items(reading, "clients")] == ["1200", "2000"]
        assert "tables.mixed_unit" in codes(reading)


class TestNumbers:
    @pytest.mark.parametrize(
        ("text", "style"),
        [
            ("1,234", None), ("1.234", None), ("1 234,567", "comma"), ("0,125", "comma"), ("1234.567", "dot"),
            ("1.234.567", "comma"), ("1,234.5", "dot"), ("1.234,5", "comma"), ("12", None), ("17.40", "dot"),
        ],
    )  # fmt: skip
    def test_style_of_one_number(self, text: str, style: str | None) -> None:
        assert style_of(text) == style

    def test_each_cell_is_read_by_its_own_marks_first(self) -> None:
        cells = read_column(["12.5", "1 234,56", "1,5"], None).cells
        assert [cell.value if cell else None for cell in cells] == [Decimal("12.5"), Decimal("1234.56"), Decimal("1.5")]

    def test_column_decides_for_cells_in_doubt(self) -> None:
        cells = read_column(["1,234", "1 000,5"], None).cells
        assert [cell.value if cell else None for cell in cells] == [Decimal("1.234"), Decimal("1000.5")]

    def test_doubt_that_nothing_settles_is_told_and_the_caller_settles_it(self) -> None:
        text = "Client;CA (€)\nA;1,234\nB;2,345\n"
        assert items(read("pareto", text), "clients")[0]["revenue"] == "1234"
        assert "tables.doubtful_number" in codes(read("pareto", text))
        french = read("pareto", text, numbers="fr")
        assert items(french, "clients")[0]["revenue"] == "1.234"
        assert "tables.doubtful_number" not in codes(french)

    @given(value=st.decimals("0", "99999999", places=2, allow_nan=False))
    @settings(max_examples=40, deadline=None)
    def test_both_notations_of_a_number_are_the_same(self, value: Decimal) -> None:
        english = f"{value:,.2f}"
        french = english.replace(",", "\u202f").replace(".", ",")
        read_back = [read_column([text], None).cells[0] for text in (english, french, f"{value}")]
        assert [cell.value if cell else None for cell in read_back] == [value] * 3

    def test_spreadsheet_numbers_lose_no_digit_to_their_format(self) -> None:
        rows = [["Client", "CA (€)", "Marge"], ["A", 1234.5678, 0.21574], ["B", 1e9, 0.1 + 0.2], ["C", 1.125, 0.5]]
        data = sheet(rows, {"B2": "#,##0 €", "C2": "0%", "C3": "0%", "C4": "0.0%", "B4": "0"})
        assert items(read("concentration", data, "p.xlsx"), "clients") == [
            {"name": "A", "revenue": "1234.5678", "margin": "0.21574"},
            {"name": "B", "revenue": "1000000000", "margin": "0.3"},
            {"name": "C", "revenue": "1.125", "margin": "0.5"},
        ]

    def test_format_that_hides_thousands_shows_the_real_amount(self) -> None:
        data = sheet([["Client", "CA"], ["A", 1_200_000], ["B", 800_000]], {"B2": '#,##0, "k€"', "B3": '#,##0, "k€"'})
        assert [one["revenue"] for one in items(read("pareto", data, "p.xlsx"), "clients")] == ["1200000", "800000"]

    def test_tails_of_divisions_are_cut_to_what_the_tool_takes(self) -> None:
        data = sheet([["Client", "CA (€)"], ["A", 1 / 3], ["B", 2]])
        assert items(read("pareto", data, "p.xlsx"), "clients")[0]["revenue"] == "0.33333333"

    def test_french_text_among_spreadsheet_numbers(self) -> None:
        data = sheet([["Client", "CA (€)"], ["A", 12.5], ["B", "1 234,56"], ["C", 3.125]])
        revenues = [one["revenue"] for one in items(read("pareto", data, "p.xlsx"), "clients")]
        assert revenues == ["12.5", "1234.56", "3.125"]

    def test_unreadable_cells_are_left_empty_and_told(self) -> None:
        reading = read("pareto", "Client;CA (€)\nA;100\nB;n/a\nC;?\nD;5\n")
        assert [one.get("revenue") for one in items(reading, "clients")] == ["100", None, None, "5"]
        told = next(note for note in reading.notes if note.code == "tables.unread")
        assert "3 (n/a)" in told.fr


class TestDays:
    def test_usual_spellings(self) -> None:
        texts = [
            "30/06/2026",
            "1.2.26",
            "2026-06-30",
            "30 juin 2026",
            "June 3, 2026",
            "1er mars 2026",
            "31/02/2026",
            "x",
        ]
        days = read_days(texts).days
        assert [day.isoformat() if day else None for day in days] == [
            "2026-06-30", "2026-02-01", "2026-06-30", "2026-06-30", "2026-06-03", "2026-03-01", None, None,
        ]  # fmt: skip

    def test_column_tells_whether_the_month_comes_first(self) -> None:
        assert read_days(["06/30/2026", "02/01/2026"]).days[1] == dt.date(2026, 2, 1)
        assert read_days(["30/06/2026", "02/01/2026"]).days[1] == dt.date(2026, 1, 2)
        assert read_days(["02/01/2026"]).doubtful == "02/01/2026"
        assert read_days(["02/02/2026"]).doubtful is None


class TestOtherTools:
    def test_pipeline_leaves_out_what_is_closed(self) -> None:
        text = (
            "Libellé;Montant HT;Probabilité;Étape\nA;100 €;50 %;Proposition\nB;80 €;30 %;Perdu\n"
            "C;60 €;100 %;Gagné\nD;40 €;0 %;Proposition\nE;;;RDV\n"
        )
        reading = read("weighted_pipeline", text)
        assert [one["name"] for one in items(reading, "deals")] == ["A"]
        assert [one.reason for one in reading.left_out] == ["lost", "won", "lost", "no_amount"]

    def test_objective_is_given_apart(self) -> None:
        text = "Affaire;Montant (k€);Probabilité\nA;50;70 %\nB;80;40 %\nC;30;90 %\nD;120;20 %\n"
        values = tabular.typed_values("early_warning", {"achieved": "150 000", "objective": "260000"})
        result = run_tool("early_warning", read("early_warning", text, values=values).payload)
        assert result.result is not None
        assert result.result["probability"] == "0.5104"

    def test_budget_total_of_the_table_is_declared(self) -> None:
        text = "Poste;Montant € HT;Décision\nA;100;accordé\nB;50;en attente\nC;20;refusé\nTotal;170;\n"
        payload = read("budget_rollup", text).payload
        assert payload["declared_total"] == "170"
        assert [one["status"] for one in items(read("budget_rollup", text), "lines")] == [
            "approved", "pending", "refused",
        ]  # fmt: skip

    def test_profit_and_loss_gives_the_contribution(self) -> None:
        reading = read("contribution_margin", SAMPLE.read_bytes(), SAMPLE.name)
        assert reading.sheet == "Contribution Mirandol"
        result = run_tool("contribution_margin", reading.payload).result
        assert result is not None
        assert result["contribution"] == "595000"

    def test_allocation_vector_of_the_method(self) -> None:
        text = (
            "Demande;Montant (€);Part visée;Ventes catégorie (€);Engagement\n"
            "A;300;12 %;4000;écrit\nB;250;11 %;3000;signé\nC;400;14 %;5000;oral\nD;200;8 %;2500;écrit\n"
            "E;350;10,5 %;4500;signé\n"
        )
        values = tabular.typed_values("allocate_budget", {"budget": "700", "target": "10 %"})
        result = run_tool("allocate_budget", read("allocate_budget", text, values=values).payload)
        assert result.verdict == "ok"
        funded = {str(one["id"]) for one in result.per_item if one.get("funded")}
        assert funded == {"A", "E"}
        assert [one["commitment"] for one in items(read("rollup", text), "requests")] == [
            "written", "signed", "verbal", "written", "signed",
        ]  # fmt: skip

    def test_requested_budget_is_an_amount_and_names_no_request(self) -> None:
        text = "Distributeur;Budget demandé (€);Part attendue;Ventes catégorie (€)\nA;300;12 %;4000\nB;250;11 %;3000\n"
        reading = read("rollup", text)
        assert (reading.columns["id"], reading.columns["amount"]) == ("Distributeur", "Budget demandé (€)")

    def test_cumulative_share_vector_of_the_method(self) -> None:
        text = "Mois;Nos ventes (€);Ventes catégorie (€)\n" + "".join(
            f"M{rank};{ours};{category}\n"
            for rank, (ours, category) in enumerate(
                zip([40, 70, 110, 130, 150, 170], [1000, 1050, 1100, 1200, 1150, 1250], strict=True), start=1
            )
        )
        reading = read("cumulative_share", text)
        assert reading.columns == {
            "period": "Mois", "ours": "Nos ventes (€)", "category": "Ventes catégorie (€)",
        }  # fmt: skip
        assert items(reading, "periods")[0] == {"period": "M1", "ours": "40", "category": "1000"}

    def test_contracts_with_dates_notice_and_rates(self) -> None:
        text = (
            "Contrat;Début;Fin;Montant annuel (k€);Préavis;Tacite reconduction;SLA cible;SLA mesuré\n"
            "Maintenance;01/01/2024;31/12/2026;3 420;3 mois;oui;97,5 %;98,1 %\n"
        )
        reading = read("contract_watch", text, values={"as_of": "2026-03-01"})
        assert items(reading, "contracts") == [
            {
                "name": "Maintenance", "start": "2024-01-01", "end": "2026-12-31", "amount": "3420000",
                "notice_months": 3, "tacit_renewal": True, "sla_target": "0.975", "sla_measured": "0.981",
            }
        ]  # fmt: skip
        assert run_tool("contract_watch", reading.payload).verdict == "ok"

    def test_raci_cells_hold_several_people(self) -> None:
        text = "Action;R;A;C;I\nLancer;Paul, Anna;Zoé;;Luc / Max\n"
        assert items(read("raci_check", text), "actions") == [
            {"action": "Lancer", "responsible": ["Paul", "Anna"], "accountable": ["Zoé"], "informed": ["Luc", "Max"]}
        ]

    @pytest.mark.parametrize("text", ["note\n9\n10\n3\n", "Client;Note\nA;9\nB;10\nC;3\n"])
    def test_scores_are_one_column(self, text: str) -> None:
        assert read("nps", text).payload["scores"] == [9, 10, 3]

    def test_sheets_with_the_names_of_lists_fill_them(self) -> None:
        def fill(made: Workbook) -> None:
            made.remove(made.active)  # type: ignore[arg-type]
            actions, capacities = made.create_sheet("Actions"), made.create_sheet("Capacities")
            for row in (["Action", "Responsable", "Jours", "Début", "Échéance"],
                        ["Audit", "Zoé", 3, dt.date(2026, 3, 2), dt.date(2026, 3, 13)]):  # fmt: skip
                actions.append(row)
            for row in (["Responsable", "Jours par semaine"], ["Zoé", 2]):
                capacities.append(row)

        reading = read("action_load", book(fill), "load.xlsx", values={"as_of": "2026-03-01"})
        assert items(reading, "actions")[0] == {
            "label": "Audit", "owner": "Zoé", "effort": "3", "start": "2026-03-02", "due": "2026-03-13",
        }  # fmt: skip
        assert items(reading, "capacities") == [{"owner": "Zoé", "per_week": "2"}]

    def test_table_that_the_tool_reads_itself_is_handed_over(self) -> None:
        text = (
            "Date;Société;Interlocuteur;Fonction;Action;Résultat\n4 avril 2003;Alpha;Mr X;Acheteur;Négociation;Revoir\n"
        )
        reading = read("reporting_table", text)
        assert items(reading, "header")[0] == "Date"
        assert run_tool("reporting_table", reading.payload).verdict == "ok"

    @pytest.mark.parametrize("name", plain_tables())
    def test_headers_with_the_names_of_the_fields_work_for_every_tool(self, name: str) -> None:
        """The example's own rows, written as a table under the field names, give the example back."""
        example = REGISTRY[name].example
        rows_field, fields, rows = as_table(name)
        lines = [fields, *([cell(row.get(field)) for field in fields] for row in rows)]
        text = "".join("\t".join(line) + "\n" for line in lines)
        others = {key: value for key, value in example.items() if key != rows_field}
        reading = read(name, text, "table.tsv", values=others)
        assert reading.left_out == []
        assert run_tool(name, reading.payload) == run_tool(name, example)


class TestWhichTable:
    def book_of_two(self) -> bytes:
        def fill(made: Workbook) -> None:
            clients = made.active
            assert clients is not None
            clients.title = "Clients"
            for row in (["Client", "CA 2024 (€)", "CA 2025 (€)", "Marge %", "Probabilité"],
                        ["A", 10, 12, "20 %", "60 %"], ["B", 5, 6, "30 %", "40 %"]):  # fmt: skip
                clients.append(row)
            asked = made.create_sheet("Budgets")
            for row in (["Distributeur", "Ventes catégorie (€)", "Part"], ["A", 4000, "12 %"], ["B", 3000, "11 %"]):
                asked.append(row)

        return book(fill)

    def test_sales_of_a_category_are_no_revenue_of_ours(self) -> None:
        assert read("pareto", self.book_of_two(), "p.xlsx").sheet == "Clients"

    def test_revenue_with_a_probability_is_no_pipeline(self) -> None:
        tools = {one.tool for one in tabular.report("p.xlsx", self.book_of_two(), tabular.asked_of()).reports}
        assert "pareto" in tools
        assert "weighted_pipeline" not in tools

    def test_headers_that_do_not_fit_are_named_with_the_way_out(self) -> None:
        with pytest.raises(BadInput) as caught:
            read("weighted_pipeline", "Ville;Pays\nLyon;France\nLille;France\n", currency="EUR")
        assert str(caught.value) == (
            "weighted_pipeline: 'Ville, Pays': no column for deals.name; its headers are Ville, Pays: "
            "rename one, or say column name=HEADER"
        )

    def test_caller_can_name_the_columns(self) -> None:
        text = "Ville;Volume\nLyon;12\nLille;5\n"
        reading = read("pareto", text, currency="EUR", columns={"name": "ville", "revenue": "Volume"})
        assert items(reading, "clients")[0] == {"name": "Lyon", "revenue": "12"}
        with pytest.raises(BadInput, match="no such header; there are Ville, Volume"):
            read("pareto", text, currency="EUR", columns={"name": "Pays"})
        with pytest.raises(BadInput, match=r"the rows of 'clients' have no such field"):
            read("pareto", text, currency="EUR", columns={"city": "Ville"})

    def test_name_that_is_guessed_is_told(self) -> None:
        reading = read("pareto", "Agence;CA (€)\nLyon;12\nLille;5\n")
        assert reading.columns["name"] == "Agence"
        assert "tables.guessed" in codes(reading)

    def test_two_tables_that_fit_alike_must_be_chosen_from(self) -> None:
        def fill(made: Workbook) -> None:
            made.remove(made.active)  # type: ignore[arg-type]
            for name in ("Nord", "Sud"):
                page = made.create_sheet(name)
                for row in (["Client", "CA (€)"], [f"{name} A", 1], [f"{name} B", 2]):
                    page.append(row)

        data = book(fill)
        with pytest.raises(BadInput, match="'Nord' and 'Sud' fit alike: name the sheet"):
            read("pareto", data, "p.xlsx")
        assert items(read("pareto", data, "p.xlsx", sheet="sud"), "clients")[0]["name"] == "Sud A"
        with pytest.raises(BadInput, match="no table in a sheet 'Est'; there are Nord, Sud"):
            read("pareto", data, "p.xlsx", sheet="Est")

    def test_hidden_rows_and_sheets_are_left_out_unless_asked_for(self) -> None:
        def fill(made: Workbook) -> None:
            page = made.active
            assert page is not None
            page.title = "Vu"
            for row in (["Client", "CA (€)"], ["A", 1], ["B", 2], ["C", 3]):
                page.append(row)
            page.row_dimensions[3].hidden = True
            old = made.create_sheet("Vieux")
            for row in (["Client", "CA (€)", "Marge %"], ["Z", 9, 10], ["Y", 8, 10]):
                old.append(row)
            old.sheet_state = "hidden"

        data = book(fill)
        reading = read("concentration", data, "p.xlsx")
        assert [one["name"] for one in items(reading, "clients")] == ["A", "C"]
        assert [(one.row, one.reason) for one in reading.left_out] == [(3, "hidden")]
        assert len(items(read("concentration", data, "p.xlsx", sheet="Vu", hidden=True), "clients")) == 3
        assert items(read("concentration", data, "p.xlsx", sheet="Vieux"), "clients")[0]["name"] == "Z"

    def test_file_without_a_table_and_tool_without_rows_are_told(self) -> None:
        with pytest.raises(BadInput, match="pareto: the file holds no table"):
            read("pareto", "Juste une phrase.\n", "a.txt")
        with pytest.raises(BadInput, match="zopa: it takes no rows: give its inputs as JSON"):
            read("zopa", TestCurrency.BARE)

    def test_damaged_file_is_refused_by_the_reader_process(self) -> None:
        with pytest.raises(UnreadableFile):
            read("pareto", b"PK\x03\x04 not a workbook", "p.xlsx")

    def test_many_rows_that_look_like_totals_are_read_in_linear_time(self) -> None:
        """The time limit of every test is what this one is about."""
        rows = tuple(GridRow(rank + 2, (f"total {rank}", str(rank + 1))) for rank in range(20_000))
        grid = Grid(None, "", ("Client", "CA (€)"), rows)
        reading = fill(REGISTRY["pareto"], [grid], tabular.asked_of())
        assert reading.rows == 20_000
        assert portfolio_from_rows(grid.header, [dict(zip(grid.header, row.cells, strict=True)) for row in rows])

    def test_duplicate_headers_do_not_hide_each_other(self) -> None:
        grid = read_tables("a.csv", b"Client;CA;CA\nA;1;2\nB;3;4\n").grids[0]
        assert grid.header == ("Client", "CA", "CA (2)")

    def test_formulas_without_a_value_are_told(self) -> None:
        data = sheet([["Client", "CA (€)"], ["A", 1], ["B", "=B2*2"], ["C", 3]])
        reading = read("pareto", data, "p.xlsx")
        assert any("formulas have no computed value" in note.en for note in reading.notes)


class TestValues:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("260000", 260000), ("12.5", Decimal("12.5")), ("260 000,5", Decimal("260000.5")), ("0,1", Decimal("0.1")),
            ("abc", "abc"), ("NaN", "NaN"),
        ],
    )  # fmt: skip
    def test_single_values_are_read_as_people_write_them(self, text: str, value: Any) -> None:
        assert tabular.typed_values("early_warning", {"objective": text}) == {"objective": value}

    def test_rates_yes_and_no_texts_and_objects(self) -> None:
        assert tabular.typed_values("allocate_budget", {"target": "10 %"}) == {"target": Decimal("0.1")}
        assert tabular.typed_values("activity_analysis", {"per_person": "oui"}) == {"per_person": True}
        assert tabular.typed_values("zopa", {"unit": "12"}) == {"unit": "12"}
        text = "Client;B;S\nA;0,5;0,6\nC;0,1;0,2\n"
        values = {"selling_company": "Nous", "thresholds.business": "0.5", "thresholds.strategic": "0.5"}
        payload = read("classify", text, values=values).payload
        assert payload["thresholds"] == {"business": "0.5", "strategic": "0.5"}
        assert run_tool("classify", payload).verdict == "ok"

    def test_pairs_must_be_pairs(self) -> None:
        assert tabular.pairs(["a=1", "b = x=y"], "--set") == {"a": "1", "b": "x=y"}
        for texts in (["a"], ["=1"], ["a=1", "a=2"]):
            with pytest.raises(BadInput, match="--set"):
                tabular.pairs(texts, "--set")


class TestReport:
    def test_every_tool_that_the_sheets_support_is_run(self) -> None:
        report = tabular.report(SAMPLE.name, SAMPLE.read_bytes(), tabular.asked_of())
        fed = {(one.tool, one.sheet) for one in report.reports}
        assert {
            ("pareto", "Portefeuille"), ("concentration", "Portefeuille"), ("nrr", "Portefeuille"),
            ("contribution_margin", "Contribution Mirandol"), ("budget_rollup", "Demande budget"),
        } <= fed  # fmt: skip
        assert {one.sheet for one in report.tables if not one.tools} == {"Sites", "old_2024"}
        for one in report.reports:
            assert one.result == run_tool(one.tool, one.reading.payload)

    def test_inputs_that_are_given_apart_reach_the_tools_that_take_them(self) -> None:
        text = b"Affaire;Montant (\xe2\x82\xac);Probabilit\xc3\xa9\nA;50;70 %\nB;80;40 %\n"
        without = tabular.report("p.csv", text, tabular.asked_of())
        assert [one.tool for one in without.reports] == ["weighted_pipeline"]
        assert any(one.tool == "early_warning" for one in without.not_run)
        given_apart = tabular.report("p.csv", text, tabular.asked_of(values={"objective": 100, "achieved": 20}))
        assert [one.tool for one in given_apart.reports] == ["weighted_pipeline", "early_warning"]

    def test_lists_of_anything_else_feed_nothing(self) -> None:
        text = b"Ville;Habitants\nLyon;522000\nLille;236000\n"
        report = tabular.report("villes.csv", text, tabular.asked_of(currency="EUR"))
        assert report.reports == []
        assert "Aucun tableau" in "\n".join(tabular.in_lines(report, "fr"))

    def test_text_of_the_file_is_no_markup_in_the_report(self) -> None:
        text = "Client;CA (€)\n<img src=x> [a](b);10\n# B;5\n".encode()
        report = tabular.report("p.csv", text, tabular.asked_of())
        page = tabular.as_markdown(report, "en")
        assert "\\<img src=x\\>" in page
        assert "[a](" not in page


def test_every_pattern_of_the_lexicon_compiles() -> None:
    assert lexicon.check() == []


@pytest.mark.parametrize(
    ("text", "choices", "choice"),
    [
        ("non accordé", ("approved", "refused"), "refused"),
        ("Accordé le 3/2", ("approved", "refused"), "approved"),
        ("half-yearly", ("yearly", "half_yearly"), "half_yearly"),
        ("SIGNÉ", ("none", "verbal", "written", "signed"), "signed"),
        ("peut-être", ("approved", "refused"), None),
    ],
)
def test_closed_values_are_read_from_words(text: str, choices: tuple[str, ...], choice: str | None) -> None:
    assert lexicon.choice_of(text, choices) == choice
