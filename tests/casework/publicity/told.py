"""A case as the tests need it, through the real services."""

import io

from PIL import Image

from greenlist.casework.journal.clock import today
from greenlist.casework.publicity.case_services import check_case, consent_to_case, offer_case, release_case, save_case, start_case
from greenlist.casework.publicity.event_services import Placed, Told
from greenlist.casework.publicity.models import GoodCase
from greenlist.casework.publicity.picture_services import add_picture
from tests.casework.yearly_tables.conftest import list_unit

PRACTICE = "在窑头和窑尾加装余热锅炉，所发的电全部用在本厂；同时更换高效风机，改造三台球磨机的传动，一年内完成，没有停产。"
EFFECTS = [{"what": "余热发电量", "value": "1284.6", "measure": "万 kWh", "year": "2023"}]
CHECKED = "数字与动态管理表、电费发票核对一致"
TOLD = Told("余热利用经验交流", None, "瑞昌市", "九江市工业和信息化局", "86", "31", "两家单位介绍了余热利用。")


def picture(size=(640, 480), *, form="JPEG", mode="RGB", **kept) -> bytes:
    """A drawn picture as a file."""
    target = io.BytesIO()
    Image.new(mode, size, (11, 107, 74, 255)[: len(mode)]).save(target, form, **kept)
    return target.getvalue()


def written(province, unit=None) -> GoodCase:
    """A listed unit's case, whole, without consent."""
    unit = unit or province.unit
    entry = list_unit(province, unit)
    case = start_case(entry, title="窑炉余热发电", actor=unit.engineer)
    save_case(case, title="窑炉余热发电", practice=PRACTICE, effects=EFFECTS, actor=unit.engineer)
    add_picture(case, chunks=[picture()], name="锅炉.jpg", alt="余热锅炉外景", actor=unit.engineer)
    return case


def checked(province) -> GoodCase:
    """One that its bureau has checked."""
    case = written(province)
    consent_to_case(case, version=case.version, actor=province.unit.engineer)
    offer_case(case, actor=province.unit.engineer)
    check_case(case, checked=CHECKED, version=case.version, actor=province.officer)
    return case


def released(province) -> GoodCase:
    """One that anybody can read."""
    case = checked(province)
    release_case(case, version=case.version, actor=province.cast.province)
    return case


def placed(**told) -> Placed:
    """A publication, but for what a test says."""
    given = {"channel": "website", "outlet": "演示市政府网站", "title": "窑炉余热发电", "published_on": today()}
    return Placed(**given | {"link": "https://example.cn/1"} | told)
