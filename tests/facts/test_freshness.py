"""How old the evidence of a section is, against how long such things hold."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from copilot.export.plan_layout import freshness_text
from copilot.facts.freshness import HalfLives, contract_end, day_of, freshness, half_lives, newest, section_freshness
from copilot.schemas.evidence import Citation, Claim
from copilot.schemas.plan import SECTION_KEYS, Risk, Section
from tests.notes import note, read

TODAY = dt.date(2027, 3, 1)


def cited(text: str, *dates: str | None) -> Claim:
    return Claim(
        id=text, text=text, status="fact", citations=[Citation(document="a.txt", quote=text, date=d) for d in dates]
    )


def section(*claims: Claim, key: str = "stakeholders", **more: object) -> Section:
    return Section.model_validate({"key": key, "title": key, "claims": [c.model_dump() for c in claims], **more})


@pytest.mark.parametrize(
    ("age", "share", "state"),
    [(0, "1", "fresh"), (180, "0.5", "fresh"), (181, "0.4981", "ageing"), (360, "0.25", "ageing"),
     (361, "0.2490", "stale"), (1800, "0.0010", "stale")],
)  # fmt: skip
def test_a_fact_loses_half_of_its_weight_a_half_life(age: int, share: str, state: str) -> None:
    found = freshness(TODAY - dt.timedelta(age), "stakeholders", TODAY)
    assert (found.age_days, found.half_life_days, found.share, found.state) == (age, 180, Decimal(share), state)


def test_what_has_no_date_is_neither_fresh_nor_stale() -> None:
    assert freshness(None, "market", TODAY).state == "undated"
    assert freshness(None, "market", TODAY).share is None


def test_a_note_of_tomorrow_is_fresh() -> None:
    assert freshness(TODAY + dt.timedelta(3), "actions", TODAY).age_days == 0


def test_a_contract_holds_until_its_end_whatever_its_age() -> None:
    old = dt.date(2020, 1, 1)
    assert freshness(old, "profile", TODAY, valid_until=dt.date(2027, 6, 30)).state == "fresh"
    assert freshness(old, "profile", TODAY, valid_until=dt.date(2027, 2, 28)).state == "stale"


def test_half_lives_can_be_set() -> None:
    lives = HalfLives({"market": 10}, 20, {}, Decimal("0.5"), Decimal("0.25"))
    assert freshness(TODAY - dt.timedelta(15), "market", TODAY, lives=lives).state == "ageing"
    assert freshness(TODAY - dt.timedelta(15), "risks", TODAY, lives=lives).state == "fresh"


def test_every_section_has_a_half_life_of_our_own() -> None:
    assert set(half_lives().days) == set(SECTION_KEYS)


@pytest.mark.parametrize(
    ("iso", "day"),
    [("2026", "2026-12-31"), ("2026-H1", "2026-06-30"), ("2026-Q1", "2026-03-31"), ("2026-02", "2026-02-28"),
     ("2026-W14", "2026-04-05"), ("2026-03-01", "2026-03-01"), ("2026-02-30", None), ("soon", None), (None, None)],
)  # fmt: skip
def test_a_date_is_as_fresh_as_its_last_day(iso: str | None, day: str | None) -> None:
    assert day_of(iso) == (dt.date.fromisoformat(day) if day else None)


def test_the_newest_of_dates_of_several_precisions() -> None:
    dates = ("2026-03-01", "2026-Q1", None, "2026-02")
    assert newest([Citation(document="a", quote="q", date=d) for d in dates]) == "2026-Q1"


def test_a_section_counts_what_is_older_than_its_half_life() -> None:
    found = section_freshness(
        section(
            cited("a", "2025-01-10"), cited("b", "2026-08-20"), cited("c", "2025-01-01", "2027-02-01"), cited("d", None)
        ),
        TODAY,
    )
    assert found is not None
    assert (found.dated, found.undated, found.ageing, found.stale) == (3, 1, 1, 1)
    assert (found.newest, found.oldest, found.newest_document) == ("2027-02-01", "2025-01-10", "a.txt")
    assert found.older_share == Decimal(2) / 3


def test_typed_parts_are_evidence_too() -> None:
    risk = Risk(label="x", type="price", citations=[Citation(document="a", quote="x", date="2026-01-01")])
    found = section_freshness(section(key="risks", risks=[risk.model_dump()]), TODAY)
    assert found is not None
    assert found.stale == 1


def test_a_section_without_proof_has_no_age() -> None:
    assert section_freshness(section(), TODAY) is None


def test_only_what_the_contract_says_holds_until_its_end() -> None:
    found = section_freshness(
        section(cited("Le contrat prévoit 45 jours.", "2025-01-10"),
                cited("Le groupe emploie 900 personnes.", "2025-01-10"), key="profile"),
        TODAY, dt.date(2027, 12, 31),
    )  # fmt: skip
    assert found is not None
    assert (found.stale, found.valid_until) == (1, "2027-12-31")


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "Le contrat-cadre court du 1er janvier 2026 jusqu'au 31 décembre 2027."),
     ("en", "The master agreement started on 1 January 2026 and ends on 31 December 2027.")],
)  # fmt: skip
def test_the_end_of_the_contract_is_read_from_the_notes(language: str, words: str) -> None:
    assert contract_end(read(note("c.txt", words, language=language)).facts) == dt.date(2027, 12, 31)


def test_the_line_is_shown_only_when_something_is_no_longer_fresh() -> None:
    fresh, old = section(cited("a", "2027-02-01")), section(cited("a", "2026-06-01"), cited("b", "2027-02-10"))
    for one in (fresh, old):
        one.freshness = section_freshness(one, TODAY)
    assert freshness_text(fresh, "fr") == ""
    assert freshness_text(old, "fr") == (
        "Fraîcheur\u00a0: 50\u00a0% des preuves ont plus de 180\u00a0jours\u202f; la dernière est du 10/02/2027."
    )
    assert freshness_text(old, "en").startswith("Freshness: 50% of the evidence is older than 180 days")
