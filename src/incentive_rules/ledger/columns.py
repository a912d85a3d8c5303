"""The columns that a table may have: what they are called in Korean and English, and how their cells are read.

A header is compared without blanks, line breaks or case. What a scheme says goes before the words of this file:

1. the settled names (``entry_id``, ``date``, ...), so that a host can always rely on them;
2. the scheme's own words: its facts with their labels, and the aliases under ``columns``;
3. the words below that mean one thing only (활동일);
4. generic words (일자, 번호), and only where no other header names that column. A list with both 실적번호 and
   연번 has its ids in 실적번호; the running number beside them is no second id.

``until`` is the first day on which a row no longer holds. A Korean 종료일 is usually the last day on which it
still does, but not always, so 종료일 is not read: a guess would move a promotion by a day without a word. The
column is called 종료일다음날 or 적용종료(다음날), which says what must stand in it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, NoReturn

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, nearest
from incentive_rules.facts import (
    FactKind,
    RefusedValueError,
    all_names,
    find_by_name,
    kind_of,
    name_key,
    parse_date,
    parse_number,
    parse_text,
)
from incentive_rules.ledger.model import Status
from incentive_rules.messages import Label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from incentive_rules.amounts import Amount
    from incentive_rules.facts import Fact, Facts
    from incentive_rules.source import Place

Parse = Callable[[object], object]
"""From a cell that is not blank to its value; raises ``RefusedValueError``."""

_RUNNING_NUMBER = ("번호", "연번", "순번")
_SOME_DAY = ("일자", "날짜")
_REMEMBERED = 4096  # texts of one column that are parsed once only: dates, grades and activities repeat


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A column that a table may have.

    ``words`` are this library's names for it, ``generic`` those that stand for it only where nothing else does, and
    ``given`` the scheme's. ``declared`` marks a fact of the scheme, ``unique`` a column whose cells do not repeat.
    """

    name: str
    parse: Parse
    words: tuple[str, ...] = ()
    generic: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    required: bool = False
    declared: bool = False
    unique: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Every header that is read as this column."""
        return (self.name, *self.given, *self.words, *self.generic)

    @property
    def label(self) -> Label:
        """The column's name for people."""
        return Label(self.words[0], self.name)


def ledger_columns(facts: Facts) -> tuple[Column, ...]:
    """The columns of a ledger under the facts of a scheme."""
    activity = _named(facts.activities, Code.UNKNOWN_ACTIVITY)
    built_in = (
        Column("entry_id", parse_id, ("실적번호",), _RUNNING_NUMBER, required=True, unique=True),
        _MEMBER_ID,
        Column("date", parse_date, ("활동일", "활동일자", "실적일", "실적일자"), _SOME_DAY, required=True),
        Column("activity", activity, ("활동", "활동항목", "실적항목"), ("항목",), required=True),
        Column("quantity", parse_quantity, ("수량",)),
        Column("work", parse_id, ("과제번호", "업무번호")),
        Column("status", parse_status, ("처리상태", "승인상태"), ("상태",)),
        Column("approved_on", parse_date, ("승인일", "승인일자")),
        _RECORDED_ON,
        # Columns of rules that this language version does not have. They are refused, not passed over: a half share
        # that nobody reads would pay the whole.
        Column("share", _parse_whole_share, ("기여율", "기여도", "지분")),
        Column("from_member", _refuse_unused, ("주는사람", "부여자")),
        _VOIDS,
        Column("replaces", _refuse_correction, ("정정대상", "정정대상번호")),
    )
    return _for_scheme(built_in, facts, facts.entry)


def roster_columns(facts: Facts) -> tuple[Column, ...]:
    """The columns of a staff list under the facts of a scheme."""
    built_in = (
        _MEMBER_ID,
        Column("from", parse_date, ("적용시작일", "적용시작"), ("시작일",)),
        Column("until", parse_date, ("적용종료(다음날)", "종료일다음날")),
        _RECORDED_ON,
    )
    return _for_scheme(built_in, facts, facts.member)


