"""What an evaluation leaves to the next one: opening rows, as of the day after its last; to JSON and back.

A host that has them need not give rows that counted before that day: they hold lots, debts, and whatever rules look
back at.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from incentive_rules.amounts import Amount  # noqa: TC001  # pydantic reads it
from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.messages import Label
from incentive_rules.source import Place
from incentive_rules.statement.digest import digest
from incentive_rules.statement.json_text import Sha256, data_of, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT: Literal[1] = 1
"""The version of the JSON form."""


class OpeningKind(StrEnum):
    """What an opening row says.

    ``lot``: points of an entry that nothing has used yet. ``debt``: points that an entry took away and no lot covered.
    ``tier_paid``: a tier that is not paid again, or counts towards the next. ``claim_used``: paid claims of a period.
    ``limit_used``: what a limit granted. ``earned``: points earned since a day. ``counted``: what a counter took in.
    ``budget_used``: what was paid out of a budget. ``won``: a win on the last day, for which something is given on the
    next. ``open_entry``, ``open_claim``: a row that is not settled yet, and is to be given again.
    """

    LOT = "lot"
    DEBT = "debt"
    TIER_PAID = "tier_paid"
    CLAIM_USED = "claim_used"
    LIMIT_USED = "limit_used"
    EARNED = "earned"
    COUNTED = "counted"
    BUDGET_USED = "budget_used"
    WON = "won"
    OPEN_ENTRY = "open_entry"
    OPEN_CLAIM = "open_claim"


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """One thing that is carried over.

    ``owner`` is a member, or a group where ``owner_kind`` is a group fact; both are empty where it is of all together.
    ``rule`` is an address in the scheme. ``what`` is an entry, a period, a reward or a place, as the kind has it;
    ``occasion`` the claim or the period of a win, ``by`` what a limit goes by beside whom. ``done`` is the day of an
    activity, ``day`` that on which it counts, was paid or is counted from. ``number`` says how many there were.
    """

    kind: OpeningKind
    owner: str = ""
    owner_kind: str = ""
    rule: str = ""
    what: str = ""
    occasion: str = ""
    by: tuple[str, ...] = ()
    done: date | None = None
    day: date | None = None
    amount: Amount | None = None
    number: int | None = None
    provisional: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The row as plain data, without what it does not say."""
        told = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: _plain(value) for name, value in told.items() if not _is_blank(value)}


def _is_blank(value: object) -> bool:
    """Whether a field says nothing; a number says something, be it 0."""
    return value is None or value is False or value in ("", ())


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return value if isinstance(value, bool | int) else str(value)


@dataclass(frozen=True)
class Opening:
    """Opening rows on a ``day``, and by which evaluation they were written. Made by ``opening_of``.

    ``result_sha256`` is the hash of that evaluation's result, and ``scheme_sha256`` that of its scheme, as its
    certificate has them; ``rules_sha256`` is that of the rules alone, without titles and sources.

    Example:
        >>> from incentive_rules import example_path, load_scheme, opening_of
        >>> scheme = load_scheme(example_path("donghae.yaml"))
        >>> done = [{"entry_id": "E-1", "member_id": "K-1", "date": "2024-06-10", "activity": "achievement"}]
        >>> staff = [{"member_id": "K-1", "grade": "7급", "department": "행정과"}]
        >>> opening = opening_of(scheme, done, staff, as_of="2024-12-31")
        >>> [(row.kind.value, row.owner, row.what, str(row.amount)) for row in opening.rows]
        [('lot', 'K-1', 'E-1', '1')]
        >>> Opening.from_json(opening.to_json()) == opening
        True
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    format: Literal[1]
    library: str
    scheme: str
    scheme_sha256: Sha256
    rules_sha256: Sha256
    reading: str
    day: date
    known_at: date | None
    result_sha256: Sha256
    rows: tuple[OpeningRow, ...]

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of all that it says. It stands in the JSON, so that a file that was edited is known."""
        return digest({**self._head(), "rows": [row.to_dict() for row in self.rows]})

    def to_dict(self) -> dict[str, Any]:
        """The opening as plain data."""
        return {**self._head(), _SHA256: self.sha256, "rows": [row.to_dict() for row in self.rows]}

    def _head(self) -> dict[str, Any]:
        head = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "rows"}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in head.items()}

    def to_json(self) -> str:
        """The opening as JSON text, one line for each row, and a newline at the end."""
        told = self.to_dict()
        rows = told.pop("rows")
        head = [f" {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}," for name, value in told.items()]
        lines = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in rows)
        return "\n".join(["{", *head, ' "rows": [', *([lines] if lines else []), " ]", "}"]) + "\n"

    @classmethod
    def from_json(cls, text: str | bytes) -> Opening:
        """An opening from its JSON; equal to the one that was written.

        Raises:
            InputError: with everything that is not as it must be, each at its place, if the text is no opening, or one
                that was changed after it was written.
        """
        data = data_of(text, FORMAT, lambda found: "rows" in found, _NO_OPENING, "rows")
        told = data.pop(_SHA256, None)
        try:
            read = _adapter().validate_json(json.dumps(data), strict=True)
        except ValidationError as error:
            found = error.errors(include_url=False, include_context=False, include_input=False)
            raise InputError(unreadable(_address(each["loc"]), _NOT_SO) for each in found) from None
        written = read.to_dict()
        wrong = [name for name in data if name != "rows" and data[name] != written[name]]
        wrong += [f"rows[{n}]" for n, row in enumerate(written["rows"]) if data["rows"][n] != row]
        wrong += _twice(read.rows)
        if wrong:
            raise InputError(unreadable(name, _NOT_SO) for name in wrong)
        if told is None:
            raise InputError([unreadable(_SHA256, _UNSIGNED)])
        if told != read.sha256:
            raise InputError([Diagnostic(Code.OPENING_CHANGED, Place(address=_SHA256))])
        return read


