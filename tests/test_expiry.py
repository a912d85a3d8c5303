"""How long points stay, and periods that a scheme names. Days and numbers by hand."""

from __future__ import annotations

from typing import Any

import pytest

from incentive_rules import Code, Evaluation, InputError, Scheme, SchemeErrors, evaluate, load_scheme
from incentive_rules.backends.totals import compile_totals

CLAIMED = {
    "kind": "tiers",
    "label": "swap",
    "measure": {"counter": "balance"},
    "claim": {"by": "member", "times": 1, "per": "month"},
    "pay": "highest",
    "again": "always",
    "consume": "tier",
    "tiers": {"t3": {"at": 3, "pays": {"won": 30000}}},
}
BASE: dict[str, Any] = {
    "language": 1,
    "id": "time",
    "label": "time",
    "from": "2024-01-01",
    "assumed": "made up",
    "activities": {f"p{n}": {"label": f"{n} points", "points": n} for n in (1, 2, 3, 5)},
    "rewards": {"won": {"label": "won", "unit": "KRW"}},
    "awards": {"swap": CLAIMED},
    "answers": {"points_count_on": "activity_date", "year_end": "keep"},
}
SEASON = {"season": {"label": "the season", "from": "01-01", "until": "12-01"}}


def scheme(**more: Any) -> Scheme:  # raw
    return load_scheme(BASE | more)


def row(activity: str, day: str, number: int = 0) -> dict[str, str]:
    return {"entry_id": f"{activity} {day} {number}", "member_id": "A", "date": day, "activity": activity}


def claim(day: str) -> dict[str, str]:
    return {"claim_id": day, "member_id": "A", "date": day, "award": "swap"}


def run(rules: Scheme, *rows: dict[str, str], as_of: str = "2026-12-31") -> Evaluation:
    entries = [each for each in rows if "entry_id" in each]
    return evaluate(rules, entries, claims=[each for each in rows if "claim_id" in each], as_of=as_of)


def lapsed(result: Evaluation) -> list[tuple[str, str, str]]:
    return [(str(each.day), str(each.points), each.rule) for each in result.statements["A"].lapses]


def claims(result: Evaluation) -> dict[str, str]:
    return {each.id: str(each.state) for each in result.outcomes if each.kind == "claim"}


def test_points_are_gone_so_many_months_after_they_counted_and_month_ends_clamp() -> None:
    """T28: what counts on 31 January 2024 has its last day before 29 February for one month."""
    rules = scheme(balance={"expire_after": {"months": 1}})
    result = run(rules, row("p3", "2024-01-31"), claim("2024-02-28"), row("p5", "2024-03-30"), claim("2024-04-30"))
    assert claims(result) == {"2024-02-28": "paid", "2024-04-30": "refused"}
    assert lapsed(result) == [("2024-04-29", "5", "balance.expire_after")]
    ends = [str(each.ends) for each in result.statements["A"].credits]
    assert ends == ["2024-02-28", "2024-04-29"]
    late = run(rules, row("p3", "2024-01-31"), claim("2024-02-29"))
    assert claims(late) == {"2024-02-29": "refused"}


def test_what_was_used_does_not_lapse_again() -> None:
    """T05: 2 and then 5, of which 3 are used: 2 of the first and 1 of the second; 4 lapse with the second."""
    rules = scheme(balance={"expire_after": {"months": 6}})
    result = run(rules, row("p2", "2024-01-10"), row("p5", "2024-06-10"), claim("2024-06-20"), as_of="2024-12-10")
    assert lapsed(result) == [("2024-12-09", "4", "balance.expire_after")]
    assert result.statements["A"].balance == 0
    assert run(rules, row("p5", "2024-06-10"), as_of="2024-12-09").statements["A"].balance == 5


def test_of_expiry_and_the_year_s_end_the_earlier_decides() -> None:
    answers = BASE["answers"] | {"year_end": "lapse"}
    result = run(
        scheme(balance={"expire_after": {"months": 3}}, answers=answers),
        row("p1", "2024-02-01"),
        row("p2", "2024-11-01"),
    )
    assert lapsed(result) == [("2024-04-30", "1", "balance.expire_after"), ("2024-12-31", "2", "answers.year_end")]


