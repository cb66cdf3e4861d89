"""Content that decisions used: canonical, found by hash, stored once, free of binary floats."""

import pytest

from greenlist.casework.journal.contents import canonical, load, store
from greenlist.casework.journal.models import Content

pytestmark = pytest.mark.django_db


def test_canonical_text_does_not_depend_on_order():
    assert canonical({"b": "2", "a": "甲"}) == canonical({"a": "甲", "b": "2"}) == '{"a":"甲","b":"2"}'


def test_equal_content_is_stored_once_and_read_back():
    first, second = store("plan", {"weight": "20"}), store("plan", {"weight": "20"})
    assert first == second
    assert Content.objects.count() == 1
    assert load(first) == {"weight": "20"}


def test_a_binary_float_is_refused():
    with pytest.raises(TypeError, match="float"):
        canonical({"rows": [{"score": 0.1}]})
