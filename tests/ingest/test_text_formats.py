import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copilot.ingest.parse import parse
from tests.ingest.files import find, read_text, texts


def test_each_line_of_running_notes_is_a_segment_with_its_line():
    document = read_text(
        "notes.txt", "Client Dupond\n\n05/01 appel, ok pour 3 sites\n   -> rappeler lundi\n12/01 visite\n"
    )
    assert texts(document) == ["Client Dupond", "05/01 appel, ok pour 3 sites -> rappeler lundi", "12/01 visite"]
    assert [segment.locator.line for segment in document.segments] == [1, 3, 5]


def test_wrapped_lines_are_joined_into_a_paragraph():
    wrapped = (
        "The customer confirmed that the framework agreement ends in June and that\n"
        "the tender will be open to three suppliers, among them our main competitor\n"
        "from Lyon, who already runs the utilities of the two largest plants there.\n"
    )
    assert texts(read_text("a.txt", wrapped)) == [wrapped.replace("\n", " ").strip()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "mac_roman", "iso8859_15"])
def test_french_text_is_read_in_every_usual_encoding(encoding):
    text = "Réunion décalée à Sélestat : coût annuel estimé à 12 400 €, échéance en août, déjà validée côté achats."
    assert texts(read_text("a.txt", text, encoding)) == [text]


def test_stray_bytes_do_not_spoil_a_utf8_note():
    data = "Prévu à Issoire, côté façade, où l’été a été très chaud. Coût ".encode() + b"\x80" + " élevé".encode()
    assert "Coût € élevé" in parse("a.txt", data).text()


def test_decomposed_accents_are_composed_and_hidden_controls_removed():
    document = read_text("a.txt", "re\u0301union \u202e000 05\u202c EUR\u200b")
    assert texts(document) == ["réunion 000 05 EUR"]
    assert any("invisible" in warning for warning in document.warnings)


def test_markdown_keeps_headings_lists_tables_and_emphasis():
    document = read_text(
        "visite.md",
        "# Visite Lyon – 17/02/2026\n\nVu : **Anne Roy**\n\n> « trop cher »\n\n## Suites\n- rappeler\n\n"
        "| Action | Qui |\n|---|---|\n| Devis | Karim |\n",
    )
    assert (document.title, document.date) == ("Visite Lyon – 17/02/2026", dt.date(2026, 2, 17))
    assert find(document, "Anne Roy").text == "Vu : **Anne Roy**"
    assert find(document, "trop cher").text == "« trop cher »"
    assert (find(document, "rappeler").kind, find(document, "rappeler").heading) == ("item", "Suites")
    row = find(document, "Devis")
    assert (row.kind, row.header, row.cells, row.locator.line) == ("row", ("Action", "Qui"), ("Devis", "Karim"), 12)


def test_a_heading_that_announces_a_list_does_not_hold_the_next_paragraph():
    document = read_text("n.txt", "Ce qu'il veut :\n- un prix\n- un délai\n\nRien d'autre à signaler.\n")
    assert find(document, "un délai").heading == "Ce qu'il veut :"
    assert find(document, "Rien d'autre").heading is None


@pytest.mark.parametrize(
    ("name", "text", "delimiter_free"),
    [
        ("a.csv", "Client;CA 2025;Étape\nDupond;1 200,50 €;Négociation\nDurand;90;Perdu\n", "1 200,50 €"),
        ("a.csv", 'Client,CA 2025,Note\nDupond,"1,200",ok\nDurand,90,"perdu, hélas"\n', "1,200"),
        ("a.tsv", "Client\tCA 2025\tNote\nDupond\t1200\tok\nDurand\t90\t\n", "1200"),
        ("a.csv", "sep=|\nClient|CA 2025|Note\nDupond|1200|ok\nDurand|90|x\n", "1200"),
    ],
)
def test_csv_delimiters_are_found(name, text, delimiter_free):
    row = find(read_text(name, text, "cp1252"), "Dupond")
    assert row.cells[1] == delimiter_free
    assert row.header[:2] == ("Client", "CA 2025")
    assert row.text == " | ".join(row.cells).rstrip(" |")


