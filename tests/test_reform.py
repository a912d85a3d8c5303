"""Laws of reforms: what an address may be set to, from which day, and how mistakes are told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from incentive_rules import Code, Diagnostic, SchemeErrors, evaluate, example_path, load_scheme, reform_of, reformed
from incentive_rules.schemas import schema_of
from incentive_rules.scheme.addresses import value_at
from incentive_rules.simulate.reformed import under_reform
from notice_fields import GONE, SAID, base_of

if TYPE_CHECKING:
    from pathlib import Path

    from incentive_rules import Scheme
    from incentive_rules.messages import Language

DONGHAE = load_scheme(example_path("donghae.yaml"))
T7 = "awards.monthly.tiers.t7"
T5 = "awards.monthly.tiers.t5"
NEW_YEAR = date(2025, 1, 1)

DATED = load_scheme(
    """\
language: 1
id: dated
label: 날짜가 있는 제도
assumed: 시험
from: 2024-01-01
facts:
  member: {grade: {ordered: [9급, 8급, 7급, 6급]}, team: {one_of: [가, 나, 다]}}
  entry: {stage: {one_of: [접수, 채택]}}
eligible: {grade: {at_most: 7급}, team: [가, 나]}
activities:
  idea: {label: 제안, points: {2024-01-01: 1, 2024-07-01: 2, 2025-07-01: 3}}
  late: {label: 늦은 활동, points: 1, from: 2024-10-01}
  short: {label: 짧은 활동, points: 1, until: 2024-06-01}
  staged: {label: 단계, points: {by: stage, values: {접수: 1, 채택: 2}}}
bonuses: {early: {label: 가점, when: {stage: 채택}, add: 1}}
limits: {cap: {label: 한도, per: year, points: 10, keep: earliest}}
rewards: {won: {label: 상품권, unit: KRW}}
awards:
  m:
    kind: tiers
    label: 보상
    measure: {counter: earned, per: year}
    claim: {by: automatic, per: year}
    pay: highest
    again: {once: year}
    consume: nothing
    tiers: {t3: {at: 3, pays: {won: 30000}}, t9: {at: 9, pays: {won: 90000}}}
answers:
  points_count_on: activity_date
  grade_judged_on: activity_date
  no_longer_eligible: keep
  tiers_passed_over: due
