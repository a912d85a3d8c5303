"""Warnings of a scheme that loads, worked examples, and how the library is called, in Korean."""

from incentive_rules.codes import Code

FINDINGS: dict[Code, tuple[str, str]] = {
    Code.TIER_OUT_OF_REACH: (
        "{name:'은} 아무도 받을 수 없는 구간입니다: {why}",
        "둘 가운데 하나를 고치거나 구간을 지우십시오",
    ),
    Code.RULE_NEVER_APPLIES: ("{name:'이} 적용되는 일이 없습니다: {why}", "조건이나 날짜를 고치거나 규칙을 지우십시오"),
    Code.VALUE_NEVER_IN_FORCE: (
        "{day}부터의 값 {value:은} 쓰이는 날이 없습니다: 이 규칙의 기간은 {first}부터 {until}입니다",
        "값을 지우거나 날짜를 고치십시오",
    ),
    Code.LIMIT_NEVER_BINDS: (
        "{name:'은} 아무것도 줄이지 않습니다. 언제나 {other:'이} 먼저 찹니다",
        "둘 가운데 하나를 지우거나 숫자를 고치십시오",
    ),
    Code.PAYS_LESS: (
        "{name:'이} 더 쉬운 '{other}'보다 적게 지급합니다({day})",
        "금액을 확인하십시오. 더 많이 하고 덜 받게 됩니다",
    ),
    Code.OPTION_NO_BETTER: (
        "선택지 '{name}'에는 '{other}'보다 나은 것이 하나도 없습니다",
        "금액을 확인하거나 선택지를 지우십시오",
    ),
    Code.SUM_DIFFERS: (
        "{what}: 글에 적힌 합계는 {stated:,}인데 등수별로 더하면 {sum:,}입니다",
        "{parts} = {sum:,}. 어느 숫자가 맞는지 확인하십시오",
    ),
    Code.WEIGHTS_NOT_WHOLE: (
        "가중치를 더하면 {whole:이} 아니라 {sum}입니다",
        "{parts} = {sum}. 어느 숫자가 맞는지 확인하십시오",
    ),
    Code.NUMBER_SAID_TWICE: (
        "같은 것을 '{name}'에서는 {value}, '{other}'에서는 {others:이라}고 합니다({day})",
        "지금은 둘 다 적용됩니다. 어느 숫자가 맞는지 확인하십시오",
    ),
    Code.ASSUMED_MONEY: (
        "{name:'으로} 지급할 금액이 가정한 것에 달려 있습니다",
        "지급하기 전에 다음의 근거를 찾거나 결정을 받으십시오{paste}",
    ),
    Code.REWARD_NOT_PAID: ("보상 {name:'을} 지급하는 규칙이 없습니다", "보상 규칙에 적거나 지우십시오"),
    Code.FACT_NOT_ASKED: (
        "사실 {name:'을} 보는 규칙도 보고서도 없습니다",
        "쓸 데가 없으면 지우십시오. 사람들에게 묻지 않아도 됩니다",
    ),
    Code.READING_SAME: ("해석 {name:'은} {other:과} 같습니다", "바꾸는 값을 고치거나 해석을 지우십시오"),
    Code.BAD_ARITHMETIC: ("{value:'은} 계산식이 아닙니다", "숫자와 + - * / × ÷, 괄호로 적으십시오: 2×1+0.5"),
    Code.CASE_FAILED: ("{what}: {expected:이} 나와야 하는데 {got:이} 나왔습니다", ""),
    Code.UNKNOWN_QUERY: ("'{value}'에 해당하는 것이 없습니다", "실적, 신청, 지급, 구성원, 부서의 번호를 물으십시오"),
    Code.SEVERAL_MATCHES: ("번호가 '{value}'인 것이 여럿입니다: {known}", "{paste}처럼 앞에 종류를 붙이십시오"),
    Code.MEMBERS_COUPLED: (
        "한 사람만 따로 계산할 수 없습니다: {why}",
        "evaluate로 모두를 계산하십시오. 순위나 등급으로 주는 상은 without으로 뺄 수 있습니다",
    ),
    Code.NO_FIGURES: (
        "점수나 지급액을 적은 열이 없어 견줄 것이 없습니다",
        "점수 열의 이름: {points}. 지급액 열의 이름: {paid}",
    ),
    Code.MISSING_EXTRA: (
        "{name:'이} 필요한데 설치되어 있지 않습니다",
        "pip install 'incentive_rules[{extra}]'",
    ),
    Code.BAD_ARGUMENT: ("'{name}'에 {value:'을} 쓸 수 없습니다: {expected}", ""),
    Code.CANNOT_OPEN: (
        "'{name}' 때문에 {day}부터 시작하는 전기이월 자료를 만들 수 없습니다: {why}",
        "그 규칙의 기간이 이어지지 않는 날을 고르거나, 그런 날이 없으면 전체 기록을 계속 주십시오",
    ),
    Code.OPEN_ROW_MISSING: (
        "'{id}' 행은 {day} 전에 정리되지 않았는데 이번 자료에 없습니다",
        "그 행과 그에 딸린 행을 그대로 다시 주십시오. 전기이월 자료에 모두 적혀 있습니다",
    ),
    Code.OPENING_CHANGED: (
        "전기이월 자료가 만들어진 뒤에 바뀌었습니다. 여기 적힌 해시가 내용의 해시와 다릅니다",
        "만들어진 그대로의 파일을 쓰십시오. 일부러 고칠 것이 있으면 다시 계산하여 전기이월 자료를 새로 만드십시오",
    ),
    Code.KEY_TOO_SHORT: (
        "가명을 만드는 키가 {count}바이트입니다. {least}바이트 이상이어야 합니다",
        "길고 무작위인 키를 따로 둔 파일에 적어 '--mask-key'로 주거나 환경 변수 INCENTIVE_RULES_MASK_KEY에 두십시오. 게시할 목록은 키 없이 '--posted'로 만듭니다",
    ),
    Code.PSEUDONYMS_ALIKE: (
        "이 키로는 두 번호의 가명이 같아져서 계산하지 않았습니다",
        "함께 쓰는 결과 모두에 다른 키를 쓰십시오",
    ),
    Code.NOT_COVERED: (
        "'{name}'에 적은 규칙은 합계만 빠르게 계산하는 기능에서 다루지 않습니다",
        "모든 규칙을 다루고 합계도 같은 `evaluate`를 쓰십시오",
    ),
    Code.INPUT_ENDED: (
        "답을 다 받기 전에 입력이 끝났습니다. 다음 물음: {question}",
        "답을 끝까지 적거나, 묻지 않고 모두 기본값으로 하려면 '--yes'를 붙이십시오",
    ),
    Code.UNREADABLE_JSON: (
        "JSON을 읽을 수 없습니다: {problem}",
        "'evaluate --format json', 'evaluate --certificate', 'evaluate --write-opening', to_json이 적은 것을 쓰십시오",
    ),
    Code.FORMAT_VERSION: ("형식 {value:'은} 알 수 없습니다", "이 라이브러리는 형식 1을 읽습니다"),
}
