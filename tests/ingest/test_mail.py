import datetime as dt
from email.message import EmailMessage

import pytest

from copilot.ingest.read import read
from tests.ingest.files import find, read_text, texts, xlsx_bytes

OUTLOOK_FR = """Bonjour Karim,
Le taux est de 52,40 €.

Bien cordialement,
Anne Roy
Directrice achats

________________________________
De : Karim BEN <k@x.example>
Envoyé : vendredi 20 février 2026 15:30
À : Anne Roy ; Luc Petit
Objet : Question

Quel est le taux ?
K.

-----Message d'origine-----
De : Luc Petit
Envoyé : jeudi 19 février 2026 08:12
À : Karim BEN
Objet : Question

Demande à Anne le taux 2026.
"""


def mail(body: str, **headers: str) -> EmailMessage:
    message = EmailMessage()
    defaults = {
        "From": "Anne Roy <a.roy@y.example>", "To": '"Ben, Karim" <k@x.example>, luc@x.example',
        "Subject": "RE : été 2026", "Date": "Wed, 25 Feb 2026 23:30:00 +0100",
    }  # fmt: skip
    for name, value in (defaults | headers).items():
        message[name] = value
    message.set_content(body)
    return message


def test_headers_are_decoded():
    document = read("m.eml", mail("Bonjour à tous").as_bytes())
    assert (document.kind, document.title, document.author) == ("mail", "RE : été 2026", "Anne Roy")
    assert document.recipients == ("Karim Ben", "luc@x.example")
    assert "Anne Roy <a.roy@y.example>" in document.addresses
    assert document.date == dt.date(2026, 2, 25)


def test_outlook_thread_gives_each_message_its_author_and_date():
    document = read("m.eml", mail(OUTLOOK_FR).as_bytes())
    own, first, second = find(document, "52,40"), find(document, "Quel est"), find(document, "Demande à Anne")
    assert (own.kind, own.author, own.said_on) == ("paragraph", "Anne Roy", None)
    assert (first.kind, first.author, first.said_on) == ("quoted", "Karim BEN", dt.date(2026, 2, 20))
    assert (second.kind, second.author, second.said_on) == ("quoted", "Luc Petit", dt.date(2026, 2, 19))


def test_signature_is_set_apart():
    document = read("m.eml", mail(OUTLOOK_FR).as_bytes())
    signature = find(document, "Directrice achats")
    assert (signature.kind, signature.locator.part, signature.author) == ("comment", "signature", "Anne Roy")
    assert find(document, "K.").kind == "comment"


def test_marked_quotes_in_three_languages_nest():
    body = (
        "Fine for me.\n\nSent from my iPhone\n\n"
        "> On Feb 18, 2026, at 5:03 PM, Anne Roy <a@y.example> wrote:\n>\n> Could you confirm?\n>\n"
        ">> Am 12.02.2026 um 09:41 schrieb Max Muster <m@y.example>:\n>> Bitte bestätigen.\n>>\n"
        ">>> Le 28 janv. 2026 à 18:00, Luc Petit a écrit :\n>>> Voici la note.\n"
    )
    document = read("m.eml", mail(body).as_bytes())
    said = {s.text: (s.author, s.said_on) for s in document.segments if s.kind == "quoted"}
    assert said == {
        "Could you confirm?": ("Anne Roy", dt.date(2026, 2, 18)),
        "Bitte bestätigen.": ("Max Muster", dt.date(2026, 2, 12)),
        "Voici la note.": ("Luc Petit", dt.date(2026, 1, 28)),
    }
    assert find(document, "iPhone").locator.part == "signature"


def test_answers_between_quotes_are_the_authors_own():
    body = "Le 3 mars 2026 à 10:00, Luc a écrit :\n> Prix ?\n\n52 € de l'heure.\n\n> Délai ?\n\nTrois semaines.\n"
    document = read("m.eml", mail(body).as_bytes())
    assert [(s.kind, s.author) for s in document.segments[1:]] == [
        ("quoted", "Luc"), ("paragraph", "Anne Roy"), ("quoted", "Luc"), ("paragraph", "Anne Roy")
    ]  # fmt: skip


def test_a_phone_number_is_no_name():
    body = "Ok.\n\nLe 3 mars 2026 à 10:00, +33 6 12 34 56 78 <luc@x.example> a écrit :\n> Prix ?\n"
    document = read("m.eml", mail(body, From='"+1" <anne@x.example>').as_bytes())
    assert (document.author, find(document, "Prix").author) == ("anne@x.example", "luc@x.example")


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
def test_headers_of_raw_bytes_are_read(encoding):
    data = "From: Zoé Côté <z@x.example>\nTo: Léa <l@x.example>\nSubject: Été à Orléans\n\nÉté\n".encode(encoding)
    document = read("m.eml", data)
    assert (document.author, document.recipients, document.title) == ("Zoé Côté", ("Léa",), "Été à Orléans")