"""
)


def from_day(day: str, **values: Any) -> dict[str, Any]:
    """A reform of the dated scheme; a point is written as two underscores."""
    return {"language": 1, "from": day, "set": {key.replace("__", "."): value for key, value in values.items()}}


def refused(scheme: Scheme, reform: Any) -> tuple[Diagnostic, ...]:
    with pytest.raises(SchemeErrors) as caught:
        reformed(scheme, reform)
    return caught.value.findings


def tiers(scheme: Scheme, award: str) -> Any:
    return getattr(scheme.awards[award], "tiers")  # noqa: B009  # whatever kind of award it is


def steps(scheme: Scheme, activity: str = "idea") -> list[tuple[str, str]]:
    points: Any = scheme.activities[activity].points
    return [(str(day), str(value)) for day, value in points.steps]


# -- throughout --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("six", [6, "6", Decimal(6), "6.0", 6.0])
def test_a_value_holds_throughout_however_the_number_is_given(six: object) -> None:
    assert tiers(reformed(DONGHAE, {f"{T7}.at": six}), "monthly")["t7"].at.values == (6,)


def test_a_reform_leaves_the_scheme_itself_as_it_is() -> None:
    before = DONGHAE.to_dict()
    reformed(DONGHAE, {f"{T7}.at": 6, "answers.year_end": "lapse", "bonuses.citizen_praise": None})
    assert DONGHAE.to_dict() == before
    assert tiers(DONGHAE, "monthly")["t7"].at.values == (7,)


@pytest.mark.parametrize(
    "same",
    [
        {},
        {f"{T7}.at": 7},
        {f"{T7}.at": "7.00"},
        {f"{T7}.at": 7, "activities.call.points": "0.50"},
        {"language": 1, "set": {f"{T7}.at": 7}, "reason": "아무것도 바꾸지 않는다"},
        {
            "language": 1,
            "from": "2025-01-01",
            "set": {f"{T7}.at": "7.0", T5: {"at": 5, "pays": {"donghae_pay": 50000}}},
        },
    ],
)
def test_a_reform_of_equal_values_gives_the_same_scheme_to_the_letter(same: dict[str, Any]) -> None:
    plain = {key: value for key, value in DONGHAE.to_dict().items() if key != "readings"}
    assert reformed(DONGHAE, same).to_dict() == plain


def test_null_takes_a_rule_out() -> None:
    found = reformed(DONGHAE, {"bonuses.citizen_praise": None, "activities.call": None, "eligible": None})
    assert (found.bonuses, "call" in found.activities, found.eligible) == ({}, False, None)


@pytest.mark.parametrize(("at", "order"), [(6, "t3 t5 tx t7 t10"), (1, "tx t3 t5 t7 t10"), (12, "t3 t5 t7 t10 tx")])
def test_a_new_tier_stands_where_its_threshold_puts_it(at: int, order: str) -> None:
    found = reformed(DONGHAE, {"awards.monthly.tiers.tx": {"at": at, "pays": {"donghae_pay": 1}}})
    assert list(tiers(found, "monthly")) == order.split()


def test_a_reform_of_a_reading_changes_that_reading() -> None:
    wiped = load_scheme(example_path("donghae.yaml"), reading="wiped")
    found = reformed(wiped, {f"{T7}.at": 6})
    assert (found.reading, found.to_dict()["awards"]["monthly"]["consume"]) == ("wiped", "all")


# -- from a day --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "value", "expected"),
    [
        ("2025-01-01", 5, [("2024-01-01", "1"), ("2024-07-01", "2"), ("2025-01-01", "5")]),
        ("2024-03-01", 5, [("2024-01-01", "1"), ("2024-03-01", "5")]),
        ("2024-07-01", 5, [("2024-01-01", "1"), ("2024-07-01", "5")]),
        ("2024-01-01", 5, [("0001-01-01", "5")]),
        ("2026-01-01", 3, [("2024-01-01", "1"), ("2024-07-01", "2"), ("2025-07-01", "3")]),
        (
            "2025-01-01",
            {"2024-01-01": 4, "2025-03-01": 6},
            [("2024-01-01", "1"), ("2024-07-01", "2"), ("2025-01-01", "4"), ("2025-03-01", "6")],
        ),
        (
            "2024-08-01",
            {"2026-01-01": 6},
            [*[("2024-01-01", "1"), ("2024-07-01", "2")], ("2025-07-01", "3"), ("2026-01-01", "6")],
        ),
    ],
)
def test_from_a_day_a_value_takes_the_place_of_all_later_ones_and_leaves_what_was_before(
    day: str, value: Any, expected: list[tuple[str, str]]
) -> None:
    assert steps(reformed(DATED, from_day(day, activities__idea__points=value))) == expected


def test_a_rule_that_begins_later_has_the_value_from_its_own_first_day() -> None:
    found = reformed(DATED, from_day("2024-05-01", activities__late__points=4))
    assert steps(found, "late") == [("0001-01-01", "4")]
    found = reformed(DATED, from_day("2024-12-01", activities__late__points=4))
    assert steps(found, "late") == [("2024-10-01", "1"), ("2024-12-01", "4")]


def test_null_from_a_day_ends_a_rule_or_drops_one_that_would_begin_later() -> None:
    gone = from_day("2024-09-01", activities__idea=None, activities__late=None, activities__short=None)
    found = reformed(DATED, gone | {"set": {**gone["set"], "awards.m.tiers.t9": None}})
    assert found.activities["idea"].until == date(2024, 9, 1)
    assert "late" not in found.activities
    assert found.activities["short"].until == date(2024, 6, 1), "it had ended before"
    assert tiers(found, "m")["t9"].until == date(2024, 9, 1)


def test_a_new_rule_begins_on_the_day_unless_it_says_otherwise() -> None:
    new = {"label": "새 활동", "points": 1}
    found = reformed(
        DATED, from_day("2025-01-01", activities__a=new, activities__b={**new, "label": "또", "from": "2025-03-01"})
    )
    assert [found.activities[name].first for name in "ab"] == [NEW_YEAR, date(2025, 3, 1)]
    tier = {"at": 6, "pays": {"won": 60000}}
    found = reformed(
        DATED, from_day("2025-01-01", awards__m__tiers__t6=tier, rewards__leave={"label": "휴가", "unit": "day"})
    )
    assert tiers(found, "m")["t6"].first == NEW_YEAR
    assert "leave" in found.rewards


def test_a_mapping_is_taken_value_by_value_and_keeps_what_it_does_not_name() -> None:
    found = reformed(DATED, from_day("2025-01-01", awards__m__tiers={"t3": {"at": 2}, "t9": {"pays": {"won": 99000}}}))
    both = tiers(found, "m")
    assert [both["t3"].at.on(day) for day in (date(2024, 12, 31), NEW_YEAR)] == [3, 2]
    assert [both["t9"].pays["won"].on(day) for day in (date(2024, 12, 31), NEW_YEAR)] == [90000, 99000]
    assert both["t9"].at.values == (9,)


def test_what_conditions_compare_with_changes_by_date_also_where_one_of_is_left_out() -> None:
    reform = from_day(
        "2025-01-01", eligible__grade__at_most="6급", eligible__team=["다"], bonuses__early__when__stage="접수"
    )
    found = reformed(DATED, reform)
    rows = [
        {"entry_id": f"{member}{day}", "member_id": member, "date": day, "activity": "staged", "stage": "접수"}
        for member in ("가", "다")
        for day in ("2024-12-31", "2025-01-01")
    ]
    staff = [{"member_id": "가", "grade": "7급", "team": "가"}, {"member_id": "다", "grade": "6급", "team": "다"}]
    done = evaluate(found, rows, staff, as_of="2025-06-30")
    assert {name: str(each.earned) for name, each in done.statements.items()} == {"가": "1", "다": "2"}


@pytest.mark.parametrize(
    ("address", "value"),
    [
        ("awards.m.consume", "all"),
        ("awards.m.pay", "lowest"),
        ("awards.m.again", "always"),
        ("awards.m.measure", {"counter": "balance"}),
        ("answers.no_longer_eligible", "lapse"),
        ("activities.idea.label", "새 이름"),
        ("activities.idea.from", "2024-02-01"),
        ("eligible", None),
        ("eligible.grade", {"at_least": "8급"}),
        ("limits.cap.count", 3),
        ("awards.m.tiers.t3.pays.leave", 1),
        ("activities.staged.points", {"each": 1}),
        ("rewards.won.unit", "day"),
        ("facts.member.grade.blank", "9급"),
    ],
)
def test_what_cannot_change_by_date_is_told_with_what_to_do_instead(address: str, value: Any) -> None:
    (found,) = refused(DATED, {"language": 1, "from": "2025-01-01", "set": {address: value}})
    assert found.code is Code.NOT_BY_DATE
    assert str(found.facts["name"]).startswith(address)
    assert "'from'" in found.help("ko")
    assert "'null'" in found.help("en")


@pytest.mark.parametrize("day", ["2014-01-01", "2023-12-31"])
def test_a_day_outside_the_scheme_is_a_slip(day: str) -> None:
    (found,) = refused(DATED, from_day(day, activities__idea__points=1))
    assert (found.code, found.place.address) == (Code.OUTSIDE_SCHEME_DATES, "from")


# -- provenance --------------------------------------------------------------------------------------------------------


def told(scheme: Scheme, *path: str) -> dict[str, Any]:
    found: Any = scheme.to_dict()
    for key in path:
        found = found[key]
    return {key: found[key] for key in ("source", "assumed") if key in found}


def test_what_a_reform_sets_is_assumed_for_its_reason_and_not_said_by_the_source() -> None:
    why = {"language": 1, "reason": {"ko": "7점은 드물다", "en": "seven is rare"}, "set": {f"{T7}.at": 6}}
    assert told(reformed(DONGHAE, why), "awards", "monthly", "tiers", "t7") == {
        "assumed": {"ko": "개정안: 7점은 드물다", "en": "reform: seven is rare"}
    }
    why["set"] = {"activities.call.points": 1}
    assert told(reformed(DONGHAE, why), "activities", "call") == {
        "source": "release",
        "assumed": {
            "ko": "항목별 점수는 공표되지 않았다; 개정안: 7점은 드물다",
            "en": "item points are not published; reform: seven is rare",
        },
    }


def test_a_rule_that_changes_by_date_keeps_its_source_for_the_days_before() -> None:
    why = {
        "language": 1,
        "from": "2025-01-01",
        "label": "새해 개정",
        "set": {f"{T7}.at": 6, "eligible.grade.at_most": "5급"},
    }
    found = reformed(DONGHAE, why)
    kept = {
        "source": "release",
        "assumed": {"ko": "2025-01-01부터 개정안: 새해 개정", "en": "reform from 2025-01-01: 새해 개정"},
    }
    assert told(found, "awards", "monthly", "tiers", "t7") == told(found, "eligible") == kept


def test_an_answer_and_a_new_rule_say_that_they_are_assumed_and_a_reason_of_their_own_stays() -> None:
    own = {"label": "x", "points": 1, "assumed": "까닭"}
    new = {"answers.year_end": "lapse", "activities.x": own, "activities.y": {"label": "y", "points": 1}}
    found = reformed(DONGHAE, new)
    assert found.to_dict()["answers"]["year_end"]["is"] == "lapse"
    assert told(found, "answers", "year_end")["assumed"]["en"] == "a value to compare"
    assert told(found, "activities", "x") == {"assumed": "까닭"}
    assert told(found, "activities", "y")["assumed"]["ko"] == "비교하려고 넣은 값"


# -- every part of the language ----------------------------------------------------------------------------------------

NEW = ("periods.", "balance.", "counters.", "budgets.", "awards.merit.", "awards.rate.")
OF_NEW = {key: SAID[key] for key in SAID if SAID[key][0].startswith(NEW) and ".steps." not in SAID[key][0]}


@pytest.mark.parametrize("section", NEW)
def test_a_reform_of_any_key_holds_throughout_and_says_that_it_is_assumed(section: str) -> None:
    found = {key: each for key, each in OF_NEW.items() if each[0].startswith(section)}
    assert found
    for key, (address, value) in found.items():
        base = base_of(key)
        after = reformed(base, {address: None if value is GONE else value})
        assert after.to_dict() != base.to_dict(), key
        keys = tuple(address.split("."))
        rule = value_at(after.to_dict(), keys[: 1 if section == "balance." else 2])
        says = rule is not None and keys[-1] not in ("label", "source", "assumed")
        assert str(rule).count("a value to compare") == int(says), key


@pytest.mark.parametrize("section", NEW)
def test_a_reform_of_any_key_holds_from_a_day_on_or_is_refused_by_name(section: str) -> None:
    found = {key: each for key, each in OF_NEW.items() if each[0].startswith(section)}
    told = {key: by_date(key, *each) for key, each in found.items()}
    for key, after in told.items():
        address = found[key][0]
        if isinstance(after, tuple):
            assert {each.code for each in after} == {Code.NOT_BY_DATE}, key
            assert all(str(each.facts["name"]).startswith(address) for each in after), key
        elif not address.endswith((".source", ".assumed")):
            assert "2025-03-01" in str(value_at(after.to_dict(), tuple(address.split(".")))), key
    assert section == "periods." or not all(isinstance(each, tuple) for each in told.values())


def by_date(key: str, address: str, value: Any) -> Scheme | tuple[Diagnostic, ...]:
    """The scheme with a value from a day on; or why not."""
    told = {"language": 1, "from": "2025-03-01", "set": {address: None if value is GONE else value}}
    try:
        return reformed(base_of(key), told)
    except SchemeErrors as errors:
        return tuple(errors.findings)


# -- mistakes ----------------------------------------------------------------------------------------------------------

WRONG = """\
language: 1
lable: 잘못
from: 2025-01-01
set:
  awards.montly.tiers.t7.at: 6
  awards.monthly.consume: all
  awards.monthly.tiers.t10.at: -1
  awards.monthly.tiers.t5: {at: five}
