"""What is wrong with one line of a RACI matrix, and the fewest changes that put it right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from copilot.schemas.evidence import Language
from copilot.scoring.base import Strict
from copilot.text.catalogue import t

Letter = Literal["R", "A", "C", "I"]
LETTERS: tuple[Letter, ...] = ("R", "A", "C", "I")
Problem = Literal[
    "no_accountable", "several_accountable", "no_responsible", "duplicate_person", "redundant_role", "unknown_person"
]
Held = Mapping[Letter, list[str]]
"""The folded names of each letter, as they were given."""


class Repair(Strict):
    """One change to make."""

    change: Literal["add", "remove", "move", "rename"]
    person: str | None = Field(description="None when nobody can be derived from the matrix: name somebody")
    letter: str | None = Field(description="where the person stands, or is to stand when added; A+R for both")
    to: str | None = Field(description="letter to move to, or the name to write instead")


def problems(held: Held, known: Mapping[str, str]) -> list[Problem]:
    """What is wrong: the rule first, then what is written twice, then names that nobody knows."""
    accountable, everybody = set(held["A"]), {key for keys in held.values() for key in keys}
    found: list[Problem] = []
    if not accountable:
        found.append("no_accountable")
    if len(accountable) > 1:
        found.append("several_accountable")
    if not held["R"]:
        found.append("no_responsible")
    if any(len(set(keys)) < len(keys) for keys in held.values()):
        found.append("duplicate_person")
    if _redundant({letter: set(keys) for letter, keys in held.items()}):
        found.append("redundant_role")
    if known and everybody - set(known):
        found.append("unknown_person")
    return found


def _redundant(held: Mapping[Letter, set[str]]) -> list[tuple[str, Letter]]:
    """C and I of somebody who does or answers for it, and I of somebody who is consulted."""
    active = held["R"] | held["A"]
    consulted: list[tuple[str, Letter]] = [(key, "C") for key in sorted(held["C"] & active)]
    return consulted + [(key, "I") for key in sorted(held["I"] & (active | held["C"]))]


@dataclass
class Mender:
    """Repairs the lines one after the other, so that new A go to whoever has the fewest."""

    shown: Mapping[str, str]
    known: Mapping[str, str]
    slips: Mapping[str, str]
    load: Counter[str]

    def repairs(self, given: Held) -> list[Repair]:
        """The changes of one line, in the order in which to make them."""
        held: dict[Letter, set[str]] = {letter: set(keys) for letter, keys in given.items()}
        found = self._twice(given) + self._names(held)
        found += self._one_accountable(held)
        if not held["R"]:
            # Every other way to fill R needs one change too; who answers for it can also do it.
            key = min(held["A"], default=None)
            found.append(self._repair("add", key, "R") if key else self._repair("add", None, "A+R"))
        return found + [self._repair("remove", key, letter) for key, letter in _redundant(held)]

    def _repair(
        self,
        change: Literal["add", "remove", "move", "rename"],
        key: str | None,
        letter: str | None,
        to: str | None = None,
    ) -> Repair:
        return Repair(change=change, person=None if key is None else self.shown[key], letter=letter, to=to)

    def _twice(self, given: Held) -> list[Repair]:
        return [
            self._repair("remove", key, letter)
            for letter in LETTERS
            for key, count in sorted(Counter(given[letter]).items())
            for _ in range(count - 1)
        ]

    def _names(self, held: dict[Letter, set[str]]) -> list[Repair]:
        """Slips of a known name are written right; other names are left to the reader."""
        found = []
        for key in sorted({key for keys in held.values() for key in keys} - set(self.known)) if self.known else []:
            near = self.slips.get(key)
            found.append(self._repair("rename", key, None, None if near is None else self.known[near]))
            for keys in held.values():
                if near is not None and key in keys:
                    keys.remove(key)
                    keys.add(near)
        return found

    def _one_accountable(self, held: dict[Letter, set[str]]) -> list[Repair]:
        if not held["A"] and held["R"]:
            key = min(held["R"], key=self._lightest)
            held["A"].add(key)
            self.load[key] += 1
            return [self._repair("add", key, "A")]
        found = []
        kept = min(held["A"], key=self._lightest, default=None)
        for key in sorted(held["A"] - {kept}):
            held["A"].remove(key)
            self.load[key] -= 1
            if any(key in held[letter] for letter in LETTERS):
                found.append(self._repair("remove", key, "A"))
                continue
            to: Letter = "C" if held["R"] else "R"
            held[to].add(key)
            found.append(self._repair("move", key, "A", to))
        return found

    def _lightest(self, key: str) -> tuple[int, str]:
        return self.load[key], key


def in_words(repair: Repair, language: Language) -> str:
    """The change as one says it."""
    code = repair.change
    if repair.person is None:
        return t("scoring.raci.name_somebody", language)
    if code == "rename" and repair.to is None:
        return t("scoring.raci.replace", language, person=repair.person)
    return t(f"scoring.raci.{code}", language, person=repair.person, letter=repair.letter or "", to=repair.to or "")
