"""Turning what pydantic says into our faults: file, key, got, allowed, nearest name, next step."""

from __future__ import annotations

import typing
from functools import partial
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from araxes.errors import FAULTS_SHOWN, Fault, nearest
from araxes.inputs.successors import gone_fault

Model = TypeVar("Model", bound=BaseModel)

ALLOWED = {
    "float_type": "a number",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "string_type": "text in quotes",
    "string_too_short": "text that is not empty",
    "finite_number": "a finite number (not nan or inf)",
    "list_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
    "tuple_type": "a list of two values",
    "too_short": "a list of two values",
    "too_long": "a list of two values",
}


def as_meant(kind: Any, data: Any) -> list[Any]:
    """Return the data as written, then with misspelt names replaced level by level, so that what stands under them is checked too.

    Parameters
    ----------
    kind : type
        The model of the file.
    data : object
        As read from the file.
    """
    stages = [data]
    while True:
        better = _respelt(kind, stages[-1])
        if better is stages[-1] or better == stages[-1]:  # nan is not equal to itself, but it is itself
            return stages
        stages.append(better)


def _respelt(kind: Any, data: Any) -> Any:
    """Return the data with the outermost misspelt names replaced by the nearest ones missing."""
    if isinstance(data, list):
        return [_respelt(_inner(kind, 0), item) for item in data]
    if not (isinstance(data, dict) and isinstance(kind, type) and issubclass(kind, BaseModel)):
        return data
    known = kind.model_fields
    strangers = [key for key in data if key not in known]
    missing = [name for name in known if name not in data] if len(strangers) <= FAULTS_SHOWN else []
    meant = {key: nearest(key, missing) or key for key in strangers}
    return {meant.get(key, key): _respelt(_inner(kind, key), value) for key, value in data.items()}


def parse(model: type[Model], data: Any, file: str) -> tuple[Model | None, list[Fault]]:
    """Return the data as `model` and no faults, or None and all faults of structure."""
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, _faults(model, error, file)


def _faults(model: type[BaseModel], error: ValidationError, file: str) -> list[Fault]:
    """Return a fault for each error; a missing key is not reported when a misspelt one stands in its place."""
    errors = error.errors(include_url=False)
    strangers = [e["loc"] for e in errors if e["type"] == "extra_forbidden"][:FAULTS_SHOWN]
    misspelt = {(loc[:-1], _nearest_field(model, loc)) for loc in strangers}
    return [
        _fault(model, dict(e), file)
        for e in errors
        if not (e["type"] == "missing" and (e["loc"][:-1], str(e["loc"][-1])) in misspelt)
    ]


def _fault(model: type[BaseModel], error: dict[str, Any], file: str) -> Fault:
    """Return one error as a fault."""
    loc, kind, context = error["loc"], error["type"], error.get("ctx", {})
    key = dotted(loc)
    if kind == "extra_forbidden":
        allowed, near = ", ".join(fields_at(model, loc[:-1])), partial(_nearest_field, model, loc)
        path = ".".join([model.__name__.removesuffix("File").lower(), *(part for part in loc if isinstance(part, str))])
        fault = Fault(file, key, f"unknown name {loc[-1]!r}", allowed, near)
        return gone_fault(file, key, str(loc[-1]), path, allowed) or fault
    if kind == "missing":
        allowed = ALLOWED["too_short"] if isinstance(loc[-1], int) else f"a value for {loc[-1]!r}"
        return Fault(file, key, "nothing", allowed)
    if kind == "literal_error":
        allowed = str(context["expected"])
        known = [part.strip("' ") for part in allowed.replace(" or ", ",").split(",")]
        return Fault(file, key, shown(error["input"]), allowed, partial(nearest, error["input"], known))
    if kind == "string_pattern_mismatch":
        return Fault(file, key, repr(error["input"]), f"text that matches {context['pattern']}")
    if kind in ("greater_than_equal", "less_than_equal"):
        bound = f"at least {context['ge']}" if "ge" in context else f"at most {context['le']}"
        return Fault(file, key, repr(error["input"]), bound)
    return Fault(file, key, shown(error["input"]), ALLOWED.get(kind, str(error["msg"])))


def shown(value: Any) -> str:
    """Return a value as a reader would write it, cut short if long."""
    text = str(value) if hasattr(value, "isoformat") else repr(value)
    width = len(ALLOWED) * len(ALLOWED)
    line = " ".join(text[: width * width].split())
    return line if len(line) <= width else f"{line[:width].rstrip()} ..."


def dotted(loc: tuple[Any, ...]) -> str:
    """Return a location as a dotted path, list positions counted from one in brackets."""
    text = ""
    for part in loc:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def _nearest_field(model: type[BaseModel], loc: tuple[Any, ...]) -> str:
    """Return the known name nearest to the last part of a location."""
    return nearest(loc[-1], fields_at(model, loc[:-1]))


def fields_at(model: type[BaseModel], loc: tuple[Any, ...]) -> list[str]:
    """Return the keys that the table at a location may have, in the order of the schema."""
    kind: Any = model
    for part in loc:
        kind = _inner(kind, part)
        if kind is None:
            return []
    return list(kind.model_fields) if isinstance(kind, type) and issubclass(kind, BaseModel) else []


def _inner(kind: Any, part: Any) -> Any:
    """Return the type found one step further down a location, or None."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        field = kind.model_fields.get(str(part))
        return _bare(field.annotation) if field else None
    arguments = typing.get_args(kind)
    return _bare(arguments[-1]) if arguments else None


def _bare(kind: Any) -> Any:
    """Return a type without None and without annotations."""
    if typing.get_origin(kind) is typing.Annotated:
        return _bare(typing.get_args(kind)[0])
    options = [option for option in typing.get_args(kind) if option is not type(None)]
    if type(None) in typing.get_args(kind) and len(options) == 1:
        return _bare(options[0])
    return kind
