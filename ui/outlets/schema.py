"""What the interface for programs takes and gives, as OpenAPI and JSON Schema say it."""

from __future__ import annotations

from typing import Any, Final

from pydantic import BaseModel

from analytics.assumptions.kinds import Assumption
from analytics.display import Display
from analytics.scenario import VERSION_KEY, VERSIONS, Scenario
from ui.address import EARLIER_KEY, LANGUAGE_KEY, WORKSPACE_KEY
from ui.words import LANGUAGES, _

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_CODE: Final = "[A-Za-z0-9][A-Za-z0-9_.-]{0,39}"
_MONTH: Final = "(19|20)[0-9]{2}-(0[1-9]|1[0-2])"
_DAY: Final = "(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}"
_AMOUNT: Final = r"[0-9]{1,15}(\.[0-9]{1,4})?"


class PageRow(BaseModel):
    """A page in the list of pages."""

    slug: str
    group: str
    title: str
    question: str
    href: str


class PageList(BaseModel):
    """The pages that can be asked for."""

    language: str
    pages: list[PageRow]


class Answered(BaseModel):
    """The answer to a page's question."""

    sentence: str
    caution: str
    more: str


class Opened(BaseModel):
    """Where a figure comes from: a page, with assumptions of its own."""

    page: str
    assumptions: dict[str, Any]


class Figure(BaseModel):
    """A figure that stands for the page; null where it is not known, ``why`` says why it has no interval."""

    code: str
    label: str
    value: float | None
    written: str
    unit: str
    low: float | None
    high: float | None
    why: str
    kinds: list[str]
    better: str
    change: float | None
    since: str
    spark: list[float | None]
    opens: Opened | None


class ChartRow(BaseModel):
    """A chart of a page and the addresses of its files."""

    name: str
    title: str
    description: str
    kinds: list[str]
    files: dict[str, str]
    note: str


class TableRow(BaseModel):
    """A table of a page and the addresses of its files."""

    name: str
    title: str
    description: str
    kinds: list[str]
    files: dict[str, str]
    rows: int


class Computed(BaseModel):
    """How the figures are computed: formula (LaTeX), sources and assumptions, and the case that proves it."""

    formula: str
    words: list[str]
    proof: str


class Refused(BaseModel):
    """Why a page has nothing to show, and which tables would fill it."""

    sentence: str
    tables: list[str]
    filled_by: str


class Data(BaseModel):
    """The data of an answer: hash and last day."""

    hash: str
    as_of: str


class Objection(BaseModel):
    """What is said against a figure, and what we answer."""

    objection: str
    answer: str


class Challenged(BaseModel):
    """A figure of the page with what could be challenged, the strongest objection first."""

    figure: str
    objections: list[Objection]


class PageValue(BaseModel):
    """A page: either ``answer`` or ``refusal`` is null."""

    slug: str
    language: str
    title: str
    question: str
    link: str
    snapshot: Data
    assumptions: dict[str, str]
    reproduce: str
    challenged: list[Challenged]
    refusal: Refused | None
    answer: Answered | None
    metrics: list[Figure]
    picture: str | None
    charts: list[ChartRow]
    tables: list[TableRow]
    method: Computed | None


class Column(BaseModel):
    """A column of a table."""

    name: str
    numeric: bool


class TableValue(BaseModel):
    """A table: its values, null where missing, and the same as the language writes them."""

    name: str
    title: str
    description: str
    kinds: list[str]
    columns: list[Column]
    rows: list[list[Any]]
    written: list[list[str]]
    about: dict[str, str]


class FaultRow(BaseModel):
    """A parameter that cannot be taken, its rule, and what mends it."""

    name: str
    value: str
    rule: str
    remedy: str


