"""What holds of any evaluation, whatever was done before: one function for each family of laws."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from incentive_rules import Amount, Evaluation, Payment

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date

    from incentive_rules import Outcome, Statement
    from incentive_rules.statement.changes import Change, Changes

Effects = dict[str, tuple[object, ...]]
"""Payments by id: what each does for somebody."""


def total(amounts: Iterable[Amount]) -> Amount:
    return sum(amounts, Amount(0))


def brought_by(each: Statement, *, by_own_day: bool) -> Iterable[tuple[date, Amount]]:
    """The month of each entry, and what it brought there; where results are carried forward, with all later differences
    in the month of its own day.
    """
    if not by_own_day:
        return [(credit.counts_on.replace(day=1), credit.points) for credit in each.credits]
    found: dict[tuple[date, str], Amount] = defaultdict(lambda: Amount(0))
    for credit in each.credits:
        found[credit.day.replace(day=1), credit.entry_id.split(":")[0]] += credit.points
    return [(month, points) for (month, _), points in found.items()]


def settled(payments: Iterable[Payment]) -> list[Payment]:
    """Payments, whether or not something that waited on the closing day could still change them then."""
    return [payment._replace(provisional=False) for payment in payments]


def sums_of(found: Evaluation) -> dict[str, tuple[Amount, Amount]]:
    """What everybody earned and has left, of those of whom there is a line."""
    return {name: (each.earned, each.balance) for name, each in found.statements.items() if each.credits}


def by_reward(payments: Iterable[Payment]) -> dict[str, Amount]:
    return added((payment.reward, payment.amount) for payment in payments)


def not_nothing(paid: Mapping[str, Amount]) -> dict[str, Amount]:
    """Without rewards of which as much was taken back as was paid."""
    return {name: amount for name, amount in paid.items() if amount}


def added(parts: Iterable[tuple[str, Amount]]) -> dict[str, Amount]:
    """Amounts summed by name; what comes to nothing is left out."""
    sums: dict[str, Amount] = defaultdict(lambda: Amount(0))
    for name, amount in parts:
        sums[name] += amount
    return {name: amount for name, amount in sorted(sums.items()) if amount}


def all_statements(found: Evaluation) -> list[Statement]:
    return [*found.statements.values(), *(each for named in found.groups.values() for each in named.values())]


def sums_hold(found: Evaluation) -> None:
    """Lines sum to statements, and statements to totals."""
    for each in all_statements(found):
        assert each.earned - each.deducted - each.used - each.lapsed == each.balance
        assert each.earned - each.deducted == total(credit.points for credit in each.credits)
        assert each.used == total(line.used for line in each.settlements)
        assert each.lapsed == total(line.points for line in each.lapses)
        assert each.balance == total(credit.left for credit in each.credits)
        assert all(total(step.amount for step in credit.steps) == credit.points for credit in each.credits)
    totals = found.totals
    for name in ("earned", "deducted", "used", "lapsed", "balance"):
        assert getattr(totals, name) == total(getattr(each, name) for each in all_statements(found)), name
    assert totals.earned - totals.deducted == total(each.points for each in totals.activities.values())


def payments_hold(found: Evaluation) -> None:
    """Every payment is above zero, is some line's, and is counted once."""
    assert all(total(step.amount for step in each.steps) == each.amount for each in found.payments)
    _withdrawals_hold(found.payments)
    assert len({each.id for each in found.payments}) == len(found.payments) == found.totals.payments
    assert by_reward(found.payments) == not_nothing(found.totals.paid)
    for member, each in found.statements.items():
        own = [payment for payment in found.payments if (payment.payee_kind, payment.payee) == ("member", member)]
        assert by_reward(own) == not_nothing(each.paid)
        settled = [name for line in each.settlements for name in line.payments]
        ranked = [name for ranking in found.rankings for row in ranking.rows for name in row.payments]
        assert sorted(payment.id for payment in own) == sorted({*settled, *ranked} & {payment.id for payment in own})
        assert set(settled) <= {payment.id for payment in own}


