"""What holds for every quantity, however it is written."""

import datetime as dt
import unicodedata
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copilot.schemas.evidence import PartialDate
from copilot.text.cells import extract_cell
from copilot.text.quantities import extract_quantities, same_value
from tests.text import test_reading_dates, test_reading_values
from tests.text.reading import REFERENCE, signatures
from tests.text.spelling import english_amounts, english_days, english_words, french_amounts, french_days, french_words

quick = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
amounts = st.decimals(min_value=1, max_value=10**9 - 1, places=2) | st.integers(1, 10**7).map(Decimal)
days = st.dates(dt.date(2001, 1, 1), dt.date(2029, 12, 31))
languages = st.sampled_from(["fr", "en"])
WRITERS = {"fr": french_amounts, "en": english_amounts}
DAYS = {"fr": french_days, "en": english_days}
SIGNS = list("\u200b\u00ad\u0301\u20ac%-/., \n()½²")
UNITS = st.sampled_from("€ k€ M€ $ £ CHF % pts bps €/h €/mois €/jour mois jours capteurs fois /100".split())
TEXTS = [text for module in (test_reading_values, test_reading_dates) for text, _ in (*module.FRENCH, *module.ENGLISH)]


def read(text: str, language: str):
    return extract_quantities(text, language, REFERENCE)


def alone(text: str, language: str):
    (quantity,) = read(text, language)
    return quantity


@quick
@given(amounts, languages, st.data())
def test_an_amount_is_read_the_same_however_it_is_written(value, language, data):
    text = data.draw(st.sampled_from(WRITERS[language](value)))
    quantity = alone(data.draw(st.sampled_from([f"Total {text}.", f"{text}", f"Soit: {text}, net"])), language)
    assert (quantity.kind, quantity.value, quantity.unit) == ("money", value, "EUR")


@quick
@given(days, languages, st.data())
def test_a_day_is_read_the_same_however_it_is_written(day, language, data):
    text = data.draw(st.sampled_from(DAYS[language](day)))
    quantity = alone(data.draw(st.sampled_from(["{}", "({})", "Signature : {}."])).format(text), language)
    assert (quantity.date, quantity.unit, quantity.ambiguous) == (PartialDate(start=day), "", False)


@quick
@given(days)
def test_an_english_day_in_figures_is_flagged_when_it_could_be_another(day):
    quantity = alone(f"{day:%d/%m/%Y}", "en")
    assert quantity.date == PartialDate(start=day)
    assert quantity.ambiguous is (day.day <= 12 and day.day != day.month)


@quick
@given(
    st.integers(2001, 2029),
    st.integers(1, 4),
    st.sampled_from(["T{q} {y}", "T{q}-{y}", "{q}T{s}", "Q{q} {s}", "{y}-T{q}"]),
)
def test_a_quarter_is_read_the_same_however_it_is_written(year, quarter, form):
    quantity = alone(form.format(q=quarter, y=year, s=f"{year % 100:02d}"), "fr")
    assert quantity.date is not None
    assert quantity.date.iso() == f"{year}-Q{quarter}"


@quick
@given(st.integers(0, 999_999), st.booleans())
def test_french_numbers_in_words(value, swiss):
    text = french_words(value, swiss=swiss)
    for spelled in (text, text.replace(" ", "-")):
        quantity = alone(f"{spelled} euros", "fr")
        assert (quantity.value, quantity.unit) == (value, "EUR"), spelled


@quick
@given(st.integers(0, 999_999), st.sampled_from([" and ", " "]))
def test_english_numbers_in_words(value, joined):
    quantity = alone(f"{english_words(value, joined=joined)} dollars", "en")
    assert (quantity.value, quantity.unit) == (value, "USD")


@quick
@given(st.integers(1, 999), st.integers(1, 999))
def test_numbers_in_words_up_to_billions(high, low):
    value = high * 10**9 + low * 10**6
    french = f"{french_words(high)} milliards {french_words(low)} millions d'euros"
    english = f"{english_words(high)} billion {english_words(low)} million dollars"
    assert alone(french, "fr").value == alone(english, "en").value == value


@quick
@given(amounts, languages, st.data())
def test_another_digit_is_another_amount(value, language, data):
    text = data.draw(st.sampled_from(WRITERS[language](value)))
    at = data.draw(st.sampled_from([i for i, c in enumerate(text) if c.isdecimal()]))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != text[at]]))
    original, changed = alone(text, language), read(text[:at] + digit + text[at + 1 :], language)
    assert not any(same_value(original, q) or same_value(q, original) for q in changed)


@quick
@given(days, languages, st.data())
def test_another_digit_is_another_day(day, language, data):
    text = data.draw(st.sampled_from(DAYS[language](day)))
    at = data.draw(st.sampled_from([i for i, c in enumerate(text) if c.isdecimal()]))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != text[at]]))
    original, changed = alone(text, language), read(text[:at] + digit + text[at + 1 :], language)
    assert not any(same_value(original, q) for q in changed)


@quick
@given(
    st.decimals(min_value="0.1", max_value=99, places=1),
    UNITS,
    UNITS,
)  # fmt: skip
def test_another_unit_or_sign_is_another_quantity(value, unit, other):
    figures = f"{value}".replace(".", ",")
    one = alone(f"{figures} {unit}", "fr")
    if unit != other:
        assert not same_value(one, alone(f"{figures} {other}", "fr"))
    for minus in ("-", "−", "moins "):
        negative = alone(f"un écart de {minus}{figures} {unit}", "fr")
        assert negative.value == -one.value
        assert not same_value(one, negative)
        assert not same_value(negative, one)


@quick
@given(
    st.integers(2001, 2029),
    st.integers(2001, 2029),
    st.sampled_from(["T1 {}", "S1 {}", "mars {}", "fin {}", "3 mars {}"]),
)
def test_another_year_is_another_period(one, other, form):
    a, b = alone(form.format(one), "fr"), alone(form.format(other), "fr")
    assert same_value(a, b) is (one == other)


@quick
@given(
    amounts,
    st.sampled_from(["({})", "{}-", "{} -", "-{}", "− {}", "- {}", "−{}"]),
    st.sampled_from([" ", "\u00a0", "'"]),
)
def test_accountants_minus_signs_in_cells(value, form, group):
    figures = f"{value:,f}".replace(",", group).replace(".", ",")
    quantity = extract_cell(form.format(figures), "Écart (€)")
    assert quantity is not None
    assert (quantity.kind, quantity.value, quantity.unit) == ("money", -value, "EUR")


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(TEXTS) | st.text(max_size=6) | st.sampled_from(SIGNS), max_size=8),
    st.sampled_from(["", " ", ", ", "\u200b", " et ", "-"]),
    st.sampled_from(["NFC", "NFD", "NFKD"]),
    st.sampled_from(["fr", "en", "de", "it"]),
)  # fmt: skip
def test_any_text_gives_sorted_exact_separate_spans(parts, glue, form, language):
    text = unicodedata.normalize(form, glue.join(parts))
    found = read(text, language)
    assert all(0 <= q.start < q.end <= len(text) and text[q.start : q.end] == q.text for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(q.period is None for q in found if q.kind == "date")
    extract_cell(text, glue.join(parts[::-1]), language)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_decomposed_letters_and_invisible_signs_change_no_value(language):
    for module in (test_reading_values, test_reading_dates):
        for text, wanted in module.FRENCH if language == "fr" else module.ENGLISH:
            decomposed = unicodedata.normalize("NFD", text)
            assert signatures(decomposed, language) == wanted, text
            assert signatures(decomposed.replace(" ", "\u200b "), language) == wanted, text
