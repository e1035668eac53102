"""Boilerplate, copies and broken tables, on texts in the shapes of web articles that were pasted into notes."""

from pathlib import Path

import pytest

from copilot.ingest.chunk import chunk
from copilot.ingest.read import read
from copilot.schemas.evidence import ParsedDocument, Segment
from tests.ingest.files import find, read_text, texts

SEEDS = Path(__file__).resolve().parents[3] / "shared" / "seeds"
NOTICE = (
    "En laissant votre adresse, vous acceptez de recevoir chaque mois nos articles. Vos données personnelles sont "
    "utilisées pour le suivi de votre demande et conservées pendant trois ans. Vous disposez d'un droit d'accès, de "
    "rectification et d'opposition, exercé en écrivant à notre DPO, et pouvez saisir une autorité de contrôle."
)
SECTIONS = {
    "Comment suivre un site ?": "Chaque trimestre, le responsable du compte relit les ordres de travail de "
    "chaque site et compare les délais promis aux délais tenus par ses équipes.",
    "Qui décide des achats ?": "Les achats du groupe décident du prix, les directeurs de site décident du volume, "
    "et personne ne signe sans l'accord du contrôle de gestion.",
    "Que coûte un arrêt de ligne ?": "Une heure d'arrêt coûte plus cher que la remise d'une année entière, ce que peu "
    "d'acheteurs savent au début d'une négociation.",
    "Comment préparer la négociation ?": "Avant chaque rendez-vous, une équipe écrit ce qu'elle veut obtenir, "
    "ce qu'elle peut donner et ce qu'elle refuse de donner.",
}


def article(*, announced: str = "", items: str = "", changed: bool = False) -> str:
    lines = [line for heading, text in SECTIONS.items() for line in (heading, "", text, "")]
    text = "\n".join([*lines, announced, items])
    return text.replace("relit", "relit d'abord").replace("Qui décide", "Qui donc décide") if changed else text


def marked(document: ParsedDocument, part: str) -> list[str]:
    return [s.text for s in document.segments if (s.locator.part or "").endswith(part)]


def evidence(document: ParsedDocument) -> list[Segment]:
    return [s for s in document.segments if not (s.locator.part or "").endswith(("mention légale", "répétition"))]


def test_newsletter_and_data_protection_blocks_are_set_apart():
    document = read_text(
        "article.txt",
        f"Recevez notre newsletter Industrie\n{NOTICE}\n\nSuivre un compte industriel\n\n{article()}\n\nEcrit par\n\n"
        "Paule Martin\nEn savoir plus\nnewsletter image\n\nRecevez nos newsletters\n\nMaintenance, Achats, Méthodes\n\n"
        "Abonnez-vous",
    )
    assert marked(document, "mention légale") == [
        "Recevez notre newsletter Industrie",
        NOTICE,
        "En savoir plus",
        "newsletter image",
        "Recevez nos newsletters",
        "Maintenance, Achats, Méthodes",
        "Abonnez-vous",
    ]
    assert document.title == "Suivre un compte industriel"
    assert NOTICE in document.text()
    assert not any("DPO" in one.text for one in chunk(document))


def test_an_article_that_stands_twice_is_kept_once():
    document = read_text("article.txt", f"{article()}\n\nAncienne version\n\n{article()}")
    assert len(marked(document, "répétition")) == 2 * len(SECTIONS)
    assert [s.text for s in evidence(document)] == [*(t for pair in SECTIONS.items() for t in pair), "Ancienne version"]
    assert sum("contrôle de gestion" in one.text for one in chunk(document)) == 1


def test_a_changed_copy_is_a_copy_but_what_it_adds_stays():
    document = read_text(
        "a.txt", f"{article()}\n\n{article(changed=True)}\nUne phrase qui n'est que dans la seconde version."
    )
    kept = [s.text for s in evidence(document)]
    assert "Une phrase qui n'est que dans la seconde version." in kept
    assert "Qui donc décide des achats ?" in kept
    assert not any("relit d'abord" in text for text in kept)


def test_of_two_copies_the_one_with_the_list_is_kept():
    announced = "Une bonne négociation avec un grand compte industriel repose sur trois appuis :"
    items = "• le prix ;\n• le délai ;\n• la confiance."
    document = read_text(
        "a.txt", f"{article(announced=announced)}\n\nPuis\n\n{article(announced=announced, items=items)}"
    )
    first, second = (s for s in document.segments if s.text == announced)
    assert (first.locator.part, second.locator.part) == ("répétition", None)
    assert [s.text for s in document.segments[second.ordinal + 1 :]] == items.split("\n")


