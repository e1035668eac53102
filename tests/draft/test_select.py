"""Which facts a plan states."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.draft.select import LEAST_WORDS, MOST_WORDS, PER_SECTION, choose, usable, word_budget
from copilot.facts.statements import words
from copilot.schemas.evidence import Citation, Locator
from copilot.schemas.facts import Fact, Quantity
from tests.notes import note, read


def a_fact(number: int, text: str = "", **changes: Any) -> Fact:
    text = text or f"Le four numéro {number} produit chaque jour {number * 7 + 100} palettes de bouteilles."
    value = Quantity(kind="count", value=Decimal(number * 7 + 100), unit="palette", start=0, end=1, text="x")
    values: dict[str, Any] = {
        "id": f"f{number:03d}", "kind": "metric", "sections": ["performance", "client"], "text": text, "language": "fr",
        "citations": [Citation(document="a.txt", quote=text)], "quantities": [value], "document": "a.txt",
        "locator": Locator(), "weight": 0.5,
    }  # fmt: skip
    return Fact(**(values | changes))


def test_the_words_of_a_plan_grow_with_the_notes_between_two_bounds() -> None:
    lengths = [word_budget(n) for n in range(0, 20_000, 250)]
    assert lengths == sorted(lengths)
    assert (lengths[0], lengths[-1]) == (LEAST_WORDS, MOST_WORDS)


@given(st.integers(0, 40), st.integers(0, 400))
def test_the_budget_is_kept_but_for_the_last_sentence(count: int, budget: int) -> None:
    facts = [a_fact(n) for n in range(count)]
    chosen = choose(facts, budget)
    assert sum(words(f.text) + 3 for f in chosen[:-1]) < max(budget, 1)
    assert len({f.id for f in chosen}) == len(chosen)


@pytest.mark.parametrize(
    "change",
    [
        {"superseded": True},
        {"segment_kind": "quoted"},
        {"segment_kind": "heading"},
        {"segment_kind": "title"},
        {"segment_kind": "comment"},
        {"text": "Combien de palettes le four trois produit-il par jour ?"},
        {"text": "« Combien de palettes par jour au total ? »"},
        {"text": "Trois palettes"},
    ],
    ids=str,
)
def test_what_may_not_be_stated_is_never_chosen(change: dict[str, Any]) -> None:
    fact = a_fact(1, weight=1.0).model_copy(update=change)
    assert not usable(fact)
    assert choose([fact], 500) == []


def test_light_facts_and_repetitions_are_left_out() -> None:
    light, strong, again = a_fact(1, weight=0.05), a_fact(2, weight=0.9), a_fact(2, weight=0.6, id="f999")
    assert [f.id for f in choose([light, again, strong], 500)] == ["f002"]


def test_weightier_facts_come_first_and_ties_do_not_depend_on_the_order() -> None:
    facts = [a_fact(n, weight=0.3 + (n % 3) / 5) for n in range(12)]
    chosen = choose(facts, 45)
    assert {f.weight for f in chosen} == {max(f.weight for f in facts)}
    assert choose(facts[::-1], 45) == choose(facts, 45) == chosen


def test_a_full_section_sends_facts_to_their_next_one() -> None:
    chosen = choose([a_fact(n) for n in range(PER_SECTION + 3)], 5000)
    homes = [f.sections[0] for f in chosen]
    assert homes.count("performance") == PER_SECTION
    assert homes.count("client") == len(homes) - PER_SECTION > 0


def test_a_corrected_value_leaves_room_for_the_new_one() -> None:
    base = read(
        note("a.txt", "Le parc installé compte 312 capteurs sur le site.", date="2027-01-10"),
        note("b.txt", "Correction : le parc compte 287 capteurs au lieu de 312.", date="2027-02-15"),
    )
    assert [f.document for f in choose(base.facts, 500)] == ["b.txt"]
    assert base.as_of == dt.date(2027, 2, 15)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le parc installé compte 312 capteurs sur le site de Gisors."),
        ("en", "The installed base counts 312 meters at the Leeds dairy."),
    ],
)
def test_a_short_dossier_loses_no_figure(language: str, text: str) -> None:
    assert [f.text for f in choose(read(note("a.txt", text, language=language)).facts, LEAST_WORDS)] == [text]


@pytest.mark.parametrize(("notes", "plan"), [(100, 160), (600, 330), (900, 450), (3000, 780), (20_000, 1500)])
def test_short_notes_leave_room_for_a_plan_to_work_with(notes: int, plan: int) -> None:
    assert word_budget(notes) == plan
