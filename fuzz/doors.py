"""The doors of the library, each as a check of bytes: what comes in is read or refused in words, and nothing breaks.

What every door promises:

- Nothing is raised but the library's own errors, and each finding has words in Korean and in English.
- A table that was read accounts for every row of it.
- What was read can be evaluated, told, written to JSON, and read back as the same.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any, TypeVar

from door_bounds import Broken
from incentive_rules import (
    Evaluation,
    IncentiveError,
    Opening,
    assume_claims,
    evaluate,
    lint,
    load_scheme,
    opening_of,
    read_claims,
    read_ledger,
    read_roster,
    reformed,
    with_reading,
)
from incentive_rules.cases.run import run_cases
from incentive_rules.ledger.from_files import kinds_of
from incentive_rules.messages import LANGUAGES
from incentive_rules.report.notice import notice_data
from incentive_rules.statement.digest import digest, rules_digest

if TYPE_CHECKING:
    from collections.abc import Callable

    from incentive_rules import Diagnostic, Scheme
    from incentive_rules.ledger.model import Table

T = TypeVar("T")
HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "examples"
AS_OF = "2025-12-31"
ENTRIES = [
    {"entry_id": f"F-{n}", "member_id": "K-1", "date": f"2024-06-{n:02}", "activity": "proposal"} for n in range(1, 7)
]
STAFF = [
    {"member_id": "K-1", "grade": "7급", "department": "행정과", "hired": "2020-01-02", "regular": "예"},
    {"member_id": "K-2", "grade": "6급", "department": "기획과", "hired": "2020-01-02", "regular": "예"},
]
NO_HASH = "0" * 64
_OPENED_YEAR: tuple[list[dict[str, str]], ...] = (
    [
        {"entry_id": "E-4", "member_id": "K-1", "date": "2024-06-06", "activity": "paper", "status": "심사 중"},
        *({**each, "entry_id": f"N-{each['entry_id']}", "date": f"2025{each['date'][4:]}"} for each in ENTRIES),
    ],
    STAFF,
    [{"claim_id": "N-1", "member_id": "K-1", "date": "2025-07-31", "award": "monthly"}],
)
"""Entries, staff and claims of the year after that of the entries, and one entry that was not settled in it."""
_MOST_ASKED = 12  # of many rows, so many are explained
_ONE_IN = 4
_YEARS = timedelta(days=500)
_LAST = date(2998, 12, 31)


def scheme(data: bytes) -> None:
    """The text of a scheme: loaded, looked over, told, evaluated over nothing and over a few rows."""
    loaded = load_scheme(put(data, "scheme.yaml"))
    for found in lint(loaded):
        check_words(found)
    again = load_scheme(loaded.to_dict())
    if again.to_dict() != loaded.to_dict():
        law = "a scheme written as data is not the same scheme"
        raise Broken(law)
    for lang in LANGUAGES:
        json.dumps(notice_data(loaded, lang), ensure_ascii=False).encode()
    for name in list(loaded.readings)[:2]:
        with_reading(loaded, name)
    as_of = min(loaded.first + _YEARS, _LAST)
    check_evaluation(evaluate(loaded, [], as_of=as_of))
    check_evaluation(evaluate(loaded, *rows_for(loaded), as_of=as_of))


def ledger(data: bytes) -> None:
    """A file with entries: with a staff list, or without one and with ids made up, which two inputs take in turn."""
    path, is_plain = put(data, "ledger"), len(data) % 2 == 0
    if len(data) % _ONE_IN == 0:
        kinds_of(path, every_rule())
    read = read_ledger(path, every_rule(), make_ids=not is_plain)
    check_table(read)
    check_evaluation(evaluate(every_rule(), read, STAFF if is_plain else (), as_of=AS_OF))


def claims(data: bytes) -> None:
    """A file with claims, by members who have points."""
    read = read_claims(put(data, "claims"), every_rule(), make_ids=bool(len(data) % 2))
    check_table(read)
    check_evaluation(evaluate(every_rule(), ENTRIES, STAFF, read, as_of=AS_OF))


def roster(data: bytes) -> None:
    """A staff list, over a few entries."""
    read = read_roster(put(data, "roster"), every_rule())
    check_table(read)
    check_evaluation(evaluate(every_rule(), ENTRIES, read, as_of=AS_OF))


def book(data: bytes) -> None:
    """A workbook that may hold tables of every kind."""
    path = put(data, "book")
    kinds_of(path, every_rule(), make_ids=True)
    read: list[Any] = []
    readers: tuple[Callable[..., Table[Any]], ...] = (read_ledger, read_roster, read_claims)
    for reader in readers:
        table: Table[Any] | None = None
        with suppress(IncentiveError):
            table = refused_in_words(reader, path, every_rule())
            check_table(table)
        read.append(() if table is None else table)
    check_evaluation(evaluate(every_rule(), *read, as_of=AS_OF))
    if read == [(), (), ()]:
        read_ledger(path, every_rule())


def rows(data: bytes) -> None:
    """Rows as mappings, whatever Python values they hold: ``{"entries": [...], "roster": [...], "claims": [...]}``."""
    given = plain_values(data)
    if isinstance(given, dict):
        entries, staff, asked = (given.get(name, ()) for name in ("entries", "roster", "claims"))
        check_evaluation(evaluate(every_rule(), entries, staff, asked, as_of=given.get("as_of", AS_OF)))


def reform(data: bytes) -> None:
    """A reform of a scheme."""
    changed = reformed(donghae(), put(data, "change.reform.yaml"))
    for found in lint(changed):
        check_words(found)
    check_evaluation(evaluate(changed, *rows_for(changed), as_of=AS_OF))


def cases(data: bytes) -> None:
    """Worked examples, beside the scheme that they speak of. Nothing is raised: whatever is wrong is in the report."""
    beside = folder() / "donghae.yaml"
    if not beside.exists():
        beside.write_bytes((EXAMPLES / "donghae.yaml").read_bytes())
    report = run_cases(put(data, "worked.cases.yaml"), assume=assume_claims)
    for found in report.findings:
        check_words(found)
    for result in report.results:
        for lang in LANGUAGES:
            result.label.in_language(lang).encode()
        for failure in result.failures:
            check_words(failure.finding)
            for lang in LANGUAGES:
                failure.explanation(lang).encode()


def evaluation(data: bytes) -> None:
    """An evaluation as JSON."""
    read = Evaluation.from_json(data)
    check_evaluation(read)
    json.dumps([str(each) for each in read.certificate.__reduce__()])
    for found in (read.changes_since(read).to_pay, read.rejected, read.held):
        repr(found)


def opening(data: bytes) -> None:
    """Opening rows as JSON, beside rows of the year that they open; what that year leaves is opening rows again.

    A hash of zeros stands for the right one, so that changed rows come past it.
    """
    read = Opening.from_json(sealed(data))
    check_evaluation(evaluate(carried_rules(), *_OPENED_YEAR, as_of=AS_OF, opening=read))
    left = opening_of(carried_rules(), *_OPENED_YEAR, as_of=AS_OF, opening=read)
    if Opening.from_json(left.to_json()) != left:
        law = "opening rows read back are others"
        raise Broken(law)


def sealed(data: bytes) -> bytes:
    """An opening with the hashes that belong to it in the place of zeros."""
    try:
        given = json.loads(data)
        if given.get("rules_sha256") == NO_HASH:
            given["rules_sha256"] = rules_digest(carried_rules().to_dict())
        if given.get("sha256") == NO_HASH:
            given["sha256"] = digest({name: value for name, value in given.items() if name != "sha256"})
        return json.dumps(given).encode()
    except (ValueError, AttributeError, RecursionError):
        return data


DOORS: dict[str, Callable[[bytes], None]] = {
    "scheme": scheme,
    "csv": ledger,
    "xlsx": book,
    "jsonl": ledger,
    "claims": claims,
    "roster": roster,
    "rows": rows,
    "reform": reform,
    "cases": cases,
    "evaluation": evaluation,
    "opening": opening,
}
"""Each door by its name; CSV and JSONL go through one door, and their inputs differ."""


def check(door: str) -> Callable[[bytes], None]:
    """The law of a door: an input is taken, or refused in words."""

    def law(data: bytes) -> None:
        with suppress(IncentiveError):
            refused_in_words(DOORS[door], data)

    return law


def refused_in_words(call: Callable[..., T], *arguments: object) -> T:
    """The call's result; an error of ours goes on if every finding of it can be told."""
    try:
        return call(*arguments)
    except IncentiveError as error:
        if not error.findings:
            law = "an error without a finding"
            raise Broken(law) from error
        for found in error.findings:
            check_words(found)
        raise


