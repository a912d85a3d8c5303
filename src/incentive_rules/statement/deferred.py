"""A tuple that is made when it is first looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar, get_args, overload

from pydantic_core import core_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pydantic import GetCoreSchemaHandler

T = TypeVar("T")


class Deferred(Sequence[T]):
    """What a tuple is, made of an iterable, or of a function that gives one, when somebody first asks.

    Example:
        >>> squares = Deferred(lambda: [each * each for each in range(4)])
        >>> squares[-1], len(squares), squares == (0, 1, 4, 9)
        (9, 4, True)
    """

    __slots__ = ("_made", "_make")

    def __init__(self, make: Iterable[T] | Callable[[], Iterable[T]] = ()) -> None:
        self._make: Callable[[], Iterable[T]] | None = make if callable(make) else None
        self._made: tuple[T, ...] = () if callable(make) else tuple(make)

    @property
    def made(self) -> tuple[T, ...]:
        """The tuple itself."""
        make = self._make
        if make is not None:
            self._made = tuple(make())
            self._make = None  # last, so that another thread makes the same again rather than finding nothing
        return self._made

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...

    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        return self.made[index]

    def __len__(self) -> int:
        return len(self.made)

    def __iter__(self) -> Iterator[T]:
        return iter(self.made)

    def __eq__(self, other: object) -> bool:
        return self.made == (other.made if isinstance(other, Deferred) else other)

    def __add__(self, other: Iterable[T]) -> tuple[T, ...]:
        return (*self.made, *other)

    def __radd__(self, other: Iterable[T]) -> tuple[T, ...]:
        return (*other, *self.made)

    def __hash__(self) -> int:
        return hash(self.made)

    def __repr__(self) -> str:
        return repr(self.made)

    def __reduce__(self) -> tuple[type[Deferred[T]], tuple[tuple[T, ...]]]:
        return Deferred, (self.made,)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:  # noqa: ANN401  # pydantic's protocol
        """In JSON it is an array."""
        made = handler.generate_schema(tuple[get_args(source)[0], ...])  # type: ignore[misc]  # known at run time
        return core_schema.no_info_after_validator_function(
            cls,
            made,
            serialization=core_schema.plain_serializer_function_ser_schema(lambda each: each.made, return_schema=made),
        )
