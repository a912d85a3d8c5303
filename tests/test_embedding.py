"""What a host may do with the library's values: copy them, send them to another process, read them from threads."""

from __future__ import annotations

import copy
import pickle
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pandas as pd
import polars as pl
import pytest

from incentive_rules import (
    Code,
    InputError,
    SchemeErrors,
    assume_claims,
    check_fairness,
    compare,
    compare_readings,
    evaluate,
    evaluate_totals,
    example_path,
    lint,
    load_scheme,
    read_ledger,
    read_roster,
    reformed,
    with_reading,
)
from incentive_rules.messages import LANGUAGES
from worlds import DONGHAE

if TYPE_CHECKING:
    from collections.abc import Callable

LEDGER = read_ledger(example_path("data/entries.csv"), DONGHAE)
ROSTER = read_roster(example_path("data/roster.csv"), DONGHAE)


def evaluated() -> str:
    return evaluate(DONGHAE, LEDGER, ROSTER, as_of="2025-05-31").to_json()


def pickled(value: object) -> object:
    return pickle.loads(pickle.dumps(value))  # noqa: S301  # our own bytes


@pytest.mark.parametrize("copied", [pickled, copy.deepcopy], ids=["pickle", "copy"])
def test_a_copy_evaluates_to_the_same_bytes(copied: object) -> None:
    assert callable(copied)
    scheme, ledger, roster = copied(DONGHAE), copied(LEDGER), copied(ROSTER)
    evaluation = evaluate(scheme, ledger, roster, as_of="2025-05-31")
    assert copied(evaluation).to_json() == evaluation.to_json() == evaluated()


def test_errors_travel_with_their_findings() -> None:
    with pytest.raises(SchemeErrors) as caught:
        load_scheme({"language": 2})
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301  # our own bytes
    assert again.findings == caught.value.findings
    assert str(again) == str(caught.value)


def test_threads_that_share_a_scheme_get_the_same_bytes() -> None:
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: evaluated(), range(8)))
    assert len(set(results)) == 1


def test_rows_given_are_not_changed() -> None:
    rows = [{"entry_id": "E-1", "member_id": "K-1", "date": "2024-06-10", "activity": "call"}]
    before = copy.deepcopy(rows)
    evaluate(DONGHAE, rows, [], as_of="2024-12-31")
    assert rows == before


def test_rows_may_come_from_a_generator() -> None:
    rows = [{"entry_id": "E-1", "member_id": "K-1", "date": "2024-06-10", "activity": "call"}]
    assert evaluate(DONGHAE, (row for row in rows), as_of="2024-12-31") == evaluate(DONGHAE, rows, as_of="2024-12-31")


@pytest.mark.parametrize("wrong", ["entries.csv", example_path("data/entries.csv"), b"x", {"entry_id": "E-1"}])
def test_a_path_where_rows_belong_is_refused_with_the_way_to_read_it(wrong: object) -> None:
    with pytest.raises(InputError, match="read_ledger"):
        evaluate(DONGHAE, wrong, as_of="2024-12-31")  # type: ignore[arg-type]  # the mistake under test


@pytest.mark.parametrize(
    "wrong", ["my.yaml", example_path("donghae.yaml"), "language: 1\nid: one\n", {"language": 1}, None]
)
@pytest.mark.parametrize(
    "ask",
    [
        lambda scheme: evaluate(scheme, [], as_of="2024-12-31"),
        lambda scheme: evaluate_totals(scheme, [], as_of="2024-12-31"),
        lambda scheme: compare(scheme, {"awards.monthly.tiers.t7.at": 6}, [], as_of="2024-12-31"),
        lambda scheme: compare_readings(scheme, [], as_of="2024-12-31"),
        lambda scheme: assume_claims(scheme, [], policy="month_end", as_of="2024-12-31"),
        lambda scheme: reformed(scheme, {"awards.monthly.tiers.t7.at": 6}),
        lambda scheme: with_reading(scheme, "status"),
        check_fairness,
        lint,
    ],
)
def test_whatever_is_no_loaded_scheme_is_refused_with_the_way_to_load_it(
    ask: Callable[[Any], object], wrong: object
) -> None:
    with pytest.raises(InputError) as refused:
        ask(wrong)
    (found,) = refused.value.findings
    assert (found.code, found.facts["name"]) == (Code.BAD_ARGUMENT, "scheme")
    assert all("load_scheme(...)" in found.help(lang) for lang in LANGUAGES)


@pytest.mark.parametrize("day", ["2024-13-01", "", "soon", None, 20241231, "9999-12-31"])
def test_a_day_that_is_none_is_refused_by_name(day: object) -> None:
    with pytest.raises(InputError):
        evaluate(DONGHAE, [], as_of=day)  # type: ignore[arg-type]  # the mistake under test


@pytest.mark.parametrize("frame", [pd.DataFrame({"entry_id": ["E-1"]}), pl.DataFrame({"entry_id": ["E-1"]})])
def test_a_data_frame_where_rows_belong_is_refused_with_the_way_to_read_it(frame: object) -> None:
    """Its parts are columns: each would be taken for a row that cannot be read."""
    asks: tuple[Callable[..., object], ...] = (evaluate, evaluate_totals)
    for ask in asks:
        with pytest.raises(InputError, match="read_ledger"):
            ask(DONGHAE, frame, as_of="2024-12-31")


def test_a_date_that_pandas_has_not_is_a_blank_cell_and_stops_nobody_else() -> None:
    good = {"entry_id": "E-1", "member_id": "K-1", "date": "2024-06-10", "activity": "call"}
    rows: list[dict[str, object]] = [
        {**good},
        {**good, "entry_id": "E-2", "date": pd.NaT},
        {**good, "entry_id": "E-3", "recorded_on": pd.NaT},
    ]
    staff: list[dict[str, object]] = [{"member_id": "K-1", "grade": "7급", "from": pd.NaT}]
    evaluation = evaluate(DONGHAE, rows, staff, as_of="2024-12-31")
    assert [each.state for each in evaluation.outcomes] == ["credited", "rejected", "credited", "in_use"]
    assert evaluate_totals(DONGHAE, rows, staff, as_of="2024-12-31") == evaluation.totals
    with pytest.raises(InputError):
        evaluate(DONGHAE, rows, staff, as_of=pd.NaT)  # type: ignore[arg-type]  # the mistake under test
