"""Whatever is handed in, a file, a row, a JSON text or a path, is read or refused with its reason; nothing breaks."""

from __future__ import annotations

import copy
import itertools
import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from incentive_rules import (
    Code,
    Evaluation,
    InputError,
    Scheme,
    SchemeErrors,
    assume_claims,
    evaluate,
    example_path,
    load_scheme,
    read_ledger,
    read_roster,
)
from incentive_rules.cli import main
from incentive_rules.facts import parse_number
from incentive_rules.ledger import from_files
from incentive_rules.scheme import tree_file
from incentive_rules.scheme.readings import MOST_READINGS

if TYPE_CHECKING:
    from pathlib import Path

    from incentive_rules.statement.model import Outcome

HUGE = 10**5000
HALF_A_LETTER = "\ud800"
PLAIN: dict[str, Any] = {
    "language": 1,
    "id": "plain",
    "label": "plain",
    "from": "2024-01-01",
    "assumed": "a test",
    "facts": {"entry": {"hours": {"number": None, "label": "hours worked"}}},
    "activities": {"idea": {"label": "proposal", "points": 1}},
    "answers": {"points_count_on": "activity_date"},
}
ENTRY = {"entry_id": "E-1", "member_id": "K-1", "date": "2024-02-02", "activity": "idea"}


def scheme_with(**parts: object) -> Scheme:
    return load_scheme(PLAIN | parts)


def refusals(source: Any) -> list[tuple[Code, str]]:
    with pytest.raises(SchemeErrors) as caught:
        load_scheme(source)
    return [(found.code, found.place.address) for found in caught.value.findings]


def evaluated(*rows: object) -> Evaluation:
    given: Any = rows
    return evaluate(scheme_with(), given, [{"member_id": "K-1"}], as_of="2024-12-31")


def only_outcome(row: dict[str, Any]) -> Outcome:
    """The outcome of one row, which can be told, written to JSON and read back."""
    evaluation = evaluated(row)
    assert Evaluation.from_json(evaluation.to_json()) == evaluation
    (outcome,) = (each for each in evaluation.outcomes if each.kind == "entry")
    assert all(reason.message(lang).encode() for reason in outcome.reasons for lang in ("ko", "en"))
    return outcome


# Keys that look like the marks of our own machinery.


@pytest.mark.parametrize("key", ["<x", "<fixed>", "<TiersAward>", "[key]"])
def test_a_key_is_only_a_key_whatever_it_looks_like(key: str) -> None:
    assert (Code.UNKNOWN_KEY, key) in refusals(f"'{key}': 1\n")
    activity = {"label": "proposal", "points": 1}
    assert refusals(PLAIN | {"activities": {"idea": {**activity, key: 1}}}) == [
        (Code.UNKNOWN_KEY, f"activities.idea.{key}")
    ]
    assert refusals(PLAIN | {"activities": {key: activity}}) == [(Code.BAD_ID, f"activities.{key}")]
    assert refusals(PLAIN | {"facts": {"entry": {key: {"numbr": 1}}}}) == [
        (Code.UNKNOWN_KEY, f"facts.entry.{key}.numbr")
    ]


# A scheme given as Python data.


@pytest.mark.parametrize(
    ("points", "text"),
    [
        (3, "3"),
        (1.0, "1"),
        (0.00001, "0.00001"),
        (Decimal("3E+4"), "30000"),
        (Decimal("1.50"), "1.50"),
        (Fraction(1, 2), "0.5"),
    ],
)
def test_a_scheme_of_python_data_is_the_scheme_of_the_texts_that_it_stands_for(points: object, text: str) -> None:
    activities: dict[str, Any] = {"idea": {"label": "proposal", "points": points}}
    facts = {"entry": {"done": {"yes_no": True, "blank": False, "label": "done it"}}}
    scheme = load_scheme(PLAIN | {"from": date(2024, 1, 1), "activities": activities, "facts": facts})
    data = scheme.to_dict()
    assert (data["from"], data["activities"]["idea"]["points"]) == ("2024-01-01", text)
    assert data["facts"]["entry"]["done"] == {"yes_no": "true", "blank": "false", "label": "done it"}
    again = load_scheme(data)
    assert (again, again.to_dict()) == (scheme, data)
    evaluation = evaluate(scheme, [ENTRY], [{"member_id": "K-1"}], as_of="2024-12-31")
    assert Evaluation.from_json(evaluation.to_json()) == evaluation
    assert evaluation.why_not("E-1")


