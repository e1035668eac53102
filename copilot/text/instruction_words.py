"""Words that the marks of planted instructions are made of; written for flattened text (lower case, no accents)."""

from __future__ import annotations

import re
from typing import NamedTuple


class Mark(NamedTuple):
    """A wording that weighs for "this addresses an assistant".

    A soft mark does not count where the clause speaks of business or of the writer: colleagues and tenders also
    say "in your answer". A mark that orders counts only where its verb opens a clause, not in a report of an order.
    """

    pattern: re.Pattern[str]
    weight: int
    reason: str
    needs: tuple[str, ...]
    """One of these stands in every text that the pattern matches: a cheap look before the pattern runs."""
    soft: bool = False
    orders: bool = False


def mark(pattern: str, weight: int, reason: str, needs: str, *, soft: bool = False, orders: bool = False) -> Mark:
    """A mark; `needs` lists, separated by spaces, pieces of words of which one must be there ("_" for a space)."""
    pieces = tuple(piece.replace("_", " ") for piece in needs.split())
    return Mark(re.compile(pattern), weight, reason, pieces, soft, orders)


MACHINE = (
    r"(?:(?<![a-z'])(?:ia|ai|ki)(?![a-z'])|(?<=\bl')ia\b|(?<=\bd')ia\b|llms?\b|(?:chat)?gpt(?:-?\d\w?)?\b|chatbots?\b|"
    r"copilote? ia\b|(?:(?:large|ai|ia) )?language models?\b|(?:grands? )?modeles? (?:de langage|de langue|"
    r"linguistiques?)|sprachmodell\w*|modelos? de lenguaje|modell[oi] linguistic[oi]|kunstliche intelligenz|"
    r"intelligences? artificielles?|artificial intelligences?|inteligencia artificial|intelligenza artificiale|(?:ai|"
    r"ia|ki|virtual|automated|automatic|digital)[ -](?:assistants?|assistenten?|agents?|models?|tools?|systems?|"
    r"readers?|copilots?)|assistants? (?:ia|ai|virtuels?|automatiques?|automatises?|de redaction|d'analyse|numeriques?|"
    r"conversationnels?)|agents? (?:ia|conversationnels?)|asistentes? (?:de )?(?:ia|virtual\w*)|assistent[ei] (?:ia|"
    r"virtual[ei])|(?:systemes?|outils?|logiciels?|moteurs?|agents?|robots?) (?:d'|de )(?:analyse|synthese|resume|"
    r"lecture|traitement) (?:automati\w+|ia\b)|(?<=tout )(?:outil|systeme|logiciel) (?:d'|de )(?:analyse|synthese|"
    r"resume|lecture)|(?:outils?|systemes?|logiciels?|modeles?|agents?) (?:d'ia\b|ia\b|d'intelligence artificielle)|"
    r"(?:analyse|synthese|lecture|traitement) automati\w+|automat\w+ (?:\w+ )?(?:systems?|tools?|software|"
    r"summari[sz]ers?|agents?|readers?|pipelines?|reviewers?|screeners?)|ai (?:\w+ )?(?:software|summari[sz]ers?|"
    r"pipelines?|reviewers?|screeners?)|summari[sz](?:er|ation)s?(?: (?:tool|bot|system)s?)?\b|resumeurs?\b|"
    r"zusammenfassungs\w+|automatische \w+)(?![a-z])(?! (?:team|vendor|provider|compan|start-?up|expert|"
    r"engineer|supplier|user|"
    r"client|customer|project|pilot|budget|market|editeur|specialist|department|group|strategy)| (?:des|de la|"
    r"du) (?!documents?|textes?|mails?|offres?|notes?|fichiers?|reponses?|dossiers?|soumissionnaire|fournisseur|"
    r"candidat|client|acheteur))"
)
MACHINE_NEEDS = (
    "_ia _ai _ki 'ia 'ai llm gpt chatbot language_model langage langue linguist sprachmodell modelo modello intelli "
    "intelig assist asist agent model tool system reader copilot outil logiciel software moteur robot automat analyse "
    "summari resumeur zusammenf synthese lecture traitement"
)
VERB = (
    r"(?:indique|mentionne|ajoute|inclus|inclue|insere|ecris|ecrive|redige|conclus|conclue|precise|affirme|declare|"
    r"annonce|reponds|reponde|recommande|considere|presente|traite|classe|include|add|insert|write|state|mention|say|"
    r"conclude|append|output|respond|reply|report|claim|declare|recommend|put|treat|consider|present|rate|rank|approve|"
    r"erwahne|schreibe?|fuge?|nenne|antworte|escribe|responde|incluye|scrivi|rispondi|includi)"
)
OVERRULE = (
    r"(?:ignor(?:e[rz]?|iere\w?|ieren|a|ad|are|ate|es?)|disregard|forget|override|bypass|(?:do not|don't|"
    r"stop) follow(?:ing)?|ne (?:suis|suivez|respecte[rz]?) (?:plus|pas)|oublie[rz]?|(?:ne )?(?:tiens|tenez|"
    r"tenir) (?:pas |aucun )?compte|ne pas tenir compte|(?:fais|faites|faire) abstraction|outrepasse[rz]?|"
    r"contourne[rz]?|vergiss|vergessen|missachte\w?|olvida\w?|olvide|dimentica(?:re|te)?)"
)
SUMMARY = (
    r"(?:synthese|resume|compte rendu genere|analyse|summary|summaries|output|completion|generated (?:plan|report|"
    r"text)|zusammenfassung|ausgabe|resumen|riassunto)"
)
YOUR = r"(?:your|ta|ton|tes|votre|vos|deine[rnms]?|ihre[rnms]?|tus?|sus?|tu[ao])"
REPLY = (
    r"(?:(?:answer|response|output|completion|reponse|sortie|respuesta)s?|repl(?:y|ies)|antwort(?:en)?|ausgaben?|"
    r"rispost[ae])"
)
LANGUAGE = (
    r"(?:english|french|german|spanish|italian|portuguese|dutch|russian|chinese|mandarin|japanese|korean|arabic|hindi|"
    r"swedish|greek|turkish|polish|latin|klingon|esperanto|swahili|hebrew|anglais|francais|allemand|espagnol|italien|"
    r"portugais|neerlandais|russe|chinois|japonais|coreen|arabe|suedois|grec|turc|polonais|hebreu)"
)
COMMERCIAL = (
    r"(?:securite|safety|livraison|delivery|shipping|transport|expedition|emballage|packaging|tri|facturation|"
    r"invoicing|billing|paiement|payment|commande|order|production|fabrication|montage|assembly|utilisation|"
    r"maintenance|hygiene|qualite|quality|stockage|storage|handling|manutention|chantier|site|logisti\w+|voyage|travel|"
    r"parking)"
)
"""What instructions between firms are about."""

