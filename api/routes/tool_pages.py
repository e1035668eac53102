"""The pages of the scoring tools: a list, a form for each, and the report on a workbook; nothing is stored."""

from __future__ import annotations

import asyncio
from itertools import groupby
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request, Response
from pydantic import ValidationError
from starlette.datastructures import FormData, UploadFile

from api.deps import CallerDeps
from api.language import request_language
from api.uploads import file_name
from api.web.render import page
from api.web.toolform import form_of, payload_of, texts_of
from api.web.toolview import as_csv, label_of, problems_of, view_of
from copilot import pipeline, tabular
from copilot.deps import Deps
from copilot.errors import BadInput, TooLarge
from copilot.schemas.evidence import Json, Language
from copilot.scoring.find import find_tools
from copilot.scoring.payload import read_object
from copilot.scoring.registry import find_tool, rendered, run, run_tool, tools
from copilot.scoring.tables.fields import wanted
from copilot.scoring.tables.fill import Asked
from copilot.scoring.tables.reading import Reading
from copilot.scoring.tool import Tool
from copilot.text.catalogue import keys, t

router = APIRouter(prefix="/tools", include_in_schema=False)
_MOST_FIELDS = 20_000
_MOST_FOUND = 12
_MB = 1024 * 1024
_MEDIA_TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "svg": "image/svg+xml",
    "png": "image/png",
}


@router.get("")
def list_tools(request: Request, q: Annotated[str, Query(max_length=300)] = "") -> Response:
    """Every tool by family, or those that a question is about."""
    known = tools()
    order = {one.tool.name: rank for rank, one in enumerate(find_tools(q, _MOST_FOUND))} if q.strip() else {}
    found = sorted((info for info in known if info.name in order), key=lambda info: order[info.name])
    families = [(family, list(members)) for family, members in groupby(known, key=lambda info: info.family)]
    return page(request, "tools.html", families=families, found=found, query=q.strip(), nav="tools")


@router.post("/report")
async def report(request: Request, deps: CallerDeps) -> Response:
    """Everything that the tools can say of an uploaded workbook."""
    language = request_language(request)
    async with request.form(max_files=1, max_fields=20) as form:
        problem, made = "", None
        try:
            name, data = await _file(form, deps, language)
            made = await asyncio.to_thread(tabular.report, name, data, _asked(form, {}))
        except BadInput as error:
            problem = str(error)
    views = [] if made is None else [
        (one, view_of(one.result, one.reading.payload, language), tabular.table_line(one.reading, language))
        for one in made.reports
    ]  # fmt: skip
    return page(
        request, "tools_report.html", 422 if problem else 200, report=made, views=views, problem=problem, nav="tools"
    )


@router.get("/{tool}")
def show_tool(request: Request, deps: CallerDeps, tool: str, empty: Annotated[bool, Query()] = False) -> Response:
    """The form of a tool, with its example as a start."""
    known = find_tool(tool)
    texts = {} if empty else texts_of(known.input, known.example, request_language(request))
    if empty and "as_of" in known.input.model_fields:
        texts["as_of"] = deps.now().date().isoformat()
    return _page(request, known, texts, example=not empty)


@router.post("/{tool}")
async def run_form(request: Request, tool: str) -> Response:
    """The result for what was typed, under the form; what is wrong is told beside its field."""
    known = find_tool(tool)
    async with request.form(max_files=0, max_fields=_MOST_FIELDS) as form:
        texts = {name: value for name, value in form.items() if isinstance(value, str)}
    more = texts.pop("more", "")
    if more:
        return _page(request, known, texts, more=more)
    return await asyncio.to_thread(_answer, request, known, texts)


