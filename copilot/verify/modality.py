"""Whether a sentence is as sure as its quotes: wishes, guesses, conditions, limits, and things said to be done."""

from __future__ import annotations

import re

from copilot.text.normalise import flatten
from copilot.text.same import same_value
from copilot.verify.alignment import Alignment
from copilot.verify.attach import Place
from copilot.verify.concepts import settles
from copilot.verify.negation import denial
from copilot.verify.reading import Reading, Word

WISH = re.compile(
    r"(?<!\w)(?:souhait\w*|envisag\w*|pourrai\w*|aimerai\w*|voudrai\w*|esper\w*|reflechi\w*|peut-etre|eventuel\w*|"
    r"hypothe\w*|rumeur|parait(?: qu\w*)?|paraitrait|il semble\w*|a l'etude|l'idee d\w*|would(?: like)?|"
    r"consider\w*|might|could|"
    r"hopes?|hoping|hoped|maybe|perhaps|possibly|rumou?r\w*|wishes|thinking (?:of|about)|exploring|wants to|"
    r"tentative\w*|"
    r"projett\w*|au conditionnel|devrai(?:t|ent)|serai(?:t|ent)|aurai(?:t|ent)|irai(?:t|ent)|probablement|sans doute|"
    r"(?:pens|estim|croi)\w* qu\w*|thinks?|believes?|reckons?|"
    r"heard(?! back| from)|hearsay|pub talk|word is|unconfirmed|entendu dire|j'ai entendu|on dit qu\w*|bruits? de|"
    r"non confirme\w*|"
    r"whether|assum\w*|a verifier|to check|check w|je crois|i think|suppos\w*|konnte\w*|"
    r"mochte\w*|vielleicht|apparently|allegedly|supposed(?:ly)?|probably|likely)(?!\w)"
)
_ASK = re.compile(
    r"(?<!\w)(?:veut|veulent|voulai\w*|demand\w*|propos\w*|wants?|wanted|asks?|asked|requests?|requested|"
    r"reclam\w*|exig\w*|"
    r"prefer\w*|projet\w*|prevu\w*|vise\w*|evoqu\w*|objectifs?|planned|plans?|planning|project|targets?|indicati\w*|"
    r"proposals?|intends?|intention|pret a|ready to|negoci\w*|discut\w*|discuss\w*)(?!\w)"
)
_TIMED = re.compile(r"(?<!\w)(?:deja|desormais|already|depuis|since|d'ores et deja)(?!\w)")
_CAUSE = re.compile(
    r"(?<!\w)(?:a cause d\w*|grace a\w*|parce qu\w*|car|en raison d\w*|du fait d\w*|suite a\w*|because|due to|"
    r"thanks to|"
    r"owing to|as a result of|caused|entraine\w*|provoqu\w*|expliqu\w*|c'est pourquoi|therefore|donc|so that|"
    r"(?:vient|viennent) d(?:e la|u|es|'un\w*|e l') ?|provien\w*|proveni\w*|stems? from|comes? from|puisque|"
    r"explain\w*|a l'origine|led to|leads to|results? (?:from|in))(?!\w)"
)
_CAUSED = re.compile(
    r"(?<!\w)(?:en cause|plomb\w*|attribu\w*|lie(?:e|s|es)? a\w*|linked|blam\w*|d'ou|vu que)(?!\w)|=>|->|→"
)
"""What notes say instead of "because"."""
_ORDER = re.compile(r"(?<!\w)(?:avant|(?<!d')apres|before|after|sauf|except|malgre|despite)(?!\w)")
_FIRST = re.compile(r"(?<!\w)(?:nous|notre|nos|we|our|ours|us)(?!\w)")
_ANY_FIRST = re.compile(
    r"(?<!\w)(?:nous|notre|nos|on|je|j'|moi|mon|ma|mes|we|our|ours|us|i|my|me|wir|unser\w*|ich)(?!\w)|j'"
)
_THIRD = re.compile(r"(?<!\w)(?:ils|elles|leur|leurs|they|their|them|il|elle|he|she)(?!\w)")
_STATES = re.compile(
    r"(?<!\w)(?:est|sont|etait|a|ont|avait|sera|seront|va|vont|fait|font|obtien\w*|is|are|was|were|has|have|had|"
    r"will|gets?|got|"
    r"does|ist|hat|wird)(?!\w)"
)
"""What a name for something lacks: « Un contrat de performance » states nothing, « il a un contrat » does."""
_MAY = re.compile(
    r"(?<!\w)(?:(?<!in )(?<!of )(?<!by )(?<!on )(?<!until )(?<!since )may(?! \d)|might|could|can|would|should|wants?|"
    r"peut|peuvent|pourrai\w*|devrai\w*|veut|doit|doivent|must|is to be|are to be|kann)(?!\w)"
)
_WILL = re.compile(
    r"(?<!\w)(?:will|shall|must|va|vont|doit|doivent|devra|devront|fera|feront|sera|seront|wird|muss|ont|"
    r"has|have|had|a ete|was|were)(?!\w)"
)
RESERVED = re.compile(
    rf"{WISH.pattern}|(?<!\w)(?:veut|veulent|voul\w*|demand\w*|propos\w*|vis\w*|objectif|cible|attend\w*|"
    rf"want\w*|ask\w*|reclam\w*|exig\w*|"
    r"request\w*|aim\w*|target\w*|expect\w*|seek\w*|plan\w*|prevo\w*|prevu\w*|projet\w*|etudi\w*|estim\w*|possib\w*|"
    r"probab\w*|likely|"
    r"(?<!in )(?<!of )(?<!by )(?<!on )(?<!until )(?<!since )may(?! \d)|potenti\w*|wish\w*|desir\w*|"
    r"a confirmer|to be confirmed|selon|d'apres|dit\b|says|"
    r"said|parle|"
    r"think\w*|thought|suggest\w*|felt|feels?|believ\w*|pens\w*|croi[tes]\w*|suggere\w*|consider\w*|"
    r"interess\w*|interest\w*|annonc\w*|promet\w*|si|if|unless|sauf)(?!\w)"
)
_TARGET = re.compile(
    r"(?<!\w)(?:objectifs?|cibles?|vise\w*|viser|previsi\w*|budgete\w*|budget|prevu\w*|prevo\w*|target\w*|goals?|"
    r"forecast\w*|budget(?:ed)?|planned|aims?|aiming|ambition\w*|demand\w*|exig\w*|request\w*|plafond\w*|ziel\w*|"
    r"attendu\w*|expected|opening|position|posture|ouverture|offres?|offers?|bids?|quote[ds]?|devis|engag\w*|"
    r"reclam\w*|souhait\w*|wants?|asks?|asked|offered|contractuel\w*|"
    r"d'ici|by the end of|by (?:mid-? ?|end )?20\d\d|propos\w*|estim\w*|seuil\w*|threshold\w*)(?!\w)"
)
_CONDITION = re.compile(
    r"(?<!\w)(?:si(?! \w* ?(?:bien que))|s'il|s'ils|sous reserve|a condition|a moins que|en cas de|if|unless|"
    r"provided|subject to|sinon|otherwise|en dessous,|below that|dans ce cas|in that case|"
    r"sauf|excepte|hormis|except|excluding|as long as|only if|falls|sofern)(?!\w)"
)
_TO_DO = re.compile(
    r"(?:d'|de|à|pour|sans|avant de|afin de|faire|pouvoir|peut|to|to be|a etre|for|of|without|before) ?$",
    re.IGNORECASE,
)
_REFUSING = re.compile(r"refus|rejet|reject|declin")
"""What stands before something still to be done: « d’obtenir », "to sign"."""
_ALL = re.compile(
    r"(?<!\w)(?:tous|toutes|chaque|toujours|seule?s?|uniquement|exclusivement|systematiquement|unanim\w*|totalement|"
    r"entierement|definitivement|all|every|always|only|exclusively|solely|entirely|fully|definitively|"
    r"whole|entire|integral\w*|totalite|en entier|completely|"
    r"l'ensemble d\w*|partout|everywhere|throughout|across the board|quel\w* que soi\w*|dans tous les cas|"
    r"(?:sans|without) conditions?|inconditionnel\w*|unconditional\w*|regardless|whatever|no matter|in any case|"
    r"(?:est|fait) (?:avere|etabli|prouve|demontre)e?|proven|proved|demonstrably|(?:is|an) established|"
    r"certain(?:ly|ement)|exactement|exactly|precisement|precisely|chacune?|each|permanently|forever|"
    r"permanente?|a vie|"
    r"jamais|never|aucune?|none)(?!\w)"
)
_ONLY_IF = re.compile(
    r"(?:only|seulement|uniquement) (?:if|under|with|on|when|once|si|sous|avec|pour|quand|apres|after)(?!\w)"
)
_NEVER = frozenset({"jamais", "never", "aucun", "aucune", "none"})
"""What also denies: beside a negation it says no more than that."""
_EXCEPT = re.compile(r"(?<!\w)(?:sauf|excepte|hormis|a l'exception|except|excluding|apart from|other than)(?!\w)")
_SAME_LIMIT = re.compile(
    r"(?<!\w)(?:tous|toutes?|tout|chaque|seul\w*|unique\w*|que|all|every|each|only|any|exclusi\w*|full\w*|sole\w*|"
    r"nobody|no one|entire\w*|permanen\w*|l'ensemble|partout|everywhere|quel\w* que soi\w*|regardless|whatever)(?!\w)"
)


