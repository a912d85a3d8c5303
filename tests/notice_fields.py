"""Where the notice speaks of each key of the language: a change to the scheme that has every feature.

``SAID`` holds for each key of each mapping a change that the staff must be told of; ``PLAIN`` the keys of which no
sentence speaks, and why. Whoever adds a key to the language adds a line here, and with it a sentence to the notice.
"""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from incentive_rules import Scheme, load_scheme

EVERYTHING = Path(__file__).parent / "notices" / "everything.yaml"
GONE: Any = object()
"""The value of a key that is taken away."""

SWAP, LADDER, PEOPLE = "awards.swap", "awards.ladder", "awards.people"
RATE = "awards.rate"
MERIT, MARKS = "awards.merit", "awards.marks"
STEPS = f"{MERIT}.grades.s.pays.voucher.steps"
T5, T10, SUPPORT = f"{SWAP}.tiers.t5", f"{SWAP}.tiers.t10", "activities.support"
FINAL, CREWS, OFFICES_FIRST = "awards.final", "awards.crews", "awards.offices.places.first"
PART = {"counter": "earned", "weight": "2", "as": "share_of_all"}
ROUND = {"unit": "1000", "mode": "down"}
ACTING = {"among": "contributors", "activities": ["proposal"], "by": "equal", "round": ROUND, "residue": "kept_back"}
SPLIT = {"among": "members_at_period_end", "by": "equal", "round": ROUND, "residue": "kept_back"}
OTHER = {"ko": "다름", "en": "other"}

