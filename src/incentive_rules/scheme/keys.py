"""What is meant by a key that no mapping has: one that is misspelt, Korean, or the rest of a number or a text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from incentive_rules.codes import Code
from incentive_rules.errors import nearest
from incentive_rules.facts import name_key
from incentive_rules.messages import LANGUAGES, Label, particle

if TYPE_CHECKING:
    from collections.abc import Iterable

    from incentive_rules.errors import Diagnostic

_COMMA = Label(
    "중괄호 안에서는 쉼표에서 글이 끝납니다. 쉼표가 있는 글은 따옴표로 묶으십시오",
    "inside {} a comma ends the text; put a text with a comma in quotes",
)

IN_KOREAN: dict[str, tuple[str, ...]] = {
    "가감": ("adjust",),
    "가정": ("assumed",),
    "가점": ("bonuses",),
    "가중치": ("weight",),
    "건수": ("count",),
    "공동실적": ("shares",),
    "교환": ("exchange",),
    "구간": ("tiers", "bands"),
    "구성원": ("member", "members"),
    "금액": ("amount", "reward", "pays"),
    "기간": ("per", "periods"),
    "기준": ("by", "criteria"),
    "끝": ("until",),
    "기한": ("deadline",),
    "끝수처리": ("round",),
    "나누기": ("split",),
    "단위": ("unit",),
    "답": ("answers", "is"),
    "대상": ("eligible", "of"),
    "동점": ("ties",),
    "등급": ("grades",),
    "등급조정": ("adjust",),
    "등수": ("ranks", "places"),
    "따로정한기간": ("periods",),
    "몫": ("share",),
    "물음과답": ("answers",),
    "반올림": ("round",),
    "보상": ("rewards", "reward", "pays"),
    "보상규칙": ("awards", "award"),
    "부분점수": ("parts",),
    "부터": ("from",),
    "비율": ("share", "top"),
    "사실": ("facts", "fact"),
    "상": ("places",),
    "상한": ("limits", "maximum", "at_most"),
    "선택": ("choose",),
    "소속": ("group",),
    "순위": ("ranks",),
    "시작": ("from",),
    "시작일": ("from",),
    "식별자": ("id",),
    "실적": ("entry", "entries"),
    "심사기준": ("criteria",),
    "언어": ("language",),
    "열": ("columns",),
    "예산": ("budgets",),
    "우선순위": ("priority",),
    "이름": ("label",),
    "이름표": ("label",),
    "이월": ("carry_over",),
    "자리": ("seats",),
    "점수": ("points",),
    "제목": ("title", "label"),
    "조건": ("when",),
    "종료일": ("until",),
    "종류": ("kind",),
    "지급": ("pays",),
    "집계": ("counters", "counter"),
    "참여범위": ("field",),
    "추가지급": ("supplements",),
    "추첨": ("lot",),
    "출처": ("sources", "source"),
    "평가군": ("within",),
    "한도": ("limits",),
    "해석": ("readings",),
    "활동": ("activities",),
}
"""What people call the keys in Korean, as the glossary does, without blanks."""

_SPACES = {"Zs", "Cf"}


def nearest_key(name: str, known: Iterable[str]) -> str:
    """The known key that a name most resembles, or that it means in Korean; or an empty text.

    Example:
        >>> nearest_key("활동", ["activities", "limits"]), nearest_key("lable", ["label"])
        ('activities', 'label')
    """
    known = tuple(known)
    return _korean(name, known) or nearest(name, known)


def _korean(name: str, known: tuple[str, ...]) -> str:
    return next((key for key in IN_KOREAN.get("".join(name.split()), ()) if key in known), "")


def unknown_key(key: object, value: object, known: Iterable[str]) -> dict[str, object]:
    """What is said of an unknown key. With nothing behind it, it may be the rest of a text that a comma ended."""
    name, known = str(key), tuple(known)
    facts: dict[str, object] = {"name": key, "known": known, "near": nearest(name, known)}
    if letter := invisible_in(name):
        return facts | {"near": "", "advice": invisible_advice(letter)}
    if meant := _korean(name, known):
        advice = Label(
            f"'{name}'{particle(name, '은')} '{meant}:'{_as(meant)} 적습니다", f"write '{meant}:' for '{name}'"
        )
        return facts | {"near": "", "means": meant, "advice": advice}
    is_rest = value is None and (known == LANGUAGES or " " in name)
    return facts | {"advice": _COMMA} if is_rest else facts


def with_commas_told(findings: list[Diagnostic], data: object) -> list[Diagnostic]:
    """The findings; where a comma inside {} split a number such as 30,000, what is found there says so, once."""
    told: list[Diagnostic] = []
    for found in findings:
        whole = _split_number(found.place.address, data) if found.place.address[-3:].isdigit() else ""
        if whole:
            advice = Label(f"쉼표 없이 적으십시오: {whole}", f"without the comma: {whole}")
            found = replace(found, facts={**found.facts, "near": "", "advice": advice})  # noqa: PLW2901  # told better
        if not whole or found.place not in {each.place for each in told}:
            told.append(found)
    return told


_LABELLED = ("rewards", "counters", "activities", "awards", "sources")


def with_ids_told(findings: list[Diagnostic], data: object) -> list[Diagnostic]:
    """The findings; where something is called by its label instead of its id, what is found there names the id."""
    ids = _ids_by_label(data) if any(found.code is Code.BAD_ID for found in findings) else {}
    return [
        replace(found, facts={**found.facts, "near": ids[name]})
        if found.code is Code.BAD_ID and (name := name_key(str(found.facts["value"]))) in ids
        else found
        for found in findings
    ]


def _ids_by_label(data: object) -> dict[str, str]:
    """The ids of what a file declares by its labels; those of a label in Korean and in English by each of them."""
    found: dict[str, str] = {}
    for section in _LABELLED:
        rules = data.get(section) if isinstance(data, dict) else None
        for name, rule in rules.items() if isinstance(rules, dict) else ():
            label = rule.get("title" if section == "sources" else "label") if isinstance(rule, dict) else None
            words = label.values() if isinstance(label, dict) else (label,)
            for word in (each for each in words if isinstance(each, str) and name.isascii()):
                found.setdefault(name_key(word), name)
    return found


def _split_number(address: str, data: object) -> str:
    """The number whose digits behind a comma became the last key of an address; or an empty text."""
    *path, last = address.split(".")
    for step in path:
        data = data.get(step) if isinstance(data, dict) else None
    if not isinstance(data, dict) or not re.fullmatch("[0-9]{3}", last) or data.get(last, "") is not None:
        return ""
    before = next((value for (_, value), (key, _) in pairwise(data.items()) if key == last), None)
    return f"{before}{last}" if re.fullmatch("[1-9][0-9]{0,2}", str(before)) else ""


def _as(word: str) -> str:
    return particle(f"'{word}:'", "으로")


def invisible_in(text: str) -> str:
    r"""The first character of a text that looks like a blank, or like nothing, and is none; or an empty text.

    Example:
        >>> invisible_in("la\u200bbel") == "\u200b", invisible_in("a b")
        (True, '')
    """
    return next((each for each in text if each != " " and unicodedata.category(each) in _SPACES), "")


def character_name(letter: str) -> str:
    r"""What a character that cannot be printed is called.

    Example:
        >>> character_name("\x07")
        'U+0007'
    """
    return f"U+{ord(letter):04X}"


def invisible_name(letter: str) -> str:
    r"""What a character that cannot be seen is called.

    Example:
        >>> invisible_name("\u00a0")
        'U+00A0 (NO-BREAK SPACE)'
    """
    return f"{character_name(letter)} ({unicodedata.name(letter, '?')})"


def invisible_facts(letter: str) -> dict[str, object]:
    """What is said of such a character where the text of a file is read."""
    return {"name": invisible_name(letter), "advice": invisible_advice(letter)}


def invisible_advice(letter: str) -> Label:
    """What to do about such a character."""
    name = invisible_name(letter)
    return Label(
        f"보이지 않는 글자 {name}{particle(name, '이')} 들어 있습니다. 지우고 스페이스로 바꾸십시오",
        f"it holds the invisible character {name}; replace it by a blank, or delete it",
    )
