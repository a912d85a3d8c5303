"""Small worlds for the laws: staff lists, ledgers and claims as hypothesis strategies, all as plain rows.

They aim at edges on purpose: first and last days of months and years, days around a promotion, blanks, doubled ids.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from incentive_rules import Evaluation, Scheme, evaluate, example_path, load_scheme, with_reading

if TYPE_CHECKING:
    from collections.abc import Iterable

Row = dict[str, Any]

DONGHAE = load_scheme(example_path("donghae.yaml"))
SEOCHEON = load_scheme(example_path("seocheon.yaml"))
READINGS = [DONGHAE, *(with_reading(DONGHAE, name) for name in DONGHAE.readings)]

MEMBERS = ("K-1", "K-2", "K-10")
DEPARTMENTS = ("총무과", "기획과", "보건소")
EDGES = [
    date(2024, 5, 31),
    date(2024, 6, 1),
    date(2024, 6, 30),
    date(2024, 12, 31),
    date(2025, 1, 1),
    date(2025, 2, 28),
]
DAYS = st.one_of(st.sampled_from(EDGES), st.dates(date(2024, 6, 1), date(2025, 3, 31)))


@dataclass(frozen=True)
class World:
    """The facts of one evaluation."""

    entries: list[Row] = field(default_factory=list)
    roster: list[Row] = field(default_factory=list)
    claims: list[Row] = field(default_factory=list)

    def evaluated(self, scheme: Scheme, as_of: date = date(2025, 3, 31), known_at: date | None = None) -> Evaluation:
        """The evaluation of these facts."""
        return evaluate(scheme, self.entries, self.roster, self.claims, as_of=as_of, known_at=known_at)

    def with_entries(self, more: Iterable[Row]) -> World:
        """The same facts and more entries."""
        return World([*self.entries, *more], self.roster, self.claims)


def entries(scheme: Scheme, ids: st.SearchStrategy[str] | None = None) -> st.SearchStrategy[Row]:
    """One ledger row, good or not quite."""
    return st.fixed_dictionaries(
        {
            "entry_id": ids or st.integers(1, 40).map("E-{}".format),
            "member_id": st.sampled_from(MEMBERS),
            "date": DAYS,
            "activity": st.sampled_from([*scheme.activities, *(rule.label.ko for rule in scheme.activities.values())]),
        },
        optional={
            "praised": st.sampled_from(["yes", "no", ""]),
            "prize": st.sampled_from(["최우수", "우수", "장려", ""]),
            "hours": st.sampled_from(["0", "1", "3.5", "4", "9", ""]),
            "status": st.sampled_from(["approved", "pending", "rejected", ""]),
            "approved_on": DAYS,
            "recorded_on": DAYS,
        },
    ).map(lambda row: {name: value for name, value in row.items() if name not in _FOREIGN[scheme.id]})


_FOREIGN = {DONGHAE.id: ("hours",), SEOCHEON.id: ("praised", "prize")}


@st.composite
def staff(draw: st.DrawFn) -> list[Row]:
    """Everybody once or twice: promoted or moved at some day, or missing for a while."""
    rows: list[Row] = []
    for member in MEMBERS:
        before = {
            "member_id": member,
            "grade": draw(st.sampled_from(["9급", "7급", "6급", "5급"])),
            "department": draw(_GROUP),
        }
        change = draw(st.none() | DAYS)
        if change is None:
            rows.append(before)
            continue
        gap = draw(st.sampled_from([0, 0, 40]))
        after = {**before, "grade": draw(st.sampled_from(["6급", "5급", ""])), "department": draw(_GROUP)}
        rows += [{**before, "until": change}, {**after, "from": change + timedelta(days=gap)}]
    return rows


_GROUP = st.sampled_from([*DEPARTMENTS, ""])


def claims(scheme: Scheme) -> st.SearchStrategy[Row]:
    """One claim; which claims are right is for the evaluator to find out."""
    options = ["", *scheme.facts.options]
    return st.fixed_dictionaries(
        {
            "claim_id": st.integers(1, 30).map("C-{}".format),
            "member_id": st.sampled_from(MEMBERS),
            "date": DAYS,
            "award": st.sampled_from([key for key, award in scheme.awards.items() if award.kind == "tiers"]),
        },
        optional={"option": st.sampled_from(options)},
    )


def worlds(scheme: Scheme = DONGHAE, most: int = 25) -> st.SearchStrategy[World]:
    """Facts for a scheme."""
    return st.builds(World, st.lists(entries(scheme), max_size=most), staff(), st.lists(claims(scheme), max_size=8))