@pytest.mark.parametrize(("used", "gone"), [(0, "5"), (1, "2")])
def test_at_the_year_s_end_all_but_so_many_points_lapse_and_the_newest_stay(used: int, gone: str) -> None:
    """T06: 5 and 5 are 10, less 3 for each claim; 5 stay."""
    rules = scheme(
        balance={"carry_over": {"2024-01-01": 5, "2025-01-01": 1}}, answers={"points_count_on": "activity_date"}
    )
    rows = [row("p5", "2024-03-01"), row("p5", "2024-10-01"), *[claim("2024-11-30")] * used]
    result = run(rules, *rows, as_of="2025-06-30")
    assert lapsed(result) == [("2024-12-31", gone, "balance.carry_over")]
    assert [str(each.left) for each in result.statements["A"].credits] == ["0", "5"]
    after = run(rules, *rows, as_of="2026-01-01")
    assert lapsed(after)[1:] == [("2025-12-31", "4", "balance.carry_over")]


def test_what_is_carried_over_is_said_once() -> None:
    with pytest.raises(SchemeErrors) as caught:
        scheme(balance={"carry_over": 5})
    assert [each.code for each in caught.value.findings] == [Code.CONTRADICTION]


def test_a_limit_counts_by_a_named_period_and_the_days_between_by_themselves() -> None:
    limits = {"most": {"label": "most", "per": "season", "points": 5, "keep": "earliest"}}
    days = ("2024-01-01", "2024-11-30", "2024-12-01", "2024-12-31", "2025-01-01")
    result = run(scheme(periods=SEASON, limits=limits), *(row("p3", day) for day in days))
    assert [str(each.points) for each in result.statements["A"].credits] == ["3", "2", "3", "2", "3"]
    assert "2024 season" in result.explain("p3 2024-11-30 0")


def test_a_named_period_may_cross_the_year() -> None:
    limits = {"most": {"label": "most", "per": "school", "points": 5, "keep": "earliest"}}
    periods = {"school": {"label": "school year", "from": "03-01", "until": "03-01"}}
    days = ("2024-02-29", "2024-03-01", "2025-02-28", "2025-03-01")
    result = run(scheme(periods=periods, limits=limits), *(row("p3", day) for day in days))
    assert [str(each.points) for each in result.statements["A"].credits] == ["3", "3", "2", "3"]


def test_an_award_settles_on_the_last_day_of_a_named_period_and_not_between() -> None:
    award = CLAIMED | {
        "measure": {"counter": "earned", "per": "season"},
        "claim": {"by": "automatic", "per": "season"},
        "consume": "nothing",
    }
    result = run(scheme(periods=SEASON, awards={"swap": award}), row("p3", "2024-05-01"), row("p3", "2024-12-10"))
    assert [(str(each.day), each.period) for each in result.payments] == [("2024-11-30", "2024 season")]


def test_a_claim_between_two_periods_is_refused_by_name() -> None:
    award = CLAIMED | {"claim": {"by": "member", "times": 1, "per": "season"}}
    result = run(scheme(periods=SEASON, awards={"swap": award}), row("p5", "2024-05-01"), claim("2024-12-01"))
    assert [each.reasons[0].code for each in result.outcomes if each.reasons] == [Code.BETWEEN_PERIODS]


def test_a_ranking_by_a_named_period_counts_its_days_alone() -> None:
    award = {
        "kind": "ranking",
        "label": "best",
        "of": "member",
        "measure": {"counter": "earned", "per": "season"},
        "score": "sum",
        "ties": "hold",
        "places": {"first": {"ranks": 1, "pays": {"won": 10000}}},
    }
    rules = scheme(periods=SEASON, awards={"best": award}, answers=BASE["answers"] | {"ranking_field": "scored"})
    result = run(rules, row("p3", "2024-11-30"), row("p5", "2024-12-01"), as_of="2024-12-31")
    assert [(each.period, str(each.rows[0].score)) for each in result.rankings] == [("2024 season", "3")]


EXCHANGED = {
    "kind": "exchange",
    "label": "rate",
    "claim": {"by": "member", "times": 1, "per": "season"},
    "points": 1,
    "pays": {"won": 10000},
}


