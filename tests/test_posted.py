"""Ids on posted lists: enough stays to find oneself, never the whole."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from incentive_rules import Evaluation, evaluate, load_scheme
from incentive_rules.messages import LANGUAGES
from incentive_rules.report.csv import payments_csv
from incentive_rules.report.partly_hidden import partly_hidden
from incentive_rules.report.workbook import evaluation_workbook
from worlds import DONGHAE

if TYPE_CHECKING:
    from incentive_rules.messages import Language

languages = st.sampled_from(LANGUAGES)
RARE = "쀍뷁ЖЩ§№"
"""Letters that stand in no word of the scheme and in no part of a file: whatever is found of them has leaked."""

IDS = st.text(alphabet=RARE, min_size=3, max_size=9)


@pytest.mark.parametrize(
    ("whole", "hidden"),
    {
        "K-0102": "K-**02",
        "홍길동": "홍*동",
        "남궁길동": "남**동",
        "이산": "이*",
        "7": "*",
        "김민수(기획)": "김*수(기획)",
        "": "",
    }.items(),
)
def test_the_middle_of_an_id_is_hidden(whole: str, hidden: str) -> None:
    assert partly_hidden(whole) == hidden


def test_what_tells_namesakes_apart_is_no_part_of_what_is_hidden() -> None:
    assert partly_hidden("김민수(기획)") == "김*수(기획)"


@given(st.text(min_size=1) | st.text(alphabet="*○a", min_size=1, max_size=8))
def test_an_id_is_never_shown_whole_and_keeps_its_length(whole: str) -> None:
    assert partly_hidden(whole) != whole
    assert len(partly_hidden(whole)) == len(whole)


def evaluated(members: list[str], entries: list[str], claims: list[str], as_of: str = "2025-01-31") -> Evaluation:
    """Members who each did three things and claimed; one of each is held, so that rankings are provisional."""
    days = ("2024-06-10", "2024-06-11", "2024-06-12", "2024-06-13")
    rows = [
        {
            "entry_id": f"{entry}{member}",
            "member_id": member,
            "date": day,
            "activity": "contest" if day == days[-1] else "collaboration",
        }
        for member in members
        for entry, day in zip(entries, days, strict=True)
    ]
    staff = [{"member_id": member, "grade": "7급", "department": "총무과"} for member in members]
    asked = [
        {"claim_id": f"{claim}{member}", "member_id": member, "date": "2024-06-30", "award": "monthly"}
        for member in members
        for claim in claims
    ]
    return evaluate(DONGHAE, rows, staff, asked, as_of=as_of)


def texts_of(data: bytes) -> str:
    with ZipFile(io.BytesIO(data)) as parts:
        return "\n".join(parts.read(name).decode("utf-8") for name in parts.namelist())


@given(
    members=st.lists(IDS, min_size=1, max_size=3, unique=True),
    entries=st.lists(IDS, min_size=4, max_size=4, unique=True),
    claims=st.lists(IDS, min_size=1, max_size=2, unique=True),
    lang=languages,
)
def test_no_id_of_a_member_a_claim_or_an_entry_is_in_a_posted_list(
    members: list[str], entries: list[str], claims: list[str], lang: Language
) -> None:
    evaluation = evaluated(members, entries, claims)
    assume(any(payment.payee_kind == "member" for payment in evaluation.payments))
    departments = dict.fromkeys(members, "총무과")
    ids = {*members, *entries, *claims, *(each.id for each in evaluation.outcomes if each.id)}
    listed = payments_csv(evaluation, lang, departments=departments, posted=True)
    posted = texts_of(evaluation_workbook(evaluation, lang, departments=departments, posted=True))
    assert [each for each in ids if each in listed or each in posted] == []
    assert all(
        partly_hidden(payment.payee) in listed for payment in evaluation.payments if payment.payee_kind == "member"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_same_search_finds_the_ids_in_a_list_that_is_not_posted(lang: Language) -> None:
    evaluation = evaluated(["쀍뷁Ж"], ["ЖЖЖ", "ЩЩЩ", "§§§", "№№№"], ["뷁뷁뷁"])
    listed, whole = payments_csv(evaluation, lang), texts_of(evaluation_workbook(evaluation, lang))
    assert all(each in listed for each in ("쀍뷁Ж", "뷁뷁뷁쀍뷁Ж"))
    assert all(each in whole for each in ("쀍뷁Ж", "뷁뷁뷁쀍뷁Ж", "ЖЖЖ쀍뷁Ж", "№№№쀍뷁Ж"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_posted_workbook_has_no_statements_and_no_rows_that_were_left_out(lang: Language) -> None:
    evaluation = evaluated(["K-0102"], ["A", "B", "C", "D"], ["X"])
    books = (evaluation_workbook(evaluation, lang, posted=posted) for posted in (False, True))
    whole, posted = (load_workbook(io.BytesIO(book)).sheetnames for book in books)
    assert len(whole) == 5
    assert posted == [whole[0], whole[1], whole[3]]


def test_a_ranking_of_members_is_not_posted() -> None:
    of_members = {**DONGHAE.to_dict()["awards"]["departments"], "of": "member"}
    awards = {**DONGHAE.to_dict()["awards"], "departments": of_members}
    scheme = load_scheme({**DONGHAE.to_dict(), "awards": awards})
    row = {"entry_id": "E-1", "member_id": "K-0102", "date": "2024-06-10", "activity": "adoption"}
    evaluation = evaluate(scheme, [row], [{"member_id": "K-0102", "grade": "7급"}], as_of=date(2025, 1, 31))
    assert [each.of for each in evaluation.rankings] == ["member", "member"]
    assert len(load_workbook(io.BytesIO(evaluation_workbook(evaluation, "ko", posted=True))).sheetnames) == 2
    assert "K-0102" not in texts_of(evaluation_workbook(evaluation, "ko", posted=True))