def _answer(request: Request, tool: Tool, texts: dict[str, str], reading: Reading | None = None) -> Response:
    language = request_language(request)
    try:
        payload = payload_of(tool.input, texts, language) if reading is None else reading.payload
        given = tool.input.model_validate(payload)
    except ValidationError as error:
        problems = problems_of(error.errors(include_url=False), language)
        return _page(request, tool, texts, problems=problems, reading=reading)
    except BadInput as error:
        return _page(request, tool, texts, problem=str(error), reading=reading)
    view = view_of(run(tool, given), payload, language)
    return _page(request, tool, texts, view=view, reading=reading)


@router.post("/{tool}/file")
async def run_file(request: Request, deps: CallerDeps, tool: str) -> Response:
    """The result for an uploaded table, which fills the form, so that a person can check and correct it."""
    known = find_tool(tool)
    language = request_language(request)
    async with request.form(max_files=1, max_fields=_MOST_FIELDS) as form:
        texts = {name: value for name, value in form.items() if isinstance(value, str)}
        try:
            name, data = await _file(form, deps, language)
            asked = _asked(form, tabular.typed_values(tool, tabular.pairs(_lines(form, "set"), "set")))
            reading = await asyncio.to_thread(tabular.read_for, tool, name, data, asked)
        except BadInput as error:
            return _page(request, known, {}, problem=str(error), said=texts)
    filled = texts_of(known.input, reading.payload, language)
    return await asyncio.to_thread(_answer, request, known, filled, reading)


def _lines(form: FormData, name: str) -> list[str]:
    text = form.get(name)
    return [line for line in text.splitlines() if line.strip()] if isinstance(text, str) else []


async def _file(form: FormData, deps: Deps, language: Language) -> tuple[str, bytes]:
    upload = form.get("file")
    if not isinstance(upload, UploadFile) or not upload.filename:
        raise BadInput(t("tools.no_file", language))
    limit = deps.settings.max_upload_mb
    data = await upload.read(limit * _MB + 1)
    if len(data) > limit * _MB:
        raise TooLarge(t("web.upload.too_large", language, limit=limit))
    return file_name(upload.filename), data


def _asked(form: FormData, values: Json) -> Asked:
    def said(name: str) -> str | None:
        value = form.get(name)
        return value if isinstance(value, str) else None

    return tabular.asked_of(sheet=said("sheet"), currency=said("currency"), unit=said("unit"), values=values)


@router.post("/{tool}/export/{kind}")
def export(request: Request, tool: str, kind: str, payload: Annotated[str, Form(max_length=20 * _MB)]) -> Response:
    """A result as a file: JSON, CSV of its lines, or its chart."""
    if kind not in _MEDIA_TYPES:
        raise BadInput(f"export {kind[:20]!r}: there are {', '.join(_MEDIA_TYPES)}")
    language = request_language(request)
    given = read_object(payload, "payload")
    result = run_tool(tool, given)
    if kind == "json":
        content = rendered(result).encode()
    elif kind == "csv":
        content = as_csv(result, given, language)
    else:
        content = pipeline.draw(result, "svg" if kind == "svg" else "png", language)
    name = f"{tool}-{result.receipt.sha256[:12]}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=_MEDIA_TYPES[kind], headers=headers)


def _page(request: Request, tool: Tool, texts: dict[str, str], *, more: str = "", **shown: Any) -> Response:
    language = request_language(request)
    context: dict[str, Any] = {
        "view": None,
        "problem": "",
        "problems": [],
        "reading": None,
        "example": False,
        "said": {},
        **shown,
    }
    wrong = {problem.path: problem.text for problem in context["problems"]}
    return page(
        request,
        "tool.html",
        422 if context["problem"] or wrong else 200,
        tool=tool,
        info=next(info for info in tools() if info.name == tool.name),
        fields=form_of(tool.input, texts, wrong, more),
        takes_rows=bool(wanted(tool.input).lists),
        label=lambda name: label_of(name, language, tool.name),
        choice=lambda value: _choice(value, language),
        nav="tools",
        **context,
    )


def _choice(value: str, language: Language) -> str:
    key = f"choice.{value}"
    return t(key, language) if key in keys() else value.replace("_", " ")
