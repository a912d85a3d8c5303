"""The laws of reading: texts stay texts, every part has its exact place, and nothing that is read can do harm."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incentive_rules import Code
from incentive_rules.scheme import tree_bounds, tree_nodes
from incentive_rules.scheme.tree import Tree, read_tree, tree_of
from incentive_rules.source import LINE_BREAK, Place

if TYPE_CHECKING:
    from incentive_rules.errors import Diagnostic

SAME_EVERY_TIME = settings(derandomize=True, database=None, deadline=None, max_examples=300)

SCHEME = """\
language: 1
label: {ko: 동해시 적극행정 마일리지, en: Donghae City mileage}   # both languages
from: 2024-06-01
facts:
  member: {grade: {ordered: [9급, 8급, 7급]}, department: {group}}
activities:
  시책제안:
    label: "시책 제안"
    points: 0.5
  collaboration: {label: 협업 😀 해결, points: 010, when: {praised: NO}}
awards:
- monthly
- at: 12:30
  note: |
    한 줄
    두 줄
"""


def read(source: str | bytes) -> Tree:
    """The tree of a text in which nothing is wrong."""
    tree, findings = read_tree(source, "a.yaml")
    assert findings == []
    assert tree is not None
    return tree


def only(source: str | bytes) -> Diagnostic:
    """The one finding of a text."""
    _, [finding] = read_tree(source, "a.yaml")
    return finding


def marked(place: Place) -> str:
    """The letters above the carets."""
    return place.excerpt[place.column - 1 : place.column - 1 + place.width]


def paths(data: object, above: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The way to every part of some data."""
    steps = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [above, *(path for step, part in steps for path in paths(part, (*above, step)))]


# Values.


@pytest.mark.parametrize("text", ["NO", "yes", "010", "0x1F", "1_000", "12:30", "1e3", ".inf", "2024-06-01", "=", "<<"])
def test_what_other_readers_turn_into_something_else_stays_the_text_that_it_is(text: str) -> None:
    assert read(f"a: {text}").data == {"a": text}
    assert read(f"{text}: a").data == {text: "a"}


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_a_plain_nothing_is_nothing_and_a_quoted_one_is_a_text(text: str) -> None:
    assert read(f"a: {text}").data == {"a": None}
    assert read(f"a: '{text}'").data == {"a": text}
    assert read(f'a: "{text}"').data == {"a": text}


def test_keys_keep_the_order_of_the_file() -> None:
    tree = read("c: 1\na: 2\nb: 3")
    assert isinstance(tree.data, dict)
    assert list(tree.data) == ["c", "a", "b"]


def test_a_key_is_read_in_composed_form_so_that_equal_words_are_equal() -> None:
    decomposed = "\u110c\u1175\u11a8\u1100\u1173\u11b8"
    assert read(f"{decomposed}: 1").data == {"직급": "1"}
    assert only(f"직급: 1\n{decomposed}: 2").code is Code.DUPLICATE_KEY


def test_a_merge_key_is_a_key_like_any_other() -> None:
    assert read("a: &a {b: 1}\nc: {<<: *a, d: 2}").data == {"a": {"b": "1"}, "c": {"<<": {"b": "1"}, "d": "2"}}


def test_an_alias_repeats_what_its_anchor_names_last() -> None:
    assert read("a: &x 1\nb: *x\nc: &x [2]\nd: *x").data == {
        "a": "1",
        "b": "1",
        "c": ["2"],
        "d": ["2"],
    }
    assert read("a: &x key\n*x : 1").data == {"a": "key", "key": "1"}


@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_a_byte_order_mark_changes_nothing(mark: str) -> None:
    for source in (f"{mark}a: 1", f"{mark}a: 1".encode()):
        tree = read(source)
        assert tree.data == {"a": "1"}
        assert tree.place(("a",)).column == 4


def test_every_line_break_of_yaml_ends_a_line() -> None:
    for line_break in ("\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"):
        place = read(f"a: 1{line_break}나: 2{line_break}").place(("나",))
        assert (place.line, place.column, place.excerpt) == (2, 4, "나: 2")


