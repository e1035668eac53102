"""The SWOT: internal and external kept apart by rule (d2), made of facts that are then said nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field

from copilot.draft.embedded import claim_of
from copilot.facts import lexicon
from copilot.schemas.evidence import Language
from copilot.schemas.facts import Fact
from copilot.schemas.plan import Section, SectionKey, Swot
from copilot.text.normalise import fold

PER_QUADRANT = 3
MOST_RISKS = 5
_INTERNAL: tuple[SectionKey, ...] = ("performance", "relationship", "value_proposition", "governance")
_OPPORTUNITY: tuple[SectionKey, ...] = ("whitespace", "vision")
_THREAT: tuple[SectionKey, ...] = ("competition", "risks", "market")


@dataclass
class SwotFacts:
    """Facts by quadrant."""

    quadrants: dict[str, list[Fact]] = field(default_factory=dict)

    def place(self, section: Section, language: Language) -> Swot:
        """Writes the facts as the section's claims and returns the lists of their ids."""
        swot = Swot()
        for name, facts in self.quadrants.items():
            claims = [claim_of(fact, language) for fact in facts]
            section.claims.extend(claims)
            setattr(swot, name, [claim.id for claim in claims])
        return swot


def fill_risks(homes: dict[SectionKey, list[Fact]]) -> None:
    """Moves into the risks what stands elsewhere but threatens: second topic risk, and said as a loss or a worry."""
    risks = homes["risks"]
    for section, facts in homes.items():
        if section in ("risks", "stakeholders", "actions"):
            continue
        for fact in sorted(facts, key=lambda f: (-f.weight, f.id))[2:]:
            folded = fold(fact.text)
            worrying = lexicon.has("negative", folded) or lexicon.has("leaving", folded)
            if len(risks) < MOST_RISKS and "risks" in fact.sections[:3] and worrying:
                facts.remove(fact)
                risks.append(fact)


def make_swot(homes: dict[SectionKey, list[Fact]]) -> SwotFacts:
    """Moves a few facts of each kind into the quadrants; every section keeps its two weightiest."""
    found = SwotFacts()
    for name, sections, cue in (
        ("strengths", _INTERNAL, "positive"),
        ("weaknesses", _INTERNAL, "negative"),
        ("opportunities", _OPPORTUNITY, None),
        ("threats", _THREAT, "negative"),
    ):
        picked: list[Fact] = []
        for section in sections:
            spare = sorted(homes.get(section, []), key=lambda f: (-f.weight, f.id))[1:]
            for fact in spare:
                folded = fold(fact.text)
                contrary = {"positive": "negative", "negative": "positive"}.get(cue or "", "")
                fits = cue is None or lexicon.count(cue, folded) > lexicon.count(contrary, folded)
                if fits and len(picked) < PER_QUADRANT:
                    picked.append(fact)
                    homes[section].remove(fact)
        found.quadrants[name] = picked
    return found
