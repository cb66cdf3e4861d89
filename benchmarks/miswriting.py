"""Names as another hand writes them: the generator behind `benchmarks/names.py`, fixed before the finder was written.

Twelve kinds, drawn in equal parts. The made-up names are recombined from the published ones and belong to nobody (演示数据).
"""

from collections.abc import Callable, Sequence
from random import Random

from greenlist.rulebook.reference.published_lists import published_rows

FORMS = ("有限责任公司", "股份有限公司", "集团有限公司", "有限公司")
REGIONS = (
    "江西省",
    "江西",
    "南昌市",
    "南昌",
    "九江市",
    "九江",
    "赣州",
    "宜春市",
    "上饶",
    "新余市",
    "山东",
    "浙江省",
    "江苏",
    "安徽省",
    "河北",
    "广东省",
)
INDUSTRIES = (
    "新材料",
    "化工",
    "科技",
    "电子",
    "水泥",
    "制药",
    "机械",
    "纺织",
    "陶瓷",
    "环保",
    "汽车",
    "食品",
    "钢铁",
    "能源",
    "电气",
    "实业",
)
LOOK_ALIKE = (
    "浔洵",
    "晏宴",
    "宏弘",
    "鑫新",
    "锋峰",
    "泰太",
    "岭玲",
    "恒衡",
    "华桦",
    "盛晟",
    "辉晖",
    "源原",
    "博搏",
    "森淼",
    "晶昌",
    "祥详",
    "隆龙",
    "瑞睿",
)
LONGER = ("二厂", "南昌分公司", "第一分厂", "新区工厂", "（原名略）")
TRADE = "岑溪云帆霜桥青岭澄湖明烛松石远舟白鹭长汀南浦梅关翠微石钟"
Writing = Callable[[str, Random], str]


def published_names() -> list[str]:
    """Every different unit and third party of the lists of 2017–2020, as printed."""
    return list(dict.fromkeys(name for row in published_rows() for name in (row.name, row.third_party) if name))


def made_up(dice: Random) -> str:
    """A name nobody bears: region, trade name, industry, legal form."""
    trade = "".join(dice.sample(TRADE, dice.choice((2, 2, 3))))
    return dice.choice(REGIONS) + trade + "".join(dice.sample(INDUSTRIES, dice.choice((1, 1, 2)))) + dice.choice(FORMS)


def miswritten(name: str, dice: Random) -> tuple[str, str]:
    """(kind, the name written another way); the kind is 'none' when this name cannot be written so."""
    kind = dice.choice(tuple(KINDS))
    written = KINDS[kind](name, dice)
    return (kind, written) if written != name else ("none", name)


def _character(name: str, dice: Random) -> str:
    for pair in dice.sample(LOOK_ALIKE, len(LOOK_ALIKE)):
        for one, other in (pair, pair[::-1]):
            if one in name:
                return name.replace(one, other, 1)
    at = dice.randrange(_body(name))
    return name[:at] + dice.choice(TRADE) + name[at + 1 :]


def _missing(name: str, dice: Random) -> str:
    at = dice.randrange(_body(name))
    return name[:at] + name[at + 1 :]


def _doubled(name: str, dice: Random) -> str:
    at = dice.randrange(_body(name))
    return name[: at + 1] + name[at:]


def _swapped(name: str, dice: Random) -> str:
    at = dice.randrange(max(_body(name) - 1, 1))
    return name[:at] + name[at : at + 2][::-1] + name[at + 2 :]


def _region_word(name: str, dice: Random) -> str:
    for long in ("自治区", "省", "市", "县"):
        if long in name[:8]:
            return name.replace(long, "", 1)
    return f"{dice.choice(('江西省', '江西'))}{name}" if not name.startswith("江西") else name[2:]


def _legal_form(name: str, dice: Random) -> str:
    form = _form(name)
    return name.removesuffix(form) + dice.choice([other for other in FORMS if other != form])


def _shorter(name: str, _dice: Random) -> str:
    return name.removesuffix(_form(name))


def _longer(name: str, dice: Random) -> str:
    return name + dice.choice(LONGER)


def _brackets(name: str, _dice: Random) -> str:
    for region in REGIONS:
        if name.startswith(region):
            return f"{name[len(region) : len(region) + 4]}（{region.rstrip('省市')}）{name[len(region) + 4 :]}"
    return name


def _punctuation(name: str, dice: Random) -> str:
    at = dice.randrange(1, len(name))
    return f"{name[:at]} {name[at:]}".replace("（", "(").replace("）", ")")


def _industry(name: str, dice: Random) -> str:
    for word in INDUSTRIES:
        if word in name:
            return name.replace(word, dice.choice([other for other in INDUSTRIES if other != word]), 1)
    return name


def _twice(name: str, dice: Random) -> str:
    for write in dice.sample((_character, _missing, _swapped, _legal_form), 2):
        name = write(name, dice)
    return name


def _form(name: str) -> str:
    return next((form for form in FORMS if name.endswith(form)), "")


def _body(name: str) -> int:
    """How many characters stand before the legal form; at least one."""
    return max(len(name) - len(_form(name)), 1)


KINDS: dict[str, Writing] = {
    "character": _character, "missing": _missing, "doubled": _doubled, "swapped": _swapped, "region word": _region_word,
    "legal form": _legal_form, "shorter": _shorter, "longer": _longer, "brackets": _brackets, "punctuation": _punctuation,
    "industry": _industry, "two at once": _twice,
}  # fmt: skip


def planted(count: int, among: Sequence[str], dice: Random) -> list[tuple[str, str, str]]:
    """`count` of (kind, name, as written), each name drawn from `among`."""
    found: list[tuple[str, str, str]] = []
    while len(found) < count:
        name = dice.choice(among)
        kind, written = miswritten(name, dice)
        if kind != "none":
            found.append((kind, name, written))
    return found
