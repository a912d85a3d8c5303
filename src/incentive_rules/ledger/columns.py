"""The columns that a table may have: what they are called in Korean and English, and how their cells are read.

A header is compared without blanks, line breaks or case. What a scheme says goes before the words of this file:

1. the settled names (``entry_id``, ``date``, ...), so that a host can always rely on them;
2. the scheme's own words: its facts with their labels, and the aliases under ``columns``;
3. the words below that mean one thing only (활동일);
4. generic words (일자, 번호), and only where no other header names that column. A list with both 실적번호 and
   연번 has its ids in 실적번호; the running number beside them is no second id.

``until`` is the first day on which a row no longer holds, ``last`` the last day on which it does. A Korean 종료일 may
be either, so a filled 종료일 is refused: a guess would move a promotion by a day without a word.

The sheet's own results (점수, 지급액) are read beside the row, to be compared with ours; nothing is computed from them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, NoReturn

from incentive_rules.amounts import Amount
from incentive_rules.codes import Code
from incentive_rules.errors import nearest
from incentive_rules.facts import (
    FactKind,
    RefusedValueError,
    all_names,
    find_by_name,
    kind_of,
    name_key,
    parse_number,
    parse_text,
)
from incentive_rules.ledger.cells import (
    Form,
    Understood,
    date_cell,
    listed_cell,
    number_cell,
    text_cell,
    yes_no_cell,
)
from incentive_rules.ledger.model import Status
from incentive_rules.messages import Label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from incentive_rules.facts import Fact, Facts

Parse = Callable[..., object]
"""From a cell that is not blank to its value, or to an ``Understood`` one; raises ``RefusedValueError``. That of a
column with ``units`` takes these too."""


class Part(StrEnum):
    """Which part of a row a column fills."""

    FIELD = "field"
    FACT = "fact"
    MEMBER_FACT = "member_fact"
    SAID = "said"


RUNNING_NUMBER = ("번호", "연번", "순번")
"""Names of a column that only counts the rows; it stands for the id where no other column does."""

# fmt: off
UNIT_WORDS = (
    "점", "원", "시간", "일", "건", "회", "개", "명", "매", "분", "개월", "년", "주", "h", "hours", "points", "%",
)
# fmt: on
"""Words that may stand behind a number, where the header or the name of its column has them too."""
_COUNTING_WORDS = ("건", "회", "개", "명", "매", "번", "부")
_WON = ("원",)
_SOME_DAY = ("일자", "날짜")


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A column that a table may have.

    ``words`` are this library's names for it, ``generic`` those that stand for it only where nothing else does, and
    ``given`` the scheme's. ``part`` tells whether it is a field, a declared fact of the row or of its member, or what
    the sheet says for comparison. ``unique`` marks a column whose cells do not repeat, ``number`` one of numbers,
    ``free`` one of any text,
    ``units`` words that may stand behind these, and ``target`` the field that it fills where that has another name.
    """

    name: str
    parse: Parse
    words: tuple[str, ...] = ()
    generic: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    required: bool = False
    part: Part = Part.FIELD
    unique: bool = False
    units: tuple[str, ...] = ()
    number: bool = False
    free: bool = False
    target: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every header that is read as this column."""
        return (self.name, *self.given, *self.words, *self.generic)

    @property
    def fills(self) -> str:
        """The field that the column fills."""
        return self.target or self.name

    @property
    def declared(self) -> bool:
        """Whether it is a fact of the row that the scheme declares."""
        return self.part is Part.FACT

    @property
    def label(self) -> Label:
        """The column's name for people; that of a fact is the scheme's."""
        is_fact = self.part in (Part.FACT, Part.MEMBER_FACT)
        return Label(*self.given[:2]) if is_fact else Label(self.words[0], self.name)


def ledger_columns(facts: Facts) -> tuple[Column, ...]:
    """The columns of a ledger under the facts of a scheme."""
    activity = _named(facts.activities, Code.UNKNOWN_ACTIVITY)
    built_in = (
        Column("entry_id", parse_id, ("실적번호",), RUNNING_NUMBER, required=True, unique=True, free=True),
        _MEMBER_ID,
        Column("date", date_cell, ("활동일", "활동일자", "실적일", "실적일자"), _SOME_DAY, required=True),
        Column("activity", activity, ("활동", "활동항목", "실적항목"), ("항목",), required=True),
        Column("quantity", parse_quantity, ("수량",), number=True, units=_COUNTING_WORDS),
        Column("work", parse_id, ("과제번호", "업무번호"), free=True),
        Column("status", parse_status, ("처리상태", "승인상태", "승인여부", "결재상태"), ("상태",)),
        Column("approved_on", date_cell, ("승인일", "승인일자")),
        _RECORDED_ON,
        Column("share", parse_share, ("기여율", "기여도", "지분")),
        Column("from_member", parse_id, ("주는사람", "준사람", "부여자", "칭찬한사람"), free=True),
        _VOIDS,
        _REPLACES,
        Column("decides", parse_id, ("결재대상", "결재대상번호"), free=True),
        _SAID_POINTS,
        _SAID_PAID,
    )
    taken = {column.name for column in built_in} | set(facts.entry)
    of_members = {name: fact for name, fact in facts.member.items() if name not in taken}
    return (
        *_for_scheme(built_in, facts, facts.entry),
        *(_fact_column(name, fact, Part.MEMBER_FACT) for name, fact in of_members.items()),
    )


def roster_columns(facts: Facts) -> tuple[Column, ...]:
    """The columns of a staff list under the facts of a scheme."""
    built_in = (
        Column("row_id", parse_id, ("이력번호", "인사이력번호"), unique=True, free=True),
        _MEMBER_ID,
        Column("from", date_cell, ("적용시작일", "적용시작"), ("시작일",)),
        Column("until", date_cell, ("적용종료(다음날)", "종료일다음날")),
        Column("last_day", parse_last_day, ("적용마지막날", "마지막날"), target="until"),
        Column("end_date", _refuse_end, ("종료일", "적용종료일", "적용종료", "만료일")),
        _RECORDED_ON,
        _VOIDS,
        _REPLACES,
        replace(_SAID_POINTS, words=(*_SAID_POINTS.words, "누적점수", "총점", "합계점수")),
        _SAID_PAID,
    )
    return _for_scheme(built_in, facts, facts.member)


def claim_columns(facts: Facts) -> tuple[Column, ...]:
    """The columns of a list of claims under the facts of a scheme."""
    built_in = (
        Column("claim_id", parse_id, ("신청번호",), RUNNING_NUMBER, required=True, unique=True, free=True),
        _MEMBER_ID,
        Column("date", date_cell, ("신청일", "신청일자"), _SOME_DAY, required=True),
        Column("award", _named(facts.awards, Code.UNKNOWN_AWARD), ("보상", "보상규칙"), required=True),
        Column("option", _named(facts.options, Code.BAD_CHOICE), ("선택", "선택보상")),
        Column("amount", parse_quantity, ("신청금액",), ("금액",), number=True, units=_WON),
        _RECORDED_ON,
        _VOIDS,
        _REPLACES,
        _SAID_POINTS,
        _SAID_PAID,
    )
    return _for_scheme(built_in, facts, {})


def _for_scheme(built_in: Iterable[Column], facts: Facts, declared: Mapping[str, Fact]) -> tuple[Column, ...]:
    """The built-in columns with the scheme's words for them, and a column for each declared fact."""
    aliased = (replace(column, given=tuple(facts.columns.get(column.name, ()))) for column in built_in)
    return (*aliased, *(_fact_column(name, fact, Part.FACT) for name, fact in declared.items()))


