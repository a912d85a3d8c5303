"""The first scheme: whatever is answered, the file that is written loads, or the answer was refused with its reason."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incentive_rules import Amount, InputError, SchemeErrors, evaluate, example_path, load_scheme
from incentive_rules.cli.desk import JSON, Desk
from incentive_rules.cli.init import MOST_ACTIVITIES, MOST_TRIES, gallery_names, init, read_tiers
from incentive_rules.codes import Code
from incentive_rules.facts import RefusedValueError, name_key
from incentive_rules.messages import LANGUAGES, Label
from incentive_rules.periods import Per
from incentive_rules.report.terminal import Screen
from incentive_rules.scheme.draft import GRADES, Draft, draft_text
from incentive_rules.scheme.provenance import cited

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from incentive_rules import Scheme
    from incentive_rules.messages import Language

TODAY = date(2026, 11, 22)
OF_BOTH = pytest.mark.parametrize("lang", LANGUAGES)
IN_KOREAN = [
    "군 마일리지",
    "County mileage",
    "2025-03-01",
    "7",
    "제안",
    "1",
    "끝",
    "없음",
    "5,,x",
    "5=50,000",
    "상품권",
    "3",
    "2",
]


def desk(lang: Language = "ko", form: str = "") -> Desk:
    return Desk(lang, Screen(StringIO(), width=120), Screen(StringIO(), width=120), form)


def told(screen: Screen) -> str:
    assert isinstance(screen.stream, StringIO)
    return screen.stream.getvalue()


def typing(answers: Sequence[str]) -> Callable[[str, str], str]:
    """Somebody, or a pipe, who gives these answers and no more."""
    left = iter(answers)

    def ask(_question: str, _default: str) -> str:
        for answer in left:
            return answer
        raise EOFError

    return ask


def made(at: Desk, answers: Sequence[str], out: Path, *, yes: bool = False) -> Scheme:
    assert init(at, out, "", typing(answers), yes=yes, today=TODAY) == 0
    return load_scheme(out)


@OF_BOTH
def test_the_defaults_alone_give_a_scheme_that_loads_and_pays(lang: Language, tmp_path: Path) -> None:
    scheme = made(desk(lang), [], tmp_path / "scheme.yaml", yes=True)
    assert scheme.first == date(2026, 1, 1)
    (award,) = scheme.awards
    proposal = next(iter(scheme.activities))
    rows = [
        {"entry_id": f"E-{n}", "member_id": "K-1", "date": "2026-02-03", "activity": proposal, "praised": "yes"}
        for n in range(4)
    ]
    staff = [{"member_id": "K-1", "grade": "6급"}]
    claims = [{"claim_id": "C-1", "member_id": "K-1", "date": "2026-02-28", "award": award}]
    result = evaluate(scheme, rows, staff, claims, as_of="2026-02-28")
    assert [(str(each.amount), each.payee) for each in result.payments] == [("50000", "K-1")]  # 4 × (1 + 0.5) = 6


def test_enter_takes_the_default_as_no_input_does(tmp_path: Path) -> None:
    made(desk(), [""] * 100, tmp_path / "typed.yaml")
    made(desk(), [], tmp_path / "piped.yaml", yes=True)
    assert (tmp_path / "typed.yaml").read_bytes() == (tmp_path / "piped.yaml").read_bytes()


def test_what_is_answered_stands_in_the_scheme(tmp_path: Path) -> None:
    scheme = made(desk(), IN_KOREAN, tmp_path / "scheme.yaml")
    assert (scheme.id, scheme.label) == ("county_mileage", Label("군 마일리지", "County mileage"))
    assert scheme.first == date(2025, 3, 1)
    assert {key: rule.label.ko for key, rule in scheme.activities.items()} == {"a1": "제안"}
    assert not scheme.bonuses
    data = scheme.to_dict()
    assert data["eligible"] == {"grade": {"at_most": "7급"}}
    assert data["awards"]["quarterly"]["claim"] == {"by": "automatic", "per": "quarter"}
    assert data["awards"]["quarterly"]["tiers"] == {"t5": {"at": "5", "pays": {"reward": "50000"}}}
    assert data["answers"]["year_end"] == "lapse"


def test_a_bad_answer_is_told_why_and_asked_again(tmp_path: Path) -> None:
    at = desk()
    made(at, IN_KOREAN, tmp_path / "scheme.yaml")
    assert "'3=30000'처럼 점수와 금액이 와야 하는데 글자 '5'가 있습니다" in told(at.err)


def test_a_question_is_asked_a_bounded_number_of_times(tmp_path: Path) -> None:
    asked: list[str] = []

    def stubborn(question: str, _default: str) -> str:
        asked.append(question)
        return "x" if len(asked) > 2 else ""

    with pytest.raises(InputError) as refused:
        init(desk(), tmp_path / "scheme.yaml", "", stubborn, yes=True, today=TODAY)
    assert [found.code for found in refused.value.findings] == [Code.BAD_DATE]
    assert len(asked) == 2 + MOST_TRIES
    assert not (tmp_path / "scheme.yaml").exists()


def test_an_input_that_ends_is_a_finding_with_the_next_question(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        init(desk("en"), tmp_path / "scheme.yaml", "", typing(["A", ""]), yes=False, today=TODAY)
    (finding,) = refused.value.findings
    assert finding.code is Code.INPUT_ENDED
    assert "first day" in str(finding.facts["question"])
    assert not (tmp_path / "scheme.yaml").exists()


def test_an_input_that_ends_is_completed_by_the_defaults_where_that_is_asked_for(tmp_path: Path) -> None:
    scheme = made(desk(), ["우리 마일리지"], tmp_path / "scheme.yaml", yes=True)
    assert scheme.label == Label("우리 마일리지", "우리 마일리지")
    assert len(scheme.activities) == 2


@pytest.mark.parametrize("gallery", [None, "donghae"])
def test_a_file_that_is_there_is_never_written_over_and_nothing_is_asked(tmp_path: Path, gallery: str | None) -> None:
    out = tmp_path / "scheme.yaml"
    out.write_text("mine", encoding="utf-8")

    def never(question: str, _default: str) -> str:
        raise AssertionError(question)

    with pytest.raises(InputError) as refused:
        init(desk(), out, gallery or "", never, yes=False, today=TODAY)
    assert [found.code for found in refused.value.findings] == [Code.FILE_EXISTS]
    assert out.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["donghae", "seocheon"])
def test_a_scheme_of_the_gallery_is_copied_with_its_comments(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert init(desk(), None, name, typing([]), yes=False, today=TODAY) == 0
    written = (tmp_path / f"{name}.yaml").read_text(encoding="utf-8")
    first, _, rest = example_path(f"{name}.yaml").read_text(encoding="utf-8").partition("\n")
    assert "$schema" in first  # a path that leads nowhere from the copy
    assert written == rest


def test_a_scheme_that_the_gallery_has_not_is_told_with_the_nearest() -> None:
    with pytest.raises(InputError) as refused:
        init(desk(), Path("never.yaml"), "donghea", typing([]), yes=False, today=TODAY)
    (finding,) = refused.value.findings
    assert (finding.code, finding.facts["near"]) == (Code.UNKNOWN_ID, "donghae")
    assert gallery_names() == ("donghae", "hanam", "seocheon", "seosan", "yanggu")


@OF_BOTH
def test_what_to_do_next_is_said(lang: Language, tmp_path: Path) -> None:
    at = desk(lang)
    made(at, [], tmp_path / "scheme.yaml", yes=True)
    assert all(f"{command} " in told(at.out) for command in ("validate", "template", "notice"))


@OF_BOTH
def test_a_first_day_taken_from_today_is_told_with_the_way_to_change_it(lang: Language, tmp_path: Path) -> None:
    at, other = desk(lang), desk(lang)
    made(at, [], tmp_path / "scheme.yaml", yes=True)
    assert all(each in told(at.out) for each in ("2026-01-01", "'from'"))
    typed = made(other, ["이름", "", "2025-03-01"], tmp_path / "other.yaml", yes=True)
    assert typed.first == date(2025, 3, 1)
    assert "'from'" not in told(other.out)


def test_programs_are_told_what_was_written_and_nothing_else(tmp_path: Path) -> None:
    at = desk("en", JSON)
    made(at, [], tmp_path / "scheme.yaml", yes=True)
    said = json.loads(told(at.out))
    assert said["written"] == [str(tmp_path / "scheme.yaml")]
    assert len(said["next"]) == 3
    assert told(at.err) == ""


@OF_BOTH
def test_every_number_says_that_no_source_is_given_yet(lang: Language, tmp_path: Path) -> None:
    scheme = made(desk(lang), [], tmp_path / "scheme.yaml", yes=True)
    paths = [
        ("eligible",),
        *((part, key) for part in ("activities", "bonuses", "awards") for key in getattr(scheme, part)),
    ]
    reasons = {cited(scheme.to_dict(), path).assumed for path in (*paths, ("answers",))}
    assert reasons == {Label("아직 출처를 적지 않았다", "no source is given yet")}


@OF_BOTH
def test_what_the_comments_propose_loads(lang: Language, tmp_path: Path) -> None:
    made(desk(lang), [], tmp_path / "scheme.yaml", yes=True)
    text = (tmp_path / "scheme.yaml").read_text(encoding="utf-8")
    source = next(line for line in text.splitlines() if line.startswith("#   sources:"))
    changes = {
        "# limits:\n#   month": "limits:\n  month",
        source: source.removeprefix("#   "),
        "eligible: {grade: {at_most: 6급}}\n": "",
        "{counter: balance}": "{counter: earned, per: year}",
        "consume: tier": "consume: nothing",
        "rewards:\n": "rewards:\n  leave: {label: reward leave, unit: day}\n",
        "    tiers:\n": "    source: plan\n    tiers:\n",
    }
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    scheme = load_scheme(text)
    assert list(scheme.limits) == ["month"]
    assert cited(scheme.to_dict(), ("awards", "monthly")).source == "plan"


# What people type, and what no one would: letters of YAML, line breaks, halves of letters, numbers of all kinds.
PARTED = (
    "끝|end|없음|none|모두|1|4|0|-1|0.5|010|1e3|6급|6|a1|a2|A1|yes|null|~|제안: #1|'\"|{a: b}|[x|- x|*a|&a|"
    "!!str|%|@|`|>|? x|=1+1|a\nb|a\tb|a\u2028b|\x07|\ud800|\ufeff|2025-01-01|9999-12-31|0001-01-01|3=30000|"
    "3=1, 3.0=2|5,,x|3=30,000;5=1|1.5=2 2=3|3=-1|=|시책 제안|시책제안| |"
)
ODD = st.sampled_from([*PARTED.split("|"), "|", "가" * 200, "9" * 40])
ANSWERS = st.lists(ODD | st.text(max_size=12), max_size=40)


@given(answers=ANSWERS, lang=st.sampled_from(LANGUAGES))
def test_whatever_is_answered_the_file_loads_or_the_answer_is_refused_with_its_reason(
    answers: list[str], lang: Language
) -> None:
    with TemporaryDirectory() as folder:
        out = Path(folder) / "scheme.yaml"
        try:
            init(desk(lang), out, "", typing(answers), yes=True, today=TODAY)
        except SchemeErrors as errors:
            raise AssertionError(answers) from errors  # that would be our mistake: what is asked must be judged at once
        except InputError as refused:
            reasons = [found.message(lang) for found in refused.findings]
        else:
            reasons = []
        assert out.exists() is not any(reasons)
        assert reasons or load_scheme(out).awards


LABELS = st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=20).filter(
    lambda text: text.strip() and text.isprintable()
)
POSITIVE = st.decimals("0.01", 10**12, places=2).map(Amount)


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """Answers that were all judged to be good."""
    names = draw(
        st.lists(LABELS | st.sampled_from(["a1", "a2", "a b", "a_b"]), min_size=1, max_size=6, unique_by=name_key)
    )
    thresholds = draw(st.lists(POSITIVE, min_size=1, max_size=5, unique=True))
    return Draft(
        label=Label(draw(LABELS), draw(LABELS)),
        first=draw(st.dates(date(1900, 1, 1))),
        highest=draw(st.none() | st.sampled_from(GRADES)),
        activities=tuple((name, draw(POSITIVE)) for name in names),
        praise=draw(st.none() | POSITIVE),
        tiers=tuple((at, draw(POSITIVE)) for at in sorted(thresholds)),
        reward=draw(LABELS),
        automatic=draw(st.sampled_from([None, Per.MONTH, Per.QUARTER, Per.YEAR])),
        kept=draw(st.booleans()),
    )


@given(draft=drafts(), lang=st.sampled_from(LANGUAGES))
def test_a_draft_is_the_scheme_that_was_answered_whatever_its_labels_hold(draft: Draft, lang: Language) -> None:
    scheme = load_scheme(draft_text(draft, lang))
    labels = [rule.label.ko for rule in scheme.activities.values()]
    points = [activity["points"] for activity in scheme.to_dict()["activities"].values()]
    assert labels == [as_held(name) for name, _ in draft.activities]
    assert points == [str(each) for _, each in draft.activities]
    (award,) = scheme.to_dict()["awards"].values()
    assert [tier["pays"]["reward"] for tier in award["tiers"].values()] == [str(won) for _, won in draft.tiers]


def as_held(text: str) -> str:
    """A label as a scheme holds it: composed, and without blanks around it."""
    return normalize("NFC", text).strip()


@pytest.mark.parametrize(
    ("question", "answer", "code"),
    [
        ("name", "가" * 101, Code.OUT_OF_RANGE),
        ("name", "마일\x07리지", Code.CONTROL_CHARACTER),
        ("first", "2025.1.1", Code.BAD_DATE),
        ("first", "1899-12-31", Code.OUT_OF_RANGE),
        ("highest", "10급", Code.BAD_CHOICE),
        ("activity 2", "시책  제안", Code.SAME_LABEL),
        ("points", "-1", Code.OUT_OF_RANGE),
        ("praise", "조금", Code.BAD_NUMBER),
        ("when", "자동", Code.BAD_CHOICE),
    ],
)
def test_an_answer_that_no_scheme_takes_is_refused_with_its_reason(
    question: str, answer: str, code: Code, tmp_path: Path
) -> None:
    at, order = desk(), ["name", "other", "first", "highest", "activity", "points", "activity 2", "points 2", "end"]
    order += ["praise", "tiers", "reward", "when", "left"]
    with pytest.raises(InputError) as refused:
        made(at, [""] * order.index(question) + [answer] * MOST_TRIES, tmp_path / "scheme.yaml", yes=True)
    assert [found.code for found in refused.value.findings] == [code]
    assert told(at.err).count(refused.value.findings[0].message("ko")) == MOST_TRIES - 1


def test_everyone_can_take_part_and_the_last_of_many_activities_ends_the_questions(tmp_path: Path) -> None:
    names = [text for number in range(MOST_ACTIVITIES) for text in (f"활동 {number}", "2점")]
    scheme = made(desk(), ["", "", "", "모두", *names, "0"], tmp_path / "scheme.yaml", yes=True)
    assert (scheme.eligible, scheme.bonuses) == (None, {})
    assert len(scheme.activities) == MOST_ACTIVITIES


@pytest.mark.parametrize(
    ("text", "tiers"),
    {
        "3=30000, 5=50000": {"3": "30000", "5": "50000"},
        "3=30,000,5=50,000": {"3": "30000", "5": "50000"},
        "3=30000,500=1000": {"3": "30000", "500": "1000"},
        "5=2 ; 3 = 1": {"3": "1", "5": "2"},
        "3.5=100 4=200": {"3.5": "100", "4": "200"},
        "3점 = 30,000원, 5 점=5": {"3": "30000", "5": "5"},
    }.items(),
)
def test_tiers_are_read_as_officers_write_them(text: str, tiers: dict[str, str]) -> None:
    assert {str(at): str(won) for at, won in read_tiers(text)} == tiers


@pytest.mark.parametrize(
    ("text", "code"),
    {
        "5,,x": Code.WRONG_TYPE,
        "": Code.WRONG_TYPE,
        "3=": Code.WRONG_TYPE,
        "3=x": Code.BAD_NUMBER,
        "3=30,00": Code.WRONG_TYPE,
        "0=1": Code.OUT_OF_RANGE,
        "3=1, 3.0=2": Code.DUPLICATE_VALUE,
        ",".join(f"{n}=1" for n in range(1, 60)): Code.OUT_OF_RANGE,
    }.items(),
)
def test_tiers_that_mean_nothing_are_refused(text: str, code: Code) -> None:
    with pytest.raises(RefusedValueError) as refused:
        read_tiers(text)
    assert refused.value.code is code
