"""Write ``examples/officer``: the example year as an officer keeps it, in a workbook with the usual flaws.

The facts are those of ``examples/data``: read from here or from there, they give the same evaluation, to the byte. The
workbook also holds the sheet's own points and pay, which are right in ``year.xlsx``; in ``five_mistakes.xlsx`` five of
them are not: a bonus left out, a grade that is not eligible, a wrong figure, a row counted twice, a tier too high.
"""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.xml.constants import ARC_CORE
from openpyxl.xml.functions import tostring

from incentive_rules import Evaluation, evaluate, load_scheme, read_claims, read_ledger, read_roster
from incentive_rules.report.archive import settled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from openpyxl.worksheet.worksheet import Worksheet

ROOT = Path(__file__).parents[1]
DATA, FOLDER = ROOT / "examples/data", ROOT / "examples/officer"
LAST_DAY = date(2025, 5, 31)
EPOCH = date(1899, 12, 30)
LABELS = {
    "proposal": "시책제안",
    "adoption": "제안 채택",
    "collaboration": "협업을 통한\n문제해결",
    "achievement": "적극행정성과",
    "contest": "경진대회 입상",
    "call": "정부혁신 공모참여",
}
# fmt: off
UPPER = (
    "실적\n번호",
    "인적사항",
    None,
    None,
    "실  적",
    None,
    None,
    None,
    None,
    "처리",
    None,
    None,
    "점수\n(점)",
    "비고",
)
LOWER = (None, "사번", "부서", "직급", "활동\n일자", "활동항목", "시민칭찬\n(○,×)", "입상\n등급", "내용", "처리상태",
         "입력일", "승인일", None, None)
# fmt: on
GROUPS = ((2, 4), (5, 9), (10, 12))
MISTAKES = {"E-0050": "1", "E-0038": "1", "E-0200": "10"}
"""Points that the sheet gets wrong: the row, and what it says instead of the right figure."""
WRONG_PAY = {"C-010": "50000"}
"""Pay that it gets wrong."""
GUIDE = (
    "적극행정 마일리지 실적대장 작성요령",
    "1. 실적은 활동한 달의 시트에 적습니다.",
    "2. 시민 칭찬이 있으면 ○를 적습니다.",
)
WIDTHS = (10, 10, 16, 7, 13, 20, 9, 8, 44, 9, 12, 12, 7, 8)
THIN = Side(style="thin", color="808080")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
SHADE = PatternFill("solid", fgColor="DDEBF7")

Row = dict[str, str]


@dataclass(frozen=True)
class Year:
    """The facts of the example, and what follows from them."""

    entries: list[Row]
    roster: list[Row]
    claims: list[Row]
    evaluation: Evaluation

    def post(self, member: str, day: str) -> tuple[str | None, str | None]:
        """Department and grade of a member on a day; nothing where the list does not know."""
        for row in self.roster:
            if row["member_id"] == member and row["from"] <= day and (not row["until"] or day < row["until"]):
                return row["department"], row["grade"]
        return None, None

    def points(self) -> dict[str, str]:
        """The points of each entry that counts."""
        found = (credit for each in self.evaluation.statements.values() for credit in each.credits)
        return {credit.entry_id: str(credit.points) for credit in found}

    def paid(self) -> dict[str, str]:
        """The won of each claim that is paid in money."""
        return {each.claim_id: str(each.amount) for each in self.evaluation.payments if each.unit == "KRW"}


def year() -> Year:
    scheme = load_scheme(ROOT / "examples/donghae.yaml")
    paths = [DATA / f"{name}.csv" for name in ("entries", "roster", "claims")]
    ledger, roster, claims = read_ledger(paths[0], scheme), read_roster(paths[1], scheme), read_claims(paths[2], scheme)
    evaluation = evaluate(scheme, ledger, roster, claims, as_of=LAST_DAY)
    entries, staff, asked = map(rows_of, paths)
    return Year(entries, staff, asked, evaluation)


