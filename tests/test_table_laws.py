"""One table, however it is written: what stands around the rows, and the file that holds them, change no typed row."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from book_files import HEADER, ROWS, workbook
from incentive_rules import InputError, read_claims, read_ledger, read_roster
from incentive_rules.ledger.from_rows import LEDGER, table_from_rows
from incentive_rules.messages import LANGUAGES
from ledger_facts import FACTS, SCHEME, check_account

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from incentive_rules.ledger.model import Ledger, Table

HEADERS = ("실적번호", "사번", "활동일", "활동", "시민 칭찬", "시간", "과제", "직급", "상태", "점수", "비고")
LETTERS = st.characters(codec="cp949", exclude_characters="\r\n\0", exclude_categories=["Cc", "Cf", "Zs", "Zl", "Zp"])
WORD = st.text(LETTERS, min_size=1, max_size=6).map(lambda text: f"과제 {text}")
LINE = st.tuples(
    st.integers(1, 99).map("E-{}".format),
    st.sampled_from(["00102", "K-7", ""]),
    st.sampled_from(["2024-06-10", "2024. 6. 11.", "'24. 6. 12", "20240613", "2024-06-31", "45453", ""]),
    st.sampled_from(["시책 제안", "시책제안", "협업을 통한 문제해결", "없는 활동", ""]),
    st.sampled_from(["예", "○", "", "×", "글쎄"]),
    st.sampled_from(["3", "2.5", "3시간", "25", "", "-"]),
    WORD | st.just(""),
    st.sampled_from(["6급", "６급", "9급", "3급", ""]),
    st.sampled_from(["승인", "심사 중", "", "몰라"]),
    st.sampled_from(["1", "0.5점", "", "한 점"]),
    WORD | st.just(""),
)
LINES = st.lists(LINE.filter(any), min_size=1, max_size=7)
FRAME = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # each example writes its file anew


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def text_of(lines: Sequence[Sequence[str]], delimiter: str = ",") -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(lines)
    return stream.getvalue()


def from_mappings(lines: Sequence[Sequence[str]]) -> Ledger:
    rows = [dict(zip(HEADERS, line, strict=True)) for line in lines]
    return table_from_rows(LEDGER, rows, FACTS)


def said(table: Table[Any]) -> Counter[Any]:
    """What a table says, wherever it stands: its rows, and the ids, columns and codes of what was refused."""
    rows = Counter((each, each.said.points, str(sorted(each.member_facts.items()))) for each in table.rows)
    refused = Counter((each.id, each.member_id, columns(each)) for each in table.rejected)
    return rows + refused


def columns(row: Any) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((str(each.code), each.place.address) for each in row.findings))


def check_words(error: InputError) -> None:
    assert error.findings
    assert all(each.message(lang) for each in error.findings for lang in LANGUAGES)


def check(table: Table[Any]) -> Table[Any]:
    check_account(table)
    for each in table.sources:
        assert each.rows == each.read + each.rejected + each.set_aside
    return table


@FRAME
@given(lines=LINES)
def test_a_table_says_the_same_in_every_file(tmp_path: Path, lines: list[tuple[str, ...]]) -> None:
    whole = [HEADERS, *lines]
    files = (
        put(tmp_path, "a.xlsx", workbook({"6월": whole})),
        put(tmp_path, "b.csv", text_of(whole).encode()),
        put(tmp_path, "c.csv", text_of(whole).encode("cp949")),
        put(tmp_path, "d.tsv", text_of(whole, "\t").encode("utf-16")),
    )
    expected = said(check(from_mappings(lines)))
    for path in files:
        assert said(check(read_ledger(path, SCHEME))) == expected, path.suffix


AMONG: st.SearchStrategy[list[Any]] = st.sampled_from(
    [
        [],
        ["", "", " "],
        ["소계", *[""] * 8, "3"],
        ["", "6월 합계"],
        ["※ 시민 칭찬은 증빙을 붙입니다"],
        list(HEADERS),
        ["", "", "", "총계", "", "", "", "", "", "12.5"],
    ]
)
ABOVE = st.lists(st.sampled_from([["2024년 대장"], [], ["", "기획과", "", "단위: 점"], ["", ""]]), max_size=4)


@FRAME
@given(lines=LINES, above=ABOVE, data=st.data())
def test_what_stands_around_and_among_the_rows_changes_none_of_them(
    tmp_path: Path, lines: list[tuple[str, ...]], above: list[list[str]], data: st.DataObject
) -> None:
    between = data.draw(st.lists(st.lists(AMONG, max_size=2), min_size=len(lines), max_size=len(lines)))
    woven = [each for line, more in zip(lines, between, strict=True) for each in (line, *more)]
    whole = [*above, HEADERS, *woven]
    expected = said(from_mappings(lines))
    book = read_ledger(put(tmp_path, "a.xlsx", workbook({"6월": whole})), SCHEME)
    assert said(check(book)) == expected
    plain = read_ledger(put(tmp_path, "a.csv", text_of([line or [""] for line in whole]).encode()), SCHEME)
    assert said(check(plain)) == expected
    assert len(plain.set_aside) == len(whole) - 1 - len(lines)


@FRAME
@given(lines=LINES, cuts=st.sets(st.integers(1, 6), max_size=3), data=st.data())
def test_splitting_rows_over_sheets_and_files_changes_nothing_but_places(
    tmp_path: Path, lines: list[tuple[str, ...]], cuts: set[int], data: st.DataObject
) -> None:
    edges = [0, *sorted(each for each in cuts if each < len(lines)), len(lines)]
    parts = [[HEADERS, *lines[first:last]] for first, last in pairwise(edges)]
    sheets = {f"{month}월": part for month, part in enumerate(parts, 1)}
    files = [put(tmp_path, f"{number}.csv", text_of(part).encode()) for number, part in enumerate(parts)]
    expected = said(from_mappings(lines))
    assert said(check(read_ledger(put(tmp_path, "a.xlsx", workbook(sheets)), SCHEME))) == expected
    assert said(check(read_ledger(data.draw(st.permutations(files)), SCHEME))) == expected


@FRAME
@given(lines=LINES, order=st.permutations(range(len(HEADERS))))
def test_the_order_of_columns_changes_nothing(tmp_path: Path, lines: list[tuple[str, ...]], order: list[int]) -> None:
    whole = [[line[at] for at in order] for line in (HEADERS, *lines)]
    expected = said(from_mappings(lines))
    assert said(check(read_ledger(put(tmp_path, "a.xlsx", workbook({"6월": whole})), SCHEME))) == expected
    assert said(check(read_ledger(put(tmp_path, "a.csv", text_of(whole).encode()), SCHEME))) == expected


# Whatever the bytes are.

READERS: tuple[Callable[[Any, Any], Table[Any]], ...] = (read_ledger, read_roster, read_claims)
BOOK = workbook({"6월": [["대장"], [], HEADER, *ROWS, ["합계"]], "7월": [HEADER, ROWS[0], ["", 3, 45453, 0.5, True]]})


def ends_of(path: Path) -> list[str]:
    """How each reader ends: with a table whose rows are all accounted for, or an ``InputError`` with words."""
    return [_end(path, read) for read in READERS]


def _end(path: Path, read: Callable[[Any, Any], Table[Any]]) -> str:
    try:
        check(read(path, SCHEME))
    except InputError as error:
        check_words(error)
        return "finding"
    return "table"


ENDS = {"table", "finding"}


@FRAME
@given(data=st.binary(max_size=300))
def test_any_bytes_are_a_table_or_a_finding(tmp_path: Path, data: bytes) -> None:
    assert set(ends_of(put(tmp_path, "any.xlsx", data))) <= ENDS


@FRAME
@given(seed=st.integers(0, 2**32))
def test_a_damaged_workbook_is_a_table_or_a_finding(tmp_path: Path, seed: int) -> None:
    assert set(ends_of(put(tmp_path, "cut.xlsx", mutated(BOOK, random.Random(seed))))) <= ENDS  # noqa: S311  # no secret


@FRAME
@given(seed=st.integers(0, 2**32), part=st.sampled_from(range(3)))
def test_a_workbook_with_damaged_xml_is_a_table_or_a_finding(tmp_path: Path, seed: int, part: int) -> None:
    """The archive is whole, so that nothing but the reader of the XML stands in the way."""
    names = ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"]
    assert set(ends_of(put(tmp_path, "xml.xlsx", damaged(names[part], random.Random(seed))))) <= ENDS  # noqa: S311  # as above


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Bytes with a few flipped, cut out or put in."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(changed) or 1)
        kind = chance.randrange(3)
        if kind == 0 and changed:
            changed[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            del changed[at : at + chance.randint(1, 40)]
        else:
            changed[at:at] = chance.choice([*_PUT_IN, bytes([chance.randrange(256)])])
    return bytes(changed)


_PUT_IN = (b"9", b"999999999999", b"<", b">", b'"', b"&#0;", b"ZZZ")


def damaged(part: str, chance: random.Random) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, mutated(old.read(name), chance) if name == part else old.read(name))
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "cp949", "utf-16"])
@FRAME
@given(seed=st.integers(0, 2**32))
def test_a_damaged_text_is_a_table_or_a_finding(tmp_path: Path, encoding: str, seed: int) -> None:
    data = text_of([HEADERS, *[["E-1", "00102", "2024-06-10", "시책 제안", *[""] * 7]] * 3]).encode(encoding)
    assert set(ends_of(put(tmp_path, "cut.csv", mutated(data, random.Random(seed))))) <= ENDS  # noqa: S311  # as above
