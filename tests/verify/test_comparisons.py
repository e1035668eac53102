"""Which of two values is the larger must be so in figures."""

import pytest

from tests.verify.factory import assessed, codes, judged, pairs, tell_apart


@pairs("""
en opposite: The Leeds fill rate was 94.2%, the target is 97%.
   + The Leeds fill rate was below the target.
   - The Leeds fill rate was above the target.
en opposite: Hull availability was 91.4% against a contract level of 93%.
   + Hull availability was below the contract level.
   - Hull availability exceeded the contract level.
fr opposite: Le taux de Dole est de 96 % pour un objectif de 95 %.
   + Le taux de Dole est supérieur à l'objectif.
   - Le taux de Dole est inférieur à l'objectif.
""")
def test_a_comparison_that_the_figures_deny_is_caught(language, quotes, code, right, wrong):
    tell_apart(language, quotes, code, right, wrong)


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("The Leeds rate was 94.2%, 96% and 97%, the target is 95%.", "The Leeds rate was above the target."),
        ("The Leeds rate was 94.2% for 40 orders, the target is met.", "The Leeds rate was above the target."),
        ("The Leeds rate was 94.2% in May, £40k above the budget.", "The Leeds rate was above the budget."),
    ],
)
def test_values_that_are_no_pair_are_not_compared(quote, text):
    assert "opposite" not in codes(judged(text, quote, language="en"))


def test_without_quotes_too():
    notes = ["The Leeds fill rate was 94.2%, the target is 97%.", "The Hull fill rate was not counted."]
    assert assessed("The Leeds fill rate exceeded the target.", *notes, language="en").verdict == "contradicted"


def test_two_values_of_the_statement_itself_are_compared():
    note = "Les volumes de Gray sont de 1 480 tonnes contre 1 620 tonnes prévues."
    found = assessed("Les volumes de Gray, 1 480 tonnes, dépassent les 1 620 tonnes prévues.", note)
    assert (found.verdict, "opposite" in {f.code for f in found.fragments}) == ("contradicted", True)
