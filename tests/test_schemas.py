"""The JSON Schemas: kept to the models, valid themselves, and agreeing with the loader on what a file may look like."""

from __future__ import annotations

import csv
import json
import os
import re
from copy import deepcopy
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from incentive_rules import (
    Code,
    InputError,
    SchemeErrors,
    evaluate,
    example_path,
    load_scheme,
    read_claims,
    read_ledger,
    read_roster,
)
from incentive_rules.facts import Facts
from incentive_rules.ledger.columns import claim_columns, ledger_columns, roster_columns
from incentive_rules.schemas import SCHEMAS, drifted, file_name, schema_of, write_schemas
from incentive_rules.scheme.tree import read_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Path_ = tuple[str | int, ...]

ROOT = Path(__file__).parents[1]
FOLDER = example_path("donghae.yaml").parent
EXAMPLES = sorted(
    path.relative_to(FOLDER).as_posix()
    for folder in (FOLDER, FOLDER / "gallery")
    for path in folder.glob("*.yaml")
    if not path.name.endswith(".cases.yaml")
)

EVERY_KEY = """
language: 1
id: every-key
label: {ko: 모든 항목, en: every key}
from: 2024-06-01
until: 2027-01-01
assumed: an example
sources: {plan: {title: Plan, publisher: City, date: 2024-05-01, url: "https://example.org", quote: So be it}}
columns: {member_id: [행정번호]}
facts:
  member:
    grade: {ordered: [9급, [8급, 연구사], 7급], label: 직급, columns: [급수]}
    department: group
    hired: {date}
  entry:
    praised: {yes_no, blank: no}
    prize: {one_of: [gold, silver]}
    hours: {number, at_least: 0, at_most: 24, blank: 0}
    stage: {ordered: [1, 2, 3]}
    task: {text}
eligible: {grade: {at_most: 8급}, hired: {not: {between: [2020-01-01, 2020-12-31]}}, source: {ref: plan, at: article 2}}
activities:
  idea: {label: Idea, points: {2024-06-01: 0.5, 2025-01-01: 1}, source: plan}
  contest: {label: Contest, points: {by: prize, values: {gold: 2, silver: {2024-06-01: 1}}}, when: {stage: [1, 2]}}
  teaching:
    label: Teaching
    points: {each: 1, per: 4, of: hours, round: {at: entry, unit: 0.5, mode: down}}
    from: 2025-01-01
    until: 2026-01-01
bonuses:
  praise: {label: Praise, when: {any: [{praised: yes}, {not: {task: 홍보}}]}, add: 0.5, activities: [idea]}
  half_more: {label: Half more, when: {all: [{activity: [idea]}, {quantity: {at_least: 2}}]}, multiply: 1.5}
limits:
  most: {label: Most, per: month, points: 4, keep: earliest, activities: [idea, teaching]}
  times: {label: Times, per: year, count: {2024-06-01: 10}, keep: earliest}
rewards: {won: {label: Won, unit: KRW}, leave: {label: Leave, unit: day}}
awards:
  monthly:
    kind: tiers
    label: Monthly
    measure: {counter: balance}
    claim: {by: member, times: 1, per: month}
    pay: highest
    again: always
    consume: tier
    tiers:
      t3: {at: 3, label: Three, pays: {won: 30000}, until: 2026-01-01}
      t5: {at: {2024-06-01: 5}, choose: {money: {won: 50000}, leave: {leave: 1}}}
  yearly:
    kind: tiers
    label: Yearly
    measure: {counter: earned, per: year}
    claim: {by: automatic, per: year}
    pay: all
    again: {once: year}
    consume: nothing
    tiers: {t20: {at: 20, pays: {won: 100000}}}
  league:
    kind: ranking
    label: League
    of: department
    measure: {counter: earned, per: half}
    score: sum
    minimum: 10
    ties: {share: {unit: 1000, mode: down}}
    places: {first: {ranks: 1, label: First, pays: {won: 500000}}, next: {ranks: [2, 3], pays: {won: 100000}}}
answers:
  assumed: the text does not say
  points_count_on: approval_date
  values_taken_on: {is: activity_date, source: plan}
  grade_judged_on: activity_date
  no_longer_eligible: keep
  year_end: lapse
  no_option: {is: wait, assumed: nobody said}
  group_credited_on: counting_date
  ranking_field: scored
readings:
  wiped: {label: Wiped, set: {awards.monthly.consume: all}, claims: "save_for:t5", source: plan}
"""

