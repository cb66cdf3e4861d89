"""A waiver is an object of the round: one rule, one credit code, a reason, its author; the rule reads it as a fact."""

import pytest

from greenlist.casework.journal.models import JournalEntry
from greenlist.casework.journal.refusals import NotAllowed, Refused
from greenlist.casework.rounds.selectors import waiver_of
from greenlist.casework.rounds.services import waive


def given(province, **more):
    code = province.unit.site.organisation.credit_code
    return {"clause": "C-33", "subject": code, "reason": "整车企业", "actor": province.cast.province, **more}


def test_a_waiver_stands_with_its_reason_and_its_line(province):
    made = waive(province.round, **given(province))
    assert waiver_of(province.round, "C-33", made.subject).reason == "整车企业"
    assert JournalEntry.objects.filter(action="grant_waiver").get().clause == "C-33"


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"reason": " "}, "请写明豁免的理由。"),
        ({"clause": "C-53"}, "这一条不能豁免。"),
        ({"subject": "123"}, "统一社会信用代码应为18位，现在是3位。"),
    ],
)
def test_each_fault_is_told_and_nothing_is_waived(province, more, sentence):
    with pytest.raises(Refused) as refused:
        waive(province.round, **given(province, **more))
    assert refused.value.items == (sentence,)
    assert not province.round.waivers.exists()


def test_only_the_province_waives_and_only_once(province):
    with pytest.raises(NotAllowed):
        waive(province.round, **given(province, actor=province.officer))
    waive(province.round, **given(province))
    with pytest.raises(Refused, match="已经豁免"):
        waive(province.round, **given(province))
