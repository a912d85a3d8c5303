"""What fuzzing begins with: the examples, the smallest file of each mistake, and tables with every column."""

from __future__ import annotations

import io
import json
import re
import sys
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from door_changes import change_book, change_either, change_json, change_scheme, change_table, zipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from random import Random

    Change = Callable[[bytes, Random, tuple[str, ...]], bytes]

HERE = Path(__file__).parent
ROOT = HERE.parent
_LINES = 7
_SMALL = 12_000

CHANGES: dict[str, Change] = {
    "scheme": change_scheme,
    "csv": change_table,
    "xlsx": change_book,
    "jsonl": change_json,
    "claims": change_either,
    "roster": change_either,
    "rows": change_json,
    "reform": change_scheme,
    "cases": change_scheme,
    "evaluation": change_json,
    "opening": change_json,
}
"""How the inputs of each door are changed."""

ENTRIES = """\
entry_id,member_id,date,activity,praised,prize,hours,judged,ended,task,quantity,work,share,from_member,status,approved_on,recorded_on,grade,department,voids,points
E-1,K-1,2024-06-03,proposal,예,,,,,민원 서식,,,,,승인,2024-06-05,2024-06-06,7급,행정과,,
E-2,K-2,2024. 6. 4.,경진대회 입상,○,우수,,,2024-06-10,"발표, 토론",,,,,approved,,,6급,기획과,,1.5
E-3,K-1,'24.6.5,support,,,7시간,,,,,,,,,,,,,,
E-4,K-1,20240606,논문,,,,,,,3,W-1,,,심사 중,,,,,,
E-5,K-1,45450,judged,,,,1.5,,,,,,,,,,,,,
E-6,K-1,2024/6/7,joint,,,,,,,,W-2,1/2,,,,,,,,
E-7,K-2,2024년 6월 7일,joint,,,,,,,,W-2,50%,,,,,,,,
E-8,K-1,2024-06-08,동료 칭찬,,,,,,,,,,K-2,,,,,,,
E-9,K-1,2024-06-09,late,,,,,,,,,,,반려,,,,,,
E-10,행정과,2024-06-10,kind,,,,,,,,,,,,,,,,,
E-1,K-1,2024-06-03,proposal,예,,,,,민원 서식,,,,,승인,2024-06-05,2024-06-06,7급,행정과,,
소계,,,,,,,,,,,,,,,,,,,,3
"""
CLAIMS = """\
claim_id,member_id,date,award,option,amount,recorded_on
C-1,K-1,2024-06-28,monthly,,,
C-2,K-1,2024. 7. 31.,월 보상,day_off,,2024-08-01
C-3,K-1,2024-08-30,swap,,2,
C-4,K-2,2024-08-30,교환,money,,
C-5,K-1,2024-08-30,monthly,포상휴가,,
"""
ROSTER = """\
member_id,grade,department,hired,regular,from,until
K-1,7급,행정과,2020-01-02,예,2024-01-01,2024-07-01
K-1,6급,기획과,2020-01-02,예,2024-07-01,
K-2,연구사,기획과,2021. 3. 2.,아니오,,
"""


def seeds(door: str) -> Iterator[bytes]:
    """The first inputs of a door."""
    yield from _SEEDS[door]()


def _schemes() -> Iterator[bytes]:
    yield (HERE / "scheme.yaml").read_bytes()
    paths = [*sorted(ROOT.glob("tests/errors/*.yaml")), *sorted(ROOT.glob("examples/gallery/*.yaml"))]
    yield from _small(path for path in paths if ".cases" not in path.name)
    yield from _small(path for path in sorted(ROOT.glob("examples/*.yaml")) if ".cases" not in path.name)


def _small(paths: Iterator[Path]) -> Iterator[bytes]:
    for path in paths:
        data = path.read_bytes()
        if len(data) <= _SMALL:
            yield data


def _tables(text: str, name: str) -> Iterator[bytes]:
    yield text.encode()
    yield text.encode("cp949")
    yield text.replace(",", "\t").encode("utf-16")
    yield ("2024년 대장\n\n" + text.replace(",", ";")).encode("utf-8-sig")
    lines = (ROOT / f"examples/data/{name}.csv").read_bytes().splitlines(keepends=True)
    yield b"".join(lines[:_LINES])


def _json_lines(text: str) -> bytes:
    head, *lines = (line.split(",") for line in text.replace('"발표, 토론"', "발표").splitlines())
    rows = [dict(zip(head, line, strict=True)) for line in lines]
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()


def _either(text: str, name: str) -> Iterator[bytes]:
    yield from _tables(text, name)
    yield _json_lines(text)


def _jsonl() -> Iterator[bytes]:
    for text in (ENTRIES, CLAIMS, ROSTER):
        yield _json_lines(text)
    yield _json_lines(ENTRIES).decode().encode("utf-16")
    yield b'{"entry_id": 1, "member_id": "K-1", "date": 20240603, "activity": "support", "a": [2.50, {}]}\n\n{'


