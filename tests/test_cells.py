"""Cells as officers write them: each way of writing a value is read as that value, and what could be two is refused."""

from __future__ import annotations

import pickle
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from incentive_rules.amounts import Amount
from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic
from incentive_rules.facts import (
    RefusedValueError,
    find_by_name,
    name_key,
    parse_date,
    parse_number,
    parse_text,
    parse_yes_no,
)
from incentive_rules.ledger.cells import (
    Form,
    SerialDay,
    ShownNumber,
    Understood,
    date_cell,
    is_nothing,
    listed_cell,
    number_cell,
    text_cell,
    yes_no_cell,
)
from incentive_rules.messages import LANGUAGES, Label
from incentive_rules.messages.screen import words

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = date(2024, 6, 10)  # a Monday
UNITS = ("점", "시간", "원", "%")
GRADES = ("9급", "7급", "6급", "연구사", "시책·제안", "A-1", "없음")


def listed(value: object) -> str | Understood:
    return listed_cell(value, GRADES, lambda text: RefusedValueError(Code.BAD_FACT_VALUE, value=text))


def strict_listed(value: object) -> str:
    text = parse_text(value)
    if text not in GRADES:
        raise RefusedValueError(Code.BAD_FACT_VALUE, value=text)
    return text


READERS: dict[str, tuple[Callable[[object], Any], Callable[[object], Any]]] = {
    "date": (date_cell, parse_date),
    "number": (lambda value: number_cell(value, UNITS), parse_number),
    "yes_no": (yes_no_cell, parse_yes_no),
    "listed": (listed, strict_listed),
    "text": (text_cell, parse_text),
}
"""Every reader with the strict parser that it goes beyond."""
EACH_READER = pytest.mark.parametrize("name", READERS)


def value_of(read: object) -> object:
    return read.value if isinstance(read, Understood) else read


def refusal(read: Callable[..., object], *given: object) -> Code:
    with pytest.raises(RefusedValueError) as refused:
        read(*given)
    for lang in LANGUAGES:  # it can be told
        assert Diagnostic(refused.value.code, facts=refused.value.facts).render(lang)
    return refused.value.code


# Ways of writing.


def full_width(text: str) -> str:
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)


