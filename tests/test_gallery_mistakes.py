"""Slips of the pen in the gallery, as officers make them: each is one finding, at its place, in both languages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from incentive_rules import Code, SchemeErrors, load_scheme
from incentive_rules.messages import LANGUAGES

if TYPE_CHECKING:
    from incentive_rules.errors import Diagnostic

GALLERY = Path(__file__).parents[1] / "examples" / "gallery"

MISTAKES = [
    # the file, what is changed, into what, the code, and the letters that are marked
    ("suwon", "at_most: 6급", "at_most: 육급", Code.BAD_FACT_VALUE, "육급"),
    ("anseong", "consume: tier", "consume: teir", Code.BAD_CHOICE, "teir"),
    ("jungnang", "2026-01-01: 7", "2026-13-01: 7", Code.BAD_DATE, "2026-13-01"),
    ("junggu", "2024-01-01: [시범 13개 부서", "2024-01-01: [시범 13개 과", Code.BAD_FACT_VALUE, "시범 13개 과"),
    ("daejeon_donggu", "voucher: 50000", "voucher: 50,000", Code.BAD_ID, "000"),
    ("jeongseon", "per: month}\n    pay", "per: quarter}\n    pay", Code.CONTRADICTION, "claim"),
    ("gyeongju", "activities: [submission]", "activities: [submision]", Code.UNKNOWN_ID, "submision"),
    ("wando", "  year_end: lapse\n", "", Code.OPEN_QUESTION, "answers"),
    ("goesan", "t7:  {at: 7,", "t7:  {at: 4,", Code.TIERS_OUT_OF_ORDER, "4"),
    ("yongsan_knowledge", "    points: 10\n", "    points: ten\n", Code.BAD_NUMBER, "ten"),
    ("suwon", "source: report, assumed: &item", "asumed: &item", Code.UNKNOWN_KEY, "asumed"),
    ("goesan", "{ref: seoul, at: 군수 표창}", "{ref: soul, at: 군수 표창}", Code.UNKNOWN_ID, "soul"),
]


@pytest.mark.parametrize(("name", "old", "new", "code", "at"), MISTAKES, ids=lambda value: str(value)[:20])
def test_a_slip_is_caught_at_its_place(name: str, old: str, new: str, code: Code, at: str) -> None:
    text = (GALLERY / f"{name}.yaml").read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(SchemeErrors) as caught:
        load_scheme(text.replace(old, new, 1))
    assert [(found.code, marked(found)) for found in caught.value.findings] == [(code, at)]
    for lang in LANGUAGES:
        assert caught.value.findings[0].message(lang)


def marked(found: Diagnostic) -> str:
    """The letters that the caret stands under."""
    place = found.place
    return place.excerpt[place.column - 1 : place.column - 1 + place.width]