def _rows() -> Iterator[bytes]:
    def listed(text: str) -> list[dict[str, str]]:
        return [json.loads(line) for line in _json_lines(text).splitlines()]

    yield json.dumps(
        {"entries": listed(ENTRIES)[:9], "roster": listed(ROSTER), "claims": listed(CLAIMS)}, ensure_ascii=False
    ).encode()
    row = {"entry_id": "E-1", "member_id": "K-1", "date": {"$": "date", "of": "2024-06-03"}, "activity": "support"}
    odd: list[object] = [
        {**row, "hours": {"$": kind, "of": of}}
        for kind, of in (("decimal", "2.5"), ("fraction", "1/3"), ("float", "nan"), ("huge", "5000"), ("object", ""))
    ]
    odd += [{**row, "task": {"$": kind, "of": of}} for kind, of in (("bytes", "x"), ("tuple", [1]), ("set", [1]))]
    odd += [{"$": "pairs", "of": [[None, [1, 2]], [5, "x"]]}, {**row, "date": {"$": "time", "of": "2024-06-03T00:00"}}]
    yield json.dumps({"entries": odd}, ensure_ascii=False).encode()
    yield b'{"entries": [1, null, [], "x"], "roster": {}, "claims": 5, "as_of": "2024-13-01"}'


def _books() -> Iterator[bytes]:
    """Workbooks with cells of every type, dates, merged cells, formulas, formats, and hidden sheets."""
    sys.path.append(str(ROOT / "tests"))
    from book_files import workbook  # noqa: PLC0415  # the tests' own

    tables = {
        name: [line.split(",") for line in text.replace('"발표, 토론"', "발표").splitlines()]
        for name, text in (("실적", ENTRIES), ("명단", ROSTER), ("신청", CLAIMS))
    }
    yield _unpacked(workbook(tables))
    for name, table in tables.items():
        yield _unpacked(workbook({name: table[:5]}))
    yield _unpacked(workbook({"6월": _typed()}, then=_dressed))
    yield _unpacked(workbook({"6월": tables["실적"][:3], "숨김": tables["신청"][:3]}, with_book=_hide))


def _typed() -> list[Sequence[object]]:
    from datetime import date, datetime, time  # noqa: PLC0415  # for these cells alone

    head: Sequence[object] = ["실적번호", "사번", "활동일", "활동", "시민 칭찬", "시간", "내용"]
    return [
        ["2024년 실적", None, None, None],
        head,
        [1, 102, date(2024, 6, 3), "proposal", True, 2.5, "a"],
        ["E-2", "00102", datetime(2024, 6, 4, 10, 30), "support", "예", "=1+2", "b"],  # noqa: DTZ001  # cells have no zone
        ["E-3", None, 45450, "support", 0, time(2, 30), "#N/A"],
        ["E-4", "K-1", 45450.0, "논문", None, 0.5, None],
        [None, None, None, None, None, 3, "합계"],
    ]


def _dressed(sheet: object) -> None:
    sheet.merge_cells("B4:B5")  # type: ignore[attr-defined]
    sheet.merge_cells("A1:D1")  # type: ignore[attr-defined]
    sheet["B3"].number_format = "00000"  # type: ignore[index]
    sheet["F6"].number_format = "0%"  # type: ignore[index]
    sheet["C6"].number_format = "yyyy-mm-dd"  # type: ignore[index]


def _hide(book: object) -> None:
    book.worksheets[1].sheet_state = "hidden"  # type: ignore[attr-defined]


def _unpacked(data: bytes) -> bytes:
    """A workbook whose parts are not packed, without those that no reader looks at."""
    import zipfile  # noqa: PLC0415  # here alone

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped(
            [(name, archive.read(name)) for name in archive.namelist() if not re.search("theme|docProps", name)]
        )


def _reforms() -> Iterator[bytes]:
    yield from (path.read_bytes() for path in sorted(ROOT.glob("examples/reforms/*.yaml")))
    yield b"activities.proposal.points: 2\nawards.monthly.tiers.t9: {at: 9, pays: {donghae_pay: 90000}}\n"
    yield (
        b"language: 1\nfrom: 2025-01-01\nset:\n  eligible.grade.at_most: 5\xea\xb8\x89\n  awards.departments: null\n"
        b"  activities.new: {label: new, points: {2024-06-01: 1, 2025-06-01: 2}}\n  answers.year_end: lapse\n"
    )


