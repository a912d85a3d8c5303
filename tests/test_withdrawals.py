"""What becomes of rewards that were paid, once it is known that the points for them were others (decision 024)."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incentive_rules import Amount, Code, Evaluation, Scheme, evaluate, load_scheme
from incentive_rules.report.sheets import payments_summary

Row = dict[str, Any]
DATA: dict[str, Any] = {
    "language": 1,
    "id": "withdrawals",
    "label": "되돌리는 제도",
    "from": "2024-01-01",
    "assumed": "made up for these tests",
    "activities": {"small": {"label": "작은 일", "points": 1}, "big": {"label": "큰 일", "points": 3}},
    "rewards": {"won": {"label": "돈", "unit": "KRW"}, "leave": {"label": "휴가", "unit": "day"}},
    "closing": {"per": "month", "days": 10},
}
TIERS = {
    "t3": {"at": 3, "pays": {"won": 30000}},
    "t5": {"at": 5, "pays": {"won": 50000}},
}
BALANCE: Row = {
    "kind": "tiers",
    "label": "교환",
    "measure": {"counter": "balance"},
    "claim": {"by": "automatic", "per": "month"},
    "pay": "highest",
    "again": "always",
    "consume": "tier",
    "tiers": TIERS,
}
EARNED = BALANCE | {"measure": {"counter": "earned", "per": "month"}, "consume": "nothing"}
CLAIMED = BALANCE | {"claim": {"by": "member", "times": 1, "per": "month"}}
ANSWERS = {"points_count_on": "activity_date", "year_end": "keep", "no_option": "wait", "tiers_passed_over": "due"}


def scheme(paid: str = "withdraw", award: Row = BALANCE, *, spent: str = "owe", **changes: Any) -> Scheme:
    late = {"late_rows": "carry_forward", "spent_points_corrected": spent, "paid_rewards_corrected": paid}
    answers = ANSWERS | ({"late_rows": "restate"} if paid == "restate" else late) | changes.pop("answers", {})
    return load_scheme(DATA | {"awards": {"swap": award}, "answers": answers} | changes)


def entry(name: str, day: str, activity: str = "big", **cells: Any) -> Row:
    return {"entry_id": name, "member_id": "K-1", "date": day, "activity": activity, **cells}


def void(name: str, day: str, of: str) -> Row:
    return {"entry_id": name, "date": day, "voids": of}


def claim(name: str, day: str, **cells: Any) -> Row:
    return {"claim_id": name, "member_id": "K-1", "date": day, "award": "swap", **cells}


def run(rules: Scheme, *tables: list[Row], as_of: str = "2024-12-31", **more: Any) -> Evaluation:
    rows, claims = (*tables, [])[:2]
    found = evaluate(rules, rows, (), claims, as_of=as_of, **more)
    assert Evaluation.from_json(found.to_json()) == found
    return found


def paid(found: Evaluation) -> list[tuple[str, str]]:
    return [(str(each.day), str(each.amount)) for each in found.payments]


# Worked by hand. January closes on 10 February, February on 10 March, March on 10 April.

VOIDED = [entry("E-1", "2024-01-05"), void("V-1", "2024-04-20", "E-1")]


@pytest.mark.parametrize(
    ("answer", "payments", "balance"),
    [
        ("keep", [("2024-01-31", "30000")], -3),
        ("withdraw_unclaimed", [("2024-01-31", "30000"), ("2024-04-01", "-30000")], 0),
        ("withdraw", [("2024-01-31", "30000"), ("2024-04-01", "-30000")], 0),
    ],
)
def test_a_reward_whose_points_are_gone_is_kept_or_taken_back_as_answered(
    answer: str, payments: list[tuple[str, str]], balance: int
) -> None:
    found = run(scheme(answer), VOIDED)
    assert paid(found) == payments
    assert found.statements["K-1"].balance == balance


@pytest.mark.parametrize("answer", ["keep", "withdraw_unclaimed", "withdraw"])
def test_where_late_rows_restate_an_answer_about_paid_rewards_changes_nothing(answer: str) -> None:
    """The question does not arise: what was paid for points that are gone was never due."""
    asked = {"spent_points_corrected": "owe", "paid_rewards_corrected": answer}
    for award in (BALANCE, CLAIMED):
        rows = VOIDED, [claim("C-1", "2024-01-31")]
        found = run(scheme("restate", award, answers=asked), *rows)
        plain = run(scheme("restate", award), *rows)
        assert (found.statements, found.payments, found.outcomes) == (plain.statements, plain.payments, plain.outcomes)


def test_what_is_taken_back_has_a_line_of_its_own_among_the_payments_by_award() -> None:
    sheet = payments_summary(run(scheme("withdraw"), VOIDED), "ko")
    assert [(row[1], row[3], row[4]) for row in sheet.rows] == [
        ("3점", "1", "30,000원"),
        ("3점 (회수)", "1", "-30,000원"),
    ]


def test_a_payment_below_zero_names_the_one_that_it_takes_back_and_says_why() -> None:
    found = run(scheme(), VOIDED)
    first, back = found.payments
    assert (back.withdraws, back.id) == (first.id, f"{first.id}:withdrawn")
    assert (back.award, back.rule, back.period, back.payee) == (first.award, first.rule, first.period, first.payee)
    (step,) = back.steps
    assert (step.amount, step.rule) == (back.amount, "answers.paid_rewards_corrected")
    settled, revised = found.statements["K-1"].settlements
    assert revised.revises == settled.id
    assert [reason.code for reason in revised.reasons] == [Code.REWARD_WITHDRAWN]
    assert (str(revised.used), [(use.entry_id, str(use.points)) for use in revised.uses]) == ("-3", [("E-1", "-3")])
    assert found.statements["K-1"].paid == {"won": 0}


def test_where_a_lower_tier_is_still_reached_it_is_paid_instead() -> None:
    """Five points in January, and t5; two of them are voided, so t3 was due."""
    rows = [entry("E-1", "2024-01-05"), *(entry(f"E-{n}", "2024-01-06", "small") for n in (2, 3))]
    found = run(scheme(), [*rows, void("V-2", "2024-04-20", "E-2"), void("V-3", "2024-04-20", "E-3")])
    assert paid(found) == [("2024-01-31", "50000"), ("2024-04-01", "-50000"), ("2024-04-01", "30000")]
    assert found.statements["K-1"].balance == 0
    assert found.statements["K-1"].used == 3


def test_points_that_other_entries_of_the_time_bring_are_enough_to_keep_a_reward() -> None:
    late = entry("E-2", "2024-01-20", recorded_on="2024-03-05")
    found = run(scheme(award=EARNED), [*VOIDED, late])
    assert paid(found) == [("2024-01-31", "30000"), ("2024-02-29", "30000")]  # E-2 counts in February, as it did


def test_a_reward_for_a_late_entry_is_kept_as_long_as_the_entry_stands() -> None:
    """E-2 of January lands on 1 February, and is paid there; in May it is voided."""
    late = entry("E-2", "2024-01-20", recorded_on="2024-03-05")
    assert paid(run(scheme(award=EARNED), [late])) == [("2024-02-29", "30000")]
    found = run(scheme(award=EARNED), [late, void("V-1", "2024-05-05", "E-2")])
    assert paid(found) == [("2024-02-29", "30000"), ("2024-04-01", "-30000")]


def test_a_correction_that_took_a_reward_back_does_not_also_lower_the_month_in_which_it_lands() -> None:
    rows = [*VOIDED, entry("E-4", "2024-04-10")]
    assert paid(run(scheme("keep", EARNED), rows)) == [("2024-01-31", "30000")]
    withdrawn = [("2024-01-31", "30000"), ("2024-04-01", "-30000"), ("2024-04-30", "30000")]
    assert paid(run(scheme(award=EARNED), rows)) == withdrawn
    by_number = {"small_ones": {"label": "건수", "take": "number"}}
    counted = EARNED | {"measure": {"counter": "small_ones", "per": "month"}, "tiers": {"t1": TIERS["t3"] | {"at": 1}}}
    assert paid(run(scheme(award=counted, counters=by_number), rows)) == withdrawn


def test_points_that_return_repair_what_a_later_settlement_read() -> None:
    """E-2 of February is paid in February. Without E-1, and without January's payment, it is still enough."""
    found = run(scheme(), [*VOIDED, entry("E-2", "2024-02-05")])
    assert paid(found) == [("2024-01-31", "30000"), ("2024-02-29", "30000"), ("2024-04-01", "-30000")]
    assert found.statements["K-1"].balance == 0


