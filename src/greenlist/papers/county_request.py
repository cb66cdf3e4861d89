"""县级请示: what a county has passed, sent up to the city in the document form of GB/T 9704-2012 (文件格式, 上行文 with 签发人)."""

from dataclasses import asdict, dataclass
from datetime import date

from docx.shared import Pt

from greenlist.papers.typesetting import chinese_date, typeset
from greenlist.papers.word import add_line, begin_letter, saved, sign_off

CONTACT = "（联系人：　　　　　，联系电话：　　　　　　　　）"  # 附注 of a 请示: blanks for the hand


@dataclass(frozen=True)
class RequestUnit:
    """One unit with the county's opinion on it."""

    name: str
    category_label: str
    levels: str
    opinion: str


@dataclass(frozen=True)
class CountyRequest:
    """The request of one county office. `document_number` and `signer` are '' until it is signed."""

    year: int
    office: str
    addressee: str
    document_number: str
    signer: str
    dated_on: date | None
    units: tuple[RequestUnit, ...]
    basis: str
    is_demo: bool


def to_pdf(request: CountyRequest) -> bytes:
    """The request as PDF."""
    more = {
        "number": request.document_number or "（待编文号）",
        "signer": request.signer or "　　　",
        "dated": chinese_date(request.dated_on),
        "contact": CONTACT,
    }
    return typeset("county_request", asdict(request) | more)


def to_docx(request: CountyRequest) -> bytes:
    """The request as a Word file in 仿宋 16 pt, ready for the office's own head."""
    document = begin_letter(
        title_of(request).replace("申报材料", "\n申报材料"), is_demo=request.is_demo, title_line=Pt(32), is_letter=False
    )
    units = [f"　　{n}. {u.name}（{u.category_label}，{u.levels}）：{u.opinion}。" for n, u in enumerate(request.units, start=1)]
    opening = f"　　根据{request.basis}要求，我局对本地区申报材料进行了初审，共{len(request.units)}家单位通过初审，现予上报："
    for text in (f"{request.addressee}：", opening, *units, "　　妥否，请批示。"):
        add_line(document, text)
    sign_off(document, request.office, chinese_date(request.dated_on))
    add_line(document, f"　　{CONTACT}")
    return saved(document)


def title_of(request: CountyRequest) -> str:
    """The title of the request."""
    return f"关于报送{request.year}年度绿色制造名单申报材料的请示"