# Places.


def test_the_letters_marked_at_a_text_are_that_text() -> None:
    tree = read(SCHEME)
    for path, text in [
        (("label", "ko"), "동해시 적극행정 마일리지"),
        (("facts", "member", "grade", "ordered", 2), "7급"),
        (("activities", "시책제안", "label"), '"시책 제안"'),
        (("activities", "collaboration", "label"), "협업 😀 해결"),
        (("activities", "collaboration", "points"), "010"),
        (("awards", 1, "at"), "12:30"),
    ]:
        assert marked(tree.place(path)) == text


def test_the_letters_marked_at_a_key_are_that_key() -> None:
    tree = read(SCHEME)
    named = [path for path in paths(tree.data) if path and isinstance(path[-1], str)]
    assert len(named) == 23
    for path in named:
        assert marked(tree.place(path, key=True)) == path[-1]


def test_carets_stand_under_korean_letters_which_are_two_columns_wide() -> None:
    tree = read(SCHEME)
    assert tree.place(("activities", "collaboration", "points")).picture().splitlines() == [
        "  10 |   collaboration: {label: 협업 😀 해결, points: 010, when: {praised: NO}}",
        "     | " + " " * 47 + "^^^",
    ]
    assert tree.place(("label", "ko")).picture().splitlines()[1].count("^") == 24


def test_of_what_goes_on_over_several_lines_the_first_is_marked_without_its_comment() -> None:
    tree = read(
        "a:\n  나: 1   # one\n  c: 2\nd: |  # text\n  x\ne: {f: 1,\n  g: 2}\nh: two\n  lines\ni: &x  # anchor\n  - j"
    )
    letters = [marked(tree.place((key,))) for key in "adehi"]
    assert letters == ["나: 1", "|", "{f: 1,", "two", "&x"]


def test_a_bracketed_value_is_marked_to_its_end() -> None:
    assert marked(read("a: {나: [1, 2]} # comment").place(("a",))) == "{나: [1, 2]}"


def test_an_empty_value_is_marked_by_its_key_or_its_dash() -> None:
    tree = read("a:\nb: {나: , c: }\nd:\n  -\n  - x")
    assert [marked(tree.place(path)) for path in [("a",), ("b", "나"), ("b", "c"), ("d", 0)]] == ["a", "나", "c", "-"]


def test_what_is_missing_stands_at_the_key_of_its_nearest_holder() -> None:
    tree = read("activities:\n  제안: {label: x}\n  other: [1]")
    place = tree.place(("activities", "제안", "points"))
    assert (marked(place), place.line, place.address) == ("제안", 2, "activities.제안.points")
    assert marked(tree.place(("activities", "other", 7))) == "other"
    assert marked(tree.place(("activities", "제안", "label", "ko", 0))) == "label"
    assert tree.place(("nothing",)).line == 1


def test_an_aliased_value_stands_at_its_alias_and_its_parts_where_they_are_written() -> None:
    tree = read("a: &x {b: 1}\nc: *x")
    whole, part = tree.place(("c",)), tree.place(("c", "b"))
    assert (whole.line, marked(whole)) == (2, "*x")
    assert (part.line, marked(part), part.address) == (1, "1", "c.b")


# What is refused while reading goes on.


def test_all_that_is_wrong_is_found_at_once_and_the_rest_is_read() -> None:
    tree, findings = read_tree("a: !!int 1\nb: {c: 1, c: 2}\n? [d]\n: e\nf: *g\nh: &h {i: *h}\nj: k")
    assert [found.code for found in findings] == [
        Code.TAG_REFUSED,
        Code.DUPLICATE_KEY,
        Code.KEY_NOT_TEXT,
        Code.YAML_SYNTAX,
        Code.ALIAS_CYCLE,
    ]
    assert [found.place.address for found in findings] == ["a", "b.c", "", "f", "h.i"]
    assert tree is not None
    assert tree.data == {"a": "1", "b": {"c": "1"}, "f": None, "h": {"i": None}, "j": "k"}


