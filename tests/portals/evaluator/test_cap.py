"""国家级项目上限 on the screen of a body: its own places by name, those of a connected body by number, its own declaration in the form."""

from greenlist.casework.evaluators.services import declare_outside
from greenlist.casework.evaluators.tie_services import connect_bodies
from greenlist.casework.rounds.services import sign_parameters
from greenlist.rehearsal.acts import accept_for, begin
from tests.portals.people import page, signed_in


def test_a_body_reads_no_clients_of_a_connected_one_and_declares_for_itself(province):
    (one, two), cast = province.cast.evaluators[:2], province.cast
    connect_bodies(one.evaluator, other=two.evaluator, reason="同一控股公司", actor=cast.province)
    sign_parameters(province.round, changes={"cap_counts_related": True}, reason="从严", first=cast.province, second=cast.director)
    accept_for(begin(province.unit, province.round, national=True, body=one), one)
    declare_outside(one.evaluator, year=2024, projects=7, actor=one.manager)
    client = signed_in("evaluator2")
    shown = page(client.get("/evaluator/cap/"))
    assert "关联机构占用" in shown and "本省1＋外省申明7、其余未知" in shown
    assert province.unit.site.name not in shown and str(one.evaluator) not in shown and 'value="7"' not in shown
    assert 'value="x"' in page(client.post("/evaluator/cap/outside/", {"projects": "x"}), 409)
    assert 'value="7"' in (own := page(signed_in("evaluator1").get("/evaluator/cap/"))) and province.unit.site.name in own
    assert province.unit.site.name in page(signed_in("province").get(f"/province/evaluators/{two.evaluator.pk}/"))
