"""The day of a note and the days of its entries, apart from appointments, deadlines, fractions and section numbers."""

import datetime as dt

import pytest

from copilot.ingest.parse import parse
from copilot.text.said import in_language
from tests.ingest.files import docx_bytes, find, read_text


@pytest.mark.parametrize(
    ("name", "text", "date"),
    [
        ("n.txt", "Point Altinor\nProchaine réunion : 12/05/2025\n", None),
        ("n.txt", "Point Altinor\nProchaine réunion de suivi avec la direction des achats : 12/05/2025\n", None),
        ("n.txt", "Contrat signé le 3 janvier 2019\nLe client est content.\n", None),
        ("n.txt", "Altinor\nContrat signé le 3 janvier 2019, client depuis le 12/04/2015.\n", None),
        ("n.txt", "Offre commerciale Altinor\nValable jusqu'au 31/12/2026\n", None),
        ("n.txt", "Altinor\nÉchéance 31/12/2026\n", None),
        ("n.txt", "Altinor\nNext review: 5 June 2026\n", None),
        ("n.txt", "Altinor\nDate limite de remise : 12/06/2026\n", None),
        ("n.txt", "Altinor\nLivraison du lot 2 le 12/06/2026, 30/06/2026 au plus tard pour le lot 3\n", None),
        ("n.txt", "Altinor\nApprobation du compte rendu du 12/02/2025\n", None),
        ("n.txt", "Altinor\nPériode du 01/01/2025 au 31/12/2025\n", None),
        ("n.txt", "Altinor\nOuverture du site : **5 octobre 2026**\n", None),
        ("n.txt", "Rendez-vous le 12 avril 2027.", None),
        ("n.txt", "Altinor\nOn se voit le 12 avril 2027 à Lyon pour la revue.\n", None),
        ("n.txt", "Altinor\nWe will meet on 12 April 2027 in Lyon.\n", None),
        ("n.txt", "Appel avec Paul le 12/03/2026.\nIl veut 3 %.\n", dt.date(2026, 3, 12)),
        ("n.txt", "RDV le 12/03/2026 avec Paul\nIl veut 3 %.\n", dt.date(2026, 3, 12)),
        ("n.txt", "Prochaine réunion : 12/05/2025\nRéunion du 14/03/2025 à Lyon\n", dt.date(2025, 3, 14)),
        ("n.txt", "Contrat signé le 3 janvier 2019, point du 14/03/2025\n", dt.date(2025, 3, 14)),
        ("n.txt", "Réunion de lancement du 14/03/2025\n", dt.date(2025, 3, 14)),
        ("n.txt", "Altinor – suivi\nLyon, le 14 mars 2025\n", dt.date(2025, 3, 14)),
        ("n.txt", "Modèle version du 01/01/2020\nVisite du 14/03/2025\n", dt.date(2025, 3, 14)),
        ("n.txt", "Weekly report – 14 March 2025\n", dt.date(2025, 3, 14)),
        ("n.txt", "Notes from 14 March 2025 with the buyer\n", dt.date(2025, 3, 14)),
        ("n.txt", "Préparation comité du 15/05/2025\nDate : 02/05/2025\n", dt.date(2025, 5, 2)),
        ("2025-03-14 CR visite.txt", "Altinor\nLe contrat court depuis le 3 janvier 2019.\n", dt.date(2025, 3, 14)),
        ("2025-03-14 CR visite.txt", "Altinor\nOn a reparlé de la panne du 3 janvier 2025.\n", dt.date(2025, 3, 14)),
        ("CR_140325.txt", "Altinor\nProchaine réunion : 12/05/2025\n", dt.date(2025, 3, 14)),
        ("CR_140325.txt", "Altinor\nDate : 13/03/2025\nProchaine réunion : 12/05/2025\n", dt.date(2025, 3, 13)),
        ("visite 14-mars-2025.txt", "Altinor", dt.date(2025, 3, 14)),
        ("visit_14Mar25.txt", "Altinor", dt.date(2025, 3, 14)),
        ("03-14-2025 call.txt", "Altinor", dt.date(2025, 3, 14)),
        ("20250314.txt", "Altinor", dt.date(2025, 3, 14)),
        ("CR 2025.txt", "Altinor\nDate : vendredi 14 mars\n", dt.date(2025, 3, 14)),
    ],
)
def test_the_day_of_a_note_is_not_an_appointment_nor_a_thing_of_the_past(name, text, date):
    assert parse(name, text.encode()).date == date


