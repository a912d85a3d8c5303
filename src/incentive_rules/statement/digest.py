"""SHA-256 of data in one canonical form, and of facts only when somebody asks for it.

The canonical form is JSON in UTF-8 without blanks between its signs. In a text only the quote, the backslash and what
stands below U+0020 is escaped. No form of Python's own is in it: every version and every machine gives the same.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic_core import core_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from pydantic import GetCoreSchemaHandler


def digest(data: object) -> str:
    """SHA-256 of data in its canonical form, with the keys sorted.

    Example:
        >>> digest({"b": 1, "a": 2}) == digest({"a": 2, "b": 1})
        True
    """
    return _sha256(json.dumps(data, ensure_ascii=False, sort_keys=True, separators=_NO_BLANKS))


def scheme_digest(data: object) -> str:
    """SHA-256 of a scheme. Its keys stay in their order: that of grades is meaning.

    Example:
        >>> scheme_digest({"b": 1, "a": 2}) == scheme_digest({"a": 2, "b": 1})
        False
    """
    return _sha256(json.dumps(data, ensure_ascii=False, separators=_NO_BLANKS))


def rules_digest(scheme: Mapping[str, Any]) -> str:
    """SHA-256 of the rules of a scheme, without texts that decide nothing: other labels and sources, the same rules.

    What a table may call something by stays in it: the labels of facts, activities, awards and rewards. So does
    whatever is not known here to decide nothing.

    Example:
        >>> rules = {"label": "a", "limits": {"m": {"label": "b", "source": "law", "points": 1}}}
        >>> rules_digest(rules) == rules_digest({"label": "c", "limits": {"m": {"label": "d", "points": 1}}})
        True
        >>> rules_digest(rules) == rules_digest({"label": "c", "limits": {"m": {"label": "d", "points": 2}}})
        False
    """
    kept = {name: value for name, value in scheme.items() if name not in _TEXTS_OF_SCHEME}
    for section in _RULES:
        if isinstance(rules := kept.get(section), dict):
            idle = _TEXTS if section in _CALLED_BY_LABEL else {*_TEXTS, "label"}
            kept[section] = {name: _without(rule, idle) for name, rule in rules.items()}
    return scheme_digest(kept)


_TEXTS = {"source", "assumed"}
_TEXTS_OF_SCHEME = {*_TEXTS, "label", "sources", "readings"}  # a reading that is applied is in the rules themselves
_CALLED_BY_LABEL = {"activities", "awards", "rewards"}
_RULES = (*_CALLED_BY_LABEL, "bonuses", "limits", "counters", "budgets")


def _without(rule: object, names: Collection[str]) -> object:
    return {name: value for name, value in rule.items() if name not in names} if isinstance(rule, dict) else rule


def table_digest(rows: Iterable[Sequence[object]], **more: object) -> str:
    """SHA-256 of the rows of a table, in whatever order they come, and of what else is to be said of it.

    Example:
        >>> table_digest([["a"], ["b"]]) == table_digest([["b"], ["a"]])
        True
        >>> table_digest([["a"], ["a"]]) == table_digest([["a"]])
        False
    """
    written = sorted(json.dumps(row, ensure_ascii=False, separators=_NO_BLANKS) for row in rows)
    return digest({"rows": written, **more})


_NO_BLANKS = (",", ":")


def _sha256(text: str) -> str:
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


@dataclass(frozen=True, slots=True)
class FactsDigest:
    """SHA-256 of the rows of each table."""

    ledger: Digest
    roster: Digest
    claims: Digest

    def to_dict(self) -> dict[str, str]:
        """The three as text."""
        return {"ledger": str(self.ledger), "roster": str(self.roster), "claims": str(self.claims)}