WRONG_FILES = {
    "unknown key": ("activities.idea.point", "1"),
    "unknown test": ("eligible.grade.atmost", "7급"),
    "wrong type": ("activities.idea.points", ["1"]),
    "wrong number": ("awards.monthly.tiers.t3.at", "three"),
    "wrong word": ("awards.monthly.pay", "best"),
    "wrong answer": ("answers.year_end", "expire"),
    "wrong id": ("rewards.Won", {"label": "Won", "unit": "KRW"}),
    "wrong day": ("until", "1 January 2027"),
    "both of two": ("limits.most.count", "3"),
    "no place for a window": ("awards.monthly.measure.per", "month"),
    "no value": ("eligible", None),
}
MISSING = ("label", "activities.idea.points", "awards.monthly.again", "limits.most.keep", "awards.yearly.measure.per")


class EditorLoader(yaml.SafeLoader):
    """YAML 1.2 with the core schema, as editors read it: dates and yes stay texts, numbers and true do not."""


EditorLoader.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), first)


def as_texts(text: str) -> Any:
    tree, findings = read_tree(text)
    assert tree is not None, findings
    return tree.data


def as_editors_read(text: str) -> Any:
    return yaml.load(text, EditorLoader)  # noqa: S506  # a safe loader


def as_yaml_1_1(text: str) -> Any:
    return with_text_dates(yaml.safe_load(text))


def with_text_dates(node: Any) -> Any:
    if isinstance(node, dict):
        return {with_text_dates(key): with_text_dates(value) for key, value in node.items()}
    if isinstance(node, list):
        return [with_text_dates(each) for each in node]
    return node.isoformat() if isinstance(node, date) else node


def refusals(name: str, data: Any) -> str:
    """The best reason why a schema refuses data, or an empty text."""
    error = best_match(Draft202012Validator(schema_of(name)).iter_errors(data))
    return f"{error.json_path}: {error.message}" if error else ""


def test_the_files_in_schemas_are_what_the_models_say() -> None:
    assert drifted(ROOT / "schemas") == [], (
        "python -c 'from incentive_rules.schemas import *; write_schemas(\"schemas\")'"
    )


def test_drift_names_the_files_that_are_missing_or_changed(tmp_path: Path) -> None:
    assert drifted(tmp_path) == list(SCHEMAS)
    written = write_schemas(tmp_path / "new")
    assert [path.name for path in written] == [file_name(name) for name in SCHEMAS]
    assert drifted(tmp_path / "new") == []
    written[1].write_text("{}", encoding="utf-8")
    assert drifted(tmp_path / "new") == [SCHEMAS[1]]


def test_an_unknown_schema_is_refused_by_name() -> None:
    with pytest.raises(InputError) as caught:
        schema_of("budget")
    assert caught.value.findings[0].code is Code.BAD_ARGUMENT


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_schema_is_valid_2020_12_and_names_itself(name: str) -> None:
    schema = schema_of(name)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == file_name(name)
    assert schema["title"]


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_reference_leads_somewhere_and_every_definition_is_used(name: str) -> None:
    schema = schema_of(name)
    named = set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(schema)))
    assert named == set(schema.get("$defs", {}))


@pytest.mark.parametrize("name", ["scheme", "cases"])
def test_an_editor_can_explain_every_key(name: str) -> None:
    silent = [
        f"{where}.{key}"
        for where, mapping in {"": schema_of(name), **schema_of(name)["$defs"]}.items()
        for key, value in mapping.get("properties", {}).items()
        if not (value is False or value.get("description") or "$ref" in value)
    ]
    assert silent == []