def check_words(found: Diagnostic) -> None:
    """A finding has a sentence in each language, and can be printed and written to JSON."""
    for lang in LANGUAGES:
        if not found.message(lang).strip():
            law = f"a finding without words: {found.code}"
            raise Broken(law)
        found.render(lang).encode()
    json.dumps(found.to_dict(), ensure_ascii=False).encode()


def check_table(table: Table[Any]) -> None:
    """Every row of every source is counted once, and every finding can be told."""
    if sum(each.rows for each in table.sources) != len(table.rows) + len(table.rejected) + len(table.set_aside):
        law = "a row is counted nowhere, or twice"
        raise Broken(law)
    for found in table.findings:
        check_words(found)
    for row in table.rejected:
        if not row.findings:
            law = "a row is rejected without a finding"
            raise Broken(law)
        for found in row.findings:
            check_words(found)


def check_evaluation(made: Evaluation) -> None:
    """An evaluation is the same when it is read back, and all that is in it can be told."""
    text = made.to_json()
    text.encode()
    loads_the_scheme = len(text) % _ONE_IN == 0  # reading back and asking why not do, which takes long
    if loads_the_scheme and Evaluation.from_json(text) != made:
        law = "an evaluation read back is another one"
        raise Broken(law)
    for each in made.outcomes[:_MOST_ASKED]:
        for reason in each.reasons:
            for lang in LANGUAGES:
                if not reason.message(lang).strip():
                    law = f"a reason without words: {reason.code}"
                    raise Broken(law)
    asked = [
        *(f"entry:{each.id}" for each in made.outcomes if each.kind == "entry" and each.id),
        *(f"claim:{each.id}" for each in made.outcomes if each.kind == "claim" and each.id),
        *(f"member:{each}" for each in made.statements),
        *(f"payment:{each.id}" for each in made.payments),
    ]
    asks = [(made.explain, query) for query in asked[:_MOST_ASKED]]
    asks += [(made.why_not, asked[len(text) % len(asked)])] if asked and loads_the_scheme else []
    for number, (ask, query) in enumerate(asks):
        with suppress(IncentiveError):
            refused_in_words(ask, query, LANGUAGES[number % 2]).encode()


