"""Frozen dataclasses to plain JSON and back, led by their annotations; and the JSON Schema of the same.

Only what the model of a sheet needs: texts, whole numbers, booleans, ``Literal``, ``X | None``, tuples, dataclasses.
"""

import ast
import dataclasses
import inspect
import types
import typing
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from laureat.vocabulary import InputProblem, InvalidInput

T = TypeVar("T")


def dump(value: Any) -> Any:
    """The value as JSON: a dataclass becomes an object, a tuple a list. ``duree`` and ``natures`` go when empty."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, tuple):
        return [dump(item) for item in value]
    names, optional = _names(value.__class__)
    form = {name: dump(getattr(value, name)) for name in names}
    for name in optional:
        if not form[name]:
            del form[name]
    return form


@cache
def _names(cls: type) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the fields, and those left out when empty."""
    names = tuple(field.name for field in dataclasses.fields(cls))
    return names, tuple(getattr(cls, "_FACULTATIFS", ()))


def load(cls: type[T], form: object) -> T:
    """A dataclass from its JSON form; unknown names are refused. Raises InvalidInput with every problem found."""
    problems: list[InputProblem] = []
    value = _load(cls, form, "", problems)
    if problems:
        raise InvalidInput(problems)
    return typing.cast(T, value)


def _load(hint: Any, form: object, path: str, problems: list[InputProblem]) -> Any:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        if form is None:
            return None
        return _load(next(a for a in arguments if a is not types.NoneType), form, path, problems)
    if origin is tuple:
        if not isinstance(form, list):
            return _refuse(path, "une liste", form, problems)
        return tuple(_load(arguments[0], item, f"{path}[{rank}]", problems) for rank, item in enumerate(form))
    if origin is Literal:
        return form if form in arguments else _refuse(path, f"l'un de {', '.join(arguments)}", form, problems)
    if dataclasses.is_dataclass(hint):
        return _load_object(typing.cast(type, hint), form, path, problems)
    if isinstance(form, hint) and (hint is bool or not isinstance(form, bool)):
        return form
    return _refuse(path, {"str": "un texte", "int": "un entier", "bool": "vrai ou faux"}[hint.__name__], form, problems)


def _load_object(cls: type, form: object, path: str, problems: list[InputProblem]) -> Any:
    if not isinstance(form, Mapping):
        return _refuse(path, "un objet", form, problems)
    hints, (names, _) = _hints(cls), _names(cls)
    ignored = getattr(cls, "_DERIVES", ())
    for name in form:
        if name not in hints and name not in ignored:
            problems.append(InputProblem(f"le nom « {name} » est inconnu dans {path or 'la fiche'}"))
    values = {
        name: _load(hints[name], form[name], f"{path}.{name}" if path else name, problems)
        for name in names
        if name in form
    }
    missing = [
        field.name
        for field in dataclasses.fields(cls)
        if field.default is dataclasses.MISSING and field.name not in values
    ]
    if missing:
        problems.append(InputProblem(f"il manque {', '.join(missing)} dans {path or 'la fiche'}"))
    return None if problems else cls(**values)


def _refuse(path: str, expected: str, form: object, problems: list[InputProblem]) -> None:
    shown = "rien" if form is None else f"« {str(form)[:60]} »"
    problems.append(InputProblem(f"{path or 'la fiche'} : {expected} est attendu, et non {shown}"))


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def schema(cls: type, *, title: str, identifier: str, derived: Mapping[str, type] | None = None) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a dataclass; ``derived`` names what ``to_json`` adds to its fields (lists)."""
    definitions: dict[str, Any] = {}
    root = _object_schema(cls, definitions)
    for name, item in (derived or {}).items():
        root["properties"][name] = {"type": "array", "items": _schema(item, definitions)}
        root["required"].append(name)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": identifier, "title": title}
    return {**head, **root, "$defs": dict(sorted(definitions.items()))}


def _schema(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        inner = _schema(next(a for a in arguments if a is not types.NoneType), definitions)
        return {"anyOf": [inner, {"type": "null"}]}
    if origin is tuple:
        return {"type": "array", "items": _schema(arguments[0], definitions)}
    if origin is Literal:
        return {"enum": list(arguments)}
    if dataclasses.is_dataclass(hint):
        cls = typing.cast(type, hint)
        if cls.__name__ not in definitions:
            definitions[cls.__name__] = {}
            definitions[cls.__name__] = _object_schema(cls, definitions)
        return {"$ref": f"#/$defs/{cls.__name__}"}
    return {"type": {str: "string", int: "integer", bool: "boolean"}[hint]}


def _object_schema(cls: type, definitions: dict[str, Any]) -> dict[str, Any]:
    notes, (names, optional) = _notes(cls), _names(cls)
    properties = {}
    for name in names:
        properties[name] = _schema(_hints(cls)[name], definitions)
        if name in notes:
            properties[name] = {"description": notes[name], **properties[name]}
    return {
        "description": inspect.cleandoc(cls.__doc__ or ""),
        "type": "object",
        "properties": properties,
        "required": [name for name in names if name not in optional],
        "additionalProperties": False,
    }


def _notes(cls: type) -> dict[str, str]:
    """The sentences written under the fields of a dataclass."""
    body = typing.cast(ast.ClassDef, ast.parse(inspect.cleandoc("\n" + inspect.getsource(cls))).body[0]).body
    notes = {}
    for field, note in pairwise(body):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(note, ast.Expr)
            and isinstance(note.value, ast.Constant)
        ):
            notes[field.target.id] = inspect.cleandoc(str(note.value.value))
    return notes
