"""Whole seats out of shares: the one place where a number of people or places is apportioned."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

from incentive_rules.scheme.rankings import SeatsRule as Seats

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction


def seats(shares: Sequence[Fraction], heads: int, mode: Seats) -> tuple[int, ...]:
    """How many of ``heads`` each share comes to, in whole seats.

    Args:
        shares: the shares, each from 0 to 1; together at most 1.
        heads: how many there are in all.
        mode: ``floor`` cuts each; with ``largest_remainder`` the seats that are left by cutting, up to what the shares
            come to together, go to those that lost most by it, of equal ones to the earlier.

    Example:
        >>> from fractions import Fraction
        >>> tenths = [Fraction(n, 10) for n in (2, 3, 4, 1)]
        >>> seats(tenths, 7, Seats.LARGEST_REMAINDER), seats(tenths, 7, Seats.FLOOR)
        ((1, 2, 3, 1), (1, 2, 2, 0))
    """
    exact = [share * heads for share in shares]
    whole = [floor(each) for each in exact]
    if mode is Seats.LARGEST_REMAINDER:
        left = floor(sum(exact)) - sum(whole)
        by_loss = sorted(range(len(exact)), key=lambda index: (whole[index] - exact[index], index))
        for index in by_loss[:left]:
            whole[index] += 1
    return tuple(whole)