def test_t02_points_that_return_to_a_lot_that_has_ended_are_gone_again() -> None:
    """E-1 and E-2 of 2024 were used in December; in 2025 only E-1 is gone, and E-2's points lapsed long since."""
    rules = scheme(award=BALANCE | {"tiers": {"t5": TIERS["t5"]}}, answers={"year_end": "lapse"})
    rows = [entry("E-1", "2024-12-05"), entry("E-2", "2024-12-06"), void("V-1", "2025-03-05", "E-1")]
    found = run(rules, rows, as_of="2025-12-31")
    assert paid(found) == [("2024-12-31", "50000"), ("2025-02-01", "-50000")]
    lapsed = [(str(each.day), each.entry_id, str(each.points)) for each in found.statements["K-1"].lapses]
    assert lapsed == [("2024-12-31", "E-2", "1"), ("2025-02-01", "E-2", "2")]
    assert found.statements["K-1"].balance == 0


@pytest.mark.parametrize(("answer", "kept"), [("withdraw", False), ("withdraw_unclaimed", True)])
def test_a_reward_that_was_claimed_is_taken_back_only_where_all_are(answer: str, *, kept: bool) -> None:
    found = run(scheme(answer, CLAIMED), VOIDED, [claim("C-1", "2024-01-31")])
    assert paid(found) == [("2024-01-31", "30000"), *([] if kept else [("2024-04-01", "-30000")])]
    (told,) = [each for each in found.outcomes if each.kind == "claim"]
    assert (str(told.state), [why.code for why in told.reasons]) == ("paid", [] if kept else [Code.REWARD_WITHDRAWN])


