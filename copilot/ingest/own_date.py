"""The date that a note speaks from, among the other days that it names: appointments, deadlines, what is past."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from copilot.ingest.content_date import find_dates, fold, is_day_first, name_date
from copilot.ingest.diary import WEEKDAY, entry_date

_FAR = (
    r"prochain\w*|next\b|upcoming|a venir|deadline|echeances?|due\b|date (?:limite|butoir|cible)|valable"
    r"|valid\w* (?!par)|expir\w*|dernier\w*|last\b(?! (?:updat|modif))|previous|preceden\w*|approb\w*|approv\w*"
    r"|adoption|suite (?:a|au|aux)\b|faisant suite|further to|following|rappel (?:de|du|des)\b|modele|template"
    r"|renouvel\w* (?:le|au|on)\b|date (?:d.effet|de (?:debut|fin|livraison|signature|demarrage|cloture|remise"
    r"|validite|naissance|renouvellement|mise|lancement)"
    r"|of birth)|(?:start|end|closing|delivery|effective|signature|renewal|target|birth|expected"
    r"|completion|go-live)[ -]date|signed|signee?s?\b|depuis|since|founded|fondee?\b|conclue?\b|en vigueur|effective"
    r"|decal\w*|reportee?s?\b|report (?:au|a|du)\b|deplacee?s?\b|moved to|postponed|prevue?s?\b|planifiee?s?\b"
    r"|scheduled|planned|expected|attendue?s?\b|resili\w*|preavis|notice period|se (?:re)?voi[ts]\b|(?:re)?voyons"
    r"|\bwe (?:will |shall |.ll )?(?:meet|see|talk)\b|see you|let.s meet|will be|aura lieu|se tiendra|takes place"
    r"|fixee?s?\b|calee?s?\b|rappeler|relancer|recontacter"
)
"""The day of something else, wherever the clause says so before it."""
_NEAR = (
    r"fin\b|ouverture|opening|livr\w+|delivery|demarr\w+|start\w*|go-?live|lancement|launch\w*|remise|soutenance"
    r"|cloture\w*|closed|cree\w*|created|offre|devis|commande|facture|courrier|invoice|order|quote|contrat|contract"
    r"|avenant|nee? |nomme\w*|arrive\w*|joined|appointed|publie\w*|recue?s? |received|indice|applicable|anniversaire"
    r"|en poste|retraite|conges?\b|absent\w*|vacances|depart|relanc\w*|rappel\w*|renouvel\w*|renewal|debut"
    r"|mise en (?:service|place|oeuvre|production)|tender|appel d.offres?|vertrag\w*|laufzeit"
)
"""The day of something else, when a word such as « le », « du », « on » or a colon ties the two."""
_OWN = (
    r"reunion|compte[- ]rendu|\bcr\b|\bpv\b|copil|codir|comite|visit\w*|rencontre|entretien|appel\b|call\b|visio\w*"
    r"|meeting|minutes|notes?\b|point\b|rdv|rendez[- ]vous|debrief\w*|atelier|workshop|dejeuner|salon|seance|session"
    r"|tournee|journal|rapport|report\b|bilan|synthese|mise a jour|\bmaj\b|updat\w+|modifi\w+|date\b|\bfaite?\b"
    r"|redige\w*|ecrite?\b|emise?\b|etablie?\b|written|issued|prepar\w+|dated|datee?\b|semaine|week\w*|hebdo\w*|qbr"
    r"|review|revue|protokoll|besprechung|besuch"
)
_CUE = re.compile(rf"\b(?:(?P<far>{_FAR})|(?P<near>{_NEAR})|(?P<own>{_OWN}))")
_TIED = re.compile(r"(?:\b(?:le|du|au|des|on|of|for|from|to|vom|am|ab|in|dated)\s+|[:=]\s*)[a-z]{0,9}\.?,?\s*$")
_ADJACENT = re.compile(
    r"\b(?:jusqu.{0,6}|avant(?: le)?|d.ici (?:le|au)|au plus tard(?: le)?|until|till|before|no later than|by"
    r"|bis(?: zum)?|fin(?: le)?|ab|seit|des le|a (?:partir|compter) du|pour le)\s*[a-z]{0,9}\.?,?\s*$"
)
_AFTER = re.compile(
    r"\s*[:–—(-]?\s*(?:deadline|date limite|echeance|au plus tard|at the latest|prochain\w*|next\b|a venir|prevu"
    r"|planned|tbc\b|a confirmer)"
)
_APPOINTMENT = re.compile(
    r"(?:rendez[- ]vous|rdv|reunion|visite|rencontre|entretien|point|atelier|meeting|call|visit|workshop|review) "
    rf"(?:\w+ ){{0,2}}(?:le|on) {WEEKDAY}$"
)
"""« Rendez-vous le 12 avril. » in a sentence is to come; « Réunion du 12 avril » was held."""
_CLAUSE = re.compile(r"[.;!?]\s|[|•\n]")
_PIECE = re.compile(r"[,()]|\s[–—-]\s")
_RANGE = re.compile(r"\s*(?:au|to|until|bis|jusqu.au|et le|and|[–—-])\s*[a-z]{0,9}\.?\s*(?:le )?")
_VERSION = re.compile(r"\bversion\b[^|;]{0,30}$|\bv\d[\d.]{0,6} (?:du|of) $")
_LABEL = re.compile(
    r"(?:^|[|,;(–—-])\W{0,6}(?:dates?(?: (?:et heure|& heure|and time|& time|/ ?heure|et lieu))?"
    r"|date (?:de |du |d.|of )(?:la |l.|the |this )?(?:reunion|visite|appel|rencontre|seance|entretien|redaction"
    r"|cr|jour|compte[- ]rendu|document|rdv|rendez[- ]vous|meeting|call|visit|note|report|point|comite|copil|echange)"
    rf"|(?:meeting|call|visit|report) date|datum|fecha|quand|when|le)\s*:\s*(?:le )?{WEEKDAY}$"
    rf"|^fait (?:a|en) [\w' -]{{2,40}},? le {WEEKDAY}$"
)
_CONTRACT_DAYS = re.compile(
    r"sign|conclu|effe|vigueur|applicable|contrat|contract|avenant|start|debut|laufzeit|vertrag"
)
_LONGEST_CLAUSE = 160
_EMPHASIS = re.compile(r"[*_`]{1,3}")
_Rank = int
_LABELLED, _PLAIN, _WEAK = 0, 1, 2


class Head(NamedTuple):
    """What may date a note: its title, its file name, its first lines, the lines under them, all of its text."""

    title: str | None
    name: str
    first: Sequence[str]
    labelled: Sequence[str]
    text: str
    year: int | None = None
    contract: bool = False
    month_first: bool = False


def own_date(head: Head) -> dt.date | None:
    """The day after « Date : », else that of the title, of the file name, of the first lines."""
    day_first = not head.month_first and is_day_first(head.text)
    labelled = _best(head.labelled, (_LABELLED,), day_first, head) or _partial(head)
    titled = labelled or _best([head.title or ""], (_LABELLED, _PLAIN), day_first, head)
    if titled is not None:
        return titled
    years = {int(year) for year in re.findall(r"\b(?:19|20)\d{2}\b", head.text)}
    named = name_date(head.name, years, day_first=day_first)
    lines = [head.title or "", *head.first]
    return named or _best(lines, (_PLAIN,), day_first, head) or _best(lines, (_WEAK,), day_first, head)


def _partial(head: Head) -> dt.date | None:
    """The day after « Date : » that leaves out the year, when the name or the title gives it."""
    for line in head.labelled if head.year is not None else ():
        hit = re.match(r"\W{0,4}(?:date|date de (?:la )?\w{1,12}|meeting date|call date)\s*:\s*", fold(line[:80]))
        date = entry_date(line[hit.end() :], None, head.year) if hit else None
        if date is not None:
            return date
    return None


def _best(lines: Iterable[str], ranks: tuple[_Rank, ...], day_first: bool, head: Head) -> dt.date | None:
    for line in lines:
        for rank, date in _ranked(line, day_first=day_first, contract=head.contract):
            if rank in ranks:
                return date
    return None


def _ranked(line: str, *, day_first: bool, contract: bool) -> Iterator[tuple[_Rank, dt.date]]:
    """The days of a line that may be the note's own; of a stretch of days its last one."""
    line = _EMPHASIS.sub(" ", line)
    folded = fold(line)
    found = find_dates(line, day_first=day_first)
    said = line.rstrip().endswith((".", "!", "…"))
    before_end = 0
    at = 0
    while at < len(found):
        first = last = found[at]
        if at + 1 < len(found) and _RANGE.fullmatch(folded[first.end : found[at + 1].start]):
            at += 1
            last = found[at]
        before = folded[max(before_end, first.start - _LONGEST_CLAUSE) : first.start]
        rank = _rank(_clause(before), folded[last.end : last.end + 40], contract=contract)
        if last is not first and rank == _PLAIN and not contract and not _says(_clause(before)):
            rank = None  # « du 1er janvier 2025 au 31 décembre 2025 » is how long something lasts
        if said and rank == _PLAIN and _APPOINTMENT.search(before):
            rank = None
        if rank is not None:
            yield rank, first.date if contract else last.date
        before_end = last.end
        at += 1


def _clause(before: str) -> str:
    ends = [hit.end() for hit in _CLAUSE.finditer(before)]
    return before[ends[-1] :] if ends else before


def _rank(before: str, after: str, *, contract: bool) -> _Rank | None:
    """How well a day dates its note, by what its clause says before and after it; None for another day."""
    if _LABEL.search(before):
        return _LABELLED
    if _AFTER.match(after):
        return None
    cue = _cue(before)
    if contract and cue is not None and _CONTRACT_DAYS.search(before):
        return _PLAIN
    if _ADJACENT.search(before) or (cue is not None and _is_other(cue, before)):
        return None
    return _WEAK if _VERSION.search(before) else _PLAIN


def _is_other(cue: re.Match[str], before: str) -> bool:
    return cue.lastgroup == "far" or (cue.lastgroup == "near" and _TIED.search(before) is not None)


def _says(before: str) -> bool:
    cue = _cue(before)
    return cue is not None and cue.lastgroup == "own"


def _cue(before: str) -> re.Match[str] | None:
    """The first cue of the nearest piece that has one: « prochaine réunion », « réunion de lancement »."""
    for piece in reversed(_PIECE.split(before)):
        hit = _CUE.search(piece)
        if hit is not None:
            return hit
    return None
