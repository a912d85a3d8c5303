"""Cells as officers write them: what stands in real spreadsheets, and in which form it was understood.

The strict parsers of ``facts`` are asked first. Where they refuse, a cell is read only if one meaning is left, and
the value comes as ``Understood`` with its ``Form``, so that the reader can say once per column what it made of it.
What could mean two things is refused: a date without its year, ``6/10/2024``, a number with a stray comma.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Self, TypeVar

from incentive_rules.amounts import Amount
from incentive_rules.codes import Code
from incentive_rules.facts import (
    RefusedValueError,
    kind_of,
    name_key,
    parse_date,
    parse_number,
    parse_text,
    parse_yes_no,
)
from incentive_rules.messages import Label, fill

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Parsed = TypeVar("Parsed")


class Form(StrEnum):
    """How a cell was understood that is not written in the settled way; its words are ``form_<value>``."""

    DATE_DASHED = "date_dashed"
    DATE_DOTTED = "date_dotted"
    DATE_SLASHED = "date_slashed"
    DATE_KOREAN = "date_korean"
    DATE_SHORT_YEAR = "date_short_year"
    DATE_COMPACT = "date_compact"
    DATE_SERIAL = "date_serial"
    DATE_SERIAL_1904 = "date_serial_1904"
    DATE_WEEKDAY = "date_weekday"
    DATE_TIME = "date_time"
    NUMBER_GROUPED = "number_grouped"
    NUMBER_UNIT = "number_unit"
    NUMBER_NEGATIVE = "number_negative"
    YES_NO_MARK = "yes_no_mark"
    YES_NO_WORD = "yes_no_word"
    YES_NO_DIGIT = "yes_no_digit"
    SPELLING = "spelling"
    SHOWN_ZEROS = "shown_zeros"
    FULL_WIDTH = "full_width"
    DECOMPOSED = "decomposed"
    INVISIBLE = "invisible"
    NOTHING = "nothing"
    LAST_DAY = "last_day"
    MERGED = "merged"
    NUMBERED = "numbered"


@dataclass(frozen=True, slots=True)
class Understood:
    """A value with the form in which it was written; only for cells that the strict parsers do not read so."""

    value: object
    form: Form


class SerialDay(int):
    """A whole number from a workbook whose day zero is 1 January 1904."""


class ShownNumber(int):
    """A whole number that its cell shows with leading zeros.

    It equals the number alone, so numbers are not to be used as keys before ``text_cell`` has read them.

    Example:
        >>> ShownNumber(123, "00123") + 1, text_cell(ShownNumber(123, "00123"))
        (124, Understood(value='00123', form=<Form.SHOWN_ZEROS: 'shown_zeros'>))
    """

    shown: str

    def __new__(cls, value: int, shown: str) -> Self:
        """The number ``value``, whose cell shows ``shown``."""
        number = super().__new__(cls, value)
        number.shown = shown
        return number

    def __getnewargs__(self) -> tuple[int, str]:  # type: ignore[override]  # two values make one of these, not one
        return int(self), self.shown


def date_cell(value: object) -> date | Understood:
    """The day of a cell, from 1900 on.

    Raises:
        RefusedValueError: if it is no date, lacks its year or puts it last, has a zone, or names a wrong weekday.

    Example:
        >>> date_cell("2024-06-10"), date_cell("'24. 6. 10.(월)").value
        (datetime.date(2024, 6, 10), datetime.date(2024, 6, 10))
    """
    return _read(_settled_day, _date_understood, value)


def number_cell(value: object, units: Sequence[str] = ()) -> Amount | Understood:
    """The number of a cell; ``units`` are the words that may stand behind it, and name the number's own unit.

    Raises:
        RefusedValueError: if it is no number, has another unit, or its commas do not stand at the thousands.

    Example:
        >>> number_cell("2.5"), number_cell("30,000원", ["원"]).value, number_cell("△3").value
        (Amount('2.5'), Amount('30000'), Amount('-3'))
    """
    try:
        return _read(parse_number, lambda cell: _number_understood(cell, units), value)
    except RefusedValueError as refused:
        if isinstance(value, str) and (found := _PERCENT.fullmatch(_clean(value))):
            raise RefusedValueError(refused.code, **refused.facts | {"advice": _without_percent(found[1])}) from refused
        raise


def _without_percent(number: str) -> Label:
    """What to write in place of a percentage, of which nobody can tell whether 95 or 0.95 is meant."""
    part = _strictly(parse_number, number)
    part = None if part is None else Amount(part / 100)
    ko, en = "'%' 없이 {number:으로} 적으십시오", "write {number} without '%'"
    if part is not None:
        ko += " ({part:으로} 쓰려면 셀 서식을 숫자로 바꾸십시오)"
        en += " (if {part} is meant, set the number format of the cell to a number)"
    facts = {"number": number, "part": part}
    return Label(fill(ko, facts, "ko"), fill(en, facts, "en"))


def yes_no_cell(value: object) -> bool | Understood:
    """Yes or no from a word, a mark, or the digits 1 and 0.

    Ask it before ``is_nothing``: 해당없음 is a plain no where the question is yes or no.

    Raises:
        RefusedValueError: if it is neither.

    Example:
        >>> yes_no_cell("예"), yes_no_cell("○").value, yes_no_cell("미해당").value
        (True, True, False)
    """
    return _read(parse_yes_no, _yes_no_understood, value)


def listed_cell(value: object, words: Sequence[str], refuse: Callable[[str], RefusedValueError]) -> str | Understood:
    """One of the listed words, also where blanks, width, dots or dashes differ; ``refuse`` makes the refusal.

    Ask it before ``is_nothing``: a scheme may list 없음 as a value.

    Raises:
        RefusedValueError: if it is none of the words, or could be two of them.

    Example:
        >>> listed_cell("６ 급", ["6급", "7급"], lambda text: RefusedValueError(Code.BAD_CHOICE, value=text)).value
        '6급'
    """
    read = text_cell(value)
    text = str(read.value) if isinstance(read, Understood) else read
    if text in words:
        return read
    key = name_key(text)
    alike = {word for word in words if name_key(word) == key}
    if len(alike) != 1:
        raise refuse(text)
    return Understood(alike.pop(), Form.SPELLING)


def text_cell(value: object) -> str | Understood:
    r"""A text without blanks around it or characters that nobody sees; its line breaks stay.

    Raises:
        RefusedValueError: if it is no text, a ditto mark, or what a failed formula shows. Such a text would make
            one group, or one piece of work, of rows that have nothing in common.

    Example:
        >>> text_cell(" 00123 "), text_cell("기획과\u200b").value
        ('00123', '기획과')
    """
    text = parse_text(value)
    if isinstance(value, ShownNumber) and value.shown != text:
        return Understood(value.shown, Form.SHOWN_ZEROS)
    if not isinstance(value, str):
        return text
    seen = unicodedata.normalize("NFC", text.translate(_SEEN)).strip()
    if _NO_TEXT.fullmatch(seen):
        raise RefusedValueError(Code.WRONG_TYPE, expected=_A_TEXT_OF_ITS_OWN, got=kind_of(value))
    return text if seen == text else Understood(seen, Form.INVISIBLE)


def is_nothing(value: object) -> bool:
    """Whether a cell is filled only to say that nothing stands there; the form to report is ``NOTHING``.

    It is never zero: what is left out is unknown. ``#N/A`` is a formula that failed, and no word for nothing.

    Example:
        >>> is_nothing("해당 없음"), is_nothing("-"), is_nothing("0"), is_nothing("")
        (True, True, False, False)
    """
    return isinstance(value, str) and bool(value.strip()) and _word(value) in _NOTHING


def _read(
    strict: Callable[[object], Parsed], understand: Callable[[object], Understood | None], value: object
) -> Parsed | Understood:
    """What the strict parser reads, else what can be understood, else the strict parser's own refusal."""
    try:
        return strict(value)
    except RefusedValueError:
        understood = understand(value)
        if understood is None:
            raise
        return understood