_DAYS = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|janvier|fevrier|"
    r"avril|juin|juillet|aout|septembre|octobre|novembre|decembre|january|february|april|june|july|september|october|"
    r"november|december"
)
_DEALINGS = (
    r"(?:prices?|pricing|priced|quot(?:e|ed|ation)s?|offers?|bids?|bidders?|tender\w*|rf[pqi]|lots?|sections?|"
    r"chapters?|appendi\w+|annex\w*|invoic\w+|(?<!reverse )orders?|deliver(?:y|ies)|deadlines?|references?|warrant\w+|"
    r"contracts?|contractual|(?<!simple )(?<!layman's )terms|budgets?|costs?|fees?|discounts?|suppliers?|customers?|"
    r"clients?|vendors?|buyers?|meetings?|iso|certificat\w+|certified|confirm\w*|q\d+|criteri\w+|requirements?|"
    r"specifications?|complian\w+|kpis?|slas?|schedules?|timelines?|availabilit\w+|dates?|company|team|colleagues?|"
    r"projects?|procurement|proposals?|prix|devis|offres?|tarifs?|tarification|delais?|livraisons?|factur\w+|"
    r"commandes?|lots?|annexes?|contrats?|couts?|remises?|fournisseurs?|acheteu\w+|reunions?|rdv|attestations?|"
    r"calendrier|planning|coordonnees|societe|entreprise|equipes?|collegues?|projets?|marches?|cahier|memoire|"
    r"dossiers?|candidature|montants?|quantites?|criteres?|exigences?)"
)
ORDINARY = re.compile(
    rf"(?<![\w./@-])(?:please|kindly|thanks|merci|svp|stp|s'il (?:te|vous) plait|veuillez|pri(?:ere|ons)|i|we|me|us|je|"
    rf"j'\w+|nous|moi|{_DAYS}|{_DEALINGS})(?![\w@-]|\.[a-z])|[€%]|(?<![a-z'])(?:your|votre|vos|tes|ton|"
    rf"ta)(?= )(?! (?:[\w'-]+ ){{0,2}}(?:{REPLY}|messages?)\b)"
)
"""What a clause between people speaks of: politeness, the writer, trade, days, the reader's own things."""

ASKED = re.compile(
    r"(?<![a-z])(?:please|kindly|can you|could you|will you|would you|now|then|and|but|also|instead|always|just|simply|"
    r"you must|you should|you (?:need|have|are) to|you to|first|veuillez|merci d'?e?|priere d'?e?|peux-tu|pouvez-vous|"
    r"pourrais-tu|pourriez-vous|puis|et|mais|aussi|ensuite|tu dois|vous devez|il faut|faut|desormais|maintenant|"
    r"toujours|(?:vous|te|t') ?(?:demand|pri|invit)\w+ d'?e?|bitte|und|dann|por favor|per favore)$"
)
"""What may stand before the verb of an order in the same clause."""

FOLLOWS = re.compile(
    rf"(?:\W*(?:et|and|puis|then|also|aussi|enfin|finally|please|critical:?) ?)?(?:{VERB}(?:z|ez|en)?|supprime|efface|"
    rf"omets|masque|remove|delete|omit|hide|do not|don't|n'|ne |never|ensure|make sure|override|print)\b"
)
"""How a sentence opens that goes on ordering after a planted instruction."""

NOT_SAID = re.compile(r"\"[^\"\n]{1,300}\"|(?<=[a-z])[ -](?:me|moi|us|nous)(?= (?:an?|the|une?|des|le|la|some|how)\b)")
"""What says nothing about the writer: words that somebody else is to say, "me" in "tell me a joke"."""
