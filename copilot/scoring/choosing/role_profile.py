"""Responsable grands comptes or key account manager: eight questions on what the job is (S1, method row 15)."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from copilot.schemas.evidence import Language
from copilot.scoring.base import Name, Note, Outcome, Strict, ratio
from copilot.scoring.tool import Tool
from copilot.scoring.wording import both, names
from copilot.text.catalogue import t

FORMULA = (
    "a question leans to KAM when the answer is yes to q5..q8 or no to q1..q4, else to RGC; profile = the side "
    "with more answers, mixed when they are equal; no profile under four answers; "
    "firm when the open questions cannot turn it"
)
RGC_QUESTIONS = ("q1", "q2", "q3", "q4")
KAM_QUESTIONS = ("q5", "q6", "q7", "q8")
QUESTIONS = RGC_QUESTIONS + KAM_QUESTIONS
LEAST_ANSWERS = 4
"""Our default: no profile on less than half of the questions."""
Profile = Literal["RGC", "KAM"]
CHANGES = {
    "KAM": ("shared_vision", "both_sides_actions", "joint_governance", "contributors", "few_accounts"),
    "RGC": ("sales_action_plan", "internal_sale", "negotiated_means", "short_term_figures", "about_ten_accounts"),
}
"""What the plan has to hold for each profile, from what S1 says of the two jobs."""


class RoleAnswers(Strict):
    """Yes or no; a question that nobody answered is left out."""

    q1: bool | None = Field(
        default=None, description="Is this person judged first on the business made with the clients, this year?"
    )
    q2: bool | None = Field(
        default=None, description="Is the plan of this person above all a sales action plan, built without the client?"
    )
    q3: bool | None = Field(
        default=None,
        description="Does most of the effort inside the company go into selling that plan and getting means?",
    )
    q4: bool | None = Field(default=None, description="Does this person follow eight accounts or more?")
    q5: bool | None = Field(
        default=None, description="Does this person answer for the client’s long-term interests as well as for ours?"
    )
    q6: bool | None = Field(
        default=None,
        description="Does this person lead people in our company and at the client, mostly without authority?",
    )
    q7: bool | None = Field(
        default=None, description="Does this person run projects carried out together with the client, over months?"
    )
    q8: bool | None = Field(
        default=None,
        description="Does this person carry an ambition for the account that serves our strategy for years?",
    )


class RoleInput(Strict):
    """The answers about one person's job."""

    person: Name | None = Field(default=None, description="who it is about, for the record")
    answers: RoleAnswers = Field(
        default_factory=RoleAnswers, description="yes (true) or no (false) to each question; left out when unanswered"
    )


class RoleItem(Strict):
    """One question with its answer."""

    question: str
    fr: str
    en: str
    answer: bool | None
    leans: Profile | None = Field(description="which job the answer speaks for; null when unanswered")


class RoleResult(Strict):
    """Which of the two jobs the answers describe."""

    person: str | None
    profile: Literal["RGC", "KAM", "mixed"]
    kam_answers: int = Field(description="answers that speak for the key account manager")
    rgc_answers: int = Field(description="answers that speak for the responsable grands comptes")
    answered: int = Field(description="of 8")
    coverage: Decimal = Field(description="answered / 8")
    firm: bool = Field(description="whether the unanswered questions cannot turn the profile")
    unanswered: list[str]
    plan_changes: list[str] = Field(description="what the plan has to hold, as codes; both lists when mixed")


def _item(question: str, answer: bool | None) -> RoleItem:
    key = f"scoring.role_profile.{question}"
    leans: Profile | None = None
    if answer is not None:
        leans = "KAM" if answer == (question in KAM_QUESTIONS) else "RGC"
    return RoleItem(question=question, fr=t(key, "fr"), en=t(key, "en"), answer=answer, leans=leans)


def role_profile(given: RoleInput) -> Outcome[RoleResult]:
    """The job that most answers describe, and what it changes in the account plan."""
    items = [_item(question, getattr(given.answers, question)) for question in QUESTIONS]
    open_ones = [item.question for item in items if item.leans is None]
    missing = [f"answers.{question}" for question in open_ones]
    if len(items) - len(open_ones) < LEAST_ANSWERS:
        return Outcome(result=None, formula=FORMULA, per_item=list(items), missing=missing)
    kam = sum(1 for item in items if item.leans == "KAM")
    rgc = sum(1 for item in items if item.leans == "RGC")
    profile: Literal["RGC", "KAM", "mixed"] = "mixed" if kam == rgc else "KAM" if kam > rgc else "RGC"
    result = RoleResult(
        person=given.person,
        profile=profile,
        kam_answers=kam,
        rgc_answers=rgc,
        answered=kam + rgc,
        coverage=ratio(Decimal(kam + rgc), Decimal(len(items))),
        firm=abs(kam - rgc) > len(open_ones) or not open_ones,
        unanswered=open_ones,
        plan_changes=[*CHANGES["KAM"], *CHANGES["RGC"]] if profile == "mixed" else list(CHANGES[profile]),
    )
    return Outcome(
        result=result,
        formula=FORMULA,
        per_item=list(items),
        findings=_findings(result),
        why=_why(result, items),
        missing=missing,
    )


def _findings(result: RoleResult) -> list[Note]:
    if not result.unanswered:
        return []
    code = "role.open_firm" if result.firm else "role.open"
    return [both(code, lambda _: {"names": names(result.unanswered, limit=8), "n": len(result.unanswered)})]


def _why(result: RoleResult, items: list[RoleItem]) -> list[Note]:
    def values(language: Language) -> dict[str, object]:
        return {
            "kam": result.kam_answers,
            "rgc": result.rgc_answers,
            "n": result.answered,
            "against": names([item.question for item in against], limit=8),
        }

    against = [item for item in items if item.leans is not None and item.leans != result.profile]
    why = [both(f"role.{result.profile}", values)]
    if result.profile != "mixed" and against:
        why.append(both("role.against", values))
    if result.profile != "RGC":
        why.append(both("role.plan_KAM", values))
    if result.profile != "KAM":
        why.append(both("role.plan_RGC", values))
    return [*why, both("role.choice", values)]


TOOL = Tool(
    name="role_profile",
    version="1",
    source="S1, method row 15; the wording of the questions, their counting and the least of four answers are ours",
    function=role_profile,
    input=RoleInput,
    result=RoleResult,
    example={
        "answers": {"q1": True, "q2": True, "q3": True, "q4": False, "q5": True, "q6": False, "q7": False, "q8": False}
    },
)
