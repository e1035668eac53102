"""Passages of notes that address an assistant instead of a reader: shown, never followed, proof of nothing.

A sentence is flagged when its marks weigh two: one that people never write to each other ("ignore all previous
instructions", « consigne destinée au système d'analyse »), or two that they rarely combine. Orders between
colleagues (« indique le montant dans ton mail ») and clauses of a tender ("state your price in your response")
carry no such weight. No list of patterns finds every planted order; what counts is that none is ever obeyed.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from copilot.text.normalise import flatten
from copilot.text.sentences import split_sentences

_MACHINE = (
    r"(?:(?<![a-z'])(?:ia|ai|ki)\b|llms?\b|gpt\b|chatgpt|chatbots?|copilote? ia|modeles? de langage|language "
    r"models?|sprachmodell\w*|"
    r"(?:ai|ia|ki|virtual|automated|automatic)[ -]assistants?|assistants? (?:ia|ai|virtuels?|"
    r"automatiques?|automatises?|de redaction|d'analyse)|"
    r"(?:systemes?|outils?|logiciels?|moteurs?|agents?|robots?) (?:d'|de )(?:analyse|synthese|"
    r"resume|lecture|traitement) (?:automati\w+|ia\b)|"
    r"(?<=tout )(?:outil|systeme|logiciel) (?:d'|de )(?:analyse|synthese|resume|lecture)|"
    r"(?:analyse|synthese|lecture|traitement) automati\w+|"
    r"(?:automat\w+|ai) (?:\w+ )?(?:systems?|tools?|software|summari[sz]ers?|agents?|readers?|"
    r"pipelines?|reviewers?|screeners?)|"
    r"summari[sz](?:er|ation)s?(?: (?:tool|bot|system))?|resumeurs?|zusammenfassungs\w+|automatische \w+)"
)
_ADDRESS = (
    r"(?:note|notice|message|consignes?|instructions?|ordres?|directives?|remarque|attention|"
    r"reminder|hinweis|anweisung\w*|"
    r"dear|cher|chere|hello|hey|hi|bonjour|addressed|adressee?s?|destinee?s?|a l'attention|"
    r"a l'usage|reservee?s? a|intended|hidden|profile)"
)
_TO = (
    r"(?: (?:to|for|aux?|a|de|du|des|pour|an|fur|of))?(?: (?:the|any|all|every|l'|la|le|les|"
    r"tout|toute|tous|votre|your|die|den|das))*"
)
_VERB = (
    r"(?:indique|mentionne|ajoute|inclus|insere|ecris|redige|conclus|precise|affirme|declare|"
    r"annonce|reponds|recommande|"
    r"include|add|insert|write|state|mention|say|conclude|append|output|respond|reply|report|"
    r"claim|declare|recommend|put|"
    r"erwahne|schreibe?|fuge?|nenne|antworte)"
)
_OUTPUT = (
    r"(?:synthese|resume|compte rendu genere|analyse|summary|summaries|output|completion|generated "
    r"(?:plan|report|text)|zusammenfassung|ausgabe)"
)


class _Mark(NamedTuple):
    pattern: re.Pattern[str]
    weight: int
    reason: str


def _mark(pattern: str, weight: int, reason: str) -> _Mark:
    return _Mark(re.compile(pattern), weight, reason)


_MARKS = (
    _mark(
        r"(?<![a-z])(?:ignor\w{0,4}|disregard\w{0,3}|forget|override|bypass|oubli\w{1,3}|ne (?:tiens|"
r"tenez|tenir|tient|pas tenir) pas compte|ne pas tenir compte|"
        r"fais abstraction|faites abstraction|vergiss|ignoriere\w?|missachte)\b[^.\n]{0,60}?"
        r"(?:previous|prior|above|earlier|preceding|foregoing|other|all|your|any|anterieure?s?|"
r"precedente?s?|ci-dessus|recues?|toutes?|tes|vos|vorherige\w*|bisherige\w*|obige\w*)"
        r"[^.\n]{0,30}?(?:instructions?|consignes?|prompts?|rules?|regles|directives?|guidelines?|"
r"anweisung\w*|regeln|orders|commands)",
        2, "override",
    ),
    _mark(r"(?<![a-z])(?:ne tiens pas compte des|ne tenez pas compte des|ignore (?:les|the|all|toutes "
r"les)|disregard (?:the|all)) (?:instructions|consignes|directives|previous)", 2, "override"),
    _mark(r"(?<![a-z])(?:ignore|disregard) (?:them|everything|the rest|it all|all of (?:it|them))"
r"\b[^.\n]{0,30}(?:instead|focus|only)", 2, "override"),
    _mark(rf"(?<![a-z]){_ADDRESS}[^.!?\n]{{0,24}}?{_TO} ?{_MACHINE}", 2, "addressee"),
    _mark(rf"(?<![a-z])(?:si (?:tu es|vous etes)|if you are|if you're|wenn du|as|en tant qu'|en tant "
rf"que|tu es|you are|du bist)(?: now| desormais)? (?:an?|une?|le|la|l'|the|eine?n?)? ?(?:large "
rf")?{_MACHINE}(?=[ ,:;.!]|$)", 2, "addressee"),
    _mark(r"(?<![a-z])(?:system prompt|prompt systeme|systemprompt|jailbreak|developer mode|prompt "
r"injection:)|<\|im_start\|>|\[/?inst\]|<<?/?sys(?:tem)?>>?", 2, "markup"),
    _mark(r"invisible (?:to|for|aux|pour les) (?:humans?|humains|readers)|visible (?:to|only to|by)"
r" (?:llms?|ai|the model)|white[- ]text", 2, "addressee"),
    _mark(rf"(?<![a-z]){_VERB}(?:z|ez)?\b[^.\n]{{0,40}}?\b(?:dans|in|en|to|into|at the end of|a la "
rf"fin de) (?:ta|your|deine[rm]?|the final) (?:\w+ )?{_OUTPUT}", 2, "order"),
    _mark(rf"(?:dans|in) (?:ta|your|deine[rm]?) (?:\w+ )?{_OUTPUT}\b[^.\n]{{0,40}}?(?:{_VERB}|que "
rf"le|that the)", 2, "order"),
    _mark(r"(?<![a-z])(?:respond|reply|answer|output|reponds|repondez|antworte)\b[^.\n]{0,12}? (?:only|"
r"uniquement|seulement|nur|simply|exclusively)\b|(?:only|simply|just) (?:respond|reply|"
r"answer) with|reply with only|nothing else", 1, "order"),
    _mark(rf"(?<![a-z]){_VERB}(?:z|ez)?\b[^.\n]{{0,50}}?\b(?:in|to|into|at the end of) (?:your|the)"
rf" (?:\w+ )?(?:response|answer|reply)", 1, "order"),
    _mark(r"(?<![a-z])(?:mentionne|indique|ecris|affirme|conclus|mention|state|say|write|claim|conclude|"
r"report)(?:z|ez)? (?:que|that) (?:le fournisseur|the supplier|the vendor|nous|we|notre|"
r"our|the company|la societe|l'entreprise|le client|the client|the customer)[^.\n]{0,60}?(?:engag|"
r"commit|accept|agree|offer|approv|valid|satisf)", 2, "order"),
    _mark(r"(?<![a-z])(?:supprime|efface|omets|masque|remove|delete|omit|hide|suppress|do not mention|"
r"never mention|ne mentionne (?:pas|jamais)|losche)\b[^.\n]{0,24}?(?:toute (?:reference|"
r"mention)|any (?:reference|mention)|all (?:references|mentions)|the penalties|les penalites)", 1, "order"),
    _mark(r"(?<![a-z])if (?:the |a )?users? asks?|si l'utilisateur (?:demande|te demande|pose)|the "
r"following (?:information|instructions?) (?:between|to the user|and provide)|provide it "
r"to the user|focus (?:only|exclusively) on the", 1, "role"),
    _mark(r"(?:^|\n|-{3,} ?)[ #*>]*(?:system|assistant|systeme) ?: ", 1, "role"),
    _mark(r"<end of (?:session|document|context|prompt)>|(?:^|\n)#{2,} ?(?:instruction|system)", 1, "markup"),
    _mark(r"(?<![a-z])(?:override|overrule)\b[^.\n]{0,30}(?:scor|rating|evaluation|manual|safety|"
r"filter)|output: ?\S|(?:pre-verified|you may not deviate|this is a test\b)", 1, "override"),
    _mark(rf"(?<![a-z])(?:{_MACHINE})[^.\n]{{0,30}}(?:must|should|doit|doivent|shall|devra|muss) (?:\w+ "
rf")?(?:mention|include|indiquer|ecrire|conclure|ignor|repond|state|say|recommend|output|"
rf"affirm|erwahn)", 2, "order"),
    _mark(r"(?<![a-z])(?:reveal|print|show|repeat|divulgue|affiche|revele|repete)\b[^.\n]{0,20}(?:your|"
r"tes|ton|the system|vos) (?:\w+ )?(?:instructions|prompt|consignes|rules)", 2, "override"),
)  # fmt: skip
_FOLLOWS = re.compile(
    rf"(?:\W*(?:et|and|puis|then|also|aussi|enfin|finally|please|critical:?) ?)?(?:{_VERB}|supprime|"
    rf"efface|omets|masque|remove|delete|omit|hide|do not|don't|n'|ne |never|ensure|make sure|"
    rf"treat|consider|presente|traite|considere|classe|override|print)\b"
)
_COMMENT = re.compile(r"<!--(.{0,4000}?)-->", re.DOTALL)
_ORDER_IN_COMMENT = re.compile(
    rf"(?<![a-z])(?:{_VERB}|ignore|disregard|supprime|remove|omit|assistant|must|doit|always|toujours)\b"
)


def find_instructions(text: str) -> list[tuple[int, int, str]]:
    """Passages that address an assistant, as (start, end, reason); neighbours that go on ordering are included.

    The reason is "override", "addressee", "order", "role", "markup" or "comment".
    """
    composed, flat, offsets = flatten(text)
    found: list[tuple[int, int, str]] = []
    for comment in _COMMENT.finditer(flat):
        if _ORDER_IN_COMMENT.search(comment.group(1)):
            found.append((comment.start(), comment.end(), "comment"))
    running = ""
    previous_end = -1
    for start, end in split_sentences(composed):
        reason = _reason(flat, start, end)
        same_line = previous_end >= 0 and "\n\n" not in flat[previous_end:start]
        if not reason and running and same_line and _FOLLOWS.match(flat, start, end):
            reason = running
        if reason:
            found.append((start, end, reason))
        running, previous_end = reason, end
    merged = _merge(sorted(found), flat)
    return merged if offsets is None else [(offsets[a], offsets[b], reason) for a, b, reason in merged]


def _reason(flat: str, start: int, end: int) -> str:
    window = flat[max(0, start - 1) : min(end, start + 3000)]
    weight, reason = 0, ""
    for mark in _MARKS:
        if mark.pattern.search(window):
            weight += mark.weight
            reason = reason or mark.reason
            if weight >= 2:
                return reason
    return ""


def _merge(spans: list[tuple[int, int, str]], flat: str) -> list[tuple[int, int, str]]:
    merged: list[tuple[int, int, str]] = []
    for start, end, reason in spans:
        if merged and not flat[merged[-1][1] : start].strip(" \n*->•"):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]), merged[-1][2])
        else:
            merged.append((start, end, reason))
    return merged
