"""Typed facts: what a roster row and a ledger row may say, and the strict parsers that read every value.

The same parsers read scheme files and tables. A value is refused with a code and the words that explain it;
nothing is guessed, and a missing fact is ``None``, which means unknown and never zero or no.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import isfinite
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.codes import Code
from incentive_rules.errors import nearest
from incentive_rules.messages import Label, particle, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Value = Amount | bool | str | date
"""What a known fact can be."""

_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_LOOKS_NUMERIC = re.compile(r"[+-]?[0-9][0-9_:.,eExXoObBa-fA-F+-]*")
_NOT_FINITE = re.compile(r"[+-]?\.?(nan|inf|infinity)", re.IGNORECASE)
_NO_LETTER = re.compile("[\ud800-\udfff]")  # half of a pair, which no file can hold
_COUNTED = {"": 1, "백": 100, "천": 1000, "만": 10**4, "십만": 10**5, "백만": 10**6, "천만": 10**7, "억": 10**8}
_ONE_PART = r"((?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|0|[1-9][0-9]*)(?:\.[0-9]+)?)(억|천만|백만|십만|만|천|백|)"
_PART = re.compile(_ONE_PART)
_FOR_PEOPLE = re.compile(
    rf"(?P<parts>{_ONE_PART}(?:\s?{_ONE_PART})*)"
    r"\s?(?P<percent>[%％]|퍼센트|프로)?(?:원|점|건|회|명|일|시간|개|장|등|위|KRW|won|points?|days?|hours?)?"
)
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_MOST_DIGITS = 30
_EXACT_FLOAT_DIGITS = 15
_FIRST_YEAR = 1900
_YES = frozenset({"yes", "true", "예", "네", "y", "o"})
_NO = frozenset({"no", "false", "아니오", "아니요", "n", "x"})


class RefusedValueError(ValueError):
    """A value that a parser does not take: a code, and the words of its sentence.

    Whatever the value is, its words can be printed and written to a file.
    """

    def __init__(self, code: Code, **facts: object) -> None:
        self.code = code
        self.facts = {name: _printable(fact) for name, fact in facts.items()}
        super().__init__(str(code))


def _printable(value: object) -> object:
    if isinstance(value, str):
        return _NO_LETTER.sub("\ufffd", value)
    return _HUGE if _is_huge(value) else value


def value_label(value: Value) -> Label:
    """A known value as people read it.

    Example:
        >>> value_label(False).ko, value_label(Amount(40)).en
        ('아니오', '40')
    """
    if isinstance(value, bool):
        key = "yes" if value else "no"
        return Label(sentence(key, "ko"), sentence(key, "en"))
    return Label(str(value), str(value))


def is_writable(text: str) -> bool:
    """Whether a text can be written to a file: it holds no half of a letter."""
    return _NO_LETTER.search(text) is None


def parse_text(value: object) -> str:
    """A text without blanks around it, in composed form (NFC), so that equal words are equal."""
    if isinstance(value, str):
        if found := _NO_LETTER.search(value):
            raise RefusedValueError(Code.CONTROL_CHARACTER, name=f"U+{ord(found.group()):04X}")
        return unicodedata.normalize("NFC", value).strip()
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or _is_huge(value):
        raise RefusedValueError(Code.WRONG_TYPE, expected=_A_TEXT, got=kind_of(value))
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def parse_number(value: object) -> Amount:
    """An exact number from an int, Decimal, Fraction, finite float or decimal text.

    Example:
        >>> parse_number("0.5"), parse_number(3)
        (Amount('0.5'), Amount('3'))
    """
    if isinstance(value, bool) or value is None:
        raise RefusedValueError(Code.WRONG_TYPE, expected=_A_NUMBER, got=kind_of(value))
    if isinstance(value, Amount):
        return value
    if isinstance(value, int | Fraction):
        return _bounded(Amount(value))
    if isinstance(value, Decimal):
        return _from_decimal(value)
    if isinstance(value, float):
        return _from_float(value)
    if isinstance(value, str):
        return _from_text(value.strip())
    raise RefusedValueError(Code.WRONG_TYPE, expected=_A_NUMBER, got=kind_of(value))


def _from_text(text: str) -> Amount:
    if not text:
        raise RefusedValueError(Code.EMPTY_VALUE)
    if len(text) > _MOST_DIGITS:
        raise RefusedValueError(Code.OUT_OF_RANGE, value=text[:_MOST_DIGITS] + "…", expected=_DIGITS)
    if _NUMBER.fullmatch(text):
        return Amount(text)
    if _NOT_FINITE.fullmatch(text):
        raise RefusedValueError(Code.NOT_FINITE, value=text)
    code = Code.AMBIGUOUS_NUMBER if _LOOKS_NUMERIC.fullmatch(text) else Code.BAD_NUMBER
    meant = _meant(text)
    advice = (
        {} if meant is None else {"advice": Label(f"{meant}{particle(meant, '으로')} 적으십시오", f"write {meant}")}
    )
    raise RefusedValueError(code, value=text, **advice)


def _meant(text: str) -> str | None:
    """The plain number of one that is written for people: ``30%``, ``60점``, ``30,000`` or ``3만원``."""
    found = _FOR_PEOPLE.fullmatch(text)
    if found is None:
        return None
    parts = _PART.findall(found["parts"])
    if any(not counted for _, counted in parts[:-1]):
        return None
    number = sum((Fraction(digits.replace(",", "")) * _COUNTED[counted] for digits, counted in parts), Fraction())
    return str(Amount(number / 100 if found["percent"] else number))


def _from_decimal(value: Decimal) -> Amount:
    if not value.is_finite():
        raise RefusedValueError(Code.NOT_FINITE, value=value)
    if abs(value.adjusted()) > _MOST_DIGITS or len(value.as_tuple().digits) > _MOST_DIGITS:
        raise RefusedValueError(Code.OUT_OF_RANGE, value=str(value)[:_MOST_DIGITS], expected=_DIGITS)
    return Amount(value)


def _from_float(value: float) -> Amount:
    """A binary number is taken for the short decimal that it prints as, and refused if it has none."""
    text = float.__repr__(value)  # a subclass may add its own name, as numpy's does
    if not isfinite(value):
        raise RefusedValueError(Code.NOT_FINITE, value=text)
    exact = Decimal(text)
    if len(exact.as_tuple().digits) > _EXACT_FLOAT_DIGITS:
        raise RefusedValueError(Code.INEXACT_NUMBER, value=text)
    return _from_decimal(exact)


def _bounded(value: Amount) -> Amount:
    if _is_huge(value):
        raise RefusedValueError(Code.OUT_OF_RANGE, value=_HUGE, expected=_DIGITS)
    return value


def _is_huge(value: object) -> bool:
    """Python refuses to print numbers of thousands of digits, so they are told apart before they are named."""
    if isinstance(value, Decimal):
        return value.is_finite() and abs(value.adjusted()) > _MOST_DIGITS
    return isinstance(value, int | Fraction) and max(abs(value.numerator), value.denominator) >= 10**_MOST_DIGITS


def parse_date(value: object) -> date:
    """A civil date from a ``date`` or a text ``2024-06-01``; a ``datetime`` carries a time of day and is refused.

    Example:
        >>> parse_date("2024-06-01")
        datetime.date(2024, 6, 1)
    """
    if isinstance(value, datetime):
        if value != value:  # noqa: PLR0124  # the NaT of pandas, which is no date
            raise RefusedValueError(Code.EMPTY_VALUE)
        if value.time().isoformat() == "00:00:00" and value.tzinfo is None:
            return value.date()
        raise RefusedValueError(Code.BAD_DATE, value=value.isoformat())
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise RefusedValueError(Code.WRONG_TYPE, expected=_A_DATE, got=kind_of(value))
    found = _DATE.fullmatch(value.strip())
    if not found:
        raise RefusedValueError(Code.BAD_DATE, value=value)
    try:
        day = date(*map(int, found.groups()))
    except ValueError as error:
        raise RefusedValueError(Code.BAD_DATE, value=value) from error
    if day.year < _FIRST_YEAR:
        raise RefusedValueError(Code.OUT_OF_RANGE, value=value, expected=f"≥ {_FIRST_YEAR}-01-01")
    return day


def parse_yes_no(value: object) -> bool:
    """Yes or no from a bool or a word in Korean or English.

    Example:
        >>> parse_yes_no("예"), parse_yes_no("NO")
        (True, False)
    """
    if isinstance(value, bool):
        return value
    word = value.strip().casefold() if isinstance(value, str) else ""
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise RefusedValueError(Code.BAD_YES_NO, value=value if isinstance(value, str) else kind_of(value))


class FactKind(StrEnum):
    """The types that a fact can have."""

    NUMBER = "number"
    YES_NO = "yes_no"
    ONE_OF = "one_of"
    ORDERED = "ordered"
    GROUP = "group"
    TEXT = "text"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Fact:
    """A declared fact: its kind, its values where they are listed, and what a blank cell means.

    ``values`` goes from low to high for an ordered fact; each step holds the words that count as equal
    (``(("9급",), ("6급", "연구사"))``). ``blank`` is ``None`` where a blank means unknown.

    Example:
        >>> steps = (("9급",), ("6급", "연구사"), ("5급",))
        >>> grade = Fact("grade", FactKind.ORDERED, Label("직급", "grade"), values=steps)
        >>> grade.rank("연구사"), grade.parse(" 6급 ")
        (1, '6급')
    """

    name: str
    kind: FactKind
    label: Label
    values: tuple[tuple[str, ...], ...] = ()
    blank: Value | None = None
    at_least: Amount | None = None
    at_most: Amount | None = None
    columns: tuple[str, ...] = ()

    def parse(self, value: object) -> Value | None:
        """A cell as a value of this fact; blank cells give ``blank``.

        Raises:
            RefusedValueError: if the value is none of this fact.
        """
        if value is None or (isinstance(value, str) and not value.strip()):
            return self.blank
        if self.kind is FactKind.NUMBER:
            return self._in_range(parse_number(value))
        if self.kind is FactKind.YES_NO:
            return parse_yes_no(value)
        if self.kind is FactKind.DATE:
            return parse_date(value)
        text = parse_text(value)
        if self.values and text not in self.words:
            words = self.words
            raise RefusedValueError(
                Code.BAD_FACT_VALUE, value=text, name=self.label, known=words, near=nearest(text, words)
            )
        return text

    def _in_range(self, number: Amount) -> Amount:
        low, high = self.at_least, self.at_most
        if (low is not None and number < low) or (high is not None and number > high):
            bounds = (f"≥ {low}" if low is not None else "", f"≤ {high}" if high is not None else "")
            raise RefusedValueError(Code.OUT_OF_RANGE, value=number, expected=", ".join(filter(None, bounds)))
        return number

    @property
    def words(self) -> tuple[str, ...]:
        """All listed values, low to high."""
        return tuple(word for step in self.values for word in step)

    def rank(self, value: str) -> int:
        """The step of a value of an ordered fact, from zero for the lowest."""
        return next(index for index, step in enumerate(self.values) if value in step)


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a reader of tables must know of a scheme: its facts, and the names by which rows speak of rules.

    ``columns`` adds names to the built-in columns; ``activities``, ``awards`` and ``options`` map ids to labels.
    """

    member: Mapping[str, Fact] = field(default_factory=dict)
    entry: Mapping[str, Fact] = field(default_factory=dict)
    activities: Mapping[str, Label] = field(default_factory=dict)
    awards: Mapping[str, Label] = field(default_factory=dict)
    options: Mapping[str, Label] = field(default_factory=dict)
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_MIDDLE_DOTS = "·ㆍᆞ・･‧•∙⋅․"
_DASHES = "-‐‑‒–—―−"
_UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u2060\ufeff"
_ONE_OF_EACH = (
    dict.fromkeys(map(ord, _MIDDLE_DOTS), "·")
    | dict.fromkeys(map(ord, _DASHES), "-")
    | dict.fromkeys(map(ord, _UNSEEN))
)


