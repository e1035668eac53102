from __future__ import annotations

import pytest

from copilot.export.words import distinct, is_said, receipt_text, typeset, writer_name
from copilot.schemas.evidence import Claim, Receipt


def _claims(*texts: str) -> list[Claim]:
    return [Claim(id=f"C{n}", text=text, status="fact") for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Le prix baisse.", True),
        ("A. Delmas : le prix baisse", True),
        ("Anne pense que le prix baisse", False),
        ("Le prix monte.", False),
    ],
)
def test_sentence_is_said_already_with_or_without_its_speaker(text: str, said: bool) -> None:
    assert is_said(text, ["le prix baisse", ""]) is said


def test_sentence_inside_a_longer_one_is_shown_once() -> None:
    kept = distinct(_claims("Le cadre finit en juin.", "Le cadre finit en juin. Trois invités.", "Autre chose."))
    assert [claim.text for claim in kept] == ["Le cadre finit en juin. Trois invités.", "Autre chose."]


def test_same_sentence_is_kept_the_first_time_and_not_where_it_stands_elsewhere() -> None:
    assert [claim.id for claim in distinct(_claims("A.", "A"))] == ["C0"]
    assert distinct(_claims("A."), _claims("a")) == []


def test_amounts_do_not_break_before_their_unit_in_english_either() -> None:
    assert typeset("12 % and 5 €", "en") == "12\u00a0% and 5\u00a0€"


def test_receipt_reads_as_a_sentence_with_grouped_figures() -> None:
    receipt = Receipt(
        tool="share_of_wallet",
        version="1",
        inputs={"our_sales": "3420000", "spend_is_estimate": False},
        formula="a / b",
        result={},
        sha256="0123456789abcdef",
    )
    text = receipt_text(receipt, "fr")
    assert "Part de portefeuille" in text
    assert "nos ventes 3\u00a0420\u00a0000" in text
    assert "False" not in text


def test_writer_is_named_in_words() -> None:
    assert writer_name("embedded", "en") == "embedded writer, no language model"
    assert writer_name("small-model", "en") == "language model small-model"
