"""What is newly due: nothing twice, nothing dropped without a word."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incentive_rules import Amount, Code, Evaluation, InputError, evaluate, load_scheme, with_reading
from worlds import DAYS, DONGHAE, READINGS, SEOCHEON, World, claims, entries, worlds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incentive_rules import Payment, Scheme

STAFF = [{"member_id": "K-1", "grade": "7급", "department": "총무과"}]
JUNE, JULY = date(2024, 6, 30), date(2024, 7, 31)


def done(count: int, day: str = "2024-06-10", prefix: str = "E") -> list[dict[str, object]]:
    """So many entries of one point."""
    cells = {"member_id": "K-1", "date": day, "activity": "adoption"}
    return [{"entry_id": f"{prefix}-{number}", **cells} for number in range(1, count + 1)]


def asked(*days: date, option: str = "") -> list[dict[str, object]]:
    cells = {"member_id": "K-1", "award": "monthly", "option": option}
    return [{"claim_id": f"C-{day:%m}", "date": day, **cells} for day in days]


def paying(t3: dict[str, int], t5: dict[str, int]) -> Scheme:
    """Donghae's scheme with other rewards at three and five points."""
    rules = deepcopy(DONGHAE.to_dict())
    tiers = rules["awards"]["monthly"]["tiers"]
    tiers["t3"]["pays"], tiers["t5"]["pays"] = t3, t5
    del rules["readings"]
    return load_scheme(rules)


def sums(payments: Iterable[Payment]) -> dict[str, Amount]:
    found: dict[str, Amount] = {}
    for payment in payments:
        found[payment.reward] = found.get(payment.reward, Amount(0)) + payment.amount
    return dict(sorted(found.items()))


def less(now: dict[str, Amount], then: dict[str, Amount]) -> dict[str, Amount]:
    by_reward = {each: now.get(each, Amount(0)) - then.get(each, Amount(0)) for each in sorted({*now, *then})}
    return {reward: amount for reward, amount in by_reward.items() if amount}


@st.composite
def histories(draw: st.DrawFn) -> list[Evaluation]:
    """The same rows at several days, each later than the one before."""
    scheme = draw(st.sampled_from([DONGHAE, SEOCHEON, *READINGS]))
    world = draw(worlds(SEOCHEON if scheme is SEOCHEON else DONGHAE))
    days = draw(st.lists(DAYS, min_size=2, max_size=4, unique=True))
    return [world.evaluated(scheme, as_of=day) for day in sorted(days)]


@given(histories())
def test_paying_what_is_new_day_after_day_pays_each_payment_of_the_last_day_once(history: list[Evaluation]) -> None:
    first, *_, last = history
    paid = list(first.payments)
    for earlier, later in pairwise(history):
        changes = later.changes_since(earlier)
        assert (changes.changed, changes.gone, changes.replaced) == ((), (), ())
        assert changes.to_pay == changes.new
        paid += changes.new
    assert sorted(payment.id for payment in paid) == sorted(payment.id for payment in last.payments)
    assert sums(paid) == last.totals.paid


@given(st.data())
def test_new_changed_and_gone_account_for_every_difference_also_when_rows_come_late(data: st.DataObject) -> None:
    scheme = data.draw(st.sampled_from([DONGHAE, SEOCHEON, *READINGS]))
    own = SEOCHEON if scheme is SEOCHEON else DONGHAE
    world, late = data.draw(worlds(own)), data.draw(st.lists(entries(own), max_size=6))
    more = data.draw(st.lists(claims(own), max_size=3))
    then, now = sorted(data.draw(st.tuples(DAYS, DAYS)))
    earlier = world.evaluated(scheme, as_of=then)
    grown = World([*world.entries, *late], world.roster, [*world.claims, *more])
    evaluation = grown.evaluated(scheme, as_of=now)
    changes = evaluation.changes_since(earlier)
    assert changes.differences == less(evaluation.totals.paid, earlier.totals.paid)
    assert len(changes.new) + len(changes.changed) + changes.same == len(evaluation.payments)
    assert len(changes.gone) + len(changes.changed) + changes.same == len(earlier.payments)
    to_pay = {payment.id for payment in changes.to_pay} - {change.now.id for change in changes.changed}
    assert to_pay | {change.now.id for change in changes.replaced} == {payment.id for payment in changes.new}
    assert len({change.before.id for change in changes.replaced}) == len(changes.replaced)


@given(worlds())
def test_nothing_changed_since_the_same_result(world: World) -> None:
    evaluation = world.evaluated(DONGHAE)
    changes = evaluation.changes_since(Evaluation.from_json(evaluation.to_json()))
    assert (changes.new, changes.changed, changes.gone) == ((), (), ())
    assert changes.same == len(evaluation.payments)
    assert changes.differences == {}