"""


def test_every_mistake_of_a_reform_file_is_told_at_once_at_its_own_line(tmp_path: Path) -> None:
    file = tmp_path / "wrong.reform.yaml"
    file.write_text(WRONG, encoding="utf-8")
    found = refused(DONGHAE, file)
    assert [(each.code, each.place.line, each.place.column) for each in found] == [
        (Code.UNKNOWN_KEY, 2, 1),
        (Code.UNKNOWN_ADDRESS, 5, 3),
        (Code.NOT_BY_DATE, 6, 3),
        (Code.OUT_OF_RANGE, 7, 3),
        (Code.BAD_NUMBER, 8, 29),
    ]


MONTLY = """\
  5 |   awards.montly.tiers.t7.at: 6
    |   ^^^^^^^^^^^^^^^^^^^^^^^^^
"""
TOLD = {
    "ko": ("'awards.montly.tiers.t7.at' 자리에 규칙이 없습니다", "도움말: 혹시 'awards.monthly.tiers.t7.at' 아닙니까?"),
    "en": ("there is no rule at 'awards.montly.tiers.t7.at'", "help: did you mean 'awards.monthly.tiers.t7.at'?"),
}


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_a_wrong_address_is_shown_with_the_nearest_name(lang: Language) -> None:
    message, hint = TOLD[lang]
    assert refused(DONGHAE, WRONG)[1].render(lang) == f"5:3: {message}\n{MONTLY}  {hint}"


@pytest.mark.parametrize(
    ("reform", "code"),
    [
        ({"activities.colaboration.points": 2}, Code.UNKNOWN_ADDRESS),
        ({"activities.nothing": None}, Code.UNKNOWN_ADDRESS),
        ({"readings.wiped.claims": "soonest"}, Code.UNKNOWN_ADDRESS),
        ({f"{T7}.att": 6}, Code.UNKNOWN_KEY),
        ({f"{T7}.at": 4}, Code.TIERS_OUT_OF_ORDER),
        ({"awards.monthly.consume": "some"}, Code.BAD_CHOICE),
        ({"rewards.plaque": None}, Code.UNKNOWN_ID),
        ({"label": "이름만"}, Code.MISSING_KEY),
        ("language: 2\nset: {}\n", Code.LANGUAGE_VERSION),
        ("language: 1\nset: [1]\n", Code.WRONG_TYPE),
        ("- 1\n", Code.WRONG_TYPE),
        ("language: 1\nset: {a: 1, a: 2}\n", Code.DUPLICATE_KEY),
        ("no-such.reform.yaml", Code.FILE_MISSING),
        (5, Code.BAD_ARGUMENT),
    ],
)
def test_whatever_is_wrong_is_a_finding_and_never_a_traceback(reform: Any, code: Code) -> None:
    assert code in {found.code for found in refused(DONGHAE, reform)}


def test_what_the_loader_says_of_the_changed_scheme_stands_at_the_value_that_caused_it() -> None:
    reform = f"language: 1\nset:\n  activities.call.points: 1\n  {T7}:\n    at: 7\n    pays: {{donghae_won: 70000}}\n"
    (found,) = refused(DONGHAE, reform)
    assert (found.code, found.place.line) == (Code.UNKNOWN_ID, 6)


# -- forms -------------------------------------------------------------------------------------------------------------


def test_a_reform_is_the_same_as_a_file_a_text_and_a_mapping(tmp_path: Path) -> None:
    text = f"language: 1\nset:\n  {T7}.at: 6\n  answers.year_end: lapse\n"
    file = tmp_path / "r.reform.yaml"
    file.write_text(text, encoding="utf-8")
    values = {f"{T7}.at": 6, "answers.year_end": "lapse"}
    forms: list[Any] = [file, str(file), text, yaml.safe_load(text), values, reform_of(values)]
    first, *others = [under_reform(DONGHAE, form) for form in forms]
    for other in others:
        assert other.reform == first.reform
        assert other.changes == first.changes
        assert other.scheme.to_dict() == first.scheme.to_dict()


def test_the_values_before_and_after_are_listed_by_address() -> None:
    found = under_reform(
        DONGHAE, from_day("2025-01-01", awards__monthly__tiers__t5={"at": 5, "pays": {"donghae_pay": 60000}})
    )
    assert [(each.address, each.before, each.after, each.is_none) for each in found.changes] == [
        (f"{T5}.at", "5", "5", True),
        (f"{T5}.pays.donghae_pay", "50000", {"2024-06-01": "50000", "2025-01-01": "60000"}, False),
    ]


def changed(reform: Any) -> list[tuple[str, Any, Any]]:
    """What a reform of Donghae's scheme really changes."""
    found = under_reform(DONGHAE, reform).changes
    return [(each.address, each.before, each.after) for each in found if not each.is_none]


