"""Persons, parties and speakers keep what the notes say of them."""

import pytest

from tests.verify.factory import assessed, pairs, table, tell_apart


@pairs("""
fr name_moved: Chez Vaubert, Amel Hadj suit la qualité.
   & Chez Vaubert, Bruno Fey suit la logistique.
   +
   - Chez Vaubert, Bruno Fey suit la qualité.
fr name_moved: Depuis mai, Norvia livre le carton ondulé.
   & Depuis mai, Sarel livre le papier kraft.
   +
   - Depuis mai, Sarel livre le carton ondulé.
fr name_moved: Le site de Dole fabrique des bobines.
   & Le site de Gray imprime des étiquettes.
   +
   - Le site de Gray fabrique des bobines.
en name_moved: At Halden, Amel Hadj runs quality.
   & At Halden, Bruno Fey runs logistics.
   +
   - At Halden, Bruno Fey runs quality.
en name_moved: Since May, Norvia ships corrugated board.
   & Since May, Sarel ships kraft paper.
   +
   - Since May, Sarel ships corrugated board.
en name_moved: The Leeds site makes reels.
   & The Hull site prints labels.
   +
   - The Hull site makes reels.
""")
def test_a_name_beside_the_words_of_another_is_caught(language, quotes, code, right, wrong):
    tell_apart(language, quotes, code, right, wrong)


@pairs("""
fr opposite: Le prestataire garde la propriété des moules.
   +
   - L’acheteur garde la propriété des moules.
en opposite: The vendor keeps ownership of the moulds.
   +
   - The buyer keeps ownership of the moulds.
""")
def test_the_parties_exchanged_is_caught(language, quotes, code, right, wrong):
    tell_apart(language, quotes, code, right, wrong)


@pytest.mark.parametrize(
    ("language", "note", "wrong", "name"),
    [
        (
            "fr",
            "À Dole, Amel Hadj suit la qualité et Bruno Fey tient le magasin central.",
            "À Dole, Bruno suit la qualité.",
            "Bruno",
        ),
        (
            "en",
            "In Leeds, Amel Hadj runs quality and Bruno Fey keeps the central store.",
            "In Leeds, Bruno runs quality.",
            "Bruno",
        ),
    ],
)
def test_a_name_next_to_the_words_of_another_is_a_fragment_of_a_check(language, note, wrong, name):
    assert assessed(note, note, language=language).verdict == "supported"
    found = assessed(wrong, note, language=language)
    moved = [f for f in found.fragments if f.code == "name_moved"]
    assert found.verdict != "supported"
    assert (name, name) in [(f.text, wrong[f.start : f.end]) for f in moved]


MIXED = {
    "fr": "Corinne Delmas suit le dossier à Gisors. Chez nous, Yann Ferrand prépare la revue. Il part en mai.",
    "en": "Corinne Delmas runs the file in Leeds. On our side, Yann Ferrand prepares the review and leaves in May.",
}


@pytest.mark.parametrize(
    ("language", "claim", "verdict"),
    [
        ("fr", "Corinne Delmas suit le dossier.", "supported"),
        ("fr", "C. Delmas suit le dossier à Gisors.", "supported"),
        ("fr", "Delmas suit le dossier à Gisors.", "supported"),
        ("fr", "Corinne Ferrand suit le dossier.", "contradicted"),
        ("en", "Yann Ferrand leaves in May.", "supported"),
        ("en", "Yann Delmas runs the file in Leeds.", "unsupported"),
    ],
)
def test_two_halves_of_two_names_are_nobody(language, claim, verdict):
    assert assessed(claim, MIXED[language], language=language).verdict == verdict


@pytest.mark.parametrize(
    ("language", "note", "wrong", "name"),
    [
        ("fr", ["L’atelier se trouve boulevard Rossville à Gisors.", "Merci à Moreau pour les photos."],
         "L’atelier se trouve boulevard Moreau à Gisors.", "Moreau"),
        ("en", ["The workshop opened on Rossville Street in Leeds.", "Photos by Moreau."],
         "The workshop opened on Moreau Street in Leeds.", "Moreau"),
    ],
)  # fmt: skip
def test_a_name_in_the_place_of_another_is_caught(language, note, wrong, name):
    assert assessed(note[0], *note, language=language).verdict == "supported"
    found = assessed(wrong, *note, language=language)
    assert found.verdict != "supported"
    assert name in [f.text for f in found.fragments if f.code == "name_moved"]


def test_the_function_in_a_persons_row_is_theirs():
    rows = table("Nom | Société | Fonction", "Amel Hadj | Vaubert | Finance", "Bruno Fey | Vaubert | Achats")
    found = assessed("Amel Hadj dirige les achats de Vaubert.", *rows)
    assert [(f.code, f.text, f.instead) for f in found.fragments if f.code == "opposite"] == [
        ("opposite", "achats", "Finance")
    ]
    assert "opposite" not in {f.code for f in assessed("Bruno Fey dirige les achats de Vaubert.", *rows).fragments}


@pytest.mark.parametrize(
    ("language", "text", "note"),
    [
        ("fr", "La BPG finance le site de Dole.", "Le site de Dole est financé par la Banque Postale Générale."),
        ("fr", "La Banque Postale Générale finance le site de Dole.", "Le site de Dole est financé par la BPG."),
        ("en", "The contract covers the AMC programme.", "The contract covers the Ardmore Medical Care programme."),
        ("en", "Halden won the Iberoamerican tender.", "Halden won the Ibero-American tender."),
        ("en", "The Libyan site of Halden was closed.", "The site of Halden in Libya was closed."),
        ("fr", "Le site Marocain de Gray ferme en mai.", "Au Maroc, le site de Gray ferme en mai."),
    ],
)
def test_a_name_in_another_form_is_the_same(language, text, note):
    assert not {f.code for f in assessed(text, note, language=language).fragments if f.kind == "name"}


@pytest.mark.parametrize(
    ("language", "text", "note"),
    [
        ("fr", "La BPG finance le site de Dole.", "Le site de Dole est financé par la Caisse Postale Régionale."),
        ("fr", "Le site de Marville ferme en mai.", "Le site de Marti ferme en mai."),
        ("en", "Halden hired Martin for the plant.", "Halden hired Marti for the plant."),
        ("en", "The SMC programme covers the contract.", "The contract covers the Ardmore Medical Care programme."),
    ],
)
def test_another_name_is_another(language, text, note):
    assert {f.code for f in assessed(text, note, language=language).fragments if f.kind == "name"}


@pytest.mark.parametrize(
    ("language", "text", "note"),
    [
        (
            "fr",
            "Bruno Fey est le fondateur de Gray Partenaires.",
            "« Un choix simple », a dit Bruno Fey, héritier de la fortune de Vaubert et fondateur de Gray Partenaires.",
        ),
        (
            "fr",
            "Bruno Fey a eu un accident.",
            "Bruno Fey, connu pour son rôle dans la reprise, est absent depuis son accident à Culmont, en Savoie.",
        ),
    ],
)
def test_what_owns_or_where_it_was_is_no_rival(language, text, note):
    assert "name_moved" not in {f.code for f in assessed(text, note, language=language).fragments}