def apart(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def with_unseen(text: str) -> str:
    return f"\ufeff{text[:2]}\u200b{text[2:]}\u200d"


def in_a_wrapped_cell(text: str) -> str:
    return f"\u3000{text}\n"


DISGUISES = st.sampled_from([str, full_width, apart, with_unseen, in_a_wrapped_cell])
WEEKDAYS = "월화수목금토일"
WAYS_OF_A_DATE: dict[Form, tuple[Callable[[date], object], ...]] = {
    Form.DATE_DASHED: (lambda day: f"{day.year}–{day.month}–{day.day}", lambda day: f"{day:%Y - %m - %d}"),
    Form.DATE_DOTTED: (
        lambda day: f"{day.year}. {day.month}. {day.day}.",
        lambda day: f"{day.year}.{day.month}.{day.day}",
        lambda day: f"{day:%Y. %m. %d}",
        lambda day: f"{day:%Y.%m.%d.}",
    ),
    Form.DATE_SLASHED: (lambda day: f"{day.year}/{day.month}/{day.day}", lambda day: f"{day:%Y/%m/%d}"),
    Form.DATE_KOREAN: (
        lambda day: f"{day.year}년 {day.month}월 {day.day}일",
        lambda day: f"{day.year}년{day.month:02}월{day.day:02}일",
    ),
    Form.DATE_COMPACT: (
        lambda day: f"{day:%Y%m%d}",
        lambda day: int(f"{day:%Y%m%d}"),
        lambda day: SerialDay(f"{day:%Y%m%d}"),
        lambda day: float(f"{day:%Y%m%d}"),
    ),
    Form.DATE_WEEKDAY: (
        lambda day: f"{day.year}. {day.month}. {day.day}.({WEEKDAYS[day.weekday()]})",
        lambda day: f"{day:%Y-%m-%d} ({WEEKDAYS[day.weekday()]}요일)",
        lambda day: f"{day.year}년 {day.month}월 {day.day}일 {WEEKDAYS[day.weekday()]}요일",
    ),
    Form.DATE_TIME: (
        lambda day: f"{day:%Y-%m-%d} 14:30",
        lambda day: f"{day:%Y-%m-%d}T09:05:59.250",
        lambda day: f"{day:%Y-%m-%d} 오후 2:30:00",
        lambda day: f"{day.year}. {day.month}. {day.day}.({WEEKDAYS[day.weekday()]}) 9:00",
        lambda day: f"{day:%Y/%m/%d} 00:00:00",
        lambda day: datetime.combine(day, time(23, 59, 59)),
    ),
}
WAYS_OF_A_DAY_OF_NOW: dict[Form, tuple[Callable[[date], object], ...]] = {
    Form.DATE_SHORT_YEAR: (
        lambda day: f"'{day:%y}. {day.month}. {day.day}.",
        lambda day: f"’{day:%y}.{day.month}.{day.day}",
        lambda day: f"‘{day:%y}. {day:%m}. {day:%d}.",
        lambda day: f"`{day:%y}.{day.month}.{day.day}.",
        lambda day: f"{day:%y}.{day:%m}.{day:%d}",
    ),
    Form.DATE_SERIAL: (
        lambda day: (day - date(1899, 12, 30)).days,
        lambda day: str((day - date(1899, 12, 30)).days),
        lambda day: float((day - date(1899, 12, 30)).days),
        lambda day: Decimal((day - date(1899, 12, 30)).days),
    ),
    Form.DATE_SERIAL_1904: (lambda day: SerialDay((day - date(1904, 1, 1)).days),),
}


@pytest.mark.parametrize("form", WAYS_OF_A_DATE)
@given(day=st.dates(date(1900, 1, 1)), disguise=DISGUISES)
@example(day=date(2024, 2, 29), disguise=str)
def test_each_way_of_writing_a_date_reads_as_that_date(form: Form, day: date, disguise: Callable[[str], str]) -> None:
    for write in WAYS_OF_A_DATE[form]:
        written = write(day)
        assert date_cell(disguise(written) if isinstance(written, str) else written) == Understood(day, form)


@pytest.mark.parametrize("form", WAYS_OF_A_DAY_OF_NOW)
@given(day=st.dates(date(2000, 1, 1), date(2049, 12, 31)), disguise=DISGUISES)
def test_a_short_year_and_a_serial_number_read_as_the_day_that_they_mean(
    form: Form, day: date, disguise: Callable[[str], str]
) -> None:
    for write in WAYS_OF_A_DAY_OF_NOW[form]:
        written = write(day)
        assert date_cell(disguise(written) if isinstance(written, str) else written) == Understood(day, form)


def test_serial_numbers_are_those_of_the_two_kinds_of_workbook() -> None:
    assert value_of(date_cell(45453)) == value_of(date_cell(SerialDay(43991))) == DAY
    assert [value_of(date_cell(each)) for each in (20000, 80000)] == [date(1954, 10, 3), date(2119, 1, 11)]
    assert {refusal(date_cell, each) for each in (19999, 80001, 6, 2024, 202406, -45453)} == {Code.WRONG_TYPE}
    for each in (SerialDay(18537), SerialDay(78539), SerialDay(2024)):
        assert refusal(date_cell, each) is Code.WRONG_TYPE


@given(st.dates(date(1900, 1, 1)))
def test_the_settled_way_has_no_form(day: date) -> None:
    for written in (day, datetime.combine(day, time.min), day.isoformat(), f" {day} "):
        assert date_cell(written) == day
        assert not isinstance(date_cell(written), datetime)


@pytest.mark.parametrize(
    "text",
    [
        *("6/10/2024", "10-06-2024", "06-10-24", "24-06-10", "24/6/10", "10.06.2024", "240610", "2024610"),
        *("6.10.", "6. 10.(월)", "6월 10일", "2024-06", "2024. 6.", "24.06", "2024", "2024년 6월"),
        *("2024. 6. 31.", "2023-2-29", "20241301", "2024. 13. 1.", "2024. 6. 0.", "'24. 2. 30."),
        *("2024-06-10T14:30Z", "2024-06-10T14:30:00+09:00", "2024-06-10 14:30 KST", "2024-06-10 24:00"),
        *("2024-06-10 14:60", "2024-06-10 오후 14:30", "2024-06-10 14", "14:30"),
        *("2024. 6. 10.~6. 12.", "2024-06-10, 06-11", "2024. 6. 10. 외 1건", "2024. 6/10", "2024·6·10", "2024 6 10"),
        *("'99. 3. 2.", "'50. 1. 1.", "99.3.2", "45453.5", "45,453", "０６/１０", "\u202e01-60-4202", "2024²0610"),
        *("", " ", "-", "미정", "어제", "#N/A", "〃", "٢٠٢٤-٠٦-١٠"),
    ],
)
def test_a_date_that_could_be_another_or_is_none_is_refused(text: str) -> None:
    assert refusal(date_cell, text) is Code.BAD_DATE


@pytest.mark.parametrize("text", ["1899. 12. 31.", "18991231", "1600년 1월 1일", "0024. 6. 10."])
def test_a_year_before_1900_is_refused(text: str) -> None:
    assert refusal(date_cell, text) is Code.OUT_OF_RANGE


@pytest.mark.parametrize("value", [date(1899, 12, 30), datetime(1899, 12, 30), datetime(1899, 12, 30, 12)])  # noqa: DTZ001  # civil dates have no zone
def test_day_zero_of_a_spreadsheet_is_no_date(value: date) -> None:
    assert refusal(date_cell, value) is Code.OUT_OF_RANGE


@pytest.mark.parametrize("value", [datetime(2024, 6, 10, tzinfo=UTC), datetime(2024, 6, 10, 9, tzinfo=UTC)])
def test_a_moment_with_a_zone_is_refused(value: datetime) -> None:
    assert refusal(date_cell, value) is Code.BAD_DATE


@pytest.mark.parametrize(
    "value", [None, True, 45453.5, Decimal("45453.5"), Decimal("NaN"), float("inf"), 10**40, time(9), [DAY], b"x"]
)
def test_what_is_no_day_is_refused_by_its_kind(value: object) -> None:
    assert refusal(date_cell, value) is Code.WRONG_TYPE


def test_a_number_with_a_format_of_its_own_is_no_serial_day() -> None:
    assert refusal(date_cell, ShownNumber(45453, "00045453")) is Code.WRONG_TYPE
    assert refusal(yes_no_cell, ShownNumber(1, "01")) is Code.BAD_YES_NO


@given(st.dates(date(1900, 1, 1)), st.sampled_from(WEEKDAYS))
def test_a_weekday_fits_its_date_or_is_refused(day: date, weekday: str) -> None:
    for text in (f"{day.year}. {day.month}. {day.day}.({weekday})", f"{day}({weekday}) 14:30"):
        if weekday == WEEKDAYS[day.weekday()]:
            assert value_of(date_cell(text)) == day
        else:
            assert refusal(date_cell, text) is Code.CONTRADICTION


def test_a_wrong_weekday_is_told_with_the_right_one() -> None:
    with pytest.raises(RefusedValueError) as refused:
        date_cell("2024. 6. 10.(화)")
    finding = Diagnostic(refused.value.code, facts=refused.value.facts)
    assert finding.message("ko") == "'2024-06-10'과 '화요일'은 함께 쓸 수 없습니다"
    assert finding.help("ko") == "그날은 월요일입니다"
    assert finding.help("en") == "that day is a Monday"


# Numbers.

NUMBERS = st.decimals(Decimal("0.001"), Decimal(10**9), places=3).map(Amount)


@given(NUMBERS, DISGUISES)
def test_each_way_of_writing_a_number_reads_as_that_number(number: Amount, disguise: Callable[[str], str]) -> None:
    plain, grouped = str(number), f"{number:,}"
    for text in (
        plain,
        grouped,
        f"{grouped}점",
        f"{plain} 시간",
        f"{plain}%",
        f"₩{grouped}",
        f"\\{plain}",
        f"￦{plain}원",
    ):
        assert value_of(number_cell(disguise(text), UNITS)) == number, text
    for text in (
        f"-{grouped}",
        f"△{plain}",
        f"▲{grouped}",
        f"△ {plain}점",
        f"({grouped})",
        f"({plain}원)",
        f"−{plain}",
    ):
        assert value_of(number_cell(disguise(text), UNITS)) == -number, text


@pytest.mark.parametrize(
    ("text", "value", "form"),
    [
        ("1,000", 1000, Form.NUMBER_GROUPED),
        ("-1,234,567.5", Amount("-1234567.5"), Form.NUMBER_GROUPED),
        ("10점", 10, Form.NUMBER_UNIT),
        ("-3 점", -3, Form.NUMBER_UNIT),
        ("30,000원", 30000, Form.NUMBER_UNIT),
        ("-₩30,000", -30000, Form.NUMBER_UNIT),
        ("50％", 50, Form.NUMBER_UNIT),
        ("△3", -3, Form.NUMBER_NEGATIVE),
        ("▲0.5", Amount("-0.5"), Form.NUMBER_NEGATIVE),
        ("( 1,000 )", -1000, Form.NUMBER_NEGATIVE),
        ("(0)", 0, Form.NUMBER_NEGATIVE),
        ("−3", -3, Form.NUMBER_NEGATIVE),
        ("１０", 10, Form.FULL_WIDTH),
        ("-２．５", Amount("-2.5"), Form.FULL_WIDTH),
        ("\ufeff7", 7, Form.INVISIBLE),
    ],
)
def test_a_number_says_in_which_form_it_was_written(text: str, value: Amount | int, form: Form) -> None:
    assert number_cell(text, UNITS) == Understood(value, form)
    assert type(value_of(number_cell(text, UNITS))) is Amount


@pytest.mark.parametrize(
    ("value", "number"),
    [("3", 3), (" 2.5 ", Amount("2.5")), (2.5, Amount("2.5")), (3.0, 3), (7, 7), (Fraction(1, 3), 1)],
)
def test_a_plain_number_has_no_form(value: object, number: Amount) -> None:
    read = number_cell(value)
    assert read == (Amount(1, 3) if isinstance(value, Fraction) else number)
    assert type(read) is Amount


def test_a_number_is_itself_whatever_its_cell_shows() -> None:
    assert number_cell(ShownNumber(5, "005")) == number_cell(SerialDay(5)) == Amount(5)


@pytest.mark.parametrize(
    "text",
    [
        *("1,5", "10,00", "1,0000", "0,500", ",500", "1,000,", "1,00,000", "1, 000", "1.000,5"),
        *("½", "3½", "3²", "①", "⑩", "三", "3/4", "1e3", "1E+05", "0x10", "+3", "05", ".5", "3.", "1_000", "٣"),
        *("1 0", "- 3", "--3", "△", "△-3", "(-3)", "(△3)", "△(3)", "((3))", "(3", "3)", "()", "–3", "▼3", "3-"),
        *(
            "3만",
            "3만원",
            "3천원",
            "3건",
            "3점 만점",
            "3점/5점",
            "3~5점",
            "약 3점",
            "3시간 30분",
            "점",
            "3\u00ad",
            "\u00ad3",
        ),
        *("₩3점", "$3", "₩", "3.5.1", "2024-06-10", "-", "없음", "#REF!", "〃"),
    ],
)
def test_a_number_that_could_be_another_or_is_none_is_refused(text: str) -> None:
    assert refusal(number_cell, text, UNITS) in (Code.BAD_NUMBER, Code.AMBIGUOUS_NUMBER)


@pytest.mark.parametrize("text", ["10점", "₩3", "50%", "3원"])
def test_a_unit_that_the_column_does_not_have_is_refused(text: str) -> None:
    assert refusal(number_cell, text) is refusal(number_cell, text, ["시간"]) is Code.BAD_NUMBER


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (0.1 + 0.2, Code.INEXACT_NUMBER),
        (float("nan"), Code.NOT_FINITE),
        ("", Code.EMPTY_VALUE),
        ("9" * 40 + "점", Code.OUT_OF_RANGE),
        (True, Code.WRONG_TYPE),
        (None, Code.WRONG_TYPE),
        (DAY, Code.WRONG_TYPE),
    ],
)
def test_what_the_strict_parser_refuses_for_a_reason_stays_refused(value: object, code: Code) -> None:
    assert refusal(number_cell, value, UNITS) is code


