"""Evaluation reports as the text of their pages, from a seed, with what was planted in them: the finder is measured against it.

A specimen is laid as a reader of PDFs gives it: lines broken at any character, a head and a foot on every page, a table row a line.
"""

from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from random import Random

LABELS = (
    ("energy", "综合能源消费量", "tce"), ("output_value", "工业总产值（当年价）", "万元"), ("carbon", "温室气体排放量", "tCO₂e"),
    ("land_area", "工厂用地面积", "m²"), ("main_material", "主要原材料消耗总量", "t"), ("waste_gas", "废气产生量", "m³"),
    ("unit_waste_gas", "单位产品废气产生量行业平均值", "m³/产品"), ("waste_water", "废水产生量", "t"),
    ("solid_waste_used", "工业固体废物综合利用量", "t"), ("solid_waste", "工业固体废物产生量", "t"),
    ("reuse", "废水处理回用率行业平均值", "%"), ("unit_energy", "单位产品综合能源消费量", "kgce/t"), ("product_output", "产品产量", "产品"),
    ("building_area", "建筑物建筑面积（层高超过8 m加倍）", "m²"),
)  # fmt: skip
BIGGER = {"tce": ("万tce", 10_000), "万元": ("亿元", 10_000), "m²": ("万m²", 10_000), "t": ("万t", 10_000), "m³": ("万m³", 10_000)}
CHAPTERS = (
    ("overview", "概述"), ("process", "评价过程和方法"), ("vetoes", "不得申报情形核查"), ("content", "评价内容"), ("result", "评价结论"),
    ("advice", "建议"), ("references", "参考文件"), ("body", "第三方机构资质符合性证明材料"), ("general", "一般要求符合性评价表"),
    ("indicators", "评价指标表"),
)  # fmt: skip
OTHER_WORDS = {
    "评价过程和方法": "评价过程与方法",
    "建议": "改进建议",
    "参考文件": "参考文件目录",
    "概述": "概 述",
    "评价内容": "评 价 内 容",
}
HAN = "一二三四五六七八九十"
FILLER = (
    "评价组依据GB/T 36132—2018开展评价，查阅能源购进消费统计表（205-1表）和3份台账。", "现场评价于2024年4月12日进行，历时2天，共查看12处计量点。",
    "工厂按GB 17167—2006配备计量器具，配备率为98.5%。", "各项制度齐全，详见评价结论和附件7。", "企业通过GB/T 24001认证，证书有效期至2026年8月。",
    "评价内容包括基础设施、管理体系等6个方面，逐项查证。", "近三年没有发生较大及以上安全、环保、质量事故。",
)  # fmt: skip
AGREE = ("exact", "thousands", "spaced", "wide_digits", "wide_comma", "rounded", "bigger_unit", "trailing_zeros")
DIFFER = ("digit", "slip", "last_year", "wrong_rounding", "unit_forgotten")
LACK = ("left_out", "without_number")
LATER = ("bracketed_unit", "approximately", "two_years_in_a_row", "split_row")


@dataclass(frozen=True)
class Figure:
    """One declared figure and its fate: agrees, differs or not_found; `said` as the report has it, and on which page."""

    id: str
    label: str
    value: str
    unit: str
    fate: str
    trouble: str
    said: str
    page: int = 0


@dataclass
class Specimen:
    """The pages of a report; the page of each chapter (0: missing), and the figures planted."""

    seed: int
    pages: list[str]
    chapters: dict[str, int]
    figures: list[Figure]
    troubles: list[str] = field(default_factory=list)


