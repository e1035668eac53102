"""Talks with names above the words, as meeting programs write them: who said what, when; minutes are no talk."""

import pytest

from copilot.ingest.chunk import chunk
from copilot.ingest.read import read
from copilot.schemas.evidence import ParsedDocument
from tests.ingest.files import docx_bytes, read_text

JANE, PAUL = "Jane Doe", "Paul Hart"
SAID = (
    (JANE, "0:12", "Thanks everyone. Let's start with the renewal."),
    (PAUL, "0:25", "We want three percent."),
    (JANE, "1:02", "I can offer two if you sign before June."),
    (PAUL, "1:30", "Let me check with finance."),
)
JEANNE, MARTIN = "Jeanne Dupont", "Paul Martin"
DIT = (
    (JEANNE, "0:12", "Bonjour à tous, on parle du prix."),
    (MARTIN, "0:25", "Nous voulons une remise de 3 %."),
    (JEANNE, "1:02", "Je peux proposer 2 %."),
    (MARTIN, "1:30", "Je vois avec la finance."),
)
LONG = ["00:00:12", "00:00:25", "00:01:02", "00:01:30"]


def laid_out(layout: str, said=SAID, **more: str) -> str:
    return "".join(layout.format(name=name, time=time, text=text, **more) for name, time, text in said)


def turns(document: ParsedDocument) -> list[tuple[str | None, str | None, str]]:
    assert document.kind == "transcript"
    return [(s.author, s.locator.time, s.text) for s in document.segments if s.kind == "turn"]


def expected(said=SAID, times=LONG):
    return [(name, time, text) for (name, _, text), time in zip(said, times, strict=True)]


@pytest.mark.parametrize(
    "layout",
    [
        "{name}\n{time}\n{text}\n",
        "{name}   {time}\n{text}\n\n",
        "0{time} {name}\n{text}\n\n",
        "{name} (0{time}):\n{text}\n",
        "{name} [{time}]\n{text}\n",
        "{time} | {name}\n{text}\n\n",
        "[{time}] {name}\n{text}\n",
        "[{time}] {name}: {text}\n",
        "{time}\n{name}: {text}\n",
        "0:{time}.640 --> 0:{time}.980\n{name}\n{text}\n",
    ],
)
@pytest.mark.parametrize("said", [SAID, DIT])
def test_the_layouts_of_meeting_programs(layout, said):
    if layout.startswith("{time}\n{name}:") or layout.endswith("{name}: {text}\n"):
        said = (*said, *((name, time.replace("1:", "2:").replace("0:", "2:"), text) for name, time, text in said[2:]))
    heard = turns(read_text("call.txt", laid_out(layout, said)))
    assert [(name, text) for name, _, text in heard] == [(name, text) for name, _, text in said]
    assert [time for _, time, _ in heard][:4] == LONG


def test_times_in_words_and_twice():
    lengths = {"0:12": "0 minutes 12 seconds", "0:25": "0 minutes 25 seconds", "1:02": "1 minute 2 seconds"}
    text = "".join(
        f"{name}\n{lengths[time]}{time}\n{name} {lengths[time]}\n{words}\n" for name, time, words in SAID[:3]
    )
    assert turns(read_text("call.txt", text)) == expected(SAID[:3], LONG[:3])


def test_names_without_times():
    said = (*SAID, (JANE, "", "When do you know?"), (PAUL, "", "By Friday."))
    for layout in ("{name}\n{text}\n\n", "{name}:\n{text}\n"):
        assert turns(read_text("call.txt", laid_out(layout, said))) == expected(said, [None] * 6)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Dupont, Jeanne", "Martin, Paul"),
        ("DUPONT Jeanne (Norvia)", "MARTIN Paul (Sarel Group)"),
        ("Dupont, Jeanne (Norvia)", "Martin, Paul (Ext)"),
        ("JD Jeanne Dupont", "PM Paul Martin"),
        ("JD\nJeanne Dupont", "PM\nPaul Martin"),
    ],
)
def test_names_are_written_as_people_say_them(first, second):
    written = {JEANNE: first, MARTIN: second}
    text = "".join(f"{written[name]}\n{time}\n{words}\n" for name, time, words in DIT)
    heard = turns(read_text("point.txt", text))
    assert [(name.title(), words) for name, _, words in heard] == [(name, words) for name, _, words in DIT]


def test_the_company_of_a_speaker_is_kept_beside_the_talk():
    text = "".join(f"{name} (Norvia)\n{time}\n{words}\n" for name, time, words in DIT)
    document = read_text("point.txt", text)
    assert [s.text for s in document.segments if s.kind == "comment"] == [f"{JEANNE} (Norvia)", f"{MARTIN} (Norvia)"]
    assert document.title is None


def test_a_recording_in_a_web_transcript_has_names_said_the_same_way():
    cue = "00:00:01.000 --> 00:00:03.000\n"
    document = read_text("a.vtt", f"WEBVTT\n\n{cue}<v Dupont, Jeanne (Norvia)>On parle du prix</v>\n")
    assert document.segments[0].author == JEANNE


SLACK = """Jane Doe
  10:32 AM
Price moves to 120k
10:33
and we keep the volume
Paul Hart
:palm_tree:  10:40 AM
thanks
1:41 PM
when do we sign?
Jane Doe
  1:45 PM
Monday
"""


def test_times_alone_go_on_with_the_speaker():
    assert turns(read_text("slack.txt", SLACK)) == [
        (JANE, "10:32", "Price moves to 120k"),
        (JANE, "10:33", "and we keep the volume"),
        (PAUL, "10:40", "thanks"),
        (PAUL, "13:41", "when do we sign?"),
        (JANE, "13:45", "Monday"),
    ]


