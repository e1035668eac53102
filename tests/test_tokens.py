import math

from hypothesis import given
from hypothesis import strategies as st

from copilot.settings import Settings
from copilot.tokens import count, estimate, open_counter


def test_estimate_serves_when_the_encoding_is_not_there(tmp_path):
    counter = open_counter(tmp_path)
    assert counter("Bonjour à tous") == math.ceil(len("Bonjour à tous".encode()) / 3.5)


def test_an_altered_encoding_is_not_trusted(tmp_path):
    folder = tmp_path / "resources/llama_index/core/_static/tiktoken_cache"
    folder.mkdir(parents=True)
    (folder / "fb374d419588a4632f3f557e76b4b70aebbca790").write_bytes(b"IQ== 0\n")
    assert open_counter(tmp_path)("abc") == estimate("abc")


def test_tokens_are_counted_without_network():
    assert count("") == 0
    assert 2 <= open_counter(Settings().resource_dir)("Bonjour à tous") <= 6


@given(st.text(max_size=200), st.text(max_size=200))
def test_longer_text_never_has_far_fewer_tokens(first, second):
    assert estimate(first + second) <= estimate(first) + estimate(second)