_MOST = re.compile(
    r"(?<!\w)(?:(?:le|la|les|nos?|notre|son|leur) plus (?!d'|de |en |ou |tot|tard)\w+|"
    r"the (?:most|least|largest|biggest|highest|lowest|best|worst|oldest|newest|strongest|main|fastest|smallest))(?!\w)"
)
_AMONG_MOST = re.compile(
    r"(?<!\w)(?:(?:le|la|les|nos|notre|d[eu]s?) (?:plus|moins|meilleure?s?|pires?)|most|least|\w{3,}est|worst|main|"
    r"principal\w*|premi(?:er|ere)s?|first|leaders?|n°1|no\.? 1|record|top)(?!\w)"
)
"""What makes something the first of its kind: a claim that says so needs a quote that does."""


def firmer(alignment: Alignment) -> Word | None:
    """A word that settles something (signed, decided, obtained, guaranteed) and that nothing cited says."""
    claim = alignment.claim
    denied = denial(claim).words
    for index, word in enumerate(claim.words):
        if not settles(word.keys, claim.language) or word.among(alignment.keys) or index in denied:
            continue
        if _REFUSING.match(word.keys[0]) and _denies_some(alignment):
            continue  # « je ne signe pas ça » is a refusal
        if not _TO_DO.search(claim.text, max(0, word.start - 24), word.start):
            return word
    return None


