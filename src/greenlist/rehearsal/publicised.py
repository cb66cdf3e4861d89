"""Cases of units of earlier lists with drawn pictures, two 绿色制造服务行 and what was published: for the demo, all invented."""

import io
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import date, datetime, time

from PIL import Image, ImageDraw

from greenlist.casework.directory.selectors import actor_in
from greenlist.casework.journal import clock
from greenlist.casework.journal.actors import Actor
from greenlist.casework.publicity.case_services import check_case, consent_to_case, offer_case, release_case, save_case, start_case
from greenlist.casework.publicity.event_services import Placed, Told, enter_event, enter_placement
from greenlist.casework.publicity.models import GoodCase
from greenlist.casework.publicity.picture_services import add_picture
from greenlist.casework.register.models import ListEntry
from greenlist.rehearsal.cast import Cast

CITY = "360400"
Colour = tuple[int, int, int]
# title, practice, effects (what, value, measure), words of the picture, colour of the roofs
CASES: tuple[tuple[str, str, tuple[tuple[str, str, str], ...], str, Colour], ...] = (
    ("余热回收供全厂用热",
     "把窑炉和空压机的余热接入一个热水环网，供清洗、烘干和职工浴室使用，停用两台燃气锅炉；加装分级计量，余热不足时才补热。改造分两期，利用检修时间施工，没有停产。",
     (("年节约天然气", "38.9", "万 m³"), ("年节约综合能源", "472.6", "tce")), "厂房屋面和余热回收管廊示意（绘图）", (11, 107, 74)),
    ("屋顶光伏与错峰用电",
     "利用厂房屋顶建设分布式光伏，自发自用；高耗电工序按光伏出力排班，配一组储能削峰。各车间用电按班次公布，节约的电费按比例奖给班组。",
     (("光伏年发电量", "612.4", "万 kWh"), ("绿色电力占用电量", "21.3", "%")), "厂房屋顶光伏示意（绘图）", (46, 92, 138)),
    ("生产废水分质回用",
     "按水质把废水分成三路：冷却排水直接回用，清洗水经膜处理回用到前段清洗，浓水单独处理达标排放；各用水点装远传水表，每天对平。",
     (("水的重复利用率", "93.5", "%"), ("年减少取水量", "8.6", "万 m³")), "水处理车间示意（绘图）", (122, 79, 0)),
)  # fmt: skip
CHECKED = "数字与上年动态管理表、计量台账核对一致"


def enter_publicity(cast: Cast) -> Iterator[str]:
    """Write three cases, release two, hold two events, log what was published; nothing when there are cases already."""
    entries = ListEntry.objects.filter(
        origin="published", unit=CITY, state="listing_standing", site__organisation__memberships__role="applicant"
    )
    chosen = list(entries.select_related("site__organisation").distinct().order_by("-year", "name", "id")[: len(CASES)])
    if GoodCase.objects.exists() or len(chosen) < len(CASES):
        return
    bureau, centre = cast.bureaus[CITY], cast.centre
    with _on(4, 11):
        first, second, third = (_written(entry, *told) for entry, told in zip(chosen, CASES, strict=True))
    for case, month, day in ((first, 4, 18), (second, 5, 9)):
        with _on(month, day):
            check_case(case, checked=CHECKED, version=case.version, actor=bureau)
            release_case(case, version=case.version, actor=cast.province)
    told = Told("绿色制造服务行：余热和绿电", date(2024, 4, 25), "九江市柴桑区（演示会场）", "九江市工业和信息化局", "86", "31",
                "两家单位介绍做法，现场答疑；会后有7家约定入厂诊断。")  # fmt: skip
    with _on(4, 26):
        held = enter_event(told, cases=[first], actor=bureau)
        enter_placement(
            Placed("website", "演示市政府网站", first.title, date(2024, 4, 26), "https://news.example/2024/0426"), case=first, actor=bureau
        )
        enter_placement(
            Placed("public_account", "演示工信公众号", told.theme, date(2024, 4, 26), "https://account.example/2024/0426"),
            event=held,
            actor=bureau,
        )
    told = Told(
        "绿色制造服务行（全省）：经验交流会",
        date(2024, 5, 16),
        "南昌市（演示会场）",
        "江西省工业与信息化融合推进中心",
        "142",
        "58",
        "各设区市推荐案例交流。",
    )
    with _on(5, 17):
        enter_event(told, cases=[first, second], actor=centre)
    yield f"宣传推广：{len(CASES)}个案例（{third.title}待核对），2次服务行活动"


def _written(entry: ListEntry, title: str, practice: str, effects: tuple[tuple[str, str, str], ...], alt: str, colour: Colour) -> GoodCase:
    engineer: Actor = actor_in(
        entry.site.organisation.memberships.filter(role="applicant", duty="administrator").order_by("from_on", "id")[0]
    )
    case = start_case(entry, title=title, actor=engineer)
    told = [{"what": what, "value": value, "measure": measure, "year": "2023"} for what, value, measure in effects]
    save_case(case, title=title, practice=practice, effects=told, actor=engineer)
    add_picture(case, chunks=[drawn_works(colour)], name="示意图.png", alt=alt, actor=engineer)
    consent_to_case(case, version=case.version, actor=engineer)
    offer_case(case, actor=engineer)
    return case


def drawn_works(colour: Colour) -> bytes:
    """A works before hills, drawn in flat colours."""
    picture = Image.new("RGB", (960, 600), (228, 240, 234))
    pen = ImageDraw.Draw(picture)
    pen.polygon([(0, 430), (220, 250), (430, 400), (640, 230), (960, 420), (960, 600), (0, 600)], fill=(190, 214, 202))
    pen.rectangle((0, 490, 960, 600), fill=(120, 150, 134))
    for left in range(180, 700, 130):
        pen.polygon([(left, 360), (left + 130, 310), (left + 130, 360)], fill=colour)
        pen.rectangle((left, 360, left + 130, 500), fill=(245, 247, 245), outline=(125, 137, 131), width=3)
        for window in (left + 22, left + 76):
            pen.rectangle((window, 400, window + 32, 440), fill=colour)
    pen.rectangle((740, 220, 780, 500), fill=(201, 208, 204), outline=(125, 137, 131), width=3)
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()


def _on(month: int, day: int) -> AbstractContextManager[None]:
    return clock.at(datetime.combine(date(2024, month, day), time(10), tzinfo=clock.SHANGHAI))
