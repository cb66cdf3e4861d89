"""本轮参数 on screen: proposed by one, signed by another; extensions; what is refused keeps what was typed."""

import pytest

from greenlist.casework.applications.services import withdraw
from greenlist.casework.recommendation.models import Batch
from greenlist.casework.rounds.models import Extension, ParameterProposal
from greenlist.casework.rounds.selectors import is_step_on, parameter
from tests.casework.cast import JIUJIANG
from tests.portals.people import page, signed_in

pytestmark = pytest.mark.django_db
NEW = "/province/parameters/proposals/new/"


def typed(client, **changed):
    """The form as it stands, with some fields changed."""
    text = client.get(NEW).content.decode()
    assert 'name="parameter.pass_line"' in text and 'name="parameter.ranking"' not in text
    steps = ["city", "hand_in", "formal", "experts", "special", "meeting", "notice", "publication"]
    return {"step": steps, "reason": "厅务会5月20日定"} | changed


def test_one_proposes_another_signs_and_it_is_in_force(province):
    first, second = signed_in("province"), signed_in("director")
    posted = typed(first, **{"parameter.pass_line": "80", "field.credit_code": "内部"})
    posted["step"] = ["county", *posted["step"]]
    assert first.post(NEW, posted).status_code == 302
    shown = page(first.get("/province/parameters/"))
    assert "待第二人签署的改动" in shown and "您是提出人" in shown and "签署改动" not in shown
    assert "县级初审 → 评估确认" in shown and "公开方式：统一社会信用代码" in shown
    assert parameter(province.round, "pass_line") is None
    proposal = ParameterProposal.objects.get()
    refused = first.post(f"/province/parameters/proposals/{proposal.pk}/signature/")
    assert refused.status_code == 409 and "提出人和签署人须是两个人" in refused.content.decode()
    assert "签署改动" in page(second.get("/province/parameters/"))
    assert second.post(f"/province/parameters/proposals/{proposal.pk}/signature/").status_code == 302
    assert parameter(province.round, "pass_line") == "80" and is_step_on(province.round, "county")
    assert "第2版" in page(first.get("/province/parameters/"))
    assert ">3年<" in shown and "5个工作日" in shown and "3 年" not in shown


def test_what_cannot_be_read_is_told_and_what_was_typed_is_kept(province):
    client = signed_in("province")
    posted = typed(client, **{"parameter.pass_line": "八十"}) | {"step": ["city"], "reason": "留着的理由"}
    shown = page(client.post(NEW, posted), 409)
    assert "“八十”不是数字" in shown and "报送、公示、公布不能关" in shown
    assert 'value="八十"' in shown and "留着的理由" in shown
    assert not ParameterProposal.objects.exists()


def test_a_proposal_is_dropped_with_a_reason(province):
    client = signed_in("director")
    client.post(NEW, typed(client, **{"parameter.pass_line": "80"}))
    proposal = ParameterProposal.objects.get()
    assert client.post(f"/province/parameters/proposals/{proposal.pk}/dropping/", {"reason": " "}).status_code == 409
    client.post(f"/province/parameters/proposals/{proposal.pk}/dropping/", {"reason": "不设线"})
    assert ParameterProposal.objects.get().state == "dropped"


def test_an_extension_is_granted_and_shown_at_once(province):
    client, bureau = signed_in("province"), signed_in(f"bureau{JIUJIANG}")
    posted = {"unit": JIUJIANG, "last_day": "2024-05-29", "reason": "暴雨停电", "document": "演函〔2024〕演3号"}
    assert client.post("/province/extensions/", posted).status_code == 302
    assert "延至5月29日（周三）24:00" in page(client.get("/province/extensions/"))
    assert "5月29日（周三）24:00" in page(bureau.get("/bureau/workbench/"))
    assert "延至5月29日" in page(client.get("/province/round/"))
    assert "准予延期" not in page(signed_in("centre").get("/province/extensions/")).split("准予的延期")[0].split("返回本轮")[1]


@pytest.mark.parametrize(("field", "value", "sentence"), [
    ("last_day", "29日", "不是日期"), ("last_day", "2024-05-20", "不晚于现在的截止日"), ("reason", " ", "请写明准予延期的理由"),
    ("unit", "110000", "请选择推荐单位"),
])  # fmt: skip
def test_an_extension_that_cannot_stand_is_refused_and_keeps_what_was_typed(province, field, value, sentence):
    posted = {"unit": JIUJIANG, "last_day": "2024-05-29", "reason": "暴雨停电", "document": "演函3号"} | {field: value}
    shown = page(signed_in("province").post("/province/extensions/", posted), 409)
    assert sentence in shown and 'value="演函3号"' in shown
    assert not Extension.objects.exists()


def test_the_batch_page_names_what_changed_after_signature(province):
    application = province.application_at("frozen")
    withdraw(application, reason="生产线改造", actor=province.unit.engineer)
    shown = page(signed_in(f"bureau{JIUJIANG}").get(f"/bureau/batches/{Batch.objects.get().pk}/"))
    assert "送签后有变化，1处挡住报送" in shown and "申报单位已撤回申报" in shown


def test_while_a_change_waits_nobody_fills_in_another_in_vain(province):
    first = signed_in("province")
    first.post(NEW, typed(first, **{"parameter.pass_line": "82"}))
    again = first.get(NEW, follow=True)
    assert again.redirect_chain == [("/province/parameters/", 302)]
    assert "已有一项改动在等第二人签署；先签署或撤销那一项" in again.content.decode()