def test_of_a_key_written_twice_the_first_value_counts_and_the_second_is_pointed_out() -> None:
    finding = only("x:\n  직급: 1\n  다른: 2\n  직급: {a: {b: 3}}\n")
    assert finding.code is Code.DUPLICATE_KEY
    assert (finding.place.line, marked(finding.place), finding.place.address) == (4, "직급", "x.직급")
    assert finding.message("en") == "the key '직급' stands twice here; first in line 2"


@pytest.mark.parametrize(
    ("source", "tag"),
    [
        ("a: !!python/object/apply:os.system [ls]", "!!python/object/apply:os.system"),
        ("a: !!int 5", "!!int"),
        ("a: !!str 5", "!!str"),
        ("a: !foo {b: 1}", "!foo"),
        ("a: ! 5", "!"),
        ("a: &x !foo 5", "!foo"),
        ("a: &x\n  !foo 5", "!foo"),
        ("a: !<tag:yaml.org,2002:int> 5", "!<tag:yaml.org,2002:int>"),
        ("!foo a: b", "!foo"),
        ("[!foo ]", "!foo"),
        ("a: !unknown!foo 5", "!unknown!foo"),
        ("a: !<foo", "!<foo"),
        ("%TAG !e! tag:example.org:\n---\na: !e!foo 5", "!e!foo"),
    ],
)
def test_every_explicit_tag_is_refused_in_the_words_of_the_file(source: str, tag: str) -> None:
    finding = only(source)
    assert finding.code is Code.TAG_REFUSED
    assert finding.facts == {"name": tag}
    assert marked(finding.place) == tag


def test_an_exclamation_mark_inside_a_text_is_no_tag() -> None:
    assert read("a: 잘했습니다! 정말!\nb: (축하!)").data == {"a": "잘했습니다! 정말!", "b": "(축하!)"}


@pytest.mark.parametrize("key", ["[a, b]", "{a: b}", "~", "null", "? |\n  a\n  b\n", '"a\\nb"'])
def test_a_key_that_is_not_one_line_of_text_is_refused(key: str) -> None:
    tree, [finding] = read_tree(f"x: 1\n{key}: 2\n")
    assert finding.code is Code.KEY_NOT_TEXT
    assert finding.place.line == 2
    assert tree is not None
    assert tree.data == {"x": "1"}


def test_an_alias_inside_what_it_names_is_refused_and_one_beside_it_is_not() -> None:
    finding = only("a: &x\n  나: [1, *x]")
    assert (finding.code, finding.place.line, marked(finding.place)) == (Code.ALIAS_CYCLE, 2, "*x")
    assert read("a: &x [&x b, *x]\nc: *x").data == {"a": ["b", "b"], "c": "b"}


def test_a_character_written_as_an_escape_must_be_one_that_yaml_allows() -> None:
    for escape in (r"\0", r"\x07", r"\e", r"\ud83d\ude00", r"\ufeff"):
        tree, [finding] = read_tree(f'a: "가{escape}"')
        assert finding.code is Code.CONTROL_CHARACTER
        assert marked(finding.place) == f'"가{escape}"'
        assert tree is not None
        assert str(tree.data).encode()
    assert read(r'a: "\t\n\u00e9\U0001f600"').data == {"a": "\t\n\u00e9\U0001f600"}


# What cannot be read at all.


def test_a_file_of_ten_megabytes_is_refused_by_its_size_alone() -> None:
    for source in (b"\xff" * 10_000_000, "[" * 10_000_000, "가" * 700_000):
        finding = only(source)
        assert finding.code is Code.FILE_TOO_LARGE
        assert finding.facts == {"limit": 2_000_000}


def test_a_file_may_have_exactly_the_size_that_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree_bounds, "MOST_BYTES", 6)
    assert read("a: 가").data == {"a": "가"}
    assert only("a: 가 ").code is Code.FILE_TOO_LARGE


