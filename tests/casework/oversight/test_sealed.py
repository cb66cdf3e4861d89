"""What the living watch tells a bureau and a unit of an outcome that is decided and not on notice yet: nothing."""

import pytest

from greenlist.casework.applications.models import Application
from greenlist.casework.applications.selectors import visible_to
from greenlist.casework.desk.selectors import todos_of
from greenlist.casework.oversight.ban_services import ban_and_check
from greenlist.casework.oversight.permissions import held_by_province
from greenlist.casework.oversight.selectors import on_banned_bodies
from greenlist.casework.oversight.track_record import years_of
from greenlist.casework.publication.selectors import is_noticed
from greenlist.casework.publication.services import give_notice
from tests.casework.cast import fresh
from tests.portals.people import page, signed_in


@pytest.fixture
def decided(province):
    """Two cases of one banned body in one region: one proposed, one passed over, and no notice of it."""
    body = province.cast.evaluators[0]
    passed_over = province.application_at("reviewed", national=True, body=body)
    proposed = province.application_at("proposed", province.units[1], national=True, body=body)
    ban_and_check(body.evaluator, reason="伪造", document="演工信罚〔2024〕演1号", years=3, actor=province.cast.province)
    Application.objects.filter(pk=passed_over.pk).update(state="not_selected")
    return body.evaluator, fresh(passed_over), fresh(proposed)


def told(province, evaluator):
    """What each reader learns: {who: (how many were passed over, the cases on banned bodies)}."""
    readers = {"province": province.cast.province, "bureau": province.officer, "unit": province.unit.engineer}
    found = {}
    for who, actor in readers.items():
        passed_over = sum(line["passed_over"] for line in years_of(evaluator, actor))
        found[who] = (passed_over, {case.pk for case in on_banned_bodies(visible_to(actor), actor)})
    return found


def todo(actor, province):
    return [t.count for t in todos_of(actor, province.round) if t.key == "banned" and t.count]


def test_who_was_passed_over_is_told_to_a_bureau_and_the_unit_from_the_notice_on(province, decided):
    evaluator, passed_over, proposed = decided
    before = told(province, evaluator)
    assert not is_noticed(province.round.pk)
    assert before["province"] == (1, {proposed.pk})
    assert before["bureau"] == (0, {passed_over.pk, proposed.pk})
    assert before["unit"][1] == {passed_over.pk}
    assert todo(province.officer, province) == todo(province.unit.engineer, province) == []  # handed in: the province settles both
    at = f"/evaluators/{evaluator.pk}/record/"
    assert passed_over_on(at, "bureau360400") == "0"
    assert "省厅已办结" not in page(signed_in("bureau360400").get("/bureau/workbench/"))
    assert held_by_province({passed_over.site.organisation_id, proposed.site.organisation_id}) == {
        passed_over.site.organisation_id, proposed.site.organisation_id,
    }  # fmt: skip
    give_notice(province.draft(), actor=province.cast.province)
    after = told(province, evaluator)
    assert after["province"] == after["bureau"] == (1, {proposed.pk})
    assert after["unit"][1] == set()
    assert passed_over_on(at, "bureau360400") == "1"
    assert "省厅已办结" in page(signed_in("bureau360400").get("/bureau/workbench/"))
    assert held_by_province({passed_over.site.organisation_id}) == set()


def passed_over_on(where, username):
    cell = page(signed_in(username).get(where)).split('data-label="未入选">', 1)[1]
    return cell.split("<", 1)[0]
