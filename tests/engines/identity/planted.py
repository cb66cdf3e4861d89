"""Two tables of the same units with planted differences, from a seed: what is ours, the lines the platform gives back, and what must be found."""

from dataclasses import dataclass, field
from random import Random

from greenlist.engines.identity import Entry
from greenlist.rulebook.reference.credit_code import make_demo_code

PLACES = ("瑞昌市", "修水县", "武宁县", "柴桑区", "共青城市", "江西")
STEMS = "澜砺梧溪曜岚霁泓崧谷云岭禾峰川陶瓷铜钨锂光电绿新鸿瑞盛达华宇辰星"
TRADES = ("水泥", "精细化工", "特种钢管", "服饰", "电子材料", "（演示）铜业")

CATEGORIES = ("绿色工厂", "绿色园区", "绿色供应链管理企业")
LEVELS = ("国家级", "省级", "国家级＋省级")
INDUSTRIES = ("水泥制造", "化学试剂和助剂制造", "电子电路制造", "服饰制造", "稀土金属冶炼")
BODIES = ("演示绿评技术有限公司", "演示碳衡认证有限公司", "自我评价")
HEADS = {
    "name": ("工厂名称", "单位名称", "企业名称", "公司名称"), "credit_code": ("统一社会信用代码", "信用代码"), "category": ("类别", "申报类型"),
    "level": ("级别", "申报级别"), "industry": ("所属行业", "行业"), "evaluator": ("第三方评价机构名称", "第三方机构"),
}  # fmt: skip
# other ways to write the same: no difference
ALIKE = {
    "绿色工厂": ("工厂", "绿色工厂"), "绿色园区": ("园区", "绿色工业园区"), "绿色供应链管理企业": ("供应链", "绿色供应链"),
    "国家级＋省级": ("国家级、省级", "国家级,省级", "☑国家级 ☑省级"), "国家级": ("国家级", "国家", "☑国家级 ☐省级"), "省级": ("省级", "□国家级 ☑省级"),
    "自我评价": ("自评价", "自评", "自我评价"),
}  # fmt: skip


@dataclass
class Planted:
    """`expected` are the differences, {(kind, name of ours or theirs, field, ours, theirs)}; `near` the proposals, {(name, name)}."""

    ours: list[Entry] = field(default_factory=list)
    lines: list[tuple[str, list[str]]] = field(default_factory=list)
    expected: set[tuple[str, str, str, str, str]] = field(default_factory=set)
    near: set[tuple[str, str]] = field(default_factory=set)


def planted(seed: int, count: int = 60) -> Planted:
    """Ours and theirs of one seed."""
    random, made = Random(seed), Planted()
    theirs: list[dict[str, str]] = []
    for at, unit in enumerate(_units(random, count)):
        made.ours.append(Entry(f"序号{at + 1}", unit["name"], unit["credit_code"], {k: v for k, v in unit.items() if k != "name"}))
        theirs += _given_back(random, made, dict(unit))
    for unit in _units(random, 4, lead="外省", first=500_000):
        theirs.append(unit)
        made.expected.add(("only_theirs", unit["name"], "", "", ""))
    random.shuffle(theirs)
    made.lines = _laid_out(random, theirs)
    return made


def _given_back(random: Random, made: Planted, unit: dict[str, str]) -> list[dict[str, str]]:
    """The rows of one unit on the platform; what was changed is noted."""
    name, plain = unit["name"], dict(unit)
    for key in ("category", "level", "evaluator"):
        unit[key] = random.choice(ALIKE.get(unit[key], (unit[key],)))
    unit["industry"] = random.choice(("", "3011 ")) + unit["industry"]
    fate = random.choices(("same", "dropped", "value", "renamed", "recoded", "twice", "slip", "dressed"), (50, 6, 10, 6, 6, 4, 4, 14))[0]
    if fate == "dropped":
        made.expected.add(("only_ours", name, "", "", ""))
        return []
    if fate == "value":
        key, choices = random.choice((("category", CATEGORIES), ("level", LEVELS), ("industry", INDUSTRIES), ("evaluator", BODIES)))
        unit[key] = random.choice([c for c in choices if c != plain[key]])
        made.expected.add(("differs", name, key, plain[key], unit[key]))
    elif fate == "renamed":
        unit["name"] = name.replace("有限公司", "集团股份有限公司")
        made.expected.add(("differs", name, "name", name, unit["name"]))
    elif fate == "recoded":
        unit["credit_code"] = random.choice(("", make_demo_code(900_000 + random.randrange(90_000))))
        made.expected.add(("differs", name, "credit_code", plain["credit_code"], unit["credit_code"]))
    elif fate == "twice":
        made.expected.add(("twice", name, "", "", ""))
        return [unit, dict(unit)]
    elif fate == "slip":
        unit["name"], unit["credit_code"] = name[:3] + name[4:], ""
        made.expected |= {("only_ours", name, "", "", ""), ("only_theirs", unit["name"], "", "", "")}
        made.near.add((name, unit["name"]))
    elif fate == "dressed":
        unit["name"] = random.choice((f" {name} ", f"{name[:4]} {name[4:]}", name.replace("（", "(").replace("）", ")")))
    return [unit]


def _units(random: Random, count: int, lead: str = "", first: int = 1) -> list[dict[str, str]]:
    """Units whose names are more than a slip apart."""
    names: dict[frozenset[str], str] = {}
    while len(names) < count:
        stem = random.sample(STEMS, 3)
        names.setdefault(frozenset(stem), f"{lead}{random.choice(PLACES)}{''.join(stem)}{random.choice(TRADES)}有限公司")
    return [
        {
            "name": name, "credit_code": make_demo_code(serial),
            "category": random.choice(CATEGORIES), "level": random.choice(LEVELS), "industry": random.choice(INDUSTRIES),
            "evaluator": random.choice(BODIES),
        }
        for serial, name in enumerate(names.values(), start=first)
    ]  # fmt: skip


def _laid_out(random: Random, rows: list[dict[str, str]]) -> list[tuple[str, list[str]]]:
    """Lines of a file: columns in any order under any head, a title, a sum, now and then two sheets."""
    sheets = random.choice((1, 1, 2))
    lines: list[tuple[str, list[str]]] = []
    for sheet in range(sheets):
        lead = f"第{sheet + 1}张表" if sheets > 1 else ""
        keys = random.sample(list(HEADS), len(HEADS))
        own = rows[sheet::sheets]
        body = [["绿色制造名单推荐情况"], ["序号", *(random.choice(HEADS[key]) for key in keys)]]
        body += [[str(n), *(row[key] for key in keys)] for n, row in enumerate(own, start=1)]
        body += [["合计", f"{len(own)}家"]]
        lines += [(f"{lead}第{n}行", cells) for n, cells in enumerate(body, start=1)]
    return lines
