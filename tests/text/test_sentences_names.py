from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.text.names import person_names
from copilot.text.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, "fr")]


def test_abbreviations_initials_and_decimals_do_not_end_sentences():
    text = "M. Dupont et S. Roussel (resp. maint.) visent 3.5 M€. Voir art. 9.5 p. 12. Acme Inc. signed."
    assert sentences(text) == [
        "M. Dupont et S. Roussel (resp. maint.) visent 3.5 M€.",
        "Voir art. 9.5 p. 12.",
        "Acme Inc. signed.",
    ]


def test_lines_and_bullets_are_sentences_without_their_marks():
    assert sentences("- Premier point\n• Deux • Trois\n1. Sécurité") == ["Premier point", "Deux", "Trois", "Sécurité"]


def test_closing_quotes_stay_with_their_sentence():
    assert sentences("« Oui. » Il part. Fin… et suite.") == ["« Oui. »", "Il part.", "Fin… et suite."]


@settings(deadline=None)
@given(st.text(max_size=200))
def test_sentences_never_overlap(text):
    spans = split_sentences(text, "fr")
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("S. Roussel appelle K. Benhaddou.", ["S. Roussel", "K. Benhaddou"]),
        ("Wassila MEZIANE et Mme Quesnel", ["Wassila MEZIANE", "Mme Quesnel"]),
        ("demander à maître Hénin", ["maître Hénin"]),
        ("Ms Fiona O'Brien met Dr. Smith", ["Ms Fiona O'Brien", "Dr. Smith"]),
        ("La Direction Achats et le Plan Cap", []),
    ],
)
def test_finds_names_of_persons(text, names):
    assert [name for _, _, name in person_names(text)] == names