def test_a_claim_that_reaches_a_higher_tier_by_a_late_row_is_told_beside_what_was_paid_for_it() -> None:
    earlier = evaluate(DONGHAE, done(4), STAFF, asked(JUNE), as_of=JUNE)
    late = evaluate(DONGHAE, done(4) + done(1, "2024-06-20", "L"), STAFF, asked(JUNE, JULY), as_of=JULY)
    changes = late.changes_since(earlier)
    assert sums(changes.new) == {"donghae_pay": 50_000}
    assert sums(changes.gone) == {"donghae_pay": 30_000}
    (change,) = changes.replaced
    assert (change.before.rule, change.now.rule) == ("awards.monthly.tiers.t3", "awards.monthly.tiers.t5")
    assert change.differences == {"donghae_pay": 20_000}
    assert sums(changes.to_pay) == {"donghae_pay": 20_000}
    assert [sum(step.amount for step in each.steps[-1:]) for each in changes.to_pay] == [-30_000]
    assert changes.to_decide == ()
    assert (changes.earlier_as_of, changes.as_of) == (JUNE, JULY)


def test_a_reward_of_the_same_kind_is_the_one_that_is_replaced() -> None:
    scheme = paying({"plaque": 1, "donghae_pay": 30_000}, {"donghae_pay": 50_000, "plaque": 2})
    earlier = evaluate(scheme, done(4), STAFF, asked(JUNE), as_of=JUNE)
    changes = evaluate(scheme, done(5), STAFF, asked(JUNE), as_of=JUNE).changes_since(earlier)
    assert {change.before.reward: change.now.reward for change in changes.replaced} == {
        "plaque": "plaque",
        "donghae_pay": "donghae_pay",
    }


def test_money_that_became_leave_is_a_difference_in_both() -> None:
    earlier = evaluate(DONGHAE, done(7), STAFF, asked(JUNE, option="money"), as_of=JUNE)
    changes = evaluate(DONGHAE, done(7), STAFF, asked(JUNE, option="leave"), as_of=JUNE).changes_since(earlier)
    (change,) = changes.replaced
    assert change.differences == changes.differences == {"donghae_pay": -70_000, "leave": 1}


def test_a_payment_that_is_not_due_any_more_is_told() -> None:
    earlier = evaluate(DONGHAE, done(3), STAFF, asked(JUNE), as_of=JUNE)
    changes = evaluate(DONGHAE, done(2), STAFF, asked(JUNE), as_of=JULY).changes_since(earlier)
    assert changes.gone == earlier.payments
    assert changes.differences == {"donghae_pay": -30_000}
    assert changes.replaced == ()


def test_another_amount_under_the_same_id_is_a_change_with_its_difference() -> None:
    earlier = evaluate(DONGHAE, done(3), STAFF, asked(JUNE), as_of=JUNE)
    dearer = paying({"donghae_pay": 35_000}, {"donghae_pay": 50_000})
    changes = evaluate(dearer, done(3), STAFF, asked(JUNE), as_of=JUNE).changes_since(earlier)
    (change,) = changes.changed
    assert change.before.id == change.now.id
    assert change.differences == changes.differences == {"donghae_pay": 5_000}
    assert (changes.new, changes.gone, changes.same) == ((), (), 0)


def test_a_provisional_prize_that_becomes_final_is_the_same() -> None:
    pending = {**done(1, prefix="P")[0], "member_id": "K-2", "status": "심사 중"}
    year = date(2024, 12, 31)
    provisional = evaluate(DONGHAE, [*done(3), pending], STAFF, as_of=year)
    final = evaluate(DONGHAE, [*done(3), {**pending, "status": "반려"}], STAFF, as_of=year)
    assert [payment.provisional for payment in (*provisional.payments, *final.payments)] == [True, False]
    changes = final.changes_since(provisional)
    assert (changes.new, changes.changed, changes.gone, changes.same) == ((), (), (), 1)


def refused(evaluation: Evaluation, earlier: Evaluation) -> str:
    with pytest.raises(InputError) as error:
        evaluation.changes_since(earlier)
    assert {found.code for found in error.value.findings} == {Code.BAD_ARGUMENT}
    return error.value.render("ko")