@pytest.mark.parametrize(
    ("points", "code"),
    [
        (Fraction(1, 3), Code.BAD_NUMBER),
        (Decimal("1E-30"), Code.OUT_OF_RANGE),
        (Decimal("1E+999999"), Code.OUT_OF_RANGE),
        (HUGE, Code.OUT_OF_RANGE),
        (float("nan"), Code.NOT_FINITE),
        (0.1 + 0.2, Code.INEXACT_NUMBER),
        (True, Code.BAD_NUMBER),
    ],
    ids=["third", "small", "large", "huge", "nan", "inexact", "yes"],
)
def test_a_number_that_no_file_could_hold_is_refused(points: object, code: Code) -> None:
    activities = {"idea": {"label": "proposal", "points": points}}
    assert refusals(PLAIN | {"activities": activities}) == [(code, "activities.idea.points")]


# Readings.


def readings(count: int) -> dict[str, Any]:
    return {f"r{n}": {"label": f"reading {n}", "set": {"activities.idea.points": n + 2}} for n in range(count)}


def test_a_scheme_has_so_many_readings_and_no_more() -> None:
    assert len(scheme_with(readings=readings(MOST_READINGS)).readings) == MOST_READINGS
    assert refusals(PLAIN | {"readings": readings(MOST_READINGS + 1)}) == [(Code.OUT_OF_RANGE, "readings")]


# Rows.


@pytest.mark.parametrize("column", [*ENTRY, "status", "quantity", "approved_on", "work", "hours", "voids", "share"])
def test_half_a_letter_in_a_cell_refuses_the_row(column: str) -> None:
    assert only_outcome(ENTRY | {column: f"1{HALF_A_LETTER}"}).state == "rejected"


def test_half_a_letter_in_an_id_is_named() -> None:
    (reason,) = only_outcome(ENTRY | {"member_id": f"K{HALF_A_LETTER}"}).reasons
    assert (reason.code, reason.facts["name"]) == (Code.CONTROL_CHARACTER, "U+D800")


def test_half_a_letter_in_a_header_refuses_the_row() -> None:
    (reason,) = only_outcome(ENTRY | {f"x{HALF_A_LETTER}": "1"}).reasons
    assert reason.code is Code.NOT_A_ROW


@pytest.mark.parametrize("column", [*ENTRY, "quantity", "work", "hours", "voids", "replaces", "share", "from_member"])
@pytest.mark.parametrize(
    "value", [HUGE, Fraction(1, HUGE), Decimal("1E+99999"), [HUGE]], ids=["int", "fraction", "decimal", "list"]
)
def test_a_number_too_long_to_print_refuses_the_row(column: str, value: object) -> None:
    assert only_outcome(ENTRY | {column: value}).state == "rejected"


class OtherFloat(float):
    """A number of another library, which prints with its type."""

    def __repr__(self) -> str:
        return f"other.float({float(self)})"


def test_a_float_of_another_library_is_a_float() -> None:
    assert parse_number(OtherFloat(0.5)) == Fraction(1, 2)


def test_which_row_comes_first_changes_no_reason_where_headers_are_spelled_in_two_ways() -> None:
    rows = [
        ENTRY,
        {"entry_id": "E-2", "사번": "K-1", "date": "2024-02-02", "activity": "idea"},
        {"entry_id": "E-3", "사번": "", "date": "2024-02-02", "activity": "idea"},
        {"entry_id": "E-4", "date": "2024-02-02", "activity": "idea"},
    ]
    told = {evaluated(*order).to_json() for order in itertools.permutations(rows)}
    assert len(told) == 1
    reasons = [reason.message("ko") for each in evaluated(*rows).outcomes for reason in each.reasons]
    assert "'사번' 칸이 비어 있습니다" in reasons