def test_a_date_after_its_label_is_found_below_the_first_lines():
    head = "Client : Altinor\nLieu : Lyon\nObjet : point\nAnimé par Paul\nSalle 3\nDiffusion interne\nSuivi annuel\n"
    assert read_text("n.txt", f"{head}Date : 14/03/2025\nTexte.\n").date == dt.date(2025, 3, 14)


def test_the_form_above_a_note_dates_it_and_its_actions_do_not():
    def fill(document):
        form = document.add_table(rows=2, cols=2)
        for row, cells in zip(form.rows, [("Lieu", "Lyon"), ("Date", "14/03/2025")], strict=True):
            row.cells[0].text, row.cells[1].text = cells
        document.add_paragraph("Points vus")

    def only_actions(document):
        table = document.add_table(rows=2, cols=3)
        for row, cells in zip(
            table.rows, [("Action", "Qui", "Date"), ("Envoyer l'offre", "Paul", "15/04/2025")], strict=True
        ):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text

    assert parse("n.docx", docx_bytes(fill)).date == dt.date(2025, 3, 14)
    assert parse("n.docx", docx_bytes(only_actions)).date is None


PLAN = """Compte rendu Altinor – 01/04/2025

Le client garde trois sites.

Prochaines étapes
15/04 : envoi de l'offre
22/04 : comité
"""


def test_days_of_a_plan_are_not_the_days_on_which_it_was_said():
    document = read_text("cr.txt", PLAN)
    assert document.date == dt.date(2025, 4, 1)
    assert [segment.said_on for segment in document.segments] == [None] * len(document.segments)


@pytest.mark.parametrize("heading", ["Planning :", "Calendrier", "Next steps", "## Rétroplanning", "Dates clés"])
def test_a_plan_is_known_by_its_heading_when_the_note_has_no_day(heading):
    document = read_text("notes 2025.md", f"Altinor\n\n{heading}\n\n- 15/04 : envoi\n- 22/04/2025 : comité\n")
    assert document.date is None
    assert all(segment.said_on is None for segment in document.segments)


@pytest.mark.parametrize(
    "line",
    [
        "3/4 des volumes passent par Lyon",
        "1/2 journée perdue",
        "3/5 sites audités",
        "24/7 demandé par le client",
        "3.2. Concurrence",
        "3.2 Concurrence",
        "10/12 personnes prévues",
        "3 may be affected",
        "15/04/2025",
        "15/04 : date limite de remise",
        "15/04 : envoyer l'offre",
        "1/2",
    ],
)
def test_fractions_section_numbers_and_due_dates_date_nothing(line):
    document = read_text("notes 2025.txt", f"Altinor\n\nEnvoi\n\nPaul\n\nDivers\n\n{line}\n\nAutre chose ici.\n")
    assert (document.date, find(document, line).said_on) == (None, None)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("12/03 - appel avec Marie", dt.date(2025, 3, 12)),
        ("5/3 appel avec Marie", dt.date(2025, 3, 5)),
        ("12.03. Anruf", dt.date(2025, 3, 12)),
        ("2025-03-12 call with Marie", dt.date(2025, 3, 12)),
        ("March 12 - call with Marie", dt.date(2025, 3, 12)),
        ("Mer 12/03 appel", dt.date(2025, 3, 12)),
        ("**12/03** : appel", dt.date(2025, 3, 12)),
        ("12 mars : appel", dt.date(2025, 3, 12)),
        ("May 12 call with Marie", dt.date(2025, 5, 12)),
    ],
)
def test_entries_of_running_notes_are_dated(line, day):
    document = read_text("notes 2025.txt", f"Altinor\n\n{line}\n")
    assert (document.segments[1].said_on or document.date) == day