def test_what_was_chosen_is_what_is_taken_back() -> None:
    chosen = {"t3": {"at": 3, "choose": {"money": {"won": 30000}, "day": {"leave": 1}}}}
    found = run(scheme(award=CLAIMED | {"tiers": chosen}), VOIDED, [claim("C-1", "2024-01-31", option="day")])
    assert [(each.option, each.reward, str(each.amount)) for each in found.payments] == [
        ("day", "leave", "1"),
        ("day", "leave", "-1"),
    ]


def test_a_correction_that_is_taken_back_pays_again_and_once() -> None:
    rows = [*VOIDED, {"entry_id": "V-2", "date": "2024-06-20", "voids": "V-1"}]
    found = run(scheme(), rows)
    assert paid(found) == [("2024-01-31", "30000"), ("2024-04-01", "-30000"), ("2024-06-01", "30000")]
    assert [reason.code for reason in found.statements["K-1"].settlements[-1].reasons] == [Code.REWARD_RESTORED]
    assert found.statements["K-1"].balance == 0


def test_an_exchange_is_taken_back_as_far_as_its_points_are_gone() -> None:
    swap = {"kind": "exchange", "label": "교환", "claim": {"by": "automatic", "per": "month"}, "points": 1}
    rows = [entry("E-1", "2024-01-05"), entry("E-2", "2024-01-06"), void("V-1", "2024-04-20", "E-1")]
    found = run(scheme(award=swap | {"pays": {"won": 10000}}), rows)
    assert paid(found) == [("2024-01-31", "60000"), ("2024-04-01", "-60000"), ("2024-04-01", "30000")]
    assert found.statements["K-1"].balance == 0


def test_a_tier_that_is_paid_once_is_due_again_after_it_was_taken_back() -> None:
    once = EARNED | {"measure": {"counter": "earned", "per": "ever"}, "again": "once", "tiers": {"t3": TIERS["t3"]}}
    found = run(scheme(award=once), [*VOIDED, entry("E-4", "2024-05-10")])
    assert paid(found) == [("2024-01-31", "30000"), ("2024-04-01", "-30000"), ("2024-05-31", "30000")]


