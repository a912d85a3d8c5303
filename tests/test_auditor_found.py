"""What the auditor found: each is a difference between the evaluator and the reference, in its smallest form."""

from __future__ import annotations

from typing import Any

from incentive_rules import Evaluation, State, evaluate, load_scheme

BASE: dict[str, Any] = {
    "language": 1,
    "id": "found",
    "label": "found",
    "from": "2024-01-01",
    "assumed": "made up",
    "activities": {
        "idea": {"label": "idea", "points": {"each": 1}},
        "late": {"label": "late", "points": {"each": -1}},
    },
    "rewards": {"pay": {"label": "pay", "unit": "KRW"}},
    "answers": {"points_count_on": "activity_date", "grade_judged_on": "activity_date", "limit_tied": "share"},
}
EARNED: dict[str, Any] = {
    "kind": "tiers",
    "label": "earned",
    "measure": {"counter": "earned", "per": "month"},
    "claim": {"by": "automatic", "per": "month"},
    "pay": "highest",
    "again": "always",
    "consume": "nothing",
    "tiers": {"t2": {"at": 2, "pays": {"pay": 20}}},
}


def result(entries: list[dict[str, Any]], roster: Any = (), as_of: str = "2024-12-31", **parts: Any) -> Evaluation:
    """The base scheme with other parts, on entries that are numbered."""
    answers = {**BASE["answers"], **parts.pop("answers", {})}
    rows = [{"entry_id": f"E-{number}", "member_id": "K-1", **row} for number, row in enumerate(entries)]
    return evaluate(load_scheme({**BASE, **parts, "answers": answers}), rows, roster, as_of=as_of)


def entry(activity: str, day: str = "2024-01-10", quantity: int = 1, **cells: Any) -> dict[str, Any]:
    return {"activity": activity, "date": day, "quantity": quantity, **cells}


def test_whoever_owes_points_is_paid_by_an_award_that_uses_up_none() -> None:
    """5 owed in January; 2 earned in February reach the threshold of 2, though the balance is 2 - 5 = -3."""
    rows = [entry("late", quantity=5), entry("idea", "2024-02-10", 2)]
    year = result(rows, awards={"earned": EARNED}, answers={"below_zero": "debt"})
    assert [(str(each.day), int(each.amount)) for each in year.payments] == [("2024-02-29", 20)]
    assert year.statements["K-1"].balance == -3


def test_counters_can_be_compared_with_each_other() -> None:
    """Two ideas and one time late: more ideas than lates."""
    counters = {name: {"label": name, "activities": [name], "take": "number"} for name in ("idea", "late")}
    more = {"counter.idea": {"at_least": {"fact": "counter.late"}}}
    rows = [entry("idea", quantity=2), entry("idea", quantity=2), entry("late")]
    paid = result(rows, [{"member_id": "K-1"}], counters=counters, awards={"earned": {**EARNED, "eligible": more}})
    assert [int(each.amount) for each in paid.payments] == [20]
    fewer = {"counter.idea": {"at_most": {"fact": "counter.late"}}}
    assert not result(rows, counters=counters, awards={"earned": {**EARNED, "eligible": fewer}}).payments


def test_a_limit_by_giver_holds_no_entry_without_a_giver() -> None:
    """Whatever else is not known of it: nothing hangs on that."""
    facts = {"entry": {"team": "text"}}
    limit = {"label": "limit", "per": "month", "points": 1, "keep": "earliest", "by": ["giver", "team"]}
    found = result([entry("idea", quantity=3)], facts=facts, limits={"limit": limit})
    assert [str(each.points) for each in found.statements["K-1"].credits] == ["3"]


def test_a_limit_on_points_holds_no_deduction() -> None:
    """It could not cut it, so nothing hangs on whether it would."""
    facts = {"entry": {"large": "yes_no"}}
    limit = {"label": "limit", "per": "month", "points": 1, "keep": "earliest", "when": {"large": "yes"}}
    found = result([entry("late"), entry("idea")], facts=facts, limits={"limit": limit})
    assert [str(each.points) for each in found.statements["K-1"].credits] == ["-1"]
    assert [each.id for each in found.held] == ["E-1"]


def test_of_a_group_its_name_alone_is_known_though_a_person_is_called_the_same() -> None:
    facts = {"member": {"department": "group", "grade": {"ordered": ["9", "8"]}}}
    idea = {"label": "idea", "points": 1, "of": "department", "when": {"grade": "9"}}
    staff = [{"member_id": "K-1", "department": "K-1", "grade": "9"}]
    found = result([entry("idea")], staff, facts=facts, activities={"idea": idea})
    assert [each.state for each in found.outcomes if each.kind == "entry"] == [State.HELD]


def test_a_bonus_that_compares_with_the_row_is_not_for_an_entry_that_nobody_wrote() -> None:
    facts = {"member": {"team": "text"}, "entry": {"with_team": "text"}}
    base = {"label": "base", "points": 3, "every": "year"}
    bonus = {"label": "bonus", "when": {"team": {"equals": {"fact": "with_team"}}}, "add": 1}
    staff = [{"member_id": "K-1", "team": "A"}]
    found = result([], staff, facts=facts, activities={"base": base}, bonuses={"bonus": bonus})
    assert [str(each.points) for each in found.statements["K-1"].credits] == ["3"]


def test_a_limit_of_the_base_sees_the_base_that_all_its_steps_lead_to() -> None:
    """12 units, weighted by 0.25, are 3 points; 2 of them are left by the limit, and the bonus of 1 is on top: 3."""
    points = {"each": 1, "weight": "0.25"}
    idea = {"label": "idea", "points": points}
    bonus = {"label": "bonus", "when": {"activity": "idea"}, "add": 1}
    limit = {"label": "limit", "per": "month", "points": 2, "keep": "earliest", "of": "base"}
    found = result([entry("idea", quantity=12)], activities={"idea": idea}, bonuses={"b": bonus}, limits={"l": limit})
    assert [str(each.points) for each in found.statements["K-1"].credits] == ["3"]


def test_a_void_whose_decisions_differ_is_held_in_whatever_order_they_stand() -> None:
    row = entry("idea")
    void = {"entry_id": "V-1", "voids": "E-0", "date": "2024-01-20"}
    no = {"entry_id": "D-1", "decides": "V-1", "date": "2024-01-21", "status": "rejected"}
    yes = {**no, "entry_id": "D-2", "status": "approved"}
    for rows in ([row, void, no, yes], [row, void, yes, no]):
        (found,) = (each for each in result(rows).outcomes if each.id == "V-1")
        assert (found.state, [str(why.code) for why in found.reasons]) == (State.HELD, ["decisions_disagree"])


def test_an_award_that_has_ended_is_not_claimed_for_the_periods_after_it() -> None:
    """Two points of January; the award ends with January, so that February brings nothing, however little was paid."""
    claim = {"by": "member", "times": 2, "per": "month", "deadline": {"days": 10}}
    award = {**EARNED, "claim": claim, "until": "2024-02-01"}
    rules = load_scheme({**BASE, "awards": {"earned": award}})
    asked = [
        {"claim_id": day, "member_id": "K-1", "award": "earned", "date": day} for day in ("2024-02-05", "2024-03-05")
    ]
    rows = [{"entry_id": "E-1", "member_id": "K-1", **entry("idea", quantity=2)}]
    found = evaluate(rules, rows, claims=asked, as_of="2024-12-31")
    assert [str(each.day) for each in found.payments] == ["2024-02-05"]
    assert [str(each.reasons[0].code) for each in found.outcomes if each.id == "2024-03-05"] == ["not_in_force"]
