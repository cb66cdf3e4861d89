"""The look at a page finds what axe finds, contrast in a style seen before included."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.walks.conftest import PASSED, Visitor

GOOD = "<p style='color:#333'>读得清</p>"
FAINT = "<p style='color:#ddd'>读不清</p>"
PAGE = "<!doctype html><html lang=zh><head><title>页</title></head><body style='background:{ground}'><main><h1>页</h1>{body}</main></body></html>"


@pytest.fixture
def one(chromium):
    """A window without a server; what passed before this test does not count in it."""
    before = set(PASSED)
    PASSED.clear()
    window = Visitor(chromium, "about:blank")
    yield window
    window.context.close()
    PASSED.clear()
    PASSED.update(before)


def look(one, body: str, ground: str = "#fff") -> str:
    """The findings, '' when there are none."""
    one.page.set_content(PAGE.format(body=body, ground=ground))
    try:
        one.look()
    except AssertionError as found:
        return str(found)
    return ""


def test_a_faint_text_is_found_each_time_and_a_good_one_is_asked_once(one):
    assert look(one, GOOD) == ""
    passed = set(PASSED)
    assert any("rgb(51, 51, 51)" in style for style in passed)
    assert (look(one, GOOD * 3), set(PASSED)) == ("", passed)
    for _ in range(2):
        assert "color-contrast" in look(one, GOOD + FAINT)


def test_the_same_text_on_another_ground_in_another_size_or_half_seen_is_another_style(one):
    assert look(one, GOOD) == ""
    assert "color-contrast" in look(one, GOOD, ground="#444")
    assert "color-contrast" in look(one, f"<div style='background:#444'>{GOOD}</div>")
    assert "color-contrast" in look(one, f"<div style='opacity:.3'>{GOOD}</div>")
    large = "<p style='color:#888;font-size:32px'>大字</p>"
    assert look(one, large) == ""
    assert "color-contrast" in look(one, large.replace("32px", "14px"))


def test_a_style_is_not_known_from_a_text_that_nobody_sees(one):
    assert look(one, FAINT.replace("color", "display:none;color")) == ""
    assert "color-contrast" in look(one, FAINT)


@pytest.mark.parametrize("body", ["<img src='data:,'>", "<button></button>", "<input>", "<a href='/'></a>", "<ul><p>x</p></ul>", FAINT])
def test_it_finds_what_axe_finds(one, body):
    words = look(one, body)
    found = {v["id"] for v in Axe().run(one.page).response["violations"] if v["impact"] in {"serious", "critical"}}
    assert found
    assert all(name in words for name in found)