def test_a_result_of_another_scheme_a_later_day_or_another_reading_is_refused() -> None:
    june, july = (evaluate(DONGHAE, done(3), STAFF, as_of=day) for day in (JUNE, JULY))
    wiped, saver = (evaluate(with_reading(DONGHAE, name), done(3), STAFF, as_of=JUNE) for name in ("wiped", "saver"))
    other = evaluate(SEOCHEON, [], as_of=JUNE)
    assert (
        refused(july, other)
        == "'earlier'에 'seocheon-mileage'를 쓸 수 없습니다: 제도 'donghae-mileage'의 결과여야 합니다"
    )
    assert (
        refused(june, july)
        == "'earlier'에 '2024-07-31'을 쓸 수 없습니다: 기준일이 2024-06-30 또는 그 전인 결과여야 합니다"
    )
    assert refused(july, wiped) == "'earlier'에 'wiped'를 쓸 수 없습니다: 해석을 고르지 않은 결과여야 합니다"
    assert refused(wiped, saver) == "'earlier'에 'saver'를 쓸 수 없습니다: 해석 'wiped'의 결과여야 합니다"
    assert "해석을 고르지 않은 결과" in refused(wiped, june)


def test_all_that_does_not_fit_is_told_at_once() -> None:
    later = evaluate(with_reading(DONGHAE, "wiped"), [], as_of=JULY)
    with pytest.raises(InputError) as error:
        evaluate(SEOCHEON, [], as_of=JUNE).changes_since(later)
    assert len(error.value.findings) == 3


def test_a_day_of_payment_that_moved_is_no_change() -> None:
    earlier = evaluate(DONGHAE, done(3), STAFF, asked(JUNE), as_of=JUNE)
    moved = [{**claim, "date": "2024-06-28"} for claim in asked(JUNE)]
    changes = evaluate(DONGHAE, done(3), STAFF, moved, as_of=JUNE).changes_since(earlier)
    assert changes.same == 1
    assert replace(changes, same=0).differences == {}


def test_what_fell_and_rose_again_is_not_paid_twice_where_every_result_is_given() -> None:
    first = evaluate(DONGHAE, done(4), STAFF, asked(JUNE), as_of=JUNE)
    fallen = evaluate(DONGHAE, done(1), STAFF, asked(JUNE), as_of=JULY)
    back = evaluate(DONGHAE, done(4), STAFF, asked(JUNE), as_of=JULY)
    assert fallen.changes_since(first).to_decide == first.payments
    assert sums(back.changes_since(fallen).to_pay) == {"donghae_pay": 30_000}
    assert back.changes_since(first, fallen).to_pay == back.changes_since(fallen, first).to_pay == ()


def test_without_an_earlier_result_there_is_nothing_to_compare_with() -> None:
    with pytest.raises(InputError):
        evaluate(DONGHAE, done(4), STAFF, as_of=JUNE).changes_since()


def test_a_tier_of_two_rewards_is_paid_by_what_is_missing_of_each_whatever_stands_first() -> None:
    data = DONGHAE.to_dict()
    del data["readings"]
    tiers = {"t3": {"at": "3", "pays": {"donghae_pay": "30000"}}}
    tiers["t5"] = {"at": "5", "pays": {"leave": "1", "donghae_pay": "50000"}}
    scheme = load_scheme({**data, "awards": {"monthly": {**data["awards"]["monthly"], "tiers": tiers}}})
    earlier = evaluate(scheme, done(4), STAFF, asked(JUNE), as_of=JUNE)
    late = evaluate(scheme, done(4) + done(1, "2024-06-20", "L"), STAFF, asked(JUNE), as_of=JULY)
    assert sums(late.changes_since(earlier).to_pay) == {"donghae_pay": 20_000, "leave": 1}


def test_a_claim_that_only_got_another_id_is_not_paid_again() -> None:
    earlier = evaluate(DONGHAE, done(4), STAFF, asked(JUNE), as_of=JUNE)
    renamed = [{**claim, "claim_id": f"moved-{claim['claim_id']}"} for claim in asked(JUNE)]
    changes = evaluate(DONGHAE, done(4), STAFF, renamed, as_of=JULY).changes_since(earlier)
    assert (changes.to_pay, changes.to_decide) == ((), ())


def test_a_claim_that_got_another_id_among_earlier_results_is_not_told_as_gone() -> None:
    first = evaluate(DONGHAE, done(4), STAFF, asked(JUNE), as_of=JUNE)
    renamed = [{**claim, "claim_id": f"moved-{claim['claim_id']}"} for claim in asked(JUNE)]
    second = evaluate(DONGHAE, done(4), STAFF, renamed, as_of=JULY)
    again = evaluate(DONGHAE, done(4), STAFF, renamed, as_of=JULY)
    changes = again.changes_since(first, second)
    assert (changes.new, changes.gone, changes.same) == ((), (), 1)
