"""Warnings: each is given where it must be and not where it must not, and holds of every ledger that is drawn."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from error_cases import unfilled
from incentive_rules import (
    Amount,
    Code,
    Diagnostic,
    SchemeErrors,
    evaluate,
    example_path,
    lint,
    load_scheme,
    with_reading,
)
from incentive_rules.fairness import strategies as drawn
from incentive_rules.messages import LANGUAGES
from incentive_rules.statement.model import StepKind
from test_language_docs import named

WARNINGS = list(Code)[list(Code).index(Code.TIER_OUT_OF_REACH) : list(Code).index(Code.BAD_ARITHMETIC)]
BASE: dict[str, Any] = {
    "language": 1,
    "id": "sample",
    "label": "sample",
    "from": "2024-01-01",
    "until": "2030-01-01",
    "sources": {"plan": {"title": "the plan"}},
    "source": "plan",
    "facts": {
        "member": {"grade": {"ordered": ["9급", "8급", "7급", "6급"]}, "team": "group"},
        "entry": {"praised": "yes_no", "hours": {"number": None, "at_least": 0}, "begun": "date", "task": "text"},
    },
    "eligible": {"grade": {"at_most": "7급"}},
    "activities": {
        "idea": {"label": "idea", "points": 1, "when": {"begun": {"at_least": "2020-01-01"}}},
        "lecture": {"label": "lecture", "points": {"each": 1, "of": "hours"}},
    },
    "bonuses": {"praise": {"label": "praise", "when": {"praised": "yes"}, "add": 1}},
    "limits": {"month": {"label": "monthly limit", "per": "month", "points": 10, "keep": "earliest"}},
    "rewards": {"money": {"label": "money", "unit": "KRW"}, "leave": {"label": "leave", "unit": "day"}},
    "awards": {
        "monthly": {
            "kind": "tiers",
            "label": "monthly",
            "measure": {"counter": "earned", "per": "month"},
            "claim": {"by": "automatic", "per": "month"},
            "pay": "highest",
            "again": "always",
            "consume": "nothing",
            "tiers": {
                "t3": {"at": 3, "pays": {"money": 30000}},
                "t5": {"at": 5, "choose": {"cash": {"money": 50000}, "rest": {"leave": 1}}},
            },
        },
        "league": {
            "kind": "ranking",
            "label": "league",
            "of": "member",
            "measure": {"counter": "earned", "per": "year"},
            "score": "sum",
            "ties": "expand",
            "places": {
                "best": {"ranks": 1, "pays": {"money": 1000000}},
                "good": {"ranks": [2, 6], "pays": {"money": 500000}},
                "rest": {"ranks": [7, 106], "pays": {"money": 100000}},
            },
        },
    },
    "answers": {
        "points_count_on": "activity_date",
        "grade_judged_on": "activity_date",
        "no_longer_eligible": "keep",
        "no_option": "cash",
        "ranking_field": "scored",
    },
}
T3, T5, PLACES = "awards.monthly.tiers.t3", "awards.monthly.tiers.t5", "awards.league.places"
MONTH = BASE["limits"]["month"]


def changed(changes: dict[str, Any]) -> dict[str, Any]:
    """The sample with other values at some addresses."""
    data = deepcopy(BASE)
    for address, value in changes.items():
        *way, last = address.split(".")
        holder = data
        for step in way:
            holder = holder[step]
        holder[last] = value
    return data


def warnings(changes: dict[str, Any]) -> list[tuple[Code, str]]:
    return [(found.code, found.place.address) for found in lint(load_scheme(changed(changes)))]


def stated(**told: Any) -> dict[str, Any]:
    return {"awards.league.stated": told}


def limit(points: Any, per: str, **more: Any) -> dict[str, Any]:
    return {"label": "other limit", "per": per, "points": points, "keep": "earliest", **more}


def counted(count: int, per: str, **more: Any) -> dict[str, Any]:
    return {"label": f"{count} entries", "per": per, "count": count, "keep": "earliest", **more}


def shares(*weights: str) -> dict[str, Any]:
    return {f"p{n}": {"counter": "earned", "weight": weight, "as": "points"} for n, weight in enumerate(weights)}


TIER, NEVER, VALUE, SLACK = (
    Code.TIER_OUT_OF_REACH,
    Code.RULE_NEVER_APPLIES,
    Code.VALUE_NEVER_IN_FORCE,
    Code.LIMIT_NEVER_BINDS,
)
CLAIM = {"by": "member", "times": 1, "per": "month"}
YOUNG, PRAISED = {"grade": {"at_most": "9급"}}, {"praised": "yes"}
IDEAS = {"activities": ["idea"]}
A_DAY = counted(1, "day", activities=["idea"])

MUST: dict[str, tuple[dict[str, Any], list[tuple[Code, str]]]] = {
    "a tier above what limits allow": ({"limits.month.points": "4.5"}, [(TIER, T5)]),
    "a tier above what the days of a month allow": (
        {"limits.month": limit("0.1", "day")},  # 31 × 0.1 = 3.1
        [(TIER, T5)],
    ),
    "a tier that is in force on no settlement day": (
        {f"{T3}.from": "2024-02-02", f"{T3}.until": "2024-02-27"},
        [(TIER, T3)],
    ),
    "a tier above one that is always paid instead": ({"awards.monthly.pay": "lowest"}, [(TIER, T5)]),
    "nobody is eligible": ({"eligible": {"all": [YOUNG, {"grade": "8급"}]}}, [(NEVER, "eligible")]),
    "a condition that contradicts itself": (
        {"activities.lecture.when": {"hours": {"at_least": 4, "at_most": 3}}},
        [(NEVER, "activities.lecture")],
    ),
    "a condition below what the fact can be": (
        {"activities.lecture.when": {"not": {"hours": {"at_least": 0}}}},
        [(NEVER, "activities.lecture")],
    ),
    "a condition that contradicts eligible": (
        {"activities.idea.when": {"grade": "6급"}, "facts.entry.begun": "text"},
        [(NEVER, "activities.idea")],
    ),
    "a quantity that is rejected where no units are counted": (
        {"activities.idea.when": {"quantity": {"at_least": 2}}, "facts.entry.begun": "text"},
        [(NEVER, "activities.idea")],
    ),
    "a bonus that contradicts eligible": (
        {"bonuses.praise.when": {"praised": "yes", "grade": {"at_least": "6급"}}},
        [(NEVER, "bonuses.praise")],
    ),
    "a bonus that contradicts its activity": (
        {
            "bonuses.praise.when": {"praised": "yes", "begun": {"at_most": "2019-12-31"}},
            "bonuses.praise.activities": ["idea"],
        },
        [(NEVER, "bonuses.praise")],
    ),
    "a bonus for an activity that it is not on": (
        {"bonuses.praise.when": {"praised": "yes", "activity": "idea"}, "bonuses.praise.activities": ["lecture"]},
        [(NEVER, "bonuses.praise")],
    ),
    "a bonus whose condition can hold outside its days alone": (
        {
            "bonuses.praise.when": {
                "praised": "yes",
                "hours": {"at_most": {"2024-01-01": 9, "2025-01-01": 0}, "not": 0},
            },
            "bonuses.praise.from": "2025-01-01",
        },
        [(NEVER, "bonuses.praise")],
    ),
    "a bonus after the end of its activities": (
        {
            "activities.lecture.until": "2025-01-01",
            "bonuses.praise.activities": ["lecture"],
            "bonuses.praise.from": "2025-01-01",
        },
        [(NEVER, "bonuses.praise")],
    ),
    "a limit on an activity that begins later": (
        {
            "activities.lecture.from": "2026-01-01",
            "limits.early": limit(1, "year", activities=["lecture"], until="2026-01-01"),
        },
        [(NEVER, "limits.early")],
    ),
    "a limit that begins when its activity is over": (
        {
            "activities.lecture.until": "2026-01-01",
            "limits.late": limit(1, "year", activities=["lecture"], **{"from": "2026-01-01"}),
            "answers.points_count_on": "approval_date",
            "answers.values_taken_on": "counting_date",
        },
        [(NEVER, "limits.late")],
    ),
    "a limit on each task of an activity that begins later": (
        {
            "activities.lecture.from": "2026-01-01",
            "limits.early": counted(1, "ever", by=["member", "task"], activities=["lecture"], until="2026-01-01"),
        },
        [(NEVER, "limits.early")],
    ),
    "a value that was replaced before its rule began": (
        {"activities.idea.points": {"2020-01-01": 1, "2021-01-01": 2}},
        [(VALUE, "activities.idea.points.2020-01-01")],
    ),
    "a value from the day on which its rule ends": (
        {f"{T3}.pays.money": {"2024-01-01": 30000, "2030-01-01": 35000}},
        [(VALUE, f"{T3}.pays.money.2030-01-01")],
    ),
    "a tier's value from the day on which its award ends": (
        {"awards.monthly.until": "2026-01-01", f"{T3}.at": {"2024-01-01": 3, "2026-01-01": 4}},
        [(VALUE, f"{T3}.at.2026-01-01")],
    ),
    "a limit above that of the same period": (
        {"limits.ideas": limit(11, "month", activities=["idea"])},
        [(SLACK, "limits.ideas")],
    ),
    "a limit above twelve months": ({"limits.year": limit(121, "year")}, [(SLACK, "limits.year")]),
    "a limit of exactly twelve months, written later": ({"limits.year": limit(120, "year")}, [(SLACK, "limits.year")]),
    "a limit of a day above that of the month": ({"limits.daily": limit(11, "day")}, [(SLACK, "limits.daily")]),
    "a count above another": (
        {"limits.few": counted(2, "month"), "limits.daily": counted(3, "day")},
        [(SLACK, "limits.daily")],
    ),
    "points above what a count can bring": (
        {"limits.daily": A_DAY, "limits.monthly": limit(63, "month", **IDEAS), "limits.month.points": 90},
        [(SLACK, "limits.monthly")],  # 31 entries of 1 + 1
    ),
    "a higher tier that pays less": (
        {"awards.monthly.tiers.t8": {"at": 8, "pays": {"money": 40000}}},
        [(Code.PAYS_LESS, "awards.monthly.tiers.t8")],
    ),
    "a higher tier that pays less from a day on": (
        {
            T5: {"at": 5, "pays": {"money": {"2024-01-01": 50000, "2026-01-01": 20000}}},
            f"{PLACES}.best.pays.leave": 1,
            "answers.no_option": "wait",
        },
        [(Code.PAYS_LESS, T5)],
    ),
    "a better rank that pays less": (
        {f"{PLACES}.good.pays.money": 50000},
        [(Code.PAYS_LESS, f"{PLACES}.good")],
    ),
    "an option that is worth less": (
        {f"{T5}.choose.little": {"money": 40000}},
        [(Code.OPTION_NO_BETTER, f"{T5}.choose.little")],
    ),
    "an option that is another's equal": (
        {f"{T5}.choose.again": {"leave": 1}},
        [(Code.OPTION_NO_BETTER, f"{T5}.choose.again")],
    ),
    "an option that holds less of two rewards": (
        {f"{T5}.choose.both": {"money": 50000, "leave": 1}},
        [(Code.OPTION_NO_BETTER, f"{T5}.choose.cash"), (Code.OPTION_NO_BETTER, f"{T5}.choose.rest")],
    ),
    "a safety report's prizes that come to 13,500,000 of 15,000,000 won": (
        stated(rewards={"money": 15000000}),  # 1 × 1,000,000 + 5 × 500,000 + 100 × 100,000
        [(Code.SUM_DIFFERS, "awards.league.stated.rewards.money")],
    ),
    "winners that do not add up": (stated(winners=105), [(Code.SUM_DIFFERS, "awards.league.stated.winners")]),
    "a sum of what no place pays": (
        stated(rewards={"leave": 3}),
        [(Code.SUM_DIFFERS, "awards.league.stated.rewards.leave")],
    ),
    "a cap that the plan gives twice": (
        {"limits.again": limit(2, "month"), "limits.month.points": 10},
        [(Code.NUMBER_SAID_TWICE, "limits.again"), (SLACK, "limits.month"), (TIER, T3), (TIER, T5)],
    ),
    "a bonus that the plan gives twice": (
        {"bonuses.more": {"label": "praise", "when": PRAISED, "add": 2}},
        [(Code.NUMBER_SAID_TWICE, "bonuses.more")],
    ),
    "weights that come to 90": (
        {
            "facts.entry.effort": "number",
            "activities.idea.points": {"criteria": {"hours": 40, "effort": 50}},
        },
        [(Code.WEIGHTS_NOT_WHOLE, "activities.idea.points.criteria")],
    ),
    "parts that come to 1.2": (
        {"awards.league.measure": {"per": "month", "parts": shares("0.7", "0.5")}},
        [(Code.WEIGHTS_NOT_WHOLE, "awards.league.measure.parts")],
    ),
    "a criterion that is the score itself": (
        {"awards.league.ties": {"by": [{"highest": "earned"}], "then": "expand"}},
        [(NEVER, "awards.league.ties.by.0")],
    ),
    "a criterion that is the only part of the score": (
        {
            "awards.league.measure": {"per": "month", "parts": shares("0.7")},
            "awards.league.ties": {"by": [{"lowest": "p0"}], "then": "expand"},
        },
        [(NEVER, "awards.league.ties.by.0")],
    ),
    "a least score above what limits allow": (
        {"awards.league.minimum": 11, "awards.league.measure.per": "month"},
        [(NEVER, "awards.league.minimum")],
    ),
    "points that are assumed": (
        {"activities.idea.assumed": "a guess"},
        [(Code.ASSUMED_MONEY, "awards.league"), (Code.ASSUMED_MONEY, "awards.monthly")],
    ),
    "a limit on each task that is assumed": (
        {"limits.task": counted(1, "ever", by=["member", "task"], assumed="a guess")},
        [(Code.ASSUMED_MONEY, "awards.league"), (Code.ASSUMED_MONEY, "awards.monthly")],
    ),
    "a budget that is assumed": (
        {
            "budgets": {
                "whole": {
                    "label": "budget",
                    "awards": ["monthly"],
                    "reward": "money",
                    "per": "year",
                    "amount": 1000000,
                    "when_out": "refuse",
                    "assumed": "a guess",
                }
            }
        },
        [(Code.ASSUMED_MONEY, "awards.monthly")],
    ),
    "one amount that is assumed": ({f"{T5}.assumed": "a guess"}, [(Code.ASSUMED_MONEY, "awards.monthly")]),
    "a reward that nothing pays": (
        {"rewards.books": {"label": "books", "unit": "piece"}},
        [(Code.REWARD_NOT_PAID, "rewards.books")],
    ),
    "a fact that nothing asks": ({"facts.entry.pages": "number"}, [(Code.FACT_NOT_ASKED, "facts.entry.pages")]),
    "a fact that is named in a label alone": (
        {"facts.entry.pages": "number", "activities.idea.label": "pages"},
        [(Code.FACT_NOT_ASKED, "facts.entry.pages")],
    ),
    "a reading that says what the file says": (
        {"readings": {"same": {"label": "same", "set": {"limits.month.points": "10.0"}}}},
        [(Code.READING_SAME, "readings.same")],
    ),
    "a reading that says what another says": (
        {
            "readings": {
                "one": {"label": "one", "set": {"limits.month.points": 20}},
                "two": {"label": "two", "set": {"limits.month": {**MONTH, "points": 20}}},
            }
        },
        [(Code.READING_SAME, "readings.two")],
    ),
}
"""What must be warned of: changes to the sample, and the warnings that they bring."""

MUST_NOT: dict[str, dict[str, Any]] = {
    "nothing": {},
    "a tier that is just allowed": {"limits.month.points": 5},
    "a tier above a limit on one of two activities": {"limits.month": limit(1, "month", activities=["idea"])},
    "a tier above a limit that ends": {"limits.month": limit(1, "month", until="2026-01-01")},
    "a tier that is in force on one settlement day": {f"{T3}.from": "2024-02-29", f"{T3}.until": "2024-03-02"},
    "lowest first, each once": {"awards.monthly.pay": "lowest", "awards.monthly.again": "once"},
    "a condition that just can hold": {"activities.lecture.when": {"hours": {"at_least": 3, "at_most": 3}}},
    "between two whole numbers there are more": {
        "activities.lecture.when": {"hours": {"at_least": 3, "at_most": 4, "not": {"one_of": [3, 4]}}}
    },
    "a condition that changes in time": {
        "activities.lecture.when": {"hours": {"at_most": {"2024-01-01": 0, "2029-12-31": 1}, "not": 0}}
    },
    "the highest grade that is eligible": {"bonuses.praise.when": {"praised": "yes", "grade": {"at_least": "7급"}}},
    "a text that no rule names": {"activities.lecture.when": {"not": {"task": ["a", "b"]}}},
    "a quantity where units are counted": {
        "activities.lecture": {"label": "lecture", "points": {"each": 1}, "when": {"quantity": {"at_least": 2}}},
        "facts.entry.hours": "text",
    },
    "a bonus on the last day of its activity": {
        "activities.lecture.until": "2025-01-01",
        "bonuses.praise.activities": ["lecture"],
        "bonuses.praise.from": "2024-12-31",
    },
    "a bonus that can hold on one of two activities": {
        "bonuses.praise.when": {"praised": "yes", "begun": {"at_most": "2019-12-31"}}
    },
    "a limit that late approvals of an activity come under": {
        "activities.lecture.until": "2026-01-01",
        "limits.late": limit(1, "year", activities=["lecture"], **{"from": "2026-01-01"}),
        "answers.points_count_on": "approval_date",
        "answers.values_taken_on": "activity_date",
    },
    "a value for the last day": {f"{T3}.pays.money": {"2024-01-01": 30000, "2029-12-31": 35000}},
    "a limit just below another": {"limits.ideas": limit("9.5", "month", activities=["idea"])},
    "a year below twelve months": {"limits.year": limit(119, "year")},
    "a limit of all above one of some": {"limits.month": limit(9, "month", **IDEAS), "limits.all": limit(50, "month")},
    "a limit that outlasts the other": {"limits.month.until": "2029-01-01", "limits.later": limit(121, "year")},
    "entries under a limit of points": {"limits.few": counted(500, "month")},
    "points just below what a count can bring": {
        "limits.daily": A_DAY,
        "limits.monthly": limit(61, "month", **IDEAS),
        "limits.month.points": 90,
    },
    "a lower amount where both tiers are paid": {
        "awards.monthly.pay": "all",
        "awards.monthly.tiers.t5": {"at": 5, "pays": {"money": 10000}},
        "answers.no_option": "wait",
        "awards.league.places.best.pays": {"money": 1000000, "leave": 1},
    },
    "more of one reward and less of another": {
        "awards.monthly.tiers.t8": {"at": 8, "pays": {"money": 40000, "leave": 2}}
    },
    "an option that is better for some days": {
        f"{T5}.choose.later": {"money": {"2024-01-01": 40000, "2026-01-01": 60000}}
    },
    "weights that come to 100": {
        "facts.entry.effort": "number",
        "activities.idea.points": {"criteria": {"hours": 40, "effort": 60}},
    },
    "factors that are no shares": {"awards.league.measure": {"per": "month", "parts": shares("1", "0.1")}},
    "a criterion of which the score is more": {
        "awards.league.measure": {"per": "month", "parts": shares("0.7", "0.3")},
        "awards.league.ties": {"by": [{"highest": "p0"}], "then": "expand"},
    },
    "a least score that limits just allow": {"awards.league.minimum": 10, "awards.league.measure.per": "month"},
    "an assumed activity that the award's counter leaves out": {
        "activities.idea.assumed": "a guess",
        "counters": {"lectures": {"label": "lectures", "activities": ["lecture"]}},
        "awards.monthly.measure.counter": "lectures",
        "awards.league.measure.counter": "lectures",
    },
    "a sum that adds up": stated(winners=106, rewards={"money": 13500000}),
    "Hanam's 20 winners of 2,500,000 won": {
        f"{PLACES}": {
            "best": {"ranks": [1, 5], "pays": {"money": 200000}},
            "good": {"ranks": [6, 20], "pays": {"money": 100000}},
        },
        **stated(winners=20, rewards={"money": 2500000}),
    },
    "a sum that adds up from a day on": {
        f"{PLACES}.best.pays.money": {"2024-01-01": 1000000, "2026-01-01": 2500000},
        **stated(rewards={"money": 15000000}),
    },
    "a cap that is given twice for different years": {
        "limits.month.until": "2026-01-01",
        "limits.later": limit(20, "month", **{"from": "2026-01-01"}),
    },
    "two bonuses of one condition, of which no source says one": {
        "bonuses.more": {"label": "more", "when": PRAISED, "add": 2, "assumed": "a guess"},
        "rewards.money.unit": "point",
    },
    "assumed points that bring no money": {"activities.idea.assumed": "a guess", "rewards.money.unit": "piece"},
    "an assumption that decides no amount": {
        "answers.year_end": {"is": "keep", "assumed": "a guess"},
        "eligible.assumed": "a guess",
    },
    "a reward that a reading pays": {
        "rewards.books": {"label": "books", "unit": "piece"},
        "readings": {"books": {"label": "books", "set": {f"{T3}.pays": {"books": 1}}}},
    },
    "a fact that a reading asks": {
        "facts.entry.pages": "number",
        "readings": {"pages": {"label": "pages", "set": {"bonuses.praise.when": {"pages": {"at_least": 9}}}}},
    },
    "a fact that an activity of an odd name asks": {
        "facts.entry.pages": "number",
        "activities.label": {"label": "odd", "points": 1, "when": {"pages": {"at_least": 9}}},
    },
    "a fact that a rule names with its scope": {
        "facts.member.praised": {"yes_no": None, "label": "known for praise"},
        "bonuses.praise.when": {"member.praised": "yes", "entry.praised": "yes"},
    },
    "a reading in which people save": {"readings": {"saver": {"label": "saver", "claims": "save_for:t5"}}},
}
"""Near misses: none of them may be warned of."""


@pytest.mark.parametrize("name", MUST)
def test_what_must_be_warned_of_is(name: str) -> None:
    changes, told = MUST[name]
    assert sorted(warnings(changes)) == sorted(told)


@pytest.mark.parametrize("name", MUST_NOT)
def test_a_near_miss_is_not_warned_of(name: str) -> None:
    assert warnings(MUST_NOT[name]) == []


def test_every_warning_says_all_of_its_words_in_both_languages() -> None:
    found = {each.code: each for changes, _ in MUST.values() for each in lint(load_scheme(changed(changes)))}
    assert set(found) == set(WARNINGS)
    assert [code for code, each in found.items() if unfilled(each)] == []
    for lang in LANGUAGES:
        assert all("{" not in each.render(lang) for each in found.values())


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"source": "plan"}, Code.MISSING_KEY),
        ({"rewards": {"gold": 1}}, Code.UNKNOWN_ID),
        ({"winners": 0}, Code.OUT_OF_RANGE),
        ({"winners": 1, "source": "another"}, Code.UNKNOWN_ID),
    ],
)
def test_what_is_stated_must_say_something_of_what_there_is(told: dict[str, Any], code: Code) -> None:
    with pytest.raises(SchemeErrors) as caught:
        load_scheme(changed(stated(**told)))
    assert [
        (found.code, found.place.address.startswith("awards.league.stated")) for found in caught.value.findings
    ] == [(code, True)]


@pytest.mark.parametrize(
    ("rules", "numbers"),
    [
        ({"limits.more": counted(2, "day"), "limits.most": counted(3, "day")}, ("3", "2")),
        (
            {f"bonuses.{name}": {"label": name, "when": PRAISED, "multiply": by} for name, by in (("a", 2), ("b", 3))},
            ("3", "2"),
        ),
        ({"bonuses.more": {"label": "more", "when": PRAISED, "add": "0.5"}}, ("0.5", "1")),
    ],
)
def test_numbers_that_are_said_twice_are_told_as_the_file_has_them(rules: Any, numbers: tuple[str, str]) -> None:
    (found,) = (found for found in lint(load_scheme(changed(rules))) if found.code is Code.NUMBER_SAID_TWICE)
    assert (str(found.facts["value"]), str(found.facts["others"])) == numbers


def test_the_sum_is_told_as_it_is_added_up() -> None:
    (found,) = lint(load_scheme(changed(stated(rewards={"money": 15000000}))))
    assert found.message("en") == "money: the text says 15,000,000 in all, but the places come to 13,500,000"
    assert "1 × 1,000,000 + 5 × 500,000 + 100 × 100,000 = 13,500,000" in found.help("en")
    assert found.facts["sum"] == Amount(1 * 1000000 + 5 * 500000 + 100 * 100000)


def test_a_warning_stands_at_its_line_and_is_no_error() -> None:
    (found,) = lint(load_scheme(example_path("seocheon.yaml")))
    assert (found.severity, found.place.file, found.place.line, found.place.column) == (
        "warning",
        "seocheon.yaml",
        49,
        3,
    )
    assert "  49 |   certificate:\n     |   ^^^^^^^^^^^\n" in found.render()
    assert found.to_dict()["severity"] == "warning"


def test_a_reading_is_looked_at_as_a_scheme_of_its_own() -> None:
    scheme = load_scheme(changed({"readings": {"tight": {"label": "tight", "set": {"limits.month.points": 4}}}}))
    assert lint(scheme) == ()
    (found,) = lint(with_reading(scheme, "tight"))
    assert (found.code, found.place.address) == (Code.TIER_OUT_OF_REACH, T5)


def test_what_is_assumed_is_told_by_its_reason_once_for_each_award() -> None:
    (found,) = lint(load_scheme(example_path("donghae.yaml")))
    lines = found.render("en").splitlines()
    assert [line.split(": ")[1] for line in lines if line.startswith("      - ")] == [
        "item points are not published",
        "the size of the bonus is not published",
        "read as using up the points of the tier that is paid; other readings stand under readings",
    ]


def test_names_that_several_rules_have_are_told_once() -> None:
    changes = {f"activities.{name}": {"label": name, "points": 1, "assumed": "a guess"} for name in ("idea", "more")}
    one, other = (changed(changes), changed(changes))
    other["bonuses"]["praise"] |= {"label": "idea", "assumed": "a guess"}
    found = [each for data in (one, other) for each in lint(load_scheme(data)) if each.code is Code.ASSUMED_MONEY]
    told = [each.help("en").count("idea") for each in found]
    assert told == [1, 1, 1, 1]


@pytest.mark.parametrize("name", ["lint.md", "lint.ko.md"])
def test_the_page_lists_every_warning_and_no_other_code(name: str) -> None:
    assert named(name, "words", "warnings") == list(map(str, WARNINGS))


# Laws.


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.data())
def test_what_is_said_never_to_happen_never_does(data: st.DataObject) -> None:
    """On schemes and ledgers at random: no payment by a tier out of reach, no step by a rule that never applies."""
    scheme = data.draw(drawn.schemes(4))
    never = {found.place.address for found in lint(scheme) if found.code in (TIER, NEVER, SLACK)}
    values = {_value(found) for found in lint(scheme) if found.code is VALUE}
    if not never and not values:
        return
    rows, people, claims = data.draw(drawn.ledgers(scheme, most=12))
    found = evaluate(scheme, rows, people, claims, as_of=drawn.last_day(scheme))
    assert not never & {payment.rule for payment in found.payments}
    credits_ = [credit for member in found.statements.values() for credit in member.credits]
    of_groups = [each for groups in found.groups.values() for group in groups.values() for each in group.credits]
    steps = [step for credit in (*credits_, *of_groups) for step in credit.steps]
    assert not never & {step.rule for step in steps}
    assert not ("eligible" in never and credits_)
    steps += [step for payment in found.payments for step in payment.steps]
    assert not values & {(step.rule, step.since) for step in steps if step.kind is not StepKind.ROUNDING}


def _value(found: Diagnostic) -> tuple[str, date]:
    """The rule and the first day of a value."""
    *address, day = found.place.address.split(".")
    return ".".join(address[: 4 if address[0] == "awards" else 2]), date.fromisoformat(day)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(drawn.schemes(4))
def test_a_scheme_that_is_read_back_from_its_data_is_warned_of_the_same(scheme: Any) -> None:
    told = [(found.code, found.place.address, found.message("ko")) for found in lint(scheme)]
    assert told == [(each.code, each.place.address, each.message("ko")) for each in lint(load_scheme(scheme.to_dict()))]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"winners": 20, "rewards": {"prize": 2500000}}, []),
        ({"winners": 21, "rewards": {"prize": 2500000}}, ["awards.poem.stated.winners"]),
        ({"winners": 20, "rewards": {"prize": 2400000}}, ["awards.poem.stated.rewards.prize"]),
    ],
)
def test_a_text_may_count_several_rankings_together(told: dict[str, Any], expected: list[str]) -> None:
    """Hanam: 7 + 7 + 6 winners; 850,000 + 850,000 + 800,000 won."""
    data = load_scheme(example_path("hanam.yaml")).to_dict()
    data["awards"]["poem"]["stated"] |= told
    found = [each.place.address for each in lint(load_scheme(data)) if each.code is Code.SUM_DIFFERS]
    assert found == expected
