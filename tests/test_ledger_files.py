"""Facts in: CSV files give the same tables as their rows would, and what is no table is refused in words."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incentive_rules.codes import Code
from incentive_rules.errors import InputError
from incentive_rules.ledger.from_files import read_claims, read_ledger, read_roster
from incentive_rules.ledger.from_rows import ledger_from_rows
from ledger_facts import CLAIM, ENTRY, FACTS, SCHEME, check_account, codes, contents, found

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from incentive_rules.ledger.model import Ledger, Table

HEADER = "entry_id,member_id,date,activity,praised,task\n"
LINES = [f"E-{number},0010{number},2024-06-1{number},시책 제안,예,서식 통합\n" for number in range(4)]
KOREAN_HEADER = "실적번호,사번,활동일,활동항목,시민 칭찬,과제\n"


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes a file and gives its path."""

    def write(content: str | bytes, name: str = "2024.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def ledger(source: Any) -> Ledger:
    read = read_ledger(source, SCHEME)
    check_account(read)
    return read


def refused(source: Any) -> list[tuple[str, int]]:
    """Code and line of each reason for which a source is not read at all."""
    with pytest.raises(InputError) as caught:
        read_ledger(source, SCHEME)
    assert caught.value.render("ko")
    return [(str(each.code), each.place.line) for each in caught.value.findings]


def problem(source: Any) -> str:
    """Why a source is no table, in English."""
    with pytest.raises(InputError) as caught:
        read_ledger(source, SCHEME)
    assert codes(caught.value.findings) == ["unreadable_table"]
    return str(caught.value.findings[0].facts["problem"])


def table_or_error(read: Callable[[Any, Any], Table[Any]], path: Path) -> Table[Any] | InputError:
    """What a reader gives, and nothing but an ``InputError`` where it gives no table."""
    try:
        return read(path, SCHEME)
    except InputError as error:
        return error


# One table, however it is written.


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encoding_delimiter_and_line_ends_do_not_change_what_is_read(
    write: Callable[..., Path], encoding: str, delimiter: str, line_end: str
) -> None:
    plain = ledger(write(HEADER + "".join(LINES), "plain.csv"))
    text = (HEADER + "".join(LINES)).replace(",", delimiter).replace("\n", line_end)
    read = ledger(write(text.encode(encoding)))
    assert read.entries == plain.entries
    assert len(read.entries) == len(LINES)
    assert read.sources[0].encoding == encoding


@pytest.mark.parametrize("line_end", ["\n", "\r"])
def test_the_header_alone_tells_what_parts_the_cells(write: Callable[..., Path], line_end: str) -> None:
    read = ledger(write(f'{HEADER}E-1,1,2024-06-10,proposal,,"a;b;c;;;;;;;;;;;"\n'.replace("\n", line_end)))
    assert [each.facts["task"] for each in read.entries] == ["a;b;c;;;;;;;;;;;"]


def test_korean_headers_mean_the_same_as_english_ones(write: Callable[..., Path]) -> None:
    korean = ledger(write(KOREAN_HEADER + "".join(LINES)))
    assert korean.entries == ledger(write(HEADER + "".join(LINES))).entries
    assert (korean.sources[0].columns[0].header, korean.sources[0].columns[0].name) == ("실적번호", "entry_id")
    assert not korean.findings


def test_a_file_reads_as_its_rows_do(write: Callable[..., Path]) -> None:
    text = HEADER + "".join(LINES) + "E-9,,2024-02-30,?,maybe,\n,,,,,\n"
    rows: list[Mapping[str, object]] = list(csv.DictReader(io.StringIO(text)))
    assert contents(ledger(write(text))) == contents(ledger_from_rows(rows, FACTS)) == contents(ledger(rows))
    assert contents(ledger(iter(rows))) == contents(ledger(rows))


def test_staff_list_and_claims_are_read_the_same_way(write: Callable[..., Path]) -> None:
    roster = read_roster(write("사번,직급,부서,적용시작일,종료일다음날\n00102,6급,기획과,2024-01-01,\n"), SCHEME)
    assert [(row.member_id, row.facts["grade"]) for row in roster.rows] == [("00102", "6급")]
    claims = read_claims(write(f"{','.join(CLAIM)}\n{','.join(CLAIM.values())}\n"), SCHEME)
    assert [claim.award for claim in claims.claims] == ["monthly"]


def test_several_files_read_as_one(write: Callable[..., Path]) -> None:
    parts = [write(HEADER + "".join(LINES[:1]), "a.csv"), str(write(KOREAN_HEADER + "".join(LINES[1:]), "b.csv"))]
    whole = ledger(write(HEADER + "".join(LINES), "whole.csv"))
    assert ledger(parts).entries == whole.entries
    assert contents(ledger(reversed(parts))) == contents(whole)
    assert [report.rows for report in ledger(parts).sources] == [1, 3]


def test_no_rows_at_all_are_an_empty_table(write: Callable[..., Path]) -> None:
    for empty in (ledger([]), ledger(write(HEADER)), ledger(write(HEADER.strip()))):
        assert (empty.entries, empty.findings, empty.sources[0].rows) == ((), (), 0)


# Where a finding stands.


def test_a_bad_cell_is_placed_by_file_name_line_and_header_as_written(write: Callable[..., Path]) -> None:
    path = write(KOREAN_HEADER + LINES[0] + "E-9,1,2024-02-30,?,예,\n")
    places = [str(each.place) for each in ledger(path).rejected[0].findings]
    assert places == [f"{path.name}:3 [활동일]", f"{path.name}:3 [활동항목]"]


def test_a_row_with_line_breaks_inside_quotes_stands_where_it_starts(write: Callable[..., Path]) -> None:
    read = ledger(write(HEADER + 'E-1,1,2024-06-10,proposal,,"one\ntwo, three"\nE-2,1,?,proposal,,\n'))
    assert [(each.place.line, each.facts["task"]) for each in read.entries] == [(2, "one\ntwo, three")]
    assert [row.place.line for row in read.rejected] == [4]


def test_blank_lines_are_set_aside_wherever_they_stand(write: Callable[..., Path]) -> None:
    read = ledger(write("\n,,\n" + HEADER + LINES[0] + "\n , ,\n" + LINES[1] + "\n"))
    assert [row.place.line for row in read.set_aside] == [1, 2, 5, 6, 8]
    assert len(read.entries) == 2


def test_headers_may_hold_line_breaks_and_blank_ones_at_the_end_are_no_columns(write: Callable[..., Path]) -> None:
    read = ledger(write('"실적\n번호",사번,활동일,활동항목,,\nE-1,1,2024-06-10,proposal,,\n'))
    assert (len(read.entries), read.findings, len(read.sources[0].columns)) == (1, (), 4)


def test_a_column_without_a_header_is_told_by_its_number(write: Callable[..., Path]) -> None:
    read = ledger(write("entry_id,,member_id,date,activity\nE-1,?,1,2024-06-10,proposal\n"))
    assert [each.message("ko") for each in read.findings] == ["'2번째' 열은 알 수 없어 읽지 않습니다"]
    assert len(read.entries) == 1


def test_a_short_row_lacks_its_last_cells_and_a_long_one_is_refused(write: Callable[..., Path]) -> None:
    rows = (
        "E-1,1,2024-06-10,proposal\nE-2,1,2024-06-10\nE-3,1,2024-06-10,proposal,,,, x,\nE-4,1,2024-06-10,proposal,,,,\n"
    )
    read = ledger(write(HEADER + rows))
    assert [each.entry_id for each in read.entries] == ["E-1", "E-4"]
    assert [(row.id, found(row)) for row in read.rejected] == [
        ("E-2", [("empty_cell", "activity")]),
        ("E-3", [("extra_cells", "")]),
    ]
    assert read.rejected[1].findings[0].facts == {"count": 2}


def test_the_same_header_twice_is_told_and_differing_cells_are_refused(write: Callable[..., Path]) -> None:
    read = ledger(
        write(
            "entry_id,member_id,date,date,activity\nE-1,1,2024-06-10,2024-06-10,proposal\nE-2,1,2024-06-10,2024-06-11,proposal\n"
        )
    )
    assert codes(read.findings) == ["duplicate_column"]
    assert ([each.entry_id for each in read.entries], [row.id for row in read.rejected]) == (["E-1"], ["E-2"])


def test_a_missing_column_stands_at_the_header(write: Callable[..., Path]) -> None:
    read = ledger(write("\nentry_id,member_id,date\nE-1,1,2024-06-10\n"))
    assert [(str(each.code), each.place.line) for each in read.findings] == [("missing_column", 2)]
    assert codes(read.rejected[0].findings) == ["missing_column"]


# What is no table.


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.csv") == [("file_missing", 0)]
    assert refused("no\0path") == [("file_missing", 0)]


def test_every_unreadable_file_of_several_is_reported(write: Callable[..., Path], tmp_path: Path) -> None:
    paths = [tmp_path / "none.csv", write(HEADER + LINES[0], "good.csv"), write("", "empty.csv")]
    assert sorted(refused(paths)) == [("file_empty", 0), ("file_missing", 0)]


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n \n", b",,\n,,\n"])
def test_a_file_without_a_header_is_empty(write: Callable[..., Path], content: bytes) -> None:
    assert refused(write(content)) == [("file_empty", 0)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04\x14\x00", "it is a broken workbook or archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "it is an old Excel workbook (.xls)"),
        (b"\xef\xbb\xbf \n<!DOCTYPE html><table>", "it is a web page (HTML, XML)"),
        (b"<table><tr><td>entry_id", "it is a web page (HTML, XML)"),
        (HEADER.encode("utf-16-le"), "it holds a NUL byte, which no text has"),
        (HEADER.encode() + b"\xff\xff\n", "it holds letters that are neither UTF-8 nor CP949"),
        (b"\xef\xbb\xbf" + KOREAN_HEADER.encode("cp949"), "it holds letters that are neither UTF-8 nor CP949"),
    ],
)
def test_what_is_no_csv_is_refused_and_says_what_it_is(write: Callable[..., Path], content: bytes, words: str) -> None:
    assert problem(write(content)) == words


