"""Laws of loading: whatever stands in a file, it loads or says at its place, in plain words, why not."""

from __future__ import annotations

import os
import re
from copy import copy
from dataclasses import fields
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from error_cases import unfilled
from incentive_rules import Code, Diagnostic, SchemeErrors, example_path, load_scheme, with_reading
from incentive_rules.messages import LANGUAGES
from incentive_rules.program.from_scheme import program_of
from incentive_rules.scheme import tree as tree_module
from incentive_rules.scheme.tree import read_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from incentive_rules import Scheme

    Path_ = tuple[str | int, ...]

STRIDE = 1 if os.environ.get("HYPOTHESIS_PROFILE") == "slow" else 12
"""Every so many-th of the mutations that the slow set walks through; all of them under the slow profile."""

EXAMPLES = ("donghae.yaml", "seocheon.yaml")
TEXTS = {name: example_path(name).read_text(encoding="utf-8") for name in EXAMPLES}

SMALL = """\
language: 1
id: small
label: 작은 제도
from: 2024-06-01
assumed: 예시
facts:
  member: {grade: {ordered: [9급, 8급, 7급]}, department: {group}}
  entry: {prize: {one_of: [금상, 은상]}, praised: {yes_no}}
activities:
  idea: {label: 제안, points: 1}
  contest: {label: 경진대회, points: {by: prize, values: {금상: 2, 은상: 1}}}
rewards:
  won: {label: 상품권, unit: KRW}
  leave: {label: 휴가, unit: day}
awards:
  monthly:
    kind: tiers
    label: 월 보상
    measure: {counter: earned, per: ever}
    claim: {by: member, times: 1, per: month}
    pay: lowest
    again: always
    consume: nothing
    tiers:
      t3: {at: 3, pays: {won: 30000}}
      t7: {at: 7, pays: {won: 70000}}
answers:
  points_count_on: activity_date
"""


def findings_of(source: Any) -> tuple[Diagnostic, ...]:
    """What is wrong with a scheme."""
    try:
        load_scheme(source)
    except SchemeErrors as errors:
        return errors.findings
    return ()


def codes_of(source: Any) -> list[str]:
    return [str(found.code) for found in findings_of(source)]


def edited(*changes: tuple[str, str], text: str = SMALL) -> str:
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def data_of(text: str) -> Any:
    tree, findings = read_tree(text)
    assert tree is not None, findings
    return tree.data


def written(data: Any) -> str:
    """Data as a YAML file; every text that another reader would turn into something else is quoted."""
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10**9) + "\n"


def meaning(scheme: Scheme) -> dict[str, Any]:
    """All that a program says, without the file that it came from."""
    program = program_of(scheme)
    return {each.name: getattr(program, each.name) for each in fields(program) if each.name != "scheme"}


# -- everything at once ------------------------------------------------------------------------------------------------

THREE_LAYERS = (
    ("id: small\n", "id: small\nid: twice\n"),
    ("points: 1}", "ponts: 1}"),
    ("answers:\n  points_count_on: activity_date\n", "answers: {}\n"),
)
TEN_MISTAKES = (
    ("id: small\n", "id: small\nid: twice\n"),  # YAML
    ("from: 2024-06-01", "from: 2024-02-30"),  # a scalar
    ("praised: {yes_no}}", "praised: {yes_no}, task: texxt}"),  # a shape
    ("label: 제안,", ""),
    ("by: prize", "by: przie"),  # a reference
    ("unit: day", "unti: day"),
    ("per: ever}", "per: evre}"),
    ("pay: lowest", "pay: lowst"),
    ("t7: {at: 7", "t7: {at: -7"),
    ("answers:\n  points_count_on: activity_date\n", "answers:\n  points_count: activity_date\n"),
)


def test_mistakes_of_all_layers_are_told_at_once_sorted_by_place() -> None:
    found = findings_of(edited(*THREE_LAYERS))
    assert [str(each.code) for each in found] == ["duplicate_key", "unknown_key", "open_question"]
    assert list(found) == sorted(found, key=lambda each: each.place)


def test_ten_mistakes_give_ten_findings() -> None:
    assert codes_of(edited(*TEN_MISTAKES)) == [
        "duplicate_key",
        "bad_date",
        "bad_choice",
        "missing_key",
        "unknown_fact",
        "unknown_key",
        "bad_choice",
        "bad_choice",
        "out_of_range",
        "unknown_key",
    ]