def test_years_of_entries_run_back_from_the_day_of_the_note():
    text = "Journal Altinor, mis à jour le 20/01/2026\n\n05/01 - appel\n18/12 - visite\n12/12 - visite\n"
    newest_first = read_text("n.txt", text)
    assert [s.said_on for s in newest_first.segments[1:]] == [
        dt.date(2026, 1, 5), dt.date(2025, 12, 18), dt.date(2025, 12, 12),
    ]  # fmt: skip
    year = read_text("31-12-2025 journal.txt", "Altinor\n\n05/01 - appel\n12/06 - visite\n20/12 - bilan\n")
    assert [s.said_on for s in year.segments[1:]] == [
        dt.date(2025, 1, 5), dt.date(2025, 6, 12), dt.date(2025, 12, 20),
    ]  # fmt: skip


def test_items_below_an_entry_are_of_its_day_and_their_appointments_are_not():
    text = (
        "Carnet 2025\n\n12/03 - appel avec Marie\n- elle garde trois sites\n- 15/04 : comité\n\n19/03 - visite\n"
        "- atelier fermé\n"
    )
    document = read_text("n.txt", text)
    assert find(document, "trois sites").said_on == dt.date(2025, 3, 12)
    assert find(document, "comité").said_on != dt.date(2025, 4, 15)
    assert find(document, "atelier").said_on == dt.date(2025, 3, 19)


def test_headings_with_a_day_date_their_sections():
    text = "# Suivi Altinor 2025\n\n## Point du 12/03\n\nTrois sites.\n\n## Point du 19/03\n\nQuatre sites.\n"
    document = read_text("n.md", text)
    assert find(document, "Trois").said_on == dt.date(2025, 3, 12)
    assert find(document, "Quatre").said_on == dt.date(2025, 3, 19)


def test_american_days_of_entries_have_the_month_first():
    document = read_text("notes 2025.txt", "Altinor\n\n3/14 call with Marie\n\n4/2 visit of the plant\n")
    assert [s.said_on for s in document.segments[1:]] == [dt.date(2025, 3, 14), dt.date(2025, 4, 2)]


ARTICLE = (
    "Altinor ouvre une usine\nActualités\nIndustrie\nRégion\nAbonnez-vous\nAccueil\n{line}\n"
    "Le groupe ouvre un site à Dole.\n"
)


@pytest.mark.parametrize(
    "line",
    [
        "Publié le 12 mars 2026 à 10h02",
        "Par Anne Roy, le 12 mars 2026",
        "By Jo Roy on March 12, 2026",
        "By Jo Roy | 12 March 2026, 4:52 pm",
        "Posted on 2026-03-12 16:02 by Jo Roy",
        "Published 7:33 a.m. ET Mar. 12, 2026 | Updated 3:36 p.m. ET Mar. 14, 2026",
        "Mis à jour le 12 mars 2026",
        "LYON, le 12 mars 2026 – Le groupe annonce son plan.",
        "Calgary, AB (March 12, 2026) – The group announces its plan.",
    ],
)
def test_an_article_is_of_the_day_that_its_byline_gives(line):
    assert read_text("a.txt", ARTICLE.format(line=line)).date == dt.date(2026, 3, 12)