@pytest.mark.parametrize(
    "source", ["", " \n\n", "# a comment\n", "---\n", "---\n...\n", "~", "\ufeff", b"", b"\xef\xbb\xbf"]
)
def test_a_file_in_which_nothing_stands_is_empty(source: str | bytes) -> None:
    finding = only(source)
    assert (finding.code, str(finding.place)) == (Code.FILE_EMPTY, "a.yaml")


def test_a_cp949_file_is_named_and_shown_in_korean_with_the_caret_at_its_first_korean_letter() -> None:
    finding = only("id: a\r\nlabel: 동해시 마일리지\r\n".encode("cp949"))
    assert finding.code is Code.NOT_UTF8
    assert finding.facts == {"encoding": "CP949"}
    assert (finding.place.line, finding.place.column) == (2, 8)
    assert finding.place.excerpt == "label: 동해시 마일리지"


def test_a_cp949_letter_whose_first_byte_looks_like_utf8_is_still_marked_whole() -> None:
    data = b"a: \xea\xb0\xb4\xd9"  # EA B0 B4 alone would be the UTF-8 form of one letter
    finding = only(data)
    assert finding.place.excerpt == data.decode("cp949")
    assert finding.place.column == 5


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_utf16_file_is_named_by_its_mark(codec: str) -> None:
    mark = {"utf-16": b"", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}[codec]
    finding = only(mark + "라벨: 가\n나: 다".encode(codec))
    assert finding.code is Code.NOT_UTF8
    assert finding.facts == {"encoding": "UTF-16"}
    assert (finding.place.line, finding.place.excerpt) == (1, "라벨: 가")


def test_bytes_of_no_known_encoding_are_not_given_a_name() -> None:
    finding = only("나: 1\n라벨: 가".encode()[:-1] + b"\xff\n")
    assert finding.code is Code.NOT_UTF8
    assert (finding.place.line, finding.place.column, finding.place.excerpt[:4]) == (2, 5, "라벨: ")
    assert "unknown" in finding.message("en")


@pytest.mark.parametrize("letter", ["\0", "\x07", "\x1b", "\x7f", "\x9f", "\ud800", "\ufeff", "\uffff"])
def test_a_character_that_yaml_does_not_allow_is_found_at_its_place_and_never_printed(letter: str) -> None:
    finding = only(f"a: 1\n나: 다{letter}라\n")
    assert finding.code is Code.CONTROL_CHARACTER
    assert finding.facts == {"name": f"U+{ord(letter):04X}"}
    assert (finding.place.line, finding.place.column, finding.place.excerpt) == (2, 5, "나: 다\ufffd라")


def test_every_such_character_is_found_but_not_a_million_of_them() -> None:
    _, findings = read_tree("a\0b\n\0\x07")
    assert [str(found.place) for found in findings] == ["1:2", "2:1", "2:2"]
    assert len(read_tree("\0" * 1_000_000)[1]) == 20


def test_a_second_document_is_refused_where_it_begins() -> None:
    finding = only("a: 1\n--- # again\nb: 2")
    assert (finding.code, str(finding.place), marked(finding.place)) == (Code.SEVERAL_DOCUMENTS, "a.yaml:2:1", "---")
    assert read("%YAML 1.1\n--- # only one\na: 1\n...\n").data == {"a": "1"}


@pytest.mark.parametrize(
    ("source", "column"),
    [
        ("\ta: 1", 1),
        ("a: 1\n  \tb: 2", 3),
        ("a:\tb", 3),
        ("a: b\t", 5),
        ("a: b\t# c", 5),
        ("[\n\ta]", 1),
        ("a: |\n\tb", 1),
    ],
)
def test_a_tab_outside_quotes_and_text_is_named(source: str, column: int) -> None:
    finding = only(source)
    assert finding.code is Code.TAB_INDENT
    assert (finding.place.line, finding.place.column) == (source[: source.index("\t")].count("\n") + 1, column)


