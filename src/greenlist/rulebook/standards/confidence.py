"""How sure a value of a standard is, in words, from the surest to the least sure."""

CONFIDENCE_WORDS = {
    "VERIFIED": "已核原文",
    "VERIFIED-SECONDARY": "据二手资料",
    "VERIFIED-UNOFFICIAL": "据非官方文本",
    "RECALLED": "未核原文",
    "GUESS": "未见原文，暂列",
}
