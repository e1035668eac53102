"""JSON as the scoring tools take it: numbers stay exactly as written, and what JSON leaves open is refused.

Every door that receives text reads it here. A decimal never passes through a binary float; NaN and Infinity are
refused; a key that stands twice in one object is refused, because readers would choose differently.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any, NoReturn

from copilot.errors import BadInput
from copilot.schemas.evidence import Json

MOST_DIGITS = 400
"""The longest number that is read, and the largest power of ten; every tool refuses far smaller ones."""
_ESCAPED_HALF = re.compile(r"\\u[dD][89abcdefABCDEF]")
"""How JSON can name half a character, which no text can hold."""


def read_exact(text: str | bytes, what: str = "input") -> Any:
    """The value of a JSON text, with Decimals for what is no whole number.

    Raises:
        BadInput: it is not JSON, or says something that has no exact meaning; one line names it.
    """
    try:
        written = text.decode("utf-8-sig") if isinstance(text, bytes) else text.removeprefix("\ufeff")
        value = json.loads(
            written,
            parse_float=_decimal,
            parse_int=_whole,
            parse_constant=_no_constant,
            object_pairs_hook=_once,
        )
        if _ESCAPED_HALF.search(written):
            json.dumps(value, ensure_ascii=False, default=str).encode("utf-8")
        return value
    except json.JSONDecodeError as error:
        raise BadInput(f"{what} is not JSON: {error}") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{what} is not JSON: it is not written in UTF-8 (byte {error.start})") from error
    except UnicodeEncodeError as error:
        raise BadInput(f"{what} holds half a character (\\u{ord(error.object[error.start]):04x})") from error
    except RecursionError as error:
        raise BadInput(f"{what} is nested too deep to be read") from error
    except BadInput as error:
        raise BadInput(f"{what}: {error}") from None


def read_object(text: str | bytes, what: str = "input") -> Json:
    """The object of a JSON text.

    Raises:
        BadInput: it is not JSON, or another kind of value.
    """
    value = read_exact(text, what)
    if not isinstance(value, dict):
        raise BadInput(f"{what}: a JSON object is expected, not {_kind(value)}")
    return value


def _kind(value: object) -> str:
    if value is None:
        return "null"
    names = {list: "a list", str: "a text", bool: "true or false"}
    return names.get(type(value), "a number")


def _decimal(digits: str) -> Decimal:
    value = Decimal(digits)
    if len(digits) > MOST_DIGITS or abs(value.adjusted()) > MOST_DIGITS:
        raise BadInput(f"the number {digits[:30]} is too long or too far from 1 to be an input")
    return value


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise BadInput(f"the number {digits[:30]}… has {len(digits)} digits, which no input has")
    return int(digits)


def _no_constant(name: str) -> NoReturn:
    raise BadInput(f"{name} is not a number; leave the value out when it is unknown")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise BadInput(f"the key {key[:60]!r} stands twice in one object; keep one of them")
        found[key] = value
    return found
