"""What is due now and was not due in an earlier result: by payment id, so that nothing is paid twice."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from incentive_rules.amounts import Amount
from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.messages import Label
from incentive_rules.statement.model import Step, StepKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from incentive_rules.statement.model import Payment
    from incentive_rules.statement.record import Record


@dataclass(frozen=True, slots=True)
class Change:
    """A payment that came to be another: what it was, and what it is now."""

    before: Payment
    now: Payment

    @property
    def differences(self) -> dict[str, Amount]:
        """What is to be paid besides, by reward; below zero where too much was paid."""
        return _sums([(self.now, 1), (self.before, -1)])


@dataclass(frozen=True, slots=True)
class Changes:
    """The payments of a result beside those of an earlier one.

    ``new`` were not in the earlier result, ``gone`` are not due any more, ``changed`` have the same id and another
    amount, payee or reward; ``same`` counts all others. What to do about a payment that is gone is for people to
    decide.

    A claim that now reaches another tier is in ``replaced`` (the payment that is gone beside the new one): whoever paid
    the former must not pay all of the latter as well. ``to_pay`` holds what is left to pay.

    Example:
        >>> from incentive_rules import evaluate, example_path, load_scheme
        >>> scheme = load_scheme(example_path("donghae.yaml"))
        >>> cells = {"member_id": "K-1", "activity": "adoption"}
        >>> done = [{"entry_id": f"{n}-{m}", "date": f"2024-0{m}-10", **cells} for m in (6, 7) for n in "abc"]
        >>> staff = [{"member_id": "K-1", "grade": "7급", "department": "행정과"}]
        >>> days = {"C-1": "2024-06-30", "C-2": "2024-07-31"}
        >>> asked = [{"claim_id": n, "member_id": "K-1", "date": days[n], "award": "monthly"} for n in days]
        >>> june, july = (evaluate(scheme, done, staff, asked, as_of=day) for day in days.values())
        >>> changes = july.changes_since(june)
        >>> [payment.claim_id for payment in changes.new], changes.gone, changes.same
        (['C-2'], (), 1)
    """

    earlier_as_of: date
    as_of: date
    new: tuple[Payment, ...]
    changed: tuple[Change, ...]
    gone: tuple[Payment, ...]
    same: int

    @property
    def replaced(self) -> tuple[Change, ...]:
        """Payments that are gone, each with the new one of the same claim or period that takes its place."""
        return _pairs(self.gone, _paid_out(self.new))

    @property
    def to_pay(self) -> tuple[Payment, ...]:
        """What is to be paid now, and no more: new payments that take the place of none, and what others rose by."""
        replacing = {change.now.id for change in self.replaced}
        new = tuple(payment for payment in _paid_out(self.new) if payment.id not in replacing)
        return (*new, *filter(None, map(_rise, (*self.replaced, *self.changed))))

    @property
    def to_decide(self) -> tuple[Change | Payment, ...]:
        """What cannot simply be paid: payments that fell, became another reward or another payee's, or are gone, and
        those below zero, which take back what was paid.

        A payment below zero may be here because it is new, or because it is gone: ``new`` and ``gone`` tell which.
        """
        others = (*self.replaced, *self.changed)
        changes = [each for each in others if _effect(each.before) != _effect(each.now) and _rise(each) is None]
        replaced = {change.before.id for change in self.replaced}
        back = (payment for payment in self.new if payment.withdraws)
        return (*changes, *(payment for payment in self.gone if payment.id not in replaced), *back)

    @property
    def differences(self) -> dict[str, Amount]:
        """By how much the totals paid differ from the earlier ones, by reward."""
        listed = [(payment, 1) for payment in self.new] + [(payment, -1) for payment in self.gone]
        for change in self.changed:
            listed += [(change.now, 1), (change.before, -1)]
        return _sums(listed)


def changes_since(evaluation: Record, *earlier: Record) -> Changes:
    """What became due, changed or fell away since earlier results of the same scheme under the same reading.

    What was due in any of them counts as paid: where a payment fell and rose again, the highest that was due stands.
    Where the evaluation begins with opening rows, payments of before that day are settled, and not looked at.

    Raises:
        InputError: if there is no earlier result, or one is of another scheme or reading, is of a later day, or
            begins later.
    """
    if not earlier:
        raise InputError([_misfit("", Label("앞선 결과 하나 이상", "at least one earlier result"))])
    if findings := [found for each in earlier for found in _misfits(evaluation, each)]:
        raise InputError(findings)
    began = evaluation.opening.day if evaluation.opening else date.min
    paid = tuple(each for each in _paid_so_far(earlier) if each.day >= began)
    before = {payment.id: payment for payment in paid}
    kept = [Change(before[each.id], each) for each in evaluation.payments if each.id in before]
    changed = tuple(change for change in kept if _effect(change.before) != _effect(change.now))
    now = {payment.id for payment in evaluation.payments}
    return Changes(
        earlier_as_of=max(each.as_of for each in earlier),
        as_of=evaluation.as_of,
        new=tuple(payment for payment in evaluation.payments if payment.id not in before),
        changed=changed,
        gone=tuple(payment for payment in paid if payment.id not in now),
        same=len(kept) - len(changed),
    )


def _paid_so_far(earlier: Iterable[Record]) -> tuple[Payment, ...]:
    """The payments of some results, each as in the last of them that did not lower it."""
    found: tuple[Payment, ...] = ()
    for result in sorted(earlier, key=lambda each: each.as_of):
        found = _higher(found, result.payments)
    return found


def _higher(before: Iterable[Payment], now: Iterable[Payment]) -> tuple[Payment, ...]:
    """The payments of two results; of one that stands in both, under whatever id, the higher."""
    paid, due = {each.id: each for each in before}, {each.id: each for each in now}
    gone = [each for each in paid.values() if each.id not in due]
    new = [each for each in due.values() if each.id not in paid]
    same = [Change(paid[each], due[each]) for each in due if each in paid]
    for change in (*same, *_pairs(gone, new)):
        if _effect(change.before)[:-1] == _effect(change.now)[:-1] and change.now.amount >= change.before.amount:
            del paid[change.before.id]
        else:
            del due[change.now.id]
    return tuple({**paid, **due}.values())


def _paid_out(payments: Iterable[Payment]) -> tuple[Payment, ...]:
    """Payments without those that take back others."""
    return tuple(payment for payment in payments if not payment.withdraws)


def _pairs(gone: Iterable[Payment], new: Iterable[Payment]) -> tuple[Change, ...]:
    """Payments that are gone, each with the new one that takes its place; the likest first, so that none takes what is
    another's.
    """
    left, pairs = list(gone), dict[str, Change]()
    new = tuple(new)
    for alike in _ALIKE:
        places: dict[tuple[object, ...], list[Payment]] = defaultdict(list)
        for one in left:
            places[alike(one)].append(one)
        for each in new:
            if each.id not in pairs and (found := places.get(alike(each))):
                pairs[each.id] = Change(found.pop(0), each)
        paired = {change.before.id for change in pairs.values()}
        left = [one for one in left if one.id not in paired]
    return tuple(pairs[each.id] for each in new if each.id in pairs)


def _misfits(evaluation: Record, earlier: Record) -> Iterator[Diagnostic]:
    scheme, other = evaluation.scheme["id"], earlier.scheme["id"]
    if scheme != other:
        yield _misfit(other, Label(f"제도 '{scheme}'의 결과", f"a result of the scheme '{scheme}'"))
    if evaluation.reading != earlier.reading:
        reading = Label(f"해석 '{evaluation.reading}'의 결과", f"a result under the reading '{evaluation.reading}'")
        yield _misfit(earlier.reading or _AS_WRITTEN, reading if evaluation.reading else _AS_WRITTEN)
    began = evaluation.opening.day if evaluation.opening else None
    if earlier.opening is not None and (began is None or earlier.opening.day > began):
        whole = Label(
            "전기이월 자료 없이 전체 기록으로 시작한 결과", "a result of the whole history, without opening rows"
        )
        since = Label(f"{began} 또는 그 전부터 시작한 결과", f"a result that begins on {began} or before")
        yield _misfit(earlier.opening.day, whole if began is None else since)
    if earlier.as_of > evaluation.as_of:
        day = evaluation.as_of
        yield _misfit(earlier.as_of, Label(f"기준일이 {day} 또는 그 전인 결과", f"a result of {day} or before"))
    if _part(evaluation) != _part(earlier):
        yield _misfit(earlier.only_member or _OF_ALL, _of_part(evaluation))


def _part(record: Record) -> tuple[str, tuple[str, ...]]:
    """Of whom and of which awards a result tells: what it does not tell of is not gone."""
    return record.only_member, record.left_out


def _of_part(record: Record) -> Label:
    if not record.only_member:
        return _OF_ALL
    member, awards = record.only_member, ", ".join(record.left_out)
    ko, en = (f"({awards} 제외)", f", without {awards}") if awards else ("", "")
    return Label(f"{member} 한 사람의 결과{ko}", f"a result of {member} alone{en}")


_OF_ALL = Label("모두를 계산한 결과", "a result of everybody")
_AS_WRITTEN = Label("해석을 고르지 않은 결과", "a result without a reading")


def _misfit(value: object, expected: Label) -> Diagnostic:
    needed = Label(f"{expected.ko}여야 합니다", f"it must be {expected.en}")
    return Diagnostic(Code.BAD_ARGUMENT, facts={"name": "earlier", "value": value, "expected": needed})


def _effect(payment: Payment) -> tuple[object, ...]:
    """What a payment does for somebody. Its day and its reasons may become others; it is the same payment."""
    return payment.payee_kind, payment.payee, payment.reward, payment.unit, payment.amount


def _rise(change: Change) -> Payment | None:
    """What is still to be paid of a payment that grew; ``None`` where it did not, or is of another kind."""
    before, now = change.before, change.now
    if _effect(before)[:-1] != _effect(now)[:-1] or now.amount <= before.amount:
        return None
    paid = Step(StepKind.PAID_BEFORE, now.rule, now.label, Amount(-before.amount))
    return now._replace(amount=Amount(now.amount - before.amount), steps=(*now.steps, paid))


def _occasion(payment: Payment) -> tuple[str, ...]:
    """What somebody is paid for once: a claim, or a period of an award."""
    return payment.award, payment.payee_kind, payment.payee, payment.claim_id, payment.period


def _same_day(payment: Payment) -> tuple[object, ...]:
    """What somebody is paid on a day, whatever the claim is called: running numbers move when a row is put in."""
    return payment.award, payment.payee_kind, payment.payee, payment.reward, payment.day


_ALIKE: tuple[Callable[[Payment], tuple[object, ...]], ...] = (
    lambda payment: (*_occasion(payment), payment.rule, payment.reward),
    lambda payment: (*_occasion(payment), payment.reward),
    _same_day,
    _occasion,
)
"""By what a new payment is known as one that was paid under another id, the likest first."""


def _sums(listed: Iterable[tuple[Payment, int]]) -> dict[str, Amount]:
    """Payments added and taken away, by reward; rewards that come to nothing are left out."""
    sums: dict[str, Amount] = defaultdict(lambda: Amount(0))
    for payment, sign in listed:
        sums[payment.reward] += Amount(sign * payment.amount)
    return {reward: amount for reward, amount in sorted(sums.items()) if amount}
