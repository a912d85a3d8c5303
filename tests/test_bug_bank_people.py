"""The bug bank: several people, and who is paid. T19, T20, T26, T35, T36."""

from __future__ import annotations

import time
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank_schemes import (
    BEST,
    COUNTS,
    FEW,
    FIELD,
    KEPT,
    LAST_DAY,
    SWAP,
    TIER,
    but,
    codes,
    entry,
    paid,
    ranks,
    refusals,
    rules,
    run,
    states,
)
from incentive_rules import Code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from incentive_rules import Scheme

# T19: nobody gains by being written first.

JOINT = rules(activities={"work": {"label": "work", "points": {"each": 1}, "shares": True}})
SHARES = {"A": "80%", "B": "8%", "C": "12%"}


@pytest.mark.parametrize("order", list(permutations("ABC")))
def test_t19_shares_of_points_are_exact_in_whatever_order_they_are_written(order: tuple[str, ...]) -> None:
    """15 × 0.8 = 12, 15 × 0.08 = 1.2, 15 × 0.12 = 1.8. Nothing is rounded, so there is no residue to favour anybody."""
    rows = [entry(f"E-{name}", "2024-03-01", 15, name, work="W-1", share=SHARES[name]) for name in order]
    found = run(JOINT, rows)
    assert {name: str(found.statements[name].earned) for name in "ABC"} == {"A": "12", "B": "1.2", "C": "1.8"}


SPLIT = {"among": "contributors", "by": "points", "round": {"unit": 1, "mode": "down"}, "residue": "kept_back"}


def prize(residue: str) -> Scheme:
    first = {"ranks": 1, "pays": {"leave": 15}, "split": but(SPLIT, residue=residue)}
    return rules(awards={"best": but(BEST, of="work", score="sum", ties="hold", places={"first": first})})


@pytest.mark.parametrize("order", list(permutations("ABC")))
@pytest.mark.parametrize(
    ("residue", "parts"),
    [("kept_back", {"A": "12", "B": "1", "C": "1"}), ("largest_part", {"A": "13", "B": "1", "C": "1"})],
)
def test_t19_what_rounding_leaves_of_a_prize_goes_where_the_scheme_says_and_not_to_the_first_written(
    order: tuple[str, ...], residue: str, parts: dict[str, str]
) -> None:
    """15 days by 80, 8 and 12 points: 12, 1 and 1 whole days. 15 - 14 = 1 is left."""
    many = {"A": 80, "B": 8, "C": 12}
    rows = [entry(f"E-{name}", "2024-03-01", many[name], name, work="W-1") for name in order]
    assert paid(run(prize(residue), rows)) == parts


def test_t19_seats_go_by_the_largest_part_cut_off() -> None:
    """15 people by 0.8, 0.08 and 0.12: 12, 1.2 and 1.8. One seat is left; 0.8 is the largest part cut off."""
    grades = {"a": {"label": "A", "share": 0.8}, "b": {"label": "B", "share": 0.08}, "c": {"label": "C", "share": 0.12}}
    award = but(BEST, kind="grades", grades=grades, seats="largest_remainder", ties="hold")
    del award["places"]
    scheme = rules(awards={"best": award}, answers=COUNTS | {"grades_counted_of": "scored"})
    found = run(scheme, [entry(f"E-{n}", "2024-03-01", n + 1, f"K-{n}") for n in range(15)])
    assert found.rankings[0].seats == {"a": 12, "b": 1, "c": 2}


def test_t19_shares_of_more_than_the_whole_are_refused_for_all() -> None:
    rows = [entry(f"E-{name}", "2024-03-01", 15, name, work="W-1", share="60%") for name in "AB"]
    found = run(JOINT, rows)
    assert states(found) == {"E-A": "rejected", "E-B": "rejected"}
    assert codes(found, "E-A") == ["shares_too_many"]


# T20: what two did together is one thing to their team.

TEAM = {"member": {"team": "group"}}
STAFF = [{"member_id": name, "team": "T"} for name in "AB"]
TEAMS = but(BEST, of="team", score="sum")
WHOLE = {"label": "each work once", "per": "ever", "points": 3, "by": ["team", "work"], "keep": "earliest"}
TOGETHER = [entry(f"E-{name}", "2024-03-01", 3, name, work="W-1", share="100%") for name in "AB"]


def teams(**more: Any) -> Scheme:
    answers = FIELD | {"group_credited_on": "counting_date", "grade_judged_on": "activity_date", "limit_tied": "share"}
    joint = {"work": {"label": "work", "points": {"each": 1}, "shares": True}}
    return rules(**({"facts": TEAM, "activities": joint, "awards": {"best": TEAMS}, "answers": answers} | more))