def test_a_rule_that_is_taken_out_is_one_change() -> None:
    rule = DONGHAE.to_dict()["bonuses"]["citizen_praise"]
    assert changed({"bonuses.citizen_praise": None}) == [("bonuses.citizen_praise", rule, None)]
    tier = DONGHAE.to_dict()["awards"]["monthly"]["tiers"]["t10"]
    kept = {key: value for key, value in DONGHAE.to_dict()["awards"]["monthly"]["tiers"].items() if key != "t10"}
    assert changed({"awards.monthly.tiers": kept}) == [("awards.monthly.tiers.t10", tier, None)]


def test_a_rule_that_ends_is_one_change_with_nothing_beside_it() -> None:
    found = under_reform(DONGHAE, from_day("2024-09-01", bonuses__citizen_praise=None)).changes
    assert [(each.address, each.before, each.after) for each in found] == [
        ("bonuses.citizen_praise.until", None, "2024-09-01")
    ]


@pytest.mark.parametrize(
    ("reform", "addresses"),
    [
        ({"activities.call.assumed": {"ko": "까닭", "en": "why"}}, []),
        ({"activities.call.source": "release"}, []),
        (
            {"activities.call.label": {"ko": "전화", "en": "call"}},
            ["activities.call.label.ko", "activities.call.label.en"],
        ),
        ({"activities.x": {"label": "새것", "points": 1, "assumed": "까닭"}}, ["activities.x.points"]),
        ({"rewards.label": {"label": "이름표", "unit": "piece"}}, ["rewards.label.unit"]),
    ],
)
def test_names_and_sources_are_no_values_unless_a_name_takes_another_s_place(reform: Any, addresses: list[str]) -> None:
    assert [address for address, _, _ in changed(reform)] == addresses