def _denies_some(alignment: Alignment) -> bool:
    """Whether a quote denies a word of the claim."""
    for place in alignment.places:
        words = place.reading.words
        if any(words[index].among(alignment.claim.keys) for index in denial(place.reading).words):
            return True
    return False


def lost_reserve(alignment: Alignment) -> bool:
    """Whether the claim states flatly what its nearest sentence only wishes, guesses or makes depend on something."""
    place = alignment.nearest
    if place is None or not alignment.claim.words:
        return False
    _, said, _ = flatten(alignment.claim.text)
    named = alignment.claim.words[0].proper or bool(_TIMED.search(said))
    quoted = flatten(place.reading.text)[1]
    if _may_became_will(said, quoted) or _due_became_done(alignment, quoted) or _willing_became_done(alignment):
        return True
    if _pending_became_done(alignment.claim, place, quoted) and not RESERVED.search(said):
        return True
    _, flat, offsets = flatten(place.reading.text)
    if "?" not in said and flat.rstrip(' "»”').endswith("?"):
        return True
    if RESERVED.search(said) or offsets is not None:
        return False
    if "?" not in said and _only_asked(alignment):
        return True
    patterns = (WISH, _CONDITION, *([_ASK] if named or _STATES.search(said) else []))
    return any(
        _reserved(alignment, flat, pattern, match)
        for pattern in patterns
        for match in pattern.finditer(flat)
        if match.group() not in said
    )


def _reserved(alignment: Alignment, flat: str, pattern: re.Pattern[str], match: re.Match[str]) -> bool:
    """Whether the claim has what a wish, a demand or a condition of its nearest sentence bears on."""
    place = alignment.nearest
    assert place is not None
    start, end = _part(flat, match.start(), ",;.\n(" if pattern is _ASK else ",;:.\n(")
    if pattern is _CONDITION:
        return _main_clause_taken(alignment, flat, (match.start(), end))
    words = [w for w in place.reading.words if start <= w.start < end]
    shared = sum(w.among(alignment.claim.keys) for w in words)
    values = [v.quantity for v in place.reading.values if start <= v.quantity.start < end]
    shared += sum(any(same_value(q, v.quantity) for v in alignment.claim.values) for q in values)
    enough = 1.5 if len(words) <= 4 else max(2, 0.5 * len(words))
    return len(words) >= 2 and shared >= enough


_DONE = re.compile(
    r"(?<!\w)(?:has|have|had|a|ont|avons|avait|avaient) (?:already |deja |bien )?"
    r"(?=\w+(?:ed|en|ld|ught|e|ee|i|is|u|us|t)(?!\w))"
)
_PENDING = re.compile(
    r"(?<!\w)(?:(?:is|are|am) \w+ing|planned|prevu\w*|en cours|underway|in progress|"
    r"not before|not until|pas avant|tbd|a faire|to do)(?!\w)"
)