# Yes and no.

YES = {
    Form.YES_NO_MARK: "○ ◯ 〇 ● ⭕ ㅇ ✓ ✔ ✔\ufe0f ✅ ☑ √ V v Ｖ",
    Form.YES_NO_WORD: "유 해당 있음 해\u00a0당",
    Form.YES_NO_DIGIT: "1 １",
    Form.FULL_WIDTH: "Ｏ ＹＥＳ",
    Form.DECOMPOSED: unicodedata.normalize("NFD", "예"),
    Form.INVISIBLE: "\u200b예 O\ufeff",
}
NO = {
    Form.YES_NO_MARK: "× ✕ ✗ ✘ ✖ ❌",
    Form.YES_NO_WORD: "무 미해당 해당없음 없음",
    Form.YES_NO_DIGIT: "0 ０",
    Form.FULL_WIDTH: "Ｘ Ｎ",
}


@pytest.mark.parametrize(("answer", "words_of"), [(True, YES), (False, NO)])
def test_marks_words_and_digits_say_yes_or_no_with_their_form(answer: bool, words_of: dict[Form, str]) -> None:  # noqa: FBT001  # the case
    for form, marks in words_of.items():
        for mark in marks.split(" "):
            assert yes_no_cell(mark) == Understood(answer, form), mark