def rows_of(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# Cells as people write them.


def day_cell(text: str, turn: int) -> tuple[object, str]:
    """A date in one of the ways in which a sheet holds it, and its number format."""
    if not text:
        return None, "General"
    day = date.fromisoformat(text)
    ways: tuple[tuple[object, str], ...] = (
        (day, "yyyy-mm-dd"),
        (f"{day.year}. {day.month}. {day.day}.", "General"),
        (f"'{day:%y}. {day.month}. {day.day}.", "@"),
        (int(f"{day:%Y%m%d}"), "General"),
        ((day - EPOCH).days, "General"),
        (f"{day.year}년 {day.month}월 {day.day}일", "@"),
        (f"{day:%Y.%m.%d}({'월화수목금토일'[day.weekday()]})", "@"),
        (text, "@"),
        (datetime.combine(day, datetime.min.time()) + timedelta(hours=9, minutes=30), "yyyy-mm-dd hh:mm"),
    )
    return ways[turn % len(ways)]


def number_cell(text: str, turn: int) -> object:
    if not text:
        return None
    return (float(text) if "." in text else int(text), f"{text}점", text)[turn % 3]


def entry_cells(found: Year, row: Row, turn: int, points: Mapping[str, str]) -> list[tuple[object, str]]:
    department, grade = found.post(row["member_id"], row["date"])
    praised = "○" if row["praised"] else ("×", None, "-")[turn % 3]
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    return [
        (row["entry_id"], "@"),
        (row["member_id"], "@"),
        (department, "General"),
        (grade.translate(wide) if grade and turn % 5 == 0 else grade, "General"),
        day_cell(row["date"], turn),
        (LABELS.get(row["activity"], row["activity"]), "General"),
        (praised, "General"),
        (row["prize"] or None, "General"),
        (row["task"], "General"),
        (row["status"], "General"),
        day_cell(row["recorded_on"], turn + 1),
        day_cell(row["approved_on"], turn + 2),
        (number_cell(points.get(row["entry_id"], ""), turn), "General"),
        (None, "General"),
    ]


# Sheets.


def workbook(found: Year, *, mistakes: bool) -> bytes:
    points, paid = found.points(), found.paid()
    if mistakes:
        points, paid = points | MISTAKES, paid | WRONG_PAY
    book = Workbook()
    book.remove(book.worksheets[0])
    guide(book)
    months: dict[str, list[Row]] = defaultdict(list)
    for row in found.entries:
        months[row["date"][:7]].append(row)
    for month, rows in months.items():
        month_sheet(book, found, month, rows, points, mistakes=mistakes)
    roster_sheet(book, found)
    claims_sheet(book, found, paid)
    hidden = book.create_sheet("코드")
    hidden.sheet_state = "hidden"
    hidden.append(["활동코드", "이름"])
    written = io.BytesIO()
    book.save(written)
    fixed = datetime.combine(LAST_DAY, datetime.min.time())
    properties = DocumentProperties(creator="incentive_rules", created=fixed, modified=fixed)
    return settled(written.getvalue(), {ARC_CORE: tostring(properties.to_tree())})


def guide(book: Workbook) -> None:
    sheet = book.create_sheet("작성요령")
    for line in GUIDE:
        sheet.append([line])


def month_sheet(  # noqa: PLR0913  # what a month holds
    book: Workbook, found: Year, month: str, rows: Sequence[Row], points: Mapping[str, str], *, mistakes: bool
) -> None:
    number = int(month[5:])
    sheet = book.create_sheet(f"{month[2:4]}년 {number}월")
    sheet.append([f"{month[:4]}년 {number}월 적극행정 마일리지 실적대장"])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(UPPER))
    sheet.append([None] * 12 + ["(단위: 점)"])
    sheet.append(list(UPPER))
    sheet.append(list(LOWER))
    for first, last in GROUPS:
        sheet.merge_cells(start_row=3, start_column=first, end_row=3, end_column=last)
    for column, (upper, lower) in enumerate(zip(UPPER, LOWER, strict=True), 1):
        if upper and lower is None:
            sheet.merge_cells(start_row=3, start_column=column, end_row=4, end_column=column)
    for turn, row in enumerate(rows):
        counted = mistakes or row not in rows[:turn]
        put(sheet, entry_cells(found, row, turn, points if counted else {}))
    unique = rows if mistakes else [row for turn, row in enumerate(rows) if row not in rows[:turn]]
    total = sum(float(points.get(row["entry_id"], "0")) for row in unique)
    put(sheet, [("소  계", "General"), *[(None, "General")] * 11, (total, "General"), (None, "General")])
    sheet.append(["※ 시민 칭찬은 증빙자료를 붙인 것만 인정함"])
    dress(sheet)