@pytest.mark.parametrize("read", [as_texts, as_editors_read, as_yaml_1_1])
@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.unmeasured
def test_the_examples_fit_the_schema_however_yaml_is_read(example: str, read: Callable[[str], Any]) -> None:
    assert refusals("scheme", read(example_path(example).read_text(encoding="utf-8"))) == ""


@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.unmeasured
def test_the_worked_examples_fit_the_schema_of_cases(example: str) -> None:
    data = as_editors_read(example_path(example.replace(".yaml", ".cases.yaml")).read_text(encoding="utf-8"))
    assert refusals("cases", data) == ""
    assert refusals("cases", changed(data, ("expect",), {}))


@pytest.mark.parametrize("read", [as_texts, as_editors_read, as_yaml_1_1])
def test_a_file_with_every_key_loads_and_fits(read: Callable[[str], Any]) -> None:
    assert load_scheme(EVERY_KEY).id == "every-key"
    assert refusals("scheme", read(EVERY_KEY)) == ""


@pytest.mark.parametrize("wrong", WRONG_FILES)
@pytest.mark.parametrize("read", [as_texts, as_editors_read])
def test_a_wrong_file_does_not_fit(wrong: str, read: Callable[[str], Any]) -> None:
    address, value = WRONG_FILES[wrong]
    data = changed(read(EVERY_KEY), tuple(address.split(".")), value)
    assert findings_of(data)
    assert refusals("scheme", data)


@pytest.mark.parametrize("address", MISSING)
def test_a_file_without_a_required_key_does_not_fit(address: str) -> None:
    data = without(as_editors_read(EVERY_KEY), tuple(address.split(".")))
    assert findings_of(data)
    assert refusals("scheme", data)


STRIDE = 1 if os.environ.get("HYPOTHESIS_PROFILE") == "slow" else 3
"""All mutants under the slow profile, else every third."""


@pytest.mark.parametrize("each", [11, pytest.param(STRIDE, marks=pytest.mark.slow)])
@pytest.mark.unmeasured
def test_the_schema_refuses_nothing_that_loads_and_accepts_no_misshapen_part(each: int) -> None:
    """Parts of the file, replaced by something else, left out, or joined by a key that nobody knows."""
    validator = Draft202012Validator(schema_of("scheme"))
    told_otherwise = []
    for path, data in islice(mutants(as_texts(EVERY_KEY)), 0, None, each):
        findings, fits = findings_of(data), validator.is_valid(data)
        if (not findings and not fits) or (fits and any(misshapen(*found, path) for found in findings)):
            told_otherwise.append((path, findings, fits))
    assert told_otherwise == []


KNOWN_TO_THE_LOADER = {"when", "values", "set", "claims", "blank", "per", "once"}
"""Where the loader judges by what other parts of the file say; a schema cannot."""


def misshapen(code: Code, address: str, path: Path_) -> bool:
    shape = {Code.UNKNOWN_KEY, Code.MISSING_KEY, Code.WRONG_TYPE, Code.BAD_CHOICE, Code.BAD_ID, Code.BAD_NUMBER}
    return code in shape and address == ".".join(map(str, path)) and not KNOWN_TO_THE_LOADER & set(map(str, path))


def findings_of(data: Any) -> list[tuple[Code, str]]:
    try:
        load_scheme(data)
    except SchemeErrors as error:
        return [(found.code, found.place.address) for found in error.findings]
    return []


def paths(node: Any, path: Path_ = ()) -> Iterator[Path_]:
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in inner:
        yield (*path, key)
        yield from paths(value, (*path, key))


def mutants(data: Any) -> Iterator[tuple[Path_, Any]]:
    for path in paths(data):
        for value in ([], {}, None, "x", "7", ["x"], {"x": "y"}):
            yield path, changed(data, path, value)
        yield path, without(data, path)
        if isinstance(at(data, path), dict):
            yield (*path, "nobody_knows"), changed(data, (*path, "nobody_knows"), "1")


def at(data: Any, path: Path_) -> Any:
    for key in path:
        data = data[key]
    return data