def claim_columns(facts: Facts) -> tuple[Column, ...]:
    """The columns of a list of claims under the facts of a scheme."""
    built_in = (
        Column("claim_id", parse_id, ("신청번호",), _RUNNING_NUMBER, required=True, unique=True),
        _MEMBER_ID,
        Column("date", parse_date, ("신청일", "신청일자"), _SOME_DAY, required=True),
        Column("award", _named(facts.awards, Code.UNKNOWN_AWARD), ("보상", "보상규칙"), required=True),
        Column("option", _named(facts.options, Code.BAD_CHOICE), ("선택", "선택보상")),
        Column("amount", parse_quantity, ("신청금액",), ("금액",)),
        _RECORDED_ON,
        _VOIDS,
    )
    return _for_scheme(built_in, facts, {})


def _for_scheme(built_in: Iterable[Column], facts: Facts, declared: Mapping[str, Fact]) -> tuple[Column, ...]:
    """The built-in columns with the scheme's words for them, and a column for each declared fact."""
    aliased = (replace(column, given=tuple(facts.columns.get(column.name, ()))) for column in built_in)
    return (*aliased, *(_fact_column(name, fact) for name, fact in declared.items()))


def _fact_column(name: str, fact: Fact) -> Column:
    given = (fact.label.ko, fact.label.en, *fact.columns)
    return Column(name, fact.parse, given=given, declared=True, unique=fact.kind is FactKind.TEXT)


def parse_id(value: object) -> str:
    """An id as text: '00123' keeps its zeros, and a whole number is taken for its digits.

    A decimal number is refused. Spreadsheets turn ids into such numbers, and the zeros are lost by then.

    Example:
        >>> parse_id(" 00123 "), parse_id(123)
        ('00123', '123')
    """
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return parse_text(value)
    raise RefusedValueError(Code.WRONG_TYPE, expected=_AN_ID, got=kind_of(value))


def parse_quantity(value: object) -> Amount:
    """A number that is not below zero."""
    number = parse_number(value)
    if number < 0:
        raise RefusedValueError(Code.OUT_OF_RANGE, value=number, expected="≥ 0")
    return number


def parse_status(value: object) -> Status:
    """An approval status in Korean or English.

    Example:
        >>> parse_status("심사 중")
        <Status.PENDING: 'pending'>
    """
    text = parse_text(value)
    status = STATUS_WORDS.get(name_key(text))
    if status is None:
        known = tuple(STATUS_WORDS)
        raise RefusedValueError(Code.BAD_CHOICE, value=text, known=known, near=nearest(text, known))
    return status


def _parse_whole_share(value: object) -> object:
    return value if _is_whole(value) else _refuse_unused(value)


def _is_whole(value: object) -> bool:
    if isinstance(value, str) and value.strip() == "100%":
        return True
    try:
        return parse_number(value) == 1
    except RefusedValueError:
        return False


def _refuse_unused(value: object) -> NoReturn:
    raise RefusedValueError(Code.COLUMN_NOT_USED, value=_shown(value))


def _refuse_correction(value: object) -> NoReturn:
    raise RefusedValueError(Code.CORRECTION_NOT_READ, value=_shown(value))


def _shown(value: object) -> object:
    """A cell that nobody reads, as it is told of."""
    return value if isinstance(value, str | int | float | Decimal | Fraction | date) else kind_of(value)


def _named(labels: Mapping[str, Label], code: Code) -> Parse:
    known = tuple(labels.values())

    def parse(value: object) -> str:
        text = parse_text(value)
        found = find_by_name(text, labels)
        if found is None:
            raise RefusedValueError(code, value=text, known=known, near=nearest(text, all_names(labels)))
        return found

    return parse


@dataclass(frozen=True, slots=True)
class Heading:
    """A header of one table, and the column that it names, if any.

    ``read`` gives a cell's value, or the refusal as a value, so that a text that stands in a thousand rows is
    judged once.
    """

    header: str
    column: Column | None = None
    read: Parse = parse_text


@dataclass(frozen=True, slots=True)
class Headings:
    """How the headers of one table were understood; ``missing`` has a finding for each column it cannot do without."""

    headings: tuple[Heading, ...]
    findings: tuple[Diagnostic, ...]
    missing: Mapping[str, Diagnostic]