def test_csv_rows_carry_their_record_number_and_titles_are_headings():
    document = read_text("x.csv", "Portefeuille Nord\nk€ – clôture 31/12/2025\nClient;CA\nA;10\nB;20\n")
    assert (find(document, "B |").locator.row, find(document, "B |").header) == (5, ("Client", "CA"))
    assert document.date == dt.date(2025, 12, 31)


def test_crm_export_is_known_by_its_columns_and_has_no_date():
    text = "Opportunity,Stage,Owner,Close date,Amount,Probability\nRenewal,Negotiation,KB,2026-06-30,100,60%\n"
    document = read_text("export.csv", text)
    assert (document.kind, document.date) == ("crm", None)


def test_vtt_turns_are_merged_per_speaker_with_their_time():
    document = read_text(
        "call.vtt",
        "WEBVTT\n\nNOTE Revue – 10/02/2026\n\n00:00:04.000 --> 00:00:06.000\n<v Anne Roy>Bonjour.</v>\n\n"
        "00:00:06.500 --> 00:00:08.000\n<v Anne Roy>On commence &amp; on finit.</v>\n\n"
        "1\n00:00:09.000 --> 00:00:10.000\n"
        "<v Luc>Oui.</v>\n\n00:01:09.000 --> 00:01:10.000\n<v Luc>Encore moi.</v>\n",
    )
    turns = [(s.author, s.locator.time, s.text) for s in document.segments if s.kind == "turn"]
    assert turns == [
        ("Anne Roy", "00:00:04", "Bonjour. On commence & on finit."),
        ("Luc", "00:00:09", "Oui."),
        ("Luc", "00:01:09", "Encore moi."),
    ]
    assert (document.kind, document.date) == ("transcript", dt.date(2026, 2, 10))


def test_srt_speakers_are_read_from_prefixes_even_in_damaged_cues():
    document = read_text(
        "call.srt", "1\n00:00:01,000 --> 00:00:02,000\nAnne Roy: Bonjour\n\n2\n00:00:03,000 --> oops\nLuc : Salut\n"
    )
    assert (document.segments[0].author, document.segments[0].text) == ("Anne Roy", "Bonjour")
    assert "Salut" in document.text()


def test_a_transcript_pasted_as_text_has_turns():
    lines = "\n".join(f"{'Anne Roy' if i % 2 else 'Luc Petit'} : phrase numéro {i}." for i in range(8))
    document = read_text("appel.txt", lines)
    assert document.kind == "transcript"
    assert document.segments[1].author == "Anne Roy"


def test_html_gives_visible_text_only():
    document = read_text(
        "page.html",
        "<html><head><title>Offre</title><style>p{}</style></head><body><script>alert(1)</script><h1>Prix</h1>"
        "<p>Le taux est de <b>52,40 €</b>.</p><p style='display:none'>obéis</p><ul><li>un</li></ul>"
        "<table><tr><th>Poste</th><th>2025</th></tr><tr><td>Régie</td><td>52,40</td></tr></table></body></html>",
    )
    assert "alert" not in document.text()
    assert find(document, "52,40 €").text == "Le taux est de 52,40 €."
    assert find(document, "obéis").hidden
    assert find(document, "un").kind == "item"
    assert find(document, "Régie").header == ("Poste", "2025")


@pytest.mark.parametrize(
    ("name", "text", "date"),
    [
        ("CR_181125.txt", "Réunion au siège", dt.date(2025, 11, 18)),
        ("CR 2025-11-18.txt", "Réunion au siège", dt.date(2025, 11, 18)),
        ("20251118_call.txt", "Call with the buyer", dt.date(2025, 11, 18)),
        ("call 251118.txt", "Call with the buyer, next in 2026, first of 2025", dt.date(2025, 11, 18)),
        ("a.txt", "Note émise le 28 janvier 2026", dt.date(2026, 1, 28)),
        ("a.txt", "Minutes of February 3rd, 2026", dt.date(2026, 2, 3)),
        ("a.txt", "Protokoll vom 3. März 2026", dt.date(2026, 3, 3)),
        ("a.txt", "J. Martin, 12/12/2025 – v0.9", dt.date(2025, 12, 12)),
        ("a.txt", "Notes on 02/18/2026 with the buyer", dt.date(2026, 2, 18)),
        ("a.txt", "Réponse attendue avant le 30 juin 2026", None),
        ("MIR-2023-07 art 3.4.txt", "05/01 appel", None),
    ],
)
def test_the_date_comes_from_the_content_or_the_name(name, text, date):
    assert parse(name, text.encode()).date == date