def test_habits_of_a_writer_are_no_copies():
    text = "\n\n".join(
        f"{day} mars 2026\n\nOn attend toujours le retour des achats sur le contrat cadre.\n\nPoint numéro {day} : "
        f"le site {day} a relancé la commande."
        for day in range(1, 9)
    )
    assert marked(read_text("a.txt", text), "répétition") == []


@pytest.mark.parametrize(
    "text",
    [
        "Le client veut une clause RGPD : ses données personnelles restent en France, DPO à nommer avant juin.",
        "Il nous a demandé de ne plus l'inviter aux webinaires mais de garder la newsletter de Lyon.",
        "Ce message du directeur est confidentiel, dit Anne, mais tout le monde l'a lu.",
        "Le prix a été imprimé par erreur sur le devis.",
        "(c) compris dans le taux horaire.",
        "Le client regarde les cookies de notre site avant d'accepter la démonstration.",
    ],
)
def test_what_is_said_about_such_things_is_no_boilerplate(text):
    document = read_text(
        "a.txt", f"Point du 3 mars 2026 avec Dupond.\n\n{text}\n\nLa suite est prévue le 12 mars à Lyon."
    )
    assert marked(document, "mention légale") == []


def test_a_document_about_it_is_left_as_it_is():
    document = read_text("politique.txt", f"{NOTICE}\n\n{NOTICE.replace('trois', 'cinq')}\n\nVersion 2 de mars.")
    assert marked(document, "mention légale") == []


@pytest.mark.parametrize(
    "line",
    [
        "Ce message est confidentiel et destiné à son seul destinataire ; merci de nous signaler toute erreur.",
        "If you have received this e-mail in error, please notify the sender and delete it.",
        "Pensez à l'environnement avant d'imprimer ce message.",
        "Cet e-mail provient de l'extérieur de l'organisation : ne cliquez sur aucun lien.",
        "You don't often get email from a.roy@y.example. Learn why this is important",
        "Vous recevez cet e-mail car vous êtes inscrit à notre liste de diffusion.",
        "Pour vous désabonner, cliquez sur ce lien.",
        "Voir cet e-mail dans votre navigateur",
        "© 2026 Acme. Tous droits réservés.",
    ],
)
def test_footers_of_mails_and_pages_are_set_apart_wherever_they_stand(line):
    document = read_text(
        "a.txt", f"Bonjour,\n\n{line}\n\nLe devis de 12 k€ est accepté par Dupond, démarrage le 3 mars.\n\nAnne"
    )
    assert marked(document, "mention légale") == [line]


def test_a_quoted_footer_stays_quoted():
    text = (
        "D'accord pour le 12.\n\nLe 3 mars 2026 à 09:00, Bruno Roux a écrit :\n> On part sur 4 % ?\n>\n"
        "> If you are not the intended recipient, delete this message.\n>\n> Bruno\n"
    )
    document = read_text("m.txt", text)
    legal = [s for s in document.segments if "intended recipient" in s.text]
    assert [(s.kind, s.locator.part) for s in legal] in (
        [("quoted", "message cité, mention légale")], [("comment", "signature")]
    )  # fmt: skip
    assert find(document, "4 %").locator.part == "message cité"


def test_what_frames_a_web_page_is_set_apart():
    page = (
        "<html><body class='cookie-ok'><div class='cookie-banner'>Nous mesurons l'audience. <button>OK</button></div>"
        f"<h1>Bilan</h1><p>{SECTIONS['Qui décide des achats ?']}</p><article><p>Un article avec "
        "<footer>sa source : Insee</footer></p></article><div id='newsletter'><p>Votre adresse</p></div>"
        "<footer><p>Acme, 12 rue X</p></footer></body></html>"
    )
    document = read_text("page.html", page)
    assert marked(document, "mention légale") == ["Nous mesurons l'audience.", "Votre adresse", "Acme, 12 rue X"]
    assert "sa source : Insee" in texts(document)
    only = "<html><body><footer><p>Tout est dans le pied de page, le prix de 12 k€ aussi.</p></footer></body></html>"
    assert marked(read_text("p.html", only), "mention légale") == []


