"""One claim against what it cites: kept, repaired, downgraded with a visible mark, or dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from copilot.schemas.evidence import Claim, ClaimStatus, Language, Receipt
from copilot.schemas.facts import Quantity
from copilot.schemas.plan import Finding
from copilot.text.normalise import flatten, fold
from copilot.text.quantities import extract_quantities
from copilot.verify.alignment import Alignment
from copilot.verify.arithmetic import recompute
from copilot.verify.attach import Place
from copilot.verify.citations import Evidenced, check_citations, finding
from copilot.verify.cited import places_of
from copilot.verify.fragments import CUT, GRAVE, Problem, problems
from copilot.verify.naming import foreign_persons, foreign_words
from copilot.verify.reading import Reading, is_sentence, read
from copilot.verify.receipts import flaw
from copilot.verify.repair import cut, replaced, replacement
from copilot.verify.same import same
from copilot.verify.sources import Source, Sources
from copilot.verify.superseded import holds_size, superseded_in
from copilot.verify.support import Support
from copilot.verify.words import coverage

_HARD = frozenset({"money", "rate", "percent", "points", "rating", "ratio"})
_SUPPOSED = frozenset({"modality_lost", "not_settled", "target_as_result"})
_WITHDRAWS = frozenset({"no_citation", "quantity_unsupported", "name_unsupported", "not_in_quote"})
ENOUGH = 0.7
TOO_LITTLE = 0.34
ACROSS = 0.25
"""Share of a claim's words that quotes in another language must have, by terms of the trade, names or word stems."""


@dataclass(frozen=True)
class Verdict:
    """What became of a claim; `claim` is None when it is dropped."""

    ok: bool
    findings: list[Finding]
    claim: Claim | None


def check_claim(claim: Claim, sources: Sources, language: Language, *, fresh: bool = False) -> Verdict:
    """Whether a claim is proved by what it cites, and the claim as it may be shown.

    Args:
        claim: any claim; a withdrawn one is left as it is.
        sources: all sources of the account.
        language: language of the text and of the findings.
        fresh: the claim was written just now, so a document that is not there was invented, not deleted.
    """
    if claim.status == "withdrawn":
        return Verdict(True, [], claim)
    composed, _, offsets = flatten(claim.text)
    if offsets is not None and composed != claim.text:  # the same letters without what cannot be seen
        verdict = check_claim(claim.model_copy(update={"text": composed}), sources, language, fresh=fresh)
        if verdict.claim is None or verdict.claim.text != composed:
            return verdict
        return Verdict(verdict.ok, verdict.findings, verdict.claim.model_copy(update={"text": claim.text}))
    evidence = check_citations(claim.id, claim.citations, sources, language, fresh)
    if not is_sentence(claim.text):
        return _dropped(claim, evidence, language, "too_long")
    if claim.status == "computed":
        return _computed(claim, evidence, language)
    if claim.status in ("assumption", "missing"):
        return _assumed(claim, evidence, language)
    return _Stated(claim, evidence, sources, language).verdict()


def _kept(claim: Claim, evidence: Evidenced, status: ClaimStatus | None = None) -> Claim:
    return claim.model_copy(update={"citations": evidence.citations, "status": status or claim.status})


def _dropped(claim: Claim, evidence: Evidenced, language: Language, code: str, **values: object) -> Verdict:
    """Drops a claim; when a deleted document is the reason, its text stays visible as withdrawn."""
    if evidence.withdrawn and code in _WITHDRAWS:
        findings = [
            f.model_copy(update={"outcome": "downgraded"}) if f.code == "evidence_withdrawn" else f
            for f in evidence.findings
        ]
        return Verdict(False, findings, _kept(claim, evidence, "withdrawn"))
    findings = list(evidence.findings)
    if code != "no_citation" or not findings:
        findings.append(finding(claim.id, code, "dropped", language, **values))
    return Verdict(False, findings, None)


def _texts(quantities: Sequence[Quantity]) -> str:
    return ", ".join(quantity.text for quantity in quantities)


def _sound(claim: Claim, evidence: Evidenced) -> Receipt | None:
    """The receipt of a claim that is not computed as a whole, if it proves what it says."""
    receipt = claim.receipt
    return receipt if receipt is not None and flaw(receipt, _cited(evidence)) is None else None


def _cited(evidence: Evidenced) -> set[Source]:
    return {passage.source for passage in evidence.passages}


def _computed(claim: Claim, evidence: Evidenced, language: Language) -> Verdict:
    if claim.receipt is None:
        return _dropped(claim, evidence, language, "receipt_missing")
    wrong = flaw(claim.receipt, _cited(evidence))
    if wrong is not None:
        return _dropped(claim, evidence, language, wrong[0], values=wrong[1])
    support = Support(evidence.passages, claim.receipt)
    missing = support.unsupported(claim.text, language)
    if missing:
        return _dropped(claim, evidence, language, "computed_unsupported", values=_texts(missing))
    return Verdict(not evidence.findings, evidence.settled(), _kept(claim, evidence))


