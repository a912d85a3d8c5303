"""Awards by thresholds and at a rate: what a claim or an automatic day pays."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, NamedTuple

from auditor.asking import Known, holds
from auditor.choosing import days_within, judged_on, over_on
from auditor.counting import Credited, NotKnownError, counted
from auditor.rules import Fact, number_on

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from auditor.accounts import Account
    from auditor.rows import Claim, Staff
    from auditor.rules import Rules

ZERO = Fraction(0)


class Payment(NamedTuple):
    """What is paid to somebody."""

    payee: str
    award: str
    what: str
    reward: str
    amount: Fraction
    day: date
    claim: str


class Refused(Exception):  # noqa: N818  # no mistake: the claim brings nothing
    """The claim brings nothing."""


class Held(Exception):  # noqa: N818  # no mistake: it hangs on something unknown
    """The claim hangs on something that is unknown or still to be chosen."""


class Paid(NamedTuple):
    """A tier that was paid, or an exchange that took place."""

    member: str
    award: str
    tier: str
    day: date
    claim: str
    amounts: dict[str, Fraction]
    about: date
    """the day for which it was judged"""


@dataclass
class Wish:
    """What would be paid, before any budget is looked at: tiers with their options and amounts, and points taken."""

    member: str
    award: str
    day: date
    about: date
    claim: str
    measured: Fraction
    parts: list[tuple[str, str, dict[str, Fraction]]]
    taken: Fraction = ZERO
    option: str = ""
    """what was asked for"""


@dataclass
class Till:
    """Pays, and remembers what was paid."""

    rules: Rules
    staff: Staff
    accounts: Mapping[str, Account]
    credits: Mapping[str, list[Credited]]
    paid: list[Paid] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)

    def claimed(self, claim: Claim) -> Wish | str:
        """What a claim asks for on its day, or what becomes of it."""
        award = self.rules.awards[claim.award]
        if award["kind"] not in ("tiers", "exchange") or award["claim"]["by"] != "member":
            return "refused"
        days = days_within(award)
        if days is None:
            return self.due(claim.member, claim.award, claim.day, claim)
        over = over_on(self.rules, award, claim.day)
        if claim.day > over + days:
            return "refused"
        return self.due(claim.member, claim.award, claim.day, claim, judged_on(self.rules, award, over))

    def due(
        self, member: str, name: str, day: date, claim: Claim | None = None, about: date | None = None
    ) -> Wish | str:
        """What a claim or an automatic day would pay; or why not."""
        try:
            wish = Wish(member, name, day, about or day, claim.id if claim else "", ZERO, [])
            wish.option = claim.option if claim else ""
            return self._wished(wish, claim)
        except Refused:
            return "refused"
        except (Held, NotKnownError):
            return "held"

    def _wished(self, wish: Wish, claim: Claim | None) -> Wish:
        """The first thing that does not let it pass decides."""
        award, member, about = self.rules.awards[wish.award], wish.member, wish.about
        is_choice = award["claim"]["by"] == "automatic"
        unused = claim is not None and claim.amount is not None and award["kind"] == "tiers" and not is_choice
        if not self.rules.in_force(award, about) or unused:
            raise Refused
        measured = self._measured(member, award, about)
        if is_choice and award["kind"] == "tiers":
            self._tiers(member, wish.award, about, None, measured)  # of what is not due nothing is asked
        self._needs_eligible(member, award, about)
        if claim is not None and claim.is_contested:
            raise Held
        if claim is not None and not is_choice:
            self._needs_turn(claim, award, about)
        wish.measured = measured or ZERO
        if award["kind"] == "tiers":
            wish.parts = self._tiers(member, wish.award, about, claim, measured)
        else:
            self._exchange(wish, claim)
        return wish

    def _needs_turn(self, claim: Claim, award: Mapping[str, Any], about: date) -> None:
        """Whether so many claims may be paid in the period."""
        span = self.rules.span(award["claim"]["per"], about)
        if span is None:
            raise Refused
        mine = (each for each in self.paid if (each.member, each.award) == (claim.member, claim.award))
        if len({each.claim for each in mine if span.has(each.about)}) >= int(award["claim"]["times"]):
            raise Refused

    # Who can be paid.

    def _needs_eligible(self, member: str, award: Mapping[str, Any], day: date) -> None:
        frozen = self.rules.answer("no_longer_eligible") == "freeze"
        for condition in ((self.rules.eligible if frozen else None), award.get("eligible")):
            can = holds(condition, self.person(member, award, day)) if condition else True
            if can is False:
                raise Refused
            if can is None:
                raise Held

    def person(self, member: str, award: Mapping[str, Any], day: date) -> Known:
        """What a condition of an award asks, as of a day."""
        known = self.staff.on(member, day) or {}

        def look(name: str) -> tuple[Fact, Any]:
            scope, _, short = name.rpartition(".")
            if scope != "counter":
                return self.rules.facts["member"][short], known.get(short)
            per = self.rules.counters[short].get("per") or self._period_of(award)
            try:
                return Fact(short, "number"), counted(self.rules, short, self.credits.get(member, []), per, day)
            except NotKnownError:
                return Fact(short, "number"), None

        return Known(look, day)

    def _period_of(self, award: Mapping[str, Any]) -> str:
        return str((award.get("measure") or {}).get("per") or award["claim"]["per"])

    # By thresholds.

    def _measured(self, member: str, award: Mapping[str, Any], day: date) -> Fraction | None:
        counter = award["measure"]["counter"] if award["kind"] == "tiers" else "balance"
        account = self.accounts[member]
        if counter == "balance":
            return account.balance_of(day)
        per = award["measure"]["per"]
        if counter != "earned":
            return counted(self.rules, counter, self.credits.get(member, []), per, day)
        span = self.rules.span(per, day)
        if span is None:
            raise Refused
        return account.earned_in(span.first, day)

    def _tiers(
        self, member: str, name: str, day: date, claim: Claim | None, measured: Fraction | None
    ) -> list[tuple[str, str, dict[str, Fraction]]]:
        """The tiers to be paid, with the option and the amounts of each."""
        award = self.rules.awards[name]
        in_force = [
            (key, tier) for key, tier in award["tiers"].items() if self.rules.in_force(_inside(award, tier), day)
        ]
        reached = [
            (key, tier) for key, tier in in_force if measured is not None and measured >= number_on(tier["at"], day)
        ]
        if award["again"] == "difference":
            return [self._difference(member, name, day, reached)]
        due = [(key, tier) for key, tier in reached if self._is_due(member, name, key, day)]
        if not due:
            raise Refused
        due.sort(key=lambda pair: number_on(pair[1]["at"], day))
        chosen = {"highest": due[-1:], "lowest": due[:1], "all": due}[award["pay"]]
        return [(key, *self._bundle(tier, day, claim)) for key, tier in chosen]

    def _is_due(self, member: str, name: str, key: str, day: date) -> bool:
        award = self.rules.awards[name]
        again = award["again"]
        if again == "always":
            return True
        mine = [each for each in self.paid if (each.member, each.award) == (member, name)]
        if isinstance(again, dict):
            span = self.rules.span(again["once"], day)
            mine = [each for each in mine if span is not None and span.has(each.about)]
        if award["pay"] == "highest" and self.rules.answer("tiers_passed_over") == "done":
            places = list(award["tiers"])
            return all(places.index(each.tier) < places.index(key) for each in mine)
        return key not in {each.tier for each in mine}

    def _difference(
        self, member: str, name: str, day: date, reached: list[tuple[str, Any]]
    ) -> tuple[str, str, dict[str, Fraction]]:
        award = self.rules.awards[name]
        span = self.rules.span(award["measure"].get("per", "ever"), day)
        before: dict[str, Fraction] = {}
        for each in self.paid:
            if (each.member, each.award) == (member, name) and span is not None and span.has(each.about):
                for reward, amount in each.amounts.items():
                    before[reward] = before.get(reward, ZERO) + amount
        due = [
            (number_on(tier["at"], day), key, more)
            for key, tier in reached
            if (more := {each: amount - before.get(each, ZERO) for each, amount in _amounts(tier["pays"], day).items()})
            and any(amount > 0 for amount in more.values())
        ]
        if not due:
            raise Refused
        _, key, amounts = max(due, key=lambda each: each[0])
        return key, "", amounts

    def _bundle(self, rule: Mapping[str, Any], day: date, claim: Claim | None) -> tuple[str, dict[str, Fraction]]:
        """The option and the amounts of a tier or an exchange."""
        if "choose" not in rule:
            return "", _amounts(rule["pays"], day)
        option = claim.option if claim else ""
        if not option or (option not in rule["choose"] and self._is_choice(claim)):
            option = str(self.rules.answer("no_option"))
            if option == "wait":
                raise Held
        if option not in rule["choose"]:
            raise Refused
        return option, _amounts(rule["choose"][option], day)

    def _is_choice(self, claim: Claim | None) -> bool:
        """Whether a row chooses what is paid by itself anyway."""
        return claim is not None and self.rules.awards[claim.award]["claim"]["by"] == "automatic"

    def pay(self, wish: Wish) -> None:
        """Pay what is due, and take the points for it."""
        award, account = self.rules.awards[wish.award], self.accounts[wish.member]
        uses = wish.taken
        for key, option, amounts in wish.parts:
            at = number_on(award["tiers"][key]["at"], wish.about) if key else ZERO
            uses += at if award.get("consume") == "tier" else ZERO
            self._pay(Paid(wish.member, wish.award, key, wish.day, wish.claim, amounts, wish.about), option)
        if award.get("consume") == "all":
            uses = account.balance_of(wish.about)
        account.used += uses - account.take(uses)

    # At a rate.

    def _exchange(self, wish: Wish, claim: Claim | None) -> None:
        """The points that are taken, the option, and the amounts."""
        award, day = self.rules.awards[wish.award], wish.about
        balance = self.accounts[wish.member].balance_of(day)
        unit = number_on(award["points"], day)
        asked = claim.amount if claim is not None else None
        most = [balance] if asked is None else [balance, asked]
        if "maximum" in award:
            most.append(number_on(award["maximum"], day))
        units = Fraction(max(ZERO, min(most)) // unit)
        wish.taken = units * unit
        if not wish.taken or (asked is not None and wish.taken != asked):
            raise Refused
        if "minimum" in award:
            of = wish.taken if self.rules.answer("minimum_is_of") == "amount" else balance
            if of < number_on(award["minimum"], day):
                raise Refused
        option, amounts = self._bundle(award, day, claim)
        wish.parts = [("", option, {reward: amount * units for reward, amount in amounts.items()})]

    def _pay(self, paid: Paid, option: str) -> None:
        self.paid.append(paid)
        what = "/".join(part for part in (paid.tier, option) if part)
        self.payments += [
            Payment(paid.member, paid.award, what, reward, amount, paid.day, paid.claim)
            for reward, amount in paid.amounts.items()
            if amount
        ]


def _inside(award: Mapping[str, Any], tier: Mapping[str, Any]) -> dict[str, Any]:
    """A tier's days; without days of its own it has the award's, which hold on the day already."""
    return {key: tier.get(key) or award.get(key) for key in ("from", "until")}


def _amounts(bundle: Mapping[str, Any], day: date) -> dict[str, Fraction]:
    return {reward: number_on(amount, day) for reward, amount in bundle.items()}
