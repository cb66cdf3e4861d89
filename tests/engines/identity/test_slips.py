"""One slip of the pen is asked about, however short the name; two are left to the index of what names share."""

import pytest

from greenlist.engines.identity import Asked, Known, Matcher
from greenlist.engines.identity.slips import SlipIndex

KNOWN = ["九江振浔管理咨询有限公司", "江西和美陶瓷有限公司", "江西甲乙股份有限公司"]


@pytest.mark.parametrize(
    "written",
    ["九江振洵管理咨询有限公司", "九江浔振管理咨询有限公司", "九江振管理咨询有限公司", "九江市振浔浔管理咨询有限责任公司", "振浔管理咨询"],
)
def test_one_slip_finds_the_name(written):
    assert SlipIndex(KNOWN).near(written) == [0]


def test_two_slips_and_a_rest_too_short_to_tell_find_nothing():
    assert SlipIndex(KNOWN).near("九江震洵管理咨询有限公司") == []
    assert SlipIndex(KNOWN).near("丙乙") == []


def test_a_slip_is_proposed_and_never_linked():
    known = [Known("a", "江西和美陶瓷有限公司", "360000")]
    match = Matcher(known).match([Asked("江西鹭美陶瓷有限公司", "360000")])[0]
    assert (match.link, [p.id for p in match.proposals]) == ("", ["a"])
