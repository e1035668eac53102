"""The usual issues of a negotiation and the words that name them: French, English and some German, folded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

IssueCategory = Literal["technical", "logistics", "financial", "legal", "service"]
Direction = Literal["up", "down"]


@dataclass(frozen=True)
class IssueKind:
    """One usual negotiation issue; `direction` is the way that is better for the seller."""

    key: str
    category: IssueCategory
    direction: Direction | None
    words: re.Pattern[str]


def _words(*stems: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(stems) + ")")


ISSUES: tuple[IssueKind, ...] = (
    IssueKind(
        "payment_terms",
        "financial",
        "down",
        _words(
            r"(?:delais?|conditions?|termes?|echeances?) de (?:paiement|reglement)",
            r"payment (?:terms?|days|delay)",
            r"(?:paiement|paye\w*|payment|paid) (?:a|at|in|within|sous) \d+",
            r"zahlungs(?:ziel|frist|bedingung)",
            r"\d+ (?:jours|days) (?:date de facture|fin de mois|net|end of month|from invoice)",
        ),
    ),
    IssueKind(
        "discount",
        "financial",
        "down",
        _words(
            r"remises?\b(?! des? offres?)",
            r"discounts?\b",
            r"rabais",
            r"rebates?",
            r"ristournes?",
            r"rfa\b",
            r"escompte",
            r"rabatt",
            r"back margin",
            r"marges? arrieres?",
            r"cooperation commerciale",
        ),
    ),
    IssueKind(
        "price",
        "financial",
        "up",
        _words(
            r"prix\b(?! de revient)",
            r"prices?\b",
            r"pricing",
            r"tarifs?\b",
            r"tariffs?\b",
            r"taux (?:horaires?|journaliers?|de regie)",
            r"couts? horaires?",
            r"(?:hourly|day|daily) rates?",
            r"rate card",
            r"stundensatz",
            r"preise?\b",
            r"revalorisation",
            r"(?:baisse|hausse|gel)\b(?! des (?:embauches|effectifs|volumes|recrutements))",
            r"licen[cs]e fees?",
            r"per (?:seat|user|unit|pallet|tonne|kg)\b",
            r"indexation",
            r"price (?:increase|cut|freeze|hold)",
        ),
    ),
    IssueKind(
        "performance_clause",
        "service",
        None,
        _words(
            r"bonus[- /]*malus",
            r"gains? partages?",
            r"gain[- ]?sharing",
            r"shared savings",
            r"contrats? de perf\w*",
            r"performance contract",
            r"outcome[- ]based",
            r"engagements? de resultat",
            r"malus\b",
        ),
    ),
    IssueKind(
        "service_level",
        "service",
        None,
        _words(
            r"penalites?",
            r"penalt\w+",
            r"slas?\b",
            r"service credits?",
            r"niveaux? de service",
            r"service levels?",
            r"disponibilites?\b",
            r"availability",
            r"uptime",
            r"delais? d'intervention",
            r"response times?",
            r"astreintes?",
            r"on[- ]time",
            r"otif",
        ),
    ),
    IssueKind(
        "duration",
        "legal",
        "up",
        _words(
            r"durees?\b",
            r"(?:an|ans|annees?|mois) fermes?",
            r"\w+[- ]year (?:term|commitment|deal|contract|agreement)",
            r"contract (?:length|term|duration)",
            r"engagement (?:de|sur) \w+ (?:an|ans|mois)",
            r"laufzeit",
            r"multi[- ]?year",
            r"pluriannuel\w*",
            r"renewal term",
            r"(?:ferme|firm|fixed) (?:term|period)",
        ),
    ),
    IssueKind(
        "data",
        "legal",
        None,
        _words(
            r"donnees\b",
            r"data (?:ownership|transfer|access|residency|lake|clause)",
            r"(?:raw|client|customer|our) data\b",
            r"propriete intellectuelle",
            r"intellectual property",
            r"\bip (?:rights|ownership|clause)",
            r"modeles? (?:predictifs?|de donnees)",
        ),
    ),
    IssueKind(
        "liability",
        "legal",
        None,
        _words(
            r"responsabilite (?:plafon|limit|civile)\w*",
            r"liabilit\w+",
            r"clauses? de (?:sortie|resiliation)",
            r"termination (?:right|clause|for)",
            r"break clause",
            r"exclusivit\w+",
            r"reversibilite",
            r"garanties?\b",
            r"warrant\w+",
        ),
    ),
    IssueKind(
        "volume",
        "financial",
        "up",
        _words(
            r"volumes? (?:engages?|minim\w+|garantis?|d'achat)",
            r"(?:minimum|committed|guaranteed) (?:volumes?|order|spend)",
            r"volume (?:commitment|rebate|tier)",
            r"engagement de volume",
            r"mindestmenge",
            r"paliers?\b",
        ),
    ),
    IssueKind(
        "scope",
        "technical",
        None,
        _words(
            r"perimetre",
            r"scope\b",
            r"allotissement",
            r"\blots?\b",
            r"referencement\w*",
            r"listings?\b",
            r"assortiment",
            r"range review",
            r"shelf",
            r"lineaires?",
            r"extension\b",
            r"roll[- ]?out",
        ),
    ),
    IssueKind(
        "logistics",
        "logistics",
        None,
        _words(
            r"livraisons?",
            r"deliver(?:y|ies)",
            r"lead times?",
            r"transport\w*",
            r"incoterms?",
            r"stocks? (?:de securite|consigne|tampon)",
            r"consignment",
            r"franco\b",
            r"lieferung",
            r"freight",
        ),
    ),
    IssueKind(
        "people",
        "technical",
        None,
        _words(
            r"interlocuteurs? uniques?",
            r"single point of contact",
            r"dedicated (?:team|engineer|manager|csm)",
            r"equipes? dediees?",
            r"reporting\b",
        ),
    ),
)