def _fact_column(name: str, fact: Fact, part: Part) -> Column:
    given = (fact.label.ko, fact.label.en, *fact.columns)
    unique, numbers = fact.kind is FactKind.TEXT, fact.kind is FactKind.NUMBER
    return Column(
        name,
        _fact_parser(fact),
        given=given,
        part=part,
        unique=unique,
        number=numbers,
        free=fact.kind in (FactKind.TEXT, FactKind.GROUP),
        units=tuple(unit for unit in UNIT_WORDS if any(unit in each for each in given)) if numbers else (),
    )


def _fact_parser(fact: Fact) -> Parse:
    """The cells of a fact: read as people write them, then judged as the fact's own value."""

    def refuse(text: str) -> RefusedValueError:
        known = fact.words
        return RefusedValueError(
            Code.BAD_FACT_VALUE, value=text, name=fact.label, known=known, near=nearest(text, known)
        )

    cells: dict[FactKind, Parse] = {
        FactKind.NUMBER: number_cell,
        FactKind.YES_NO: yes_no_cell,
        FactKind.DATE: date_cell,
        FactKind.ONE_OF: lambda value: listed_cell(value, fact.words, refuse),
        FactKind.ORDERED: lambda value: listed_cell(value, fact.words, refuse),
    }
    cell = cells.get(fact.kind, text_cell)

    def parse(value: object, units: Sequence[str] = ()) -> object:
        if value is None:
            return fact.blank
        read = number_cell(value, units) if units else cell(value)
        return Understood(fact.parse(read.value), read.form) if isinstance(read, Understood) else fact.parse(read)

    return parse


