"""A certificate and its replay: what was certified comes out again, and whatever was changed is caught and named."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import fields, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from incentive_rules import (
    Amount,
    Certificate,
    Claims,
    Code,
    Evaluation,
    InputError,
    Ledger,
    ReplayReport,
    Roster,
    Scheme,
    evaluate,
    example_path,
    load_scheme,
    replay,
    with_reading,
)
from incentive_rules.fairness import strategies as drawn
from incentive_rules.ledger.model import Claim, Entry, RosterRow
from incentive_rules.messages import LANGUAGES, replay_en
from incentive_rules.report.replay import replay_lines
from incentive_rules.schemas import schema_of
from incentive_rules.statement.evaluation import RESULT
from incentive_rules.statement.facts_digest import claims_digest, ledger_digest, roster_digest
from incentive_rules.statement.tables import tables_of
from incentive_rules.verify.places import first_difference
from incentive_rules.verify.report import Part
from worlds import DONGHAE, World, worlds

if TYPE_CHECKING:
    from collections.abc import Callable

Row = dict[str, Any]
SHA256 = re.compile("[0-9a-f]{64}")
SCHEME = str(example_path("donghae.yaml"))
AS_OF = "2024-06-30"
DONE: list[Row] = [
    {"entry_id": "E-1", "member_id": "K-1", "date": "2024-06-10", "activity": "achievement"},
    {"entry_id": "E-2", "member_id": "K-1", "date": "2024-06-11", "activity": "adoption"},
    {"entry_id": "E-3", "member_id": "K-2", "date": "2024-06-12", "activity": "proposal", "praised": "yes"},
]
STAFF: list[Row] = [
    {"member_id": "K-1", "grade": "7급", "department": "행정과"},
    {"member_id": "K-2", "grade": "8급", "department": "총무과"},
]
ASKED: list[Row] = [{"claim_id": "C-1", "member_id": "K-1", "date": AS_OF, "award": "monthly", "option": "money"}]
GRADES = {
    "language": 1,
    "id": "in-order",
    "label": "in order",
    "from": "2024-01-01",
    "assumed": "a test",
    "activities": {"idea": {"label": "idea", "points": 1}},
    "answers": {"points_count_on": "activity_date"},
}


@cache
def kept() -> Evaluation:
    return evaluate(DONGHAE, DONE, STAFF, ASKED, as_of=AS_OF)


def again(**other: Any) -> ReplayReport:
    """A replay of what was kept, with other inputs where some are given."""
    given = {
        "certificate": kept().certificate,
        "scheme": DONGHAE,
        "ledger": DONE,
        "roster": STAFF,
        "claims": ASKED,
        **other,
    }
    return replay(**given)


def parts(report: ReplayReport) -> list[str]:
    return [str(each.part) for each in report.differences]


def edited(change: Callable[[Any], object]) -> Evaluation:
    """The kept result after somebody wrote in its file."""
    data = json.loads(kept().to_json())
    change(data)
    return Evaluation.from_json(json.dumps(data))


def with_points(points: str) -> Scheme:
    data = DONGHAE.to_dict()
    data["activities"]["proposal"]["points"] = points
    return load_scheme(data)


# What a certificate says.


def test_a_certificate_holds_no_id_of_anybody_and_travels_as_json() -> None:
    text = kept().certificate.to_json()
    assert not re.search(r"[KEC]-\d", text)
    assert Certificate.from_json(text) == Certificate.from_json(text.encode()) == kept().certificate
    assert Evaluation.from_json(kept().to_json()).certificate == kept().certificate
    hashes = {name: value for name, value in json.loads(text).items() if name.endswith("_sha256")}
    assert sorted(hashes) == [f"{name}_sha256" for name in ("claims", "ledger", "result", "roster", "scheme")]
    assert all(map(SHA256.fullmatch, hashes.values()))


def test_anybody_can_make_the_hashes_of_scheme_and_result_from_the_file_of_a_result() -> None:
    """With no more than a reader of JSON: sorted keys for the result, keys in their order for the scheme."""
    data = json.loads(kept().to_json())
    result = {part: data[part] for part in RESULT}
    for name, text in {
        "result_sha256": json.dumps(result, ensure_ascii=False, sort_keys=True, separators=(",", ":")),
        "scheme_sha256": json.dumps(data["scheme"], ensure_ascii=False, separators=(",", ":")),
    }.items():
        assert hashlib.sha256(text.encode()).hexdigest() == getattr(kept().certificate, name)


def test_the_parts_of_a_result_that_are_hashed_are_all_but_what_the_certificate_says_itself() -> None:
    told = {"format", "scheme", "reading", "as_of", "known_at", "library", "facts_sha256"}
    assert set(json.loads(kept().to_json())) == told | set(RESULT)


def test_the_hashes_are_the_same_on_every_machine_and_every_version_of_python() -> None:
    """If this fails, certificates that people keep fail too: a new format of the certificate is needed."""
    rows = [{"entry_id": "E-1", "member_id": "K-1", "date": "2024-06-10", "activity": "idea"}]
    bad = [{"entry_id": "E-2", "member_id": "가\u2028나", "date": "someday", "activity": "idea"}]
    found = evaluate(load_scheme(GRADES), rows + bad, [{"member_id": "K-1"}], as_of=AS_OF).certificate
    assert {name: getattr(found, f"{name}_sha256")[:12] for name in PINNED} == PINNED


PINNED = {"scheme": "866393bc9f62", "ledger": "bcf007caea2a", "roster": "b73e22e48c51", "claims": "a27a92623fcb"}


def test_the_hash_of_the_facts_is_not_made_before_somebody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def made(table: object) -> str:
        asked.append(table)
        return "0" * 64

    monkeypatch.setattr("incentive_rules.statement.tables.ledger_digest", made)
    found = evaluate(DONGHAE, DONE, STAFF, ASKED, as_of=AS_OF)
    assert asked == []
    assert found.certificate.ledger_sha256 == "0" * 64
    assert len(asked) == 1


def test_a_comment_in_a_scheme_is_no_other_scheme_and_the_order_of_grades_is() -> None:
    text = Path(SCHEME).read_text(encoding="utf-8")
    assert again(scheme=load_scheme("# a comment\n" + text + "\n")).is_identical
    low, high = (load_scheme({**GRADES, "rewards": rewards}) for rewards in _IN_TWO_ORDERS)
    found = replay(evaluate(low, [], as_of=AS_OF).certificate, high, [], result=evaluate(low, [], as_of=AS_OF))
    assert found.first is not None
    assert (found.first.path, found.first.before, found.first.now) == ("rewards", "a, b", "b, a")


_REWARDS = {"a": {"label": "a", "unit": "KRW"}, "b": {"label": "b", "unit": "KRW"}}
_IN_TWO_ORDERS = (_REWARDS, dict(reversed(_REWARDS.items())))


# What is identical.


def test_the_same_files_come_out_identical() -> None:
    found = again(result=kept())
    assert found.is_identical
    assert found.first is None
    assert found.recomputed == kept().certificate


@settings(max_examples=settings().max_examples // 3)  # each is evaluated twice
@given(st.data(), worlds(), st.integers(0, 25))
def test_permuted_and_split_tables_come_out_identical(data: st.DataObject, world: World, cut: int) -> None:
    certificate = world.evaluated(DONGHAE, known_at=date(2025, 1, 15)).certificate
    rows = [data.draw(st.permutations(table)) for table in (world.entries, world.roster, world.claims)]
    tables = [tables_of(DONGHAE, part, rows[1], rows[2]).ledger for part in (rows[0][:cut], rows[0][cut:])]
    assert replay(certificate, DONGHAE, tables[0] + tables[1], rows[1], rows[2]).is_identical


def test_a_result_under_a_reading_is_made_again_under_that_reading() -> None:
    reading = next(iter(DONGHAE.readings))
    under = evaluate(with_reading(DONGHAE, reading), DONE, STAFF, ASKED, as_of=AS_OF)
    assert under.certificate.reading == reading
    assert again(certificate=under.certificate).is_identical
    assert again(certificate=under.certificate, scheme=with_reading(DONGHAE, reading)).is_identical
    without = load_scheme({key: value for key, value in DONGHAE.to_dict().items() if key != "readings"})
    assert parts(again(certificate=under.certificate, scheme=without)) == ["scheme"]
    assert parts(again(scheme=with_reading(DONGHAE, reading))) == ["scheme"]


def test_ids_that_are_replaced_in_their_order_replace_names_in_the_result_and_nothing_else() -> None:
    """As the page shows; that any new names keep payments and balances is a law of its own."""
    names = {"K-1": "P-001", "K-2": "P-002", "E-1": "R-1", "E-2": "R-2", "E-3": "R-3", "C-1": "Q-1"}

    def renamed(text: str) -> str:
        return re.sub(r"\b[KEC]-\d+\b", lambda found: names[found.group()], text)

    rows = [json.loads(renamed(json.dumps(table))) for table in (DONE, STAFF, ASKED)]
    other = evaluate(DONGHAE, *rows, as_of=AS_OF)
    assert json.loads(renamed(json.dumps(kept().result()))) == other.result()
    assert replay(other.certificate, DONGHAE, *rows).is_identical


# What is caught.


def changed(cell: Any, column: str) -> Any:
    """Another value that can be read in the same column."""
    if column in ("date", "from", "until", "approved_on", "recorded_on"):
        return (date.fromisoformat(str(cell)) - timedelta(days=1)).isoformat() if cell else AS_OF
    if column in OTHERS:
        return next(names[0] for names in OTHERS[column] if cell not in names)
    return f"{cell or ''}9"


OTHERS: dict[str, tuple[tuple[str, ...], ...]] = {
    "activity": tuple((name, each.label.ko, each.label.en) for name, each in DONGHAE.activities.items()),
    "grade": (("5급",), ("9급",)),
    "option": (("leave",), ("money",)),
    "prize": (("우수",), ("장려",)),
    "praised": (("no", ""), ("yes",)),
}
"""Values that differ, each with the other ways in which it is written."""


@given(st.data(), drawn.ledgers(DONGHAE, clean=True, most=12))
def test_any_changed_cell_of_any_table_is_caught(data: st.DataObject, rows: drawn.Rows) -> None:
    tables = [list(table) for table in rows]
    number = data.draw(st.sampled_from([n for n, table in enumerate(tables) if table]))
    row = data.draw(st.sampled_from(range(len(tables[number]))))
    column = data.draw(st.sampled_from(sorted(set(tables[number][row]) - {"award"})))
    one = tables_of(DONGHAE, *tables).digests().to_dict()
    cell = tables[number][row][column]
    tables[number][row] = tables[number][row] | {column: changed(cell, column)}
    two = tables_of(DONGHAE, *tables).digests().to_dict()
    name = ("ledger", "roster", "claims")[number]
    assert {each for each in one if one[each] != two[each]} == {name}


@pytest.mark.parametrize(
    ("kind", "name"), [(row, each.name) for row in (Entry, RosterRow, Claim) for each in fields(row)]
)
def test_every_field_by_which_rows_are_told_apart_is_in_the_hash(kind: type[Any], name: str) -> None:
    """Also one that is added later; and what rows say of their members, which is told where it contradicts a list."""
    by_kind: dict[type[Any], tuple[Any, Callable[[Any], str]]] = {
        Entry: (Ledger, ledger_digest),
        RosterRow: (Roster, lambda rows: roster_digest(rows, is_given=True)),
        Claim: (Claims, claims_digest),
    }
    table, made = by_kind[kind]
    plain: dict[type[Any], Any] = {
        Entry: Entry("E", "K", DAY, "idea"),
        RosterRow: RosterRow("K", row_id="R"),
        Claim: Claim("C", "K", DAY, "monthly"),
    }
    row = plain[kind]
    before = getattr(row, name)
    other = {"x": "y"} if isinstance(before, dict) else Amount(7) if before is None else "another"
    (counts,) = (each.compare or name == "member_facts" for each in fields(kind) if each.name == name)
    one, two = (made(table((each,))) for each in (row, replace(row, **{name: other})))
    assert (one != two) == counts


DAY = date(2024, 6, 10)


@settings(max_examples=settings().max_examples // 2)  # each is read three times
@given(st.data(), worlds())
def test_a_row_left_out_or_put_in_twice_is_caught(data: st.DataObject, world: World) -> None:
    assume(world.entries)
    number = data.draw(st.sampled_from(range(len(world.entries))))
    fewer, more = world.entries[:number] + world.entries[number + 1 :], [*world.entries, world.entries[number]]
    hashes = {
        str(tables_of(DONGHAE, rows, world.roster, world.claims).digests().ledger)
        for rows in (world.entries, fewer, more)
    }
    assert len(hashes) == len((world.entries, fewer, more))


def test_the_table_that_differs_is_named_first_and_then_where_the_result_does() -> None:
    other = {
        "ledger": [DONE[0] | {"date": "2024-06-09"}, *DONE[1:]],
        "roster": [STAFF[0] | {"department": "총무과"}, STAFF[1]],
        "claims": [ASKED[0] | {"date": "2024-06-29"}],
    }
    for name, rows in other.items():
        found = again(**{name: rows}, result=kept())
        assert parts(found)[0] == name
        assert {"ledger", "roster", "claims"} & set(parts(found)) == {name}
    found = again(ledger=other["ledger"], result=kept())
    assert [(each.path, each.before, each.now) for each in found.differences[1:]] == [
        ("statements.K-1.credits[0].day", "2024-06-10", "2024-06-09")
    ]


def test_facts_of_members_in_a_ledger_count_with_and_without_a_staff_list() -> None:
    rows = [row | {"grade": "7급", "department": "행정과"} for row in DONE]
    other = [rows[0] | {"grade": "8급"}, *rows[1:]]
    for staff in ([], STAFF):
        certificate = evaluate(DONGHAE, rows, staff, as_of=AS_OF).certificate
        assert parts(replay(certificate, DONGHAE, other, staff))[0] == "ledger"


def test_another_scheme_is_caught_and_with_the_kept_result_its_first_address_is_told() -> None:
    (alone,) = again(scheme=with_points("0.6")).differences
    assert (alone.part, alone.path) == (Part.SCHEME, "")
    (told,) = again(scheme=with_points("0.6"), result=kept()).differences
    assert (told.path, told.before, told.now) == ("activities.proposal.points", "0.5", "0.6")
    assert again(scheme=with_points("0.6")).to_dict()["same"] == []
    named = load_scheme({**DONGHAE.to_dict(), "id": "another"})
    (other,) = again(scheme=named).differences
    assert (other.path, other.before, other.now) == ("id", "donghae-mileage", "another")


def test_a_kept_result_in_which_somebody_wrote_is_caught_at_its_first_line() -> None:
    def more(data: Any) -> None:
        data["statements"]["K-1"]["credits"][1]["points"] = "3"
        data["statements"]["K-1"]["earned"] = "4"

    found = again(result=edited(more))
    assert parts(found) == ["result_file"]
    assert found.first is not None
    assert found.first.path == "statements.K-1.credits[1].points"
    assert found.first.before == "3"


@pytest.mark.parametrize("name", ["as_of", "library", "scheme", "facts_sha256"])
def test_a_kept_result_that_says_something_else_of_itself_is_caught(name: str) -> None:
    other = {
        "as_of": lambda data: data.update(as_of="2024-07-31"),
        "library": lambda data: data.update(library="0.0.1"),
        "scheme": lambda data: data["scheme"]["label"].update(ko="다른 이름"),
        "facts_sha256": lambda data: data["facts_sha256"].update(ledger="0" * 64),
    }
    found = again(result=edited(other[name]))
    assert parts(found) == ["result_file"]
    assert [line for lang in LANGUAGES for line in replay_lines(found, lang)]


def test_a_result_of_another_library_is_told_with_that_version() -> None:
    """The same inputs, another result: as another version may give it."""
    certificate = replace(kept().certificate, library="0.0.9", result_sha256="0" * 64)
    found = again(certificate=certificate)
    assert parts(found) == ["result"]
    assert found.is_other_library
    assert list(replay_lines(found, "en"))[-1].endswith("check with version 0.0.9")
    same = again(certificate=replace(kept().certificate, library="0.0.9"))
    assert same.is_identical
    assert list(replay_lines(same, "ko"))[-1].endswith("결과는 같습니다")


@pytest.mark.parametrize("field", [each.name for each in fields(Certificate)])
def test_a_certificate_in_which_somebody_wrote_is_caught_or_refused(field: str) -> None:
    """All but the version of the library, which is told; with the kept result that is caught too."""
    other: dict[str, object] = {
        "format": 2,
        "library": "0.0.9",
        "language": 2,
        "scheme": "other",
        "reading": "status",
        "as_of": "2024-06-29",
        "known_at": "2024-06-11",
    }
    data = kept().certificate.to_dict() | {field: other.get(field, "0" * 64)}
    try:
        certificate = Certificate.from_json(json.dumps(data))
    except InputError:
        assert field == "format"
        return
    found = again(certificate=certificate, result=kept())
    assert not found.is_identical
    assert again(certificate=certificate).is_identical == (field == "library")


# What is no certificate.


@pytest.mark.parametrize(
    ("text", "code", "address"),
    [
        ("{", Code.UNREADABLE_JSON, ""),
        (b"\xff\xfe", Code.UNREADABLE_JSON, ""),
        ("[" * 100_000, Code.UNREADABLE_JSON, ""),
        ("[]", Code.UNREADABLE_JSON, ""),
        ("{}", Code.UNREADABLE_JSON, ""),
        ('{"format": 1, "statements": {}, "facts_sha256": {}}', Code.UNREADABLE_JSON, ""),
        ('{"format": 2}', Code.FORMAT_VERSION, "format"),
        ('{"format": true}', Code.FORMAT_VERSION, "format"),
        ('{"format": 1, "format": 1}', Code.UNREADABLE_JSON, "format"),
    ],
)
def test_what_is_no_certificate_is_refused(text: str | bytes, code: Code, address: str) -> None:
    with pytest.raises(InputError) as caught:
        Certificate.from_json(text)
    assert [(found.code, found.place.address) for found in caught.value.findings] == [(code, address)]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("library", ""),
        ("language", True),
        ("language", "1"),
        ("language", 0),
        ("scheme", None),
        ("reading", 1),
        ("as_of", "2024-06-30T00:00:00"),
        ("as_of", 1719705600),
        ("as_of", "1719705600"),
        ("as_of", None),
        ("known_at", ""),
        ("ledger_sha256", "A" * 64),
        ("roster_sha256", "0" * 63),
        ("claims_sha256", "0" * 64 + "\n"),
        ("result_sha256", ["0" * 64]),
        ("signed_by", "somebody"),
    ],
)
def test_a_bad_value_is_told_at_its_place_in_both_languages(field: str, value: object) -> None:
    with pytest.raises(InputError) as caught:
        Certificate.from_json(json.dumps(kept().certificate.to_dict() | {field: value}))
    (found,) = caught.value.findings
    assert (found.code, found.place.address) == (Code.UNREADABLE_JSON, field)
    assert found.render("ko") != found.render("en")


def test_every_missing_key_is_told() -> None:
    with pytest.raises(InputError) as caught:
        Certificate.from_json(json.dumps({"format": 1, "ledger_sha256": "0" * 64}))
    missing = {field.name for field in fields(Certificate)} - {"format", "ledger_sha256", "opening_sha256"}
    assert {found.place.address for found in caught.value.findings} == missing


def test_the_schema_takes_what_is_written_and_refuses_what_is_refused() -> None:
    validator = Draft202012Validator(schema_of("certificate"), format_checker=FormatChecker())
    data = kept().certificate.to_dict()
    assert validator.is_valid(data)
    for name in data:
        assert not validator.is_valid({key: value for key, value in data.items() if key != name})
    for other in ({"ledger_sha256": "A" * 64}, {"format": 2}, {"language": 0}, {"scheme": ""}, {"signed_by": "x"}):
        assert not validator.is_valid(data | other)


@pytest.mark.parametrize("name", ["certificate", "scheme", "result"])
def test_a_path_where_something_read_belongs_is_refused_by_name(name: str) -> None:
    with pytest.raises(InputError, match=f"'{name}'"):
        again(**{name: "file.json"})


# Where something differs.


def test_places_are_told_as_paths_that_are_clear() -> None:
    one = {"행정과": [{"a.b": {"points": "2"}}], "earned": "2"}
    two = {"행정과": [{"a.b": {"points": "3"}}], "earned": "3"}
    assert first_difference(one, two) == ('행정과[0]["a.b"].points', "2", "3")
    assert first_difference({"earned": "1"}, {"earned": "2"}) == ("earned", "1", "2")
    assert first_difference({"a": [1]}, {"a": [1, {"b": 1}]}) == ("a[1]", None, '{"b": 1}')
    assert first_difference({"a": [1, 2]}, {"a": [1]}) == ("a[1]", "2", None)
    assert first_difference({"a": None}, {}) == ("a", "null", None)
    assert first_difference({"a": 1}, {"a": True}) == ("a", "1", "true")
    assert first_difference({"a": 1, "b": 1}, {"b": 1, "a": 1}) is None
    assert first_difference("x" * 300, "y") == ("", "x" * 200 + "…", "y")


def test_every_text_of_a_report_is_there_in_korean_and_in_english() -> None:
    library = replace(kept().certificate, library="0.0.9")
    wrong = replace(kept().certificate, result_sha256="0" * 64)
    known = evaluate(DONGHAE, DONE, STAFF, ASKED, as_of=AS_OF, known_at=AS_OF)
    other = edited(lambda data: data["statements"].pop("K-2") and data["payments"].clear())
    reports = [
        again(result=kept()),
        again(certificate=known.certificate),
        again(ledger=[DONE[0] | {"date": "2024-06-09"}, *DONE[1:]], result=kept()),
        again(roster=[*STAFF, {"member_id": "K-3", "grade": "7급", "department": "행정과"}]),
        again(claims=[ASKED[0] | {"option": "leave"}]),
        again(ledger=[DONE[0] | {"task": "another title"}, *DONE[1:]]),
        again(scheme=with_points("0.6"), certificate=library),
        again(scheme=with_points("0.6"), result=kept()),
        again(
            certificate=replace(kept().certificate, scheme_sha256="0" * 64), scheme=with_points("0.6"), result=kept()
        ),
        again(certificate=library),
        again(certificate=replace(library, result_sha256="0" * 64)),
        again(certificate=wrong, result=kept()),
        again(result=other),
        again(result=edited(lambda data: data.update(as_of="2024-07-31"))),
    ]
    told = {lang: [list(replay_lines(report, lang)) for report in reports] for lang in LANGUAGES}
    for korean, english in zip(told["ko"], told["en"], strict=True):
        assert len(korean) == len(english)
        assert all(one != two for one, two in zip(korean, english, strict=True))
    text = "\n".join(line for lines in told["en"] for line in lines)
    keys = {key for key in replay_en.WORDS if key.startswith("replay_")}
    unseen = {key for key in keys if not re.search(re.sub(r"\\\{.*?\\\}", ".*", re.escape(replay_en.WORDS[key])), text)}
    assert unseen == set()


# The commands.


def csv_of(folder: Path, name: str, rows: list[Row]) -> str:
    """Rows as a CSV file, and its path."""
    heads = list(dict.fromkeys(head for row in rows for head in row))
    lines = [",".join(heads), *(",".join(str(row.get(head, "")) for head in heads) for row in rows)]
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(folder / name)


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, ...]:
    """The options that name a ledger and a staff list."""
    return ("--ledger", csv_of(tmp_path, "done.csv", DONE), "--roster", csv_of(tmp_path, "staff.csv", STAFF))


@pytest.fixture
def certified(command: Callable[..., Any], tmp_path: Path, files: tuple[str, ...]) -> Path:
    """A folder with tables, a certificate and the result."""
    claims = csv_of(tmp_path, "asked.csv", ASKED)
    outs = ("--out", str(tmp_path / "r.json"), "--certificate", str(tmp_path / "c.json"))
    done = command("evaluate", SCHEME, *files, "--claims", claims, "--as-of", AS_OF, *outs)
    assert str(tmp_path / "c.json") in done.err
    return tmp_path


def test_the_command_says_identical_and_tells_what_a_changed_digit_does(
    command: Callable[..., Any], certified: Path, files: tuple[str, ...]
) -> None:
    base = ("replay", str(certified / "c.json"), SCHEME)
    rest = (*files[2:], "--claims", str(certified / "asked.csv"))
    result = ("--result", str(certified / "r.json"))
    done = command(*base, *files, *rest[2:])
    assert (done.code, done.out.startswith("identical: ")) == (0, True)
    parted = [csv_of(certified, name, rows) for name, rows in (("b.csv", DONE[:0:-1]), ("a.csv", DONE[:1]))]
    split = ("--ledger", parted[0], "--ledger", parted[1])
    assert command(*base, *split, *rest, *result).code == 0
    csv_of(certified, "a.csv", [DONE[0] | {"date": "2024-06-09"}])
    korean = command(*base, *split, *rest, *result, "--lang", "ko")
    assert korean.code == 1
    assert "다릅니다: 실적 대장이 증명서의 실적 대장과 다릅니다" in korean.out
    assert "statements.K-1.credits[0].day: 2024-06-10 → 2024-06-09" in korean.out
    data = json.loads(command(*base, *split, *rest, "--format", "json").out)
    assert (data["identical"], data["first"]["part"]) == (False, "ledger")
    assert data["same"] == ["scheme", "roster", "claims"]


def test_a_certificate_is_written_also_where_rows_are_rejected(
    command: Callable[..., Any], tmp_path: Path, files: tuple[str, ...]
) -> None:
    bad = ("--ledger", csv_of(tmp_path, "bad.csv", [DONE[0] | {"date": "someday"}]), *files[2:])
    certificate = str(tmp_path / "c.json")
    assert command("evaluate", SCHEME, *bad, "--as-of", AS_OF, "--certificate", certificate).code == 1
    assert command("replay", certificate, SCHEME, *bad).code == 0
    csv_of(tmp_path, "bad.csv", [DONE[0] | {"date": "another day"}])
    assert command("replay", certificate, SCHEME, *bad).code == 1


def test_a_result_on_assumed_claims_is_made_again_with_the_same_policy(
    command: Callable[..., Any], tmp_path: Path, files: tuple[str, ...]
) -> None:
    csv_of(tmp_path, "done.csv", [DONE[0] | {"entry_id": f"E-{number}"} for number in range(9)])
    policy = ("--assume-claims", "month_end", "--option", "money")
    certificate = str(tmp_path / "c.json")
    command("evaluate", SCHEME, *files, *policy, "--as-of", "2024-08-31", "--certificate", certificate)
    assert command("replay", certificate, SCHEME, *files, *policy).code == 0
    other = command("replay", certificate, SCHEME, *files)
    assert (other.code, "the claims are not those" in other.out) == (1, True)


def test_bad_usage_and_bad_files_stop_the_command(
    command: Callable[..., Any], certified: Path, files: tuple[str, ...]
) -> None:
    certificate = str(certified / "c.json")
    broken = certified / "broken.json"
    broken.write_text((certified / "c.json").read_text(encoding="utf-8").replace('"2024-06-30"', '"soon"'))
    cases = {
        (): "CERTIFICATE",
        (certificate, SCHEME): "--ledger",
        (
            certificate,
            SCHEME,
            *files,
            "--claims",
            files[1],
            "--assume-claims",
            "month_end",
        ): "--claims, --assume-claims",
        (certificate, SCHEME, *files, "--as-of", "2024-06-30"): "--as-of",
        (str(certified / "none.json"), SCHEME, *files): "none.json",
        (SCHEME, SCHEME, *files): "donghae.yaml:",
        (str(broken), SCHEME, *files): "broken.json [as_of]",
        (certificate, SCHEME, *files, "--result", certificate): "c.json",
        (certificate, certificate, *files): "c.json",
    }
    for arguments, told in cases.items():
        done = command("replay", *arguments)
        assert (done.code, done.out) == (2, "")
        assert told in done.err


def test_a_certificate_is_never_written_over_what_is_read_or_beside_itself(
    command: Callable[..., Any], tmp_path: Path, files: tuple[str, ...]
) -> None:
    scheme = tmp_path / "s.yaml"
    scheme.write_bytes(Path(SCHEME).read_bytes())
    base = ("evaluate", str(scheme), *files, "--as-of", "2024-06-30")
    for more in (["--certificate", str(scheme)], ["--out", str(tmp_path / "x"), "--certificate", str(tmp_path / "x")]):
        done = command(*base, *more)
        assert (done.code, "'--certificate'" in done.err) == (2, True)
    assert scheme.read_bytes() == Path(SCHEME).read_bytes()
    assert not (tmp_path / "x").exists()
