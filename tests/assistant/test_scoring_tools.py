"""What the conversation's model gets of the scoring tools, and what it may not do with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from copilot.assistant.scoring_tools import MOST_TOKENS, MOST_TYPED, choose, schema_tokens
from copilot.assistant.state import ConversationState
from copilot.assistant.tools import Toolbox
from copilot.errors import BadInput, NotAllowed
from copilot.scoring.find import find_tools
from copilot.scoring.registry import REGISTRY, tools
from copilot.settings import Settings
from tests.assistant.conftest import Chat, OpenChat
from tests.fakes.openai_server import FakeOpenAI, Say, call

MakeSettings = Callable[..., Settings]
SAID = "Nos clients : A 800 k€ et B 200 k€ ; que donne le Pareto de ce portefeuille ?"


@pytest.fixture
def chat(open_chat: OpenChat, llm_settings: MakeSettings) -> Chat:
    return open_chat(llm_settings())


def offered(fake_llm: FakeOpenAI) -> dict[str, Any]:
    """The tools of the last request, by name."""
    return {one["function"]["name"]: one["function"] for one in fake_llm.chats[-1].body["tools"]}


def told(fake_llm: FakeOpenAI) -> list[str]:
    return [str(one["content"]) for one in fake_llm.chats[-1].body["messages"] if one["role"] == "tool"]


def box(chat: Chat, message: str, allowed: frozenset[str] | None = None) -> Toolbox:
    made = Toolbox(chat.deps, chat.account, "run", "fr", message, ConversationState())
    made.allowed_tools = allowed
    return made


def test_typed_tool_that_fits_the_message_is_offered_and_runs(chat: Chat, fake_llm: FakeOpenAI) -> None:
    clients = [{"name": "A", "revenue": 800000}, {"name": "B", "revenue": 200000}]
    fake_llm.then(call("pareto", currency="EUR", clients=clients), Say("Le calcul est fait."))
    chat.say(SAID)
    schema = offered(fake_llm)["pareto"]["parameters"]
    assert schema["properties"]["clients"]["description"]
    assert {"find_score_tool", "score"} <= set(offered(fake_llm))
    assert len(set(offered(fake_llm)) & set(REGISTRY)) <= MOST_TYPED
    assert "reçu" in told(fake_llm)[0]
    assert chat.custom("score")["tool"] == "pareto"
    assert chat.tools == ["pareto"]


@pytest.mark.parametrize(
    "figure", [777123, 777123.5, "+777123", " 777123 "], ids=["whole", "decimal", "text", "spaced"]
)
def test_typed_tool_takes_no_figure_that_nobody_gave(chat: Chat, fake_llm: FakeOpenAI, figure: Any) -> None:
    clients = [{"name": "A", "revenue": 800000}, {"name": "B", "revenue": figure}]
    fake_llm.then(call("pareto", currency="EUR", clients=clients), Say("Le calcul est refusé."))
    chat.say(SAID)
    assert "stands neither in the user's message" in told(fake_llm)[0]
    assert chat.custom("score") is None


def test_search_gives_inputs_of_tools_that_the_message_does_not_name(chat: Chat, fake_llm: FakeOpenAI) -> None:
    fake_llm.then(
        call("find_score_tool", query="zone d’accord possible"),
        call("score", tool_name="zopa", inputs_json='{"unit": "EUR", "seller_min": 96, "buyer_max": 104.0}'),
        Say("Le calcul est fait."),
    )
    chat.say("Nous acceptons 96 au plus bas et eux 104 au plus haut, est-ce que ça se recouvre ?")
    found, scored = told(fake_llm)
    assert found.startswith("zopa: ")
    assert '"seller_min"' in found
    assert "reçu" in scored


def test_search_without_a_fit_lists_the_names(chat: Chat, fake_llm: FakeOpenAI) -> None:
    fake_llm.then(call("find_score_tool", query="xyzzy"), Say("Je ne peux pas calculer cela."))
    chat.say("Peux-tu me calculer la météo de demain à Lyon ?")
    assert told(fake_llm)[0] == f"No scoring tool fits; there are: {', '.join(REGISTRY)}"


def test_inputs_of_the_call_by_name_are_read_strictly(chat: Chat, fake_llm: FakeOpenAI) -> None:
    fake_llm.then(call("score", tool_name="zopa", inputs_json='{"unit": "EUR", "unit": "USD"}'), Say("Refusé."))
    chat.say("Quelle est la zone d’accord possible ?")
    assert "'unit' stands twice" in told(fake_llm)[0]


def test_tools_are_limited_to_what_the_caller_may_use(chat: Chat) -> None:
    mine = box(chat, SAID, frozenset({"zopa"}))
    assert choose(SAID, mine.allowed_tools) == []
    with pytest.raises(NotAllowed, match="'pareto' is not offered"):
        mine.score("pareto", REGISTRY["pareto"].example)
    assert mine.score("zopa", REGISTRY["zopa"].example)["verdict"] == "ok"
    assert mine.receipts


def test_figures_in_texts_of_the_inputs_are_checked_and_names_are_not(chat: Chat) -> None:
    mine = box(chat, "A fait 800 k€")
    ok = {"currency": "EUR", "clients": [{"name": "Nan", "revenue": "800000"}]}
    assert mine.score_for_model("pareto", ok)["verdict"] == "ok"
    with pytest.raises(BadInput, match="810000 stands neither"):
        mine.score_for_model("pareto", {"currency": "EUR", "clients": [{"name": "A", "revenue": "810000"}]})


def test_typed_tools_stay_within_their_budget_of_tokens() -> None:
    for info in tools():
        question = f"{info.title['fr']} {info.description['fr']} {info.purpose['fr']}"
        chosen = choose(question)
        assert sum(schema_tokens(tool.name) for tool in chosen) <= MOST_TOKENS
        assert len(chosen) <= MOST_TYPED
    assert choose(SAID, most_tokens=10) == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_tool_is_found_by_its_name_and_by_its_title(language: str) -> None:
    for info in tools():
        assert find_tools(f"score {info.name}")[0].tool.name == info.name
        found = [one.tool.name for one in find_tools(f"{info.title[language]} ?", most=3)]
        assert info.name in found, info.title[language]


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("quelle est notre dépendance à nos plus gros clients ?", "concentration"),
        ("how much do we depend on our largest customers, what is the concentration?", "concentration"),
        ("what is our net revenue retention?", "nrr"),
        ("Quel est le taux de rétention de nos revenus", "nrr"),
        ("combien de temps pour rentabiliser le coût d'acquisition ?", "cac_payback"),
        ("do we have a bargaining zone with the buyer?", "zopa"),
        ("où en est la demande de budget, poste par poste ?", "budget_rollup"),
    ],
)
def test_questions_of_the_trade_find_their_tool(question: str, name: str) -> None:
    assert name in [one.tool.name for one in find_tools(question, most=3)]


@pytest.mark.parametrize("text", ["", "Bonjour", "?!", "le la les", "xyzzy plugh"])
def test_text_about_no_tool_finds_none(text: str) -> None:
    assert find_tools(text) == []
