"""Why somebody does not get a tier, worked by hand: the rule, the day and the words of each line. Values assumed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from incentive_rules import Amount, evaluate, load_scheme
from incentive_rules.messages import Label

if TYPE_CHECKING:
    from incentive_rules.statement.explain.model import Node

    Row = dict[str, Any]

SCHEME: Row = {
    "language": 1,
    "id": "aims",
    "label": "aims",
    "from": "2024-01-01",
    "assumed": "a test",
    "facts": {"member": {"grade": {"ordered": ["9급", "8급", "7급"]}}},
    "activities": {
        "talk": {"label": "talk", "points": 2},
        "late": {"label": "late", "points": -1},
        "part": {"label": "part", "points": {"each": 1, "per": 4, "round": {"at": "entry", "unit": 1, "mode": "down"}}},
    },
    "rewards": {"won": {"label": "won", "unit": "KRW"}},
    "answers": {"points_count_on": "activity_date", "grade_judged_on": "activity_date", "year_end": "keep"}
    | {"no_longer_eligible": "keep", "deductions_reduce": "balance", "below_zero": "debt"},
}
TIERS: Row = {
    "kind": "tiers",
    "label": "thanks",
    "measure": {"counter": "earned", "per": "year"},
    "claim": {"by": "automatic", "per": "year"},
    "pay": "highest",
    "again": "always",
    "consume": "nothing",
    "tiers": {"t3": {"at": 3, "pays": {"won": 3000}}, "t5": {"at": 5, "pays": {"won": 5000}}},
}


def why_not(award: Row, *rows: tuple[str, str], aim: str = "thanks.t3", more: Row | None = None) -> list[Node]:
    """The lines that answer why K does not get a tier on 30 June 2024."""
    scheme = load_scheme(SCHEME | {"awards": {"thanks": TIERS | award}} | (more or {}))
    entries = [
        {"entry_id": f"E-{number}", "member_id": "K", "date": day, "activity": activity}
        for number, (day, activity) in enumerate(rows)
    ]
    told = evaluate(scheme, entries, [{"member_id": "K", "grade": "8급"}], as_of="2024-06-30")
    return [*told.explanation(f"K@{aim}", "why_not").walk()]


def lines(nodes: list[Node], *keys: str) -> list[tuple[str, str, Any]]:
    """The lines with one of these sentences: their rule and their words."""
    return [(each.key, each.rule, each.facts) for each in nodes if each.key in keys]


THANKS = Label("thanks", "thanks")


@pytest.mark.parametrize(("until", "day"), [("", "2024-12-31"), ("2024-10-01", "2024-09-30")])
def test_a_tier_that_is_reached_and_settles_by_itself_says_on_which_day(until: str, day: str) -> None:
    """Two talks are 4 points of 3; the year ends on 31 December, or the award before it."""
    talks = [("2024-02-01", "talk"), ("2024-03-01", "talk")]
    nodes = why_not({"until": until} if until else {}, *talks)
    assert lines(nodes, "change_settles", "change_claim") == [("change_settles", "awards.thanks", {"day": day})]
    (reached,) = [each for each in nodes if each.key == "tier_reached"]
    assert (reached.rule, reached.amount, reached.value) == ("awards.thanks.tiers.t3", Amount(0), "3")
    facts = {"award": THANKS, "tier": Label("3점", "3 points"), "need": "3", "have": "4", "day": "2024-06-30"}
    assert reached.facts == facts


def test_a_tier_that_is_reached_and_claimed_by_the_member_says_that_a_claim_is_missing() -> None:
    claim = {"claim": {"by": "member", "times": 1, "per": "year"}}
    nodes = why_not(claim, ("2024-02-01", "talk"), ("2024-03-01", "talk"))
    told = [("change_claim", "awards.thanks", {"day": "2024-06-30"})]
    assert lines(nodes, "change_settles", "change_claim") == told


@pytest.mark.parametrize(
    ("per", "has"),
    [("year", 4), ("quarter", 2), ("ever", 6)],
)
def test_what_is_measured_is_that_of_the_period_on_the_day(per: str, has: int) -> None:
    """2 points each in 2023, in the first quarter of 2024 and in the second; all of time is 6."""
    rows = [("2023-12-31", "talk"), ("2024-03-31", "talk"), ("2024-04-01", "talk")]
    old = {"from": "2023-01-01"}
    claim = {"by": "automatic", "per": "quarter" if per == "quarter" else "year"}
    award = {"measure": {"counter": "earned", "per": per}, "claim": claim, "tiers": FAR}
    nodes = why_not(award, *rows, aim="thanks.t9", more=old)
    (tier,) = [each for each in nodes if each.rule == "awards.thanks.tiers.t9" and "have" in each.facts]
    assert tier.facts["have"] == str(has)


FAR = {"t9": {"at": 9, "pays": {"won": 9}}}


def test_a_deduction_takes_nothing_from_what_is_measured_as_earned_where_it_reduces_the_balance_alone() -> None:
    """One talk and one point off: 2 are earned, and 1 of 3 is missing; of the balance 2 are missing."""
    rows = [("2024-02-01", "talk"), ("2024-03-01", "late")]
    for counter, missing in (({"counter": "earned", "per": "year"}, "1"), ({"counter": "balance"}, "2")):
        nodes = why_not({"measure": counter}, *rows)
        (tier,) = [each for each in nodes if each.rule == "awards.thanks.tiers.t3" and "missing" in each.facts]
        assert tier.facts["missing"] == missing


def test_what_an_award_asks_beside_the_points_is_told_with_its_address() -> None:
    nodes = why_not({"eligible": {"grade": {"at_most": "9급"}}}, ("2024-02-01", "talk"))
    ((_, rule, facts),) = lines(nodes, "also_needed")
    assert (rule, facts["day"]) == ("awards.thanks.eligible", "2024-06-30")
    assert lines(why_not({}, ("2024-02-01", "talk")), "also_needed") == []


def test_an_award_that_has_ended_or_not_begun_says_so() -> None:
    for days in ({"from": "2024-07-01"}, {"until": "2024-06-30"}):
        nodes = why_not(days, ("2024-02-01", "talk"))
        assert [each.id for each in nodes if each.id == "not_in_force"] != []
        assert not [each for each in nodes if each.key == "tier_reached"]
    assert not [each for each in why_not({"until": "2024-07-01"}, ("2024-02-01", "talk")) if each.id == "not_in_force"]


@pytest.mark.parametrize(
    ("pay", "aim", "key", "other"),
    [("highest", "thanks.t3", "pays_highest", "5 points"), ("lowest", "thanks.t5", "pays_lowest", "3 points")],
)
def test_a_tier_behind_another_says_which_is_paid_in_its_place(pay: str, aim: str, key: str, other: str) -> None:
    """6 points reach both tiers."""
    talks = [(f"2024-0{month}-01", "talk") for month in (1, 2, 3)]
    told = lines(why_not({"pay": pay}, *talks, aim=aim), "pays_highest", "pays_lowest")
    own = {"thanks.t3": Label("3점", "3 points"), "thanks.t5": Label("5점", "5 points")}[aim]
    assert told == [(key, "awards.thanks", {"tier": own, "other": Label(f"{other[0]}점", other)})]
    assert lines(why_not({"pay": pay}, *talks[:2], aim="thanks.t3"), "pays_highest", "pays_lowest") == []


@pytest.mark.parametrize(("lang", "words"), [("ko", "내림"), ("en", "down")])
def test_a_rounding_is_told_in_words(lang: Any, words: str) -> None:
    """7 units at 1 for 4 are 1.75, rounded down to 1."""
    scheme = load_scheme(SCHEME | {"awards": {}})
    row = {"entry_id": "E", "member_id": "K", "date": date(2024, 6, 1), "activity": "part", "quantity": 7}
    told = evaluate(scheme, [row], [], as_of="2024-06-30")
    (rounding,) = [each for each in told.explanation("E").walk() if str(each.rule) and "mode" in each.facts]
    mode = rounding.facts["mode"]
    assert isinstance(mode, Label)
    assert words in mode.in_language(lang)
    assert words in told.explain("E", lang)


def test_an_award_that_begins_later_says_in_how_many_days() -> None:
    """From 30 June to 20 July are 20 days; one that has ended does not come back."""
    (change,) = lines(why_not({"from": "2024-07-20"}, ("2024-02-01", "talk")), "change_later")
    assert (change[2]["days"], change[2]["first"]) == (20, "2024-07-20")
    assert lines(why_not({"until": "2024-06-01"}, ("2024-02-01", "talk")), "change_later") == []


def test_the_next_tier_tells_what_is_measured_and_what_closes_the_gap() -> None:
    """One talk is 2 points of 3: 1 is missing, and one more talk brings 2."""
    nodes = why_not({}, ("2024-02-01", "talk"))
    (measure,) = [each for each in nodes if each.key == "measured"]
    assert (measure.amount, measure.facts["points"]) == (Amount(2), "2")
    ((_, rule, facts),) = lines(nodes, "closed_by")
    expected = {"count": 1, "activity": Label("talk", "talk"), "points": "2", "day": "2024-06-30"}
    assert (rule, facts) == ("activities.talk", expected)


def test_a_group_is_told_that_tiers_are_of_members() -> None:
    facts = {"member": {"grade": {"ordered": ["9급", "8급"]}, "office": "group"}}
    together = SCHEME["activities"] | {"joint": {"label": "joint", "points": 5, "of": "office"}}
    scheme = load_scheme(SCHEME | {"facts": facts, "activities": together, "awards": {"thanks": TIERS}})
    row = {"entry_id": "E", "member_id": "x", "date": "2024-06-01", "activity": "joint"}
    told = evaluate(scheme, [row], [{"member_id": "K", "office": "x"}], as_of="2024-06-30")
    nodes = [*told.explanation("x@thanks", "why_not").walk()]
    assert lines(nodes, "tiers_are_of_members") == [("tiers_are_of_members", "awards.thanks", {"award": THANKS})]


def test_what_a_tier_pays_is_a_step_with_its_value_since_when_and_its_source() -> None:
    """2 points since February, and 3,000 won since March."""
    tier = {"at": {"2024-01-01": 9, "2024-02-01": 2}, "pays": {"won": {"2024-01-01": 1, "2024-03-01": 3000}}}
    award = TIERS | {"tiers": {"t2": tier | {"source": "plan"}}}
    scheme = load_scheme(SCHEME | {"awards": {"thanks": award}, "sources": {"plan": {"title": "the plan"}}})
    row = {"entry_id": "E", "member_id": "K", "date": "2024-06-01", "activity": "talk"}
    found = evaluate(scheme, [row], [], as_of="2024-12-31")
    (payment,) = found.payments
    (step,) = payment.steps
    assert (str(step.kind), step.rule, step.label) == ("tier", "awards.thanks.tiers.t2", Label("2점", "2 points"))
    assert (step.amount, step.value, step.since, step.source) == (Amount(3000), "3000", date(2024, 3, 1), "plan")
    text = found.explain(f"payment:{payment.id}")
    assert "[awards.thanks.tiers.t2; in force since 2024-03-01; source plan]" in text
    assert "plan: the plan" in text
