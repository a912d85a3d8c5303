"""Law 6: rows that void, replace or decide others, once they are known, on the day of the row that they correct."""

from __future__ import annotations

import itertools
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incentive_rules import Evaluation, evaluate, evaluate_member, evaluate_totals, load_scheme
from incentive_rules.messages import LANGUAGES
from worlds import DONGHAE, SEOCHEON, World, worlds

if TYPE_CHECKING:
    from incentive_rules import Scheme

Row = dict[str, Any]

STAFF = [{"member_id": name, "grade": "7급", "department": "행정과"} for name in ("K-1", "K-2")]


TREE = {
    "language": 1,
    "id": "tree",
    "label": "tree",
    "from": "2024-01-01",
    "assumed": "made up for this test",
    "activities": {"adoption": {"label": "idea", "points": 1}},
    "answers": {"points_count_on": "activity_date"},
}


def entry(name: str, **cells: Any) -> Row:
    return {"entry_id": name, "member_id": "K-1", "date": "2024-06-10", "activity": "adoption", **cells}


def claim(name: str = "C-1", day: str = "2024-06-30", **cells: Any) -> Row:
    return {"claim_id": name, "member_id": "K-1", "date": day, "award": "monthly", **cells}


def judged(entries: list[Row], claims: list[Row] | None = None, scheme: Scheme = DONGHAE, **days: Any) -> Evaluation:
    found = evaluate(scheme, entries, STAFF, claims or [], **{"as_of": "2024-12-31", **days})
    assert Evaluation.from_json(found.to_json()) == found
    return found


def states(found: Evaluation) -> dict[str, str]:
    return {each.id: str(each.state) for each in found.outcomes if each.id}


def codes(found: Evaluation, name: str) -> list[str]:
    return [reason.code for each in found.outcomes if each.id == name for reason in each.reasons]


# Worked by hand.


def test_a_voided_row_brings_nothing_and_all_three_rows_are_told() -> None:
    found = judged([entry("E-1"), entry("E-2"), {"entry_id": "V-1", "date": "2024-07-05", "voids": "E-1"}])
    assert found.statements["K-1"].earned == 1
    assert states(found) == {"E-1": "corrected", "E-2": "credited", "V-1": "correction"}
    assert {each.member_id for each in found.outcomes if each.id} == {"K-1"}
    assert found.totals.entries == {"credited": 1, "corrected": 1, "correction": 1}


def test_a_replacing_row_counts_in_the_place_of_the_old_one_and_says_so() -> None:
    found = judged([entry("E-1"), entry("E-2", activity="proposal", replaces="E-1")])
    assert found.statements["K-1"].earned * 2 == 1
    assert states(found) == {"E-1": "corrected", "E-2": "credited"}
    assert codes(found, "E-2") == ["corrects"]


def test_a_row_of_the_wrong_person_is_replaced_by_one_of_the_right_one() -> None:
    found = judged([entry("E-1"), entry("E-2", member_id="K-2", replaces="E-1")])
    assert [found.statements[name].earned for name in ("K-1", "K-2")] == [0, 1]


@pytest.mark.parametrize(("status", "points", "state"), [("승인", 1, "credited"), ("반려", 0, "rejected")])
def test_a_decision_on_a_pending_row_is_a_row_of_its_own(status: str, points: int, state: str) -> None:
    rows = [
        entry("E-1", status="심사 중"),
        {"entry_id": "D-1", "date": "2024-07-05", "decides": "E-1", "status": status},
    ]
    assert states(judged(rows, known_at="2024-07-04")) == {"E-1": "held", "D-1": "not_yet"}
    found = judged(rows)
    assert found.statements["K-1"].earned == points
    assert states(found) == {"E-1": state, "D-1": "correction"}


