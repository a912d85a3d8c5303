"""What an entry earns: by bands, per unit, as stated, by criteria, as a deduction, shared, and given by somebody."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incentive_rules import Evaluation, InputError, SchemeErrors, evaluate, load_scheme
from incentive_rules.backends.plan import plan_of
from incentive_rules.codes import Code
from incentive_rules.messages import Label
from incentive_rules.program.from_scheme import program_of
from incentive_rules.reconcile.from_tables import reconcile
from incentive_rules.report.form import forms_of
from incentive_rules.statement.model import StepKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from incentive_rules import Scheme

    Row = dict[str, Any]

GRADES = ["9급", "8급", "7급", "6급", "5급"]
BASE: dict[str, Any] = {
    "language": 1,
    "id": "earning",
    "label": "earning",
    "from": "2024-01-01",
    "assumed": "a test",
    "facts": {
        "member": {"grade": {"ordered": GRADES}, "office": "group", "years": "number"},
        "entry": {
            "days": "number",
            "hard": {"one_of": ["plain", "hard"]},
            "score": "number",
            "effort": "number",
            "begun": "date",
            "ended": "date",
        },
    },
    "answers": {"points_count_on": "activity_date", "grade_judged_on": "activity_date"},
}
BANDS = {"0": 1, "6": 2, "11": 3}
PER_DAY: Row = {"each": {"by": "days", "bands": BANDS}, "of": "days"}


def scheme_of(
    points: Any = 1, *, answers: Mapping[str, Any] | None = None, top: Row | None = None, **more: Any
) -> Scheme:
    """A scheme with one activity."""
    activity = {"label": "it", "points": points, **more}
    told = {**BASE, "activities": {"it": activity}, **(top or {})}
    return load_scheme({**told, "answers": {**BASE["answers"], **(answers or {})}})


def row(number: int = 1, member: str = "K-1", **cells: Any) -> Row:
    return {"entry_id": f"E-{number}", "member_id": member, "date": "2024-03-05", "activity": "it", **cells}


def judged(scheme: Scheme, rows: Iterable[Row], staff: Iterable[Row] = ()) -> Evaluation:
    return evaluate(scheme, list(rows), list(staff), as_of="2024-12-31")


def earned(scheme: Scheme, **cells: Any) -> str:
    """What one entry brings; its steps add up to that."""
    (credit,) = judged(scheme, [row(**cells)]).statements["K-1"].credits
    assert sum(step.amount for step in credit.steps) == credit.points
    return str(credit.points)


def became(evaluation: Evaluation) -> dict[str, tuple[str, list[Code]]]:
    """The state of each entry and the codes of its reasons."""
    entries = (each for each in evaluation.outcomes if each.kind == "entry")
    return {each.id: (str(each.state), [reason.code for reason in each.reasons]) for each in entries}


def codes(error: SchemeErrors) -> set[Code]:
    return {finding.code for finding in error.findings}


# Bands.


@pytest.mark.parametrize(
    ("days", "points"), [("0", "1"), ("5.9", "1"), ("6", "2"), ("10", "2"), ("11", "3"), ("99", "3")]
)
def test_a_band_is_reached_at_its_own_number(days: str, points: str) -> None:
    assert earned(scheme_of({"by": "days", "bands": BANDS}), days=days) == points


def test_a_number_below_the_first_band_is_rejected_by_name() -> None:
    evaluation = judged(scheme_of({"by": "days", "bands": {"2": 1}}), [row(days="1.5")])
    assert became(evaluation) == {"E-1": ("rejected", [Code.NO_POINTS_FOR_VALUE])}
    assert "'days' is 1.5" in evaluation.explain("E-1")


def test_bands_go_upwards() -> None:
    with pytest.raises(SchemeErrors) as caught:
        scheme_of({"by": "days", "bands": {"6": 1, "2": 2}})
    assert codes(caught.value) == {Code.OUT_OF_RANGE}


def test_a_band_may_go_by_a_fact_of_people() -> None:
    scheme = scheme_of({"by": "years", "bands": {"0": 1, "10": 2}})
    staff = [{"member_id": "K-1", "years": "10"}, {"member_id": "K-2"}]
    evaluation = judged(scheme, [row(), row(2, "K-2")], staff)
    assert str(evaluation.statements["K-1"].earned) == "2"
    assert became(evaluation)["E-2"][0] == "held"


GROWS = {"2024-01-01": 1, "2024-07-01": 2}
BY_HARD = {"by": "hard", "values": {"plain": GROWS, "hard": {"2024-01-01": 3, "2024-07-01": 5}}}


@pytest.mark.parametrize(
    "points",
    [
        GROWS,
        BY_HARD,
        {"by": "days", "bands": {"0": GROWS, "6": {"2024-01-01": 4, "2024-07-01": 6}}},
        {"each": GROWS, "of": "days"},
        {"each": BY_HARD, "of": "days"},
        {"each": 1, "of": "days", "weight": BY_HARD},
        {"each": 1, "of": "days", "most_units": {"2024-01-01": 5, "2024-07-01": 7}},
        {"each": 1, "of": "days", "at_most": {"2024-01-01": 5, "2024-07-01": 7}},
        {"criteria": {"score": {"2024-01-01": "0.4", "2024-07-01": "0.5"}, "effort": "0.6"}},
        {"stated": "score", "between": [0, 10]},
    ],
    ids=str,
)
def test_rows_that_differ_in_one_thing_bring_together_what_each_brings_alone(points: Any) -> None:
    """On another day, with another number or another value, each row is scored by itself."""
    scheme = scheme_of(points)
    cells: list[Row] = [
        {"date": day, "days": days, "hard": hard, "score": score, "effort": effort}
        for day in ("2024-03-05", "2024-08-05")
        for days, hard, score, effort in (
            ("3", "plain", 4, 5),
            ("8", "plain", 4, 5),
            ("8", "hard", 6, 5),
            ("8", "hard", 6, 7),
        )
    ]
    alone = [earned(scheme, **each) for each in cells]
    together = judged(scheme, [row(number, **each) for number, each in enumerate(cells)]).statements["K-1"].credits
    assert {each.entry_id: str(each.points) for each in together} == {f"E-{n}": each for n, each in enumerate(alone)}
    assert len(set(alone)) > 1


# Points per unit.


@pytest.mark.parametrize(("answer", "points"), [("whole", "36"), ("part", "19")])
def test_a_band_is_for_the_whole_number_or_for_the_part_that_lies_in_it(answer: str, points: str) -> None:
    """12 days: 12 × 3, or 6 × 1 + 5 × 2 + 1 × 3."""
    assert earned(scheme_of(PER_DAY, answers={"bands_apply_to": answer}), days="12") == points


def test_a_band_over_what_is_counted_raises_the_question_and_another_one_does_not() -> None:
    with pytest.raises(SchemeErrors) as caught:
        scheme_of(PER_DAY)
    assert [finding.facts["name"] for finding in caught.value.findings] == ["bands_apply_to"]
    assert earned(scheme_of({**PER_DAY, "of": "score"}), days="6", score="4") == "8"


def test_parts_need_points_from_zero_on() -> None:
    with pytest.raises(SchemeErrors) as caught:
        scheme_of({"each": {"by": "days", "bands": {"2": 1}}, "of": "days"}, answers={"bands_apply_to": "part"})
    assert codes(caught.value) == {Code.CONTRADICTION}


@given(st.integers(0, 60), st.integers(0, 60))
@settings(max_examples=30)
def test_by_parts_more_never_brings_less_even_at_an_edge(one: int, other: int) -> None:
    scheme = scheme_of(PER_DAY, answers={"bands_apply_to": "part"})
    few, many = (Fraction(earned(scheme, days=str(each))) for each in sorted((one, other)))
    assert few <= many


def test_units_weight_most_and_rounding_act_in_this_order() -> None:
    """15 days count as 10: 10 × 2 = 20, × 1.5 = 30, at most 25.5, rounded down to 25."""
    points = {
        **PER_DAY,
        "most_units": 10,
        "weight": {"by": "hard", "values": {"plain": 1, "hard": "1.5"}},
        "at_most": "25.5",
        "round": {"at": "entry", "unit": 1, "mode": "down"},
    }
    scheme = scheme_of(points, answers={"bands_apply_to": "whole"})
    (credit,) = judged(scheme, [row(days="15", hard="hard")]).statements["K-1"].credits
    told = [(step.kind, str(step.amount)) for step in credit.steps]
    assert told == [
        (StepKind.BASE, "45"),
        (StepKind.CAP, "-25"),
        (StepKind.WEIGHT, "10"),
        (StepKind.CAP, "-4.5"),
        (StepKind.ROUNDING, "-0.5"),
    ]
    assert str(credit.points) == "25"
    assert earned(scheme, days="10", hard="plain") == "20"


def test_most_for_one_entry_bounds_a_deduction_too() -> None:
    assert earned(scheme_of({"each": -2, "of": "days", "at_most": 5}), days="4") == "-5"


def test_a_weight_below_zero_does_not_load() -> None:
    with pytest.raises(SchemeErrors) as caught:
        scheme_of({"each": 1, "weight": {"by": "hard", "values": {"plain": 1, "hard": -1}}})
    assert codes(caught.value) == {Code.OUT_OF_RANGE}


def test_a_value_behind_a_fact_may_change_by_date() -> None:
    scheme = scheme_of({"by": "days", "bands": {"0": {"2024-01-01": 1, "2024-03-06": 4}}})
    assert (earned(scheme, days="1"), earned(scheme, days="1", date="2024-03-06")) == ("1", "4")


# What people judge.


@pytest.mark.parametrize(
    ("score", "state"),
    [("0.5", "credited"), ("2", "credited"), ("0", "rejected"), ("1.2", "rejected"), ("2.5", "rejected"), ("", "held")],
)
def test_assessors_state_points_in_their_range_and_on_its_steps(score: str, state: str) -> None:
    scheme = scheme_of({"stated": "score", "between": ["0.5", 2], "step": "0.5"})
    assert became(judged(scheme, [row(score=score)]))["E-1"][0] == state


def test_points_out_of_their_range_are_refused_with_the_range() -> None:
    for step, words in (({}, "0.5"), ({"step": "0.5"}, "0.5")):
        scheme = scheme_of({"stated": "score", "between": ["0.25", 2], **step})
        (found,) = [each for each in judged(scheme, [row(score="9")]).outcomes if each.kind == "entry"]
        expected = found.reasons[0].facts["expected"]
        assert isinstance(expected, Label)
        assert "0.25" in expected.en
        assert "2" in expected.ko
        assert (words in expected.en) is bool(step)


def test_steps_are_counted_from_the_least_number() -> None:
    scheme = scheme_of({"stated": "score", "between": [1, 10], "step": 3})
    assert [earned(scheme, score=each) for each in ("1", "4", "7", "10")] == ["1", "4", "7", "10"]
    assert became(judged(scheme, [row(score="3")]))["E-1"][0] == "rejected"


def test_criteria_are_added_by_weight_and_a_missing_one_holds_the_entry() -> None:
    """8 × 0.4 + 5 × 0.6 = 6.2."""
    scheme = scheme_of({"criteria": {"score": "0.4", "effort": "0.6"}})
    assert earned(scheme, score="8", effort="5") == "6.2"
    assert became(judged(scheme, [row(score="8")])) == {"E-1": ("held", [Code.FACT_MISSING])}
    assert became(judged(scheme, [row(score="8", effort="-1")]))["E-1"][0] == "rejected"


# Deductions.


LIMITED: Row = {
    "activities": {"good": {"label": "good", "points": 3}, "bad": {"label": "bad", "points": -5}},
    "limits": {"month": {"label": "month", "per": "month", "points": 4, "keep": "earliest"}},
    "bonuses": {"more": {"label": "more", "when": {"activity": ["good", "bad"]}, "multiply": 2, "from": "2024-06-01"}},
}


def test_a_deduction_is_cut_by_no_limit_and_uses_up_none() -> None:
    """3 and 3 are cut to 3 and 1 in the month, whatever is taken off between them: 4 − 5 = −1."""
    rows = [row(1, activity="good"), row(2, activity="bad"), row(3, activity="good")]
    statement = judged(load_scheme({**BASE, **LIMITED}), rows).statements["K-1"]
    assert str(statement.earned) == "-1"
    assert {credit.entry_id: str(credit.points) for credit in statement.credits} == {
        "E-1": "3",
        "E-2": "-5",
        "E-3": "1",
    }
    kinds = {step.kind for credit in statement.credits if credit.entry_id == "E-2" for step in credit.steps}
    assert kinds == {StepKind.DEDUCTION}


def test_a_deduction_takes_no_bonus() -> None:
    statement = judged(load_scheme({**BASE, **LIMITED}), [row(activity="bad", date="2024-07-01")]).statements["K-1"]
    assert str(statement.earned) == "-5"


FROM_TWO: Row = {
    "rewards": {"won": {"label": "won", "unit": "KRW"}},
    "awards": {
        "monthly": {
            "kind": "tiers",
            "label": "monthly",
            "measure": {"counter": "balance"},
            "claim": {"by": "automatic", "per": "month"},
            "pay": "highest",
            "again": "always",
            "consume": "nothing",
            "tiers": {"t2": {"at": 2, "pays": {"won": 1}}},
        }
    },
}


def test_who_deducts_beside_a_balance_says_what_that_reduces_and_how_far() -> None:
    with pytest.raises(SchemeErrors) as caught:
        scheme_of({"stated": "score", "between": [-5, 5]}, top=FROM_TWO, answers={"year_end": "keep"})
    asked = {(found.code, found.facts["name"]) for found in caught.value.findings}
    assert asked == {(Code.OPEN_QUESTION, "deductions_reduce"), (Code.OPEN_QUESTION, "below_zero")}


@pytest.mark.parametrize(
    ("below", "balances", "paid"), [("debt", ["3", "-1", "1"], ["6"]), ("floor", ["3", "0", "2"], ["6", "8"])]
)
def test_a_stated_deduction_leaves_a_debt_or_ends_at_zero(below: str, balances: list[str], paid: list[str]) -> None:
    """June 3; July 3 - 4 = -1, or 0 with a floor; August 2 more: 1, or 2, which is enough to be paid."""
    said = {"year_end": "keep", "deductions_reduce": "balance", "below_zero": below}
    scheme = scheme_of({"stated": "score", "between": [-5, 5]}, top=FROM_TWO, answers=said)
    rows = [row(n, score=score, date=f"2024-0{5 + n}-10") for n, score in enumerate(("3", "-4", "2"), 1)]
    ends = ("2024-06-30", "2024-07-31", "2024-08-31")
    assert [str(evaluate(scheme, rows, as_of=day).statements["K-1"].balance) for day in ends] == balances
    found = evaluate(scheme, rows, as_of=ends[-1])
    assert [str(payment.day.month) for payment in found.payments] == paid
    assert str(found.statements["K-1"].earned) == "5"


@pytest.mark.parametrize(
    ("points", "deducts"),
    [
        (1, False),
        (-1, True),
        ({"2024-01-01": 1, "2025-01-01": -1}, True),
        ({"by": "hard", "values": {"plain": 0, "hard": -1}}, True),
        ({"each": {"by": "hard", "values": {"plain": 0, "hard": 1}}}, False),
        ({"stated": "score", "between": [-2, 2]}, True),
        ({"criteria": {"score": 1}}, False),
    ],
)
def test_whether_an_activity_can_deduct_is_known_of_its_rule(points: Any, deducts: bool) -> None:  # noqa: FBT001  # a case
    assert program_of(scheme_of(points)).activities["it"].can_deduct is deducts


# Joint work.


STAFF = [{"member_id": f"K-{n}", "grade": grade, "office": "a"} for n, grade in enumerate(("8급", "7급", "5급"), 1)]
LOW = {"eligible": {"grade": {"at_most": "6급"}}}


def joint(answer: str = "lost") -> Scheme:
    """3 points, shared; one more point for a hard one."""
    bonus = {"hard": {"label": "hard", "when": {"hard": "hard"}, "add": 1}}
    return scheme_of(3, shares="yes", top={**LOW, "bonuses": bonus}, answers={"partner_not_eligible": answer})


def work(*shares: str, **cells: Any) -> list[Row]:
    """The rows of one piece of work, each of the next member."""
    return [row(n, f"K-{n}", work="W-1", share=share, hard="plain", **cells) for n, share in enumerate(shares, 1)]


def test_a_share_is_of_the_points_with_their_bonuses() -> None:
    """(3 + 1) × 1/3."""
    rows = [each | {"hard": "hard"} for each in work("1/3", "2/3")]
    evaluation = judged(joint(), rows, STAFF)
    assert [str(evaluation.statements[each].earned) for each in ("K-1", "K-2")] == ["4/3", "8/3"]
    assert [step.kind for step in evaluation.statements["K-1"].credits[0].steps][-1] is StepKind.SHARE


@pytest.mark.parametrize(
    ("shares", "state", "code"),
    [
        (("0.6", "0.5"), "rejected", Code.SHARES_TOO_MANY),
        (("1/2", ""), "rejected", Code.SHARES_TOO_MANY),
        (("0.5", "0.4"), "held", Code.SHARES_MISSING),
        (("33.3%", "66.6%"), "held", Code.SHARES_MISSING),
    ],
)
def test_shares_of_one_work_make_one(shares: tuple[str, ...], state: str, code: Code) -> None:
    assert became(judged(joint(), work(*shares), STAFF)) == {f"E-{n}": (state, [code]) for n in (1, 2)}


def test_work_without_shares_is_done_alone_by_each() -> None:
    evaluation = judged(joint(), work("", "100%"), STAFF)
    assert [str(evaluation.statements[each].earned) for each in ("K-1", "K-2")] == ["3", "3"]


def test_works_and_activities_are_added_up_apart() -> None:
    rows = [row(1, work="W-1", share="0.5"), row(2, "K-2", work="W-2", share="0.5")]
    assert {state for state, _ in became(judged(joint(), rows, STAFF)).values()} == {"held"}


def test_a_share_needs_its_work_and_an_activity_that_is_shared() -> None:
    assert became(judged(joint(), [row(share="0.5", hard="plain")], STAFF)) == {
        "E-1": ("held", [Code.SHARE_WITHOUT_WORK])
    }
    alone = judged(scheme_of(), [row(share="0.5", work="W-1")])
    assert became(alone) == {"E-1": ("rejected", [Code.SHARE_NOT_USED])}


@pytest.mark.parametrize(("answer", "points"), [("lost", ["1.5", "0.9"]), ("redistributed", ["1.875", "1.125"])])
def test_the_share_of_a_partner_above_the_ceiling_is_lost_or_falls_to_the_others(
    answer: str, points: list[str]
) -> None:
    """3 × 0.5 and 3 × 0.3; or of the 0.8 that is left 3 × 0.5 ÷ 0.8 and 3 × 0.3 ÷ 0.8."""
    evaluation = judged(joint(answer), work("0.5", "0.3", "0.2"), STAFF)
    assert [str(evaluation.statements[each].earned) for each in ("K-1", "K-2")] == points
    assert became(evaluation)["E-3"] == ("rejected", [Code.NOT_ELIGIBLE])


def test_what_a_share_leaves_and_what_falls_to_it_are_steps_with_their_parts() -> None:
    """Half of 3 takes 1.5 away; 0.5 of the 0.8 that take part is 0.625: 3 × 0.125 is added. 0.3 ÷ 0.8 is 0.375."""
    evaluation = judged(joint("redistributed"), work("0.5", "0.3", "0.2"), STAFF)
    told = {
        member: [
            (str(each.kind), str(each.amount), each.value) for each in evaluation.statements[member].credits[0].steps
        ]
        for member in ("K-1", "K-2")
    }
    assert told == {
        "K-1": [("base", "3", "3"), ("share", "-1.5", "0.5"), ("taken_over", "0.375", "0.625")],
        "K-2": [("base", "3", "3"), ("share", "-2.1", "0.3"), ("taken_over", "0.225", "0.375")],
    }
    lost = judged(joint("lost"), work("0.5", "0.3", "0.2"), STAFF).statements["K-1"].credits[0].steps
    assert [str(each.kind) for each in lost] == ["base", "share"]


def test_while_it_is_open_whether_a_partner_takes_part_the_others_wait_only_if_that_matters() -> None:
    staff = [STAFF[0], {"member_id": "K-2"}]
    states = {
        answer: [state for state, _ in became(judged(joint(answer), work("0.5", "0.5"), staff)).values()]
        for answer in ("lost", "redistributed")
    }
    assert states == {"lost": ["credited", "held"], "redistributed": ["held", "held"]}


@pytest.mark.parametrize("answer", ["lost", "redistributed"])
def test_a_partner_whose_row_counts_later_changes_no_earlier_day(answer: str) -> None:
    rows = work("0.5", "0.5")
    rows[1] |= {"date": "2024-09-01"}
    early, late = (evaluate(joint(answer), rows, STAFF, as_of=day) for day in ("2024-04-01", "2024-12-31"))
    assert early.statements["K-1"].credits == late.statements["K-1"].credits
    assert became(early)["E-2"][0] == "not_yet"


@given(st.lists(st.integers(1, 9), min_size=1, max_size=3), st.randoms())
@settings(max_examples=40)
def test_shares_that_make_one_bring_the_whole_in_any_order(parts: list[int], random: Any) -> None:
    rows = work(*(f"{part}/{sum(parts)}" for part in parts))
    staff = [each | {"grade": "9급"} for each in STAFF]
    whole = judged(joint(), rows, staff)
    random.shuffle(rows)
    assert judged(joint(), rows, staff).to_json() == whole.to_json()
    assert whole.totals.earned == 3


@given(st.lists(st.integers(1, 9), min_size=2, max_size=2), st.integers(1, 9))
@settings(max_examples=20)
def test_what_is_redistributed_brings_the_whole_to_those_who_take_part(parts: list[int], out: int) -> None:
    total = sum(parts) + out
    evaluation = judged(joint("redistributed"), work(*(f"{part}/{total}" for part in (*parts, out))), STAFF)
    first, second = (evaluation.statements[each].earned for each in ("K-1", "K-2"))
    assert first + second == 3
    assert first * parts[1] == second * parts[0]


def test_who_may_leave_a_partner_out_is_asked_what_becomes_of_the_share() -> None:
    assert scheme_of(3, shares="yes").activities["it"].shares
    for more, top in (({"when": {"hard": "hard"}}, {}), ({}, LOW)):
        with pytest.raises(SchemeErrors) as caught:
            scheme_of(3, shares="yes", top=top, **more)
        assert "partner_not_eligible" in {finding.facts.get("name") for finding in caught.value.findings}


# Givers, and facts compared with facts.


GIVEN = {"when": {"given": "yes", "giver.office": {"not": {"fact": "office"}}}}
TWO = [{"member_id": "K-1", "office": "a", "grade": "8급"}, {"member_id": "K-2", "office": "b", "grade": "6급"}]


@pytest.mark.parametrize(
    ("giver", "state"), [("K-2", "credited"), ("K-1", "rejected"), ("", "rejected"), ("K-9", "held")]
)
def test_points_from_another_office_count_and_those_from_ones_own_do_not(giver: str, state: str) -> None:
    evaluation = judged(scheme_of(1, **GIVEN), [row(from_member=giver)], TWO)
    assert became(evaluation)["E-1"][0] == state


def test_a_row_that_names_no_giver_waits_where_the_giver_decides() -> None:
    scheme = scheme_of({"by": "giver.grade", "values": dict(zip(GRADES, (1, 1, 1, 2, 3), strict=True))})
    evaluation = judged(scheme, [row(1, from_member="K-2"), row(2)], TWO)
    assert str(evaluation.statements["K-1"].earned) == "2"
    assert became(evaluation)["E-2"] == ("held", [Code.GIVER_MISSING])


def test_a_giver_is_judged_by_what_was_so_on_the_day() -> None:
    staff = [
        TWO[0],
        {"member_id": "K-2", "office": "a", "until": "2024-03-05"},
        {"member_id": "K-2", "office": "b", "from": "2024-03-05"},
    ]
    rows = [row(1, from_member="K-2", date="2024-03-04"), row(2, from_member="K-2")]
    assert [state for state, _ in became(judged(scheme_of(1, **GIVEN), rows, staff)).values()] == [
        "rejected",
        "credited",
    ]


@pytest.mark.parametrize(
    ("begun", "ended", "state"),
    [
        ("2024-03-01", "2024-03-01", "credited"),
        ("2024-03-02", "2024-03-01", "rejected"),
        ("2024-03-01", "", "held"),
        ("", "2024-03-01", "held"),
    ],
)
def test_two_facts_are_compared_and_either_unknown_leaves_it_open(begun: str, ended: str, state: str) -> None:
    scheme = scheme_of(1, when={"begun": {"at_most": {"fact": "ended"}}})
    evaluation = judged(scheme, [row(begun=begun, ended=ended)])
    assert became(evaluation)["E-1"][0] == state
    assert state != "held" or ("'ended'" if begun else "'begun'") in evaluation.explain("E-1")


def test_one_value_of_several_may_be_a_fact_and_one_that_holds_decides() -> None:
    scheme = scheme_of(1, when={"score": {"one_of": [5, {"fact": "effort"}]}})
    states = [became(judged(scheme, [row(score=score)]))["E-1"][0] for score in ("5", "4")]
    assert states == ["credited", "held"]


@pytest.mark.parametrize(
    ("when", "code"),
    [
        ({"begun": {"at_most": {"fact": "score"}}}, Code.WRONG_FACT_KIND),
        ({"begun": {"fact": "beginn"}}, Code.UNKNOWN_FACT),
        ({"begun": {"at_most": {"facts": "ended"}}}, Code.WRONG_TYPE),
        ({"hard": {"one_of": {"fact": "hard"}}}, Code.WRONG_TYPE),
        ({"giver.grad": "8급"}, Code.UNKNOWN_FACT),
    ],
)
def test_what_cannot_be_compared_does_not_load(when: Row, code: Code) -> None:
    with pytest.raises(SchemeErrors) as caught:
        scheme_of(1, when=when)
    assert codes(caught.value) == {code}


def test_eligible_is_about_the_member_and_not_about_the_giver() -> None:
    with pytest.raises(SchemeErrors) as caught:
        scheme_of(1, top={"eligible": {"giver.grade": "8급"}})
    assert codes(caught.value) == {Code.CONTRADICTION}


def test_a_fact_called_given_is_the_schemes_own() -> None:
    facts = {**BASE["facts"], "entry": {"given": "number"}}
    scheme = scheme_of(1, when={"given": {"at_least": 2}}, top={"facts": facts})
    assert became(judged(scheme, [row(given="2", from_member="K-2")]))["E-1"][0] == "credited"


# What else must know of it.


def test_rows_of_one_id_that_differ_only_in_share_or_giver_are_both_rejected() -> None:
    for other in (row(work="W", share="0.5"), row(work="W", from_member="K-2")):
        rows = [row(work="W"), other]
        states = [outcome.state for outcome in judged(joint(), rows, STAFF).outcomes if outcome.kind == "entry"]
        assert states == ["rejected", "rejected"]


@pytest.mark.parametrize(
    ("points", "more", "address"),
    [
        (-1, {}, "activities.it.points"),
        ({"by": "days", "bands": {"0": 1}}, {}, "activities.it.points"),
        ({"each": 1, "at_most": 5}, {}, "activities.it.points"),
        ({"stated": "score", "between": [0, 1]}, {}, "activities.it.points"),
        ({"criteria": {"score": 1}}, {}, "activities.it.points"),
        ({"by": "giver.grade", "values": dict.fromkeys(GRADES, 1)}, {}, "activities.it.points"),
        (1, {"shares": "yes"}, "activities.it.shares"),
        (1, {"when": {"given": "yes"}}, "activities.it.when"),
    ],
)
def test_the_totals_path_refuses_each_of_these_by_its_address(points: Any, more: Row, address: str) -> None:
    with pytest.raises(InputError) as caught:
        plan_of(program_of(scheme_of(points, **more)))
    assert [(finding.code, finding.facts["name"]) for finding in caught.value.findings] == [(Code.NOT_COVERED, address)]


def test_a_sheet_to_fill_in_asks_for_shares_and_givers_only_where_rules_look_at_them() -> None:
    def names(scheme: Scheme) -> set[str]:
        return {field.name for field in forms_of(scheme, "en")[0].fields}

    assert names(joint()) >= {"work", "share"}
    assert "from_member" in names(scheme_of(1, **GIVEN))
    assert names(scheme_of()).isdisjoint({"work", "share", "from_member"})


@pytest.mark.parametrize(
    "points",
    [
        {"by": "days", "bands": BANDS},
        {"each": 2, "of": "days", "at_most": 5},
        {"stated": "days", "between": [0, 20]},
        {"criteria": {"days": 1}},
        {"each": -1, "of": "days"},
    ],
)
def test_a_sheet_is_reconciled_whatever_the_form_of_points(points: Any) -> None:
    scheme = scheme_of(points)
    found = reconcile(scheme, [row(days="12", said_points="1.25")], as_of="2024-12-31")
    assert found.differences[0].said == Fraction("1.25")
