"""What one speaker says is not what another one says."""

import pytest

from copilot.verify.check import check
from copilot.verify.sources import Sources
from tests.verify.factory import assessed, document, segment

TURNS = [
    segment("Le tarif des bobines doit baisser de 3 % dès avril.", 0, author="Inès Caron"),
    segment("Le stock de sécurité de Dole reste à huit semaines.", 1, author="Bruno Fey"),
    segment("Amel m'a appelé hier. Elle dit que la ligne de Gray redémarre lundi.", 2, author="Bruno Fey"),
]


def codes(text: str) -> set[str]:
    found = check(text, Sources.build([document(*TURNS)]), "fr")
    return {fragment.code for fragment in found.fragments if fragment.verdict != "supported"}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Inès Caron demande que le tarif des bobines baisse de 3 % dès avril.",
         "Bruno Fey demande que le tarif des bobines baisse de 3 % dès avril."),
        ("Selon Bruno Fey, le stock de sécurité de Dole reste à huit semaines.",
         "Selon Inès Caron, le stock de sécurité de Dole reste à huit semaines."),
    ],
)  # fmt: skip
def test_the_words_of_another_speaker_are_not_somebodys_own(right, wrong):
    assert "name_moved" not in codes(right)
    assert "name_moved" in codes(wrong)


def test_what_somebody_is_told_to_have_said_is_theirs():
    assert "name_moved" not in codes("Amel dit que la ligne de Gray redémarre lundi.")


def test_a_speaker_stands_before_a_colon():
    notes = ["Caron : le tarif des bobines doit baisser dès avril.", "Fey : le stock de Dole reste à huit semaines."]
    wrong = assessed("Fey demande que le tarif des bobines baisse dès avril.", *notes)
    assert (wrong.verdict, "name_moved" in {f.code for f in wrong.fragments}) == ("unsupported", True)
    assert assessed("Caron demande que le tarif des bobines baisse dès avril.", *notes).verdict == "supported"


def test_notes_without_speakers_attribute_nothing():
    notes = ["Le tarif des bobines doit baisser de 3 % dès avril.", "Inès Caron achète les bobines."]
    found = assessed("Inès Caron demande que le tarif des bobines baisse de 3 % dès avril.", *notes)
    assert "name_moved" not in {f.code for f in found.fragments}