def test_of_several_decisions_the_last_day_holds_and_two_of_one_day_that_differ_hold_the_row() -> None:
    back = {"entry_id": "D-1", "date": "2024-07-05", "decides": "E-1", "status": "반려"}
    after = {"entry_id": "D-2", "date": "2024-07-20", "decides": "E-1", "status": "승인"}
    assert judged([entry("E-1", status="대기"), back, after]).statements["K-1"].earned == 1
    found = judged([entry("E-1", status="대기"), back, after | {"date": "2024-07-05"}])
    assert states(found)["E-1"] == "held"
    assert codes(found, "E-1") == ["decisions_disagree"]


def test_where_points_count_on_approval_the_day_of_the_decision_is_that_day() -> None:
    data = DONGHAE.to_dict()
    data["answers"] |= {"points_count_on": "approval_date", "values_taken_on": "counting_date"}
    scheme = load_scheme(data)
    rows = [entry("E-1", status="대기"), {"entry_id": "D-1", "date": "2024-07-05", "decides": "E-1", "status": "승인"}]
    (credit,) = judged(rows, scheme=scheme).statements["K-1"].credits
    assert (credit.day, credit.counts_on) == (date(2024, 6, 10), date(2024, 7, 5))
    rows[1]["approved_on"] = "2024-06-28"
    assert judged(rows, scheme=scheme).statements["K-1"].credits[0].counts_on == date(2024, 6, 28)


def test_voiding_a_correction_undoes_it_however_long_the_chain() -> None:
    rows = [entry("E-0")] + [
        {"entry_id": f"E-{n}", "date": "2024-07-01", "voids": f"E-{n - 1}"} for n in range(1, 2001)
    ]
    found = judged(rows)
    assert found.statements["K-1"].earned == 1
    assert found.totals.entries == {"credited": 1, "corrected": 1000, "correction": 1000}


def test_a_circle_of_corrections_is_refused_and_stops_nobody_else() -> None:
    rows = [{"entry_id": f"V-{n}", "date": "2024-07-01", "voids": f"V-{(n + 1) % 3}"} for n in range(3)]
    found = judged([entry("E-1"), *rows])
    assert states(found) == {"E-1": "credited"} | {f"V-{n}": "rejected" for n in range(3)}


def test_a_row_of_a_circle_that_another_row_takes_back_is_corrected_as_any_row_is() -> None:
    rows = [{"entry_id": f"V-{n}", "date": "2024-07-01", "voids": f"V-{(n + 1) % 2}"} for n in range(2)]
    found = judged([entry("E-1"), *rows, {"entry_id": "V-2", "date": "2024-07-01", "voids": "V-0"}])
    assert states(found) == {"E-1": "credited", "V-0": "corrected", "V-1": "rejected", "V-2": "correction"}


def test_a_correction_of_nothing_is_refused_whole_so_that_nothing_counts_twice() -> None:
    found = judged(
        [entry("E-1"), entry("E-2", replaces="E-7"), {"entry_id": "V-1", "date": "2024-07-01", "voids": "E-8"}]
    )
    assert states(found) == {"E-1": "credited", "E-2": "rejected", "V-1": "rejected"}
    assert codes(found, "E-2") == codes(found, "V-1") == ["corrects_nothing"]


def test_two_rows_in_the_place_of_one_wait_until_one_is_voided() -> None:
    rows = [entry("E-1"), entry("E-2", replaces="E-1"), entry("E-3", replaces="E-1", activity="proposal")]
    assert states(judged(rows)) == {"E-1": "corrected", "E-2": "held", "E-3": "held"}
    settled = judged([*rows, {"entry_id": "V-1", "date": "2024-07-01", "voids": "E-2"}])
    assert states(settled) == {"E-1": "corrected", "E-2": "corrected", "E-3": "credited", "V-1": "correction"}


