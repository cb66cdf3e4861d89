"""标准校核 on screen: our table taken, the official one loaded, its differences and what they would change seen, signed by two."""

import io
import re
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from greenlist.casework.jobs.models import Job
from greenlist.casework.jobs.running_services import run_next
from greenlist.casework.journal.clock import today
from greenlist.casework.standards.models import StandardLoad
from greenlist.casework.standards.selectors import held_now, table_of
from greenlist.casework.standards.sheet import PLACE, WORDS
from tests.casework.standards.coal import PAGE, SUBJECT, place
from tests.casework.standards.official import GENERAL, READ, filled, loaded
from tests.portals.people import page, signed_in
from tests.portals.test_exports import differences

pytestmark = pytest.mark.django_db
LOADING = f"/province/standards/tables/{GENERAL}/loading/"
WEIGHTS = {"groups.5.weight": ("10", READ), "groups.10.weight": ("40", READ)}


def posted(client, body, **changed):
    upload = SimpleUploadedFile("官方表.xlsx", body)
    return client.post(LOADING, {"file": upload, "document": "正式文本", "holds_from": today().isoformat()} | changed)


def test_the_centre_loads_one_signs_another_signs_and_the_public_page_says_so(province):
    centre, first, second = signed_in("centre"), signed_in("province"), signed_in("director")
    province.application_at("submitted")
    shown = page(centre.get("/province/standards/"))
    assert "随系统提供" in shown and "还没有载入过官方表" in shown
    assert posted(centre, filled(GENERAL, WEIGHTS)).status_code == 302
    row = StandardLoad.objects.get()
    address = f"/province/standards/{row.pk}/"
    shown = page(centre.get(address))
    assert "改动 <b>2</b>" in shown and "重算1项，1项会不同" in shown and "得分" in shown and "签署校核稿" not in shown
    assert centre.post(f"{address}signature/").status_code == 409
    assert first.post(f"{address}signature/").status_code == 302
    assert "您是第一签署人，须另一位同事签署" in page(first.get(address))
    assert "撤回校核稿…" not in page(centre.get(address)) and "撤回校核稿…" in page(second.get(address))
    assert centre.post(f"{address}withdrawal/", {"reason": "看错文本"}).status_code == 409
    seen = re.search(r'name="seen" value="([^"]+)"', second.get(address).content.decode())[1]
    refused = first.post(f"{address}signature/", {"seen": seen})
    assert refused.status_code == 409 and "须是两个人" in refused.content.decode()
    assert second.post(f"{address}signature/").status_code == 409  # not what he has seen
    assert second.post(f"{address}signature/", {"seen": seen}).status_code == 302
    shown = page(second.get(address))
    row.refresh_from_db()
    signed = [
        row.file.digest,
        row.file.name,
        row.prepared_by,
        row.first_signed_by,
        row.second_signed_by,
        row.changes_digest,
        row.content_digest,
    ]
    assert "第2018-1版" in shown and [text for text in signed if not text or text not in shown] == []
    assert "2018-1" in page(centre.get("/province/standards/"))
    assert "校核版 2018-1" in page(first.get("/standards/"))
    assert "已核原文" in page(first.get("/standards/gbt-36132/2018-1/")) and "2018-1" in page(first.get("/standards/gbt-36132/2018/"))
    for path in ("/province/standards/", address, f"{address}changes/"):
        assert differences(centre, path) == []


def test_a_table_with_faults_keeps_what_was_typed_and_tells_each(province):
    client = signed_in("province")
    refused = posted(client, filled(GENERAL, {"items.5.1-4.points": ("五", READ)}), document="第一版正式文本")
    assert refused.status_code == 409
    shown = page(refused, 409)
    assert "“官方值”列：“五”不是数" in shown and "第一版正式文本" in refused.content.decode()


def test_a_wrong_file_and_every_empty_field_are_told_at_once(province):
    client = signed_in("centre")
    wrong = SimpleUploadedFile("扫描件.pdf", b"%PDF-1.4")
    shown = page(client.post(LOADING, {"file": wrong, "document": " ", "holds_from": ""}), 409)
    for told in ("“扫描件.pdf”不是校核表：只收 .xlsx 和 .yaml", "请写明官方文本", "请填启用日，不早于今天"):
        assert told in shown
    shown = page(client.post(LOADING, {"document": "正式文本", "holds_from": "2020-01-01"}), 409)
    assert "请选择填好的校核表" in shown and "请填启用日，不早于今天" in shown and "请写明官方文本" not in shown


def test_a_table_with_an_open_draft_leads_to_it_instead_of_taking_another(province):
    client = signed_in("centre")
    posted(client, filled(GENERAL, WEIGHTS))
    response = client.get(LOADING)
    assert "已有一份校核稿在办" in page(response) and f"/province/standards/{StandardLoad.objects.get().pk}/" in response.content.decode()
    assert 'name="holds_from"' not in response.content.decode()
    assert "先签署或撤回那一份" in page(posted(client, filled(GENERAL, WEIGHTS)), 409)