TABLES = {
    "flattened": (
        "Date Société Interlocuteur Fonction Action Résultat\n\n4 mai 2025. Alpha. Mr. X. Acheteur. Relance. "
        "Revoir le\ndevis.\n\n3 mai 2025. Bêta Mme Y. Directrice. Visite. Pas de besoin.\n\n2 mai 2025 Gamma M. Z. "
        "Ingénieur. Appel. Offre.",
        ["Date | Société | Interlocuteur | Fonction | Action | Résultat",
         "4 mai 2025. | Alpha. | Mr. X. | Acheteur. | Relance. | Revoir le devis.",
         "3 mai 2025. | Bêta | Mme Y. | Directrice. | Visite. | Pas de besoin.",
         "2 mai 2025 | Gamma | M. Z. | Ingénieur. | Appel. | Offre."],
    ),
    "two flattened columns": (
        "Critère Description\nPotentiel Volume d'achat que le client peut atteindre.\n"
        "Fidélité Part de ses achats chez nous.",
        ["Critère | Description", "Potentiel | Volume d'achat que le client peut atteindre.",
         "Fidélité | Part de ses achats chez nous."],
    ),
    "tabs": ("Site\tCA\nLyon\t120 k€\nNancy\t80 k€", ["Site | CA", "Lyon | 120 k€", "Nancy | 80 k€"]),
    "blanks": (
        "Poste        2024     2025\nRégie        50,10    51,20\nMajoration   35 %     35 %",
        ["Poste | 2024 | 2025", "Régie | 50,10 | 51,20", "Majoration | 35 % | 35 %"],
    ),
    "bars without a rule": ("| Nom | Rôle |\n| Anne | Achats |", ["Nom | Rôle", "Anne | Achats"]),
    "a drawn grid": (
        "+------+-----+\n| Site | ETP |\n+------+-----+\n| Lyon | 12  |\n+------+-----+", ["Site | ETP", "Lyon | 12"]
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TABLES)
def test_a_table_that_lost_its_grid_is_rows_again(case):
    text, rows = TABLES[case]
    document = read_text("a.txt", f"Voici le suivi :\n\n{text}\n\nLa suite est prévue en mars.")
    assert texts(document) == ["Voici le suivi :", *rows, "La suite est prévue en mars."]
    last = find(document, rows[-1])
    assert (last.kind, last.header) == ("row", tuple(rows[0].split(" | ")))


@pytest.mark.parametrize(
    "text",
    [
        "5 mars\tle client repousse la réunion au 20 et demande un avenant avant la fin du mois\n"
        "7 mars\tAnne confirme que le budget est validé par la direction générale du groupe",
        "5 mai   Anne ne peut pas le 8, le juridique glisse au 20 mai, ce qui reste avant le dépôt\n"
        "7 mai   objectifs : renouveler trois lignes, vendre le module, ne pas dépasser le budget\n"
        "8 mai   rythme : revue chaque trimestre, appel avec Bruno un mercredi sur deux, visite en juin",
        "\t- premier point\n\t- second point",
        "Marie Dupont Directrice Achats\nPaul Durand Responsable Site\nAnne Roy Acheteuse",
        "Présents : Marie   Paul\nExcusés : Anne",
    ],
)
def test_notes_with_tabs_and_names_are_no_tables(text):
    assert all(s.kind != "row" for s in read_text("a.txt", text).segments)


def test_a_table_in_a_mail_is_rows_with_their_columns():
    mail = (
        "From: a@x.example\nSubject: prix\nContent-Type: text/html; charset=utf-8\n\n<p>Bonjour,</p><table><tr>"
        "<td>Site</td><td>Prix</td></tr><tr><td>Lyon</td><td>12 k€</td></tr><tr><td>Nancy</td><td>9 k€</td></tr>"
        "</table><p>Merci</p>"
    )
    row = find(read_text("m.eml", mail), "Lyon")
    assert (row.kind, row.header, row.cells, row.locator.row) == ("row", ("Site", "Prix"), ("Lyon", "12 k€"), 2)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the articles are not here")
def test_real_articles_lose_their_copies_and_notices_and_keep_their_lists():
    found = [read(path.name, path.read_bytes()) for path in sorted(SEEDS.glob("*.txt"))]
    twice, *others = found
    assert len(marked(twice, "répétition")) >= 35
    keys = [s for s in evidence(twice) if "3 clés" in s.text]
    assert len(keys) == 1
    assert [s.kind for s in twice.segments[keys[0].ordinal + 1 : keys[0].ordinal + 4]] == ["item"] * 3
    assert sum(len(marked(document, "répétition")) for document in others) == 0
    for document in (found[0], found[1], found[4]):
        legal = marked(document, "mention légale")
        assert any("portabilité" in text for text in legal)
        assert any("Abonnez-vous" in text for text in legal)
    assert not any("portabilité" in one.text for document in found for one in chunk(document))
    report = [s for s in found[3].segments if s.kind == "row"]
    assert [len(s.cells) for s in report] == [6, 6, 6]
    assert report[0].header == ("Date d’action", "Société", "Interlocuteur", "Fonction", "Action", "Résultat")
    assert [s.cells[0] for s in found[2].segments if s.kind == "row"] == ["Grands comptes", "Fidélisation"]
