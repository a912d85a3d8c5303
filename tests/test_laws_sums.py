"""Laws 7, 8, 9, 14 and 15: points are conserved, lots are not overdrawn, every row and every won is accounted for."""

from __future__ import annotations

from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from incentive_rules import Amount, Evaluation
from worlds import DONGHAE, READINGS, SEOCHEON, World, worlds

BOTH = st.sampled_from([DONGHAE, SEOCHEON, *READINGS])


def total(amounts: object) -> Amount:
    return sum(amounts, Amount(0))  # type: ignore[call-overload, no-any-return]  # any iterable of amounts


@given(st.data())
def test_earned_less_used_less_lapsed_is_the_balance_line_by_line(data: st.DataObject) -> None:
    scheme = data.draw(BOTH)
    evaluation = data.draw(worlds(DONGHAE if scheme in READINGS else SEOCHEON)).evaluated(scheme)
    for statement in evaluation.statements.values():
        assert statement.earned == total(credit.points for credit in statement.credits)
        assert statement.used == total(each.used for each in statement.settlements)
        assert statement.lapsed == total(lapse.points for lapse in statement.lapses)
        assert statement.earned - statement.used - statement.lapsed == statement.balance >= 0
    totals = evaluation.totals
    assert totals.earned - totals.used - totals.lapsed == totals.balance
    assert totals.earned == total(each.earned for each in evaluation.statements.values())
    assert totals.earned == total(each.points for each in totals.activities.values())


@given(worlds())
def test_no_lot_gives_more_than_it_holds(world: World) -> None:
    evaluation = world.evaluated(DONGHAE)
    for statement in evaluation.statements.values():
        taken: Counter[str] = Counter()
        for settlement in statement.settlements:
            assert total(use.points for use in settlement.uses) == settlement.used
            for use in settlement.uses:
                assert use.points > 0
                taken[use.entry_id] += use.points  # type: ignore[assignment]  # a Counter of amounts
        for lapse in statement.lapses:
            taken[lapse.entry_id] += lapse.points  # type: ignore[assignment]  # as above
        for credit in statement.credits:
            assert credit.points - taken[credit.entry_id] == credit.left >= 0


@given(st.data())
def test_the_steps_of_a_line_sum_to_the_line_and_name_rule_value_and_source(data: st.DataObject) -> None:
    scheme = data.draw(BOTH)
    evaluation = data.draw(worlds(DONGHAE if scheme in READINGS else SEOCHEON)).evaluated(scheme)
    for statement in evaluation.statements.values():
        for credit in statement.credits:
            assert total(step.amount for step in credit.steps) == credit.points
            assert all(step.rule and (step.source or step.assumed) for step in credit.steps)
    for payment in evaluation.payments:
        assert total(step.amount for step in payment.steps) == payment.amount > 0
        assert all(step.rule and (step.source or step.assumed) for step in payment.steps)
    paid = Counter[str]()
    for payment in evaluation.payments:
        paid[payment.reward] += payment.amount  # type: ignore[assignment]  # a Counter of amounts
    assert dict(paid) == evaluation.totals.paid


@given(worlds())
def test_every_row_has_exactly_one_outcome(world: World) -> None:
    evaluation = world.evaluated(DONGHAE)
    counted = Counter(str(each.kind) for each in evaluation.outcomes)
    assert counted["entry"] == len(world.entries) == sum(evaluation.totals.entries.values())
    assert counted["claim"] == len(world.claims) == sum(evaluation.totals.claims.values())
    assert counted["roster"] == len(world.roster)


@given(worlds())
def test_a_row_that_does_not_count_says_why_in_both_languages(world: World) -> None:
    for outcome in world.evaluated(DONGHAE).outcomes:
        if outcome.state not in ("credited", "paid", "in_use"):
            assert outcome.reasons
        for reason in outcome.reasons:
            for lang in ("ko", "en"):
                assert reason.message(lang)
                assert "{" not in reason.message(lang) + reason.help(lang)


@given(st.data())
def test_json_comes_back_equal_and_to_the_same_bytes(data: st.DataObject) -> None:
    scheme = data.draw(BOTH)
    evaluation = data.draw(worlds(DONGHAE if scheme in READINGS else SEOCHEON)).evaluated(scheme)
    again = Evaluation.from_json(evaluation.to_json())
    assert again == evaluation
    assert again.to_json() == evaluation.to_json()


@given(worlds())
def test_an_evaluation_from_json_explains_itself_like_the_first(world: World) -> None:
    evaluation = world.evaluated(DONGHAE)
    again = Evaluation.from_json(evaluation.to_json())
    for member, statement in evaluation.statements.items():
        for credit in statement.credits:
            query = f"entry:{credit.entry_id}"
            assert again.explain(query, "ko").splitlines()[0] == evaluation.explain(query, "ko").splitlines()[0]
        assert (
            again.why_not(f"member:{member}", "en").splitlines()[0]
            == evaluation.why_not(f"member:{member}", "en").splitlines()[0]
        )


@given(worlds(), st.dates(date(2024, 6, 1), date(2025, 3, 31)))
def test_no_day_looks_ahead(world: World, day: date) -> None:
    """What was paid by a day is what an evaluation of that day pays: later rows change nothing before them."""
    early, late = world.evaluated(DONGHAE, as_of=day), world.evaluated(DONGHAE, as_of=date(2025, 3, 31))
    assert early.payments == tuple(payment for payment in late.payments if payment.day <= day)


@given(worlds(), st.dates(date(2024, 6, 1), date(2025, 3, 31)))
def test_what_was_not_known_is_as_if_it_had_not_been_given(world: World, day: date) -> None:
    known = [row for row in world.entries if (row.get("recorded_on") or row["date"]) <= day]
    asked = [row for row in world.claims if row["date"] <= day]
    hired = [row for row in world.roster if row.get("from", date.min) <= day]
    limited, cut = world.evaluated(DONGHAE, known_at=day), World(known, hired, asked).evaluated(DONGHAE)
    assert limited.payments == cut.payments
    assert limited.totals.earned == cut.totals.earned


@given(worlds())
def test_people_do_not_change_each_others_points(world: World) -> None:
    """But for corrections, which may name anybody's row."""
    world = world.without_corrections()
    alone = World(
        [row for row in world.entries if row["member_id"] == "K-1"],
        world.roster,
        [row for row in world.claims if row["member_id"] == "K-1"],
    )
    mine = alone.evaluated(DONGHAE).statements.get("K-1")
    assert world.evaluated(DONGHAE).statements.get("K-1") == mine
