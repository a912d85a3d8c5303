"""JSON Lines in: every line is an object with exact numbers or a finding, and no bytes give anything else."""

from __future__ import annotations

import json
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from incentive_rules import Code, Diagnostic
from incentive_rules.ledger.from_rows import LEDGER, table_from_rows
from incentive_rules.ledger.json_lines import looks_like, records
from incentive_rules.messages import LANGUAGES
from ledger_facts import ENTRY, FACTS, check_account, found

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "실적.jsonl"


def read(text: str | bytes) -> list[Mapping[str, object] | Diagnostic]:
    """What each line gives; the lines are numbered from one."""
    numbered = list(records(text if isinstance(text, bytes) else text.encode(), NAME))
    assert [line for line, _ in numbered] == list(range(1, len(numbered) + 1))
    return [record for _, record in numbered]


def good(text: str) -> list[dict[str, object]]:
    """The objects of lines that are all good."""
    return [record for record in read(text) if isinstance(record, dict)]


def refused(line: str | bytes) -> Diagnostic:
    """The finding of a line; a good line below it is read all the same."""
    finding, below = read((line if isinstance(line, bytes) else line.encode()) + b'\n{"a": 1}')
    assert below == {"a": 1}
    assert isinstance(finding, Diagnostic)
    assert (finding.place.file, finding.place.line) == (NAME, 1)
    return finding


# What a good line says.


def test_numbers_are_exact() -> None:
    assert read('{"a": 0.1, "b": 2.50, "c": 12345678901234567890, "d": 1e3, "e": -0, "f": 7}') == [
        {"a": Decimal("0.1"), "b": Decimal("2.50"), "c": 12345678901234567890, "d": Decimal(1000), "e": 0, "f": 7}
    ]
    assert [str(row["a"]) for row in good('{"a": 2.50}')] == ["2.50"]


def test_other_values_stay_what_they_are() -> None:
    row = {
        "text": "시민 칭찬 😀",
        "yes": True,
        "no": False,
        "nothing": None,
        "list": [1, "a"],
        "inside": {"a": {"b": 1}},
    }
    assert read(json.dumps(row)) == read(json.dumps(row, ensure_ascii=False)) == [row]


def test_a_blank_line_is_an_empty_object_and_the_last_line_break_begins_no_line() -> None:
    assert read('{"a": 1}\n\n \t\r\n{"a": 2}\r\n') == [{"a": 1}, {}, {}, {"a": 2}]
    assert read("") == []
    assert read(BOM_UTF8) == [{}]


def test_a_line_ends_where_json_lines_says_and_not_at_the_breaks_of_unicode() -> None:
    assert read('{"a": "위\u2028\u2029\x85아래"}') == [{"a": "위\u2028\u2029\x85아래"}]


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(b"", "utf-8"), (BOM_UTF8, "utf-8"), (BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be")],
)
def test_a_file_says_the_same_in_each_encoding(mark: bytes, encoding: str) -> None:
    text = ' \n{"활동": "시책 제안 😀"}\n{"활동": "협업"}\n'
    data = mark + text.encode(encoding)
    assert looks_like(data)
    assert read(data) == [{}, {"활동": "시책 제안 😀"}, {"활동": "협업"}]


def test_files_with_marks_can_be_put_together() -> None:
    assert read((BOM_UTF8 + b'{"a": 1}\n') * 2) == [{"a": 1}, {"a": 1}]


@pytest.mark.parametrize(
    "data", [b"", b"\n", b"a,b\n{,}", b"[{}]", b'"{"', BOM_UTF8, BOM_UTF16_LE, b"\xff\xfe[\0", b"PK\3\4"]
)
def test_what_does_not_begin_with_a_brace_is_no_json_lines(data: bytes) -> None:
    assert not looks_like(data)


# What is wrong with a line.


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_a_number_that_is_none_is_refused_by_name(word: str) -> None:
    for line in (f'{{"hours": {word}}}', f'{{"a": [{{"b": {word}}}]}}'):
        finding = refused(line)
        assert finding.code is Code.NOT_FINITE
        assert word in finding.message()


def test_a_key_that_stands_twice_is_refused_even_with_the_same_value() -> None:
    for line in (
        '{"hours": 1, "hours": 1}',
        '{"a": {"hours": 1, "b": 2, "hours": 3}}',
        r'{"hours": 1, "\u0068ours": 2}',
    ):
        finding = refused(line)
        assert finding.code is Code.DUPLICATE_KEY
        assert finding.message() == "the key 'hours' stands twice here; first in line 1"


@pytest.mark.parametrize("line", ["[]", '["E-1"]', "7", "1.5", '"E-1"', "null", "true", "9" * 5000, f'"{"가" * 500}"'])
def test_a_line_that_is_no_object_is_no_row(line: str) -> None:
    assert refused(line).code is Code.NOT_A_ROW


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ('{"a": 1', 8),
        ("{'a': 1}", 2),
        ('{"a": 1} {"a": 2}', 10),
        ("  hours: 1", 3),
        ('{"과제": 서식}', 8),
        ('{"a": 01}', 8),
    ],
)
def test_a_line_that_is_no_json_is_shown_with_the_place_where_it_breaks(line: str, column: int) -> None:
    finding = refused(line)
    assert (finding.code, finding.place.column, finding.place.excerpt) == (Code.UNREADABLE_TABLE, column, line)