# Texts with nothing but their characters put right.

_UNSEEN = "\u200b\u200c\u200d\u200e\u2060\ufeff"  # no soft hyphen: copied from a PDF, it may be a minus
_SEEN = dict.fromkeys(map(ord, _UNSEEN)) | {0x00A0: " ", 0x202F: " "}
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {ord("￦"): "₩"}
# Full width alone is undone, not every compatible character: NFKC would read 3² as 32 and ① as 1.
_NARROW = _SEEN | _WIDE


def _clean(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text.translate(_NARROW)).split())


def _word(text: str) -> str:
    return _clean(text).replace(" ", "").casefold()


def _cleaned(text: str, parse: Callable[[object], Parsed]) -> Understood | None:
    """What the strict parser reads once the characters are put right."""
    value = _strictly(parse, _clean(text))
    return None if value is None else Understood(value, _mended(text))


def _strictly(parse: Callable[[object], Parsed], value: object) -> Parsed | None:
    try:
        return parse(value)
    except RefusedValueError:
        return None


def _counted(value: object) -> Amount | None:
    """A cell that is a number and no more; one that is shown with its zeros is a name."""
    return None if isinstance(value, ShownNumber) else _strictly(parse_number, value)


def _mended(text: str) -> Form:
    if any(ord(letter) in _WIDE for letter in text):
        return Form.FULL_WIDTH
    return Form.INVISIBLE if unicodedata.is_normalized("NFC", text) else Form.DECOMPOSED