_SHA256 = "sha256"
"""The key of an opening's own hash."""
_ONE_EACH = (OpeningKind.LOT, OpeningKind.DEBT, OpeningKind.OPEN_ENTRY, OpeningKind.OPEN_CLAIM)
_SUMS = (OpeningKind.CLAIM_USED, OpeningKind.LIMIT_USED, OpeningKind.EARNED, OpeningKind.BUDGET_USED)


def _twice(rows: tuple[OpeningRow, ...]) -> Iterator[str]:
    """The places of rows that say again what one above them said: only one of the two would be looked at."""
    seen: set[tuple[object, ...]] = set()
    for number, row in enumerate(rows):
        whose = (row.kind, row.owner_kind, row.owner, row.what)
        if row.kind in _ONE_EACH or row.kind in _SUMS:
            key = whose if row.kind in _ONE_EACH else (*whose, row.rule, row.by, row.day)
            if key in seen:
                yield f"rows[{number}]"
            seen.add(key)


@dataclass(frozen=True, slots=True)
class Opened:
    """With what an evaluation began: the day, and the hashes of the opening and of the result that wrote it."""

    day: date
    opening_sha256: Sha256
    result_sha256: Sha256

    @classmethod
    def by(cls, opening: Opening) -> Opened:
        """What is told of an opening."""
        return cls(opening.day, opening.sha256, opening.result_sha256)


_NO_OPENING = Label("전기이월 자료가 아닙니다", "these are no opening rows")
_NOT_SO = Label("전기이월 자료에 적히는 값이 아닙니다", "opening rows are not written so")
_UNSIGNED = Label("전기이월 자료 자신의 해시가 없습니다", "the hash of the opening rows is missing")


def _address(loc: tuple[int | str, ...]) -> str:
    found = ""
    for step in loc:
        found += f"[{step}]" if isinstance(step, int) else f".{step}"
    return found.removeprefix(".")


def refused_row(number: int, name: str = "") -> Diagnostic:
    """A row that does not fit the scheme for which it is given."""
    return unreadable(f"rows[{number}]" + (f".{name}" if name else ""), _NOT_SO)


def opening_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of opening rows.

    Example:
        >>> opening_schema()["properties"]["day"]["format"]
        'date'
    """
    told = _adapter().json_schema(mode="serialization")
    rows = told["properties"].pop("rows")
    own = {"description": "SHA-256 of all else", "pattern": "^[0-9a-f]{64}$", "title": "Sha256", "type": "string"}
    told["properties"] |= {_SHA256: own, "rows": rows}
    told["required"] = list(told["properties"])
    return told


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Opening]:
    return TypeAdapter(Opening)