def test_changes_since_tell_a_withdrawal_as_something_to_decide() -> None:
    rules = scheme()
    march, year = (run(rules, VOIDED, as_of=day, known_at=day) for day in ("2024-03-31", "2024-12-31"))
    changes = year.changes_since(march)
    assert [str(each.amount) for each in changes.new] == ["-30000"]
    assert changes.to_pay == ()
    assert changes.to_decide == changes.new
    assert changes.differences == {"won": -30000}


# Laws, on a year of two people.

DAYS = st.dates(date(2024, 1, 1), date(2024, 8, 31))
WAITS = st.sampled_from((0, 0, 3, 40, 100))
RULES = {
    (paid, name): scheme(paid, award, spent=spent)
    for paid in ("keep", "withdraw_unclaimed", "withdraw")
    for name, award, spent in (
        ("balance", BALANCE, "owe"),
        ("pending", BALANCE | {"consume": "all"}, "only_pending"),
        ("earned", EARNED, "within_balance"),
        ("claimed", CLAIMED, "within_balance"),
        ("once", EARNED | {"again": {"once": "year"}, "pay": "all"}, "owe"),
    )
}
PAYING = st.sampled_from([rules for (answer, _), rules in RULES.items() if answer != "keep"])


@st.composite
def years(draw: st.DrawFn) -> tuple[list[Row], list[Row]]:
    rows: list[Row] = []
    for number in range(draw(st.integers(1, 9))):
        day = draw(DAYS)
        known = day + timedelta(draw(WAITS))
        own: Row = {"entry_id": f"E-{number}", "date": day, "recorded_on": known}
        target = draw(st.sampled_from(rows)) if rows else None
        if target is not None and draw(st.booleans()):
            known = max(known, cast("date", target.get("recorded_on", target["date"])))
            rows.append({"entry_id": f"E-{number}", "date": known, "voids": target["entry_id"]})
            continue
        member, activity = draw(st.sampled_from(("K-1", "K-2"))), draw(st.sampled_from(("small", "big")))
        rows.append(own | {"member_id": member, "activity": activity})
    asked = [claim(f"C-{n}", str(day)) for n, day in enumerate(draw(st.lists(DAYS, max_size=3)))]
    return rows, asked


@given(PAYING, years(), st.randoms(use_true_random=False))
def test_order_decides_nothing_and_all_sums_hold(rules: Scheme, year: tuple[list[Row], ...], chance: Any) -> None:
    rows, asked = year
    found = evaluate(rules, rows, (), asked, as_of="2025-12-31")
    mixed = [chance.sample(table, len(table)) for table in year]
    assert evaluate(rules, mixed[0], (), mixed[1], as_of="2025-12-31").to_json() == found.to_json()
    for each in found.statements.values():
        assert each.earned - each.used - each.lapsed - each.deducted == each.balance
        assert sum(line.used for line in each.settlements) == each.used
        assert all(sum(use.points for use in line.uses) == line.used for line in each.settlements)
        own = [payment for payment in found.payments if payment.payee == each.member_id]
        assert each.paid.get("won", 0) == sum(payment.amount for payment in own)
    assert all(sum(step.amount for step in each.steps) == each.amount for each in found.payments)


@given(PAYING, years())
def test_each_payment_is_taken_back_once_at_most_and_no_more_than_was_paid(
    rules: Scheme, year: tuple[list[Row], ...]
) -> None:
    rows, asked = year
    found = evaluate(rules, rows, (), asked, as_of="2025-12-31")
    by_id = {each.id: each for each in found.payments}
    assert len(by_id) == len(found.payments)
    assert max(Counter(each.withdraws for each in found.payments if each.withdraws).values(), default=1) == 1
    assert all((each.amount < 0) == bool(each.withdraws) for each in found.payments)
    assert all(each.amount == -by_id[each.withdraws].amount for each in found.payments if each.withdraws)
    so_far: dict[tuple[str, ...], Amount] = {}
    first: dict[tuple[str, ...], Amount] = {}
    for each in found.payments:
        occasion = (each.payee, each.claim_id, each.period)
        if each.id.count(":") == next(iter(by_id)).count(":") and not each.withdraws:
            first[occasion] = Amount(first.get(occasion, Amount(0)) + each.amount)
    for day in sorted({each.day for each in found.payments}):
        for each in found.payments:
            if each.day == day:
                occasion = (each.payee, each.claim_id, each.period)
                so_far[occasion] = Amount(so_far.get(occasion, Amount(0)) + each.amount)
        assert all(0 <= so_far[occasion] <= first[occasion] for occasion in so_far)


