"""Content that decisions used: canonical, found by hash, stored once, free of binary floats."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from greenlist.casework.journal.contents import load, store
from greenlist.casework.journal.models import Content
from greenlist.engines.ledger import canonical, digest_of

pytestmark = pytest.mark.django_db

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
BODIES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3)
)


def test_canonical_text_does_not_depend_on_order():
    assert canonical({"b": "2", "a": "甲"}) == canonical({"a": "甲", "b": "2"}) == '{"a":"甲","b":"2"}'


@given(BODIES)
@settings(max_examples=60, deadline=None)
def test_canonical_text_reads_back_as_the_same_body(body):
    import json

    assert json.loads(canonical(body)) == body
    assert canonical(json.loads(canonical(body))) == canonical(body)


def test_equal_content_is_stored_once_and_read_back():
    first, second = store("plan", {"weight": "20"}), store("plan", {"weight": "20"})
    assert first == second
    assert Content.objects.count() == 1
    assert load(first) == {"weight": "20"}


def test_one_changed_character_is_another_content():
    assert store("plan", {"weight": "20"}) != store("plan", {"weight": "20 "})
    assert Content.objects.count() == 2


def test_the_digest_names_its_algorithm_and_is_that_of_the_stored_bytes():
    digest = store("plan", {"名称": "甲"})
    assert digest == "sha256:" + __import__("hashlib").sha256('{"名称":"甲"}'.encode()).hexdigest()
    assert digest_of(Content.objects.get().body) == digest


@pytest.mark.parametrize("body", [0.1, {"a": 0.1}, {"rows": [{"score": 0.1}]}, [["x", (1.0,)]], {"a": float("nan")}])
def test_a_binary_float_is_refused_wherever_it_hides_and_nothing_is_stored(body):
    with pytest.raises(TypeError, match="float"):
        store("plan", body)
    assert not Content.objects.exists()


def test_a_decimal_must_come_as_text():
    with pytest.raises(TypeError):
        store("plan", {"weight": Decimal("20.5")})


def test_what_was_never_stored_is_not_found():
    with pytest.raises(Content.DoesNotExist):
        load("sha256:" + "0" * 64)
