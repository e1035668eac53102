"""Ordered lists of pages and mails keep the numbers that others refer to."""

import pytest

from copilot.ingest.read import read
from tests.ingest.files import texts


def page(markup: str) -> list[str]:
    return texts(read("a.html", f"<html><body>{markup}</body></html>".encode()))


def mail(markup: str) -> list[str]:
    head = "From: Anne <a@x.example>\nTo: b@y.example\nSubject: Point\nContent-Type: text/html; charset=utf-8\n\n"
    return texts(read("a.eml", f"{head}<html><body>{markup}</body></html>".encode()))


@pytest.mark.parametrize(
    ("markup", "items"),
    [
        ("<ol><li>Prix</li><li>Délai</li></ol>", ["1. Prix", "2. Délai"]),
        ("<ol><li><p>Prix</p></li><li><div>Délai</div></li></ol>", ["1. Prix", "2. Délai"]),
        ("<ol><li><p>Prix</p><p>suite</p></li><li></li><li>Délai</li></ol>", ["1. Prix", "suite", "3. Délai"]),
        (
            "<ol start='5'><li>Prix</li><li value='9'>Délai</li><li>Volume</li></ol>",
            ["5. Prix", "9. Délai", "10. Volume"],
        ),
        ("<ol type='a'><li>Prix</li><li>Délai</li></ol>", ["a. Prix", "b. Délai"]),
        ("<ol style='list-style-type: upper-roman'><li>Prix</li><li>Délai</li></ol>", ["I. Prix", "II. Délai"]),
        ("<ol style='list-style: none'><li>Prix</li></ol>", ["Prix"]),
        ("<ol><li>Prix<ol type='a'><li>net</li><li>brut</li></ol></li></ol>", ["1. Prix", "a. net", "b. brut"]),
        ("<ul><li>Prix</li><li>Délai</li></ul>", ["Prix", "Délai"]),
        ("<ul><li>Prix<ol><li>net</li></ol></li></ul>", ["Prix", "1. net"]),
    ],
)
def test_items_keep_their_numbers(markup, items):
    assert page(f"<p>Points à voir</p>{markup}<p>Fin de la note</p>") == ["Points à voir", *items, "Fin de la note"]


def test_items_of_a_mail_keep_their_numbers():
    markup = "<p>Bonjour,</p><ol><li><p>Prix</p></li><li>Délai</li></ol><ul><li>puce</li></ul><p>À demain</p>"
    assert [text for text in mail(markup) if text[0] in "12-"] == ["1. Prix", "2. Délai", "- puce"]


def test_a_list_of_many_items_is_read_in_time():
    many = "".join(f"<li>point {at}</li>" for at in range(20_000))
    assert page(f"<ol>{many}</ol>")[-1] == "20000. point 19999"
