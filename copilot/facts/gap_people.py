"""Questions about people: whom nobody has met, where a voter stands, who comes after somebody who leaves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from copilot.facts import lexicon
from copilot.facts.gap_finder import GapFinder, named, slug, title_of
from copilot.facts.people import Person
from copilot.facts.statements import Statement, words
from copilot.text.normalise import fold

_VOTES = re.compile(
    r"\b(?:vote|votes|voix|votant|voter|decid\w+|signs off|signe|decision maker|decideur"
    r"|comite de choix|panel|committee|jury|approves|approuve|arbitre|final say|tranche)\b"
)
_STANCE = re.compile(
    r"favorab|contre\b|against|soutien|support|hostile|sceptic|sceptique|champion|sponsor|veut"
    r"|wants|objectif perso|attend|expects|likes|aime|content|happy|cares|tient a|regarde|looks at"
    r"|demande|asks|insist|mecontent|unhappy|allie|ally|cran|pousse|pushes|reticent|oppos"
)
_NO_SUCCESSOR = re.compile(
    r"retraite|retire|retirement|successeur|successor|quitte|quitter|leaving|leaves|will leave"
    r"|depart|part a la|remplac|ruhestand|verlasst|resign|demission|stepping down|moving to"
    r"|maternity|maternite|going on leave"
)


def people_gaps(finder: GapFinder, live: Sequence[Statement]) -> None:
    """Position of those whom we have not met or who vote without our knowing how; successor of those who leave."""
    mentions: dict[str, list[Statement]] = {}
    persons: dict[str, Person] = {}
    beside: dict[tuple[str, str], str] = {}
    for statement in live:
        found = finder.people.mentions(statement.text)
        starts = [start for start, _, _ in found]
        for _s, _e, person in found:
            mentions.setdefault(person.name, []).append(statement)
            persons[person.name] = person
            beside[person.name, statement.id] = _near(statement, person, starts)
    for name, said in mentions.items():
        person = persons[name]
        if person.sides and person.sides.most_common(1)[0][0] == "us":
            continue
        near = {s.id: beside[name, s.id] for s in said}
        unmet = [s for s in said if lexicon.has("never_met", near[s.id])]
        voting = [s for s in said if _VOTES.search(s.folded)]
        stance = [s for s in said if _STANCE.search(near[s.id]) and s not in unmet]
        titled = _STANCE.search(fold(" ".join(person.titles))) is not None
        if unmet or (voting and not stance and not titled):
            why = (unmet or voting)[0]
            finder.add(f"stakeholder:{slug(person.last)}", 8 if voting or unmet else 6, "gap.position",
                       [], why, who=named(person), role=title_of(person))  # fmt: skip
        leaving = [s for s in said if _NO_SUCCESSOR.search(near[s.id]) and lexicon.has("leaving", near[s.id])]
        if leaving:
            finder.add(f"stakeholder:successor_{slug(person.last)}", 8, "gap.successor", [], leaving[0],
                       who=named(person), role=title_of(person))  # fmt: skip


def _near(statement: Statement, person: Person, others: Sequence[int] = ()) -> str:
    """What stands near a name, up to the next person named: a list of names tells little of each."""
    at = statement.text.upper().find(person.last.upper())
    end = min([o for o in others if o > at + len(person.last)] + [at + 130])
    begin = max([o for o in others if o < at] + [at - 60, 0])
    return fold(statement.text[begin:end])


_NOBODY = re.compile(
    r"\b(?:jamais|never|personne|nobody|no one|pas (?:du tout|encore)|not (?:yet|once)|connais pas"
    r"|aucun\w*|none|nie)\b"
)


def unmet_after_question(finder: GapFinder, live: Sequence[Statement]) -> None:
    """ "And the CFO? Has anybody met him?" – "Never.": the person or the role asked about is unknown to us."""
    for before, after in pairwise(live):
        if before.document.id != after.document.id or before.segment.kind != "turn" or "?" not in before.text:
            continue
        if not (_NOBODY.search(after.folded) and words(after.text) < 40):
            continue
        mentions = finder.people.mentions(before.text) or finder.people.mentions(after.text)
        for _s, _e, person in mentions[:1]:
            if not (person.sides and person.sides.most_common(1)[0][0] == "us"):
                finder.add(
                    f"stakeholder:{slug(person.last)}",
                    8,
                    "gap.position",
                    [],
                    before,
                    who=named(person),
                    role=title_of(person),
                )


_PRONOUN = re.compile(r"^\W*(?:(?:un|deux|trois|oui|non|yes|no|and|et)\W+)?(?:elle|il|she|he|sie|er)\b")


def leaving_by_pronoun(finder: GapFinder, live: Sequence[Statement]) -> None:
    """ "She goes on secondment in October": who comes after the client's person named just before?"""
    for at, s in enumerate(live):
        if not (_PRONOUN.search(s.folded) and _LEAVES.search(s.folded)) or finder.people.mentions(s.text):
            continue
        for earlier in reversed(live[max(0, at - 4) : at]):
            if earlier.document.id != s.document.id:
                break
            theirs = [p for _, _, p in finder.people.mentions(earlier.text)]
            theirs = [p for p in theirs if not (p.sides and p.sides.most_common(1)[0][0] == "us")]
            if theirs:
                finder.add(f"stakeholder:successor_{slug(theirs[0].last)}", 8, "gap.successor", [], s,
                           who=named(theirs[0]), role=title_of(theirs[0]))  # fmt: skip
                break


_LEAVES = re.compile(
    r"quitt\w+|retraite|secondment|sabbatical|detach\w+|mutation|mute\b|part a la|s'en va|leav\w+"
    r"|retir\w+|stepp?\w* down|moves? (?:to|into|on)"
    r"|passe au (?:conseil|comite)|passe a la|change de poste|conge (?:maternite|parental)"
    r"|maternity|new role|verlass\w+|ruhestand|wechsel\w+"
)
