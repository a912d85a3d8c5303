"""The same rows say the same, whether they come as mappings, JSON Lines, Parquet or a frame of any library."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]  # it tells no types
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incentive_rules import Code, InputError, read_ledger
from incentive_rules.ledger import frames
from incentive_rules.ledger.frames import frame_rows, is_frame, parquet_rows
from incentive_rules.ledger.from_rows import LEDGER, table_from_rows
from incentive_rules.ledger.json_lines import records
from ledger_facts import ENTRY, FACTS, SCHEME, check_account, found

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from incentive_rules.ledger.model import Ledger

Row = dict[str, Any]

NO_SURROGATES = st.characters(exclude_categories=["Cs"])
CELLS: dict[str, st.SearchStrategy[Any]] = {
    "entry_id": st.sampled_from(["E-1", "007", "실적 3", ""]),
    "member_id": st.sampled_from(["00102", "K-7"]),
    "date": st.none() | st.dates(date(2024, 1, 1), date(2026, 12, 31)),
    "activity": st.sampled_from(["proposal", "시책제안", "협업을 통한 문제해결", "없는 활동"]),
    "praised": st.none() | st.booleans(),
    "hours": st.none() | st.decimals(-1, 30, places=2),
    "quantity": st.none() | st.integers(-1, 99),
    "task": st.none() | st.text(NO_SURROGATES, max_size=8),
    "비고": st.none() | st.sampled_from(["", "메모"]),
}
TYPES: dict[str, Any] = {
    "entry_id": pl.String,
    "member_id": pl.Categorical,
    "date": pl.Date,
    "activity": pl.String,
    "praised": pl.Boolean,
    "hours": pl.Decimal(12, 2),
    "quantity": pl.Int16,
    "task": pl.String,
    "비고": pl.String,
}
TEXTS: dict[str, Any] = dict.fromkeys(CELLS, pl.String)
ROW = st.fixed_dictionaries(CELLS).map(lambda row: {name: row[name] for name in CELLS})
TYPED = st.lists(ROW, max_size=6)


def in_words(cell: object) -> str:
    """A cell as a table of texts has it."""
    if isinstance(cell, bool):
        return "예" if cell else "아니오"
    return "" if cell is None else str(cell)


def all_text(rows: list[Row]) -> list[Row]:
    return [{name: in_words(cell) for name, cell in row.items()} for row in rows]


def json_lines(rows: Iterable[Row]) -> bytes:
    """Rows as JSON Lines, with decimals as JSON numbers."""
    return "".join(f"{{{', '.join(map(json_pair, row.items()))}}}\n" for row in rows).encode()


def json_pair(pair: tuple[str, Any]) -> str:
    name, cell = pair
    return f"{json.dumps(name)}: {cell if isinstance(cell, Decimal) else json.dumps(cell, default=str)}"


def parquet(frame: pl.DataFrame) -> bytes:
    file = io.BytesIO()
    frame.write_parquet(file)
    return file.getvalue()


def ledger(rows: Iterable[object]) -> Ledger:
    read = table_from_rows(LEDGER, rows, FACTS, "대장")
    check_account(read)
    return read


def refusal(cells: Row) -> list[tuple[str, str]]:
    """What is wrong with a row of a frame that has these cells."""
    return found(ledger([ENTRY | cells]).rejected[0])


# The same rows.


@given(TYPED)
def test_typed_rows_are_the_same_in_every_form(rows: list[Row]) -> None:
    polars, pandas = pl.DataFrame(rows, schema=TYPES), pd.DataFrame(rows, columns=list(CELLS))
    in_pandas_types = pandas.assign(date=pd.to_datetime(pandas["date"]), quantity=pandas["quantity"].astype("Int64"))
    told = ledger(rows)
    assert ledger(record for _, record in records(json_lines(rows), "")) == told
    assert ledger(parquet_rows(parquet(polars), "")) == told
    for frame in (polars, polars.lazy(), polars.to_arrow(), nw.from_native(polars), pandas, in_pandas_types):
        assert ledger(frame_rows(frame)) == told, type(frame)


@given(TYPED.map(all_text))
def test_rows_of_texts_are_the_same_in_every_form(rows: list[Row]) -> None:
    polars = pl.DataFrame(rows, schema=TEXTS)
    told = ledger(rows)
    assert ledger(record for _, record in records(json_lines(rows), "")) == told
    assert ledger(parquet_rows(parquet(polars), "")) == told
    for frame in (polars, polars.to_arrow(), pd.DataFrame(rows, columns=list(CELLS))):
        assert ledger(frame_rows(frame)) == told, type(frame)


def test_the_door_takes_files_and_frames_alike(tmp_path: Path) -> None:
    rows = [ENTRY | {"entry_id": f"E-{number}", "hours": Decimal("2.5"), "praised": number > 1} for number in range(4)]
    frame = pl.DataFrame(rows)
    (tmp_path / "a.jsonl").write_bytes(json_lines(rows))
    (tmp_path / "a.parquet").write_bytes(parquet(frame))
    told = read_ledger(rows, SCHEME).entries
    assert len(told) == len(rows)
    for source in (frame, frame.to_arrow(), pd.DataFrame(rows), tmp_path / "a.jsonl", tmp_path / "a.parquet"):
        assert read_ledger(source, SCHEME).entries == told


def test_the_rows_of_a_long_frame_come_in_their_order_whatever_the_batches() -> None:
    frame = pl.DataFrame({"number": range(25)})
    for size in (1, 10, 25, 1000):
        with patch.object(frames, "_BATCH", size):
            assert [row["number"] for row in frame_rows(frame)] == list(range(25))


def test_a_frame_without_rows_has_none() -> None:
    for frame in (pl.DataFrame(schema=TYPES), pl.DataFrame(), pd.DataFrame(), pd.DataFrame(columns=["date"])):
        assert list(frame_rows(frame)) == []


# Single values.


@pytest.mark.parametrize(
    "column",
    [
        pd.Series([1.5, None]),
        pd.Series(["a", None]),
        pd.Series(["a", None], dtype="category"),
        pd.Series([True, None], dtype="boolean"),
        pd.Series([7, pd.NA], dtype="Int64"),
        pd.Series([date(2024, 6, 1), pd.NaT], dtype="datetime64[s]"),
        pd.Series(["a", float("nan")], dtype=object),
        pd.Series(["a", pd.NA], dtype=object),
        pd.Series(["a", pd.NaT], dtype=object),
        pl.Series([1.5, None]),
        pl.Series(["a", None], dtype=pl.Enum(["a"])),
    ],
    ids=lambda column: f"{type(column).__module__.partition('.')[0]}-{column.dtype}",
)
def test_what_a_frame_counts_as_missing_is_none(column: Any) -> None:
    frame = column.to_frame("값")
    first, second = (row["값"] for row in frame_rows(frame))
    assert first is not None
    assert second is None


def test_a_nan_that_is_not_missing_is_refused_by_name() -> None:
    for frame in (pl.DataFrame({"hours": [float("nan")]}), pa.table({"hours": [float("nan")]})):
        (row,) = frame_rows(frame)
        assert refusal(row) == [("not_finite", "hours")]


def test_a_column_of_ids_that_became_fractions_is_refused_since_its_zeros_are_lost() -> None:
    one, blank = frame_rows(pd.DataFrame({"member_id": [102, None]}))
    assert refusal(one) == [("wrong_type", "member_id")]
    assert refusal(blank) == [("empty_cell", "member_id")]


def test_a_midnight_is_its_day_and_any_other_moment_is_left_to_the_row_reader() -> None:
    moments = [datetime(2024, 6, 10), datetime(2024, 6, 10, 9), datetime(2024, 6, 10, tzinfo=UTC)]  # noqa: DTZ001  # civil
    for moment in moments:
        for frame in (pl.DataFrame({"date": [moment]}), pd.DataFrame({"date": [moment]}), pa.table({"date": [moment]})):
            (row,) = frame_rows(frame)
            assert row == {"date": date(2024, 6, 10) if moment is moments[0] else moment}


def test_a_day_that_python_does_not_have_costs_its_own_row_alone() -> None:
    days = pl.Series("date", [19884, 7_300_000, 19885], dtype=pl.Int32).cast(pl.Date)
    far = pd.DataFrame({"date": np.array(["2024-06-10", "15659-07-15"], dtype="datetime64[s]")})
    for frame in (days.to_frame(), days.to_frame().to_arrow(), far):
        read = ledger(ENTRY | row for row in frame_rows(frame))
        assert [found(row) for row in read.rejected] == [[("wrong_type", "date")]]
        assert len(read.entries) == len(frame) - 1


def test_numbers_and_words_of_numpy_are_those_of_python() -> None:
    cells = [np.int64(7), np.float64(2.5), np.float32(0.5), np.bool_(True), np.str_("글")]  # noqa: FBT003  # a value
    values = [row["값"] for row in frame_rows(pd.DataFrame({"값": pd.Series(cells, dtype=object)}))]
    assert values == [7, 2.5, 0.5, True, "글"]
    assert [isinstance(value, kind) for value, kind in zip(values, (int, float, float, bool, str), strict=True)]


def test_a_value_that_no_cell_can_hold_is_refused_and_nothing_is_raised() -> None:
    odd = [np.array([1, 2]), np.datetime64("2024-06-10"), b"7", pd.Period("2024-06"), [1], {"a": 1}]
    for row in frame_rows(pd.DataFrame({"hours": pd.Series(odd, dtype=object)})):
        assert refusal(row) == [("wrong_type", "hours")]


# Columns and frames.


def test_a_column_whose_name_is_no_text_is_refused_as_in_mappings() -> None:
    for name in (0, ("점수", "합계")):
        expected: dict[Any, Any] = {**ENTRY, name: 1}
        rows = list(frame_rows(pd.DataFrame([expected])))
        assert rows == [expected]
        assert [code for code, _ in found(ledger(rows).rejected[0])] == ["not_a_row"]


def test_two_columns_of_one_name_are_refused_and_neither_is_lost_in_silence() -> None:
    twice: list[Any] = [
        pd.DataFrame([[1, 2]], columns=["hours", "hours"]),
        pa.table([[1], [2]], names=["hours", "hours"]),
    ]
    for frame in twice:
        with pytest.raises(InputError) as refused:
            frame_rows(frame)
        assert [each.code for each in refused.value.findings] == [Code.UNREADABLE_TABLE]


class OurFrame(pd.DataFrame):
    """As a library on top of pandas has it."""


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame(),
        OurFrame(),
        pl.DataFrame(),
        pl.LazyFrame(),
        pa.table({}),
        nw.from_native(pl.DataFrame()),
        nw.from_native(pl.LazyFrame()),
    ],
    ids=lambda frame: f"{type(frame).__module__}.{type(frame).__name__}",
)
def test_every_frame_is_known_for_one(frame: object) -> None:
    assert is_frame(frame)
    assert list(frame_rows(frame)) == []


@pytest.mark.parametrize("other", [[ENTRY], ENTRY, "a.csv", None, 7, pd.Series([1]), pl.Series([1]), np.array([1])])
def test_nothing_else_is_taken_for_a_frame(other: object) -> None:
    assert not is_frame(other)


def test_asking_imports_no_frame_library() -> None:
    program = (
        "import sys; from incentive_rules.ledger.frames import is_frame; is_frame([{}])\n"
        "print(sorted({'narwhals', 'polars', 'pandas', 'pyarrow'} & sys.modules.keys()))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)  # noqa: S603  # ours
    assert ran.stdout == "[]\n"


@pytest.mark.parametrize("module", ["narwhals", "polars"])
def test_a_missing_extra_is_told_by_name(module: str) -> None:
    data = parquet(pl.DataFrame({"hours": [1]}))
    with patch.dict(sys.modules, {module: None}), pytest.raises(InputError) as refused:
        parquet_rows(data, "a.parquet")
    (finding,) = refused.value.findings
    assert (finding.code, finding.facts) == (Code.MISSING_EXTRA, {"name": module, "extra": "columns"})


# Parquet.


def test_a_parquet_file_is_read_from_its_bytes_or_its_path(tmp_path: Path) -> None:
    data = parquet(pl.DataFrame({"member_id": ["00102"], "hours": [2]}))
    path = tmp_path / "실적.parquet"
    path.write_bytes(data)
    for source in (data, path, str(path)):
        assert list(parquet_rows(source, path.name)) == [{"member_id": "00102", "hours": 2}]


def test_what_is_no_parquet_file_or_half_of_one_is_refused() -> None:
    data = parquet(pl.DataFrame({"member_id": ["00102"] * 100}))
    for part in (
        b"",
        b"PAR1",
        b"member_id\n00102\n",
        data[:-1],
        data[: len(data) // 2],
        b"PARE" + data[4:-4] + b"PARE",
    ):
        with pytest.raises(InputError) as refused:
            parquet_rows(part, "a.parquet")
        (finding,) = refused.value.findings
        assert (finding.code, finding.place.file) == (Code.UNREADABLE_TABLE, "a.parquet")


def test_a_path_is_one_file_and_never_a_pattern_or_an_address(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(parquet(pl.DataFrame({"hours": [1]})))
    for path in (str(tmp_path / "*.parquet"), "https://example.org/a.parquet", "s3://bucket/a.parquet"):
        with pytest.raises(InputError) as refused:
            parquet_rows(path, "a.parquet")
        assert [each.code for each in refused.value.findings] == [Code.FILE_MISSING]