def test_a_new_name_is_no_number_that_needs_a_reason() -> None:
    """The activity keeps the words that say where its points come from."""
    renamed = reformed(DONGHAE, {"activities.call.label": {"ko": "전화", "en": "call"}})
    assert told(renamed, "activities", "call") == told(DONGHAE, "activities", "call")


def test_a_reason_of_two_languages_that_a_reform_gives_stays_as_it_is() -> None:
    own = {"ko": "까닭", "en": "why"}
    found = reformed(DONGHAE, {"activities.call.points": 2, "activities.call.assumed": own})
    assert told(found, "activities", "call")["assumed"] == own


@pytest.mark.parametrize(
    ("wrong", "near"),
    [
        ("bonuses.praise", "bonuses.citizen_praise"),
        ("bonuses.praise.ad", "bonuses.citizen_praise.add"),
        ("awards.montly.tiers.t7.att", f"{T7}.at"),
        ("reward.leve", "rewards.leave"),
        ("readings.wiped", ""),
        ("reading.wiped", ""),
        ("awards.wiped", ""),
    ],
)
def test_the_address_that_is_offered_leads_to_something_that_is_there(wrong: str, near: str) -> None:
    (found,) = refused(DONGHAE, {wrong: None})
    assert (found.code, found.facts.get("near", "")) == (Code.UNKNOWN_ADDRESS, near)


