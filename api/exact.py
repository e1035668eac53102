"""JSON bodies whose numbers stay exactly as written: a decimal reaches the tool without passing through a float."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from api.errors import FieldError, problem
from copilot.errors import BadInput
from copilot.scoring.payload import read_exact
from copilot.scoring.registry import refusal

_MOST_ERRORS = 100
_SHOWN = 60
_NO_OBJECT = frozenset({"missing", "model_type", "model_attributes_type", "dict_type", "list_type"})


class _ExactRequest(Request):
    async def json(self) -> Any:
        """The body, read strictly."""
        try:
            return read_exact(await self.body(), "body")
        except BadInput as error:
            # The framework lets only its own kind of error through while it reads a body.
            raise HTTPException(422, str(error)) from error


class ExactRoute(APIRoute):
    """A route that reads its body exactly and refuses it in one line that names the field and the value."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler of the framework, over an exact body."""
        handler = super().get_route_handler()

        async def exact(request: Request) -> Response:
            try:
                return await handler(_ExactRequest(request.scope, request.receive))
            except RequestValidationError as error:
                return _refused(request, error.errors())

        return exact


def _refused(request: Request, problems: Sequence[Mapping[str, Any]]) -> Response:
    subject = request.path_params.get("tool") or request.url.path.rpartition("/")[2]
    if any(tuple(one["loc"]) == ("body",) and one["type"] in _NO_OBJECT for one in problems):
        detail = f"{subject}: send the inputs as JSON, with Content-Type application/json, in the form of the schema"
        return problem(request, 422, detail, errors=[_field(one) for one in problems])
    inside = [{**one, "loc": one["loc"][1:]} for one in problems]
    errors = [_field(one) for one in problems[:_MOST_ERRORS]]
    return problem(request, 422, refusal(subject, inside), errors=errors)


def _field(one: Mapping[str, Any]) -> FieldError:
    pointer = "/".join(str(part) for part in one["loc"])
    message = " ".join(str(one["msg"]).removeprefix("Value error, ").split())
    if len(one["loc"]) < 2 or isinstance(one["input"], dict | list):
        return FieldError(pointer=pointer, detail=message)
    return FieldError(pointer=pointer, detail=f"{str(one['input'])[:_SHOWN]!r}: {message}")
