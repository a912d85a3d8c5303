"""Joint work: what each partner's share is."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from auditor.judging import may_share

if TYPE_CHECKING:
    from auditor.judging import Judged
    from auditor.rules import Rules


def share_out(rules: Rules, entries: list[Judged]) -> None:
    """Put the shares of joint work into the points of its entries, and tell which of them are refused or held."""
    works: dict[tuple[str, str], list[Judged]] = defaultdict(list)
    for each in entries:
        if not may_share(rules.activities[each.entry.activity]):
            continue
        if each.entry.work:
            works[each.entry.activity, each.entry.work].append(each)
        elif each.entry.share is not None:
            _hold(each, "share without work")
    for partners in works.values():
        if any(each.entry.share is not None for each in partners):
            _of_one_work(rules, partners)


def _of_one_work(rules: Rules, partners: list[Judged]) -> None:
    shares = [Fraction(1) if each.entry.share is None else each.entry.share for each in partners]
    if sum(shares) > 1:
        for each in partners:
            if each.state != "not_yet":
                each.state = "rejected"
                each.notes.append("shares too many")
        return
    if sum(shares) < 1:
        for each in partners:
            _hold(each, "shares missing")
        return
    factors = dict(zip(partners, shares, strict=True))
    if rules.answer("partner_not_eligible") == "redistributed":
        factors = _taken_over(factors)
    for each, factor in factors.items():
        each.base, each.bonus = each.base * factor, each.bonus * factor


def _taken_over(factors: dict[Judged, Fraction]) -> dict[Judged, Fraction]:
    """The shares of those whose rows count, who take over the others'; while it is open who counts, all are held.

    A row that counts later is judged as if the day had come.
    """
    if any(each.in_the_end == "held" for each in factors):
        for each in factors:
            _hold(each, "partner open")
    whole = sum((share for each, share in factors.items() if each.in_the_end != "rejected"), Fraction(0))
    return {each: share / whole for each, share in factors.items()} if whole else factors


def _hold(each: Judged, why: str) -> None:
    each.notes.append(f"held: {why}")
    if each.state == "credited":
        each.state = "held"