@pytest.mark.parametrize(
    "line",
    [
        "Le contrat publié au registre court jusqu'au 12 mars 2026",
        "Un audit mené par Anne Roy chez Altinor avant le 12 mars 2026",
        "Le directeur attend notre offre révisée et le plan pour le 12 mars 2026 – sans faute.",
    ],
)
def test_other_days_in_an_article_are_not_its_own(line):
    assert read_text("a.txt", ARTICLE.format(line=line)).date is None


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2026-03-12T10:00:00+01:00">',
        '<meta name="DC.date.issued" content="2026-03-12">',
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": "2026-03-12",'
        ' "author": [{"name": "Anne Roy"}]}]}</script>',
        '<time itemprop="datePublished" datetime="2026-03-12">jeudi</time>',
    ],
)
def test_a_page_is_of_the_day_that_it_tells_to_machines(head):
    page = f"<html><head><title>Altinor</title>{head}</head><body><p>Altinor ouvre un site à Dole.</p></body></html>"
    document = read_text("a.html", page)
    assert document.date == dt.date(2026, 3, 12)
    assert document.author == ("Anne Roy" if "author" in head else None)


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="viewport" content="2026-03-12">',
        '<meta property="article:published_time" content="2026-13-45">',
        '<script type="application/ld+json">{"datePublished": </script>',
        '<time datetime="2026-03-12">prochaine réunion</time>',
    ],
)
def test_other_days_in_the_head_of_a_page_do_not_date_it(head):
    assert (
        read_text("a.html", f"<html><head>{head}</head><body><p>Altinor ouvre un site.</p></body></html>").date is None
    )


def test_the_author_of_a_page_is_a_name():
    page = '<html><head><meta name="author" content="{}"></head><body><p>Altinor ouvre un site.</p></body></html>'
    assert read_text("a.html", page.format("Anne Roy")).author == "Anne Roy"
    assert read_text("a.html", page.format("https://example.com/anne")).author is None


AMERICAN = (
    "Account,Close Date,Created,Amount\nNorvia,04/05/2026,12/31/2025 3:15 PM,100\nSarel,04/23/2026,1/2/2026,200\n"
)


def test_days_of_a_table_that_can_only_have_the_month_first_are_written_year_first():
    document = read_text("deals.csv", AMERICAN)
    assert [segment.cells[1:3] for segment in document.segments if segment.kind == "row"] == [
        ("2026-04-05", "2025-12-31 3:15 PM"),
        ("2026-04-23", "2026-01-02"),
    ]
    line = (
        "dates with the month first are written with the year first, in the columns Close Date, Created: "
        "04/05/2026 is 2026-04-05"
    )
    assert document.warnings == (line,)
    assert in_language(line, "fr").endswith("colonnes Close Date, Created\u00a0: 04/05/2026 est le 2026-04-05")


@pytest.mark.parametrize(
    "text",
    [
        "Client,Date,CA\nNorvia,04/05/2026,100\nSarel,03/02/2026,200\n",
        "Client,Date,CA\nNorvia,04/05/2026,100\nSarel,23/04/2026,200\n",
        "Client,Date,Fin,CA\nNorvia,04/23/2026,23/04/2026,100\nSarel,04/05/2026,04/05/2026,200\n",
        "Client,Date,CA\nNorvia,04/23/2026,100\nSarel,04/24/2026,200\n",
        "Nom,Date,CA\nNorvia,04/05/1975,100\nSarel,04/23/1975,200\n",
        "Client,Pièces,CA\nNorvia,lot 04/23/2026,100\nSarel,04/05/2026,200\nDax,n.c.,300\n",
    ],
)
def test_days_that_may_be_otherwise_or_that_nobody_misreads_stay_as_written(text):
    document = read_text("x.csv", text)
    assert [",".join(segment.cells) for segment in document.segments] == text.strip().split("\n")
    assert document.warnings == ()


def test_the_day_of_a_workbook_is_read_in_the_order_of_its_tables():
    assert read_text("x.csv", "Pipeline 03/04/2026\n" + AMERICAN.replace("Account", "Client")).date == dt.date(
        2026, 3, 4
    )
