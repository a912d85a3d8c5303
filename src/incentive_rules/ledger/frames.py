"""Data frames and Parquet files to mappings, through narwhals: the one place that knows any of the frame libraries.

Values become plain Python ones. What a frame itself counts as missing is ``None``: in pandas NaN, NaT and NA, in polars
and pyarrow null alone. A NaN of theirs is a number that went wrong, and the parsers refuse it by name.
"""

from __future__ import annotations

import io
from datetime import MAXYEAR, MINYEAR, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from incentive_rules.codes import Code
from incentive_rules.errors import NOWHERE, Diagnostic, InputError
from incentive_rules.files import file_bytes
from incentive_rules.messages import Label
from incentive_rules.source import Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from os import PathLike

    import narwhals as nw

MOST_BYTES = 500_000_000
"""The largest Parquet file that is read."""

_BATCH = 10_000
"""How many rows are Python values at one time; a frame holds its own far more tightly."""
_MIDNIGHT = time(0)
_BEYOND_PYTHON = object()
"""Stands for a value that Python has no number or day for; every parser refuses it as one that cannot be read."""


def is_frame(source: object) -> bool:
    """Whether something is a data frame that ``frame_rows`` reads: of pandas, polars, pyarrow, duckdb or narwhals.

    It goes by the name of the class and of its parents, so that no frame library is imported.

    Example:
        >>> is_frame([{"member_id": "K-102"}])
        False
    """
    return any((parent.__module__.partition(".")[0], parent.__name__) in _FRAMES for parent in type(source).__mro__)


def frame_rows(source: Any) -> Iterator[dict[str, object]]:  # noqa: ANN401  # any library's frame
    """The rows of a data frame, each a mapping of column names to plain Python values.

    A timestamp at midnight is a date; a category is its text; a ``Decimal`` stays one. Names of columns that are no
    text stay as they are, for the row reader to refuse. A lazy frame is collected; its own errors are the caller's.

    Raises:
        InputError: if narwhals is not installed, or two columns have the same name.

    Example:
        >>> import polars
        >>> list(frame_rows(polars.DataFrame({"member_id": ["00102"], "hours": [None]})))
        [{'member_id': '00102', 'hours': None}]
    """
    try:
        import narwhals as nw  # noqa: PLC0415  # an extra, needed by who has frames only
    except ImportError as error:
        raise InputError([_missing("narwhals")]) from error
    try:
        frame = nw.from_native(source)
        eager: nw.DataFrame[Any] = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
    except nw.exceptions.DuplicateError as error:
        raise InputError([_unreadable(_SAME_NAMES, _RENAME_ONE)]) from error
    return _rows(eager)


def parquet_rows(source: bytes | str | PathLike[str], name: str) -> Iterator[dict[str, object]]:
    """The rows of a Parquet file, given as its bytes or its path, as ``frame_rows`` gives them.

    Raises:
        InputError: if polars or narwhals is not installed, or if the file is missing, too large or no Parquet file.

    Example:
        >>> from io import BytesIO
        >>> import polars
        >>> file = BytesIO()
        >>> polars.DataFrame({"member_id": ["00102"]}).write_parquet(file)
        >>> list(parquet_rows(file.getvalue(), "staff.parquet"))
        [{'member_id': '00102'}]
    """
    try:
        import polars as pl  # noqa: PLC0415  # an extra, needed by who has Parquet files only
        from polars import exceptions  # noqa: PLC0415  # as above
    except ImportError as error:
        raise InputError([_missing("polars")]) from error
    # Never a path: polars would take '*' for several files and 'https:' for a download.
    data = source if isinstance(source, bytes) else file_bytes(source, MOST_BYTES)
    try:
        frame = pl.read_parquet(io.BytesIO(data))
    except (exceptions.PolarsError, exceptions.PanicException, OSError) as error:
        raise InputError([_unreadable(_BAD_PARQUET, _FETCH_AGAIN, Place(name))]) from error
    return frame_rows(frame)


def _missing(module: str) -> Diagnostic:
    return Diagnostic(Code.MISSING_EXTRA, facts={"name": module, "extra": "columns"})


def _unreadable(problem: Label, advice: Label, place: Place = NOWHERE) -> Diagnostic:
    return Diagnostic(Code.UNREADABLE_TABLE, place, {"problem": problem, "advice": advice})


def _rows(frame: nw.DataFrame[Any]) -> Iterator[dict[str, object]]:
    names = frame.columns
    for start in range(0, len(frame), _BATCH):
        columns = [_cells(column) for column in frame[start : start + _BATCH].iter_columns()]
        for cells in zip(*columns, strict=True):
            yield dict(zip(names, cells, strict=True))


def _cells(column: nw.Series[Any]) -> list[object]:
    missing = column.is_null().to_list()
    return [None if gone else _plain(value) for value, gone in zip(_values(column), missing, strict=True)]


def _values(column: nw.Series[Any]) -> Sequence[object]:
    """The values of a column; where one of them has no Python value, such as a day in the year 20000, a stand-in."""
    try:
        return column.to_list()
    except (ValueError, OverflowError):
        if len(column) == 1:
            return [_BEYOND_PYTHON]
    return [value for at in range(len(column)) for value in _values(column[at : at + 1])]


def _plain(value: object) -> object:
    if isinstance(value, str | int | float | Decimal):
        return value
    if isinstance(value, datetime):
        return _day_or_moment(value)
    return _from_numpy(value) if type(value).__module__ == "numpy" else value


def _day_or_moment(value: datetime) -> object:
    if not MINYEAR <= value.year <= MAXYEAR:  # pandas has years that Python has not
        return _BEYOND_PYTHON
    return value.date() if value.tzinfo is None and value.time() == _MIDNIGHT else value


def _from_numpy(value: Any) -> object:  # noqa: ANN401  # numpy may not be there to name its types
    """A number or a yes or no of numpy as that of Python; all else of numpy stays, and is refused as unreadable."""
    return value.item() if value.ndim == 0 and value.dtype.kind in "biuf" else value


_FRAMES = {
    ("pandas", "DataFrame"),
    ("polars", "DataFrame"),
    ("polars", "LazyFrame"),
    ("pyarrow", "Table"),
    ("duckdb", "DuckDBPyRelation"),
    ("_duckdb", "DuckDBPyRelation"),
    ("narwhals", "DataFrame"),
    ("narwhals", "LazyFrame"),
}

_SAME_NAMES = Label("이름이 같은 열이 두 개 있습니다", "two columns have the same name")
_RENAME_ONE = Label("둘 중 하나의 이름을 바꾸거나 지우십시오", "rename or drop one of them")
_BAD_PARQUET = Label(
    "Parquet 파일이 아니거나, 깨졌거나, 암호가 걸려 있습니다", "it is no Parquet file, or it is damaged or encrypted"
)
_FETCH_AGAIN = Label(
    "원본을 다시 받거나, 암호 없이 다시 저장하십시오", "fetch the original again, or save it anew without encryption"
)
