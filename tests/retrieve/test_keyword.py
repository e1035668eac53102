from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.retrieve.keyword import Glossary, tokens, words
from copilot.retrieve.word_index import KeywordIndex


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("46,80 €", ["46.80"]),
        ("2,5 %", ["2.5%"]),
        ("12\u202f000 €", ["12000"]),
        ("12,000", ["12000"]),
        ("1,200.50", ["1200.50"]),
        ("1.200,50", ["1200.50"]),
        ("le 31/03/2026", ["31/03/2026"]),
        ("Qu’est-ce que l'été ?", []),
        ("le CA du site", ["ca", "site"]),
        ("ça va", []),
    ],
)
def test_words_have_one_spelling(text: str, expected: list[str]) -> None:
    assert [word for word in words(text) if word != "ete"] == expected


def test_accents_and_endings_do_not_count() -> None:
    assert tokens("renégociées", "fr") == tokens("renegocier", "fr")
    assert tokens("suppliers", "en") == tokens("Supplier", "en")


@given(st.text(max_size=200))
def test_any_text_can_be_indexed_and_asked(text: str) -> None:
    index = KeywordIndex([(text, "fr"), ("autre chose", "fr")])
    assert len(index.scores(text)) == 2
    assert all(0 <= share <= 1 for share in index.coverage(text))


def test_empty_account_scores_nothing() -> None:
    assert KeywordIndex([]).scores("prix").shape == (0,)


def test_expansion_finds_the_other_name_but_counts_less() -> None:
    index = KeywordIndex([("le préavis est de trois mois", "fr"), ("the notice period is three months", "en")])
    own, other = index.scores("préavis", Glossary.load().named("préavis"))
    assert own > other > 0


def test_glossary_speaks_both_languages() -> None:
    glossary = Glossary.load()
    assert "revenue" in glossary.expand("quel CA sur le site ?")
    assert "résiliation" in glossary.expand("What about Termination?")
    assert glossary.expand("ça va") == []
    assert all(len(group) >= 2 for group in glossary._groups)


def test_slip_of_the_keyboard_is_forgiven_only_where_the_word_is_not() -> None:
    index = KeywordIndex([("la résiliation du contrat", "fr"), ("le plafond annuel", "fr")])
    assert index.scores("resilaition").argmax() == 0
    assert index.scores("plafond")[1] > index.scores("plafont")[1] > 0
    assert not index.scores("zzzzzz").any()


def test_every_other_name_in_a_question_counts() -> None:
    index = KeywordIndex([("an invoice", "en"), ("the CFO wants an invoice", "en"), ("the weather", "en")])
    match = index.match(
        "que veut le DAF pour la facturation", Glossary.load().named("que veut le DAF pour la facturation")
    )
    assert match.scores[1] > match.scores[0] > match.scores[2] == 0
    assert match.coverage[1] > match.coverage[0]


def test_words_of_another_language_are_known_to_be_strange() -> None:
    index = KeywordIndex([("le délai de livraison est long", "fr"), ("the delivery is late", "en")])
    french, english = index.match("le délai de livraison").known
    assert french == 1
    assert english == 0
