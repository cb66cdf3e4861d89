"""年度工作情况 on the screens: opened by the province, filed by the body with our records in view, read by the offices."""

from greenlist.casework.body_returns.models import BodyReturn
from greenlist.rehearsal.acts import accept_for, begin, declare_for
from tests.casework.cast import JIUJIANG
from tests.portals.people import page, signed_in


def test_a_return_goes_from_the_opening_to_its_acceptance(province):
    body = province.cast.evaluators[0]
    accept_for(begin(province.unit, province.round, national=True, body=body), body)
    head, own, bureau = signed_in("province"), signed_in("evaluator1"), signed_in(f"bureau{JIUJIANG}")
    assert "还没有开启机构年度报告" in page(head.get("/body-returns/"))
    assert head.post("/body-returns/opening/").status_code == 302
    assert "都已开启" in page(head.post("/body-returns/opening/"), 409)
    url = f"/evaluator/returns/{BodyReturn.objects.get().pk}/"
    assert "九江市" in (form := page(own.get(url))) and "报送年度工作情况" in form
    typed = {"outside_national": "2", "outside_provincial": "0", "has_changed": "yes", "changes": "", "summary": "一年的<b>工作"}
    assert "请写明变化了什么" in (refused := page(own.post(url, typed), 409)) and "一年的&lt;b&gt;工作" in refused
    declare_for(body)
    assert own.post(url, typed | {"changes": "换了住所"}).status_code == 302
    assert "换了住所" in page(own.get(url)) and own.post(url, typed).status_code == 409
    office = f"/body-returns/{BodyReturn.objects.get().pk}/"
    assert "换了住所" in page(head.get(office)) and str(body.evaluator) in page(bureau.get("/body-returns/"))
    assert bureau.get(office).status_code == signed_in("evaluator2").get(url).status_code == 404
    assert "请写明要更正什么" in page(head.post(office + "sending-back/", {"reason": ""}), 409)
    head.post(office + "sending-back/", {"reason": "写明新住所"})
    assert "写明新住所" in page(own.get(url))
    own.post(url, typed | {"changes": "换了住所：演示路1号"})
    assert "请看过第2版" in page(head.post(office + "acceptance/", {"version": "1"}), 409)
    assert head.post(office + "acceptance/", {"version": "2"}).status_code == 302
    assert "第2版" in page(head.get(office)) and "年度情况已核收" in page(own.get(url))