SAID: dict[str, tuple[str, Any]] = {
    "Scheme.id": ("id", "another"),
    "Scheme.label": ("label", OTHER),
    "Scheme.from": ("from", "2024-06-02"),
    "Scheme.until": ("until", GONE),
    "Scheme.source": ("source", "plan"),
    "Scheme.assumed": ("assumed", OTHER),
    "Scheme.sources": ("sources.third", {"title": "셋째"}),
    "Scheme.facts": ("facts.entry.place", "text"),
    "Scheme.eligible": ("eligible", GONE),
    "Scheme.activities": ("activities.walk", {"label": "걷기", "points": "1"}),
    "Scheme.bonuses": ("bonuses", GONE),
    "Scheme.limits": ("limits", GONE),
    "Scheme.rewards": ("rewards.leave.label", OTHER),
    "Scheme.awards": (LADDER, GONE),
    "Scheme.answers": ("answers.year_end", "keep"),
    "Scheme.readings": ("readings.wiped", GONE),
    "Source.title": ("sources.plan.title", OTHER),
    "Source.publisher": ("sources.plan.publisher", OTHER),
    "Source.date": ("sources.plan.date", "2024-05-21"),
    "Source.url": ("sources.plan.url", GONE),
    "Source.quote": ("sources.plan.quote", OTHER),
    "Citation.ref": ("eligible.source.ref", "memo"),
    "Citation.at": ("eligible.source.at", "제9조"),
    "FactSpecs.member": ("facts.member.rank", {"number": None}),
    "FactSpecs.entry": ("facts.entry.rank", {"number": None}),
    "FactSpec.number": ("facts.entry.topic2", {"number": None}),
    "FactSpec.yes_no": ("facts.entry.topic2", {"yes_no": None}),
    "FactSpec.one_of": ("facts.member.class.one_of", ["일반직", "임기제", "공무직", "별정직"]),
    "FactSpec.ordered": ("facts.member.grade.ordered", ["9급", "8급", ["7급", "연구사"], "6급", "5급"]),
    "FactSpec.group": ("facts.member.team", "group"),
    "FactSpec.text": ("facts.entry.topic2", {"text": None}),
    "FactSpec.date": ("facts.entry.topic2", {"date": None}),
    "FactSpec.label": ("facts.entry.praised.label", OTHER),
    "FactSpec.blank": ("facts.entry.praised.blank", "yes"),
    "FactSpec.at_least": ("facts.entry.hours.at_least", "1"),
    "FactSpec.at_most": ("facts.entry.hours.at_most", GONE),
    "Activity.label": ("activities.proposal.label", OTHER),
    "Activity.points": ("activities.proposal.points", "1"),
    "Activity.when": (f"{SUPPORT}.when.hours.between", ["2", "13"]),
    "Activity.shares": ("activities.income.shares", GONE),
    "Activity.from": (f"{SUPPORT}.from", "2025-02-01"),
    "Activity.until": (f"{SUPPORT}.until", GONE),
    "Activity.source": ("activities.contest.source", "memo"),
    "Activity.assumed": ("activities.contest.assumed", GONE),
    "PointsByFact.by": ("activities.contest.points.by", "medal"),
    "PointsByFact.values": ("activities.contest.points.values.금상", "2.5"),
    "PointsByBand.by": ("activities.income.points.by", "hours"),
    "PointsByBand.bands": ("activities.income.points.bands.1000000", "4"),
    "PointsPerUnit.each": ("activities.saving.points.each", "1"),
    "PointsPerUnit.per": (f"{SUPPORT}.points.per", "3"),
    "PointsPerUnit.of": (f"{SUPPORT}.points.of", "saved"),
    "PointsPerUnit.round": (f"{SUPPORT}.points.round", GONE),
    "PointsPerUnit.most_units": ("activities.waiting.points.most_units", "12"),
    "PointsPerUnit.weight": ("activities.waiting.points.weight.values.어려움", "2"),
    "PointsPerUnit.at_most": ("activities.waiting.points.at_most", GONE),
    "PointsStated.stated": ("activities.good_case.points.stated", "effort"),
    "PointsStated.between": ("activities.good_case.points.between", ["0.5", "3"]),
    "PointsStated.step": ("activities.good_case.points.step", GONE),
    "PointsCriteria.criteria": ("activities.judged.points.criteria.score", "0.5"),
    "PointsCriteria.round": ("activities.judged.points.round", GONE),
    "RoundingSpec.unit": (f"{SUPPORT}.points.round.unit", "1"),
    "RoundingSpec.mode": (f"{SUPPORT}.points.round.mode", "up"),
    "Bonus.label": ("bonuses.young.label", OTHER),
    "Bonus.when": ("bonuses.young.when.grade.at_most", "7급"),
    "Bonus.add": ("bonuses.praise.add", "0.5"),
    "Bonus.multiply": ("bonuses.young.multiply", "2"),
    "Bonus.activities": ("bonuses.young.activities", ["proposal"]),
    "Bonus.from": ("bonuses.young.from", GONE),
    "Bonus.until": ("bonuses.young.until", "2026-01-01"),
    "Bonus.source": ("bonuses.young.source", "plan"),
    "Bonus.assumed": ("bonuses.young.assumed", OTHER),
    "Limit.label": ("limits.month.label", OTHER),
    "Limit.per": ("limits.month.per", "half"),
    "Limit.points": ("limits.month.points", "10"),
    "Limit.count": ("limits.lessons.count", "6"),
    "Limit.activities": ("limits.lessons.activities", GONE),
    "Limit.from": ("limits.month.from", "2025-01-01"),
    "Limit.until": ("limits.lessons.until", GONE),
    "Limit.source": ("limits.month.source", "plan"),
    "Limit.assumed": ("limits.month.assumed", OTHER),
    "Limit.keep": ("limits.lessons.keep", "highest"),
    "Limit.by": ("limits.gifts.by", ["giver"]),
    "Limit.when": ("limits.gifts.when.praised", "no"),
    "Limit.of": ("limits.gifts.of", GONE),
    "Allowance.by": ("limits.gifts.points.by", "grade"),
    "Allowance.values": ("limits.gifts.points.values.8급", "6"),
    "Scheme.periods": ("periods.spring", {"label": "봄", "from": "03-01", "until": "06-01"}),
    "NamedSpan.label": ("periods.season.label", OTHER),
    "NamedSpan.from": ("periods.season.from", "02-01"),
    "NamedSpan.until": ("periods.season.until", "11-01"),
    "NamedSpan.source": ("periods.season.source", "memo"),
    "NamedSpan.assumed": ("periods.season.assumed", OTHER),
    "Scheme.balance": ("balance", GONE),
    "Balance.expire_after": ("balance.expire_after", GONE),
    "Balance.carry_over": ("balance.carry_over", "5"),
    "Balance.source": ("balance.source", "memo"),
    "Balance.assumed": ("balance.assumed", OTHER),
    "Scheme.closing": ("closing", GONE),
    "Closing.per": ("closing.per", "quarter"),
    "Closing.days": ("closing.days", "5"),
    "Closing.source": ("closing.source", "memo"),
    "Closing.assumed": ("closing.assumed", OTHER),
    "Duration.months": ("balance.expire_after.months", "12"),
    "Reward.label": ("rewards.books.label", OTHER),
    "Reward.unit": ("rewards.books.unit", "piece"),
    "TiersAward.kind": (LADDER, "people"),
    "TiersAward.label": (f"{SWAP}.label", OTHER),
    "TiersAward.measure": ("awards.milestones.measure", {"counter": "judged", "per": "year"}),
    "TiersAward.claim": ("awards.milestones.claim", {"by": "automatic", "per": "month"}),
    "TiersAward.pay": ("awards.yearly.pay", "highest"),
    "TiersAward.again": ("awards.yearly.again", "always"),
    "TiersAward.consume": (f"{SWAP}.consume", "all"),
    "TiersAward.priority": (f"{SWAP}.priority", "3"),
    "TiersAward.tiers": (f"{SWAP}.tiers.t30", {"at": "30", "pays": {"leave": "1"}}),
    "TiersAward.from": (f"{LADDER}.from", GONE),
    "TiersAward.until": (f"{SWAP}.until", "2026-01-01"),
    "TiersAward.source": (f"{SWAP}.source", "plan"),
    "TiersAward.assumed": (f"{SWAP}.assumed", OTHER),
    "Measure.counter": ("awards.milestones.measure", {"counter": "judged", "per": "year"}),
    "Measure.per": ("awards.milestones.measure.per", "half"),
    "ClaimRule.by": ("awards.milestones.claim", {"by": "automatic", "per": "month"}),
    "ClaimRule.times": (f"{SWAP}.claim.times", "3"),
    "ClaimRule.deadline": ("awards.milestones.claim.deadline", GONE),
    "Deadline.days": ("awards.milestones.claim.deadline.days", "7"),
    "ClaimRule.per": (f"{SWAP}.claim.per", "day"),
    "OncePer.once": ("awards.yearly.again.once", "ever"),
    "TiersAward.eligible": ("awards.panel.eligible", {"counter.lessons": {"at_least": "2"}}),
    "ExchangeAward.kind": (RATE, "ladder"),
    "ExchangeAward.label": (f"{RATE}.label", OTHER),
    "ExchangeAward.eligible": (f"{RATE}.eligible.grade.at_most", "8급"),
    "ExchangeAward.claim": (f"{RATE}.claim.times", "2"),
    "ExchangeAward.points": (f"{RATE}.points", "1"),
    "ExchangeAward.pays": (f"{RATE}.choose.money.voucher", "20000"),
    "ExchangeAward.choose": (f"{RATE}.choose.rest.leave", "1"),
    "ExchangeAward.minimum": (f"{RATE}.minimum", "6"),
    "ExchangeAward.maximum": (f"{RATE}.maximum", GONE),
    "ExchangeAward.priority": (f"{RATE}.priority", "4"),
    "ExchangeAward.from": (f"{RATE}.from", "2025-01-01"),
    "ExchangeAward.until": (f"{RATE}.until", "2026-01-01"),
    "ExchangeAward.source": (f"{RATE}.source", "plan"),
    "ExchangeAward.assumed": (f"{RATE}.assumed", OTHER),
    "Activity.of": ("activities.together.of", GONE),
    "Activity.every": ("activities.base.every", "half"),
    "Activity.prorate": ("activities.base.prorate", GONE),
    "Activity.after": ("activities.again.after", GONE),
    "Prorate.by": ("activities.base.prorate.by", "days"),
    "Prorate.round": ("activities.base.prorate.round.unit", "1"),
    "After.award": ("activities.again.after", {"award": "ladder"}),
    "After.won": ("activities.again.after.won", ["t10"]),
    "Scheme.counters": ("counters.more", {"label": "더", "take": "last"}),
    "Counter.label": ("counters.lessons.label", OTHER),
    "Counter.activities": ("counters.lessons.activities", GONE),
    "Counter.when": ("counters.lessons.when.praised", "no"),
    "Counter.of": ("counters.judged.of", "saved"),
    "Counter.take": ("counters.judged.take", "sum"),
    "Counter.drop": ("counters.judged.drop", GONE),
    "Counter.per": ("counters.lessons.per", "half"),
    "Counter.last": ("counters.lessons.last", "3"),
    "Counter.source": ("counters.lessons.source", "plan"),
    "Counter.assumed": ("counters.lessons.assumed", OTHER),
    "Drop.highest": ("counters.judged.drop.highest", "2"),
    "Drop.lowest": ("counters.judged.drop.lowest", GONE),
    "Scheme.budgets": ("budgets.money", GONE),
    "Budget.label": ("budgets.days.label", OTHER),
    "Budget.awards": ("budgets.money.awards", ["swap"]),
    "Budget.reward": ("budgets.days.reward", "books"),
    "Budget.per": ("budgets.days.per", "year"),
    "Budget.by": ("budgets.days.by", "member"),
    "Budget.amount": ("budgets.money.amount.2025-01-01", "7000000"),
    "Budget.count": ("budgets.days.count", "6"),
    "Budget.when_out": ("budgets.days.when_out", "refuse"),
    "Budget.round": ("budgets.money.round.unit", "10"),
    "Budget.from": ("budgets.days.from", "2025-01-01"),
    "Budget.until": ("budgets.days.until", GONE),
    "Budget.source": ("budgets.days.source", "plan"),
    "Budget.assumed": ("budgets.days.assumed", OTHER),
    "Tier.at": (f"{T5}.at", "5"),
    "Tier.label": (f"{T5}.label", OTHER),
    "Tier.pays": (f"{T5}.pays.voucher", "30000"),
    "Tier.choose": (f"{T10}.choose.rest.leave", "2"),
    "Tier.from": (f"{T10}.from", GONE),
    "Tier.until": (f"{T10}.until", "2026-01-01"),
    "Tier.source": (f"{T10}.source", "plan"),
    "Tier.assumed": (f"{T10}.assumed", OTHER),
    "RankingAward.kind": (PEOPLE, "ladder"),
    "RankingAward.label": (f"{PEOPLE}.label", OTHER),
    "RankingAward.of": (f"{PEOPLE}.of", "office"),
    "RankingAward.measure": (f"{PEOPLE}.measure.per", "month"),
    "RankingAward.minimum": (f"{PEOPLE}.minimum", GONE),
    "RankingAward.places": (f"{PEOPLE}.places.third", {"ranks": "5", "pays": {"leave": "1"}}),
    "RankingAward.ties": ("awards.offices.ties", "expand"),
    "RankingAward.from": (f"{PEOPLE}.from", "2025-01-01"),
    "RankingAward.until": ("awards.offices.until", GONE),
    "RankingAward.source": (f"{PEOPLE}.source", "plan"),
    "RankingAward.assumed": (f"{PEOPLE}.assumed", OTHER),
    "RankingAward.score": (f"{CREWS}.score", "sum"),
    "RankingAward.field": (f"{FINAL}.field", GONE),
    "RankingAward.within": (f"{FINAL}.within", GONE),
    "RankingAward.paid_if": (f"{FINAL}.paid_if.office.not", "총무과"),
    "RankingAward.seats": (f"{FINAL}.seats", "floor"),
    "RankingAward.one_prize": (f"{FINAL}.one_prize", GONE),
    "RankingAward.stated": (f"{FINAL}.stated", GONE),
    "RankingMeasure.counter": (f"{PEOPLE}.measure", {"per": "year", "parts": {"all": PART}}),
    "RankingMeasure.parts": (f"{FINAL}.measure.parts.third", PART),
    "RankingMeasure.per": ("awards.offices.measure.per", "month"),
    "ScorePart.label": (f"{FINAL}.measure.parts.work.label", OTHER),
    "ScorePart.counter": (f"{FINAL}.measure.parts.work", PART),
    "ScorePart.stage": (f"{FINAL}.measure.parts.first", PART),
    "ScorePart.weight": (f"{FINAL}.measure.parts.work.weight", "70"),
    "ScorePart.as": (f"{FINAL}.measure.parts.work.as", "rank"),
    "ScorePart.source": (f"{FINAL}.measure.parts.first.source", "memo"),
    "ScorePart.assumed": (f"{FINAL}.measure.parts.first.assumed", OTHER),
    "RankingField.stage": (f"{FINAL}.field", {"when": {"class": "일반직"}}),
    "RankingField.ranks": (f"{FINAL}.field.ranks", "12"),
    "RankingField.when": (f"{FINAL}.field.when.class", "임기제"),
    "Within.by": (f"{FINAL}.within.by", "class"),
    "Within.pool_below": (f"{FINAL}.within.pool_below", "5"),
    "OnePrize.not_if_won": (f"{FINAL}.one_prize.not_if_won", ["round", "people"]),
    "OnePrize.freed_place": (f"{FINAL}.one_prize.freed_place", "stays_empty"),
    "Stated.winners": (f"{FINAL}.stated.winners", "21"),
    "Stated.rewards": (f"{FINAL}.stated.rewards.leave", "41"),
    "Stated.awards": (f"{FINAL}.stated.awards", ["crews"]),
    "Stated.source": (f"{FINAL}.stated.source", "memo"),
    "Stated.assumed": (f"{FINAL}.stated.assumed", OTHER),
    "OrderedTies.by": (f"{FINAL}.ties.by", [{"lot": "2024-17"}]),
    "OrderedTies.then": (f"{FINAL}.ties.then", "expand"),
    "Criterion.highest": (f"{FINAL}.ties.by", [{"highest": "first"}]),
    "Criterion.lowest": (f"{FINAL}.ties.by", [{"lowest": "work"}]),
    "Criterion.earliest": (f"{FINAL}.ties.by", [{"earliest": "yes"}]),
    "Criterion.fact": (f"{FINAL}.ties.by", [{"fact": "grade", "first": "highest"}]),
    "Criterion.first": (f"{FINAL}.ties.by", [{"fact": "hired", "first": "highest"}]),
    "Criterion.lot": (f"{FINAL}.ties.by", [{"lot": "2024-18"}]),
    "Place.top": (f"{FINAL}.places.gold.top", "0.06"),
    "Place.split": (f"{CREWS}.places.first.split.by", "equal"),
    "Split.among": (f"{OFFICES_FIRST}.split", SPLIT),
    "Split.activities": (f"{CREWS}.places.first.split", ACTING),
    "Split.by": (f"{CREWS}.places.first.split.by", "equal"),
    "Split.round": (f"{CREWS}.places.first.split.round.unit", "100"),
    "Split.residue": (f"{CREWS}.places.first.split.residue", "kept_back"),
    "Place.ranks": (f"{PEOPLE}.places.next.ranks", ["2", "3"]),
    "Place.label": (f"{PEOPLE}.places.first.label", OTHER),
    "Place.pays": (f"{PEOPLE}.places.next.pays.voucher", "200000"),
    "Place.source": (f"{PEOPLE}.places.first.source", "memo"),
    "Place.assumed": (f"{PEOPLE}.places.first.assumed", OTHER),
    "ShareTies.share": (f"{PEOPLE}.ties", "hold"),
    "ShareRounding.unit": (f"{PEOPLE}.ties.share.unit", "100"),
    "ShareRounding.mode": (f"{PEOPLE}.ties.share.mode", "half_up"),
    "GradesAward.kind": (MERIT, "ladder"),
    "GradesAward.label": (f"{MERIT}.label", OTHER),
    "GradesAward.of": (f"{MARKS}.of", "member"),
    "GradesAward.measure": (f"{MERIT}.measure.per", "month"),
    "GradesAward.within": (f"{MERIT}.within", GONE),
    "GradesAward.grades": (f"{MERIT}.grades.c.pays", {"leave": "1"}),
    "GradesAward.seats": (f"{MERIT}.seats", "floor"),
    "GradesAward.ties": (f"{MERIT}.ties", "hold"),
    "GradesAward.not_paid": (f"{MERIT}.not_paid", GONE),
    "GradesAward.adjust": (f"{MERIT}.adjust", GONE),
    "GradesAward.supplements": (f"{MERIT}.supplements", GONE),
    "GradesAward.from": (f"{MERIT}.from", "2025-02-01"),
    "GradesAward.until": (f"{MARKS}.until", GONE),
    "GradesAward.source": (f"{MERIT}.source", "plan"),
    "GradesAward.assumed": (f"{MERIT}.assumed", OTHER),
    "Grade.label": (f"{MERIT}.grades.s.label", OTHER),
    "Grade.share": (f"{MERIT}.grades.b.share", "0.2"),
    "Grade.at_least": (f"{MARKS}.grades.fair.at_least", "60"),
    "Grade.pays": (f"{MERIT}.grades.a.pays.leave", "2"),
    "Grade.source": (f"{MERIT}.grades.s.source", "memo"),
    "Grade.assumed": (f"{MERIT}.grades.s.assumed", OTHER),
    "NotPaid.when": (f"{MERIT}.not_paid.when.weekly.at_most", "13"),
    "NotPaid.then": (f"{MERIT}.not_paid.then", "place_last"),
    "Adjustment.label": (f"{MERIT}.adjust.untrained.label", OTHER),
    "Adjustment.when": (f"{MERIT}.adjust.untrained.when.trained", "yes"),
    "Adjustment.up": (f"{MERIT}.adjust.helper.up", "2"),
    "Adjustment.down": (f"{MERIT}.adjust.untrained.down", "2"),
    "Adjustment.at_least": (f"{MERIT}.adjust.exchange.at_least", "a"),
    "Adjustment.at_most": (f"{MERIT}.adjust.new.at_most", "b"),
    "Adjustment.source": (f"{MERIT}.adjust.untrained.source", "memo"),
    "Adjustment.assumed": (f"{MERIT}.adjust.untrained.assumed", OTHER),
    "Supplement.label": (f"{MERIT}.supplements.special.label", OTHER),
    "Supplement.grades": (f"{MERIT}.supplements.special.grades", GONE),
    "Supplement.when": (f"{MERIT}.supplements.special.when", GONE),
    "Supplement.top": (f"{MERIT}.supplements.special.top", "0.1"),
    "Supplement.pays": (f"{MERIT}.supplements.special.pays.books", "1"),
    "Supplement.source": (f"{MERIT}.supplements.special.source", "memo"),
    "Supplement.assumed": (f"{MERIT}.supplements.special.assumed", OTHER),
    "PaySteps.steps": (STEPS, [{"take": "1000000"}]),
    "PayStep.take": (f"{STEPS}.0.take", "1000000"),
    "PayStep.times": (f"{STEPS}.1.times", "1.5"),
    "PayStep.over": (f"{STEPS}.4.over", "38"),
    "PayStep.round": (f"{STEPS}.2.round.mode", "down"),
    "PayStep.at_most": (f"{STEPS}.5.at_most", "5000000"),
    "PayStep.at_least": (f"{STEPS}.6.at_least", "200000"),
    "TakeBy.by": (f"{STEPS}.0.take", {"by": "band2", "values": {"윗호봉": "1", "아랫호봉": "2"}}),
    "TakeBy.values": (f"{STEPS}.0.take.values.윗호봉", "2100000"),
    "FactNumber.fact": (f"{STEPS}.3.times.fact", "monthly"),
    "Reading.label": ("readings.wiped.label", OTHER),
}
"""Class.key -> the address at which it is changed, and the new value."""