@pytest.mark.parametrize("one", [1, 1.0, Decimal(1), Fraction(1), SerialDay(1)])
def test_the_numbers_one_and_zero_say_yes_and_no(one: float) -> None:
    assert yes_no_cell(one) == Understood(value=True, form=Form.YES_NO_DIGIT)
    assert yes_no_cell(one - one) == Understood(value=False, form=Form.YES_NO_DIGIT)


def test_the_letter_o_says_yes_and_zero_says_no() -> None:
    assert yes_no_cell("O") is yes_no_cell("o") is yes_no_cell(True) is True  # noqa: FBT003  # a cell
    assert yes_no_cell("X") is yes_no_cell(False) is False  # noqa: FBT003  # a cell
    assert value_of(yes_no_cell("0")) is False


@pytest.mark.parametrize(
    "value",
    ["△", "◎", "□", "☒", "■", "-", "", "?", "미정", "예정", "일부", "①", "1.0", "01", "⓪", "OX", 2, 0.5, None, DAY],
)
def test_what_is_neither_yes_nor_no_is_refused(value: object) -> None:
    assert refusal(yes_no_cell, value) is Code.BAD_YES_NO


# Listed words and texts.


@pytest.mark.parametrize("text", ["6 급", "６급", "6\n급", "６　급", apart("6 급"), "6\u00ad급"])
def test_a_listed_word_is_found_whatever_its_blanks_and_width(text: str) -> None:
    assert listed(text) == Understood("6급", Form.SPELLING)


