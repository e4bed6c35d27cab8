"""Values as JSON documents and back, by the type hints of their dataclasses.

A dataclass is an object with one member for each field, in the fields' order. An enum is its value, a date or time
its ISO form, a tuple a list, and a `Span` the list `[start, end]`. Two markers on a field's type change that:

    span: InPlace[Span]        its members "start" and "end" stand in the object around, where "span" would be
    filters: Sparse[Filters]   what is null is left out: the field itself, or the members of its object

Knows none of the types that become documents. It is not pydantic, which takes longer to import than `assistant`
itself, and has no `InPlace` for plain dataclasses.
"""

import reprlib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from corpus import Span
from corpus.errors import InputError

_T = TypeVar("_T")
InPlace = Annotated[_T, "in place"]
Sparse = Annotated[_T, "sparse"]

_PLAIN: dict[Any, tuple[str, tuple[type, ...]]] = {
    str: ("a text", (str,)),
    bool: ("true or false", (bool,)),
    int: ("a whole number", (int,)),
    float: ("a number", (float, int)),
}


def to_document(value: Any) -> Any:
    """The JSON document of a dataclass, an enum, a date, a span, or of a tuple or mapping of them.

    >>> to_document({"spans": (Span(0, 5),), "day": date(2024, 9, 27)})
    {'spans': [[0, 5]], 'day': '2024-09-27'}
    """
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, tuple | list):
        return [to_document(member) for member in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: to_document(member) for name, member in value.items()}
    return _object(value)


def from_document(kind: type[_T], document: Any) -> _T:
    """The value of this type that `to_document` made the document of.

    A member that belongs to no field is ignored; a field that has no member takes its default. Raises InputError if
    the document has another shape: where it does, what is there, what was expected.

    >>> from_document(tuple[date, ...], ["2024-09-27"])
    (datetime.date(2024, 9, 27),)
    """
    value: _T = _read(kind, document, "")
    return value


@dataclass(frozen=True, slots=True)
class _Field:
    """A field of a dataclass; `hint` is its type without markers."""

    name: str
    hint: Any
    is_in_place: bool
    is_sparse: bool
    is_required: bool


@cache
def _fields(kind: type) -> tuple[_Field, ...]:
    hints = get_type_hints(kind, include_extras=True)
    found = []
    for field in fields(kind):
        hint = hints[field.name]
        markers = getattr(hint, "__metadata__", ())
        found.append(
            _Field(
                field.name,
                hint.__origin__ if markers else hint,
                "in place" in markers,
                "sparse" in markers,
                field.default is MISSING and field.default_factory is MISSING,
            )
        )
    return tuple(found)


def _object(value: Any) -> dict[str, Any]:
    document: dict[str, Any] = {}
    kind: type = type(value)
    for field in _fields(kind):
        member = getattr(value, field.name)
        if field.is_in_place:
            document |= {} if member is None else _object(member)
            continue
        member = to_document(member)
        if field.is_sparse and isinstance(member, dict):
            member = {name: each for name, each in member.items() if each is not None}
        if not field.is_sparse or member is not None:
            document[field.name] = member
    return document


@cache
def _parts(hint: Any) -> tuple[Any, Any]:
    """What surrounds a type (Union, tuple, Mapping, None if nothing), and the type that is to be read within."""
    within = [each for each in get_args(hint) if each not in (NoneType, Ellipsis)]
    origin = get_origin(hint)
    return Union if origin is UnionType else origin, within[-1] if within else hint


def _read(hint: Any, document: Any, at: str) -> Any:
    """The value in a document; `at` is where it stands in the whole document."""
    around, kind = _parts(hint)
    if around is Union:
        return None if document is None else _read(kind, document, at)
    if around is tuple and isinstance(document, list):
        return tuple(_read(kind, member, f"{at}[{index}]") for index, member in enumerate(document))
    if around is Mapping and isinstance(document, Mapping):
        return {name: _read(kind, member, f"{at}.{name}") for name, member in document.items()}
    if hint is Any or (hint in _PLAIN and type(document) in _PLAIN[hint][1]):
        return document
    if is_dataclass(hint) and isinstance(document, Mapping):
        return _read_object(hint, document, at)
    try:
        if hint is Span and all(type(offset) is int for offset in document):
            return Span(*document)
        if around is None and issubclass(hint, date):
            return hint.fromisoformat(document)
        if around is None and issubclass(hint, Enum):
            return hint(document)
    except (TypeError, ValueError) as error:
        raise _wrong(hint, document, at) from error
    raise _wrong(hint, document, at)


def _read_object(kind: Any, document: Mapping[str, Any], at: str) -> Any:
    values = {}
    for field in _fields(kind):
        if field.is_in_place:
            values[field.name] = _read_in_place(field.hint, document, at, kind)
        elif field.name in document:
            values[field.name] = _read(field.hint, document[field.name], f"{at}.{field.name}")
        elif field.is_required:
            raise InputError(f"{_place(at)} has no '{field.name}', only {', '.join(document) or 'nothing'}")
    try:
        return kind(**values)
    except ValueError as error:
        raise InputError(f"{_place(at)}: {error}") from error


def _read_in_place(hint: Any, document: Mapping[str, Any], at: str, around: Any) -> Any:
    """A value whose members stand among those of the object around; None if it may be, and has no member of its own."""
    optional, kind = _parts(hint)
    if optional:
        own = {field.name for field in _fields(kind)} - {field.name for field in _fields(around)}
        if not own & document.keys():
            return None
    return _read_object(kind, document, at)


def _wrong(hint: Any, document: Any, at: str) -> InputError:
    """The error that says what is where something else was expected."""
    around, _ = _parts(hint)
    if hint in _PLAIN:
        expected, _ = _PLAIN[hint]
    elif hint is Span:
        expected = "[start, end] with 0 <= start <= end"
    elif around is tuple:
        expected = "a list"
    elif around is Mapping or is_dataclass(hint):
        expected = "an object"
    elif issubclass(hint, Enum):
        expected = f"one of {', '.join(each.value for each in hint)}"
    else:
        expected = f"a {hint.__name__} in ISO form"
    return InputError(f"{_place(at)} is {reprlib.repr(document)}; expected {expected}")


def _place(at: str) -> str:
    return at.lstrip(".") or "the document"