ONE_WORD = "the language has one word for it; its sentence stands in the notice"
FOR_TABLES = "it names columns of tables; that is for whoever keeps them"
NOT_PAID = "nothing is paid by it: what is paid stands under the places, and lint compares the two"
NOT_APPLIED = "a reading is not applied; the notice names it"
PLAIN: dict[str, str] = {
    "Scheme.language": "the library reads one version",
    "Scheme.columns": FOR_TABLES,
    "FactSpec.columns": FOR_TABLES,
    "RoundingSpec.at": ONE_WORD,
    "Reading.set": NOT_APPLIED,
    "Reading.claims": NOT_APPLIED,
    "Reading.source": NOT_APPLIED,
    "Reading.assumed": NOT_APPLIED,
}


@cache
def everything() -> Scheme:
    return load_scheme(EVERYTHING)


@cache
def without_readings() -> Scheme:
    """The same scheme, and no reading to check each time that it is loaded with a change."""
    return load_scheme(changed(everything().to_dict(), "readings", GONE))


def base_of(key: str) -> Scheme:
    """The scheme before a change: as it is, with what the change needs."""
    base = everything() if SAID[key][0].startswith("readings") else without_readings()
    data = needed = base.to_dict()
    if key == "PointsByFact.by":
        data = changed(data, "facts.entry.medal", data["facts"]["entry"]["prize"] | {"label": "메달"})
    if key == "TakeBy.by":
        data = changed(data, "facts.member.band2", data["facts"]["member"]["band"] | {"label": "다른 호봉대"})
    if key == "FactNumber.fact":
        data = changed(data, "facts.member.monthly", {"number": None})
    if key in ("Balance.carry_over", "Balance.expire_after"):
        data = changed(data, "answers.year_end", GONE)
        data = changed(data, "balance.carry_over", "3")
    if key.startswith("FactSpec.") and SAID[key][0].endswith("topic2"):
        kind = {"one_of": ["가", "나"]}
        data = changed(data, "facts.entry.topic2", kind)
    return base if data is needed else load_scheme(data)


def after(key: str) -> Scheme:
    """The scheme after the change of a key."""
    address, value = SAID[key]
    data = base_of(key).to_dict()
    if key.endswith("Award.kind"):
        value = data["awards"][value] | {"label": OTHER}
    return load_scheme(changed(data, address, value))


def changed(data: dict[str, Any], address: str, value: Any) -> dict[str, Any]:
    """A scheme's data with another value at an address."""
    result = deepcopy(data)
    *way, last = address.split(".")
    holder: Any = result
    for part in way:
        holder = holder[int(part) if isinstance(holder, list) else part]
    if value is GONE:
        del holder[last]
    else:
        holder[last] = value
    return result