def test_a_tab_inside_quotes_text_or_a_comment_is_kept() -> None:
    assert read('a: "b\tc"\nd: e # f\tg\nh: |\n  i\tj').data == {"a": "b\tc", "d": "e", "h": "i\tj"}


@pytest.mark.parametrize(
    ("source", "line", "letters", "problem"),
    [
        ('a: 1\nb: "가\nc: 2', 2, '"가', "this quote is not closed"),
        ("a: '가\n---\n", 1, "'가", "this quote is not closed"),
        ("a: [1, [2\nb: 3", 1, "[", "this bracket is not closed, or a comma is missing inside it"),
        ("a: &x {b: 1", 1, "{", "this bracket is not closed"),
        ("[", 1, "[", "this bracket is not closed"),
        ('a: ["나" 1]', 1, "1", "a comma is missing, or the brackets do not match"),
        ("a: {b: 1]", 1, "]", "a comma is missing, or the brackets do not match"),
        ("a: [1]]", 1, "]", "a closing bracket without an opening one"),
        ("a: }", 1, "}", "a closing bracket without an opening one"),
        ("a: {ko: 언제?}", 1, "?", "inside brackets, a value with '?' needs quotes"),
        ("a: 1\nlabel 가 # b\nb: 1", 2, "label 가", "there is no colon after this key"),
        ("a: 1\npoints:3\nb: 1", 2, "points:3", "there is no blank after the colon"),
        (": 1", 1, ":", "there is no key before this colon"),
        ("라벨: 가: 나", 1, ":", "a second colon in the line; put the value in quotes"),
        (
            "라벨: 가\n   나: 1",
            2,
            ":",
            "the line above lacks a colon or the blank after it, or the indentation does not fit",
        ),
        ("a:\n   b: 1\n  c: 2", 3, "c", "the indentation does not fit the lines above"),
        ('a: "b" c', 1, "c", "something follows after the value has ended; quotes go around the whole value"),
        ('"a" b', 1, "b", "something follows after the value has ended; quotes go around the whole value"),
        ("a: @b", 1, "@", "a value without quotes cannot begin with '@'"),
        ("a: `b`", 1, "`", "a value without quotes cannot begin with '`'"),
        ("a: %5", 1, "%", "a value without quotes cannot begin with '%'"),
        ("a: [- b]", 1, "-", "a value without quotes cannot begin with '-'"),
        (
            "a: *강조*",
            1,
            "*강조*",
            "a text that begins with '*' or '&' needs quotes; the name of an anchor has Latin letters and digits",
        ),
        (
            "a: &기본 1",
            1,
            "&기본 1",
            "a text that begins with '*' or '&' needs quotes; the name of an anchor has Latin letters and digits",
        ),
        ("a: > 50", 1, "> 50", "after '|' or '>' the text begins on the next line; put the value in quotes"),
        ("a: - b", 1, "-", "a list item (-) cannot stand here"),
        ("a: ? b", 1, "?", "'?' cannot stand here"),
        (
            'a: "C:\\제도"',
            1,
            "제",
            "in double quotes a backslash begins a special character, and there is no such one; use single quotes",
        ),
        ("%제도\na: 1", 1, "%제도", "a line that begins with '%' must be a YAML directive"),
        ("%foo", 1, "", "a line that begins with '%' must be a YAML directive"),
        ("%YAML 2.0\n---\na: 1", 1, "%", "a line that begins with '%' must be a YAML directive"),
        ('a: "\\UFFFFFFFF"', 1, "F", "it cannot be read from here on"),
        ("나: 1\na: *나머지", 2, "*나머지", None),
        ("a: 1\nb: *c", 2, "*c", "there is no '&c' before it"),
    ],
)
def test_wrong_syntax_is_told_in_plain_words_where_it_is_best_mended(
    source: str, line: int, letters: str, problem: str | None
) -> None:
    finding = only(source)
    assert finding.code is Code.YAML_SYNTAX
    assert (finding.place.line, marked(finding.place)) == (line, letters)
    if problem:
        assert finding.message("en") == f"this is not YAML: {problem}"
    assert any("가" <= letter <= "힣" for letter in finding.message("ko").partition(": ")[2])