def test_the_paragraphs_of_a_speaker_stay_with_the_speaker():
    text = laid_out("{name}\n{time}\n{text}\n\nAnd one more thing.\n\n")
    assert {words.split("\n")[1] for _, _, words in turns(read_text("call.txt", text))} == {"And one more thing."}


def test_the_title_and_what_the_program_adds_are_said_by_nobody():
    text = (
        "Weekly call – ACME – 12 March 2026\nAttendees: Jane Doe, Paul Hart\n\n"
        + laid_out("{name}\n{time}\n{text}\n")
        + "Transcribed by https://otter.ai\n"
    )
    document = read_text("call.txt", text)
    assert document.title == "Weekly call – ACME – 12 March 2026"
    assert [s.text for s in document.segments if s.author is None] == [
        "Weekly call – ACME – 12 March 2026",
        "Attendees: Jane Doe, Paul Hart",
        "Transcribed by https://otter.ai",
    ]
    assert len(turns(document)) == 4


def test_questions_and_answers_keep_their_speakers():
    text = (
        "Entretien client – Norvia\n\nJeanne Dupont\nQuel est votre budget ?\n\nPaul Martin\n400 k€, à valider.\n\n"
        "Jeanne Dupont\nQui décide ?\n\nPaul Martin\nLa directrice des achats.\n"
    )
    assert [name for name, _, _ in turns(read_text("entretien.txt", text))] == [JEANNE, MARTIN, JEANNE, MARTIN]


def test_what_stands_above_a_talk_is_said_by_nobody():
    talk = "".join(f"{name} : {words}\n" for name, _, words in (*DIT, *DIT))
    above = "Réunion : point Norvia\nWeekly call – ACME – 12 March 2026\nClient : Norvia"
    document = read_text("point.txt", f"{above}\n{talk}")
    assert [(s.author, s.text) for s in document.segments][:4] == [
        *((None, line) for line in above.split("\n")),
        (JEANNE, DIT[0][2]),
    ]


def test_who_saved_a_talk_said_none_of_it():
    def fill(document):
        document.core_properties.author = "Luc Petit"
        document.add_paragraph("Point hebdo – Norvia – 12 mars 2026")
        for name, time, words in DIT:
            document.add_paragraph(f"{name}   {time}\n{words}")

    document = read("point.docx", docx_bytes(fill))
    assert (document.author, len(turns(document))) == (None, 4)


def test_a_sentence_wrapped_under_its_speaker_is_one_turn():
    said = [(name, words.replace(" ", "\n", 3).replace("\n", " ", 2)) for name, _, words in (*DIT, *DIT)]
    text = "".join(f"{name}: {words}\n" for name, words in said)
    assert [words for _, _, words in turns(read_text("point.txt", text))] == [words for _, _, words in (*DIT, *DIT)]


def test_passages_name_the_speaker_and_leave_the_times_out():
    passages = chunk(read_text("call.txt", laid_out("{name}\n{time}\n{text}\n")))
    assert "Paul Hart : We want three percent." in passages[0].text
    assert "0:25" not in passages[0].text


def test_word_files_and_markdown_of_meetings():
    document = docx_bytes(
        lambda d: [d.add_paragraph(f"{time}:00 --> {time}:09\n{name}\n{text}") for name, time, text in SAID]
    )
    assert [(name, words) for name, _, words in turns(read("call.docx", document))] == [(n, t) for n, _, t in SAID]
    text = "# Weekly call\n\n" + laid_out("**{name}** [{time}]\n\n{text}\n\n")
    document = read_text("call.md", text)
    assert (document.title, turns(document)) == ("Weekly call", expected())


PRESENT = "Compte rendu – Norvia\nPrésents\nJeanne Dupont\nPaul Martin\nMarie Roy\n\nPrix\nNous passons à 120 k€.\n"
BY_PERSON = "Actions\n\n" + "".join(f"{n}\n- envoyer l'offre\n- nous relancer\n\n" for n in (JEANNE, MARTIN) * 2)
ROLES = "".join(f"{n}\nDirectrice des achats depuis 2019. Elle veut 3 %.\n\n" for n in (JEANNE, MARTIN) * 2)
SIGNED = "".join(
    f"Bonjour,\nvoici notre offre à 120 k€.\n\nCordialement,\n{n}\nAcheteuse, merci\n\n" for n in (JEANNE, MARTIN) * 2
)
CALLED = "".join(f"Nous signons en mars.\n\n{n}\nVous me joignez au 06 12 34 56 78\n\n" for n in (JEANNE, MARTIN) * 2)
AGENDA = "Programme\n" + "".join(f"{n}\n{h}:00\nPrésentation\n" for h, n in enumerate((JEANNE, MARTIN, "Luc Roy"), 9))
PROGRAMME = "".join(f"{n} {h}:00\nRevue des volumes\n" for h, n in enumerate((JEANNE, MARTIN) * 2, start=9))
SITES = "".join(f"{n}\nNous avons perdu le four.\n" for n in ("Lyon", "Dole") * 3)
THEMES = "".join(f"{n}\nNous sommes en hausse.\n\n" for n in ("Norvia Group", "Contrat Cadre") * 2)
VISIT = "Visite\nAccueil\n09:00\nMme Roy nous reçoit.\nAtelier\n10:30\nOn voit deux fours.\nPause\n12:00\nRien.\n"


@pytest.mark.parametrize("text", [PRESENT, BY_PERSON, ROLES, SIGNED, CALLED, AGENDA, PROGRAMME, SITES, THEMES, VISIT])
def test_minutes_lists_signatures_and_agendas_are_no_talk(text):
    document = read_text("note.txt", text)
    assert document.kind != "transcript"
    assert {segment.author for segment in document.segments} == {None}