def _pending_became_done(claim: Reading, place: Place, quoted: str) -> bool:
    """« They are selling, completion planned for September » does not say that they have sold."""
    return _done(claim) is not None and bool(_PENDING.search(quoted)) and _done(place.reading) is None


def _done(reading: Reading) -> re.Match[str] | None:
    """Where a sentence says that something has been done; « à Fey » is no « a signé »."""
    return _DONE.search(flatten(re.sub("[àÀ]", "=", reading.text))[1])


_DUE = re.compile(
    r"(?<!\w)(?:avant (?:le|la|fin|debut|mi|l')|d'ici|(?:semaine|mois|annee|trimestre) prochaine?|actions? ?:|to ?do|"
    r"a faire|by (?:the |mid-?|end of )*(?:\d|end|close|next|mon|tues|wednes|thurs|fri|jan|feb|mar|apr|may|jun|jul|aug|"
    r"sep|oct|nov|dec)|before (?:the |end |\d)|next (?:week|month|quarter|year)|will|would|thinks?|expects?|should)"
)
"""What is still to be done: a deadline, an action, what somebody expects."""


def _due_became_done(alignment: Alignment, quoted: str) -> bool:
    """« Hugo envoie le plan avant le 30 avril » does not say that he has sent it."""
    done, place = _done(alignment.claim), alignment.nearest
    if done is None or place is None or _done(place.reading) or not _DUE.search(quoted):
        return False
    verb = next((word for word in alignment.claim.words if word.start >= done.end()), None)
    return verb is not None and verb.start - done.end() <= 1 and verb.among(alignment.keys) > 0


_WILLING = re.compile(
    r"(?<!\w)(?:pret(?:e|s|es)? a|dispose(?:e|s|es)? a|d'accord pour|favorables? a|willing to|ready to|prepared to|"
    r"open to|happy to|inclined to) (?:(?:y|en|le|la|les|l') ?)?"
)


def _willing_became_done(alignment: Alignment) -> bool:
    """« Je suis prêt à y renoncer » does not say that he has given it up."""
    said = flatten(alignment.claim.text)[1]
    done = _done(alignment.claim)
    if done is None or _WILLING.search(said):
        return False
    verb = next((word for word in alignment.claim.words if word.start >= done.end()), None)
    if verb is None:
        return False
    for place in alignment.places:
        for match in _WILLING.finditer(flatten(place.reading.text)[1]):
            following = next((w for w in place.reading.words if w.start >= match.end()), None)
            if following is not None and verb.among(frozenset((*following.keys, following.head))):
                return True
    return False


_ASKED = re.compile(
    r"(?<!\w)(?:whether|check w|i (?:always )?assumed|a verifier|to check|je crois|i think|je suppos\w*)(?!\w)"
)


def _only_asked(alignment: Alignment) -> bool:
    """Whether a word of the claim stands in the quotes only where they ask, check or assume it."""
    asked: set[int] = set()
    stated: set[int] = set()
    for place in alignment.places:
        flat = flatten(place.reading.text)[1]
        doubt = _ASKED.search(flat)
        open_question = flat.rstrip(' "»”').endswith("?")
        for index, word in enumerate(alignment.claim.words):
            for other in place.reading.words:
                if word.among(frozenset((*other.keys, other.head))):
                    doubted = open_question or (doubt is not None and other.start > doubt.start())
                    (asked if doubted else stated).add(index)
    return any(not alignment.claim.words[index].proper for index in asked - stated)


def _may_became_will(said: str, quoted: str) -> bool:
    firm = _WILL.search(said)
    if firm is None or _MAY.search(said) or not _MAY.search(quoted):
        return False
    return not re.search(rf"(?<!\w){firm.group()}(?!\w)", quoted)


_AND = re.compile(r"(?<!\w)(?:et|and|mais|but)(?!\w)")


def _part(flat: str, at: int, marks: str) -> tuple[int, int]:
    start = max(flat.rfind(mark, 0, at) for mark in marks) + 1
    linked = [match.end() for match in _AND.finditer(flat, start, at)]
    ends = [place for mark in (",", ";", ".", "\n", ")") if (place := flat.find(mark, at)) >= 0]
    return max([start, *linked]), min(ends, default=len(flat))