# Dates.

_WEEKDAYS = "월화수목금토일"
_WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_YEAR, _MONTH, _DAY = r"(?P<year>[0-9]{4})", r"(?P<month>[0-9]{1,2})", r"(?P<day>[0-9]{1,2})"
_DASH = r" ?[-‐‑‒–—―−] ?"
_SHAPES = {
    Form.DATE_DASHED: rf"{_YEAR}{_DASH}{_MONTH}{_DASH}{_DAY}",
    Form.DATE_DOTTED: rf"{_YEAR} ?\. ?{_MONTH} ?\. ?{_DAY}(?: ?\.)?",
    # From '50 on a short year may be of the last century, as in a date of birth or of entry.
    Form.DATE_SHORT_YEAR: rf"['’‘`´′]? ?(?P<year>[0-4][0-9]) ?\. ?{_MONTH} ?\. ?{_DAY}(?: ?\.)?",
    Form.DATE_SLASHED: rf"{_YEAR} ?/ ?{_MONTH} ?/ ?{_DAY}",
    Form.DATE_KOREAN: rf"{_YEAR} ?년 ?{_MONTH} ?월 ?{_DAY} ?일",
    Form.DATE_COMPACT: r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
}
_WEEKDAY = rf"(?: ?\( ?(?P<letter>[{_WEEKDAYS}])(?:요일)? ?\)| (?P<word>[{_WEEKDAYS}])요일)?"
_CLOCK = r"(?:(?:[01]?[0-9]|2[0-3])|(?:오전|오후) ?(?:0?[1-9]|1[0-2])):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?"
_TIME = rf"(?P<time>(?:T|(?<=\))| ){_CLOCK})?"
_DATES = {form: re.compile(shape + _WEEKDAY + _TIME) for form, shape in _SHAPES.items()}

_CENTURY = 2000
_SERIAL = re.compile("[0-9]{5}")
_COMPACT = re.compile("[0-9]{8}")
_SERIALS = range(20000, 80001)  # 1954 to 2119: shorter numbers are years and points, longer ones are months
_DAY_ZERO = date(1899, 12, 30)  # a day early: the count has a 29 February 1900
_DAYS_TO_1904 = 1462


def _settled_day(value: object) -> date:
    """The strict parser's day, where a date too is of 1900 or later: day zero of a spreadsheet is an empty cell."""
    return parse_date(parse_date(value).isoformat())


def _date_understood(value: object) -> Understood | None:
    if isinstance(value, datetime):
        return Understood(_settled_day(value.date()), Form.DATE_TIME) if value.tzinfo is None else None
    if isinstance(value, str):
        return _cleaned(value, parse_date) or _date_from_text(value)
    if isinstance(value, ShownNumber) and not value.shown.isdecimal():
        return _date_from_text(value.shown)  # 20240610, shown as 2024-06-10
    number = _counted(value)
    if number is None or number.denominator != 1:
        return None
    if isinstance(value, SerialDay) and not _COMPACT.fullmatch(str(number)):
        return _from_serial(int(number) + _DAYS_TO_1904, Form.DATE_SERIAL_1904)
    return _date_from_text(str(number))


def _date_from_text(value: str) -> Understood | None:
    text = _clean(value)
    if _SERIAL.fullmatch(text):
        return _from_serial(int(text), Form.DATE_SERIAL)
    for form, shape in _DATES.items():
        if found := shape.fullmatch(text):
            return _from_parts(form, found, value)
    return None


def _from_serial(number: int, form: Form) -> Understood | None:
    return Understood(_DAY_ZERO + timedelta(days=number), form) if number in _SERIALS else None


def _from_parts(form: Form, found: re.Match[str], value: str) -> Understood:
    day = _civil(form, found, value)
    weekday = found["letter"] or found["word"]
    if weekday:
        _check_weekday(day, weekday)
    if found["time"]:
        return Understood(day, Form.DATE_TIME)
    return Understood(day, Form.DATE_WEEKDAY if weekday else form)


