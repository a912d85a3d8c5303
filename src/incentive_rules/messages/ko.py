"""한국어 문구. 조사는 {name:을}처럼 적으면 앞말에 맞추어 붙는다."""

from incentive_rules.codes import Code

NEAR = "혹시 '{near}' 아닙니까?"

FINDINGS: dict[Code, tuple[str, str]] = {
    Code.FILE_MISSING: ("'{name}' 파일이 없습니다", "경로를 확인하십시오. 현재 폴더를 기준으로 찾습니다"),
    Code.FILE_TOO_LARGE: (
        "파일 크기가 {size:,}바이트로, 읽을 수 있는 {limit:,}바이트를 넘습니다",
        "파일을 나누거나, 맞는 파일인지 확인하십시오",
    ),
    Code.FILE_EMPTY: ("파일이 비어 있습니다", "docs/language.ko.md에 있는 필수 항목부터 적으십시오"),
    Code.NOT_UTF8: ("UTF-8 글자가 아닙니다({encoding:으로} 읽힙니다)", "파일을 UTF-8로 저장하십시오"),
    Code.CONTROL_CHARACTER: (
        "YAML에 쓸 수 없는 글자입니다: {name}",
        "지우십시오. 복사하면서 딸려 온 글자일 때가 많습니다",
    ),
    Code.TAB_INDENT: ("들여쓰기에 탭을 썼습니다", "탭을 빈칸으로 바꾸십시오"),
    Code.YAML_SYNTAX: (
        "YAML 문법에 맞지 않습니다: {problem}",
        "바로 윗줄도 보십시오. 따옴표, 괄호, 쌍점이 빠졌을 수 있습니다",
    ),
    Code.TOO_DEEP: ("{limit}단계보다 깊게 겹쳐 있습니다", "제도 파일은 열 단계를 넘지 않습니다"),
    Code.TOO_MANY_VALUES: (
        "별칭을 모두 풀면 값이 {limit:,}개를 넘습니다",
        "되풀이되는 부분을 풀어 쓰거나 파일을 나누십시오",
    ),
    Code.ALIAS_CYCLE: ("별칭 {name:'이} 자기 자신을 담고 있습니다", "그 부분을 풀어 쓰십시오"),
    Code.TAG_REFUSED: ("태그 {name:'은} 읽지 않습니다", "지우십시오. 자료형은 제도 언어가 정합니다"),
    Code.SEVERAL_DOCUMENTS: (
        "여기서 두 번째 문서가 시작됩니다",
        "파일 하나에는 문서 하나만 둡니다. '---'를 지우십시오",
    ),
    Code.KEY_NOT_TEXT: ("항목 이름은 글자여야 합니다", "이름을 괄호 없이 한 줄에 적으십시오"),
    Code.DUPLICATE_KEY: ("'{name}' 항목이 두 번 나옵니다. 처음은 {line}행입니다", "둘 중 하나만 남기십시오"),
    Code.UNKNOWN_KEY: ("알 수 없는 항목 '{name}'", "여기에 쓸 수 있는 항목: {known}"),
    Code.MISSING_KEY: ("'{name}' 항목이 없습니다", "여기에 '{name:}'을 적으십시오"),
    Code.WRONG_TYPE: ("{expected:이} 와야 하는데 {got:이} 있습니다", ""),
    Code.BAD_NUMBER: ("{value:'은} 숫자가 아닙니다", "숫자로 적고 소수는 점을 쓰십시오: 0.5"),
    Code.AMBIGUOUS_NUMBER: (
        "{value:'은} YAML 해석기마다 달리 읽으므로 숫자로 받지 않습니다",
        "10이나 0.5처럼 적고, 글자라면 따옴표로 묶으십시오",
    ),
    Code.NOT_FINITE: ("{value:'은} 유한한 숫자가 아닙니다", "숫자를 적거나, 모르면 비워 두십시오"),
    Code.INEXACT_NUMBER: ("이진 소수 {value:은} 짧은 십진수로 적을 수 없습니다", "Decimal이나 글자로 넘기십시오"),
    Code.OUT_OF_RANGE: ("{value:'은} 범위를 벗어납니다: {expected}", ""),
    Code.BAD_DATE: ("{value:'은} 날짜가 아닙니다", "연-월-일로 적으십시오: 2024-06-01"),
    Code.BAD_YES_NO: ("{value:'은} 예도 아니오도 아닙니다", "예 또는 아니오로 적으십시오"),
    Code.BAD_ID: (
        "{value:'은} 식별자로 쓸 수 없습니다",
        "식별자는 영문 소문자로 시작하고 소문자, 숫자, '_', '-'만 씁니다",
    ),
    Code.BAD_CHOICE: ("{value:'은} 다음 중 하나가 아닙니다: {known}", ""),
    Code.EMPTY_VALUE: ("값이 없습니다", "값을 적거나 항목을 지우십시오"),
    Code.LANGUAGE_VERSION: ("언어 버전 {value:'은} 알 수 없습니다", "이 라이브러리는 버전 1을 읽습니다"),
    Code.UNKNOWN_ID: ("{kind} {name:'이} 없습니다", "있는 것: {known}"),
    Code.UNKNOWN_FACT: ("알 수 없는 사실 '{name}'", "선언된 사실: {known}"),
    Code.AMBIGUOUS_FACT: (
        "{name:'은} 구성원의 사실이기도 하고 실적의 사실이기도 합니다",
        "'member.{name}' 또는 'entry.{name}'으로 적으십시오",
    ),
    Code.RESERVED_NAME: ("{name:'은} 언어가 쓰는 낱말이라 사실의 이름이 될 수 없습니다", "다른 이름을 쓰십시오"),
    Code.SAME_LABEL: ("{name:'은} 이미 '{other}'의 이름입니다", "실적 대장에서 이름으로 찾으므로 서로 달라야 합니다"),
    Code.WRONG_TEST: (
        "'{test}' 조건은 '{name}'에 물을 수 없습니다. 이 사실은 {kind}입니다",
        "물을 수 있는 조건: {known}",
    ),
    Code.BAD_FACT_VALUE: ("{value:'은} '{name}'의 값이 아닙니다", "값: {known}"),
    Code.DATES_OUT_OF_ORDER: (
        "{until:'이} '{first}'보다 뒤가 아닙니다",
        "'until'은 규칙이 더는 적용되지 않는 첫날입니다. 날짜별 값은 이른 날부터 적습니다",
    ),
    Code.OUTSIDE_SCHEME_DATES: ("{value:'은} 제도 기간({first}~{until}) 밖입니다", ""),
    Code.VALUE_NOT_YET_IN_FORCE: (
        "{value} 전의 값이 없는데 규칙은 {first}부터 적용됩니다",
        "{first}부터의 값을 적거나 규칙을 늦게 시작하십시오",
    ),
    Code.TIERS_OUT_OF_ORDER: (
        "'{name}' 구간이 '{other}' 구간보다 높지 않습니다",
        "구간은 낮은 점수부터 높은 점수로, 한 번씩만 적습니다",
    ),
    Code.PLACES_OUT_OF_ORDER: (
        "'{name}' 등급은 {value}위부터인데, 다음 차례는 {expected}위입니다",
        "1위부터 빠짐도 겹침도 없이 적으십시오",
    ),
    Code.NO_PROVENANCE: (
        "이 규칙에 'source'도 'assumed'도 없습니다",
        "공표된 값이면 'source: <출처>', 아니면 'assumed: <이유>'를 적으십시오. 파일 맨 위에 적으면 모든 규칙에 적용됩니다",
    ),
    Code.ONE_OF_TWO: ("{known} 가운데 꼭 하나만 적어야 합니다", ""),
    Code.DIFFERENCE_NEEDS_ONE_REWARD: (
        "'again: difference'는 모든 구간의 보상이 한 가지여야 하는데 {known:이} 섞여 있습니다",
        "돈과 휴가의 차액은 셈할 수 없습니다. 보상을 하나로 하거나 'again'을 바꾸십시오",
    ),
    Code.CONTRADICTION: ("{left:'과} {right:'은} 함께 쓸 수 없습니다", "{why}"),
    Code.OPEN_QUESTION: (
        "제도에 정해지지 않은 것이 있습니다: {question}",
        "답: {known}. 'answers:' 아래에 붙여 넣으십시오  {paste}",
    ),
    Code.BAD_ANSWER: ("{value:'은} 다음 물음의 답이 아닙니다: {question}", "답: {known}"),
    Code.UNKNOWN_ADDRESS: (
        "'{name}' 자리에 규칙이 없습니다",
        "주소는 activities.proposal.points처럼 항목 이름을 점으로 잇습니다",
    ),
    Code.UNREADABLE_TABLE: ("표를 읽을 수 없습니다: {problem}", "UTF-8이나 CP949 CSV로 저장하십시오"),
    Code.UNKNOWN_COLUMN: (
        "'{name}' 열은 알 수 없어 읽지 않습니다",
        "제도 파일에 사실로 선언하거나 'columns'에 이름을 더하십시오",
    ),
    Code.MISSING_COLUMN: ("'{name}' 열이 없습니다", "쓸 수 있는 이름: {known}"),
    Code.DUPLICATE_COLUMN: ("'{name}' 열은 '{other}' 열과 같은 뜻입니다", "하나만 남기십시오"),
    Code.EMPTY_CELL: ("'{name}' 칸이 비어 있습니다", "이 행에 꼭 필요합니다"),
    Code.EXTRA_CELLS: ("제목 줄보다 칸이 {count}개 많습니다", "글 안에 쉼표가 있으면 글을 따옴표로 묶으십시오"),
    Code.BLANK_ROW: ("빈 행이라 따로 두었습니다", ""),
    Code.UNKNOWN_ACTIVITY: ("{value:'이라} 하는 활동이 없습니다", "있는 활동: {known}"),
    Code.UNKNOWN_AWARD: ("{value:'이라} 하는 보상 규칙이 없습니다", "있는 규칙: {known}"),
    Code.CORRECTION_NOT_READ: (
        "'{name}' 칸이 '{value}' 행을 고치려 하지만, 정정 행은 아직 읽지 않습니다",
        "고칠 행을 파일에서 빼십시오",
    ),
    Code.COLUMN_NOT_USED: ("'{name}' 칸에 {value:'이} 있으나 이 언어 버전에는 그 규칙이 없습니다", "비워 두십시오"),
    Code.OVERLAPPING_ROWS: (
        "'{member}'의 두 행이 {day}에 함께 유효한데 '{name}' 값이 다릅니다",
        "앞 행의 'until'을 뒤 행이 시작하는 날로 적으십시오",
    ),
    Code.NOT_A_ROW: ("행은 열 이름과 값의 짝이어야 하는데 {got:이} 있습니다", ""),
    Code.DUPLICATE_ROW: ("같은 행이 여러 번 있어 한 번만 셉니다", ""),
    Code.SAME_ID_DIFFERENT: (
        "'{id}' 번호의 행들이 '{name}'에서 서로 다릅니다",
        "번호를 따로 주거나 잘못된 행을 지우십시오",
    ),
    Code.NOT_YET: ("{day}에 인정되므로 기준일 {as_of}에는 아직 세지 않습니다", ""),
    Code.NOT_KNOWN_YET: ("{day}에 기록되어 {known_at}에는 아직 모르던 행입니다", ""),
    Code.OUTSIDE_SCHEME: ("{day:은} 제도 기간({first}~{until}) 밖입니다", ""),
    Code.NOT_IN_FORCE: ("{name:'은} {first}~{until}에만 적용되어 {day}에는 해당하지 않습니다", ""),
    Code.STATUS_REJECTED: ("반려된 행입니다", ""),
    Code.STATUS_PENDING: ("심사 중인 행입니다", "승인되면 셉니다"),
    Code.NOT_APPROVED: ("승인일에 인정되는데 승인일이 없습니다", "'approved_on'(승인일)을 채우십시오"),
    Code.NOT_ELIGIBLE: ("{need:이어야} 인정되는데 {day} 기준 {have}입니다", ""),
    Code.CONDITION_UNKNOWN: (
        "{day} 기준 {need}인지 알 수 없습니다. '{name}' 칸이 비어 있습니다",
        "{name:'을} 채우십시오",
    ),
    Code.FACT_MISSING: ("'{activity}' 점수를 정하는 '{name}' 칸이 비어 있습니다", "{name:'을} 채우십시오"),
    Code.QUANTITY_NOT_USED: (
        "{activity:'은} 점수가 정해져 있는데 수량이 {value}입니다",
        "한 번에 한 행씩 적거나, 활동을 단위당 점수로 바꾸십시오",
    ),
    Code.MEMBER_NOT_LISTED: ("{member:'은} 직원 명부에 없습니다", "명부에 더하거나 번호를 고치십시오"),
    Code.NOT_LISTED_ON_DAY: (
        "직원 명부에 '{member}'의 {day} 행이 없습니다",
        "그 구성원 행의 'from'과 'until'을 확인하십시오",
    ),
    Code.CUT_BY_LIMIT: ("'{name}' 한도가 {period}에 {left}만큼 남아 {wanted} 가운데 일부만 인정됩니다", ""),
    Code.NOTHING_DUE: ("{need:이} 필요한데 {have}입니다. {missing} 모자랍니다", ""),
    Code.PAID_BEFORE: ("{name:'은} {day}에 이미 지급했고 더 높은 구간은 없습니다", ""),
    Code.CLAIMED_BEFORE: ("{period}에 이미 {times}번 지급했습니다", ""),
    Code.OPTION_MISSING: ("어떤 보상인지 고르지 않았습니다: {known}", "'option'(선택)을 채우십시오"),
    Code.OPTION_NOT_OFFERED: ("'{tier}'에서는 {value:'을} 고를 수 없습니다", "고를 수 있는 것: {known}"),
    Code.NOT_CLAIMABLE: ("{name:'은} 신청 없이 지급합니다", ""),
    Code.AMOUNT_NOT_USED: ("신청에 금액 {value:이} 있으나 금액은 구간이 정합니다", "'amount' 칸을 비우십시오"),
    Code.NO_LONGER_ELIGIBLE: ("{day} 기준 대상이 아니며, 이 제도는 그때부터 지급하지 않습니다", ""),
    Code.TIE_HELD: ("{rank}위가 동점인데, 제도는 이를 따로 결정하도록 했습니다", ""),
    Code.GROUP_UNKNOWN: ("'{member}'의 {day} 기준 {name:'을} 알 수 없습니다", "직원 명부를 채우십시오"),
    Code.BAD_ARITHMETIC: ("{value:'은} 계산식이 아닙니다", "숫자와 + - * / × ÷, 괄호로 적으십시오: 2×1+0.5"),
    Code.CASE_FAILED: ("{what}: {expected:이} 나와야 하는데 {got:이} 나왔습니다", ""),
    Code.UNKNOWN_QUERY: ("{value:'이라} 하는 것이 없습니다", "실적, 신청, 지급, 구성원, 부서의 번호를 물으십시오"),
    Code.SEVERAL_MATCHES: ("'{value}' 번호가 여럿입니다: {known}", "{paste}처럼 앞에 종류를 붙이십시오"),
    Code.MISSING_EXTRA: (
        "명령줄에는 {name:'이} 필요한데 설치되어 있지 않습니다",
        "pip install 'incentive_rules[{extra}]'",
    ),
    Code.BAD_ARGUMENT: ("'{name}'에 {value:'을} 쓸 수 없습니다: {expected}", ""),
    Code.UNREADABLE_JSON: ("JSON을 읽을 수 없습니다: {problem}", "to_json이 적은 글을 주십시오"),
    Code.FORMAT_VERSION: ("형식 {value:'은} 알 수 없습니다", "이 라이브러리는 형식 1을 읽습니다"),
}

