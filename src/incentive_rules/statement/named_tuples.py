"""Named tuples in JSON: as objects with the names of their fields, as dataclasses are written."""

from __future__ import annotations

from inspect import getdoc
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

from pydantic.fields import FieldInfo
from pydantic_core import core_schema

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler

AnyTuple = TypeVar("AnyTuple", bound=tuple[Any, ...])


class IfAny:
    """Marks a field that stands in JSON only where it holds something: what most rows do not have is not written."""


def as_object(cls: type[AnyTuple]) -> type[AnyTuple]:
    """Have pydantic write and read a named tuple as an object; a field with ``Field(exclude=True)`` stays out of it.

    Example:
        >>> from typing import NamedTuple
        >>> from pydantic import TypeAdapter
        >>> @as_object
        ... class Point(NamedTuple):
        ...     x: int
        ...     y: int = 0
        >>> TypeAdapter(Point).dump_json(Point(1)), TypeAdapter(Point).validate_json('{"x": 1}')
        (b'{"x":1,"y":0}', Point(x=1, y=0))
    """

    def schema(cls: type[AnyTuple], _source: type[AnyTuple], handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return _schema(cls, handler)

    cls.__get_pydantic_core_schema__ = classmethod(schema)  # type: ignore[attr-defined]  # pydantic looks for it
    return cls


def _schema(cls: type[Any], handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
    hints = get_type_hints(cls, include_extras=True)
    written = {name: hint for name, hint in hints.items() if not _is_left_out(hint)}
    spare = {name for name, hint in written.items() if IfAny in _settings(hint)}
    fields = {
        name: core_schema.typed_dict_field(
            _with_default(cls, name, handler.generate_schema(hint)), required=False if name in spare else None
        )
        for name, hint in written.items()
    }

    def as_dict(row: tuple[Any, ...]) -> dict[str, object]:
        return {name: getattr(row, name) for name in written if name not in spare or getattr(row, name)}

    read = core_schema.typed_dict_schema(fields, extra_behavior="forbid")
    return core_schema.no_info_after_validator_function(
        lambda data: cls(**data),
        read,
        ref=f"{cls.__module__}.{cls.__qualname__}:{id(cls)}",
        serialization=core_schema.plain_serializer_function_ser_schema(as_dict, return_schema=read),
        metadata={"pydantic_js_updates": {"title": cls.__name__, "description": getdoc(cls)}},
    )


def _with_default(cls: type[Any], name: str, schema: core_schema.CoreSchema) -> core_schema.CoreSchema:
    defaults = cls._field_defaults
    return core_schema.with_default_schema(schema, default=defaults[name]) if name in defaults else schema


def _is_left_out(hint: Any) -> bool:  # noqa: ANN401  # any annotation
    return any(isinstance(each, FieldInfo) and each.exclude for each in _settings(hint))


def _settings(hint: Any) -> tuple[Any, ...]:  # noqa: ANN401  # any annotation
    """What is told of a field beside its type."""
    return get_args(hint)[1:] if get_origin(hint) is Annotated else ()
