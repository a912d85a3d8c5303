"""The command ``compare``: what it prints of a reform and of readings, on which facts, and how it ends."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest

from incentive_rules import example_path

if TYPE_CHECKING:
    from pathlib import Path

YES, FINDING, STOPPED = 0, 1, 2
LANGUAGES = pytest.mark.parametrize("lang", ["ko", "en"])
DONGHAE = str(example_path("donghae.yaml"))
LEDGER, ROSTER, CLAIMS = (str(example_path(f"data/{name}.csv")) for name in ("entries", "roster", "claims"))
YEAR = (DONGHAE, "--ledger", LEDGER, "--roster", ROSTER, "--claims", CLAIMS, "--as-of", "2025-05-31")
REFORM = str(example_path("reforms/tier_7_to_6.reform.yaml"))
LOWER = ("--set", "awards.monthly.tiers.t7.at=6")


@LANGUAGES
def test_readings_need_no_further_word_and_say_what_stands_in(command: Any, lang: str) -> None:
    """The one person month by month, then the example year beside the text as written."""
    done = command("compare", DONGHAE, "--readings", "--lang", lang)
    person, year = done.out.split({"ko": "해석마다 드는 비용", "en": "What each reading costs"}[lang])
    rows = [[line.strip("│ ").split() for line in each.splitlines() if line.startswith("│")] for each in (person, year)]
    assert (done.code, done.err) == (YES, "")
    assert [row[-1] for row in rows[0][1:]] == ["11", "10", "11", "25", "25", "60", "11", "10"]
    assert [row[-5:] for row in rows[1] if row[-1].isdigit()][:3] == [
        ["2,610,000", "52", "0", "0", "0"],
        ["700,000", "7", "-1,910,000", "1", "51"],
        ["2,510,000", "52", "-100,000", "0", "5"],
    ]
    assert {"ko": "첫째 보상인 동해페이를", "en": "the first that is offered: Donghae Pay"}[lang] in " ".join(
        person.split()
    )
    assert "377" in person


def test_an_option_that_is_named_is_taken_without_a_word(command: Any) -> None:
    told = " ".join(command("compare", DONGHAE, "--readings", "--option", "leave").out.split())
    assert "the first that is offered" not in told
    assert "What each reading costs: reward leave (day)" in told


def test_readings_of_the_year_are_data_too(command: Any) -> None:
    data = json.loads(command("compare", DONGHAE, "--readings", "--format", "json").out)
    assert [each["paid"] for each in data["readings"]][:2] == [{"donghae_pay": "110000"}, {"donghae_pay": "100000"}]
    costs = {each["reading"]: each["costs"]["donghae_pay"] for each in data["year"]["readings"]}
    assert costs["wiped"] == {"cost": "2510000", "difference": "-100000", "recipients": 52, "gainers": 0, "losers": 5}
    assert data["year"]["option"] == "money"
    rows = list(
        csv.DictReader(io.StringIO(command("compare", DONGHAE, "--readings", "--format", "csv").out.lstrip("\ufeff")))
    )
    assert {row["reading"]: row["cost"] for row in rows}["whole balance wiped"] == "2510000"


@LANGUAGES
def test_a_reform_is_compared_on_the_example_year_where_no_file_is_named(command: Any, lang: str) -> None:
    done = command("compare", DONGHAE, REFORM, "--lang", lang)
    told = " ".join(done.out.split())
    assert (done.code, done.err) == (YES, "")
    for each in ("2,610,000", "2,650,000", "+40,000", "K-0396", "K-0729"):
        assert each in told
    expected = {
        "ko": [
            "개정안: 7점 구간을 6점으로",
            "이유: 7점까지 가는 사람이 드물다",
            "더 받는 사람 2명",
            "직급별: 동해페이(원)",
        ],
        "en": [
            "reform: the tier of 7 points at 6",
            "claims: assumed on both sides, month's end",
            "2 paid more",
            "By department",
        ],
    }
    assert [each for each in expected[lang] if each not in told] == []


def test_a_reform_on_the_user_s_own_files_tells_of_rejected_rows(command: Any) -> None:
    done = command("compare", *YEAR[:1], REFORM, *YEAR[1:])
    assert done.code == FINDING
    assert "not counted: entries: 5 rejected" in done.err
    assert "claims: the same on both sides, as filed" in done.out
    assert "4 claims that are paid now wait under the reform" in " ".join(done.out.split())


def test_a_reform_of_a_reading_is_compared_with_that_reading(command: Any) -> None:
    data = json.loads(command("compare", DONGHAE, *LOWER, "--reading", "wiped", "--format", "json").out)
    assert (data["reading"], data["costs"]["donghae_pay"]["total"]["before"]) == ("wiped", "2510000")


def test_a_comparison_is_written_to_a_file_in_the_form_of_its_name(command: Any, tmp_path: Path) -> None:
    for name in ("r.json", "r.csv", "r.txt"):
        out = tmp_path / name
        assert command("compare", DONGHAE, *LOWER, "--out", str(out)).out == f"wrote '{out}'\n"
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["format"] == 1
    assert (tmp_path / "r.csv").read_bytes().startswith(b"\xef\xbb\xbfpart,item,reward")
    assert "+40,000" in (tmp_path / "r.txt").read_text(encoding="utf-8")
    assert command("compare", DONGHAE, REFORM, "--out", REFORM).code == STOPPED


@LANGUAGES
def test_a_reform_that_does_not_fit_stops_with_its_own_lines(command: Any, tmp_path: Path, lang: str) -> None:
    file = tmp_path / "wrong.reform.yaml"
    file.write_text("language: 1\nset:\n  awards.montly.pay: all\n", encoding="utf-8")
    done = command("compare", DONGHAE, str(file), "--lang", lang)
    assert (done.code, done.out) == (STOPPED, "")
    assert done.err.startswith(f"{file}:3:3: ")
    assert "'awards.monthly.pay'" in done.err


def test_reform_files_are_no_schemes_of_a_folder(command: Any, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(example_path("donghae.yaml").read_bytes())
    (tmp_path / "b.reform.yaml").write_text("language: 1\nset: {}\n", encoding="utf-8")
    done = command("validate", str(tmp_path))
    assert (done.code, len(done.out.splitlines())) == (YES, 1)
