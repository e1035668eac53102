import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.ingest.chunk import chunk
from copilot.schemas.evidence import Locator, ParsedDocument, Segment
from copilot.tokens import count


def document(segments, **fields):
    numbered = [segment.model_copy(update={"ordinal": i}) for i, segment in enumerate(segments)]
    defaults = {
        "name": "n.txt",
        "media_type": "text/plain",
        "kind": "note",
        "title": "Visite Lyon",
        "date": dt.date(2026, 2, 17),
    }
    return ParsedDocument(**(defaults | fields), segments=tuple(numbered))


def segment(kind, text, **fields):
    return Segment(ordinal=0, kind=kind, text=text, locator=Locator(), **fields)


def test_each_passage_says_where_it_is_from():
    mail = document(
        [segment("paragraph", "Le prix est ferme.", author="Anne Roy"),
         segment("quoted", "Quel prix ?", author="Luc", said_on=dt.date(2026, 2, 1))],
        kind="mail", author="Anne Roy", title="RE: prix",
    )  # fmt: skip
    assert [one.text.split("\n")[0] for one in chunk(mail)] == [
        "Anne Roy – 2026-02-17 – RE: prix",
        "Luc – 2026-02-01 – RE: prix",
    ]


def test_rows_are_never_split_and_repeat_their_header():
    header = ("Site", "CA 2025")
    rows = [
        segment("row", f"Site {i} | {i * 1000}", header=header, cells=(f"Site {i}", str(i)), heading="Sites")
        for i in range(60)
    ]
    chunks = chunk(document(rows), max_tokens=100)
    assert len(chunks) > 3
    assert all("Site | CA 2025" in one.text and "Sites" in one.text for one in chunks)
    lines = [line for one in chunks for line in one.text.split("\n")]
    assert [line for line in lines if line.startswith("Site ") and "CA" not in line] == [row.text for row in rows]


def test_turns_name_their_speaker():
    assert "Anne : Bonjour" in chunk(document([segment("turn", "Bonjour", author="Anne")], kind="transcript"))[0].text


def test_sections_start_new_passages():
    price = [segment("heading", "Prix"), segment("paragraph", "52 €", heading="Prix")]
    delay = [segment("heading", "Délai"), segment("paragraph", "trois semaines", heading="Délai")]
    chunks = chunk(document(price + delay))
    assert [(one.first_segment, one.last_segment) for one in chunks] == [(0, 1), (2, 3)]


def test_a_long_paragraph_is_split_at_sentence_ends():
    text = " ".join(f"La phrase numéro {i} parle du renouvellement du contrat." for i in range(60))
    chunks = chunk(document([segment("paragraph", text)]), max_tokens=120)
    assert len(chunks) > 5
    assert all(one.tokens <= 120 and one.text.endswith(".") for one in chunks)


kinds = st.sampled_from(["paragraph", "item", "heading", "quoted", "comment"])
words = st.text(alphabet="abé .,\n0€", min_size=1, max_size=600).filter(lambda text: text.strip())


@settings(max_examples=40, deadline=None)
@given(st.lists(st.builds(segment, kinds, words), max_size=12), st.integers(60, 300))
def test_passages_cover_every_segment_once_within_the_limit(segments, limit):
    made = document(segments)
    chunks = chunk(made, limit)
    places = sorted({i for one in chunks for i in range(one.first_segment, one.last_segment + 1)})
    assert places == list(range(len(segments)))
    assert all(one.tokens == count(one.text) <= limit for one in chunks)
    together = "".join("".join(one.text.split()) for one in chunks)
    assert all("".join(s.text.split()) in together or len(chunks) > 1 for s in made.segments)
