"""Evaluates plain dicts under a scheme: try_wheel.py SCHEME. CI runs it where nothing but the library is installed."""

from __future__ import annotations

import sys
from datetime import date
from importlib.util import find_spec

from incentive_rules import Amount, check_fairness, compare, evaluate, evaluate_totals, load_scheme

DONE = {"member_id": "K-0102", "activity": "collaboration", "praised": True}
ENTRIES = [DONE | {"entry_id": "E-1", "date": "2024-06-10"}, DONE | {"entry_id": "E-2", "date": date(2024, 7, 3)}]
ROSTER = [{"member_id": "K-0102", "grade": "7급", "department": "행정과"}]
CLAIMS = [{"claim_id": "C-1", "member_id": "K-0102", "date": "2024-07-31", "award": "monthly"}]
PAID = [("K-0102", "donghae_pay", Amount(30_000))]  # 2×(1+0.5) = 3 points


def main(scheme: str) -> int:
    rules, last = load_scheme(scheme), date(2024, 7, 31)
    evaluation = evaluate(rules, ENTRIES, ROSTER, CLAIMS, as_of=last)
    paid = [(each.payee, each.reward, each.amount) for each in evaluation.payments]
    totals = evaluate_totals(rules, ENTRIES, ROSTER, CLAIMS, as_of=last)
    cheaper = compare(rules, {"awards.monthly.tiers.t3.at": 2}, ENTRIES, ROSTER, CLAIMS, as_of=last)
    order = check_fairness(rules, properties=["order_free"], budget=20)
    extras = [name for name in ("click", "rich", "hypothesis", "pytest", "polars") if find_spec(name)]
    print("paid:", paid, "extras:", extras, "order free:", order.held, "under a reform:", cheaper.after.totals.paid)
    return 0 if paid == PAID and totals == evaluation.totals and order.held and not extras else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
