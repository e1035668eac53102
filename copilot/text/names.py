"""Names of persons as they stand in business notes."""

from __future__ import annotations

import re
from functools import cache

from copilot.resources import resource
from copilot.text.wordlist import word_set

_TITLES = (
    r"M\.|MM\.|Mme|Mmes|Mlle|Mr\.?|Mrs\.?|Ms\.?|Miss|Dr\.?|Pr\.?|Prof\.?|Me|Maître|maître|Herr|Frau|Monsieur|Madame"
)
_UP = "A-ZÀ-ÖØ-Þ"
_LOW = "a-zß-öø-ÿ"
_FIRST = rf"[{_UP}][{_LOW}]{{1,20}}(?:-[{_UP}][{_LOW}]{{1,20}})?"
_PARTICLE = r"(?:(?:de la|de La|de|du|des|le|la|van der|van den|van|von|del|di|da|dos|el|ben|bin|O['’]|D['’]) ?)?"
_LAST = rf"{_PARTICLE}(?:[{_UP}][{_LOW}]{{1,24}}(?:[-][{_UP}][{_LOW}]{{1,24}})?|[{_UP}]{{2,24}}(?:-[{_UP}]{{2,24}})?)"
_INITIALS = rf"[{_UP}][{_LOW}]?\.(?: ?-?[{_UP}]\.)?"
_S = "[ \u00a0\u202f]"
_WITH_TITLE = re.compile(rf"(?<![\w.])(?:{_TITLES}){_S}(?:(?:{_FIRST}|{_INITIALS}){_S})?(?P<name>{_LAST})(?!\w)")
_WITH_INITIAL = re.compile(rf"(?<![\w.])(?:{_INITIALS}){_S}?(?P<name>{_LAST})(?!\w)")
_FULL = re.compile(rf"(?<![\w.\-@/'])(?P<first>{_FIRST}){_S}(?P<name>{_LAST})(?![\w@])")
_NOT_NAMES = word_set(
    "Groupe Group Direction Directeur Directrice Director Manager Head Chief Senior Junior Plan Projet Project "
    "Comité Committee Copil COPIL CODIR COMEX Réunion Meeting Compte Rendu Note Notes Annexe Article Art "
    "Contrat Contract Objet Subject Date From Site Sites Usine Plant Service Services Equipe Équipe Team "
    "Budget Client Clients Customer Account Key Business Unit Bonjour Hello Dear Cher Chère Cordialement Merci "
    "Thanks Best Kind Regards Janvier Février Mars Avril Mai Juin Juillet Août Septembre Octobre Novembre "
    "Décembre January February March April May June July August September October November December Lundi "
    "Mardi Mercredi Jeudi Vendredi Samedi Dimanche Monday Tuesday Wednesday Thursday Friday Saturday Sunday Le "
    "La Les Un Une Des Du De Nous Vous Ils Elle Elles Il On Notre Nos Votre Vos Leur Ce Cette Ces Et Ou Mais "
    "Donc Pour Par Sur Avec Dans The This That These Those We They You He She It Our Your Their And Or But For "
    "With In On At To By If When Achats Purchasing Finance Sales Vente Ventes Marketing Maintenance Production "
    "Qualité Quality Sécurité Safety Logistique Logistics Supply Chain Digital Data Cloud Platform Solution "
    "Solutions Industrie Industries Industrial Systems System International Europe France Paris Nord Sud Est "
    "Ouest North South East West Saint Sainte New Nouveau Nouvelle Grand Grande Pilote Prix Price Taux Forfait "
    "Total Objectif Objectifs Target Phase Lot Poste Resp Responsable Chef President Président Présidente "
    "General Général Générale Adjoint Deputy Interim Global Regional Bank Banque Hotel Hôtel Hospital Hôpital "
    "Clinic Université University École School Street Road Rue Avenue Boulevard Limited Ltd Inc Corp Company "
    "Holding Partners Associates Consulting Technologies Power Teams Microsoft Google Excel Word Outlook Zoom "
    "Selon According After Before Also Hi Hey Sorry Thank During Since From Per As While Where What Why How "
    "Who There Here Yesterday Today Tomorrow Hier Demain Aujourd'hui Après Avant Depuis Pendant Lors Chez "
    "Entre Sous Comme Puis Ensuite Enfin Sinon Donc Alors Bref Oui Non Pas Plus Moins Très Bien Tout Tous "
    "Toute Toutes Chaque Aucun Aucune Autre Autres Position Veut Mon Ma Mes Ton Ta Tes Son Sa Ses Point "
    "Slack SAP Oracle Salesforce Version Draft Confidential Confidentiel Interne Internal"
)


@cache
def first_names() -> frozenset[str]:
    """Common French, English and German first names, folded."""
    return frozenset((resource("knowledge") / "lexicon" / "first_names.txt").read_text("utf-8").split())


def person_names(text: str) -> list[tuple[int, int, str]]:
    """Names of persons, as (start, end, name): with a title, with an initial, or a first name and a surname.

    It errs on the side of finding too much (a place of two words may pass for a person); callers compare
    what it finds with sources, they do not list it.
    """
    found: list[tuple[int, int, str]] = []
    taken = bytearray(len(text))
    for pattern in (_WITH_TITLE, _WITH_INITIAL, _FULL):
        at = 0
        while match := pattern.search(text, at):
            start, at = match.span()
            if _is_word(match):
                at = match.start("name") if start < match.start("name") else at  # « Selon Corinne Delmas »
            elif taken.find(1, start, at) < 0:
                taken[start:at] = b"\1" * (at - start)
                found.append((start, at, " ".join(text[start:at].split())))
    return sorted(found)


def _is_word(match: re.Match[str]) -> bool:
    first = match.groupdict().get("first")
    name = match["name"]
    return name in _NOT_NAMES or name.capitalize() in _NOT_NAMES or (first is not None and first in _NOT_NAMES)