@pytest.mark.parametrize(
    ("scheme", "share", "each", "team"),
    [
        (teams(), "100%", "3", "6"),  # done alone by each: two things
        (teams(), "1/2", "1.5", "3"),  # one thing, in shares
        (teams(limits={"whole": WHOLE}), "100%", "1.5", "3"),  # each work brings its team three points at most
    ],
    ids=["each", "shared", "limited"],
)
def test_t20_a_team_counts_joint_work_as_often_as_the_scheme_says(
    scheme: Scheme, share: str, each: str, team: str
) -> None:
    found = run(scheme, [but(row, share=share) for row in TOGETHER], STAFF)
    assert [str(found.statements[name].earned) for name in "AB"] == [each, each]
    assert [(row.name, str(row.score), row.entries) for row in found.rankings[0].rows] == [("T", team, ("E-A", "E-B"))]


def test_t20_a_team_with_two_of_the_people_counts_an_entry_of_one_of_them_once() -> None:
    """A score is a sum over entries, never over the people who see them."""
    found = run(teams(), [entry("E-1", "2024-03-01", 3)], STAFF)
    assert [(row.name, str(row.score), row.entries) for row in found.rankings[0].rows] == [("T", "3", ("E-1",))]


# T26: a goal closes on its day, though nothing happens on it.


@pytest.mark.parametrize(
    ("day", "won"), [("2024-06-29", {}), ("2024-06-30", {"A": "10000"}), (LAST_DAY, {"A": "10000"})]
)
def test_t26_a_goal_reached_early_is_settled_on_its_last_day_though_nothing_moves_any_more(
    day: str, won: dict[str, str]
) -> None:
    goal = but(TIER, measure={"counter": "earned", "per": "ever"}, claim={"by": "automatic", "per": "ever"})
    scheme = rules(awards={"tier": but(goal, until="2024-07-01")})
    assert paid(run(scheme, [entry("E-1", "2024-03-01", 10)], as_of=day)) == won


def test_t26_a_goal_that_is_missed_closes_too_and_is_not_reached_afterwards() -> None:
    """9 by the last day; the tenth point comes a day too late."""
    goal = but(TIER, measure={"counter": "earned", "per": "ever"}, claim={"by": "automatic", "per": "ever"})
    scheme = rules(awards={"tier": but(goal, until="2024-07-01")})
    assert paid(run(scheme, [entry("E-1", "2024-03-01", 9), entry("E-2", "2024-07-01", 1)])) == {}


def test_t26_a_ranking_is_final_once_its_period_is_over() -> None:
    scheme = rules(awards={"best": BEST}, answers=FIELD)
    shown = [run(scheme, [entry("E-1", "2024-03-01", 1)], as_of=day) for day in ("2024-12-30", LAST_DAY)]
    assert [each.rankings[0].final for each in shown] == [False, True]
    assert [ranks(each) for each in shown] == [{"A": 1}] * 2
    assert [paid(each) for each in shown] == [{}, {"A": "100000"}]


# T35: ranks.

PLACES = {"first": {"ranks": 1, "pays": {"won": 5000}}, "next": {"ranks": [2, 3], "pays": {"won": 2000}}}
TRAINED = {"member": {"trained": {"yes_no": None, "blank": True}}}
SCORES = st.lists(st.integers(1, 5), min_size=1, max_size=7)


def ranked(ties: Any = "expand") -> Scheme:
    award = but(BEST, places=PLACES, ties=ties, field={"when": {"trained": True}})
    return rules(facts=TRAINED, awards={"best": award}, answers=COUNTS | {"ranking_field": "roster"})


