"""How sure a value of a standard is, in words, from the surest to the least sure."""

CONFIDENCE_WORDS = {
    "VERIFIED": "已核原文",
    "VERIFIED-SECONDARY": "据二手资料",
    "VERIFIED-UNOFFICIAL": "据非官方文本",
    "RECALLED": "未核原文",
    "GUESS": "未见原文，暂列",
}
TABLE_WORDS = CONFIDENCE_WORDS | {
    "VERIFIED_2021": "只核对2021年版",
    "VERIFIED-SECONDARY-DRAFT": "据征求意见稿",
    "DOUBTFUL": "转录存疑",
    "NOT_FOUND": "没有查到",
}  # what the rows of a reference table may say besides