def _withdrawals_hold(payments: Iterable[Payment]) -> None:
    """What is below zero takes back a payment, not more than it was, and not before it."""
    left: dict[str, Amount] = {}
    for each in sorted(payments, key=lambda payment: (payment.day, payment.withdraws or "")):
        if each.withdraws:
            left[each.withdraws] += each.amount
            assert each.amount < 0 <= left[each.withdraws]
        else:
            assert each.amount > 0
            left[each.id] = each.amount


def lots_hold(found: Evaluation, *, has_floor: bool) -> None:
    """No lot gives more than it holds; what nothing covers yet is owed, and only where points may be owed."""
    for each in all_statements(found):
        taken, covered = Counter[str](), Counter[str]()
        for use in (use for line in each.settlements for use in line.uses):
            assert use.points > 0
            taken[use.entry_id] += use.points  # type: ignore[assignment]  # a Counter of amounts
        for line in each.lapses:
            assert line.points > 0
            taken[line.entry_id] += line.points  # type: ignore[assignment]  # as above
        for deduction in each.deductions:
            assert deduction.points > 0
            taken[deduction.lot] += deduction.points  # type: ignore[assignment]  # as above
            covered[deduction.entry_id] += deduction.points  # type: ignore[assignment]  # as above
        for credit in each.credits:
            if credit.points >= 0:
                assert credit.points - taken[credit.entry_id] == credit.left >= 0
            else:
                assert credit.points + covered[credit.entry_id] == credit.left <= 0
        assert all(total(use.points for use in line.uses) == line.used for line in each.settlements)
        assert each.balance >= 0 or not has_floor


def rows_hold(found: Evaluation, entries: int, roster: int, claims: int, *, carries_forward: bool = False) -> None:
    """Each row has one outcome, of one state, which is counted; whatever does not count says why.

    Where results are carried forward, a line may also be of a row that counted until its period was closed, or a later
    difference, whose name begins with that of its row.
    """
    read = Counter(str(each.kind) for each in found.outcomes)
    assert (read["entry"], read["roster"], read["claim"]) == (entries, roster, claims)
    for kind, counts in (("entry", found.totals.entries), ("claim", found.totals.claims)):
        assert Counter(each.state for each in found.outcomes if each.kind == kind) == counts
    quiet = {"credited", "paid", "in_use"}
    assert all(each.reasons for each in found.outcomes if each.state not in quiet)
    credited = {each.id for each in found.outcomes if each.kind == "entry" and each.state == "credited"}
    lines = {credit.entry_id for each in found.statements.values() for credit in each.credits}
    known = {each.id for each in found.outcomes if each.kind == "entry"}
    assert credited == lines or (carries_forward and credited <= lines)
    assert {name if name in known else name.rsplit(":", 1)[0] for name in lines} <= known
    paid = {each.id for each in found.outcomes if each.kind == "claim" and each.state == "paid"}
    assert paid == {payment.claim_id for payment in found.payments if payment.claim_id}


def corrections_hold(found: Evaluation, *tables: Sequence[Mapping[str, Any]]) -> None:
    """A row is as if it had never been while a row that stands voids or replaces it; for tables all of whose rows are
    approved as far as they correct others.
    """
    for (kind, column), rows in zip(_IDS.items(), tables, strict=True):
        states = {each.id: each.state for each in found.outcomes if each.kind == kind}
        stands: dict[str, bool] = {}
        replaced = {str(row[column]): row.get("replaces") for row in rows}
        for row in reversed(rows):  # a row is corrected by later ones
            name = str(row[column])
            stands.setdefault(name, True)
            target = row.get("voids") or row.get("replaces") if stands[name] else None
            while target:  # a row stands in the place of the one before that it replaces, and so on
                stands[target] = False
                target = replaced.get(target) if row.get("replaces") else None
            assert (states[name] == "corrected") is not stands[name], name
            assert not (stands[name] and row.get("voids")) or states[name] == "correction", name