@pytest.mark.parametrize(
    ("declared", "written"), [("iso-8859-1", "utf-8"), ("windows-1252", "utf-8"), ("utf-8", "cp1252"), ("x-y", "utf-8")]
)
def test_a_body_that_is_not_in_the_encoding_it_declares_is_read(declared, written):
    head = f"From: a@x.example\nContent-Type: text/plain; charset={declared}\nContent-Transfer-Encoding: 8bit\n\n"
    assert texts(read("m.eml", (head + "Été à 52 €, déjà noté.").encode(written))) == ["Été à 52 €, déjà noté."]


def test_attachments_without_a_name_are_read_and_the_same_one_once():
    message = mail("Ci-joint.")
    table = xlsx_bytes(lambda book: [book.active.append(row) for row in (["Site", "CA"], ["Lyon", 12])])
    message.add_attachment(table, maintype="application", subtype="octet-stream")
    for _ in range(2):
        message.add_attachment("Prix : 12 €".encode(), maintype="text", subtype="plain")
    document = read("m.eml", message.as_bytes())
    assert (texts(document).count("Prix : 12 €"), find(document, "Lyon").text) == (1, "Lyon | 12")
    assert document.warnings == ()


def test_what_outlook_packed_is_told():
    message = mail("Ci-joint.")
    packed = b"\x78\x9f\x3e\x22" + bytes(40)
    message.add_attachment(packed, maintype="application", subtype="ms-tnef", filename="winmail.dat")
    (warning,) = read("m.eml", message.as_bytes()).warnings
    assert warning.startswith("attachment 'winmail.dat' was not read: Outlook packed files in it")


def test_html_mail_keeps_tables_and_quotes():
    message = mail("")
    message.set_content(
        "<p>Voici les prix</p><table><tr><td>Poste</td><td>Prix</td></tr><tr><td>Régie</td><td>52 €</td></tr></table>"
        "<blockquote><p>Quels sont les prix ?</p></blockquote>",
        subtype="html",
    )
    document = read("m.eml", message.as_bytes())
    assert "Régie | 52 €" in texts(document)
    assert find(document, "Quels sont").kind == "quoted"


def test_attachments_are_read_and_what_cannot_be_is_reported():
    message = mail("Ci-joint le tableau.")
    table = xlsx_bytes(lambda book: [book.active.append(row) for row in (["Site", "CA"], ["Lyon", 12])])
    message.add_attachment(table, maintype="application", subtype="octet-stream", filename="suivi.xlsx")
    message.add_attachment(b"\0\1\2\3" * 50, maintype="application", subtype="octet-stream", filename="logo.bin")
    document = read("m.eml", message.as_bytes())
    row = find(document, "Lyon")
    assert (row.text, row.locator.part, row.locator.row) == ("Lyon | 12", "pièce jointe: suivi.xlsx", 2)
    assert any("logo.bin" in warning for warning in document.warnings)
    assert [s.ordinal for s in document.segments] == list(range(len(document.segments)))


def test_a_forwarded_mail_keeps_its_own_author():
    message = mail("Pour info.")
    message.add_attachment(
        mail("Prix ferme : 48 €", From="Luc Petit <l@z.example>", Date="Mon, 2 Feb 2026 10:00:00 +0100")
    )
    segment = find(read("m.eml", message.as_bytes()), "48 €")
    assert (segment.author, segment.said_on) == ("Luc Petit", dt.date(2026, 2, 2))


def test_a_thread_pasted_as_text_is_taken_apart_too():
    document = read_text("fil.txt", OUTLOOK_FR)
    assert find(document, "Quel est").author == "Karim BEN"
    assert find(document, "Quel est").locator.line == 14


def test_words_that_look_like_headers_stay_text():
    body = "The data comes From: our database, not From: external sources.\nDe : rien\nfin"
    assert [s.kind for s in read("m.eml", mail(body).as_bytes()).segments] == ["paragraph"] * 3


def test_broken_headers_do_not_stop_the_reader():
    data = b"From: =?utf-8?b?SGVsb?= <x@y>\nSubject: =?foo?q?caf=E9?=\nDate: not a date\n\nTexte utile\n"
    document = read("m.eml", data)
    assert document.date is None
    assert "Texte utile" in document.text()


def parts_of(body: str) -> dict[str, str]:
    """Each line of a mail's body and whether it is the signature's."""
    message = EmailMessage()
    message["From"], message["Subject"] = "Anne Roy <a@x.example>", "Offre"
    message.set_content(body)
    return {s.text: s.locator.part or "" for s in read("a.eml", message.as_bytes()).segments}