def _main_clause_taken(alignment: Alignment, flat: str, condition: tuple[int, int]) -> bool:
    """Whether the claim has the rest of a conditional sentence and nothing of its condition."""
    place = alignment.nearest
    assert place is not None
    inside = [w for w in place.reading.words if condition[0] <= w.start < condition[1]]
    rest = [w for w in place.reading.words if not condition[0] <= w.start < condition[1]]
    if len(rest) < 2 < len(inside):  # « si on perd la régie on perd 60 k€ »: no mark ends the condition
        return sum(w.among(alignment.claim.keys) for w in inside) >= 0.5 * len(inside)
    if len(rest) + len(place.reading.values) < 2 or len(inside) < 1:
        return False
    values = [v.quantity for v in place.reading.values if not condition[0] <= v.quantity.start < condition[1]]
    stated = sum(any(same_value(q, v.quantity) for v in alignment.claim.values) for q in values)
    taken = sum(w.among(alignment.claim.keys) for w in rest) + stated
    own = frozenset(key for word in rest for key in word.keys)
    told = any(w.among(alignment.claim.keys) and not w.among(own) for w in inside)
    return taken >= max(2, 0.5 * (len(rest) + len(values))) and not told


def caused(alignment: Alignment) -> str | None:
    """A cause that the claim adds between things that the quotes only state."""
    found = _CAUSE.search(flatten(alignment.claim.text)[1])
    quoted = _quoted(alignment)
    return found.group() if found is not None and not (_CAUSE.search(quoted) or _CAUSED.search(quoted)) else None


def related(alignment: Alignment) -> str | None:
    """An order in time or a "since" that the claim adds between things that the quotes only state."""
    return _added(alignment, _ORDER) or _added(alignment, _TIMED)


def _added(alignment: Alignment, pattern: re.Pattern[str]) -> str | None:
    found = pattern.search(flatten(alignment.claim.text)[1])
    return found.group() if found is not None and not pattern.search(_quoted(alignment)) else None


def overstated(alignment: Alignment) -> str | None:
    """A word that makes the claim general (all, only, always) where nothing cited does."""
    said = flatten(alignment.claim.text)[1]
    match = _ALL.search(said)
    quoted = _quoted(alignment)
    if match is not None and _ONLY_IF.match(said, match.start()) and _CONDITION.search(quoted):
        return None
    most = _first_of_all(said, quoted)
    if most is not None:
        return most
    if match is not None and match.group() in _NEVER and any(denial(p.reading).count for p in alignment.places):
        return None
    if match is not None and _EXCEPT.search(quoted) and not _EXCEPT.search(said):
        return match.group()
    if match is None or _SAME_LIMIT.search(quoted) or re.search(rf"(?<!\w){re.escape(match.group())}(?!\w)", quoted):
        return None
    return match.group()


def _first_of_all(said: str, quoted: str) -> str | None:
    most = _MOST.search(said)
    return None if most is None or _AMONG_MOST.search(quoted) else most.group()


def _quoted(alignment: Alignment) -> str:
    return " ".join(flatten(place.reading.said)[1] for place in alignment.places)


def changed_subject(alignment: Alignment) -> str | None:
    """« nous » in the claim where the quotes speak of others only."""
    own = _FIRST.search(flatten(alignment.claim.text)[1])
    quoted = _quoted(alignment)
    if own is not None and _in_the_clause_of_another(alignment):
        return own.group()
    if own is None or _ANY_FIRST.search(quoted):
        return None
    others = any(w.proper and len(w.keys[0]) > 3 for w in alignment.unused)
    return own.group() if others or _THIRD.search(quoted) else None


_CLAUSE = re.compile(r"[;.:\n](?!\d)|(?<!\w)(?:mais|but|while|tandis que|alors que)(?!\w)")


def _in_the_clause_of_another(alignment: Alignment) -> bool:
    """Whether a value of the claim stands in the quotes where somebody else, and no « nous », is spoken of."""
    for place in alignment.places:
        _, flat, offsets = flatten(place.reading.text)
        if offsets is not None or place.reading.is_row:
            continue
        for value in alignment.claim.values:
            held = [o.quantity for o in place.reading.values if same_value(value.quantity, o.quantity)]
            if value.quantity.kind == "date" or len(held) != 1:
                continue
            start = max((m.end() for m in _CLAUSE.finditer(flat, 0, held[0].start)), default=0)
            stop = _CLAUSE.search(flat, held[0].end)
            end = stop.start() if stop else len(flat)
            others = [w for w in place.reading.words if start <= w.start < end and w.proper]
            told = any(not w.among(alignment.claim.keys) and len(w.keys[0]) > 3 for w in others)
            if told and not _ANY_FIRST.search(flat[start:end]):
                return True
    return False


def is_target(text: str) -> bool:
    """Whether a text speaks of what is aimed at, asked, planned or estimated rather than of what is."""
    return bool(_TARGET.search(flatten(text)[1]))