@given(PAYING, years(), st.integers(1, 8))
def test_a_closed_month_is_never_another_one_again(rules: Scheme, year: tuple[list[Row], ...], month: int) -> None:
    rows, asked = year
    last = date(2024, month + 1, 1) - timedelta(1)
    then = evaluate(rules, rows, (), asked, as_of=last, known_at=last + timedelta(10))
    now = evaluate(rules, rows, (), asked, as_of=last)
    later = evaluate(rules, rows, (), asked, as_of="2025-12-31")
    assert now.payments == then.payments == tuple(each for each in later.payments if each.day <= last)


@given(st.sampled_from(sorted({name for _, name in RULES})), years())
def test_where_nothing_is_known_late_all_answers_come_to_the_same(name: str, year: tuple[list[Row], ...]) -> None:
    rows = [{key: cell for key, cell in row.items() if key != "recorded_on"} for row in year[0] if "voids" not in row]
    kept, some, all_ = (
        evaluate(RULES[answer, name], rows, (), year[1], as_of="2025-12-31").payments
        for answer in ("keep", "withdraw_unclaimed", "withdraw")
    )
    assert kept == some == all_


@st.composite
def voided_years(draw: st.DrawFn) -> list[Row]:
    """Entries that are known on their day, and voids of them at any time later."""
    rows: list[Row] = []
    for number in range(draw(st.integers(1, 9))):
        entries = [row for row in rows if "voids" not in row]
        target: Row | None = draw(st.sampled_from(entries)) if entries else None
        if target is not None and draw(st.booleans()):
            day = target["date"] + timedelta(draw(st.integers(0, 120)))
            rows.append({"entry_id": f"E-{number}", "date": day, "voids": target["entry_id"]})
        else:
            cells = {"member_id": "K-1", "activity": draw(st.sampled_from(("small", "big")))}
            rows.append({"entry_id": f"E-{number}", "date": draw(DAYS), **cells})
    return rows


YEARS: st.SearchStrategy[list[Row]] = voided_years()
BIG_YEARS = YEARS.filter(lambda rows: all(row.get("activity") != "small" for row in rows))


@given(st.sampled_from(("month", "quarter")), YEARS)
def test_with_withdraw_a_monthly_award_on_what_was_earned_pays_in_all_what_restating_pays(
    per: str, rows: list[Row]
) -> None:
    """The class: automatic, on `earned` of its own period, nothing used up, and only voids of entries known late."""
    award = EARNED | {"measure": {"counter": "earned", "per": per}, "claim": {"by": "automatic", "per": per}}
    carried, restated = (run(scheme(answer, award), rows, as_of="2026-12-31") for answer in ("withdraw", "restate"))
    assert {k: v.paid.get("won", 0) for k, v in carried.statements.items()} == {
        k: v.paid.get("won", 0) for k, v in restated.statements.items()
    }


@given(BIG_YEARS)
def test_with_withdraw_a_monthly_award_that_uses_up_one_tier_pays_in_all_what_restating_pays(rows: list[Row]) -> None:
    """The class: automatic, on the balance, one tier, entries that bring just its points, and only voids known late."""
    award = BALANCE | {"tiers": {"t3": TIERS["t3"]}}
    carried, restated = (run(scheme(answer, award), rows, as_of="2026-12-31") for answer in ("withdraw", "restate"))
    assert carried.totals.paid.get("won", 0) == restated.totals.paid.get("won", 0)
    assert carried.totals.balance == restated.totals.balance