def specimen(seed: int, *, troubles: tuple[str, ...] = ()) -> Specimen:
    """The report of a seed; `troubles` are further ways of laying it (LATER), each taken for some figures."""
    random = Random(seed)
    figures = [_figure(random, *label) for label in random.sample(LABELS, random.randint(8, len(LABELS)))]
    missing = set(random.sample([name for name, _ in CHAPTERS], random.choice((0, 0, 1, 2))))
    pages: list[list[str]] = [["绿色工厂第三方评价报告", "九江某某有限公司"]]
    laid = Specimen(seed, [], {name: 0 for name, _ in CHAPTERS}, [])
    if random.random() < 0.6:
        pages.append(["目　录", *_contents(random)])
    style = random.randrange(5)
    for number, (name, heading) in enumerate(CHAPTERS, start=1):
        if name not in missing:
            if random.random() < 0.7:
                pages.append([])
            pages[-1].append(_heading(random, style, number, heading))
            laid.chapters[name] = len(pages)
        pages[-1] += _broken(random, "".join(random.sample(FILLER, 3)))
        if name == "content":
            _tell(random, pages, figures, laid, troubles)
        if name == "indicators":
            _tabulate(random, pages, figures, laid, troubles)
    laid.pages = ["\r\n".join([_head(random), *lines, f"第{n}页 共{len(pages)}页"]) for n, lines in enumerate(pages, start=1)]
    return laid


def _figure(random: Random, name: str, label: str, unit: str) -> Figure:
    value = Decimal(random.randint(10**5, 10**8)).scaleb(-random.choice((0, 1, 2, 3)))
    if unit in {"%", "kgce/t", "m³/产品"}:
        value = Decimal(random.randint(1_000, 99_999)).scaleb(-3)
    fate = random.choices(("agrees", "differs", "not_found"), (6, 2, 1))[0]
    kinds = {"agrees": AGREE, "differs": DIFFER, "not_found": LACK}[fate]
    trouble = random.choice(kinds)
    if (trouble == "bigger_unit" or trouble == "unit_forgotten") and unit not in BIGGER:
        trouble = "exact" if fate == "agrees" else "digit"
    return Figure(name, label, f"{value}", unit, fate, trouble, _said(random, value, unit, trouble))


def _said(random: Random, value: Decimal, unit: str, trouble: str) -> str:
    """What the report says of the value, with its unit; '' for what it leaves out."""
    if trouble in LACK:
        return ""
    bigger, factor = BIGGER.get(unit, (unit, 1))
    changed = {
        "digit": lambda: f"{_other_digit(random, value)} {unit}",
        "slip": lambda: f"{value * random.choice((10, 100))} {unit}",
        "last_year": lambda: f"{(value * Decimal(random.choice(('0.93', '1.08')))).quantize(Decimal('0.001'))} {unit}",
        "wrong_rounding": lambda: f"{_rounded(value, 0, ROUND_DOWN) + 2} {unit}",
        "unit_forgotten": lambda: f"{value} {bigger}",
        "thousands": lambda: f"{value:,} {unit}",
        "spaced": lambda: f"{value:,} {unit}".replace(",", " "),
        "wide_digits": lambda: f"{value}".translate({ord(a): ord(b) for a, b in zip("0123456789.", "０１２３４５６７８９．", strict=True)}) + unit,
        "wide_comma": lambda: f"{value:,}{unit}".replace(",", "，"),
        "rounded": lambda: f"{_rounded(value, random.choice((0, 1)), ROUND_HALF_UP)}{unit}",
        "bigger_unit": lambda: f"{_rounded(value / factor, 2, ROUND_HALF_UP)} {bigger}",
        "trailing_zeros": lambda: f"{value}{'0' if '.' in str(value) else '.00'} {unit}",
    }  # fmt: skip
    return changed.get(trouble, lambda: f"{value} {unit}")()


def _rounded(value: Decimal, digits: int, how: str) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits), rounding=how)


def _other_digit(random: Random, value: Decimal) -> str:
    text = list(str(value))
    place = random.choice([n for n, c in enumerate(text) if c.isdigit()][:3])
    text[place] = random.choice([d for d in "123456789" if d != text[place]])
    return "".join(text)


