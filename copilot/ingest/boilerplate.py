"""Text that says nothing about the account: legal footers, newsletters, data protection notices, copies of itself.

It stays in the document, where a reader finds it, and is marked: it is no evidence and is not searched. A document
that consists of it, such as a policy that somebody wants read, is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from copilot.ingest.parts import BOILERPLATE, SIGNATURE, is_unsaid
from copilot.ingest.repetition import repeated
from copilot.schemas.evidence import DocumentKind, Segment

_KINDS = ("paragraph", "item", "heading", "title", "comment", "quoted")
_LEAST_LEFT = 12
"""words: a document that has fewer beside its boilerplate is about it, unless it is a mail"""
_SHORT = 8
"""words: a short line between two marked ones belongs to them"""
_GAP = 2
_LONGEST = 4_000
_LEFT_ALONE: tuple[DocumentKind, ...] = ("contract", "transcript", "interview")

_ALONE = re.compile(
    r"(?:"
    # newsletters and mailings
    r"\b(?:recevez|abonnez-vous à|inscrivez-vous à|s.abonner à|souscri\w+ à) (?:gratuitement )?(?:notre|nos|la|les) "
    r"(?:newsletter|lettre d.information|infolettre)s?"
    r"|\b(?:subscribe to|sign up (?:for|to)|get) (?:our|the) (?:\w+ )?newsletter"
    r"|\b(?:vous recevez|vous avez reçu) (?:ce|cet|cette) (?:e-?mail|message|courriel|newsletter|lettre)\b"
    r".{0,60}\b(?:car|parce que|en tant que|suite à votre)"
    r"|\byou(?: are|.re)? receiv(?:ed|ing) this (?:e-?mail|message|newsletter)\b.{0,60}\b(?:because|as|since)"
    r"|\b(?:pour )?(?:vous |me |se )?(?:désabonner|désinscrire)\b.{0,80}(?:clique|lien|ici|adresse|newsletter|liste)"
    r"|\bsi vous ne souhaitez plus recevoir\b|\bne plus recevoir (?:ces|nos|de) (?:e-?mails?|messages?|newsletters?)"
    r"|\bunsubscribe\b.{0,60}(?:here|link|click|list|any time|preferences)|\bclick here to unsubscribe\b"
    r"|\b(?:update|manage) (?:your )?(?:e-?mail )?(?:preferences|subscriptions?)\b"
    r"|\b(?:voir|afficher|consulter) (?:cet e-?mail|ce message|la version) (?:dans (?:votre|un) navigateur|en ligne)"
    r"|\bview (?:this (?:e-?mail|message) )?(?:in (?:your|a) browser|online version)"
    # cookies
    r"|\b(?:nous utilisons|ce site utilise|utilisation) (?:de |des |les )?cookies\b|\bwe use cookies\b"
    r"|\b(?:accepter|refuser|gérer|paramétrer) (?:tous )?(?:les |mes )?cookies\b|\baccept (?:all )?cookies\b"
    # legal footers of mails
    r"|\bce (?:message|courriel|mail|e-mail|courrier)\b.{0,120}\b(?:confidentiel|exclusi|destiné|susceptible)\w*"
    r".{0,200}\b(?:destinataire|erreur|détrui|supprim|interdit|responsab)"
    r"|\bsi vous (?:n.êtes pas|avez reçu).{0,60}(?:destinataire|par erreur)"
    r"|\b(?:this|the information in this) (?:e-?mail|message|communication)\b.{0,160}"
    r"\b(?:confidential|privileged|intended)"
    r"|\bif you (?:are not|have received this).{0,80}(?:recipient|error|mistake)"
    r"|\b(?:pensez|penser|merci de penser) à l.environnement\b|\bavant d.imprimer\b"
    r"|\bthink before (?:you )?print|\bconsider the environment before\b"
    r"|\b(?:sans|absence de) virus\b.{0,80}(?:avast|antivirus|analys|www)|\bvirus-free\b"
    # warnings that mail servers add
    r"|\b(?:cet e-?mail|ce message|ce mail|ce courriel) (?:provient|émane|a été envoyé)\b.{0,40}\b(?:extérieur|externe)"
    r"|\bthis (?:e-?mail|message) (?:originated|came|was sent) from (?:outside|an external)"
    r"|\bvous n.obtenez pas souvent d.e-?mails? à partir de\b|\byou don.t often get e-?mail from\b"
    r")",
    re.I,
)
_CUES = (
    "newsletter", "lettre d", "lettres d", "infolettre", "désabonn", "désinscri", "subscri", "ne souhaitez plus",
    "ne plus recevoir", "vous recevez", "vous avez reçu", "receiv", "preferences", "navigateur", "en ligne", "browser",
    "online version", "cookie", "destiné", "destinataire", "confiden", "exclusi", "susceptible", "privileged",
    "intended", "recipient", "error", "mistake", "erreur", "environnement", "environment", "imprim", "print", "virus",
    "extérieur", "externe", "outside", "external", "souvent", "often",
)  # fmt: skip
"""One of these is in every passage that the expression above finds: most texts need no closer look."""
_WHOLE = re.compile(
    r"\W*(?:abonnez-vous|s.abonner|je m.abonne|m.inscrire|newsletter(?: image)?|se désabonner|se désinscrire"
    r"|unsubscribe|subscribe|en savoir plus|lire la suite|lire l.article|read more|learn more|à lire aussi"
    r"|voir aussi|partager(?: (?:sur|cet article|l.article).{0,40})?|share(?: this(?: article)?)?|suivez-nous.{0,40}"
    r"|follow us.{0,40}|mentions légales|politique de confidentialité|privacy policy|plan du site"
    r"|politique (?:de|des) cookies|gestion des cookies|conditions générales(?: d.utilisation| de vente)?"
    r"|retour (?:en haut|à l.accueil)|haut de page|skip to content|aller au contenu(?: principal)?"
    r"|(?:©|copyright\b|\(c\) ?(?:copyright|\d{4})).{0,80}|.{0,60}(?:tous droits réservés|all rights reserved)\.?)\W*",
    re.I,
)
_PERSONAL_DATA = re.compile(
    r"données (?:à caractère )?personnel|(?:vos|your) (?:données|personal data|data)|personal data|\bRGPD\b|\bGDPR\b"
    r"|informatique et libertés|data protection",
    re.I,
)
_RIGHTS = (
    re.compile(r"\bvous (?:bénéficiez|disposez|avez|pouvez)\b|\byou (?:have|may|can)\b|\byour rights?\b", re.I),
    re.compile(r"\bdroits? (?:d.accès|de rectification|d.opposition|à l.effacement|de portabilité)", re.I),
    re.compile(r"\bright (?:of access|to (?:access|object|rectif|eras))|\bretract|\bwithdraw your consent", re.I),
    re.compile(r"\b(?:rectification|effacement|portabilité|opposition|limitation)\b.{0,80}\b(?:et|ou)\b", re.I),
    re.compile(
        r"\ben (?:vous adressant|écrivant|nous contactant)|\bcontact(?:er|ing|ez) (?:notre|our|le) d\w*p\w*o", re.I
    ),
    re.compile(r"\bautorité de contrôle\b|\bla CNIL\b|\bsupervisory authority\b|\bréclamation auprès\b", re.I),
    re.compile(r"\bpolitique de confidentialité\b|\bprivacy (?:policy|notice)\b", re.I),
    re.compile(r"\bconservées? (?:pendant|pour)\b|\bsont (?:collectées|utilisées|traitées|nécessaires)\b", re.I),
    re.compile(r"\bà tout moment\b|\bat any time\b|\bvous (?:pouvez )?(?:dés(?:abonner|inscrire)|vous opposer)", re.I),
    re.compile(r"\bdélégué à la protection\b|\bDPO\b|\bdata protection officer\b", re.I),
)
_LEAST_RIGHTS = 4


def set_apart(segments: Sequence[Segment], kind: DocumentKind) -> list[Segment]:
    """The segments, with those marked that are boilerplate or say what the document says elsewhere."""
    if kind in _LEFT_ALONE:
        return list(segments)
    marked = _neighbours(segments, {i for i, segment in enumerate(segments) if _is_boilerplate(segment)})
    left = sum(len(segment.text.split()) for i, segment in enumerate(segments) if i not in marked)
    if kind != "mail" and left < _LEAST_LEFT:
        marked = set()
    copies = repeated(segments, marked)
    return [_marked(s, i in marked, copies.get(i)) for i, s in enumerate(segments)]


def is_legal(text: str) -> bool:
    """Whether a passage is boilerplate by its own words."""
    if _WHOLE.fullmatch(text):
        return True
    folded = text.lower()
    return (any(cue in folded for cue in _CUES) and bool(_ALONE.search(text))) or _is_notice(text)


def _is_boilerplate(segment: Segment) -> bool:
    part = segment.locator.part or ""
    read = segment.kind in _KINDS and not segment.cells and not part.endswith(SIGNATURE)  # signatures are set apart
    return read and len(segment.text) <= _LONGEST and (is_unsaid(part) or is_legal(segment.text))


def _is_notice(text: str) -> bool:
    """A notice on personal data speaks to its reader of several rights."""
    return bool(_PERSONAL_DATA.search(text)) and sum(bool(cue.search(text)) for cue in _RIGHTS) >= _LEAST_RIGHTS


def _neighbours(segments: Sequence[Segment], marked: set[int]) -> set[int]:
    """The marked places with the short lines between two of them, such as the topics of a newsletter."""
    found = set(marked)
    ordered = sorted(marked)
    for before, after in pairwise(ordered):
        between = range(before + 1, after)
        short = all(len(segments[i].text.split()) <= _SHORT and segments[i].kind in _KINDS for i in between)
        if 0 < len(between) <= _GAP and short:
            found |= set(between)
    return found


def _marked(segment: Segment, legal: bool, copy: str | None) -> Segment:
    part = BOILERPLATE if legal else copy
    if part is None or is_unsaid(segment.locator.part):
        return segment
    where = f"{segment.locator.part}, {part}" if segment.locator.part else part
    kind = segment.kind if segment.kind == "quoted" else "comment"
    return segment.model_copy(update={"kind": kind, "locator": segment.locator.model_copy(update={"part": where})})
