"""Pseudonyms: with a key, no id of the input is in any output, and nothing but names is otherwise."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incentive_rules import Code, InputError, evaluate, example_path, load_scheme, pseudonymous
from incentive_rules.messages import LANGUAGES
from incentive_rules.messages.screen import words
from incentive_rules.report.csv import payments_csv
from incentive_rules.report.grids import rankings_grid
from incentive_rules.report.small_groups import withheld
from incentive_rules.report.workbook import evaluation_workbook
from incentive_rules.statement.pseudonyms import LEAST_KEY, Pseudonyms, is_pseudonym, key_of
from test_posted import IDS, texts_of
from worlds import DONGHAE, SEOCHEON, World, worlds

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Done

    from incentive_rules import Evaluation
    from incentive_rules.messages import Language

    Command = Callable[..., Done]
    Rows = list[dict[str, Any]]

KEY, OTHER_KEY = "a key that only this test holds", "another key that only this test holds"
FINDING, STOPPED = 1, 2
OF_BOTH = pytest.mark.parametrize("lang", LANGUAGES)

GIVEN = load_scheme("""\
language: 1
id: given
label: {ko: 나눈 점수, en: shared points}
from: 2024-01-01
until: 2026-01-01
assumed: 예시
facts:
  member: {department: {group, label: {ko: 부서, en: department}}}
  entry:
    note: {text, label: {ko: 비고, en: note}}
    size: {one_of: [작음, 큼], label: {ko: 크기, en: size}}
activities:
  praise: {label: {ko: 칭찬, en: praise}, points: 1, when: {giver.department: {not: 감사실}}}
  talk:
    label: {ko: 발표, en: talk}
    points: {by: size, values: {작음: 1, 큼: 2}}
    when: {note: {one_of: [공개 발표, 강의]}}
  joint: {label: {ko: 함께 한 일, en: joint work}, points: 4, shares: yes}
  own: {label: {ko: 부서의 실적, en: work of a department}, points: 3, of: department}
limits:
  note: {label: {ko: 같은 비고, en: same note}, per: month, points: 2, keep: earliest, by: [note], activities: [praise]}
rewards: {gift: {label: {ko: 상품, en: gift}, unit: KRW}}
awards:
  best:
    kind: ranking
    label: {ko: 우수 부서, en: best departments}
    of: department
    measure: {counter: earned, per: year}
    score: sum
    ties: hold
    places: {first: {ranks: [1], pays: {gift: 10}}}
answers:
  points_count_on: activity_date
  grade_judged_on: activity_date
  limit_tied: none
  group_credited_on: period_end
  ranking_field: scored
