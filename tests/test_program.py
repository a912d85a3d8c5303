"""A program says what its scheme says, with all names bound: a scheme with every feature, read off by hand.

The scheme is tests/notices/everything.yaml. Its points are scaled by ten: 12 points are 120.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from incentive_rules import Amount, load_scheme
from incentive_rules.amounts import Rounding
from incentive_rules.facts import Fact
from incentive_rules.messages import LANGUAGES, Label, sentence
from incentive_rules.periods import Dated, NamedPeriod
from incentive_rules.program.from_scheme import program_of
from incentive_rules.program.pay_steps import PaidByAward
from incentive_rules.scheme.conditions import Test as ConditionTest
from incentive_rules.scheme.provenance import Cited
from notice_fields import EVERYTHING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from incentive_rules.program.model import Program
    from incentive_rules.program.rule import Rule

COMMON = {"id", "address", "label", "first", "until", "cited"}


@cache
def program() -> Program:
    return program_of(load_scheme(EVERYTHING))


def plain(value: Any) -> Any:  # noqa: C901, PLR0911  # one for each kind of value
    """A value in words: facts by their names, values by date as a mapping, what stands for nothing left out."""
    match value:
        case Dated():
            steps = {str(day): plain(each) for day, each in value.steps}
            return steps["0001-01-01"] if [*steps] == ["0001-01-01"] else steps
        case Fact():
            return value.name
        case NamedPeriod():
            return value.id
        case ConditionTest():
            return f"{value.scope}.{value.fact.name} {value.op} {plain(value.operands)}"
        case Rounding():
            return f"{plain(value.unit)} {value.mode}"
        case Label() | Enum() | Amount():
            return str(value)
        case PaidByAward():
            return "award"
        case frozenset():
            return sorted(value)
        case tuple() | list():
            return [plain(each) for each in value]
        case dict():
            return {key: plain(each) for key, each in value.items()}
    return said(value) if is_dataclass(value) else value


def said(rule: Any) -> dict[str, Any]:
    """What a rule says beside its name and its days, without what it does not say."""
    told = {each.name: plain(getattr(rule, each.name)) for each in fields(rule) if each.name not in COMMON}
    return {name: value for name, value in told.items() if value not in (None, "", [], {}, False, 0) or value is True}


def rules() -> Iterator[Rule]:
    """Every rule that has an address."""
    every = program()
    yield from every.counters.values()
    yield from (*every.budgets, *every.activities.values(), *every.general_limits)
    yield from dict.fromkeys(bonus for each in every.bonuses.values() for bonus in each)
    for award in every.tiers:
        yield from (award, *award.tiers)
    for ranking in every.rankings:
        yield from (ranking, *ranking.places, *ranking.parts)
    for graded in every.grades:
        yield from (graded, *graded.grades, *graded.adjust, *graded.supplements)


def test_every_rule_has_its_address_in_the_file_its_name_and_its_days() -> None:
    """A rule that says no days has those of the scheme; a tier none that its award does not have."""
    found = list(rules())
    assert len({each.address for each in found}) == len(found) - 1  # the tier of an exchange is the exchange
    for rule in found:
        at: Any = program().scheme.to_dict()
        first, until = "2024-06-01", "2027-01-01"
        path = rule.address.split(".")
        for depth, name in enumerate(path, 1):
            at = at[name]
            if depth == len(path) or "tiers" in path:
                first, until = max(first, str(at.get("from", first))), min(until, str(at.get("until", until)))
        assert rule.id == rule.address.split(".")[-1]
        assert (rule.first, rule.until) == (date.fromisoformat(first), date.fromisoformat(until)), rule.address
        if "label" in at and rule.address != "awards.rate":
            assert rule.label == Label(**at["label"])


@pytest.mark.parametrize(
    ("address", "source", "at", "assumed"),
    [
        ("activities.proposal", "plan", "제3조", ""),
        ("activities.contest", "plan", "", "the plan has no points"),
        ("activities.support", "", "", "made up for the tests"),
        ("awards.swap.tiers.t10", "memo", "", ""),
        ("awards.people.places.first", "plan", "제7조", ""),
        ("awards.final.measure.parts.first", "plan", "", ""),
        ("awards.merit.grades.s", "plan", "제9조", ""),
        ("awards.merit.adjust.untrained", "plan", "제10조", ""),
        ("awards.merit.supplements.special", "plan", "제11조", ""),
    ],
)
def test_every_rule_has_its_source_and_its_assumption(address: str, source: str, at: str, assumed: str) -> None:
    (rule,) = [each for each in rules() if each.address == address]
    assert rule.cited == Cited(source, at, rule.cited.assumed)
    assert (rule.cited.assumed.en if rule.cited.assumed else "") == assumed


POINTS: dict[str, dict[str, Any]] = {
    "proposal": {"points": {"points": {"2024-06-01": 10, "2025-01-01": 15}}},
    "contest": {
        "points": {"scope": "entry", "fact": "prize"}
        | {"points": {"대상": {"2024-06-01": 30, "2026-01-01": 40}, "금상": 20, "은상": 10}}
    },
    "support": {
        "points": {"fact": "hours", "each": 10, "per": "4", "rounding": "5 down"},
        "when": {"parts": ["entry.hours between ['2', '12']", {"part": "entry.topic equals ['사적 행사']"}]},
    },
    "saving": {"points": {"fact": "saved", "each": {"2024-06-01": 10, "2025-07-01": 20}, "per": "10000000"}},
    "waiting": {
        "points": {
            "fact": "days",
            "each": {"scope": "entry", "fact": "days", "starts": ["0", "6"]}
            | {"points": [10, {"2024-06-01": 20, "2025-01-01": 25}]},
            "per": "1",
            "most_units": "10",
            "weight": {"scope": "entry", "fact": "hardness", "points": {"보통": "1", "어려움": "1.5"}},
            "at_most": {"2024-06-01": 150, "2025-01-01": 200},
        }
    },
    "income": {
        "points": {"scope": "entry", "fact": "saved", "starts": ["0", "1000000"], "points": [10, 30]},
        "shares": True,
    },
    "good_case": {"points": {"fact": "score", "low": "0.5", "high": "2", "step": "0.5"}},
    "judged": {"points": {"weights": [["score", "0.4"], ["effort", "0.6"]], "rounding": "1 half_up"}},
    "given": {
        "points": {"points": 5},
        "when": {
            "parts": [
                "row.given equals [True]",
                {"part": {"parts": ["giver.office equals [{'scope': 'member', 'fact': 'office'}]"]}},
            ]
        },
    },
    "training": {"points": {"fact": "quantity", "each": 5, "per": "1"}},
    "base": {"points": {"points": 100}, "made": {"every": "year", "part": "months", "rounding": "5 down"}},
    "together": {"points": {"points": 50}, "of": "office"},
    "again": {"points": {"points": 10}, "made": {"award": "swap", "won": ["t5"]}},
    "slip": {"points": {"points": -10}, "can_deduct": True},
}
ALL = sorted(POINTS)


def test_activities_have_their_points_and_what_they_ask() -> None:
    assert {key: said(each) for key, each in program().activities.items()} == POINTS


def test_balance_and_closing_have_their_spans() -> None:
    balance, closing = program().balance, program().closing
    assert (said(balance), said(closing)) == ({"months": 24}, {"per": "month", "days": 10})
    assert closing is not None
    assert (closing.id, closing.address, closing.cited) == ("closing", "closing", Cited("plan", "", None))
    assert (closing.first, closing.until) == (date(2024, 6, 1), date(2027, 1, 1))
    assert closing.label == Label(*(sentence("closing_label", lang) for lang in LANGUAGES))
    assert program().eligible_cited == Cited("plan", "제2조", None)
    assert program().answers.values_taken_on == "activity_date"
    assert program().answers.minimum_is_of == "balance"


def test_what_is_not_named_goes_by_all_activities_and_by_the_member() -> None:
    limits = {each.id: said(each) for each in program().general_limits}
    own = [["member", ""]]
    assert limits == {
        "month": {"per": "month", "points": {"2024-06-01": 100, "2025-01-01": 120}, "keep": "earliest", "by": own}
        | {"activities": ALL},
        "lessons": {
            "per": "quarter",
            "count": 5,
            "keep": "earliest",
            "by": own,
            "activities": ["proposal", "training"],
        },
        "gifts": {
            "per": "season",
            "allowance": {
                "scope": "giver",
                "fact": "grade",
                "points": {"9급": {"2024-06-01": 50, "2025-01-01": 60}, "8급": 50, "7급": 50, "6급": 80, "연구사": 80}
                | {"5급": 100},
            },
            "keep": "earliest",
            "by": [["giver", ""], ["member", "office"]],
            "by_facts": [["member", "office"]],
            "activities": ["proposal", "saving"],
            "when": "entry.praised equals [True]",
            "of_base": True,
        },
        "task": {"per": "ever", "count": 1, "keep": "highest", "by": [*own, ["work", ""], ["entry", "topic"]]}
        | {"by_facts": [["entry", "topic"]], "activities": ALL},
        "slips": {"per": "month", "count": 2, "keep": "none", "by": own, "activities": ["slip"]},
        "one": {"points": 40, "keep": "earliest", "by": own, "activities": ALL},
    }
    assert program().telling_names == ("work", "giver")


def test_budgets_have_their_rewards_their_period_and_what_is_done_once_they_are_spent() -> None:
    assert {each.id: said(each) for each in program().budgets} == {
        "money": {
            "awards": ["rate", "swap"],
            "rewards": ["voucher"],
            "per": "year",
            "amount": {"2024-06-01": "5000000", "2025-01-01": "6000000"},
            "when_out": "prorate",
            "rounding": "1000 down",
        },
        "days": {
            "awards": ["swap", "yearly"],
            "rewards": ["leave"],
            "per": "half",
            "by": "office",
            "count": 5,
            "when_out": "by_score",
        },
    }


def test_counters_have_what_they_count_and_what_they_take_of_it() -> None:
    assert {key: said(each) for key, each in program().counters.items()} == {
        "lessons": {"activities": ["training"], "when": "entry.praised equals [True]", "take": "number"}
        | {"drop": [0, 0], "per": "year", "last": 2},
        "judged": {"activities": ALL, "fact": "hours", "take": "mean", "drop": [1, 1], "last": 1},
    }


def test_bonuses_add_or_multiply_for_their_activities() -> None:
    add = {"when": "entry.praised equals [True]", "add": {"2024-06-01": 5, "2025-01-01": 10}}
    for activity, bonuses in program().bonuses.items():
        assert said(bonuses[0]) == add
        assert [each.id for each in bonuses[1:]] == (["young"] if activity in {"proposal", "contest"} else [])
    young = program().bonuses["contest"][1]
    assert plain(young.more) == "0.5"  # by half of it more
    assert young.add is None


TIERS: dict[str, dict[str, Any]] = {
    "swap": {"counter": "balance", "claim_by": "member", "claim_per": "quarter", "times": 2, "pay": "highest"}
    | {"again": "always", "consume": "tier", "priority": 1},
    "rate": {
        "counter": "balance",
        "claim_by": "member",
        "claim_per": "month",
        "times": 1,
        "pay": "highest",
        "again": "always",
        "consume": "tier",
        "priority": 5,
        "eligible": "member.grade at_most ['7급']",
        "multiple": {"minimum": 40, "maximum": 200},
    },
    "panel": {"window": "year", "claim_by": "automatic", "claim_per": "year", "pay": "highest", "again": "always"}
    | {"consume": "nothing", "eligible": "counter.lessons at_least ['1']"},
    "yearly": {"counter": "balance", "claim_by": "automatic", "claim_per": "year", "pay": "lowest", "again": "once"}
    | {"once": "year", "consume": "all", "priority": 2},
    "ladder": {"counter": "earned", "window": "ever", "claim_by": "automatic", "claim_per": "month", "pay": "highest"}
    | {"again": "difference", "consume": "nothing"},
    "milestones": {"counter": "earned", "window": "year", "claim_by": "member", "claim_per": "month", "times": 1}
    | {"pay": "highest", "again": "once", "consume": "nothing", "days_to_claim": 10},
}


def test_awards_by_thresholds_have_their_measure_their_claims_and_what_they_use_up() -> None:
    found = {each.id: said(each) for each in program().tiers}
    assert found.pop("panel").pop("counter")["fact"] == "hours"
    told = {each.id: {name: value for name, value in said(each).items() if name != "tiers"} for each in program().tiers}
    told["panel"].pop("counter")
    assert told == TIERS


def test_tiers_have_their_threshold_their_rewards_and_their_name_by_date() -> None:
    tiers = {each.address.removeprefix("awards."): said(each) for award in program().tiers for each in award.tiers}
    assert tiers == {
        "swap.tiers.t5": {
            "at": {"2024-06-01": 50, "2025-01-01": 60},
            "options": {"": {"voucher": {"2024-06-01": "30000", "2025-01-01": "40000"}}},
            "names": "sprout",
        },
        "swap.tiers.t10": {
            "at": 100,
            "options": {"money": {"voucher": "70000"}, "rest": {"leave": "1", "books": "2"}},
            "names": "10 points",
        },
        "rate": {"at": 20, "options": {"money": {"voucher": "10000"}, "rest": {"leave": "0.5"}}, "names": "2 points"},
        "panel.tiers.t5": {"at": 50, "options": {"": {"books": "1"}}, "names": "5 points"},
        "yearly.tiers.t20": {"at": 200, "options": {"": {"voucher": "100000", "leave": "1"}}, "names": "20 points"},
        "ladder.tiers.t10": {"at": 100, "options": {"": {"books": "1"}}, "names": "10 points"},
        "ladder.tiers.t30": {"at": 300, "options": {"": {"books": "3"}}, "names": "30 points"},
        "milestones.tiers.t3": {"at": 30, "options": {"": {"books": "1"}}, "names": "3 points"},
        "milestones.tiers.t7": {"at": 70, "options": {"": {"books": "2"}}, "names": "7 points"},
    }
    assert program().tiers[1].tiers[0].label == Label("2점", "2 points")


RANKINGS: dict[str, dict[str, Any]] = {
    "people": {
        "of": "member",
        "per": "year",
        "minimum": 100,
        "places": [
            {"best": 1, "worst": 1, "pays": {"voucher": "1000000"}},
            {"best": 2, "worst": 4, "pays": {"voucher": "300000"}},
        ],
        "share": "1000 down",
        "counter": "earned",
        "score": "sum",
    },
    "offices": {
        "of": "office",
        "per": "half",
        "places": [{"best": 1, "worst": 1, "pays": {"voucher": {"2024-06-01": "500000", "2025-01-01": "700000"}}}],
        "ties": "hold",
        "counter": "earned",
        "score": "sum",
    },
    "round": {"of": "member", "per": "year", "places": [{"best": 1, "worst": 10}], "ties": "expand"}
    | {"counter": "earned", "score": "sum"},
    "final": {
        "of": "member",
        "per": "year",
        "places": [{"pays": {"leave": "2"}, "top": Fraction(1, 20)}, {"top": Fraction(1, 10)}],
        "ties": "hold",
        "parts": [
            {"counter": "earned", "weight": {"2024-06-01": "50", "2025-01-01": "60"}, "taken_as": "share_of_best"},
            {"stage": "round", "weight": "0.5", "taken_as": "points"},
        ],
        "score": "sum",
        "field": {"stage": "round", "ranks": 10, "when": "member.class equals ['일반직']"},
        "within": {"fact": "grade", "pool_below": 4},
        "paid_if": {"part": {"parts": ["member.office equals ['비서실']"]}},
        "seats": "largest_remainder",
        "criteria": [
            {"kind": "highest", "name": "work"},
            {"kind": "lowest", "name": "earned"},
            {"kind": "earliest"},
            {"kind": "fact", "fact": "hired", "first": "lowest"},
            {"kind": "lot", "name": "2024-17"},
        ],
        "one_prize": {"not_if_won": ["round"], "freed_place": "moves_up"},
    },
    "crews": {
        "of": "work",
        "per": "half",
        "places": [
            {
                "best": 1,
                "worst": 1,
                "pays": {"voucher": "500000"},
                "split": {"among": "contributors", "by": "points", "rounding": "10 down", "residue": "largest_part"},
            }
        ],
        "ties": "expand",
        "counter": "earned",
        "score": "mean",
    },
}


def test_rankings_have_their_field_their_score_their_places_and_their_ties() -> None:
    found = {each.id: said(each) for each in program().rankings}
    fact = program().rankings[3].criteria[3]
    assert (str(fact.first), [each.first for each in program().rankings[3].criteria].count(None)) == ("lowest", 4)
    found["final"]["criteria"][3]["first"] = "lowest"  # it has the name of a day
    assert found == RANKINGS
    names = {place.id: place.label.en for ranking in program().rankings for place in ranking.places}
    assert (names["gold"], names["silver"], names["next"]) == ("top 5%", "top 10%", "rank 2–4")
    assert program().rankings[0].places[1].label.ko == "2–4위"
    assert program().rankings[1].places[0].label == Label("1위", "rank 1")
    assert program().rankings[3].places[0].label.ko == "상위 5%"


def test_grades_have_their_shares_their_pay_and_what_moves_people_between_them() -> None:
    """Grades are counted from the best: b is the third of four, and up is one less."""
    merit, marks = (said(each) for each in program().grades)
    takes = [
        {"does": "take"} | {"operand": {"fact": "band", "values": {"윗호봉": "3000000", "아랫호봉": TAKEN}}},
        {"does": "times", "operand": "1.725"},
        {"does": "round", "operand": "1000 up"},
        {"does": "times", "operand": {"fact": "weekly"}},
        {"does": "over", "operand": "40"},
        {"does": "at_most", "operand": "6000000"},
        {"does": "at_least", "operand": "100000"},
    ]
    extra = [{"does": "take", "operand": "award"}, {"does": "times", "operand": "0.5"}]
    assert merit == {
        "of": "member",
        "per": "year",
        "within": "grade",
        "pool_below": 4,
        "seats": "largest_remainder",
        "ties": "upper",
        "grades": [
            {"share": {"2024-06-01": "0.2", "2026-01-01": "0.3"}, "pays": {"voucher": {"steps": takes}}},
            {"share": "0.4", "pays": {"voucher": "200000", "leave": "1"}},
            {"share": "0.3", "pays": {"books": "1"}},
            {},
        ],
        "not_paid": {"when": "member.weekly at_most ['14']", "then": "take_from_lowest_paid"},
        "adjust": [
            {"when": "member.trained equals [False]", "by": 1, "worst": 3},
            {"when": "member.class equals ['임기제']", "worst": 2},
            {"when": "member.office equals ['지원과']", "by": -1, "worst": 3},
            {"when": "member.hired at_least [datetime.date(2025, 7, 1)]", "best": 1, "worst": 3},
        ],
        "supplements": [
            {
                "grades": ["s"],
                "when": "member.trained equals [True]",
                "top": "0.05",
                "pays": {"voucher": {"steps": [*extra, {"does": "round", "operand": "1000 down"}]}},
            }
        ],
    }
    assert marks == {
        "of": "office",
        "per": "half",
        "grades": [
            {"at_least": {"2024-06-01": 800, "2025-01-01": 900}, "pays": {"voucher": "300000"}},
            {"at_least": 700},
            {},
        ],
    }


TAKEN = {"2024-06-01": "2500000", "2026-01-01": "2600000"}


SMALL: dict[str, Any] = {
    "language": 1,
    "id": "small",
    "label": "작은 제도",
    "from": "2024-01-01",
    "assumed": "worked example",
    "activities": {"help": {"label": "도움", "points": 1}},
    "rewards": {"won": {"label": "돈", "unit": "KRW"}},
}
SWAP: dict[str, Any] = {
    "kind": "exchange",
    "label": "교환",
    "claim": {"by": "automatic", "per": "month"},
    "points": 1,
    "pays": {"won": 10000},
}
BY_TIERS = SWAP | {"kind": "tiers", "measure": {"counter": "balance"}, "pay": "highest", "again": "always"}
BY_TIERS |= {"consume": "tier", "tiers": {"t": {"at": "0.5", "pays": {"won": 10000}}}}
ONE_TIER = {key: value for key, value in BY_TIERS.items() if key not in ("points", "pays")}
KEEP = {"points_count_on": "activity_date", "year_end": "keep"}


def test_a_threshold_of_one_point_is_called_by_one_point_and_not_by_points() -> None:
    (award,) = program_of(load_scheme(SMALL | {"awards": {"swap": SWAP}, "answers": KEEP})).tiers
    assert award.tiers[0].label == Label("1점", "1 point")


def test_an_exchange_that_says_no_more_than_it_must_has_no_minimum_no_deadline_and_no_turn() -> None:
    (award,) = program_of(load_scheme(SMALL | {"awards": {"swap": SWAP}, "answers": KEEP})).tiers
    assert (award.priority, award.days_to_claim) == (0, 0)
    assert award.multiple is not None
    assert said(award.multiple) == {}


@pytest.mark.parametrize(
    ("parts", "halves"),
    [
        ({"awards": {"swap": SWAP}}, False),
        ({"activities": {"help": {"label": "도움", "points": "0.5"}}}, True),
        ({"bonuses": {"more": {"label": "더", "when": {"praised": "yes"}, "add": "0.5"}}}, True),
        ({"limits": {"month": {"label": "월", "per": "month", "points": "0.5", "keep": "earliest"}}}, True),
        ({"awards": {"swap": SWAP | {"points": "0.5"}}}, True),
        ({"awards": {"swap": ONE_TIER}}, True),
        ({"awards": {"swap": SWAP}, "balance": {"carry_over": "0.5"}}, True),
    ],
)
def test_points_are_scaled_so_that_every_number_of_points_in_the_file_is_whole(
    parts: dict[str, Any], *, halves: bool
) -> None:
    answers = {name: answer for name, answer in KEEP.items() if name != "year_end" or "balance" not in parts}
    facts = {"entry": {"praised": {"yes_no": None, "blank": "no"}}}
    assert program_of(load_scheme(SMALL | {"facts": facts, "answers": answers} | parts)).scale.factor == 1 + halves