@pytest.mark.parametrize(
    "below",
    [
        "P.S. : le prix passe à 120 € en juin.",
        "PS - on se voit lundi",
        "NB : il faut répondre avant le 3 mars, sinon ils signent avec Norvia.",
        "Annexe : volumes par site",
        "Appendix: volumes per site",
    ],
)
def test_a_postscript_below_the_signature_is_said(below):
    parts = parts_of(f"Bonjour,\n\nD'accord pour 3 %.\n\nCordialement,\nAnne Roy\nDirectrice achats\n\n{below}\n")
    assert parts[below] == ""
    assert (parts["Cordialement,"], parts["Directrice achats"]) == ("signature", "signature")


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("Bonjour,\n\nMerci\nPour info le concurrent propose 46,80 € de l'heure.\nOn en parle lundi.\n",
         ["Merci", "Pour info le concurrent propose 46,80 € de l'heure.", "On en parle lundi."]),
        ("Bonjour,\n\nCe message est confidentiel : le prix plancher est de 46 €/h.\nLa décision tombe le 12 mai.\n",
         ["Ce message est confidentiel : le prix plancher est de 46 €/h.", "La décision tombe le 12 mai."]),
        ("Bonjour,\n\nCe mail est confidentiel et destiné à Luc.\nLa décision tombe le 12 mai.\n\nCdt,\nAnne\n",
         ["Ce mail est confidentiel et destiné à Luc.", "La décision tombe le 12 mai."]),
        ("Bonjour,\n\nCe message est confidentiel : nous gardons Norvia.\nKarim prépare l'avenant.\n",
         ["Ce message est confidentiel : nous gardons Norvia.", "Karim prépare l'avenant."]),
        ("Hi,\n\nThanks\nWe agreed on a 4% discount.\n\nRegards\nAnne\n", ["Thanks", "We agreed on a 4% discount."]),
    ],
)  # fmt: skip
def test_sentences_after_a_closing_or_a_notice_are_said(body, kept):
    parts = parts_of(body)
    assert [parts[text] for text in kept] == [""] * len(kept)


def test_a_notice_below_the_signature_is_no_evidence():
    notice = "Ce message et ses pièces jointes sont confidentiels et destinés exclusivement à leur destinataire."
    parts = parts_of(f"Bonjour,\n\nD'accord.\n\nCordialement\nAnne Roy\n\n{notice}\nPensez à l'environnement.\n")
    assert (parts["D'accord."], parts[notice]) == ("", "signature")


@pytest.mark.parametrize("remark", ["Ma remarque : elle bluffe, plafond à 4 %.", "My take: she will sign at 4%."])
def test_a_remark_below_a_pasted_mail_is_not_its_authors(remark):
    mail = "De : Anne Roy\nEnvoyé : jeudi 12 mars 2026 10:00\nÀ : Karim Ben\nObjet : Tarif\n\nNous acceptons 3 %.\n\n"
    document = read_text("mail.txt", f"{mail}Cordialement,\nAnne Roy\nDirectrice achats\n\n{remark}\n")
    said, kept = find(document, "acceptons"), find(document, remark[:12])
    assert (said.author, said.kind, said.said_on) == ("Anne Roy", "quoted", dt.date(2026, 3, 12))
    assert (kept.author, kept.kind, document.author) == (None, "paragraph", None)
    assert find(document, "Directrice").locator.part == "signature"


NOTICE = "Ce message est confidentiel et destiné exclusivement à son destinataire."


@pytest.mark.parametrize(
    ("below", "said"),
    [
        ("Pour Dole nous acceptons un préavis de six mois.", True),
        ("Remise de 3 % sur les pièces, à confirmer demain.", True),
        ("Toute diffusion non autorisée est interdite, nous déclinons toute responsabilité.", False),
        ("Datavia SA au capital de 40 000 €, RCS Lyon 123 456 789, siège à Lyon.", False),
    ],
)
def test_what_is_said_below_a_notice_is_kept(below: str, said: bool) -> None:
    head = "From: a@b.fr\nSubject: Prix\nContent-Type: text/plain; charset=utf-8\n\n"
    mail = f"{head}Bonjour,\n\n{NOTICE}\n\n{below}\nÀ suivre.\n"
    segments = read("m.eml", mail.encode()).segments
    assert any(s.kind == "paragraph" and below in s.text for s in segments) == said


OFFER = "Quel est votre budget ?\n{first}\nQui décide ?\n{second}\nKarim\n"
OPENING = "De : Karim Ben <k@y.example>\nEnvoyé : dimanche 1 mars 2026 09:00\nÀ : Anne Roy\nObjet : offre\n\n"


def said_by(document):
    return [(s.author, s.text) for s in document.segments if s.locator.part != "en-tête du message cité"]