""")


keys = st.binary(min_size=LEAST_KEY, max_size=40).filter(lambda key: len(key.strip()) >= LEAST_KEY)


def masked(rows: Rows, staff: Rows = [], claims: Rows = [], key: str = KEY, scheme: Any = GIVEN) -> Evaluation:  # noqa: B006  # never changed
    facts = pseudonymous(scheme, rows, staff, claims, key=key)
    return evaluate(scheme, facts.ledger, facts.roster, facts.claims, as_of="2025-12-31")


@given(st.text(min_size=1), keys)
def test_one_id_and_key_give_one_pseudonym_and_another_key_another(whole: str, key: bytes) -> None:
    name = Pseudonyms(key).of("P", whole)
    assert is_pseudonym(name)
    assert Pseudonyms(key).of("P", whole) == name
    assert Pseudonyms(b"another " + key).of("P", whole) != name


def test_a_pseudonym_is_the_same_in_every_version() -> None:
    """Results of years stand beside each other; what changed here would pay everybody twice."""
    assert Pseudonyms(key_of(f" {KEY}\n")).of("P", "K-0102") == "P-GFHCDQNKBF5X"
    assert Pseudonyms(key_of(KEY)).of("E", "K-0102") == "E-XXQANGEN24QC"


def test_a_short_key_is_refused_and_not_shown() -> None:
    for key in ("", "   ", "secret-key"):
        with pytest.raises(InputError) as refused:
            masked([], key=key)
        (found,) = refused.value.findings
        assert found.code is Code.KEY_TOO_SHORT
        assert "secret" not in json.dumps(found.to_dict())


def fates(evaluation: Evaluation, names: Callable[[str], str]) -> Counter[tuple[str, ...]]:
    """What became of the rows of each member; of rows that say the same the id says which."""
    return Counter(
        (names(each.member_id), str(each.kind), str(each.state), *(str(reason.code) for reason in each.reasons))
        for each in evaluation.outcomes
    )


def results(evaluation: Evaluation, names: Callable[[str], str]) -> object:
    """Everything that is about somebody, by name."""
    paid = Counter(
        (names(each.payee), str(each.day), each.rule, each.reward, each.amount) for each in evaluation.payments
    )
    balances = {names(member): (each.earned, each.used, each.balance) for member, each in evaluation.statements.items()}
    ranked = {
        (each.award, each.period, row.rank, names(row.name), row.score)
        for each in evaluation.rankings
        for row in each.rows
    }
    return paid, balances, ranked, evaluation.totals, fates(evaluation, names)


@given(st.sampled_from([DONGHAE, SEOCHEON]).flatmap(lambda scheme: st.tuples(st.just(scheme), worlds(scheme))))
@settings(max_examples=30)
def test_the_result_of_renamed_facts_is_the_renamed_result(drawn: tuple[Any, World]) -> None:
    scheme, world = drawn
    facts = pseudonymous(scheme, world.entries, world.roster, world.claims, key=KEY)
    after = evaluate(scheme, facts.ledger, facts.roster, facts.claims, as_of="2025-03-31")
    members = Pseudonyms(key_of(KEY))
    before = world.evaluated(scheme)
    known = {*before.statements, *(each.member_id for each in before.outcomes)}
    assert results(after, str) == results(before, lambda name: members.of("P", name) if name in known else name)


def rows_of(members: list[str], entries: list[str], note: str) -> Rows:
    """Rows of every kind that tells of a person: given, shared, with a text, of a group, and such as are refused."""
    first, last = members[0], members[-1]
    told = [
        {"activity": "praise", "from_member": last, "note": note},
        {"activity": "talk", "size": "큼", "note": "강의"},
        {"activity": "talk", "size": "큼", "note": note},
        {"activity": "joint", "work": note, "share": "0.5"},
        {"activity": "joint", "work": f"{note}{first}", "share": first},
        {"activity": first},
        {"activity": "praise", "date": last},
        {"activity": "praise", "from_member": "nobody", "voids": first},
        {"activity": "talk", "size": first, "note": "강의"},
    ]
    rows = [
        {"entry_id": f"{entry}{at}{member}", "member_id": member, "date": "2024-06-10", **each}
        for member in members
        for entry in entries
        for at, each in enumerate(told)
    ]
    return [*rows, {"entry_id": entries[0], "member_id": "기획과", "date": "2024-06-11", "activity": "own"}]


@given(
    members=st.lists(IDS, min_size=2, max_size=3, unique=True),
    entries=st.lists(IDS, min_size=1, max_size=2, unique=True),
    note=IDS,
    lang=st.sampled_from(LANGUAGES),
)
@settings(max_examples=10)
def test_with_pseudonyms_no_id_of_the_input_is_in_any_output(
    members: list[str], entries: list[str], note: str, lang: Language
) -> None:
    rows = rows_of(members, entries, note)
    staff = [{"member_id": member, "department": "기획과"} for member in members[:-1]]
    staff += [{"member_id": members[0], "department": "기획과", "from": members[0]}]
    evaluation = masked(rows, staff)
    departments = dict.fromkeys(evaluation.statements, "기획과")
    asked = {*evaluation.statements, *(each.id for each in evaluation.outcomes if each.id)}
    told = [
        evaluation.to_json(),
        payments_csv(evaluation, lang, departments=departments),
        texts_of(evaluation_workbook(evaluation, lang, departments=departments)),
        *(evaluation.explain(each, lang) + evaluation.why_not(each, lang) for each in asked),
    ]
    letters = {letter for each in (*members, *entries, note) for letter in each}
    assert [letter for letter in letters if any(letter in each for each in told)] == []
    assert any(each.payee == "기획과" for each in evaluation.payments)  # a group is nobody's name


def test_the_same_search_finds_the_ids_where_there_are_no_pseudonyms() -> None:
    rows = rows_of(["쀍뷁Ж", "§№Щ"], ["ЖЖЖ"], "ЩЩЩ")
    told = evaluate(GIVEN, rows, [{"member_id": "쀍뷁Ж", "department": "기획과"}], as_of="2025-12-31").to_json()
    assert all(each in told for each in ("쀍뷁Ж", "§№Щ", "ЖЖЖ", "ЩЩЩ"))


def test_texts_are_renamed_but_for_the_words_of_the_scheme() -> None:
    rows = [
        {"entry_id": n, "member_id": "K-1", "date": "2024-06-10", "activity": "talk", "size": "큼", "note": note}
        for n, note in (("1", "강의"), ("2", "김민수의 강의"))
    ]
    first, second = pseudonymous(GIVEN, rows, key=KEY).ledger.entries
    assert first.facts["note"] == "강의"
    assert is_pseudonym(str(second.facts["note"]))
    assert masked(rows).totals.earned == evaluate(GIVEN, rows, as_of="2025-12-31").totals.earned == 2


def test_what_a_group_did_keeps_the_name_of_the_group() -> None:
    row = {"entry_id": "1", "member_id": "기획과", "date": "2024-06-10", "activity": "own"}
    (entry,) = pseudonymous(GIVEN, [row], key=KEY).ledger.entries
    assert (entry.member_id, is_pseudonym(entry.entry_id)) == ("기획과", True)


# The commands.

SCHEME = str(example_path("donghae.yaml"))
FACTS = (
    *(SCHEME, "--ledger", str(example_path("data/entries.csv")), "--roster", str(example_path("data/roster.csv"))),
    *("--claims", str(example_path("data/claims.csv")), "--as-of", "2024-08-31"),
)


def ids_of_the_example() -> set[str]:
    """Every id in the tables of the example."""
    found = set()
    for name in ("entries", "roster", "claims"):
        for row in csv.reader(io.StringIO(example_path(f"data/{name}.csv").read_text(encoding="utf-8-sig"))):
            found |= {cell for cell in row if cell[:2] in {"E-", "K-", "C-"}}
    return found


@pytest.fixture
def key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A file with the key, in an empty folder where the commands run, and no key in the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("INCENTIVE_RULES_MASK_KEY", raising=False)
    (tmp_path / "key.txt").write_text(f"{KEY}\n", encoding="utf-8")
    return "key.txt"


@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_a_masked_evaluation_shows_no_id_of_the_tables(command: Command, key_file: str, form: str) -> None:
    done = command("evaluate", *FACTS, "--mask", "--mask-key", key_file, "--format", form)
    assert done.code == FINDING  # rows of the example are rejected on purpose
    assert "P-" in done.out
    shown = done.out + done.err
    assert [each for each in ids_of_the_example() if each in shown] == []
    assert KEY not in shown


def test_the_key_may_stand_in_the_environment(command: Command, key_file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    by_file = command("evaluate", *FACTS, "--mask", "--mask-key", key_file, "--format", "csv")
    monkeypatch.setenv("INCENTIVE_RULES_MASK_KEY", KEY)
    assert command("evaluate", *FACTS, "--mask", "--format", "csv").out == by_file.out


def test_the_office_asks_by_the_id_and_is_told_by_the_pseudonym(command: Command, key_file: str) -> None:
    name = Pseudonyms(KEY.encode()).of("P", "K-0116")
    for query in ("K-0116", "member:K-0116", name):
        done = command("explain", *FACTS, query, "--mask", "--mask-key", key_file)
        assert (done.code, name in done.out, "K-0116" in done.out + done.err) == (0, True, False)


@OF_BOTH
def test_without_a_key_nothing_is_masked_by_chance(command: Command, key_file: str, lang: Language) -> None:
    missing = command("evaluate", *FACTS, "--mask", "--lang", lang)
    assert (missing.code, missing.out) == (STOPPED, "")
    assert "INCENTIVE_RULES_MASK_KEY" in missing.err
    alone = command("evaluate", *FACTS, "--mask-key", key_file, "--lang", lang)
    assert (alone.code, alone.out) == (STOPPED, "")
    assert "--mask" in alone.err


def test_a_list_is_for_posting_or_has_pseudonyms(command: Command, key_file: str) -> None:
    done = command("evaluate", *FACTS, "--posted", "--mask", "--mask-key", key_file, "--format", "csv")
    assert (done.code, done.out) == (STOPPED, "")
    assert "--posted, --mask" in done.err


@pytest.mark.slow
def test_a_masked_reconciliation_shows_no_id_of_the_sheet(command: Command, key_file: str) -> None:
    book = str(example_path("officer/five_mistakes.xlsx"))
    facts = (SCHEME, "--ledger", book, "--roster", book, "--claims", book, "--as-of", "2025-05-31", "--format", "json")
    whole, masked = (command("reconcile", *facts, *more) for more in ((), ("--mask", "--mask-key", key_file)))
    assert (whole.code, masked.code) == (FINDING, FINDING)
    assert re.search("[EKC]-[0-9]{2}", whole.out)
    assert not re.search("[EKC]-[0-9]{2}", re.sub("[EKCPW]-[0-9A-Z]{12}", "", masked.out + masked.err))


def test_a_result_with_ids_and_one_with_pseudonyms_are_not_compared(command: Command, key_file: str) -> None:
    mask = ("--mask", "--mask-key", key_file)
    command("evaluate", *FACTS, "--out", "ids.json")
    command("evaluate", *FACTS, *mask, "--out", "names.json")
    for options in ((*mask, "--since", "ids.json"), ("--since", "names.json")):
        done = command("evaluate", *FACTS, *options, "--format", "csv")
        assert (done.code, done.out) == (STOPPED, "")
        assert "--since" in done.err
    assert command("evaluate", *FACTS, *mask, "--since", "names.json", "--format", "csv").out.count("\n") == 1


def test_the_certificate_of_a_masked_result_is_replayed_by_the_same_key_from_the_tables_with_ids(
    command: Command, key_file: str, tmp_path: Path
) -> None:
    mask, kept = ("--mask", "--mask-key", key_file), ("--result", "names.json")
    tables = FACTS[: FACTS.index("--as-of")]
    command("evaluate", *FACTS, *mask, "--out", "names.json", "--certificate", "names.certificate.json")
    done = command("replay", "names.certificate.json", *tables, *mask, *kept)
    assert (done.code, [each for each in ids_of_the_example() if each in done.out + done.err]) == (0, [])
    (tmp_path / "other.txt").write_text(f"{KEY} and more", encoding="utf-8")
    for options in ((), ("--mask", "--mask-key", "other.txt")):
        other = command("replay", "names.certificate.json", *tables, *options, "--format", "json")
        assert other.code == FINDING
        parts = [each["part"] for each in json.loads(other.out)["differences"]]
        assert parts == ["ledger", "roster", "claims", "result"]


@OF_BOTH
def test_a_replay_does_not_compare_ids_with_pseudonyms(command: Command, key_file: str, lang: Language) -> None:
    mask, tables = ("--mask", "--mask-key", key_file), FACTS[: FACTS.index("--as-of")]
    command("evaluate", *FACTS, *mask, "--out", "names.json", "--certificate", "names.certificate.json")
    command("evaluate", *FACTS, "--out", "ids.json")
    for options in ((*mask, "--result", "ids.json"), ("--result", "names.json"), ("--mask-key", key_file)):
        done = command("replay", "names.certificate.json", *tables, *options, "--lang", lang)
        assert (done.code, done.out) == (STOPPED, "")
        assert "--mask" in done.err


# Small groups.


@given(st.lists(st.integers(0, 12), max_size=8), st.integers(1, 6))
def test_what_is_withheld_cannot_be_worked_out_from_the_sum(counts: list[int], smallest: int) -> None:
    hidden = withheld(counts, smallest)
    shown = [count for index, count in enumerate(counts) if index not in hidden]
    assert all(count == 0 or count >= smallest for count in shown)
    if hidden and any(shown):  # something that could be withheld too is shown, so enough is
        assert len(hidden) > 1
        assert sum(counts[index] for index in hidden) >= smallest
    assert not withheld(counts, 1)


POSTED = (
    *("compare", SCHEME, "--set", "awards.monthly.tiers.t3.at=2", *FACTS[1:5]),
    *("--as-of", "2024-08-31", "--option", "money"),
)


@pytest.mark.parametrize(("form", "lang"), [("table", "ko"), ("csv", "en")])
def test_a_comparison_for_posting_names_nobody(command: Command, form: str, lang: Language) -> None:
    whole, posted = (command(*POSTED, "--format", form, "--lang", lang, *more) for more in ((), ("--posted",)))
    assert any(each in whole.out for each in ids_of_the_example())
    assert [each for each in ids_of_the_example() if each in posted.out] == []
    assert words("withheld", lang) not in whole.out


@pytest.mark.parametrize("lang", ["ko"])
def test_a_comparison_for_posting_withholds_small_groups(command: Command, lang: Language) -> None:
    shown, hidden = (
        command(*POSTED, "--format", "csv", "--lang", lang, "--posted", "--smallest-group", each) for each in ("1", "9")
    )
    said = words("withheld", lang)
    assert said not in shown.out
    rows = [row for row in csv.reader(io.StringIO(hidden.out)) if said in row]
    assert rows
    assert all(row[4:10] == [said] * 6 or row[7] != said for row in rows)
    assert all(int(row[7]) >= 9 or int(row[7]) == 0 for row in rows if row[7] != said)


def test_the_order_of_groups_for_posting_tells_nothing(command: Command) -> None:
    """Else what is withheld would lie between its neighbours."""
    late = ("2024-12-31" if each == "2024-08-31" else each for each in POSTED)
    table = command(*late, "--posted", "--smallest-group", "9").out.partition("By department")[2]
    names = re.findall(r"^│ (\S+) .*(?:withheld|[0-9]) │$", table, re.MULTILINE)
    listed = [name for name in names if name not in {"department", "sum"}]
    assert len(listed) > 10
    assert listed == sorted(listed)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--posted", "--format", "json"], "a comparison for posting ('--posted') is made as table or csv"),
        (["--smallest-group", "3"], "--posted"),
        (["--posted", "--smallest-group", "0"], "a whole number from 1 on"),
    ],
)
def test_what_cannot_be_posted_is_refused(command: Command, options: list[str], told: str) -> None:
    done = command(*POSTED, *options)
    assert (done.code, done.out) == (STOPPED, "")
    assert told in done.err


@OF_BOTH
def test_the_score_of_a_department_is_posted_only_if_enough_people_made_it(lang: Language) -> None:
    people = {"가": "A", "나": "A", "다": "A", "라": "B", "마": "C"}
    rows = [
        {
            "entry_id": f"{name}{n}",
            "member_id": name,
            "date": "2024-06-10",
            "activity": "joint",
            "work": f"{name}{n}",
            "share": 1,
        }
        for name, department in people.items()
        if department != "C"
        for n in range(3)
    ]
    rows += [{"entry_id": "own", "member_id": "C", "date": "2024-06-10", "activity": "own"}]
    staff = [{"member_id": name, "department": each} for name, each in people.items()]
    evaluation = evaluate(GIVEN, rows, staff, as_of="2025-12-31")
    (ranking,) = [each for each in evaluation.rankings if each.period == "2024"]
    assert {row.name: str(row.score) for row in ranking.rows} == {"A": "36", "B": "12", "C": "3"}
    scores = {row[5]: row[6] for row in rankings_grid(evaluation, lang, posted=True).rows}
    assert {name: str(score) for name, score in scores.items()} == {"A": "36", "B": words("withheld", lang), "C": "3"}
    few = rankings_grid(evaluation, lang, posted=True, smallest_group=1)
    assert words("withheld", lang) not in [cell for row in few.rows for cell in row]
    assert "(36" in payments_csv(evaluation, lang, posted=True)
    assert "(36" not in payments_csv(evaluation, lang, posted=True, smallest_group=4)
