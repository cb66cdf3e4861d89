"""第三方机构 for the province: the cap at a glance, a ban with its document, two representatives decided to be one person."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from greenlist.casework.evaluators.models import Ban, Evaluator, LegalRepresentative
from greenlist.casework.evaluators.selectors import cap_usage, overview, representative_on
from greenlist.casework.evaluators.services import declare_outside
from greenlist.casework.journal.clock import today
from greenlist.rulebook.reference.credit_code import make_demo_code
from tests.casework.cast import JIUJIANG
from tests.portals.people import page, signed_in

CODE = make_demo_code(987654)


def test_the_overview_agrees_with_the_cap_of_each_representative(province):
    first, second = province.cast.evaluators[:2]
    province.application_at("submitted", national=True, body=first)
    declare_outside(first.evaluator, year=2024, projects=3, actor=first.manager)
    lines = {line.evaluator.pk: line for line in overview(today())}
    for body in province.cast.evaluators:
        usage = cap_usage(representative_on(body.evaluator, today()), year=2024, limit=15)
        assert lines[body.evaluator.pk].words == usage.words
    assert lines[first.evaluator.pk].words == "本省1＋外省申明3"
    assert lines[second.evaluator.pk].words == "本省0＋外省未知"


def test_the_overview_takes_the_same_queries_however_many_bodies_there_are(province):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        overview(today())
    assert len(queries) == 6


def test_a_ban_wants_its_fact_and_document_and_is_seen(province):
    body, client = province.cast.evaluators[0].evaluator, signed_in("province")
    url = f"/province/evaluators/{body.pk}/"
    case = province.application_at("recommended", national=True, body=province.cast.evaluators[0])
    assert "请填文号" in page(client.post(url + "bans/", {"reason": "两份报告的检测数据不实", "document": ""}), 409)
    assert client.post(url + "bans/", {"reason": "两份报告的检测数据不实", "document": "演函〔2024〕演9号"}).status_code == 302
    assert Ban.objects.get().until_on.year == 2027
    shown = page(client.get(url))
    assert "没有报送的0件列入推荐单位的待办，已报送的1件由省厅处理" in shown
    assert f'<a href="/province/applications/{case.pk}/">{case.site.name}</a>' in shown
    assert "演函〔2024〕演9号" in (listed := page(client.get("/province/evaluators/"))) and "移出拟入选" in listed
    assert "由省厅处理" in page(signed_in(f"bureau{JIUJIANG}").get("/bureau/evaluators/"))
    assert "本件已报送省厅，由省厅处理" in page(signed_in("factory001").get(f"/applicant/applications/{case.pk}/"))
    assert "登记不予采信" not in page(signed_in("centre").get(url))


def test_two_representatives_decided_to_be_one_person_share_the_cap(province):
    one, two = (b.evaluator for b in province.cast.evaluators[:2])
    other = representative_on(two, today())
    client = signed_in("province")
    posted = {"person": str(other.pk), "reason": "登记档案所载身份信息一致"}
    assert client.post(f"/province/evaluators/{one.pk}/identity/", posted | {"reason": " "}).status_code == 409
    client.post(f"/province/evaluators/{one.pk}/identity/", posted)
    assert representative_on(one, today()) == representative_on(two, today()) == other
    assert LegalRepresentative.objects.filter(same_as=other).count() == 1
    lines = {line.evaluator.pk: line.representative for line in overview(today())}
    assert lines[one.pk] == lines[two.pk] == other


def test_only_the_province_reads_how_a_body_s_scores_lie_beside_the_panels(province, client):
    body = province.cast.evaluators[0]
    province.application_at("reviewed", national=True, body=body)
    scores, url = "/province/evaluators/scores/", f"/evaluators/{body.evaluator.pk}/record/"
    first = page(signed_in("province").get(scores))
    assert (
        "不足以判断" in first
        and str(body.evaluator) in first
        and 'aria-sort="ascending"' in page(signed_in("province").get(scores + "?sort=name"))
    )
    assert "2024年绿色工厂" in page(signed_in("province").get(url))
    assert "评价分" not in page(signed_in(f"bureau{JIUJIANG}").get(url))
    for other in ("evaluator1", "evaluator2", f"bureau{JIUJIANG}"):
        assert signed_in(other).get(scores).status_code == 404
    assert signed_in("evaluator1").get(url).status_code == signed_in("evaluator2").get(url).status_code == 404
    assert client.get(url).status_code == client.get(scores).status_code == 302
    for path in ("/", "/evaluators/", "/draws/", "/open-data/", "/api/list"):
        assert "评价分" not in client.get(path).content.decode()


def test_one_ban_shows_what_it_touched_and_is_lifted_on_its_page(province, client):
    body = province.cast.evaluators[0]
    case = province.application_at("verifying", national=True, body=body)
    head, posted = signed_in("province"), {"reason": "伪造数据", "document": "演函〔2024〕演9号"}
    head.post(f"/province/evaluators/{body.evaluator.pk}/bans/", posted)
    url = f"/province/bans/{Ban.objects.get().pk}/"
    assert case.number in (shown := page(head.get(url))) and "决定时占1项；" in shown
    assert "解除不予采信" not in page(signed_in("centre").get(url))
    assert (
        "演函〔2024〕演9号" in (public := page(client.get("/evaluators/"))) and str(body.evaluator) in public and "伪造数据" not in public
    )
    assert "请写明为什么解除" in page(head.post(url + "lifting/", {"reason": "", "document": "演2号"}), 409)
    assert head.post(url + "lifting/", {"reason": "复议撤销", "document": "演2号"}).status_code == 302
    assert "演2号：复议撤销" in page(head.get(url))
    assert str(body.evaluator) not in page(client.get("/evaluators/"))


def test_a_body_that_nobody_holds_is_entered_and_has_another_representative_later(province):
    head, typed = (
        signed_in("province"),
        {"name": "演示新绿评估有限公司", "credit_code": "bad", "representative": "", "from_on": "2099-01-01"},
    )
    refused = page(head.post("/province/evaluators/entry/", typed), 409)
    for words in ("统一社会信用代码：", "请填法定代表人的姓名", "请填任职起始日期", "演示新绿评估有限公司"):
        assert words in refused
    good = typed | {"credit_code": CODE, "representative": "赵一（演示）", "from_on": "2023-01-01"}
    assert head.post("/province/evaluators/entry/", good).status_code == 302
    assert "已经登记" in page(head.post("/province/evaluators/entry/", good), 409)
    factory = province.unit.site.organisation
    as_body = good | {"credit_code": factory.credit_code, "name": "演示别名公司"}
    assert f"已登记为“{factory}”，请填这个名称" in page(head.post("/province/evaluators/entry/", as_body), 409)
    assert head.post("/province/evaluators/entry/", as_body | {"name": factory.name}).status_code == 302
    assert str(representative_on(Evaluator.objects.get(organisation=factory), today())) == "赵一（演示）"
    assert "已经登记" in page(head.post("/province/evaluators/entry/", as_body | {"name": factory.name}), 409)
    body = Evaluator.objects.get(organisation__credit_code=CODE)
    url = f"/province/evaluators/{body.pk}/representative/"
    assert "新任期须晚于" in page(head.post(url, {"representative": "钱二（演示）", "from_on": "2023-01-01"}), 409)
    assert head.post(url, {"representative": "钱二（演示）", "from_on": "2024-02-01"}).status_code == 302
    assert str(representative_on(body, today())) == "钱二（演示）"