def _assumed(claim: Claim, evidence: Evidenced, language: Language) -> Verdict:
    """An assumption may carry figures only when it cites them."""
    support = Support(evidence.passages, _sound(claim, evidence))
    missing = [q for q in support.unsupported(claim.text, language) if q.kind in _HARD]
    if missing:
        return _dropped(claim, evidence, language, "quantity_unsupported", values=_texts(missing))
    return Verdict(not evidence.findings, evidence.settled(), _kept(claim, evidence))


class _Stated:
    """A claim given as a fact, an inference or one side of a contradiction."""

    def __init__(self, claim: Claim, evidence: Evidenced, sources: Sources, language: Language) -> None:
        self.claim, self.evidence, self.sources, self.language = claim, evidence, sources, language
        self.reading: Reading = read(claim.text, language, None, sources.proper)
        self.places: list[Place] = places_of(evidence.passages)

    def verdict(self) -> Verdict:
        """The verdict, with the smallest repair of what does not hold."""
        if not self.evidence.passages:
            return self._without_proof()
        receipt = _sound(self.claim, self.evidence)
        support = Support(self.evidence.passages, receipt)
        missing = support.unsupported(self.claim.text, self.language)
        recomputed = self._recomputed(missing) if receipt is None else None
        if recomputed is not None:
            return recomputed
        if missing:
            return self._quantity_missing(missing)
        references = support.unknown_references(self.claim.text, self.language)
        if references:
            return self._drop("reference_unsupported", values=", ".join(references))
        gone = self._superseded()
        if gone is not None:
            return gone
        persons = foreign_persons(self.claim.text, self.evidence.passages, self.sources)
        if persons:
            return self._drop("name_unsupported", values=", ".join(persons))
        return self._wording()

    def _drop(self, code: str, repair: str | None = None, **values: object) -> Verdict:
        verdict = _dropped(self.claim, self.evidence, self.language, code, **values)
        if repair is None or verdict.claim is not None or not self._holds(repair):
            return verdict
        last = verdict.findings[-1].model_copy(update={"repair": repair})
        return Verdict(False, [*verdict.findings[:-1], last], None)

    def _holds(self, text: str) -> bool:
        """Whether the claim would be proved as it is, were it worded like this."""
        again = self.claim.model_copy(update={"text": text})
        return _Stated(again, self.evidence, self.sources, self.language)._proved()

    def _proved(self) -> bool:
        support = Support(self.evidence.passages)
        return not (
            support.unsupported(self.claim.text, self.language)
            or support.unknown_references(self.claim.text, self.language)
            or foreign_persons(self.claim.text, self.evidence.passages, self.sources)
            or problems(self.reading, self.places, same)
        )

    def _without_proof(self) -> Verdict:
        evidence = self.evidence
        hard = any(q.kind in _HARD for q in extract_quantities(self.claim.text, self.language))
        if self.claim.status == "inferred" and not (evidence.planted or evidence.withdrawn or hard):
            note = finding(self.claim.id, "no_citation", "downgraded", self.language)
            return Verdict(False, [*evidence.settled(), note], _kept(self.claim, evidence, "assumption"))
        return self._drop("no_citation")

    def _recomputed(self, missing: Sequence[Quantity]) -> Verdict | None:
        """The claim as computed when its figures that no source has follow from values on the table."""
        receipt = recompute(missing, self.reading, self.places)
        if receipt is None:
            return None
        computed = self.claim.model_copy(update={"receipt": receipt})
        rest = _Stated(computed, self.evidence, self.sources, self.language).verdict()
        if rest.claim is not None and rest.claim.text != self.claim.text:  # the figure was cut away
            return Verdict(False, rest.findings, rest.claim.model_copy(update={"receipt": None}))
        if rest.claim is None or rest.claim.status != "fact":
            return rest
        note = finding(self.claim.id, "recomputed", "repaired", self.language, values=_texts(missing))
        claim = rest.claim.model_copy(update={"status": "computed"})
        return Verdict(False, [*rest.findings, note], claim)

    def _superseded(self) -> Verdict | None:
        """The claim dropped, with what a later note says instead, when that note replaces a value that it gives."""
        if self.claim.status == "contradicted":
            return None
        stated = [value.quantity for value in self.reading.values]
        for quantity in stated:
            having = (p for p in self.evidence.passages if any(holds_size(quantity, q) for q in places_of([p])))
            gone = superseded_in(self.claim.text, stated, quantity, having, self.sources)
            if gone is not None:
                return self._drop("superseded", values=quantity.text, instead=gone.instead, document=gone.document)
        return None

    def _quantity_missing(self, missing: Sequence[Quantity]) -> Verdict:
        """An inferred sentence with a soft figure that is not quoted becomes an assumption; all else is dropped."""
        kind = missing[0].kind
        if self.claim.status == "inferred" and kind not in _HARD and kind != "date":
            note = finding(self.claim.id, "quantity_unsupported", "downgraded", self.language, values=_texts(missing))
            return Verdict(False, [*self.evidence.settled(), note], _kept(self.claim, self.evidence, "assumption"))
        repair = replacement(self.claim.text, missing, self.reading, self.places)
        return self._drop("quantity_unsupported", repair, values=_texts(missing))

    def _wording(self) -> Verdict:
        foreign = foreign_words(self.claim.text, self.evidence.passages, self.sources)
        unknown = [word for word in foreign if not self.sources.mentions(fold(word))]
        found = problems(self.reading, self.places, same)
        grave = next((p for p in found if p.code in GRAVE), None)
        if grave is not None and self.claim.status != "contradicted" and not (unknown and grave.code == "name_moved"):
            repair = replaced(self.claim.text, grave) if grave.instead else None
            return self._drop(grave.code, repair, values=grave.text, instead=grave.instead)
        shorter = self._shortened(found)
        if shorter is None and unknown:
            return self._drop("name_unsupported", values=", ".join(foreign))
        return shorter or self._softer(found, foreign)

    def _shortened(self, found: Sequence[Problem]) -> Verdict | None:
        """The claim without what was added to it, when the rest stands by itself."""
        if not found or not all(p.code in CUT and p.start for p in found):
            return None
        shorter = cut(self.claim.text, found)
        if shorter is None or not self._holds(shorter):
            return None
        rest = _Stated(self.claim.model_copy(update={"text": shorter}), self.evidence, self.sources, self.language)
        verdict = rest._softer([])
        if verdict.claim is None or verdict.claim.status != self.claim.status:
            return None
        notes = [finding(self.claim.id, p.code, "repaired", self.language, values=p.text) for p in found]
        return Verdict(False, [*verdict.findings, *notes], verdict.claim)

    def _softer(self, found: Sequence[Problem], words: Sequence[str] = ()) -> Verdict:
        """The claim as an inference or an assumption where it says more than its quotes."""
        status: ClaimStatus = self.claim.status
        findings = self.evidence.settled()
        same_language = all(place.reading.language == self.reading.language for place in self.places)
        if words and status == "fact":
            findings.append(
                finding(self.claim.id, "name_unsupported", "downgraded", self.language, values=", ".join(words))
            )
            status = "inferred"
        for problem in found:
            if status in ("fact", "inferred"):
                findings.append(finding(self.claim.id, problem.code, "downgraded", self.language, values=problem.text))
                status = "assumption" if problem.code in _SUPPOSED else "inferred"
        covered = self._covered() if same_language else self._covered_across()
        if covered == "dropped":
            return self._drop("not_in_quote", share=self._share())
        if covered == "inferred" and status == "fact":
            findings.append(finding(self.claim.id, "not_in_quote", "downgraded", self.language, share=self._share()))
            status = "inferred"
        return Verdict(not findings, findings, _kept(self.claim, self.evidence, status))

    def _share(self) -> int:
        return round(100 * coverage(self.claim.text, self._quoted())[0])

    def _quoted(self) -> str:
        parts = [part for passage in self.evidence.passages for part in (passage.quote, passage.around())]
        return "\n".join([*parts, *self.sources.names])

    def _covered(self) -> str:
        """ "fact", "inferred" when much of the sentence stands beside the quote only, "dropped" when nowhere near."""
        share, count = coverage(self.claim.text, self._quoted())
        share = max(share, Alignment(self.reading, self.places).share(self.reading.words))
        if count < 2 or share >= ENOUGH or self.claim.status == "contradicted":
            return "fact"
        if count >= 3 and share < TOO_LITTLE:
            beside = "\n".join(segment.text for passage in self.evidence.passages for segment in passage.segments)
            if coverage(self.claim.text, beside)[0] < ENOUGH:
                return "dropped"
        return "inferred"

    def _covered_across(self) -> str:
        """The same between languages, where only terms of the trade, names and related words can be compared."""
        words = self.reading.words
        if len(words) < 3 or self.claim.status == "contradicted":
            return "fact"
        keys = frozenset().union(*(place.reading.keys | place.around for place in self.places))
        share = sum(word.among(keys) > 0 for word in words) / len(words)
        return "fact" if share >= ACROSS else "inferred"
