"""Tests of `reporting_table`: the source's own broken table, every layout, and nothing dropped."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes

FIELDS = ("date", "company", "contact", "function", "action", "result")
VECTOR = [
    ("2003-04-04", "Alpha", "Mr X", "Acheteur", "Negociation", "Revoir la proposition"),
    ("2003-04-03", "Beta", "Mr Y", "Directeur", "Visite", "Pas de besoin"),
    ("2003-04-03", "Gamma", "Mme Z", "Ingenieur", "Visite", "Proposition"),
]
LINES = """4 avril 2003 Alpha, Mr X, Acheteur, Negociation, Revoir la proposition
3 avril 2003 Beta, Mr Y, Directeur, Visite, Pas de besoin
3 avril 2003 Gamma, Mme Z, Ingenieur, Visite, Proposition"""
HANDBOOK = """Date d’action Société Interlocuteur Fonction Action Résultat

4 avril 2003. Alpha. Mr. X. Acheteur. Négociation. Revoir la
proposition.

3 avril 2003. Bêta Mr. Y. Directeur. Visite. Pas de besoin.

3 avril 2003 Gamma Mme. Z. Ingénieur. Visite. Proposition.
Tableau 398 – Le reporting commercial

Et ensuite :
"""
"""The table of S3 as it comes out of its page: full stops for cell ends, a cell cut by the line end, a caption."""
HEADER = "Date;Société;Interlocuteur;Fonction;Action;Résultat\n"


def read(text: str | None = None, **more: Any) -> Any:
    payload = more if text is None else {"text": text, **more}
    return run_tool("reporting_table", payload)


def rows(answer: Any) -> list[tuple[Any, ...]]:
    return [tuple(row[field] for field in FIELDS) for row in answer.per_item]


def unread(answer: Any) -> list[tuple[int, str | None, str]]:
    return [(entry["line"], entry["cell"], entry["reason"]) for entry in answer.result["unread"]]


class TestVector:
    @pytest.mark.parametrize("text", [LINES, LINES.replace("\n", "; "), LINES.replace("\n", "\n\n"), LINES + "\n"])
    def test_lines_of_the_method(self, text: str) -> None:
        answer = read(text)
        assert rows(answer) == VECTOR
        assert [row["function_group"] for row in answer.per_item] == ["achats", "dg", "technique"]
        assert answer.result["unread"] == []

    def test_broken_table_of_the_source(self) -> None:
        answer = read(HANDBOOK)
        assert rows(answer) == [
            ("2003-04-04", "Alpha", "Mr. X", "Acheteur", "Négociation", "Revoir la proposition"),
            ("2003-04-03", "Bêta", "Mr. Y", "Directeur", "Visite", "Pas de besoin"),
            ("2003-04-03", "Gamma", "Mme. Z", "Ingénieur", "Visite", "Proposition"),
        ]
        assert [row["repaired"] for row in answer.per_item] == [True, False, False]
        assert unread(answer) == [(9, None, "not_a_row"), (11, None, "not_a_row")]
        assert codes(answer) == ["reporting.unread", "reporting.repaired"]

    def test_one_cell_a_line(self) -> None:
        cells = HANDBOOK.split("\n")[0].replace(" d’action", "").split()
        flat = [*cells, *(cell for row in VECTOR for cell in ("4 avril 2003", *row[1:]))]
        for gap in ("\n", "\n\n"):
            answer = read(gap.join(flat))
            assert [row[1:] for row in rows(answer)] == [row[1:] for row in VECTOR]

    def test_what_was_read_is_summed_up(self) -> None:
        answer = read(LINES)
        assert (answer.result["first_date"], answer.result["last_date"]) == ("2003-04-03", "2003-04-04")
        assert (answer.result["rows"], answer.result["companies"]) == (3, 3)
        assert answer.why[0].fr.startswith("Lignes lues\u00a0: 3, du 3 avril 2003 au 4 avril 2003")
        assert answer.why[1].en.startswith("Functions met: purchasing (1), general management (1), technical (1).")


class TestLayouts:
    @pytest.mark.parametrize(
        ("sign", "layout"), [("|", "pipe"), ("\t", "tab"), (";", "semicolon"), (",", "comma"), (" - ", "lines")]
    )
    @pytest.mark.parametrize("header", [True, False])
    def test_any_separator_with_and_without_a_header(self, sign: str, layout: str, header: bool) -> None:
        lines = [sign.join(("4 avril 2003", *row[1:])) for row in VECTOR]
        top = [sign.join(("Date", "Société", "Interlocuteur", "Fonction", "Action", "Résultat"))]
        answer = read("\n".join([*top, *lines] if header and layout != "lines" else lines))
        assert answer.result["layout"] == layout
        assert [row[1:] for row in rows(answer)] == [row[1:] for row in VECTOR]
        assert answer.result["unread"] == []

    def test_markdown_table_with_a_cell_over_two_rows(self) -> None:
        answer = read(
            "| Date | Société | Interlocuteur | Fonction | Action | Résultat |\n|:--|---|---|---|---|---|\n"
            "| 4 avril 2003 | Alpha | Mr X | Acheteur | Négociation | Revoir la |\n| | | | | | proposition |\n"
            "| 3 avril 2003 | A\\|B | Mr Y | Directeur | Visite | Pas de besoin |"
        )
        assert [row[5] for row in rows(answer)] == ["Revoir la proposition", "Pas de besoin"]
        assert rows(answer)[1][1] == "A|B"
        assert answer.per_item[0]["repaired"] is True

    def test_day_and_company_that_stand_once_for_two_rows(self) -> None:
        answer = read(HEADER + "3 avril 2003;Alpha;Mr Y;Directeur;Visite;Non\n;;Mme Z;Ingénieur;Visite;Proposition")
        assert rows(answer)[1] == ("2003-04-03", "Alpha", "Mme Z", "Ingénieur", "Visite", "Proposition")
        assert codes(answer) == ["reporting.repaired"]

    @pytest.mark.parametrize(
        "cut",
        [
            "4 avril 2003;Alpha;Mr X;Acheteur;Négociation;Revoir la\nproposition",
            "4 avril 2003;Alpha;Mr X;\nAcheteur;Négociation;Revoir la proposition",
            "4 avril 2003;Alpha;Mr X\nAcheteur;Négociation;Revoir la proposition",
            "4 avril 2003;Alpha;Mr X;Acheteur;Négociation;Revoir\nla\nproposition",
        ],
    )
    def test_rows_that_a_line_end_has_cut(self, cut: str) -> None:
        answer = read(f"{HEADER}{cut}\n3 avril 2003;Bêta;Mr Y;Directeur;Visite;Non")
        assert [row[1:] for row in rows(answer)] == [
            ("Alpha", "Mr X", "Acheteur", "Négociation", "Revoir la proposition"),
            ("Bêta", "Mr Y", "Directeur", "Visite", "Non"),
        ]

    def test_quoted_cells(self) -> None:
        answer = read(
            'Date,Company,Contact,Function,Action,Result\n3 April 2003,"Beta, Ltd",Y,Director,Visit,"No\nneed"'
        )
        assert rows(answer) == [("2003-04-03", "Beta, Ltd", "Y", "Director", "Visit", "No need")]

    def test_a_lone_quotation_mark_swallows_nothing(self) -> None:
        answer = read(
            HEADER + '4 avril 2003;Alpha;Mr X;Acheteur;Visite;"Ok\n3 avril 2003;Bêta;Mr Y;Directeur;Visite;Non'
        )
        assert len(answer.per_item) == 2

    def test_result_with_the_table_s_own_delimiter(self) -> None:
        answer = read("4 avril 2003,Alpha,Mr X,Acheteur,Visite,Revoir, puis rappeler")
        assert rows(answer)[0][5] == "Revoir, puis rappeler"
        assert answer.per_item[0]["repaired"] is True

    def test_english_headers_in_any_order(self) -> None:
        header = "Outcome\tCompany\tWhen\tPerson\tActivity\tJob title\tMood"
        answer = read(f"{header}\nNo need\tBeta\t3 April 2003\tMr Y\tVisit\tDirector\tfine", language="en")
        assert rows(answer) == [("2003-04-03", "Beta", "Mr Y", "Director", "Visit", "No need")]
        assert answer.result["columns"]["function"] == "Job title"
        assert codes(answer) == ["reporting.unused"]
        assert "Mood" in answer.findings[0].en

    def test_initial_before_a_surname(self) -> None:
        answer = read("3 avril 2003. Alpha. Mr. J. Dupont. Acheteur. Visite. Proposition.")
        assert rows(answer)[0][1:4] == ("Alpha", "Mr. J. Dupont", "Acheteur")


TABLE = [["Proposition", None, "3 avril 2003", "Gamma"], ["Non", "Mr Y", "4 avril 2003", "Bêta"]]


class TestRows:
    def test_given_header(self) -> None:
        answer = read(rows=TABLE, header=["Résultat", "Interlocuteur", "Date", "Société"])
        assert rows(answer) == [
            ("2003-04-03", "Gamma", None, None, None, "Proposition"),
            ("2003-04-04", "Bêta", "Mr Y", None, None, "Non"),
        ]
        assert codes(answer) == ["reporting.no_action"]

    def test_header_in_the_first_row_and_repeated(self) -> None:
        head = ["Résultat", "Interlocuteur", "Date", "Société"]
        answer = read(rows=[head, TABLE[0], head, TABLE[1]])
        assert [row["line"] for row in answer.per_item] == [2, 4]

    def test_source_order_is_assumed_and_said(self) -> None:
        answer = read(rows=[["4 avril 2003", *VECTOR[0][1:]]])
        assert rows(answer) == [VECTOR[0]]
        assert codes(answer) == ["reporting.assumed"]

    def test_a_cell_too_many_is_listed(self) -> None:
        answer = read(rows=[["4 avril 2003", *VECTOR[0][1:]], ["3 avril 2003", *VECTOR[1][1:], "more"]])
        assert (len(answer.per_item), unread(answer)) == (1, [(2, None, "too_many_cells")])


class TestDates:
    def table(self, *dates: str, **more: Any) -> Any:
        return read(HEADER + "\n".join(f"{date};Alpha;X;Acheteur;Visite;Ok" for date in dates), **more)

    @pytest.mark.parametrize(
        "date",
        [
            "4 avril 2003",
            "vendredi 4 avril 2003",
            "le 4 avril 2003",
            "4 avr. 2003",
            "2003-04-04",
            "April 4, 2003",
            "04.04.2003",
        ],
    )
    def test_ways_to_write_a_day(self, date: str) -> None:
        answer = self.table(date)
        assert (answer.per_item[0]["date"], answer.per_item[0]["date_ambiguous"]) == ("2003-04-04", False)

    def test_day_or_month_first_is_doubtful(self) -> None:
        answer = self.table("03/04/2003", "04/04/2003")
        assert [(row["date"], row["date_ambiguous"]) for row in answer.per_item] == [
            ("2003-04-03", True),
            ("2003-04-04", False),
        ]
        assert codes(answer) == ["reporting.ambiguous"]
        assert answer.findings[0].en.endswith("(1), lines: 2.")

    @pytest.mark.parametrize(("other", "day"), [("25/04/2003", "2003-04-03"), ("04/25/2003", "2003-03-04")])
    def test_the_rest_of_the_table_settles_it(self, other: str, day: str) -> None:
        answer = self.table("03/04/2003", other)
        assert [(row["date"], row["date_ambiguous"]) for row in answer.per_item] == [
            (day, False),
            ("2003-04-25", False),
        ]

    def test_a_table_in_both_orders_stays_doubtful(self) -> None:
        answer = self.table("03/04/2003", "25/04/2003", "04/25/2003")
        assert [row["date_ambiguous"] for row in answer.per_item] == [True, False, False]

    @pytest.mark.parametrize(("order", "day"), [("day_first", "2003-04-03"), ("month_first", "2003-03-04")])
    def test_the_caller_may_say_the_order(self, order: str, day: str) -> None:
        row = self.table("03/04/2003", day_order=order).per_item[0]
        assert (row["date"], row["date_ambiguous"]) == (day, False)

    def test_no_year(self) -> None:
        assert unread(self.table("4 avril")) == [(2, "date", "date_without_year")]
        row = self.table("4 avril", as_of="2003-05-01").per_item[0]
        assert (row["date"], row["date_ambiguous"]) == ("2003-04-04", True)

    @pytest.mark.parametrize(
        ("date", "reason"),
        [
            ("avril 2003", "date_without_day"),
            ("31 février 2003", "date_unreadable"),
            ("bientôt", "date_unreadable"),
            ("", "no_date"),
        ],
    )
    def test_a_row_without_a_known_day_is_kept_and_listed(self, date: str, reason: str) -> None:
        answer = read(HEADER + f"4 avril 2003;Bêta;X;Acheteur;Visite;Ok\n{date};Alpha;X;Acheteur;Visite;Ok")
        assert [(row["company"], row["date"]) for row in answer.per_item] == [("Bêta", "2003-04-04"), ("Alpha", None)]
        assert unread(answer) == [(3, "date", reason)]
        assert answer.per_item[1]["date_text"] == date

    def test_a_day_after_the_report_is_pointed_out(self) -> None:
        assert codes(self.table("4 avril 2003", as_of="2003-04-03")) == ["reporting.after"]
        assert codes(self.table("4 avril 2003", as_of="2003-04-04")) == []


class TestNothingIsDropped:
    def test_lines_that_are_no_rows_are_listed(self) -> None:
        answer = read(f"Bilan de la semaine\n{LINES}\nÀ suivre\nTableau 2 : suite")
        assert rows(answer) == VECTOR
        assert [(entry["line"], entry["text"]) for entry in answer.result["unread"]] == [
            (1, "Bilan de la semaine"),
            (5, "À suivre"),
            (6, "Tableau 2 : suite"),
        ]

    def test_a_row_with_cells_missing_is_kept_where_the_delimiter_says_which(self) -> None:
        answer = read(f"{LINES}\n5 avril 2003 Delta, Mme W")
        assert rows(answer)[3] == ("2003-04-05", "Delta", "Mme W", None, None, None)
        assert codes(answer) == ["reporting.no_action", "reporting.no_result", "reporting.assumed"]

    def test_a_row_with_cells_missing_is_listed_where_nothing_says_which(self) -> None:
        answer = read("4 avril 2003. Alpha. Mr. X. Acheteur. Visite. Ok.\n\n5 avril 2003. Delta. Mme. W.")
        assert (len(answer.per_item), unread(answer)) == (1, [(3, None, "too_few_cells")])

    def test_repeated_rows_are_kept_and_pointed_out(self) -> None:
        answer = read(f"{LINES}\n{LINES.splitlines()[0]}")
        assert len(answer.per_item) == 4
        assert codes(answer) == ["reporting.twice", "reporting.assumed"]

    @pytest.mark.parametrize("payload", [{}, {"text": " \n "}, {"rows": []}, {"rows": [[None, " "]]}])
    def test_nothing_is_insufficient(self, payload: dict[str, Any]) -> None:
        assert run_tool("reporting_table", payload).missing == ["text or rows"]

    def test_a_header_alone_is_insufficient(self) -> None:
        answer = read(HEADER)
        assert (answer.missing, answer.findings) == (["rows that start with a date"], [])

    def test_prose_is_insufficient_and_listed(self) -> None:
        answer = read("Nous avons vu Alpha.\nPuis Bêta.")
        assert (answer.verdict, answer.missing) == ("insufficient", ["rows that start with a date"])
        assert answer.findings[0].en.endswith("(2), lines: 1, 2.")

    @pytest.mark.parametrize(
        ("payload", "message"),
        [
            ({"text": "a", "rows": []}, "text: give the text or the rows, not both"),
            ({"text": "a", "header": ["Date"]}, "header: only with `rows`"),
            ({"rows": [["a"]], "header": ["x", "y"]}, "header = 'x, y': fewer than three columns are known"),
            ({"text": "a" * 100_001}, "text = "),
        ],
    )
    def test_refusals(self, payload: dict[str, Any], message: str) -> None:
        with pytest.raises(BadInput, match="reporting_table") as caught:
            run_tool("reporting_table", payload)
        assert message in str(caught.value)

    @pytest.mark.parametrize(
        "piece",
        [
            "4 avril 2003 a\n",
            "4 avril 2003\nx\n",
            "x\n",
            "|",
            ";",
            '"',
            "4 avril 2003. M. ",
            ";4 avril 2003 a, b",
            " - ",
        ],
    )
    def test_long_strange_texts_take_no_time(self, piece: str) -> None:
        start = time.perf_counter()
        read((piece * 100_000)[:100_000])
        assert time.perf_counter() - start < 20


words = st.text(alphabet="abcdeéf ;,.|\t'\"-4/", min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(words, words, words, words, words), min_size=1, max_size=5))
def test_every_word_is_in_a_row_or_listed(table: list[tuple[str, ...]]) -> None:
    text = "\n".join("4 avril 2003 " + ", ".join(row) for row in table)
    answer = read(text)
    kept = "" if answer.result is None else str([*answer.per_item, answer.result["unread"]])
    if answer.result is not None:
        for word in {letters for row in table for cell in row for letters in cell.split() if letters.isalpha()}:
            assert word in kept


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(*[st.text(alphabet="abcXYZ ", min_size=1, max_size=8)] * 5), min_size=1, max_size=6))
def test_rows_survive_any_layout(table: list[tuple[str, ...]]) -> None:
    cells = [["3 avril 2003", *(f"w{' '.join(cell.split())}" for cell in row)] for row in table]
    expected = [("2003-04-03", *row[1:]) for row in cells]
    header = ["Date", "Société", "Interlocuteur", "Fonction", "Action", "Résultat"]
    for sign in ("|", "\t", ";", ","):
        assert rows(read("\n".join(sign.join(row) for row in [header, *cells]))) == expected
    assert rows(read(rows=cells, header=header)) == expected
