"""The function of a person on the client's side, in seven groups (S3, method row 61; the words are ours)."""

from __future__ import annotations

import re
from typing import Literal

from copilot.text.normalise import fold

FunctionGroup = Literal["dg", "achats", "metier", "technique", "juridique", "finance", "autre"]

_GROUPS: tuple[tuple[FunctionGroup, str], ...] = (
    ("achats", r"achats?|acheteu\w+|buyers?|purchas\w+|procurement|sourcing|approvisionneu\w+|einkauf\w*"),
    ("juridique", r"juri\w+|legal|lawyers?|counsel|avocat\w*|contract managers?|contrats?|compliance|conformite|dpo"),
    (
        "finance",
        r"financ\w+|daf|raf|cfo|comptab\w+|accountants?|accounting|tresor\w+|treasur\w+|controll(?:er|eurs?|ing)|"
        r"control(?:e|eurs?|euses?) de gestion|credit manag\w+|audit\w*",
    ),
    ("metier", r"ingenieur\w* (?:commercia\w+|d'affaires|affaires|des ventes)|sales engineers?|business developers?"),
    (
        "technique",
        r"ingenieur\w*|engineer\w*|techni\w+|technolog\w+|dsi|rsi|rssi|cio|cto|ciso|informati\w+|it(?!')|systemes?|"
        r"reseaux?|systems?|maintenance|methodes|bureau d'etudes|r ?& ?d|recherche|research|developpeu\w+|developers?|"
        r"software|architectes?|architects?|qualite|quality|laborato\w+|labs?|scientifi\w+|innovation|data|digital|"
        r"numerique|qhse|hse|ehs|securite|safety|fiabilite|reliability|automati\w+|electri\w+|mecani\w+|mechanic\w*",
    ),
    (
        "metier",
        r"metiers?|charg\w+ d'affaires|account managers?|business|commercia\w+|vent\w*|vendeu\w+|sales|marketing|cmo|"
        r"produits?|products?|marques?|brands?|production|operati\w+|coo|exploitation|usines?|plants?|factory|"
        r"ateliers?|chantiers?|travaux|sites?|logisti\w+|supply chain|approvisionnements?|transports?|magasins?|"
        r"stores?|rayons?|category|categorie|merchandis\w+|drh|rh|rrh|hr|chro|ressources humaines|human resources|"
        r"formation|training|communication|clients?|customers?|services?|projets?|projects?|programmes?|programs?|"
        r"agences?|region\w*|secteurs?|utilisat\w+|users?|entrepots?|warehouses?",
    ),
    (
        "dg",
        r"dga?|dgs|secretaires? genera\w+|pdg|ceo|p\.-?d\.-?g\.?|direct\w+ genera\w+|managing directors?|"
        r"general managers?|chief executives?|executive\w*|presiden\w+|chair(?:man|woman|person)?|gerante?s?|fondat\w+|"
        r"founders?|cofound\w*|owners?|proprietaires?|patron\w*|dirigeante?s?|board|comex|codir|maires?|mayors?",
    ),
    ("dg", r"direct(?:eur|rice|ion|or)s?|s?vp|boss"),
)
_READERS: tuple[tuple[FunctionGroup, re.Pattern[str]], ...] = tuple(
    (group, re.compile(rf"(?<![\w&])(?:{words})(?![\w&])")) for group, words in _GROUPS
)
_ASSISTANT = re.compile(
    r"(?<!\w)(?:assistant\w*|secretar\w*|secretaires?(?! genera)|stagiaires?|interns?|trainees?)(?!\w)"
)


def function_group(function: str | None) -> FunctionGroup | None:
    """The group of a function in French or English; "autre" when no word tells, None when nothing is written.

    A department tells more than a rank: a purchasing director is "achats", a director without a department "dg", and
    whoever assists a director is not one.
    """
    folded = fold(function or "")
    if not folded:
        return None
    groups = [group for group, pattern in _READERS if pattern.search(folded)]
    if _ASSISTANT.search(folded):
        groups = [group for group in groups if group != "dg"]
    return groups[0] if groups else "autre"
