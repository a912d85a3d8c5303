"""SHA-256 of data in one canonical form, and of facts only when somebody asks for it."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic_core import core_schema

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import GetCoreSchemaHandler


def digest(data: object) -> str:
    """SHA-256 of data in its canonical JSON form.

    Example:
        >>> digest({"b": 1, "a": 2}) == digest({"a": 2, "b": 1})
        True
    """
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class Digest:
    """A SHA-256 that is worked out when it is first looked at; ``str`` gives it.

    Example:
        >>> facts = Digest(lambda: digest([1, 2]))
        >>> facts == Digest(str(facts)), len(str(facts))
        (True, 64)
    """

    def __init__(self, source: str | Callable[[], str]) -> None:
        self._source = source

    @cached_property
    def _text(self) -> str:
        source = self._source  # looked at once: another thread may put the text in its place
        text = source if isinstance(source, str) else source()
        self._source = text  # so that the facts themselves can be let go
        return text

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"Digest({self._text!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Digest) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __reduce__(self) -> tuple[type[Digest], tuple[str]]:
        return Digest, (self._text,)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:  # noqa: ANN401  # pydantic's protocol
        """In JSON it is a text."""
        return core_schema.no_info_after_validator_function(
            cls, core_schema.str_schema(), serialization=core_schema.to_string_ser_schema(when_used="json")
        )