def put(sheet: Worksheet, cells: Sequence[tuple[object, str]]) -> None:
    line = sheet.max_row + 1
    for column, (value, shown_as) in enumerate(cells, 1):
        cell: Any = sheet.cell(line, column)
        cell.value = value
        cell.number_format = shown_as
        cell.border = BOX


def dress(sheet: Worksheet) -> None:
    sheet["A1"].font = Font(size=16, bold=True)
    sheet["A1"].alignment = Alignment(horizontal="center")
    for row in sheet.iter_rows(min_row=3, max_row=4):
        for cell in row:
            cell.border, cell.fill, cell.font = BOX, SHADE, Font(bold=True)
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for column, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def roster_sheet(book: Workbook, found: Year) -> None:
    sheet = book.create_sheet("직원명부")
    sheet.append(["직원 명부 (2025. 5. 31. 기준)"])
    sheet.append([])
    sheet.append(["연번", "사번", "직급", "부서", "적용시작일", "마지막날"])
    for turn, row in enumerate(found.roster):
        until = row["until"] and (date.fromisoformat(row["until"]) - timedelta(1)).isoformat()
        first, last = day_cell(row["from"], turn), day_cell(until, turn + 3)
        plain = [
            (turn + 1, "General"),
            (row["member_id"], "@"),
            (row["grade"], "General"),
            (row["department"], "General"),
        ]
        put(sheet, [*plain, first, last])


def claims_sheet(book: Workbook, found: Year, paid: Mapping[str, str]) -> None:
    sheet = book.create_sheet("보상신청")
    sheet.append(["월별 보상 신청"])
    sheet.append(["신청번호", "사번", "신청일", "보상", "선택", "지급액(원)"])
    for turn, row in enumerate(found.claims):
        amount = paid.get(row["claim_id"], "")
        won = f"{int(amount):,}원" if amount and turn % 2 else int(amount) if amount else None
        plain = [(row["claim_id"], "@"), (row["member_id"], "@")]
        put(
            sheet,
            [
                *plain,
                day_cell(row["date"], turn),
                ("월별보상", "General"),
                (row["option"] or None, "@"),
                (won, "#,##0"),
            ],
        )
    total = sum(int(float(each)) for each in paid.values())
    put(sheet, [("합계", "General"), *[(None, "General")] * 4, (total, "#,##0")])


def text_table(rows: Sequence[Row], heads: Mapping[str, str]) -> bytes:
    """The entries as Korean Excel saves them as CSV: in CP949."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(heads.values())
    writer.writerows([row[name] for name in heads] for row in rows)
    return text.getvalue().encode("cp949")


HEADS = {
    "entry_id": "실적번호",
    "member_id": "사번",
    "date": "활동일",
    "activity": "활동",
    "praised": "시민칭찬",
    "prize": "입상등급",
    "task": "내용",
    "status": "처리상태",
    "recorded_on": "입력일",
    "approved_on": "승인일",
}


def files() -> dict[str, bytes]:
    found = year()
    return {
        "year.xlsx": workbook(found, mistakes=False),
        "five_mistakes.xlsx": workbook(found, mistakes=True),
        "entries.cp949.csv": text_table(found.entries, HEADS),
    }


def parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """What a file holds, however tightly it is packed: another machine may pack it otherwise."""
    if not data.startswith(b"PK"):
        yield "", data
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield from ((name, archive.read(name)) for name in archive.namelist())


def main(arguments: Sequence[str]) -> int:
    wanted = files()
    if "--check" in arguments:
        stale = [name for name, data in wanted.items() if [*parts((FOLDER / name).read_bytes())] != [*parts(data)]]
        if stale:
            print("not what the script writes:", ", ".join(stale))
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, data in wanted.items():
        (FOLDER / name).write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
