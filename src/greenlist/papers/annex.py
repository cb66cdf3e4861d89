"""The annex of the notice: its three parts, their columns, and the row of the empty form."""

PARTS = (
    ("factory", "绿色工厂推荐名单", "工厂名称", "行业"),
    ("park", "绿色园区推荐名单", "园区名称", "类型"),
    ("supply_chain", "绿色供应链管理企业推荐名单", "企业名称", "行业"),
)
LEVEL_COLUMN = "推荐申报国家级或省级（可同时填报）"
WIDTHS_MM = (13, 20, 23, 72, 58, 38, 43)
CENTRED = (0, 6)
EMPTY = ("1", "", "", "", "", "", "☐国家级 ☐省级")


def head(name_column: str, type_column: str) -> tuple[str, ...]:
    """The seven column heads of a part."""
    return ("序号", "设区市", "区县", name_column, "第三方机构名称", type_column, LEVEL_COLUMN)
