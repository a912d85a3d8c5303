"""The header of a table: which column each of its texts names, and the findings about those that name none.

A header that names none of the columns is tried once more without the marks and the brackets around its words: "사번 *"
or "활동일(연-월-일)". Brackets that may hold a unit are kept: the cells under "시간(분)" are no hours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, nearest
from incentive_rules.facts import RefusedValueError, name_key, parse_text
from incentive_rules.ledger.columns import RUNNING_NUMBER, UNIT_WORDS
from incentive_rules.messages import Label

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from incentive_rules.ledger.columns import Column, Parse
    from incentive_rules.source import Place

_REMEMBERED = 4096  # texts of one column that are parsed once only: dates, grades and activities repeat


@dataclass(frozen=True, slots=True)
class Heading:
    """A header of one table, and the column that it names, if any.

    ``read`` gives a cell's value, or the refusal as a value, so that a text that stands in a thousand rows is
    judged once. ``position`` counts the columns of a sheet from one; zero elsewhere. ``numbers`` marks a column of
    running numbers (연번), which begin anew on every sheet.
    """

    header: str
    column: Column | None = None
    read: Parse = parse_text
    position: int = 0
    numbers: bool = False


@dataclass(frozen=True, slots=True)
class Headings:
    """How the headers of one table were understood; ``missing`` has a finding for each column it cannot do without."""

    headings: tuple[Heading, ...]
    findings: tuple[Diagnostic, ...]
    missing: Mapping[str, Diagnostic]


def bind(headers: Sequence[str], columns: Sequence[Column], place: Callable[[str, int], Place]) -> Headings:
    """Find the column of each header; ``place`` gives the place of a header from its text and position.

    Unknown headers and headers that mean the same are warnings. A column that is required and not there is an
    error, unless the table has no headers at all.
    """
    found = columns_of(headers, columns)
    headings = tuple(
        _heading(header, each, position) for position, (header, each) in enumerate(zip(headers, found, strict=True), 1)
    )
    present = set(found)
    missing = {each.name: _missing(each, place) for each in columns if each.required and each not in present}
    warnings = (*_unknown(headings, columns, place), *_doubled(headings, place))
    return Headings(headings, (*warnings, *missing.values()) if headers else (), missing if headers else {})


def _heading(header: str, column: Column | None, position: int) -> Heading:
    counts = name_key(header) in map(name_key, RUNNING_NUMBER)
    if column is None:
        return Heading(header, position=position, numbers=counts)
    numbers = counts and column.unique and header not in column.given
    return Heading(header, column, _reader(column, header), position, numbers)


def columns_of(headers: Sequence[str], columns: Sequence[Column]) -> list[Column | None]:
    """The column that each header names, or ``None``.

    Example:
        >>> from incentive_rules.facts import Facts
        >>> from incentive_rules.ledger.columns import ledger_columns
        >>> [each and each.name for each in columns_of(["※ 활동일(연-월-일)", "비고"], ledger_columns(Facts()))]
        ['date', None]
    """
    return Names.of(columns).columns(headers)


@dataclass(frozen=True, slots=True)
class Names:
    """Columns by every key that names them: certain names, and generic ones, which stand in where no other does."""

    certain: Mapping[str, Column]
    generic: Mapping[str, Column]
    _keys: dict[str, str] = field(default_factory=dict, compare=False)
    """the keys of texts that were looked up: the search for a header asks for the same ones again and again"""

    @classmethod
    def of(cls, columns: Sequence[Column]) -> Names:
        """The names of some columns."""
        exact = _spelled(
            columns, lambda column: () if column.declared else (column.name, column.name.replace("_", " "))
        )
        scheme = _spelled(columns, lambda column: (column.name, *column.given))
        words = _spelled(columns, lambda column: column.words)
        return cls(words | scheme | exact, _spelled(columns, lambda column: column.generic))

    def columns(self, headers: Sequence[str]) -> list[Column | None]:
        """The column that each header of one table names, or ``None``."""
        keys = [self._key(header) for header in headers]
        taken = {self.certain.get(key) for key in keys}
        loose = {key: column for key, column in self.generic.items() if column not in taken}
        return [self.certain.get(key) or loose.get(key) for key in keys]

    def is_certain(self, header: str) -> bool:
        """Whether a header names a column by a name that means one thing only."""
        return self._key(header) in self.certain

    def is_known(self, header: str) -> bool:
        """Whether a header names a column."""
        return self.is_certain(header) or self._key(header) in self.generic

    def _key(self, header: str) -> str:
        known = self._keys.get(header)
        if known is None:
            known = self._keys[header] = self._new_key(header)
        return known

    def _new_key(self, header: str) -> str:
        key = name_key(header)
        if key in self.certain or key in self.generic:
            return key
        return _plain_key(key, lambda bare: self.certain.get(bare) or self.generic.get(bare))


_MARKS = "*※★☆#·-:.,"
_BRACKETS = re.compile(r"[(\[<〈【{][^()\[\]]*[)\]>〉】}]")
_HARMLESS = frozenset({"점", "원", "필수", "선택", "자동"})
_OWN_UNITS = frozenset({"건", "일", "%"})
"""Units that brackets may tell where the name of the column tells none."""


def _plain_key(key: str, known: Callable[[str], Column | None]) -> str:
    """A header without the marks around it and the brackets behind it, unless these may tell of another unit."""
    bare = _BRACKETS.sub("", key).strip(_MARKS) or key[1:-1]
    column = known(bare)
    if column is None:
        return key.strip(_MARKS)
    told = {each[1:-1].removeprefix("단위:") for each in _BRACKETS.findall(key)}
    harmless = _HARMLESS | {bare} | (_OWN_UNITS & set(column.units or _OWN_UNITS))
    return key if column.number and not told <= harmless else bare


def _spelled(columns: Sequence[Column], names: Callable[[Column], Iterable[str]]) -> dict[str, Column]:
    """Columns by the keys of their names; the first column keeps a name that two have."""
    spelled: dict[str, Column] = {}
    for column in columns:
        for name in filter(None, names(column)):
            spelled.setdefault(name_key(name), column)
    return spelled


def _reader(column: Column, header: str) -> Parse:
    units = (*column.units, *(unit for unit in UNIT_WORDS if unit in header)) if column.number else ()
    parse = partial(column.parse, units=units) if units else column.parse

    def read(value: object) -> object:
        try:
            return parse(value)
        except RefusedValueError as refused:
            return refused.with_traceback(None)

    if column.unique:
        return read
    remembered = lru_cache(maxsize=_REMEMBERED)(read)
    return lambda value: remembered(value) if isinstance(value, str) else read(value)


def _unknown(
    headings: Sequence[Heading], columns: Sequence[Column], place: Callable[[str, int], Place]
) -> Iterator[Diagnostic]:
    generic = {name_key(name) for column in columns for name in column.generic}
    names = [name for column in columns for name in column.names if name_key(name) not in generic]
    for number, heading in enumerate(headings, 1):
        if heading.column is None:
            header = heading.header
            name = header.strip() or Label(f"{number}번째", f"number {number}")
            near = "" if not header.strip() or name_key(header) in generic else nearest(header, names)
            facts = {"name": name, "near": near, **_advice(header, columns)}
            yield Diagnostic(Code.UNKNOWN_COLUMN, place(header, number), facts, "warning")


_NEVER_COUNTED = frozenset(map(name_key, ("성명", "이름", "비고", "참고", "연락처", "담당자", "name", "note")))
_DEPARTMENTS = frozenset(map(name_key, ("소속", "소속부서", "부서명", "부서", "실과", "실과소")))
_LEAVE_IT = Label("계산에 쓰지 않으니 그대로 두어도 됩니다", "nothing is computed from it; it may stay")


def _advice(header: str, columns: Sequence[Column]) -> dict[str, object]:
    """What to do about a column that is not read, where that is plain from its name."""
    key = name_key(header)
    if key in _NEVER_COUNTED:
        return {"near": "", "advice": _LEAVE_IT}
    if key not in _DEPARTMENTS:
        return {}
    group = next((each for each in columns if _DEPARTMENTS.intersection(map(name_key, each.given))), None)
    if group is not None:
        line = f"columns: [{header.strip()}]"
        text = Label(
            f"{group.label.ko}로 읽으려면 제도 파일의 사실 '{group.name}'에 '{line}'를 더하십시오",
            f"to read it as the {group.label.en}, add '{line}' to the fact '{group.name}' of the scheme",
        )
        return {"near": "", "advice": text}
    return {}


def _doubled(headings: Sequence[Heading], place: Callable[[str, int], Place]) -> Iterator[Diagnostic]:
    first: dict[Column, str] = {}
    for heading in headings:
        if heading.column is not None and heading.column in first:
            facts = {"name": heading.header, "other": first[heading.column]}
            where = place(heading.header, heading.position)
            yield Diagnostic(Code.DUPLICATE_COLUMN, where, facts, "warning")
        elif heading.column is not None:
            first[heading.column] = heading.header


def _missing(column: Column, place: Callable[[str, int], Place]) -> Diagnostic:
    facts: dict[str, object] = {"name": column.label, "known": column.names}
    if column.unique:  # the id of a row, which can be made
        names = ", ".join(column.names)
        facts["advice"] = Label(
            f"쓸 수 있는 이름: {names}. 번호가 없는 자료이면 --make-ids로 만듭니다",
            f"accepted names: {names}; --make-ids makes ids where the rows have none",
        )
    return Diagnostic(Code.MISSING_COLUMN, place(column.name, 0), facts)
