"""Pay what has become due: pay.py DAY FOLDER. Run it each month; after a crash, run it again.

FOLDER keeps every result by which something was paid. A result is written last, when all of it has been paid.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import replace
from pathlib import Path

from incentive_rules import Evaluation, Payment, evaluate, example_path, load_scheme


def rows(name: str) -> list[dict[str, str]]:
    """Rows from anywhere: a query or a web service does as well as a file."""
    with example_path(f"data/{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def settled(evaluation: Evaluation) -> Evaluation:
    """Without prizes that rows on hold could still change: they are paid once they are sure."""
    return replace(evaluation, payments=tuple(each for each in evaluation.payments if not each.provisional))


def main(day: str, folder: Path) -> None:
    """Evaluate up to a day, and print each payment that no earlier result had."""
    scheme = load_scheme(example_path("donghae.yaml"))
    evaluation = evaluate(scheme, rows("entries"), rows("roster"), rows("claims"), as_of=day, known_at=day)
    nothing = evaluate(scheme, [], as_of=day)
    paid = [Evaluation.from_json(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    changes = settled(evaluation).changes_since(nothing, *map(settled, paid))
    for payment in changes.to_pay:
        print("pay", payment.payee, payment.amount, payment.unit, payment.id)  # the id, so that nobody pays it twice
    for each in changes.to_decide:  # what was paid and is not due any more is for people to decide
        print("decide", each.id if isinstance(each, Payment) else each.before.id, file=sys.stderr)
    for row in evaluation.rejected:
        print("rejected", row.id, *(reason.message() for reason in row.reasons), file=sys.stderr)
    unfinished = folder / "unfinished"
    unfinished.write_text(evaluation.to_json(), encoding="utf-8")
    unfinished.replace(folder / f"{len(paid) + 1:04}.json")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