def test_a_listed_word_is_found_whatever_its_dots_dashes_and_case() -> None:
    assert [value_of(listed(text)) for text in ("시책ㆍ제안", "시책・제안", "a–1", "Ａ−１")] == ["시책·제안"] * 2 + [
        "A-1"
    ] * 2


def test_a_listed_word_in_its_own_letters_has_no_form() -> None:
    assert [listed(text) for text in ("6급", " 6급 ", apart("6급"), "없음")] == ["6급", "6급", "6급", "없음"]


@pytest.mark.parametrize("text", ["8급", "6", "육급", "6급 이하", "행정6급", "", "-"])
def test_a_word_that_is_not_listed_is_refused_as_the_caller_says(text: str) -> None:
    assert refusal(listed, text) is Code.BAD_FACT_VALUE


def test_a_text_that_could_be_two_of_the_words_is_refused() -> None:
    refuse = lambda text: RefusedValueError(Code.BAD_CHOICE, value=text)  # noqa: E731  # as callers write it
    assert listed_cell("가 나", ["가 나", "가나"], refuse) == "가 나"
    assert refusal(listed_cell, "가  나", ["가 나", "가나"], refuse) is Code.BAD_CHOICE


def test_a_listed_number_is_compared_as_it_is_shown() -> None:
    refuse = lambda text: RefusedValueError(Code.BAD_CHOICE, value=text)  # noqa: E731  # as callers write it
    assert listed_cell(6, ["6"], refuse) == "6"
    assert listed_cell(ShownNumber(6, "06"), ["06"], refuse) == Understood("06", Form.SHOWN_ZEROS)
    assert refusal(listed_cell, ShownNumber(6, "06"), ["6"], refuse) is Code.BAD_CHOICE


