"""Extracts as canonical JSON, both ways.

Keys are sorted, nothing is padded, fields that hold their default are left out: equal extracts
give equal bytes, so that a cache can be compared by checksum. The reader checks every type, for
what it reads may come from a child process that read a stranger's file.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import StrEnum
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from caregraph.extraction.records import Extract
from caregraph.ontology.errors import CaregraphError


class ExtractFormatError(CaregraphError, ValueError):
    """Bytes that are not an extract, or one of another version of the record model."""


@dataclass(frozen=True, slots=True)
class _Form:
    """How values of one type are written as JSON and read back."""

    write: Callable[[Any], Any]
    read: Callable[[Any, str], Any]
    """Takes the JSON value and the place it stands at, for the message."""


def to_json(extract: Extract) -> bytes:
    """Give the extract as canonical JSON.

    Args:
        extract: Any extract; its text must be clean Unicode (no lone surrogates), as
            `Document.text` is.

    Returns:
        UTF-8, keys sorted, no spaces, no final newline; the same bytes for equal extracts.
    """
    text = json.dumps(
        _EXTRACT.write(extract),
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
    )
    return text.encode("utf-8")


def from_json(data: bytes) -> Extract:
    """Give back the extract that `to_json` wrote.

    Args:
        data: What `to_json` returned.

    Returns:
        An extract equal to the one that was written.

    Raises:
        ExtractFormatError: If the bytes are not JSON, or a field is unknown, absent, or of
            another type than the record model has.
    """
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ExtractFormatError(
            f"the stored extract is not JSON ({error}); ingest the document again"
        ) from error
    extract: Extract = _EXTRACT.read(value, "extract")
    return extract


def _wrong(place: str, value: object, expected: str) -> ExtractFormatError:
    return ExtractFormatError(
        f"{place} is {value!r:.80}, expected {expected}: the stored extract is of another "
        "version; ingest the document again"
    )


def _same(value: Any) -> Any:
    return value


def _form_of(hint: Any) -> _Form:
    if isinstance(hint, UnionType):
        return _optional_form(hint)
    if get_origin(hint) is tuple:
        return _tuple_form(_form_of(get_args(hint)[0]))
    if is_dataclass(hint):
        return _record_form(hint)
    if issubclass(hint, StrEnum):
        return _enum_form(hint)
    if hint is float:
        return _Form(write=float, read=_plain_form(float).read)
    return _plain_form(hint)


def _plain_form(kind: type) -> _Form:
    def read(value: Any, place: str) -> Any:
        if type(value) is not kind:
            raise _wrong(place, value, kind.__name__)
        return value

    return _Form(write=_same, read=read)


def _enum_form(kind: type[StrEnum]) -> _Form:
    members = {member.value: member for member in kind}

    def read(value: Any, place: str) -> Any:
        if not isinstance(value, str) or value not in members:
            raise _wrong(place, value, f"one of {', '.join(members)}")
        return members[value]

    return _Form(write=str, read=read)


def _optional_form(hint: UnionType) -> _Form:
    (inner,) = (_form_of(part) for part in get_args(hint) if part is not type(None))

    def write(value: Any) -> Any:
        return None if value is None else inner.write(value)

    def read(value: Any, place: str) -> Any:
        return None if value is None else inner.read(value, place)

    return _Form(write=write, read=read)


def _tuple_form(item: _Form) -> _Form:
    def write(value: Any) -> Any:
        return [item.write(part) for part in value]

    def read(value: Any, place: str) -> Any:
        if not isinstance(value, list):
            raise _wrong(place, value, "a list")
        return tuple(item.read(part, f"{place}[{i}]") for i, part in enumerate(value))

    return _Form(write=write, read=read)


def _record_form(kind: Any) -> _Form:
    hints = get_type_hints(kind)
    forms = {field.name: _form_of(hints[field.name]) for field in fields(kind)}
    defaults = {field.name: field.default for field in fields(kind)}
    required = frozenset(name for name, default in defaults.items() if default is MISSING)
    plan = tuple((name, defaults[name], form.write) for name, form in forms.items())

    def write(record: Any) -> Any:
        written = {}
        for name, default, write_value in plan:
            value = getattr(record, name)
            if default is MISSING or value != default:
                written[name] = write_value(value)
        return written

    def read(value: Any, place: str) -> Any:
        if not isinstance(value, dict):
            raise _wrong(place, value, f"an object of {kind.__name__}")
        unknown, absent = value.keys() - forms.keys(), required - value.keys()
        if unknown or absent:
            raise _wrong(place, sorted(unknown | absent), f"the fields of {kind.__name__}")
        return kind(**{k: forms[k].read(v, f"{place}.{k}") for k, v in value.items()})

    return _Form(write=write, read=read)


_EXTRACT = _form_of(Extract)
