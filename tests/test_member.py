"""One member's result: it is what the whole says of that member, or the rules that couple members are named."""

from __future__ import annotations

import pickle
from copy import deepcopy
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incentive_rules import (
    Code,
    Evaluation,
    InputError,
    Scheme,
    couplings,
    evaluate,
    evaluate_member,
    example_path,
    load_scheme,
    read_claims,
    read_ledger,
    read_roster,
)
from incentive_rules.fairness import strategies as drawn
from incentive_rules.messages import LANGUAGES
from incentive_rules.program.from_scheme import program_of
from incentive_rules.statement.couplings import How, couplings_of
from incentive_rules.statement.from_ledger import evaluate_program
from incentive_rules.statement.tables import Tables
from test_threads import at_once, hasty
from worlds import DONGHAE, worlds

if TYPE_CHECKING:
    from datetime import date

    from worlds import World

__all__ = ["hasty"]  # a fixture

ROOT = Path(__file__).parents[1] / "examples"
GALLERY = sorted(each for each in ROOT.rglob("*.yaml") if not each.name.endswith((".cases.yaml", ".reform.yaml")))
LAST = "2025-03-31"
FEW = settings(max_examples=settings().max_examples // 3, suppress_health_check=[HealthCheck.too_slow])


@cache
def scheme_of(path: Path) -> Scheme:
    return load_scheme(path)


def by_rank(scheme: Scheme) -> list[str]:
    """The awards that can be left out, where nothing else hangs on them."""
    program = program_of(scheme)
    return [each.id for each in (*program.rankings, *program.grades)]


def is_free(scheme: Scheme) -> bool:
    """Whether one member can be told alone once the awards by rank are left out."""
    return all(each.is_followed for each in couplings_of(program_of(scheme), by_rank(scheme)))


def answered(evaluation: Evaluation, how: str, query: str) -> object:
    try:
        return getattr(evaluation, how)(query)
    except InputError as refused:
        return [found.code for found in refused.findings]


def agrees(scheme: Scheme, tables: Tables, as_of: date | str, known_at: date | None = None) -> None:
    """The law, for every member of some tables."""
    program, without = program_of(scheme), by_rank(scheme)
    day = evaluate(scheme, [], as_of=as_of).as_of
    all_awards = evaluate_program(program, tables, day, known_at)
    whole = evaluate_program(replace(program, rankings=(), grades=()), tables, day, known_at)
    for member, statement in whole.statements.items():
        one = evaluate_member(
            scheme,
            *(tables.ledger, tables.roster, tables.claims),
            member=member,
            as_of=as_of,
            known_at=known_at,
            without=without,
        )
        assert repr(one.statements) == repr({member: statement})
        assert replace(all_awards.statements[member], paid={}) == replace(statement, paid={})
        assert one.payments == tuple(each for each in whole.payments if each.payee == member)
        own = [each for each in whole.outcomes if each.member_id == member]
        assert list(one.outcomes) == own
        states = (*one.totals.entries.values(), *one.totals.claims.values())
        assert sum(states) == len(one.statements[member].outcomes)
        others = {(each.kind, each.id) for each in whole.outcomes if each.member_id != member}
        rows = {(each.kind, each.id) for each in own if each.kind != "roster"} - others
        queries = [f"member:{member}", *(f"{kind}:{name}" for kind, name in sorted(rows))]
        queries += [f"{member}@{award}" for award in scheme.awards if award not in without]
        for query in queries:
            for how in ("explain", "why_not"):
                assert answered(one, how, query) == answered(whole, how, query), query
        assert Evaluation.from_json(one.to_json()) == one


def drawn_tables(data: st.DataObject, scheme: Scheme, most: int = 25) -> Tables:
    rows = data.draw(drawn.ledgers(scheme, most=most, people=3))
    staff = rows.roster if data.draw(st.integers(0, 3)) else []
    return Tables(read_ledger(rows.entries, scheme), read_roster(staff, scheme), read_claims(rows.claims, scheme))


FREE = [path for path in GALLERY if is_free(scheme_of(path))]


@FEW
@given(st.data(), st.sampled_from(FREE))
def test_of_a_real_scheme_one_member_is_told_what_the_whole_tells_of_that_member(
    data: st.DataObject, path: Path
) -> None:
    scheme = scheme_of(path)
    known_at = data.draw(st.none() | drawn.days(scheme))
    agrees(scheme, drawn_tables(data, scheme), drawn.last_day(scheme), known_at)


@pytest.mark.slow
@settings(FEW, max_examples=2 * settings().max_examples)
@given(st.data(), drawn.schemes())
def test_of_a_drawn_scheme_one_member_is_told_what_the_whole_tells_of_that_member(
    data: st.DataObject, scheme: Scheme
) -> None:
    if is_free(scheme):
        known_at = data.draw(st.none() | drawn.days(scheme))
        agrees(scheme, drawn_tables(data, scheme), data.draw(drawn.days(scheme)), known_at)


def renamed(row: dict[str, Any]) -> dict[str, Any]:
    """A row of a stranger: other people, other ids."""
    names = ("entry_id", "claim_id", "member_id", "from_member", "voids", "replaces", "decides", "work")
    return {name: f"X-{cell}" if name in names and cell else cell for name, cell in row.items()}


UNCOUPLED = [path for path in GALLERY if not couplings(scheme_of(path))]


@FEW
@given(st.data(), st.sampled_from(UNCOUPLED))
def test_where_nothing_couples_members_rows_of_others_change_nothing(data: st.DataObject, path: Path) -> None:
    scheme = scheme_of(path)
    first, more = (data.draw(drawn.ledgers(scheme, most=12, people=2)) for _ in range(2))
    staff = bool(first.roster and more.roster)
    alone = evaluate(scheme, first.entries, first.roster if staff else [], first.claims, as_of=LAST)
    mixed = [data.draw(st.permutations([*own, *map(renamed, others)])) for own, others in zip(first, more, strict=True)]
    together = evaluate(scheme, mixed[0], mixed[1] if staff else [], mixed[2], as_of=LAST)
    for member, statement in alone.statements.items():
        assert together.statements[member] == statement
        assert together.explain(f"member:{member}") == alone.explain(f"member:{member}")


# Each kind of coupling, planted in a scheme that has none.

PLAIN: dict[str, Any] = {
    "language": 1,
    "id": "plain",
    "label": "plain",
    "from": "2024-01-01",
    "assumed": "made up for these tests",
    "facts": {
        "member": {"grade": {"ordered": ["9", "8", "7"], "label": {"ko": "직급", "en": "grade"}}, "team": "group"},
        "entry": {"topic": {"one_of": ["tax", "roads"], "label": {"ko": "주제", "en": "topic"}}},
    },
    "activities": {"work": {"label": {"ko": "일", "en": "work"}, "points": 1}},
    "rewards": {"won": {"label": "won", "unit": "KRW"}},
    "awards": {
        "step": {
            "kind": "tiers",
            "label": "step",
            "measure": {"counter": "earned", "per": "year"},
            "claim": {"by": "automatic", "per": "year"},
            "pay": "highest",
            "again": "always",
            "consume": "nothing",
            "tiers": {"t2": {"at": 2, "pays": {"won": 10000}}},
        }
    },
    "answers": {"points_count_on": "activity_date"},
}
BEST: dict[str, Any] = {
    "kind": "ranking",
    "label": {"ko": "최우수", "en": "best"},
    "of": "member",
    "measure": {"counter": "earned", "per": "year"},
    "ties": "expand",
    "places": {"first": {"ranks": 1, "pays": {"won": 100000}}},
}
MERIT: dict[str, Any] = {
    "kind": "grades",
    "label": "merit",
    "of": "member",
    "measure": {"counter": "earned", "per": "year"},
    "grades": {"s": {"label": "S", "at_least": 3, "pays": {"won": 300}}, "a": {"label": "A"}},
}
BY_SHARE = MERIT | {
    "seats": "largest_remainder",
    "ties": "upper",
    "grades": {"s": {"label": "S", "share": "0.5", "pays": {"won": 300}}, "a": {"label": "A", "share": "0.5"}},
}
LIMIT: dict[str, Any] = {"label": {"ko": "한도", "en": "cap"}, "per": "month", "points": 3, "keep": "earliest"}
BUDGET: dict[str, Any] = {"label": "purse", "reward": "won", "per": "year", "amount": 20000, "when_out": "refuse"}
RANKED = {"ranking_field": "scored"}
GRADED = {"grades_counted_of": "roster"}
TIED = {"limit_tied": "share"}
JUDGED = {"grade_judged_on": "activity_date"}
WORK = "activities.work"

Plant = tuple[dict[str, Any], list[tuple[str, How]]]
PLANTS: dict[str, Plant] = {
    "a ranking": ({"awards.best": BEST, "answers": RANKED}, [("awards.best", How.RANKING)]),
    "a drawn lot": (
        {"awards.best": BEST | {"ties": {"by": [{"lot": "12"}], "then": "hold"}}, "answers": RANKED},
        [("awards.best", How.RANKING), ("awards.best.ties", How.LOT)],
    ),
    "one prize a person": (
        {
            "awards.best": BEST,
            "awards.next": BEST | {"label": "next", "one_prize": {"not_if_won": ["best"], "freed_place": "moves_up"}},
            "answers": RANKED,
        },
        [("awards.best", How.RANKING), ("awards.next", How.RANKING), ("awards.next.one_prize", How.ONE_PRIZE)],
    ),
    "grades by score": ({"awards.merit": MERIT, "answers": GRADED}, [("awards.merit", How.GRADES)]),
    "grades by share": ({"awards.merit": BY_SHARE, "answers": GRADED}, [("awards.merit", How.GRADES_BY_SHARE)]),
    "one budget for all": ({"budgets.purse": BUDGET}, [("budgets.purse", How.BUDGET)]),
    "a budget of each team": ({"budgets.purse": BUDGET | {"by": "team"}}, [("budgets.purse", How.BUDGET)]),
    "a limit of a giver": ({"limits.cap": LIMIT | {"by": ["giver"]}, "answers": TIED}, [("limits.cap", How.LIMIT)]),
    "a limit of a piece of work": (
        {"limits.cap": LIMIT | {"by": ["work"]}, "answers": TIED},
        [("limits.cap", How.LIMIT)],
    ),
    "a limit of a team": (
        {"limits.cap": LIMIT | {"by": ["team"]}, "answers": TIED | JUDGED},
        [("limits.cap", How.LIMIT)],
    ),
    "the best of a topic": (
        {
            "limits.cap": {"label": "best", "per": "month", "count": 1, "keep": "highest", "by": ["topic"]},
            "answers": TIED,
        },
        [("limits.cap", How.LIMIT)],
    ),
    "work of a group": (
        {"activities.team": {"label": "team work", "points": 1, "of": "team"}},
        [("activities.team.of", How.GROUP)],
    ),
    "joint work": (
        {f"{WORK}.shares": "yes", "answers": {"partner_not_eligible": "redistributed"}},
        [(f"{WORK}.shares", How.WORK)],
    ),
    "points from a senior": (
        {f"{WORK}.when": {"giver.grade": {"at_least": "8"}}, "answers": JUDGED},
        [(f"{WORK}.when", How.GIVER)],
    ),
    "closing": (
        {
            "closing": {"per": "month", "days": 10},
            "answers": {
                "late_rows": "carry_forward",
                "spent_points_corrected": "owe",
                "paid_rewards_corrected": "keep",
            },
        },
        [("closing", How.CLOSING)],
    ),
}


def planted(changes: dict[str, Any]) -> Scheme:
    data = deepcopy(PLAIN)
    for address, value in changes.items():
        *way, last = address.split(".")
        inner = data
        for step in way:
            inner = inner.setdefault(step, {})
        inner[last] = inner[last] | value if address == "answers" else value
    return load_scheme(data)


def test_the_scheme_in_which_couplings_are_planted_has_none() -> None:
    assert couplings(load_scheme(PLAIN)) == ()


def test_limits_budgets_and_gifts_of_each_person_couple_nobody() -> None:
    own = {
        "limits.cap": LIMIT | {"by": ["member", "work"]},
        "limits.one": {"label": "one", "per": "entry", "points": 3, "keep": "earliest"},
        "limits.best": {"label": "best", "per": "month", "count": 1, "keep": "highest"},
        "budgets.purse": BUDGET | {"by": "member"},
        "activities.base": {"label": "base", "points": 1, "every": "month"},
        "activities.extra": {"label": "extra", "points": 1, "after": {"award": "step"}},
        "answers": TIED,
    }
    assert couplings(planted(own)) == ()


@pytest.mark.parametrize("kind", PLANTS)
def test_a_planted_coupling_is_told_by_its_address_and_in_words(kind: str) -> None:
    changes, told = PLANTS[kind]
    found = couplings(planted(changes))
    assert [(each.address, each.how) for each in found] == told
    assert all(each.why.in_language(lang) for each in found for lang in LANGUAGES)


ROWS = [
    {"entry_id": f"E-{n}", "member_id": member, "date": f"2024-0{n}-10", "activity": "work", "topic": "tax"}
    for n, member in enumerate(["A", "A", "B"], 1)
]
STAFF = [{"member_id": member, "grade": "9", "team": "north"} for member in ("A", "B")]


@pytest.mark.parametrize("kind", PLANTS)
def test_one_member_is_refused_with_each_rule_that_couples_and_told_where_all_can_be_followed(kind: str) -> None:
    changes, told = PLANTS[kind]
    scheme = planted(changes)
    coupled = [address for address, how in told if how not in (How.WORK, How.GIVER, How.CLOSING)]
    if not coupled:
        assert evaluate_member(scheme, ROWS, STAFF, member="A", as_of="2024-12-31").only_member == "A"
        return
    with pytest.raises(InputError) as refused:
        evaluate_member(scheme, ROWS, STAFF, member="A", as_of="2024-12-31")
    findings = refused.value.findings
    assert [(found.code, found.place.address) for found in findings] == [
        (Code.MEMBERS_COUPLED, address) for address in sorted(coupled)
    ]
    assert {found.facts["why"] for found in findings} <= {each.why for each in couplings(scheme)}


def test_awards_by_rank_that_are_left_out_leave_everything_else_as_it_is() -> None:
    scheme = planted({"awards.best": BEST, "awards.merit": MERIT, "answers": RANKED | GRADED})
    whole = evaluate(scheme, ROWS, STAFF, as_of="2024-12-31")
    one = evaluate_member(scheme, ROWS, STAFF, member="A", as_of="2024-12-31", without=["merit", "best"])
    assert {each.award for each in whole.payments if each.payee == "A"} == {"step", "best"}
    assert [each.award for each in one.payments] == ["step"]
    assert one.left_out == ("best", "merit")
    assert one.statements["A"].credits == whole.statements["A"].credits
    with pytest.raises(InputError, match=r"awards\.best"):
        evaluate_member(scheme, ROWS, STAFF, member="A", as_of="2024-12-31", without=["merit"])


@pytest.mark.parametrize(
    ("more", "address"),
    [
        ({"activities.extra": {"label": "extra", "points": 1, "after": {"award": "best"}}}, "activities.extra.after"),
        ({"budgets.purse": BUDGET | {"by": "member"}}, "budgets.purse"),
    ],
)
def test_an_award_on_which_other_points_or_money_hang_cannot_be_left_out(more: dict[str, Any], address: str) -> None:
    scheme = planted({"awards.best": BEST, "answers": RANKED, **more})
    with pytest.raises(InputError) as refused:
        evaluate_member(scheme, ROWS, STAFF, member="A", as_of="2024-12-31", without=["best"])
    assert [found.place.address for found in refused.value.findings] == [address]


@pytest.mark.parametrize("without", [["step"], ["bset"], "best"])
def test_what_is_left_out_must_be_awards_by_rank_or_grade(without: Any) -> None:
    scheme = planted({"awards.best": BEST, "answers": RANKED})
    with pytest.raises(InputError) as refused:
        evaluate_member(scheme, ROWS, STAFF, member="A", as_of="2024-12-31", without=without)
    (found,) = refused.value.findings
    assert (found.code, found.facts["name"]) == (Code.BAD_ARGUMENT, "without")


def test_a_member_without_a_row_is_nobody() -> None:
    with pytest.raises(InputError) as refused:
        evaluate_member(load_scheme(PLAIN), ROWS, STAFF, member="C", as_of="2024-12-31")
    (found,) = refused.value.findings
    assert (found.code, found.facts["value"]) == (Code.UNKNOWN_QUERY, "C")


# What is followed.


def told(rows: list[dict[str, Any]], member: str, scheme: Scheme | None = None, **more: Any) -> list[tuple[str, str]]:
    """The states of a member's rows, which are those in the whole."""
    given = scheme or load_scheme(PLAIN)
    one = evaluate_member(given, rows, member=member, as_of="2024-12-31", **more)
    whole = evaluate(given, rows, as_of="2024-12-31", **more)
    assert one.statements[member] == whole.statements[member]
    return [(each.id, str(each.state)) for each in one.outcomes]


def test_an_id_that_stands_in_the_rows_of_two_people_is_refused_in_both() -> None:
    rows = [*ROWS, ROWS[0] | {"member_id": "B"}]
    assert told(rows, "A") == [("E-1", "rejected"), ("E-2", "credited")]
    assert told(rows, "B") == [("E-1", "rejected"), ("E-3", "credited")]


def test_a_row_that_replaces_one_of_somebody_else_is_followed_from_either_side_and_over_others() -> None:
    moved = ROWS[0] | {"entry_id": "E-4", "member_id": "B", "replaces": "E-1"}
    back = {"entry_id": "E-5", "date": "2024-05-01", "voids": "E-4"}
    assert told([*ROWS, moved], "A") == [("E-1", "corrected"), ("E-2", "credited")]
    assert told([*ROWS, moved, back], "A") == [("E-1", "credited"), ("E-2", "credited")]
    assert told([*ROWS, moved, back], "B") == [("E-3", "credited"), ("E-4", "corrected"), ("E-5", "correction")]


def test_a_row_that_could_not_be_read_is_in_order_once_somebody_else_s_replaces_it() -> None:
    unread = ROWS[0] | {"date": "2024-02-30"}
    moved = ROWS[0] | {"entry_id": "E-4", "member_id": "B", "replaces": "E-1"}
    assert told([unread, ROWS[1], moved], "A") == [("E-1", "corrected"), ("E-2", "credited")]


def test_partners_of_joint_work_are_followed_with_what_corrects_their_rows() -> None:
    scheme = planted(PLANTS["joint work"][0])
    mine, theirs = ({**row, "work": "W", "share": "1/2"} for row in (ROWS[0], ROWS[2]))
    void = {"entry_id": "V", "date": "2024-06-01", "voids": "E-3"}
    assert told([mine, theirs], "A", scheme, roster=STAFF) == [("E-1", "credited"), ("", "in_use")]
    assert told([mine, theirs, void], "A", scheme, roster=STAFF) == [("E-1", "held"), ("", "in_use")]


def test_who_gave_points_is_known_by_the_staff_list_and_without_one_by_the_giver_s_own_rows() -> None:
    scheme = planted(PLANTS["points from a senior"][0])
    given_by = [ROWS[0] | {"from_member": "B"}]
    senior = {"member_id": "B", "grade": "7"}
    assert told(given_by, "A", scheme, roster=[senior])[0] == ("E-1", "credited")
    assert told(given_by, "A", scheme) == [("E-1", "held")]
    assert told([*given_by, ROWS[2] | senior], "A", scheme) == [("E-1", "credited")]


def test_which_periods_are_closed_hangs_on_the_last_row_of_anybody() -> None:
    scheme = planted(PLANTS["closing"][0])
    late = ROWS[0] | {"recorded_on": "2024-02-20"}
    month = [ROWS[1] | {"date": "2024-01-20", "recorded_on": "2024-02-05"}]
    both = [("E-1", "credited"), ("E-2", "credited")]
    for rows in ([late, *month], [late, *month, ROWS[2] | {"date": "2024-11-01"}]):
        assert told(rows, "A", scheme) == both


def test_a_late_row_of_one_person_changes_nothing_for_another_whose_grade_is_told_late() -> None:
    """Without a staff list the first row that tells a grade holds from ever, also for a month that was closed by then.

    Before, it did so only where some row was late: the point of January stayed there without B's row, and went with it.
    """
    changes, _ = PLANTS["closing"]
    answers = changes["answers"] | JUDGED | {"no_longer_eligible": "keep"}
    scheme = planted(changes | {"eligible": {"grade": {"at_most": "8"}}, "answers": answers})
    mine = [ROWS[0] | {"date": "2024-01-10"}, ROWS[1] | {"date": "2024-03-05", "grade": "9"}]
    others = [ROWS[2] | {"date": "2024-01-05", "recorded_on": "2024-03-20", "grade": "9"}]
    last = [ROWS[2] | {"entry_id": "E-9", "date": "2024-03-20", "grade": "9"}]
    days = [
        [str(each.counts_on) for each in evaluate(scheme, rows, as_of="2024-12-31").statements["A"].credits]
        for rows in ([*mine, *last], [*mine, *last, *others])
    ]
    assert days == [["2024-02-01", "2024-03-05"]] * 2


# A result of one member among others.


def donghae() -> tuple[Any, ...]:
    return (
        read_ledger(example_path("data/entries.csv"), DONGHAE),
        read_roster(example_path("data/roster.csv"), DONGHAE),
        read_claims(example_path("data/claims.csv"), DONGHAE),
    )


def one_of(tables: tuple[Any, ...], member: str = "K-0296", as_of: str = "2025-05-31") -> Evaluation:
    return evaluate_member(DONGHAE, *tables, member=member, as_of=as_of, without=["departments"])


def test_what_became_due_is_asked_of_results_of_the_same_member_alone() -> None:
    tables = donghae()
    may, december = one_of(tables), one_of(tables, as_of="2024-12-31")
    assert may.changes_since(december).gone == ()
    whole = evaluate(DONGHAE, *tables, as_of="2024-12-31")
    for now, before in ((may, whole), (evaluate(DONGHAE, *tables, as_of="2025-05-31"), december)):
        with pytest.raises(InputError) as refused:
            now.changes_since(before)
        assert [found.code for found in refused.value.findings] == [Code.BAD_ARGUMENT]


def test_the_result_of_one_member_has_no_certificate_since_its_facts_are_no_whole() -> None:
    with pytest.raises(InputError):
        _ = one_of(donghae()).certificate


def test_json_says_whose_result_it_is_and_that_of_everybody_stays_as_it_was() -> None:
    tables = donghae()
    assert '"only_member": "K-0296"' in one_of(tables).to_json()
    assert "only_member" not in evaluate(DONGHAE, *tables, as_of="2025-05-31").to_json()


@pytest.mark.usefixtures("hasty")
def test_threads_that_look_for_members_first_at_once_find_the_same() -> None:
    alone = one_of(donghae()).to_json()
    fresh = tuple(replace(table) for table in donghae())  # nobody has looked yet
    assert at_once([lambda: one_of(fresh).to_json()] * 8) == [alone] * 8


def test_a_table_that_is_sent_added_to_or_indexed_is_the_same_table() -> None:
    ledger, *_ = donghae()
    sent = pickle.loads(pickle.dumps(ledger))  # noqa: S301  # our own bytes
    assert sent == ledger == replace(ledger).indexed() == ledger + type(ledger)()
    assert one_of((sent, *donghae()[1:])).to_json() == one_of(donghae()).to_json()


@FEW
@given(worlds(most=12))
def test_rows_as_mappings_and_as_tables_tell_the_same(world: World) -> None:
    for member in world.evaluated(DONGHAE).statements:
        tables = Tables(
            read_ledger(world.entries, DONGHAE), read_roster(world.roster, DONGHAE), read_claims(world.claims, DONGHAE)
        )
        rows = (world.entries, world.roster, world.claims)
        given_as = (rows, (tables.ledger, tables.roster, tables.claims))
        first, second = (
            evaluate_member(DONGHAE, *each, member=member, as_of=LAST, without=["departments"]) for each in given_as
        )
        assert first == second