def rows_for(loaded: Scheme) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """A few entries, staff and claims that speak of what a scheme has."""
    first = loaded.first + timedelta(days=9)
    facts = loaded.facts
    staff = [
        {"member_id": name, **{each: a_value(fact, index, first) for each, fact in facts.member.items()}}
        for index, name in enumerate(("K-1", "K-2", "K-3"))
    ]
    entries: list[dict[str, Any]] = []
    for number, activity in enumerate(list(loaded.activities)[:8]):
        for index, name in enumerate(("K-1", "K-2")):
            row: dict[str, Any] = {"entry_id": f"{activity} {index}", "member_id": name, "activity": activity}
            row["date"] = row["approved_on"] = row["recorded_on"] = first + timedelta(days=number)
            row |= {each: a_value(fact, index + number, first) for each, fact in facts.entry.items()}
            if number % 2:
                row |= {"quantity": number, "work": f"W-{number}", "from_member": "K-3"}
            entries.append(row)
    asked = [
        {"claim_id": f"C-{index}", "member_id": "K-1", "date": first + timedelta(days=20), "award": award}
        for index, award in enumerate(list(loaded.awards)[:6])
    ]
    return entries, staff, asked


def a_value(fact: Any, index: int, day: date) -> object:  # noqa: ANN401  # a fact as the scheme declares it
    """Some value of a fact."""
    if fact.values:
        return fact.values[index % len(fact.values)][0]
    return {"number": index + 1, "yes_no": bool(index % 2), "date": day}.get(str(fact.kind), f"G-{index % 2}")


