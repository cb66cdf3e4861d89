"""The doorman itself lets a good page through and stops each fault."""

import pytest

from tests.portals.doorman import faults

GOOD = '<html lang="zh-Hans"><title>名单</title><h1>名单</h1><table><th scope="col">甲</th></table><label for="a">甲</label><input id="a"></html>'


def test_a_good_page_passes():
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('lang="zh-Hans"', 'lang="en"'), ("<h1>", "<p>"), ('scope="col"', ""), ('for="a"', ""), ("<table>", '<table style="x">'),
        ("</html>", "<button>提交</button></html>"), ("</html>", "<script>x</script></html>"), ("</html>", "好,坏</html>"), ("<title>名单", "<title>清单"),
    ],
)  # fmt: skip
def test_each_fault_is_stopped(old, new):
    assert faults(GOOD.replace(old, new, 1)) != []
