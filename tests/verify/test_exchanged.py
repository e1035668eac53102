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