def test_a_text_keeps_its_line_breaks_and_loses_what_nobody_sees() -> None:
    assert text_cell(" 민원\n서식 ") == "민원\n서식"
    assert text_cell("\ufeff00123\u200b") == Understood("00123", Form.INVISIBLE)
    assert text_cell("기획\u00a0\u200b과") == Understood("기획 과", Form.INVISIBLE)
    assert text_cell("K\u00ad102") == "K\u00ad102", "a soft hyphen may be seen, and another id would be another person"


def test_an_id_keeps_the_zeros_that_its_cell_shows() -> None:
    assert text_cell(ShownNumber(123, "00123")) == Understood("00123", Form.SHOWN_ZEROS)
    assert text_cell(123) == text_cell(ShownNumber(123, "123")) == "123"


@pytest.mark.parametrize(
    "text", ["〃", " 〃 ", "″", '"', "”", "''", "위와 같음", "#N/A", "#REF!", "#DIV/0!", "#name?", "####"]
)
def test_a_text_that_stands_for_another_cell_is_no_text(text: str) -> None:
    assert refusal(text_cell, text) is Code.WRONG_TYPE


def test_what_only_looks_like_a_ditto_mark_is_a_text() -> None:
    for text in ("상동", "동상", "#1 창구", "''가''", "위와 같음(2차)", "#"):
        assert text_cell(text) == text


@pytest.mark.parametrize("value", [12.0, None, True, DAY, ["가"], "\ud800"])
def test_what_is_no_text_is_refused(value: object) -> None:
    assert refusal(text_cell, value) in (Code.WRONG_TYPE, Code.CONTROL_CHARACTER)


@pytest.mark.parametrize(
    "text", ["-", "–", "—", "－", "- -", "해당없음", "해당 없음", "없 음", "N/A", "n/a", "\u200b", "ㅡ"]
)
def test_some_cells_say_that_nothing_stands_there(text: str) -> None:
    assert is_nothing(text)


@pytest.mark.parametrize("value", ["", " ", None, 0, "0", "0점", "#N/A", "미정", "X", "무", "~", "-3", "〃"])
def test_a_blank_a_zero_an_error_and_an_open_matter_are_not_nothing(value: object) -> None:
    assert not is_nothing(value)


# Laws of all readers.

LETTERS = st.text(
    "0123456789.,/-–'’()~+eE%:TZ년월일점원시간급예무유없음해당○×△▲₩½①０．－'〃#N/A \n\u200b\u00ad\ufe0f\ud800\u119e",
    max_size=14,
)
TEXTS = st.one_of(
    LETTERS,
    st.text(max_size=12),
    st.sampled_from(["6 급", "9급", "예", "해당 있음", "(3)"]).flatmap(
        lambda word: st.sampled_from([word, full_width(word), apart(word), with_unseen(word)])
    ),
)
CELLS = st.one_of(
    TEXTS,
    st.integers(),
    st.integers(0, 10**8).map(SerialDay),
    st.builds(ShownNumber, st.integers(0, 999), st.just("00999")),
    st.floats(),
    st.decimals(),
    st.fractions(),
    st.booleans(),
    st.none(),
    st.dates(),
    st.datetimes(),
    st.timedeltas(),
)


@EACH_READER
@given(cell=CELLS)
@example(cell="")
@example(cell=Decimal("sNaN"))
@example(cell=10**5000)
def test_whatever_stands_in_a_cell_is_read_or_refused_and_nothing_else(name: str, cell: object) -> None:
    read, _ = READERS[name]
    try:
        value = read(cell)
    except RefusedValueError as refused:
        for lang in LANGUAGES:
            Diagnostic(refused.code, facts=refused.facts).render(lang).encode()
    else:
        assert value is not None
        assert is_nothing(cell) in (True, False)


@EACH_READER
@given(cell=CELLS)
@example(cell="해당 없음")
@example(cell="\u1100\u200b\u1161")
def test_what_was_read_reads_as_itself(name: str, cell: object) -> None:
    read, _ = READERS[name]
    try:
        value = value_of(read(cell))
    except RefusedValueError:
        return
    again = read(value)
    assert (type(again), again) == (type(value), value)


