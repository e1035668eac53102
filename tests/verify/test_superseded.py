"""A value that a later note replaces in so many words is not given as current."""

import datetime as dt

import pytest

from copilot.verify.check import check
from copilot.verify.claims import check_claim
from copilot.verify.sources import Sources
from tests.verify.factory import claim, codes, document, stands

OLD = "Le taux de service de Vaubert est de 97,2 % en 2025."
NEW = "Je corrige le taux de service de Vaubert en 2025 : c’est 96,1 % et non 97,2 %."


def sources(old=OLD, new=NEW, language="fr"):
    return Sources.build(
        [
            document(old, name="old.txt", date=dt.date(2026, 1, 10), language=language),
            document(new, name="new.txt", date=dt.date(2026, 2, 10), language=language),
        ]
    )


def test_what_a_later_note_corrects_is_no_longer_stated():
    verdict = check_claim(claim(OLD, OLD, document="old.txt"), sources(), "fr")
    assert (verdict.claim, codes(verdict)) == (None, ["superseded"])
    assert "96,1 %" in verdict.findings[0].message
    assert "new.txt" in verdict.findings[0].message
    found = check(OLD, sources(), "fr")
    gone = next(f for f in found.fragments if f.code == "superseded")
    assert (found.verdict, gone.text, gone.instead) == ("contradicted", "97,2 %", "96,1 %")
    assert found.repair == "Le taux de service de Vaubert est de 96,1 % en 2025."


def test_the_value_that_holds_is_stated():
    text = "Le taux de service de Vaubert est de 96,1 %."
    assert stands(check_claim(claim(text, NEW, document="new.txt"), sources(), "fr"), text)
    assert check(text, sources(), "fr").verdict == "supported"


@pytest.mark.parametrize(
    "text",
    [
        "Le taux de service de Vaubert était estimé à 97,2 % en 2025.",
        "Le taux de service de Vaubert a été corrigé de 97,2 % à 96,1 %.",
        "Le taux de service de Vaubert présenté en janvier est de 97,2 %.",
    ],
)
def test_a_sentence_on_what_was_thought_before_may_have_the_old_value(text):
    assert "superseded" not in codes(check_claim(claim(text, OLD, document="old.txt"), sources(), "fr"))


def test_values_that_merely_differ_replace_nothing():
    other = "Le taux de service de Vaubert est de 96,1 % en 2025."
    assert stands(check_claim(claim(OLD, OLD, document="old.txt"), sources(new=other), "fr"), OLD)


def test_a_small_figure_set_against_another_in_so_many_words():
    old = "Vaubert loue 486 chariots sur neuf sites."
    new = "Chez Vaubert, les chariots loués sont 479 et plus 486 : sept sont revenus."
    text = "Vaubert loue 486 chariots."
    assert "superseded" in codes(check_claim(claim(text, old, document="old.txt"), sources(old, new), "fr"))


def test_an_account_too_large_is_not_searched_for_changes(monkeypatch):
    monkeypatch.setattr("copilot.verify.superseded.MOST", 1)
    assert stands(check_claim(claim(OLD, OLD, document="old.txt"), sources(), "fr"), OLD)


def test_the_way_it_went_said_in_words_is_the_same_value():
    old = "Arrêts non planifiés sur le pilote de Vaubert : -31 % d’après le bilan."
    new = "Une fois corrigés, les arrêts non planifiés du pilote de Vaubert ne sont pas à -31 % mais à -23 %."
    text = "Le pilote de Vaubert a réduit les arrêts non planifiés de 31 %."
    found = check(text, sources(old, new), "fr")
    assert ("superseded", "-23 %") in {(f.code, f.instead) for f in found.fragments}
    assert "superseded" in codes(check_claim(claim(text, old, document="old.txt"), sources(old, new), "fr"))


def test_the_same_figure_of_another_thing_still_holds():
    old = "Accidents de Vaubert avec chariot : 7 en 2025."
    new = "Les accidents de Vaubert avec chariot : 8 et non 7. On a rendu 7 chariots à Dole."
    text = "Vaubert a rendu 7 chariots à Dole."
    found = check(text, sources(old, new), "fr")
    assert "superseded" not in {f.code for f in found.fragments}