def race(scores: list[int]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    names = [f"K-{n}" for n in range(len(scores))]
    rows = [entry(f"E-{name}", "2024-03-01", many, name) for name, many in zip(names, scores, strict=True)]
    return rows, [{"member_id": name} for name in names]


@pytest.mark.parametrize(
    ("ties", "won"),
    [
        ("expand", {"K-0": "5000", "K-1": "5000", "K-2": "2000"}),  # the first prize twice
        ({"share": {"unit": 1, "mode": "down"}}, {"K-0": "3500", "K-1": "3500", "K-2": "2000"}),  # (5 + 2) ÷ 2 = 3.5
        ("hold", {"K-2": "2000"}),  # a committee decides
    ],
)
def test_t35_equal_scores_have_equal_ranks_and_the_prize_goes_as_the_scheme_says(
    ties: Any, won: dict[str, str]
) -> None:
    rows, staff = race([4, 4, 2])
    found = run(ranked(ties), rows, staff)
    assert (ranks(found), paid(found)) == ({"K-0": 1, "K-1": 1, "K-2": 3}, won)


@FEW
@given(SCORES, st.integers(1, 9))
def test_t35_somebody_who_does_not_compete_changes_no_rank_and_no_prize(scores: list[int], many: int) -> None:
    rows, staff = race(scores)
    before = run(ranked(), rows, staff)
    other = {"member_id": "K-other", "trained": "no"}
    after = run(ranked(), [entry("E-other", "2024-03-01", many, "K-other"), *rows], [other, *staff])
    assert (ranks(after), paid(after)) == (ranks(before), paid(before))
    better = {f"K-{n}": 1 + sum(each > own for each in scores) for n, own in enumerate(scores)}
    assert ranks(before) == better


@pytest.fixture
def in_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Puts the clock of whoever looks into another zone."""

    def move(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield move
    monkeypatch.undo()
    time.tzset()


def test_t35_the_zone_of_whoever_looks_changes_not_one_byte(in_zone: Callable[[str], None]) -> None:
    """From the first zone to the last it is 25 hours; rows on the first and the last day of the year."""
    rows, staff = race([4, 4, 2])
    rows[0]["date"], rows[1]["date"] = "2024-01-01", "2024-12-31"
    seen = set()
    for zone in ("Pacific/Kiritimati", "Asia/Seoul", "America/Los_Angeles"):
        in_zone(zone)
        found = run(ranked(), rows, staff)
        seen.add(found.to_json())
        assert ranks(found) == {"K-0": 1, "K-1": 1, "K-2": 3}
    assert len(seen) == 1


# T36: a pool that is too small.

CLAIMING = [entry(f"E-{name}", "2024-01-10", 50, name) for name in "ABC"]
EACH_MONTH = but(SWAP, claim={"by": "automatic", "per": "month"}, pays={"won": 1})


def pool(when_out: str, **more: Any) -> Scheme:
    money = {"label": "pool", "reward": "won", "per": "year", "amount": 100, "when_out": when_out, **more}
    return rules(awards={"swap": EACH_MONTH}, budgets={"pool": money}, answers=KEPT)


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize(
    ("scheme", "each"),
    [
        (pool("prorate", round={"unit": 1, "mode": "down"}), "33"),  # 100 ÷ 150 × 50 = 33.3: 99 are paid, 1 is left
        (pool("prorate", round={"unit": 10, "mode": "down"}), "30"),  # 90 are paid, 10 are left
        (pool("refuse"), None),
        (pool("by_score"), None),  # equal ones are paid together or not at all
    ],
    ids=["to_1", "to_10", "refuse", "by_score"],
)
def test_t36_equal_claims_to_a_pool_that_is_too_small_are_treated_equally(
    scheme: Scheme, each: str | None, order: tuple[int, ...]
) -> None:
    found = run(scheme, [CLAIMING[n] for n in order], as_of="2024-01-31")
    assert paid(found) == ({} if each is None else dict.fromkeys("ABC", each))
    assert sum(payment.amount for payment in found.payments) <= 100
    left = {str(found.statements[name].balance) for name in "ABC"}
    assert left == ({"50"} if each is None else {"0"})  # what is refused uses no points up


def test_t36_how_the_parts_are_rounded_must_be_said() -> None:
    """With it stands what is left: 100 - 3 × 33 = 1. Nobody gets the last won by name."""
    money = {"label": "pool", "reward": "won", "per": "year", "amount": 100, "when_out": "prorate"}
    assert refusals(awards={"swap": EACH_MONTH}, budgets={"pool": money}, answers=KEPT) == [Code.MISSING_KEY]
    explained = run(pool("prorate", round={"unit": 1, "mode": "down"}), CLAIMING, as_of="2024-01-31")
    assert sum(step.amount for step in explained.payments[0].steps) == 33


@FEW
@given(st.lists(st.integers(1, 60), min_size=1, max_size=6), st.integers(1, 5))
def test_t36_no_more_than_the_pool_is_paid_and_never_less_to_whoever_may_claim_more(
    asked: list[int], unit: int
) -> None:
    rows = [entry(f"E-{n}", "2024-01-10", many, f"K-{n}") for n, many in enumerate(asked)]
    found = run(pool("prorate", round={"unit": unit, "mode": "down"}), rows, as_of="2024-01-31")
    amounts = {each.payee: each.amount for each in found.payments}
    got = sorted((many, amounts.get(f"K-{n}", 0)) for n, many in enumerate(asked))
    assert sum(amount for _, amount in got) <= 100
    assert [amount for _, amount in got] == sorted(amount for _, amount in got)
    if sum(asked) <= 100:
        assert all(amount == many for many, amount in got)