def test_an_exchange_is_claimed_once_in_a_named_period() -> None:
    """3 points on 1 May are exchanged on the 2nd; the 2 of June must wait for the next season, which begins in 2025."""
    days = ("2024-05-02", "2024-11-30", "2025-01-01")
    rules = scheme(periods=SEASON, awards={"swap": EXCHANGED})
    result = run(rules, row("p3", "2024-05-01"), row("p2", "2024-06-01"), *map(claim, days))
    assert claims(result) == {"2024-05-02": "paid", "2024-11-30": "refused", "2025-01-01": "paid"}
    assert [str(each.amount) for each in result.payments] == ["30000", "20000"]


def test_a_tier_is_paid_once_in_a_named_period() -> None:
    """The season is from January to November: of the three claims, that of November is of the same season as May's."""
    award = CLAIMED | {"again": {"once": "season"}, "claim": {"by": "member", "times": 1, "per": "month"}}
    rules = scheme(periods=SEASON, awards={"swap": award}, answers=BASE["answers"] | {"tiers_passed_over": "due"})
    rows = [row("p3", "2024-05-01", number) for number in range(3)]
    result = run(rules, *rows, *map(claim, ("2024-05-02", "2024-11-30", "2025-01-01")))
    assert claims(result) == {"2024-05-02": "paid", "2024-11-30": "refused", "2025-01-01": "paid"}


def test_a_budget_is_filled_again_in_each_named_period() -> None:
    budget = {"label": "purse", "reward": ["won"], "per": "season", "amount": 40000, "when_out": "refuse"}
    rules = scheme(periods=SEASON, awards={"swap": CLAIMED}, budgets={"purse": budget})
    rows = [row("p3", "2024-05-01", number) for number in range(3)]
    result = run(rules, *rows, *map(claim, ("2024-05-02", "2024-11-30", "2025-01-01")))
    assert [str(each.day) for each in result.payments] == ["2024-05-02", "2025-01-01"]


def test_a_condition_may_ask_for_a_number_of_a_named_period() -> None:
    """Two of May are not yet three in November; the three of 2025 are, though December lies between."""
    counters = {"deeds": {"label": "deeds", "take": "number", "per": "season"}}
    award = CLAIMED | {"eligible": {"counter.deeds": {"at_least": 3}}}
    rules = scheme(periods=SEASON, counters=counters, awards={"swap": award})
    rows = [row("p2", "2024-05-01", 1), row("p2", "2024-05-01", 2), row("p1", "2024-12-05")]
    rows += [row("p1", "2025-03-01", number) for number in range(3)]
    result = run(rules, *rows, *map(claim, ("2024-11-30", "2025-02-28", "2025-03-31")))
    assert claims(result) == {"2024-11-30": "refused", "2025-02-28": "refused", "2025-03-31": "paid"}


@pytest.mark.parametrize("wrong", ["02-29", "13-01", "1-1", "12-01-01"])
def test_a_named_period_begins_on_a_day_that_every_year_has(wrong: str) -> None:
    with pytest.raises(SchemeErrors) as caught:
        scheme(periods={"odd": {"label": "odd", "from": wrong, "until": "12-01"}})
    assert [each.code for each in caught.value.findings] == [Code.WRONG_TYPE]


def test_a_named_period_has_no_word_of_the_calendar() -> None:
    with pytest.raises(SchemeErrors) as caught:
        scheme(periods={"month": SEASON["season"]})
    assert [each.code for each in caught.value.findings] == [Code.CONTRADICTION]


@pytest.mark.parametrize(
    ("more", "address"),
    [
        ({"balance": {"expire_after": {"months": 1}}}, "balance"),
        ({"limits": {"one": {"label": "one", "per": "entry", "points": 1, "keep": "earliest"}}}, "limits.one"),
        (
            {"periods": SEASON, "limits": {"one": {"label": "one", "per": "season", "points": 1, "keep": "earliest"}}},
            "limits.one.per",
        ),
        (
            {"periods": SEASON, "awards": {"swap": CLAIMED | {"claim": {"by": "automatic", "per": "season"}}}},
            "awards.swap.claim",
        ),
        ({"activities": {"minus": {"label": "minus", "points": -1}}, "awards": {}}, "activities.minus.points"),
    ],
)
def test_the_totals_path_refuses_by_address_what_it_does_not_know(more: dict[str, Any], address: str) -> None:
    with pytest.raises(InputError) as caught:
        compile_totals(scheme(**more))
    assert [(each.code, each.facts["name"]) for each in caught.value.findings] == [(Code.NOT_COVERED, address)]
