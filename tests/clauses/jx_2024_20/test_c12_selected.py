"""C-12 遴选确定2024年度省级绿色制造名单: decided by two, given notice of, published with a number; none of it can be left out."""

from greenlist.casework.publication.services import publish
from greenlist.casework.selection.services import decide, draft, send_to_decision
from greenlist.rehearsal import acts


def test_one_person_does_not_decide_alone(province, served_omission):
    province.application_at("reviewed")
    made = draft(province.round, line="", actor=province.cast.province)
    send_to_decision(made, open_because=acts.STILL_OPEN, actor=province.cast.province)
    refusal = served_omission(decide, made, actor=province.cast.province)
    assert "两个人" in refusal.items[0]


def test_a_list_is_published_with_a_number_and_only_after_its_notice(province, served_omission):
    province.application_at("on_notice")
    served_omission(publish, province.draft(), document_number=" ", actor=province.cast.province)
    refusal = served_omission(publish, province.draft(), document_number="演1号", actor=province.cast.province)
    assert "期满后才能公布" in refusal.items[0]