class Problem(BaseModel):
    """Why a request has no answer (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    faults: list[FaultRow]


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    said = {
        404: "There is no such page, part, workspace or data.",
        422: "A parameter cannot be taken.",
        500: "It could not be computed; the reference stands in the log.",
        503: "The server is busy, or its data cannot be read at the moment.",
    }
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"description": said[status], "content": content} for status in statuses}


def _files(*media: str) -> dict[int | str, dict[str, Any]]:
    return {200: {"description": "The file.", "content": {each: {} for each in media}}}


_UNCHANGED: Final[dict[int | str, dict[str, Any]]] = {304: {"description": "It has not changed."}}
ANSWERS: Final[dict[str, dict[int | str, dict[str, Any]]]] = {
    "pages": {200: {"model": PageList}},
    "page": {200: {"model": PageValue}} | _UNCHANGED | _problems(404, 422, 500, 503),
    "chart": _files("image/svg+xml", "image/png", "application/json")
    | _UNCHANGED
    | _problems(404, 422, 500, 503),
    "table": {200: {"model": TableValue}} | _UNCHANGED | _problems(404, 422, 500, 503),
    "card": _files("image/png") | _UNCHANGED | _problems(404, 422),
    "assumptions": _files("application/schema+json"),
}
_OF_PAGES: Final = ("page", "card", "chart", "table")


def assumption(held: Assumption, usual: Any) -> dict[str, Any]:
    """What one assumption may hold, as JSON Schema."""
    # What is on the screen says of itself where it comes from, where its name explains it.
    described = {"title": _(held.label), "description": _(held.explanation or held.source)}
    told: dict[str, Any] = described | {"x-source": _(held.source)}
    if held.unit:
        told["x-unit"] = held.unit
    if held.step is not None:
        told["x-step"] = held.step
    if held.names:
        told["x-names"] = {code: _(name) for code, name in held.names.items()}
    if held.shape in ("number", "integer"):
        told["type"] = held.shape
        ends = {"minimum": held.low, "maximum": held.high}
        told |= {name: end for name, end in ends.items() if end is not None}
    elif held.shape == "codes":
        code = {"type": "string", "pattern": f"^{_CODE}$"}
        told |= {"type": "array", "items": code, "maxItems": held.most, "uniqueItems": True}
    elif held.shape == "choice":
        told |= {"type": "string", "enum": list(held.choices)}
    elif held.shape == "text":
        told |= {"type": "string", "maxLength": held.most, "pattern": r"^[^\x00-\x1f]*$"}
    else:
        form = {"code": _CODE, "month": _MONTH, "day": _DAY, "amount": _AMOUNT}[held.shape]
        told |= {"type": "string", "pattern": f"^({form})?$"}
    return told | {"default": list(usual) if isinstance(usual, tuple) else usual}


def assumptions() -> dict[str, Any]:
    """What a link may assume and show, by the names that it uses, as JSON Schema."""
    return {
        "$schema": DIALECT,
        "title": _("Assumptions of Vigie"),
        "type": "object",
        "additionalProperties": False,
        "properties": {
            held.query: assumption(held, getattr(usual, field))
            for usual in (Scenario(), Display())
            for field, held in usual.assumptions().items()
        },
    }


def completed(document: dict[str, Any], root: str) -> dict[str, Any]:
    """The document that the framework wrote, with what a link may state as parameters of every page."""
    stated = _parameters()
    references = [{"$ref": f"#/components/parameters/{name}"} for name in stated]
    paths = {}
    for path, methods in document["paths"].items():
        asked = methods["get"]
        more = references if asked["operationId"] in _OF_PAGES else references[:1]
        paths[path] = {"get": {**asked, "parameters": [*asked.get("parameters", ()), *more]}}
        # What the framework adds of its own accord is never answered.
        if asked["operationId"] not in _OF_PAGES:
            asked["responses"].pop("422", None)
    schemas = document["components"]["schemas"] | {"Problem": Problem.model_json_schema()}
    for name, each in schemas["Problem"].pop("$defs", {}).items():
        schemas[name] = each
    schemas["Problem"]["properties"]["faults"]["items"] = {"$ref": "#/components/schemas/FaultRow"}
    components = {**document["components"], "schemas": schemas, "parameters": stated}
    return {**document, "servers": [{"url": root}], "paths": paths, "components": components}


def _parameters() -> dict[str, dict[str, Any]]:
    told: dict[str, dict[str, Any]] = {
        LANGUAGE_KEY: _parameter(LANGUAGE_KEY, {"type": "string", "enum": list(LANGUAGES)}),
        WORKSPACE_KEY: _parameter(WORKSPACE_KEY, {"type": "string", "pattern": "^[a-z0-9][a-z0-9_-]{0,39}$"}),
        EARLIER_KEY: _parameter(EARLIER_KEY, {"type": "string", "pattern": "^[0-9a-f]{8,64}$"}),
        VERSION_KEY: _parameter(VERSION_KEY, {"type": "string", "enum": [*VERSIONS]}),
    }
    for name, each in assumptions()["properties"].items():
        told[name] = _parameter(name, each)
    return told


def _parameter(name: str, each: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {"name": name, "in": "query", "required": False, "schema": each}
    # Several codes are one parameter, parted by commas.
    return told | {"style": "form", "explode": False} if each.get("type") == "array" else told
