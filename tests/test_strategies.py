"""What is drawn is valid, knows the whole language, lies at the edges, and shrinks to what is simple."""

from __future__ import annotations

import inspect
from collections import Counter
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from incentive_rules import Evaluation, Scheme, evaluate, example_path, load_scheme
from incentive_rules.facts import FactKind
from incentive_rules.fairness.strategies import (
    Rows,
    claims,
    days,
    entries,
    last_day,
    ledgers,
    members,
    scheme_data,
    schemes,
)
from incentive_rules.ledger.from_rows import claims_from_rows, ledger_from_rows, roster_from_rows
from incentive_rules.messages import LANGUAGES
from incentive_rules.periods import Dated
from incentive_rules.report.notice import notice
from incentive_rules.report.page import markdown
from incentive_rules.scheme.answers import ANSWERS, WAIT
from incentive_rules.scheme.checks import conditions_of
from incentive_rules.scheme.conditions import All, AnyOf, Condition, Not, Op, Test
from incentive_rules.scheme.parts import FACT_KINDS, Part
from incentive_rules.scheme.policies import POLICIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

pytestmark = pytest.mark.slow  # many draws, each of them looked into
MANY = 900
DONGHAE = load_scheme(example_path("donghae.yaml"))
SEOCHEON = load_scheme(example_path("seocheon.yaml"))
PLAIN: dict[str, Any] = {
    "language": 1,
    "id": "plain",
    "label": "plain",
    "from": "2024-06-01",
    "until": "2025-01-01",
    "assumed": "a test",
    "activities": {"idea": {"label": "idea", "points": 1}},
    "rewards": {"money": {"label": "money", "unit": "KRW"}},
    "awards": {
        "monthly": {
            "kind": "tiers",
            "label": "monthly",
            "measure": {"counter": "balance"},
            "claim": {"by": "member", "times": 1, "per": "month"},
            "pay": "highest",
            "again": "always",
            "consume": "tier",
            "tiers": {"t7": {"at": 7, "pays": {"money": 70000}}},
        }
    },
    "answers": {"points_count_on": "activity_date", "year_end": "keep"},
}


def many(strategy: st.SearchStrategy[Any], count: int = MANY) -> list[Any]:
    """The same draws in every run."""
    found: list[Any] = []

    @settings(max_examples=count, derandomize=True, database=None, deadline=None, phases=[Phase.generate])
    @given(strategy)
    def gather(drawn: Any) -> None:
        found.append(drawn)

    gather()
    return found


def simplest(strategy: st.SearchStrategy[Any], condition: Callable[[Any], bool]) -> Any:
    """The simplest draw for which something holds."""
    phases = [Phase.generate, Phase.shrink]
    return find(strategy, condition, settings=settings(max_examples=500, database=None, phases=phases))


# Schemes.


@cache
def drawn_schemes() -> tuple[Scheme, ...]:
    """One that does not load would raise here."""
    return tuple(many(schemes(), MANY + 100))


def inner(value: Any) -> Iterator[Any]:
    """A value of a scheme and everything in it."""
    yield value
    if isinstance(value, Part):
        yield from (each for name in value.model_fields_set for each in inner(getattr(value, name)))
    elif isinstance(value, dict):
        yield from (each for part in value.values() for each in inner(part))
    elif isinstance(value, tuple):
        yield from (each for part in value for each in inner(part))


def parts() -> Iterator[Part]:
    return (part for scheme in drawn_schemes() for part in inner(scheme) if isinstance(part, Part))


def told() -> Iterator[tuple[type[Part], str, Any]]:
    """Every key that is written, with its value, under the class that has it."""
    return ((type(part), name, getattr(part, name)) for part in parts() for name in part.model_fields_set)


def classes(base: type[Part]) -> Iterator[type[Part]]:
    for each in base.__subclasses__():
        yield from (each, *classes(each))


def test_every_scheme_loads_and_comes_back_from_its_own_data() -> None:
    assert len(drawn_schemes()) >= MANY
    for scheme in drawn_schemes():
        assert load_scheme(scheme.to_dict()) == scheme


