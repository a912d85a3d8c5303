"""A file that is no table is refused by its first bytes, in words that say what it is and what to do."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from book_files import HEADER, ROWS, workbook
from incentive_rules import Code, InputError, read_claims, read_ledger, read_roster
from incentive_rules.messages import LANGUAGES
from ledger_facts import SCHEME, check_account

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    Read = Callable[[Any, Any], Any]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
CSV = "실적번호,사번,활동일,활동,과제\nE-1,00102,2024-06-10,시책 제안,서식\n"
TABLE = "<table><tr><td>사번</td></tr></table>"


def archive(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as book:
        for name in names:
            book.writestr(name, b"")
    return stream.getvalue()


def stream_name(name: str) -> bytes:
    """The name of a stream as an OLE container keeps it."""
    return OLE + name.encode("utf-16-le")


SAVE_AS = ("다른 이름으로 저장", "Save As")
COPY = ("엑셀로 옮겨", "copy the table into Excel")
NO_DRM = ("해제한 사본", "decrypted copy")
AGAIN = ("다시 저장", "save it")
OTHERS = {
    "locked.xlsx": (stream_name("EncryptedPackage"), ("암호", "password"), ("암호를 지우고", "take off the password")),
    "rights.xlsx": (
        stream_name("EncryptedPackage") + "DRMEncryptedDataSpace".encode("utf-16-le"),
        ("문서보안", "document security"),
        NO_DRM,
    ),
    "softcamp.xlsx": (b"SCDSA002" + bytes(90), ("문서보안", "document security"), NO_DRM),
    "fasoo.xlsx": (b"\x9b DRMONE  This Document is encrypted" + bytes(90), ("문서보안", "document security"), NO_DRM),
    "nasca.xlsx": (b"<## NASCA DRM FILE - VER1.00 ##>" + bytes(90), ("문서보안", "document security"), NO_DRM),
    "markany.xlsx": (b"\x01\0\0\0MarkAny" + bytes(90), ("문서보안", "document security"), NO_DRM),
    "old.xls": (stream_name("Workbook"), ("옛 엑셀", "old Excel workbook"), SAVE_AS),
    "binary.xlsb": (archive("xl/workbook.bin"), (".xlsb", ".xlsb"), SAVE_AS),
    "open.ods": (archive("mimetype", "content.xml"), (".ods", ".ods"), SAVE_AS),
    "list.hwp": (stream_name("\x05HwpSummaryInformation"), ("한글 문서", "Hangul document"), COPY),
    "list.hwpx": (archive("mimetype", "Contents/content.hpf"), ("한글 문서", "Hangul document"), COPY),
    "list.docx": (archive("word/document.xml"), ("워드", "Word"), COPY),
    "list.doc": (stream_name("WordDocument"), ("워드", "Word"), COPY),
    "list.pdf": (b"%PDF-1.7\n%\xe2\xe3", ("PDF", "PDF"), COPY),
    "list.zip": (archive("6월.csv"), ("압축", "archive"), ("압축을 풀고", "unpack it")),
    "cut.xlsx": (workbook({"6월": [HEADER, *ROWS]})[:2000], ("깨진", "broken"), AGAIN),
    "nul.csv": (CSV.encode() + b"\0\0", ("NUL", "NUL"), AGAIN),
    "no_mark.csv": (CSV.encode("utf-16-le"), ("UTF-8", "UTF-8"), AGAIN),
    "latin.csv": (b"\xff\xff\xff,a,b", ("UTF-8", "UTF-8"), AGAIN),
}
PAGES = [
    f"<html><body>{TABLE}</body></html>",
    TABLE,
    f"  \r\n<!DOCTYPE html>{TABLE}",
    f"<!-- 시스템 -->{TABLE}",
    f"<META charset=utf-8>{TABLE}",
    f'<div id="list">{TABLE}</div>',
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
    f"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n{TABLE}",
]


def check_words(error: InputError) -> None:
    assert error.findings
    assert all(each.message(lang) and each.help(lang) for each in error.findings for lang in LANGUAGES)


def check_refusal(path: Path, read: Read, problem: tuple[str, str], advice: tuple[str, str]) -> None:
    with pytest.raises(InputError) as caught:
        read(path, SCHEME)
    (finding,) = caught.value.findings
    assert finding.code is Code.UNREADABLE_TABLE
    assert finding.place.file == path.name
    assert problem[0] in finding.message("ko")
    assert problem[1] in finding.message("en")
    assert advice[0] in finding.help("ko")
    assert advice[1] in finding.help("en")


@pytest.mark.parametrize("read", [read_ledger, read_roster, read_claims])
@pytest.mark.parametrize("name", OTHERS)
def test_a_file_of_another_format_is_named_with_what_to_do(tmp_path: Path, name: str, read: Read) -> None:
    data, problem, advice = OTHERS[name]
    path = tmp_path / name
    path.write_bytes(data)
    check_refusal(path, read, problem, advice)


@pytest.mark.parametrize("name", OTHERS)
def test_the_name_of_a_file_does_not_change_what_it_is(tmp_path: Path, name: str) -> None:
    data, problem, advice = OTHERS[name]
    path = tmp_path / "2024.csv"
    path.write_bytes(data)
    check_refusal(path, read_ledger, problem, advice)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
@pytest.mark.parametrize("page", PAGES)
def test_a_web_page_saved_as_a_workbook_is_named_with_what_to_do(tmp_path: Path, page: str, encoding: str) -> None:
    """Payroll and approval systems export such files as .xls."""
    path = tmp_path / "list.xls"
    path.write_bytes(page.encode(encoding))
    check_refusal(path, read_ledger, ("웹 문서", "web page"), SAVE_AS)


@pytest.mark.parametrize(
    "word", ["MarkAny 보안 교육", "Softcamp 도입", "DRMONE", "<table>", "EncryptedPackage", "%PDF-"]
)
def test_a_list_that_speaks_of_such_files_is_read(tmp_path: Path, word: str) -> None:
    path = tmp_path / "2024.csv"
    path.write_text(CSV.replace("서식", word), encoding="utf-8")
    read = read_ledger(path, SCHEME)
    assert [each.facts["task"] for each in read.rows] == [word]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_text_is_read_in_every_encoding_that_korean_windows_saves(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    mark = "\ufeff" if encoding in {"utf-16-le", "utf-16-be"} else ""
    path = tmp_path / "2024.txt"
    path.write_bytes((mark + CSV.replace(",", delimiter)).encode(encoding))
    read = read_ledger(path, SCHEME)
    check_account(read)
    assert [(each.entry_id, each.facts["task"]) for each in read.rows] == [("E-1", "서식")]
    assert not read.findings


@pytest.mark.parametrize("cut", [5, 60, 120])
def test_a_text_cut_within_a_letter_is_refused_or_read_but_never_a_traceback(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "2024.csv"
    path.write_bytes(CSV.encode("utf-16")[:cut] + b"\xd8")
    try:
        check_account(read_ledger(path, SCHEME))
    except InputError as error:
        check_words(error)
