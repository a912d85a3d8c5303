"""Days that are counted back: "with six months of service or more", on the day of judgement."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incentive_rules import Code, SchemeErrors, evaluate, load_scheme

if TYPE_CHECKING:
    from incentive_rules import Scheme


def scheme(test: Any, kind: str = "date") -> Scheme:
    return load_scheme(
        {
            "language": 1,
            "id": "service",
            "label": "service",
            "from": "2024-01-01",
            "assumed": "made up for the tests",
            "facts": {"member": {"hired": kind}},
            "eligible": {"hired": test},
            "activities": {"idea": {"label": "idea", "points": 1}},
            "answers": {"points_count_on": "activity_date", "grade_judged_on": "activity_date"},
        }
    )


def counts(rules: Scheme, hired: date, day: date) -> bool:
    """Whether an entry of somebody hired on a day counts on another."""
    entry = {"entry_id": "E-1", "member_id": "K-1", "date": day, "activity": "idea"}
    staff = [{"member_id": "K-1", "hired": hired}]
    return evaluate(rules, [entry], staff, as_of="2025-12-31").statements["K-1"].earned == 1


SIX_MONTHS = scheme({"at_most": {"months_ago": 6}})


@pytest.mark.parametrize(
    ("hired", "day", "expected"),
    [
        (date(2024, 1, 15), date(2024, 7, 15), True),  # six months to the day
        (date(2024, 1, 16), date(2024, 7, 15), False),
        (date(2024, 2, 29), date(2024, 8, 31), True),  # 31 August less six months is 29 February, the last of it
        (date(2024, 3, 1), date(2024, 8, 31), False),
    ],
)
def test_six_months_of_service_are_reached_at_equality(hired: date, day: date, *, expected: bool) -> None:
    assert counts(SIX_MONTHS, hired, day) is expected


@given(st.dates(date(2023, 1, 1), date(2024, 12, 31)), st.lists(st.integers(0, 700), min_size=1, max_size=6))
def test_each_day_is_judged_by_itself_and_service_once_reached_stays(hired: date, days: list[int]) -> None:
    """Entries of several days in one ledger are told apart, though no rule changes between them."""
    entries: list[dict[str, Any]] = [
        {"entry_id": f"E-{n}", "member_id": "K-1", "date": date(2024, 1, 1) + timedelta(days=n), "activity": "idea"}
        for n in set(days)
    ]
    result = evaluate(SIX_MONTHS, entries, [{"member_id": "K-1", "hired": hired}], as_of="2025-12-31")
    counted = {each.day for each in result.statements["K-1"].credits}
    assert counted == {each["date"] for each in entries if counts(SIX_MONTHS, hired, each["date"])}
    assert all(each["date"] in counted for each in entries for first in counted if each["date"] >= first)


def test_the_reason_says_the_day_that_is_counted_back() -> None:
    entry = {"entry_id": "E-1", "member_id": "K-1", "date": "2024-03-01", "activity": "idea"}
    result = evaluate(SIX_MONTHS, [entry], [{"member_id": "K-1", "hired": "2024-01-01"}], as_of="2024-12-31")
    ((reason,),) = [each.reasons for each in result.rejected]
    assert "6개월 전" in reason.message("ko")
    assert "6 months before" in reason.message("en")


@pytest.mark.parametrize(
    ("test", "kind", "code"),
    [
        ({"at_most": {"months_ago": 6}}, "number", Code.WRONG_TYPE),
        ({"at_most": {"months_ago": -1}}, "date", Code.OUT_OF_RANGE),
        ({"at_most": {"months_ago": "1.5"}}, "date", Code.OUT_OF_RANGE),
        ({"at_most": {"months_ago": 1, "days_ago": 1}}, "date", Code.WRONG_TYPE),
        ({"at_most": {"months_ago": "six"}}, "date", Code.BAD_NUMBER),
    ],
)
def test_what_is_no_such_day_is_refused_at_its_place(test: Any, kind: str, code: Code) -> None:
    with pytest.raises(SchemeErrors) as caught:
        scheme(test, kind)
    ((found),) = caught.value.findings
    assert found.code is code
    assert found.place.address.startswith("eligible.hired.at_most")