def test_a_folder_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="it is a folder"):
        read_ledger(tmp_path, SCHEME)


def test_a_file_that_the_system_does_not_open_is_refused_with_its_reason() -> None:
    assert refused("x" * 10_000) == [("file_unreadable", 0)]


def test_letters_that_cannot_be_read_and_nul_bytes_are_placed_by_line(write: Callable[..., Path]) -> None:
    content = (HEADER + LINES[0]).encode()
    assert refused(write(content + b"\xff\xff\n")) == [("unreadable_table", 3)]
    assert refused(write(content + b"E-2,\0\n")) == [("unreadable_table", 3)]


def test_a_quote_that_is_never_closed_swallows_no_rows(write: Callable[..., Path]) -> None:
    assert refused(write(HEADER + LINES[0] + 'E-8,1,2024-06-10,proposal,,"open\n' + LINES[1])) == [
        ("unreadable_table", 3)
    ]
    closed_by_accident = HEADER + 'E-8,1,2024-06-10,proposal,,"open\n' + 'E-9,1,2024-06-10,proposal,,"x"\n'
    assert refused(write(closed_by_accident)) == [("unreadable_table", 2)]
    assert refused(write('"entry_id,date\nE-1')) == [("unreadable_table", 1)]


def test_a_bad_quote_within_one_line_costs_that_line_alone(write: Callable[..., Path]) -> None:
    read = ledger(write(HEADER + LINES[0] + 'E-8,1,"2024"-06-10,proposal,,\n' + LINES[1] + 'E-9,1,"2024'))
    assert [(codes(row.findings), row.place.line) for row in read.rejected] == [
        (["unreadable_table"], 3),
        (["unreadable_table"], 5),
    ]
    assert len(read.entries) == 2
    assert refused(write('"entry"_id,date\nE-1,2024-06-10\n')) == [("unreadable_table", 1)]


