"""Kinds of note and of meeting, told by names, titles and questions."""

import pytest

from copilot.text.normalise import fold
from copilot.text.note_kinds import asked_kinds, kinds_of, meeting_of


@pytest.mark.parametrize(
    ("name", "title", "meeting"),
    [
        ("CR_copil_12-03.docx", None, "committee"),
        ("notes.txt", "Réunion de lancement – projet Orion", "kickoff"),
        ("QBR Q4 2025.pptx", None, "review"),
        ("RDV1_nego_04-12.docx", None, "negotiation"),
        ("2026-03-visite-Issoire.md", None, "visit"),
        ("call notes.txt", "Call with Paul", "call"),
        ("point_hebdo.txt", None, "weekly"),
        ("tarifs 2026.xlsx", "Tarifs", None),
        ("rappel.txt", "Rappel des faits", None),
    ],
)
def test_the_meeting_of_a_note(name, title, meeting):
    assert meeting_of(name, title) == meeting
    assert meeting is None or meeting in kinds_of(name, title)


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("Qu'a-t-on décidé au dernier comité de pilotage ?", {"committee"}),
        ("What did they say in the QBR deck?", {"review", "deck"}),
        ("Quel est le prix ?", set()),
    ],
)
def test_a_question_names_kinds(question, kinds):
    assert asked_kinds(fold(question)) == kinds