def test_a_mistake_in_provenance_does_not_hide_the_others() -> None:
    text = edited(("assumed: 예시\n", ""), ("won: 70000", "won: -1"), ("at: 3", "at: 9"))
    assert codes_of(text) == ["no_provenance"] * 2 + ["out_of_range"] + ["no_provenance"]


def test_what_follows_from_a_mistake_is_not_told_beside_it() -> None:
    wrong_facts = edited(("  member: {grade", "  membr: {grade"), ("id: small", "id: small\neligible: {grade: 9급}"))
    assert [(str(each.code), each.facts["near"]) for each in findings_of(wrong_facts)] == [("unknown_key", "member")]
    no_rewards = edited(("rewards:\n", "rewads:\n"))
    assert codes_of(no_rewards) == ["unknown_key"]


# -- the same whoever reads --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [*TEXTS.values(), SMALL, edited(*TEN_MISTAKES), edited(*THREE_LAYERS), "a: [\n"])
def test_both_yaml_loaders_give_the_same_findings(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = findings_of(text)
    monkeypatch.setattr(tree_module, "_FAST_LOADER", None)
    assert findings_of(text) == fast


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("read", [yaml.safe_load, data_of])
def test_a_mapping_gives_the_same_program_as_the_text(name: str, read: Callable[[str], Any]) -> None:
    assert meaning(load_scheme(read(TEXTS[name]))) == meaning(load_scheme(example_path(name)))


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_scheme_written_out_and_read_back_is_the_same(name: str) -> None:
    scheme = load_scheme(example_path(name))
    again = load_scheme(scheme.to_dict())
    assert again.to_dict() == scheme.to_dict()
    assert meaning(again) == meaning(scheme) == meaning(load_scheme(written(scheme.to_dict())))


def test_line_breaks_of_windows_change_no_finding() -> None:
    text = edited(*TEN_MISTAKES)
    assert findings_of(text.replace("\n", "\r\n")) == findings_of(text)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (SMALL.encode("cp949"), Code.NOT_UTF8),
        (SMALL.encode("utf-16"), Code.NOT_UTF8),
        (b"", Code.FILE_EMPTY),
        (b"\xef\xbb\xbf\n", Code.FILE_EMPTY),
        (b"#" * 10_000_000, Code.FILE_TOO_LARGE),
        (SMALL.replace("  idea", "\tidea").encode(), Code.TAB_INDENT),
        (SMALL.encode() + b"x: &a [*a]\n", Code.ALIAS_CYCLE),
        (b"\x00" * 10, Code.CONTROL_CHARACTER),
    ],
    ids=lambda each: str(each)[:20],
)
def test_a_file_that_is_no_scheme_is_named_for_what_it_is(tmp_path: Path, content: bytes, code: Code) -> None:
    path = tmp_path / "scheme.yaml"
    path.write_bytes(content)
    assert code in {found.code for found in findings_of(path)}


def test_a_byte_order_mark_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "small.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.encode())
    assert load_scheme(path).id == "small"


@pytest.mark.parametrize("source", ["no-such-file.yaml", "no-such-folder/a.yaml", "a\0b"])
def test_a_path_that_leads_to_no_file_is_told(source: str) -> None:
    assert codes_of(source) == ["file_missing"]


@pytest.mark.parametrize("source", [".", "", pytest.param("x" * 5000, id="a very long name")])
def test_a_path_that_cannot_be_opened_is_told(source: str) -> None:
    assert codes_of(source) == ["file_unreadable"]


@pytest.mark.parametrize("source", [None, 7, b"language: 1\n", ["language"]])
def test_what_is_no_path_text_or_mapping_is_told(source: object) -> None:
    assert codes_of(source) == ["bad_argument"]


@pytest.mark.parametrize("text", ["x\n", "- a\n", "1\n", "[]\n", "''\n"])
def test_a_file_that_is_no_mapping_gives_one_finding(text: str) -> None:
    assert codes_of(text) == ["wrong_type"]


# -- a mistake anywhere ------------------------------------------------------------------------------------------------