SENTENCES: dict[str, str] = {
    "and": "{left}, {right}",
    "and_words": "이고 ",
    "or_words": "이거나 ",
    "not_words": "({part})이 아님",
    "test_equals": "{fact:이} {value}",
    "test_one_of": "{fact:이} {values} 중 하나",
    "test_at_most": "{fact} {value} 이하",
    "test_at_least": "{fact} {value} 이상",
    "test_between": "{fact} {value}부터 {last}까지",
    "unknown": "알 수 없음",
    "yes": "예",
    "no": "아니오",
}

# 제도가 답해야 할 물음. 답의 뜻은 docs/language.ko.md에 있다.
QUESTIONS: dict[str, str] = {
    "points_count_on": "실적의 점수를 어느 날에 인정합니까",
    "values_taken_on": "점수와 규칙은 활동일의 것을 씁니까, 인정일의 것을 씁니까",
    "grade_judged_on": "직급 등 구성원의 사실을 어느 날 기준으로 봅니까",
    "no_longer_eligible": "더는 대상이 아니게 된 사람이 이미 쌓은 점수를 어떻게 합니까",
    "year_end": "연말에 남은 점수를 어떻게 합니까",
    "no_option": "아무도 고르지 않으면 어떤 보상을 줍니까",
    "group_credited_on": "부서를 옮긴 사람의 점수는 어느 부서에 속합니까",
    "ranking_field": "누가 순위에 들어갑니까",
}