def name_key(text: str) -> str:
    """The form in which names are compared: of one width, without blanks or unseen characters, without regard to
    case, and with one middle dot and one dash for the many that Korean text mixes.

    Example:
        >>> name_key("교육ㆍ훈련 (１급)") == name_key("교육·훈련(1급)")
        True
    """
    # The dots go first: NFKC makes the letter that Korean keyboards give for a dot a vowel, and a leader a full stop.
    alike = unicodedata.normalize("NFKC", text.translate(_ONE_OF_EACH)).translate(_ONE_OF_EACH)
    return unicodedata.normalize("NFKC", "".join(alike.split()).casefold())


def find_by_name(text: str, labels: Mapping[str, Label]) -> str | None:
    """The id whose id or label is that text, or ``None``.

    Example:
        >>> find_by_name("시책제안", {"proposal": Label("시책 제안", "proposal")})
        'proposal'
    """
    wanted = name_key(text)
    for identifier, label in labels.items():
        if wanted in (identifier.casefold(), name_key(label.ko), name_key(label.en)):
            return identifier
    return None


def nearest_id(name: str, known: Iterable[str], labels: Mapping[str, Label]) -> str:
    """The known id that is meant by a name: the one that is called so, or else the one whose id or name is like it.

    Example:
        >>> nearest_id("부서", ["department", "grade"], {"department": Label("부서", "department")})
        'department'
    """
    known = tuple(known)
    called = {each: labels[each] for each in known if each in labels}
    if found := find_by_name(name, called) or nearest(name, known):
        return found
    near = nearest(name, (word for label in called.values() for word in (label.ko, label.en)))
    return next((each for each, label in called.items() if near in (label.ko, label.en)), "") if near else ""