def test_a_row_that_replaces_a_replacing_row_stands_alone_and_voiding_it_brings_back_the_one_before() -> None:
    """Put right twice, the work counts once: E-3 stands in the place of E-2, which stood in that of E-1."""
    rows = [entry("E-1"), entry("E-2", activity="proposal", replaces="E-1"), entry("E-3", replaces="E-2")]
    assert states(judged(rows)) == {"E-1": "corrected", "E-2": "corrected", "E-3": "credited"}
    assert judged(rows).statements["K-1"].earned == 1
    back = [*rows, {"entry_id": "V-1", "date": "2024-07-01", "voids": "E-3"}]
    assert states(judged(back)) == {"E-1": "corrected", "E-2": "credited", "E-3": "corrected", "V-1": "correction"}
    gone = [*rows[:2], {"entry_id": "V-1", "date": "2024-07-01", "voids": "E-2"}]
    assert states(judged(gone)) == {"E-1": "credited", "E-2": "corrected", "V-1": "correction"}
    waiting = [*rows[:2], entry("E-3", replaces="E-2", status="심사 중")]
    assert states(judged(waiting)) == {"E-1": "corrected", "E-2": "credited", "E-3": "held"}


def test_two_rows_in_the_place_of_one_that_replaced_another_wait_and_the_first_one_does_not_come_back() -> None:
    rows = [entry("E-1"), entry("E-2", replaces="E-1"), entry("E-3", replaces="E-2"), entry("E-4", replaces="E-2")]
    assert states(judged(rows)) == {"E-1": "corrected", "E-2": "corrected", "E-3": "held", "E-4": "held"}