def parse_id(value: object) -> str | Understood:
    """An id as text: '00123' keeps its zeros, and a whole number is taken for its digits.

    A decimal number is refused. Spreadsheets turn ids into such numbers, and the zeros are lost by then.

    Example:
        >>> parse_id(" 00123 "), parse_id(123)
        ('00123', '123')
    """
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        read = text_cell(value)
        if any(letter in str(read.value if isinstance(read, Understood) else read) for letter in "\r\n"):
            raise RefusedValueError(Code.CONTROL_CHARACTER, name="U+000A")  # two ids in one cell, or a row swallowed
        return read
    raise RefusedValueError(Code.WRONG_TYPE, expected=_AN_ID, got=kind_of(value))


def parse_quantity(value: object, units: Sequence[str] = ()) -> Amount | Understood:
    """A number that is not below zero."""
    read = number_cell(value, units)
    number = parse_number(read.value if isinstance(read, Understood) else read)
    if number < 0:
        raise RefusedValueError(Code.OUT_OF_RANGE, value=number, expected="≥ 0")
    return read


def parse_last_day(value: object) -> Understood:
    """The last day on which a row holds, as the day after it.

    Example:
        >>> parse_last_day("2024-06-30").value
        datetime.date(2024, 7, 1)
    """
    read = date_cell(value)
    day = read.value if isinstance(read, Understood) else read
    assert isinstance(day, date)  # what a date cell is
    if day == date.max:
        raise RefusedValueError(Code.BAD_DATE, value=day.isoformat())
    return Understood(day + timedelta(1), Form.LAST_DAY)


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


def parse_share(value: object) -> Amount | None:
    """A share of joint work, above 0 and at most 1; the whole is nobody's share, as a blank cell is.

    Example:
        >>> parse_share("1/3"), parse_share("40%"), parse_share(0.5), parse_share("100%")
        (Amount('1/3'), Amount('0.4'), Amount('0.5'), None)
    """
    text = value.strip() if isinstance(value, str) else ""
    if found := _QUOTIENT.fullmatch(text):
        share = Amount(int(found[1]), int(found[2]))
    elif text.endswith("%"):
        share = Amount(parse_number(text.removesuffix("%").rstrip()) / 100)
    else:
        share = parse_number(value)
    if not 0 < share <= 1:
        raise RefusedValueError(Code.OUT_OF_RANGE, value=text or share, expected="> 0, ≤ 1")
    return None if share == 1 else share


def _refuse_end(value: object) -> NoReturn:
    raise RefusedValueError(Code.AMBIGUOUS_END, value=_shown(value))


def _shown(value: object) -> object:
    """A cell that nobody reads, as it is told of."""
    return value if isinstance(value, str | int | float | Decimal | Fraction | date) else kind_of(value)


def _named(labels: Mapping[str, Label], code: Code) -> Parse:
    known = tuple(labels.values())

    def parse(value: object) -> str | Understood:
        cell = text_cell(value)
        text = str(cell.value) if isinstance(cell, Understood) else cell
        found = find_by_name(text, labels)
        if found is None:
            raise RefusedValueError(code, value=text, known=known, near=nearest(text, all_names(labels)))
        exact = (found, labels[found].ko, labels[found].en)
        return found if text in {_composed(each) for each in exact} else Understood(found, Form.SPELLING)

    return parse


def _composed(name: str) -> str:
    """A name as ``text_cell`` gives it: without blanks around it, its letters composed."""
    return unicodedata.normalize("NFC", name.strip())


_QUOTIENT = re.compile("([0-9]{1,9}) ?/ ?([1-9][0-9]{0,8})")
_AN_ID = Label("글자로 적은 번호", "an id written as text")
STATUS_WORDS = {
    "approved": Status.APPROVED,
    "승인": Status.APPROVED,
    "승인완료": Status.APPROVED,
    "o": Status.APPROVED,
    "○": Status.APPROVED,
    "pending": Status.PENDING,
    "심사중": Status.PENDING,
    "대기": Status.PENDING,
    "미승인": Status.PENDING,
    "x": Status.PENDING,
    "×": Status.PENDING,
    "rejected": Status.REJECTED,
    "반려": Status.REJECTED,
    "불승인": Status.REJECTED,
}

_MEMBER_ID = Column(
    "member_id", parse_id, ("사번", "직원번호", "행정번호", "employee_id", "employee id"), required=True, free=True
)
_SAID_POINTS = Column(
    "said_points",
    number_cell,
    ("점수", "인정점수", "부여점수", "획득점수"),
    ("마일리지",),
    part=Part.SAID,
    number=True,
    units=("점",),
)
_SAID_PAID = Column(
    "said_paid", number_cell, ("지급액", "지급금액", "지급할금액", "보상금액"), part=Part.SAID, number=True, units=_WON
)
_RECORDED_ON = Column("recorded_on", date_cell, ("입력일", "입력일자", "등록일", "등록일자"))
_VOIDS = Column("voids", parse_id, ("취소대상", "취소대상번호"), free=True)
_REPLACES = Column("replaces", parse_id, ("정정대상", "정정대상번호"), free=True)