def test_a_cell_beyond_the_limit_of_csv_costs_its_row_alone(write: Callable[..., Path]) -> None:
    huge = "x" * (csv.field_size_limit() + 1)
    read = ledger(write(f"{HEADER}E-8,1,2024-06-10,proposal,,{huge}\n{LINES[0]}"))
    assert ([row.place.line for row in read.rejected], len(read.entries)) == ([2], 1)


@pytest.mark.parametrize("source", [5, None, {"entry_id": "E-1"}, b"2024.csv", ["2024.csv", ENTRY]])
def test_what_is_neither_path_nor_rows_is_a_bad_argument(source: Any) -> None:
    assert refused(source) == [(str(Code.BAD_ARGUMENT), 0)]


# Laws.


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that each example overwrites."""
    return tmp_path_factory.mktemp("ledger") / "any.csv"


PIECES = st.one_of(
    st.sampled_from(
        [HEADER, KOREAN_HEADER, *LINES, '"', '""', ",", ";", "\t", "\n", "\r\n", "\r", " ", "\0", "\ufeff"]
    ),
    st.sampled_from(list(ENTRY.values())),
    st.text(max_size=4),
)


@given(
    content=st.one_of(
        st.lists(PIECES, max_size=14).map(lambda parts: "".join(parts).encode("utf-8", "ignore")), st.binary()
    )
)
def test_any_bytes_are_a_table_whose_rows_add_up_or_an_input_error(scratch: Path, content: bytes) -> None:
    scratch.write_bytes(content)
    for read in (read_ledger, read_roster, read_claims):
        table = table_or_error(read, scratch)
        if isinstance(table, InputError):
            assert table.findings
            assert table.render("ko")
        else:
            check_account(table)


@given(content=st.lists(PIECES, max_size=14).map("".join))
def test_any_text_after_good_rows_never_loses_them_without_a_word(scratch: Path, content: str) -> None:
    scratch.write_bytes((HEADER + "".join(LINES) + content).encode("utf-8", "ignore"))
    read = table_or_error(read_ledger, scratch)
    if isinstance(read, InputError):
        assert all(each.place.line > len(LINES) for each in read.findings)
    else:
        assert {each.entry_id for each in read.rows} >= {"E-0", "E-1", "E-2", "E-3"}


@given(lines=st.permutations([*LINES, "E-9,1,?,?,,\n", ",,,\n"]), cut=st.integers(0, 6))
def test_order_of_lines_and_cuts_between_files_do_not_matter(scratch: Path, lines: list[str], cut: int) -> None:
    scratch.write_text(HEADER + "".join(sorted(lines)), encoding="utf-8")
    whole = contents(read_ledger(scratch, SCHEME))
    parts = [scratch.with_name("a.csv"), scratch.with_name("b.csv")]
    for path, part in zip(parts, (lines[:cut], lines[cut:]), strict=True):
        path.write_text(HEADER + "".join(part), encoding="cp949")
    assert contents(read_ledger(parts, SCHEME)) == whole


@given(st.lists(st.text(st.characters(codec="cp949", exclude_characters="\0"), max_size=8), min_size=1))
def test_whatever_csv_writes_is_read_back_in_both_encodings(scratch: Path, tasks: list[str]) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*ENTRY, "task"])
    writer.writerows([*ENTRY.values(), task] for task in tasks)
    read = []
    for encoding in ("utf-8-sig", "cp949"):
        scratch.write_bytes(out.getvalue().encode(encoding))
        read.append([each.facts["task"] for each in read_ledger(scratch, SCHEME).entries])
    rows: list[Mapping[str, object]] = [ENTRY | {"task": task} for task in tasks]
    assert read[0] == read[1] == [each.facts["task"] for each in ledger_from_rows(rows, FACTS).entries]
