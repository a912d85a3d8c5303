"""The evaluation beside the auditor's: what each says of every member, and where they differ."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from auditor import audit, closes, supports
from incentive_rules import evaluate, load_scheme
from incentive_rules.fairness import strategies as drawn
from worlds import LINKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from auditor import Audit
    from incentive_rules import Evaluation, Statement

PAID = ("tiers", "exchange")
"""The kinds of awards whose payments are compared."""

Said = dict[str, Any]


@dataclass(frozen=True)
class World:
    """A scheme with its tables and the two dates."""

    data: Mapping[str, Any]
    entries: list[dict[str, Any]]
    roster: list[dict[str, Any]]
    claims: list[dict[str, Any]]
    as_of: date
    known_at: date | None = None

    def evaluated(self) -> Evaluation:
        return evaluate(
            load_scheme(self.data), self.entries, self.roster, self.claims, as_of=self.as_of, known_at=self.known_at
        )

    def audited(self) -> Audit:
        return audit(self.data, self.entries, self.roster, self.claims, as_of=self.as_of, known_at=self.known_at)


@st.composite
def worlds(draw: st.DrawFn, size: int = 3, most: int = 12) -> World | str:
    """A scheme with tables for it; or why it is beyond the auditor."""
    data = draw(drawn.scheme_data(size))
    why = supports(data)
    if why:
        return why
    scheme = load_scheme(data)
    rows = draw(drawn.ledgers(scheme, most=most, people=3, clean=draw(st.booleans())))
    if not rows.roster:
        return "no staff list"
    if closes(data) and not all(LINKS.isdisjoint(row) for row in rows.claims):
        return "closed periods of claims that are corrected"
    end = drawn.last_day(scheme)
    turns = [end, end + timedelta(days=40), date(end.year, 1, 1), date(end.year, 12, 31), date(2024, 2, 29)]
    as_of = draw(st.one_of(st.just(end + timedelta(days=40)), st.sampled_from(turns), drawn.days(scheme)))
    known_at = draw(st.one_of(st.none(), st.none(), drawn.days(scheme)))
    return World(data, rows.entries, rows.roster, rows.claims, as_of, known_at)


def differences(world: World) -> list[str]:
    """Where the two differ, one line each: the evaluation's word, then the auditor's."""
    return tells_apart(said_by_evaluation(world, world.evaluated()), said_by_auditor(world.audited()))


def tells_apart(theirs: Said, mine: Said) -> list[str]:
    """Where two say different things; what is nothing may as well be left out."""
    return [
        f"{key}: {theirs.get(key)} / {mine.get(key)}"
        for key in sorted(theirs.keys() | mine.keys())
        if (theirs.get(key) or None) != (mine.get(key) or None)
    ]


def shown(world: World, found: list[str]) -> str:
    """A difference with all that leads to it."""
    parts = [f"evaluation / auditor, {len(found)} differ:", *found, "", f"scheme: {dict(world.data)}"]
    for name in ("entries", "roster", "claims"):
        parts += [f"{name}:", *(f"  {row}" for row in getattr(world, name))]
    return "\n".join([*parts, f"as_of {world.as_of}, known_at {world.known_at}"])


def said_by_evaluation(world: World, result: Evaluation) -> Said:
    """What the evaluation says, by who and what."""
    said: Said = {}
    ids = {str(row["entry_id"]) for row in world.entries}
    for kind in ("entry", "claim"):
        states = ((each.id, str(each.state)) for each in result.outcomes if str(each.kind) == kind)
        for (name, state), count in Counter(states).items():
            if kind == "claim" or name in ids:
                said[f"{kind} {name} {state}"] = count
    groups = {(fact, name): each for fact, found in result.groups.items() for name, each in found.items()}
    people = {("member", name): each for name, each in result.statements.items()}
    for (kind, name), statement in (people | groups).items():
        said |= {f"{kind} {name} {key}": value for key, value in _of_statement(statement).items() if _tells(kind, key)}
    compared = {name for name, award in (world.data.get("awards") or {}).items() if award["kind"] in PAID}
    payments = (
        (each.payee, each.award, each.reward, Fraction(each.amount), str(each.day), each.claim_id)
        for each in result.payments
        if each.award in compared
    )
    return said | {f"payment {key}": count for key, count in Counter(payments).items()}


def _tells(kind: str, key: str) -> bool:
    """What is said of somebody; groups have no balance, only points."""
    return kind == "member" or key in {"earned", "credits"}


def _of_statement(statement: Statement) -> Said:
    return {
        "earned": Fraction(statement.earned),
        "used": Fraction(statement.used),
        "lapsed": Fraction(statement.lapsed),
        "balance": Fraction(statement.balance),
        "deducted": Fraction(statement.deducted),
        "credits": _sorted(
            (str(each.counts_on), each.activity, Fraction(each.points))
            for each in statement.credits
            if each.points
            or each.steps[0].kind != "carried"  # of an entry of no points, a line may say that it is gone
        ),
        "lots": _added((str(each.counts_on), Fraction(each.left)) for each in statement.credits if each.points > 0),
        "lapses": _added((str(each.day), Fraction(each.points)) for each in statement.lapses),
    }


def said_by_auditor(result: Audit) -> Said:
    """The same of the auditor."""
    said: Said = {}
    for kind, states in (("entry", result.entries), ("claim", result.claims)):
        said |= {f"{kind} {name} {state}": count for (name, state), count in states.items()}
    for (kind, name), account in result.accounts.items():
        credited = result.credits.get((kind, name), [])
        told = {
            "earned": sum((points for _, points in account.earned), Fraction(0)),
            "used": account.used,
            "lapsed": sum((points for _, points in account.lapses), Fraction(0)),
            "balance": account.balance,
            "deducted": account.deducted,
            "credits": _sorted(
                (str(each.day), each.judged.entry.activity, each.points)
                for each in credited
                if each.points or not each.is_difference
            ),
            "lots": _added((str(lot.day), lot.left) for lot in account.lots),
            "lapses": _added((str(day), points) for day, points in account.lapses),
        }
        said |= {f"{kind} {name} {key}": value for key, value in told.items() if _tells(kind, key)}
    payments = (
        (each.payee, each.award, each.reward, each.amount, str(each.day), each.claim) for each in result.payments
    )
    return said | {f"payment {key}": count for key, count in Counter(payments).items()}


def _sorted(values: Iterable[tuple[Any, ...]]) -> list[str]:
    return sorted(" ".join(map(str, value)) for value in values)


def _added(values: Iterable[tuple[str, Fraction]]) -> dict[str, str]:
    found: dict[str, Fraction] = defaultdict(Fraction)
    for key, points in values:
        found[key] += points
    return {key: str(points) for key, points in sorted(found.items()) if points}