def changed(data: Any, path: Path_, value: Any) -> Any:
    copied = deepcopy(data)
    at(copied, path[:-1])[path[-1]] = value
    return copied


def without(data: Any, path: Path_) -> Any:
    copied = deepcopy(data)
    del at(copied, path[:-1])[path[-1]]
    return copied


def example_rows(name: str) -> list[dict[str, str]]:
    with example_path(f"data/{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(("name", "file"), [("ledger", "entries"), ("roster", "roster"), ("claims", "claims")])
def test_the_rows_of_the_example_tables_fit(name: str, file: str) -> None:
    rows = example_rows(file)
    assert rows
    assert refusals(name, rows) == ""


def test_rows_of_numbers_and_blanks_fit_as_hosts_hold_them() -> None:
    row = {"entry_id": 17, "member_id": "K-1", "date": "2024-06-10", "activity": "a", "quantity": 2.5, "share": 1}
    assert refusals("ledger", [row | {"approved_on": None, "praised": True, "task": "", "voids": " "}]) == ""


ENTRY = {"entry_id": "E-1", "member_id": "K-1", "date": "2024-06-10", "activity": "a"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"entry_id": ""},
        {"entry_id": None},
        {"date": "10 June 2024"},
        {"quantity": -1},
        {"quantity": "many"},
        {"share": 1.5},
        {"share": "half"},
        {"voids": ["E-0"]},
        {"replaces": "E-0", "activity": ""},
        {"from_member": ["K-2"]},
        {"praised": ["yes"]},
    ],
    ids=str,
)
def test_a_wrong_row_does_not_fit(wrong: dict[str, Any]) -> None:
    assert refusals("ledger", [ENTRY]) == ""
    assert refusals("ledger", [ENTRY | wrong])


@pytest.mark.parametrize("missing", ENTRY)
def test_a_row_without_a_required_column_does_not_fit(missing: str) -> None:
    assert refusals("ledger", [{key: value for key, value in ENTRY.items() if key != missing}])


@pytest.mark.parametrize("missing", ["member_id", "activity"])
@pytest.mark.parametrize("correction", [{"voids": "E-0"}, {"decides": "E-0", "status": "승인"}])
def test_a_row_that_only_corrects_fits_without_content(missing: str, correction: dict[str, str]) -> None:
    assert refusals("ledger", [ENTRY | {missing: ""} | correction]) == ""
    assert refusals("ledger", [{key: value for key, value in ENTRY.items() if key != missing} | correction]) == ""


def test_a_staff_row_that_corrects_another_needs_an_id_and_a_day_and_one_that_voids_needs_nothing_more() -> None:
    told = {"row_id": "R-2", "recorded_on": "2024-07-05"}
    assert refusals("roster", [{"voids": "R-1", **told}, {"member_id": "K-1", "replaces": "R-1", **told}]) == ""
    assert refusals("roster", [{"member_id": "K-1", "voids": "", "replaces": None}]) == ""
    for missing in told:
        assert refusals("roster", [{"voids": "R-1", **told, missing: " "}])
    assert refusals("roster", [{"replaces": "R-1", **told}])
    assert refusals("roster", [told])


def test_every_column_of_the_readers_is_described() -> None:
    columns = {"ledger": ledger_columns, "roster": roster_columns, "claims": claim_columns}
    for name, columns_of in columns.items():
        properties = schema_of(name)["items"]["properties"]
        assert list(properties) == [column.name for column in columns_of(Facts())]
        assert all(value["description"] for value in properties.values())


def test_an_evaluation_fits_as_it_is_written() -> None:
    scheme = load_scheme(example_path("donghae.yaml"))
    ledger = read_ledger(example_path("data/entries.csv"), scheme)
    roster = read_roster(example_path("data/roster.csv"), scheme)
    claims = read_claims(example_path("data/claims.csv"), scheme)
    written = json.loads(evaluate(scheme, ledger, roster, claims, as_of="2025-05-31").to_json())
    assert written["payments"]
    assert refusals("evaluation", written) == ""
    assert refusals("evaluation", without(written, ("totals", "earned")))