def _tell(random: Random, pages: list[list[str]], figures: list[Figure], laid: Specimen, troubles: tuple[str, ...]) -> None:
    """Half of the figures in prose, others in it too with what agrees; and of some last year's."""
    for figure in figures:
        if random.random() < 0.15:
            pages.append([])
        if figure.trouble == "without_number":
            pages[-1] += _broken(random, f"{figure.label}见附件，由能源管理部统计。")
        if random.random() < 0.5 or not figure.said:
            continue
        words = random.choice(("为", "是", "：", "达到", "共", "合计")) + figure.said
        if "approximately" in troubles and random.random() < 0.5:
            words = random.choice(("约为", "约", "总计为")) + figure.said
        before = f"2022年{figure.label}为{Decimal(figure.value) * 2} {figure.unit}，" if random.random() < 0.3 else ""
        after = "，比上年下降3.2%" if random.random() < 0.3 else ""
        pages[-1] += _broken(random, f"{before}2023年工厂{_short(random, figure.label)}{words}{after}。")
        _keep(laid, figure, len(pages))


def _tabulate(random: Random, pages: list[list[str]], figures: list[Figure], laid: Specimen, troubles: tuple[str, ...]) -> None:
    """The indicator table: every figure that is not told yet, and some that are, once more."""
    told = {figure.id for figure in laid.figures}
    unit_first = random.random() < 0.3
    pages[-1].append("序号 指标 单位 2023年 证明材料" if unit_first else "序号 指标 指标值 证明材料")
    for number, figure in enumerate(figures, start=1):
        if not figure.said:
            laid.figures += [figure]
            continue
        if figure.id in told and random.random() < 0.5:
            continue
        if random.random() < 0.2:
            pages.append([])
        pages[-1] += _row(random, number, figure, unit_first, troubles)
        _keep(laid, figure, len(pages))


def _row(random: Random, number: int, figure: Figure, unit_first: bool, troubles: tuple[str, ...]) -> list[str]:
    value, _, unit = figure.said.partition(" ") if figure.trouble != "spaced" else (*figure.said.rsplit(" ", 1)[:1], "", figure.unit)
    proof = random.choice(("205-1表 第3页", "附件4 第12页", "购销台账.pdf"))
    ask = random.choice(troubles) if troubles and random.random() < 0.6 else ""
    if ask == "bracketed_unit" and unit:
        return [f"{number} {figure.label}（{unit}） {value} {proof}"]
    if ask == "two_years_in_a_row" and unit:
        return [f"{number} {figure.label} 2022年 {Decimal(figure.value) * 3} {unit} 2023年 {value} {unit} {proof}"]
    if ask == "split_row":
        return [f"{number}", figure.label, figure.said, proof]
    if unit_first and unit:
        return [f"{number} {figure.label} {unit} {value} {proof}"]
    label = figure.label
    if len(label) > 8 and random.random() < 0.4:
        cut = random.randint(3, len(label) - 2)
        return [f"{number} {label[:cut]}", f"{label[cut:]} {figure.said} {proof}"]
    return [f"{number} {label} {figure.said} {proof}"]


def _keep(laid: Specimen, figure: Figure, page: int) -> None:
    """The first place of a figure is its page."""
    if figure.id not in {kept.id for kept in laid.figures}:
        laid.figures.append(Figure(*(getattr(figure, n) for n in ("id", "label", "value", "unit", "fate", "trouble", "said")), page))


def _short(random: Random, label: str) -> str:
    """A report often leaves out what stands in brackets."""
    return label.partition("（")[0] if random.random() < 0.5 else label


def _contents(random: Random) -> list[str]:
    dots = random.choice(("……", "........", " ", "····"))
    return [f"{n} {heading}{dots}{n * 3}" for n, (_, heading) in enumerate(CHAPTERS, start=1)]


def _heading(random: Random, style: int, number: int, heading: str) -> str:
    word = OTHER_WORDS.get(heading, heading) if random.random() < 0.4 else heading
    before = (f"{number} ", f"{HAN[number - 1]}、", f"第{HAN[number - 1]}章 ", f"{number}. ", f"（{HAN[number - 1]}）")[style]
    return before + word


def _head(random: Random) -> str:
    return random.choice(("九江某某有限公司绿色工厂评价报告", "第三方评价报告 2024年5月"))


def _broken(random: Random, text: str) -> list[str]:
    """Lines of a width of its own, broken at any character."""
    width = random.randint(24, 40)
    return [text[at : at + width] for at in range(0, len(text), width)]
