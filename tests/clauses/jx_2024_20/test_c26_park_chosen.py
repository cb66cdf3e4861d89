"""C-26 组织工业基础好、基础设施完善、绿色制造水平高的园区: the choice of a park is the office's own too, with its reason under this clause."""

import pytest

from greenlist.casework.applications.models import Application
from greenlist.casework.journal.refusals import Refused
from greenlist.casework.verification.services import mark_recommendable
from tests.casework.cast import fresh


def test_no_park_is_recommendable_without_a_reason(province, served_omission):
    case = province.application_at("verifying")
    Application.objects.filter(pk=case.pk).update(category="park")
    refusal = served_omission(mark_recommendable, fresh(case), reason="", actor=province.officer)
    assert refusal.items[0] == "请写明推荐理由：为什么推荐这一家。"


def test_of_a_supply_chain_the_notice_says_nothing_and_the_reason_is_asked_for_its_quality(province):
    case = province.application_at("verifying")
    Application.objects.filter(pk=case.pk).update(category="supply_chain")
    with pytest.raises(Refused) as refused:
        mark_recommendable(fresh(case), reason="", actor=province.officer)
    assert (refused.value.clause, refused.value.items[0]) == ("C-40", "请写明推荐理由：为什么推荐这一家。")