def test_every_key_of_the_language_occurs() -> None:
    language = [each for each in classes(Part) if each.__module__.startswith("incentive_rules.scheme")]
    written = {(base, name) for part, name, _ in told() for base in part.__mro__}
    missing = {f"{each.__name__}.{key}" for each in language for key in each.model_fields if (each, key) not in written}
    assert missing == set()


def test_every_word_of_every_choice_occurs_under_every_key_that_takes_it() -> None:
    words = {(part, name, value) for part, name, value in told() if isinstance(value, StrEnum)}
    missing = {
        (part.__name__, name, str(word))
        for part, name, value in words
        for word in type(value)
        if (part, name, word) not in words
    }
    never_ranked = {("RankingMeasure", "per", word) for word in ("day", "ever")}
    assert missing - never_ranked == set()


def test_whatever_may_be_dated_is_sometimes() -> None:
    values = [
        (part.__name__, name, each) for part, name, value in told() for each in inner(value) if isinstance(each, Dated)
    ]
    dated = {(part, name) for part, name, each in values if len(each.steps) > 1}
    assert {(part, name) for part, name, _ in values} - dated == set()


def test_every_answer_is_given() -> None:
    given_answers = {(name, answer.value) for scheme in drawn_schemes() for name, answer in scheme.answered.items()}
    assert {(name, word) for name, known in ANSWERS.items() for word in known} - given_answers == set()
    assert {value for name, value in given_answers if name == "no_option"} > {WAIT}


def test_members_and_entries_have_facts_of_every_kind() -> None:
    specs = [
        (scope, spec)
        for scheme in drawn_schemes()
        for scope in ("member", "entry")
        for spec in getattr(scheme.fact_specs, scope).values()
    ]
    assert {(scope, spec.kind) for scope, spec in specs} == {(s, k) for s in ("member", "entry") for k in FACT_KINDS}
    assert {spec.kind for _, spec in specs if spec.blank is not None} == set(FACT_KINDS)


def conditions(condition: Condition) -> Iterator[Condition]:
    yield condition
    inside = (condition.part,) if isinstance(condition, Not) else getattr(condition, "parts", ())
    yield from (each for part in inside for each in conditions(part))


def test_every_test_is_asked_of_every_kind_of_fact_and_conditions_are_joined_in_every_way() -> None:
    drawn = [
        (path[0], each)
        for scheme in drawn_schemes()
        for path, whole in conditions_of(scheme).items()
        for each in conditions(whole)
    ]
    ordered = (FactKind.NUMBER, FactKind.DATE, FactKind.ORDERED)
    asked = {(each.fact.kind, each.op) for _, each in drawn if isinstance(each, Test)}
    assert asked == {
        (kind, op)
        for kind in FactKind
        for op in Op
        if op is Op.EQUALS or kind in ordered or (op is Op.ONE_OF and kind is not FactKind.YES_NO)
    }
    assert {(section, type(each)) for section, each in drawn} == {
        (section, kind)
        for section in ("eligible", "activities", "bonuses", "limits", "counters", "awards")
        for kind in (Test, All, AnyOf, Not)
    }
    assert {each.scope for _, each in drawn if isinstance(each, Test)} == {
        *("member", "entry", "activity"),
        *("giver", "row", "counter"),
    }
    compared = [each for _, test in drawn if isinstance(test, Test) for each in test.asks() if each.fact != test.fact]
    assert {each.scope for each in compared} >= {"member", "entry", "giver"}


def test_readings_change_what_is_said_and_how_people_claim() -> None:
    readings = [reading for scheme in drawn_schemes() for reading in scheme.readings.values()]
    assert {str(reading.claims).partition(":")[0] for reading in readings if reading.claims} == set(POLICIES)
    assert {address.partition(".")[0] for reading in readings for address in reading.set} >= {"activities", "awards"}


