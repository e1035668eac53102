"""Tests of `stakeholder_coverage`: the matrix, the three roles, the single thread."""

from __future__ import annotations

from typing import Any

import pytest

from copilot.errors import BadInput
from copilot.scoring.registry import run_tool
from tests.scoring.helpers import codes, result


def person(name: str, level: Any, function: Any, contacts: int = 1, *roles: str, owner: Any = None) -> dict[str, Any]:
    return {
        "name": name,
        "level": level,
        "function": function,
        "contacts": contacts,
        "roles": list(roles),
        "relation_owner": owner,
    }


FULL = [
    person("Anne", "executive", "dg", 3, "sponsor", owner="Luc"),
    person("Paul", "management", "achats", 4, "decider", owner="Inès"),
    person("Rita", "operational", "metier", 3, "champion", owner="Omar"),
]


class TestMatrix:
    def test_counts_people_met_by_level_and_function(self) -> None:
        found = result("stakeholder_coverage", persons=[*FULL, person("Zoé", "management", "achats", 2)])
        assert found["matrix"]["management"]["achats"] == 2
        assert found["matrix"]["executive"]["dg"] == 1
        assert found["matrix"]["executive"]["finance"] == 0
        assert (set(found["matrix"]), len(found["matrix"]["executive"])) == (
            {"executive", "management", "operational"},
            7,
        )

    def test_everything_covered_raises_no_alert(self) -> None:
        answer = run_tool("stakeholder_coverage", {"persons": FULL})
        assert answer.result is not None
        assert answer.result["covered"] is True
        assert codes(answer) == []
        assert answer.why[-1].code == "coverage.next_none"

    def test_empty_level_and_function_are_alerts(self) -> None:
        answer = run_tool("stakeholder_coverage", {"persons": FULL[:2]})
        assert answer.result is not None
        assert answer.result["empty_levels"] == ["operational"]
        assert answer.result["empty_functions"] == ["metier"]
        assert answer.result["covered"] is False
        assert {"coverage.empty_levels", "coverage.empty_functions"} <= set(codes(answer))

    def test_person_never_met_covers_nothing(self) -> None:
        persons = [*FULL[:2], {**FULL[2], "contacts": 0}]
        answer = run_tool("stakeholder_coverage", {"persons": persons})
        assert answer.result is not None
        assert answer.result["empty_levels"] == ["operational"]
        assert answer.result["missing_roles"] == ["champion"]
        assert answer.result["never_met"] == ["Rita"]
        assert "coverage.never_met" in codes(answer)

    def test_unknown_place_stays_out_of_the_matrix(self) -> None:
        answer = run_tool("stakeholder_coverage", {"persons": [*FULL, person("Léo", None, "finance")]})
        assert answer.result is not None
        assert answer.result["unplaced"] == ["Léo"]
        assert sum(sum(row.values()) for row in answer.result["matrix"].values()) == 3

    @pytest.mark.parametrize("persons", [[], [person("Anne", "executive", "dg", 0)]])
    def test_nobody_met_is_insufficient(self, persons: list[dict[str, Any]]) -> None:
        answer = run_tool("stakeholder_coverage", {"persons": persons})
        assert (answer.verdict, answer.missing) == ("insufficient", ["persons with at least one contact"])


class TestRoles:
    def test_three_roles_are_wanted(self) -> None:
        bare = [{**one, "roles": []} for one in FULL]
        found = result("stakeholder_coverage", persons=bare)
        assert found["missing_roles"] == ["sponsor", "decision_maker", "champion"]

    def test_french_names_of_roles_are_read(self) -> None:
        persons = [{**FULL[0], "roles": ["Sponsor", "Décideur", "acheteur technique"]}, *FULL[1:]]
        answer = run_tool("stakeholder_coverage", {"persons": persons})
        assert answer.per_item[1]["roles"] == ["decider", "sponsor", "technical_buyer"]

    def test_stand_in_counts_and_is_told(self) -> None:
        persons = [FULL[0], {**FULL[1], "roles": ["economic_buyer"]}, {**FULL[2], "roles": ["coach"]}]
        answer = run_tool("stakeholder_coverage", {"persons": persons})
        assert answer.result is not None
        assert answer.result["missing_roles"] == []
        note = next(note for note in answer.findings if note.code == "coverage.stand_ins")
        assert "décideur, champion" in note.fr

    def test_one_person_for_all_roles_is_told(self) -> None:
        persons = [{**FULL[0], "roles": ["sponsor", "decider", "champion"]}, *({**p, "roles": []} for p in FULL[1:])]
        assert "coverage.one_for_all" in codes(run_tool("stakeholder_coverage", {"persons": persons}))