def test_what_is_another_value_stands_first_and_formulas_are_told_in_words(province):
    client = signed_in("centre")
    far = "(building_area + structure_area) / land_area"
    posted(client, filled(GENERAL, {"derived.far.value": (far, None)} | WEIGHTS))
    shown = client.get(f"/province/standards/{StandardLoad.objects.get().pk}/").content.decode()
    rows = shown[shown.index("<tbody>") : shown.index("</tbody>")]
    assert max(rows.index("绩效"), rows.index("基础设施")) < rows.index("容积率")
    assert "工厂用地面积" in rows and "land_area" not in rows and "groups.5.weight</div>" not in rows
    assert re.search(r'aria-current="step"><b>写明出处', shown)


def test_sources_that_cannot_be_saved_stay_typed(province):
    client = signed_in("centre")
    posted(client, filled(GENERAL, {"items.5.1-5.points": ("5.8", None)}))
    address = f"/province/standards/{StandardLoad.objects.get().pk}/"
    sent = {"source.items.5.1-5.points": "页" * 301, "all_others": "正式文本 第9页"}
    refused = client.post(f"{address}sources/", sent)
    assert refused.status_code == 409
    assert f'value="{"页" * 301}"' in refused.content.decode() and 'value="正式文本 第9页"' in refused.content.decode()


def test_a_page_of_many_is_saved_as_it_is_turned_and_none_of_the_others_moves(province, monkeypatch):
    monkeypatch.setattr("greenlist.portals.province.views.standards.A_PAGE", 1)
    client = signed_in("centre")
    posted(
        client, filled(GENERAL, {"items.5.1-4.points": ("5", None), "items.5.1-5.points": ("5.8", None), "groups.5.weight": ("20", READ)})
    )
    row = StandardLoad.objects.get()
    address = f"/province/standards/{row.pk}/"
    shown = client.get(address).content.decode()
    assert 'name="source.items.5.1-4.points"' in shown and "保存本页出处，看下一页" in shown and "只看没有出处的2处" in shown
    turned = client.post(f"{address}sources/?page=1", {"source.items.5.1-4.points": "第九页表一", "then": "2"})
    assert turned["Location"] == f"{address}?page=2"
    lacking = client.get(f"{address}?show=lacking").content.decode()
    assert 'name="source.items.5.1-5.points"' in lacking and "只列没有写明出处的1处" in lacking and "第九页表一" not in lacking
    at = next(n for n in (2, 3) if 'name="source.items.5.1-5.points"' in client.get(f"{address}?page={n}").content.decode())
    refused = client.post(f"{address}sources/?page={at}", {"source.items.5.1-5.points": "页" * 301, "then": "1"})
    assert refused.status_code == 409 and f'value="{"页" * 301}"' in refused.content.decode()
    assert client.post(f"{address}sources/?page=2", {"then": "1"})["Location"] == f"{address}?page=1"
    assert "一处出处也没有写" in page(client.post(f"{address}sources/", {}), 409)


def test_one_count_of_what_there_is_to_check_on_the_list_and_where_it_is_loaded(province):
    client = signed_in("centre")
    tally = next(h.tally for h in held_now() if h.subject == GENERAL)
    assert (tally.total, tally.verified) == (193, 28)
    assert (tally.rows, tally.unsaid, tally.definitions) == (len(table_of(GENERAL)[0].values), 2, 27)
    shown = page(client.get(LOADING))
    assert "本文件193处取值中28处已核原文" in shown and "等2行没有可信程度" in shown and "最后是27项要填的数据" in shown
    listed = client.get("/province/standards/").content.decode()
    assert '<td data-label="已核原文" class="num">28</td>' in listed and '<td data-label="取值（处）" class="num">193</td>' in listed


def test_a_reference_table_is_counted_as_its_own_and_has_no_definitions(province):
    shown = page(signed_in("centre").get("/province/standards/tables/energy-benchmarks/loading/"))
    assert "本参考表128处取值中6处已核原文" in shown and "定义" not in shown


def test_our_own_table_comes_as_a_sheet_and_as_a_file(province):
    client = signed_in("centre")
    body = client.get(f"/province/standards/tables/{GENERAL}/table.xlsx").content
    rows = list(openpyxl.load_workbook(io.BytesIO(body)).active.iter_rows(values_only=True))
    heads = next(row for row in rows if PLACE in row)
    weight, formula = (next(row for row in rows if row[heads.index(PLACE)] == place) for place in ("groups.5.weight", "derived.far.value"))
    assert (weight[0], weight[heads.index("编号")], weight[heads.index("本系统的值")], weight[heads.index(WORDS)]) == (
        "基础设施",
        "5",
        "20",
        "",
    )
    assert "land_area" in formula[heads.index("本系统的值")] and "工厂用地面积" in formula[heads.index(WORDS)]
    assert client.get(f"/province/standards/tables/{GENERAL}/table.yaml").content.decode().startswith("format: greenlist.standard/1")
    assert client.get("/province/standards/tables/gbt-36132/1999/table.yaml").status_code == 404
    assert client.get("/province/standards/tables/..%2F..%2Fsettings/x/table.yaml").status_code == 404