def test_a_blank_status_means_approved_also_where_an_entry_stands_twice() -> None:
    for status in ("", None, "승인", "approved"):
        states = [each.state for each in evaluated(ENTRY, ENTRY | {"status": status}).outcomes if each.kind == "entry"]
        assert states == ["credited", "duplicate"]


def test_a_claim_of_an_award_that_nobody_can_claim_is_explained() -> None:
    parts = {"ideas": {"counter": "ideas", "weight": 1, "as": "share_of_best", "label": "ideas"}}
    measures: list[dict[str, Any]] = [{"per": "year", "parts": parts}, {"counter": "earned", "per": "year"}]
    for measure in measures:
        league = {"kind": "ranking", "label": "league", "of": "member", "ties": "expand", "measure": measure}
        league |= {"places": {"first": {"ranks": 1, "pays": {"prize": 1}}}}
        league |= {} if "parts" in measure else {"score": "sum"}
        scheme = scheme_with(
            counters={"ideas": {"label": "ideas"}} if "parts" in measure else {},
            rewards={"prize": {"label": "prize", "unit": "piece"}},
            awards={"league": league},
            answers={"points_count_on": "activity_date", "ranking_field": "scored"},
        )
        claim = {"claim_id": "C-1", "member_id": "K-1", "date": "2024-06-30", "award": "league"}
        result = evaluate(scheme, [ENTRY], [{"member_id": "K-1"}], [claim], as_of="2024-12-31")
        for told in (result.explain("claim:C-1"), result.why_not("claim:C-1")):
            assert "refused" in told
            assert "measured" not in told  # nothing was: the row is refused before


# An evaluation as JSON.


@cache
def written() -> str:
    scheme = load_scheme(example_path("donghae.yaml"))
    ledger = read_ledger(example_path("one_person/entries.csv"), scheme)
    roster = read_roster(example_path("one_person/roster.csv"), scheme)
    claims = assume_claims(scheme, ledger, roster, policy="month_end", as_of="2024-12-31")
    return evaluate(scheme, ledger, roster, claims, as_of="2024-12-31").to_json()


def changed(value: object, *path: str | int) -> str:
    """The JSON with another value at a path."""
    data = json.loads(written())
    holder = data
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = copy.deepcopy(value)
    return json.dumps(data)


def read_back(text: Any) -> Code:
    """The code with which a JSON text is refused."""
    with pytest.raises(InputError) as caught:
        Evaluation.from_json(text)
    (finding,) = caught.value.findings
    assert all(finding.render(lang) for lang in ("ko", "en"))
    return finding.code


@pytest.mark.parametrize(
    "amount",
    [
        None,
        [],
        {},
        1,
        0.1,
        True,
        "",
        "1/0",
        "1e400000000",
        "1e5",
        "1_0",
        "٣",
        "1.",
        ".5",
        "1\n",
        "-0",
        "2/4",
        "1" * 5000,
    ],
    ids=lambda amount: repr(amount)[:12],
)
def test_only_an_amount_as_it_is_written_is_read_back(amount: object) -> None:
    assert read_back(changed(amount, "totals", "earned")) is Code.UNREADABLE_JSON


@pytest.mark.parametrize("version", [2, 0, "1", True, 1.0, None, 10**4000], ids=lambda version: repr(version)[:12])
def test_another_format_is_named_whatever_else_differs(version: object) -> None:
    assert read_back(changed(version, "format")) is Code.FORMAT_VERSION
    assert read_back(json.dumps({"format": version, "all": "else"})) is Code.FORMAT_VERSION


@pytest.mark.parametrize(
    "path", [("more",), ("totals", "more"), ("outcomes", 0, "more"), ("outcomes", 0, "place"), ("payments", 0, "more")]
)
def test_a_key_that_is_not_written_is_not_read(path: tuple[str | int, ...]) -> None:
    assert read_back(changed({}, *path)) is Code.UNREADABLE_JSON


@pytest.mark.parametrize("day", [1719705600, "1719705600", "2024-06-30T00:00:00", "20240630", "2024-6-30", None])
def test_a_day_is_read_back_as_it_is_written(day: object) -> None:
    assert read_back(changed(day, "as_of")) is Code.UNREADABLE_JSON


