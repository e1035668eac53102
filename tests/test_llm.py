# ruff: noqa: F811 - fixtures are imported by name
from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict

from copilot.llm import ModelProblem, chat_model, check_complete, client_errors, problem_of, structured
from copilot.settings import Settings
from tests.fakes.fixtures import fake_llm, llm_settings  # noqa: F401
from tests.fakes.openai_server import FakeOpenAI, Fault, Say, Structured, closed_port_url

MakeSettings = Callable[..., Settings]
PROMPT = [("system", "You list colours."), ("user", "Two colours, please.")]


class Colours(BaseModel):
    model_config = ConfigDict(extra="forbid")

    names: list[str]
    mood: Literal["calm", "bright"]


GOOD = {"names": ["bleu", "vert"], "mood": "calm"}


@pytest.mark.parametrize("mode", ["tool", "json_schema", "json"])
def test_each_way_of_asking_gives_the_object(fake_llm: FakeOpenAI, llm_settings: MakeSettings, mode: str) -> None:
    fake_llm.then(Structured(GOOD))
    assert structured(llm_settings(llm_structured_output=mode), Colours, PROMPT).names == ["bleu", "vert"]
    body = fake_llm.chats[0].body
    assert ("tools" in body) == (mode == "tool")
    assert (
        body.get("response_format", {}).get("type")
        == {"tool": None, "json_schema": "json_schema", "json": "json_object"}[mode]
    )
    assert body["temperature"] == 0.0


@pytest.mark.parametrize("mode", ["tool", "json_schema", "json"])
def test_wrong_object_is_repaired_once_with_the_problem_named(
    fake_llm: FakeOpenAI,
    llm_settings: MakeSettings,
    mode: str,
) -> None:
    fake_llm.then(Structured(GOOD | {"mood": "angry"}), Structured(GOOD))
    assert structured(llm_settings(llm_structured_output=mode), Colours, PROMPT).mood == "calm"
    assert len(fake_llm.chats) == 2
    assert "mood" in fake_llm.chats[1].body["messages"][-1]["content"]


def test_object_inside_prose_is_taken(fake_llm: FakeOpenAI, llm_settings: MakeSettings) -> None:
    fake_llm.then(Say('Sure!\n```json\n{"names": ["bleu"], "mood": "calm"}\n```'))
    assert structured(llm_settings(), Colours, PROMPT).names == ["bleu"]


def test_no_temperature_is_sent_when_none_is_set(fake_llm: FakeOpenAI, llm_settings: MakeSettings) -> None:
    fake_llm.then(Structured(GOOD))
    structured(llm_settings(llm_temperature=None), Colours, PROMPT)
    assert "temperature" not in fake_llm.chats[0].body


@pytest.mark.parametrize(
    ("steps", "reason", "requests"),
    [
        ((Say("blue, I think"), Say("blue, really")), "prose", 2),
        ((Structured({"names": 3}), Structured({"names": 4})), "unusable", 2),
        ((Fault("rate_limit"),) * 3, "rate_limited", 3),
        ((Fault("server_error"),) * 3, "http_error", 3),
        ((Fault("bad_json"),), "unusable", 1),
        ((Fault("empty_choices"),), "unusable", 1),
        ((Fault("cut_length"),), "cut_off", 1),
        ((Fault("no_finish"),), "cut_off", 1),
        ((Fault("cut_stream"),), "cut_off", 1),
        ((Fault("drip", seconds=3),), "timed_out", 1),
        ((Fault("hang", seconds=3),), "timed_out", 1),
        ((Fault("slow", seconds=3),), "timed_out", 1),
    ],
)
def test_every_fault_ends_as_one_plain_line(
    fake_llm: FakeOpenAI,
    llm_settings: MakeSettings,
    steps: tuple[Fault, ...],
    reason: str,
    requests: int,
) -> None:
    fake_llm.then(*steps)
    started = time.monotonic()
    # The short limit is for the servers that keep us waiting; the others get time for their retries.
    limit = 0.4 if reason == "timed_out" else 20.0
    with pytest.raises(ModelProblem) as caught:
        structured(llm_settings(llm_timeout_s=limit), Colours, PROMPT)
    assert caught.value.reason == reason
    assert "127.0.0.1" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(fake_llm.chats) == requests
    assert time.monotonic() - started < 15


