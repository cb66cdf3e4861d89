"""反馈函: each row with its result, the reason and the clause; user text is never markup."""

from datetime import date

from greenlist.papers.feedback import Feedback, FeedbackRow, to_pdf
from tests.papers.reading import text_of

ROWS = (
    FeedbackRow("演示*一号#公司", "2024-JJ-0001", "绿色工厂", "列入名单", "评审分 95.00，达到入选线 80.00", "本轮参数"),
    FeedbackRow("演示二号公司", "2024-JJ-0002", "绿色工厂", "未列入名单", "异议成立（YY-2024-001）：处罚属实", "3.1.4"),
)
LETTER = Feedback("九江市工业和信息化局", 2024, "2024年度省级绿色制造名单", "演60号", ROWS, "江西省工业和信息化厅", date(2024, 7, 18),
                  "sha256:" + "ab" * 32, True)  # fmt: skip


def test_the_letter_says_for_each_row_what_became_of_it_and_why():
    text = text_of(to_pdf(LETTER))
    for said in (
        "九江市工业和信息化局：",
        "推荐的2件申报件",
        "演示*一号#公司",
        "列入名单",
        "未列入名单",
        "异议成立",
        "〔依据3.1.4〕",
        "2024年7月18日",
    ):
        assert said in text, said
    assert "反馈函内容abababababab" in text and "ab" * 32 not in text, "the foot bears its own mark, not the list's number"
