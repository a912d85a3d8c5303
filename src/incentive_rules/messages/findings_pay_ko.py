"""What became of a claim or a settlement, in Korean."""

from incentive_rules.codes import Code

FINDINGS: dict[Code, tuple[str, str]] = {
    Code.NOTHING_DUE: ("{need}점이 필요한데 {have}점입니다. {missing}점 모자랍니다", ""),
    Code.PAID_BEFORE: ("{name:'은} {day}에 이미 지급했고 더 높은 구간은 없습니다", ""),
    Code.CLAIMED_BEFORE: ("{period:period}에 이미 {times}번 지급했습니다", ""),
    Code.BETWEEN_PERIODS: ("{day:은} '{name}'의 어느 기간에도 들지 않습니다", ""),
    Code.OPTION_MISSING: ("어떤 보상인지 고르지 않았습니다: {known}", "'option'(선택)을 채우십시오"),
    Code.OPTION_NOT_OFFERED: ("'{tier}'에서는 {value:'을} 고를 수 없습니다", "고를 수 있는 것: {known}"),
    Code.NOT_CLAIMABLE: ("{name:'은} 신청 없이 지급합니다", ""),
    Code.AMOUNT_NOT_USED: ("신청에 금액 {value:이} 있으나 금액은 구간이 정합니다", "'amount' 칸을 비우십시오"),
    Code.NO_LONGER_ELIGIBLE: ("{day} 기준 대상이 아니며, 이 제도는 그때부터 지급하지 않습니다", ""),
    Code.NOT_A_MULTIPLE: ("{value:은} {unit}의 배수가 아닙니다", "{unit} 단위로 적으십시오"),
    Code.COUNTER_UNKNOWN: ("{name:'을} 셀 수 없습니다. 알 수 없는 사실이 있습니다", "대장에서 빈 칸을 채우십시오"),
    Code.OUT_OF_BUDGET: ("{period:period}의 {name:'이} 다 찼습니다: 남은 것 {left}, 지급할 것 {wanted}", ""),
    Code.NO_SUCH_GROUP: ("직원 명부에 {name} '{value}'에 속한 사람이 없습니다", "이름을 명부와 맞추십시오"),
    Code.MADE_BY_RULE: ("{name:'은} 제도가 스스로 주는 것이라 대장에 적지 않습니다", "이 행을 지우십시오"),
    Code.NOBODY_SCORED: (
        "{period:period}에 점수가 있는 사람이 없어 모두 같은 순위입니다",
        "평가 점수를 대장에 적으십시오",
    ),
    Code.TOO_FEW_VALUES: (
        "{name:'은} 값이 {count}개뿐이라 최고·최저를 빼면 남는 것이 없습니다",
        "빠진 값을 대장에 적거나, 규칙의 'drop'을 다시 보십시오",
    ),
    Code.BUILT_ON_OPEN: ("{name:'이} 아직 정해지지 않았습니다: {why}", ""),
    Code.TIE_HELD: ("{rank}위가 동점인데, 제도는 이를 따로 결정하도록 했습니다", ""),
    Code.GROUP_UNKNOWN: ("'{member}'의 {day} 기준 {name:'을} 알 수 없습니다", "직원 명부에서 그 칸을 채우십시오"),
    Code.GRADED_BY_SHARE: ("{count} 가운데 {rank}위라 {grade} 등급입니다(등급별 인원: {seats})", ""),
    Code.GRADED_BY_SCORE: ("{score}점이라 {grade} 등급입니다({need})", ""),
    Code.GRADE_CHANGED: ("{name:으로} {before} 등급이 {after} 등급이 됩니다", ""),
    Code.GRADE_TIE_HELD: (
        "{count} 가운데 {rank}위가 동점이라 누가 {known} 등급인지 정해지지 않았고, 제도는 이를 따로 결정하도록 했습니다",
        "",
    ),
    Code.NOT_PAID_BY_RULE: ("지급하지 않습니다: {day} 기준 {need} [{rule}]", ""),
    Code.PAY_FACT_UNKNOWN: (
        "{reward:을} 아직 계산하지 않았습니다. '{member}'의 {day} 기준 {name:'을} 알 수 없습니다",
        "직원 명부에서 그 칸을 채우십시오",
    ),
    Code.PAY_OUT_OF_RANGE: (
        "'{member}'의 {reward:을} 계산할 수 없습니다. {name:'이} {value}인데, {expected:range} 범위여야 합니다",
        "직원 명부를 바로잡으십시오",
    ),
    Code.PEOPLE_DISAGREE: (
        "{day} 기준 '{member}' 구성원의 '{name}' 값이 서로 달라 전체의 값을 알 수 없습니다",
        "직원 명부에서 모두 같은 값을 적으십시오",
    ),
    Code.NO_HEADS: ("{day} 기준 '{name}'에는 점수를 나눌 인원이 없습니다", "직원 명부를 채우십시오"),
    Code.TIE_BROKEN: ("동점은 다음으로 정했습니다: {name}", ""),
    Code.PLACE_NOT_PAID: ("{day} 기준 지급 조건에 맞지 않습니다. 순위는 그대로입니다", ""),
    Code.WON_BEFORE: ("{period:period} {name:'을} 이미 받아 함께 받지 못합니다", ""),
    Code.NOBODY_TO_PAY: ("'{name}'의 {place:'을} 나누어 받을 사람이 없습니다", ""),
}