_IDS = {"entry": "entry_id", "claim": "claim_id", "roster": "row_id"}
"""The column of the id of each kind of row."""


def json_holds(found: Evaluation, text: str) -> None:
    again = Evaluation.from_json(text)
    assert again == found
    assert again.to_json() == text


# Replay: what was known on a day, found again among rows that came later.


def as_known(text: str, members: Collection[str]) -> str:
    """An evaluation's JSON without a trace of rows that were recorded too late to be known.

    They leave three: a line among the outcomes, its count, and the statement of somebody of whom nothing else is known.
    The hashes of the tables are of all rows that were given.
    """
    data = json.loads(text)
    del data["facts_sha256"]
    late = Counter(each["kind"] for each in data["outcomes"] if _is_late(each))
    for kind, name in (("entry", "entries"), ("claim", "claims")):
        states = data["totals"][name]
        data["totals"][name] = {
            state: count - (late[kind] if state == "not_yet" else 0)
            for state, count in states.items()
            if state != "not_yet" or count > late[kind]
        }
    data["outcomes"] = _known(data["outcomes"])
    statements = data["statements"].items()
    data["statements"] = {
        name: {**each, "outcomes": _known(each["outcomes"])} for name, each in statements if name in members
    }
    return json.dumps(data, ensure_ascii=False)


def _known(outcomes: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for each in outcomes if not _is_late(each)]


def _is_late(outcome: dict[str, Any]) -> bool:
    return [each["code"] for each in outcome["reasons"]] == ["not_known_yet"]


# Changes: what was paid, and what is still to pay.


def effects(payments: Iterable[Payment]) -> Effects:
    return {each.id: (each.payee_kind, each.payee, each.reward, each.unit, each.amount) for each in payments}


def applied(book: Effects, changes: Changes) -> Effects:
    """A book of payments by id, with what changed written into it."""
    gone = {payment.id for payment in changes.gone}
    kept = {name: effect for name, effect in book.items() if name not in gone}
    return kept | effects(changes.new) | effects(change.now for change in changes.changed)


def undecided(changes: Changes) -> dict[str, Amount]:
    """What the totals would change by if everything that people have to decide were decided as it is due now."""
    new = {payment.id for payment in changes.new}
    return added(part for each in changes.to_decide for part in _difference(each, new))


def _difference(each: Change | Payment, new: Collection[str]) -> Iterable[tuple[str, Amount]]:
    if isinstance(each, Payment):
        return [(each.reward, each.amount if each.id in new else Amount(-each.amount))]
    return each.differences.items()


def changes_hold(before: Evaluation, now: Evaluation) -> None:
    """Between two results: the book of the first becomes that of the second, however often it is written."""
    changes = now.changes_since(before)
    book = effects(before.payments)
    once = applied(book, changes)
    assert once == applied(once, changes) == effects(now.payments)
    assert added([*before.totals.paid.items(), *changes.differences.items()]) == now.totals.paid


def paid_so_far(cash: dict[str, Amount], earlier: Sequence[Evaluation], now: Evaluation) -> dict[str, Amount]:
    """Pay what is new since all earlier results, and find that it accounts for what is due; gives the cash now."""
    changes = now.changes_since(*earlier)
    paid = added([*cash.items(), *by_reward(changes.to_pay).items()])
    assert added([*paid.items(), *undecided(changes).items()]) == now.totals.paid
    again = now.changes_since(*earlier, now)
    assert again.to_pay == ()
    assert undecided(again) == undecided(changes)
    return paid


def told_of(outcomes: Iterable[Outcome]) -> Counter[str]:
    return Counter(f"{each.kind} {each.state}" for each in outcomes)
