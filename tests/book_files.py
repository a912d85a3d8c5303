"""Workbooks for the tests of the readers: written by openpyxl, then patched where it would not write such a flaw."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    Rows = Iterable[Sequence[Any]]
    """Lines of cells"""

HEADER = ("실적번호", "사번", "활동일", "활동", "시민 칭찬", "과제")
SHEET = "xl/worksheets/sheet1.xml"


def row(number: int, **changes: object) -> list[object]:
    """A good row under ``HEADER``, with some of its cells changed."""
    cells: dict[str, object] = {
        "entry_id": f"E-{number}",
        "member_id": f"{number:05d}",
        "date": f"2024-06-{number:02d}",
        "activity": "시책 제안",
        "praised": "예",
        "task": f"과제 {number}",
    }
    return list((cells | changes).values())


ROWS = [row(number) for number in range(1, 4)]


def workbook(
    sheets: Mapping[str, Rows],
    then: Callable[[Worksheet], object] | None = None,
    with_book: Callable[[Workbook], object] | None = None,
) -> bytes:
    """A workbook of these sheets; ``then`` is called with each sheet, ``with_book`` with the whole."""
    book = Workbook()
    del book[book.sheetnames[0]]
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for line, cells in enumerate(rows, 1):
            for column, value in enumerate(cells, 1):
                if value is not None:
                    sheet.cell(line, column).value = value
        if then:
            then(sheet)
    if with_book:
        with_book(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def written(path: Path, *sheets: Rows, then: Callable[[Worksheet], object] | None = None) -> Path:
    """A workbook file whose sheets are months from June on."""
    path.write_bytes(workbook({f"{month}월": rows for month, rows in enumerate(sheets, 6)}, then))
    return path


def patched(data: bytes, part: str, *changes: tuple[str, str]) -> bytes:
    """A workbook with texts of one of its parts replaced; each must be there."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == part:
                text = content.decode()
                for before, after in changes:
                    assert before in text, (before, text)
                    text = text.replace(before, after)
                content = text.encode()
            new.writestr(name, content)
    return stream.getvalue()


def with_shared_texts(data: bytes, texts: str) -> bytes:
    """A workbook with these shared texts, as XML."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    listed = patched(
        data,
        "[Content_Types].xml",
        ("</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'),
    )
    stream = io.BytesIO(listed)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as book:
        space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        book.writestr("xl/sharedStrings.xml", f'<sst xmlns="{space}">{texts}</sst>')
    return stream.getvalue()
