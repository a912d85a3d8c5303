"""Dense worlds made from a seed: schemes in which much of the language is at work, ledgers that reach their edges."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from beside import World

Data = dict[str, Any]

FIRST, LAST = date(2024, 1, 1), date(2025, 6, 30)
EDGES = (
    *(date(2024, 1, 1), date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 31), date(2024, 6, 30), date(2024, 7, 1)),
    *(date(2024, 8, 15), date(2024, 12, 31), date(2025, 1, 1), date(2025, 2, 28), date(2025, 3, 31)),
)
FACTS: Data = {
    "member": {"grade": {"ordered": ["9", "8", ["7", "specialist"], "6"]}, "hired": "date"},
    "entry": {
        "hours": {"number": None, "at_least": 0},
        "praised": {"yes_no": None, "blank": "no"},
        "prize": {"one_of": ["gold", "silver"]},
    },
}


def rich_world(seed: int) -> World:
    """The same world in every run."""
    chance = Random(seed)  # noqa: S311  # sample data is no secret
    data = _scheme(chance)
    roster = _roster(chance)
    people = sorted({row["member_id"] for row in roster})
    entries = [_entry(chance, number, people) for number in range(chance.randrange(15, 45))]
    claims = [_claim(chance, number, people, list(data["awards"])) for number in range(chance.randrange(4, 25))]
    as_of = chance.choice([LAST, LAST, date(2025, 7, 31), date(2024, 12, 31), date(2025, 1, 1), _day(chance)])
    return World(data, entries, roster, claims, as_of, chance.choice([None, None, None, date(2024, 10, 1)]))


def _day(chance: Random) -> date:
    return chance.choice(EDGES) if chance.random() < 0.4 else FIRST + timedelta(days=chance.randrange(540))


def _scheme(chance: Random) -> Data:
    awards, answers = _awards(chance), _answers(chance)
    data: Data = {
        "language": 1,
        "id": "rich",
        "label": "rich",
        "from": FIRST.isoformat(),
        "assumed": "made up",
        "facts": FACTS,
        "activities": _activities(chance),
        "bonuses": _some(chance, _bonuses(chance), 0.7),
        "limits": _some(chance, _limits(chance), 0.7),
        "rewards": {"pay": {"label": "pay", "unit": "KRW"}, "leave": {"label": "leave", "unit": "day"}},
        "awards": awards,
        "answers": answers,
    }
    if chance.random() < 0.7:
        data["eligible"] = {"grade": {"at_most": {"2024-01-01": "7", "2025-01-15": "8"}}}
    if chance.random() < 0.5:
        data["until"] = "2025-06-01"
    balance: Data = chance.choice(
        [{}, {}, {"expire_after": {"months": 6}}, {"carry_over": 3}, {"expire_after": {"months": 12}}]
    )
    if balance:
        data["balance"] = balance
    if "carry_over" in balance:
        del answers["year_end"]
    return {key: part for key, part in data.items() if part != {}}


def _some(chance: Random, parts: Data, share: float) -> Data:
    return {key: part for key, part in parts.items() if chance.random() < share}


def _activities(chance: Random) -> Data:
    rounding = {"at": "entry", "unit": "0.5", "mode": chance.choice(["down", "up", "half_up", "half_even"])}
    return {
        "idea": {"label": "idea", "points": {"2024-01-01": 1, "2024-08-15": "1.5"}},
        "prize": {"label": "prize", "points": {"by": "prize", "values": {"gold": 3, "silver": 2}}},
        "lesson": {"label": "lesson", "points": {"each": 1, "per": 4, "of": "hours", "round": rounding}},
        "income": {
            "label": "income",
            "points": {"each": {"by": "quantity", "bands": {0: 1, 3: 2}}, "most_units": 6, "at_most": 8},
            "when": {"hired": {"at_most": {"months_ago": 6}}},
        },
        "joint": {"label": "joint work", "points": 3, "shares": "yes"},
        "late": {"label": "late", "points": -2, "until": "2025-05-01"},
    }


def _bonuses(chance: Random) -> Data:
    return {
        "praise": {"label": "praise", "when": {"praised": "yes"}, "add": "0.5"},
        "half": {"label": "half", "when": {"grade": {"at_most": "8"}}, "multiply": chance.choice(["1.5", 2])},
    }


def _limits(chance: Random) -> Data:
    per = chance.choice(["month", "month", "quarter", "half", "year"])
    counted = chance.choice([{"per": "month", "count": 2}, {"per": "year", "count": 4}, {"per": "ever", "count": 6}])
    plain: Data = {
        "points": {
            "label": "points",
            "per": per,
            "points": {"2024-01-01": 3, "2024-08-15": chance.choice([2, 5])},
            "keep": "earliest",
        },
        "count": {"label": "count", "keep": "earliest", "activities": ["idea", "prize"], **counted},
    }
    if chance.random() < 0.5:
        return plain
    return plain | {
        "best": {"label": "best", "per": per, "count": 2, "keep": "highest", "activities": ["lesson", "income"]},
        "one": {"label": "one", "per": "entry", "points": 3, "keep": "earliest"},
    }


def _awards(chance: Random) -> Data:
    monthly = chance.choice(["month", "quarter", "half", "year"])
    by_claim = {"by": "member", "times": chance.choice([1, 2]), "per": monthly}
    tiers = {
        "t2": {"at": {"2024-01-01": 2, "2024-09-01": "2.5"}, "pays": {"pay": {"2024-01-01": 20, "2025-01-01": 25}}},
        "t4": {"at": 4, "pays": {"pay": 50}},
        "t6": {"at": 6, "choose": {"money": {"pay": 90}, "rest": {"leave": 1}}},
    }
    using = {
        "kind": "tiers",
        "label": "using",
        "measure": {"counter": "balance"},
        "claim": by_claim,
        "pay": chance.choice(["highest", "lowest"]),
        "again": "always",
        "consume": chance.choice(["tier", "all"]),
        "priority": 2,
        "tiers": tiers,
    }
    cash: Data = {
        "kind": "exchange",
        "label": "cash",
        "points": chance.choice([1, "1.5"]),
        "pays": {"pay": 10},
        "priority": 1,
    }
    cash |= {"claim": chance.choice([by_claim, {"by": "automatic", "per": chance.choice(["half", "year"])}])}
    cash |= chance.choice([{}, {"minimum": 2}, {"maximum": 3}])
    awards = {"using": using, "cash": cash, "steps": _of_earned(chance, tiers)}
    return {name: each for name, each in awards.items() if name == "using" or chance.random() < 0.6}


def _of_earned(chance: Random, tiers: Data) -> Data:
    again = chance.choice(["once", {"once": "year"}, "difference"])
    per = chance.choice(["quarter", "half", "year", "ever"])
    fixed = {name: tier for name, tier in tiers.items() if "pays" in tier}
    return {
        "kind": "tiers",
        "label": "steps",
        "measure": {"counter": "earned", "per": per},
        "claim": {"by": "automatic", "per": "month"},
        "pay": "highest" if again == "difference" else chance.choice(["highest", "all", "lowest"]),
        "again": again,
        "consume": "nothing",
        "tiers": fixed,
        **chance.choice([{}, {"until": "2025-03-16"}]),
    }


def _answers(chance: Random) -> Data:
    days = ["activity_date", "approval_date", "recorded_date"]
    return {
        "points_count_on": chance.choice(["activity_date", *days]),
        "values_taken_on": chance.choice(["activity_date", "counting_date"]),
        "grade_judged_on": chance.choice(days),
        "no_longer_eligible": chance.choice(["keep", "freeze", "lapse"]),
        "year_end": chance.choice(["keep", "lapse"]),
        "deductions_reduce": chance.choice(["balance", "earned_and_balance"]),
        "below_zero": chance.choice(["debt", "floor"]),
        "tiers_passed_over": chance.choice(["due", "done"]),
        "no_option": chance.choice(["wait", "rest"]),
        "minimum_is_of": chance.choice(["balance", "amount"]),
        "partner_not_eligible": chance.choice(["lost", "redistributed"]),
        "bands_apply_to": chance.choice(["whole", "part"]),
    }


def _roster(chance: Random) -> list[Data]:
    rows: list[Data] = []
    for member in ("K-1", "K-2", "K-3"):
        hired = {"hired": chance.choice(["2020-01-01", "2023-09-01", "2024-02-29"])}
        now = {"member_id": member, "grade": chance.choice(["9", "8", "specialist"]), **hired}
        if chance.random() < 0.5:
            rows.append(now)
            continue
        moved = _day(chance).isoformat()
        then = {**now, "grade": chance.choice(["6", "7", "9", ""]), "from": moved}
        rows += [{**now, "until": moved}, then]
    return rows


def _entry(chance: Random, number: int, people: list[str]) -> Data:
    done = _day(chance)
    activity = chance.choice(["idea", "idea", "idea", "prize", "lesson", "income", "joint", "late"])
    row: Data = {"entry_id": f"E-{number}", "member_id": chance.choice(people), "date": done.isoformat()}
    row |= {"activity": activity, "praised": chance.choice(["yes", "no", ""])}
    row["approved_on"] = chance.choice([done, done + timedelta(days=20), done + timedelta(days=150)]).isoformat()
    row["recorded_on"] = chance.choice(["", done.isoformat(), (done + timedelta(days=3)).isoformat()])
    row["status"] = chance.choice(["", "", "", "", "", "", "pending", "rejected"])
    row |= {"hours": chance.choice(["2", "3", "5", "7", "10", ""])} if activity == "lesson" else {}
    row |= {"prize": chance.choice(["gold", "silver", ""])} if activity == "prize" else {}
    row |= {"quantity": chance.choice(["1", "3", "4", "7"])} if activity == "income" else {}
    if activity == "joint" and chance.random() < 0.7:
        row |= {"work": chance.choice(["W-1", "W-2", "W-3"]), "share": chance.choice(["1/2", "50%", "1/4", "1"])}
    return row if number % 11 or not number else row | {"entry_id": f"E-{number - 1}"}


def _claim(chance: Random, number: int, people: list[str], awards: list[str]) -> Data:
    row = {"claim_id": f"C-{number}", "member_id": chance.choice(people), "date": _day(chance).isoformat()}
    row |= {"award": chance.choice(["using", *awards]), "option": chance.choice(["", "money", "rest"])}
    if row["award"] == "cash" and chance.random() < 0.5:
        row["amount"] = chance.choice(["1", "2", "3", "1.5"])
    return row