HOSTILE: tuple[Any, ...] = (
    None,
    "",
    " ",
    [],
    {},
    "x",
    ["x"],
    {"x": "y"},
    "-1",
    "0",
    "1.5",
    "NaN",
    "1e400",
    "010",
    "12:30",
    "1,000",
    "9" * 40,
    "가" * 3000,
    "😀",
    "yes",
    "a.b",
    "2024-02-30",
    "2024-06-01",
    {"2024-06-01": "1"},
    {"2024-06-01": None},
    {"ko": "가"},
    {"all": []},
    [[]],
    [{}],
)
PYTHON_WORDS = re.compile(
    r"\b(str|int|float|dict|tuple|bool|None|NoneType|Decimal|Fraction|pydantic|validation|validator|Traceback|Label)\b"
)


def paths(data: Any, path: Path_ = ()) -> Iterator[Path_]:
    """The way to every part of a scheme."""
    yield path
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in parts:
        yield from paths(value, (*path, key))


def changed(data: Any, path: Path_, change: Callable[[Any, str | int], Any]) -> Any:
    """Data with the part at a path changed by ``change(holder, key)``; nothing else is touched."""
    holder = copy(data)
    if len(path) == 1:
        return change(holder, path[0])
    holder[path[0]] = changed(data[path[0]], path[1:], change)
    return holder


def replaced(data: Any, path: Path_, value: Any) -> Any:
    def put(holder: Any, key: str | int) -> Any:
        holder[key] = value
        return holder

    return changed(data, path, put)


def deleted(data: Any, path: Path_) -> Any:
    def drop(holder: Any, key: str | int) -> Any:
        del holder[key]
        return holder

    return changed(data, path, drop)


def renamed(data: Any, path: Path_, name: str) -> Any:
    def rename(holder: Any, key: str | int) -> Any:
        return {name if each == key else each: value for each, value in holder.items()}

    return changed(data, path, rename)


def mutations(name: str) -> Iterator[tuple[Path_, Any]]:
    """An example with one part deleted or replaced by something hostile, for every part."""
    data = data_of(TEXTS[name])
    for path in paths(data):
        if path:
            yield path, deleted(data, path)
            yield from ((path, replaced(data, path, value)) for value in HOSTILE)


def check_findings(text: str) -> tuple[Diagnostic, ...]:
    """Every finding has a place inside the file and plain words in both languages."""
    lines = text.split("\n")
    found = findings_of(text)
    for each in found:
        place = each.place
        assert 1 <= place.line <= len(lines), each
        assert place.excerpt == lines[place.line - 1], each
        assert 1 <= place.column <= len(place.excerpt) + 1, each
        assert unfilled(each) == set(), each
        for lang in LANGUAGES:
            words = f"{each.message(lang)} {each.help(lang)}"
            assert each.message(lang).strip(), each
            assert not PYTHON_WORDS.search(words), words
    if not found:
        program_of(load_scheme(text))
    return found


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.unmeasured
def test_no_single_mutation_breaks_the_loader(name: str) -> None:
    """Some of the many, always the same ones; the slow test takes them all."""
    for _, data in list(mutations(name))[::61]:
        check_findings(written(data))