def bind(headers: Sequence[str], columns: Sequence[Column], place: Callable[[str], Place]) -> Headings:
    """Find the column of each header; ``place`` gives the place of a header.

    Unknown headers and headers that mean the same are warnings. A column that is required and not there is an
    error, unless the table has no headers at all.
    """
    found = _columns_of(headers, columns)
    headings = tuple(map(_heading, headers, found))
    present = set(found)
    missing = {each.name: _missing(each, place) for each in columns if each.required and each not in present}
    warnings = (*_unknown(headings, columns, place), *_doubled(headings, place))
    return Headings(headings, (*warnings, *missing.values()) if headers else (), missing if headers else {})


def _heading(header: str, column: Column | None) -> Heading:
    return Heading(header, column, _reader(column)) if column else Heading(header)


def _columns_of(headers: Sequence[str], columns: Sequence[Column]) -> list[Column | None]:
    exact = _spelled(columns, lambda column: () if column.declared else (column.name, column.name.replace("_", " ")))
    scheme = _spelled(columns, lambda column: (column.name, *column.given))
    words = _spelled(columns, lambda column: column.words)
    certain = words | scheme | exact
    generic = _spelled(columns, lambda column: column.generic)
    keys = [name_key(header) for header in headers]
    taken = {certain.get(key) for key in keys}
    loose = {key: column for key, column in generic.items() if column not in taken}
    return [certain.get(key) or loose.get(key) for key in keys]


def _spelled(columns: Sequence[Column], names: Callable[[Column], Iterable[str]]) -> dict[str, Column]:
    """Columns by the keys of their names; the first column keeps a name that two have."""
    spelled: dict[str, Column] = {}
    for column in columns:
        for name in filter(None, names(column)):
            spelled.setdefault(name_key(name), column)
    return spelled


def _reader(column: Column) -> Parse:
    def read(value: object) -> object:
        try:
            return column.parse(value)
        except RefusedValueError as refused:
            return refused.with_traceback(None)

    if column.unique:
        return read
    remembered = lru_cache(maxsize=_REMEMBERED)(read)
    return lambda value: remembered(value) if isinstance(value, str) else read(value)


def _unknown(
    headings: Sequence[Heading], columns: Sequence[Column], place: Callable[[str], Place]
) -> Iterator[Diagnostic]:
    generic = {name_key(name) for column in columns for name in column.generic}
    names = [name for column in columns for name in column.names if name_key(name) not in generic]
    for number, heading in enumerate(headings, 1):
        if heading.column is None:
            header = heading.header
            name = header.strip() or Label(f"{number}번째", f"number {number}")
            near = "" if name_key(header) in generic else nearest(header, names)
            yield Diagnostic(Code.UNKNOWN_COLUMN, place(header), {"name": name, "near": near}, "warning")


def _doubled(headings: Sequence[Heading], place: Callable[[str], Place]) -> Iterator[Diagnostic]:
    first: dict[Column, str] = {}
    for heading in headings:
        if heading.column is not None and heading.column in first:
            facts = {"name": heading.header, "other": first[heading.column]}
            yield Diagnostic(Code.DUPLICATE_COLUMN, place(heading.header), facts, "warning")
        elif heading.column is not None:
            first[heading.column] = heading.header


def _missing(column: Column, place: Callable[[str], Place]) -> Diagnostic:
    return Diagnostic(Code.MISSING_COLUMN, place(column.name), {"name": column.label, "known": column.names})


_AN_ID = Label("글자로 적은 번호", "an id written as text")
STATUS_WORDS = {
    "approved": Status.APPROVED,
    "승인": Status.APPROVED,
    "pending": Status.PENDING,
    "심사중": Status.PENDING,
    "대기": Status.PENDING,
    "rejected": Status.REJECTED,
    "반려": Status.REJECTED,
    "불승인": Status.REJECTED,
}

_MEMBER_ID = Column(
    "member_id", parse_id, ("사번", "직원번호", "행정번호", "employee_id", "employee id"), required=True
)
_RECORDED_ON = Column("recorded_on", parse_date, ("입력일", "입력일자", "등록일", "등록일자"))
_VOIDS = Column("voids", _refuse_correction, ("취소대상", "취소대상번호"))
