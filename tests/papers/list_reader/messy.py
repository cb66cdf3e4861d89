"""Lists as offices really send them, with the truth beside them: the generator behind the tests of the reader, fixed before it.

A layout has lines above its head, a head of one or two lines, columns in any order with columns nobody asked for and personal ones
among them, every date in its own way of writing, sums and notes below, and rows that are broken in one cell. All units are invented.
"""

import csv
import io
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from openpyxl import Workbook

from greenlist.rulebook.reference.adverse_lists import AdverseList
from greenlist.rulebook.reference.credit_code import make_demo_code

TRADE = ("云帆", "霜桥", "青岭", "澄湖", "明烛", "松石", "远舟", "白鹭")
EXTRA = ("序号", "备注", "数据来源单位", "经办科室")
PERSONAL = ("法定代表人", "法定代表人身份证号", "联系电话", "性别", "年龄")
TWO_LINES = {"reference": ("处罚决定", "文号"), "from_on": ("处罚决定", "日期")}


@dataclass
class Messy:
    """A grid as it would come out of the file, and what a perfect reader gives."""

    grid: list[list[object]] = field(default_factory=list)
    rows: list[dict[str, str]] = field(default_factory=list)  # by grid order, without the broken ones
    broken: list[tuple[int, str]] = field(default_factory=list)  # (line from 1, field)
    persons: int = 0
    others: int = 0  # titles, heads, sums, notes
    secrets: list[str] = field(default_factory=list)  # what must never be kept


def messy_list(spec: AdverseList, dice: Random, count: int = 40) -> Messy:
    """`count` data rows of one list in one layout."""
    made = Messy()
    columns = [f.id for f in spec.fields if f.is_required or f.id in {"from_on", "credit_code"} or dice.random() < 0.8]
    extra = [*dice.sample(EXTRA, 2), *dice.sample(PERSONAL, 3)]
    places: list[str] = [*columns, *extra]
    dice.shuffle(places)
    _write_head(spec, places, dice, made)
    unit = dice.choice(("元", "万元"))
    for number in range(count):
        _write_row(spec, places, number, dice, made, unit)
    if dice.random() < 0.5:
        made.grid.append(["", f"合计：{count}家"])
        made.others += 1
    if dice.random() < 0.5:
        made.grid.append(["注：本表由有关部门提供，演示数据。"])
        made.others += 1
    return made


def _write_head(spec: AdverseList, places: list[str], dice: Random, made: Messy) -> None:
    for text in (f"附件{dice.randrange(1, 5)}", f"{spec.name}（演示）", "填报单位：演示局    填报日期：2024年5月6日")[: dice.randrange(4)]:
        made.grid.append(["", text] if dice.random() < 0.3 else [text])
        made.others += 1
    heads = {f.id: dice.choice(f.heads) for f in spec.fields}
    two = dice.random() < 0.4 and {"reference", "from_on"} <= set(places) and spec.id.endswith("_penalty")
    top = [TWO_LINES[p][0] if two and p in TWO_LINES else _dressed(heads.get(p, p), dice) for p in places]
    if two:
        top = [("" if at and t == top[at - 1] else t) for at, t in enumerate(top)]  # a merged cell tells its text once
    made.grid.append(list(top))
    made.others += 1
    if two:
        made.grid.append([TWO_LINES[p][1] if p in TWO_LINES else "" for p in places])
        made.others += 1


def _dressed(head: str, dice: Random) -> str:
    """The head with a break, spaces, full-width brackets or a star."""
    way = dice.randrange(6)
    if way == 0 and len(head) > 3:
        return f"{head[:2]}\n{head[2:]}"
    if way == 1:
        return f" {head} "
    if way == 2:
        return head.replace("(", "（").replace(")", "）")
    return f"*{head}" if way == 3 else head


def _write_row(spec: AdverseList, places: list[str], number: int, dice: Random, made: Messy, unit: str) -> None:
    truth, written = _row(spec, number, dice, unit)
    is_person = number % 13 == 12
    if is_person:
        who = identity(dice)
        made.secrets += [who, f"自然人甲{number}"]
        written |= {"name": f"自然人甲{number}", "credit_code": who, "subject": "自然人"}
    fate = "person" if is_person else "kept"
    if not is_person and number % 9 == 8:
        wrong = dice.choice([f.id for f in spec.fields if f.id in {"from_on", "name", "until_on"} and f.id in places])
        written[wrong] = {"from_on": "去年春天", "name": "", "until_on": "不详日期"}[wrong]
        fate = "broken"
    line: list[object] = []
    for place in places:
        line.append(written.get(place, "") if place in written else _beside(place, number, dice, made))
    made.grid.append(line)
    if fate == "person":
        made.persons += 1
    elif fate == "broken":
        made.broken.append((len(made.grid), wrong))
    else:
        made.rows.append({key: value for key, value in truth.items() if key in places})


