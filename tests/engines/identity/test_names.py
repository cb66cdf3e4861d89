"""The same, near enough to ask, different."""

import pytest

from greenlist.engines.identity import are_near, name_key


def test_a_key_is_without_dress():
    assert name_key("演示 岑溪（永修）Ｅco有限公司\n") == name_key("演示岑溪(永修)eco有限公司") == "演示岑溪永修eco有限公司"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("瑞昌市青岭水泥有限公司", "瑞昌青岭水泥有限公司"), ("江西青岭水泥有限公司", "青岭水泥股份有限公司"), ("九江市青岭水泥厂", "九江青岭水泥有限责任公司"),
        ("瑞昌市青岭水泥有限公司", "瑞昌市青岭水泥有限公司二厂"), ("瑞昌市青岭水泥有限公司", "瑞昌市青玲水泥有限公司"), ("瑞昌市青岭水泥有限公司", "瑞昌市青岭特水泥有限公司"),
        ("瑞昌市青岭水泥有限公司", "瑞昌市岭青水泥有限公司"), ("江西省九江市瑞昌市青岭水泥有限公司", "瑞昌青岭水泥有限公司"),
    ],
)  # fmt: skip
def test_near_names_are_asked(one, other):
    assert are_near(one, other)
    assert are_near(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("瑞昌市青岭水泥有限公司", "柴桑区青岭水泥有限公司"), ("瑞昌市青岭水泥有限公司", "瑞昌市霜桥水泥有限公司"), ("瑞昌市青岭水泥有限公司", "瑞昌市青岭制药有限公司"),
        ("瑞昌市青岭水泥有限公司", "瑞昌市 青岭水泥有限公司"), ("甲有限公司", "乙有限公司"),
    ],
)  # fmt: skip
def test_different_or_equal_names_are_not_near(one, other):
    assert not are_near(one, other)
