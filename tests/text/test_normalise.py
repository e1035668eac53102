import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.text.normalise import find_quote, fold


@pytest.mark.parametrize(
    ("quote", "text", "found"),
    [
        ("l'objectif de 10 %", "Voici l’objectif de 10\u202f% fixé", "l’objectif de 10\u202f%"),
        ("la maintenance", "pour la main-\ntenance des sites", "la main-\ntenance"),
        ("avant-vente", "le coût avant-\nvente total", "avant-\nvente"),
        ("sauf contestation motivée", "foi *sauf contestation motivée*", "sauf contestation motivée"),
        ("le prix est ferme", "le **prix** est\u00a0 \n ferme", "le **prix** est\u00a0 \n ferme"),
        ("co\u00adopération".replace("\u00ad", ""), "une co\u00adopération", "co\u00adopération"),
        ("« oui »", '"oui"', None),
        ('"oui"', "« oui »", None),
        ("été", "l'e\u0301te\u0301 2026", "e\u0301te\u0301"),
    ],
)
def test_finds_quotes_that_only_look_different(quote, text, found):
    place = find_quote(quote, text)
    assert (text[slice(*place)] if place else None) == found


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("1,2 M€", "11,2 M€"),
        ("2 %", "12 %"),
        ("2 %", "1,2 %"),
        ("31 %", "un écart de -31 %"),
        ("000 €", "12 000 €"),
        ("12", "12 000 €"),
        ("1", "1,5 point"),
        ("site", "les sites"),
        ("Contrat", "le contrat"),
        ("", "texte"),
        ("   ", "texte"),
    ],
)
def test_never_cuts_a_word_or_a_number(quote, text):
    assert find_quote(quote, text) is None


def test_finds_the_later_place_that_stands_alone():
    assert find_quote("2 %", "12 % puis 2 %") == (10, 13)


def test_fold_unifies_case_accents_and_typography():
    assert fold("  L’Été\u00a0—  Œuvre\u200b ") == "l'ete - oeuvre"


@settings(deadline=None)
@given(st.text(max_size=300), st.text(max_size=30))
def test_find_quote_gives_a_place_inside_the_text(text, quote):
    place = find_quote(quote, text)
    assert place is None or 0 <= place[0] < place[1] <= len(text)


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["le prix", "12 %", "contrat-cadre", "l’été", "3,4 M€", "Émile"]), min_size=1, max_size=6)
)
def test_a_text_is_found_in_itself(words):
    text = " ".join(words)
    assert find_quote(text, f"Début. {text} ; fin") is not None
