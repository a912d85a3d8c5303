"""Evaluate what the models hold, and pay it once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction

from incentive_rules import Evaluation, evaluate
from mileage.models import Fact, Payment, Result

if TYPE_CHECKING:
    from datetime import date

    from incentive_rules import Scheme


def evaluated(scheme: Scheme, as_of: date) -> Evaluation:
    """What follows from the rows up to a day."""
    tables = (Fact.objects.filter(table=name).values_list("row", flat=True) for name in ("ledger", "roster", "claims"))
    return evaluate(scheme, *tables, as_of=as_of)


def settled(evaluation: Evaluation) -> Evaluation:
    """Without prizes that rows on hold could still change: they are paid once they are sure."""
    return replace(evaluation, payments=tuple(each for each in evaluation.payments if not each.provisional))


@transaction.atomic
def pay(scheme: Scheme, as_of: date) -> int:
    """Write down what no result before has paid, and the result with it: both or neither. How many payments."""
    evaluation = evaluated(scheme, as_of)
    earlier = [Evaluation.from_json(each.evaluation) for each in Result.objects.order_by("number")]
    number = len(earlier) + 1
    nothing = evaluate(scheme, [], as_of=as_of)
    changes = settled(evaluation).changes_since(nothing, *map(settled, earlier))
    Result.objects.create(number=number, evaluation=evaluation.to_json())
    for each in changes.to_pay:
        Payment.objects.create(key=f"{each.id} {number}", payee=each.payee, amount=str(each.amount))
    return len(changes.to_pay)
