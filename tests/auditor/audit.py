"""The whole of it: day after day, from the first day of the scheme to the last one that is looked at."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Any

from auditor.accounts import Account, Lot, last_day
from auditor.asking import Known, holds
from auditor.budgets import Purses
from auditor.choosing import chosen, days_within, ends_on, judged_on, over_on, too_late
from auditor.correcting import corrected
from auditor.counting import Credited
from auditor.days import ONE_DAY, plus_months
from auditor.judging import Judged, judge
from auditor.limiting import Limits
from auditor.made import given_on, won_on
from auditor.paying import Payment, Till, Wish
from auditor.rows import Claim, Entry, Staff, read_claim, read_entry, readable_day
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
        self.staff = Staff(rules, roster, known_at)
        self.limits = Limits(rules)
        self.found = Audit()
        members = _Members(self.found.accounts)
        self.till = Till(rules, self.staff, members, _Members(self.found.credits))
        self.purses = Purses(rules, self.staff)
        self.won: list[Entry] = []

    def run(self, rows: Iterable[Row], claimed: Iterable[Row]) -> Audit:
        entries, claims = self._entries(rows), self._claims(claimed)
        day = self.rules.first
        while day <= self.as_of:
            self._day(day, [each for each in entries if each.counts_on == day], claims)
            day += ONE_DAY
        self.found.payments = self.till.payments
        return self.found

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
        self.found.claims.update((each.id, "not_yet") for each in read if each.day > self.as_of)
        early = [each for each in read if each.day <= self.as_of and each.day < self.rules.first]
        self.found.claims.update((each.id, "refused") for each in early)
        return [each for each in read if self.rules.first <= each.day <= self.as_of]

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

    def _day(self, day: date, entries: list[Judged], claims: list[Claim]) -> None:
        self._lapse(day)
        made = [*given_on(self.rules, self.staff, day), *self.won]
        self.won = []
        for entry in made:
            each = judge(self.rules, self.staff, entry, self.as_of)
            self._look_at_limits(each)
            if each.state == "credited":
                entries.append(each)
        self._credit(day, entries)
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

    def _credit(self, day: date, entries: list[Judged]) -> None:
        items = self.limits.credit(entries)
        for item in sorted(items, key=lambda each: each.granted < 0):
            judged, points = item.judged, item.granted
            account = self.found.accounts[judged.owner]
            if points >= 0:
                account.put(Lot(day, self._last_day(day), points))
            else:
                points = self._taken(account, -points)
            if judged.wanted < 0 and self.rules.answer("deductions_reduce") == "balance":
                account.deducted -= points
            else:
                account.earned.append((day, points))
            self.found.credits[judged.owner].append(Credited(judged, day, points))

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
        today = sorted(filed, key=lambda each: (each.told(), each.id))
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
            changed = day in self._changes(member)
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


class _Members(dict[str, Any]):
    """The accounts, or credits, of members alone, by their ids."""

    def __init__(self, owners: dict[Owner, Any]) -> None:
        super().__init__()
        self.owners = owners

    def __getitem__(self, member: str) -> Any:
        return self.owners["member", member]

    def get(self, member: str, default: Any = None) -> Any:
        return self.owners.get(("member", member), default)
