"""Findings about a scheme file, in Korean: as a file, in the shape of its values, in what its parts say of each other."""

from incentive_rules.codes import Code

FINDINGS: dict[Code, tuple[str, str]] = {
    Code.FILE_MISSING: ("'{name}' 파일이 없습니다", "경로를 확인하십시오. 현재 폴더를 기준으로 찾습니다"),
    Code.FILE_UNREADABLE: ("'{name}' 파일을 열 수 없습니다: {problem}", "경로와 읽기 권한을 확인하십시오"),
    Code.FILE_TOO_LARGE: (
        "파일이 읽을 수 있는 크기({limit:,}바이트)를 넘습니다",
        "파일을 나누거나, 맞는 파일인지 확인하십시오",
    ),
    Code.FILE_EMPTY: (
        "파일이 비어 있습니다",
        "맞는 파일인지 확인하십시오. 꼭 필요한 항목과 열은 docs/language.ko.md에 있습니다",
    ),
    Code.FILE_EXISTS: (
        "'{name}' 파일이 이미 있습니다",
        "덮어쓰지 않습니다. 다른 이름을 적거나, 있는 파일을 먼저 옮기십시오",
    ),
    Code.NOT_UTF8: ("UTF-8로 저장된 글이 아닙니다({encoding:으로} 읽힙니다)", "파일을 UTF-8로 저장하십시오"),
    Code.CONTROL_CHARACTER: (
        "쓸 수 없는 글자입니다: {name}",
        "지우십시오. 복사하면서 딸려 온 글자일 때가 많습니다",
    ),
    Code.TAB_INDENT: ("스페이스만 쓸 수 있는 자리에 탭이 있습니다", "탭을 스페이스로 바꾸십시오"),
    Code.YAML_SYNTAX: (
        "YAML 문법에 맞지 않습니다: {problem}",
        "바로 윗줄도 보십시오. 따옴표, 괄호, 콜론이 빠졌을 수 있습니다",
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
    Code.UNKNOWN_KEY: ("{name:'은} 알 수 없는 항목입니다", "여기에 쓸 수 있는 항목: {known}"),
    Code.MISSING_KEY: ("'{name}' 항목이 없습니다", "여기에 '{name}:' 항목을 적으십시오"),
    Code.WRONG_TYPE: ("{expected:이} 와야 하는데 {got:이} 있습니다", ""),
    Code.BAD_NUMBER: ("{value:'은} 숫자가 아닙니다", "숫자로 적고 소수는 점을 쓰십시오: 0.5"),
    Code.AMBIGUOUS_NUMBER: (
        "{value:'은} 읽는 프로그램마다 다른 수가 될 수 있어 숫자로 받지 않습니다",
        "10000이나 0.5처럼 숫자와 소수점만 적으십시오",
    ),
    Code.NOT_FINITE: ("{value:'은} 숫자로 쓸 수 없습니다", "숫자를 적거나, 모르면 비워 두십시오"),
    Code.INEXACT_NUMBER: ("이진 소수 {value:은} 짧은 십진수로 적을 수 없습니다", "Decimal이나 글자로 넘기십시오"),
    Code.OUT_OF_RANGE: ("{value:'은} 쓸 수 있는 범위 밖입니다: {expected:range}", ""),
    Code.BAD_DATE: ("{value:'은} 날짜가 아닙니다", "연-월-일로 적으십시오: 2024-06-01"),
    Code.BAD_YES_NO: ("{value:'은} 예도 아니오도 아닙니다", "예 또는 아니오로 적으십시오"),
    Code.BAD_ID: (
        "{value:'은} 식별자로 쓸 수 없습니다",
        "식별자는 영문 소문자로 시작하고 소문자, 숫자, '_', '-'만 씁니다",
    ),
    Code.BAD_CHOICE: ("{value:'은} 다음 중 하나가 아닙니다: {known}", ""),
    Code.DUPLICATE_VALUE: ("{name:'이} 두 번 나옵니다", "하나만 남기십시오"),
    Code.EMPTY_VALUE: ("값이 없습니다", "값을 적거나 항목을 지우십시오"),
    Code.LANGUAGE_VERSION: ("제도 언어의 버전 {value:'은} 알 수 없습니다", "이 라이브러리는 버전 1을 읽습니다"),
    Code.UNKNOWN_ID: ("{kind} {name:'이} 없습니다", "있는 것: {known}"),
    Code.UNKNOWN_FACT: ("{name:'은} 선언되지 않은 사실입니다", "여기에 쓸 수 있는 사실: {known}"),
    Code.AMBIGUOUS_FACT: (
        "{name:'은} 구성원의 사실이기도 하고 실적의 사실이기도 합니다",
        "조건에서는 'member.{name}' 또는 'entry.{name}' 형식으로 적고, 다른 곳에서는 둘 중 하나의 이름을 바꾸십시오",
    ),
    Code.WRONG_FACT_KIND: ("{name:'은} {kind}인데 여기에는 {expected:이} 필요합니다", "쓸 수 있는 사실: {known}"),
    Code.RESERVED_NAME: ("{name:'은} 언어가 쓰는 낱말이라 사실의 이름이 될 수 없습니다", "다른 이름을 쓰십시오"),
    Code.BAD_NAME: (
        "점(.)이 든 {value:'은} 사실의 이름이 될 수 없습니다",
        "점은 member.grade처럼 'member'나 'entry'와 이름 사이에만 씁니다. 점 없이 적으십시오",
    ),
    Code.SAME_LABEL: ("{name:'은} 이미 '{other}'의 이름입니다", "표에서 이름으로 찾으므로 서로 달라야 합니다"),
    Code.WRONG_TEST: (
        "'{name}'에는 '{test}' 조건을 쓸 수 없습니다. 이 사실은 {kind}입니다",
        "쓸 수 있는 조건: {known}",
    ),
    Code.BAD_FACT_VALUE: ("{value:'은} '{name}'의 값이 아닙니다", "쓸 수 있는 값: {known}"),
    Code.DATES_OUT_OF_ORDER: (
        "{until:'은} '{first}'보다 늦은 날이어야 합니다",
        "'until'은 규칙이 더는 적용되지 않는 첫날입니다. 날짜별 값은 이른 날부터 적습니다",
    ),
    Code.OUTSIDE_SCHEME_DATES: ("{value:'은} 제도 기간({first}부터 {until}) 밖입니다", ""),
    Code.VALUE_NOT_YET_IN_FORCE: (
        "{value} 전의 값이 없는데 규칙은 {first}부터 적용됩니다",
        "{first}부터의 값을 적거나 규칙을 늦게 시작하십시오",
    ),
    Code.TIERS_OUT_OF_ORDER: (
        "{day} 기준으로 '{name}' 구간이 '{other}' 구간보다 높지 않습니다",
        "구간은 낮은 점수부터 높은 점수로, 한 번씩만 적습니다",
    ),
    Code.PLACES_OUT_OF_ORDER: (
        "{name:'은} {value}위부터인데, 다음 차례는 {expected}위입니다",
        "1위부터 빠짐도 겹침도 없이 적으십시오",
    ),
    Code.GRADES_OUT_OF_ORDER: (
        "{day}에 등급 {name:'이} 등급 '{other}'보다 낮지 않습니다",
        "가장 높은 등급부터 차례로, 점수가 낮아지도록 적으십시오",
    ),
    Code.SHARES_NOT_WHOLE: (
        "{day}에 등급의 비율을 더하면 {value}입니다",
        "모두가 등급을 받으므로 비율의 합이 1이 되게 하거나, 마지막 등급의 비율을 빼서 나머지를 받게 하십시오",
    ),
    Code.NO_PROVENANCE: (
        "이 값이 어디서 왔는지 적은 'source'나 'assumed'가 없습니다",
        "공표된 값이면 'source: <출처>', 아니면 'assumed: <이유>'를 적으십시오. 파일 맨 위에 적으면 모든 규칙에 적용됩니다",
    ),
    Code.ONE_OF_TWO: ("{known} 가운데 꼭 하나만 적어야 합니다", ""),
    Code.DIFFERENCE_NEEDS_ONE_REWARD: (
        "'again: difference'는 모든 구간의 보상이 한 가지여야 하는데 {known:이} 섞여 있습니다",
        "돈과 휴가의 차액은 셈할 수 없습니다. 보상을 하나로 하거나 'again'을 바꾸십시오",
    ),
    Code.AWARDS_IN_CIRCLE: (
        "서로를 기다려 어느 것도 정해지지 않는 보상입니다: {known}",
        "'stage'나 'not_if_won' 가운데 하나를 빼십시오",
    ),
    Code.CONTRADICTION: ("{left:'과} {right:'은} 함께 쓸 수 없습니다", "{why}"),
    Code.OPEN_QUESTION: (
        "제도에 정해지지 않은 것이 있습니다: {question}?",
        "다음 가운데 한 줄을 'answers:' 아래에 적으십시오{paste}",
    ),
    Code.BAD_ANSWER: ("{value:'은} 다음 물음의 답이 아닙니다: {question}?", "가능한 답: {known}"),
    Code.UNKNOWN_ADDRESS: (
        "'{name}' 자리에 규칙이 없습니다",
        "주소는 activities.proposal.points처럼 항목 이름을 점으로 잇습니다",
    ),
    Code.NOT_BY_DATE: (
        "{name:'은} 어느 날부터 바꿀 수 없는 값입니다",
        "'from'을 빼고 처음부터 바꾸거나, 규칙을 null로 끝내고 그날 시작하는 새 규칙을 더하십시오",
    ),
}
