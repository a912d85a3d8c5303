"""The rules of ``year.yaml``, written by hand for polars, as its authors would: lazy, and one pass over the months."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from by_hand import ELIGIBLE, MONTHS, POINTS, PRAISE, TIERS, Account

if TYPE_CHECKING:
    from year import Year

_MONTHS = [str(month) for month in range(1, MONTHS + 1)]


def frames(year: Year) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Entries and staff list as frames."""
    entries = {"member_id": year.members, "date": year.days, "activity": year.activities, "praised": year.praised}
    staff = {"member_id": list(year.grades), "grade": list(year.grades.values())}
    return pl.DataFrame(entries), pl.DataFrame(staff)


def in_polars(entries: pl.DataFrame, staff: pl.DataFrame) -> pl.DataFrame:
    """The accounts as a frame: ``member_id, earned, balance, won, payments``."""
    eligible = staff.lazy().filter(pl.col("grade").is_in(list(ELIGIBLE)))
    points = pl.col("activity").replace_strict(POINTS, return_dtype=pl.Int64) + pl.col("praised") * PRAISE
    monthly = (
        entries.lazy()
        .join(eligible, on="member_id", how="semi")
        .select("member_id", pl.col("date").dt.month().alias("month"), points.alias("points"))
        .group_by("member_id", "month")
        .agg(pl.col("points").sum())
        .collect()
    )
    months = monthly.pivot("month", index="member_id", values="points")
    unseen = [pl.lit(0, pl.Int64).alias(month) for month in _MONTHS if month not in months.columns]
    return _settled(months.lazy().with_columns(unseen)).collect()


def _settled(months: pl.LazyFrame) -> pl.LazyFrame:
    """Month by month the highest tier reached; literals are of 64 bits, since a sum of won overflows 32 in silence."""
    zero = pl.lit(0, pl.Int64)
    frame = months.fill_null(0).with_columns(balance=zero, won=zero, payments=zero)
    frame = frame.with_columns(earned=pl.sum_horizontal(_MONTHS))
    for month in _MONTHS:
        frame = frame.with_columns(balance=pl.col("balance") + pl.col(month))
        used, pays = zero, zero
        for threshold, won in reversed(TIERS):
            reached = pl.col("balance") >= threshold
            used = pl.when(reached).then(pl.lit(threshold, pl.Int64)).otherwise(used)
            pays = pl.when(reached).then(pl.lit(won, pl.Int64)).otherwise(pays)
        frame = frame.with_columns(
            balance=pl.col("balance") - used,
            won=pl.col("won") + pays,
            payments=pl.col("payments") + (used > 0),
        )
    return frame.select("member_id", *Account._fields)


def accounts(frame: pl.DataFrame) -> dict[str, Account]:
    """The frame in the words of the loop."""
    return {member: Account(*rest) for member, *rest in frame.iter_rows()}
