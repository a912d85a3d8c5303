"""The language reference says all that the language has and nothing else, in both languages, with examples that load.

A table is tied to a class by the comment above it: ``<!-- keys: Activity -->`` holds the keys of that mapping,
``<!-- words: Pay -->`` the words of that list, ``<!-- answers: year_end -->`` the answers to that question,
``<!-- columns: entry -->`` the columns of that table. What its first column names in backticks is compared.
"""

from __future__ import annotations

import ast
import inspect
import re
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import pytest
from pydantic import BaseModel

import incentive_rules
from incentive_rules import compare_readings, example_path, load_scheme, with_reading
from incentive_rules.codes import Code
from incentive_rules.facts import BUILT_IN_COLUMNS, FactKind, Facts
from incentive_rules.ledger import cells
from incentive_rules.ledger import model as ledger_model
from incentive_rules.ledger.columns import STATUS_WORDS, claim_columns, ledger_columns, roster_columns
from incentive_rules.program import model as program_model
from incentive_rules.program import rankings as program_rankings
from incentive_rules.reconcile import model as reconcile_model
from incentive_rules.reconcile import result as reconcile_result
from incentive_rules.report import approval
from incentive_rules.scheme import award_kinds, awards, conditions, grades, parts, pay_steps, rankings
from incentive_rules.scheme import model as scheme_model
from incentive_rules.scheme.answers import ANSWERS
from incentive_rules.scheme.conditions import JOINS, PROVENANCE_KEYS, RESERVED, Op
from incentive_rules.scheme.model import Scheme
from incentive_rules.scheme.policies import POLICIES
from incentive_rules.scheme.tree import read_tree
from incentive_rules.statement import changes, evaluation, record
from incentive_rules.statement import model as statement_model
from incentive_rules.statement.lives import account
from incentive_rules.statement.model import State

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parents[1] / "docs"
LANGUAGE = ("language.md", "language.ko.md")
READABLE = {"label", "title", "publisher", "quote", "assumed"}
"""Keys whose texts are in the language of the document."""

MARKED = re.compile(r"^<!-- (keys|words|answers|columns|tests)(?:: (\w+))? -->\n((?:\|.*\n)+)", re.MULTILINE)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"^(#+) (.*)$", re.MULTILINE)
LINK = re.compile(r"\]\(([\w.]*)(?:#([^)]*))?\)")
BACKTICKED = re.compile(r"`([^`]+)`")

both = pytest.mark.parametrize("name", LANGUAGE)