def plain_values(data: bytes) -> object:
    """Python values from JSON, in which ``{"$": kind, "of": text}`` stands for a value that JSON has not."""
    try:
        return json.loads(data.decode("utf-8", "surrogatepass"), object_hook=_value)
    except (ValueError, RecursionError):
        return None


def _value(each: dict[str, Any]) -> object:
    kind = each.get("$")
    if not isinstance(kind, str) or kind not in _KINDS:
        return each
    try:
        return _KINDS[kind](each.get("of"))
    except (ValueError, TypeError, ArithmeticError):
        return None


_KINDS: dict[str, Callable[[Any], object]] = {
    "date": date.fromisoformat,
    "time": datetime.fromisoformat,
    "decimal": Decimal,
    "fraction": Fraction,
    "float": float,
    "bytes": lambda text: str(text).encode("utf-8", "replace"),
    "tuple": tuple,
    "set": frozenset,
    "pairs": dict,
    "complex": complex,
    "object": lambda _: object(),
    "huge": lambda digits: 10 ** min(int(digits), 9000),
}


@cache
def every_rule() -> Scheme:
    """A scheme with a rule of every sort that a row can touch."""
    return load_scheme(HERE / "scheme.yaml")


@cache
def carried_rules() -> Scheme:
    """The same rules as far as opening rows can carry them over a new year, and some that they carry for good."""
    told = every_rule().to_dict()
    for limit in told["limits"].values():
        limit["keep"] = "earliest"
    given = {**told["activities"]["late"], "label": "given", "points": 1, "after": {"award": "marks"}}
    career = {**told["awards"]["monthly"], "label": "career", "measure": {"counter": "earned", "per": "ever"}}
    career |= {"again": "once", "consume": "nothing", "claim": {"by": "automatic", "per": "half"}}
    career["tiers"] = {"t9": {"at": 9, "pays": {"voucher": 5000}}}
    career.pop("priority")
    counted = {**career, "label": "counted", "measure": {"counter": "mean", "per": "ever"}}
    return load_scheme(
        {
            **told,
            "activities": {**told["activities"], "given": given},
            "counters": {**told["counters"], "mean": {"label": "mean", "take": "mean"}},
            "awards": {**told["awards"], "career": career, "counted": counted},
            "answers": {**told["answers"], "tiers_passed_over": "done"},
            "budgets": {**told["budgets"], "ever": {**told["budgets"]["all"], "label": "ever", "per": "ever"}},
        }
    )


@cache
def donghae() -> Scheme:
    """The scheme that reforms and cases speak of."""
    return load_scheme(EXAMPLES / "donghae.yaml")


@cache
def folder() -> Path:
    """Where inputs are put: in memory, where the system has such a folder."""
    memory = Path("/dev/shm")  # noqa: S108  # a folder of our own is made in it
    return Path(mkdtemp(prefix="doors-", dir=memory if os.access(memory, os.W_OK) else None))


def put(data: bytes, name: str) -> Path:
    """An input as a file."""
    path = folder() / name
    path.write_bytes(data)
    return path
