"""What the presenter has in hand (演示材料): a county's table and zip, two replies of departments, the answer sheet of the second."""

from pathlib import Path

from greenlist.papers.account_sheet import to_xlsx
from greenlist.papers.typesetting import typeset
from greenlist.rehearsal.county_table import CountyUnit
from greenlist.rehearsal.county_zip import CountyPapers, county_papers

FOLDER = "演示材料"
TABLE, ARCHIVE = "1 县区汇总表（演示）.docx", "1 县区评价报告（演示）.zip"
FIRST_REPLY, SECOND_REPLY = "2 市场监管局函复（演示）.pdf", "2 生态环境等部门函复（演示）.pdf"
SHEET = "2 生态环境等部门答复表（演示）.xlsx"
HEADS = ("单位名称", "统一社会信用代码", "事项", "结论", "事实", "页", "起日")
MARKET = ("工商注销", "列入经营异常名录且未移出", "质量事故", "偷漏税等违法违规", "失信被执行人")
POLLUTION = "环境污染等事故"
OTHERS = ("连续停产12个月以上", "安全事故（含网络、数据安全）", POLLUTION, "被动态调整出名单", "督查发现严重问题", "节能监察整改未完成")
UNITS_A_PAGE = 20  # as the template breaks them; the letter itself is page 1
FINE = ("发现", "颗粒物小时均值超标，罚款2.4万元", "2023-08-14")
IN_DOUBT = ("待核实", "监测记录正在复核", "")


def looked_up(papers: CountyPapers) -> list[CountyUnit]:
    """The units that the import leaves submitted: those whose own report is in the zip."""
    return [u for u in papers.units if u.name not in (*papers.missing, papers.foreign)]


def fined(papers: CountyPapers) -> CountyUnit:
    """The unit that the second reply finds something about."""
    return looked_up(papers)[22]


def in_doubt(papers: CountyPapers) -> list[CountyUnit]:
    """The units about which it cannot say."""
    return looked_up(papers)[30:35]


def write_handouts(folder: Path, seed: int, city: str = "360400") -> list[Path]:
    """Write all five files; the same seed writes the same contents."""
    papers = county_papers(seed, city)
    units = looked_up(papers)
    found = {u.name: FINE for u in [fined(papers)]} | {u.name: IN_DOUBT for u in in_doubt(papers)}
    replied = [[u.name, u.credit_code, "：".join(found[u.name][:2]) if u.name in found else "未发现"] for u in units]
    bodies = {
        TABLE: papers.table, ARCHIVE: papers.archive,
        FIRST_REPLY: _reply("九江市市场监督管理局", "演市监函〔2024〕演5号", MARKET, [[u.name, u.credit_code, "未发现"] for u in units]),
        SECOND_REPLY: _reply("九江市生态环境局", "演环函〔2024〕演7号", OTHERS, replied, "应急管理、供电等单位已会签。"),
        SHEET: to_xlsx(HEADS, _answers(units, found), "答复表（演示数据）"),
    }  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    for name, body in bodies.items():
        (folder / name).write_bytes(body)
    return [folder / name for name in bodies]


def _reply(office: str, number: str, items: tuple[str, ...], units: list[list[str]], remark: str = "") -> bytes:
    data = {"office": office, "number": number, "items": items, "units": units, "remark": remark,
            "period": "2021年5月22日至2024年5月20日", "dated": "2024年5月21日", "is_demo": True}  # fmt: skip
    return typeset("department_reply", data)


def _answers(units: list[CountyUnit], found: dict[str, tuple[str, str, str]]) -> list[list[str]]:
    """One line a unit, for all items at once; a unit with something to tell has a line for each item."""
    rows = []
    for at, unit in enumerate(units):
        page = str(2 + at // UNITS_A_PAGE)
        items = OTHERS if unit.name in found else ("",)
        for item in items:
            answer, fact, day = found[unit.name] if item == POLLUTION else ("未发现", "", "")
            rows.append([unit.name, unit.credit_code, item, answer, fact, page, day])
    return rows
