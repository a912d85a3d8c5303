"""점검의 한국어 말: 왜 규칙이 쓰이지 않는지, 무엇을 견주는지, 경고를 어떻게 보이는지."""

WORDS: dict[str, str] = {
    "lint_nobody": "이 조건에 맞는 사람이 있을 수 없어 아무도 점수를 쌓지 못합니다",
    "lint_condition": "조건에 맞는 실적이 있을 수 없습니다",
    "lint_not_eligible": "조건에 맞는 사람은 대상(eligible)이 아닙니다",
    "lint_bonus": "인정되는 실적 가운데 조건에 맞는 것이 있을 수 없습니다",
    "lint_days": "이 기간에 시행되는 활동이 없습니다",
    "lint_reach_limits": "{at}점이 필요한데 한도({names}) 때문에 {most}점까지만 쌓입니다",
    "lint_reach_never": "이 구간의 기간에는 지급하는 날이 없습니다",
    "lint_reach_lowest": "여기에 이른 사람은 언제나 {other:'을} 받습니다",
    "lint_reach_used": "그때마다 {other:'이} 먼저 지급되어 점수를 씁니다",
    "lint_criterion": "{kind}: {name}",
    "lint_equal": "순위를 매기는 점수 그 자체라 동점이면 이것도 같습니다",
    "lint_winners": "수상자 수",
    "lint_no_place": "이 보상을 주는 등수가 없음",
    "lint_assumed_few": "- {names}: {why}",
    "lint_assumed_many": "- {names} 외 {more}개: {why}",
    "lint_the_file": "적힌 그대로의 파일",
    "lint_warning": "경고: {text}",
}
