"""The public pages of the standards: alternatives, brackets, small tables, limits, coefficients and stars are told in words."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from greenlist.casework.journal.clock import today
from greenlist.casework.standards.held import shipped
from greenlist.casework.standards.reference import KINDS
from greenlist.casework.standards.selectors import tally_of
from greenlist.rulebook.reference.coefficients import coefficients
from greenlist.rulebook.reference.tables import COEFFICIENTS
from tests.casework.standards.coal import PAGE, place, standard_of_coal
from tests.casework.standards.official import signed

pytestmark = pytest.mark.django_db


def page(client, path):
    return client.get(path).content.decode()


def test_the_index_tells_campaigns_stars_coefficients_and_the_limits_of_the_day(client, may):
    text = page(client, "/standards/")
    assert "限国家2025年申报" in text
    assert "≥90 五星（推定），≥85 四星，≥80 三星，≥75 二星，≥70 一星" in text
    assert "/standards/gbt-2589/2020/" in text
    assert "GB 21256—2013" in text and "GB 21256—2025" not in text, "the edition that holds today"


def test_a_standard_with_alternatives_and_limits_names_every_way_and_shows_its_table(client, may):
    text = page(client, "/standards/gbt-36132/2025/")
    assert "强度类指标按单位产品计算（否则按单位产值）：单位产品综合能耗，从" in text
    assert "其他情形：单位产值综合能耗，从 单位产值综合能耗行业平均值 到 单位产值综合能耗行业先进值 按比例" in text
    assert "共12项，8项得满分：能耗查询" in text
    assert "由人判断，看近3年" in text
    assert "国家强制性能耗限额" in text
    assert "水泥 单位产品综合能耗（GB 16780—2021），kgce/t" in text
    assert "近3年逐年填" in text


def test_brackets_and_small_tables_are_told(client, may):
    text = page(client, "/standards/miit-general/2025/")
    assert "年综合能源消费量：≥ 10000 为 4.31，≥ 5000 为 11.9，≥ 3000 为 7.93，否则为 33.03" in text
    assert "取最大的3行加权平均，每行 单位产品综合能耗，从" in text
    assert "小表：产品（最多3行）" in text


def test_an_edition_of_coefficients_has_a_page_of_its_own(client, may):
    text = page(client, "/standards/gbt-2589/2020/")
    for told in ("柴油", "1.4571", "42,705", "1.1000～1.3300", "0.9000", "32,238～38,979", "按年度取值", "实测低位发热量"):
        assert told in text
    counts = coefficients("gbt-2589", "2020").sureness
    assert f"本系数表{counts.total()}处取值中{counts['VERIFIED']}处已核原文：" in text and "未核原文 <b>" in text
    assert client.get("/standards/gbt-2589/1990/").status_code == 404


def test_a_maximum_that_two_decimals_do_not_say_is_told_exactly_beside_it(client, may):
    text = page(client, "/standards/green-park/2024/")
    assert '4.17 <span class="small second nowrap">即 25/6</span>' in text and "4.1667" not in text
    assert ">即 " not in page(client, "/standards/gbt-36132/2018/")


def test_every_edition_held_has_its_page(client, may):
    for path in ("gbt-36132/2018", "gbt-36132/2025", "miit-general/2025", "green-park/2024", "green-supply-chain/2024"):
        assert client.get(f"/standards/{path}/").status_code == 200


@pytest.mark.parametrize("path", ["gbt-36132/2018", "gbt-36132/2025", "miit-general/2025", "green-park/2024", "green-supply-chain/2024"])
def test_how_much_is_verified_is_told_as_everywhere(client, may, path):
    tally = tally_of(shipped(path))
    assert f"本文件{tally.total}处取值中{tally.verified}处已核原文" in page(client, f"/standards/{path}/")


def test_the_rows_of_a_reference_table_are_told_beside_it_and_not_among_the_values_of_the_file(client, may):
    text = page(client, "/standards/gbt-36132/2025/")
    assert "本文件249处取值中246处已核原文：已核原文 <b>246</b>　据二手资料 <b>3</b>" in text
    assert re.search(r"国家强制性能耗限额.*?行，其中已核原文\d+行", text, re.DOTALL)


@pytest.mark.parametrize("name", KINDS)
def test_a_reference_table_tells_how_much_of_it_is_verified_as_everywhere(client, may, name):
    tally = tally_of(shipped(name))
    text = page(client, f"/standards/references/{name}/")
    told = re.search(rf"本参考表{tally.total:,}处取值中{tally.verified}处已核原文：(.*?)。", text)[1]
    assert sum(int(n.replace(",", "")) for n in re.findall(r"<b>([\d,]+)</b>", told)) == tally.total and not re.search("[A-Z]{4}", told)


@pytest.mark.parametrize("name", KINDS)
def test_the_demo_does_not_call_the_values_of_a_reference_table_invented(client, may, settings, name):
    settings.DEMO = True
    text = page(client, f"/standards/references/{name}/")
    assert "本页按标准和文件的文本录入，不是演示数据" in text and "数字均为虚构" not in text


def test_a_signed_reference_table_tells_what_was_verified_with_it(province, client):
    signed(
        province, {f"rows.2521 炼焦 顶装焦炉.{column}": ("100", "附件第2页") for column in ("benchmark", "baseline")}, "energy-benchmarks"
    )
    verified = tally_of(shipped("energy-benchmarks")).verified + 2
    assert f"本参考表128处取值中{verified}处已核原文：" in page(client, "/standards/references/energy-benchmarks/")


def test_a_reference_table_is_printed_as_chinese_text_whatever_its_codes_are_made_of(province, client):
    places = ("rows.2622 磷酸一铵 传统法(粉状)", "rows.3072 卫生陶瓷 卫生陶瓷", "rows.3120 炼钢 电弧炉冶炼 30t<公称容量<50t")
    codes = {value.place.rpartition(".")[0] for value in shipped("energy-benchmarks").values.values()}
    held = [place for place in codes if any(place.endswith(wanted.partition(" ")[2]) for wanted in places)]
    assert len(held) == 3, "the codes are those of the transcription"
    signed(province, {f"{place}.benchmark": ("50", "附件第2页") for place in held}, "energy-benchmarks")
    text = page(client, "/standards/references/energy-benchmarks/")
    for name in ("磷酸一铵 传统法（粉状）", "卫生陶瓷", "炼钢 电弧炉冶炼 30\u00a0t\u00a0&lt;\u00a0公称容量\u00a0&lt;\u00a050\u00a0t"):
        assert f'<th scope="row">{name}</th>' in text and f'<th scope="row">{name}（单位产品' in text, name
    assert ">−30<" in text and ">13,000<" in text and ">13000<" not in text
    assert "(粉状)" not in text and "卫生陶瓷 卫生陶瓷" not in text


def test_the_limits_shown_are_those_that_were_signed_and_hold(province, client):
    place = "rows.GB 16780-2021 水泥 单位产品综合能耗.limit"
    signed(province, {place: ("93.7", "GB 16780—2021 第3页"), place.replace("limit", "access"): ("86.4", "同上")}, "energy-limits")
    text = page(client, "/standards/gbt-36132/2025/")
    row = text[text.index("水泥 单位产品综合能耗（GB 16780—2021），kgce/t") :]
    assert ">86.4<" in row[: row.index("</tr>")] and ">87<" not in row[: row.index("</tr>")]


def test_a_reference_table_shows_the_values_in_use_and_why_some_decide_nothing(province, client):
    text = page(client, "/standards/references/energy-limits/")
    assert "还没有由省厅对照官方文本校核" in text and "水泥 单位产品综合能耗（GB 16780—2021）" in text and ">87<" in text
    assert "不用于判断：GB 21340—2019 对这个产品另有修正，没有录入" in text
    place = "rows.GB 16780-2021 水泥 单位产品综合能耗.access"
    signed(province, {place: ("86.4", "GB 16780—2021 第3页")}, "energy-limits")
    text = page(client, "/standards/references/energy-limits/")
    assert "GB 16780—2021 第3页" in text and "由两人签署" in text
    row = text[text.index("水泥 单位产品综合能耗（GB 16780—2021）") :]
    assert ">86.4<" in row[: row.index("</tr>")]


def test_a_signed_edition_tells_what_was_another_value_first_and_formulas_in_words(province, client):
    far = "(building_area + structure_area) / land_area"
    signed(province, {"derived.far.value": (far, "附录A"), "items.5.1-4.points": ("5.5", "第9页"), "items.5.1-5.points": ("5.7", "第9页")})
    text = page(client, "/standards/gbt-36132/2018-1/")
    assert text.index("改动") < text.index("核对相符") and "工厂用地面积" in text and "building_area" not in text


READ = {place("原煤"): ("0.7143", PAGE), place("原煤", "ncv"): ("20934", PAGE), place("柴油"): ("1.5", PAGE)}


def test_the_table_of_coefficients_is_shown_as_the_other_reference_tables_and_says_what_is_not_taken_by_itself(province, client):
    text = page(client, "/standards/references/coefficients/")
    assert "取用它的标准照用，并逐值写明可信程度" in text and "不用于判断" not in text and "能耗优先" not in text
    assert "本参考表86处取值中0处已核原文" in text and '现用的数值<span class="weight">43行</span>' in text
    row = text[text.index('<th scope="row">天然气</th>') :]
    row = row[: row.index("</tr>")]
    assert "1.1000～1.3300" in row and "32238～38979" in row and "不直接取用：没有单一的值（1.1000～1.3300）" in row
    assert '<th scope="col" class="num">低位发热量（kJ）</th>' in text


def test_a_signed_table_of_coefficients_is_told_with_who_and_when_on_every_page_of_it(province, client):
    made = signed(province, READ, COEFFICIENTS)
    edition = page(client, "/standards/gbt-2589/2020/")
    for told in (
        f"第{made.number}版",
        "起用于新开始的填报",
        made.office,
        "由两人签署",
        "/standards/references/coefficients/",
        "没有校核的值：",
    ):
        assert told in edition, told
    assert "本系数表84处取值中2处已核原文：已核原文 <b>2</b>" in edition
    diesel = edition[edition.index('<th scope="row">柴油') :]
    assert 'class="num">1.5<' in diesel[: diesel.index("</tr>")] and "据二手资料" in diesel[: diesel.index("</tr>")]
    table = page(client, "/standards/references/coefficients/")
    assert "本参考表86处取值中2处已核原文" in table and PAGE in table and "起用于新开始的填报；" in table and "由两人签署" in table
    index = page(client, "/standards/")
    assert f"折标准煤系数</a>：校核第{made.number}版" in index


def test_a_table_that_holds_later_is_told_and_the_values_of_today_are_shown(province, client):
    made = signed(province, READ, COEFFICIENTS, holds_from=today() + timedelta(days=3))
    text = page(client, "/standards/gbt-2589/2020/")
    assert f"第{made.number}版" in text and "下面是今天用的数值。" in text and "1.4571" in text and ">1.5<" not in text
    assert "本系数表84处取值中0处已核原文" in text


def test_the_pages_of_coefficients_need_as_many_queries_however_many_values_were_signed(province, client, may):
    def queries(path):
        page(client, path)  # what is kept of contents by hash is read once
        with CaptureQueriesContext(connection) as found:
            client.get(f"{path}?{len(READ)}")
        return len(found)

    paths = ("/standards/", "/standards/gbt-2589/2020/", "/standards/references/coefficients/")
    assert [queries(path) for path in paths] == [3, 5, 3]
    signed(province, READ, COEFFICIENTS)
    assert [queries(path) for path in paths] == [3, 5, 5]
    may(5, 22, 15)
    every = shipped(COEFFICIENTS).values.items()
    assert len(signed(province, {at: (held.value or "无", PAGE) for at, held in every}, COEFFICIENTS).rows) == 86
    assert [queries(path) for path in paths] == [3, 5, 5]


def test_a_standard_that_takes_a_coefficient_shows_the_signed_one(province, client):
    edition = standard_of_coal(province).number
    assert "0.7143" in page(client, f"/standards/gbt-36132/{edition}/")
    signed(province, {place("原煤"): ("0.6", PAGE), place("原煤", "ncv"): ("17584.56", PAGE)}, COEFFICIENTS)
    assert "3 ÷ 5" in page(client, f"/standards/gbt-36132/{edition}/")
