"""Rows of the three tables, read cell by cell."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from auditor.rules import BadCellError, Rules, blank, number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Row = Mapping[str, Any]

_STATUS = {"approved": "approved", "pending": "pending", "rejected": "rejected"}


@dataclass(eq=False)
class Entry:
    """A row of the ledger, or an entry that nobody writes down."""

    id: str
    member: str
    day: date
    activity: str
    quantity: Fraction | None = None
    status: str = "approved"
    approved: date | None = None
    recorded: date | None = None
    work: str = ""
    share: Fraction | None = None
    giver: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)
    """what the row says of the person; it goes where there is no staff list"""
    is_made: bool = False
    part: Fraction = Fraction(1)
    """of an entry that nobody writes down: how much of it is given"""
    corrects: dict[str, str] = field(default_factory=dict)
    is_contested: bool = False
    """whether several rows say different things of it, or want its place"""

    def content(self) -> tuple[Any, ...]:
        left_out = ("id", "recorded")
        return tuple(str(value) for key, value in vars(self).items() if key not in left_out)

    def said(self) -> tuple[Any, ...]:
        """What it says was done, in whosever place it stands."""
        left_out = ("id", "recorded", "corrects", "is_contested")
        return tuple(str(value) for key, value in vars(self).items() if key not in left_out)


@dataclass(eq=False)
class Claim:
    """A row of the list of claims."""

    id: str
    member: str
    day: date
    award: str
    option: str = ""
    amount: Fraction | None = None
    recorded: date | None = None
    corrects: dict[str, str] = field(default_factory=dict)
    is_contested: bool = False

    def content(self) -> tuple[Any, ...]:
        return tuple(str(value) for key, value in vars(self).items() if key not in ("id", "recorded"))

    def said(self) -> tuple[Any, ...]:
        """What it asks for, in whosever place it stands."""
        return tuple(str(value) for key, value in vars(self).items() if key not in ("id", "recorded", "corrects"))


@dataclass
class Stretch:
    """A row of the staff list."""

    member: str
    first: date
    until: date
    facts: dict[str, Any]


def read_entry(rules: Rules, row: Row) -> Entry:
    number = row.get("quantity")
    share = row.get("share")
    status = row.get("status")
    return Entry(
        id=_text(row, "entry_id"),
        member=_text(row, "member_id"),
        day=_needed_day(row, "date"),
        activity=_activity(rules, row),
        quantity=None if blank(number) else _at_least_zero(number),
        status="approved" if blank(status) else _word(status),
        approved=_day(row, "approved_on"),
        recorded=_day(row, "recorded_on"),
        work=_text(row, "work"),
        share=None if blank(share) or share_of(share) == 1 else share_of(share),  # 100% is the whole, as a blank is
        giver=_text(row, "from_member"),
        facts={name: fact.cell(row.get(name)) for name, fact in rules.facts["entry"].items()},
        told={
            name: fact.cell(row.get(name))
            for name, fact in rules.facts["member"].items()
            if name not in rules.facts["entry"]
        },
        corrects=_links(row, "entry_id", ("voids", "replaces", "decides")),
    )


def read_claim(rules: Rules, row: Row) -> Claim:
    amount = row.get("amount")
    return Claim(
        id=_text(row, "claim_id"),
        member=_text(row, "member_id"),
        day=_needed_day(row, "date"),
        award=_award(rules, row),
        option=_option(rules, _text(row, "option")),
        amount=None if blank(amount) else number_of(amount),
        recorded=_day(row, "recorded_on"),
        corrects=_links(row, "claim_id", ("voids", "replaces")),
    )


def _links(row: Row, own: str, keys: tuple[str, ...]) -> dict[str, str]:
    """The row that this one corrects, and how: one thing to one other row."""
    found = {key: _text(row, key) for key in keys if not blank(row.get(key))}
    if len(found) > 1 or _text(row, own) in found.values():
        raise BadCellError(found)
    return found


def _award(rules: Rules, row: Row) -> str:
    """A row that only takes a claim back need not say of which award."""
    if blank(row.get("award")) and not blank(row.get("voids")):
        return ""
    return rules.named_rule(rules.awards, row.get("award"))


def _option(rules: Rules, text: str) -> str:
    """An option by its id. A cell that names none of the scheme says nothing."""
    offers: list[Any] = []
    for award in rules.awards.values():
        offers += [award, *(award.get("tiers") or {}).values()]
    if text and not any(text in (each.get("choose") or {}) for each in offers):
        raise BadCellError(text)
    return text


def read_stretch(rules: Rules, row: Row) -> Stretch:
    first, until = _day(row, "from"), _day(row, "until")
    facts = {name: fact.cell(row.get(name)) for name, fact in rules.facts["member"].items()}
    return Stretch(_text(row, "member_id"), first or date.min, until or date.max, facts)


def _activity(rules: Rules, row: Row) -> str:
    """A row that only corrects another need not say what was done."""
    if blank(row.get("activity")) and not (blank(row.get("voids")) and blank(row.get("decides"))):
        return ""
    return rules.named_rule(rules.activities, row.get("activity"))


def _at_least_zero(written: Any) -> Fraction:
    number = number_of(written)
    if number < 0:
        raise BadCellError(written)
    return number


def share_of(written: Any) -> Fraction:
    """``1/3``, ``0.4`` or ``40%``."""
    text = str(written).strip()
    if text.endswith("%"):
        return number_of(text[:-1]) / 100
    top, _, bottom = text.partition("/")
    return number_of(top) / (number_of(bottom) if bottom else 1)


def _text(row: Row, key: str) -> str:
    return "" if blank(row.get(key)) else str(row[key]).strip()


def _day(row: Row, key: str) -> date | None:
    written = row.get(key)
    if blank(written) or isinstance(written, date):
        return written if isinstance(written, date) else None
    try:
        return date.fromisoformat(str(written).strip())
    except ValueError as error:
        raise BadCellError(written) from error


def _needed_day(row: Row, key: str) -> date:
    day = _day(row, key)
    if day is None:
        raise BadCellError(key)
    return day


def readable_day(row: Row) -> date | None:
    """From when on a row was known of which some cell cannot be read: by the first of its days that can."""
    for key in ("recorded_on", "date"):
        try:
            day = _day(row, key)
        except BadCellError:
            continue
        if day is not None:
            return day
    return None


def _word(written: Any) -> str:
    if str(written) not in _STATUS:
        raise BadCellError(written)
    return _STATUS[str(written)]


class Staff:
    """The staff list as it was known on a day."""

    def __init__(self, rules: Rules, rows: Iterable[Row], known_at: date | None) -> None:
        self.is_given = False
        self.rules = rules
        people: dict[str, list[Stretch]] = defaultdict(list)
        known = []
        for row in rows:
            self.is_given = True
            listed = _listed(rules, row)
            if known_at is None or (listed.known or date.min) <= known_at:
                known.append(listed)
        for stretch in _standing(known):
            people[stretch.member].append(stretch)
        self.people = {member: _without_overlaps(found) for member, found in people.items()}

    def on(self, member: str, day: date | None) -> dict[str, Any] | None:
        """What is known of a person on a day; nothing if no row of theirs holds then."""
        if day is None:
            return None
        for stretch in self.people.get(member, ()):
            if stretch.first <= day < stretch.until:
                return stretch.facts
        return None

    def groups(self, fact: str) -> set[str]:
        """The names of all groups of a kind."""
        found = (stretch.facts.get(fact) for rows in self.people.values() for stretch in rows)
        return {name for name in found if name}

    def changes(self, member: str) -> set[date]:
        """The days on which a row of somebody begins."""
        return {stretch.first for stretch in self.people.get(member, ())}

    def listed(self, day: date) -> list[str]:
        """Whoever the list knows on a day."""
        return [member for member in self.people if self.on(member, day) is not None]


@dataclass(eq=False)
class Listed:
    """A row of the staff list as it is written; without a stretch, if it says nothing or cannot be read."""

    id: str
    known: date | None
    voids: str
    replaces: str
    stretch: Stretch | None = None
    is_bad: bool = False


def _listed(rules: Rules, row: Row) -> Listed:
    """A row of the staff list, whatever can be read of it."""
    found = Listed(_text(row, "row_id"), staff_row_day(row), _text(row, "voids"), _text(row, "replaces"))
    try:
        stretch = read_stretch(rules, row)
        _day(row, "recorded_on")
    except BadCellError:
        found.is_bad = True
        return found
    corrects = found.voids or found.replaces
    found.is_bad = stretch.first >= stretch.until or found.id == corrects != ""
    found.is_bad |= bool(found.voids and found.replaces)
    found.is_bad |= bool(corrects) and (not found.id or blank(row.get("recorded_on")))
    found.stretch = None if found.is_bad or found.voids else stretch
    return found


def staff_row_day(row: Row) -> date | None:
    """As ``readable_day``, of a row of the staff list."""
    for key in ("recorded_on", "from"):
        try:
            day = _day(row, key)
        except BadCellError:
            continue
        if day is not None:
            return day
    return None


def _standing(rows: list[Listed]) -> list[Stretch]:
    """What the list says once all corrections are made: each row that no other one takes out."""
    by_id: dict[str, list[Listed]] = defaultdict(list)
    for row in rows:
        by_id[row.id].append(row)
    alone = [row for row in rows if not row.is_bad and (not row.id or len(by_id[row.id]) == 1)]
    gone = {target for row in alone if _acts(row, alone, by_id) for target in _out(row, by_id)}
    kept = [row for row in alone if not row.id or row.id not in gone]
    kept = [row for row in kept if not (row.voids or row.replaces) or (row.voids or row.replaces) in by_id]
    rivals = [row for row in kept if row.replaces]
    return [
        row.stretch
        for row in kept
        if row.stretch is not None
        and not any(row is not each and _out(row, by_id) & _out(each, by_id) for each in rivals if row.replaces)
    ]


def _out(row: Listed, by_id: Mapping[str, list[Listed]]) -> set[str]:
    """The row that it voids; or those in whose place it stands, one before the other."""
    found = {row.voids} - {""}
    target = row.replaces
    while target and target not in found:
        found.add(target)
        target = next((each.replaces for each in by_id.get(target, ()) if not each.is_bad), "")
    return found


def _acts(row: Listed, rows: list[Listed], by_id: Mapping[str, list[Listed]]) -> bool:
    """A correction acts unless another one that acts takes it out; each is written after those that it takes out."""
    if not (row.voids or row.replaces) or (row.voids or row.replaces) not in by_id:
        return False
    return not any(row.id in _out(each, by_id) and _acts(each, rows, by_id) for each in rows)


def _without_overlaps(found: list[Stretch]) -> list[Stretch]:
    """Rows of one person that overlap and differ are rejected."""
    return [
        one
        for one in found
        if not any(
            one.first < other.until and other.first < one.until and one.facts != other.facts
            for other in found
            if other is not one
        )
    ]
