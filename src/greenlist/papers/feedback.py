"""反馈函: what a recommending unit is told about its rows after the list is out, and what one applicant is told of his own."""

from dataclasses import asdict, dataclass
from datetime import date

from docx.shared import Pt

from greenlist.papers.typesetting import chinese_date, typeset
from greenlist.papers.word import add_line, add_table, begin_letter, saved, sign_off

HEADS, WIDTHS_MM = ("序号", "单位、申报号", "类别", "结果", "理由、依据"), (12, 46, 28, 22, 48)
ASKING = "对结果有疑问的，可自公布之日起向省工业和信息化厅节能与资源综合利用处查询。"


@dataclass(frozen=True)
class FeedbackRow:
    """One application: its result and the reason, with the clause it rests on."""

    name: str
    number: str
    category_label: str
    result: str
    reason: str
    clause: str


@dataclass(frozen=True)
class Feedback:
    """A letter about some rows; `list_title` and `list_number` name the list that was published with it."""

    addressee: str
    year: int
    list_title: str
    list_number: str
    rows: tuple[FeedbackRow, ...]
    issuer: str
    dated_on: date
    digest: str
    is_demo: bool


def to_pdf(feedback: Feedback) -> bytes:
    """The letter as PDF."""
    return typeset("feedback", asdict(feedback) | {"dated": chinese_date(feedback.dated_on), "asking": ASKING, "mark": _short(feedback)})


def to_docx(feedback: Feedback) -> bytes:
    """The letter as a Word file in 仿宋 16 pt, for the office's own letterhead."""
    title = f"关于{feedback.year}年度绿色制造名单\n遴选结果的反馈函"
    document = begin_letter(title, is_demo=feedback.is_demo, title_line=Pt(32))
    about = "申报件" if len(feedback.rows) == 1 else f"你单位推荐的{len(feedback.rows)}件申报件"
    add_line(document, f"{feedback.addressee}：")
    add_line(document, f"　　《{feedback.list_title}》（{feedback.list_number}）已经公布。现将{about}的结果和理由反馈如下。")
    rows = [
        (str(n), f"{r.name}\n{r.number}", r.category_label, r.result, f"{r.reason}〔依据 {r.clause}〕")
        for n, r in enumerate(feedback.rows, 1)
    ]
    add_table(document, HEADS, rows, WIDTHS_MM, size=10.5)
    add_line(document, f"　　{ASKING}")
    sign_off(document, feedback.issuer, chinese_date(feedback.dated_on))
    add_line(document, f"反馈函　内容 {_short(feedback)}", size=8)
    return saved(document)


def _short(feedback: Feedback) -> str:
    """The beginning of the digest, as on the other papers; the whole one stands in the records."""
    return feedback.digest.removeprefix("sha256:")[:12]