def _cases() -> Iterator[bytes]:
    whole = (ROOT / "examples/donghae.cases.yaml").read_bytes()
    yield whole[: whole.rindex(b"\n\n", 0, _SMALL) + 1]
    yield (
        "language: 1\nscheme: donghae.yaml\nas_of: 2024-12-31\n"
        "members: [{member_id: K-1, grade: 8급, department: 행정과}]\ncases:\n"
        "  one:\n    entries: [{member_id: K-1, date: 2024-06-10, activity: achievement, times: 3}]\n"
        "    claims: [{member_id: K-1, date: 2024-06-28, award: monthly}]\n"
        "    expect: {earned: {K-1: 3×1}, paid: {K-1: {donghae_pay: 30000}}}\n"
    ).encode()


def _evaluations() -> Iterator[bytes]:
    from doors import AS_OF, STAFF, every_rule  # noqa: PLC0415  # they load a scheme
    from incentive_rules import evaluate, load_scheme  # noqa: PLC0415  # as above

    entries = [json.loads(line) for line in _json_lines(ENTRIES).splitlines()]
    claims = [json.loads(line) for line in _json_lines(CLAIMS).splitlines()]
    yield evaluate(every_rule(), entries[:3], STAFF[:1], claims[:1], as_of="2024-08-31").to_json().encode()
    first = load_scheme(
        "language: 1\nid: small\nlabel: small\nfrom: 2024-06-01\nassumed: made up\n"
        "activities: {idea: {label: idea, points: 1}}\nanswers: {points_count_on: activity_date}\n"
    )
    row = {"entry_id": "E-1", "member_id": "K-1", "date": "2024-06-03", "activity": "idea"}
    yield evaluate(first, [row], as_of=AS_OF).to_json().encode()


def _openings() -> Iterator[bytes]:
    """What a year leaves, as it would be written and with one row of each kind alone."""
    from doors import NO_HASH, STAFF, carried_rules  # noqa: PLC0415  # they load a scheme
    from incentive_rules import opening_of  # noqa: PLC0415  # as above

    entries = [json.loads(line) for line in _json_lines(ENTRIES).splitlines()]
    entries += [
        {"entry_id": f"M-{day}", "member_id": "K-2", "date": f"2024-09-{day}", "activity": "proposal"}
        for day in range(10, 20)
    ]
    entries += [{"entry_id": "M-1", "member_id": "K-2", "date": "2024-09-01", "activity": "paper", "work": "W-5"}]
    entries[-1]["quantity"] = "3"
    claims = [json.loads(line) for line in _json_lines(CLAIMS).splitlines()]
    written = opening_of(carried_rules(), entries, STAFF, claims, as_of="2024-12-31").to_dict()
    written |= {"scheme_sha256": NO_HASH, "rules_sha256": NO_HASH, "sha256": NO_HASH}
    yield json.dumps(written, ensure_ascii=False).encode()
    first = {row["kind"]: row for row in reversed(written["rows"])}
    first["debt"] = {**first["lot"], "kind": "debt", "rule": "activities.late", "amount": "-1"}
    first["open_claim"] = {**first["open_entry"], "kind": "open_claim"}
    for row in first.values():
        yield json.dumps({**written, "rows": [row]}, ensure_ascii=False).encode()


_SEEDS: dict[str, Callable[[], Iterator[bytes]]] = {
    "scheme": _schemes,
    "csv": lambda: _tables(ENTRIES, "entries"),
    "xlsx": _books,
    "jsonl": _jsonl,
    "claims": lambda: _either(CLAIMS, "claims"),
    "roster": lambda: _either(ROSTER, "roster"),
    "rows": _rows,
    "reform": _reforms,
    "cases": _cases,
    "evaluation": _evaluations,
    "opening": _openings,
}


@cache
def words(door: str) -> tuple[str, ...]:
    """The words of a door: the keys and words of the language, and the names of columns."""
    sys.path.append(str(ROOT / "scripts"))
    from language_keys import features  # noqa: PLC0415  # the project's own script

    from doors import every_rule  # noqa: PLC0415  # it loads a scheme
    from incentive_rules.ledger.columns import claim_columns, ledger_columns, roster_columns  # noqa: PLC0415  # as above
    from incentive_rules.statement.opening import OpeningKind, OpeningRow  # noqa: PLC0415  # as above

    if CHANGES[door] is change_scheme or door in {"evaluation", "opening"}:
        language = {part for each in features() for part in (*each.key.split("."), each.word)}
        kinds = {*map(str, OpeningKind), *(each.name for each in fields(OpeningRow))} if door == "opening" else set()
        return tuple(sorted(language - {"", "*"} | kinds))
    facts = every_rule().facts
    columns = (*ledger_columns(facts), *roster_columns(facts), *claim_columns(facts))
    named = {word for column in columns for word in (column.name, *map(str, getattr(column, "names", ())))}
    values = {
        value for fact in (*facts.member.values(), *facts.entry.values()) for each in fact.values for value in each
    }
    ids = {*facts.activities, *facts.awards, *facts.options, *(label.ko for label in facts.activities.values())}
    return tuple(sorted(named | values | ids))
