"""한 사람의 행이 다른 사람의 결과를 바꾸게 하는 규칙과 그 까닭의 한국어 말."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "coupling_ranking": "{name:'은} 순위로 정하므로 다른 사람의 점수에 따라 받을 사람이 바뀝니다",
    "coupling_lot": "{name:'은} 동점을 추첨으로 가리므로 다른 사람의 점수에 따라 추첨 대상이 바뀝니다",
    "coupling_one_prize": "{name:'은} 다른 상을 받은 사람을 빼므로 남이 무엇을 받았는지에 따라 받을 사람이 바뀝니다",
    "coupling_grades": "{name:'은} 모두를 한 명부에 세워 매기므로 다른 사람에 따라 순번이 바뀌고, 누구의 실적이든 보류되어 있으면 확정되지 않습니다",
    "coupling_grades_by_share": "{name:'은} 인원 비율로 등급을 나누므로 다른 사람의 점수에 따라 등급이 바뀝니다",
    "coupling_budget": "예산 {name:'은} 여러 사람이 함께 쓰므로 다른 사람이 받은 만큼 줄어듭니다",
    "coupling_limit": "한도 {name:'은} 여러 사람의 실적을 함께 셉니다(기준: {by})",
    "coupling_group": "{name:'은} 집단의 실적이라 한 사람의 것이 아니고 그 집단 모두와 관련됩니다",
    "coupling_given_for": "{name:'은} {award:'과} 이어져 있어 그 상을 뺄 수 없습니다",
    "coupling_work": "{name:'은} 여럿이 함께 할 수 있어 같은 업무의 행들이 서로의 몫을 바꿉니다",
    "coupling_giver": "{name:'은} 점수를 준 사람이 누구인지를 봅니다",
    "coupling_closing": "어느 기간이 마감되었는지는 모든 행 가운데 마지막으로 알려진 날에 따라 정해집니다",
}
