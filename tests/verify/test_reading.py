"""A sentence and a row as they are read: words and values, each in its clause, each at its place."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.verify.reading import keys_of, read, read_row
from tests.verify.factory import segment, table


def clauses(text, language):
    """The texts of the values, clause by clause."""
    found: dict[int, list[str]] = {}
    for value in read(text, language).values:
        found.setdefault(value.clause, []).append(value.quantity.text)
    return list(found.values())


def said(reading):
    return {reading.text[word.start : word.end] for word in reading.words}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Le palan coûte 46 k€, les pompes 18 k€.", [["46 k€"], ["18 k€"]]),
        ("fr", "Dole a 12 presses et Gray 7 presses.", [["12 presses"], ["7 presses"]]),
        ("fr", "Dole a 12 presses ; Gray en a 7.", [["12 presses"], ["7"]]),
        ("fr", "Dole est à 93 % alors que Gray est à 88 %.", [["93 %"], ["88 %"]]),
        ("fr", "Le palan, révisé et repeint, coûte 46 k€.", [["46 k€"]]),
        ("fr", "Le palan coûte 3,42 M€ sans la pose.", [["3,42 M€"]]),
        ("en", "The hoist costs $46k, the pumps $18k.", [["$46k"], ["$18k"]]),
        ("en", "Leeds has 12 presses and Hull 7 presses.", [["12 presses"], ["7 presses"]]),
        ("en", "Leeds has 12 presses; Hull has 7.", [["12 presses"], ["7"]]),
        ("en", "Leeds is at 93% whereas Hull is at 88%.", [["93%"], ["88%"]]),
        ("en", "The hoist, serviced and painted, costs $46k.", [["$46k"]]),
        ("en", "The hoist costs $3,420 without fitting.", [["$3,420"]]),
    ],
)
def test_a_clause_holds_one_value(language, text, expected):
    assert clauses(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "value", "own", "others"),
    [
        ("fr", "Dole compte 12 presses et Gray compte 7 palans.", "12 presses", "dole", "gray"),
        ("fr", "Dole compte 12 presses et Gray compte 7 palans.", "7 palans", "gray", "dole"),
        ("en", "Leeds has 12 presses and Hull has 7 hoists.", "12 presses", "leed", "hull"),
        ("en", "Leeds has 12 presses and Hull has 7 hoists.", "7 hoists", "hull", "leed"),
    ],
)
def test_a_value_keeps_the_words_of_its_clause(language, text, value, own, others):
    reading = read(text, language)
    (held,) = [v for v in reading.values if v.quantity.text == value]
    assert own in reading.beside(held)
    assert others not in reading.beside(held)
    assert {own, others} <= reading.keys


@pytest.mark.parametrize(
    ("language", "text", "date", "own", "others"),
    [
        ("fr", "L’audit est le 14 mars 2026 et la visite le 2 avril 2026.", "2 avril 2026", "visit", "audit"),
        ("en", "The audit is on 14 March 2026 and the visit on 2 April 2026.", "2 April 2026", "visit", "audit"),
    ],
)
def test_a_date_keeps_the_words_of_its_part(language, text, date, own, others):
    reading = read(text, language)
    (held,) = [v for v in reading.values if v.quantity.text == date]
    assert own in reading.beside(held)
    assert others not in reading.beside(held)


@pytest.mark.parametrize(
    ("language", "text", "words", "left_out"),
    [
        ("fr", "Le magasin de Gray est plein.", {"magasin", "Gray", "plein"}, {"Le", "de", "est"}),
        ("fr", "Selon la note, le palan grince en mars.", {"palan", "grince"}, {"Selon", "note", "mars"}),
        ("en", "The Hull store is full.", {"Hull", "store", "full"}, {"The", "is"}),
        ("en", "According to the note, the hoist squeaks in March.", {"hoist", "squeaks"}, {"note", "March"}),
    ],
)
def test_function_words_frames_and_months_carry_no_matter(language, text, words, left_out):
    reading = read(text, language)
    assert words <= said(reading)
    assert not left_out & said(reading)


@pytest.mark.parametrize(
    ("language", "text", "proper"),
    [
        ("fr", "Le magasin de Gray appelle Norvia.", {"Gray", "Norvia"}),
        ("fr", "Magasin plein. Palan en panne.", set()),
        ("fr", "SAV en retard à Dole.", {"SAV", "Dole"}),
        ("en", "The Hull store calls Norvia.", {"Hull", "Norvia"}),
        ("en", "Store full. Hoist broken.", set()),
        ("en", "ERP migration late in Leeds.", {"ERP", "Leeds"}),
    ],
)
def test_a_capital_inside_a_sentence_and_an_acronym_mark_a_name(language, text, proper):
    assert {text[word.start : word.end] for word in read(text, language).words if word.proper} == proper


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("La hausse des volumes", "The increase of volumes"),
        ("La signature du contrat", "The signing of the contract"),
        ("La livraison est reportée", "The delivery is postponed"),
        ("Les capteurs de la ligne", "The sensors of the line"),
    ],
)
def test_words_of_two_languages_share_the_concept_that_they_name(french, english):
    concepts = {key for word in read(french, "fr").words for key in word.keys if key.startswith("@")}
    assert concepts & {key for word in read(english, "en").words for key in word.keys}


def test_a_sentence_is_read_in_the_language_it_is_written_in():
    assert read("The store of the plant is full and the hoist is slow.", "fr").language == "en"
    assert read("Le magasin de l’usine est plein et le palan est lent.", "en").language == "fr"
    assert read("Palan", "fr").language == "fr"
    assert read("Hoist", "en").language == "en"


def test_a_word_of_the_same_family_counts_for_less():
    (word, *_) = read("Renouvellement proche", "fr").words
    assert word.among(frozenset(word.keys)) == 1.0
    assert word.among(frozenset({word.head})) == 0.75
    assert word.among(frozenset({"palan"})) == 0.0


def test_relative_dates_are_read_from_the_day_they_were_said():
    (value,) = read("Le palan est livré demain.", "fr", dt.date(2026, 2, 10)).values
    assert value.quantity.date.iso() == "2026-02-11"


ROW = table("Site | CA 2024 (k€) | CA 2025 (k€)", "Dole | 512 | 540")[0]


def test_a_cell_is_a_clause_with_the_words_of_its_column_and_its_row():
    reading = read_row(ROW, "fr")
    assert reading.is_row
    assert reading.said == "Site | CA 2024 (k€) | CA 2025 (k€) | Dole | 512 | 540"
    for value in reading.values:
        if value.quantity.kind == "money":
            assert "dole" in reading.beside(value)
    amounts = {(v.clause, v.quantity.value) for v in reading.values if v.quantity.kind == "money"}
    assert amounts == {(1, 512000), (2, 540000)}
    years = {(v.clause, v.quantity.date.iso()) for v in reading.values if v.quantity.kind == "date"}
    assert years == {(1, "2024"), (2, "2025")}


def test_values_of_a_row_stand_at_their_place():
    reading = read_row(ROW, "fr")
    for value in reading.values:
        quantity = value.quantity
        if quantity.kind != "date":
            assert reading.text[quantity.start : quantity.end] == quantity.text
    assert said(reading) == {"Dole"}


def test_a_row_with_more_cells_than_columns_is_read():
    row = segment("Dole | 512 | 540", 0, kind="row", header=("Site",), cells=("Dole", "512", "540"))
    assert {v.quantity.value for v in read_row(row, "fr").values} == {512, 540}


def test_a_sentence_is_no_row():
    reading = read("Le palan grince.", "fr")
    assert not reading.is_row
    assert reading.said == reading.text


def test_a_heading_gives_its_words():
    assert {"ateli", "gray"} <= keys_of("Ateliers de Gray", "fr") | keys_of("Atelier de Gray", "fr")
    assert keys_of("", "fr") == frozenset()


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=80), st.sampled_from(["fr", "en"]))
def test_words_and_values_of_any_text_stand_inside_it(text, language):
    reading = read(text, language)
    for word in reading.words:
        assert 0 <= word.start < word.end <= len(text)
        assert 0 <= word.clause <= word.part
    for value in reading.values:
        assert 0 <= value.quantity.start <= value.quantity.end <= len(text)
        assert text[value.quantity.start : value.quantity.end] == value.quantity.text
