"""Invented values to try a template with."""

from greenlist.papers.stationery.fields import ROW, Stationery
from greenlist.papers.stationery.filling import Values

PLAIN = {
    "年度": "2024", "推荐单位": "演示市工业和信息化局", "发函单位": "演示市工业和信息化局", "主送单位": "演示省工业和信息化厅",
    "依据": "《演示通知》", "家数": "3", "文号": "演工信函〔2024〕1号", "落款日期": "2024年5月24日", "所查期间": "2021年5月1日至2024年4月30日",
    "事项": "发生突发环境污染事件", "答复期限": "2024年5月31日前", "答复范围": "仅就职责范围内的事实作答",
}  # fmt: skip
# Of each part a row, one with a name of forty characters, each way of ticking.
ROWS = {
    "绿色工厂": (
        (
            "1",
            "九江市",
            "永修县",
            "演示镕喆堃昇新能源材料科技股份有限公司永修县芗溪婺弋生产基地暨循环经济产业园分公司",
            "自我评价",
            "专用化学产品制造",
            "☑国家级 ☑省级",
        ),
        ("2", "九江市", "德安县", "演示第二制造有限公司", "演示绿评技术有限公司", "机织服装制造", "☐国家级 ☑省级"),
    ),
    "绿色园区": (("1", "九江市", "濂溪区", "演示工业园区", "演示绿评技术有限公司", "综合类", "☑国家级 ☐省级"),),
    "绿色供应链管理企业": (("1", "九江市", "浔阳区", "演示链主汽车有限公司", "自我评价", "汽车整车制造", "☑国家级 ☐省级"),),
}
# Of a unit what each letter says of it; codes are those of nobody.
UNITS = (
    {"名称": "演示镕喆有限公司", "类别": "绿色工厂", "级别": "国家级、省级", "意见": "符合推荐条件，同意推荐", "区县": "永修县"},
    {"名称": "演示第二制造有限公司", "类别": "绿色工厂", "级别": "省级", "意见": "符合推荐条件，同意推荐省级", "区县": "德安县"},
    {"名称": "演示工业园区", "类别": "绿色园区", "级别": "国家级", "意见": "符合推荐条件，同意推荐国家级", "区县": "濂溪区"},
)


def sample(kind: Stationery) -> Values:
    """A value for every name of this kind of paper."""
    plain = {name: PLAIN[name] for name in kind.fields}
    if kind.id == "summary_table":
        return plain | {part: [dict(zip(ROW, row, strict=True)) for row in rows] for part, rows in ROWS.items()}
    columns = kind.loops["单位列表"].columns
    return plain | {"单位列表": [{column: _unit(number, unit)[column] for column in columns} for number, unit in enumerate(UNITS, start=1)]}


def _unit(number: int, unit: dict[str, str]) -> dict[str, str]:
    return unit | {
        "事项": PLAIN["事项"], "序号": str(number), "单位名称": unit["名称"], "统一社会信用代码": f"9136（演示）{number:06}", "地址": f"演示省演示市{unit['区县']}演示路{number}号",
    }  # fmt: skip