def test_entries_without_a_year_are_dated_only_when_a_year_is_known():
    assert parse("n.txt", b"05/01 appel\n12/01 visite").segments[0].said_on is None
    dated = parse("n.txt", b"Notes 2026\n05/01 appel\n12/01/2025 visite")
    assert [s.said_on for s in dated.segments] == [None, dt.date(2026, 1, 5), dt.date(2025, 1, 12)]


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("CR_copil.txt", "Présents : A, B", "minutes"),
        ("a.txt", "Meeting minutes – 3 March 2026", "minutes"),
        ("contrat-cadre.txt", "Entre A SAS et B SAS", "contract"),
        ("a.txt", "MASTER SERVICES AGREEMENT\nThis Agreement is made by and between A and B", "contract"),
        ("note_cadrage.txt", "Note de cadrage de la consultation", "note"),
    ],
)
def test_the_kind_comes_from_title_and_name(name, text, kind):
    assert parse(name, text.encode()).kind == kind


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le client veut un interlocuteur unique et une facture lisible.", "fr"),
        ("The customer wants one contact and an invoice that people can read.", "en"),
        ("OK for 3 percent, thanks", "en"),
        ("See you Monday", "en"),
        ("Thanks, noted", "en"),
        ("OK pour 3 %, merci", "fr"),
        ("Client Dupond", "fr"),
        ("Norvia 120 k€ T3", "fr"),
        ("Anne Roy DAF Norvia", "fr"),
        ("12 k€", "fr"),
        ("Bitte um Rückruf am Montag", "de"),
        ("Der Kunde möchte einen Ansprechpartner und eine lesbare Rechnung.", "de"),
    ],
)
def test_language_is_recognised(text, language):
    assert parse("a.txt", text.encode()).language == language


@settings(deadline=None, max_examples=60)
@given(
    st.text(
        alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cf", "Zs", "Zl", "Zp", "Co", "Cn")),
        min_size=1,
    )
)
def test_no_character_of_a_note_is_lost(text):
    from unicodedata import normalize

    document = parse("a.txt", f"début {text}".encode())
    kept = "".join(document.text().split())
    assert normalize("NFC", "".join(text.split())).replace("\ufffc", "") in kept


def page(body: str) -> list[tuple[str, bool]]:
    document = read_text("page.html", f"<html><body>{body}</body></html>")
    return [(" | ".join([*segment.header, "-", segment.text]), segment.hidden) for segment in document.segments]


def test_a_long_cell_does_not_dissolve_a_table():
    long = "Le client signale des défauts répétés. " * 14
    head = "<tr><th>Sujet</th><th>Décision</th></tr>"
    rows = f"<tr><td>Prix</td><td>3 %</td></tr><tr><td>Qualité</td><td>{long}</td></tr>"
    assert page(f"<table>{head}{rows}</table>")[1] == ("Sujet | Décision | - | Prix | 3 %", False)


def test_terms_and_fields_keep_their_answers():
    terms = "<dl><dt>Client</dt><dd>Norvia</dd><dt>CA 2025</dt><dd>1 250 k€</dd></dl>"
    assert page(terms) == [("- | Client | Norvia", False), ("- | CA 2025 | 1 250 k€", False)]
    form = (
        "<form>Budget <input value='120 k€'><input type='hidden' value='jeton'> <input type='checkbox' checked> Validé "
        "<select><option>Rouge</option><option selected>Vert</option></select> <textarea>à revoir</textarea></form>"
    )
    assert page(form) == [("- | Budget 120 k€ ☒ Validé Vert à revoir", False)]


def test_white_text_is_seen_on_a_coloured_ground_only():
    dark = "<table bgcolor='#000'><tr><td><p style='color:#fff'>Offre</p></td></tr></table>"
    for seen in ("<div style='background:#036'><p style='color:white'>Offre</p></div>", dark):
        assert page(seen) == [("- | Offre", False)]
    for ground in ("", "background:#fff", "background-color: white"):
        assert page(f"<div style='{ground}'><p style='color:white'>obéis</p></div>") == [("- | obéis", True)]


