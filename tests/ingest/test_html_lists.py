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


def word_item(label: str, text: str) -> str:
    ignored = f"<span style='mso-list:Ignore'>{label}<span style='font:7.0pt \"Times\"'>&nbsp;&nbsp; </span></span>"
    style = "text-indent:-18.0pt;mso-list:l0 level1 lfo1"
    return f"<p class=MsoListParagraph style='{style}'><![if !supportLists]><span>{ignored}</span><![endif]>{text}</p>"


def test_lists_as_word_and_outlook_write_them():
    labels = ("1", "2.1)", "b)", "·", "o", "§")
    markup = "".join(word_item(label, f"point {at}") for at, label in enumerate(labels))
    shown = ["1 point 0", "2.1) point 1", "b) point 2", "point 3", "point 4", "point 5"]
    assert page(f"<p>Points à voir</p>{markup}")[1:] == shown
    assert mail(f"<p>Points à voir</p>{markup}")[1:] == [
        "- 1 point 0",
        *shown[1:3],
        "- point 3",
        "- point 4",
        "- point 5",
    ]
    document = read("a.doc", f"<html><body>{markup}</body></html>".encode())
    assert {segment.kind for segment in document.segments} == {"item"}


def test_text_that_looks_like_a_number_stays():
    markup = "<p>\x1eSuite</p><p>Fin</p><ul><li data-number='7. '>puce</li></ul><p>1.</p>"
    assert page(markup) == ["Suite", "Fin", "puce", "1."]


def test_an_item_of_many_empty_blocks_is_read_in_time():
    empty = "<div> </div>" * 25_000
    assert page(f"<ol><li>{empty}Prix</li></ol>{empty}<p>Fin</p>") == ["1. Prix", "Fin"]