def test_a_line_that_could_steer_a_terminal_or_fill_it_is_not_shown() -> None:
    for line in ("{\x1b[2J", "{" + "가" * 2000):
        assert refused(line).place.excerpt == ""


def test_a_line_of_other_letters_costs_that_line_alone() -> None:
    for line in ('{"활동": "협업"}'.encode("cp949"), b'{"a": "\xed\xa0\x80"}', b"\xff"):
        assert refused(line).code is Code.UNREADABLE_TABLE


@pytest.mark.parametrize("mark", ["le", "be"])
def test_half_a_letter_of_utf_16_costs_its_line_alone(mark: str) -> None:
    bom = BOM_UTF16_LE if mark == "le" else BOM_UTF16_BE
    half = "\ud83d".encode(f"utf-16-{mark}", "surrogatepass")
    good, begin, end = (
        '{"a": 1}\n'.encode(f"utf-16-{mark}"),
        *(each.encode(f"utf-16-{mark}") for each in ('{"a": "', '"}\n')),
    )
    for data in (bom + begin + half + end + good, bom + good + begin + half, bom + good + begin + b"\0"):
        lines = read(data)
        assert len(lines) == 2
        assert [line for line in lines if isinstance(line, dict)] == [{"a": 1}]


@pytest.mark.parametrize("opening", ['{"a":', "[", '{"a":['])
def test_values_deep_inside_each_other_are_a_finding(opening: str) -> None:
    for depth in (60, 100_000):
        assert refused(opening * depth).code is Code.UNREADABLE_TABLE
    assert refused(opening * 100 + "]" * 100).code is Code.UNREADABLE_TABLE


def test_brackets_within_a_text_lie_side_by_side() -> None:
    row = {"과제": '[{\\"' * 1000, "목록": [[1]] * 100}
    assert read(json.dumps(row)) == [row]


@pytest.mark.parametrize("number", ["9" * 700, "9" * 100_000, "-" + "1" * 5000, "1e400", "1e-400", "0." + "3" * 5000])
def test_a_number_of_any_length_is_a_finding_of_its_cell(number: str) -> None:
    for column in ("hours", "quantity"):
        (row,) = good(f'{{"{column}": {number}}}')
        (rejected,) = table_from_rows(LEDGER, [ENTRY | row], FACTS).rejected
        assert found(rejected) == [("out_of_range", column)]


@pytest.mark.parametrize("number", ["1e1000000000000000000", "-1E-99999999999999999999", "0e" + "9" * 5000])
def test_an_exponent_beyond_all_numbers_is_a_finding_of_its_line(number: str) -> None:
    finding = refused(f'{{"hours": {number}}}')
    assert finding.code is Code.OUT_OF_RANGE
    assert len(finding.message()) < 100


def test_half_a_letter_in_a_text_or_a_name_is_refused_as_in_any_row() -> None:
    for cells, code in (({"task": "\ud800"}, "control_character"), ({"\ud800": 1}, "not_a_row")):
        (row,) = read(json.dumps(ENTRY | cells))
        (rejected,) = table_from_rows(LEDGER, [row], FACTS).rejected
        assert [each for each, _ in found(rejected)] == [code]


# Any bytes.

PIECES = [
    *map(bytes, zip(b'{}[],:"\\\n\r a1.-')),
    *(b"-0", b"1e9", b"e999999999999999999", b"NaN", b"null", b"true", "힣".encode(), b'"a":'),
]
PIECES += [
    BOM_UTF8,
    BOM_UTF16_LE,
    BOM_UTF16_BE,
    b"\0",
    b"\xff",
    b"\xed\xa0\x80",
    b"\\ud800",
    b'{"date":"2024-06-10"}\n',
    b"9" * 999,
]


@given(st.binary() | st.lists(st.sampled_from(PIECES), max_size=40).map(b"".join))
@example(BOM_UTF16_LE + b"\0")
def test_any_bytes_give_rows_and_findings_and_nothing_else(data: bytes) -> None:
    lines: list[Any] = read(data)
    for line in lines:
        if isinstance(line, Diagnostic):
            assert all(line.render(lang).encode() for lang in LANGUAGES)
        else:
            assert all(isinstance(key, str) for key in line)
    table = table_from_rows(LEDGER, [line for line in lines if isinstance(line, dict)], FACTS)
    check_account(table)


@given(st.lists(st.sampled_from([b'{"a": 1}', b"{", b"", b"\xff", b"[]"]), min_size=1))
def test_a_line_gives_the_same_alone_and_among_others(lines: list[bytes]) -> None:
    alone = [said for line in lines for said in read(line + b"\n")]
    assert list(map(at_line_one, read(b"\n".join(lines) + b"\n"))) == alone


def at_line_one(said: object) -> object:
    return replace(said, place=replace(said.place, line=1)) if isinstance(said, Diagnostic) else said
