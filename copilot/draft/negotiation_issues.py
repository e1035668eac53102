"""The issues of a negotiation with each side's positions, limits and zone of agreement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from copilot.draft import negotiation_cues as cues
from copilot.draft import negotiation_kinds as kinds
from copilot.draft.negotiation_claims import ClaimMaker
from copilot.draft.negotiation_notes import Note, best, is_question
from copilot.draft.negotiation_setting import is_criteria_table
from copilot.schemas.evidence import Claim
from copilot.schemas.facts import Quantity
from copilot.schemas.negotiation import BriefIssue, Issue, NegotiationBrief
from copilot.scoring.registry import run_tool
from copilot.text.catalogue import t
from copilot.text.normalise import fold

Role = Literal["opening", "objective", "floor", "counterpart_limit"]
ROLES: tuple[Role, ...] = ("opening", "objective", "floor", "counterpart_limit")
_KINDS = ("percent", "points", "money", "rate", "duration")
_BREAK = re.compile(r"[,;:.!?()–—]|\b(?:et|and|mais|but)\b")
_MAX_POSITIONS = 6
_REACH = 90
_CARRY = 2


@dataclass(frozen=True)
class Value:
    """A number that a side names, and where it comes from."""

    amount: Decimal
    unit: str
    hearsay: bool
    note: Note | None = None
    part: str | None = None


@dataclass
class Draft:
    """An issue while it is collected."""

    key: str
    name: str
    category: kinds.IssueCategory
    direction: kinds.Direction | None
    notes: list[Note] = field(default_factory=list)
    values: dict[Role, list[Value]] = field(default_factory=dict)
    brief: int | None = None

    def add(self, role: Role, value: Value) -> None:
        """One more value for a role."""
        self.values.setdefault(role, []).append(value)

    def settled(self, role: Role) -> Value | None:
        """The value of a role when all that is known agrees; the brief wins over the notes."""
        known = self.values.get(role, [])
        own = [value for value in known if value.part]
        pool = own or known
        return pool[0] if len({(value.amount, value.unit) for value in pool}) == 1 else None


@dataclass(frozen=True)
class _Number:
    start: int
    end: int
    amount: Decimal
    unit: str


def _gap(text: str, one: tuple[int, int], two: tuple[int, int]) -> int:
    """How far two spans are apart; every break between them counts as a long way."""
    first, second = sorted((one, two))
    if second[0] <= first[1]:
        return 0
    between = text[first[1] : second[0]]
    return len(between) + 25 * len(_BREAK.findall(between))


def _signed(note: Note, quantity: Quantity, issue: str) -> Decimal:
    """The value of a percentage with its sense: a cut is negative where the price is the issue."""
    value = quantity.value or Decimal(0)
    if quantity.kind not in ("percent", "points") or value < 0 or issue != "price":
        return value
    before = note.flat[max(0, quantity.start - 60) : quantity.start]
    after = note.flat[quantity.end : quantity.end + 25]
    down = [match.end() for match in cues.DOWNWARD.finditer(before)]
    up = [match.end() for match in cues.UPWARD.finditer(before)]
    if down or up:
        return -value if max(down, default=-1) > max(up, default=-1) else value
    return -value if cues.DOWNWARD.search(after) else value


def _numbers(note: Note, issue: str) -> list[_Number]:
    found = [
        _Number(q.start, q.end, _signed(note, q, issue), q.unit)
        for q in note.fact.quantities
        if q.kind in _KINDS and q.value is not None and q.high is None
    ]
    if issue == "price":
        taken = [(item.start, item.end) for item in found]
        for match in cues.FREEZE.finditer(note.flat):
            if not any(start < match.end() and match.start() < end for start, end in taken):
                found.append(_Number(match.start(), match.end(), Decimal(0), "%"))
    return found


def _issue_at(note: Note, span: tuple[int, int]) -> str | None:
    """The issue whose words stand nearest to a number, else that of the passage or of the question before."""
    places = [
        (_gap(note.flat, span, match.span()), rank, kind.key)
        for rank, kind in enumerate(kinds.ISSUES)
        for match in kind.words.finditer(note.flat)
    ]
    if places:
        return min(places)[2]
    earlier = note.previous
    for _ in range(_CARRY):
        if earlier is None or note.row:
            return None
        if earlier.fact.locator != note.fact.locator and not is_question(earlier):
            return None
        keys = [kind.key for kind in kinds.ISSUES if kind.words.search(earlier.flat)]
        if keys:
            return keys[0]
        earlier = earlier.previous
    return None


def _roles(note: Note) -> list[tuple[Role, re.Pattern[str]]]:
    """The roles that a sentence may give values for, by who speaks."""
    if note.side == "theirs":
        return [("counterpart_limit", cues.LIMIT)]
    return [
        ("counterpart_limit", cues.THEIR_LIMIT),
        ("floor", cues.FLOOR),
        ("objective", cues.TARGET),
        ("opening", cues.OPENING),
    ]


def _values(note: Note) -> Iterable[tuple[str, Role, Value]]:
    """The values of a sentence, each number for the role whose word stands nearest."""
    used: set[tuple[int, int]] = set()
    for role, pattern in _roles(note):
        choices = []
        for match in pattern.finditer(note.flat):
            for number in _numbers(note, _issue_at(note, match.span()) or ""):
                distance = _gap(note.flat, match.span(), (number.start, number.end))
                if distance <= _REACH and (number.start, number.end) not in used:
                    choices.append((distance, number.start, number))
        if not choices:
            continue
        number = min(choices, key=lambda item: item[:2])[2]
        issue = _issue_at(note, (number.start, number.end))
        if issue is None:
            continue
        used.add((number.start, number.end))
        hearsay = role == "counterpart_limit" and note.hearsay
        yield issue, role, Value(number.amount, number.unit, hearsay, note)


_POSITION = (cues.DEMAND, cues.TARGET, cues.FLOOR, cues.LIMIT, cues.OPENING, cues.STANCE)


def collect(notes: Sequence[Note], brief: NegotiationBrief | None, maker: ClaimMaker) -> list[Draft]:
    """The issues that the notes and the brief speak of."""
    drafts: dict[str, Draft] = {}
    for note in notes:
        if is_question(note) or (note.row and is_criteria_table(note)):
            continue
        keys = {kind.key for kind in kinds.ISSUES if kind.words.search(note.flat)} if note.has(*_POSITION) else set()
        for key, role, value in [] if note.row else list(_values(note)):
            _draft(drafts, key, maker).add(role, value)
            keys.add(key)
        if note.side is not None and not (note.row and note.side != "theirs"):
            for key in sorted(keys):
                _draft(drafts, key, maker).notes.append(note)
    for rank, issue in enumerate(brief.issues if brief else []):
        _from_brief(drafts, rank, issue, maker)
    order = {kind.key: rank for rank, kind in enumerate(kinds.ISSUES)}
    return sorted(
        (draft for draft in drafts.values() if draft.notes or draft.values or draft.brief is not None),
        key=lambda d: (d.brief is None, d.brief or 0, -_weight(d), order.get(d.key, 99)),
    )


def _weight(draft: Draft) -> float:
    valued = 2.0 * sum(1 for role in ROLES if draft.values.get(role))
    return valued + sum(sorted((note.fact.weight for note in draft.notes), reverse=True)[:3])


def _draft(drafts: dict[str, Draft], key: str, maker: ClaimMaker) -> Draft:
    if key not in drafts:
        kind = next(item for item in kinds.ISSUES if item.key == key)
        name = t(f"negotiation.issue.{key}", maker.language)
        drafts[key] = Draft(key, name, kind.category, kind.direction)
    return drafts[key]


def _from_brief(drafts: dict[str, Draft], rank: int, issue: BriefIssue, maker: ClaimMaker) -> None:
    folded = fold(issue.name)
    kind = next((item for item in kinds.ISSUES if item.words.search(folded)), None)
    if kind is not None and (kind.key not in drafts or drafts[kind.key].brief is None):
        draft = _draft(drafts, kind.key, maker)
    else:
        draft = drafts.setdefault(f"brief:{rank}", Draft(f"brief:{rank}", issue.name, "financial", None))
    draft.name, draft.brief = issue.name, rank
    draft.direction = issue.direction or _direction(issue) or draft.direction
    for role in ROLES:
        amount = getattr(issue, role)
        if amount is not None:
            draft.add(role, Value(amount, issue.unit or "", False, part=f"issues.{rank}.{role}"))


def _direction(issue: BriefIssue) -> kinds.Direction | None:
    """Which way is better for us, from the order of our own values."""
    best_value = issue.opening if issue.opening is not None else issue.objective
    if best_value is None or issue.floor is None or best_value == issue.floor:
        return None
    return "up" if best_value > issue.floor else "down"


def finish(draft: Draft, maker: ClaimMaker) -> Issue:
    """The issue with its claims; a value on which the sources do not agree stays among the positions."""
    claims: dict[Role, Claim] = {}
    for role in ROLES:
        value = draft.settled(role)
        if value is None:
            continue
        if value.part:
            claims[role] = maker.brief("issue", value.part)
        elif value.note:
            claims[role] = maker.fact("issue", value.note.fact)
    positions = [maker.fact("position", note.fact) for note in best(draft.notes, _MAX_POSITIONS)]
    issue = Issue(
        name=draft.name,
        category=draft.category,
        positions=positions,
        opening=claims.get("opening"),
        objective=claims.get("objective"),
        floor=claims.get("floor"),
        counterpart_limit=claims.get("counterpart_limit"),
    )
    return _with_zone(issue, draft, maker)


def _with_zone(issue: Issue, draft: Draft, maker: ClaimMaker) -> Issue:
    """The issue with its zone of agreement, when both limits are known in one unit and the sense is known."""
    floor, limit = draft.settled("floor"), draft.settled("counterpart_limit")
    if floor is None or limit is None or floor.unit != limit.unit or draft.direction is None:
        return issue
    low, high = (floor, limit) if draft.direction == "up" else (limit, floor)
    result = run_tool(
        "zopa",
        {
            "unit": floor.unit or "-",
            "seller_min": low.amount,
            "buyer_max": high.amount,
            "seller_is_estimate": low.hearsay,
            "buyer_is_estimate": high.hearsay,
        },
    )
    sources = [claim for claim in (issue.floor, issue.counterpart_limit) if claim is not None]
    texts = [note.fr if maker.language == "fr" else note.en for note in [*result.why, *result.findings]]
    zone = maker.computed("zopa", " ".join(texts), result.receipt, sources)
    return issue.model_copy(update={"zopa": result.receipt, "positions": [*issue.positions, zone]})
