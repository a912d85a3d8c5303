"""Findings about rows, in Korean: as they are read, and what became of them."""

from incentive_rules.codes import Code

FINDINGS: dict[Code, tuple[str, str]] = {
    Code.UNREADABLE_TABLE: (
        "표를 읽을 수 없습니다: {problem}",
        "엑셀에서 열어 'Excel 통합 문서(.xlsx)'나 'CSV UTF-8'로 다시 저장하십시오",
    ),
    Code.UNKNOWN_COLUMN: (
        "'{name}' 열은 알 수 없어 읽지 않습니다",
        "제도 파일에 사실로 선언하거나 'columns'에 이름을 더하십시오",
    ),
    Code.MISSING_COLUMN: ("'{name}' 열이 없습니다", "쓸 수 있는 이름: {known}"),
    Code.FACT_COLUMN_MISSING: (
        "'{name}' 열이 없어 모두 {value:'으로} 보았습니다",
        "읽지 않은 열 가운데 그것이 있으면 제도 파일에서 그 사실의 'columns'에 이름을 더하십시오: {known}",
    ),
    Code.ASKED_COLUMN_MISSING: (
        "'{name}' 열이 없어 {count}행 모두 값을 알 수 없습니다. 이 값을 보는 규칙: {rules}",
        "읽지 않은 열 가운데 그것이 있으면 제도 파일에서 그 사실의 'columns'에 이름을 더하십시오: {known}",
    ),
    Code.DUPLICATE_COLUMN: ("'{name}' 열은 '{other}' 열과 같은 뜻입니다", "하나만 남기십시오"),
    Code.EMPTY_CELL: ("'{name}' 칸이 비어 있습니다", "이 행에 꼭 필요합니다"),
    Code.EXTRA_CELLS: ("제목 줄보다 칸이 {count}개 많습니다", "글 안에 쉼표가 있으면 글을 따옴표로 묶으십시오"),
    Code.EXCEL_ERROR: ("'{name}' 칸에 엑셀 오류 {value:이} 있습니다", "그 칸의 수식을 고치거나 값을 적으십시오"),
    Code.FORMULA_WITHOUT_VALUE: (
        "'{name}' 칸의 수식에 계산된 값이 없습니다",
        "엑셀에서 파일을 열어 다시 계산되게 한 뒤 저장하십시오",
    ),
    Code.NUMBER_FOR_ID: (
        "'{name}' 열의 번호 {count:,}개가 숫자로 적혀 있어, 앞자리 0이 있었다면 사라졌습니다",
        "번호가 0으로 시작하지 않으면 괜찮습니다. 시작한다면 셀 서식을 '텍스트'나 사용자 지정 '00000'으로 하십시오",
    ),
    Code.AMBIGUOUS_END: (
        "'{name}' 칸의 {value:'이} 마지막 날인지 그다음 날인지 알 수 없습니다",
        "열 이름을 '마지막날'(그날까지 적용) 또는 '종료일다음날'(그날부터 적용하지 않음)로 바꾸십시오",
    ),
    Code.SHEET_NOT_READ: ("'{name}' 시트는 읽지 않습니다: {problem}", "{advice}"),
    Code.IDS_MADE: (
        "번호가 없는 {count:,}행에 내용으로 번호를 만들어 붙였습니다",
        "내용을 고치면 번호도 바뀝니다. 되도록 번호 열을 두십시오",
    ),
    Code.ROWS_ALIKE: (
        "번호가 없고 내용이 똑같은 행이 {count:,}개 있어 각각 따로 셉니다",
        "같은 일을 두 번 적었다면 하나만 남기십시오",
    ),
    Code.BLANK_ROW: ("빈 행이라 따로 두었습니다", ""),
    Code.TITLE_ROW: ("제목 줄보다 위에 있는 행이라 따로 두었습니다", ""),
    Code.HEADER_ROW: ("제목 줄이 되풀이된 행이라 따로 두었습니다", ""),
    Code.TOTAL_ROW: ("합계 행이라 따로 두었습니다", ""),
    Code.NOTE_ROW: ("표 아래의 글이라 따로 두었습니다", ""),
    Code.EXAMPLE_ROW: ("작성 예시라 따로 두었습니다", ""),
    Code.UNKNOWN_ACTIVITY: ("이름이 '{value}'인 활동이 없습니다", "있는 활동: {known}"),
    Code.UNKNOWN_AWARD: ("이름이 '{value}'인 보상 규칙이 없습니다", "있는 규칙: {known}"),
    Code.ONE_CORRECTION: (
        "한 행은 다른 행에 한 가지 일만 할 수 있는데 '{name}' 칸과 '{other}' 칸이 함께 채워져 있습니다",
        "하나만 남기십시오. 정정(replaces)한 행은 따로 취소하지 않아도 됩니다",
    ),
    Code.CORRECTS_ITSELF: (
        "번호가 '{id}'인 행이 고칠 대상으로 자기 자신을 적었습니다",
        "그 칸에는 앞서 적은 행의 번호를 적고, 이 행에는 따로 번호를 주십시오",
    ),
    Code.OVERLAPPING_ROWS: (
        "'{member}'의 두 행이 {day}에 함께 유효한데 '{name}' 값이 다릅니다",
        "앞 행의 'until'을 뒤 행이 시작하는 날로 적으십시오",
    ),
    Code.NOT_A_ROW: ("행은 열 이름과 값의 짝이어야 하는데 {got:이} 있습니다", ""),
    Code.DUPLICATE_ROW: ("같은 행이 여러 번 있어 한 번만 셉니다", ""),
    Code.SAME_ID_DIFFERENT: (
        "번호가 '{id}'인 행들의 '{name}' 값이 서로 다릅니다",
        "번호를 따로 주거나 잘못된 행을 지우십시오",
    ),
    Code.CORRECTS: ("'{id}' 행의 {how}입니다", ""),
    Code.CORRECTED_BY: ("'{id}' 행의 {how:으로} 없던 것이 되었습니다", ""),
    Code.CORRECTS_NOTHING: (
        "'{id}' 행을 고치려 하지만 그런 행이 없습니다",
        "번호를 확인하십시오. 기준 시점까지 알려지지 않은 행도 고칠 수 없습니다",
    ),
    Code.CORRECTION_MISFITS: (
        "'{id}' 행을 고치려 하지만 두 행의 '{name}' 값이 다릅니다",
        "번호를 확인하거나, 고치는 행의 '{name}' 칸을 비우십시오",
    ),
    Code.CORRECTED_IN_CIRCLE: (
        "'{id}' 행을 고치려 하지만, 그 행이 바로 또는 다른 행을 거쳐 이 행을 고칩니다",
        "이 가운데 하나를 취소하십시오",
    ),
    Code.CORRECTED_TWICE: (
        "'{id}' 행을 여러 행이 정정하여 어느 것이 맞는지 알 수 없습니다. 다른 정정 행: {others}",
        "맞지 않는 정정 행을 취소하십시오",
    ),
    Code.DECISIONS_DISAGREE: (
        "같은 날({day})의 결재가 서로 다릅니다: {ids}",
        "맞지 않는 결재 행을 취소하십시오",
    ),
    Code.CARRIED_FORWARD: ("알려졌을 때 {period:은} 이미 마감되어 {day}에 반영합니다", ""),
    Code.CHANGED_AFTER_CLOSING: (
        "{before}점으로 마감된 뒤 {now}점으로 바뀌어, 그 차이를 {day}에 반영합니다",
        "",
    ),
    Code.CLAIM_TOO_LATE: (
        "{name:'은} {period:period}분을 {deadline}까지만 신청하거나 고를 수 있었습니다. 다음 기간은 {opens}부터 됩니다",
        "",
    ),
    Code.CHOICES_DISAGREE: ("같은 날({day})의 선택이 서로 다릅니다: {ids}", "맞지 않는 선택을 취소하십시오"),
    Code.REWARD_WITHDRAWN: (
        "{day}에 {name:'이} 지급한 것 가운데 맞지 않는 것을 회수합니다: 지금 알려진 대로는 {before}점이 아니라 {now}점입니다",
        "",
    ),
    Code.REWARD_RESTORED: (
        "{day}에 {name:'이} 지급했다가 회수한 것을 다시 지급합니다: 지금 알려진 대로 {now}점입니다",
        "",
    ),
    Code.PERIODS_CLOSED: ("알려졌을 때 {period:은} 이미 마감되었고, 뒤에 열린 기간이 없습니다", ""),
    Code.CLAIM_CLOSED: ("신청 {id:'이} 정산된 {period:은} 마감되었습니다", "따로 신청하십시오"),
    Code.BEFORE_OPENING: (
        "{day} 전의 일로, 전기이월 자료에 이미 정리되었습니다",
        "전에 반영한 행은 빼십시오. 늦게 온 행이나 그때 보류되었다가 이제 정해진 행을 반영하려면 전체 기록으로 다시 계산하여 전기이월 자료를 새로 만드십시오",
    ),
    Code.CORRECTS_BEFORE_OPENING: (
        "'{id}' 행이 {day} 전의 행이면 전기이월 자료에 이미 정리되어 더는 고칠 수 없습니다",
        "고친 전체 기록으로 다시 계산하여 전기이월 자료를 새로 만들거나, 차이를 따로 한 행으로 적으십시오",
    ),
    Code.NOT_YET: ("반영하는 날({day})이 기준일({as_of}) 뒤라 아직 반영하지 않았습니다", ""),
    Code.NOT_KNOWN_YET: ("{day}에 기록되어 {known_at}에는 아직 모르던 행입니다", ""),
    Code.OUTSIDE_SCHEME: ("{day:은} 제도 기간({first}부터 {until}) 밖입니다", ""),
    Code.NOT_IN_FORCE: ("{name:'은} {first}부터 {until} 적용되므로 {day}에는 해당하지 않습니다", ""),
    Code.STATUS_REJECTED: ("반려된 행입니다", ""),
    Code.STATUS_PENDING: ("심사 중인 행입니다", "승인되면 셉니다"),
    Code.NOT_APPROVED: ("승인일에 인정되는데 승인일이 없습니다", "'approved_on'(승인일)을 채우십시오"),
    Code.NOT_ELIGIBLE: ("{need:이어야} 인정되는데 {day} 기준 {have}입니다 [{rule}]", ""),
    Code.CONDITION_UNKNOWN: (
        "{day} 기준 {need}인지 알 수 없습니다. '{name}' 칸이 비어 있습니다",
        "{name:'을} 채우십시오",
    ),
    Code.FACT_MISSING: ("'{activity}' 점수를 정하는 '{name}' 칸이 비어 있습니다", "{name:'을} 채우십시오"),
    Code.QUANTITY_NOT_USED: (
        "{activity:'은} 한 번에 정해진 점수를 주는데 수량이 {value}입니다",
        "한 번에 한 행씩 적거나, 활동을 단위당 점수로 바꾸십시오",
    ),
    Code.SHARE_NOT_USED: (
        "{activity:'은} 여럿이 나누는 활동이 아닌데 이 행에는 기여율 {value:이} 있습니다",
        "'share'를 비우거나, 제도에 'shares: yes'를 적으십시오",
    ),
    Code.SHARE_WITHOUT_WORK: (
        "이 행에는 기여율 {value:이} 있으나 어느 과제인지 적혀 있지 않습니다",
        "함께 한 사람 모두에게 같은 'work'(과제번호)를 적으십시오",
    ),
    Code.SHARES_TOO_MANY: (
        "과제 '{work}'에서 '{activity}'의 기여율을 더하면 {sum:으로} 1보다 큽니다",
        "모두 더하여 1이 되도록 기여율을 고치십시오",
    ),
    Code.SHARES_MISSING: (
        "과제 '{work}'에서 '{activity}'의 기여율 합계가 {sum:이라} 나머지 {missing:이} 누구의 것인지 알 수 없습니다",
        "함께 한 사람의 행을 모두 적으십시오",
    ),
    Code.SHARE_OF_PARTNER_OPEN: (
        "과제 '{work}'에서 함께 한 사람의 행이 인정되는지 아직 알 수 없어 이 행의 몫을 정할 수 없습니다",
        "함께 한 사람의 행 '{id}'에서 빠진 것을 채우십시오",
    ),
    Code.GIVER_MISSING: (
        "점수를 준 사람을 보는 규칙인데 그 사람이 적혀 있지 않습니다",
        "'from_member'를 채우십시오",
    ),
    Code.NO_POINTS_FOR_VALUE: (
        "'{name}'의 값 {value:은} '{activity}'에서 점수를 주는 범위({expected:range})를 벗어납니다",
        "숫자를 고치거나, 그 값의 점수를 제도에 정하십시오",
    ),
    Code.MEMBER_NOT_LISTED: ("{member:'은} 직원 명부에 없습니다", "명부에 더하거나 번호를 고치십시오"),
    Code.ROSTER_ROW_UNREAD: (
        "{member:'은} 명부에 있으나 쓸 수 없는 행이 있습니다: {why}",
        "명부의 그 행을 고치십시오",
    ),
    Code.NOT_LISTED_ON_DAY: (
        "직원 명부에 '{member}'의 {day} 행이 없습니다",
        "그 구성원 행의 'from'과 'until'을 확인하십시오",
    ),
    Code.FACT_DISAGREES: (
        "{day} 기준 직원 명부의 '{name}' 값은 '{listed}'인데 이 행에는 {value:'이라} 적혀 있습니다. 명부를 따릅니다",
        "명부나 이 행을 고치십시오",
    ),
    Code.CUT_BY_LIMIT: ("{period:period}에 {name:'이} {left}점 남아 {wanted}점 중 {left}점만 인정됩니다", ""),
    Code.NOT_AMONG_BEST: (
        "{name:은} {period:period}에 가장 높은 실적을 {most}건까지만 인정하므로 {wanted}점 중 {left}점이 더해집니다",
        "",
    ),
    Code.VOIDED_BY_LIMIT: ("{period:period}에 {name:'이} {most}건을 넘어 모두 인정되지 않습니다", ""),
    Code.TIED_AT_LIMIT: (
        "{period:period}에 {name:'이} 남긴 점수보다 여러 사람의 같은 실적이 많아 {wanted}점 중 {left}점만 인정됩니다",
        "",
    ),
    Code.DEDUCTION_FLOORED: ("남은 점수는 0보다 작아지지 않으므로 {wanted}점 중 {left}점만 깎습니다", ""),
}