def test_a_reform_of_a_reading_s_own_entry_is_told_that_readings_cannot_be_reformed() -> None:
    (found,) = refused(DONGHAE, {"readings.wiped": None})
    assert found.help("en").startswith("readings cannot be reformed")
    assert "--reading" in found.help("ko")


@pytest.mark.parametrize("name", ["tier_7_to_6", "from_2025", "close_months"])
def test_the_example_reforms_load_and_fit_the_schema(name: str) -> None:
    path = example_path(f"reforms/{name}.reform.yaml")
    assert reformed(DONGHAE, path).id == DONGHAE.id
    data = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506  # every scalar as its text
    assert list(Draft202012Validator(schema_of("reform")).iter_errors(data)) == []


@pytest.mark.parametrize(
    ("data", "fits"),
    [
        ({f"{T7}.at": 6, "eligible": None}, True),
        ({"language": 1, "set": {f"{T7}.at": None}, "reason": "x"}, True),
        ({"language": 1}, False),
        ({"language": 1, "set": {}, "lable": "x"}, False),
        ({"label": "x"}, False),
        ([], False),
    ],
)
def test_the_schema_knows_both_forms_of_a_reform(data: Any, *, fits: bool) -> None:
    assert Draft202012Validator(schema_of("reform")).is_valid(data) is fits
    if isinstance(data, dict):
        assert (not _wrong_form(data)) is fits