class TestSingleThread:
    @pytest.mark.parametrize(
        ("contacts", "single"), [((6, 3, 2), True), ((5, 3, 2), False), ((5, 3, 1), True), ((1, 1, 1), False)]
    )
    def test_more_than_half_of_the_contacts(self, contacts: tuple[int, ...], single: bool) -> None:
        persons = [{**one, "contacts": count} for one, count in zip(FULL, contacts, strict=True)]
        answer = run_tool("stakeholder_coverage", {"persons": persons})
        assert answer.result is not None
        assert answer.result["single_threaded"] is single
        assert ("coverage.single_thread" in codes(answer)) is single

    def test_a_hair_over_half_is_more_than_half(self) -> None:
        persons = [{**FULL[0], "contacts": 1_000_000}, {**FULL[1], "contacts": 999_999}]
        answer = run_tool("stakeholder_coverage", {"persons": persons})
        assert answer.result is not None
        assert answer.result["main_person_share"] == "0.5"
        assert "coverage.single_thread" in codes(answer)

    def test_only_one_person_is_a_single_thread(self) -> None:
        assert result("stakeholder_coverage", persons=FULL[:1])["single_threaded"] is True

    def test_one_of_ours_carrying_most_is_an_alert_too(self) -> None:
        persons = [{**one, "relation_owner": "Inès"} for one in FULL]
        answer = run_tool("stakeholder_coverage", {"persons": persons})
        assert answer.result is not None
        assert (answer.result["main_owner"], answer.result["main_owner_share"]) == ("Inès", "1")
        assert answer.result["single_threaded"] is True
        assert codes(answer) == ["coverage.single_owner"]

    def test_number_of_contacts_not_given_counts_one(self) -> None:
        persons = [{key: value for key, value in one.items() if key != "contacts"} for one in FULL]
        answer = run_tool("stakeholder_coverage", {"persons": persons})
        assert answer.result is not None
        assert answer.result["contacts"] == 3
        assert codes(answer) == ["coverage.uncounted"]


class TestNextStep:
    @pytest.mark.parametrize(
        ("persons", "code"),
        [
            ([FULL[0], FULL[2]], "coverage.next_role"),
            ([*FULL[:2], {**FULL[2], "level": "management"}], "coverage.next_level"),
            ([*FULL[:2], {**FULL[2], "function": "technique"}], "coverage.next_function"),
            ([*FULL[:2], {**FULL[2], "contacts": 20}], "coverage.next_spread"),
            (FULL, "coverage.next_none"),
        ],
    )
    def test_first_gap_to_close(self, persons: list[dict[str, Any]], code: str) -> None:
        assert run_tool("stakeholder_coverage", {"persons": persons}).why[-1].code == code

    def test_people_without_a_level_cover_none(self) -> None:
        answer = run_tool("stakeholder_coverage", {"persons": [{"name": "Anne"}, {"name": "Paul"}]})
        assert answer.why[0].code == "coverage.seen_nowhere"
        assert answer.result is not None
        assert answer.result["empty_levels"] == ["executive", "management", "operational"]


class TestRefusals:
    @pytest.mark.parametrize(
        ("persons", "message"),
        [
            ([FULL[0], FULL[0]], "persons: 'Anne' stands twice"),
            ([person("A", "boss", "dg")], "persons.0.level = 'boss'"),
            ([person("A", "executive", "marketing")], "persons.0.function = 'marketing'"),
            ([person("A", "executive", "dg", -1)], "persons.0.contacts = '-1'"),
            ([person("A", "executive", "dg", 1, "friend")], "persons.0.roles.0 = 'friend'"),
        ],
    )
    def test_message_names_the_field(self, persons: list[dict[str, Any]], message: str) -> None:
        with pytest.raises(BadInput) as caught:
            run_tool("stakeholder_coverage", {"persons": persons})
        assert message in str(caught.value)