@pytest.mark.parametrize("part", [{}, [], None, "x"])
def test_an_evaluation_whose_scheme_does_not_load_is_none(part: object) -> None:
    assert read_back(changed(part, "scheme")) is Code.UNREADABLE_JSON
    assert read_back(changed(part, "scheme", "activities")) is Code.UNREADABLE_JSON


RESULT = json.loads(written())
MEMBER = ("statements", next(iter(RESULT["statements"])))
TO_A_MEMBER = next(n for n, payment in enumerate(RESULT["payments"]) if payment["payee_kind"] == "member")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (("totals", "paid"), {"gold": "1"}),
        (("totals", "activities"), {"idle": {"entries": 1, "points": "1"}}),
        ((*MEMBER, "member_id"), "K-9"),
        ((*MEMBER, "credits", 0, "activity"), "idle"),
        ((*MEMBER, "credits", 0, "member_id"), "K-9"),
        ((*MEMBER, "settlements", 0, "award"), "weekly"),
        ((*MEMBER, "settlements", 0, "due"), ["t999"]),
        ((*MEMBER, "settlements", 0, "payments"), ["P-9"]),
        (("payments", 0, "rule"), "awards.monthly.tiers.t999"),
        (("payments", 0, "award"), "weekly"),
        (("payments", 0, "reward"), "gold"),
        (("payments", TO_A_MEMBER, "payee"), "K-9"),
        (("rankings", 0, "award"), "weekly"),
        (("rankings", 0, "of"), "planet"),
    ],
    ids=lambda part: ".".join(map(str, part)) if isinstance(part, tuple) else "",
)
def test_an_evaluation_that_names_what_it_does_not_hold_is_refused(path: tuple[str | int, ...], name: object) -> None:
    assert read_back(changed(name, *path)) is Code.UNREADABLE_JSON


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "1", "{}", '{"format": 1}', b"\xff", HALF_A_LETTER, "[" * 100_000, None, 5],
    ids=lambda text: repr(text)[:12],
)
def test_what_is_no_evaluation_is_refused(text: object) -> None:
    assert read_back(text) is Code.UNREADABLE_JSON


# Files and paths.


def test_of_a_file_that_is_too_large_no_more_is_read_than_is_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "large"
    path.write_bytes(b"#" * 101)
    monkeypatch.setattr(from_files, "MOST_BYTES", 100)
    monkeypatch.setattr(tree_file, "MOST_BYTES", 100)
    assert refusals(path) == [(Code.FILE_TOO_LARGE, "")]
    with pytest.raises(InputError) as caught:
        read_ledger(path, scheme_with())
    assert [found.code for found in caught.value.findings] == [Code.FILE_TOO_LARGE]


def test_a_folder_is_called_a_folder(tmp_path: Path) -> None:
    assert refusals(tmp_path) == [(Code.FILE_UNREADABLE, "")]
    with pytest.raises(SchemeErrors, match="it is a folder"):
        load_scheme(tmp_path)


@pytest.mark.parametrize("slip", ["plain.yaml", "entries.csv", "roster.csv", "claims.csv"])
def test_a_result_never_takes_the_place_of_what_it_was_made_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], slip: str
) -> None:
    monkeypatch.chdir(tmp_path)
    tables = {"entries": ",".join(ENTRY) + "\n", "roster": "member_id\n", "claims": "claim_id,member_id,date,award\n"}
    for name, text in tables.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    (tmp_path / "plain.yaml").write_text(json.dumps(PLAIN) + "\n", encoding="utf-8")
    before = (tmp_path / slip).read_bytes()
    inputs = ["--ledger", "entries.csv", "--roster", "roster.csv", "--claims", "claims.csv", "--as-of", "2024-12-31"]
    command = ["evaluate", "plain.yaml", *inputs, "--lang", "en", "--out"]
    assert main([*command, str(tmp_path / slip)]) == 2
    assert "--out" in capsys.readouterr().err
    assert (tmp_path / slip).read_bytes() == before
    assert main([*command, "result.txt"]) == 0