@cache
def text_of(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


@cache
def prose(name: str) -> str:
    """A document without its blocks of code."""
    return BLOCK.sub("", text_of(name))


def rows(table: str) -> Iterator[list[str]]:
    """The cells of each row below the header."""
    for line in table.splitlines()[2:]:
        yield [cell.strip() for cell in line.strip("|").split("|")]


@cache
def tables(name: str) -> dict[tuple[str, str], list[list[str]]]:
    found = [((kind, of), list(rows(table))) for kind, of, table in MARKED.findall(text_of(name))]
    assert len(found) == len(dict(found)), "each table is tied to its own class"
    return dict(found)


def named(name: str, kind: str, of: str = "") -> list[str]:
    """What the first column of a table names."""
    return [word for row in tables(name)[kind, of] for word in BACKTICKED.findall(row[0])]


@cache
def language() -> tuple[dict[str, type[BaseModel]], dict[str, type[StrEnum]]]:
    """Every mapping and every list of words that a scheme file may hold."""
    models: dict[str, type[BaseModel]] = {}
    words: dict[str, type[StrEnum]] = {}
    waiting: list[Any] = [Scheme]
    while waiting:
        each = waiting.pop()
        if isinstance(each, type) and issubclass(each, BaseModel) and each.__name__ not in models:
            models[each.__name__] = each
            waiting += [field.annotation for field in each.model_fields.values()]
        elif isinstance(each, type) and issubclass(each, StrEnum):
            words[each.__name__] = each
        waiting += get_args(each)
    return models, words


def keys_of(model: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


@both
def test_every_mapping_has_a_table_of_exactly_its_keys(name: str) -> None:
    expected = {of: keys_of(model) for of, model in language()[0].items()}
    expected |= {"InForce": keys_of(parts.InForce), "Answer": {"is", *PROVENANCE_KEYS}}
    told = {of: set(named(name, "keys", of)) for kind, of in tables(name) if kind == "keys"}
    assert told == expected


@both
def test_every_list_of_words_has_a_table_of_exactly_its_words(name: str) -> None:
    expected = {of: {str(word) for word in words} for of, words in language()[1].items()}
    expected |= {"AwardKind": set(award_kinds.AWARD_KINDS), "policies": set(POLICIES)}
    expected |= {each.__name__: {str(word) for word in each} for each in (State, ledger_model.Status)}
    told = {of: set(named(name, "words", of)) for kind, of in tables(name) if kind == "words"}
    assert told == expected


@both
def test_every_question_has_a_heading_in_order_and_a_table_of_exactly_its_answers(name: str) -> None:
    assert re.findall(r"^### `(\w+)`", prose(name), re.MULTILINE) == list(ANSWERS)
    told = {of: tuple(named(name, "answers", of)) for kind, of in tables(name) if kind == "answers"}
    assert told == ANSWERS
    when = re.findall(r"^\| `(\w+)` \| ", prose(name), re.MULTILINE)
    assert [question for question in when if question in ANSWERS] == list(ANSWERS)


@both
def test_the_table_of_tests_has_exactly_the_tests_of_conditions(name: str) -> None:
    assert set(named(name, "tests")) == {*map(str, Op), *JOINS}


@both
def test_the_kinds_of_facts_and_the_reserved_words_are_named(name: str) -> None:
    assert {str(kind) for kind in FactKind} < set(named(name, "keys", "FactSpec"))
    assert any(set(BACKTICKED.findall(paragraph)) >= RESERVED for paragraph in prose(name).split("\n\n"))


@both
def test_the_tables_of_columns_name_exactly_the_columns_and_all_their_korean_names(name: str) -> None:
    for of, columns_of in {"entry": ledger_columns, "roster": roster_columns, "claim": claim_columns}.items():
        columns = columns_of(Facts())
        assert set(named(name, "columns", of)) == {column.name for column in columns}
        for column in columns:
            written = next(row for row in tables(name)["columns", of] if f"`{column.name}`" in row[0])[1]
            korean = {word for word in (*column.words, *column.generic) if not word.isascii()}
            assert korean <= set(re.split("[,;] | \\(", written.removesuffix(")"))), column.name


@both
def test_the_status_words_are_all_named(name: str) -> None:
    for row in tables(name)["words", "Status"]:
        status = ledger_model.Status(BACKTICKED.findall(row[0])[0])
        assert {word for word, of in STATUS_WORDS.items() if of is status} <= {*row[1].split(", "), str(status)}


@both
def test_every_example_loads(name: str) -> None:
    """A whole file by itself; a part in place of the keys of the same name of the first file."""
    examples = [data_of(code) for kind, code in BLOCK.findall(text_of(name)) if kind == "yaml"]
    first = examples[0]
    assert first["language"] == "1"
    assert len(examples) > len(ANSWERS)
    for example in examples:
        load_scheme(example if "language" in example else {**first, **example})


@both
def test_every_key_stands_in_an_example(name: str) -> None:
    shown = {key for kind, code in BLOCK.findall(text_of(name)) if kind == "yaml" for key in keys_in(data_of(code))}
    assert {key for model in language()[0].values() for key in keys_of(model)} - shown == set()


def keys_in(node: Any) -> Iterator[str]:
    """Every key of a file, with those of its inner mappings."""
    if isinstance(node, dict):
        yield from node
    for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from keys_in(each)


@both
def test_every_whole_file_is_also_read_from_a_file(name: str) -> None:
    """So that the Python examples below it, and editors, see what the reader sees."""
    whole = re.findall(r"(<!-- file: \S+ -->\n)?```yaml\nlanguage:", text_of(name))
    assert all(whole)


def data_of(code: str) -> dict[str, Any]:
    tree, findings = read_tree(code)
    assert tree is not None, findings
    assert isinstance(tree.data, dict)
    return tree.data


def without_readable(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: "" if key in READABLE else without_readable(value) for key, value in node.items()}
    return [without_readable(each) for each in node] if isinstance(node, list) else node


def without_comments(code: str) -> str:
    tree = ast.parse(code)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and ast.get_docstring(node):
            node.body = node.body[1:]
    return ast.dump(tree)


def test_both_languages_have_the_same_examples_but_for_texts_that_people_read() -> None:
    english, korean = (BLOCK.findall(text_of(name)) for name in LANGUAGE)
    assert [kind for kind, _ in english] == [kind for kind, _ in korean]
    for (kind, code), (_, other) in zip(english, korean, strict=True):
        if kind == "yaml":
            assert without_readable(data_of(code)) == without_readable(data_of(other))
        else:
            assert without_comments(code) == without_comments(other)


def test_both_languages_have_the_same_headings_and_tables() -> None:
    english, korean = ([len(level) for level, _ in HEADING.findall(prose(name))] for name in LANGUAGE)
    assert english == korean
    assert list(tables(LANGUAGE[0])) == list(tables(LANGUAGE[1]))
    for kind, of in tables(LANGUAGE[0]):
        assert named(LANGUAGE[0], kind, of) == named(LANGUAGE[1], kind, of)
    assert len(every_table(LANGUAGE[0])) == len(every_table(LANGUAGE[1]))
    for table, other in zip(every_table(LANGUAGE[0]), every_table(LANGUAGE[1]), strict=True):
        assert len(list(rows(table))) == len(list(rows(other))), table


def every_table(name: str) -> list[str]:
    return re.findall(r"(?:^\|.*\n)+", prose(name), re.MULTILINE)


@pytest.mark.parametrize("name", [*LANGUAGE, "glossary.md"])
def test_every_link_leads_somewhere(name: str) -> None:
    for file, anchor in LINK.findall(prose(name)):
        path = DOCS / file if file else DOCS / name
        assert path.is_file(), file
        assert not anchor or anchor in {slug(title) for _, title in HEADING.findall(prose(path.name))}, anchor


def slug(title: str) -> str:
    """The anchor that GitHub gives a heading."""
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


def glossary() -> list[list[str]]:
    return [row for table in every_table("glossary.md") for row in rows(table)]


@cache
def vocabulary() -> frozenset[str]:
    """Every word that the language, its answers and the code have as a name."""
    models, words = language()
    names = {key for model in models.values() for key in keys_of(model)} | {*ANSWERS, *map(str, Op), *JOINS}
    names |= {str(word) for each in words.values() for word in each} | {
        *map(str, Code),
        *award_kinds.AWARD_KINDS,
        *POLICIES,
    }
    names |= {answer for answers in ANSWERS.values() for answer in answers} | {*map(str, State), *BUILT_IN_COLUMNS}
    modules = (
        ledger_model,
        program_model,
        program_rankings,
        parts,
        awards,
        grades,
        pay_steps,
        rankings,
        conditions,
        scheme_model,
        statement_model,
        evaluation,
        record,
        changes,
        cells,
        reconcile_model,
        reconcile_result,
        approval,
    )
    for thing in (thing for module in (*modules, account) for thing in vars(module).values() if inspect.isclass(thing)):
        names.add(thing.__name__)
        names |= {each.name for each in fields(thing)} if is_dataclass(thing) else set(getattr(thing, "_fields", ()))
        names |= {name for name, each in vars(thing).items() if isinstance(each, property)}
    return frozenset(names | set(incentive_rules.__all__))


def test_every_id_of_the_glossary_is_a_name_of_the_language_or_the_code() -> None:
    ids = [word for row in glossary() for word in BACKTICKED.findall(row[2])]
    assert len(ids) > 40
    assert [word for word in ids if word not in vocabulary()] == []


def test_each_idea_of_the_glossary_has_one_word_in_each_language() -> None:
    for column in (0, 1, 2):
        words = [row[column] for row in glossary()]
        assert sorted(words) == sorted(set(words))


def test_the_glossary_says_what_becomes_of_rows() -> None:
    ids = {word for row in glossary() for word in BACKTICKED.findall(row[2])}
    assert ids >= {str(state) for state in State}


@both
def test_the_table_of_readings_says_how_the_example_is_written_and_what_it_pays(name: str) -> None:
    """Each row against `examples/donghae.yaml` under that reading: its keys, its payments by month, their sum."""
    scheme = load_scheme(example_path("donghae.yaml"))
    months = [("2024-06-10", 4), ("2024-07-10", 3), ("2024-08-10", 5)]
    work = [
        {"entry_id": f"{day} {n}", "member_id": "K-1", "date": day, "activity": "achievement"}
        for day, times in months
        for n in range(times)
    ]
    staff = [{"member_id": "K-1", "grade": "7급", "department": "행정과"}]
    results = compare_readings(scheme, work, staff, as_of="2024-12-31", option="money")
    told = next(list(rows(table)) for table in every_table(name) if "`again` | `consume`" in table)
    for (_, *keys, paid, total), result in zip(told, results, strict=True):
        award = (with_reading(scheme, result.reading) if result.reading else scheme).to_dict()["awards"]["monthly"]
        written = [data_of(f"is: {key.strip('`')}")["is"] for key in keys]
        assert written == [award[key] for key in ("measure", "pay", "again", "consume")]
        won = {month: int(amount) // 10000 for month, amount in result.by_month("donghae_pay").items()}
        assert int(total) == sum(won.values())
        first = [sum(map(int, part.split("+"))) for part in re.findall(r"[\d+]+", paid)[:3]]
        assert first == [won.get(month, 0) for month in ("2024-06", "2024-07", "2024-08")]
