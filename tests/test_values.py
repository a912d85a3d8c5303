"""The values that an evaluation is made of: made once, equal to what they stand for, and safe to hand around."""

from __future__ import annotations

import gc
import pickle
import weakref
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest

from incentive_rules import Evaluation, Outcome, evaluate
from incentive_rules.source import Place
from incentive_rules.statement.collector import collector_paused
from incentive_rules.statement.deferred import Deferred
from incentive_rules.statement.digest import Digest
from incentive_rules.statement.model import RowKind, State
from worlds import DONGHAE

STAFF = [{"member_id": f"K-{n}", "grade": "7급", "department": "행정과"} for n in range(5)]
WORK = [
    {"entry_id": f"E-{n}", "member_id": f"K-{n % 5}", "date": f"2024-06-{1 + n % 28:02}", "activity": "achievement"}
    for n in range(200)
]


def june() -> Evaluation:
    return evaluate(DONGHAE, WORK, STAFF, as_of="2024-06-30")


def test_a_deferred_tuple_is_made_once_and_only_when_it_is_looked_at() -> None:
    made = count()
    rows = Deferred(lambda: [next(made)])
    assert next(made) == 0
    assert (rows[0], len(rows), list(rows), rows[-1:]) == (1, 1, [1], (1,))
    assert next(made) == 2


def test_a_deferred_tuple_equals_the_tuple_however_it_was_given() -> None:
    assert Deferred([1, 2]) == Deferred(lambda: (1, 2)) == (1, 2)
    assert hash(Deferred([1, 2])) == hash((1, 2))
    assert Deferred([1, 2]) != Deferred([2, 1])
    assert repr(Deferred([1])) == "(1,)"
    assert Deferred([1]) + (2,) == (1, 2)  # noqa: RUF005  # that is what is asked
    assert (1,) + Deferred([2]) == (1, 2)  # noqa: RUF005  # as above
    assert pickle.loads(pickle.dumps(Deferred([1, 2]))) == (1, 2)  # noqa: S301  # our own


def test_a_digest_is_worked_out_once_and_compares_by_its_text() -> None:
    asked = count()
    facts = Digest(lambda: f"{next(asked)}")
    assert (str(facts), str(facts), next(asked)) == ("0", "0", 1)
    assert facts == Digest("0")
    assert hash(facts) == hash(Digest("0"))
    assert facts != Digest("1")
    assert facts != "0"
    assert repr(pickle.loads(pickle.dumps(facts))) == "Digest('0')"  # noqa: S301  # our own


def test_where_a_row_stands_is_no_part_of_what_became_of_it() -> None:
    one = Outcome(RowKind.ENTRY, "E-1", "K-1", None, State.CREDITED, (), Place("a.csv", 2))
    other = one._replace(place=Place("b.csv", 3))
    assert one == other
    assert not one != other  # noqa: SIM202  # both ways of asking
    assert hash(one) == hash(other)
    assert one != one._replace(state=State.HELD)


@pytest.mark.parametrize("is_on", [True, False])
def test_the_collector_is_left_as_it_was_found_also_after_an_error(is_on: bool) -> None:  # noqa: FBT001  # a case
    was_on = gc.isenabled()
    try:
        (gc.enable if is_on else gc.disable)()
        with collector_paused():
            assert not gc.isenabled()
        with pytest.raises(KeyError), collector_paused():
            raise KeyError
        assert gc.isenabled() is is_on
    finally:
        (gc.enable if was_on else gc.disable)()


class Circle:
    """Holds itself, as what a reader made may do."""

    def __init__(self) -> None:
        self.itself = self


def test_circles_that_were_left_before_do_not_pile_up_from_evaluation_to_evaluation() -> None:
    left = weakref.ref(Circle())
    june()
    assert left() is None


def test_what_a_host_has_frozen_stays_frozen() -> None:
    gc.freeze()
    try:
        frozen = gc.get_freeze_count()
        june()
        assert gc.get_freeze_count() == frozen
    finally:
        gc.unfreeze()


def test_an_evaluation_is_the_same_after_pickling_before_and_after_it_was_looked_at() -> None:
    fresh = june()
    assert pickle.loads(pickle.dumps(fresh)) == june()  # noqa: S301  # our own
    assert fresh.to_json() == pickle.loads(pickle.dumps(fresh)).to_json() == june().to_json()  # noqa: S301  # our own


def test_threads_that_evaluate_at_once_get_the_same_bytes() -> None:
    alone, shared = june().to_json(), june()
    with ThreadPoolExecutor(4) as pool:
        together = [each.result() for each in [pool.submit(lambda: june().to_json()) for _ in range(8)]]
        looked_at = [each.result() for each in [pool.submit(lambda: shared.outcomes) for _ in range(8)]]
    assert set(together) == {alone}
    assert all(each == shared.outcomes for each in looked_at)