def _wrong_form(data: dict[str, Any]) -> bool:
    try:
        reform_of(data)
    except SchemeErrors:
        return True
    return False


@pytest.mark.parametrize("first", [{}, {"from": "2025-01-01"}])
@pytest.mark.parametrize(
    "setting",
    [
        {"awards.monthly.tiers.t7.at": 5.5, "awards.monthly.tiers.t7": {"at": 6, "pays": {"donghae_pay": 70000}}},
        {"activities.proposal": None, "activities.proposal.points": 3},
    ],
)
def test_an_address_inside_another_is_refused_since_both_cannot_hold(setting: Any, first: Any) -> None:
    for order in (setting, dict(reversed(setting.items()))):
        found = refused(DONGHAE, {"language": 1, **first, "set": order})
        assert Code.CONTRADICTION in {each.code for each in found}


@pytest.mark.parametrize(
    "setting", [{"rewards.leave.unit": "hour"}, {"rewards.leave": {"label": "leave", "unit": "hour"}}]
)
def test_another_unit_is_refused_since_days_and_hours_cannot_be_subtracted(setting: Any) -> None:
    (found,) = refused(DONGHAE, setting)
    assert found.code is Code.CONTRADICTION
    assert "day" in found.message("en")
    assert reformed(DONGHAE, {"rewards.leave.unit": "day"}).rewards["leave"].unit == "day"