def _row(spec: AdverseList, number: int, dice: Random, unit: str) -> tuple[dict[str, str], dict[str, object]]:
    """What is true, and how it is written."""
    began = date(2021, 1, 1) + timedelta(days=dice.randrange(1200))
    ended = began + timedelta(days=dice.randrange(10, 300)) if dice.random() < 0.4 else None
    code = make_demo_code(700000 + number) if dice.random() < 0.7 else ""
    name = f"江西{dice.choice(TRADE)}第{number}实业有限公司"
    yuan = dice.randrange(1, 90) * 1000
    truth = {
        "name": name, "credit_code": code, "subject": "法人及非法人组织", "from_on": began.isoformat(),
        "until_on": ended.isoformat() if ended else "", "done": "1" if ended else "", "reference": f"（2024）演{number}号",
        "authority": "演示市有关局", "region": "九江市", "ground": f"第{number}项事实", "content": "责令改正", "amount": str(yuan),
    }  # fmt: skip
    written: dict[str, object] = dict(truth)
    written["from_on"] = as_written(began, dice)
    written["until_on"] = as_written(ended, dice) if ended else dice.choice(("", "—", "/", "无"))
    written["done"] = "已完成整改" if ended else dice.choice(("未完成", "整改中", ""))
    written["name"] = f"{name[:4]} {name[4:]}" if dice.random() < 0.2 else name
    written["amount"] = f"{yuan / 10000:g}万元" if unit == "万元" else f"{yuan:,}元"
    written["ground"] = f"第{number}项事实"
    written["credit_code"] = code.lower() if dice.random() < 0.1 else code
    return truth, written


def as_written(day: date, dice: Random) -> object:
    """A date as somebody's spreadsheet has it."""
    ways = (
        day, day.isoformat(), f"{day.year}/{day.month}/{day.day}", f"{day.year}.{day.month}.{day.day}", f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日", f"{day.year} 年 {day.month} 月 {day.day} 日", float((day - date(1899, 12, 30)).days),
        f"{day.isoformat()} 00:00:00",
    )  # fmt: skip
    return dice.choice(ways)


def identity(dice: Random) -> str:
    """An invented personal id number with its right check character, of a division that does not exist (演示)."""
    born = date(1960, 1, 1) + timedelta(days=dice.randrange(14000))
    first = f"369901{born:%Y%m%d}{dice.randrange(1000):03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first + "10X98765432"[sum(int(c) * w for c, w in zip(first, weights, strict=True)) % 11]


def _beside(place: str, number: int, dice: Random, made: Messy) -> str:
    if place == "法定代表人身份证号":
        made.secrets.append(identity(dice))
        return made.secrets[-1]
    if place == "法定代表人":
        made.secrets.append(f"甲某{number}号人")
        return made.secrets[-1]
    if place == "备注" and dice.random() < 0.3:
        made.secrets.append(identity(dice))
        return f"联系人证件{made.secrets[-1]}，已核"
    return {"序号": str(number + 1), "性别": "男", "年龄": "45", "联系电话": "00000000000"}.get(place, "演示")


def as_text(grid: list[list[object]]) -> list[tuple[str, tuple[str, ...]]]:
    """The grid as the child hands it on: (place, cells), lines that hold nothing left out."""
    lines = [(f"第{at}行", tuple(_text(cell) for cell in line)) for at, line in enumerate(grid, start=1)]
    return [(place, cells) for place, cells in lines if any(cells)]


def as_xlsx(grid: list[list[object]]) -> bytes:
    """The grid as a workbook."""
    book = Workbook()
    for line in grid:
        book.active.append(line)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def as_csv(grid: list[list[object]], encoding: str) -> bytes:
    """The grid as text in one of the encodings that come in."""
    target = io.StringIO()
    csv.writer(target, delimiter="\t" if encoding == "utf-16" else ",").writerows([[_text(cell) for cell in line] for line in grid])
    return target.getvalue().encode(encoding)


def _text(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:g}"
    return cell.isoformat() if isinstance(cell, date) else str(cell)