def test_the_simplest_scheme_is_one_activity_of_one_point() -> None:
    assert simplest(scheme_data(), lambda _: True) == {
        "language": 1,
        "id": "drawn",
        "label": "a made-up scheme",
        "from": "2024-01-01",
        "assumed": "made up",
        "activities": {"work1": {"label": "the work1", "points": 1}},
        "answers": {"points_count_on": "activity_date"},
    }


def test_size_bounds_every_section() -> None:
    for scheme in many(schemes(size=1), 60):
        sections = (scheme.activities, scheme.bonuses, scheme.limits, scheme.rewards, scheme.awards)
        assert max(map(len, sections)) <= 1


# Rows.


@given(st.data())
def test_clean_rows_can_all_be_read_and_nothing_of_them_is_unknown(data: st.DataObject) -> None:
    scheme = data.draw(schemes())
    rows = data.draw(ledgers(scheme, clean=True))
    ledger = ledger_from_rows(rows.entries, scheme.facts)
    roster = roster_from_rows(rows.roster, scheme.facts)
    filed = claims_from_rows(rows.claims, scheme.facts)
    assert [len(ledger.rows), len(roster.rows), len(filed.rows)] == list(map(len, rows))
    assert ledger.findings == roster.findings == filed.findings == ()
    typed: list[Any] = [*ledger.rows, *roster.rows]
    assert None not in [known for row in typed for known in row.facts.values()]
    for ids in ([row["entry_id"] for row in rows.entries], [row["claim_id"] for row in rows.claims]):
        assert len(ids) == len(set(ids))
    for row in (*rows.entries, *rows.claims):
        assert scheme.first <= date.fromisoformat(row["date"]) <= last_day(scheme)
        assert row["member_id"] in {each["member_id"] for each in rows.roster}


@given(st.data())
def test_whatever_is_drawn_is_evaluated_in_any_order_and_written_to_json_and_back(data: st.DataObject) -> None:
    scheme = data.draw(schemes())
    rows = data.draw(ledgers(scheme))
    as_of = data.draw(days(scheme, clean=False))
    evaluation = evaluate(scheme, *rows, as_of=as_of)
    shuffled = (data.draw(st.permutations(each)) for each in rows)
    assert evaluate(scheme, *shuffled, as_of=as_of).to_json() == evaluation.to_json()
    assert Evaluation.from_json(evaluation.to_json()) == evaluation


@cache
def outcomes(*, clean: bool) -> Counter[str]:
    """What became of the rows of many ledgers."""
    found: Counter[str] = Counter()
    for rows in many(ledgers(DONGHAE, clean=clean), 200):
        evaluation = evaluate(DONGHAE, *rows, as_of="2025-06-30")
        found.update(f"{each.kind} {each.state}" for each in evaluation.outcomes)
        found.update(str(reason.code) for each in evaluation.outcomes for reason in each.reasons)
        found.update(step.rule for payment in evaluation.payments for step in payment.steps)
    return found


def test_every_tier_and_every_prize_is_reached() -> None:
    for tier in ("t3", "t5", "t7", "t10"):
        assert outcomes(clean=True)[f"awards.monthly.tiers.{tier}"]
    assert outcomes(clean=True)["awards.departments.places.best"]


def test_rows_that_are_not_clean_come_to_every_end() -> None:
    ends = ("credited", "held", "rejected", "duplicate", "not_yet")
    wanted = {
        *(f"entry {end}" for end in ends),
        *(f"claim {end}" for end in ("paid", "refused", "rejected", "duplicate")),
    }
    codes = {"same_id_different", "unknown_activity", "outside_scheme", "overlapping_rows", "bad_fact_value"}
    assert wanted | codes <= set(outcomes(clean=False))
    assert set(outcomes(clean=True)) & (codes | {"entry duplicate"}) == set()


def test_runs_end_one_before_a_threshold_at_it_and_one_beyond() -> None:
    scheme = load_scheme(PLAIN)
    counts = {len(rows.entries) for rows in many(ledgers(scheme, clean=True), 150)}
    assert {6, 7, 8} <= counts


def test_cells_stand_at_what_the_rules_ask_for_and_beside_it() -> None:
    """Seocheon counts hours by fours; a bound of the fact is an edge as well."""
    support = [row["hours"] for row in many(entries(SEOCHEON, clean=True)) if "hours" in row]
    assert {"3", "4", "5", "7", "8", "0"} <= set(support)


