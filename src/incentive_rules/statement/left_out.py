"""Fields that JSON leaves out where they hold nothing: a result in which they play no part stays as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydantic_core import core_schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import GetCoreSchemaHandler

T = TypeVar("T")
LEFT_OUT_IF_NOTHING = frozenset({"deducted", "deductions", "opened", "opening", "only_member", "left_out"})
"""The fields; each has a default, which reading puts back."""


def without_nothing(cls: type[T]) -> type[T]:
    """Have pydantic leave those fields of a dataclass out of JSON where they are zero or empty.

    Example:
        >>> from dataclasses import dataclass
        >>> from pydantic import TypeAdapter
        >>> @without_nothing
        ... @dataclass
        ... class Sum:
        ...     total: int
        ...     deducted: int = 0
        >>> TypeAdapter(Sum).dump_json(Sum(1)), TypeAdapter(Sum).dump_json(Sum(1, 2))
        (b'{"total":1}', b'{"total":1,"deducted":2}')
    """

    def schema(_cls: type[T], source: type[T], handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        found = handler(source)
        inner: Any = found
        while inner["type"] != "dataclass":
            inner = inner["schema"]
        inner["serialization"] = core_schema.wrap_serializer_function_ser_schema(_written)
        return found

    cls.__get_pydantic_core_schema__ = classmethod(schema)  # type: ignore[attr-defined]  # pydantic looks for it
    return cls


def _written(value: object, write: Callable[[object], dict[str, Any]]) -> dict[str, Any]:
    told = write(value)
    return {name: each for name, each in told.items() if name not in LEFT_OUT_IF_NOTHING or getattr(value, name)}