def test_answer_is_left_as_soon_as_it_is_whole(fake_llm: FakeOpenAI, llm_settings: MakeSettings) -> None:
    """A small model may go on with blank lines until its context is full."""
    fake_llm.then(Fault("babble", seconds=4, text='```json\n{"names": ["bleu"], "mood": "calm"}\n```'))
    started = time.monotonic()
    assert structured(llm_settings(), Colours, PROMPT).names == ["bleu"]
    assert time.monotonic() - started < 3.5
    assert fake_llm.chats[0].body["stream"] is True


def test_short_trouble_is_retried(fake_llm: FakeOpenAI, llm_settings: MakeSettings) -> None:
    fake_llm.then(Fault("rate_limit"), Fault("server_error"), Structured(GOOD))
    assert structured(llm_settings(), Colours, PROMPT).mood == "calm"


def test_long_retry_after_is_not_waited_for(fake_llm: FakeOpenAI, llm_settings: MakeSettings) -> None:
    fake_llm.then(Fault("rate_limit", retry_after="3600"))
    with pytest.raises(ModelProblem, match="429"):
        structured(llm_settings(), Colours, PROMPT)
    assert len(fake_llm.chats) == 1


def test_closed_port_is_reported_as_unreachable(llm_settings: MakeSettings) -> None:
    with pytest.raises(ModelProblem, match="refused or lost") as caught:
        structured(llm_settings(llm_base_url=closed_port_url()), Colours, PROMPT)
    assert caught.value.reason == "unreachable"


def test_no_endpoint_says_which_settings_to_give(llm_settings: MakeSettings) -> None:
    with pytest.raises(ModelProblem, match="ABP_LLM_BASE_URL"):
        chat_model(llm_settings(llm_base_url=None))


def test_cut_stream_is_not_taken_for_an_answer(fake_llm: FakeOpenAI, llm_settings: MakeSettings) -> None:
    settings = llm_settings()
    fake_llm.then(Fault("cut_stream", text="the whole answ"), Say("the whole answer"))
    model = chat_model(settings, streaming=True)
    cut = model.invoke("?")
    assert cut.text == "the whole answ"
    with pytest.raises(ModelProblem, match="cut off"):
        check_complete(settings, cut)
    whole = model.invoke("?")
    check_complete(settings, whole)
    assert whole.usage_metadata is not None


def test_stray_environment_reroutes_nothing(
    fake_llm: FakeOpenAI,
    llm_settings: MakeSettings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A gateway or tracing variable of another tool must not send notes elsewhere."""
    for name in ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING_V2", "LANGSMITH_GATEWAY"):
        monkeypatch.setenv(name, "true")
    monkeypatch.setenv("LANGSMITH_API_KEY", "ls-secret")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-someone-else")
    from langsmith.utils import tracing_is_enabled

    fake_llm.then(Structured(GOOD))
    structured(llm_settings(), Colours, PROMPT)
    assert tracing_is_enabled() is False
    assert fake_llm.chats[0].headers["authorization"] == "Bearer none"


def test_key_never_stands_in_a_message(llm_settings: MakeSettings) -> None:
    settings = llm_settings(llm_base_url="http://user:pw@127.0.0.1:9/v1?key=abc", llm_api_key="sk-secret")
    line = str(problem_of(settings, ValueError("sk-secret")))
    assert "127.0.0.1:9" in line
    assert not any(secret in line for secret in ("sk-secret", "pw", "abc"))


def test_client_errors_cover_the_clients_own(llm_settings: MakeSettings, fake_llm: FakeOpenAI) -> None:
    fake_llm.then(Fault("bad_json"))
    with pytest.raises(client_errors()):
        chat_model(llm_settings(), max_retries=0).invoke("?")
