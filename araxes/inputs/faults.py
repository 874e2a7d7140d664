"""Turning what pydantic says into our faults: file, key, got, allowed, nearest name, next step.

What went out of the model with its version 2, why, and what took its place: told to those whose files still name it.
"""

from __future__ import annotations

import typing
from functools import partial
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from araxes.errors import FAULTS_SHOWN, Fault, nearest

Model = TypeVar("Model", bound=BaseModel)

_ALLOWED = {
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


class Gone(NamedTuple):
    """What became of a name.

    Attributes
    ----------
    why : str
        A clause without a full stop.
    successors : tuple of str
        Names in the same section; whole paths where they are in another. Empty where nothing took its place.
    """

    why: str
    successors: tuple[str, ...] = ()


ALARM = Gone("surprising hostility, received or one's own, is one alarm", ("alarm",))
FRIENDS = Gone("what others do to a target is one pile-on, the stronger the closer one's tie to them", ("pile_on",))
TIES = Gone("a tie weighs pile-on, and what rivals stand for is a matter of issues", ("pile_on", "grievance"))
TRADE = Gone("no record spoke of it, and no scenario moved it")
ACTIVITY = Gone("a dyad is busy by its alarm and contact alone")
THREATS = Gone("a red line pushes while it is crossed, whoever threatened over it")
STRETCHED = Gone("of attention only overstretch is left", ("overstretch",))

_WEIGHTS = {
    "reciprocity_hostile": ALARM,
    "reciprocity_friendly": Gone("cooperation beyond habit, by either side, is one thaw", ("thaw",)),
    "momentum": ALARM,
    "solidarity": FRIENDS,
    "alignment": FRIENDS,
    "entanglement": TIES,
    "interdependence": TRADE,
    "attention_activity": ACTIVITY,
    "attention_overstretch": STRETCHED,
}
TEMPERS = {
    "reciprocity": Gone("hostile surprise is alarm, friendly surprise thaw", ("alarm", "thaw")),
    **{name: _WEIGHTS[name] for name in ("momentum", "solidarity", "alignment", "entanglement", "interdependence")},
    "attention": STRETCHED,
}
MEMORIES = {
    "slow": Gone("surprise is measured from habit", ("habit",)),
    "repertoire": Gone("one memory of acts answers every question", ("habit",)),
    "commitment": THREATS,
    "activity_short": ACTIVITY,
    "activity_long": ACTIVITY,
}
GONE = {
    **{f"behaviour.weight.{name}": gone for name, gone in _WEIGHTS.items()},
    **{f"actor.temper.{name}": gone for name, gone in TEMPERS.items()},
    **{f"behaviour.memory.{name}": gone for name, gone in MEMORIES.items()},
    "behaviour.habit.epsilon": Gone("pushes multiply chances, which need not be kept off 0 and 1"),
    "behaviour.luck.shared": Gone(
        "both sides share the luck of each question apart", ("hostile", "friendly_kind", "hostile_kind")
    ),
    "behaviour.threshold.crisis_level": Gone("deterrence works inside a crisis, too"),
    "behaviour.threshold.commitment_rung": THREATS,
    "relations.trade": TRADE,
    "ladder.node.memory": Gone("one memory of acts answers every question", ("behaviour.memory.habit",)),
}
"""By section and name; tempers of every actor as `actor.temper`, trade of every pair as `relations.trade`."""


def went_out(path: str) -> Gone | None:
    """Return what became of a name at a path, from the name of its file or the code of its actor on; None where there never was one."""
    section, _, last = path.rpartition(".")
    tempers, pairs = f"actor.{section.partition('.')[2]}.{last}", ".".join(path.split(".")[:2])
    return next((GONE[one] for one in (path, tempers, pairs) if one in GONE), None)


def gone_fault(file: str, key: str, name: str, path: str, allowed: str) -> Fault | None:
    """Return the fault of a name that went out: it tells why, and the successors; None where the model never had the name.

    Parameters
    ----------
    file, key : str
        Where the name stands.
    name : str
        What was written: a path, or a key of its section.
    path : str
        As for `went_out`.
    allowed : str
        What would do.
    """
    gone, section = went_out(path), path.rpartition(".")[0]
    if gone is None:
        return None
    paths = [one if "." in one else f"{section}.{one}" for one in gone.successors]
    near = [one for one in (paths if name == path else gone.successors) if name == path or "." not in one]
    follows = f"its place is taken by {' and '.join(paths)}" if paths else "nothing takes its place"
    step = f"It went out with version 2 of the model, because {gone.why}; {follows}."
    return Fault(file, key, repr(name), allowed, next(iter(near), ""), step)


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
    key = dotted_path(loc)
    if kind == "extra_forbidden":
        allowed, near = ", ".join(fields_at(model, loc[:-1])), partial(_nearest_field, model, loc)
        path = ".".join([model.__name__.removesuffix("File").lower(), *(part for part in loc if isinstance(part, str))])
        fault = Fault(file, key, f"unknown name {loc[-1]!r}", allowed, near)
        return gone_fault(file, key, str(loc[-1]), path, allowed) or fault
    if kind == "missing":
        allowed = _ALLOWED["too_short"] if isinstance(loc[-1], int) else f"a value for {loc[-1]!r}"
        return Fault(file, key, "nothing", allowed)
    if kind == "literal_error":
        allowed = str(context["expected"])
        known = [part.strip("' ") for part in allowed.replace(" or ", ",").split(",")]
        return Fault(file, key, value_text(error["input"]), allowed, partial(nearest, error["input"], known))
    if kind == "string_pattern_mismatch":
        return Fault(file, key, repr(error["input"]), f"text that matches {context['pattern']}")
    if kind in ("greater_than_equal", "less_than_equal"):
        bound = f"at least {context['ge']}" if "ge" in context else f"at most {context['le']}"
        return Fault(file, key, repr(error["input"]), bound)
    return Fault(file, key, value_text(error["input"]), _ALLOWED.get(kind, str(error["msg"])))


def value_text(value: Any) -> str:
    """Return a value as a reader would write it, cut short if long."""
    text = str(value) if hasattr(value, "isoformat") else repr(value)
    width = len(_ALLOWED) * len(_ALLOWED)
    line = " ".join(text[: width * width].split())
    return line if len(line) <= width else f"{line[:width].rstrip()} ..."


def dotted_path(loc: tuple[Any, ...]) -> str:
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