def test_a_quotation_mark_that_nothing_closes_takes_no_other_rows():
    document = read_text("a.csv", 'Compte,Remarque,CA\nNorvia,"dit: 3 % et\nSarel,ok,12\nDax,"dit ""oui""",14\n')
    assert texts(document) == [
        "Compte | Remarque | CA",
        "Norvia | dit: 3 % et",
        "Sarel | ok | 12",
        'Dax | dit ""oui | 14',
    ]
    assert document.warnings == (
        "a quotation mark is not closed in row 2: the lines from there on were read one by one",
    )
    assert read_text("b.csv", 'Compte,Note\nNorvia,"deux\nlignes"\nSarel,une\n').warnings == ()


@pytest.mark.parametrize(
    "markup",
    [
        "<div style='font-size:0'><p>Marge 4 %</p><p style='font-size:12px'>Vu</p></div>",
        "<p style='color:#fefefe'>Marge 4 %</p><p>Vu</p>",
        "<p><font color='#ffffff'>Marge 4 %</font></p><p>Vu</p>",
        "<div style='background-color:#036'><p style='color:#003366'>Marge 4 %</p><p style='color:#fff'>Vu</p></div>",
        "<div bgcolor='navy'><div style='background:#fff'><p style='color:white'>Marge 4 %</p></div></div><p>Vu</p>",
        "<p style='color:rgba(0,0,0,0)'>Marge 4 %</p><p>Vu</p>",
        "<p style='max-height:0;overflow:hidden'>Marge 4 %</p><p>Vu</p>",
        "<p style='position:absolute;left:-9999px'>Marge 4 %</p><p>Vu</p>",
        "<style>.w{color:#fff}</style><p class='w'>Marge 4 %</p><p>Vu</p>",
        "<p style='visibility:hidden'>Marge 4 %<b style='visibility:visible'>Vu</b></p>",
    ],
)
def test_text_that_nobody_sees_on_a_page_is_hidden(markup):
    shown = {s.text: s.hidden for s in read_text("p.html", f"<html><body>{markup}</body></html>").segments}
    assert shown == {"Marge 4 %": True, "Vu": False}


@pytest.mark.parametrize(
    "markup",
    [
        "<style>.hero{background:#036}</style><div class='hero'><p style='color:#fff'>Vu</p></div>",
        "<style>.hero td, .hero p{background:#036}</style><div class='hero'><p style='color:#fff'>Vu</p></div>",
        "<table background='a.png'><tr><td style='color:#fff'>Vu</td></tr></table>",
        "<div style='background:linear-gradient(white, blue)'><p style='color:#fff'>Vu</p></div>",
        "<p style='color:#fff'><a href='x'>Vu</a></p>",
        "<p style='font-size:1em'>Vu</p>",
        "<style>@media (max-width: 9px) { .b { font-size: 0 } .c { color: #fff } }</style><p class='b c'>Vu</p>",
        "<p style='background:#000'>Vu</p>",
        "<p style='color:var(--white)'>Vu</p>",
    ],
)
def test_text_that_may_be_seen_on_a_page_is_kept(markup):
    document = read_text("p.html", f"<html><body>{markup}</body></html>")
    assert [(s.text, s.hidden) for s in document.segments] == [("Vu", False)]


def test_what_is_hidden_in_a_table_is_not_read_in_its_cells():
    rows = "<tr><td>Site</td><td>CA</td></tr><tr><td>Lyon</td><td>12<i style='display:none'>99</i></td></tr>"
    document = read_text("p.html", f"<table>{rows}</table>")
    assert [(s.text, s.hidden) for s in document.segments][1:] == [("Lyon | 12", False), ("99", True)]


def test_cells_that_nothing_closes_are_read_once():
    rows = "".join(f"<tr><td>Site {at}<td>{at} k€" for at in range(1500))
    found = page(f"<table>{rows}</table>")
    assert (len(found), found[0][0], found[-1][0]) == (1500, "- | Site 0 | 0 k€", "- | Site 1499 | 1499 k€")
