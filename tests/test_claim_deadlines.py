"""Claims and choices about a period that is over: until when, by which points, and what is paid where nobody chose."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incentive_rules import Code, Evaluation, Scheme, SchemeErrors, assume_claims, evaluate, load_scheme

Row = dict[str, Any]
MEMBER, AUTOMATIC = {"by": "member", "times": 1}, {"by": "automatic"}
CHOSEN = {"t3": {"at": 3, "choose": {"money": {"won": 30000}, "day": {"leave": 1}}}}
DATA: dict[str, Any] = {
    "language": 1,
    "id": "deadlines",
    "label": "기한이 있는 제도",
    "from": "2024-01-01",
    "assumed": "made up for these tests",
    "activities": {"small": {"label": "작은 일", "points": 1}, "big": {"label": "큰 일", "points": 3}},
    "rewards": {"won": {"label": "돈", "unit": "KRW"}, "leave": {"label": "휴가", "unit": "day"}},
    "answers": {"points_count_on": "activity_date", "year_end": "keep", "no_option": "money"},
}
AWARD: Row = {
    "kind": "tiers",
    "label": "월 보상",
    "measure": {"counter": "balance"},
    "pay": "highest",
    "again": "always",
    "consume": "tier",
    "tiers": CHOSEN,
}


NO_CHOICE = {"award": AWARD | {"tiers": {"t3": {"at": 3, "pays": {"won": 1}}}}, "answers": {"no_option": "wait"}}


def scheme(claim: Row, days: int = 10, award: Row = AWARD, **changes: Any) -> Scheme:
    within = {"per": "month", "deadline": {"days": days}} | claim
    answers = DATA["answers"] | changes.pop("answers", {})
    return load_scheme(DATA | {"awards": {"swap": award | {"claim": within}}, "answers": answers} | changes)


def entry(name: str, day: str, activity: str = "big", **cells: Any) -> Row:
    return {"entry_id": name, "member_id": "K-1", "date": day, "activity": activity, **cells}


def claim(name: str, day: str, option: str = "", **cells: Any) -> Row:
    return {"claim_id": name, "member_id": "K-1", "date": day, "award": "swap", "option": option, **cells}


def run(rules: Scheme, rows: list[Row], claims: list[Row], as_of: str = "2024-12-31", **more: Any) -> Evaluation:
    found = evaluate(rules, rows, (), claims, as_of=as_of, **more)
    assert Evaluation.from_json(found.to_json()) == found
    return found


def paid(found: Evaluation) -> list[tuple[str, str, str]]:
    return [(str(each.day), each.reward, str(each.amount)) for each in found.payments]


def told(found: Evaluation) -> dict[str, tuple[str, list[str]]]:
    return {
        each.id: (str(each.state), [str(why.code) for why in each.reasons])
        for each in found.outcomes
        if each.kind == "claim"
    }


# Claims, worked by hand: January is over on 1 February, and may be claimed until the 10th.

JUST_THREE = [entry("E-1", "2024-01-20")]


@pytest.mark.parametrize(("day", "is_paid"), [("2024-02-01", True), ("2024-02-10", True), ("2024-02-11", False)])
def test_a_period_can_be_claimed_until_its_deadline_and_not_a_day_later(day: str, *, is_paid: bool) -> None:
    found = run(scheme(MEMBER), JUST_THREE, [claim("C-1", day)])
    assert paid(found) == ([(day, "won", "30000")] if is_paid else [])
    assert told(found) == {"C-1": ("paid", []) if is_paid else ("refused", [Code.CLAIM_TOO_LATE])}


def test_a_refusal_names_the_deadline_and_when_the_next_period_opens() -> None:
    found = run(scheme(MEMBER), JUST_THREE, [claim("C-1", "2024-02-11")])
    (reason,) = found.outcomes[0].reasons
    assert (reason.facts["period"], reason.facts["deadline"], reason.facts["opens"]) == (
        "2024-01",
        "2024-02-10",
        "2024-03-01",
    )


def test_a_claim_sees_what_was_there_on_the_last_day_of_its_period_and_nothing_later() -> None:
    rows = [entry("E-1", "2024-01-20", "small"), entry("E-2", "2024-02-01")]
    found = run(scheme(MEMBER), rows, [claim("C-1", "2024-02-05"), claim("C-2", "2024-03-05")])
    assert told(found) == {"C-1": ("refused", [Code.NOTHING_DUE]), "C-2": ("paid", [])}
    earned = AWARD | {"measure": {"counter": "earned", "per": "year"}, "consume": "nothing"}
    found = run(scheme(MEMBER, award=earned), rows, [claim("C-1", "2024-02-05"), claim("C-2", "2024-03-05")])
    assert told(found) == {"C-1": ("refused", [Code.NOTHING_DUE]), "C-2": ("paid", [])}


def test_points_that_were_used_since_are_not_there_any_more() -> None:
    other = AWARD | {"label": "다른 보상", "claim": {"by": "member", "times": 9, "per": "month"}, "priority": 2}
    awards = {"swap": AWARD | {"claim": MEMBER | {"per": "month", "deadline": {"days": 10}}, "priority": 1}}
    rules = load_scheme(DATA | {"awards": awards | {"other": other}})
    asked = [claim("C-1", "2024-02-02", award="other"), claim("C-2", "2024-02-05")]
    found = run(rules, [*JUST_THREE, entry("E-2", "2024-02-03")], asked)
    assert told(found) == {"C-1": ("paid", []), "C-2": ("refused", [Code.NOTHING_DUE])}


def test_of_two_claims_for_one_balance_the_second_is_refused() -> None:
    rules = scheme(MEMBER | {"times": 2})
    found = run(rules, JUST_THREE, [claim("C-1", "2024-02-02"), claim("C-2", "2024-02-02")])
    assert Counter(state for state, _ in told(found).values()) == {"paid": 1, "refused": 1}


def test_how_often_a_period_was_claimed_is_counted_for_the_period_that_is_claimed() -> None:
    rows = [entry("E-1", "2024-01-20"), entry("E-2", "2024-01-21"), entry("E-3", "2024-02-21")]
    asked = [claim("C-1", "2024-02-02"), claim("C-2", "2024-02-03"), claim("C-3", "2024-03-03")]
    found = run(scheme(MEMBER), rows, asked)
    assert told(found) == {"C-1": ("paid", []), "C-2": ("refused", [Code.CLAIMED_BEFORE]), "C-3": ("paid", [])}


def test_a_mind_may_change_until_the_deadline_by_a_claim_that_replaces_the_first() -> None:
    for day, reward, states in (
        ("2024-02-10", "leave", {"C-1": "corrected", "C-2": "paid"}),
        ("2024-02-11", "won", {"C-1": "paid", "C-2": "refused"}),
    ):
        asked = [claim("C-1", "2024-02-02"), claim("C-2", day, "day", replaces="C-1")]
        found = run(scheme(MEMBER), JUST_THREE, asked)
        assert [each.reward for each in found.payments] == [reward]
        assert {name: state for name, (state, _) in told(found).items()} == states


def test_a_claim_that_came_to_be_known_late_is_still_about_the_period_of_its_own_day() -> None:
    late = {"late_rows": "carry_forward", "spent_points_corrected": "owe", "paid_rewards_corrected": "withdraw"}
    rules = scheme(MEMBER, answers=late, closing={"per": "month", "days": 10})
    found = run(rules, JUST_THREE, [claim("C-1", "2024-02-05", recorded_on="2024-04-05")])
    assert paid(found) == [("2024-03-01", "won", "30000")]  # February is closed, March is open
    void = {"entry_id": "V-1", "date": "2024-06-20", "voids": "E-1"}
    found = run(rules, [*JUST_THREE, void], [claim("C-1", "2024-02-05", recorded_on="2024-04-05")])
    assert paid(found) == [("2024-03-01", "won", "30000"), ("2024-06-01", "won", "-30000")]


# Choices.


@pytest.mark.parametrize(
    ("asked", "reward", "states"),
    [
        ([], "won", {}),
        ([("C-1", "2024-02-10", "day")], "leave", {"C-1": "paid"}),
        ([("C-1", "2024-02-11", "day")], "won", {"C-1": "refused"}),
        ([("C-1", "2024-02-02", "day"), ("C-2", "2024-02-03", "money")], "won", {"C-1": "corrected", "C-2": "paid"}),
        ([("C-1", "2024-02-02", "day"), ("C-2", "2024-02-11", "money")], "leave", {"C-1": "paid", "C-2": "refused"}),
    ],
)
def test_the_last_choice_in_time_is_paid_on_the_deadline_and_the_default_where_there_is_none(
    asked: list[tuple[str, str, str]], reward: str, states: dict[str, str]
) -> None:
    found = run(scheme(AUTOMATIC), JUST_THREE, [claim(*each) for each in asked])
    assert [(str(each.day), each.reward, each.period) for each in found.payments] == [("2024-02-10", reward, "2024-01")]
    assert {name: state for name, (state, _) in told(found).items()} == states
    assert found.statements["K-1"].balance == 0


def test_until_the_deadline_nothing_is_paid_and_a_choice_is_not_yet_there() -> None:
    found = run(scheme(AUTOMATIC), JUST_THREE, [claim("C-1", "2024-02-02", "day")], as_of="2024-02-09")
    assert paid(found) == []
    assert told(found) == {"C-1": ("not_yet", [Code.NOT_YET])}


def test_choices_of_one_day_that_differ_keep_what_is_due_waiting() -> None:
    asked = [claim("C-1", "2024-02-02", "day"), claim("C-2", "2024-02-02", "money")]
    found = run(scheme(AUTOMATIC), JUST_THREE, asked, as_of="2024-02-29")
    assert paid(found) == []
    assert told(found) == dict.fromkeys(("C-1", "C-2"), ("held", [Code.CHOICES_DISAGREE]))
    found = run(scheme(AUTOMATIC), JUST_THREE, [*asked, {"claim_id": "V-1", "date": "2024-02-09", "voids": "C-2"}])
    assert paid(found) == [("2024-02-10", "leave", "1")]
    late = {"claim_id": "V-1", "date": "2024-02-11", "voids": "C-2"}
    assert paid(run(scheme(AUTOMATIC), JUST_THREE, [*asked, late])) == [("2024-02-10", "leave", "1")]
    alone = run(scheme(AUTOMATIC), JUST_THREE, [claim("C-2", "2024-02-02", "day"), late])
    assert told(alone) == {"C-2": ("paid", []), "V-1": ("refused", [Code.CLAIM_TOO_LATE])}


def test_a_choice_that_nothing_is_due_for_says_so_and_one_that_is_not_offered_leaves_the_default() -> None:
    found = run(scheme(AUTOMATIC), [entry("E-1", "2024-01-20", "small")], [claim("C-1", "2024-02-02", "day")])
    assert told(found) == {"C-1": ("refused", [Code.NOTHING_DUE])}
    found = run(scheme(AUTOMATIC), [], [claim("C-1", "2024-02-02", "day")])  # of somebody who did nothing at all
    assert told(found) == {"C-1": ("refused", [Code.NOTHING_DUE])}
    tiers = CHOSEN | {"t5": {"at": 5, "choose": {"money": {"won": 50000}, "trip": {"leave": 3}}}}
    found = run(scheme(AUTOMATIC, award=AWARD | {"tiers": tiers}), JUST_THREE, [claim("C-1", "2024-02-02", "trip")])
    assert paid(found) == [("2024-02-10", "won", "30000")]
    assert told(found) == {"C-1": ("refused", [Code.OPTION_NOT_OFFERED])}


def test_a_choice_that_names_no_reward_says_so_and_leaves_the_default() -> None:
    found = run(scheme(AUTOMATIC), JUST_THREE, [claim("C-1", "2024-02-02", "")])
    assert paid(found) == [("2024-02-10", "won", "30000")]
    assert told(found) == {"C-1": ("refused", [Code.OPTION_MISSING])}


def test_what_somebody_chose_is_no_unclaimed_reward() -> None:
    late = {"late_rows": "carry_forward", "spent_points_corrected": "owe"}
    late |= {"paid_rewards_corrected": "withdraw_unclaimed"}
    rules = scheme(AUTOMATIC, answers=late, closing={"per": "month", "days": 10})
    rows = [*JUST_THREE, {"entry_id": "V-1", "date": "2024-06-20", "voids": "E-1"}]
    assert len(run(rules, rows, []).payments) == 2
    assert len(run(rules, rows, [claim("C-1", "2024-02-02", "money")]).payments) == 1


def test_assumed_claims_are_filed_as_soon_as_a_period_is_over() -> None:
    rules = scheme(MEMBER)
    for policy in ("month_end", "soonest"):
        claims = assume_claims(rules, JUST_THREE, policy=policy, as_of="2024-12-31")
        assert [str(each.date) for each in claims.rows] == ["2024-02-01"]
        assert len(evaluate(rules, JUST_THREE, (), claims, as_of="2024-12-31").payments) == 1


@pytest.mark.parametrize(
    ("claim_rule", "days", "changes", "code"),
    [
        (MEMBER | {"per": "day"}, 1, {}, Code.CONTRADICTION),
        (MEMBER | {"per": "ever"}, 10, {}, Code.CONTRADICTION),
        (MEMBER, 29, {}, Code.OUT_OF_RANGE),
        (AUTOMATIC, 10, NO_CHOICE, Code.CONTRADICTION),
        (MEMBER, 10, {"answers": {"year_end": "lapse"}}, Code.CONTRADICTION),
        (MEMBER, 10, {"balance": {"expire_after": {"months": 12}}}, Code.CONTRADICTION),
    ],
)
def test_a_deadline_that_does_not_fit_is_refused_at_its_place(
    claim_rule: Row, days: int, changes: Row, code: Code
) -> None:
    with pytest.raises(SchemeErrors) as refused:
        scheme(claim_rule, days, **changes)
    (finding,) = refused.value.findings
    assert finding.code is code
    assert finding.place.address.startswith("awards.swap.claim.deadline")


# Laws.

DAYS = st.dates(date(2024, 1, 1), date(2024, 6, 30))
OPTIONS = st.sampled_from(("", "money", "day"))


@st.composite
def years(draw: st.DrawFn) -> tuple[list[Row], list[Row]]:
    rows = [
        entry(f"E-{n}", str(day), draw(st.sampled_from(("small", "big"))))
        for n, day in enumerate(draw(st.lists(DAYS, max_size=6)))
    ]
    asked: list[Row] = []
    for number, day in enumerate(draw(st.lists(DAYS, max_size=6))):
        replaces = draw(st.sampled_from(["", *(each["claim_id"] for each in asked)]))
        asked.append(claim(f"C-{number}", str(day), draw(OPTIONS), replaces=replaces))
    return rows, asked


RULES = {name: scheme(rule) for name, rule in (("member", MEMBER), ("automatic", AUTOMATIC))}
KIND = st.sampled_from(sorted(RULES))


@given(KIND, years(), st.randoms(use_true_random=False))
def test_order_decides_nothing_and_every_claim_is_told_once(
    kind: str, year: tuple[list[Row], ...], chance: Any
) -> None:
    rows, asked = year
    found = run(RULES[kind], rows, asked)
    mixed = [chance.sample(table, len(table)) for table in year]
    assert run(RULES[kind], *mixed).to_json() == found.to_json()
    assert sum(found.totals.claims.values()) == len(asked)
    assert all(each.balance >= 0 for each in found.statements.values())


@given(KIND, years(), DAYS)
def test_no_claim_and_no_choice_after_a_deadline_changes_what_was_paid_until_then(
    kind: str, year: tuple[list[Row], ...], day: date
) -> None:
    rows, asked = year
    last = day.replace(day=10)
    now = run(RULES[kind], rows, asked, as_of=str(last))
    known = run(RULES[kind], rows, [each for each in asked if each["date"] <= str(last)], as_of=str(last))
    assert now.payments == known.payments


@given(years())
def test_choices_change_what_is_paid_and_never_how_often(year: tuple[list[Row], ...]) -> None:
    rows, asked = year
    chosen, plain = (run(RULES["automatic"], rows, claims) for claims in (asked, []))
    moments = {(str(each.day), each.period) for each in chosen.payments}
    if not any(state == "held" for state, _ in told(chosen).values()):
        assert moments == {(str(each.day), each.period) for each in plain.payments}
        assert chosen.totals.used == plain.totals.used


def test_a_deadline_on_the_last_day_of_february_is_reached() -> None:
    found = run(scheme(MEMBER, 28), JUST_THREE, [claim("C-1", str(date(2024, 1, 31) + timedelta(28)))])
    assert len(found.payments) == 1


# What is still open is told


def still_open(found: Evaluation) -> list[tuple[str, str, str]]:
    nodes = found.explanation("member:K-1").walk()
    return [(each.key, str(each.facts["period"]), str(each.facts["deadline"])) for each in nodes if "_open" in each.key]


@pytest.mark.parametrize(
    ("as_of", "claims", "told"),
    [
        ("2024-01-31", [], []),  # January is not over
        ("2024-02-01", [], [("claim_open", "2024-01", "2024-02-10")]),
        ("2024-02-10", [], [("claim_open", "2024-01", "2024-02-10")]),
        ("2024-02-11", [], []),
        ("2024-02-10", [claim("C-1", "2024-02-03", "money")], []),  # January is paid
    ],
)
def test_a_statement_says_until_when_a_period_that_is_over_can_still_be_claimed(
    as_of: str, claims: list[Row], told: list[tuple[str, str, str]]
) -> None:
    assert still_open(run(scheme(MEMBER), JUST_THREE, claims, as_of)) == told


def test_a_statement_says_until_when_a_reward_can_still_be_chosen() -> None:
    found = run(scheme(AUTOMATIC), JUST_THREE, [], "2024-02-05")
    assert still_open(found) == [("choice_open", "2024-01", "2024-02-10")]
    assert "2024년 1월에 이른 3점 구간(3점)의 보상을 2024-02-10까지 고를 수 있습니다" in found.explain("K-1", "ko")
    assert still_open(run(scheme(AUTOMATIC), JUST_THREE, [], "2024-02-10")) == []  # settled on the deadline


def test_a_claim_of_an_earlier_period_is_no_longer_told_as_paid_once_nobody_can_claim_that_period() -> None:
    asked = [claim("C-1", "2024-02-03", "money")]
    in_time, later = (run(scheme(MEMBER), JUST_THREE, asked, day) for day in ("2024-02-10", "2024-02-11"))
    told = [
        any(each.id == Code.CLAIMED_BEFORE for each in found.explanation("K-1").walk()) for found in (in_time, later)
    ]
    assert told == [True, False]


BALANCE, EARNED = {"counter": "balance"}, {"counter": "earned", "per": "month"}
KINDS: list[tuple[Row, Row]] = [
    ({"again": "always", "consume": "tier", "measure": BALANCE}, {}),
    ({"again": "always", "consume": "nothing", "measure": EARNED}, {}),
    ({"again": "difference", "consume": "nothing", "measure": EARNED}, {}),
    ({"again": {"once": "year"}, "consume": "nothing", "measure": BALANCE}, {"tiers_passed_over": "due"}),
    ({"again": {"once": "year"}, "consume": "nothing", "measure": BALANCE}, {"tiers_passed_over": "done"}),
]


@given(
    kind=st.sampled_from(KINDS),
    days=st.lists(st.integers(0, 100), max_size=6),
    claimed=st.lists(st.integers(0, 130), max_size=3, unique=True),
    last=st.integers(20, 130),
)
def test_a_claim_is_told_to_be_open_if_one_that_is_filed_then_is_paid(
    kind: tuple[Row, Row], days: list[int], claimed: list[int], last: int
) -> None:
    tiers = {"t3": {"at": 3, "pays": {"won": 3}}, "t6": {"at": 6, "pays": {"won": 6}}}
    loaded = scheme(MEMBER, award=AWARD | kind[0] | {"tiers": tiers}, answers={"no_option": "wait"} | kind[1])
    start = date(2024, 1, 1)
    rows = [entry(f"E-{n}", str(start + timedelta(day))) for n, day in enumerate(days)]
    before = [claim(f"C-{n}", str(start + timedelta(day))) for n, day in enumerate(claimed) if day < last]
    as_of = str(start + timedelta(last))
    found = run(loaded, rows, before, as_of)
    tried = run(loaded, rows, [*before, claim("C-now", as_of)], as_of)
    is_paid = any(each.claim_id == "C-now" for each in tried.payments)
    if "K-1" in found.statements:
        assert [key for key, *_ in still_open(found)] == ["claim_open"] * is_paid