# Bounds.


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}"), ("- ", ""), ("? ", "")])
def test_fifty_levels_are_read_or_refused_alike_and_a_hundred_thousand_are_harmless(opening: str, closing: str) -> None:
    for pure in (False, True):
        codes = [found.code for found in read_tree(opening * 50 + "a" + closing * 50, pure=pure)[1]]
        assert Code.TOO_DEEP not in codes
        for levels in (51, 100_000):
            tree, [*_, finding] = read_tree(opening * levels + "a" + closing * levels, pure=pure)
            assert tree is None
            assert finding.code is Code.TOO_DEEP
            assert (finding.place.line, finding.place.column) == (1, 50 * len(opening) + 1)


def test_levels_are_counted_with_every_alias_written_out() -> None:
    def chain(links: int) -> str:
        return "- &a0 [x]\n" + "".join(f"- &a{after} [*a{before}]\n" for before, after in pairwise(range(links)))

    assert isinstance(read(chain(49)).data, list)
    finding = only(chain(50))
    assert (finding.code, finding.place.line, marked(finding.place)) == (Code.TOO_DEEP, 50, "*a48")


def test_values_are_counted_with_every_alias_written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree_nodes, "MOST_VALUES", 10)
    assert read("a: &x [1, 2]\nb: *x").data == {"a": ["1", "2"], "b": ["1", "2"]}
    finding = only("a: &x [1, 2]\nb: *x\nc: d")
    assert (finding.code, finding.place.line, marked(finding.place)) == (Code.TOO_MANY_VALUES, 3, "d")
    finding = only("a: &x [1, 2, 3]\n나: *x")
    assert (finding.code, finding.place.line, marked(finding.place)) == (Code.TOO_MANY_VALUES, 2, "*x")


def test_a_billion_laughs_are_refused_at_the_alias_that_is_too_many() -> None:
    laughs = "".join(
        f"a{after}: &a{after} [{', '.join([f'*a{before}'] * 10)}]\n" for before, after in pairwise(range(10))
    )
    finding = only("a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]\n" + laughs)
    assert finding.code is Code.TOO_MANY_VALUES
    assert (finding.place.line, marked(finding.place)) == (5, "*a3")


@pytest.mark.unmeasured
def test_more_values_than_are_allowed_are_refused_at_the_first_one_too_many() -> None:
    finding = only("- a\n" * 150_000)
    assert (finding.code, finding.place.line) == (Code.TOO_MANY_VALUES, 100_000)


# Both loaders, and any text at all.


