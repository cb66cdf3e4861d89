"""A refusal carries what, why, which clause and what to do; its kinds can be told apart."""

import pytest

from greenlist.casework.journal.refusals import NotAllowed, Refused, WrongState


def test_everything_a_page_shows_is_there():
    refusal = Refused("没有存入。", then="改正后再存。", clause="C-44", items=["甲。", "乙。"], code="already")
    assert (str(refusal), refusal.what, refusal.then, refusal.clause) == ("没有存入。", "没有存入。", "改正后再存。", "C-44")
    assert (refusal.items, refusal.code) == (("甲。", "乙。"), "already")


def test_what_is_left_out_is_empty_and_not_none():
    refusal = Refused("没有存入。")
    assert (refusal.then, refusal.clause, refusal.items, refusal.code) == ("", "", (), "")


@pytest.mark.parametrize("kind", [NotAllowed, WrongState])
def test_every_kind_is_caught_as_a_refusal(kind):
    with pytest.raises(Refused):
        raise kind("不行。")
