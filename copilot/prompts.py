"""Prompts: one file each under prompts/<stage>/<name>.md, rendered strictly, never from code.

A file has front matter (`purpose`, `version`, `variables`) and one `# system` and one `# user` part. A variable
stands as `{{name}}`; one that is missing, extra or undeclared is an error, so a half-filled prompt is never sent.
Text from notes goes in through `untrusted`, which closes every way of ending its own frame.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache
from pathlib import Path

import frontmatter
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from copilot.llm import PromptMessage
from copilot.resources import resource
from copilot.schemas.evidence import Language

LANGUAGE_NAMES: dict[Language, str] = {"fr": "French", "en": "English"}
_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_PART = re.compile(r"^# (system|user)$", re.MULTILINE)
_FRAME = re.compile(r"<{3,}|>{3,}")


class PromptError(Exception):
    """A prompt file or its use is wrong: a mistake of ours, never of the user."""


class _FrontMatter(BaseModel):
    model_config = ConfigDict(extra="forbid")

    purpose: str = Field(min_length=1)
    version: int = Field(ge=1)
    variables: list[str]


class Prompt(BaseModel):
    """A prompt as it stands in its file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    purpose: str
    version: int
    variables: frozenset[str]
    system: str
    user: str

    @property
    def sha256(self) -> str:
        """Digest of the wording, for logs: which prompt a text was made with."""
        return hashlib.sha256(f"{self.system}\0{self.user}".encode()).hexdigest()

    def render(self, **values: str) -> list[PromptMessage]:
        """The messages, every variable filled.

        Raises:
            PromptError: a variable is missing, or one is given that the prompt does not declare.
        """
        missing, extra = self.variables - values.keys(), values.keys() - self.variables
        if missing or extra:
            raise PromptError(f"prompt {self.name!r}: missing {sorted(missing)}, not declared {sorted(extra)}")

        def fill(text: str) -> str:
            return _VARIABLE.sub(lambda match: values[match[1]], text)

        return [("system", fill(self.system)), ("user", fill(self.user))]


@cache
def prompt(name: str) -> Prompt:
    """The prompt `stage/name`.

    Raises:
        PromptError: the file is missing or does not follow the format.
    """
    path = resource("prompts") / f"{name}.md"
    if not path.is_file():
        raise PromptError(f"no prompt {name!r}")
    return parse(name, path.read_text("utf-8"))


def parse(name: str, text: str) -> Prompt:
    """The prompt in a file's text."""
    post = frontmatter.loads(text)
    pieces = _PART.split(post.content)
    parts = {pieces[at]: pieces[at + 1].strip() for at in range(1, len(pieces), 2)}
    if pieces[0].strip() or set(parts) != {"system", "user"} or len(pieces) != 5:
        raise PromptError(f"prompt {name!r}: needs one '# system' and one '# user' part, nothing before them")
    try:
        front = _FrontMatter.model_validate(post.metadata)
    except ValidationError as error:
        raise PromptError(f"prompt {name!r}: front matter: {error}") from error
    declared = frozenset(front.variables)
    used = frozenset(_VARIABLE.findall(post.content))
    if declared != used:
        raise PromptError(f"prompt {name!r}: declared and used variables differ: {sorted(declared ^ used)}")
    return Prompt(
        name=name,
        purpose=front.purpose,
        version=front.version,
        variables=declared,
        system=parts["system"],
        user=parts["user"],
    )


def names() -> list[str]:
    """Every prompt there is."""
    root: Path = resource("prompts")
    return sorted(path.relative_to(root).with_suffix("").as_posix() for path in root.glob("*/*.md"))


def untrusted(label: str, text: str) -> str:
    """Text from notes between marks that it cannot close.

    The mark is a digest of the text itself: the same text gives the same prompt, and nobody can write a note that
    holds the digest of the whole it stands in. Runs of angle brackets and invisible characters are neutralised.
    """
    clean = _FRAME.sub(lambda match: ("‹" if match[0][0] == "<" else "›") * len(match[0]), visible(text))
    mark = hashlib.sha256(clean.encode()).hexdigest()[:12]
    return f"<<<{label} {mark}\n{clean}\n{label} {mark}>>>"


def visible(text: str) -> str:
    """The text without control and format characters, which hide instructions from people."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs"))