def test_sources_are_named_on_the_page_and_a_load_is_taken_back(province):
    client = signed_in("centre")
    posted(client, filled(GENERAL, {"items.5.1-5.points": ("5.8", None)}))
    row = StandardLoad.objects.get()
    address = f"/province/standards/{row.pk}/"
    assert "还有1处没有写明出处" in page(client.get(address))
    client.post(f"{address}sources/", {"source.items.5.1-5.points": "第9页"})
    assert "第9页" in page(client.get(address))
    assert client.post(f"{address}withdrawal/", {"reason": ""}).status_code == 409
    assert client.post(f"{address}withdrawal/", {"reason": "看错文本"}).status_code == 302
    assert "已撤回" in page(client.get("/province/standards/"))


def test_a_list_made_in_the_background_says_how_far_it_is_and_that_it_was_cancelled(province, monkeypatch):
    monkeypatch.setattr("greenlist.portals.province.views.standards.AT_ONCE", 0)
    centre, first = signed_in("centre"), signed_in("province")
    province.application_at("submitted")
    posted(centre, filled(GENERAL, WEIGHTS))
    address = f"/province/standards/{StandardLoad.objects.get().pk}/"
    assert "还没有列出，签署之前须先列出" in page(centre.get(address))
    assert centre.post(f"{address}changes/").status_code == 302
    job = Job.objects.get()
    own, other = centre.get(address).content.decode(), first.get(address).content.decode()
    assert "正在后台列出，排队中" in own and f"/jobs/{job.pk}/" in own
    assert "正在后台列出，排队中" in other and f"/jobs/{job.pk}/" not in other, "only whoever asked may open it"
    centre.post(f"/jobs/{job.pk}/cancelling/")
    assert "已取消，请再按“列出以往决定”" in page(first.get(address))
    centre.post(f"{address}changes/")
    assert run_next(runner=uuid4()).state == "job_done"
    assert "重算1项，1项会不同" in page(first.get(address)) and "正在后台" not in page(first.get(address))
    centre.post(f"{address}changes/")
    assert "正在后台重新列出，排队中" in page(first.get(address))
    broken = Job.objects.get(state="job_waiting")
    Job.objects.filter(pk=broken.pk).update(state="job_failed", problem="办理时出了错，没有做完。")
    told = page(centre.get(address))
    assert (
        "提出的重新列出没有做完，请再按“重新列出以往决定”；下面是原来的" in told
        and f"/jobs/{broken.pk}/" in centre.get(address).content.decode()
    )
    assert "打开办理页面" in page(centre.get(f"/jobs/{broken.pk}/")) and "看原因" in page(centre.get("/jobs/"))


def test_a_reference_table_says_from_when_on_it_is_read_for_priorities_whenever_a_form_was_begun(province):
    client = signed_in("centre")
    path = "/province/standards/tables/energy-limits/loading/"
    assert "能耗优先从这一天起查核的都按新表，不论何时填报" in page(client.get(path))
    assert "能耗优先从这一天起" not in page(client.get(LOADING))


def test_the_coefficients_are_checked_as_the_other_tables_and_speak_of_no_priorities(province):
    client = signed_in("centre")
    path = f"/province/standards/tables/{SUBJECT}/"
    shown = page(client.get(f"{path}loading/"))
    assert "本参考表86处取值中0处已核原文" in shown and "折标准煤系数 · 现用随系统提供的值" in shown and "能耗优先" not in shown
    assert "例如：GB/T 2589—2020 正式出版文本" in shown
    assert client.get(f"{path}table.yaml").content.decode().startswith("format: greenlist.reference/1\nname: coefficients")
    rows = list(openpyxl.load_workbook(io.BytesIO(client.get(f"{path}table.xlsx").content)).active.iter_rows(values_only=True))
    assert sum(str(row[-1]).startswith("rows.gbt-2589/") for row in rows) == 86
    assert "折标准煤系数" in page(client.get("/province/standards/"))


def test_what_is_to_be_looked_at_again_stands_beside_its_value_and_is_counted(province):
    client = signed_in("centre")
    row = loaded(province.cast.centre, {place("原煤"): ("0.7153", PAGE), place("洗中煤"): ("0.2857", PAGE)}, SUBJECT)
    shown = client.get(f"/province/standards/{row.pk}/").content.decode()
    assert "<b>1</b>处的系数与同一行的低位发热量对不上" in shown
    at = shown[shown.index('<th scope="row">原煤') :]
    assert "与低位发热量不符：20934 ÷ 29307.6 = 0.7143，表上是 0.7153" in at[: at.index("</tr>")]
    other = shown[shown.index('<th scope="row">洗中煤') :]
    assert "与低位发热量不符" not in other[: other.index("</tr>")] and "能耗优先" not in shown
    assert "官方文本确是这样的，可以照签" in shown
    StandardLoad.objects.filter(pk=row.pk).update(state="load_withdrawn")
    assert "可以照签" not in client.get(f"/province/standards/{row.pk}/").content.decode(), "nobody signs it any more"
    sound = loaded(province.cast.centre, {place("洗中煤"): ("0.2857", PAGE)}, SUBJECT)
    assert "对不上" not in client.get(f"/province/standards/{sound.pk}/").content.decode()
