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
DONGHAE, SEOCHEON = (str(example_path(f"{name}.yaml")) for name in ("donghae", "seocheon"))
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


@pytest.mark.unmeasured
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


def heads(out: str) -> list[str]:
    """The lines that tell of a file, without the warnings of a scheme."""
    return [line for line in out.splitlines() if not line.startswith((" ", "warning: ", "경고: "))]


def test_reform_files_are_no_schemes_of_a_folder(command: Any, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(example_path("donghae.yaml").read_bytes())
    (tmp_path / "b.reform.yaml").write_text("language: 1\nset: {}\n", encoding="utf-8")
    done = command("validate", str(tmp_path))
    assert (done.code, len(heads(done.out))) == (YES, 1)


OWN = (DONGHAE, "--ledger", LEDGER, "--as-of", "2025-05-31", "--option", "money")
ORDER = {"ko": "순서: compare 제도파일 개정안파일", "en": "the order is: compare SCHEME REFORM"}


@LANGUAGES
@pytest.mark.parametrize("files", [(REFORM, DONGHAE), (DONGHAE, SEOCHEON), (REFORM, REFORM)])
def test_a_scheme_and_a_reform_in_each_other_s_place_are_one_finding(
    command: Any, lang: str, files: tuple[str, str]
) -> None:
    done = command("compare", *files, "--lang", lang)
    assert (done.code, done.out, len(done.err.splitlines())) == (STOPPED, "", 1)
    assert done.err.rstrip().endswith(ORDER[lang])


@LANGUAGES
def test_a_reform_is_validated_beside_its_one_scheme_and_not_alone(command: Any, lang: str) -> None:
    alone = command("validate", REFORM, "--lang", lang)
    assert (alone.code, len(alone.out.splitlines())) == (FINDING, 1)
    assert "validate" in alone.out
    beside = command("validate", DONGHAE, REFORM, "--lang", lang)
    assert (beside.code, len(heads(beside.out))) == (YES, 2)
    two = command("validate", DONGHAE, SEOCHEON, REFORM, "--lang", lang)
    assert (two.code, len(heads(two.out))) == (FINDING, 3)


def test_what_is_wrong_with_a_reform_is_told_beside_its_scheme_at_its_own_line(command: Any, tmp_path: Path) -> None:
    file = tmp_path / "wrong.reform.yaml"
    file.write_text("language: 1\nset:\n  bonuses.praise: null\n", encoding="utf-8")
    done = command("validate", str(file), DONGHAE, "--format", "json")
    scheme, reform = json.loads(done.out)["files"]
    assert (done.code, scheme["ok"], reform["ok"]) == (FINDING, True, False)
    (found,) = reform["findings"]
    assert (found["code"], found["facts"]["near"]) == ("unknown_address", "bonuses.citizen_praise")
    assert f"{file}:3:3: " in command("validate", str(file), DONGHAE).out


def test_a_broken_scheme_is_told_once_though_a_reform_stands_beside_it(command: Any, tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("language: 1\nactivities: {}\n", encoding="utf-8")
    alone, beside = command("validate", str(broken)), command("validate", str(broken), REFORM)
    assert (beside.code, beside.out) == (FINDING, alone.out)


@LANGUAGES
def test_rows_of_one_s_own_that_do_not_count_stand_above_the_result(command: Any, lang: str) -> None:
    told = command("compare", *OWN, *LOWER, "--lang", lang).out.splitlines()
    assert told[1].startswith({"ko": "인정되지 않은 행: 실적:", "en": "not counted: entries:"}[lang])
    assert "374" in told[1]


def test_the_example_s_own_wrong_rows_are_told_by_what_the_example_is(command: Any) -> None:
    done = command("compare", DONGHAE, *LOWER)
    assert (done.code, "not counted" in done.out) == (YES, False)
    assert done.out.splitlines()[1] == "in short: Donghae Pay +40,000 won (+1.5%); 2 people paid more, 0 paid less"


@LANGUAGES
def test_readings_begin_with_the_scheme_the_day_and_what_people_choose(command: Any, lang: str) -> None:
    done = command("compare", *OWN, "--readings", "--lang", lang)
    title, *rest = done.out.splitlines()
    assert (
        title
        == {
            "ko": "동해시 적극행정 마일리지, 기준일 2025-05-31: 해석 비교",
            "en": "Donghae City active-administration mileage, as of 2025-05-31: its readings compared",
        }[lang]
    )
    assert {"ko": "고르는 보상: 동해페이", "en": "what people choose: Donghae Pay"}[lang] in rest


@LANGUAGES
def test_on_one_s_own_tables_each_reading_is_listed_once(command: Any, lang: str) -> None:
    done = command("compare", *OWN, "--roster", ROSTER, "--readings", "--lang", lang)
    listed = [
        line for line in done.out.splitlines() if {"ko": "그 달의 합계로 지급", "en": "status paid"}[lang] in line
    ]
    assert len(listed) == 1


@LANGUAGES
def test_a_scheme_without_readings_says_that_it_lists_none(command: Any, lang: str) -> None:
    done = command("compare", SEOCHEON, "--ledger", LEDGER, "--as-of", "2025-05-31", "--readings", "--lang", lang)
    assert {"ko": "적어 둔 해석이 없으므로", "en": "the scheme lists no readings"}[lang] in done.out


@pytest.mark.unmeasured
def test_readings_as_data_name_their_form_and_scheme(command: Any) -> None:
    for arguments in ((DONGHAE,), OWN):
        data = json.loads(command("compare", *arguments, "--readings", "--format", "json").out)
        assert (data["format"], data["scheme"]) == (1, "donghae-mileage")


@LANGUAGES
@pytest.mark.unmeasured
def test_the_example_says_that_another_choice_costs_less_of_the_first(command: Any, lang: str) -> None:
    told = " ".join(command("compare", DONGHAE, "--readings", "--lang", lang).out.split())
    assert {"ko": "동해페이를 지급하지 않으므로", "en": "Donghae Pay costs less wherever there is a choice"}[
        lang
    ] in told
    assert command("compare", DONGHAE, "--readings", "--option", "money").out.count("costs less") == 0


def test_the_particle_after_an_option_fits_how_it_is_read(command: Any) -> None:
    assert (
        "'--from'은 '--set'과 함께 씁니다"
        in command("compare", DONGHAE, REFORM, "--from", "2025-01-01", "--lang", "ko").err
    )
