"""The counterexample as a case for a cases file: it says what the rules do today, so it passes as it stands."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import yaml

from incentive_rules.amounts import Amount
from incentive_rules.fairness.story import both
from incentive_rules.fairness.trial import entries_of
from incentive_rules.program.from_scheme import program_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from incentive_rules.fairness.model import Side, Witness
    from incentive_rules.scheme.model import Scheme

Row = dict[str, object]
_INDENT = "  "
_MOST_TIMES = 100
"""So many entries one row of a cases file may stand for."""


def as_case(witness: Witness) -> str:
    """One case as YAML, indented so that it can be pasted under ``cases:``."""
    sides = {side.name: side for side in witness.sides}.values()
    label = both("fairness_case_label", property=both(f"fairness_{witness.property}"))
    lines = [f"fairness_{witness.property}:", f"  label: {_flow({'ko': label.ko, 'en': label.en})}"]
    if witness.scheme.reading:
        lines.append(f"  reading: {witness.scheme.reading}")
    lines.append(f"  as_of: {witness.as_of}")
    rows = [
        ("members", [_member(side, witness.scheme) for side in sides]),
        ("entries", [row for side in sides for row in _entries(side, witness.scheme)]),
        ("claims", [row for side in sides for row in _claims(side)]),
    ]
    for key, listed in rows:
        lines += [f"  {key}:", *(f"    - {_flow(row)}" for row in listed)] if listed else []
    lines += ["  expect:", *(f"    {key}: {_flow(value)}" for key, value in _expected(sides).items())]
    return "\n".join(_INDENT + line for line in lines) + "\n"


def as_cases(witnesses: Iterable[Witness], scheme: str) -> str:
    """A whole cases file: its head, with the scheme's file as seen from it, and the cases."""
    listed = list(witnesses)
    latest = max(witness.as_of for witness in listed)
    head = f"language: 1\nscheme: {_quoted(scheme)}\nas_of: {latest}\ncases:\n"
    return head + "".join(map(as_case, listed))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a YAML text, whatever it holds


def _flow(row: object) -> str:
    return str(yaml.safe_dump(row, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10**6)).strip()


def cell(value: object) -> object:
    """A value as YAML and JSON write it."""
    if isinstance(value, Amount):
        return int(value) if value.denominator == 1 else str(value)
    return value


def _member(side: Side, scheme: Scheme) -> Row:
    known = {column(name, scheme): cell(value) for name, value in side.life.facts}
    return {"member_id": side.name, **known}


def column(name: str, scheme: Scheme) -> str:
    """The column of a fact; one that a case uses for something else is called by its label."""
    if name != "times":
        return name
    return {**scheme.facts.member, **scheme.facts.entry}[name].label.ko


def _entries(side: Side, scheme: Scheme) -> Iterator[Row]:
    """A row for each kind of entry and day, with how often it was done; more than one where that is too often."""
    rows = iter(entries_of(program_of(scheme), side.name, side.life))
    parts = [
        (did, min(_MOST_TIMES, did.times - before))
        for did in side.life.done
        for before in range(0, did.times, _MOST_TIMES)
    ]
    for number, (did, times) in enumerate(parts, 1):
        first, *_ = [next(rows) for _ in range(times)]
        row: Row = {"entry_id": f"{side.name}-{number}", "member_id": side.name, "date": first.date}
        row["activity"] = first.activity
        row |= {column(name, scheme): cell(value) for name, value in did.symbol.facts}
        row |= {"quantity": cell(first.quantity)} if first.quantity is not None else {}
        row |= {"approved_on": first.approved_on} if first.approved_on is not None else {}
        yield row | ({"times": times} if times > 1 else {})


def _claims(side: Side) -> Iterator[Row]:
    for claim in side.claims:
        row: Row = {"claim_id": claim.claim_id, "member_id": side.name, "date": claim.date, "award": claim.award}
        yield row | ({"option": claim.option} if claim.option else {})


def _expected(sides: Iterable[Side]) -> dict[str, Row]:
    listed = list(sides)
    return {
        "earned": {side.name: cell(side.statement.earned) for side in listed},
        "balance": {side.name: cell(side.statement.balance) for side in listed},
        "paid": {side.name: {each: cell(sum_) for each, sum_ in side.statement.paid.items()} for side in listed},
    }


def as_data(witness: Witness) -> Row:
    """The counterexample for programs: the rows of each person, and what came of them."""
    return {
        "as_of": witness.as_of.isoformat(),
        "people": [
            {
                "name": side.name,
                "member": _plain(_member(side, witness.scheme)),
                "entries": [_plain(row) for row in _entries(side, witness.scheme)],
                "claims": [_plain(row) for row in _claims(side)],
                "earned": str(side.statement.earned),
                "balance": str(side.statement.balance),
                "paid": {each: str(amount) for each, amount in side.statement.paid.items()},
            }
            for side in witness.sides
        ],
    }


def _plain(row: Row) -> Row:
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in row.items()}
