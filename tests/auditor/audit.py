"""The whole of it: day after day, from the first day of the scheme to the last one that is looked at."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Any

from auditor.accounts import Account, Lot, last_day
from auditor.asking import Known, holds
from auditor.budgets import Purses
from auditor.carrying import Carried, Granted, Post, carries, carry, lands_on
from auditor.choosing import chosen, days_within, ends_on, judged_on, over_on, too_late
from auditor.correcting import corrected
from auditor.counting import Credited
from auditor.days import ONE_DAY, plus_months
from auditor.judging import Judged, judge
from auditor.limiting import Limits
from auditor.made import given_on, won_on
from auditor.paying import Payment, Till, Wish
from auditor.rows import Claim, Entry, Staff, read_claim, read_entry, readable_day, staff_row_day
from auditor.rules import BadCellError, Rules, first_days, number_on
from auditor.sharing import share_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from auditor.judging import Owner

    Row = Mapping[str, Any]

ZERO = Fraction(0)


@dataclass
class Audit:
    """What a scheme comes to."""

    entries: Counter[tuple[str, str]] = field(default_factory=Counter)
    """id and state of each row of the ledger"""
    claims: Counter[tuple[str, str]] = field(default_factory=Counter)
    credits: dict[Owner, list[Credited]] = field(default_factory=lambda: defaultdict(list))
    accounts: dict[Owner, Account] = field(default_factory=lambda: defaultdict(Account))
    payments: list[Payment] = field(default_factory=list)
    notes: dict[str, list[str]] = field(default_factory=dict)
    """entry id: why it is as it is"""


def audit(  # noqa: PLR0913  # the arguments of evaluate
    data: Mapping[str, Any],
    entries: Iterable[Row],
    roster: Iterable[Row] = (),
    claims: Iterable[Row] = (),
    *,
    as_of: date,
    known_at: date | None = None,
) -> Audit:
    """Compute what the tables come to under the scheme."""
    return _Run(Rules(data), roster, as_of, known_at).run(entries, claims)


class _Run:
    """One computation."""

    def __init__(self, rules: Rules, roster: Iterable[Row], as_of: date, known_at: date | None) -> None:
        self.rules, self.as_of, self.known_at = rules, as_of, known_at
        self.roster = list(roster)
        self.staff = Staff(rules, self.roster, known_at)
        self.limits = Limits(rules)
        self.found = Audit()
        members = _Members(self.found.accounts)
        self.till = Till(rules, self.staff, members, _Members(self.found.credits))
        self.purses = Purses(rules, self.staff)
        self.won: list[Entry] = []
        self.news: set[str] = set()
        """those of whom the staff list says something else than was known the day before"""
        self.missing: dict[str, Fraction] = defaultdict(Fraction)
        """of entries, what was to be taken and was not there"""

    def run(self, rows: Iterable[Row], claimed: Iterable[Row]) -> Audit:
        rows = list(rows)
        carried = self._carried(rows) if carries(self.rules) else None
        entries = self._entries(rows) if carried is None else []
        claims = self._claims(claimed)
        day = self.rules.first
        while day <= self.as_of:
            if carried is None:
                posts = self._posts(day, [each for each in entries if each.counts_on == day])
            else:
                posts = carried.posts.get(day, [])
                self._know(carried.staff.get(day))
            self._day(day, posts, claims)
            day += ONE_DAY
        self.found.payments = self.till.payments
        return self.found

    def _know(self, staff: Staff | None) -> None:
        """The staff list as it was known when the period closed that begins."""
        self.news = set()
        if staff is not None:
            self.news = {member for member in staff.people if staff.people[member] != self.staff.people.get(member)}
            self.staff = self.till.staff = self.purses.staff = staff

    # What was granted by what was known at each closing.

    def _carried(self, rows: list[Row]) -> Carried:
        found: dict[Any, Granted] = {}

        def grant(known: date) -> Granted:
            run = _Run(self.rules, self.roster, self.as_of, known)
            key = run.knowledge(rows)
            if key not in found:
                found[key] = run.granted(rows)
            return found[key]

        days = [self.as_of, *map(readable_day, rows), *map(staff_row_day, self.roster)]
        last = min(max(day for day in days if day), self.known_at or date.max)
        carried = carry(self.rules, max(self.as_of, last + timedelta(400)), self.known_at, grant)
        told = grant(self.known_at or date.max)
        self.found.entries, self.found.notes = told.states, told.notes
        landed: dict[str, date] = {}
        for day, posts in carried.posts.items():
            for name in (each.judged.entry.id for each in posts):
                landed[name] = min(day, landed.get(name, day))
        for name in [name for name, state in told.states if state == "credited"]:
            if landed.get(name, date.max) > self.as_of:
                told.states[name, "not_yet" if name in landed else "rejected"] += told.states.pop((name, "credited"))
        return carried

    def knowledge(self, rows: list[Row]) -> Any:
        """Which of the rows are known; by as many, the same is granted."""
        known = self.known_at or date.max
        days = [*map(readable_day, rows), *map(staff_row_day, self.roster)]
        return tuple((day or date.min) <= known for day in days)

    def granted(self, rows: list[Row]) -> Granted:
        """What all entries come to until the last day that is looked at."""
        entries = self._entries(rows)
        found: dict[str, tuple[date, Post]] = {}
        day = self.rules.first
        while day <= self.as_of:
            for post in self._posts(day, [each for each in entries if each.counts_on == day]):
                found[post.judged.entry.id] = day, post
            day += ONE_DAY
        return Granted(found, self.found.entries, self.found.notes, self.staff)

    # What counts.

    def _entries(self, rows: Iterable[Row]) -> list[Judged]:
        read = self._read(rows, read_entry, "entry_id", self.found.entries)
        judged = [judge(self.rules, self.staff, each, self.as_of) for each in read]
        share_out(self.rules, judged)
        for each in judged:
            self._look_at_limits(each)
            self.found.entries[each.entry.id, each.state] += 1
            self.found.notes[each.entry.id] = each.notes
        return [each for each in judged if each.state == "credited"]

    def _look_at_limits(self, each: Judged) -> None:
        if each.state == "credited" and self.limits.is_unknown(each):
            each.state = "held"
            each.notes.append("held: limit")

    def _claims(self, rows: Iterable[Row]) -> list[Claim]:
        read = self._read(rows, read_claim, "claim_id", self.found.claims)
        contested = [each for each in read if each.is_contested]
        self.found.claims.update((each.id, "held") for each in contested)
        read = [each for each in read if not each.is_contested]
        read = [each for each in map(self._landed, read) if each is not None]
        self.found.claims.update((each.id, "not_yet") for each in read if each.day > self.as_of)
        early = [each for each in read if each.day <= self.as_of and each.day < self.rules.first]
        self.found.claims.update((each.id, "refused") for each in early)
        return [each for each in read if self.rules.first <= each.day <= self.as_of]

    def _landed(self, claim: Claim) -> Claim | None:
        """A claim on the day on which it is settled; one that came late for its period, on the first open one."""
        if not carries(self.rules) or claim.day < self.rules.first:
            return claim
        day = lands_on(self.rules, claim.day, claim.recorded or claim.day)
        if day is None:
            self.found.claims[claim.id, "refused"] += 1
            return None
        return replace(claim, day=day)

    def _read(self, rows: Iterable[Row], read: Any, key: str, states: Counter[tuple[str, str]]) -> list[Any]:
        """Rows that can be read, are known and stand alone under their id, once all corrections are made."""
        known: dict[str, list[Any]] = defaultdict(list)
        unread: Counter[str] = Counter()
        for row in rows:
            try:
                each = read(self.rules, row)
            except BadCellError:
                if self.known_at is not None and (readable_day(row) or date.min) > self.known_at:
                    states[str(row[key]), "not_yet"] += 1
                else:
                    unread[str(row[key])] += 1
                continue
            if self.known_at is not None and (each.recorded or each.day) > self.known_at:
                states[each.id, "not_yet"] += 1
            else:
                known[each.id].append(each)
        alone = []
        for name, same in known.items():
            if len({each.content() for each in same}) > 1:
                unread[name] += len(same)
                continue
            states.update([(name, "duplicate")] * (len(same) - 1))
            alone.append(same[0])
        late = too_late(self.rules, alone) if key == "claim_id" else set()
        states.update((name, "refused") for name in late)
        alone = [each for each in alone if each.id not in late]
        left, became = corrected(alone, unread, {name for name, state in states if state == "not_yet"})
        for name, count in unread.items():
            states[name, "corrected" if became.get(name) == "corrected" else "rejected"] += count
        usable = {each.id for each in alone}
        states.update((name, state) for name, state in became.items() if name in usable)
        return left

    # One day.

    def _posts(self, day: date, entries: list[Judged]) -> list[Post]:
        """What the entries of a day are credited with, those included that nobody writes down."""
        made = [*given_on(self.rules, self.staff, day), *self.won]
        self.won = []
        for entry in made:
            each = judge(self.rules, self.staff, entry, self.as_of)
            self._look_at_limits(each)
            if each.state == "credited":
                entries.append(each)
        return [Post(item.judged, item.granted) for item in self.limits.credit(entries)]

    def _day(self, day: date, posts: list[Post], claims: list[Claim]) -> None:
        self._lapse(day)
        self._credit(day, posts)
        self._lapse_of_leavers(day)
        before = len(self.till.paid)
        self._claim(claims, day)
        self._settle(claims, day)
        self.won = won_on(self.rules, self.till.paid[before:], day + ONE_DAY)

    def _lapse(self, day: date) -> None:
        """What had its last day on the day before."""
        for account in self.found.accounts.values():
            account.lapse_at_end_of(day - ONE_DAY)
            if (day.month, day.day) == (1, 1) and "carry_over" in self.rules.balance:
                most = number_on(self.rules.balance["carry_over"], day - ONE_DAY)
                account.carry_over(day - ONE_DAY, most)

    def _credit(self, day: date, posts: list[Post]) -> None:
        for post in sorted(posts, key=_in_order):
            judged, points = post.judged, post.points
            account = self.found.accounts[judged.owner]
            if points >= 0:
                points = self._given_again(post)
                account.put(Lot(day, self._last_day(day), points, judged.entry.id))
            elif post.is_difference and judged.wanted >= 0:
                points = self._taken_back(account, judged.entry.id, -points)
            else:
                points = self._taken(account, -points)
            self.missing[judged.entry.id] += points - post.points
            if judged.wanted < 0 and self.rules.answer("deductions_reduce") == "balance":
                account.deducted -= points
            else:
                account.earned.append((day, points))
            self.found.credits[judged.owner].append(Credited(judged, day, points, post.is_difference))

    def _given_again(self, post: Post) -> Fraction:
        """What comes back of what was taken; nothing of what could not be taken then."""
        return max(ZERO, post.points - self.missing[post.judged.entry.id]) if post.is_difference else post.points

    def _taken_back(self, account: Account, entry: str, points: Fraction) -> Fraction:
        """Take back what an entry brought before its period closed; returns what the correction brings then."""
        spent = self.rules.answer("spent_points_corrected")
        missing = account.take_of(entry, points)
        if spent != "only_pending":
            missing = account.take(missing)
        if spent in ("only_pending", "within_balance"):
            return missing - points
        account.debt += missing
        return -points

    def _last_day(self, day: date) -> date | None:
        told = self.rules.balance.get("expire_after")
        months = int(told["months"]) if told else None
        year_end = None if "carry_over" in self.rules.balance else self.rules.answer("year_end")
        return last_day(day, months, year_end, plus_months(day, months) if months is not None else None)

    def _taken(self, account: Account, points: Fraction) -> Fraction:
        """Take points away; returns what the entry brings then."""
        missing = account.take(points)
        if self.rules.answer("below_zero") == "floor":
            return missing - points
        account.debt += missing
        return -points

    def _claim(self, claims: list[Claim], day: date) -> None:
        """Claims by the priority of their awards; of one, everybody's first claim of each award, then the second."""
        filed = [each for each in claims if each.day == day and not self._waits(each)]
        today = sorted(filed, key=lambda each: (each.said(), each.id))
        turns: dict[tuple[int, int], list[Claim]] = defaultdict(list)
        seen: Counter[tuple[str, str]] = Counter()
        for claim in today:
            turns[self._turn(claim.award), seen[claim.member, claim.award]].append(claim)
            seen[claim.member, claim.award] += 1
        for turn in sorted(turns):
            wishes = [(claim, self.till.claimed(claim)) for claim in turns[turn]]
            states = self._pay(day, [wish for _, wish in wishes])
            self.found.claims.update((claim.id, state) for (claim, _), state in zip(wishes, states, strict=True))

    def _pay(self, day: date, wishes: list[Wish | str]) -> list[str]:
        """Pay what budgets allow of the wishes of one moment; what becomes of each."""
        real = [wish for wish in wishes if isinstance(wish, Wish)]
        allowed = dict(zip(map(id, real), self.purses.allow(day, real), strict=True))
        states = [wish if isinstance(wish, str) else "paid" if allowed[id(wish)] else "refused" for wish in wishes]
        for wish, state in zip(wishes, states, strict=True):
            if isinstance(wish, Wish) and state == "paid":
                self.till.pay(wish)
        return states

    def _turn(self, award: str) -> int:
        return int(self.rules.awards[award].get("priority", 0))

    def _settle(self, claims: list[Claim], day: date) -> None:
        """Awards that are due by themselves, each on the last day of its period or its own, or on its deadline."""
        names = [name for name, award in self.rules.awards.items() if self._settles(award, day)]
        for _, equal in groupby(sorted(names, key=self._turn), key=self._turn):
            people = {member for kind, member in self.found.accounts if kind == "member"}
            people |= {each.member for each in claims}
            asked = [(member, name) for name in equal for member in sorted(people)]
            choices = [self._choices(member, name, claims, day) for member, name in asked]
            wishes = [
                self._settled(member, name, holding, day)
                for (member, name), holding in zip(asked, choices, strict=True)
            ]
            for wish, holding, state in zip(wishes, choices, self._pay(day, wishes), strict=True):
                is_taken = isinstance(wish, Wish) and any(
                    option and option == wish.option for _, option, _ in wish.parts
                )
                ended = "refused" if state == "paid" and not is_taken else state
                self.found.claims.update((each.id, ended) for each in holding)

    def _choices(self, member: str, name: str, claims: list[Claim], day: date) -> list[Claim]:
        """The choices of somebody that hold on the deadline; the others were given up for them."""
        days = days_within(self.rules.awards[name])
        if days is None:
            return []
        holding, given_up = chosen(self.rules, claims, member, name, day - days)
        self.found.claims.update((each.id, "corrected") for each in given_up)
        return holding

    def _settled(self, member: str, name: str, holding: list[Claim], day: date) -> Wish | str:
        """What is due to somebody by itself; where there is a deadline, as was chosen until then."""
        award = self.rules.awards[name]
        days = days_within(award)
        if days is None:
            return self.till.due(member, name, day)
        choice = replace(holding[0], id="") if holding else None
        if choice is not None:
            choice.is_contested = len({each.option for each in holding}) > 1
        return self.till.due(member, name, day, choice, judged_on(self.rules, award, day - days))

    def _waits(self, claim: Claim) -> bool:
        """Whether a row is a choice that acts on its deadline; one for which there will be none is told so here."""
        award = self.rules.awards[claim.award]
        days = days_within(award)
        if days is None or award["claim"]["by"] == "member":
            return False
        over = over_on(self.rules, award, claim.day)
        state = "" if self.rules.in_force(award, judged_on(self.rules, award, over)) else "refused"
        if claim.day <= over + days and over + days > self.as_of:
            state = "not_yet"
        if claim.day > over + days:
            state = "refused"
        if state:
            self.found.claims[claim.id, state] += 1
        return True

    def _settles(self, award: Mapping[str, Any], day: date) -> bool:
        if award["kind"] not in ("tiers", "exchange") or award["claim"]["by"] != "automatic":
            return False
        days = days_within(award)
        if days is not None:
            over = day - days
            return ends_on(self.rules, award, over) and self.rules.in_force(award, judged_on(self.rules, award, over))
        if not self.rules.in_force(award, day):
            return False
        return ends_on(self.rules, award, day) or self._ends_after(award, day)

    def _ends_after(self, award: Mapping[str, Any], day: date) -> bool:
        is_in_period = self.rules.span(award["claim"]["per"], day) is not None
        return is_in_period and not self.rules.in_force(award, day + ONE_DAY)

    # Who is no longer eligible.

    def _lapse_of_leavers(self, day: date) -> None:
        if self.rules.answer("no_longer_eligible") != "lapse" or not self.rules.eligible:
            return
        for (kind, member), account in self.found.accounts.items():
            if kind != "member" or self._is_eligible(member, day) is not False:
                continue
            changed = day in self._changes(member) or member in self.news
            new = [lot for lot in account.lots if lot.day == day]
            account.lapse(day, account.lots if changed else new)

    def _is_eligible(self, member: str, day: date) -> bool | None:
        facts = self.staff.on(member, day) or {}

        def look(name: str) -> Any:
            short = name.rpartition(".")[2]
            return self.rules.facts["member"][short], facts.get(short)

        return holds(self.rules.eligible, Known(look, day))

    def _changes(self, member: str) -> set[date]:
        """Days on which a new row of the staff list begins, or a new value of the condition."""
        return self.staff.changes(member) | set(first_days(self.rules.eligible)) | {self.rules.first}


def _in_order(post: Post) -> tuple[Any, ...]:
    """What asks for more goes first, a difference by what it gives: what gives points before what takes them."""
    asked = post.points if post.is_difference else post.judged.wanted
    return -asked, not post.is_difference, post.judged.counts_on


class _Members(dict[str, Any]):
    """The accounts, or credits, of members alone, by their ids."""

    def __init__(self, owners: dict[Owner, Any]) -> None:
        super().__init__()
        self.owners = owners

    def __getitem__(self, member: str) -> Any:
        return self.owners["member", member]

    def get(self, member: str, default: Any = None) -> Any:
        return self.owners.get(("member", member), default)