@pytest.mark.slow
@pytest.mark.parametrize("name", EXAMPLES)
def test_no_single_mutation_of_any_part_breaks_the_loader(name: str) -> None:
    for _, data in islice(mutations(name), 0, None, STRIDE):
        check_findings(written(data))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("en: policy proposal}", "en: policy proposals, adopted}"),
        (
            "points: 0.5, source: release, assumed: &item",
            "points: 0.5, source: {ref: release, at: items, and so on}, assumed: &item",
        ),
    ],
)
def test_a_text_that_a_comma_ended_is_told_to_stand_in_quotes(old: str, new: str, tmp_path: Path) -> None:
    text = example_path("donghae.yaml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "scheme.yaml").write_text(text.replace(old, new), encoding="utf-8")
    (found,) = findings_of(tmp_path / "scheme.yaml")
    assert found.code is Code.UNKNOWN_KEY
    assert "put a text with a comma in quotes" in found.render("en")
    assert "쉼표가 있는 글은 따옴표로" in found.render("ko")


NONSENSE: dict[str, tuple[tuple[tuple[str, str], ...], Code, str]] = {
    "a negative threshold": ((("at: 3", "at: -3"),), Code.OUT_OF_RANGE, "-3"),
    "a threshold of nothing": ((("at: 3", "at: 0"),), Code.OUT_OF_RANGE, "0"),
    "thousands with a comma": ((("won: 30000", 'won: "30,000"'),), Code.AMBIGUOUS_NUMBER, '"30,000"'),
    "thousands with a comma in brackets": ((("won: 30000", "won: 30,000"),), Code.BAD_ID, "000"),
    "two tiers with one threshold": ((("at: 7", "at: 3"),), Code.TIERS_OUT_OF_ORDER, "3"),
    "two tiers with one threshold later on": (
        (("at: 7", "at: {2024-06-01: 7, 2025-01-01: 3}"),),
        Code.TIERS_OUT_OF_ORDER,
        "{2024-06-01: 7, 2025-01-01: 3}",
    ),
    "no tiers": (
        (("t3: {at: 3, pays: {won: 30000}}\n", "{}\n"), ("      t7: {at: 7, pays: {won: 70000}}\n", "")),
        Code.EMPTY_VALUE,
        "{}",
    ),
    "a tier that pays nothing": ((("pays: {won: 30000}", "pays: {}"),), Code.EMPTY_VALUE, "{}"),
    "no activities": (
        (
            ("idea: {label: 제안, points: 1}\n", "{}\n"),
            ("  contest: {label: 경진대회, points: {by: prize, values: {금상: 2, 은상: 1}}}\n", ""),
        ),
        Code.EMPTY_VALUE,
        "{}",
    ),
    "points by no date": ((("points: 1", "points: {}"),), Code.EMPTY_VALUE, "{}"),
    "points from a day that is none": ((("points: 1", "points: {2024-02-30: 1}"),), Code.BAD_DATE, "2024-02-30"),
    "points from a day written shortly": ((("points: 1", "points: {2024-6-1: 1}"),), Code.BAD_DATE, "2024-6-1"),
    "points from late to early": (
        (("points: 1", "points: {2025-01-01: 2, 2024-06-01: 1}"),),
        Code.DATES_OUT_OF_ORDER,
        "2024-06-01",
    ),
    "a scheme that ends before it begins": (
        (("from: 2024-06-01", "from: 2024-06-01\nuntil: 2024-06-01"),),
        Code.DATES_OUT_OF_ORDER,
        "2024-06-01",
    ),
    "a tier that ends before the scheme begins": (
        (("at: 3", "at: 3, until: 2023-01-01"),),
        Code.DATES_OUT_OF_ORDER,
        "2023-01-01",
    ),
    "a rule that begins when the scheme has ended": (
        (("from: 2024-06-01", "from: 2024-06-01\nuntil: 2025-06-01"), ("points: 1", "points: 1, from: 2025-06-01")),
        Code.OUTSIDE_SCHEME_DATES,
        "2025-06-01",
    ),
    "a blank label": ((("label: 제안", 'label: " "'),), Code.EMPTY_VALUE, '" "'),
    "half a label": ((("label: 제안", "label: {ko: 제안, en: }"),), Code.EMPTY_VALUE, "en"),
    "a blank unit": ((("unit: KRW", 'unit: ""'),), Code.EMPTY_VALUE, '""'),
    "a nameless fact": ((("prize: {one", '"": {text}, prize: {one'),), Code.EMPTY_VALUE, '""'),
    "a fact named like a column": ((("praised: {yes_no}", "status: {yes_no}"),), Code.RESERVED_NAME, "status"),
    "a fact named like a part of conditions": ((("praised: {yes_no}", "any: {yes_no}"),), Code.RESERVED_NAME, "any"),
    "two facts with one column": (
        (("department: {group}", "department: {group, label: grade}"),),
        Code.SAME_LABEL,
        "department",
    ),
    "a fact that takes the column of an id": (
        (("activities:", "columns: {member_id: [grade]}\nactivities:"),),
        Code.SAME_LABEL,
        "grade",
    ),
    "the same further name twice": (
        (("activities:", "columns: {member_id: [사번, 사번]}\nactivities:"),),
        Code.DUPLICATE_VALUE,
        "사번",
    ),
    "a fact with two kinds": (
        (("{yes_no}", "{yes_no, text}"),),
        Code.ONE_OF_TWO,
        "{yes_no, text}",
    ),
    "a fact of an unknown kind": ((("{yes_no}", "yesno"),), Code.BAD_CHOICE, "yesno"),
    "an empty grade": ((("[9급, 8급, 7급]", '[9급, "", 7급]'),), Code.EMPTY_VALUE, '""'),
    "no grade at all": ((("[9급, 8급, 7급]", "[]"),), Code.EMPTY_VALUE, "[]"),
    "a grade twice": ((("[9급, 8급, 7급]", "[9급, 8급, [7급, 9급]]"),), Code.DUPLICATE_VALUE, "[7급, 9급]"),
    "bounds that no number satisfies": (
        (("{yes_no}", "{number, at_least: 5, at_most: 3}"),),
        Code.CONTRADICTION,
        "at_most",
    ),
    "bounds of a text": ((("{yes_no}", "{text, at_most: 3}"),), Code.CONTRADICTION, "at_most"),
    "a blank that is no value": ((("{yes_no}", "{yes_no, blank: 아마}"),), Code.BAD_YES_NO, "아마"),
    "nobody is eligible by source alone": (
        (("activities:", "eligible: {assumed: 예시}\nactivities:"),),
        Code.EMPTY_VALUE,
        "{assumed: 예시}",
    ),
    "nothing after eligible": ((("activities:", "eligible:\nactivities:"),), Code.EMPTY_VALUE, "eligible"),
    "people eligible by what they did": (
        (("activities:", "eligible: {praised: yes}\nactivities:"),),
        Code.CONTRADICTION,
        "praised",
    ),
    "a bonus for no activity": (
        (("rewards:", "bonuses: {b: {label: b, when: {praised: yes}, add: 1, activities: []}}\nrewards:"),),
        Code.EMPTY_VALUE,
        "[]",
    ),
    "a bonus that takes away": (
        (("rewards:", "bonuses: {b: {label: b, when: {praised: yes}, multiply: 0.5}}\nrewards:"),),
        Code.OUT_OF_RANGE,
        "0.5",
    ),
    "a condition on a blank": (
        (("rewards:", 'bonuses: {b: {label: b, when: {praised: ""}, add: 1}}\nrewards:'),),
        Code.EMPTY_VALUE,
        '""',
    ),
    "a condition that begins to hold too late": (
        (("rewards:", "bonuses: {b: {label: b, when: {praised: {2025-01-01: yes}}, add: 1}}\nrewards:"),),
        Code.VALUE_NOT_YET_IN_FORCE,
        "{2025-01-01: yes}",
    ),
    "a source inside a condition that does not exist": (
        (("rewards:", "bonuses: {b: {label: b, when: {praised: yes, source: law}, add: 1}}\nrewards:"),),
        Code.UNKNOWN_ID,
        "law",
    ),
    "a limit on no activity": (
        (("rewards:", "limits: {m: {label: m, per: month, points: 3, keep: earliest, activities: []}}\nrewards:"),),
        Code.EMPTY_VALUE,
        "[]",
    ),
    "a limit of points and of entries": (
        (("rewards:", "limits: {m: {label: m, per: month, points: 3, count: 2, keep: earliest}}\nrewards:"),),
        Code.ONE_OF_TWO,
        "{label: m, per: month, points: 3, count: 2, keep: earliest}",
    ),
    "points by a fact without values": ((("by: prize", "by: praised"),), Code.WRONG_FACT_KIND, "praised"),
    "a misspelt value of a fact": ((("금상: 2", "금싱: 2"),), Code.BAD_FACT_VALUE, "금싱"),
    "a settlement on a last day that never comes": (
        (("by: member, times: 1, per: month", "by: automatic, per: ever"),),
        Code.CONTRADICTION,
        "claim",
    ),
    "a difference between things to choose from": (
        (
            ("pays: {won: 70000}", "choose: {a: {won: 1}, b: {won: 2}}"),
            ("again: always", "again: difference"),
            ("pay: lowest", "pay: highest"),
            ("points_count_on: activity_date", "points_count_on: activity_date\n  no_option: wait"),
        ),
        Code.CONTRADICTION,
        "again",
    ),
    "what is left, by month": (
        (("{counter: earned, per: ever}", "{counter: balance, per: month}"),),
        Code.CONTRADICTION,
        "per",
    ),
    "an award of no kind": ((("kind: tiers", "kind: [tiers]"),), Code.WRONG_TYPE, "[tiers]"),
    "a source that is a list": ((("points: 1", "points: 1, source: [law]"),), Code.WRONG_TYPE, "[law]"),
    "a reason that is empty": ((("assumed: 예시", "assumed: {}"),), Code.MISSING_KEY, "assumed"),
}


@pytest.mark.parametrize(("changes", "code", "marked"), NONSENSE.values(), ids=list(NONSENSE))
def test_nonsense_is_refused_once_and_where_it_stands(
    changes: tuple[tuple[str, str], ...], code: Code, marked: str
) -> None:
    found = check_findings(edited(*changes))
    assert {each.code for each in found} == {code}
    place = found[0].place
    assert place.excerpt[place.column - 1 : place.column - 1 + place.width] == marked
    assert len(found) == 1 or code is Code.MISSING_KEY


NAMED_BY_THE_AUTHOR = ("sources", "activities", "bonuses", "limits", "rewards", "awards", "readings", "tiers", "places")
ID_MAPS = {*NAMED_BY_THE_AUTHOR, "choose", "pays", "money", "leave", "member", "entry", "set", "values"}


def is_of_the_language(path: Path_) -> bool:
    """Whether a key is a word of the language, not a name or an address that the author chose."""
    return isinstance(path[-1], str) and (len(path) == 1 or path[-2] not in ID_MAPS) and not is_condition(path)


def is_condition(path: Path_) -> bool:
    """Whether a key of a condition names a fact."""
    return path[-1] not in ("source", "assumed") and (path[:-1] == ("eligible",) or path[-2:-1] == ("when",))


def swaps(data: Any) -> Iterator[tuple[str, Any]]:
    """A scheme with two neighbouring letters of one key swapped, for every word of the language in it."""
    for path in paths(data):
        if path and is_of_the_language(path):
            key = str(path[-1])
            for index in range(len(key) - 1):
                name = key[:index] + key[index + 1] + key[index] + key[index + 2 :]
                if name != key:
                    yield key, renamed(data, path, name)


def check_swaps(every: Iterable[tuple[str, Any]]) -> None:
    for key, data in every:
        (finding,) = check_findings(written(data))
        assert f"'{key}'" in finding.help("en"), (key, finding)
        assert f"'{key}'" in finding.help("ko"), (key, finding)


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.unmeasured
def test_a_misspelt_key_gives_one_finding_that_names_the_right_one(name: str) -> None:
    """Some of the many, always the same ones; the slow test takes them all."""
    check_swaps(list(swaps(data_of(TEXTS[name])))[::17])


@pytest.mark.slow
@pytest.mark.parametrize("name", EXAMPLES)
def test_any_misspelt_key_gives_one_finding_that_names_the_right_one(name: str) -> None:
    check_swaps(islice(swaps(data_of(TEXTS[name])), 0, None, STRIDE))


@given(data=st.data())
def test_lines_deleted_doubled_or_swapped_never_break_the_loader(data: st.DataObject) -> None:
    lines = TEXTS[data.draw(st.sampled_from(EXAMPLES))].split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        index = data.draw(st.integers(0, len(lines) - 2))
        edit = data.draw(st.sampled_from(("delete", "double", "swap", "indent")))
        if edit == "delete":
            del lines[index]
        elif edit == "double":
            lines.insert(index, lines[index])
        elif edit == "swap":
            lines[index], lines[index + 1] = lines[index + 1], lines[index]
        else:
            lines[index] = " " + lines[index]
    check_findings("\n".join(lines))


# -- readings ----------------------------------------------------------------------------------------------------------


def with_readings(*lines: str) -> str:
    return SMALL + "readings:\n" + "".join(f"  {line}\n" for line in lines)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_reading_of_the_examples_loads_by_itself(name: str) -> None:
    scheme = load_scheme(example_path(name))
    for reading in scheme.readings:
        patched = with_reading(scheme, reading)
        assert patched.reading == reading
        assert meaning(patched) == meaning(load_scheme(example_path(name), reading=reading))


def test_an_unknown_reading_is_told_with_the_nearest_one() -> None:
    scheme = load_scheme(example_path("donghae.yaml"))
    with pytest.raises(SchemeErrors) as caught:
        with_reading(scheme, "milestone")
    (finding,) = caught.value.findings
    assert finding.message("ko") == "해석 'milestone'이 없습니다"
    assert finding.facts["near"] == "milestones"


@pytest.mark.parametrize(
    ("line", "code", "marked"),
    [
        ("r: {label: r, set: {awards.montly.pay: all}}", Code.UNKNOWN_ADDRESS, "awards.montly.pay"),
        ("r: {label: r, set: {awards.monthly.tiers.t3.at.x: 1}}", Code.UNKNOWN_ADDRESS, "awards.monthly.tiers.t3.at.x"),
        ("r: {label: r, set: {awards.monthly.pya: all}}", Code.UNKNOWN_KEY, "awards.monthly.pya"),
        ("r: {label: r, set: {awards.monthly.pay: best}}", Code.BAD_CHOICE, "awards.monthly.pay"),
        ("r: {label: r, set: {awards.monthly.again: difference}}", Code.CONTRADICTION, "awards.monthly.again"),
        ("r: {label: r, set: {awards.monthly.tiers.t7.at: 2}}", Code.TIERS_OUT_OF_ORDER, "awards.monthly.tiers.t7.at"),
        (
            "r: {label: r, set: {awards.monthly.pay: highest, awards.monthly.again: once}}",
            Code.OPEN_QUESTION,
            "awards.monthly.pay",
        ),
        ("r: {label: r, set: {}}", Code.EMPTY_VALUE, "{}"),
        ("r: {label: r}", Code.MISSING_KEY, "r"),
        ("r: {label: r, claims: month_ned}", Code.BAD_CHOICE, "month_ned"),
        ('r: {label: r, claims: "save_for:t8"}', Code.UNKNOWN_ID, '"save_for:t8"'),
    ],
)
def test_a_reading_that_cannot_be_loaded_is_told_at_its_own_line(line: str, code: Code, marked: str) -> None:
    text = with_readings("good: {label: g, set: {awards.monthly.pay: all}}", line)
    (finding,) = check_findings(text)
    place = finding.place
    assert finding.code is code
    assert place.excerpt == f"  {line}"
    assert place.excerpt[place.column - 1 : place.column - 1 + place.width] == marked


def test_every_reading_is_looked_at() -> None:
    lines = [f"r{number}: {{label: r, set: {{awards.monthly.pay: best{number}}}}}" for number in range(3)]
    assert codes_of(with_readings(*lines)) == ["bad_choice"] * 3


def test_a_mistake_of_the_file_itself_is_not_told_again_for_each_reading() -> None:
    text = with_readings("r: {label: r, set: {awards.monthly.pay: all}}").replace("by: prize", "by: przie")
    assert codes_of(text) == ["unknown_fact"]


# -- open questions ----------------------------------------------------------------------------------------------------

ELIGIBLE = ("id: small\n", "id: small\neligible: {grade: {at_most: 8급}}\n")
BALANCE = ("{counter: earned, per: ever}", "{counter: balance}")
CHOICE = ("t7: {at: 7, pays: {won: 70000}}", "t7: {at: 7, choose: {money: {won: 70000}, rest: {leave: 1}}}")
ONCE = (("pay: lowest", "pay: highest"), ("again: always", "again: {once: year}"))
LEAGUE = (
    "answers:",
    """\
  league:
    kind: ranking
    label: 순위
    of: department
    measure: {counter: earned, per: year}
    score: sum
    ties: expand
    places: {first: {ranks: 1, pays: {won: 100000}}}
answers:""",
)
UNANSWERED = ("answers:\n  points_count_on: activity_date\n", "answers: {}\n")
BY_APPROVAL = ("points_count_on: activity_date", "points_count_on: approval_date")
NO_AWARDS = ("""\
awards:
  monthly:
    kind: tiers
    label: 월 보상
    measure: {counter: earned, per: ever}
    claim: {by: member, times: 1, per: month}
    pay: lowest
    again: always
    consume: nothing
    tiers:
      t3: {at: 3, pays: {won: 30000}}
      t7: {at: 7, pays: {won: 70000}}
""", "")  # fmt: skip

ASKED: dict[str, tuple[tuple[tuple[str, str], ...], list[str]]] = {
    "nothing": ((), []),
    "no award": ((NO_AWARDS,), []),
    "no answer": ((UNANSWERED,), ["points_count_on"]),
    "counted on approval": ((BY_APPROVAL,), ["values_taken_on"]),
    "only some grades": ((ELIGIBLE,), ["grade_judged_on", "no_longer_eligible"]),
    "only some grades, no award": ((ELIGIBLE, NO_AWARDS), ["grade_judged_on"]),
    "a bonus for a grade": (
        (("rewards:\n", "bonuses: {b: {label: b, when: {grade: 9급}, add: 1}}\nrewards:\n"),),
        ["grade_judged_on"],
    ),
    "a bonus for praise": (
        (("rewards:\n", "bonuses: {b: {label: b, when: {praised: yes}, add: 1}}\nrewards:\n"),),
        [],
    ),
    "points by grade": (
        (("by: prize, values: {금상: 2, 은상: 1}", "by: grade, values: {9급: 1, 8급: 1, 7급: 1}"),),
        ["grade_judged_on"],
    ),
    "what is left counts": ((BALANCE,), ["year_end"]),
    "each tier once": (ONCE, ["tiers_passed_over"]),
    "each tier once, all that are due": (
        (("pay: lowest", "pay: all"), ("again: always", "again: once")),
        [],
    ),
    "a choice of rewards": ((CHOICE,), ["no_option"]),
    "departments are ranked": ((LEAGUE,), ["group_credited_on", "ranking_field"]),
    "members are ranked": ((LEAGUE, ("of: department", "of: member")), ["ranking_field"]),
}


def questions_in(text: str) -> list[Diagnostic]:
    found = findings_of(text)
    assert all(each.code is Code.OPEN_QUESTION for each in found), found
    return list(found)


def variant(changes: tuple[tuple[str, str], ...]) -> str:
    text = SMALL
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


@pytest.mark.parametrize("changes", [changes for changes, _ in ASKED.values()], ids=list(ASKED))
def test_a_question_is_asked_exactly_when_a_rule_hangs_on_it(changes: tuple[tuple[str, str], ...]) -> None:
    (expected,) = [asked for each, asked in ASKED.values() if each == changes]
    assert sorted(str(each.facts["name"]) for each in questions_in(variant(changes))) == sorted(expected)


@pytest.mark.parametrize("changes", [changes for changes, asked in ASKED.values() if asked])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_any_line_of_the_help_pasted_under_answers_makes_the_question_go_away(
    changes: tuple[tuple[str, str], ...], lang: Any
) -> None:
    text = variant(changes)
    for question in questions_in(text):
        lines = [line.strip() for line in question.help(lang).splitlines()[1:]]
        known: Any = question.facts["known"]
        assert len(lines) == len(known)
        for line in lines:
            assert question.facts["name"] not in {each.facts.get("name") for each in findings_of(pasted(text, line))}


def pasted(text: str, line: str) -> str:
    return text.replace("answers: {}\n", "answers:\n").replace("answers:\n", f"answers:\n  {line}\n")


def test_an_answer_pasted_where_nothing_says_where_it_comes_from_brings_its_own_reason() -> None:
    text = edited(("assumed: 예시\n", ""), UNANSWERED, NO_AWARDS).replace("points:", "assumed: 예시, points:")
    (question,) = questions_in(text)
    for lang in LANGUAGES:
        line = question.help(lang).splitlines()[1].strip()
        assert findings_of(pasted(text, line)) == ()


def test_a_question_is_asked_in_words_at_the_answers() -> None:
    (question,) = questions_in(variant((BALANCE,)))
    assert question.place.excerpt == "answers:"
    assert "연말에 남은 점수를 어떻게 합니까" in question.message("ko")
    assert "what becomes of unused points at the year's end" in question.message("en")


def test_a_badly_written_answer_is_not_also_an_open_question() -> None:
    for line in ("year_ned: keep", "year_end: save", "year_end:", "year_end: [keep]", "year_end: {assumed: x}"):
        text = variant((BALANCE, ("points_count_on: activity_date", f"points_count_on: activity_date\n  {line}")))
        assert len(findings_of(text)) == 1, line