def all_names(labels: Mapping[str, Label]) -> Iterable[str]:
    """Every id and label, for the nearest-name hint."""
    for identifier, label in labels.items():
        yield identifier
        yield label.ko
        yield label.en


def kind_of(value: object) -> Label:
    """What a value of the wrong type is called in a finding, without the words of a programming language."""
    if _is_huge(value):
        return _HUGE
    for types, label in _KIND_NAMES:
        if isinstance(value, types):
            named = _printable(value)
            if isinstance(named, str) and len(named) > _LONGEST_SHOWN:
                named = named[:_LONGEST_SHOWN] + "…"
            return Label(label.ko.format(named), label.en.format(named))
    return Label("읽을 수 없는 값", "something that cannot be read")


_LONGEST_SHOWN = 60  # a whole file that is no mapping is one text


_KIND_NAMES: tuple[tuple[tuple[type, ...], Label], ...] = (
    ((type(None),), Label("빈 값", "nothing")),
    ((bool,), Label("예/아니오", "yes or no")),
    ((int, float, Decimal, Fraction), Label("숫자 {}", "the number {}")),
    ((date,), Label("날짜 {}", "the date {}")),
    ((str,), Label("글자 '{}'", "the text '{}'")),
    ((dict,), Label("항목 묶음", "a mapping")),
    ((list, tuple), Label("목록", "a list")),
)


_A_TEXT = Label("글자", "a text")
_A_NUMBER = Label("숫자", "a number")
_A_DATE = Label("날짜", "a date")
_HUGE = Label("너무 긴 숫자", "a very long number")
_DIGITS = Label(f"숫자 {_MOST_DIGITS}자리까지", f"at most {_MOST_DIGITS} digits")

BUILT_IN_COLUMNS = (
    "entry_id",
    "member_id",
    "date",
    "activity",
    "quantity",
    "share",
    "work",
    "from_member",
    "status",
    "recorded_on",
    "approved_on",
    "voids",
    "replaces",
    "decides",
    "from",
    "until",
    "row_id",
    "claim_id",
    "award",
    "option",
    "amount",
    "last_day",
    "end_date",
    "said_points",
    "said_paid",
)
"""The columns that every scheme knows; facts cannot take their names."""