def _civil(form: Form, found: re.Match[str], value: str) -> date:
    """The day that the calendar has; a refusal names what the cell says."""
    year = int(found["year"]) + (_CENTURY if form is Form.DATE_SHORT_YEAR else 0)
    try:
        return parse_date(f"{year:04}-{found['month']:0>2}-{found['day']:0>2}")
    except RefusedValueError as refused:
        raise RefusedValueError(refused.code, **refused.facts | {"value": value}) from refused


def _check_weekday(day: date, written: str) -> None:
    """A weekday that does not fit shows that one of the two is a slip, and nobody knows which."""
    right = day.weekday()
    if _WEEKDAYS[right] != written:
        raise RefusedValueError(
            Code.CONTRADICTION,
            left=day,
            right=Label(f"{written}요일", _WEEKDAY_NAMES[_WEEKDAYS.index(written)]),
            why=Label(f"그날은 {_WEEKDAYS[right]}요일입니다", f"that day is a {_WEEKDAY_NAMES[right]}"),
        )


# Numbers.

_BRACKETED = re.compile(r"\( ?([^-].*?) ?\)")
_MARKED = re.compile(r"(?:[△▲] ?|−)([^-].*)")
_DIGITS = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_FIGURE = re.compile(rf"(?P<minus>-?)(?P<won>[₩\\] ?)?(?P<digits>{_DIGITS}) ?(?P<unit>.*)")
_PERCENT = re.compile(rf"(-?{_DIGITS}) ?%")
_WON = "원"  # its sign stands before the number, and is a backslash in a CSV of Korean Windows


def _number_understood(value: object, units: Sequence[str]) -> Understood | None:
    if not isinstance(value, str):
        return None
    text = _clean(value)
    negative = _BRACKETED.fullmatch(text) or _MARKED.fullmatch(text)
    if negative:
        figure = _figure(negative[1], units)
        return Understood(Amount(-figure[0]), Form.NUMBER_NEGATIVE) if figure else None
    if cleaned := _cleaned(value, parse_number):
        return cleaned
    figure = _figure(text, units)
    return Understood(*figure) if figure else None


def _figure(text: str, units: Sequence[str]) -> tuple[Amount, Form] | None:
    found = _FIGURE.fullmatch(text)
    if not found or not _fits(found, {name_key(unit) for unit in units}):
        return None
    number = _strictly(parse_number, found["minus"] + found["digits"].replace(",", ""))
    form = Form.NUMBER_UNIT if found["won"] or found["unit"] else Form.NUMBER_GROUPED
    return None if number is None else (number, form)


def _fits(figure: re.Match[str], units: set[str]) -> bool:
    """Whether a figure has no unit, or one of those that it may have."""
    if figure["won"]:
        return _WON in units and figure["unit"] in ("", _WON)
    return not figure["unit"] or name_key(figure["unit"]) in units


# Yes and no, and nothing at all.

_EMOJI = "\ufe0f"  # says only that the mark before it is drawn in colour
_YES_NO = {
    word: Understood(answer, form)
    for answer, form, words in (
        (True, Form.YES_NO_MARK, "○◯〇●⭕ㅇ✓✔✅☑√∨v"),
        (False, Form.YES_NO_MARK, "×✕✖✗✘❌"),
        (True, Form.YES_NO_WORD, ("유", "해당", "있음", "해당있음")),
        (False, Form.YES_NO_WORD, ("무", "미해당", "없음", "해당없음")),
        (True, Form.YES_NO_DIGIT, "1"),
        (False, Form.YES_NO_DIGIT, "0"),
    )
    for word in words
}
_NOTHING = frozenset({"", *"-‐‑–—―−ㅡ", "--", "---", "없음", "해당없음", "해당사항없음", "n/a"})


def _yes_no_understood(value: object) -> Understood | None:
    if isinstance(value, str):
        return _cleaned(value, parse_yes_no) or _YES_NO.get(_word(value).replace(_EMOJI, ""))
    return _YES_NO.get(str(_counted(value)))


# Texts that stand for another cell.

_NO_TEXT = re.compile(
    r"""[〃″"“”]{1,2}|''|위와 ?같음|\#(?:N/A|NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|SPILL!|CALC!|\#+)""", re.IGNORECASE
)
_A_TEXT_OF_ITS_OWN = Label("다른 칸에 기대지 않는 글자", "a text that stands for itself")