CORPUS = [
    SCHEME,
    *(SCHEME[: len(SCHEME) * part // 40] for part in range(40)),
    "a: &x {b: 1}\nc: *x\nd: [*x, *x]\n",
    "- a\n- - b\n  - c: d\n    e:\n-\n- {f, g: , 'h': i}\n",
    "a: >-\n  folded\n\n  text\nb: |+2\n    kept\n\nc: 'it''s'\nd: \"two\n  lines\"\n",
    "? a\n: b\n? c\n",
    "[a: b, ? c : d, {e}, [f]]\n",
    "plain\n  over\n\n  lines\n",
    "a:\r\n  나: 1\r\n  - b\r\n",
    "a: b\rc: d\r%e",
    "|#comment\n text",
    "a: [b?, c]\n",
    "a: [?b, {? c : d}, {?e: f}, g ?h]\n",
    "a: b?c  # ?\n# ? {?\nd: ['e?', \"?f\", {g: '?'}]\nh: [i]\nj: ?k\nl: |\n  [m?]\n",
    "- {a: [b]}\n- c?d\n- [{}, e, f?]\n- ? g\n  : h?\n",
    "a:\tb\n",
    "'a':b\n",
    '{a:b, "c":d}\n',
    "a: ! b\n",
    "a: \u2028 b\n",
    "%YAML 1.1\n---\na: 1\n...\n---\nb: 2\n",
    "😀: [😀, 나]  # 😀\n가: &x 😀\nb: *x\n",
    "a: 1\n...\nb\n",
    "---\n---\n",
]

ALPHABET = """
가 나다 😀 a b 1 010 : , - ? [ ] { } ' " # &x *x * & ! !t !!int | > |- >2 % @ ` ~ --- ... \\ \\n \\x07 {c: &x [ <<:
"""
SPACES = [
    " ",
    "\n",
    "\n  ",
    "\n    ",
    "\t",
    "\r",
    "\r\n",
    "\x85",
    "\u2028",
    "\ufeff",
    "\0",
    "a: ",
    "- ",
    "b:\n",
    "가: 1\n",
]
YAMLISH = st.lists(st.sampled_from(ALPHABET.split() + SPACES), max_size=25).map("".join)


@st.composite
def broken_schemes(draw: st.DrawFn) -> str:
    """A good scheme with some of its text taken out and something else put there."""
    start = draw(st.integers(0, len(SCHEME)))
    length = draw(st.integers(0, 30))
    return SCHEME[:start] + draw(YAMLISH) + SCHEME[start + length :]


def everything(source: str | bytes, *, pure: bool) -> Any:
    """All that reading gives: data, places and findings."""
    tree, findings = read_tree(source, "a.yaml", pure=pure)
    if tree is None:
        return None, findings
    every = paths(tree.data)
    return (
        tree.data,
        findings,
        [(tree.place(path), tree.place(path, key=True), tree.place((*path, "?"))) for path in every],
    )


def check_any(source: str) -> None:
    """Whatever the text, both loaders give the same, and every finding can be shown where it stands."""
    fast = everything(source, pure=False)
    assert fast == everything(source, pure=True)
    lines = LINE_BREAK.split(source.removeprefix("\ufeff"))
    for finding in fast[1]:
        place = finding.place
        assert finding.code is Code.FILE_EMPTY or place.column <= len(lines[place.line - 1]) + 1
        assert finding.render("ko").encode()
        assert finding.render("en").encode()
    assert fast[0] is not None or fast[1]


@pytest.mark.parametrize("source", CORPUS)
def test_both_loaders_give_the_same_tree_places_and_findings(source: str) -> None:
    check_any(source)


@SAME_EVERY_TIME
@given(YAMLISH)
def test_any_text_is_read_alike_by_both_loaders_and_never_breaks_the_reader(source: str) -> None:
    check_any(source)


@SAME_EVERY_TIME
@given(broken_schemes())
def test_any_broken_scheme_is_read_alike_by_both_loaders(source: str) -> None:
    check_any(source)


@SAME_EVERY_TIME
@given(st.binary(max_size=40))
def test_any_bytes_are_read_or_refused(source: bytes) -> None:
    tree, findings = read_tree(source)
    assert tree is not None or findings


WORDS = st.text("가나다라abc019-_.", min_size=1, max_size=6).filter(lambda word: word[0].isalnum() and word[-1] != "-")
PLAIN_DATA = st.recursive(
    WORDS,
    lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(WORDS, inner, min_size=1, max_size=3),
    max_leaves=10,
)


def written(data: object, indent: str = "") -> str:
    """Some data as YAML: maps as blocks, lists in brackets."""
    if isinstance(data, dict):
        return "".join(f"\n{indent}{key}: {written(value, indent + '  ')}" for key, value in data.items())
    return in_brackets(data)


def in_brackets(data: object) -> str:
    if isinstance(data, dict):
        return "{" + ", ".join(f"{key}: {in_brackets(value)}" for key, value in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(map(in_brackets, data)) + "]"
    return str(data)


@SAME_EVERY_TIME
@given(st.dictionaries(WORDS, PLAIN_DATA, min_size=1, max_size=4))
def test_what_is_written_is_read_back_and_every_text_is_marked_by_its_own_letters(data: dict[str, Any]) -> None:
    tree = read(written(data))
    assert tree.data == data
    for path in paths(data):
        value: Any = data
        for step in path:
            value = value[step]
        if isinstance(value, str | list):
            assert marked(tree.place(path)) == in_brackets(value)
        if path and isinstance(path[-1], str):
            assert marked(tree.place(path, key=True)) == path[-1]


# Python data.


def test_python_data_keeps_its_values_and_gets_the_keys_that_a_file_would_have() -> None:
    given_data = {
        "points": {date(2024, 6, 1): Decimal("0.5"), "until": date(2025, 1, 1)},
        "list": (1, [True, None]),
        3: "x",
    }
    tree, findings = tree_of(given_data, "a")
    assert findings == []
    assert tree is not None
    assert tree.data == {
        "points": {"2024-06-01": Decimal("0.5"), "until": date(2025, 1, 1)},
        "list": [1, [True, None]],
        "3": "x",
    }
    assert tree.place(("points", "2024-06-01")) == Place("a", address="points.2024-06-01")


def test_changing_python_data_afterwards_does_not_change_its_tree() -> None:
    inner = {"a": [1]}
    tree, _ = tree_of({"x": inner})
    inner["a"].append(2)
    assert tree is not None
    assert tree.data == {"x": {"a": [1]}}


@pytest.mark.parametrize("key", [None, True, 1.5, Decimal(1), ("a",), datetime(2024, 6, 1, 9), 10**18])  # noqa: DTZ001  # scheme dates have no zone
def test_a_python_key_that_no_file_could_have_is_refused(key: object) -> None:
    tree, [finding] = tree_of({"x": {key: 1, "b": 2}})
    assert (finding.code, finding.place.address) == (Code.KEY_NOT_TEXT, "x")
    assert tree is not None
    assert tree.data == {"x": {"b": 2}}


def test_two_python_keys_with_one_text_are_refused() -> None:
    tree, [finding] = tree_of({1: "a", "1": "b"})
    assert (finding.code, finding.place.address) == (Code.KEY_NOT_TEXT, "1")
    assert tree is not None
    assert tree.data == {"1": "a"}


def test_python_texts_obey_the_law_of_characters_too() -> None:
    tree, findings = tree_of({"a": "x\x07", "b\ud800": 1})
    assert [(found.code, found.facts["name"]) for found in findings] == [
        (Code.CONTROL_CHARACTER, "U+0007"),
        (Code.CONTROL_CHARACTER, "U+D800"),
    ]
    assert tree is not None
    assert tree.data == {"a": "x\ufffd", "b\ufffd": 1}
    assert all(found.render("ko").encode() for found in findings)


def test_python_data_that_contains_itself_is_refused_and_shared_data_is_not() -> None:
    circle: dict[str, Any] = {"a": []}
    circle["a"].append(circle)
    tree, [finding] = tree_of(circle)
    assert (finding.code, finding.place.address) == (Code.ALIAS_CYCLE, "a.0")
    assert tree is not None
    assert tree.data == {"a": [None]}
    shared = [1]
    tree, findings = tree_of({"a": shared, "b": shared})
    assert findings == []
    assert tree is not None
    assert tree.data == {"a": [1], "b": [1]}


def test_python_data_has_the_same_bounds_as_a_file() -> None:
    deep: Any = "x"
    for _ in range(49):
        deep = [deep]
    assert tree_of({"a": deep})[1] == []
    tree, [finding] = tree_of({"a": [deep]})
    assert tree is None
    assert (finding.code, finding.place.address) == (Code.TOO_DEEP, "a" + ".0" * 49)
    laughs: Any = "ha"
    for _ in range(9):
        laughs = [laughs] * 10
    tree, [finding] = tree_of({"a": laughs})
    assert tree is None
    assert finding.code is Code.TOO_MANY_VALUES
