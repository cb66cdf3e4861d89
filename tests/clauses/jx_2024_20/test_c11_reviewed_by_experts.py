"""C-11 依据相关评价标准组织专家进行评审: without a review there is no selection, and no content without a pledge."""

from greenlist.casework.directory.selectors import actor_in
from greenlist.casework.review.services import assign, hand_in, pledge
from greenlist.casework.selection.services import draft


def test_nothing_is_selected_before_experts_have_reviewed(province, served_omission):
    province.application_at("accepted")
    served_omission(draft, province.round, line="", actor=province.cast.province)


def test_an_expert_declares_first_and_hands_in_a_whole_sheet(province, served_omission):
    application, expert = province.application_at("accepted"), province.cast.experts[0]
    assignment = assign(application, expert=expert, actor=province.cast.province)
    served_omission(pledge, assignment, declares_no_conflict=False, actor=actor_in(expert))
    pledge(assignment, declares_no_conflict=True, actor=actor_in(expert))
    served_omission(hand_in, assignment, actor=actor_in(expert))