@settings(max_examples=settings().max_examples // 3)
@given(
    replaced=st.lists(st.integers(0, 5), min_size=2, max_size=6),
    order=st.randoms(use_true_random=False),
    staff=st.sampled_from([[], [{}], [{"member_id": "K-2"}]]),
)
def test_a_tree_of_replacements_is_told_in_the_same_words_in_any_order_of_rows_and_to_each_member_alone(
    replaced: list[int], order: Any, staff: list[Row]
) -> None:
    # Row n + 1 replaces one of the rows before it; every row is of another member.
    rows = [entry("E-0", member_id="K-0")]
    for number, aim in enumerate(replaced, 1):
        rows.append(entry(f"E-{number}", member_id=f"K-{number}", replaces=f"E-{aim % number}"))
    scheme = load_scheme(TREE)
    whole = evaluate(scheme, rows, staff, as_of="2024-12-31")
    order.shuffle(rows)
    again = evaluate(scheme, rows, staff, as_of="2024-12-31")
    assert again.to_json() == whole.to_json()
    for row in rows:
        name = row["member_id"]
        alone = evaluate_member(scheme, rows, staff, member=name, as_of="2024-12-31")
        assert alone.statements[name] == whole.statements[name]
        for lang in LANGUAGES:
            assert alone.why_not(row["entry_id"], lang) == whole.why_not(row["entry_id"], lang)


def test_of_two_rows_in_the_place_of_one_that_others_replace_too_all_rivals_are_named() -> None:
    # E-1 and E-2 replace E-0; E-3 and E-4 replace E-1, so that they too would come to the place of E-0.
    tree = [("E-1", "E-0"), ("E-2", "E-0"), ("E-3", "E-1"), ("E-4", "E-1")]
    found = judged([entry("E-0"), *(entry(name, replaces=aim) for name, aim in tree)])
    told = {each.id: (each.reasons[0].facts["id"], each.reasons[0].facts["others"]) for each in found.held}
    assert told == {
        "E-2": ("E-0", ("E-3", "E-4")),
        "E-3": ("E-0", ("E-2", "E-4")),
        "E-4": ("E-0", ("E-2", "E-3")),
    }


def test_a_correction_that_is_not_approved_changes_nothing_yet() -> None:
    waiting = judged([entry("E-1"), entry("E-2", activity="proposal", replaces="E-1", status="심사 중")])
    assert states(waiting) == {"E-1": "credited", "E-2": "held"}
    refused = judged([entry("E-1"), entry("E-2", replaces="E-1", status="반려")])
    assert states(refused) == {"E-1": "credited", "E-2": "rejected"}
    void = {"entry_id": "V-1", "date": "2024-07-01", "voids": "E-1", "status": "심사 중"}
    decided = {"entry_id": "D-1", "date": "2024-07-02", "decides": "V-1", "status": "승인"}
    assert states(judged([entry("E-1"), void])) == {"E-1": "credited", "V-1": "held"}
    assert states(judged([entry("E-1"), void, decided]))["E-1"] == "corrected"


def test_a_row_that_could_not_be_read_is_in_order_once_it_is_replaced() -> None:
    found = judged([entry("E-1", date="2024-06-31"), entry("E-2", replaces="E-1")])
    assert states(found) == {"E-1": "corrected", "E-2": "credited"}
    assert found.rejected == ()
    twins = judged([entry("E-1"), entry("E-1", date="2024-06-11"), entry("E-2", replaces="E-1")])
    assert twins.totals.entries == {"credited": 1, "corrected": 2}


def test_a_void_that_names_another_member_or_activity_than_its_row_is_refused() -> None:
    for cells in ({"member_id": "K-2"}, {"activity": "proposal"}):
        void = {"entry_id": "V-1", "date": "2024-07-01", "voids": "E-1", **cells}
        assert states(judged([entry("E-1"), void])) == {"E-1": "credited", "V-1": "rejected"}
    copied = entry("V-1", voids="E-1", date="2024-07-01")  # whoever copies the row and fills in one cell is understood
    assert states(judged([entry("E-1"), copied])) == {"E-1": "corrected", "V-1": "correction"}


def test_a_correction_acts_once_it_is_known_and_on_the_day_of_its_row() -> None:
    """Lots are whole again: the claim of June is judged as if the voided entry had never been."""
    done = [entry(name) for name in ("E-1", "E-2", "E-3")]
    rows = [*done, {"entry_id": "V-1", "date": "2024-07-05", "voids": "E-1"}]
    june = judged(rows, [claim()], as_of="2024-06-30", known_at="2024-07-04")
    assert [str(each.amount) for each in june.payments] == ["30000"]
    later = judged(rows, [claim()], as_of="2024-06-30", known_at="2024-07-05")
    assert not later.payments
    assert later.statements["K-1"].balance == 2
    assert [each.id for each in later.changes_since(june).gone] == [each.id for each in june.payments]


def test_a_bonus_goes_with_its_base() -> None:
    found = judged([entry("E-1", praised=True), {"entry_id": "V-1", "date": "2024-07-05", "voids": "E-1"}])
    assert found.statements["K-1"].earned == 0


def test_a_change_of_mind_is_a_claim_that_replaces_another_and_a_claim_taken_back_one_that_is_voided() -> None:
    done = [entry(f"E-{n}") for n in range(7)]
    first, second = claim(option="money"), claim("C-2", option="leave", replaces="C-1")
    changed = judged(done, [first, second])
    assert [(each.claim_id, each.reward) for each in changed.payments if each.claim_id] == [("C-2", "leave")]
    assert states(changed)["C-1"] == "corrected"
    back = judged(done, [first, {"claim_id": "V-1", "date": "2024-07-02", "voids": "C-1"}])
    assert not [each for each in back.payments if each.claim_id]
    assert back.totals.claims == {"corrected": 1, "correction": 1}
    assert back.statements["K-1"].balance == 7


def test_without_a_staff_list_a_corrected_row_tells_nothing_of_its_member() -> None:
    told = entry("E-1", grade="5급", department="행정과")
    rows = [told, {**told, "entry_id": "E-2", "grade": "7급", "replaces": "E-1"}]
    assert evaluate(DONGHAE, rows, as_of="2024-12-31").totals.entries == {"credited": 1, "corrected": 1}


# Laws.


def essence(found: Evaluation) -> object:
    """All of an evaluation but the account of rows that say nothing any more."""
    statements = {
        name: (each.earned, each.balance, each.credits, each.settlements, each.lapses)
        for name, each in found.statements.items()
        if each.credits or each.settlements
    }
    return found.payments, statements, found.rankings, found.totals.activities


SCHEMES = st.sampled_from([DONGHAE, SEOCHEON])


@given(st.data())
def test_voided_rows_are_as_if_they_had_never_been(data: st.DataObject) -> None:
    scheme = data.draw(SCHEMES)
    world = data.draw(worlds(scheme)).without_corrections()
    voided = {row["entry_id"] for row in world.entries if data.draw(st.booleans())}
    taken = {row["claim_id"] for row in world.claims if data.draw(st.booleans())}
    voids = [{"entry_id": f"V-{name}", "date": date(2024, 7, 1), "voids": name} for name in sorted(voided)]
    backs = [{"claim_id": f"V-{name}", "date": date(2024, 7, 1), "voids": name} for name in sorted(taken)]
    corrected = World([*world.entries, *voids], world.roster, [*world.claims, *backs])
    without = World(
        [row for row in world.entries if row["entry_id"] not in voided],
        world.roster,
        [row for row in world.claims if row["claim_id"] not in taken],
    )
    assert essence(corrected.evaluated(scheme)) == essence(without.evaluated(scheme))


@given(st.data())
def test_a_void_that_is_voided_changes_nothing(data: st.DataObject) -> None:
    scheme = data.draw(SCHEMES)
    world = data.draw(worlds(scheme)).without_corrections()
    more: list[Row] = []
    for row in world.entries:
        name = row["entry_id"]
        more += [
            {"entry_id": f"V-{name}", "date": date(2024, 7, 1), "voids": name},
            {"entry_id": f"W-{name}", "date": date(2024, 7, 2), "voids": f"V-{name}"},
        ]
    assert essence(world.with_entries(more).evaluated(scheme)) == essence(world.evaluated(scheme))


@given(st.data())
def test_a_row_replaced_by_its_like_changes_only_its_name(data: st.DataObject) -> None:
    scheme = data.draw(SCHEMES)
    world = data.draw(worlds(scheme)).without_corrections()
    again = [{**row, "entry_id": f"R-{row['entry_id']}", "replaces": row["entry_id"]} for row in world.entries]
    before, after = world.evaluated(scheme), world.with_entries(again).evaluated(scheme)
    assert after.payments == before.payments
    assert [each.balance for each in after.statements.values()] == [each.balance for each in before.statements.values()]


@given(st.data())
def test_rows_replaced_again_and_again_by_their_like_change_only_their_names(data: st.DataObject) -> None:
    scheme = data.draw(SCHEMES)
    world = data.draw(worlds(scheme)).without_corrections()
    more: list[Row] = []
    for row in world.entries:
        names = [row["entry_id"], *(f"R-{n}-{row['entry_id']}" for n in range(data.draw(st.integers(0, 3))))]
        more += [{**row, "entry_id": new, "replaces": old} for old, new in itertools.pairwise(names)]
    before, after = world.evaluated(scheme), world.with_entries(more).evaluated(scheme)
    assert after.payments == before.payments
    assert [each.balance for each in after.statements.values()] == [each.balance for each in before.statements.values()]


@given(worlds(), st.dates(date(2024, 6, 1), date(2025, 3, 31)))
def test_what_was_known_on_a_day_is_found_again_from_later_rows(world: World, known_at: date) -> None:
    """Replay: later knowledge changes nothing of what an earlier day knew."""
    tables = (world.entries, world.claims)
    entries, claims = ([row for row in rows if (row.get("recorded_on") or row["date"]) <= known_at] for rows in tables)
    by_then = World(entries, world.roster, claims)
    later = world.evaluated(DONGHAE, known_at=known_at)
    assert essence(by_then.evaluated(DONGHAE, known_at=known_at)) == essence(later)


@given(worlds(), st.none() | st.dates(date(2024, 6, 1), date(2025, 3, 31)))
def test_totals_from_columns_are_those_of_statements_with_corrections(world: World, known_at: date | None) -> None:
    days: dict[str, Any] = {"as_of": date(2025, 3, 31), "known_at": known_at}
    totals = evaluate_totals(DONGHAE, world.entries, world.roster, world.claims, **days)
    assert totals == world.evaluated(DONGHAE, known_at=known_at).totals
    names = {name for row in world.entries for name in row}
    columns = {name: [row.get(name) for row in world.entries] for name in names}
    if columns:
        assert evaluate_totals(DONGHAE, columns, world.roster, world.claims, **days) == totals
