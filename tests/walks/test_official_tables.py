"""标准校核 in a real browser: a filled-in sheet loaded, its differences and past decisions seen, signed by two, used and public."""

from greenlist.casework.journal.clock import today
from greenlist.casework.standards.models import StandardLoad
from greenlist.rehearsal import acts
from tests.casework.standards.coal import SUBJECT, place, standard_of_coal
from tests.casework.standards.official import GENERAL, filled
from tests.walks.conftest import follow

WEIGHTS = {"groups.5.weight": ("10", "正式文本 第8页"), "groups.10.weight": ("40", None)}
PHONE = (390, 844)


def test_an_official_table_is_loaded_signed_by_two_persons_used_and_public(visitor, demo_province, tmp_path):
    case = demo_province.application_at("submitted")
    sheet = tmp_path / "官方表.xlsx"
    sheet.write_bytes(filled(GENERAL, WEIGHTS))
    centre, first, second = visitor(), visitor(), visitor(*PHONE)
    _loaded(centre, sheet)
    centre.says(case.site.name)
    centre.look()
    address = f"/province/standards/{StandardLoad.objects.get().pk}/"
    first.sign_in("province")
    first.go(address)
    first.press("签署校核稿")
    first.says("您是第一签署人，须另一位同事签署")
    first.look()
    late = acts.begin(demo_province.units[1], demo_province.round)
    second.sign_in("director")
    second.go(address)
    second.look()
    second.press("签署并启用新版")
    second.says("第2018-1版")
    second.look()
    second.go("/province/standards/")
    second.look()
    begun = acts.begin(demo_province.other_unit, demo_province.round)
    assert (late.filing.edition, begun.filing.edition) == ("2018", "2018-1")
    anybody = visitor(*PHONE)
    anybody.go("/standards/")
    anybody.look()
    follow(anybody.page.locator("a[href='/standards/gbt-36132/2018-1/']").first)
    anybody.says("由两人签署")
    anybody.says("正式文本 第8页")
    anybody.look()


def test_the_coefficients_are_loaded_with_what_is_to_be_looked_at_again_signed_and_public(visitor, demo_province, tmp_path):
    standard_of_coal(demo_province)
    case = demo_province.application_at("submitted")
    sheet = tmp_path / "系数.xlsx"
    typed = {"原煤": "0.5", "天然气": "1.1000~1.3300", "电力（等价值）": "按年度取值"}
    sheet.write_bytes(filled(SUBJECT, {place(name): (text, "正式文本 第14页 表A.1") for name, text in typed.items()}))
    centre, first, second = visitor(), visitor(), visitor(*PHONE)
    centre.sign_in("centre")
    centre.go(f"/province/standards/tables/{SUBJECT}/loading/")
    centre.look()
    centre.page.set_input_files("#file", str(sheet))
    centre.page.fill("#document", "GB/T 2589—2020 正式出版文本（演示）")
    centre.page.fill("#holds-from", today().isoformat())
    centre.press("载入并比对")
    for told in ("1处的系数与同一行的低位发热量对不上", "20934 ÷ 29307.6 = 0.7143", case.site.name, "合格"):
        centre.says(told)
    centre.look()
    address = f"/province/standards/{StandardLoad.objects.get(subject=SUBJECT).pk}/"
    first.sign_in("province")
    first.go(address)
    first.press("签署校核稿")
    second.sign_in("director")
    second.go(address)
    second.look()
    second.press("签署并启用新版")
    second.says("第1版")
    for width in (PHONE, (1440, 900)):
        anybody = visitor(*width)
        anybody.go("/standards/gbt-2589/2020/")
        anybody.says("由两人签署")
        anybody.look()
        anybody.follow("看校核了哪些值")
        anybody.says("正式文本 第14页 表A.1")
        anybody.look()


def _loaded(centre, sheet) -> None:
    """Our sheet is offered, the official one read, and told value by value; one source is written on the page."""
    centre.sign_in("centre")
    centre.go("/province/standards/")
    centre.look()
    follow(centre.page.locator(f"a[href='/province/standards/tables/{GENERAL}/loading/']"))
    centre.look()
    centre.page.set_input_files("#file", str(sheet))
    centre.page.fill("#document", "GB/T 36132—2018 正式出版文本（演示）")
    centre.page.fill("#holds-from", today().isoformat())
    centre.press("载入并比对")
    centre.says("还有1处没有写明出处")
    centre.look()
    centre.page.fill("#all-others", "正式文本 第9页")
    centre.press("保存出处")
    centre.says("出处已齐，等省厅第一人签署")