def test_days_lie_at_the_edges_of_the_scheme_of_its_rules_and_of_months() -> None:
    dated = {"idea": {"label": "idea", "points": {"2024-06-01": 1, "2024-08-20": 2}, "from": "2024-07-10"}}
    scheme = load_scheme(PLAIN | {"activities": PLAIN["activities"] | {"late": dated["idea"] | {"label": "late"}}})
    drawn = set(many(days(scheme)))
    for edge in (date(2024, 8, 20), date(2024, 7, 10)):
        assert {edge - timedelta(days=1), edge, edge + timedelta(days=1)} <= drawn
    assert {scheme.first, date(2024, 12, 31), date(2024, 6, 30), date(2024, 7, 1), date(2024, 9, 30)} <= drawn
    assert (min(drawn), max(drawn)) == (scheme.first, last_day(scheme))
    assert {min(drawn) - timedelta(days=1), max(drawn) + timedelta(days=1)} <= set(many(days(scheme, clean=False)))


def test_people_change_their_facts_on_a_day_and_lists_that_are_not_clean_have_gaps() -> None:
    rosters = many(members(DONGHAE, clean=True), 100)
    assert any("from" in row for rows in rosters for row in rows)
    assert {len({row["member_id"] for row in rows}) for rows in rosters} == {1, 2, 3, 4}
    assert not any(is_broken(rows) for rows in rosters)
    assert any(is_broken(rows) for rows in many(members(DONGHAE), 100))


def is_broken(rows: Iterable[dict[str, Any]]) -> bool:
    """Whether something of somebody is unknown on some day, or told twice."""
    ends = Counter((row["member_id"], row[end]) for row in rows for end in ("from", "until") if end in row)
    return any(count % 2 for count in ends.values()) or any("" in row.values() for row in rows)


def test_where_nothing_can_be_claimed_there_are_no_claims() -> None:
    scheme = load_scheme({key: part for key, part in PLAIN.items() if key != "awards"})
    assert many(st.lists(claims(scheme, clean=True)), 5) == [[]]
    assert not any(rows.claims for rows in many(ledgers(scheme, clean=True), 30))


@pytest.mark.parametrize("page", ["strategies.md", "strategies.ko.md"])
def test_the_page_lists_every_strategy_with_what_it_may_be_told(page: str) -> None:
    text = (Path(__file__).parents[1] / "docs" / page).read_text(encoding="utf-8")
    for each in (ledgers, entries, members, claims, days, schemes):
        signature = inspect.signature(each)
        told = [
            f"{key}=(…)" if key == "members" else str(key if value.default is value.empty else f"{key}={value.default}")
            for key, value in signature.parameters.items()
        ]
        assert f"`{each.__name__}({', '.join(told)})`" in text


def test_the_same_draws_come_in_every_run() -> None:
    assert many(ledgers(DONGHAE), 40) == many(ledgers(DONGHAE), 40)


def test_a_counterexample_shrinks_to_few_rows_on_the_first_day() -> None:
    def has_two_entries_and_a_claim(rows: Rows) -> bool:
        return sum(row.get("member_id") == "K-1" for row in rows.entries) > 1 and bool(rows.claims)

    entry = {"member_id": "K-1", "date": "2024-06-01", "activity": "idea"}
    claim = {"claim_id": "C-1", "member_id": "K-1", "date": "2024-06-01", "award": "monthly"}
    assert simplest(ledgers(load_scheme(PLAIN)), has_two_entries_and_a_claim) == Rows(
        [{"entry_id": f"E-{n}", **entry} for n in (1, 2)], [{"member_id": "K-1"}], [claim]
    )


@given(schemes())
@settings(max_examples=150)
def test_whatever_is_drawn_can_be_told_in_both_languages(scheme: Scheme) -> None:
    for lang in LANGUAGES:
        assert scheme.label.in_language(lang) in markdown(notice(scheme, lang))
