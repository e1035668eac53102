"""Who does what to whom must stand as the quotes have it."""

import pytest

from copilot.verify.cited import places_of
from copilot.verify.fragments import problems
from copilot.verify.reading import read
from copilot.verify.same import same
from copilot.verify.sources import Sources
from tests.verify.factory import document


def found(text: str, quote: str, language: str) -> set[str]:
    source = Sources.build([document(quote, language=language)]).all[0]
    return {p.code for p in problems(read(text, language), places_of([source.locate(quote)]), same)}


@pytest.mark.parametrize(
    ("language", "quote", "text"),
    [
        ("fr", "Le groupe Norvia rachète l'usine de Vaubert.", "Le groupe Vaubert rachète l'usine de Norvia."),
        ("fr", "Le client paie les palettes du transporteur Gallois.",
         "Le transporteur Gallois paie les palettes du client."),
        ("en", "The Hull site supplies parts to Leeds.", "The Leeds site supplies parts to Hull."),
        ("en", "Technical visits with Mr Huber are allowed, commercial ones are not.",
         "Commercial visits with Mr Huber are allowed, technical ones are not."),
        ("fr", "Le lot fabriqué par Sofabel est rouvert par Sophie Pradel.", "En juin, Sofabel a rouvert le lot."),
    ],
)  # fmt: skip
def test_things_that_changed_places_are_found(language: str, quote: str, text: str) -> None:
    assert found(text, quote, language) & {"exchanged", "value_moved"}
    assert "exchanged" not in found(quote, quote, language)


@pytest.mark.parametrize(
    ("language", "quote", "text"),
    [
        ("fr", "Le groupe Norvia rachète l'usine de Vaubert.", "L'usine de Vaubert est rachetée par le groupe Norvia."),
        ("fr", "Étaient là : Dole, Gray, Vesoul et Lure.", "Étaient là : Lure, Vesoul, Gray et Dole."),
        ("en", "The Hull site supplies parts to Leeds.", "Leeds gets parts supplied by the Hull site."),
        ("fr", "Le lot est rouvert par Sophie Pradel.", "Sophie Pradel a rouvert le lot."),
    ],
)
def test_a_passive_or_a_list_in_another_order_is_none(language: str, quote: str, text: str) -> None:
    assert "exchanged" not in found(text, quote, language)


@pytest.mark.parametrize(
    ("language", "quote", "right", "wrong"),
    [
        ("fr", "Hugo envoie le plan d'action avant le 30 avril, puis Léa rappelle Paul.",
         "Hugo envoie le plan d'action avant le 30 avril.", "Léa envoie le plan d'action avant le 30 avril."),
        ("fr", "Plastigaz livre le site de Laval et vise Cholet.", "Plastigaz livre le site de Laval.",
         "Plastigaz livre le site de Cholet."),
        ("fr", "Deux lots refusés à Cholet venaient de Vire.", "Deux lots refusés à Cholet venaient de Vire.",
         "Deux lots refusés à Vire venaient de Cholet."),
        ("fr", "Stéphanie Aubry (achats) part lundi, Julien Mercoeur reprend.", "Stéphanie Aubry part lundi.",
         "Julien Mercoeur part lundi."),
        ("en", "Maria sends the offer by 23 January; Priya names the units.", "Maria sends the offer by 23 January.",
         "Priya sends the offer by 23 January."),
    ],
)  # fmt: skip
def test_a_name_right_beside_the_word_of_another_is_found(language: str, quote: str, right: str, wrong: str) -> None:
    sources = Sources.build(
        [document("Vu avec Léa, Hugo, Cholet, Laval, Vire, Priya et Maria.", quote, language=language)]
    )

    def codes(text: str) -> set[str]:
        places = places_of([sources.all[0].locate(quote)])
        return {p.code for p in problems(read(text, language, None, sources.proper), places, same)}

    assert "name_moved" not in codes(right)
    assert "name_moved" in codes(wrong)


def test_what_stands_in_brackets_is_beside_nothing() -> None:
    quote = "Sarah Whitlow (Head of Procurement) wants one invoice a month."
    assert "name_moved" not in found(quote, quote, "en")