def test_signed_answers_inside_a_quoted_message_are_their_authors_own():
    body = "Mes réponses dans le texte.\n\n" + OPENING + OFFER.format(first="[AR] 400 k€.", second="Anne : la DAF.")
    document = read("m.eml", mail(body, From="Anne Roy <a@x.example>").as_bytes())
    assert said_by(document)[1:] == [
        ("Karim Ben", "Quel est votre budget ?"),
        ("Anne Roy", "[AR] 400 k€."),
        ("Karim Ben", "Qui décide ?"),
        ("Anne Roy", "Anne : la DAF."),
        ("Karim Ben", "Karim"),
    ]


@pytest.mark.parametrize(
    "announced", ["Voir mes réponses en rouge ci-dessous.", "See my answers below", "Cf. réponses ci-dessous"]
)
def test_answers_whose_colour_is_lost_are_not_said_by_who_asked(announced):
    body = f"{announced}\n\n" + OPENING + OFFER.format(first="400 k€.", second="La DAF.")
    document = read("m.eml", mail(body, From="Anne Roy <a@x.example>").as_bytes())
    assert said_by(document)[1:] == [
        ("Karim Ben", "Quel est votre budget ?"),
        (None, "400 k€."),
        ("Karim Ben", "Qui décide ?"),
        (None, "La DAF."),
        ("Karim Ben", "Karim"),
    ]


def test_a_message_that_announces_no_answers_keeps_its_author():
    body = "Bien reçu, merci.\n\n" + OPENING + OFFER.format(first="Le nôtre est de 400 k€.", second="Note : la DAF.")
    document = read("m.eml", mail(body, From="Anne Roy <a@x.example>").as_bytes())
    assert {author for author, _ in said_by(document)[1:]} == {"Karim Ben"}


COLOURED = (
    "<p>{announced}</p><p><b>De :</b> Karim Ben &lt;k@y.example&gt;<br><b>Envoyé :</b> dimanche 1 mars 2026 09:00<br>"
    "<b>À :</b> Anne Roy<br><b>Objet :</b> offre</p><p>Nous proposons 2 %. {open}Non, 3 %.{close}</p>"
    "<p>Qui signe ?</p><p>{open}La DAF.{close}</p><p>Le délai est de 30 jours.</p>"
)


@pytest.mark.parametrize(
    ("announced", "begins", "ends"),
    [
        ("Voir mes réponses en rouge.", '<span style="color:#C00000">', "</span>"),
        ("Je vous réponds en bleu dans le texte.", '<font color="#0070C0">', "</font>"),
        ("My comments in bold below.", "<strong>", "</strong>"),
        ("Answers in green", "<span style='color: rgb(0, 176, 80)'>", "</span>"),
    ],
)
def test_answers_told_by_their_look_are_their_authors_own(announced, begins, ends):
    message = mail(f"{announced}\n\n{OPENING}Nous proposons 2 %. Non, 3 %.", From="Anne Roy <a@x.example>")
    message.add_alternative(COLOURED.format(announced=announced, open=begins, close=ends), subtype="html")
    assert said_by(read("m.eml", message.as_bytes())) == [
        ("Anne Roy", announced),
        ("Karim Ben", "Nous proposons 2 %."),
        ("Anne Roy", "Non, 3 %."),
        ("Karim Ben", "Qui signe ?"),
        ("Anne Roy", "La DAF."),
        ("Karim Ben", "Le délai est de 30 jours."),
    ]


def test_a_look_that_no_mail_announces_says_nothing_of_who_wrote():
    message = mail("")
    message.set_content(COLOURED.format(announced="Merci.", open="<b>", close="</b>"), subtype="html")
    assert {author for author, _ in said_by(read("m.eml", message.as_bytes()))[1:]} == {"Karim Ben"}


def test_who_asked_signs_the_questions():
    body = "Je réponds en bleu dans votre mail.\n\n" + OPENING + "Qui décide ?\nBien à vous, Karim\n"
    document = read("m.eml", mail(body, From="Anne Roy <a@x.example>").as_bytes())
    assert said_by(document)[-1] == ("Karim Ben", "Bien à vous, Karim")


def test_answers_between_the_quotes_of_gmail_are_the_authors_own():
    message = mail("", From="Anne Roy <a@x.example>")
    message.set_content(
        '<div>See below</div><div class="gmail_quote"><div class="gmail_attr">On Sun, Mar 1, 2026 at 9:00 AM Karim Ben '
        '&lt;k@y.example&gt; wrote:<br></div><blockquote class="gmail_quote">What is your budget?</blockquote>'
        '<div>400k</div><blockquote class="gmail_quote">Who decides?</blockquote><div>The CFO.</div></div>',
        subtype="html",
    )
    assert said_by(read("m.eml", message.as_bytes()))[1:] == [
        ("Karim Ben", "What is your budget?"),
        ("Anne Roy", "400k"),
        ("Karim Ben", "Who decides?"),
        ("Anne Roy", "The CFO."),
    ]
