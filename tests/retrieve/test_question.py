from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.retrieve.question import understand
from copilot.text.note_kinds import kinds_of

TODAY = dt.date(2026, 3, 1)


@pytest.mark.parametrize(
    ("typed", "full"),
    [
        ("cb de capteurs ds l'extension ?", "combien de capteurs dans l'extension ?"),
        ("CA de Lillebonne", "CA de Lillebonne"),
        ("PR du site", "PR du site"),
        ("rien à changer, 12,5 % ?", "rien à changer, 12,5 % ?"),
    ],
)
def test_shortened_words_are_read_in_full(typed: str, full: str) -> None:
    assert understand(typed, TODAY).text == full


@given(st.text(max_size=80))
def test_any_question_can_be_read(text: str) -> None:
    question = understand(text, None)
    assert question.first is None or question.last is None or question.first <= question.last


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("qu'a dit Claire en février ?", (2026, 2, 1), (2026, 2, 28)),
        ("what was said on 10 February 2026?", (2026, 2, 10), (2026, 2, 10)),
        ("les actions depuis le 18/11/2025", (2025, 11, 18), None),
        ("la réunion avant le 31/03/2026", None, (2026, 3, 31)),
        ("le point du T4 2025", (2025, 10, 1), (2025, 12, 31)),
        ("TRS 2025 ?", None, None),
        ("le plafond ?", None, None),
    ],
)
def test_period_is_read(text: str, first: tuple[int, int, int] | None, last: tuple[int, int, int] | None) -> None:
    question = understand(text, TODAY)
    assert question.first == (first and dt.date(*first))
    assert question.last == (last and dt.date(*last))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("quel est le préavis ?", "fr"),
        ("who gets a vote on the supplier choice?", "en"),
        ("Kerbrat", None),
        ("46 800", None),
    ],
)
def test_language_is_told_by_small_words(text: str, language: str | None) -> None:
    assert understand(text, None).language == language


def test_kind_of_note_and_age_are_read() -> None:
    assert understand("que dit le dernier mail de Denis ?", None).kinds == {"mail"}
    assert understand("que dit le dernier mail de Denis ?", None).latest
    assert understand("payment terms in the contract", None).kinds == {"contract"}
    assert not understand("le plafond des pénalités", None).kinds


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("06_mail_correctif.eml", {"mail"}),
        ("02_contrat_cadre.pdf", {"contract"}),
        ("01_CR_copil.docx", {"minutes", "committee"}),
        ("reunion.vtt", {"transcript"}),
        ("suivi.xlsx", {"sheet"}),
        ("sans_rien", set()),
    ],
)
def test_kind_of_file_is_told_by_its_name(name: str, kinds: set[str]) -> None:
    assert kinds_of(name) == kinds
