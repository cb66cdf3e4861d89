"""Every act has a Chinese word; transitions lend theirs."""

import re

from greenlist.casework.journal.acts import act_label, act_labels
from greenlist.rulebook.lifecycle import lifecycle, names


def test_every_transition_has_a_word_without_its_tense():
    for name in names():
        for transition in lifecycle(name).transitions:
            assert act_label(transition.action), transition.action
            assert not act_label(transition.action).startswith("已"), transition.action


def test_every_word_is_chinese():
    assert [a for a, word in act_labels().items() if not re.search(r"[\u4e00-\u9fff]", word)] == []


def test_an_act_without_a_word_shows_itself():
    assert act_label("nosuch") == "nosuch"


def test_a_word_of_the_file_stands_beside_those_of_the_tables():
    assert (act_label("store_file"), act_label("submit")) == ("存入材料", "提交")