@EACH_READER
@given(cell=CELLS)
@example(cell="2024-06-10")
@example(cell="1,000")
@example(cell="６급")
def test_a_form_is_given_where_the_strict_parser_would_refuse_or_say_something_else_and_only_there(
    name: str, cell: object
) -> None:
    read, strict = READERS[name]
    try:
        value = read(cell)
    except RefusedValueError:
        return
    try:
        known = strict(cell)
    except RefusedValueError:
        assert isinstance(value, Understood)
    else:
        assert isinstance(value, Understood) == (value_of(value) != known)


def test_every_form_has_its_words_in_both_languages() -> None:
    for lang in LANGUAGES:
        said = [words(f"form_{form}", lang) for form in Form]
        assert len(set(said)) == len(said)
        assert all(said)


EXAMPLES: dict[Form, object] = {
    Form.DATE_DASHED: "2024-6-10",
    Form.DATE_DOTTED: "2024. 6. 10.",
    Form.DATE_SLASHED: "2024/6/10",
    Form.DATE_KOREAN: "2024년 6월 10일",
    Form.DATE_SHORT_YEAR: "'24. 6. 10.",
    Form.DATE_COMPACT: "20240610",
    Form.DATE_SERIAL: 45453,
    Form.DATE_SERIAL_1904: SerialDay(43991),
    Form.DATE_WEEKDAY: "2024. 6. 10.(월)",
    Form.DATE_TIME: "2024-06-10 14:30",
}


@pytest.mark.parametrize("form", [form for form in Form if form.startswith("date_")])
def test_the_words_of_a_form_of_dates_show_a_date_of_that_form(form: Form) -> None:
    assert date_cell(EXAMPLES[form]) == Understood(DAY, form)
    for lang in LANGUAGES:
        assert str(EXAMPLES[form]) in words(f"form_{form}", lang)


def test_a_shown_number_is_its_number_and_survives_the_way_to_another_process() -> None:
    number = ShownNumber(123, "00123")
    copy = pickle.loads(pickle.dumps(number))  # noqa: S301  # written a moment ago
    assert (copy, copy.shown, type(copy)) == (number, "00123", ShownNumber)
    assert (number, hash(number), number + 1) == (123, hash(123), 124)
    assert SerialDay(43991) == 43991


# Names.

MIDDLE_DOTS = "·ㆍ・･‧•∙⋅․\u119e"
DASHES = "-‐‑‒–—―−－﹣"


@pytest.mark.parametrize("alike", [MIDDLE_DOTS, DASHES, ["", *"\u200b\u200c\u200d\u00ad\ufeff\u2060 \u3000\u00a0\n"]])
def test_names_are_equal_whichever_dot_dash_or_unseen_character_they_have(alike: str) -> None:
    assert len({name_key(f"교육{each}훈련") for each in alike}) == 1
    assert len({name_key(f"ㄱ{each}ㄴ") for each in alike}) == 1


def test_a_dot_a_dash_and_nothing_make_three_names() -> None:
    assert (
        len({name_key(text) for text in ("교육·훈련", "교육-훈련", "교육훈련", "교육.훈련", "교육ㅡ훈련", "교육~훈련")})
        == 6
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("６급", "6급"),
        ("ＡＢ", "ab"),
        ("㈜동해", "(주)동해"),
        ("활 동\n일", "활동일"),
        ("ﾡ급", "ㄱ급"),
        ("Straße", "STRASSE"),
    ],
)
def test_names_are_equal_whatever_their_width_case_and_blanks(one: str, other: str) -> None:
    assert name_key(one) == name_key(other) == name_key(apart(one))


def test_letters_alone_are_no_syllables() -> None:
    assert len({name_key(text) for text in ("ㄱ급", "가급", "ㅏ급", "ㄴ급", "ㆍ급", "급")}) == 6


@given(st.text())
def test_the_key_of_a_name_is_its_own_key(text: str) -> None:
    assert name_key(name_key(text)) == name_key(text) == name_key(apart(text))


def test_an_activity_is_found_with_any_middle_dot() -> None:
    labels = {"training": Label("교육·훈련", "training"), "joint": Label("협업-성과", "joint")}
    assert [find_by_name(text, labels) for text in ("교육ㆍ훈련", "교육 ・ 훈련", "협업–성과")] == ["training"] * 2 + [
        "joint"
    ]


def test_the_example_days_are_what_they_say() -> None:
    assert WEEKDAYS[DAY.weekday()] == "월"
    assert DAY - date(1899, 12, 30) == timedelta(days=45453)
